use super::empirical_distance::empirical_distance;
use super::kolmogorov_smirnov::kolmogorov_limit;
use super::standardized::standardized;
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Lilliefors' test of normality: Kolmogorov and Smirnov's distance from the
/// normal distribution that has the sample's own mean and standard deviation.
///
/// # Question
/// Could these values be a sample of some normal distribution?
///
/// # Formula
/// `D = max |Fₙ(x) − Φ((x − x̄)/s)|` over both sides of every step. p by Dallal
/// and Wilkinson, above 0.1 by Stephens' polynomials, as `nortest::lillie.test`
/// gives it. `p_without_correction` is the p value of the plain
/// Kolmogorov–Smirnov test for `z = √n·D`, which older versions of SPSS printed.
///
/// # Assumes
/// Independent values, 5 or more.
///
/// # When not
/// Answers on a scale of few levels: their steps alone make D large.
/// `p_without_correction` takes the estimated mean and deviation for known ones
/// and is far too large: only for comparison with old printouts. Residuals come
/// in by [`Sample::of_computed`].
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, lilliefors};
/// // answers 1 to 4
/// let test = lilliefors(&Sample::of_codes(1, &[2, 8, 14, 6], 0)).unwrap();
/// assert_eq!(test.n, 30);
/// assert!(test.p < test.p_without_correction);
/// ```
///
/// # Checked against
/// `normality` of the reference cases (R `nortest::lillie.test`).
///
/// # References
/// H. Lilliefors, JASA 62 (1967) 399–402; G. Dallal, L. Wilkinson, The American
/// Statistician 40 (1986) 294–296; M. Stephens, JASA 69 (1974) 730–737.
///
/// # Errors
/// [`NotComputable::TooFew`] below 5, [`NotComputable::NoSpread`] where all are
/// alike.
pub fn lilliefors(sample: &Sample) -> Outcome<Lilliefors> {
    let n = sample.n();
    if (1..5).contains(&n) {
        return Err(NotComputable::TooFew { n, needed: 5 });
    }
    let values = standardized(sample)?;
    let (d, tied) = empirical_distance(&values.z, n);
    let z = (n as f64).sqrt() * d;
    Ok(Lilliefors {
        d,
        p: p_value(d, n as f64),
        z,
        p_without_correction: kolmogorov_limit(z),
        n,
        missing: sample.missing,
        cautions: Vec::from_iter((tied > 0).then_some(Caution::Ties { tied })),
    })
}

fn p_value(d: f64, n: f64) -> f64 {
    let (far, size) = match n <= 100.0 {
        true => (d, n),
        false => (d * libm::pow(n / 100.0, 0.49), 100.0),
    };
    let wide = size + 2.78019;
    let exponent = -7.01256 * far * far * wide + 2.99587 * far * wide.sqrt() - 0.122119
        + 0.974598 / size.sqrt()
        + 1.67997 / size;
    let p = libm::exp(exponent);
    if p <= 0.1 {
        return p;
    }
    let k = (n.sqrt() - 0.01 + 0.85 / n.sqrt()) * d;
    let coefficients = match k {
        _ if k <= 0.302 => return 1.0,
        _ if k <= 0.5 => [2.76773, -19.828315, 80.709644, -138.55152, 81.218052],
        _ if k <= 0.9 => [-4.901232, 40.662806, -97.490286, 94.029866, -32.355711],
        _ if k <= 1.31 => [6.198765, -19.558097, 23.186922, -12.234627, 2.423045],
        _ => return 0.0,
    };
    let p = coefficients.iter().rev().fold(0.0, |sum, c| sum * k + c);
    p.clamp(0.0, 1.0)
}

/// What [`lilliefors`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lilliefors {
    /// The greatest distance.
    pub d: f64,
    pub p: f64,
    /// `√n·D`.
    pub z: f64,
    /// As if mean and deviation were known: too large.
    pub p_without_correction: f64,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Lilliefors {
    fn method(&self) -> &'static str {
        "lilliefors"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "D".to_owned(),
            value: self.d,
            df: vec![],
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
