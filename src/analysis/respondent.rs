use super::fractions::Fractions;
use crate::decimal::Decimal;
use crate::stats::{Exact, Interval, Observations, Sample, successive_intervals};
use crate::survey::{Response, Responses};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// An item, a sum or a dimension with the interval values of its items (method of
    /// successive intervals, from the answers of all respondents) in place of their
    /// codes, kept to twelve decimals.
    Intervals(Box<Target>),
}

/// Decimals of a respondent's index: two different means of up to a thousand
/// answers never meet in one value.
const PLACES: u32 = 12;

impl Target {
    /// The name of the dimension it is a sum or a mean of.
    pub fn dimension(&self) -> Option<&str> {
        match self {
            Target::Dimension { name, .. } | Target::DimensionMean { name, .. } => Some(name),
            Target::Intervals(of) => of.dimension(),
            Target::Index | Target::Sum | Target::Item(_) => None,
        }
    }

    /// Whether values are categories in order (one answer) rather than sums.
    pub fn is_ordinal(&self) -> bool {
        matches!(self, Target::Item(_))
    }

    /// The same value of interval values; an index and a mean stay what they are.
    pub fn in_intervals(self) -> Target {
        match self {
            Target::Sum | Target::Item(_) | Target::Dimension { .. } => {
                Target::Intervals(Box::new(self))
            }
            other => other,
        }
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
            Target::Sum | Target::Dimension { .. } | Target::Intervals(_) => None,
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
            Target::Index | Target::DimensionMean { .. } | Target::Intervals(_) => PLACES,
            Target::Sum | Target::Item(_) | Target::Dimension { .. } => 0,
        }
    }

    /// What it reads of each pattern.
    pub(super) fn measure(&self, responses: &Responses) -> Measure {
        let place = |id: &String| responses.items.iter().position(|item| item.id == *id);
        match self {
            Target::Index => Measure::Index(responses.items.iter().map(|item| item.max).collect()),
            Target::Sum => Measure::Sum((0..responses.items.len()).map(Some).collect()),
            Target::Item(id) => Measure::Sum(vec![place(id)]),
            Target::Dimension { items, .. } => Measure::Sum(items.iter().map(place).collect()),
            Target::DimensionMean { items, .. } => Measure::Mean(items.iter().map(place).collect()),
            Target::Intervals(of) => match of.measure(responses) {
                Measure::Sum(items) => Measure::Intervals(scores(responses, &items)),
                other => other,
            },
        }
    }

    /// The value of a pattern in units of `10^-places`; `None` is missing.
    pub(super) fn units(&self, responses: &Responses, pattern: &Response) -> Option<i128> {
        self.measure(responses).units(&pattern.codes)
    }
}

/// A target whose items have been found: a number for each pattern of answers.
pub(super) enum Measure {
    /// The greatest code of each item.
    Index(Vec<i16>),
    /// The items, by their positions.
    Sum(Vec<Option<usize>>),
    Mean(Vec<Option<usize>>),
    /// The items with the interval value of each code, in units of [`PLACES`]; none
    /// for an item that has none.
    Intervals(Vec<Option<Scores>>),
}

/// The position of an item and the value of each of its codes.
type Scores = (usize, BTreeMap<i16, i128>);

/// The interval values of items by their positions.
fn scores(responses: &Responses, items: &[Option<usize>]) -> Vec<Option<Scores>> {
    let of = |position: &Option<usize>| {
        let item = responses.items.get((*position)?)?;
        let sample = values(responses, &Target::Item(item.id.clone()));
        let levels = successive_intervals(&sample).ok()?.levels;
        let score = |score: f64| libm::round(score * libm::pow(10.0, f64::from(PLACES))) as i128;
        let scores = levels.iter();
        let scores = scores.map(|level| (level.value as i16, score(level.score)));
        Some(((*position)?, scores.collect()))
    };
    items.iter().map(of).collect()
}

impl Measure {
    /// A mean of the answers given as a fraction: their sum over their number (for
    /// the index, times the top of the scale: index/100). `None` without an answer;
    /// of what is a whole number over 1.
    pub fn fraction(&self, codes: &[Option<i16>]) -> Option<(i128, i128)> {
        let at = |item: &Option<usize>| codes.get((*item)?).copied().flatten();
        match self {
            Measure::Index(tops) => {
                let (mut sum, mut given, mut max) = (0_i64, 0_i64, 0_i16);
                for (code, top) in codes.iter().zip(tops) {
                    let Some(code) = code else { continue };
                    sum += i64::from(*code);
                    given += 1;
                    max = max.max(*top);
                }
                let bottom = given * i64::from(max);
                (bottom > 0).then_some((sum.into(), bottom.into()))
            }
            Measure::Sum(items) => {
                let sum = items
                    .iter()
                    .map(at)
                    .try_fold(0_i64, |sum, code| Some(sum + i64::from(code?)))?;
                Some((sum.into(), 1))
            }
            Measure::Mean(items) => {
                let (mut sum, mut given) = (0_i64, 0_i64);
                for code in items.iter().filter_map(at) {
                    sum += i64::from(code);
                    given += 1;
                }
                (given > 0).then_some((sum.into(), given.into()))
            }
            Measure::Intervals(items) => {
                let score = |item: &Option<Scores>| {
                    let (position, scores) = item.as_ref()?;
                    scores
                        .get(&codes.get(*position).copied().flatten()?)
                        .copied()
                };
                let sum: Option<i128> = items.iter().map(score).sum();
                Some((sum?, 10_i128.pow(PLACES)))
            }
        }
    }

    /// The value in units of [`Target::places`]; `None` is missing.
    pub fn units(&self, codes: &[Option<i16>]) -> Option<i128> {
        self.fraction(codes).map(|fraction| self.in_units(fraction))
    }

    /// A fraction in those units: a mean is rounded half up.
    pub fn in_units(&self, (sum, bottom): (i128, i128)) -> i128 {
        let top = match self {
            Measure::Index(_) => sum * 100 * 10_i128.pow(PLACES),
            Measure::Sum(_) => return sum,
            Measure::Mean(_) | Measure::Intervals(_) => sum * 10_i128.pow(PLACES),
        };
        (2 * top + bottom).div_euclid(2 * bottom)
    }
}

/// How many have which value, in total or per group: every value is looked up once
/// per pattern of answers, and counted by its number.
pub(super) struct Valued {
    fractions: Fractions,
    groups: usize,
    /// Of each fraction by its number, how many per group.
    counts: Vec<u64>,
    /// How many per group have none.
    missing: Vec<u64>,
}

impl Valued {
    /// Counts so many groups; `place` tells that of a pattern.
    pub fn of(
        responses: &Responses,
        measure: &Measure,
        groups: usize,
        place: impl Fn(&Response) -> usize,
    ) -> Valued {
        let mut fractions = Fractions::new();
        let mut missing = vec![0_u64; groups];
        let mut counts: Vec<u64> = Vec::new();
        for alike in responses.alike() {
            let fraction = alike
                .first()
                .and_then(|first| measure.fraction(&first.codes));
            let slots = match fraction.map(|fraction| fractions.number(fraction) * groups) {
                None => Some(missing.as_mut_slice()),
                Some(start) => {
                    if start == counts.len() {
                        counts.resize(start + groups, 0);
                    }
                    counts.get_mut(start..start + groups)
                }
            };
            let Some(slots) = slots else { continue };
            for pattern in alike {
                if let Some(slot) = slots.get_mut(place(pattern)) {
                    *slot = slot.saturating_add(pattern.count);
                }
            }
        }
        Valued {
            fractions,
            groups,
            counts,
            missing,
        }
    }

    /// The fractions that occur, each once.
    pub fn fractions(&self) -> impl Iterator<Item = (i128, i128)> {
        self.fractions.iter()
    }

    /// The values of a group, in units that a fraction becomes.
    pub fn sample(
        &self,
        group: usize,
        places: u32,
        units: impl Fn((i128, i128)) -> i128,
    ) -> Sample {
        let counts = self.counts.chunks(self.groups.max(1));
        let values = self
            .fractions
            .iter()
            .zip(counts)
            .filter_map(|(fraction, counts)| {
                let count = counts.get(group).filter(|count| **count > 0)?;
                Some((units(fraction), *count))
            });
        let missing = self.missing.get(group).copied().unwrap_or(0);
        Sample::of_units(places, values.collect(), missing)
    }
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
    let units = Target::Index.units(responses, pattern)?;
    Some(Exact::ratio(units, 10_i128.pow(PLACES)).round(2))
}

/// The values of all respondents.
pub fn values(responses: &Responses, target: &Target) -> Sample {
    let measure = target.measure(responses);
    let valued = Valued::of(responses, &measure, 1, |_| 0);
    valued.sample(0, target.places(), |fraction| measure.in_units(fraction))
}

/// The values of all respondents of several targets, in one pass over the answers.
pub(super) fn values_of(responses: &Responses, targets: &[Target]) -> Vec<Sample> {
    struct Values {
        measure: Measure,
        fractions: Fractions,
        counts: Vec<u64>,
        missing: u64,
    }
    let values = |target: &Target| Values {
        measure: target.measure(responses),
        fractions: Fractions::new(),
        counts: Vec::new(),
        missing: 0,
    };
    let mut all: Vec<Values> = targets.iter().map(values).collect();
    for (codes, count) in responses.answers() {
        for own in &mut all {
            let Some(fraction) = own.measure.fraction(codes) else {
                own.missing = own.missing.saturating_add(count);
                continue;
            };
            let number = own.fractions.number(fraction);
            if number == own.counts.len() {
                own.counts.push(0);
            }
            if let Some(slot) = own.counts.get_mut(number) {
                *slot = slot.saturating_add(count);
            }
        }
    }
    let sample = |(target, own): (&Target, Values)| {
        let units = own.fractions.iter();
        let units = units.map(|fraction| own.measure.in_units(fraction));
        let values = units.zip(own.counts.iter().copied()).collect();
        Sample::of_units(target.places(), values, own.missing)
    };
    targets.iter().zip(all).map(sample).collect()
}

/// The values per value of a group, in the order of its values; last those who
/// left it blank.
pub fn values_by(responses: &Responses, group: usize, target: &Target) -> (Vec<Sample>, Sample) {
    let count = responses.groups.get(group).map_or(0, |g| g.values.len());
    let measure = target.measure(responses);
    let valued = Valued::of(responses, &measure, count + 1, |pattern| {
        let value = pattern.groups.get(group).copied().flatten();
        value.map_or(count, |value| count.min(value as usize))
    });
    let sample = |place| valued.sample(place, target.places(), |f| measure.in_units(f));
    ((0..count).map(sample).collect(), sample(count))
}

/// The answers to items by their positions, as patterns with counts.
pub fn answers(responses: &Responses, items: &[usize]) -> Observations {
    let patterns = responses.answers().map(|(codes, count)| {
        let codes = items.iter().map(|&item| codes.get(item).copied().flatten());
        (codes.map(|code| code.map(i128::from)).collect(), count)
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
