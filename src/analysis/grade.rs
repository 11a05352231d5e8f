use crate::decimal::Decimal;
use crate::stats::{Exact, NotComputable, Outcome, normal_upper};
use crate::survey::Band;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// The grade of a printed index: the band with the highest lower bound that it
/// reaches; the lowest band for anything below.
///
/// # Question
/// Is a printed 76,61 a B?
///
/// # Formula
/// Lower bounds only, compared in integers: `A ≥ 88,31`, `B ≥ 76,61`,
/// `C ≥ 65,00`, else D. So the gaps of the printed table (76,603) are no gaps.
///
/// # Assumes
/// The index was rounded half up to the two decimals it is printed with.
///
/// # When not
/// Never on an index that was not rounded yet: 76,606 prints as 76,61, a B.
///
/// # Example
/// ```
/// use tridharma::Decimal;
/// use tridharma::analysis::grade_of;
/// use tridharma::survey::{Band, Words};
/// let band = |from: i64, to: i64, grade: &str| Band {
///     from: Decimal { units: from, places: 2 },
///     to: Decimal { units: to, places: 2 },
///     grade: grade.to_owned(),
///     word: Words::default(),
/// };
/// let bands = [band(6500, 7660, "C"), band(7661, 8830, "B")];
/// let grade = |units| grade_of(Decimal { units, places: 2 }, &bands).map(|b| b.grade.as_str());
/// assert_eq!(grade(7660), Some("C"));
/// assert_eq!(grade(7661), Some("B"));
/// ```
///
/// # Checked against
/// `category` of the `skm_index` reference cases; the grades of
/// `tests/reference/published.md`.
///
/// # References
/// PermenPANRB 14/2017, Lampiran, table of intervals.
pub fn grade_of(printed: Decimal, bands: &[Band]) -> Option<&Band> {
    let rising = |one: &&Band, other: &&Band| compared(one.from, other.from);
    bands
        .iter()
        .filter(|band| compared(band.from, printed).is_le())
        .max_by(rising)
        .or_else(|| bands.iter().min_by(rising))
}

fn compared(one: Decimal, other: Decimal) -> Ordering {
    match one.places == other.places {
        true => one.units.cmp(&other.units),
        false => Exact::from(one).cmp(&Exact::from(other)),
    }
}

/// Mass of the approximate distribution of the index in one grade band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradeMass {
    pub grade: String,
    /// From 0 to 1; all bands together 1.
    pub probability: f64,
}

/// The mass of normal(index, se) in each band, lowest band first: how sure the
/// grade is. Approximate, because the index of few respondents is not normal.
///
/// A band reaches from its lower bound to the next one; the lowest takes all
/// below, the highest all above.
///
/// # Errors
/// [`NotComputable::NoBands`]; the reason why there is no standard error.
pub fn grade_masses(
    index: f64,
    standard_error: &Outcome<f64>,
    bands: &[Band],
) -> Outcome<Vec<GradeMass>> {
    if bands.is_empty() {
        return Err(NotComputable::NoBands);
    }
    let se = *standard_error.as_ref().map_err(Clone::clone)?;
    let mut ordered: Vec<&Band> = bands.iter().collect();
    ordered.sort_by_key(|band| Exact::from(band.from));
    let bounds: Vec<f64> = ordered
        .iter()
        .skip(1)
        .map(|band| (band.from.value() - index) / se)
        .chain([f64::INFINITY])
        .collect();
    let mut below = f64::NEG_INFINITY;
    let masses = ordered.iter().zip(bounds).map(|(band, above)| {
        let probability = between(below, above);
        below = above;
        GradeMass {
            grade: band.grade.clone(),
            probability,
        }
    });
    Ok(masses.collect())
}

/// Normal mass between two deviates, each from the tail it lies in.
fn between(low: f64, high: f64) -> f64 {
    let upper = |z| normal_upper(z).unwrap_or(0.0);
    let mass = if low > 0.0 {
        upper(low) - upper(high)
    } else {
        upper(-high) - upper(-low)
    };
    mass.max(0.0)
}
