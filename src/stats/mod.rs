//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod adjusted_p;
mod aiken_v;
mod anderson_darling;
mod anova_oneway;
mod anova_twoway;
mod autocorrelation;
mod bartlett;
mod bartlett_sphericity;
mod beta;
mod binary_model;
mod binomial_test;
mod bivariate_normal;
mod bootstrap;
mod bootstrap_statistic;
mod brent;
mod breusch_pagan;
mod brown_forsythe_anova;
mod centred;
mod characteristic;
mod chi_mean;
mod chi_square;
mod chi_square_fit;
mod chi_square_independence;
mod classification;
mod cliffs_delta;
mod cochran_armitage;
mod cochran_q;
mod coded;
mod coefficient;
mod cohen_kappa;
mod collinearity;
mod column_proportions;
mod comoments;
mod compact_letters;
mod concordance;
mod content_validity_ratio;
mod correlation_matrix;
mod correlations;
mod cramer_von_mises;
mod cronbach_alpha;
mod cross_table;
mod customer_satisfaction_index;
mod descriptives;
mod design;
mod design_by;
mod design_chi_square;
mod design_groups;
mod design_matrix;
mod design_mean;
mod design_rank_test;
mod design_ratio;
mod design_stages;
mod design_t_test;
mod design_table;
mod design_variance;
#[cfg(test)]
mod distributions_tests;
mod drawn_sum;
mod draws;
mod dscf;
mod dunn;
mod durbin_watson;
mod effect_k_groups;
mod effect_two_groups;
mod eigen;
mod empirical_distance;
mod exact;
mod f_distribution;
mod factor_analysis;
mod factor_likelihood;
mod fisher_exact;
mod fisher_freeman_halton;
mod fleiss_kappa;
mod fligner_killeen;
mod friedman;
mod games_howell;
mod gamma;
mod glejser;
mod guttman_lambda;
mod hedges_correction;
mod hodges_lehmann;
mod hosmer_lemeshow;
mod hypergeometric;
mod hypothesis_test;
mod importance_performance;
mod influence;
mod interrupted_time_series;
mod interval;
mod intraclass_correlation;
mod item_total;
mod jarque_bera;
mod jonckheere_terpstra;
mod kano;
mod kendall;
mod kolmogorov_exact;
mod kolmogorov_smirnov;
mod kruskal_wallis;
mod least_squares;
mod levene;
mod likelihood_ratio;
mod lilliefors;
mod linear_by_linear;
mod linear_regression;
mod linearity_test;
mod link;
mod logistic_regression;
mod mann_kendall;
mod mann_whitney;
mod mann_whitney_exact;
mod mcnemar;
mod mean_pairs;
#[cfg(test)]
mod means_tests;
mod moments;
mod nelder_mead;
mod net_promoter_score;
mod newey_west;
mod newton;
mod nominal_association;
mod noncentral;
mod noncentral_interval;
mod noncentral_t;
mod normal;
mod normal_equations;
mod normal_test;
#[cfg(test)]
mod normality_tests;
mod normalized_gain;
mod observations;
mod odds_ratio;
mod omega;
mod one_sample_t_test;
mod one_way_sums;
mod ordinal_association;
mod ordinal_model;
mod ordinal_regression;
mod p_adjust;
mod paired_t_test;
mod pairs;
mod pairwise_alpha;
mod pairwise_t_test;
mod parallel_analysis;
mod partial_correlation;
mod pearson;
mod permutation;
mod polychoric;
mod polychoric_likelihood;
mod pooled;
mod post_stratify;
mod power_anova;
mod power_chi_square;
mod power_proportions;
mod power_search;
mod power_t;
mod predictors;
mod principal_axis;
mod principal_components;
mod products;
mod profile_likelihood;
mod proportion_interval;
mod proportion_test;
mod quadratic_form;
mod quantile;
mod raking;
#[cfg(test)]
mod rank_tests;
mod ranking;
#[cfg(test)]
mod regression_tests;
mod resample;
mod resampling_limit;
mod reset_test;
mod reweighted;
mod rm_anova;
mod root;
mod rotation;
mod sample;
mod sampling_adequacy;
#[cfg(test)]
mod scales_tests;
mod sen_slope;
mod series_estimates;
mod service_gap;
mod shapiro_wilk;
mod sign_test;
mod signed_ranks;
mod signed_sum;
mod spearman;
mod sphericity;
mod spline;
mod split_half;
mod standardized;
mod student;
mod student_t_test;
mod studentized_range;
mod successive_intervals;
mod sum_distribution;
mod t_test;
mod table_bounds;
mod table_network;
mod table_pairs;
mod top_box;
mod tukey_hsd;
mod two_way_sums;
mod variance_ratio;
mod wald;
mod welch_anova;
mod welch_t_test;
mod white_test;
mod wilcoxon_exact;
mod wilcoxon_signed_rank;

pub use adjusted_p::AdjustedP;
pub use aiken_v::{AikenV, aiken_v};
pub use anderson_darling::{AndersonDarling, anderson_darling};
pub use anova_oneway::{AnovaOneway, anova_oneway, sums_of_squares};
pub use anova_twoway::{AnovaTwoway, TwoWayEffect, TwoWayTable, anova_twoway};
pub use autocorrelation::autocorrelation;
pub use bartlett::{Bartlett, bartlett};
pub use bartlett_sphericity::{BartlettSphericity, bartlett_sphericity};
pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use binomial_test::{BinomialTest, binomial_test};
pub use bivariate_normal::bivariate_normal_lower;
pub use bootstrap::{BcaCorrection, Bootstrap, BootstrapOptions, bootstrap};
pub use bootstrap_statistic::BootstrapStatistic;
pub use breusch_pagan::{AuxiliaryTest, BreuschPagan, breusch_pagan};
pub use brown_forsythe_anova::{BrownForsytheAnova, brown_forsythe_anova};
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use chi_square_fit::{ChiSquareFit, chi_square_fit};
pub use chi_square_independence::{ChiSquareIndependence, Yates, chi_square_independence};
pub use classification::Classification;
pub use cliffs_delta::{CliffsDelta, cliffs_delta};
pub use cochran_armitage::{CochranArmitage, ScoredGroup, cochran_armitage};
pub use cochran_q::{CochranQ, cochran_q};
pub use coefficient::{Coefficient, CoefficientTest, Information, ModelTest};
pub use cohen_kappa::{CohenKappa, KappaWeights, cohen_kappa};
pub use collinearity::{Collinearity, Dimension, collinearity};
pub use column_proportions::{ColumnProportions, ProportionPair, ProportionRow, column_proportions};
pub use compact_letters::{CompactLetters, compact_letters};
pub use content_validity_ratio::{
    ContentValidityIndex, ContentValidityRatio, CriticalRatio, content_validity_index,
    content_validity_ratio,
};
pub use correlation_matrix::CorrelationMatrix;
pub use correlations::{CorrelationKind, Correlations, correlations};
pub use cramer_von_mises::{CramerVonMises, cramer_von_mises};
pub use cronbach_alpha::{CronbachAlpha, ItemOfScale, cronbach_alpha};
pub use cross_table::CrossTable;
pub use customer_satisfaction_index::{
    CustomerSatisfactionIndex, WeightedItem, customer_satisfaction_index,
};
pub use descriptives::{Descriptives, Kurtosis, Skewness, descriptives};
pub use design::{Design, DesignOptions, DesignPattern, LonelyUnit};
pub use design_by::{DesignDomain, DomainEstimate, design_means_by};
pub use design_chi_square::{DesignChiSquare, DesignStatistic, design_chi_square};
pub use design_mean::{DesignEstimate, DesignEstimates, design_means, design_totals};
pub use design_rank_test::{
    DesignRankOptions, DesignRankTest, RankScore, TiedRanks, design_rank_test,
};
pub use design_ratio::{DesignRatio, design_ratio};
pub use design_t_test::{DesignTTest, design_t_test};
pub use dscf::{Dscf, DscfPair, dscf};
pub use dunn::{Dunn, DunnPair, dunn};
pub use durbin_watson::{DurbinWatson, durbin_watson, durbin_watson_bounds};
pub use effect_k_groups::{EffectKGroups, effect_k_groups};
pub use effect_two_groups::{EffectTwoGroups, effect_two_groups};
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use factor_analysis::{Extraction, FactorAnalysis, FactorFit, factor_analysis};
pub use fisher_exact::{FisherExact, OddsOfR, fisher_exact};
pub use fisher_freeman_halton::{
    FisherFreemanHalton, fisher_freeman_halton, fisher_freeman_halton_within,
};
pub use fleiss_kappa::{CategoryKappa, FleissKappa, fleiss_kappa, rating_counts};
pub use fligner_killeen::{FlignerKilleen, RankedDistances, fligner_killeen};
pub use friedman::{Friedman, FriedmanPair, FriedmanPairs, friedman};
pub use games_howell::games_howell;
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use glejser::{Glejser, glejser};
pub use guttman_lambda::{GuttmanLambda, LambdaBounds, guttman_lambda};
pub use hodges_lehmann::{HodgesLehmann, hodges_lehmann};
pub use hosmer_lemeshow::{HosmerLemeshow, RiskGroup, RiskGroups};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use importance_performance::{
    Centre, ImportancePerformance, Point, Quadrant, importance_performance,
};
pub use influence::{Influence, InfluencePoint, Robust, influence, residuals};
pub use interrupted_time_series::{InterruptedTimeSeries, SeriesOptions, interrupted_time_series};
pub use interval::t_interval;
pub use intraclass_correlation::{IccForm, IntraclassCorrelation, intraclass_correlation};
pub use item_total::{
    CriticalCorrelation, ItemCorrelation, ItemTotal, critical_correlation, item_total,
};
pub use jarque_bera::{JarqueBera, jarque_bera};
pub use jonckheere_terpstra::{JonckheereTerpstra, jonckheere_terpstra};
pub use kano::{Kano, KanoCategory, KanoCounts, kano, kano_of_counts};
pub use kendall::{Kendall, kendall};
pub use kolmogorov_smirnov::{KolmogorovSmirnov, kolmogorov_smirnov};
pub use kruskal_wallis::{KruskalWallis, kruskal_wallis};
pub use levene::{Levene, LeveneCentre, levene};
pub use likelihood_ratio::{LikelihoodRatio, PseudoRSquared};
pub use lilliefors::{Lilliefors, lilliefors};
pub use linear_by_linear::{LinearByLinear, linear_by_linear};
pub use linear_regression::{LinearRegression, Slope, linear_regression};
pub use linearity_test::{LinearityTest, linearity_test};
pub use link::Link;
pub use logistic_regression::{
    LogisticOptions, LogisticRegression, Separation, logistic_regression,
};
pub use mann_kendall::{MannKendall, mann_kendall};
pub use mann_whitney::{MannWhitney, mann_whitney};
pub use mann_whitney_exact::{MannWhitneyExact, mann_whitney_exact};
pub use mcnemar::{McNemar, mcnemar};
pub use moments::Moments;
pub use net_promoter_score::{
    AdjustedScore, NetPromoterScore, net_promoter_score, net_promoter_score_of,
};
pub use nominal_association::{NominalAssociation, nominal_association};
pub use noncentral::{
    noncentral_chi_square_lower, noncentral_chi_square_upper, noncentral_f_lower,
    noncentral_f_upper,
};
pub use noncentral_t::{noncentral_t_lower, noncentral_t_upper};
pub use normal::{normal_quantile, normal_upper};
pub use normal_test::NormalTest;
pub use normalized_gain::{NormalizedGain, normalized_gain};
pub use observations::Observations;
pub use odds_ratio::{OddsRatio, odds_ratio};
pub use omega::{Omega, ReliabilityOfCorrelations, omega, reliability_of_correlations};
pub use one_sample_t_test::{OneSampleTTest, one_sample_t_test};
pub use ordinal_association::{Association, OrdinalAssociation, ordinal_association};
pub use ordinal_regression::{OrdinalOptions, OrdinalRegression, ordinal_regression};
pub use p_adjust::{Adjustment, p_adjust};
pub use paired_t_test::{PairedTTest, paired_t_test};
pub use pairs::Pairs;
pub use pairwise_alpha::{PairwiseAlpha, cronbach_alpha_pairwise};
pub use pairwise_t_test::{PooledPair, pairwise_t_test};
pub use parallel_analysis::{ParallelAnalysis, parallel_analysis};
pub use partial_correlation::{PartialCorrelation, partial_correlation};
pub use pearson::{Pearson, pearson};
pub use permutation::{Permutation, PermutationOptions, permutation_test};
pub use polychoric::{Polychoric, polychoric, polychoric_as_polycor};
pub use pooled::PermutationScore;
pub use post_stratify::post_stratify;
pub use power_anova::{PowerAnova, power_anova, power_anova_effect, power_anova_sample_size};
pub use power_chi_square::{
    PowerChiSquare, power_chi_square, power_chi_square_effect, power_chi_square_sample_size,
};
pub use power_proportions::{PowerProportions, power_proportions, power_proportions_sample_size};
pub use power_search::Sides;
pub use power_t::{PowerT, TDesign, TPlan, power_t, power_t_effect, power_t_sample_size};
pub use predictors::{Coding, DesignColumn, Predictor, design_columns};
pub use principal_components::{
    PrincipalComponents, principal_components, principal_components_of_covariances,
};
pub use profile_likelihood::{ProfileLimits, profile_intervals};
pub use proportion_interval::{ProportionInterval, proportion_interval};
pub use proportion_test::{ChiSquareOfShares, DifferenceOfShares, ProportionTest, proportion_test};
pub use quantile::{QuantileType, quantile};
pub use raking::{AdjustedCell, PopulationMargin, Raked, RakingOptions, rake};
pub use resampling_limit::{BootstrapLimit, LimitForm, bootstrap_limit, bootstrap_limit_index};
pub use reset_test::{ResetTest, reset_test};
pub use reweighted::StandardErrors;
pub use rm_anova::{RmAnova, rm_anova};
pub use rotation::{Promax, Varimax, promax, varimax};
pub use sample::Sample;
pub use sampling_adequacy::{SamplingAdequacy, sampling_adequacy};
pub use sen_slope::{SenSlope, sen_slope};
pub use series_estimates::{Change, SeriesCoefficient};
pub use service_gap::{ServiceGap, service_gap};
pub use shapiro_wilk::{ShapiroWilk, shapiro_wilk};
pub use sign_test::{SignTest, sign_test};
pub use spearman::{Spearman, spearman};
pub use sphericity::{Mauchly, Sphericity};
pub use split_half::{Split, SplitHalf, split_half};
pub use student::{student_quantile, student_two_sided, student_upper};
pub use student_t_test::{TwoSampleTTest, Variances, student_t_test};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};
pub use successive_intervals::{ScaledLevel, SuccessiveIntervals, successive_intervals};
pub use t_test::{GroupMoments, TAlternative, TTest};
pub use top_box::{TopBox, top_box};
pub use tukey_hsd::{RangePair, tukey_hsd};
pub use variance_ratio::{VarianceRatio, variance_ratio};
pub use wald::{OddsCoefficient, WaldTest};
pub use welch_anova::{WelchAnova, welch_anova};
pub use welch_t_test::welch_t_test;
pub use white_test::{WhiteTest, white_test};
pub use wilcoxon_exact::{WilcoxonExact, ZeroDifferences, wilcoxon_signed_rank_exact};
pub use wilcoxon_signed_rank::{WilcoxonSignedRank, wilcoxon_signed_rank};

use design_matrix::DesignMatrix;
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
    /// A predictor that is a linear combination of those before it; holds its
    /// place among the predictors, from 0.
    Collinear { variable: usize },
    /// The predictors tell the answers apart without error, so that the
    /// likelihood has no maximum at finite coefficients.
    Separated,
    /// Items of different scales in one sum.
    MixedScales,
    /// More respondents than the method takes.
    TooMany { n: u64, most: u64 },
    /// Variables whose values are all the same; holds their positions.
    Constant { variables: Vec<u64> },
    /// Fewer than so many variables.
    TooFewVariables { variables: u64, needed: u64 },
    /// Equal values, where the method holds only without.
    Ties,
    /// More respondents or levels than the work allowed for it.
    TooLarge,
    /// A cell of the table holds nobody, and the formula divides by it.
    EmptyCell,
    /// Some variables follow from the others: the matrix has no inverse.
    Singular,
    /// The points lie on a line: the statistic has no bound.
    Unbounded,
    /// The exact distribution of so many respondents takes too long; the
    /// approximation is as good.
    TooManyArrangements { n: u64 },
    /// An iteration did not reach its goal.
    NotConverged { iterations: u64 },
}
