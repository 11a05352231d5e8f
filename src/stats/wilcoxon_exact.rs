use super::signed_ranks::SignedRanks;
use super::signed_sum::SignedSum;
use super::sum_distribution::Budget;
use super::{NotComputable, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// The exact Wilcoxon signed rank test, also with ties.
///
/// # Question
/// As [`super::wilcoxon_signed_rank`], with so few pairs that the normal
/// approximation cannot be relied on.
///
/// # Formula
/// Every difference is as likely positive as negative, so each of the `2ⁿ` signs
/// is equally likely: `p_less = P(V ≤ v)`, `p_greater = P(V ≥ v)`, two-sided
/// twice the smaller, at most 1. With mean ranks for ties; differences of 0 are
/// dropped before ranking ([`ZeroDifferences::Dropped`], R, SPSS) or hold the
/// lowest ranks ([`ZeroDifferences::Ranked`], Pratt). Without ties and zeros it
/// is R's `wilcox.test(exact = TRUE)`, which refuses the others.
///
/// # Assumes
/// As [`super::wilcoxon_signed_rank`].
///
/// # When not
/// Hundreds of pairs with many distinct differences: refused
/// ([`NotComputable::TooManyArrangements`]).
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, ZeroDifferences, wilcoxon_signed_rank_exact};
/// // five pairs, all higher: 1 of 32 signs, on either side
/// let changes = Sample::of_codes(1, &[1, 1, 1, 1, 1], 0);
/// let test = wilcoxon_signed_rank_exact(&changes, ZeroDifferences::Dropped).unwrap();
/// assert_eq!(test.p, 0.0625);
/// ```
///
/// # Checked against
/// `rank_tests` of the reference cases (R `wilcox.test(exact = TRUE)`); `rank_more`
/// (scipy `permutation_test`); enumeration in its tests.
///
/// # References
/// Streitberg & Röhmel (1986), Statistical Software Newsletter 12: 10–17.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a difference, [`NotComputable::NoSpread`]
/// where all are 0, [`NotComputable::TooManyArrangements`].
pub fn wilcoxon_signed_rank_exact(
    differences: &Sample,
    zeros: ZeroDifferences,
) -> Outcome<WilcoxonExact> {
    let ranks = SignedRanks::of(differences, zeros == ZeroDifferences::Ranked)?;
    match (ranks.used(), ranks.zeros) {
        (0, 0) => return Err(NotComputable::NoAnswers),
        (0, _) => return Err(NotComputable::NoSpread),
        _ => {}
    }
    let levels: Vec<(i128, u64)> = ranks
        .levels
        .iter()
        .map(|(twice_rank, positive, negative)| (*twice_rank, positive + negative))
        .collect();
    let sums = SignedSum::of(&levels, &mut Budget::new(ranks.used()))?;
    let sum = ranks.twice_positive;
    let (p_less, p_greater) = (sums.at_most(sum), sums.at_least(sum));
    Ok(WilcoxonExact {
        n_used: ranks.used(),
        zeros: ranks.zeros,
        rank_sum_positive: sum as f64 / 2.0,
        p: (2.0 * p_less.min(p_greater)).min(1.0),
        p_less,
        p_greater,
    })
}

/// What becomes of pairs without a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroDifferences {
    /// They leave before the ranking (R, SPSS).
    #[default]
    Dropped,
    /// They hold the lowest ranks and then leave (Pratt).
    Ranked,
}

/// Result of [`wilcoxon_signed_rank_exact`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WilcoxonExact {
    pub n_used: u64,
    pub zeros: u64,
    pub rank_sum_positive: f64,
    /// Two-sided.
    pub p: f64,
    pub p_less: f64,
    pub p_greater: f64,
}
