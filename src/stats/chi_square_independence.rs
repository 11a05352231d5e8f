use super::{
    Caution, CrossTable, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    chi_square_upper, nominal_association,
};
use serde::{Deserialize, Serialize};

/// Pearson's chi-square test and the likelihood ratio test of a cross table,
/// with the expected counts and the residuals that show where it departs.
///
/// # Question
/// Do the answers depend on the group?
///
/// # Formula
/// `E = row sum · column sum / n`, `χ² = Σ (O − E)²/E`, `G = 2·Σ O·ln(O/E)`, both
/// with (rows − 1)(columns − 1) degrees of freedom. Residuals `(O − E)/√E`
/// (Pearson) and `(O − E)/√(E(1 − row share)(1 − column share))` (adjusted, of
/// variance 1). For 2 × 2 also Yates' correction,
/// `Σ (|O − E| − min(½, |O − E|))²/E`, which R and scipy take as default and SPSS
/// prints beside; here the uncorrected one leads, since the corrected one is
/// too cautious and [`super::fisher_exact`] is at hand.
///
/// # Assumes
/// Every respondent in one cell; expected counts not small: of those below 5
/// there is a caution.
///
/// # When not
/// Small expected counts: [`super::fisher_exact`]. The same respondents twice:
/// McNemar's test. Ordered levels: [`super::linear_by_linear`] sees more.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, chi_square_independence};
/// let table = CrossTable::new(2, 2, vec![12, 7, 6, 7]).unwrap();
/// let found = chi_square_independence(&table).unwrap();
/// assert_eq!(found.expected, [[10.6875, 8.3125], [7.3125, 5.6875]]);
/// assert!((found.chi_square - 0.9068825910931174).abs() < 1e-14);
/// assert_eq!(found.df, 1);
/// ```
///
/// # Checked against
/// R `chisq.test(correct = FALSE)` and `TRUE` (17 reference cases).
///
/// # References
/// Agresti, A. (2013). Categorical data analysis, 3rd ed., ch. 3. Wiley.
/// Haberman, S. J. (1973). The analysis of residuals in cross-classified tables.
/// Biometrics 29, 205–220.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for an empty table, [`NotComputable::NoSpread`]
/// where all are in one row or column. Empty rows and columns are left out.
pub fn chi_square_independence(table: &CrossTable) -> Outcome<ChiSquareIndependence> {
    let used = two_ways(table)?;
    let cells = Cell::all(&used);
    let df = (used.rows() as u64 - 1) * (used.columns() as u64 - 1);
    let chi_square = sorted_sum(cells.iter().map(|cell| cell.chi_square(0.0)));
    let g = 2.0 * sorted_sum(cells.iter().map(Cell::information));
    let (small, least) = cells
        .iter()
        .fold((0, f64::INFINITY), |(small, least), cell| {
            let expected = cell.expected();
            (small + u64::from(expected < 5.0), least.min(expected))
        });
    let left_out = (table.rows() + table.columns() - used.rows() - used.columns()) as u64;
    let mut cautions = Vec::new();
    if small > 0 {
        cautions.push(Caution::SmallExpected {
            cells: small,
            of: cells.len() as u64,
            least,
        });
    }
    if left_out > 0 {
        cautions.push(Caution::EmptyLevels { levels: left_out });
    }
    let rows = |value: fn(&Cell) -> f64| -> Vec<Vec<f64>> {
        let rows = cells.chunks(used.columns().max(1));
        rows.map(|row| row.iter().map(value).collect()).collect()
    };
    Ok(ChiSquareIndependence {
        n: used.n(),
        row_sums: used.row_sums(),
        expected: rows(Cell::expected),
        least_expected: least,
        small_expected: small,
        chi_square,
        df,
        p: tail(chi_square, df)?,
        g,
        p_g: tail(g, df)?,
        yates: yates(&cells, df),
        residuals: rows(Cell::residual),
        adjusted_residuals: rows(Cell::adjusted_residual),
        cramer_v: nominal_association(&used).ok().map(|found| found.cramer_v),
        cautions,
    })
}

/// What [`chi_square_independence`] finds; matrices row by row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChiSquareIndependence {
    pub n: u64,
    pub row_sums: Vec<u64>,
    pub expected: Vec<Vec<f64>>,
    pub least_expected: f64,
    /// Cells that expect fewer than 5.
    pub small_expected: u64,
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
    /// Likelihood ratio.
    pub g: f64,
    pub p_g: f64,
    /// For 2 × 2 only.
    pub yates: Option<Yates>,
    /// Pearson's.
    pub residuals: Vec<Vec<f64>>,
    /// Haberman's; beyond ±2 a cell stands out.
    pub adjusted_residuals: Vec<Vec<f64>>,
    pub cramer_v: Option<f64>,
    pub cautions: Vec<Caution>,
}

/// With Yates' correction for continuity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Yates {
    pub chi_square: f64,
    pub p: f64,
}

impl HypothesisTest for ChiSquareIndependence {
    fn method(&self) -> &'static str {
        "chi_square_independence"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.chi_square,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        self.cramer_v.map(|value| Effect {
            name: "cramer_v".to_owned(),
            value,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: self.row_sums.clone(),
            missing: 0,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// The table without its empty rows and columns.
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nothing is left, [`NotComputable::NoSpread`]
/// where one row or column is.
pub(super) fn two_ways(table: &CrossTable) -> Outcome<CrossTable> {
    let used = table.without_empty();
    match (used.n(), used.rows(), used.columns()) {
        (0, _, _) => Err(NotComputable::NoAnswers),
        (_, rows, columns) if rows < 2 || columns < 2 => Err(NotComputable::NoSpread),
        _ => Ok(used),
    }
}

/// A count with its margins, all of them positive.
pub(super) struct Cell {
    pub count: u64,
    pub row: u64,
    pub column: u64,
    pub n: u64,
}

impl Cell {
    /// Row by row.
    pub fn all(table: &CrossTable) -> Vec<Cell> {
        let (rows, columns, n) = (table.row_sums(), table.column_sums(), table.n());
        let places = rows
            .iter()
            .flat_map(|&row| columns.iter().map(move |&column| (row, column)));
        let cells = table.counts().iter().zip(places);
        cells
            .map(|(&count, (row, column))| Cell {
                count,
                row,
                column,
                n,
            })
            .collect()
    }

    pub fn expected(&self) -> f64 {
        self.margins() / self.n as f64
    }

    fn margins(&self) -> f64 {
        (u128::from(self.row) * u128::from(self.column)) as f64
    }

    /// `n·(O − E)`, whole, so that a table without association has 0.
    pub fn excess(&self) -> f64 {
        let expected = i128::from(self.row) * i128::from(self.column);
        (i128::from(self.n) * i128::from(self.count) - expected) as f64
    }

    fn chi_square(&self, less: f64) -> f64 {
        let n = self.n as f64;
        let away = (self.excess() / n).abs();
        (away - less).powi(2) / self.expected()
    }

    /// `O·ln(O/E)`, 0 for an empty cell.
    pub fn information(&self) -> f64 {
        match self.count {
            0 => 0.0,
            count => count as f64 * libm::log1p(self.excess() / self.margins()),
        }
    }

    fn residual(&self) -> f64 {
        self.excess() / (self.n as f64 * self.margins()).sqrt()
    }

    fn adjusted_residual(&self) -> f64 {
        let (n, row, column) = (self.n, self.row, self.column);
        let left = (u128::from(n - row) * u128::from(n - column)) as f64;
        self.excess() / (self.margins() * (left / n as f64)).sqrt()
    }
}

fn yates(cells: &[Cell], df: u64) -> Option<Yates> {
    if cells.len() != 4 || df != 1 {
        return None;
    }
    let away = |cell: &Cell| (cell.excess() / cell.n as f64).abs();
    let less = cells.iter().map(away).fold(0.5, f64::min);
    let chi_square = sorted_sum(cells.iter().map(|cell| cell.chi_square(less)));
    let p = tail(chi_square, df).ok()?;
    Some(Yates { chi_square, p })
}

pub(super) fn tail(chi_square: f64, df: u64) -> Outcome<f64> {
    chi_square_upper(chi_square.max(0.0), df as f64)
        .ok_or(NotComputable::out_of_range("chi_square"))
}

/// The same bits whatever the order of the groups.
pub(super) fn sorted_sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.collect();
    terms.sort_unstable_by(f64::total_cmp);
    terms.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn empty_rows_are_left_out_and_told() {
        let table = CrossTable::new(3, 2, vec![5, 3, 0, 0, 2, 6]).unwrap();
        let found = chi_square_independence(&table).unwrap();
        assert_eq!(found.expected.len(), 2);
        assert!(found.cautions.contains(&Caution::EmptyLevels { levels: 1 }));
        let one = CrossTable::new(2, 2, vec![5, 3, 0, 0]).unwrap();
        assert_eq!(chi_square_independence(&one), Err(NotComputable::NoSpread));
        let none = CrossTable::new(0, 0, vec![]).unwrap();
        assert_eq!(
            chi_square_independence(&none),
            Err(NotComputable::NoAnswers)
        );
    }

    proptest! {
        #[test]
        fn turning_and_relabelling_change_no_bit(
            counts in proptest::collection::vec(0_u64..9, 12), rows in 1_usize..5) {
            let columns = 12 / rows;
            let counts: Vec<u64> = counts.into_iter().take(rows * columns).collect();
            let table = CrossTable::new(rows, columns, counts.clone()).unwrap();
            let relabelled: Vec<u64> =
                counts.chunks(columns).rev().flatten().copied().collect();
            let relabelled = CrossTable::new(rows, columns, relabelled).unwrap();
            let found = chi_square_independence(&table);
            let again = chi_square_independence(&relabelled);
            let turned = chi_square_independence(&table.transposed());
            match (found, again, turned) {
                (Ok(a), Ok(b), Ok(c)) => {
                    prop_assert_eq!((a.chi_square, a.g, a.p), (b.chi_square, b.g, b.p));
                    prop_assert_eq!((a.chi_square, a.g, a.p), (c.chi_square, c.g, c.p));
                    prop_assert!((0.0..=1.0).contains(&a.p) && (0.0..=1.0).contains(&a.p_g));
                    prop_assert!(a.adjusted_residuals.iter().flatten().all(|r| r.is_finite()));
                }
                (a, b, c) => prop_assert!(a.is_err() && b.is_err() && c.is_err()),
            }
        }
    }
}
