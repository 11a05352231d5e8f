use super::{Exact, NotComputable, Observations, Outcome};
use num_bigint::BigInt;
use num_traits::Pow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Normalised gain (Hake's N-gain) of a test before and after.
///
/// # Question
/// How much of what could still be learnt was learnt?
///
/// # Formula
/// Of a person `g = (after − before)/(max − before)`; mean and standard
/// deviation of g. Of the course `⟨g⟩ = (x̄_after − x̄_before)/(max − x̄_before)`,
/// which is Hake's; the two differ.
///
/// # Assumes
/// The same test, or two equally hard, of the same persons; max the greatest
/// score. Persons with one score only are left out.
///
/// # When not
/// Who had the greatest score before has no gain of a person (they are counted,
/// and count for the course). A loss from a high score gives a large negative
/// g: with some of these the course's gain, or the change of Marx & Cummings,
/// is the better number. It needs no test of its own: for chance see the paired
/// t or Wilcoxon test.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, normalized_gain};
/// let before = [40.0, 60.0, 100.0].map(Some);
/// let after = [70.0, 80.0, 100.0].map(Some);
/// let scores = Observations::of_columns(&[&before, &after]).unwrap();
/// let found = normalized_gain(&scores, 0, 1, 100.0).unwrap();
/// assert_eq!((found.mean_gain, found.at_maximum), (Ok(0.5), 1));
/// assert_eq!(found.course_gain, Ok(0.5));
/// ```
///
/// # Checked against
/// `normalized_gain` of the reference cases (by hand and a second program).
///
/// # References
/// Hake (1998) American Journal of Physics 66; Marx & Cummings (2007) American
/// Journal of Physics 75.
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has both scores;
/// [`NotComputable::OutOfRange`] for a score above the greatest or a greatest
/// that is no number.
pub fn normalized_gain(
    scores: &Observations,
    before: usize,
    after: usize,
    greatest: f64,
) -> Outcome<NormalizedGain> {
    let wrong = |what: &str| NotComputable::out_of_range(what);
    let greatest = Exact::written(greatest).ok_or(wrong("greatest"))?;
    let pairs = scores.complete(&[before, after]);
    let n = pairs.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let means = (pairs.sample(0).mean()?, pairs.sample(1).mean()?);
    let gains = Gains::of(&pairs, &greatest)?;
    let room = greatest - means.0.clone();
    let rise = means.1.clone() - means.0.clone();
    let counted = gains.n;
    let mean_gain = match counted {
        0 => Err(NotComputable::NoSpread),
        _ => Ok(gains.sum / counted as f64),
    };
    let sd_gain = match (&mean_gain, counted) {
        (Ok(mean), 2..) => Ok(gains.sd(*mean)),
        _ => Err(NotComputable::TooFew {
            n: counted,
            needed: 2,
        }),
    };
    Ok(NormalizedGain {
        n,
        missing: scores.n().saturating_sub(n),
        at_maximum: n - counted,
        mean_before: means.0.value(),
        mean_after: means.1.value(),
        course_gain: match room.is_zero() {
            true => Err(NotComputable::NoSpread),
            false => Ok((rise / room).value()),
        },
        mean_gain,
        sd_gain,
        gains: gains.distinct,
    })
}

/// The gains of persons.
struct Gains {
    n: u64,
    sum: f64,
    distinct: Vec<(f64, u64)>,
}

impl Gains {
    fn of(pairs: &Observations, greatest: &Exact) -> Outcome<Gains> {
        let places = pairs.places();
        let scale = |v: usize| BigInt::from(10).pow(places.get(v).copied().unwrap_or(0));
        let scales = (scale(0), scale(1));
        let mut counted: BTreeMap<Exact, u64> = BTreeMap::new();
        let mut n = 0;
        for (row, count) in pairs.patterns() {
            let mut cells = row.iter().flatten();
            let (Some(before), Some(after)) = (cells.next(), cells.next()) else {
                continue;
            };
            let before = Exact::of_integers((*before).into(), scales.0.clone());
            let after = Exact::of_integers((*after).into(), scales.1.clone());
            if before > *greatest || after > *greatest {
                let what = "scores".to_owned();
                return Err(NotComputable::OutOfRange { what });
            }
            let room = greatest.clone() - before.clone();
            if !room.is_zero() {
                n += count;
                *counted.entry((after - before) / room).or_default() += count;
            }
        }
        let distinct = counted
            .into_iter()
            .map(|(gain, count)| (gain.value(), count));
        let distinct: Vec<(f64, u64)> = distinct.collect();
        let sum = distinct
            .iter()
            .map(|(gain, count)| gain * *count as f64)
            .sum();
        Ok(Gains { n, sum, distinct })
    }

    fn sd(&self, mean: f64) -> f64 {
        let square = |(gain, count): &(f64, u64)| (gain - mean) * (gain - mean) * *count as f64;
        let squares: f64 = self.distinct.iter().map(square).sum();
        libm::sqrt(squares / (self.n as f64 - 1.0))
    }
}

/// Normalised gain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NormalizedGain {
    /// Persons with both scores, and those without.
    pub n: u64,
    pub missing: u64,
    /// Of n, those with the greatest score before: no gain of their own.
    pub at_maximum: u64,
    pub mean_before: f64,
    pub mean_after: f64,
    /// From the means of all n (Hake).
    pub course_gain: Outcome<f64>,
    /// Mean and standard deviation of the gains of persons.
    pub mean_gain: Outcome<f64>,
    pub sd_gain: Outcome<f64>,
    /// Distinct gains of persons, rising, with their counts.
    pub gains: Vec<(f64, u64)>,
}
