use super::root::root;
use super::{NotComputable, Outcome};

/// Which tails of a test count as finding the effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// A one-sided test.
    One,
    /// A two-sided test of which only the tail on the effect's side counts, as
    /// R does (`strict = FALSE`): a finding of the wrong sign is none.
    Two,
    /// A two-sided test of which both tails count, as G*Power and statsmodels do.
    TwoStrict,
}

impl Sides {
    /// The error in one tail.
    pub(super) fn tail(self, alpha: f64) -> f64 {
        match self {
            Sides::One => alpha,
            Sides::Two | Sides::TwoStrict => 0.5 * alpha,
        }
    }
}

/// Where a power that rises from `low` on reaches `goal`.
///
/// # Errors
/// [`NotComputable::OutOfRange`]: `power` where it is reached at `low` already
/// or is no chance, `what` where it is not reached below `most`.
pub(super) fn reaches(
    goal: f64,
    (low, most): (f64, f64),
    what: &str,
    power: impl Fn(f64) -> Outcome<f64>,
) -> Outcome<f64> {
    if !(goal > 0.0 && goal < 1.0) || power(low)? >= goal {
        return Err(NotComputable::out_of_range("power"));
    }
    let (mut below, mut above) = (low, low.max(1.0) * 2.0);
    while power(above)? < goal {
        (below, above) = (above, above * 2.0);
        if above > most {
            return Err(NotComputable::out_of_range(what));
        }
    }
    root(below, above, |x| Some(goal - power(x).ok()?))
        .ok_or_else(|| NotComputable::out_of_range(what))
}

/// The next whole number of respondents.
pub(super) fn whole(n: f64) -> u64 {
    // A solution within 1e-9 of a whole number is that number.
    (n - 1e-9).ceil().max(0.0) as u64
}

/// `value` if it lies strictly between the ends.
pub(super) fn between(value: f64, low: f64, high: f64, what: &str) -> Outcome<f64> {
    match value > low && value < high {
        true => Ok(value),
        false => Err(NotComputable::out_of_range(what)),
    }
}
