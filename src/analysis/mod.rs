//! Responses to a Study: one file per analysis, plain serde results with their
//! intermediate numbers. Knows no word of any language and does not round what
//! is not a defined rounding.

mod allocation;
mod assumptions;
mod change;
mod coarse_table;
mod comparison;
mod constructs;
mod correlations;
mod counted;
mod crosstab;
mod describe;
mod distribution;
mod effects;
mod factors;
mod fractions;
mod frequencies;
mod grade;
mod group_cross;
mod index;
mod index_from_means;
mod instrument_quality;
mod item_index;
mod kano;
mod mahalanobis;
mod multiple;
mod paired;
mod pairs;
mod permuted;
mod quality;
mod question_shapes;
mod range;
mod recommendation;
mod regression;
mod request;
mod resampled;
mod residual_plot;
mod respondent;
mod route;
mod sample_size;
mod scale;
mod screening;
mod steps;
mod study;
#[cfg(test)]
mod tests;
mod trend;
mod twice;
mod variable;
mod weighted;
mod weighted_answers;
mod weighted_shares;

pub use allocation::{StratumShare, stratified_allocation};
pub use assumptions::{Assumptions, RobustCoefficient};
pub use change::{Change, ChangeOptions, Earlier, change};
pub use coarse_table::Coarsened;
pub use comparison::{
    ComparedGroup, Comparison, ComparisonOptions, SizedTest, TestResult, compare,
};
pub use constructs::{Construct, ConstructPair, Constructs, constructs};
pub use correlations::{
    CorrelatedPair, Correlation, CorrelationValue, Correlations, correlations, correlations_of,
};
pub use crosstab::{
    Crosstab, CrosstabOptions, CrosstabPolicy, CrosstabRoute, CrosstabRule, TableTest,
    TableTestResult, crosstab,
};
pub use describe::{Description, DimensionDescription, ItemDescription, describe};
pub use distribution::{Bin, Distribution, distribution};
pub use effects::{EffectOf, EffectRow, Effects, effects};
pub use factors::{
    FactorExtraction, FactorOptions, FactorRule, FactorSolution, Factors, Rotation, factors,
};
pub use frequencies::{FrequencyTable, LevelShare, frequency_table, group_table};
pub use grade::{GradeMass, grade_masses, grade_of};
pub use group_cross::group_cross;
pub use index::{SatisfactionIndex, satisfaction_index};
pub use index_from_means::{IndexOptions, IndexValue, Rounding, Weight, index_from_means};
pub use instrument_quality::{Validity, reliability, validity};
pub use item_index::ItemIndex;
pub use kano::{KanoPair, KanoPairs, kano};
pub use mahalanobis::mahalanobis;
pub use multiple::{MultipleAnswers, Ticked};
pub use paired::{Paired, PairedRule, WaveNames, Waves, paired};
pub use pairs::{Pair, PairMethod, PairTable};
pub use permuted::{PermutedTest, permuted};
pub use quality::{Quality, quality};
pub use question_shapes::{GroupShape, QuestionShape, question_shapes};
pub use recommendation::{Recommendation, recommendation};
pub use regression::{
    Model, ModelKind, ModelRule, Regression, RegressionOptions, Term, regression,
};
pub use request::{Levels, Multiplicity, Policy, Request, adjust, answer};
pub use resampled::{
    Replicated, Replicates, Resampled, ResampledGroup, ResampledItem, ResampledRow, Resampling,
    ResamplingOptions, resampled,
};
pub use residual_plot::ResidualPlot;
pub use respondent::{Target, answer_index, answers, values, values_by};
pub use route::{GroupTest, Looked, Route, RoutePolicy, RouteRule, route};
pub use sample_size::{SampleSize, margin_of_error, required_sample};
pub use scale::{Gap, Importance, Normality, Scale, gap, importance, intervals, normality, scale};
pub use screening::{
    Distances, Flagged, RowFlags, Screen, Screening, Variability, flagged_patterns, screening,
    without_rows,
};
pub use study::{
    About, Entry, Finding, GroupFact, LeftOutFact, MadeBy, Office, Options, SCHEMA, SourceFact,
    Study, SurveyFacts,
};
pub use trend::{Interrupted, Trend, trend};
pub use twice::{AskedTwice, Mean, Twice};
pub use variable::{Dimension, Variable, observations};
pub use weighted::{
    DesignColumns, Weighted, WeightedComparison, WeightedMean, WeightedPairs, weighted,
};
pub use weighted_answers::{WeightedAnswer, WeightedQuestions, WeightedTerm};
pub use weighted_shares::{WeightedShare, WeightedShares};
