use std::f64::consts::PI;

/// The logarithm of the gamma function; `None` unless `x > 0` and finite.
///
/// ```
/// let ln = tridharma::stats::ln_gamma(5.0).unwrap();
/// assert!((ln - 24_f64.ln()).abs() < 1e-15);
/// ```
pub fn ln_gamma(x: f64) -> Option<f64> {
    (x > 0.0 && x < 1e305).then(|| libm::lgamma(x))
}

/// The lower regularised incomplete gamma function `P(a, x)`; `None` unless
/// 1e-7 ≤ `a` ≤ 1e10 and `x` is a number.
///
/// ```
/// let p = tridharma::stats::gamma_lower(1.0, 2.0).unwrap();
/// assert!((p - (1.0 - (-2_f64).exp())).abs() < 1e-15);
/// ```
pub fn gamma_lower(a: f64, x: f64) -> Option<f64> {
    gamma_tails(a, x).map(|(lower, _)| lower)
}

/// The upper regularised incomplete gamma function `Q(a, x)`, never `1 − P`
/// where it is small; `None` unless 1e-7 ≤ `a` ≤ 1e10 and `x` is a number.
///
/// ```
/// let q = tridharma::stats::gamma_upper(1.0, 600.0).unwrap();
/// assert!((q / (-600_f64).exp() - 1.0).abs() < 1e-13);
/// ```
pub fn gamma_upper(a: f64, x: f64) -> Option<f64> {
    gamma_tails(a, x).map(|(_, upper)| upper)
}

/// Below and above: the power series (DLMF 8.7.1) up to the mean, the continued
/// fraction (DLMF 8.9.2) beyond it, so that the small one of the two is never a
/// difference.
fn gamma_tails(a: f64, x: f64) -> Option<(f64, f64)> {
    if x.is_nan() || !(1e-7..=1e10).contains(&a) {
        return None;
    }
    if x <= 0.0 {
        return Some((0.0, 1.0));
    }
    if x == f64::INFINITY {
        return Some((1.0, 0.0));
    }
    let front = poisson_term(a, x);
    if x < a + 1.0 {
        let lower = (front * series(a, x)?).min(1.0);
        return Some((lower, 1.0 - lower));
    }
    let upper = match front {
        0.0 => 0.0,
        _ => (front * a * fraction(a, x)?).min(1.0),
    };
    Some((1.0 - upper, upper))
}

/// `Σ xᵏ / ((a+1)…(a+k))`, k from 0.
fn series(a: f64, x: f64) -> Option<f64> {
    let (mut term, mut sum, mut k) = (1.0, 1.0, 1.0);
    for _ in 0..TERMS {
        term *= x / (a + k);
        sum += term;
        if term < sum * 1e-17 {
            return Some(sum);
        }
        k += 1.0;
    }
    None
}

/// `Γ(a, x)·eˣ·x⁻ᵃ` by Lentz's method.
fn fraction(a: f64, x: f64) -> Option<f64> {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    let mut k = 1.0;
    for _ in 0..TERMS {
        let top = k * (a - k);
        b += 2.0;
        d = 1.0 / away_from_zero(top * d + b);
        c = away_from_zero(b + top / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 2.0 * f64::EPSILON {
            return Some(value);
        }
        k += 1.0;
    }
    None
}

/// Enough for 1e10: both forms need about nine times the root of it.
pub(super) const TERMS: usize = 2_000_000;

/// What Lentz's method puts in the place of a zero.
pub(super) const TINY: f64 = 1e-300;

pub(super) fn away_from_zero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// `xᵃ e⁻ˣ / Γ(a + 1)`, the Poisson probability of `a` continued to any `a`,
/// without the loss of digits of its three logarithms (C. Loader, Fast and
/// accurate computation of binomial probabilities, 2000).
pub(super) fn poisson_term(a: f64, x: f64) -> f64 {
    libm::exp(-stirling_error(a) - deviance(a, x)) / (2.0 * PI * a).sqrt()
}

/// `xᵃ yᵇ Γ(a+b+1) / (Γ(a+1) Γ(b+1))` for `x + y = 1`: the binomial probability
/// continued to any `a` and `b`, in the same way.
pub(super) fn binomial_term(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    libm::exp(exponent) * (n / (2.0 * PI * a) / b).sqrt()
}

/// `ln Γ(x+1)` minus Stirling's formula for it.
fn stirling_error(x: f64) -> f64 {
    if x < 10.0 {
        let stirling = (x + 0.5) * libm::log(x) - x + 0.5 * libm::log(2.0 * PI);
        return libm::lgamma(x + 1.0) - stirling;
    }
    let x2 = x * x;
    let tail = 1.0 / 1188.0 - 691.0 / 360_360.0 / x2;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - tail / x2) / x2) / x2) / x2) / x
}

/// `x·ln(x/m) + m − x`, which is small beside its terms where `x` is near `m`.
fn deviance(x: f64, m: f64) -> f64 {
    let away = (m - x) / x;
    if away.abs() > 0.2 {
        return x * (away - libm::log(m / x));
    }
    // ln(1 + away) = 2·artanh(v), of which 2v is taken from `away` by hand.
    let v = away / (2.0 + away);
    let v2 = v * v;
    let (mut power, mut sum) = (v * v2, 0.0);
    for odd in [3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 17.0, 19.0, 21.0] {
        sum += power / odd;
        power *= v2;
    }
    x * (away * v - 2.0 * sum)
}
