use super::instrument_quality::{Validity, validity_of};
use super::respondent::{Target, answers, values};
use super::variable::Dimension;
use crate::stats::{
    Centre, CronbachAlpha, CustomerSatisfactionIndex, ImportancePerformance, Lilliefors, Omega,
    Outcome, Sample, ServiceGap, ShapiroWilk, SuccessiveIntervals, cronbach_alpha,
    customer_satisfaction_index, importance_performance, lilliefors, omega, service_gap,
    shapiro_wilk, successive_intervals,
};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Validity and reliability of the items of one dimension, as a thesis tests each
/// of its variables; of all items without a dimension. The methods are on the
/// cards of [`crate::stats::item_total`], [`cronbach_alpha`] and [`omega`].
pub fn scale(
    responses: &Responses,
    dimension: Option<&Dimension>,
    confidence: f64,
    alpha: f64,
) -> Scale {
    let items = match dimension {
        Some(dimension) => positions(responses, &dimension.items),
        None => (0..responses.items.len()).collect(),
    };
    let observations = answers(responses, &items);
    Scale {
        name: dimension.map(|dimension| dimension.name.clone()),
        validity: validity_of(responses, &items, alpha),
        reliability: cronbach_alpha(&observations, confidence),
        omega: omega(&observations),
    }
}

/// Result of [`scale`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    /// Of the dimension; none for all items.
    pub name: Option<String>,
    pub validity: Outcome<Validity>,
    pub reliability: Outcome<CronbachAlpha>,
    pub omega: Outcome<Omega>,
}

/// Whether values look normal: two tests of one value per respondent.
pub fn normality(responses: &Responses, of: &Target) -> Normality {
    let sample = values(responses, of);
    Normality {
        of: of.clone(),
        n: sample.n(),
        missing: sample.missing,
        shapiro_wilk: shapiro_wilk(&sample),
        lilliefors: lilliefors(&sample),
    }
}

/// Result of [`normality`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Normality {
    pub of: Target,
    pub n: u64,
    pub missing: u64,
    pub shapiro_wilk: Outcome<ShapiroWilk>,
    pub lilliefors: Outcome<Lilliefors>,
}

/// The codes of each item as interval values (MSI), by the id of the item; the
/// method is on the card of [`successive_intervals`].
pub fn intervals(responses: &Responses) -> Vec<(String, Outcome<SuccessiveIntervals>)> {
    let items = responses.items.iter();
    items
        .map(|item| {
            let sample = values(responses, &Target::Item(item.id.clone()));
            (item.id.clone(), successive_intervals(&sample))
        })
        .collect()
}

/// Performance against importance: quadrants, conformity, and the customer
/// satisfaction index. Items are paired in their order; the methods are on the
/// cards of [`importance_performance`] and [`customer_satisfaction_index`].
pub fn importance(
    responses: &Responses,
    performance: &[String],
    importance: &[String],
) -> Importance {
    let (performed, wanted) = (
        samples(responses, performance),
        samples(responses, importance),
    );
    let greatest = performance
        .first()
        .and_then(|id| responses.items.iter().find(|item| item.id == *id))
        .map_or(0.0, |item| f64::from(item.max));
    Importance {
        performance: performance.to_vec(),
        importance: importance.to_vec(),
        quadrants: importance_performance(&performed, &wanted, Centre::Mean),
        satisfaction: customer_satisfaction_index(&performed, &wanted, greatest),
    }
}

/// Result of [`importance`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// Ids of the items, in pairs.
    pub performance: Vec<String>,
    pub importance: Vec<String>,
    pub quadrants: Outcome<ImportancePerformance>,
    pub satisfaction: Outcome<CustomerSatisfactionIndex>,
}

/// Perception against expectation (SERVQUAL), with the gap of each dimension whose
/// items are among them; the method is on the card of [`service_gap`].
pub fn gap(
    responses: &Responses,
    perception: &[String],
    expectation: &[String],
    dimensions: &[Dimension],
) -> Gap {
    let (seen, expected) = (
        samples(responses, perception),
        samples(responses, expectation),
    );
    let within = |dimension: &&Dimension| {
        let mut items = dimension.items.iter();
        items.all(|item| perception.contains(item))
    };
    let dimensions: Vec<&Dimension> = dimensions.iter().filter(within).collect();
    let place = |item: &String| perception.iter().position(|p| p == item);
    let parts: Vec<Vec<usize>> = dimensions
        .iter()
        .map(|dimension| dimension.items.iter().filter_map(place).collect())
        .collect();
    Gap {
        perception: perception.to_vec(),
        expectation: expectation.to_vec(),
        means: seen.iter().zip(&expected).map(means).collect(),
        dimensions: dimensions.iter().map(|d| d.name.clone()).collect(),
        found: service_gap(&seen, &expected, &parts),
    }
}

/// Result of [`gap`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Ids of the items, in pairs.
    pub perception: Vec<String>,
    pub expectation: Vec<String>,
    /// Mean perception and expectation of each pair.
    pub means: Vec<(Outcome<f64>, Outcome<f64>)>,
    /// Names of the dimensions that have a gap of their own.
    pub dimensions: Vec<String>,
    pub found: Outcome<ServiceGap>,
}

fn means((first, second): (&Sample, &Sample)) -> (Outcome<f64>, Outcome<f64>) {
    let mean = |sample: &Sample| sample.mean().map(|mean| mean.value());
    (mean(first), mean(second))
}

fn samples(responses: &Responses, items: &[String]) -> Vec<Sample> {
    let value = |id: &String| values(responses, &Target::Item(id.clone()));
    items.iter().map(value).collect()
}

fn positions(responses: &Responses, items: &[String]) -> Vec<usize> {
    let at = |id: &String| responses.items.iter().position(|item| item.id == *id);
    items.iter().filter_map(at).collect()
}
