use super::Outcome;
use serde::{Deserialize, Serialize};

/// What every test of a hypothesis can tell. α is not part of it: whether a p
/// value is small is a rule of the report, not a result.
pub trait HypothesisTest {
    /// The one name of the method: its file, its key in JSON and in the words,
    /// its topic in `explain`.
    fn method(&self) -> &'static str;
    /// The statistic with its degrees of freedom.
    fn statistic(&self) -> Statistic;
    /// Two-sided unless the result says otherwise.
    fn p_value(&self) -> Outcome<f64>;
    /// Effect size; `None` where the method has no customary one.
    fn effect(&self) -> Option<Effect>;
    /// Respondents used, per group where there are groups, and left out.
    fn sizes(&self) -> Sizes;
    /// What a reader has to know before relying on it.
    fn cautions(&self) -> &[Caution];
}

/// A test statistic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statistic {
    /// As the field writes it: `t`, `F`, `χ²`, `U`, `H`, `Z`.
    pub symbol: String,
    pub value: f64,
    /// Degrees of freedom: none, one (t, χ²) or two (F).
    pub df: Vec<f64>,
}

/// An effect size with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Key of the words: `cohen_d`, `eta_squared`, `cramer_v`, …
    pub name: String,
    pub value: f64,
    pub interval: Option<Interval>,
}

/// A confidence interval; `None` at an end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Coverage, 0.95 for 95 %.
    pub confidence: f64,
}

impl Interval {
    /// Both ends; an open one is infinite.
    pub fn ends(&self) -> (f64, f64) {
        (
            self.low.unwrap_or(f64::NEG_INFINITY),
            self.high.unwrap_or(f64::INFINITY),
        )
    }
}

/// Respondents behind a result.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Used, all groups together.
    pub n: u64,
    /// Used per group, in the order of the groups.
    pub groups: Vec<u64>,
    /// Left out because a value is missing.
    pub missing: u64,
}

/// What a reader has to know before relying on a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "caution", rename_all = "snake_case")]
pub enum Caution {
    /// Equal values; the correction for ties is in the statistic.
    Ties { tied: u64 },
    /// The p value is an approximation by a known distribution, and so few
    /// respondents make it rough.
    Approximate { n: u64 },
    /// Expected counts below 5: how many of the cells, and the least.
    SmallExpected { cells: u64, of: u64, least: f64 },
    /// Pairs without a difference were left out.
    ZeroDifferences { pairs: u64 },
    /// Levels or groups without anybody were left out.
    EmptyLevels { levels: u64 },
    /// An iteration stopped before it reached its goal.
    NotConverged { iterations: u64 },
    /// So many predictors were left out because they depend on others.
    Collinear { variables: u64 },
    /// A computation left the range it is accurate in; holds its name.
    Rough { what: String },
    /// Variables whose values are all the same; holds their positions.
    ConstantVariables { variables: Vec<u64> },
    /// Variables that run against the sum of the others; holds their positions.
    NegativeVariables { variables: Vec<u64> },
    /// Variables wholly explained by the factors (a Heywood case); holds their
    /// positions.
    Heywood { variables: Vec<u64> },
    /// Cells of a table that hold nobody.
    EmptyCells { cells: u64 },
}
