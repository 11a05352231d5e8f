//! Numbers in, numbers out: exact fractions, tails, quantiles, descriptives.
//! Knows no survey word.

mod beta;
mod binary_model;
mod breusch_pagan;
mod chi_mean;
mod chi_square;
mod coefficient;
mod collinearity;
mod cross_table;
mod design_matrix;
#[cfg(test)]
mod distributions_tests;
mod durbin_watson;
mod exact;
mod f_distribution;
mod gamma;
mod glejser;
mod hosmer_lemeshow;
mod hypothesis_test;
mod influence;
mod interrupted_time_series;
mod interval;
mod least_squares;
mod likelihood_ratio;
mod linear_regression;
mod linearity_test;
mod link;
mod logistic_regression;
mod moments;
mod newey_west;
mod newton;
mod noncentral;
mod noncentral_t;
mod normal;
mod normal_equations;
mod observations;
mod ordinal_model;
mod ordinal_regression;
mod predictors;
mod profile_likelihood;
mod quadratic_form;
mod reset_test;
mod reweighted;
mod root;
mod sample;
mod spline;
mod student;
mod studentized_range;
mod wald;
mod white_test;

pub use beta::{beta_lower, beta_quantile, beta_upper};
pub use chi_square::{chi_square_quantile, chi_square_upper};
pub use cross_table::CrossTable;
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
pub use sample::Sample;
pub use student::{student_quantile, student_two_sided, student_upper};
pub use studentized_range::{studentized_range_quantile, studentized_range_upper};

pub use breusch_pagan::{AuxiliaryTest, BreuschPagan, breusch_pagan};
pub use coefficient::{Coefficient, CoefficientTest, Information, ModelTest};
pub use collinearity::{Collinearity, Dimension, collinearity};
pub use durbin_watson::{DurbinWatson, durbin_watson, durbin_watson_bounds};
pub use glejser::{Glejser, glejser};
pub use hosmer_lemeshow::{HosmerLemeshow, RiskGroup, RiskGroups};
pub use influence::{Influence, Point, Robust, influence, residuals};
pub use interrupted_time_series::{
    Change, InterruptedTimeSeries, SeriesCoefficient, SeriesOptions, interrupted_time_series,
};
pub use likelihood_ratio::{LikelihoodRatio, PseudoRSquared};
pub use linear_regression::{LinearRegression, Slope, linear_regression};
pub use linearity_test::{LinearityTest, linearity_test};
pub use link::Link;
pub use logistic_regression::{
    Classification, LogisticOptions, LogisticRegression, OddsCoefficient, Separation,
    logistic_regression,
};
pub use ordinal_regression::{OrdinalOptions, OrdinalRegression, ordinal_regression};
pub use predictors::{Coding, DesignColumn, Predictor, design_columns};
pub use profile_likelihood::{ProfileLimits, profile_intervals};
pub use reset_test::{ResetTest, reset_test};
pub use reweighted::StandardErrors;
pub use wald::WaldTest;
pub use white_test::{WhiteTest, white_test};

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
    /// An iteration found no solution.
    NotConverged,
    /// Items of different scales in one sum.
    MixedScales,
}
