use super::sample::{decimal_text, places_of, units_of};
use super::{
    Caution, Effect, HypothesisTest, NormalTest, NotComputable, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The Mann–Kendall test of a trend over time.
///
/// # Question
/// Does a series rise (or fall) over its periods?
///
/// # Formula
/// `S` = pairs of periods of which the later is higher, less those of which it
/// is lower; `Var S = [n(n−1)(2n+5) − Σt(t−1)(2t+5)]/18`;
/// `z = (S − sign S)/√Var S` (`continuity`, the default of all programs) or
/// without that correction (`plain`). Kendall's `τ_b = S/√(n₀(n₀ − Σt(t−1)/2))`,
/// `n₀ = n(n−1)/2`.
///
/// # Assumes
/// One value per period, in order of time, equally spaced or not; periods
/// independent of one another.
///
/// # When not
/// A season repeats within the year; neighbouring periods depend on each other
/// (p is then too small). Fewer than about 8 periods: the normal tail is rough.
///
/// # Example
/// ```
/// use tridharma::stats::mann_kendall;
/// let index = [78.2, 79.0, 78.8, 80.1, 81.5, 81.0, 83.3, 84.2];
/// let test = mann_kendall(&index).unwrap();
/// assert_eq!(test.s, 24);
/// assert!((test.continuity.unwrap().p - 0.0044).abs() < 1e-4);
/// ```
///
/// # Checked against
/// `trend` of the reference cases (formula in R, as `trend::mk.test`).
///
/// # References
/// Mann (1945), Econometrica 13: 245–259. Kendall (1975), Rank Correlation
/// Methods. Gilbert (1987), Statistical Methods for Environmental Pollution
/// Monitoring, ch. 16.
///
/// # Errors
/// [`NotComputable::TooFew`] below two periods, [`NotComputable::OutOfRange`] for
/// values that are no plain numbers. Where all are equal S is 0 and the rest says
/// why it is not.
pub fn mann_kendall(series: &[f64]) -> Outcome<MannKendall> {
    let (units, _) = series_units(series)?;
    let n = units.len() as i128;
    let s = score(&units);
    let ties = tie_counts(&units);
    let term = |t: i128| t * (t - 1) * (2 * t + 5);
    let variance = term(n) - ties.iter().map(|&t| term(t)).sum::<i128>();
    let pairs = n * (n - 1);
    let untied = pairs - ties.iter().map(|t| t * (t - 1)).sum::<i128>();
    let variance = variance as f64 / 18.0;
    let of = |correction| {
        NormalTest::of(s as f64, variance.sqrt(), correction).ok_or(NotComputable::NoSpread)
    };
    let tied: i128 = ties.iter().filter(|t| **t > 1).sum();
    let small = units.len() < 8;
    Ok(MannKendall {
        n: units.len() as u64,
        s,
        variance,
        continuity: of(1.0),
        plain: of(0.0),
        tau_b: match untied {
            0 => Err(NotComputable::NoSpread),
            _ => Ok(2.0 * s as f64 / (pairs as f64 * untied as f64).sqrt()),
        },
        cautions: [
            (tied > 0).then_some(Caution::Ties { tied: tied as u64 }),
            small.then_some(Caution::Approximate {
                n: units.len() as u64,
            }),
        ]
        .into_iter()
        .flatten()
        .collect(),
    })
}

/// The longest series; S of it still fits.
const LONGEST: usize = 1 << 24;

/// A series as integers of one decimal place.
pub(super) fn series_units(series: &[f64]) -> Outcome<(Vec<i128>, u32)> {
    if series.len() < 2 {
        let n = series.len() as u64;
        return Err(NotComputable::TooFew { n, needed: 2 });
    }
    if series.len() > LONGEST {
        return Err(NotComputable::out_of_range("periods"));
    }
    let texts = series.iter().map(|value| decimal_text(*value));
    let texts: Option<Vec<String>> = texts.collect();
    let texts = texts.ok_or_else(|| NotComputable::out_of_range("values"))?;
    let places = texts.iter().map(|text| places_of(text)).max().unwrap_or(0);
    let units = texts.iter().map(|text| units_of(text, places));
    let units: Option<Vec<i128>> = units.collect();
    Ok((
        units.ok_or_else(|| NotComputable::out_of_range("values"))?,
        places,
    ))
}

/// How often each value occurs.
fn tie_counts(units: &[i128]) -> Vec<i128> {
    let mut sorted = units.to_vec();
    sorted.sort_unstable();
    let equal = sorted.chunk_by(|a, b| a == b);
    equal.map(|level| level.len() as i128).collect()
}

/// S: rising pairs less falling pairs.
fn score(units: &[i128]) -> i64 {
    let turned: Vec<i128> = units.iter().map(|unit| -unit).collect();
    // Rising or level pairs less falling or level pairs.
    not_rising(&turned) - not_rising(units)
}

/// Pairs of which the later is not higher, by merge sort.
pub(super) fn not_rising(values: &[i128]) -> i64 {
    let mut sorted = values.to_vec();
    let mut merged = Vec::with_capacity(sorted.len());
    let (mut count, mut width) = (0_i64, 1);
    while width < sorted.len() {
        merged.clear();
        for both in sorted.chunks(width * 2) {
            let (early, late) = both.split_at(width.min(both.len()));
            let (mut early, mut late) = (early.iter().peekable(), late.iter().peekable());
            while let (Some(&&a), Some(&&b)) = (early.peek(), late.peek()) {
                if b <= a {
                    // Not higher than any of the early ones still waiting.
                    count += early.len() as i64;
                    merged.extend(late.next());
                } else {
                    merged.extend(early.next());
                }
            }
            merged.extend(early.chain(late));
        }
        std::mem::swap(&mut sorted, &mut merged);
        width *= 2;
    }
    count
}

/// Result of [`mann_kendall`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MannKendall {
    /// Periods.
    pub n: u64,
    /// Rising pairs less falling ones.
    pub s: i64,
    /// Of S, corrected for ties.
    pub variance: f64,
    /// With continuity correction; the default. `p_greater` is for a rise.
    pub continuity: Outcome<NormalTest>,
    pub plain: Outcome<NormalTest>,
    /// Kendall's correlation with time.
    pub tau_b: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for MannKendall {
    fn method(&self) -> &'static str {
        "mann_kendall"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "S".to_owned(),
            value: self.s as f64,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.continuity.clone().map(|test| test.p)
    }

    fn effect(&self) -> Option<Effect> {
        let value = self.tau_b.clone().ok()?;
        Some(Effect {
            name: "kendall_tau_b".to_owned(),
            value,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
            missing: 0,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
