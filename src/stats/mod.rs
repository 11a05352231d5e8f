//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod alias;
mod beta;
mod bootstrap;
mod bootstrap_statistic;
mod centred;
mod characteristic;
mod chi_mean;
mod chi_square;
mod counted_deals;
mod cross_table;
mod dealt_sums;
mod design;
mod design_by;
mod design_chi_square;
mod design_groups;
mod design_mean;
mod design_rank_test;
mod design_ratio;
mod design_stages;
mod design_table;
#[cfg(test)]
mod design_tests;
mod design_t_test;
mod design_variance;
#[cfg(test)]
mod distributions_tests;
mod draws;
mod exact;
mod f_distribution;
mod gamma;
mod hypothesis_test;
mod interval;
mod moments;
mod noncentral;
mod noncentral_t;
mod normal;
mod observations;
mod permutation;
mod permutation_limit;
mod pooled;
mod post_stratify;
mod raking;
mod resample;
mod resampling_limit;
mod resampling_limit_index;
#[cfg(test)]
mod resampling_tests;
mod root;
mod sample;
mod student;
mod studentized_range;
mod tilted_tail;

pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use bootstrap::{BcaCorrection, Bootstrap, BootstrapOptions, bootstrap};
pub use bootstrap_statistic::BootstrapStatistic;
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use cross_table::CrossTable;
pub use design::{Design, DesignOptions, DesignPattern, LonelyUnit};
pub use design_by::{DesignDomain, DomainEstimate, design_means_by};
pub use design_chi_square::{DesignChiSquare, DesignStatistic, design_chi_square};
pub use design_mean::{DesignEstimate, DesignEstimates, design_means, design_totals};
pub use design_rank_test::{
    DesignRankOptions, DesignRankTest, RankScore, TiedRanks, design_rank_test,
};
pub use design_ratio::{DesignRatio, design_ratio};
pub use design_t_test::{DesignTTest, design_t_test};
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use interval::t_interval;
pub use moments::Moments;
pub use noncentral::{
    noncentral_chi_square_lower, noncentral_chi_square_upper, noncentral_f_lower,
    noncentral_f_upper,
};
pub use noncentral_t::{noncentral_t_lower, noncentral_t_upper};
pub use normal::{normal_quantile, normal_upper};
pub use observations::Observations;
pub use permutation::{Permutation, PermutationOptions, permutation_test};
pub use permutation_limit::{PermutationLimit, permutation_limit};
pub use pooled::PermutationScore;
pub use post_stratify::post_stratify;
pub use raking::{AdjustedCell, PopulationMargin, Raked, RakingOptions, rake};
pub use resampling_limit::{BootstrapLimit, LimitForm, bootstrap_limit};
pub use resampling_limit_index::bootstrap_limit_index;
pub use sample::Sample;
pub use student::{student_quantile, student_two_sided, student_upper};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};

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
