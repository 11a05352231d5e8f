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
/// Groups below about 6 make it too lenient. A pair with a group of one, or in
/// which nobody differs from the own group, has no error and is left out.
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
/// `NotComputable::TooLarge` above 100 groups, `NotComputable::OutOfRange` for
/// an impossible confidence, `NotComputable::TooFew` and
/// `NotComputable::NoSpread` where no pair is left.
pub fn games_howell(groups: &[Sample], confidence: f64) -> Outcome<Vec<RangePair>> {
    range_pairs(groups, PairError::Own, confidence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::NotComputable;

    #[test]
    fn pairs_without_an_error_are_left_out() {
        let group = |counts: &[u64]| Sample::of_codes(1, counts, 0);
        let groups = [
            group(&[0, 4]),
            group(&[0, 0, 5]),
            group(&[1, 2, 3]),
            group(&[1]),
        ];
        let found = games_howell(&groups, 0.95).unwrap();
        let pairs: Vec<_> = found.iter().map(|pair| (pair.first, pair.second)).collect();
        assert_eq!(pairs, [(0, 2), (1, 2)]);
        let constant = games_howell(&groups[..2], 0.95);
        assert_eq!(constant, Err(NotComputable::NoSpread));
    }
}
