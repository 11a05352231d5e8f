use super::standardized::standardized;
use super::{Caution, Effect, HypothesisTest, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Jarque and Bera's test of normality.
///
/// # Question
/// Are skewness and kurtosis those of a normal distribution?
///
/// # Formula
/// `JB = n/6 · (g₁² + g₂²/4)` with the moment coefficients `g₁ = m₃/m₂^1.5` and
/// `g₂ = m₄/m₂² − 3`; p from chi-square with two degrees of freedom, which is
/// `exp(−JB/2)`.
///
/// # Assumes
/// Independent values; several hundred of them for the p value.
///
/// # When not
/// Small samples: the p value is only right for many. Prefer Shapiro–Wilk.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, jarque_bera};
/// // two equal levels: no skewness, g₂ = −2
/// let test = jarque_bera(&Sample::of_codes(0, &[300, 300], 0)).unwrap();
/// assert!((test.jb - 100.0).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `normality` of the reference cases (R by the formula; `tseries`).
///
/// # References
/// C. Jarque, A. Bera, International Statistical Review 55 (1987) 163–172.
///
/// # Errors
/// [`NotComputable::TooFew`](super::NotComputable::TooFew) below two values,
/// [`NotComputable::NoSpread`](super::NotComputable::NoSpread) where all are
/// alike.
pub fn jarque_bera(sample: &Sample) -> Outcome<JarqueBera> {
    let values = standardized(sample)?;
    let n = values.n as f64;
    // Of the values standardised with n, not n − 1.
    let scale = (n / (n - 1.0)).sqrt();
    let moment = |power: i32| {
        let terms = values.z.iter();
        let sum: f64 = terms.map(|&(z, count)| count as f64 * z.powi(power)).sum();
        sum / n * scale.powi(power)
    };
    let (skewness, excess) = (moment(3), moment(4) - 3.0);
    let jb = n / 6.0 * (skewness * skewness + 0.25 * excess * excess);
    let few = values.n < MANY;
    Ok(JarqueBera {
        jb,
        p: libm::exp(-0.5 * jb),
        skewness,
        excess_kurtosis: excess,
        n: values.n,
        missing: sample.missing,
        cautions: Vec::from_iter(few.then_some(Caution::Approximate { n: values.n })),
    })
}

/// Below this the p value is rough: at 5 % it errs by up to a third.
const MANY: u64 = 200;

/// What [`jarque_bera`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JarqueBera {
    pub jb: f64,
    pub p: f64,
    /// g₁.
    pub skewness: f64,
    /// g₂.
    pub excess_kurtosis: f64,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for JarqueBera {
    fn method(&self) -> &'static str {
        "jarque_bera"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.jb,
            df: vec![2.0],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
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
