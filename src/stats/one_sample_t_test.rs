use super::t_test::TTest;
use super::{Caution, Effect, Exact, HypothesisTest, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Whether a mean differs from a given number.
///
/// # Question
/// Is the mean answer another than a promised or former one?
///
/// # Formula
/// `t = (x̄ − μ)/(s/√n)` with `n − 1` degrees of freedom;
/// interval `x̄ ± t·s/√n`; Cohen's `d = (x̄ − μ)/s`.
///
/// # Assumes
/// Respondents independent; answers about normal, or n above about 30.
///
/// # When not
/// Few and very lopsided answers: the signed-rank test.
///
/// # Example
/// ```
/// use tridharma::stats::{Exact, Sample, one_sample_t_test};
/// let answers = Sample::of_codes(1, &[0, 1, 5, 4], 0);
/// let found = one_sample_t_test(&answers, &Exact::whole(3), 0.95).unwrap();
/// assert!((found.test.t - 1.4056).abs() < 1e-4);
/// assert_eq!(found.test.df, 9.0);
/// ```
///
/// # Checked against
/// `t_one_sample` of the reference cases (R `t.test`).
///
/// # References
/// Student, Biometrika 6 (1908) 1–25; Cohen, Statistical Power Analysis (1988).
///
/// # Errors
/// `NotComputable::TooFew` below two, `NotComputable::NoSpread` if all are
/// alike, `NotComputable::OutOfRange` for an impossible confidence.
pub fn one_sample_t_test(
    sample: &Sample,
    supposed: &Exact,
    confidence: f64,
) -> Outcome<OneSampleTTest> {
    let n = sample.n();
    let variance = sample.variance()?;
    let mean = sample.mean()?;
    let distance = mean.clone() - supposed.clone();
    let square = variance.clone() / Exact::whole(n.into());
    let test = TTest::of(&mean, &distance, &square, n as f64 - 1.0, confidence)?;
    let d_square = distance.clone() * distance.clone() / variance.clone();
    Ok(OneSampleTTest {
        n,
        missing: sample.missing,
        mean: mean.value(),
        sd: variance.signed_root(false),
        supposed: supposed.value(),
        mean_difference: distance.value(),
        cohens_d: d_square.signed_root(distance.is_negative()),
        test,
        cautions: few(&[n]),
    })
}

/// Result of [`one_sample_t_test`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OneSampleTTest {
    pub n: u64,
    pub missing: u64,
    pub mean: f64,
    pub sd: f64,
    /// μ, the mean that is tested.
    pub supposed: f64,
    /// `x̄ − μ`.
    pub mean_difference: f64,
    pub cohens_d: f64,
    pub test: TTest,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for OneSampleTTest {
    fn method(&self) -> &'static str {
        "one_sample_t_test"
    }
    fn statistic(&self) -> Statistic {
        self.test.statistic()
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.test.two_sided.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(cohens_d(self.cohens_d))
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![self.n],
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// Below 30 in a group the t distribution leans on normal answers.
pub(super) fn few(sizes: &[u64]) -> Vec<Caution> {
    let least = sizes.iter().min().copied();
    let few = least.filter(|n| *n < 30);
    few.map(|n| Caution::Approximate { n })
        .into_iter()
        .collect()
}

/// Cohen's d by its name in the words.
pub(super) fn cohens_d(value: f64) -> Effect {
    Effect {
        name: "cohen_d".to_owned(),
        value,
        interval: None,
    }
}

impl TTest {
    pub(super) fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "t".to_owned(),
            value: self.t,
            df: vec![self.df],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::NotComputable;

    #[test]
    fn all_alike_has_no_t() {
        let alike = Sample::of_codes(3, &[5], 0);
        let found = one_sample_t_test(&alike, &Exact::whole(2), 0.95);
        assert_eq!(found.unwrap_err(), NotComputable::NoSpread);
        let one = Sample::of_codes(3, &[1], 0);
        let found = one_sample_t_test(&one, &Exact::whole(2), 0.95);
        assert_eq!(
            found.unwrap_err(),
            NotComputable::TooFew { n: 1, needed: 2 }
        );
    }

    #[test]
    fn impossible_confidence_is_refused() {
        let sample = Sample::of_codes(1, &[1, 2, 1], 0);
        for confidence in [0.0, 1.0, -1.0, 2.0, f64::NAN] {
            assert!(one_sample_t_test(&sample, &Exact::whole(2), confidence).is_err());
        }
    }
}
