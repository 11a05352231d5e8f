//! Responses to a Study: one file per analysis, plain serde results with their
//! intermediate numbers. Knows no word of any language and does not round what
//! is not a defined rounding.

mod allocation;
mod change;
mod counted;
mod frequencies;
mod grade;
mod index;
mod index_from_means;
mod item_index;
mod quality;
mod sample_size;
mod study;
#[cfg(test)]
mod tests;

pub use allocation::{StratumShare, stratified_allocation};
pub use change::{Change, ChangeOptions, Earlier, change};
pub use frequencies::{FrequencyTable, LevelShare, frequency_table, group_table};
pub use grade::{GradeMass, grade_masses, grade_of};
pub use index::{SatisfactionIndex, satisfaction_index};
pub use index_from_means::{IndexOptions, IndexValue, Rounding, Weight, index_from_means};
pub use item_index::ItemIndex;
pub use quality::{Quality, quality};
pub use sample_size::{SampleSize, margin_of_error, required_sample};
pub use study::{
    About, Entry, Finding, GroupFact, LeftOutFact, MadeBy, Office, Options, SCHEMA, SourceFact,
    Study, SurveyFacts,
};
