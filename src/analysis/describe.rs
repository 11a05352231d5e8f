use super::respondent::{Target, values_of};
use crate::stats::{Descriptives, Outcome, descriptives};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Descriptives of each item and of the respondents' index.
///
/// # Question
/// How do the answers lie, and how do they spread?
///
/// # Formula
/// Those of [`descriptives`]; `tcr = 100·mean/max` is the *tingkat capaian
/// responden* of Indonesian theses.
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
/// assert!(describe(&responses, 0.95).items.is_empty());
/// ```
///
/// # Checked against
/// `descriptives` of the reference cases (R).
///
/// # References
/// TCR: Riduwan, *Skala Pengukuran Variabel-variabel Penelitian* (2015).
pub fn describe(responses: &Responses, confidence: f64) -> Description {
    let items = responses.items.iter();
    let mut targets: Vec<Target> = items.map(|item| Target::Item(item.id.clone())).collect();
    targets.push(Target::Index);
    let mut samples = values_of(responses, &targets);
    let index = samples.pop().unwrap_or_default();
    let items = responses.items.iter().zip(&samples).map(|(item, sample)| {
        let found = descriptives(sample, confidence);
        let tcr = found
            .as_ref()
            .ok()
            .map(|d| 100.0 * d.mean / f64::from(item.max));
        ItemDescription {
            item: item.id.clone(),
            n: sample.n(),
            missing: sample.missing,
            descriptives: found,
            tcr,
        }
    });
    Description {
        items: items.collect(),
        index: descriptives(&index, confidence),
    }
}

/// Result of [`describe`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// In file order.
    pub items: Vec<ItemDescription>,
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
