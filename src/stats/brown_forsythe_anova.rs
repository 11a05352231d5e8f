use super::anova_oneway::sizes;
use super::interval::{finite, possible};
use super::one_sample_t_test::few;
use super::one_way_sums::{GroupSums, OneWaySums, UsedGroups, ordered_sum};
use super::t_test::GroupMoments;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic, f_upper,
};
use serde::{Deserialize, Serialize};

/// Whether several groups differ in their means, by the F* that allows unequal
/// variances (SPSS prints it beside Welch's).
///
/// # Question
/// Do the services, schools or quarters differ on average?
///
/// # Formula
/// `F* = SS_between / Σ(1 − nᵢ/N)sᵢ²`, degrees of freedom `k − 1` and
/// `1/Σ cᵢ²/(nᵢ − 1)` with `cᵢ = (1 − nᵢ/N)sᵢ² / Σ(1 − nⱼ/N)sⱼ²`.
///
/// # Assumes
/// Independent respondents; groups about normal, or large.
///
/// # When not
/// It is not Brown and Forsythe's test of variances, which is
/// [`levene`](super::levene) about the median. Welch's test has more power where
/// extreme means go with small variances.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, anova_oneway, brown_forsythe_anova};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
/// ];
/// let found = brown_forsythe_anova(&groups).unwrap();
/// // with equal sizes F* is F, with fewer degrees of freedom
/// assert!((found.f - anova_oneway(&groups).unwrap().f).abs() < 1e-14);
/// assert!(found.df2 <= 10.0);
/// ```
///
/// # Checked against
/// `anova_oneway` of the reference cases (the formula in R).
///
/// # References
/// Brown & Forsythe, Technometrics 16 (1974) 129–132.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two groups with anybody,
/// [`NotComputable::TooFew`] for a group of one, [`NotComputable::NoSpread`]
/// where nobody differs from the own group.
pub fn brown_forsythe_anova(groups: &[Sample]) -> Outcome<BrownForsytheAnova> {
    let used = UsedGroups::of(groups)?;
    let sums = OneWaySums::of(used.groups.iter().map(|group| GroupSums::of(group)));
    let all = sums.n as f64;
    let part = |group: &&Sample| -> Outcome<(f64, f64)> {
        let n = group.n() as f64;
        Ok((n, (1.0 - n / all) * group.variance()?.value()))
    };
    let parts: Vec<(f64, f64)> = used.groups.iter().map(part).collect::<Outcome<_>>()?;
    let below = ordered_sum(parts.iter().map(|(_, part)| *part).collect());
    if sums.within.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let share = |(n, part): &(f64, f64)| part / below * (part / below) / (n - 1.0);
    let df1 = sums.df_between() as f64;
    let df2 = finite(1.0 / ordered_sum(parts.iter().map(share).collect()), "F")?;
    let f = finite(sums.between.value() / below, "F")?;
    let mut cautions = used.cautions.clone();
    cautions.extend(few(&used.sizes()));
    Ok(BrownForsytheAnova {
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        f,
        df1,
        df2,
        p: possible(f_upper(f, df1, df2), "F")?,
        eta2: sums.eta2()?,
        cautions,
    })
}

/// Result of [`brown_forsythe_anova`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BrownForsytheAnova {
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub f: f64,
    pub df1: f64,
    pub df2: f64,
    pub p: f64,
    /// Share of the variance between groups.
    pub eta2: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for BrownForsytheAnova {
    fn method(&self) -> &'static str {
        "brown_forsythe_anova"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F*".to_owned(),
            value: self.f,
            df: vec![self.df1, self.df2],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "eta_squared".to_owned(),
            value: self.eta2,
            interval: None,
        })
    }
    fn sizes(&self) -> Sizes {
        sizes(&self.groups, self.missing)
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
