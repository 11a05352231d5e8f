use super::anova_oneway::sizes;
use super::interval::{finite, possible};
use super::one_sample_t_test::few;
use super::one_way_sums::{UsedGroups, ordered_sum};
use super::t_test::GroupMoments;
use super::{
    Caution, Effect, Exact, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic,
    chi_square_upper,
};
use serde::{Deserialize, Serialize};

/// Whether several normal groups differ in their variance.
///
/// # Question
/// Are the answers of some groups further apart than those of others?
///
/// # Formula
/// With `fᵢ = nᵢ − 1`, `s² = Σfᵢsᵢ²/Σfᵢ`:
/// `K² = Σ fᵢ ln(s²/sᵢ²) / (1 + (Σ1/fᵢ − 1/Σfᵢ)/(3(k − 1)))`, chi-square with
/// `k − 1` degrees of freedom.
///
/// # Assumes
/// Normal answers, strictly.
///
/// # When not
/// Ratings are not normal, and it then finds differences of shape:
/// [`levene`](super::levene) about the median.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, bartlett};
/// let groups = [Sample::of_codes(1, &[1, 4, 4, 1], 0), Sample::of_codes(1, &[4, 1, 1, 4], 0)];
/// let found = bartlett(&groups).unwrap();
/// assert_eq!(found.df, 1);
/// assert!(found.p > 0.05);
/// ```
///
/// # Checked against
/// `variance_homogeneity` of the reference cases (R `bartlett.test`).
///
/// # References
/// Bartlett, Proceedings of the Royal Society A 160 (1937) 268–282.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two groups with anybody,
/// [`NotComputable::TooFew`] for a group of one, [`NotComputable::NoSpread`] for
/// a group whose answers are all alike.
pub fn bartlett(groups: &[Sample]) -> Outcome<Bartlett> {
    let used = UsedGroups::of(groups)?;
    let spread = |group: &&Sample| -> Outcome<(f64, Exact)> {
        let variance = group.variance()?;
        match variance.is_zero() {
            true => Err(NotComputable::NoSpread),
            false => Ok((group.n() as f64 - 1.0, variance)),
        }
    };
    let spreads: Vec<(f64, Exact)> = used.groups.iter().map(spread).collect::<Outcome<_>>()?;
    let all: f64 = spreads.iter().map(|(free, _)| free).sum();
    let inside: Exact = used.groups.iter().map(|group| group.about_mean(2)).sum();
    let pooled = inside.value() / all;
    let logs = spreads
        .iter()
        .map(|(free, variance)| free * libm::log(pooled / variance.value()));
    let inverse = ordered_sum(spreads.iter().map(|(free, _)| 1.0 / free).collect());
    let df = spreads.len() as f64 - 1.0;
    let correction = 1.0 + (inverse - 1.0 / all) / (3.0 * df);
    // Rounding can bring equal variances below 0.
    let k2 = finite(ordered_sum(logs.collect()) / correction, "K²")?.max(0.0);
    let mut cautions = used.cautions.clone();
    cautions.extend(few(&used.sizes()));
    Ok(Bartlett {
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        pooled_variance: pooled,
        correction,
        k2,
        df: spreads.len() as u64 - 1,
        p: possible(chi_square_upper(k2, df), "K²")?,
        cautions,
    })
}

/// Result of [`bartlett`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bartlett {
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub pooled_variance: f64,
    /// The divisor that brings K² nearer to chi-square.
    pub correction: f64,
    pub k2: f64,
    pub df: u64,
    pub p: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Bartlett {
    fn method(&self) -> &'static str {
        "bartlett"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "K²".to_owned(),
            value: self.k2,
            df: vec![self.df as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        None
    }
    fn sizes(&self) -> Sizes {
        sizes(&self.groups, self.missing)
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
