/// The probability that `Σ λᵢ·ξᵢ² > 0` for independent standard normal ξ.
///
/// The inversion integral of the moment generating function along the vertical
/// line through its saddle point, where the integrand does not cancel, so that
/// tails keep their relative precision (Imhof's integral, which runs through 0,
/// knows only absolute precision). Nodes are `sinh`-spaced; the integrand is
/// analytic about the line, so the trapezoid rule converges geometrically.
/// `None` where a number is not finite or no λ differs from 0.
///
/// Imhof, Biometrika 48 (1961) 419; Daniels, Annals of Mathematical Statistics 25
/// (1954) 631.
pub(super) fn quadratic_form_upper(lambdas: &[f64]) -> Option<f64> {
    let largest = lambdas.iter().fold(0.0_f64, |m, l| m.max(l.abs()));
    if !lambdas.iter().all(|l| l.is_finite()) || largest == 0.0 {
        return None;
    }
    let scaled: Vec<f64> = lambdas.iter().map(|l| l / largest).collect();
    let top = scaled.iter().copied().fold(f64::MIN, f64::max);
    if top <= 0.0 {
        return Some(0.0);
    }
    if scaled.iter().all(|l| *l >= 0.0) {
        return Some(1.0);
    }
    let line = Line::through(&scaled, saddle(&scaled, top));
    let mut sum = 0.5 * line.at(0.0).0;
    for node in 1..NODES {
        let t = f64::from(node) * STEP;
        let (real, size) = line.at(t);
        sum += real;
        if size < 1e-18 * sum.abs() {
            break;
        }
    }
    let ln = line.ln_height + libm::log((sum * STEP * line.width / std::f64::consts::PI).max(0.0));
    Some(libm::exp(ln).min(1.0))
}

const STEP: f64 = 1.0 / 16.0;
const NODES: u32 = 2400;

/// Where `Σ λ/(1 − 2cλ) = 1/c` between 0 and `1/(2·top)`: the left side rises,
/// the right falls.
fn saddle(lambdas: &[f64], top: f64) -> f64 {
    let (mut low, mut high) = (0.0, 0.5 / top);
    for _ in 0..100 {
        let c = 0.5 * (low + high);
        let slope: f64 = lambdas.iter().map(|l| l / (1.0 - 2.0 * c * l)).sum();
        match slope < 1.0 / c {
            true => low = c,
            false => high = c,
        }
    }
    // Not the upper end itself, where the function has its pole.
    low
}

struct Line<'a> {
    lambdas: &'a [f64],
    c: f64,
    width: f64,
    /// `K(c) − ln c`.
    ln_height: f64,
}

impl<'a> Line<'a> {
    fn through(lambdas: &'a [f64], c: f64) -> Line<'a> {
        let curve: f64 = lambdas
            .iter()
            .map(|l| {
                let share = l / (1.0 - 2.0 * c * l);
                2.0 * share * share
            })
            .sum();
        let logs: f64 = lambdas.iter().map(|l| libm::log1p(-2.0 * c * l)).sum();
        Line {
            lambdas,
            c,
            width: 1.0 / (curve + 1.0 / (c * c)).sqrt(),
            ln_height: -0.5 * logs - libm::log(c),
        }
    }

    /// Real part and size of the integrand over its height at the saddle point,
    /// times the stretch of the nodes.
    fn at(&self, t: f64) -> (f64, f64) {
        let u = self.width * libm::sinh(t);
        let (mut logs, mut angle) = (0.0, 0.0);
        for l in self.lambdas {
            let tangent = 2.0 * u * l / (1.0 - 2.0 * self.c * l);
            logs += libm::log1p(tangent * tangent);
            angle += libm::atan(tangent);
        }
        // Divided by c + iu too.
        let tangent = u / self.c;
        logs = -0.25 * logs - 0.5 * libm::log1p(tangent * tangent);
        angle = 0.5 * angle - libm::atan(tangent);
        let size = libm::exp(logs) * libm::cosh(t);
        (size * libm::cos(angle), size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::f_upper;
    use proptest::prelude::*;

    proptest! {
        /// a·χ²(m) > b·χ²(n) is an F tail.
        #[test]
        fn is_an_f_tail(m in 1_usize..12, n in 1_usize..12, ratio in 0.01_f64..100.0) {
            let mut lambdas = vec![1.0; m];
            lambdas.extend(vec![-ratio; n]);
            let f = ratio * n as f64 / m as f64;
            let wanted = f_upper(f, m as f64, n as f64).unwrap();
            let found = quadratic_form_upper(&lambdas).unwrap();
            prop_assert!((found - wanted).abs() < 1e-11 * wanted, "{found} {wanted}");
        }

        #[test]
        fn both_tails_make_one(lambdas in proptest::collection::vec(-3.0_f64..3.0, 2..30)) {
            let mirrored: Vec<f64> = lambdas.iter().map(|l| -l).collect();
            let (upper, lower) = (quadratic_form_upper(&lambdas), quadratic_form_upper(&mirrored));
            prop_assert!((upper.unwrap() + lower.unwrap() - 1.0).abs() < 1e-11);
        }
    }

    #[test]
    fn keeps_far_tails() {
        // 1·χ²(2) > 4·χ²(100): (1 + 1/4·…) has the closed form (1 + 4)^(-50).
        let mut lambdas = vec![1.0; 2];
        lambdas.extend(vec![-4.0; 100]);
        let found = quadratic_form_upper(&lambdas).unwrap();
        let wanted = 5.0_f64.powi(-50);
        assert!((found - wanted).abs() < 1e-11 * wanted, "{found} {wanted}");
    }
}
