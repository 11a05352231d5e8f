use super::beta::beta_tails;
use super::gamma::{gamma_lower, gamma_upper};
use super::root::positive_quantile;

/// The probability of F above `f`; the degrees of freedom need not be whole, and
/// `df2` may be infinite. Keeps its relative precision down to 1e-300; `None`
/// for NaN, for F beyond about 1e300 (0 for infinity) and unless the degrees of
/// freedom lie in 2e-7…2e10. Checked against `distributions` of the reference
/// cases (mpmath).
///
/// ```
/// let p = tridharma::stats::f_upper(4.0, 2.0, 2.0).unwrap();
/// assert!((p - 0.2).abs() < 1e-15);
/// ```
pub fn f_upper(f: f64, df1: f64, df2: f64) -> Option<f64> {
    f_tails(f, df1, df2).map(|(_, upper)| upper)
}

/// The F with probability `upper` above it; `None` unless the degrees of freedom
/// lie in 2e-7…2e10 and 1e-300 ≤ `upper` ≤ 1, or where F exceeds about
/// 1e300.
///
/// ```
/// let f = tridharma::stats::f_quantile(0.2, 2.0, 2.0).unwrap();
/// assert!((f - 4.0).abs() < 1e-13);
/// ```
pub fn f_quantile(upper: f64, df1: f64, df2: f64) -> Option<f64> {
    let below = |f| f_tails(f, df1, df2).map(|(lower, _)| lower);
    positive_quantile(upper, |f| f_upper(f, df1, df2), below)
}

fn f_tails(f: f64, df1: f64, df2: f64) -> Option<(f64, f64)> {
    let (a, b) = (0.5 * df1, 0.5 * df2);
    if b == f64::INFINITY {
        return Some((gamma_lower(a, a * f)?, gamma_upper(a, a * f)?));
    }
    let (x, y) = f_as_beta(f, df1, df2)?;
    beta_tails(x, y, a, b)
}

/// The fraction of the sum of squares that F stands for, and the rest; `None`
/// for NaN and where the rest is hardly a double any more.
pub(super) fn f_as_beta(f: f64, df1: f64, df2: f64) -> Option<(f64, f64)> {
    if f == f64::INFINITY {
        return Some((1.0, 0.0));
    }
    let ratio = (f * (df1 / df2)).max(0.0);
    match f.is_nan() || ratio > 1e300 {
        true => None,
        false => Some((ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))),
    }
}
