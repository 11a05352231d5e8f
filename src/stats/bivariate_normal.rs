use super::normal_upper;
use std::f64::consts::{FRAC_PI_2, PI};

/// The probability that two standard normal variables with correlation `rho`
/// stay at or below `a` and `b`; infinite limits allowed.
///
/// `Φ₂(a, b, ρ) = Φ(a)Φ(b) + (1/2π)∫₀^{arcsin ρ} exp(−(a² + b² − 2ab·sin θ)/(2cos² θ)) dθ`
/// by Gauss and Legendre's rule with 20 points on intervals that halve towards
/// ±π/2, where the integrand turns sharp. Absolute error about 1e-15. `None` for
/// NaN and unless −1 ≤ ρ ≤ 1.
///
/// Checked against `Φ₂(0, 0, ρ) = 1/4 + arcsin ρ/2π`, Φ(min) at ρ = 1 and
/// scipy's `multivariate_normal.cdf`. Drezner, Z., Wesolowsky, G. O. (1990). On
/// the computation of the bivariate normal integral. Journal of Statistical
/// Computation and Simulation 35, 101–107.
///
/// ```
/// let half = tridharma::stats::bivariate_normal_lower(0.0, 0.0, 0.5).unwrap();
/// assert!((half - 1.0 / 3.0).abs() < 1e-15);
/// ```
pub fn bivariate_normal_lower(a: f64, b: f64, rho: f64) -> Option<f64> {
    if a.is_nan() || b.is_nan() || !(-1.0..=1.0).contains(&rho) {
        return None;
    }
    let (below_a, below_b) = (normal_upper(-a)?, normal_upper(-b)?);
    if a.is_infinite() || b.is_infinite() {
        return Some(below_a * below_b);
    }
    let end = libm::asin(rho.abs());
    let b = if rho < 0.0 { -b } else { b };
    let mut sum = 0.0;
    let mut from = 0.0;
    for _ in 0..HALVINGS {
        // Half the way to the edge, or all of it where that is near enough.
        let middle = (from + FRAC_PI_2) / 2.0;
        let to = if end - middle < 0.25 * (middle - from) {
            end
        } else {
            middle
        };
        sum += panel(a, b, from, to);
        from = to;
        if to == end {
            break;
        }
    }
    let shift = sum / (2.0 * PI);
    let shift = if rho < 0.0 { -shift } else { shift };
    Some((below_a * below_b + shift).clamp(0.0, below_a.min(below_b)))
}

/// The density of the same at `a`, `b`; 0 at infinity.
pub(super) fn bivariate_normal_density(a: f64, b: f64, rho: f64) -> f64 {
    if a.is_infinite() || b.is_infinite() {
        return 0.0;
    }
    let rest = (1.0 - rho) * (1.0 + rho);
    let square = (a - b) * (a - b) + 2.0 * a * b * (1.0 - rho);
    libm::exp(-square / (2.0 * rest)) / (2.0 * PI * rest.sqrt())
}

/// After so many what is left up to π/2 is below a bit of it.
const HALVINGS: usize = 60;

/// The integral over θ from `from` to `to`, for a positive correlation.
fn panel(a: f64, b: f64, from: f64, to: f64) -> f64 {
    let (centre, half) = ((from + to) / 2.0, (to - from) / 2.0);
    let at = |theta: f64| {
        let (sine, cosine) = (libm::sin(theta), libm::cos(theta));
        let square = (a - b) * (a - b) + 2.0 * a * b * (1.0 - sine);
        match cosine > 0.0 {
            true => libm::exp(-square / (2.0 * cosine * cosine)),
            false => 0.0,
        }
    };
    let terms = LEGENDRE
        .iter()
        .map(|(x, w)| w * (at(centre - half * x) + at(centre + half * x)));
    half * terms.sum::<f64>()
}

/// Points and weights on (0, 1) of Gauss and Legendre's rule with 20 points
/// (Abramowitz and Stegun, table 25.4).
const LEGENDRE: [(f64, f64); 10] = [
    (0.076_526_521_133_497_33, 0.152_753_387_130_725_85),
    (0.227_785_851_141_645_08, 0.149_172_986_472_603_75),
    (0.373_706_088_715_419_56, 0.142_096_109_318_382_05),
    (0.510_867_001_950_827_1, 0.131_688_638_449_176_63),
    (0.636_053_680_726_515, 0.118_194_531_961_518_42),
    (0.746_331_906_460_150_8, 0.101_930_119_817_240_44),
    (0.839_116_971_822_218_8, 0.083_276_741_576_704_75),
    (0.912_234_428_251_326, 0.062_672_048_334_109_06),
    (0.963_971_927_277_913_8, 0.040_601_429_800_386_94),
    (0.993_128_599_185_094_9, 0.017_614_007_139_152_118),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lower(a: f64, b: f64, rho: f64) -> f64 {
        bivariate_normal_lower(a, b, rho).unwrap()
    }

    #[test]
    fn known_values() {
        for rho in [
            -1.0_f64,
            -0.99,
            -0.3,
            0.0,
            0.7,
            0.95,
            0.9999,
            0.999_999_99,
            1.0,
        ] {
            let exact = 0.25 + rho.asin() / (2.0 * PI);
            assert!((lower(0.0, 0.0, rho) - exact).abs() < 2e-15, "{rho}");
        }
        let phi = |x: f64| normal_upper(-x).unwrap();
        assert!((lower(1.2, 0.4, 1.0) - phi(0.4)).abs() < 1e-15);
        assert!((lower(1.2, -0.4, -1.0) - (phi(1.2) - phi(0.4))).abs() < 1e-15);
        assert!((lower(f64::INFINITY, 0.3, 0.9) - phi(0.3)).abs() < 1e-16);
        assert_eq!(lower(f64::NEG_INFINITY, 0.3, 0.9), 0.0);
        assert_eq!(bivariate_normal_lower(0.0, 0.0, 1.1), None);
    }

    /// One variable integrated by Simpson's rule over the other's conditional
    /// probability.
    fn by_conditioning(a: f64, b: f64, rho: f64) -> f64 {
        let s = ((1.0 - rho) * (1.0 + rho)).sqrt();
        let f = |x: f64| {
            (-x * x / 2.0).exp() / (2.0 * PI).sqrt() * normal_upper((rho * x - b) / s).unwrap()
        };
        let (low, steps) = (-12.0, 40_000);
        let h = (a - low) / f64::from(steps);
        let inner = (1..steps).map(|i| f64::from(2 + 2 * (i % 2)) * f(low + f64::from(i) * h));
        h / 3.0 * (f(low) + f(a) + inner.sum::<f64>())
    }

    #[test]
    fn equals_conditioning() {
        for (a, b, rho) in [
            (0.5, -0.7, 0.3),
            (-1.1, 0.2, -0.85),
            (2.0, 1.9, 0.97),
            (-2.5, -2.4, 0.99),
            (1.0, -1.2, -0.95),
        ] {
            assert!((lower(a, b, rho) - by_conditioning(a, b, rho)).abs() < 1e-13);
        }
    }

    proptest! {
        #[test]
        fn symmetry_and_bounds(a in -6.0_f64..6.0, b in -6.0_f64..6.0, rho in -1.0_f64..1.0) {
            let found = lower(a, b, rho);
            prop_assert!((found - lower(b, a, rho)).abs() < 1e-15);
            let phi = |x: f64| normal_upper(-x).unwrap();
            // P(X ≤ a) = P(X ≤ a, Y ≤ b) + P(X ≤ a, −Y < −b)
            prop_assert!((found + lower(a, -b, -rho) - phi(a)).abs() < 1e-14);
            prop_assert!(found >= 0.0 && found <= phi(a).min(phi(b)));
        }
    }
}
