use super::ln_gamma;
use super::studentized_range::Range;
use std::f64::consts::LN_2;

/// The quantile of the studentized range as R's `qtukey` gives it: secant steps
/// from a rough start that end when two of them are within 1e-4, on a tail that
/// is integrated over whole units by sixteen points each, which costs the sixth
/// digit below three degrees of freedom. [`super::studentized_range_quantile`]
/// is exact; this one is for comparing with programs built on R.
///
/// `None` for impossible parameters. Checked against the Tukey and Games–Howell
/// limits of the reference cases (R 4.2.2).
///
/// Start: Odeh and Evans, Algorithm AS 70, Applied Statistics 23 (1974) 96;
/// steps: Lund and Lund, Algorithm AS 190, Applied Statistics 32 (1983) 204.
///
/// ```
/// use tridharma::stats::{studentized_range_quantile, studentized_range_quantile_r};
/// let exact = studentized_range_quantile(0.05, 3.0, 12.0).unwrap();
/// let r = studentized_range_quantile_r(0.05, 3.0, 12.0).unwrap();
/// assert!((exact - r).abs() < 1e-4);
/// ```
pub fn studentized_range_quantile_r(upper: f64, groups: f64, df: f64) -> Option<f64> {
    if !(upper > 0.0 && upper < 1.0 && groups >= 2.0 && (2.0..=25_000.0).contains(&df)) {
        return None;
    }
    let range = Range::new(groups);
    let points = gauss_legendre();
    let spread = ln_gamma(0.5 * df)?;
    let miss = |q: f64| Some(below(&range, &points, q, df, spread) - (1.0 - upper));
    let mut before = start(1.0 - upper, groups, df);
    let mut miss_before = miss(before)?;
    let mut here = match miss_before > 0.0 && before > 1.0 {
        true => (before - 1.0).max(0.0),
        false => before + 1.0,
    };
    let mut miss_here = miss(here)?;
    for _ in 1..STEPS {
        let mut next = here - miss_here * (here - before) / (miss_here - miss_before);
        (miss_before, before) = (miss_here, here);
        if next < 0.0 {
            next = 0.0;
        }
        miss_here = miss(next)?;
        here = next;
        if (here - before).abs() < NEAR {
            break;
        }
    }
    here.is_finite().then_some(here)
}

/// The upper tail of the studentized range as R's `ptukey` gives it: right to
/// about the sixth digit at four degrees of freedom, to the tenth from twenty.
/// [`super::studentized_range_upper`] is exact; this one is for comparing with
/// programs built on R. `None` for impossible parameters and below two degrees
/// of freedom, where R has none.
///
/// Checked against the Games–Howell probabilities of the reference cases
/// (R 4.2.2).
///
/// Copenhaver and Holland, Journal of Statistical Computation and Simulation 30
/// (1988) 1–15.
///
/// ```
/// use tridharma::stats::{studentized_range_upper, studentized_range_upper_r};
/// let exact = studentized_range_upper(3.5, 3.0, 12.0).unwrap();
/// let r = studentized_range_upper_r(3.5, 3.0, 12.0).unwrap();
/// assert!((exact - r).abs() < 1e-8);
/// ```
pub fn studentized_range_upper_r(q: f64, groups: f64, df: f64) -> Option<f64> {
    if !(q.is_finite() && groups >= 2.0 && df >= 2.0) {
        return None;
    }
    let range = Range::new(groups);
    match () {
        () if q <= 0.0 => return Some(1.0),
        // Many are as good as infinitely many there.
        () if df > 25_000.0 => return Some(range.above(q)),
        () => {}
    }
    let below = below(&range, &gauss_legendre(), q, df, ln_gamma(0.5 * df)?);
    Some(0.5 - below + 0.5)
}

/// Copenhaver and Holland's integral over the standard deviation, in units of
/// their width for so many degrees of freedom, until a unit adds nothing.
fn below(range: &Range, points: &[(f64, f64); 16], q: f64, df: f64, spread: f64) -> f64 {
    let width = match df {
        ..=100.0 => 1.0,
        ..=800.0 => 0.5,
        ..=5000.0 => 0.25,
        _ => 0.125,
    };
    let scale = df * 0.5 * libm::log(df) - df * LN_2 - spread + libm::log(width);
    let mut sum = 0.0;
    for unit in 1..=STEPS {
        let middle = (2 * unit - 1) as f64 * width;
        let mut part = 0.0;
        for (node, weight) in points {
            let at = middle + node * width;
            let log = scale + (0.5 * df - 1.0) * libm::log(at) - at * df * 0.25;
            if log >= -30.0 {
                let inside = 1.0 - range.above(q * libm::sqrt(at * 0.5));
                part += inside * weight * libm::exp(log);
            }
        }
        if unit as f64 * width >= 1.0 && part <= 1e-14 {
            break;
        }
        sum += part;
    }
    sum.min(1.0)
}

/// Nodes and weights of sixteen points on −1 to 1: the zeros of the Legendre
/// polynomial by Newton's steps.
fn gauss_legendre() -> [(f64, f64); 16] {
    std::array::from_fn(|place| {
        let mut x = libm::cos(std::f64::consts::PI * (place as f64 + 0.75) / 16.5);
        let mut slope = 1.0;
        for _ in 0..20 {
            let (mut before, mut here) = (1.0, x);
            for degree in 2..=16 {
                let k = f64::from(degree);
                (before, here) = (here, ((2.0 * k - 1.0) * x * here - (k - 1.0) * before) / k);
            }
            slope = 16.0 * (x * here - before) / (x * x - 1.0);
            x -= here / slope;
        }
        (x, 2.0 / ((1.0 - x * x) * slope * slope))
    })
}

const STEPS: usize = 50;
const NEAR: f64 = 1e-4;

/// Degrees of freedom from which the start needs no correction for them.
const MANY: f64 = 120.0;

/// The start: a normal deviate by a rational approximation, stretched.
#[allow(clippy::approx_constant)] // 1.4142 is what was published.
fn start(p: f64, groups: f64, df: f64) -> f64 {
    const TOP: [f64; 5] = [
        -0.453642210148e-4,
        -0.204231210125,
        -0.342242088547,
        -1.0,
        0.322232421088,
    ];
    const BOTTOM: [f64; 5] = [
        0.38560700634e-2,
        0.103537752850,
        0.531103462366,
        0.588581570495,
        0.993484626060e-1,
    ];
    let tail = 0.5 - 0.5 * p;
    let y = libm::sqrt(libm::log(1.0 / (tail * tail)));
    let at = |factors: &[f64; 5]| factors.iter().fold(0.0, |sum, factor| sum * y + factor);
    let mut t = y + at(&TOP) / at(&BOTTOM);
    if df < MANY {
        t += (t * t * t + t) / df / 4.0;
    }
    let mut q = 0.8832 - 0.2368 * t;
    if df < MANY {
        q = q - 1.214 / df + 1.208 * t / df;
    }
    t * (q * libm::log(groups - 1.0) + 1.4142)
}
