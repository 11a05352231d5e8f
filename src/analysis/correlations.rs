use super::fractions::Fractions;
use super::respondent::{Measure, Target};
use crate::stats::{Observations, Outcome, Pairs, Pearson, Spearman, pearson, spearman};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Every two items, and each item with the respondents' index, on those who
/// have both (pairwise).
///
/// Spearman's ρ by default: single answers are categories in order. The method
/// is on the cards of [`spearman`] and [`pearson`].
pub fn correlations(responses: &Responses, kind: Correlation, confidence: f64) -> Correlations {
    let mut of: Vec<Target> = responses
        .items
        .iter()
        .map(|item| Target::Item(item.id.clone()))
        .collect();
    of.push(Target::Index);
    correlations_of(responses, of, kind, confidence)
}

/// Every two of some values, on those who have both; as [`correlations`].
pub fn correlations_of(
    responses: &Responses,
    of: Vec<Target>,
    kind: Correlation,
    confidence: f64,
) -> Correlations {
    let two = Pairs::every_two(&values_of(responses, &of));
    let pairs = two.into_iter().map(|(first, second, both)| {
        let found = match kind {
            Correlation::Spearman => {
                spearman(&both, confidence).map(|s| CorrelationValue::Spearman(Box::new(s)))
            }
            Correlation::Pearson => {
                pearson(&both, confidence).map(|p| CorrelationValue::Pearson(Box::new(p)))
            }
        };
        CorrelatedPair {
            first,
            second,
            found,
        }
    });
    let pairs = pairs.collect();
    Correlations { kind, of, pairs }
}

/// A measure, its fractions so far, and these in units.
type Read = (Measure, Fractions, Vec<i128>);

/// The values of all targets, pattern by pattern.
fn values_of(responses: &Responses, of: &[Target]) -> Observations {
    let mut read: Vec<Read> = of
        .iter()
        .map(|target| (target.measure(responses), Fractions::new(), Vec::new()))
        .collect();
    let rows = responses.answers().map(|(codes, count)| {
        let cells = read.iter_mut().map(|(measure, known, units)| {
            let fraction = measure.fraction(codes)?;
            // Few different ones, and a division of wide numbers each.
            let number = known.number(fraction);
            if number == units.len() {
                units.push(measure.in_units(fraction));
            }
            units.get(number).copied()
        });
        (cells.collect(), count)
    });
    let rows = rows.collect();
    Observations::of_patterns(of.iter().map(Target::places).collect(), rows)
}

/// Which correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correlation {
    #[default]
    Spearman,
    Pearson,
}

/// Result of [`correlations`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlations {
    pub kind: Correlation,
    /// What is correlated, in order.
    pub of: Vec<Target>,
    /// Every two of them.
    pub pairs: Vec<CorrelatedPair>,
}

/// Two of the values by their places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CorrelatedPair {
    pub first: usize,
    pub second: usize,
    pub found: Outcome<CorrelationValue>,
}

/// A correlation with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "correlation", rename_all = "snake_case")]
pub enum CorrelationValue {
    Spearman(Box<Spearman>),
    Pearson(Box<Pearson>),
}

impl CorrelationValue {
    /// Its two-sided p value, where there is one.
    pub fn p(&self) -> Option<f64> {
        match self {
            CorrelationValue::Spearman(found) => found.p.clone().ok(),
            CorrelationValue::Pearson(found) => found.p.clone().ok(),
        }
    }

    /// Respondents with both values.
    pub fn n(&self) -> u64 {
        match self {
            CorrelationValue::Spearman(found) => found.n,
            CorrelationValue::Pearson(found) => found.n,
        }
    }

    /// ρ or r.
    pub fn coefficient(&self) -> f64 {
        match self {
            CorrelationValue::Spearman(found) => found.rho,
            CorrelationValue::Pearson(found) => found.r,
        }
    }
}
