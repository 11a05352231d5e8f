use super::{Exact, NotComputable, Outcome, Sample, normal_quantile};
use serde::{Deserialize, Serialize};

/// Method of successive intervals (MSI): a number for each answer level such
/// that the answers come from a normal distribution.
///
/// # Question
/// How far apart are the answers 1, 2, 3, …, if what lies behind them is
/// normal?
///
/// # Formula
/// Cumulated shares of the levels, their normal quantiles z and densities φ(z);
/// scale value `(φ_below − φ_above)/share`, the mean of the normal distribution
/// between the two; score `value − least value + 1`.
///
/// # Assumes
/// A normal quality behind the answers, cut at the same places for everybody.
///
/// # When not
/// Levels without answers have no score and are left out. Scores depend on the
/// sample: those of two periods or of two items are not on one scale. Theses
/// that read z from a table of two decimals differ by up to 0.02.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, successive_intervals};
/// let scale = successive_intervals(&Sample::of_codes(1, &[3, 4, 13, 6, 4], 0)).unwrap();
/// assert_eq!(scale.levels[0].score, 1.0);
/// assert!((scale.levels[4].score - 4.369536).abs() < 1e-6);
/// ```
///
/// # Checked against
/// `successive_intervals` of the reference cases: four published sheets and a
/// second program.
///
/// # References
/// Edwards (1957) Techniques of Attitude Scale Construction; Hays (1976)
/// Quantification in Psychology.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::NoSpread`] where all answer
/// alike.
pub fn successive_intervals(answers: &Sample) -> Outcome<SuccessiveIntervals> {
    let n = answers.n();
    match answers.units().len() {
        0 => return Err(NotComputable::NoAnswers),
        1 => return Err(NotComputable::NoSpread),
        _ => {}
    }
    let (mut so_far, mut below) = (0_u64, 0.0);
    let mut levels = Vec::with_capacity(answers.units().len());
    for (value, count) in answers.values() {
        so_far = so_far.saturating_add(count);
        let share = Exact::ratio(count.into(), n.into()).value();
        // The upper tail, as it is what the quantile takes: n less those so far.
        let upper = Exact::ratio(i128::from(n) - i128::from(so_far), n.into());
        let z = match upper.is_zero() {
            true => None,
            false => normal_quantile(upper.value()),
        };
        let density = z.map_or(0.0, density);
        levels.push(ScaledLevel {
            value,
            count,
            share,
            cumulative: Exact::ratio(so_far.into(), n.into()).value(),
            z,
            density,
            scale_value: (below - density) / share,
            score: 0.0,
        });
        below = density;
    }
    // Scale values rise with the levels, so the first is the least.
    let least = levels.first().map_or(0.0, |level| level.scale_value);
    for level in &mut levels {
        level.score = level.scale_value - least + 1.0;
    }
    Ok(SuccessiveIntervals {
        n,
        missing: answers.missing,
        levels,
    })
}

fn density(z: f64) -> f64 {
    libm::exp(-z * z / 2.0) / libm::sqrt(std::f64::consts::TAU)
}

/// An item on an interval scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuccessiveIntervals {
    pub n: u64,
    pub missing: u64,
    /// Rising; only levels that somebody chose.
    pub levels: Vec<ScaledLevel>,
}

/// A level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScaledLevel {
    /// The answer as it was given.
    pub value: f64,
    pub count: u64,
    pub share: f64,
    pub cumulative: f64,
    /// Normal quantile of the cumulated share; none above the last level.
    pub z: Option<f64>,
    /// Normal density at z; 0 above the last level.
    pub density: f64,
    pub scale_value: f64,
    /// The scale value moved so that the least is 1.
    pub score: f64,
}
