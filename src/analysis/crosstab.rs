use super::coarse_table::{Coarsened, Side, coarsened};
use super::variable::Variable;
use crate::stats::{
    Adjustment, ChiSquareIndependence, ColumnProportions, CrossTable, FisherExact,
    FisherFreemanHalton, HypothesisTest, Interval, LinearByLinear, NominalAssociation,
    NotComputable, OddsRatio, OrdinalAssociation, Outcome, Pairs, chi_square_independence,
    column_proportions, cramer_v_interval, fisher_exact, fisher_freeman_halton_within,
    linear_by_linear, nominal_association, odds_ratio, ordinal_association,
};
use crate::survey::{Responses, Words};
use serde::{Deserialize, Serialize};

/// What a cross table was asked with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrosstabOptions {
    /// A test the user fixed.
    pub test: Option<TableTest>,
    pub confidence: f64,
    pub policy: CrosstabPolicy,
    /// For the public: categories are put together until no cell that somebody is
    /// in stands for fewer respondents than this.
    pub small: Option<u64>,
}

/// Cut-offs of the route of a table; `reports/rules` holds them with their source.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrosstabPolicy {
    /// An expected count below this is small.
    pub small: f64,
    /// No expected count may lie below this.
    pub least: f64,
    /// Share of cells that may be small.
    pub share: f64,
}

/// A test of whether two characteristics go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableTest {
    ChiSquareIndependence,
    FisherExact,
    FisherFreemanHalton,
    LinearByLinear,
}

/// Why a test of a table was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CrosstabRule {
    /// The user fixed the test.
    Fixed,
    /// Expected counts are large enough for chi-square.
    ExpectedEnough,
    /// Some are too small: an exact test.
    ExpectedSmall,
    /// Some are too small, and the exact test takes too long.
    ExactTooLarge,
}

/// What was looked at, what was taken, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrosstabRoute {
    pub rule: CrosstabRule,
    /// Cells of the table without empty rows and columns.
    pub cells: u64,
    /// Cells with an expected count below the small one.
    pub small: u64,
    pub least_expected: f64,
    /// Whether the categories of both have an order.
    pub ordered: bool,
    pub chosen: TableTest,
    pub beside: Option<TableTest>,
}

/// Whether two characteristics, or two answers, go together.
///
/// # Question
/// Do respondents of one category answer otherwise than those of another?
///
/// # Formula
/// Pearson's chi-square where expected counts are large enough (Cochran's rule),
/// else the exact test of Fisher, Freeman and Halton; beside it the other one, or
/// the test of a linear trend where both have an order. Cramér's V with the
/// interval of the noncentral chi-square; adjusted residuals; shares per column
/// with the letters of the columns they lie above (z tests, Bonferroni).
///
/// # Assumes
/// One answer per respondent, respondents independent of each other.
///
/// # When not
/// The same respondents twice ([`crate::stats::mcnemar`]); values with very many
/// levels.
///
/// # Example
/// ```
/// use tridharma::analysis::{CrosstabOptions, CrosstabPolicy, Variable, crosstab};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let policy = CrosstabPolicy { small: 5.0, least: 1.0, share: 0.2 };
/// let options = CrosstabOptions { test: None, confidence: 0.95, policy, small: None };
/// let sex = Variable::Group("Jenis kelamin".to_owned());
/// assert!(crosstab(&responses, &sex, &sex, &options).is_err());
/// ```
///
/// # Checked against
/// `chi_square`, `fisher` and their kin of the reference cases (R).
///
/// # References
/// Cochran (1954), *Biometrics* 10, 417 (expected counts). Freeman and Halton
/// (1951), *Biometrika* 38, 141. Haberman (1973), *Biometrics* 29, 205 (residuals).
///
/// # Errors
/// [`NotComputable::NotGiven`] for a variable without categories,
/// [`NotComputable::NoAnswers`] and [`NotComputable::NoSpread`] where nothing can
/// be crossed; [`NotComputable::SmallCells`] where nothing of it is for the public.
pub fn crosstab(
    responses: &Responses,
    rows: &Variable,
    columns: &Variable,
    options: &CrosstabOptions,
) -> Outcome<Crosstab> {
    let Shown {
        rows: of_rows,
        columns: of_columns,
        table,
        missing,
        coarse,
    } = shown(responses, rows, columns, options.small)?;
    let used = table.without_empty();
    let chi_square = match (chi_square_independence(&used), coarse) {
        (Err(_), Some(Coarsened { small, .. })) => {
            return Err(NotComputable::SmallCells { small });
        }
        (found, _) => found?,
    };
    let ordered = rows.is_ordered(responses) && columns.is_ordered(responses);
    let (route, test) = routed(&used, missing, &chi_square, ordered, options);
    let beside = route
        .beside
        .map(|test| run(test, &used, missing, options.confidence));
    let four = used.rows() == 2 && used.columns() == 2;
    let pairs = Pairs::of_table(&used, missing);
    Ok(Crosstab {
        rows: rows.clone(),
        columns: columns.clone(),
        row_names: of_rows.names,
        column_names: of_columns.names,
        coarse,
        n: used.n(),
        missing,
        v_interval: cramer_v_interval(&chi_square, options.confidence),
        association: nominal_association(&used),
        ordinal: ordered.then(|| ordinal_association(&pairs)),
        odds_ratio: four.then(|| odds_ratio(&used, options.confidence)),
        proportions: column_proportions(&table, Adjustment::Bonferroni),
        route,
        test,
        beside,
        chi_square,
        table,
    })
}

/// The table that is tested and shown.
struct Shown {
    rows: Side,
    columns: Side,
    table: CrossTable,
    missing: u64,
    coarse: Option<Coarsened>,
}

/// Counts the cells, and puts categories together where the public sees them.
fn shown(
    responses: &Responses,
    rows: &Variable,
    columns: &Variable,
    small: Option<u64>,
) -> Outcome<Shown> {
    let categories = |variable: &Variable| {
        let found = variable.categories(responses);
        found.ok_or_else(|| NotComputable::not_given("categories"))
    };
    let side = |variable: &Variable| -> Outcome<Side> {
        Ok(Side {
            names: categories(variable)?,
            ordered: variable.is_ordered(responses),
        })
    };
    let (mut of_rows, mut of_columns) = (side(rows)?, side(columns)?);
    let sizes = (of_rows.names.len(), of_columns.names.len());
    let (mut table, missing) = counted(responses, (rows, sizes.0), (columns, sizes.1))?;
    let mut coarse = None;
    if let Some(small) = small
        && let Some(larger) = coarsened(&table, &mut of_rows, &mut of_columns, small)
    {
        table = larger;
        coarse = Some(Coarsened {
            small,
            rows: sizes.0 as u64,
            columns: sizes.1 as u64,
        });
    }
    Ok(Shown {
        rows: of_rows,
        columns: of_columns,
        table,
        missing,
        coarse,
    })
}

/// Counts per cell, and respondents who lack one of the two.
fn counted(
    responses: &Responses,
    (rows, row_count): (&Variable, usize),
    (columns, column_count): (&Variable, usize),
) -> Outcome<(CrossTable, u64)> {
    let size = row_count.checked_mul(column_count);
    let size = size
        .filter(|size| *size <= MOST_CELLS)
        .ok_or(NotComputable::TooLarge)?;
    let mut counts = vec![0_u64; size];
    let mut missing = 0_u64;
    for pattern in &responses.patterns {
        let place = rows.category(responses, pattern);
        let place = place.zip(columns.category(responses, pattern));
        let slot = place
            .filter(|(_, column)| *column < column_count)
            .and_then(|(row, column)| counts.get_mut(row * column_count + column));
        match slot {
            Some(slot) => *slot = slot.saturating_add(pattern.count),
            None => missing = missing.saturating_add(pattern.count),
        }
    }
    let table = CrossTable::new(row_count, column_count, counts);
    Ok((table.ok_or(NotComputable::TooLarge)?, missing))
}

/// Cells beyond which nobody reads a table.
const MOST_CELLS: usize = 10_000;

/// Steps of an exact test one waits for (about two seconds).
const STEPS: u64 = 100_000_000;

/// The test that is taken, with its result, and the one beside it.
fn routed(
    used: &CrossTable,
    missing: u64,
    chi_square: &ChiSquareIndependence,
    ordered: bool,
    options: &CrosstabOptions,
) -> (CrosstabRoute, Outcome<TableTestResult>) {
    let policy = options.policy;
    let cells = (used.rows() * used.columns()) as u64;
    let expected = chi_square.expected.iter().flatten();
    let small = expected.filter(|e| **e < policy.small).count() as u64;
    let least_expected = chi_square.least_expected;
    let enough = least_expected >= policy.least && small as f64 <= policy.share * cells as f64;
    let exact = match (used.rows(), used.columns()) {
        (2, 2) => TableTest::FisherExact,
        _ => TableTest::FisherFreemanHalton,
    };
    let trend = ordered && cells > 4;
    let pearson = TableTest::ChiSquareIndependence;
    let run = |test| run(test, used, missing, options.confidence);
    let (rule, chosen, test) = match options.test {
        Some(asked) => {
            let asked = match asked {
                TableTest::FisherExact | TableTest::FisherFreemanHalton => exact,
                other => other,
            };
            (CrosstabRule::Fixed, asked, run(asked))
        }
        None if enough => (CrosstabRule::ExpectedEnough, pearson, run(pearson)),
        None => match run(exact) {
            Err(_) => (CrosstabRule::ExactTooLarge, pearson, run(pearson)),
            found => (CrosstabRule::ExpectedSmall, exact, found),
        },
    };
    let beside = match chosen {
        TableTest::ChiSquareIndependence if trend => Some(TableTest::LinearByLinear),
        TableTest::ChiSquareIndependence if rule == CrosstabRule::ExactTooLarge => None,
        TableTest::ChiSquareIndependence => (cells == 4).then_some(exact),
        _ => Some(pearson),
    };
    let route = CrosstabRoute {
        rule,
        cells,
        small,
        least_expected,
        ordered,
        chosen,
        beside,
    };
    (route, test)
}

fn run(
    test: TableTest,
    used: &CrossTable,
    missing: u64,
    confidence: f64,
) -> Outcome<TableTestResult> {
    Ok(match test {
        TableTest::ChiSquareIndependence => {
            TableTestResult::ChiSquareIndependence(Box::new(chi_square_independence(used)?))
        }
        TableTest::FisherExact => {
            TableTestResult::FisherExact(Box::new(fisher_exact(used, confidence)?))
        }
        TableTest::FisherFreemanHalton => TableTestResult::FisherFreemanHalton(Box::new(
            fisher_freeman_halton_within(used, STEPS)?,
        )),
        TableTest::LinearByLinear => {
            let pairs = Pairs::of_table(used, missing);
            TableTestResult::LinearByLinear(Box::new(linear_by_linear(&pairs)?))
        }
    })
}

/// Result of [`crosstab`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crosstab {
    pub rows: Variable,
    pub columns: Variable,
    /// Categories in the order of the form, unused ones too.
    pub row_names: Vec<Words>,
    pub column_names: Vec<Words>,
    /// Categories that were put together, where the table is for the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coarse: Option<Coarsened>,
    /// Respondents who have both, and who lack one.
    pub n: u64,
    pub missing: u64,
    pub table: CrossTable,
    pub route: CrosstabRoute,
    pub test: Outcome<TableTestResult>,
    pub beside: Option<Outcome<TableTestResult>>,
    /// Expected counts and residuals, without empty rows and columns.
    pub chi_square: ChiSquareIndependence,
    pub v_interval: Outcome<Interval>,
    pub association: Outcome<NominalAssociation>,
    /// Where the categories of both have an order.
    pub ordinal: Option<Outcome<OrdinalAssociation>>,
    /// Of two categories each.
    pub odds_ratio: Option<Outcome<OddsRatio>>,
    /// Shares per column and which columns they lie above.
    pub proportions: Outcome<ColumnProportions>,
}

/// A test of a table with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum TableTestResult {
    ChiSquareIndependence(Box<ChiSquareIndependence>),
    FisherExact(Box<FisherExact>),
    FisherFreemanHalton(Box<FisherFreemanHalton>),
    LinearByLinear(Box<LinearByLinear>),
}

impl TableTestResult {
    /// What every test can tell.
    pub fn as_test(&self) -> &dyn HypothesisTest {
        match self {
            TableTestResult::ChiSquareIndependence(test) => &**test,
            TableTestResult::FisherExact(test) => &**test,
            TableTestResult::FisherFreemanHalton(test) => &**test,
            TableTestResult::LinearByLinear(test) => &**test,
        }
    }

    /// Which it is.
    pub fn kind(&self) -> TableTest {
        match self {
            TableTestResult::ChiSquareIndependence(_) => TableTest::ChiSquareIndependence,
            TableTestResult::FisherExact(_) => TableTest::FisherExact,
            TableTestResult::FisherFreemanHalton(_) => TableTest::FisherFreemanHalton,
            TableTestResult::LinearByLinear(_) => TableTest::LinearByLinear,
        }
    }
}
