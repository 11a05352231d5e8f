use super::beta::beta_tails;
use super::normal::normal_upper;
use super::root::symmetric_quantile;

/// The probability of Student's t above `t`; `df` need not be whole and may be
/// infinite.
///
/// From the incomplete beta function, so that it keeps its relative precision
/// down to 1e-300. `None` for NaN and unless `df ≥ 1e-6`. Checked against
/// `distributions` (mpmath) and the t tests of the reference cases (R `pt`).
///
/// ```
/// let p = tridharma::stats::student_upper(2.2281388519862747, 10.0).unwrap();
/// assert!((p - 0.025).abs() < 1e-15);
/// ```
pub fn student_upper(t: f64, df: f64) -> Option<f64> {
    if t.is_nan() || df.is_nan() || df < 1e-6 {
        return None;
    }
    let tail = half_tail(t.abs(), df)?;
    Some(if t < 0.0 { 1.0 - tail } else { tail })
}

/// The two-sided p value of Student's t with `df` degrees of freedom.
///
/// As precise as [`student_upper`]; `None` for NaN and unless `df ≥ 1e-6`.
///
/// ```
/// let p = tridharma::stats::student_two_sided(2.2281388519862747, 10.0).unwrap();
/// assert!((p - 0.05).abs() < 1e-15);
/// ```
pub fn student_two_sided(t: f64, df: f64) -> Option<f64> {
    student_upper(t.abs(), df).map(|tail| (2.0 * tail).min(1.0))
}

/// The t with probability `upper` above it; `None` unless `df ≥ 1e-6` and
/// 1e-300 ≤ `upper` ≤ 1 − 1e-16, or where t exceeds the largest double.
///
/// ```
/// let t = tridharma::stats::student_quantile(0.025, 29.0).unwrap();
/// assert!((t - 2.0452296421327034).abs() < 1e-12);
/// ```
pub fn student_quantile(upper: f64, df: f64) -> Option<f64> {
    symmetric_quantile(upper, |t| student_upper(t, df))
}

/// The tail above `t ≥ 0`.
fn half_tail(t: f64, df: f64) -> Option<f64> {
    if t == f64::INFINITY {
        return Some(0.0);
    }
    if df == f64::INFINITY {
        return normal_upper(t);
    }
    if df > MANY {
        return normal_upper(as_normal(t, df));
    }
    let scaled = t / df.sqrt();
    if scaled > 1e10 {
        // The beta function's first term; the next is smaller by 1e-20, and the
        // square of t may be no double any more.
        let a = 0.5 * df;
        let ln_beta = libm::lgamma(a) + libm::lgamma(0.5) - libm::lgamma(a + 0.5);
        let ln = -df * libm::log(scaled) - libm::log(a) - ln_beta;
        return Some(0.5 * libm::exp(ln));
    }
    let squared = scaled * scaled;
    let (x, y) = (1.0 / (1.0 + squared), squared / (1.0 + squared));
    beta_tails(x, y, 0.5 * df, 0.5).map(|(lower, _)| 0.5 * lower)
}

/// Degrees of freedom from which Hill's series is exact to a double and the
/// continued fraction slow.
const MANY: f64 = 1e5;

/// The normal deviate with the same tail as `t`: G. W. Hill, Algorithm 395,
/// Communications of the ACM 13 (1970) 617.
fn as_normal(t: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let scaled = t / df.sqrt();
    let y = match scaled < 1e150 {
        true => a * libm::log1p(scaled * scaled),
        false => a * 2.0 * libm::log(scaled),
    };
    let far = (((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b);
    ((far + y + 3.0) / b + 1.0) * y.sqrt()
}
