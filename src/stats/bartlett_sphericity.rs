use super::eigen::inverse;
use super::{
    Caution, CorrelationMatrix, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    chi_square_upper,
};
use serde::{Deserialize, Serialize};

/// Bartlett's test of sphericity.
///
/// # Question
/// Do the variables correlate at all, so that there is something to factor?
///
/// # Formula
/// `χ² = −(n − 1 − (2k + 5)/6) · ln|R|`, `df = k(k − 1)/2`, upper tail.
///
/// # Assumes
/// A sample of a multivariate normal distribution; for scales of few levels an
/// approximation. n is the number of respondents behind the correlations.
///
/// # When not
/// With many respondents it is always significant: it says that there are
/// correlations, not that factors fit. See [`super::sampling_adequacy`].
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, bartlett_sphericity};
/// let rows = [[1.0, 0.5], [0.5, 1.0]].map(Vec::from);
/// let test = bartlett_sphericity(&CorrelationMatrix::of_rows(&rows).unwrap(), 100).unwrap();
/// assert!((test.chi_square + (99.0 - 1.5) * 0.75_f64.ln()).abs() < 1e-12);
/// assert_eq!(test.df, 1);
/// ```
///
/// # Checked against
/// `kmo_bartlett` of the reference cases (psych::cortest.bartlett).
///
/// # References
/// Bartlett (1951) Biometrika 38.
///
/// # Errors
/// [`NotComputable::Singular`]; [`NotComputable::TooFew`] where n leaves
/// nothing after the correction.
pub fn bartlett_sphericity(
    correlations: &CorrelationMatrix,
    n: u64,
) -> Outcome<BartlettSphericity> {
    let variables = correlations.variables() as u64;
    let k = variables as f64;
    let factor = n as f64 - 1.0 - (2.0 * k + 5.0) / 6.0;
    if factor <= 0.0 || n <= variables {
        let needed = variables.saturating_add(2);
        return Err(NotComputable::TooFew { n, needed });
    }
    let (_, logarithm) = inverse(&correlations.matrix())?;
    // The logarithm of an identity may come out as +0 or a rounding above.
    let chi_square = (-factor * logarithm).max(0.0);
    let df = variables * (variables - 1) / 2;
    let p = chi_square_upper(chi_square, df as f64);
    Ok(BartlettSphericity {
        n,
        variables,
        determinant: libm::exp(logarithm),
        chi_square,
        df,
        p: p.ok_or(NotComputable::out_of_range("df"))?,
    })
}

/// Bartlett's test of sphericity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BartlettSphericity {
    pub n: u64,
    pub variables: u64,
    /// Of the correlations: 1 without any, 0 where one follows from the others.
    pub determinant: f64,
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
}

impl HypothesisTest for BartlettSphericity {
    fn method(&self) -> &'static str {
        "bartlett_sphericity"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.chi_square,
            df: vec![self.df as f64],
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
            ..Sizes::default()
        }
    }
    fn cautions(&self) -> &[Caution] {
        &[]
    }
}
