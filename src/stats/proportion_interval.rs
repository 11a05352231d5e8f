use super::beta::beta_quantile;
use super::normal::normal_quantile;
use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// Confidence intervals of a proportion by six methods.
///
/// # Question
/// Between which shares does the share of all members of the population lie?
///
/// # Formula
/// With `p = x/n`, `z` the normal quantile and α the error:
/// - Wald `p ± z√(p(1−p)/n)`;
/// - Wilson `(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`;
/// - Wilson with continuity: the same for `p ± c/n`, c = ½ but at most
///   `|x − n/2|` as in R `prop.test`;
/// - Agresti–Coull: Wald for `x + z²/2` of `n + z²`;
/// - Clopper–Pearson: beta quantiles `B(α/2; x, n−x+1)` and
///   `B(1−α/2; x+1, n−x)`;
/// - Jeffreys: beta quantiles with `x+½, n−x+½`, 0 at x = 0 and 1 at x = n.
///
/// Wilson is the one to take by default: it covers near its confidence for
/// small n and for shares near 0 or 1, where Wald does not. Clopper–Pearson
/// covers at least its confidence and is wide.
///
/// # Assumes
/// A simple random sample from a population much larger than it.
///
/// # When not
/// Weighted, stratified or clustered samples. Wald and Agresti–Coull may leave
/// 0 to 1 and are not cut off here; Wald has no width at 0 and n.
///
/// # Example
/// ```
/// let interval = tridharma::stats::proportion_interval(81, 263, 0.95).unwrap();
/// assert!((interval.wilson.0 - 0.2552885).abs() < 1e-7);
/// assert!((interval.wilson.1 - 0.3662096).abs() < 1e-7);
/// ```
///
/// # Checked against
/// `proportion_ci` of the reference cases (R `prop.test`, `binom.test`, `qbeta`).
///
/// # References
/// L. Brown, T. Cai, A. DasGupta, Statistical Science 16 (2001) 101–133;
/// E. Wilson, JASA 22 (1927) 209–212; C. Clopper, E. Pearson, Biometrika 26
/// (1934) 404–413.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for n = 0; [`NotComputable::OutOfRange`] for
/// x > n and unless 0 < `confidence` < 1.
pub fn proportion_interval(x: u64, n: u64, confidence: f64) -> Outcome<ProportionInterval> {
    let Some(misses) = n.checked_sub(x) else {
        return Err(NotComputable::out_of_range("x"));
    };
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let alpha = 1.0 - confidence;
    let z =
        normal_quantile(0.5 * alpha).ok_or_else(|| NotComputable::out_of_range("confidence"))?;
    let (hits, misses, size) = (x as f64, misses as f64, n as f64);
    let share = hits / size;
    let se_wald = (share * (1.0 - share) / size).sqrt();
    let width = z * se_wald;
    Ok(ProportionInterval {
        x,
        n,
        confidence,
        proportion: share,
        se_wald,
        wald: (share - width, share + width),
        wilson: wilson_ends(share, size, z),
        wilson_continuity: with_continuity(hits, size, z),
        clopper_pearson: (
            beta_end(x == 0, 0.5 * alpha, hits, misses + 1.0)?,
            beta_end(x == n, 1.0 - 0.5 * alpha, hits + 1.0, misses)?,
        ),
        agresti_coull: agresti_coull(hits, size, z),
        jeffreys: (
            beta_end(x == 0, 0.5 * alpha, hits + 0.5, misses + 0.5)?,
            beta_end(x == n, 1.0 - 0.5 * alpha, hits + 0.5, misses + 0.5)?,
        ),
    })
}

/// A beta quantile; the lower end of nobody and the upper end of all is
/// certain, 0 or 1, and not computed.
fn beta_end(certain: bool, lower: f64, a: f64, b: f64) -> Outcome<f64> {
    match certain {
        true => Ok(if lower < 0.5 { 0.0 } else { 1.0 }),
        false => beta_quantile(lower, a, b).ok_or_else(|| NotComputable::out_of_range("n")),
    }
}

/// Wilson's interval, whose end at nobody and at all is certain.
fn wilson_ends(share: f64, n: f64, z: f64) -> (f64, f64) {
    match share {
        0.0 => (0.0, wilson(share, n, z, 1.0)),
        1.0 => (wilson(share, n, z, -1.0), 1.0),
        _ => (wilson(share, n, z, -1.0), wilson(share, n, z, 1.0)),
    }
}

/// One end of Wilson's interval, `side` −1 or 1.
fn wilson(share: f64, n: f64, z: f64, side: f64) -> f64 {
    let z2n = z * z / n;
    let width = z * (share * (1.0 - share) / n + 0.25 * z2n / n).sqrt();
    (share + 0.5 * z2n + side * width) / (1.0 + z2n)
}

fn with_continuity(x: f64, n: f64, z: f64) -> (f64, f64) {
    let correction = (x - 0.5 * n).abs().min(0.5) / n;
    let (down, up) = (x / n - correction, x / n + correction);
    let low = if down <= 0.0 {
        0.0
    } else {
        wilson(down, n, z, -1.0)
    };
    let high = if up >= 1.0 {
        1.0
    } else {
        wilson(up, n, z, 1.0)
    };
    (low.max(0.0), high.min(1.0))
}

fn agresti_coull(x: f64, n: f64, z: f64) -> (f64, f64) {
    let size = n + z * z;
    let share = (x + 0.5 * z * z) / size;
    let width = z * (share * (1.0 - share) / size).sqrt();
    (share - width, share + width)
}

/// What [`proportion_interval`] found: lower and upper ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProportionInterval {
    pub x: u64,
    pub n: u64,
    pub confidence: f64,
    pub proportion: f64,
    /// `√(p(1−p)/n)`, with which Wald's interval is made.
    pub se_wald: f64,
    pub wald: (f64, f64),
    pub wilson: (f64, f64),
    pub wilson_continuity: (f64, f64),
    pub clopper_pearson: (f64, f64),
    pub agresti_coull: (f64, f64),
    pub jeffreys: (f64, f64),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn intervals_hold_the_share_and_mirror(n in 1_u64..2000, part in 0.0_f64..=1.0,
            confidence in 0.5_f64..0.999) {
            let x = (part * n as f64).round() as u64;
            let found = proportion_interval(x, n, confidence).unwrap();
            let mirrored = proportion_interval(n - x, n, confidence).unwrap();
            let pairs = [
                (found.wald, mirrored.wald),
                (found.wilson, mirrored.wilson),
                (found.wilson_continuity, mirrored.wilson_continuity),
                (found.clopper_pearson, mirrored.clopper_pearson),
                (found.agresti_coull, mirrored.agresti_coull),
                (found.jeffreys, mirrored.jeffreys),
            ];
            for ((low, high), (other_low, other_high)) in pairs {
                prop_assert!(low <= found.proportion + 1e-12 && found.proportion <= high + 1e-12);
                prop_assert!((low + other_high - 1.0).abs() < 1e-9);
                prop_assert!((high + other_low - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn nothing_panics(x: u64, n: u64, confidence: f64) {
            for (x, n) in [(x, n), (x % 5, n % 5)] {
                if let Ok(found) = proportion_interval(x, n, confidence.abs().fract()) {
                    let (low, high) = found.clopper_pearson;
                    prop_assert!(low.is_finite() && high.is_finite());
                }
            }
        }
    }
}
