use crate::decimal::Decimal;
use crate::stats::{Exact, Interval, Observations, Sample};
use crate::survey::{Response, Responses};
use serde::{Deserialize, Serialize};

/// What is compared or described: a value per respondent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The respondent's index: mean of the answers given × 100/max of the scale
    /// (× 25 on 1–4), kept to twelve decimals.
    Index,
    /// The sum of the answers of those who answered every item.
    Sum,
    /// One item, by its id.
    Item(String),
    /// The sum of the answers to the items of a dimension, of those who answered
    /// all of them.
    Dimension { name: String, items: Vec<String> },
    /// The mean of the answers given to the items of a dimension, on the scale of
    /// the items, kept to twelve decimals.
    DimensionMean { name: String, items: Vec<String> },
}

/// Decimals of a respondent's index: two different means of up to a thousand
/// answers never meet in one value.
const PLACES: u32 = 12;

impl Target {
    /// Whether values are categories in order (one answer) rather than sums.
    pub fn is_ordinal(&self) -> bool {
        matches!(self, Target::Item(_))
    }

    /// The target named by an item's id or code, `index` or `sum`; `None` for
    /// any other name.
    pub fn named(name: &str, responses: &Responses) -> Option<Target> {
        match name.trim().to_lowercase().as_str() {
            "index" | "indeks" | "ikm" => return Some(Target::Index),
            "sum" | "jumlah" | "total" => return Some(Target::Sum),
            _ => {}
        }
        let known = responses.items.iter().find(|item| {
            [&item.id, &item.code, &item.header]
                .iter()
                .any(|known| known.trim().eq_ignore_ascii_case(name.trim()))
        });
        known.map(|item| Target::Item(item.id.clone()))
    }

    /// An interval cut at the ends of the scale.
    pub(super) fn clipped(&self, responses: &Responses, mut interval: Interval) -> Interval {
        let item = match self {
            Target::Index => responses.items.first(),
            Target::Item(id) => responses.items.iter().find(|item| item.id == *id),
            Target::Sum | Target::Dimension { .. } => None,
            Target::DimensionMean { items, .. } => {
                let first = items.first();
                responses.items.iter().find(|item| Some(&item.id) == first)
            }
        };
        let Some(item) = item else {
            return interval;
        };
        let (min, max) = (f64::from(item.min), f64::from(item.max));
        let (min, max) = match self {
            Target::Index if max > 0.0 => (100.0 * min / max, 100.0),
            _ => (min, max),
        };
        interval.low = interval.low.map(|low| low.clamp(min, max));
        interval.high = interval.high.map(|high| high.clamp(min, max));
        interval
    }

    /// Decimal places of the units [`Target::units`] gives.
    pub fn places(&self) -> u32 {
        match self {
            Target::Index | Target::DimensionMean { .. } => PLACES,
            Target::Sum | Target::Item(_) | Target::Dimension { .. } => 0,
        }
    }

    /// A mean of the answers given as a fraction: their sum over their number (for
    /// the index, times the top of the scale: index/100). `None` without an answer;
    /// of what is a whole number over 1.
    pub(super) fn fraction(
        &self,
        responses: &Responses,
        pattern: &Response,
    ) -> Option<(i128, i128)> {
        match self {
            Target::Index => Target::index_fraction(responses, pattern),
            Target::DimensionMean { items, .. } => {
                let given = codes(responses, pattern, items).flatten();
                let found = given.fold((0_i128, 0_i128), |(sum, n), code| {
                    (sum + i128::from(code), n + 1)
                });
                Some(found).filter(|(_, n)| *n > 0)
            }
            _ => Some((self.units(responses, pattern)?, 1)),
        }
    }

    fn index_fraction(responses: &Responses, pattern: &Response) -> Option<(i128, i128)> {
        let (mut sum, mut given, mut max) = (0_i128, 0_i128, 0_i128);
        for (code, item) in pattern.codes.iter().zip(&responses.items) {
            let Some(code) = code else { continue };
            sum += i128::from(*code);
            given += 1;
            max = max.max(i128::from(item.max));
        }
        (given > 0 && max > 0).then_some((sum, given * max))
    }

    /// The value of a pattern in units of `10^-places`; `None` is missing.
    pub(super) fn units(&self, responses: &Responses, pattern: &Response) -> Option<i128> {
        match self {
            Target::Index => index_units(responses, pattern),
            Target::Sum => {
                let codes: Option<Vec<i16>> = pattern.codes.iter().copied().collect();
                Some(codes?.into_iter().map(i128::from).sum())
            }
            Target::Item(id) => {
                let at = responses.items.iter().position(|item| item.id == *id)?;
                pattern.codes.get(at).copied().flatten().map(i128::from)
            }
            Target::Dimension { items, .. } => {
                let codes: Option<Vec<i16>> = codes(responses, pattern, items).collect();
                Some(codes?.into_iter().map(i128::from).sum())
            }
            Target::DimensionMean { .. } => {
                let (sum, n) = self.fraction(responses, pattern)?;
                let top = sum * 10_i128.pow(PLACES);
                Some((2 * top + n).div_euclid(2 * n))
            }
        }
    }
}

/// The answers of a pattern to items by their ids.
fn codes<'a>(
    responses: &'a Responses,
    pattern: &'a Response,
    items: &'a [String],
) -> impl Iterator<Item = Option<i16>> + 'a {
    items.iter().map(|id| {
        let at = responses.items.iter().position(|item| item.id == *id)?;
        pattern.codes.get(at).copied().flatten()
    })
}

/// Mean of the answers given × 100/max, rounded half up to [`PLACES`].
fn index_units(responses: &Responses, pattern: &Response) -> Option<i128> {
    let (sum, bottom) = Target::index_fraction(responses, pattern)?;
    let top = sum * 100 * 10_i128.pow(PLACES);
    Some((2 * top + bottom).div_euclid(2 * bottom))
}

/// The index of one respondent: the mean of the answers given × 100/max of the
/// scale, rounded half up to two decimals; none without an answer.
///
/// ```
/// use tridharma::analysis::answer_index;
/// use tridharma::survey::{Item, Response, Responses, Words};
/// let item = Item {
///     id: "U1".into(), code: "U1".into(), column: 0, header: "U1".into(),
///     name: Words::default(), min: 1, max: 4, labels: vec![], weight: (1, 2),
/// };
/// let answers = Response { codes: [Some(3), None].into(), groups: [].into(), count: 1 };
/// let all = Responses { items: vec![item.clone(), item], groups: vec![], patterns: vec![] };
/// assert_eq!(answer_index(&all, &answers).unwrap().value(), 75.0);
/// ```
pub fn answer_index(responses: &Responses, pattern: &Response) -> Option<Decimal> {
    let units = index_units(responses, pattern)?;
    Some(Exact::ratio(units, 10_i128.pow(PLACES)).round(2))
}

/// The values of all respondents.
pub fn values(responses: &Responses, target: &Target) -> Sample {
    let all = responses.patterns.iter();
    sample(responses, target, all)
}

/// The values per value of a group, in the order of its values; last those who
/// left it blank.
pub fn values_by(responses: &Responses, group: usize, target: &Target) -> (Vec<Sample>, Sample) {
    let count = responses.groups.get(group).map_or(0, |g| g.values.len());
    let mut parts: Vec<Vec<(i128, u64)>> = vec![Vec::new(); count];
    let mut missing = vec![0_u64; count];
    let mut blank = Vec::new();
    let mut blank_missing = 0_u64;
    for pattern in &responses.patterns {
        let place = pattern.groups.get(group).copied().flatten();
        let place = place
            .and_then(|at| usize::try_from(at).ok())
            .filter(|at| *at < count);
        let (values, absent) =
            match place.and_then(|at| Some((parts.get_mut(at)?, missing.get_mut(at)?))) {
                Some(slot) => slot,
                None => (&mut blank, &mut blank_missing),
            };
        match target.units(responses, pattern) {
            Some(units) => values.push((units, pattern.count)),
            None => *absent = absent.saturating_add(pattern.count),
        }
    }
    let places = target.places();
    let samples = parts
        .into_iter()
        .zip(missing)
        .map(|(values, missing)| Sample::of_units(places, values, missing))
        .collect();
    (samples, Sample::of_units(places, blank, blank_missing))
}

fn sample<'a>(
    responses: &Responses,
    target: &Target,
    patterns: impl Iterator<Item = &'a Response>,
) -> Sample {
    let mut missing = 0_u64;
    let mut values = Vec::new();
    for pattern in patterns {
        match target.units(responses, pattern) {
            Some(units) => values.push((units, pattern.count)),
            None => missing = missing.saturating_add(pattern.count),
        }
    }
    Sample::of_units(target.places(), values, missing)
}

/// The answers to items by their positions, as patterns with counts.
pub fn answers(responses: &Responses, items: &[usize]) -> Observations {
    let patterns = responses.patterns.iter().map(|pattern| {
        let codes = items
            .iter()
            .map(|&item| pattern.codes.get(item).copied().flatten());
        (
            codes.map(|code| code.map(i128::from)).collect(),
            pattern.count,
        )
    });
    Observations::of_patterns(vec![0; items.len()], patterns.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::responses_of;

    #[test]
    fn an_index_is_the_mean_of_the_answers_given() {
        let responses = responses_of(&[
            (&[Some(4), Some(3), None], Some(0), 2),
            (&[None, None, None], Some(1), 1),
            (&[Some(1), Some(1), Some(2)], None, 1),
        ]);
        let all = values(&responses, &Target::Index);
        let found: Vec<(f64, u64)> = all.values().collect();
        assert_eq!(found, [(33.333333333333, 1), (87.5, 2)]);
        assert_eq!(all.missing, 1);
        let (parts, blank) = values_by(&responses, 0, &Target::Sum);
        assert_eq!((parts[0].n(), parts[0].missing), (0, 2));
        assert_eq!(blank.values().collect::<Vec<_>>(), [(4.0, 1)]);
    }
}
