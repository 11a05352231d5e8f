//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word. The only room that imports `statrs`.

mod cross_table;
mod distributions;
mod exact;
mod hypothesis_test;
mod interval;
mod moments;
mod observations;
mod sample;

pub use cross_table::CrossTable;
pub use distributions::{
    chi_square_quantile, normal_quantile, normal_upper, student_quantile, student_two_sided,
};
pub use exact::Exact;
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use interval::t_interval;
pub use moments::Moments;
pub use observations::Observations;
pub use sample::Sample;

use serde::{Deserialize, Serialize};

/// A value, or the reason why there is none.
pub type Outcome<T> = std::result::Result<T, NotComputable>;

/// Why a statistic has no value. The words are in `reports/words`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum NotComputable {
    /// No answers at all.
    NoAnswers,
    /// An item without any answer; holds its code.
    ItemWithoutAnswers { item: String },
    /// Fewer than so many respondents.
    TooFew { n: u64, needed: u64 },
    /// Fewer groups with anybody than so many.
    TooFewGroups { groups: u64, needed: u64 },
    /// All respondents alike: no spread to measure.
    NoSpread,
    /// The instrument has no grades.
    NoBands,
    /// Needs the rows, and only counts are at hand.
    NoRows,
    /// A number needed for it was not given; holds its name.
    NotGiven { what: String },
    /// A number outside what the formula allows (a margin of 0, a confidence of
    /// 1); holds its name.
    OutOfRange { what: String },
    /// As many respondents as the population has members, or more: there is no
    /// sampling error to measure.
    WholePopulation { n: u64, population: u64 },
    /// Items of different scales in one sum.
    MixedScales,
}
