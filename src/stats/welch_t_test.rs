use super::student_t_test::{TwoSampleTTest, Variances};
use super::{Exact, NotComputable, Outcome, Sample};

/// Whether two groups differ in their means, each with its own variance.
///
/// # Question
/// Do two groups answer differently on average?
///
/// # Formula
/// `t = (x̄₁ − x̄₂)/√(v₁ + v₂)` with `vᵢ = sᵢ²/nᵢ`, degrees of freedom
/// `(v₁ + v₂)²/(v₁²/(n₁ − 1) + v₂²/(n₂ − 1))`. First minus second.
///
/// # Assumes
/// Independent respondents; both groups about normal, or large.
///
/// # When not
/// Groups of one; few and very lopsided answers: the rank-sum test.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, welch_t_test};
/// let women = Sample::of_codes(1, &[0, 1, 4, 5], 0);
/// let men = Sample::of_codes(1, &[1, 3, 5, 1], 0);
/// let found = welch_t_test(&women, &men, 0.95).unwrap();
/// assert!((found.mean_difference - 0.8).abs() < 1e-15);
/// assert!(found.test.df < 18.0);
/// ```
///
/// # Checked against
/// `t_two_sample` of the reference cases (R `t.test`).
///
/// # References
/// Welch, Biometrika 34 (1947) 28–35; Ruxton, Behavioral Ecology 17 (2006)
/// 688–690 (why it is the default).
///
/// # Errors
/// [`NotComputable::TooFew`] for a group below two, [`NotComputable::NoSpread`]
/// where nobody differs from the own group, [`NotComputable::OutOfRange`] for an
/// impossible confidence.
pub fn welch_t_test(first: &Sample, second: &Sample, confidence: f64) -> Outcome<TwoSampleTTest> {
    let (square, df) = welch_error(first, second)?;
    TwoSampleTTest::of(first, second, &square, df, confidence, Variances::Unequal)
}

/// The squared standard error of the difference of two means, and its degrees of
/// freedom by Welch and Satterthwaite.
///
/// # Errors
/// As [`welch_t_test`].
pub(super) fn welch_error(first: &Sample, second: &Sample) -> Outcome<(Exact, f64)> {
    let part = |sample: &Sample| -> Outcome<(Exact, Exact)> {
        let n = i128::from(sample.n());
        let share = sample.variance()? / Exact::whole(n);
        let square = share.clone() * share.clone() / Exact::whole(n - 1);
        Ok((share, square))
    };
    let ((v1, w1), (v2, w2)) = (part(first)?, part(second)?);
    let square = v1 + v2;
    if square.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let df = (square.clone() * square.clone() / (w1 + w2)).value();
    Ok((square, df))
}
