use super::respondent::{Measure, Target};
use crate::stats::Observations;
use crate::survey::{Group, GroupRole, Item, Response, Responses, Words};
use serde::{Deserialize, Serialize};

/// Something a question is about: a value per respondent, or a characteristic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variable {
    /// An item, a sum, the index.
    Value(Target),
    /// A characteristic of respondents, by the header of its column.
    Group(String),
}

/// Items that belong together, summed: what a thesis calls a variable (X1, Y).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    pub name: String,
    /// Ids of its items.
    pub items: Vec<String>,
}

impl Variable {
    /// What a name means: a dimension, an item by its id, code or header,
    /// `index`, `sum`, `mean(DIMENSION)`, or a characteristic by its header.
    pub fn named(name: &str, responses: &Responses, dimensions: &[Dimension]) -> Option<Variable> {
        let name = name.trim();
        if let Some(target) = dimension(name, dimensions) {
            return Some(Variable::Value(target));
        }
        if let Some(target) = Target::named(name, responses) {
            return Some(Variable::Value(target));
        }
        let mut groups = responses.groups.iter();
        let found = groups.find(|group| group.header.trim().eq_ignore_ascii_case(name));
        found.map(|group| Variable::Group(group.header.clone()))
    }

    /// The names of its categories in order; none for a sum or a mean.
    pub fn categories(&self, responses: &Responses) -> Option<Vec<Words>> {
        match self {
            Variable::Value(Target::Item(id)) => item(responses, id).map(labels),
            Variable::Group(header) => group(responses, header).map(|(_, g)| g.values.clone()),
            Variable::Value(_) => None,
        }
    }

    /// The position among its categories.
    pub(super) fn category(&self, responses: &Responses, pattern: &Response) -> Option<usize> {
        match self {
            Variable::Value(Target::Item(id)) => {
                let units = Target::Item(id.clone()).units(responses, pattern)?;
                let min = i128::from(item(responses, id)?.min);
                usize::try_from(units - min).ok()
            }
            Variable::Group(header) => {
                let (at, _) = group(responses, header)?;
                usize::try_from(pattern.groups.get(at).copied().flatten()?).ok()
            }
            Variable::Value(_) => None,
        }
    }

    /// Whether its values have an order: answers, sums, ages with rising numbers,
    /// periods.
    pub fn is_ordered(&self, responses: &Responses) -> bool {
        match self {
            Variable::Value(_) => true,
            Variable::Group(header) => group(responses, header).is_some_and(|(_, group)| {
                matches!(group.role, GroupRole::Age | GroupRole::Period) && rising(group)
            }),
        }
    }

    /// What reads its value of each pattern.
    pub(super) fn reader(&self, responses: &Responses) -> Reader<'_> {
        match self {
            Variable::Value(target) => Reader::Value(target.measure(responses), target.places()),
            Variable::Group(_) => Reader::Category(self),
        }
    }

    pub(super) fn places(&self) -> u32 {
        match self {
            Variable::Value(target) => target.places(),
            Variable::Group(_) => 0,
        }
    }
}

/// A variable whose items have been found.
pub(super) enum Reader<'a> {
    /// With its decimal places.
    Value(Measure, u32),
    Category(&'a Variable),
}

impl Reader<'_> {
    /// The value in units of `10^-places`: a characteristic by its position.
    pub fn units(&self, responses: &Responses, pattern: &Response) -> Option<i128> {
        match self {
            Reader::Value(measure, _) => measure.units(&pattern.codes),
            Reader::Category(variable) => {
                let at = variable.category(responses, pattern)?;
                i128::try_from(at).ok()
            }
        }
    }

    /// The value as a float.
    pub fn number(&self, responses: &Responses, pattern: &Response) -> Option<f64> {
        let units = self.units(responses, pattern)? as f64;
        Some(match self {
            Reader::Value(_, places) => units / 10_f64.powi(places.cast_signed()),
            Reader::Category(_) => units,
        })
    }
}

/// The values of variables, as patterns with counts.
pub fn observations(responses: &Responses, variables: &[Variable]) -> Observations {
    let readers: Vec<Reader> = variables.iter().map(|v| v.reader(responses)).collect();
    let patterns = responses.patterns.iter().map(|pattern| {
        let cells = readers.iter().map(|r| r.units(responses, pattern));
        (cells.collect(), pattern.count)
    });
    let places = variables.iter().map(Variable::places).collect();
    Observations::of_patterns(places, patterns.collect())
}

/// A characteristic with its position.
pub(super) fn group<'a>(responses: &'a Responses, header: &str) -> Option<(usize, &'a Group)> {
    let mut groups = responses.groups.iter().enumerate();
    groups.find(|(_, group)| group.header == header)
}

fn dimension(name: &str, dimensions: &[Dimension]) -> Option<Target> {
    let lower = name.to_lowercase();
    let inside = lower
        .strip_prefix("mean(")
        .or_else(|| lower.strip_prefix("rata("))
        .and_then(|rest| rest.strip_suffix(')'));
    let wanted = inside.unwrap_or(&lower).trim().to_owned();
    let found = dimensions
        .iter()
        .find(|d| d.name.to_lowercase() == wanted)?;
    let (name, items) = (found.name.clone(), found.items.clone());
    Some(match inside {
        Some(_) => Target::DimensionMean { name, items },
        None => Target::Dimension { name, items },
    })
}

fn item<'a>(responses: &'a Responses, id: &str) -> Option<&'a Item> {
    responses.items.iter().find(|item| item.id == id)
}

/// The names of the levels; the code where a level has none.
fn labels(item: &Item) -> Vec<Words> {
    let codes = (item.min..=item.max).enumerate();
    let named = |at: usize| item.labels.get(at).filter(|words| !words.id.is_empty());
    codes
        .map(|(at, code)| match named(at) {
            Some(words) => words.clone(),
            None => Words::same(code.to_string()),
        })
        .collect()
}

/// Whether the numbers in the names of the values rise (`< 20`, `20–29`, …).
fn rising(group: &Group) -> bool {
    if group.role == GroupRole::Period {
        return true;
    }
    let number = |words: &Words| -> Option<u32> {
        let digits: String = words
            .id
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok()
    };
    let numbers: Option<Vec<u32>> = group.values.iter().map(number).collect();
    numbers.is_some_and(|n| n.windows(2).all(|pair| matches!(pair, [a, b] if a <= b)))
}
