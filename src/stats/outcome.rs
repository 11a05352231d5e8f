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
    /// Needs the rows, and those of so many respondents are not kept.
    RowsNotKept { n: u64, most: u64 },
    /// Needs the answers of a respondent together, and only the counts of each
    /// item are known.
    OnlyCounts,
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
    /// Cells of a table hold fewer respondents than the public may see, and nothing
    /// is left to compare once they are put together.
    SmallCells { small: u64 },
    /// Would show the public what fewer respondents than this answered.
    HeldBack { small: u64 },
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

impl NotComputable {
    /// A number outside what the formula allows, by its name.
    pub fn out_of_range(what: &str) -> Self {
        NotComputable::OutOfRange {
            what: what.to_owned(),
        }
    }

    /// A number needed for it was not given, by its name.
    pub fn not_given(what: &str) -> Self {
        NotComputable::NotGiven {
            what: what.to_owned(),
        }
    }
}
