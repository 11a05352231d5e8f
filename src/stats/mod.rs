//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word. The only room that imports `statrs`.

mod aiken_v;
mod anderson_darling;
mod bartlett_sphericity;
mod beta;
mod binomial_test;
mod chi_mean;
mod chi_square;
mod chi_square_fit;
mod comoments;
mod content_validity_ratio;
mod correlation_matrix;
mod cramer_von_mises;
mod cronbach_alpha;
mod cross_table;
mod customer_satisfaction_index;
#[cfg(test)]
mod distributions_tests;
mod eigen;
mod empirical_distance;
mod exact;
mod f_distribution;
mod factor_analysis;
mod factor_likelihood;
mod gamma;
mod guttman_lambda;
mod hypothesis_test;
mod importance_performance;
mod interval;
mod item_total;
mod jarque_bera;
mod kano;
mod kolmogorov_exact;
mod kolmogorov_smirnov;
mod lilliefors;
mod moments;
mod net_promoter_score;
mod noncentral;
mod noncentral_t;
mod normal;
mod normalized_gain;
mod observations;
mod omega;
mod p_adjust;
mod pairwise_alpha;
mod parallel_analysis;
mod power_anova;
mod power_chi_square;
mod power_proportions;
mod power_search;
mod power_t;
mod principal_axis;
mod principal_components;
mod proportion_interval;
mod proportion_test;
mod root;
mod rotation;
mod sample;
mod sampling_adequacy;
#[cfg(test)]
mod scales_tests;
mod service_gap;
mod shapiro_wilk;
mod split_half;
mod standardized;
mod student;
mod studentized_range;
mod successive_intervals;
mod top_box;

pub use aiken_v::{AikenV, aiken_v};
pub use anderson_darling::{AndersonDarling, anderson_darling};
pub use bartlett_sphericity::{BartlettSphericity, bartlett_sphericity};
pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use binomial_test::{BinomialTest, binomial_test};
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use chi_square_fit::{ChiSquareFit, chi_square_fit};
pub use content_validity_ratio::{
    ContentValidityIndex, ContentValidityRatio, CriticalRatio, content_validity_index,
    content_validity_ratio,
};
pub use correlation_matrix::CorrelationMatrix;
pub use cramer_von_mises::{CramerVonMises, cramer_von_mises};
pub use cronbach_alpha::{CronbachAlpha, ItemOfScale, cronbach_alpha};
pub use cross_table::CrossTable;
pub use customer_satisfaction_index::{
    CustomerSatisfactionIndex, WeightedItem, customer_satisfaction_index,
};
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use factor_analysis::{Extraction, FactorAnalysis, FactorFit, factor_analysis};
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use guttman_lambda::{GuttmanLambda, LambdaBounds, guttman_lambda};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use importance_performance::{
    Centre, ImportancePerformance, Point, Quadrant, importance_performance,
};
pub use interval::t_interval;
pub use item_total::{
    CriticalCorrelation, ItemCorrelation, ItemTotal, critical_correlation, item_total,
};
pub use jarque_bera::{JarqueBera, jarque_bera};
pub use kano::{Kano, KanoCategory, KanoCounts, kano, kano_of_counts};
pub use kolmogorov_smirnov::{KolmogorovSmirnov, kolmogorov_smirnov};
pub use lilliefors::{Lilliefors, lilliefors};
pub use moments::Moments;
pub use net_promoter_score::{
    AdjustedScore, NetPromoterScore, net_promoter_score, net_promoter_score_of,
};
pub use noncentral::{
    noncentral_chi_square_lower, noncentral_chi_square_upper, noncentral_f_lower,
    noncentral_f_upper,
};
pub use noncentral_t::{noncentral_t_lower, noncentral_t_upper};
pub use normal::{normal_quantile, normal_upper};
pub use normalized_gain::{NormalizedGain, normalized_gain};
pub use observations::Observations;
pub use omega::{Omega, ReliabilityOfCorrelations, omega, reliability_of_correlations};
pub use p_adjust::{Adjustment, p_adjust};
pub use pairwise_alpha::{PairwiseAlpha, cronbach_alpha_pairwise};
pub use parallel_analysis::{ParallelAnalysis, parallel_analysis};
pub use power_anova::{PowerAnova, power_anova, power_anova_effect, power_anova_sample_size};
pub use power_chi_square::{
    PowerChiSquare, power_chi_square, power_chi_square_effect, power_chi_square_sample_size,
};
pub use power_proportions::{PowerProportions, power_proportions, power_proportions_sample_size};
pub use power_search::Sides;
pub use power_t::{PowerT, TDesign, TPlan, power_t, power_t_effect, power_t_sample_size};
pub use principal_components::{
    PrincipalComponents, principal_components, principal_components_of_covariances,
};
pub use proportion_interval::{ProportionInterval, proportion_interval};
pub use proportion_test::{ChiSquareOfShares, DifferenceOfShares, ProportionTest, proportion_test};
pub use rotation::{Promax, Varimax, promax, varimax};
pub use sample::Sample;
pub use sampling_adequacy::{SamplingAdequacy, sampling_adequacy};
pub use service_gap::{ServiceGap, service_gap};
pub use shapiro_wilk::{ShapiroWilk, shapiro_wilk};
pub use split_half::{Split, SplitHalf, split_half};
pub use student::{student_quantile, student_two_sided, student_upper};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};
pub use successive_intervals::{ScaledLevel, SuccessiveIntervals, successive_intervals};
pub use top_box::{TopBox, top_box};

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
    /// Variables whose values are all the same; holds their positions.
    Constant { variables: Vec<u64> },
    /// Fewer than so many variables.
    TooFewVariables { variables: u64, needed: u64 },
    /// Some variables follow from the others: the matrix has no inverse.
    Singular,
    /// The points lie on a line: the statistic has no bound.
    Unbounded,
    /// An iteration did not reach its goal.
    NotConverged { iterations: u64 },
    /// More respondents than the method takes.
    TooMany { n: u64, most: u64 },
}
