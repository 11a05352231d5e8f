use super::empirical_distance::empirical_distance;
use super::kolmogorov_exact::kolmogorov_exact;
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Kolmogorov and Smirnov's test of one sample against a normal distribution
/// whose mean and standard deviation are known beforehand.
///
/// # Question
/// Could these values be a sample of this very normal distribution?
///
/// # Formula
/// `D = max |Fₙ(x) − Φ((x − mean)/sd)|` over both sides of every step.
/// `p_exact` is the chance of such a distance among n values without ties;
/// `p_asymptotic` its limit `2 Σ (−1)ᵏ⁻¹ exp(−2k²nD²)`; `p_asymptotic_r` the same
/// limit as R computes it, which ends the sum at 1e-6 and so may err by 3e-6.
///
/// # Assumes
/// Independent values of a continuous variable; mean and deviation not taken
/// from the sample.
///
/// # When not
/// Mean and deviation from the sample: [`lilliefors`](super::lilliefors). Few
/// levels: with ties both p values are too large.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, kolmogorov_smirnov};
/// let sample = Sample::of_numbers(&[-1.2, -0.1, 0.3, 0.9].map(Some)).unwrap();
/// let test = kolmogorov_smirnov(&sample, 0.0, 1.0).unwrap();
/// assert!((test.d - 0.2101721).abs() < 1e-6);
/// ```
///
/// # Checked against
/// `ks_known` of the reference cases (R `ks.test`, exact and not).
///
/// # References
/// N. Smirnov, Annals of Mathematical Statistics 19 (1948) 279–281; A. Moscovich,
/// B. Nadler, Statistics and Probability Letters 123 (2017) 177–182; Z. Birnbaum,
/// F. Tingey, Annals of Mathematical Statistics 22 (1951) 592–596.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::OutOfRange`] unless `mean` is
/// finite and `sd > 0`.
pub fn kolmogorov_smirnov(sample: &Sample, mean: f64, sd: f64) -> Outcome<KolmogorovSmirnov> {
    if !mean.is_finite() {
        return Err(NotComputable::out_of_range("mean"));
    }
    if !(sd > 0.0 && sd.is_finite()) {
        return Err(NotComputable::out_of_range("sd"));
    }
    let n = sample.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let z: Vec<(f64, u64)> = sample.values().map(|(x, c)| ((x - mean) / sd, c)).collect();
    let (d, tied) = empirical_distance(&z, n);
    let root = (n as f64).sqrt();
    Ok(KolmogorovSmirnov {
        d,
        p_exact: kolmogorov_exact(d, n),
        p_asymptotic: kolmogorov_limit(root * d),
        p_asymptotic_r: kolmogorov_limit_r(root * d),
        n,
        missing: sample.missing,
        cautions: Vec::from_iter((tied > 0).then_some(Caution::Ties { tied })),
    })
}

/// The chance that Kolmogorov's limit of `√n·D` exceeds `z`.
pub(super) fn kolmogorov_limit(z: f64) -> f64 {
    if z <= 0.0 {
        return 1.0;
    }
    if z < 0.8 {
        // Jacobi's transformation of the sum, which converges fast here.
        let term = |k: f64| libm::exp(-(2.0 * k - 1.0).powi(2) * PI * PI / (8.0 * z * z));
        let sum = term(4.0) + term(3.0) + term(2.0) + term(1.0);
        return 1.0 - (2.0 * PI).sqrt() / z * sum;
    }
    let term = |k: f64| libm::exp(-2.0 * k * k * z * z);
    // From the smallest on; the ninth is below 1e-45 of the first.
    let sum = (1..=8).rev().fold(0.0, |sum, k| term(f64::from(k)) - sum);
    (2.0 * sum).clamp(0.0, 1.0)
}

/// The limit with as many terms as R takes for its tolerance of 1e-6.
fn kolmogorov_limit_r(z: f64) -> f64 {
    if z <= 0.0 {
        return 1.0;
    }
    if z < 1.0 {
        return 1.0 - (2.0 * PI).sqrt() / z * libm::exp(-PI * PI / (8.0 * z * z));
    }
    let (mut sum, mut sign) = (0.0, 2.0);
    for k in 1..=3 {
        let term = sign * libm::exp(-2.0 * f64::from(k * k) * z * z);
        sum += term;
        sign = -sign;
        if term.abs() <= 1e-6 {
            break;
        }
    }
    sum.clamp(0.0, 1.0)
}

/// What [`kolmogorov_smirnov`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KolmogorovSmirnov {
    /// The greatest distance.
    pub d: f64,
    /// Not computable above 10,000 values with a small distance.
    pub p_exact: Outcome<f64>,
    pub p_asymptotic: f64,
    /// As R `ks.test(exact = FALSE)` prints it.
    pub p_asymptotic_r: f64,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for KolmogorovSmirnov {
    fn method(&self) -> &'static str {
        "kolmogorov_smirnov"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "D".to_owned(),
            value: self.d,
            df: vec![],
        }
    }
    /// The exact one; for so many values that it is not computed, its limit.
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p_exact.clone().unwrap_or(self.p_asymptotic))
    }
    fn effect(&self) -> Option<Effect> {
        None
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![],
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
