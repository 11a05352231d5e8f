use super::interval::possible;
use super::mean_pairs::{MeanPair, PairError, mean_pairs};
use super::{Outcome, Sample, f_upper, student_two_sided};
use serde::{Deserialize, Serialize};

/// Which pairs of groups differ in their means, by t tests on one variance, with
/// the corrections that only need the t of a pair.
///
/// # Question
/// Which services differ from which?
///
/// # Formula
/// `t = (x̄ᵢ − x̄ⱼ)/√(MS_within(1/nᵢ + 1/nⱼ))` with N − k degrees of freedom.
/// Of m pairs: least significant difference p; Bonferroni `min(1, m·p)`; Šidák
/// `1 − (1 − p)^m`; Scheffé from `F = t²/(k − 1)`.
///
/// # Assumes
/// As [`anova_oneway`](super::anova_oneway).
///
/// # When not
/// The uncorrected p (LSD) finds differences by chance where there are many
/// pairs. Scheffé guards every contrast and is too strict for pairs alone:
/// [`tukey_hsd`](super::tukey_hsd).
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, pairwise_t_test};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
///     Sample::of_codes(1, &[0, 0, 3, 3], 0),
/// ];
/// let pair = &pairwise_t_test(&groups).unwrap()[2];
/// assert!(pair.lsd_p < pair.sidak_p && pair.sidak_p < pair.bonferroni_p);
/// ```
///
/// # Checked against
/// `anova_oneway` of the reference cases (R `pt`, `pf`).
///
/// # References
/// Fisher, The Design of Experiments (1935); Šidák, JASA 62 (1967) 626–633;
/// Scheffé, Biometrika 40 (1953) 87–104.
///
/// # Errors
/// As [`tukey_hsd`](super::tukey_hsd).
pub fn pairwise_t_test(groups: &[Sample]) -> Outcome<Vec<PooledPair>> {
    let (count, pairs) = mean_pairs(groups, PairError::Pooled)?;
    let (between, tests) = (count as f64 - 1.0, pairs.len() as f64);
    let compare = |pair: MeanPair| -> Outcome<PooledPair> {
        let p = possible(student_two_sided(pair.t, pair.df), "t")?;
        let contrast = f_upper(pair.t * pair.t / between, between, pair.df);
        Ok(PooledPair {
            first: pair.first,
            second: pair.second,
            difference: pair.difference,
            se: pair.se,
            t: pair.t,
            df: pair.df,
            lsd_p: p,
            bonferroni_p: (p * tests).min(1.0),
            sidak_p: -libm::expm1(tests * libm::log1p(-p)),
            scheffe_p: possible(contrast, "F")?,
        })
    };
    pairs.into_iter().map(compare).collect()
}

/// A pair of groups compared with the error of all groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledPair {
    /// Positions among the groups given.
    pub first: usize,
    pub second: usize,
    /// Mean of the first minus mean of the second.
    pub difference: f64,
    /// Standard error of the difference.
    pub se: f64,
    pub t: f64,
    pub df: f64,
    /// Uncorrected (least significant difference).
    pub lsd_p: f64,
    pub bonferroni_p: f64,
    pub sidak_p: f64,
    pub scheffe_p: f64,
}
