/// Where `miss` falls through zero between `low` (where it is positive) and
/// `high` (where it is not), to the last bits of a double.
///
/// Inverse quadratic steps where they are safe and halving where they are not
/// (Chandrupatla, Advances in Engineering Software 28 (1997) 145–149). `miss`
/// may be infinite at either end. `high` where it is still positive there, as
/// rounding may have it. `None` where `miss` has no value.
pub(super) fn root(low: f64, high: f64, miss: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    if miss(high)? > 0.0 {
        return Some(high);
    }
    let (low, high) = narrowed(low, high, &miss)?;
    let (mut x1, mut x2) = (high, low);
    let (mut f1, mut f2) = (miss(x1)?, miss(x2)?);
    let mut step = 0.5;
    for _ in 0..STEPS {
        let x = x1 + step * (x2 - x1);
        let f = miss(x)?;
        let (x3, f3) = match (f > 0.0) == (f1 > 0.0) {
            true => (x1, f1),
            false => {
                let behind = (x2, f2);
                (x2, f2) = (x1, f1);
                behind
            }
        };
        (x1, f1) = (x, f);
        let best = if f1.abs() < f2.abs() { x1 } else { x2 };
        let narrow = 2.0 * f64::EPSILON * best.abs() / (x2 - x1).abs();
        // Not above one half for NaN, which the two ends have where they meet.
        if f1 == 0.0 || x1 == x2 || narrow > 0.5 {
            return Some(best);
        }
        let (xi, phi) = ((x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2));
        // False for the infinite logarithm of a tail of 0: then halve.
        step = match phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            true => {
                f1 / (f2 - f1) * f3 / (f2 - f3)
                    + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
            }
            false => 0.5,
        };
        step = step.clamp(narrow, 1.0 - narrow);
    }
    Some(x1)
}

/// The same bracket of positive numbers, brought within a factor of two, so that
/// roots near 1e-300 cost no more than others; zero for roots below the smallest
/// double.
fn narrowed(low: f64, high: f64, miss: impl Fn(f64) -> Option<f64>) -> Option<(f64, f64)> {
    let (mut low, mut high) = (low, high);
    let mut factor = 0.5;
    while low == 0.0 && high > 0.0 {
        let x = high * factor;
        let x = x.max(f64::MIN_POSITIVE);
        if miss(x)? > 0.0 {
            low = x;
        } else if x == f64::MIN_POSITIVE {
            return Some((0.0, 0.0));
        }
        high = if low == 0.0 { x } else { high };
        factor *= factor;
    }
    while high > 2.0 * low {
        let x = low.sqrt() * high.sqrt();
        if miss(x)? > 0.0 {
            low = x;
        } else {
            high = x;
        }
    }
    Some((low.min(high), high))
}

/// Halving alone needs about 1,100 steps over the whole range of a double.
const STEPS: usize = 1_200;

/// The x ≥ 0 at which a distribution on the positive half has `upper` above it.
///
/// Works on the logarithm of the smaller of the two tails, so that neither end
/// loses digits. `None` unless 1e-300 ≤ `upper` ≤ 1, and where x would exceed
/// the largest double.
pub(super) fn positive_quantile(
    upper: f64,
    above: impl Fn(f64) -> Option<f64>,
    below: impl Fn(f64) -> Option<f64>,
) -> Option<f64> {
    if upper == 1.0 {
        return above(0.0).map(|_| 0.0);
    }
    if !(SMALLEST..1.0).contains(&upper) {
        return None;
    }
    let miss = |x: f64| match upper <= 0.5 {
        true => Some(libm::log(above(x)?) - libm::log(upper)),
        false => Some(libm::log1p(-upper) - libm::log(below(x)?)),
    };
    let mut high = 1.0;
    while miss(high)? > 0.0 {
        high *= 2.0;
        if high == f64::INFINITY {
            return None;
        }
    }
    let low = if high > 1.0 { high / 2.0 } else { 0.0 };
    root(low, high, miss)
}

/// The x with probability `upper` above it, for a distribution symmetric about 0.
pub(super) fn symmetric_quantile(upper: f64, above: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let below = |_| None;
    match upper {
        0.5 => above(0.0).map(|_| 0.0),
        _ if !(SMALLEST..1.0).contains(&upper) => None,
        _ if upper < 0.5 => positive_quantile(upper, above, below),
        _ => positive_quantile(1.0 - upper, above, below).map(|x| -x),
    }
}

/// Below this a tail keeps no full precision.
pub(super) const SMALLEST: f64 = 1e-300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_at_every_scale() {
        for target in [1e-290, 1e-12, 0.3, 0.999_999] {
            let found = root(0.0, 1.0, |x| Some(target - x)).expect("a root");
            assert!((found / target - 1.0).abs() < 1e-15, "{found} {target}");
        }
        assert_eq!(root(0.0, 1.0, |_| None), None);
        assert_eq!(root(0.0, 0.5, |_| Some(1e-17)), Some(0.5));
        assert_eq!(root(0.0, 0.0, Some), Some(0.0));
        assert_eq!(root(0.0, 1.0, |x| Some(-x)), Some(0.0));
    }
}
