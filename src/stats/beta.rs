use super::gamma::{TERMS, away_from_zero, binomial_term};
use super::root::{SMALLEST, root};

/// The beta distribution below `x`: the regularised incomplete beta function
/// `I_x(a, b)`; `None` unless `a` and `b` lie in 1e-7…1e10 and `x` is a number.
/// Checked against `distributions` of the reference cases (mpmath).
///
/// ```
/// let p = tridharma::stats::beta_lower(0.5, 2.0, 3.0).unwrap();
/// assert!((p - 0.6875).abs() < 1e-15);
/// ```
pub fn beta_lower(x: f64, a: f64, b: f64) -> Option<f64> {
    beta_tails(x, 1.0 - x, a, b).map(|(lower, _)| lower)
}

/// The beta distribution above `x`, never as `1 − lower` where it is small;
/// `None` unless `a` and `b` lie in 1e-7…1e10 and `x` is a number.
///
/// ```
/// let p = tridharma::stats::beta_upper(0.5, 2.0, 3.0).unwrap();
/// assert!((p - 0.3125).abs() < 1e-15);
/// ```
pub fn beta_upper(x: f64, a: f64, b: f64) -> Option<f64> {
    beta_tails(x, 1.0 - x, a, b).map(|(_, upper)| upper)
}

/// The x with probability `lower` below it, 0 where it is less than the smallest
/// double; `None` unless 0 ≤ `lower` ≤ 1 and
/// `a` and `b` lie in 1e-7…1e10, and for a `lower` between 0 and 1e-300.
///
/// ```
/// let x = tridharma::stats::beta_quantile(0.6875, 2.0, 3.0).unwrap();
/// assert!((x - 0.5).abs() < 1e-15);
/// ```
pub fn beta_quantile(lower: f64, a: f64, b: f64) -> Option<f64> {
    let (half, _) = beta_tails(0.5, 0.5, a, b)?;
    if lower == 0.0 || lower == 1.0 {
        return Some(lower);
    }
    if !(SMALLEST..1.0).contains(&lower) {
        return None;
    }
    // Measured from the nearer end, whose distance keeps its digits.
    let near_zero = lower <= half;
    let miss = |x: f64| {
        let (below, above) = match near_zero {
            true => beta_tails(x, 1.0 - x, a, b)?,
            false => beta_tails(1.0 - x, x, a, b)?,
        };
        let short = match lower <= 0.5 {
            true => libm::log(lower) - libm::log(below),
            false => libm::log(above) - libm::log1p(-lower),
        };
        Some(if near_zero { short } else { -short })
    };
    let found = root(0.0, 0.5, miss)?;
    Some(if near_zero { found } else { 1.0 - found })
}

/// Below and above `x`, where `y = 1 − x` is given too, with all its digits.
///
/// The continued fraction (DLMF 8.17.22) on the side of the mean where it
/// converges fast and where its value is the smaller tail.
pub(super) fn beta_tails(x: f64, y: f64, a: f64, b: f64) -> Option<(f64, f64)> {
    let range = 1e-7..=1e10;
    if x.is_nan() || y.is_nan() || !range.contains(&a) || !range.contains(&b) {
        return None;
    }
    if x <= 0.0 {
        return Some((0.0, 1.0));
    }
    if y <= 0.0 {
        return Some((1.0, 0.0));
    }
    if x <= (a + 1.0) / (a + b + 2.0) {
        let lower = lower_side(x, y, a, b)?;
        return Some((lower, 1.0 - lower));
    }
    let upper = lower_side(y, x, b, a)?;
    Some((1.0 - upper, upper))
}

/// `xᵃ yᵇ / (a B(a, b))`, by which `I_x(a, b)` exceeds `I_x(a + 1, b)`.
pub(super) fn beta_step(x: f64, y: f64, a: f64, b: f64) -> f64 {
    binomial_term(x, y, a, b) * (b / (a + b))
}

fn lower_side(x: f64, y: f64, a: f64, b: f64) -> Option<f64> {
    let front = beta_step(x, y, a, b);
    if front == 0.0 {
        return Some(0.0);
    }
    Some((front * fraction(x, a, b)?).min(1.0))
}

fn fraction(x: f64, a: f64, b: f64) -> Option<f64> {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    let mut m = 1.0;
    for _ in 0..TERMS {
        let at = a + 2.0 * m;
        let even = m * (b - m) / (at - 1.0) * (x / at);
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) / at * ((a + b + m) / (at + 1.0)) * x;
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() < 2.0 * f64::EPSILON {
            return Some(value);
        }
        m += 1.0;
    }
    None
}
