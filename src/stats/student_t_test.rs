use super::one_sample_t_test::{cohens_d, few};
use super::t_test::{GroupMoments, TTest};
use super::{
    Caution, Effect, Exact, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Whether two groups differ in their means, with one variance for both.
///
/// # Question
/// Do two groups answer differently on average?
///
/// # Formula
/// `t = (x̄₁ − x̄₂)/√(s²(1/n₁ + 1/n₂))` with
/// `s² = (Σ(x − x̄₁)² + Σ(x − x̄₂)²)/(n₁ + n₂ − 2)` and `n₁ + n₂ − 2` degrees of
/// freedom. First minus second.
///
/// # Assumes
/// Independent respondents; both groups about normal, or large; equal variances.
///
/// # When not
/// Unequal variances with unequal sizes make the p value wrong in either
/// direction: [`welch_t_test`](super::welch_t_test), which costs next to nothing
/// where the variances are equal and is therefore the default.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, student_t_test};
/// let women = Sample::of_codes(1, &[0, 1, 4, 5], 0);
/// let men = Sample::of_codes(1, &[1, 3, 5, 1], 0);
/// let found = student_t_test(&women, &men, 0.95).unwrap();
/// assert_eq!(found.test.df, 18.0);
/// assert!((found.test.two_sided.p - 0.03299).abs() < 1e-5);
/// ```
///
/// # Checked against
/// `t_two_sample` of the reference cases (R `t.test(var.equal = TRUE)`).
///
/// # References
/// Student, Biometrika 6 (1908) 1–25; Fisher, Metron 5 (1925) 90–104.
///
/// # Errors
/// [`NotComputable::TooFew`] for an empty group or fewer than three respondents,
/// [`NotComputable::NoSpread`] where nobody differs from the own group,
/// [`NotComputable::OutOfRange`] for an impossible confidence.
pub fn student_t_test(first: &Sample, second: &Sample, confidence: f64) -> Outcome<TwoSampleTTest> {
    let (n1, n2) = (first.n(), second.n());
    let n = n1.saturating_add(n2);
    if n1 == 0 || n2 == 0 {
        return Err(NotComputable::TooFew { n: 0, needed: 1 });
    }
    if n < 3 {
        return Err(NotComputable::TooFew { n, needed: 3 });
    }
    let pooled = pooled_variance(first, second);
    let sizes = Exact::ratio(1, n1.into()) + Exact::ratio(1, n2.into());
    TwoSampleTTest::of(
        first,
        second,
        &(pooled * sizes),
        n as f64 - 2.0,
        confidence,
        Variances::Equal,
    )
}

/// Result of [`student_t_test`] and [`welch_t_test`](super::welch_t_test).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoSampleTTest {
    pub variances: Variances,
    /// First and second group.
    pub groups: [GroupMoments; 2],
    pub missing: u64,
    /// First minus second.
    pub mean_difference: f64,
    /// With the pooled standard deviation; none where it is 0.
    pub cohens_d: Option<f64>,
    pub test: TTest,
    pub cautions: Vec<Caution>,
}

/// What a two-sample t test supposes of the variances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variances {
    /// Student: one variance for both.
    Equal,
    /// Welch: each group its own.
    Unequal,
}

impl TwoSampleTTest {
    pub(super) fn of(
        first: &Sample,
        second: &Sample,
        square: &Exact,
        df: f64,
        confidence: f64,
        variances: Variances,
    ) -> Outcome<TwoSampleTTest> {
        let difference = first.mean()? - second.mean()?;
        let test = TTest::of(&difference, &difference, square, df, confidence)?;
        let pooled = pooled_variance(first, second);
        let d_square = difference.clone() * difference.clone() / pooled.clone();
        let d = d_square.signed_root(difference.is_negative());
        Ok(TwoSampleTTest {
            variances,
            groups: [GroupMoments::of(first), GroupMoments::of(second)],
            missing: first.missing.saturating_add(second.missing),
            mean_difference: difference.value(),
            cohens_d: (!pooled.is_zero()).then_some(d),
            test,
            cautions: few(&[first.n(), second.n()]),
        })
    }
}

impl HypothesisTest for TwoSampleTTest {
    fn method(&self) -> &'static str {
        match self.variances {
            Variances::Equal => "student_t_test",
            Variances::Unequal => "welch_t_test",
        }
    }
    fn statistic(&self) -> Statistic {
        self.test.statistic()
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.test.two_sided.p)
    }
    fn effect(&self) -> Option<Effect> {
        self.cohens_d.map(cohens_d)
    }
    fn sizes(&self) -> Sizes {
        let groups: Vec<u64> = self.groups.iter().map(|group| group.n).collect();
        Sizes {
            n: groups.iter().sum(),
            groups,
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// The variance within both groups, exact; 0 for fewer than three respondents.
pub(super) fn pooled_variance(first: &Sample, second: &Sample) -> Exact {
    let n = i128::from(first.n()) + i128::from(second.n());
    (first.about_mean(2) + second.about_mean(2)) / Exact::whole((n - 2).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::welch_t_test;
    use proptest::prelude::*;

    fn codes(counts: &[u64]) -> Sample {
        Sample::of_codes(1, counts, 0)
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_changes_the_sign_only(
            a in proptest::collection::vec(0_u64..5, 1..5),
            b in proptest::collection::vec(0_u64..5, 1..5),
        ) {
            for test in [student_t_test, welch_t_test] {
                let (there, back) = (test(&codes(&a), &codes(&b), 0.9), test(&codes(&b), &codes(&a), 0.9));
                match (there, back) {
                    (Ok(there), Ok(back)) => {
                        prop_assert_eq!(there.test.t, -back.test.t);
                        prop_assert_eq!(there.test.two_sided.p, back.test.two_sided.p);
                        prop_assert_eq!(there.test.less.p, back.test.greater.p);
                        prop_assert!((0.0..=1.0).contains(&there.test.two_sided.p));
                        let sum = there.test.less.p + there.test.greater.p;
                        prop_assert!((sum - 1.0).abs() < 1e-12);
                    }
                    (there, back) => prop_assert_eq!(there.is_err(), back.is_err()),
                }
            }
        }

        #[test]
        fn equal_sizes_and_spreads_make_both_tests_one(
            counts in proptest::collection::vec(0_u64..5, 2..5), shift in 0_i16..3,
        ) {
            let (a, b) = (Sample::of_codes(1, &counts, 0), Sample::of_codes(1 + shift, &counts, 0));
            if let (Ok(student), Ok(welch)) = (student_t_test(&a, &b, 0.95), welch_t_test(&a, &b, 0.95)) {
                prop_assert_eq!(student.test, welch.test);
            }
        }
    }
}
