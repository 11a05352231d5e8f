use super::mean_pairs::PairError;
use super::tukey_hsd::{RangePair, range_pairs};
use super::{Outcome, Sample};

/// Which pairs of groups differ in their means, all pairs at one error rate,
/// each group with its own variance.
///
/// # Question
/// Which services differ from which?
///
/// # Formula
/// `q = |x̄ᵢ − x̄ⱼ|√2/√(vᵢ + vⱼ)` with `vᵢ = sᵢ²/nᵢ`; p from the studentized range
/// of k groups and Welch's degrees of freedom of the pair. `se` is
/// `√(vᵢ + vⱼ)`; SPSS prints it so too.
///
/// # Assumes
/// As [`welch_anova`](super::welch_anova).
///
/// # When not
/// Groups below about 6 make it too lenient; a group of one has no variance.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, games_howell};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
///     Sample::of_codes(1, &[0, 0, 3, 3], 0),
/// ];
/// let pairs = games_howell(&groups, 0.95).unwrap();
/// assert!(pairs[2].p < 0.05 && pairs[2].df < 15.0);
/// ```
///
/// # Checked against
/// `anova_oneway` of the reference cases (R `ptukey` on Welch's degrees of
/// freedom; rstatix).
///
/// # References
/// Games & Howell, Journal of Educational Statistics 1 (1976) 113–125.
///
/// # Errors
/// `NotComputable::TooFewGroups` below two groups with anybody,
/// `NotComputable::OutOfRange` above 100 groups or for an impossible
/// confidence, `NotComputable::TooFew` for a group of one,
/// `NotComputable::NoSpread` for a pair in which nobody differs.
pub fn games_howell(groups: &[Sample], confidence: f64) -> Outcome<Vec<RangePair>> {
    range_pairs(groups, PairError::Own, confidence)
}
