use super::root::symmetric_quantile;

/// The probability of a normal deviate above `z`: `½·erfc(z/√2)`.
///
/// Never `1 − cdf`, which is 0 beyond 8; keeps its relative precision down to
/// 1e-300. `None` for NaN. Checked against the normal p values of the reference
/// cases (R `pnorm`).
///
/// ```
/// let p = tridharma::stats::normal_upper(1.959963984540054).unwrap();
/// assert!((p - 0.025).abs() < 1e-16);
/// ```
pub fn normal_upper(z: f64) -> Option<f64> {
    // statrs keeps its normal tail to 7e-11 only; libm's erfc to the last bit.
    (!z.is_nan()).then(|| 0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2))
}

/// The normal deviate with probability `upper` above it; `None` unless
/// 1e-300 ≤ `upper` ≤ 1 − 1e-16.
///
/// ```
/// let z = tridharma::stats::normal_quantile(0.025).unwrap();
/// assert!((z - 1.959963984540054).abs() < 1e-14);
/// ```
pub fn normal_quantile(upper: f64) -> Option<f64> {
    symmetric_quantile(upper, normal_upper)
}
