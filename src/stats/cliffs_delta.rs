use super::interval::{coverage, finite, possible};
use super::{Exact, Interval, NotComputable, Outcome, Sample, normal_quantile};
use serde::{Deserialize, Serialize};

/// How far two groups are apart by order: Cliff's δ, which is also the
/// rank-biserial correlation, and Vargha and Delaney's A.
///
/// # Question
/// How much more often does one of the first group give the higher answer?
///
/// # Formula
/// Over all n₁n₂ pairs `δ = (#higher − #lower)/(n₁n₂)`; `A = (δ + 1)/2`. With
/// `dᵢ.` and `d.ⱼ` the means of `sign(xᵢ − yⱼ)` over the other group, the
/// unbiased variance is
/// `(n₂²Σ(dᵢ. − δ)² + n₁²Σ(d.ⱼ − δ)² − ΣΣ(dᵢⱼ − δ)²)/(n₁n₂(n₁−1)(n₂−1))`, at
/// least `(1 − δ²)/(n₁n₂ − 1)`; interval (asymmetric, Feng and Cliff)
/// `(δ − δ³ ± z·√v·√((1 − δ²)² + z²v))/(1 − δ² + z²v)`. The interval of the
/// rank-biserial is `tanh(atanh δ ± z√((n₁+n₂+1)/(3n₁n₂)))`.
///
/// # Assumes
/// Independent respondents and an order of the answers, nothing else.
///
/// # When not
/// Groups of one have no variance of it.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, cliffs_delta};
/// let (first, second) = (Sample::of_codes(1, &[0, 1, 2], 0), Sample::of_codes(1, &[2, 1, 0], 0));
/// let found = cliffs_delta(&first, &second, 0.95).unwrap();
/// assert_eq!((found.higher, found.lower, found.equal), (8, 0, 1));
/// assert_eq!(found.delta, 8.0 / 9.0);
/// ```
///
/// # Checked against
/// `effect_two_groups` of the reference cases (R `effsize::cliff.delta`).
///
/// # References
/// Cliff, Psychological Bulletin 114 (1993) 494–509; Feng & Cliff, Journal of
/// Modern Applied Statistical Methods 3 (2004) 322–332; Vargha & Delaney,
/// Journal of Educational and Behavioral Statistics 25 (2000) 101–132.
///
/// # Errors
/// [`NotComputable::TooFew`] for an empty group, [`NotComputable::OutOfRange`]
/// for an impossible confidence and for more pairs than fit.
pub fn cliffs_delta(first: &Sample, second: &Sample, confidence: f64) -> Outcome<CliffsDelta> {
    let confidence = coverage(confidence)?;
    let (n1, n2) = (first.n(), second.n());
    if n1 == 0 || n2 == 0 {
        return Err(NotComputable::TooFew { n: 0, needed: 1 });
    }
    let z = possible(normal_quantile((1.0 - confidence) / 2.0), "confidence")?;
    let too_many = || NotComputable::out_of_range("pairs");
    let (ahead, behind) = (wins(first, second), wins(second, first));
    let (ahead, behind) = (ahead.ok_or_else(too_many)?, behind.ok_or_else(too_many)?);
    let pairs = i128::from(n1) * i128::from(n2);
    let (higher, lower) = (ahead.higher, behind.higher);
    let delta = Exact::ratio(higher - lower, pairs);
    let variance = variance(&ahead, &behind, &delta, (n1, n2));
    let value = delta.value();
    let width = (n1 as f64 + n2 as f64 + 1.0) / (3.0 * n1 as f64 * n2 as f64);
    let turned = libm::atanh(value);
    let fisher = |sign: f64| libm::tanh(turned + sign * z * libm::sqrt(width));
    Ok(CliffsDelta {
        n: [n1, n2],
        higher,
        lower,
        equal: pairs - higher - lower,
        delta: value,
        interval: variance
            .clone()
            .and_then(|variance| asymmetric(value, variance, z, confidence)),
        variance,
        rank_biserial_interval: Interval {
            low: Some(fisher(-1.0)),
            high: Some(fisher(1.0)),
            confidence,
        },
        vargha_delaney_a: ((delta + Exact::whole(1)) * Exact::ratio(1, 2)).value(),
    })
}

/// Result of [`cliffs_delta`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CliffsDelta {
    /// First and second group.
    pub n: [u64; 2],
    /// Pairs in which the first group's answer is higher.
    pub higher: i128,
    pub lower: i128,
    pub equal: i128,
    /// Also the rank-biserial correlation.
    pub delta: f64,
    /// Unbiased, or its lower bound.
    pub variance: Outcome<f64>,
    pub interval: Outcome<Interval>,
    /// By Fisher's z.
    pub rank_biserial_interval: Interval,
    /// Chance that the first is higher, ties half.
    pub vargha_delaney_a: f64,
}

/// What the pairs of one group against the other add up to.
struct Wins {
    higher: i128,
    /// `Σ` over this group of (others below − others above).
    sum: i128,
    squares: i128,
}

/// `None` beyond `i128`.
fn wins(own: &Sample, other: &Sample) -> Option<Wins> {
    let places = own.places().max(other.places());
    let (own, values, n) = (own.at(places)?, other.at(places)?, other.n());
    let mut rising = values.iter().peekable();
    let (mut below, mut found) = (
        0_i128,
        Wins {
            higher: 0,
            sum: 0,
            squares: 0,
        },
    );
    for (value, count) in own {
        while let Some((_, lower)) = rising.next_if(|(other, _)| *other < value) {
            below += i128::from(*lower);
        }
        let equal = rising.peek().filter(|(other, _)| *other == value);
        let equal = equal.map_or(0, |(_, count)| i128::from(*count));
        let (count, above) = (i128::from(count), i128::from(n) - below - equal);
        let ahead = below - above;
        found.higher = found.higher.checked_add(below.checked_mul(count)?)?;
        found.sum = found.sum.checked_add(ahead.checked_mul(count)?)?;
        let square = ahead.checked_mul(ahead)?.checked_mul(count)?;
        found.squares = found.squares.checked_add(square)?;
    }
    Some(found)
}

fn variance(ahead: &Wins, behind: &Wins, delta: &Exact, (n1, n2): (u64, u64)) -> Outcome<f64> {
    let least = n1.min(n2);
    if least < 2 {
        return Err(NotComputable::TooFew {
            n: least,
            needed: 2,
        });
    }
    let (n1, n2) = (i128::from(n1), i128::from(n2));
    let about = |squares: i128, n: i128| {
        let sum = Exact::whole(ahead.sum);
        Exact::whole(squares) - sum.clone() * sum / Exact::whole(n)
    };
    let unequal = ahead.higher.saturating_add(behind.higher);
    let parts = about(ahead.squares, n1) + about(behind.squares, n2) - about(unequal, n1 * n2);
    let unbiased = parts / (Exact::whole(n1 * n2) * Exact::whole((n1 - 1) * (n2 - 1)));
    let rest = Exact::whole(1) - delta.clone() * delta.clone();
    let bound = rest / Exact::whole(n1 * n2 - 1);
    Ok(unbiased.max(bound).value())
}

fn asymmetric(delta: f64, variance: f64, z: f64, confidence: f64) -> Outcome<Interval> {
    let rest = 1.0 - delta * delta;
    let below = rest + z * z * variance;
    if below == 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let half = z * libm::sqrt(variance) * libm::sqrt(rest * rest + z * z * variance);
    let end = |sign: f64| finite((delta * rest + sign * half) / below, "delta");
    Ok(Interval {
        low: Some(end(-1.0)?),
        high: Some(end(1.0)?),
        confidence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_all_pairs_one_by_one(
            a in proptest::collection::vec(1_i32..6, 1..9),
            b in proptest::collection::vec(1_i32..6, 1..9),
        ) {
            let sample = |values: &[i32]| {
                let halves: Vec<_> = values.iter().map(|v| Some(f64::from(*v) / 2.0)).collect();
                Sample::of_numbers(&halves).unwrap()
            };
            let found = cliffs_delta(&sample(&a), &sample(&b), 0.9).unwrap();
            let sign = |x: i32, y: i32| f64::from((x - y).signum());
            let (n1, n2) = (a.len() as f64, b.len() as f64);
            let all: f64 = a.iter().map(|&x| b.iter().map(|&y| sign(x, y)).sum::<f64>()).sum();
            let delta = all / (n1 * n2);
            prop_assert!((found.delta - delta).abs() < 1e-14);
            if a.len() > 1 && b.len() > 1 {
                let row = |x: i32| b.iter().map(|&y| sign(x, y)).sum::<f64>() / n2 - delta;
                let column = |y: i32| a.iter().map(|&x| sign(x, y)).sum::<f64>() / n1 - delta;
                let rows: f64 = a.iter().map(|&x| row(x).powi(2)).sum();
                let columns: f64 = b.iter().map(|&y| column(y).powi(2)).sum();
                let cells = |x: i32| b.iter().map(|&y| (sign(x, y) - delta).powi(2)).sum::<f64>();
                let cells: f64 = a.iter().map(|&x| cells(x)).sum();
                let of = (n2 * n2 * rows + n1 * n1 * columns - cells)
                    / (n1 * n2 * (n1 - 1.0) * (n2 - 1.0));
                let of = of.max((1.0 - delta * delta) / (n1 * n2 - 1.0));
                prop_assert!((found.variance.unwrap() - of).abs() < 1e-13);
            }
        }
    }
}
