use super::respondent::Target;
use crate::stats::{Outcome, Pairs, Pearson, Spearman, pearson, spearman};
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
    let mut pairs = Vec::new();
    for (first, x) in of.iter().enumerate() {
        for (second, y) in of.iter().enumerate().skip(first + 1) {
            let both = paired(responses, x, y);
            let found = match kind {
                Correlation::Spearman => {
                    spearman(&both, confidence).map(|s| CorrelationValue::Spearman(Box::new(s)))
                }
                Correlation::Pearson => {
                    pearson(&both, confidence).map(|p| CorrelationValue::Pearson(Box::new(p)))
                }
            };
            pairs.push(CorrelatedPair {
                first,
                second,
                found,
            });
        }
    }
    Correlations { kind, of, pairs }
}

/// The cells of two values per respondent.
fn paired(responses: &Responses, x: &Target, y: &Target) -> Pairs {
    let mut missing = 0_u64;
    let mut cells = Vec::new();
    for pattern in &responses.patterns {
        let value = |target: &Target| target.units(responses, pattern);
        match (value(x), value(y)) {
            (Some(x), Some(y)) => cells.push((x, y, pattern.count)),
            _ => missing = missing.saturating_add(pattern.count),
        }
    }
    Pairs::of_units((x.places(), y.places()), cells, missing)
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

    /// ρ or r.
    pub fn coefficient(&self) -> f64 {
        match self {
            CorrelationValue::Spearman(found) => found.rho,
            CorrelationValue::Pearson(found) => found.r,
        }
    }
}
