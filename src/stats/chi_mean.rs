use super::gamma::poisson_term;

/// Whether a function rises or falls with s.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Course {
    Rises,
    Falls,
}

/// The mean of `of(s)` over `s = √(χ²/df)`; `None` unless 0.01 ≤ `df` ≤ 1e12 or
/// infinite, and where `of` has no value.
///
/// `of` is a tail: between 0 and 1, monotone, and such that its product with the
/// density has one peak. `sharpness` is over how many standard normal deviations
/// it changes while s changes by all of itself.
///
/// The trapezoidal rule over ln s on the whole line: for a function that is
/// analytic about it the error is of the order `exp(−2π²/(step²·curvature))`,
/// below the last bit here, and every term is positive, so that a far tail keeps
/// its relative precision.
pub(super) fn chi_mean(
    df: f64,
    sharpness: f64,
    course: Course,
    of: impl Fn(f64) -> Option<f64>,
) -> Option<f64> {
    if df == f64::INFINITY {
        return of(1.0);
    }
    if !(1e-2..=1e12).contains(&df) {
        return None;
    }
    let step = 0.6 / (4.0 * df + 2.0 * sharpness * sharpness + 4.0).sqrt();
    // The density is tame only within π/4 of the real line: exp(−π²/(2·step)).
    let step = step.min(0.12);
    // The density of u = ln s is this but for its constant.
    let ln_density = |u: f64| df * (u - 0.5 * libm::expm1(2.0 * u));
    let ln_part = |u: f64| Some(ln_density(u) + libm::log(of(libm::exp(u))?));
    let peak = peak(step, course, &ln_part)?;
    let height = ln_part(peak)?;
    if height == f64::NEG_INFINITY {
        return Some(0.0);
    }
    let part = |u: f64| Some(libm::exp(ln_part(u)? - height));
    let sum = 1.0 + outward(peak, step, &part)? + outward(peak, -step, &part)?;
    // The integral of the density is ½ Γ(a) eᵃ a⁻ᵃ with a = df/2.
    let a = 0.5 * df;
    let scale = 2.0 * a * poisson_term(a, a) * step;
    Some((libm::exp(height) * sum * scale).min(1.0))
}

/// About where the product is largest, by golden section; where it is too small
/// for a double, the way `of` rises.
fn peak(step: f64, course: Course, ln_part: &impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let ratio = 0.618_033_988_749_894_9;
    let (mut low, mut high) = (-700.0, 15.0);
    let at = |low: f64, high: f64, part: f64| low + part * (high - low);
    let (mut left, mut right) = (at(low, high, 1.0 - ratio), at(low, high, ratio));
    let (mut f_left, mut f_right) = (ln_part(left)?, ln_part(right)?);
    for _ in 0..200 {
        if high - low < step {
            break;
        }
        let none = f_left == f64::NEG_INFINITY && f_right == f64::NEG_INFINITY;
        if f_left > f_right || (none && course == Course::Falls) {
            (high, right, f_right) = (right, left, f_left);
            left = at(low, high, 1.0 - ratio);
            f_left = ln_part(left)?;
        } else {
            (low, left, f_left) = (left, right, f_right);
            right = at(low, high, ratio);
            f_right = ln_part(right)?;
        }
    }
    Some(if f_left > f_right { left } else { right })
}

/// The sum from beside the peak outward, until nothing more comes.
fn outward(peak: f64, step: f64, part: &impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let mut sum = 0.0;
    let mut u = peak;
    for _ in 0..1_000_000 {
        u += step;
        let term = part(u)?;
        sum += term;
        if term <= 1e-18 * (1.0 + sum) {
            return Some(sum);
        }
    }
    None
}
