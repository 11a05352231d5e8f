use super::respondent::{Target, values_of};
use super::variable::Dimension;
use crate::stats::{Descriptives, Outcome, Sample, descriptives};
use crate::survey::{Item, Responses};
use serde::{Deserialize, Serialize};

/// Descriptives of each item, of each dimension and of the respondents' index.
///
/// # Question
/// How do the answers lie, and how do they spread?
///
/// # Formula
/// Those of [`descriptives`]; `tcr = 100·mean/max` is the *tingkat capaian
/// responden* of Indonesian theses. A dimension is the mean of the items of it that a
/// respondent answered.
///
/// # Assumes
/// Codes in order. Means of single answers treat the steps of the scale as
/// equal; medians and counts do not.
///
/// # When not
/// A mean of a characteristic without order says nothing.
///
/// # Example
/// ```
/// use tridharma::analysis::describe;
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// assert!(describe(&responses, &[], 0.95).items.is_empty());
/// ```
///
/// # Checked against
/// `descriptives` of the reference cases (R).
///
/// # References
/// TCR: Riduwan, *Skala Pengukuran Variabel-variabel Penelitian* (2015).
pub fn describe(responses: &Responses, dimensions: &[Dimension], confidence: f64) -> Description {
    let items = responses.items.iter();
    let mut targets: Vec<Target> = items.map(|item| Target::Item(item.id.clone())).collect();
    targets.extend(dimensions.iter().map(|dimension| Target::DimensionMean {
        name: dimension.name.clone(),
        items: dimension.items.clone(),
    }));
    targets.push(Target::Index);
    let mut samples = values_of(responses, &targets);
    let index = samples.pop().unwrap_or_default();
    let of_dimensions = samples.split_off(responses.items.len().min(samples.len()));
    let items = responses.items.iter().zip(&samples).map(|(item, sample)| {
        let found = descriptives(sample, confidence);
        ItemDescription {
            item: item.id.clone(),
            n: sample.n(),
            missing: sample.missing,
            tcr: reached(&found, item.max),
            descriptives: found,
        }
    });
    let dimensions = dimensions.iter().zip(&of_dimensions);
    Description {
        items: items.collect(),
        dimensions: dimensions
            .map(|(dimension, sample)| of_dimension(responses, dimension, sample, confidence))
            .collect(),
        index: descriptives(&index, confidence),
    }
}

fn of_dimension(
    responses: &Responses,
    dimension: &Dimension,
    sample: &Sample,
    confidence: f64,
) -> DimensionDescription {
    let own = |item: &&Item| dimension.items.contains(&item.id);
    let mut scales = responses.items.iter().filter(own).map(|i| (i.min, i.max));
    let first = scales.next();
    let scale = first.filter(|first| scales.all(|scale| scale == *first));
    let found = descriptives(sample, confidence);
    DimensionDescription {
        name: dimension.name.clone(),
        n: sample.n(),
        missing: sample.missing,
        tcr: scale.and_then(|(_, max)| reached(&found, max)),
        scale,
        descriptives: found,
    }
}

fn reached(found: &Outcome<Descriptives>, max: i16) -> Option<f64> {
    let mean = found.as_ref().ok()?.mean;
    Some(100.0 * mean / f64::from(max))
}

/// Result of [`describe`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// In file order.
    pub items: Vec<ItemDescription>,
    /// In the order they were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<DimensionDescription>,
    /// Of the respondents' index (0–100).
    pub index: Outcome<Descriptives>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemDescription {
    /// Its id.
    pub item: String,
    pub n: u64,
    pub missing: u64,
    pub descriptives: Outcome<Descriptives>,
    /// Per cent of the highest code.
    pub tcr: Option<f64>,
}

/// The mean of the items of one dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DimensionDescription {
    pub name: String,
    pub n: u64,
    /// Respondents who answered none of its items.
    pub missing: u64,
    pub descriptives: Outcome<Descriptives>,
    /// Per cent of the highest code, where its items have one scale.
    pub tcr: Option<f64>,
    /// That scale.
    pub scale: Option<(i16, i16)>,
}
