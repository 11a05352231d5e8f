use super::interval::{coverage, finite, possible};
use super::one_sample_t_test::few;
use super::t_test::GroupMoments;
use super::{
    Caution, Effect, HypothesisTest, Interval, NotComputable, Outcome, Sample, Sizes, Statistic,
    f_quantile, f_upper,
};
use serde::{Deserialize, Serialize};

/// Whether two normal groups differ in their variance.
///
/// # Question
/// Are the answers of one group further apart than those of the other?
///
/// # Formula
/// `F = s₁²/s₂²` with `n₁ − 1` and `n₂ − 1` degrees of freedom; p twice the
/// smaller tail; interval of the ratio `F/F_{1−α/2}` to `F/F_{α/2}`.
///
/// # Assumes
/// Normal answers, strictly.
///
/// # When not
/// Ratings: [`levene`](super::levene) about the median.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, variance_ratio};
/// let (a, b) = (Sample::of_codes(1, &[1, 4, 4, 1], 0), Sample::of_codes(1, &[4, 1, 1, 4], 0));
/// let found = variance_ratio(&a, &b, 0.95).unwrap();
/// assert!((found.f - 13.0 / 37.0).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `variance_homogeneity` of the reference cases (R `var.test`).
///
/// # References
/// Snedecor, Calculation and Interpretation of Analysis of Variance (1934).
///
/// # Errors
/// [`NotComputable::TooFew`] for a group below two, [`NotComputable::NoSpread`]
/// for one whose answers are all alike, [`NotComputable::OutOfRange`] for an
/// impossible confidence.
pub fn variance_ratio(first: &Sample, second: &Sample, confidence: f64) -> Outcome<VarianceRatio> {
    let confidence = coverage(confidence)?;
    let (above, below) = (first.variance()?, second.variance()?);
    if above.is_zero() || below.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let f = finite((above / below).value(), "F")?;
    let (df1, df2) = (first.n() - 1, second.n() - 1);
    let upper = possible(f_upper(f, df1 as f64, df2 as f64), "F")?;
    // The lower tail of F is the upper of 1/F, never 1 − upper.
    let lower = possible(f_upper(1.0 / f, df2 as f64, df1 as f64), "F")?;
    let half = (1.0 - confidence) / 2.0;
    let high = possible(f_quantile(half, df1 as f64, df2 as f64), "confidence")?;
    let low = possible(f_quantile(half, df2 as f64, df1 as f64), "confidence")?;
    Ok(VarianceRatio {
        groups: [GroupMoments::of(first), GroupMoments::of(second)],
        missing: first.missing.saturating_add(second.missing),
        f,
        df1,
        df2,
        p: (2.0 * upper.min(lower)).min(1.0),
        interval: Interval {
            low: Some(f / high),
            high: Some(f * low),
            confidence,
        },
        cautions: few(&[first.n(), second.n()]),
    })
}

/// Result of [`variance_ratio`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VarianceRatio {
    /// First and second group.
    pub groups: [GroupMoments; 2],
    pub missing: u64,
    pub f: f64,
    pub df1: u64,
    pub df2: u64,
    pub p: f64,
    /// Of the ratio of the variances.
    pub interval: Interval,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for VarianceRatio {
    fn method(&self) -> &'static str {
        "variance_ratio"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.f,
            df: vec![self.df1 as f64, self.df2 as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "variance_ratio".to_owned(),
            value: self.f,
            interval: Some(self.interval),
        })
    }
    fn sizes(&self) -> Sizes {
        super::anova_oneway::sizes(&self.groups, self.missing)
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
