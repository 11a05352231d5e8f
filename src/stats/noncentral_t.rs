use super::chi_mean::{Course, chi_mean};
use super::normal::normal_upper;

/// The noncentral t above `t`: the chance that `(Z + ncp)/√(χ²/df)` exceeds it;
/// `None` unless 0.01 ≤ `df` ≤ 1e12 (or infinite) and |`ncp`| ≤ 1e6, and
/// where `ncp` is so great for so few `df` that it would take long.
///
/// Keeps its relative precision down to 1e-290. Checked against
/// `distributions` of the reference cases (mpmath) and R `pt` in `power`.
///
/// ```
/// // The power of a t test with 20 in each of two groups, one standard
/// // deviation apart, at 5 % (R `power.t.test(n = 20, delta = 1)`).
/// let t = tridharma::stats::student_quantile(0.025, 38.0).unwrap();
/// let power = tridharma::stats::noncentral_t_upper(t, 38.0, 10_f64.sqrt()).unwrap();
/// assert!((power - 0.8689528).abs() < 1e-7);
/// ```
pub fn noncentral_t_upper(t: f64, df: f64, ncp: f64) -> Option<f64> {
    if !t.is_finite() || ncp.is_nan() || ncp.abs() > 1e6 {
        return None;
    }
    if t < 0.0 {
        let below = |s| normal_upper(t * s - ncp);
        return chi_mean(df, ncp, Course::Rises, below);
    }
    chi_mean(df, ncp, Course::Falls, |s| normal_upper(t * s - ncp))
}

/// The noncentral t below `t`; like [`noncentral_t_upper`].
///
/// ```
/// let p = tridharma::stats::noncentral_t_lower(0.0, 5.0, 1.0).unwrap();
/// let normal = tridharma::stats::normal_upper(1.0).unwrap();
/// assert!((p - normal).abs() < 1e-15);
/// ```
pub fn noncentral_t_lower(t: f64, df: f64, ncp: f64) -> Option<f64> {
    noncentral_t_upper(-t, df, -ncp)
}
