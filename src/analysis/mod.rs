//! Responses to a Study: one file per analysis, plain serde results with their
//! intermediate numbers. Knows no word of any language and does not round what
//! is not a defined rounding.

mod change;
mod frequencies;
mod index;
mod quality;
mod sample_size;
mod study;

pub use change::{Change, ChangeOptions, Earlier, change};
pub use frequencies::{FrequencyTable, LevelShare, frequency_table, group_table};
pub use index::{
    GradeMass, IndexOptions, ItemIndex, Rounding, SatisfactionIndex, Weight, satisfaction_index,
};
pub use quality::{Quality, quality};
pub use sample_size::{
    SampleSize, StratumShare, margin_of_error, required_sample, stratified_allocation,
};
pub use study::{
    About, Entry, Finding, GroupFact, LeftOutFact, MadeBy, Office, Options, SCHEMA, SourceFact,
    Study, SurveyFacts,
};
