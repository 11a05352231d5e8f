use super::{Interval, NotComputable, Outcome, Sample, normal_quantile};
use serde::{Deserialize, Serialize};

/// Aiken's V: how far experts rate an item above the least rating.
///
/// # Question
/// Do the experts find the item to measure what it should?
///
/// # Formula
/// `V = Σ(r − lo)/(n(c − 1))`, lo the least of c ratings. Score interval
/// (Penfield & Giacobbi), with `m = n(c − 1)`:
/// `(2mV + z² ± z·√(4mV(1 − V) + z²)) / (2(m + z²))`. Right-tail p: the chance
/// of so great a sum were all ratings equally likely, exact.
///
/// # Assumes
/// Experts who rate without each other, whole ratings from lo to hi.
///
/// # When not
/// Few experts: with three, V of 0.8 has a wide interval, which is to be given
/// with it. It says nothing of agreement.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, aiken_v};
/// // five experts on 1 to 4: one 3, four 4
/// let found = aiken_v(&Sample::of_codes(3, &[1, 4], 0), 1, 4, 0.95).unwrap();
/// assert_eq!((found.sum, found.v), (14, 14.0 / 15.0));
/// // 1 + 5 of the 4⁵ ways to rate reach 14 of 15
/// assert_eq!(found.p, Ok(6.0 / 1024.0));
/// ```
///
/// # Checked against
/// `aiken_v` of the reference cases (statsmodels' Wilson interval with m trials;
/// enumeration).
///
/// # References
/// Aiken (1985) Educational and Psychological Measurement 45; Penfield &
/// Giacobbi (2004) Measurement in Physical Education and Exercise Science 8.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::OutOfRange`] for a rating that
/// is not whole or not on the scale, a scale without two ratings, a confidence
/// outside 0 to 1.
pub fn aiken_v(ratings: &Sample, least: i32, greatest: i32, confidence: f64) -> Outcome<AikenV> {
    let wrong = |what: &str| NotComputable::out_of_range(what);
    let steps = i64::from(greatest) - i64::from(least);
    let steps = u64::try_from(steps).ok().filter(|steps| *steps > 0);
    let steps = steps.ok_or(wrong("greatest"))?;
    let n = ratings.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let z = normal_quantile((1.0 - confidence) / 2.0);
    let z = z.filter(|_| confidence > 0.0 && confidence < 1.0);
    let z = z.ok_or(wrong("confidence"))?;
    let mut sum = 0_u64;
    for (value, count) in ratings.values() {
        let above = value - f64::from(least);
        if above < 0.0 || above > steps as f64 || above != libm::trunc(above) {
            return Err(wrong("ratings"));
        }
        let part = (above as u64).checked_mul(count);
        sum = part
            .and_then(|part| sum.checked_add(part))
            .ok_or(wrong("ratings"))?;
    }
    let trials = n.checked_mul(steps).ok_or(wrong("ratings"))?;
    let m = trials as f64;
    let v = sum as f64 / m;
    // 4mV(1 − V) from the integers: 0 at both ends, without rounding.
    let spread = 4.0 * sum as f64 * ((trials - sum) as f64 / m);
    let half = z * libm::sqrt(spread + z * z);
    let middle = 2.0 * sum as f64 + z * z;
    let scale = 2.0 * (m + z * z);
    Ok(AikenV {
        n,
        sum,
        trials,
        v,
        interval: Interval {
            low: Some(if sum == 0 {
                0.0
            } else {
                (middle - half) / scale
            }),
            high: Some(if sum == trials {
                1.0
            } else {
                (middle + half) / scale
            }),
            confidence,
        },
        p: right_tail(n, steps, sum),
    })
}

/// More than this many additions are not worth an exact p.
const WORK: u64 = 100_000_000;

/// The chance that n ratings, each of 0 to `steps` equally likely, sum to
/// `sum` or more.
fn right_tail(n: u64, steps: u64, sum: u64) -> Outcome<f64> {
    let work = n
        .checked_mul(n)
        .and_then(|square| square.checked_mul(steps));
    if work.is_none_or(|work| work > WORK) {
        let what = "n".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let levels = steps as f64 + 1.0;
    // Chances of the sums of the ratings so far; all terms are positive.
    let mut chances = vec![1.0];
    for _ in 0..n {
        let longer = chances.len() + steps as usize;
        let next = (0..longer).map(|total| {
            let from = total.saturating_sub(steps as usize);
            let terms = chances.iter().take(total + 1).skip(from);
            terms.sum::<f64>() / levels
        });
        chances = next.collect();
    }
    let tail = chances
        .iter()
        .skip(usize::try_from(sum).unwrap_or(usize::MAX));
    // Smallest first.
    Ok(tail.rev().sum::<f64>().min(1.0))
}

/// Aiken's V.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AikenV {
    /// Experts.
    pub n: u64,
    /// Sum of the ratings above the least one, and the greatest it can be.
    pub sum: u64,
    pub trials: u64,
    pub v: f64,
    /// Score interval.
    pub interval: Interval,
    /// Right tail, ratings equally likely; not computable for thousands of
    /// experts.
    pub p: Outcome<f64>,
}
