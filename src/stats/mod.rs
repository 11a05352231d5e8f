//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod anova_oneway;
mod anova_twoway;
mod autocorrelation;
mod bartlett;
mod beta;
mod brown_forsythe_anova;
mod chi_mean;
mod chi_square;
mod cliffs_delta;
mod compact_letters;
mod cross_table;
mod descriptives;
#[cfg(test)]
mod distributions_tests;
mod effect_k_groups;
mod effect_two_groups;
mod exact;
mod f_distribution;
mod fligner_killeen;
mod games_howell;
mod gamma;
mod hedges_correction;
mod hypothesis_test;
mod interval;
mod levene;
mod mean_pairs;
mod moments;
mod noncentral;
mod noncentral_interval;
mod noncentral_t;
mod normal;
mod observations;
mod one_sample_t_test;
mod one_way_sums;
mod paired_t_test;
mod pairwise_t_test;
mod quantile;
mod root;
mod sample;
mod student;
mod student_t_test;
mod studentized_range;
mod t_test;
mod tukey_hsd;
mod two_way_sums;
mod variance_ratio;
mod welch_anova;
mod welch_t_test;

pub use anova_oneway::{AnovaOneway, anova_oneway, sums_of_squares};
pub use anova_twoway::{AnovaTwoway, TwoWayEffect, TwoWayTable, anova_twoway};
pub use autocorrelation::autocorrelation;
pub use bartlett::{Bartlett, bartlett};
pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use brown_forsythe_anova::{BrownForsytheAnova, brown_forsythe_anova};
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use cliffs_delta::{CliffsDelta, cliffs_delta};
pub use compact_letters::{CompactLetters, compact_letters};
pub use cross_table::CrossTable;
pub use descriptives::{Descriptives, Kurtosis, Skewness, descriptives};
pub use effect_k_groups::{EffectKGroups, effect_k_groups};
pub use effect_two_groups::{EffectTwoGroups, effect_two_groups};
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use fligner_killeen::{FlignerKilleen, RankedDistances, fligner_killeen};
pub use games_howell::games_howell;
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use interval::t_interval;
pub use levene::{Levene, LeveneCentre, levene};
pub use moments::Moments;
pub use noncentral::{
    noncentral_chi_square_lower, noncentral_chi_square_upper, noncentral_f_lower,
    noncentral_f_upper,
};
pub use noncentral_t::{noncentral_t_lower, noncentral_t_upper};
pub use normal::{normal_quantile, normal_upper};
pub use observations::Observations;
pub use one_sample_t_test::{OneSampleTTest, one_sample_t_test};
pub use paired_t_test::{PairedTTest, paired_t_test};
pub use pairwise_t_test::{PooledPair, pairwise_t_test};
pub use quantile::{QuantileType, quantile};
pub use sample::Sample;
pub use student::{student_quantile, student_two_sided, student_upper};
pub use student_t_test::{TwoSampleTTest, Variances, student_t_test};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};
pub use t_test::{GroupMoments, TAlternative, TTest};
pub use tukey_hsd::{RangePair, tukey_hsd};
pub use variance_ratio::{VarianceRatio, variance_ratio};
pub use welch_anova::{WelchAnova, welch_anova};
pub use welch_t_test::welch_t_test;

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
