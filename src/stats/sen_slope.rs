use super::interval::coverage;
use super::mann_kendall::{not_rising, series_units};
use super::{Exact, Interval, NotComputable, Outcome, mann_kendall, normal_quantile};
use num_bigint::BigInt;
use num_traits::Pow;
use serde::{Deserialize, Serialize};

/// Sen's slope: how much a series rises per period.
///
/// # Question
/// By how much does the index rise per period?
///
/// # Formula
/// The median of the slopes `(x_j − x_i)/(j − i)` of all pairs of periods. With
/// `C = z·√Var S` of [`mann_kendall`] and N pairs, the interval goes from the
/// slope of rank `(N − C)/2` to that of rank `(N + C)/2 + 1`, rounded
/// (`trend::sens.slope`); an end beyond the slopes is unbounded.
///
/// # Assumes
/// One value per period, in order of time, equally spaced.
///
/// # When not
/// The trend is not a straight line.
///
/// # Example
/// ```
/// use tridharma::stats::sen_slope;
/// let found = sen_slope(&[78.2, 79.0, 78.8, 80.1, 81.5], 0.95).unwrap();
/// assert!((found.slope - 0.8125).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `trend` of the reference cases (formula in R); all pairs in its tests.
///
/// # References
/// Sen (1968), JASA 63: 1379–1389. Gilbert (1987), Statistical Methods for
/// Environmental Pollution Monitoring, 16.4.
///
/// # Errors
/// [`NotComputable::TooFew`] below two periods, [`NotComputable::TooMany`] above
/// 100,000, [`NotComputable::OutOfRange`] for a confidence that is none and for
/// values that are no plain numbers or lie too far apart.
pub fn sen_slope(series: &[f64], confidence: f64) -> Outcome<SenSlope> {
    let confidence = coverage(confidence)?;
    if series.len() > MOST {
        let (n, most) = (series.len() as u64, MOST as u64);
        return Err(NotComputable::TooMany { n, most });
    }
    let slopes = Slopes::of(series)?;
    let low = slopes.nth((slopes.pairs + 1) / 2)?;
    let high = slopes.nth(slopes.pairs / 2 + 1)?;
    let z = normal_quantile((1.0 - confidence) / 2.0);
    let z = z.ok_or_else(|| NotComputable::out_of_range("confidence"))?;
    let reach = z * mann_kendall(series)?.variance.sqrt();
    let end = |rank: f64| match rank >= 1.0 && rank <= slopes.pairs as f64 {
        true => slopes.nth(rank as i64).map(|slope| Some(slope.value())),
        false => Ok(None),
    };
    let pairs = slopes.pairs as f64;
    Ok(SenSlope {
        slope: ((low + high) * Exact::ratio(1, 2)).value(),
        interval: Interval {
            low: end(((pairs - reach) / 2.0).round_ties_even())?,
            high: end(((pairs + reach) / 2.0 + 1.0).round_ties_even())?,
            confidence,
        },
        pairs: slopes.pairs as u64,
    })
}

/// More periods take longer than anybody waits, and no office has them.
const MOST: usize = 100_000;

/// Result of [`sen_slope`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SenSlope {
    /// Per period.
    pub slope: f64,
    pub interval: Interval,
    /// Pairs of periods.
    pub pairs: u64,
}

/// The slopes of all pairs, never listed: a slope of a rank is found by halving
/// the range of slopes and counting the pairs below the middle.
struct Slopes {
    units: Vec<i128>,
    places: u32,
    pairs: i64,
    /// The greatest less the least value.
    range: i128,
    /// Halvings after which two slopes cannot lie in one interval: they are
    /// fractions whose denominators are below n, so they differ by 1/n².
    fine: u32,
}

impl Slopes {
    fn of(series: &[f64]) -> Outcome<Slopes> {
        let (units, places) = series_units(series)?;
        let far = || NotComputable::out_of_range("values");
        let (least, most) = (units.iter().min(), units.iter().max());
        let least = least.copied().unwrap_or(0);
        let range = most.and_then(|most| most.checked_sub(least));
        let range = range.ok_or_else(far)?;
        let n = units.len() as i128;
        let fine = (n * n).ilog2() + 1;
        // Everything below stays under 4·range·2^fine·n.
        let room = 1_i128 << (fine + 3);
        range
            .checked_add(1)
            .and_then(|range| range.checked_mul(room)?.checked_mul(n))
            .ok_or_else(far)?;
        Ok(Slopes {
            units: units.into_iter().map(|unit| unit - least).collect(),
            places,
            pairs: i64::try_from(n * (n - 1) / 2).map_err(|_| far())?,
            range,
            fine,
        })
    }

    /// How many slopes are not above `above / 2^halvings`.
    fn up_to(&self, above: i128, halvings: u32) -> i64 {
        // x_j − x_i ≤ b(j − i) where x − b·place does not rise from i to j.
        let units = self.units.iter().zip(0_i128..);
        let left: Vec<i128> = units
            .map(|(unit, place)| (unit << halvings) - above * place)
            .collect();
        not_rising(&left)
    }

    /// The slope of a rank from below, from 1.
    fn nth(&self, rank: i64) -> Outcome<Exact> {
        let (mut low, mut high, mut halvings) = (-self.range - 1, self.range, 0);
        loop {
            if high - low > 1 {
                let middle = low + (high - low) / 2;
                match self.up_to(middle, halvings) >= rank {
                    true => high = middle,
                    false => low = middle,
                }
            } else if halvings < self.fine {
                (low, high, halvings) = (low * 2, high * 2, halvings + 1);
            } else {
                break;
            }
        }
        // The one fraction with a denominator below n in (low, high].
        let n = self.units.len() as i128;
        let fraction = (1..n).find_map(|steps| {
            let rise = (high * steps) >> halvings;
            (rise << halvings > low * steps).then_some((rise, steps))
        });
        let (rise, steps) = fraction.ok_or_else(|| NotComputable::out_of_range("values"))?;
        let scale = BigInt::from(10).pow(self.places);
        Ok(Exact::of_integers(rise.into(), scale * steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_straight_line_has_one_slope() {
        let line: Vec<f64> = (0..9).map(|i| f64::from(i) * 0.25 - 3.0).collect();
        let found = sen_slope(&line, 0.95).unwrap();
        assert_eq!((found.slope, found.interval.low), (0.25, Some(0.25)));
        assert_eq!(sen_slope(&[3.0, 3.0, 3.0], 0.9).unwrap().slope, 0.0);
        // Three slopes cannot hold 99.9 % of anything.
        let short = sen_slope(&[1.0, 2.0, 4.0], 0.999).unwrap();
        assert_eq!((short.interval.low, short.interval.high), (None, None));
    }

    #[test]
    fn impossible_input_is_refused() {
        assert!(sen_slope(&[1.0], 0.95).is_err());
        assert!(sen_slope(&[1.0, f64::NAN], 0.95).is_err());
        assert!(sen_slope(&[1.0, 2.0], 1.0).is_err());
        assert!(sen_slope(&[-1e36, 1e36, 0.0], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn equals_the_median_of_all_pairs(units in proptest::collection::vec(-30_i32..30, 2..25)) {
            let series: Vec<f64> = units.iter().map(|&u| f64::from(u) / 10.0).collect();
            let mut slopes = Vec::new();
            for (i, a) in units.iter().enumerate() {
                for (j, b) in units.iter().enumerate().skip(i + 1) {
                    slopes.push(f64::from(b - a) / 10.0 / (j - i) as f64);
                }
            }
            slopes.sort_by(f64::total_cmp);
            let middle = (slopes[(slopes.len() - 1) / 2] + slopes[slopes.len() / 2]) / 2.0;
            let found = sen_slope(&series, 0.95).unwrap();
            prop_assert!((found.slope - middle).abs() < 1e-13);
        }
    }
}
