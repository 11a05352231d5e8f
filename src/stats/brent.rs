/// A root by Brent's method that stops where the bracket is below
/// `tolerance`, as R's `uniroot` does.
///
/// Only for showing what R prints: its default tolerance of 1.22e-4 is in the
/// digits of its results. For roots as such see [`super::root`]. `None` where
/// the ends have the same sign or the function has no value. Brent, R. P.
/// (1973). Algorithms for minimization without derivatives, ch. 4.
pub(super) fn brent(low: f64, high: f64, tolerance: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    // `b` is the best so far, `a` the one before it, `c` on the other side.
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa == 0.0 {
        return Some(a);
    }
    if !(fa * fb <= 0.0) {
        return None;
    }
    let (mut c, mut fc) = (a, fa);
    for _ in 0..STEPS {
        let before = b - a;
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let least = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let half = (c - b) / 2.0;
        if half.abs() <= least || fb == 0.0 {
            return Some(b);
        }
        let mut step = half;
        if before.abs() >= least && fa.abs() > fb.abs() {
            let (p, q) = interpolated((a, fa), (b, fb), (c, fc));
            let inside = p < 0.75 * (c - b) * q - (least * q).abs() / 2.0;
            if inside && p < (before * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < least {
            step = least.copysign(step);
        }
        (a, fa) = (b, fb);
        b += step;
        fb = f(b);
        if fb.is_nan() {
            return None;
        }
        if (fb > 0.0) == (fc > 0.0) && fb != 0.0 {
            (c, fc) = (a, fa);
        }
    }
    None
}

const STEPS: usize = 1000;

/// The step from `b` as a quotient with a positive numerator: linear through two
/// points, inverse quadratic through three.
fn interpolated(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> (f64, f64) {
    let way = c.0 - b.0;
    let (p, q) = if a.0 == c.0 {
        let t = b.1 / a.1;
        (way * t, 1.0 - t)
    } else {
        let (q, t1, t2) = (a.1 / c.1, b.1 / c.1, b.1 / a.1);
        let p = t2 * (way * q * (q - t1) - (b.0 - a.0) * (t1 - 1.0));
        (p, (q - 1.0) * (t1 - 1.0) * (t2 - 1.0))
    };
    if p > 0.0 { (p, -q) } else { (-p, q) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_roots_as_near_as_asked() {
        let cube = |x: f64| x * x * x - 2.0;
        let fine = brent(0.0, 2.0, 1e-14, cube).unwrap();
        assert!((fine - 2_f64.cbrt()).abs() < 1e-13);
        let rough = brent(0.0, 2.0, 1e-3, cube).unwrap();
        assert!((rough - fine).abs() < 1e-3 && rough != fine);
        assert_eq!(brent(0.0, 1.0, 1e-9, cube), None);
        assert_eq!(brent(0.0, 1.0, 1e-9, |_| f64::NAN), None);
    }
}
