use super::interval::coverage;
use super::noncentral_interval::{explained, noncentral_f_interval};
use super::{AnovaOneway, Interval, Outcome, Sample, anova_oneway};
use serde::{Deserialize, Serialize};

/// How much of the variance lies between several groups, with intervals.
///
/// # Question
/// Several groups differ: is it much?
///
/// # Formula
/// η², ω², ε² and f of the [`anova_oneway`]. The interval is that of the
/// noncentrality λ between which the observed F is not extreme; Steiger turns it
/// into `λ/(λ + N)`, R's effectsize into `λ/(λ + df₂)`. Steiger's is the
/// default: λ = N·f² in his definition of the population effect.
///
/// # Assumes
/// As the analysis of variance; the interval normal answers with one variance.
///
/// # When not
/// η² alone flatters small samples: give ω² beside it. As F has one tail, the
/// interval of 90 % is the one that excludes 0 where p < 0.05.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, effect_k_groups};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
///     Sample::of_codes(1, &[0, 0, 3, 3], 0),
/// ];
/// let found = effect_k_groups(&groups, 0.9).unwrap();
/// assert!((found.anova.eta2 - 32.0 / 75.0).abs() < 1e-15);
/// assert!(found.eta2_steiger.unwrap().low.unwrap() > 0.0);
/// ```
///
/// # Checked against
/// `effect_k_groups` of the reference cases (R `pf` by `uniroot`).
///
/// # References
/// Steiger, Psychological Methods 9 (2004) 164–182.
///
/// # Errors
/// As [`anova_oneway`]; `NotComputable::OutOfRange` for an impossible
/// confidence.
pub fn effect_k_groups(groups: &[Sample], confidence: f64) -> Outcome<EffectKGroups> {
    let confidence = coverage(confidence)?;
    let anova = anova_oneway(groups)?;
    let df = (anova.df_between as f64, anova.df_within as f64);
    let ncp = noncentral_f_interval(anova.f, df, confidence);
    let n = df.0 + df.1 + 1.0;
    let share = |of: f64| ncp.clone().map(|ncp| explained(ncp, of));
    Ok(EffectKGroups {
        eta2_steiger: share(n),
        eta2_effectsize: share(df.1),
        noncentrality: ncp,
        anova,
    })
}

/// Result of [`effect_k_groups`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectKGroups {
    /// With η², ω², ε² and f.
    pub anova: AnovaOneway,
    /// Of λ.
    pub noncentrality: Outcome<Interval>,
    /// Of η², `λ/(λ + N)`.
    pub eta2_steiger: Outcome<Interval>,
    /// Of η², `λ/(λ + df₂)`.
    pub eta2_effectsize: Outcome<Interval>,
}
