use crate::survey::{Frequencies, Responses, Words};
use serde::{Deserialize, Serialize};

/// Counts and shares of the levels of an item or the values of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrequencyTable {
    /// Item id, or the group's header.
    pub of: String,
    pub n_total: u64,
    pub n_valid: u64,
    pub n_missing: u64,
    /// All declared levels in order, unused ones too.
    pub levels: Vec<LevelShare>,
}

/// One level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelShare {
    pub label: Words,
    pub code: Option<i16>,
    pub count: u64,
    /// Shares from 0 to 1: of all, of the valid, cumulated over the valid;
    /// 0 where the denominator is 0.
    pub share: f64,
    pub valid_share: f64,
    pub cumulative_share: f64,
}

/// Frequencies of an item with shares. Checked against `frequencies` of the
/// reference cases (R).
pub fn frequency_table(of: &str, frequencies: &Frequencies, labels: &[Words]) -> FrequencyTable {
    let _ = (of, frequencies, labels);
    todo!()
}

/// Frequencies of the values of a group by its position.
pub fn group_table(responses: &Responses, group: usize) -> Option<FrequencyTable> {
    let _ = (responses, group);
    todo!()
}
