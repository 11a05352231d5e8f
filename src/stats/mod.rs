//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod adjusted_p;
mod aiken_v;
mod bartlett_sphericity;
mod beta;
mod chi_mean;
mod chi_square;
mod cochran_armitage;
mod cochran_q;
mod comoments;
mod content_validity_ratio;
mod correlation_matrix;
mod cronbach_alpha;
mod cross_table;
mod customer_satisfaction_index;
#[cfg(test)]
mod distributions_tests;
mod drawn_sum;
mod dscf;
mod dunn;
mod eigen;
mod exact;
mod f_distribution;
mod factor_analysis;
mod factor_likelihood;
mod friedman;
mod gamma;
mod guttman_lambda;
mod hodges_lehmann;
mod hypothesis_test;
mod importance_performance;
mod interval;
mod item_total;
mod jonckheere_terpstra;
mod kano;
mod kruskal_wallis;
mod mann_kendall;
mod mann_whitney;
mod mann_whitney_exact;
mod mcnemar;
mod moments;
mod net_promoter_score;
mod noncentral;
mod noncentral_t;
mod normal;
mod normal_test;
mod normalized_gain;
mod observations;
mod omega;
mod parallel_analysis;
mod principal_axis;
mod principal_components;
#[cfg(test)]
mod rank_tests;
mod ranking;
mod rm_anova;
mod root;
mod rotation;
mod sample;
mod sampling_adequacy;
mod sen_slope;
mod service_gap;
mod sign_test;
mod signed_ranks;
mod signed_sum;
mod sphericity;
mod split_half;
mod student;
mod studentized_range;
mod successive_intervals;
mod sum_distribution;
mod wilcoxon_exact;
mod wilcoxon_signed_rank;

pub use adjusted_p::AdjustedP;
pub use aiken_v::{AikenV, aiken_v};
pub use bartlett_sphericity::{BartlettSphericity, bartlett_sphericity};
pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use cochran_armitage::{CochranArmitage, ScoredGroup, cochran_armitage};
pub use cochran_q::{CochranQ, cochran_q};
pub use content_validity_ratio::{
    ContentValidityIndex, ContentValidityRatio, CriticalRatio, content_validity_index,
    content_validity_ratio,
};
pub use correlation_matrix::CorrelationMatrix;
pub use cronbach_alpha::{
    CronbachAlpha, ItemOfScale, PairwiseAlpha, cronbach_alpha, cronbach_alpha_pairwise,
};
pub use cross_table::CrossTable;
pub use customer_satisfaction_index::{
    CustomerSatisfactionIndex, WeightedItem, customer_satisfaction_index,
};
pub use dscf::{Dscf, DscfPair, dscf};
pub use dunn::{Dunn, DunnPair, dunn};
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use factor_analysis::{Extraction, FactorAnalysis, FactorFit, factor_analysis};
pub use friedman::{Friedman, FriedmanPair, FriedmanPairs, friedman};
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use guttman_lambda::{GuttmanLambda, LambdaBounds, guttman_lambda};
pub use hodges_lehmann::{HodgesLehmann, hodges_lehmann};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use importance_performance::{
    Centre, ImportancePerformance, Point, Quadrant, importance_performance,
};
pub use interval::t_interval;
pub use item_total::{
    CriticalCorrelation, ItemCorrelation, ItemTotal, critical_correlation, item_total,
};
pub use jonckheere_terpstra::{JonckheereTerpstra, jonckheere_terpstra};
pub use kano::{Kano, KanoCategory, KanoCounts, kano, kano_of_counts};
pub use kruskal_wallis::{KruskalWallis, kruskal_wallis};
pub use mann_kendall::{MannKendall, mann_kendall};
pub use mann_whitney::{MannWhitney, mann_whitney};
pub use mann_whitney_exact::{MannWhitneyExact, mann_whitney_exact};
pub use mcnemar::{McNemar, mcnemar};
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
pub use normal_test::NormalTest;
pub use normalized_gain::{NormalizedGain, normalized_gain};
pub use observations::Observations;
pub use omega::{Omega, ReliabilityOfCorrelations, omega, reliability_of_correlations};
pub use parallel_analysis::{ParallelAnalysis, parallel_analysis};
pub use principal_components::{
    PrincipalComponents, principal_components, principal_components_of_covariances,
};
pub use rm_anova::{RmAnova, rm_anova};
pub use rotation::{Promax, Varimax, promax, varimax};
pub use sample::Sample;
pub use sampling_adequacy::{SamplingAdequacy, sampling_adequacy};
pub use sen_slope::{SenSlope, sen_slope};
pub use service_gap::{ServiceGap, service_gap};
pub use sign_test::{SignTest, sign_test};
pub use sphericity::{Mauchly, Sphericity};
pub use split_half::{Split, SplitHalf, split_half};
pub use student::{student_quantile, student_two_sided, student_upper};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};
pub use successive_intervals::{ScaledLevel, SuccessiveIntervals, successive_intervals};
pub use wilcoxon_exact::{WilcoxonExact, ZeroDifferences, wilcoxon_signed_rank_exact};
pub use wilcoxon_signed_rank::{WilcoxonSignedRank, wilcoxon_signed_rank};

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
    /// Fewer than so many variables.
    TooFewVariables { variables: u64, needed: u64 },
    /// The points lie on a line: the statistic has no bound.
    Unbounded,
    /// Fewer groups with anybody than so many.
    TooFewGroups { groups: u64, needed: u64 },
    /// The exact distribution of so many respondents takes too long; the
    /// approximation is as good.
    TooManyArrangements { n: u64 },
    /// Variables whose values are all the same; holds their positions.
    Constant { variables: Vec<u64> },
    /// Some variables follow from the others: the matrix has no inverse.
    Singular,
    /// An iteration did not reach its goal.
    NotConverged { iterations: u64 },
}
