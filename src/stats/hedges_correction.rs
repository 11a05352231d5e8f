/// Hedges' `J = Γ(m/2)/(√(m/2)·Γ((m − 1)/2))`, the factor that frees Cohen's d
/// of its bias; `m` is at least 1.
///
/// # Formula
/// With `x = (m − 1)/2` it is `Γ(x + ½)/Γ(x)/√(x + ½)`. The ratio comes from its
/// series in 1/x (Tricomi and Erdélyi 1951) at `x ≥ 40`, reached from below by
/// `Γ(x + ½)/Γ(x) = x/(x + ½)·Γ(x + 3/2)/Γ(x + 1)`: logarithms of Γ would lose
/// six digits at a million respondents.
pub(super) fn hedges_correction(m: f64) -> f64 {
    let start = (m - 1.0) / 2.0;
    if start <= 0.0 {
        // Γ(0) is infinite: one degree of freedom has no unbiased d.
        return 0.0;
    }
    let (mut x, mut before) = (start, 1.0);
    while x < 40.0 {
        before *= x / (x + 0.5);
        x += 1.0;
    }
    let u = 1.0 / x;
    let series = SERIES.iter().rev().fold(0.0, |sum, term| sum * u + term);
    before * series * libm::sqrt(x) / libm::sqrt(start + 0.5)
}

/// Of `Γ(x + ½)/(Γ(x)√x)` in 1/x.
const SERIES: [f64; 8] = [
    1.0,
    -1.0 / 8.0,
    1.0 / 128.0,
    5.0 / 1024.0,
    -21.0 / 32768.0,
    -399.0 / 262_144.0,
    869.0 / 4_194_304.0,
    39_325.0 / 33_554_432.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_gamma_functions() {
        // By hand: Γ(1)/Γ(1/2) = 1/√π, Γ(3/2)/Γ(1) = √π/2, Γ(2)/Γ(3/2) = 2/√π.
        let pi = std::f64::consts::PI.sqrt();
        for (m, expected) in [
            (2.0, 1.0 / pi),
            (3.0, pi / 2.0 / 1.5_f64.sqrt()),
            (4.0, 2.0 / pi / 2.0_f64.sqrt()),
        ] {
            assert!((hedges_correction(m) / expected - 1.0).abs() < 1e-15, "{m}");
        }
        // R: exp(lgamma(29) - log(sqrt(29)) - lgamma(28.5)), reference case ToothGrowth.
        assert!((hedges_correction(58.0) - 0.9870035810280045).abs() < 1e-13);
        assert!((hedges_correction(1e12) - 1.0).abs() < 1e-11);
        assert_eq!(hedges_correction(1.0), 0.0);
    }
}
