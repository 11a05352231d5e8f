//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod beta;
mod bivariate_normal;
mod brent;
mod chi_mean;
mod chi_square;
mod chi_square_independence;
mod coded;
mod cohen_kappa;
mod concordance;
mod correlations;
mod cross_table;
#[cfg(test)]
mod distributions_tests;
mod exact;
mod f_distribution;
mod fisher_exact;
mod fisher_freeman_halton;
mod gamma;
mod hypergeometric;
mod hypothesis_test;
mod interval;
mod kendall;
mod linear_by_linear;
mod moments;
mod nelder_mead;
mod nominal_association;
mod noncentral;
mod noncentral_t;
mod normal;
mod observations;
mod odds_ratio;
mod ordinal_association;
mod pairs;
mod partial_correlation;
mod pearson;
mod polychoric;
mod polychoric_likelihood;
mod products;
mod root;
mod sample;
mod spearman;
mod student;
mod studentized_range;
mod table_network;
mod table_pairs;

pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use bivariate_normal::bivariate_normal_lower;
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use chi_square_independence::{ChiSquareIndependence, Yates, chi_square_independence};
pub use cohen_kappa::{CohenKappa, KappaWeights, cohen_kappa};
pub use correlations::{CorrelationKind, Correlations, correlations};
pub use cross_table::CrossTable;
pub use exact::Exact;
pub use f_distribution::{f_quantile, f_upper};
pub use fisher_exact::{FisherExact, OddsOfR, fisher_exact};
pub use fisher_freeman_halton::{FisherFreemanHalton, fisher_freeman_halton};
pub use gamma::{gamma_lower, gamma_upper, ln_gamma};
pub use hypothesis_test::{Caution, Effect, HypothesisTest, Interval, Sizes, Statistic};
pub use interval::t_interval;
pub use kendall::{Kendall, kendall};
pub use linear_by_linear::{LinearByLinear, linear_by_linear};
pub use moments::Moments;
pub use nominal_association::{NominalAssociation, nominal_association};
pub use noncentral::{
    noncentral_chi_square_lower, noncentral_chi_square_upper, noncentral_f_lower,
    noncentral_f_upper,
};
pub use noncentral_t::{noncentral_t_lower, noncentral_t_upper};
pub use normal::{normal_quantile, normal_upper};
pub use observations::Observations;
pub use odds_ratio::{OddsRatio, odds_ratio};
pub use ordinal_association::{Association, OrdinalAssociation, ordinal_association};
pub use pairs::Pairs;
pub use partial_correlation::{PartialCorrelation, partial_correlation};
pub use pearson::{Pearson, pearson};
pub use polychoric::{Polychoric, polychoric, polychoric_as_polycor};
pub use sample::Sample;
pub use spearman::{Spearman, spearman};
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
    /// An iteration did not reach its goal.
    NotConverged { iterations: u64 },
}
