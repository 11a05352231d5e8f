use super::interval::{coverage, possible};
use super::mean_pairs::{MeanPair, PairError, mean_pairs};
use super::{
    Interval, Outcome, Sample, studentized_range_quantile, studentized_range_quantile_r,
    studentized_range_upper, studentized_range_upper_r,
};
use serde::{Deserialize, Serialize};

/// Which pairs of groups differ in their means, all pairs at one error rate,
/// with one variance for all.
///
/// # Question
/// Which services differ from which?
///
/// # Formula
/// `q = |x̄ᵢ − x̄ⱼ|√2/se` with `se = √(MS_within(1/nᵢ + 1/nⱼ))`; p from the
/// studentized range of k groups and N − k degrees of freedom. Unequal sizes by
/// Kramer's form, which is conservative.
///
/// # Assumes
/// As [`anova_oneway`](super::anova_oneway). No significant F is needed before.
///
/// # When not
/// Unequal variances: [`games_howell`](super::games_howell).
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, tukey_hsd};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
///     Sample::of_codes(1, &[0, 0, 3, 3], 0),
/// ];
/// let pairs = tukey_hsd(&groups, 0.95).unwrap();
/// assert_eq!((pairs[2].first, pairs[2].second), (1, 2));
/// assert!(pairs[2].p < 0.05 && pairs[0].p > 0.05);
/// ```
///
/// # Checked against
/// `anova_oneway` of the reference cases (R `TukeyHSD`, `ptukey`).
///
/// # References
/// Tukey, The Problem of Multiple Comparisons (1953); Kramer, Biometrics 12
/// (1956) 307–310; Hayter, Annals of Statistics 12 (1984) 61–75.
///
/// # Errors
/// `NotComputable::TooFewGroups` below two groups with anybody,
/// `NotComputable::TooLarge` above 100 groups, `NotComputable::OutOfRange` for
/// an impossible confidence, `NotComputable::TooFew` and `NotComputable::NoSpread` as the
/// analysis of variance.
pub fn tukey_hsd(groups: &[Sample], confidence: f64) -> Outcome<Vec<RangePair>> {
    range_pairs(groups, PairError::Pooled, confidence)
}

/// A pair of groups compared by the studentized range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RangePair {
    /// Positions among the groups given.
    pub first: usize,
    pub second: usize,
    /// Mean of the first minus mean of the second.
    pub difference: f64,
    /// Standard error of the difference.
    pub se: f64,
    /// `difference/se`.
    pub t: f64,
    pub df: f64,
    /// `|t|√2`.
    pub q: f64,
    /// Adjusted for all pairs.
    pub p: f64,
    /// Simultaneous, of the difference.
    pub interval: Interval,
    /// p and interval as R's `ptukey` and `qtukey` have them; `None` below two
    /// degrees of freedom, where R has none.
    pub r: Option<RangePairR>,
}

/// A pair as R has it: `ptukey` integrates by sixteen points a unit (six digits
/// at four degrees of freedom), `qtukey` stops within 1e-4.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RangePairR {
    pub p: f64,
    pub interval: Interval,
}

pub(super) fn range_pairs(
    groups: &[Sample],
    error: PairError,
    confidence: f64,
) -> Outcome<Vec<RangePair>> {
    let confidence = coverage(confidence)?;
    let (count, pairs) = mean_pairs(groups, error)?;
    // Pooled pairs share their degrees of freedom, and the quantile is dear.
    let mut known: Option<(f64, (f64, Option<f64>))> = None;
    let mut quantiles = |df: f64| -> Outcome<(f64, Option<f64>)> {
        if let Some((_, q)) = known.filter(|(of, _)| *of == df) {
            return Ok(q);
        }
        let q = studentized_range_quantile(1.0 - confidence, count as f64, df);
        let q = possible(q, "confidence")?;
        let r = studentized_range_quantile_r(1.0 - confidence, count as f64, df);
        let r = (df >= 2.0).then(|| r.unwrap_or(q));
        known = Some((df, (q, r)));
        Ok((q, r))
    };
    let compare = |pair: MeanPair| -> Outcome<RangePair> {
        let q = pair.t.abs() * std::f64::consts::SQRT_2;
        let around = |q: f64| {
            let half = q * pair.se * std::f64::consts::FRAC_1_SQRT_2;
            Interval {
                low: Some(pair.difference - half),
                high: Some(pair.difference + half),
                confidence,
            }
        };
        let (exact, quantile_r) = quantiles(pair.df)?;
        let p_r = studentized_range_upper_r(q, count as f64, pair.df);
        let r = p_r.zip(quantile_r).map(|(p, quantile)| RangePairR {
            p,
            interval: around(quantile),
        });
        Ok(RangePair {
            first: pair.first,
            second: pair.second,
            difference: pair.difference,
            se: pair.se,
            t: pair.t,
            df: pair.df,
            q,
            p: possible(studentized_range_upper(q, count as f64, pair.df), "q")?,
            interval: around(exact),
            r,
        })
    };
    pairs.into_iter().map(compare).collect()
}
