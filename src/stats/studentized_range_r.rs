use super::studentized_range_upper;

/// The quantile of the studentized range as R's `qtukey` gives it: secant steps
/// from a rough start that end when two of them are within 1e-4, so that the
/// last digits are those of the last step. [`super::studentized_range_quantile`]
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
    if !(upper > 0.0 && upper < 1.0 && groups >= 2.0 && df >= 2.0) {
        return None;
    }
    // By the upper tail, whose sign is the other way round.
    let miss = |q: f64| Some(upper - studentized_range_upper(q, groups, df)?);
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

const STEPS: usize = 50;
const NEAR: f64 = 1e-4;

/// Degrees of freedom from which the start needs no correction for them.
const MANY: f64 = 120.0;

/// The start: a normal deviate by a rational approximation, stretched.
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
