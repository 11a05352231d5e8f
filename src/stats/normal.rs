use super::root::SMALLEST;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The probability of a normal deviate above `z`: `½·erfc(z/√2)`.
///
/// Never `1 − cdf`, which is 0 beyond 8; keeps its relative precision down to
/// 1e-300. `None` for NaN. Checked against `distributions` (mpmath) and the
/// normal p values of the reference cases (R `pnorm`).
///
/// ```
/// let p = tridharma::stats::normal_upper(1.959963984540054).unwrap();
/// assert!((p - 0.025).abs() < 1e-16);
/// ```
pub fn normal_upper(z: f64) -> Option<f64> {
    (!z.is_nan()).then(|| 0.5 * libm::erfc(z * FRAC_1_SQRT_2))
}

/// The normal deviate with probability `upper` above it; `None` unless
/// 1e-300 ≤ `upper` ≤ 1 − 1e-16.
///
/// ```
/// let z = tridharma::stats::normal_quantile(0.025).unwrap();
/// assert!((z - 1.959963984540054).abs() < 1e-14);
/// ```
pub fn normal_quantile(upper: f64) -> Option<f64> {
    match upper {
        _ if !(SMALLEST..1.0).contains(&upper) => None,
        _ if upper <= 0.5 => Some(far_quantile(upper)),
        _ => Some(-far_quantile(1.0 - upper)),
    }
}

/// The deviate above the middle: Abramowitz and Stegun 26.2.23, right to 4.5e-4,
/// and Halley steps, each of which triples the digits.
fn far_quantile(upper: f64) -> f64 {
    if upper == 0.5 {
        return 0.0;
    }
    let t = (-2.0 * libm::log(upper)).sqrt();
    let top = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let bottom = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = t - top / bottom;
    for _ in 0..3 {
        let tail = 0.5 * libm::erfc(z * FRAC_1_SQRT_2);
        // Tail and density share a factor that may be near the smallest double.
        let density = libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt();
        let newton = (tail - upper) / density;
        z += newton / (1.0 - 0.5 * z * newton);
    }
    z.max(0.0)
}

/// The logarithm of [`normal_upper`], also where that is 0 as a double.
pub(super) fn ln_normal_upper(z: f64) -> f64 {
    if z < 30.0 {
        return libm::log(0.5 * libm::erfc(z * FRAC_1_SQRT_2));
    }
    // Its asymptotic series; the next term is below 1e-12 of the first.
    let w = 1.0 / (z * z);
    let series = 1.0 - w * (1.0 - w * (3.0 - w * (15.0 - w * 105.0)));
    -0.5 * z * z - libm::log(z * (2.0 * PI).sqrt()) + libm::log(series)
}
