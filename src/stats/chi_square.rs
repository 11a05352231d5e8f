use super::gamma::{gamma_lower, gamma_upper};
use super::root::positive_quantile;

/// The probability of chi-square above `x`; `df` need not be whole. Keeps its
/// relative precision down to 1e-300; `None` for NaN and unless
/// 2e-7 ≤ `df` ≤ 2e10. Checked against `distributions` of the reference cases
/// (mpmath).
///
/// ```
/// let p = tridharma::stats::chi_square_upper(3.841458820694124, 1.0).unwrap();
/// assert!((p - 0.05).abs() < 1e-15);
/// ```
pub fn chi_square_upper(x: f64, df: f64) -> Option<f64> {
    gamma_upper(0.5 * df, 0.5 * x)
}

/// The chi-square with probability `upper` above it; `None` unless
/// 2e-7 ≤ `df` ≤ 2e10 and 1e-300 ≤ `upper` ≤ 1.
///
/// ```
/// let x = tridharma::stats::chi_square_quantile(0.05, 1.0).unwrap();
/// assert!((x - 3.841458820694124).abs() < 1e-11);
/// ```
pub fn chi_square_quantile(upper: f64, df: f64) -> Option<f64> {
    let below = |x| gamma_lower(0.5 * df, 0.5 * x);
    positive_quantile(upper, |x| chi_square_upper(x, df), below)
}
