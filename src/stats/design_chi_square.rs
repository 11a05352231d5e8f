use super::design::{Row, out_of_range};
use super::design_groups::wald;
use super::{
    Caution, Design, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    chi_square_upper, f_upper,
};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Whether two characteristics go together in the population, given the design:
/// Pearson's chi-square with the corrections of Rao and Scott, and Wald's test.
///
/// # Question
/// Is the distribution of the one the same whatever the other?
///
/// # Formula
/// `X² = n·Σ (p − p_row·p_column)²/(p_row·p_column)` of the weighted proportions.
/// In a complex sample it is a weighted sum of chi-squares whose weights are the
/// eigenvalues of `Δ = (CᵀD⁻¹C/n)⁻¹ (CᵀD⁻¹VD⁻¹C)`, with D the proportions, V their
/// covariance and C the interaction contrasts. First order: `X²/mean(eigenvalues)` as
/// chi-square. Second order (the one to print): `F = X²/ΣΔ_ii` with
/// `d = (tr Δ)²/tr Δ²` and d·(units − strata) degrees of freedom. Wald:
/// `YᵀV_Y⁻¹Y` of the distances of the cells from independence.
///
/// # Assumes
/// As [`super::design_means`]; enough units for stable proportions.
///
/// # When not
/// Wald's test is unstable with few units or many cells; take the second-order
/// correction.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_chi_square};
/// let pattern = |row: f64, column: f64, count: u64| DesignPattern {
///     values: vec![Some(row), Some(column)],
///     count,
///     ..DesignPattern::default()
/// };
/// // Without weights and clusters Δ is n/(n − 1) times the identity.
/// let patterns = vec![
///     pattern(1.0, 1.0, 30), pattern(1.0, 2.0, 20), pattern(2.0, 1.0, 15), pattern(2.0, 2.0, 35),
/// ];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let test = design_chi_square(&design, 0, &[1.0, 2.0], 1, &[1.0, 2.0]).unwrap();
/// assert!((test.pearson - 9.090909090909092).abs() < 1e-12);
/// assert!(test.second_order.p < 0.01);
/// ```
///
/// # Checked against
/// `svy_chisq` of the reference cases (R `survey::svychisq`, statistics `F`,
/// `Chisq`, `Wald`, `adjWald`).
///
/// # References
/// Rao and Scott, On chi-squared tests for multiway contingency tables with cell
/// proportions estimated from survey data, Annals of Statistics 12 (1984) 46–60;
/// Thomas and Rao, JASA 82 (1987) 630–636; Koch, Freeman and Freeman (1975).
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has both;
/// [`NotComputable::NoSpread`] with fewer than two rows or columns or where empty
/// cells leave Δ without an inverse.
pub fn design_chi_square(
    design: &Design,
    row: usize,
    row_levels: &[f64],
    column: usize,
    column_levels: &[f64],
) -> Outcome<DesignChiSquare> {
    let table = Table::of(design, (row, row_levels), (column, column_levels))?;
    let n = design.n() as f64;
    let pearson = n * table.squared_distance();
    let covariance = design.covariance(table.proportion_scores(design), &table.present)?;
    let delta = table.delta(&covariance, n)?;
    let (trace, square) = (delta.trace(), (&delta * &delta).trace());
    let df = ((table.rows - 1) * (table.columns - 1)) as f64;
    let units = design.degrees_of_freedom() as f64;
    let effective = trace * trace / square;
    if !(trace > 0.0 && effective.is_finite() && units > 0.0) {
        return Err(NotComputable::NoSpread);
    }
    let first = pearson / (trace / df);
    let f = pearson / trace;
    Ok(DesignChiSquare {
        weighted: table.lines(&table.weights),
        proportions: table.lines(&table.proportions()),
        proportion_se: table.lines(&diagonal_roots(&covariance)),
        pearson,
        mean_design_effect: trace / df,
        first_order: corrected(first, vec![df], chi_square_upper(first, df))?,
        second_order: corrected(
            f,
            vec![effective, effective * units],
            f_upper(f, effective, effective * units),
        )?,
        wald: table.wald(design, units, false),
        adjusted_wald: table.wald(design, units, true),
        sizes: Sizes {
            n: table.used,
            groups: table.row_counts.clone(),
            missing: design.n().saturating_sub(table.used),
        },
        cautions: table.cautions(),
    })
}

/// The tests of a weighted cross table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignChiSquare {
    /// Sums of the weights, row by row.
    pub weighted: Vec<Vec<f64>>,
    /// Shares of the whole, and their standard errors.
    pub proportions: Vec<Vec<f64>>,
    pub proportion_se: Vec<Vec<f64>>,
    /// X² as if the respondents (all of them, also those with a value missing, as
    /// R survey has it) had been drawn simply.
    pub pearson: f64,
    /// The mean of the eigenvalues of Δ.
    pub mean_design_effect: f64,
    /// X² over that, by chi-square.
    pub first_order: DesignStatistic,
    /// Over the sum of the eigenvalues, by F.
    pub second_order: DesignStatistic,
    pub wald: Outcome<DesignStatistic>,
    /// With degrees of freedom for few units.
    pub adjusted_wald: Outcome<DesignStatistic>,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

/// A statistic, its degrees of freedom and its p value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignStatistic {
    pub value: f64,
    pub df: Vec<f64>,
    pub p: f64,
}

impl HypothesisTest for DesignChiSquare {
    fn method(&self) -> &'static str {
        "design_chi_square"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.second_order.value,
            df: self.second_order.df.clone(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.second_order.p)
    }

    fn effect(&self) -> Option<Effect> {
        None
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

fn corrected(value: f64, df: Vec<f64>, p: Option<f64>) -> Outcome<DesignStatistic> {
    let p = p.ok_or_else(|| out_of_range("degrees_of_freedom"))?;
    Ok(DesignStatistic { value, df, p })
}

fn diagonal_roots(covariance: &[Vec<f64>]) -> Vec<f64> {
    let cells = covariance.iter().enumerate();
    let cells = cells.map(|(place, row)| row.get(place).copied().unwrap_or(0.0));
    cells.map(f64::sqrt).collect()
}

/// A weighted cross table; cells row by row.
struct Table {
    rows: usize,
    columns: usize,
    weights: Vec<f64>,
    row_sums: Vec<f64>,
    column_sums: Vec<f64>,
    total: f64,
    /// Row and column of every design row.
    cells: Vec<Option<(usize, usize)>>,
    present: Vec<bool>,
    used: u64,
    row_counts: Vec<u64>,
    empty: u64,
}

impl Table {
    fn of(design: &Design, rows: (usize, &[f64]), columns: (usize, &[f64])) -> Outcome<Table> {
        let place = |row: &Row, (variable, levels): (usize, &[f64])| {
            let value = row.value(variable)?;
            levels.iter().position(|&level| level == value)
        };
        let cell = |row: &Row| Some((place(row, rows)?, place(row, columns)?));
        let cells: Vec<Option<(usize, usize)>> = design.rows.iter().map(cell).collect();
        let (height, width) = (rows.1.len(), columns.1.len());
        let sum = |inside: &dyn Fn(usize, usize) -> bool| {
            design.total(|row| cell(row).filter(|c| inside(c.0, c.1)).map(|_| row.weight))
        };
        let weights = (0..height).flat_map(|r| (0..width).map(move |c| (r, c)));
        let weights = weights
            .map(|(r, c)| sum(&|i, j| (i, j) == (r, c)))
            .collect();
        let row_sums: Vec<f64> = (0..height).map(|r| sum(&|i, _| i == r)).collect();
        let column_sums: Vec<f64> = (0..width).map(|c| sum(&|_, j| j == c)).collect();
        let count = |inside: &dyn Fn(usize, usize) -> bool| -> u64 {
            let rows = design.rows.iter().zip(&cells);
            let rows = rows.filter(|(_, cell)| cell.is_some_and(|c| inside(c.0, c.1)));
            rows.map(|(row, _)| row.count).sum()
        };
        let used = count(&|_, _| true);
        if used == 0 {
            return Err(NotComputable::NoAnswers);
        }
        let sums = row_sums.iter().chain(&column_sums);
        if height < 2 || width < 2 || !sums.into_iter().all(|sum| *sum > 0.0) {
            return Err(NotComputable::NoSpread);
        }
        let mut occupied = (0..height).flat_map(|r| (0..width).map(move |c| (r, c)));
        let empty = occupied
            .by_ref()
            .filter(|cell| count(&|i, j| (i, j) == *cell) == 0);
        Ok(Table {
            empty: empty.count() as u64,
            row_counts: (0..height).map(|r| count(&|i, _| i == r)).collect(),
            present: cells.iter().map(Option::is_some).collect(),
            rows: height,
            columns: width,
            total: sum(&|_, _| true),
            weights,
            row_sums,
            column_sums,
            cells,
            used,
        })
    }

    fn lines(&self, cells: &[f64]) -> Vec<Vec<f64>> {
        cells.chunks(self.columns).map(<[f64]>::to_vec).collect()
    }

    fn proportions(&self) -> Vec<f64> {
        self.weights
            .iter()
            .map(|weight| weight / self.total)
            .collect()
    }

    /// What independence lets expect, row by row.
    fn expected(&self) -> Vec<f64> {
        let lines = self.row_sums.iter();
        let cells = lines.flat_map(|r| self.column_sums.iter().map(move |c| r * c / self.total));
        cells.collect()
    }

    /// `Σ (p − e)²/e` in proportions.
    fn squared_distance(&self) -> f64 {
        let cells = self.weights.iter().zip(self.expected());
        cells
            .map(|(found, expected)| (found - expected) * (found - expected) / expected)
            .sum::<f64>()
            / self.total
    }

    /// Scores of the proportions of all cells.
    fn proportion_scores(&self, design: &Design) -> Vec<Vec<f64>> {
        let proportions = self.proportions();
        self.scores(design, |_, place| {
            let cells = proportions.iter().enumerate();
            cells
                .map(|(cell, p)| (f64::from(u8::from(cell == place)) - p) / self.total)
                .collect()
        })
    }

    /// By row of the design: the weight times what `of` makes of its cell and the
    /// place of that.
    fn scores(
        &self,
        design: &Design,
        of: impl Fn((usize, usize), usize) -> Vec<f64>,
    ) -> Vec<Vec<f64>> {
        let length = of((0, 0), 0).len();
        let rows = design.rows.iter().zip(&self.cells);
        rows.map(|(row, cell)| match cell {
            Some((r, c)) => {
                let scores = of((*r, *c), r * self.columns + c);
                scores.into_iter().map(|score| score * row.weight).collect()
            }
            None => vec![0.0; length],
        })
        .collect()
    }

    /// Δ: the design effects of the interaction contrasts.
    fn delta(&self, covariance: &[Vec<f64>], n: f64) -> Outcome<DMatrix<f64>> {
        let size = self.weights.len();
        let contrasts = self.contrasts();
        let inverse: Vec<f64> = self
            .proportions()
            .iter()
            .map(|p| if *p > 0.0 { 1.0 / p } else { 0.0 })
            .collect();
        let scaled = DMatrix::from_fn(size, contrasts.ncols(), |cell, k| {
            contrasts.get((cell, k)).copied().unwrap_or(0.0)
                * inverse.get(cell).copied().unwrap_or(0.0)
        });
        let cells: Vec<f64> = covariance.iter().flatten().copied().collect();
        if cells.len() != size * size {
            return Err(NotComputable::NoSpread);
        }
        let covariance = DMatrix::from_vec(size, size, cells);
        let simple = contrasts.transpose() * &scaled / n;
        let found = scaled.transpose() * covariance * &scaled;
        simple.lu().solve(&found).ok_or(NotComputable::NoSpread)
    }

    /// Every row from the second on against the mean of all, times every column
    /// likewise: a basis of the interaction.
    fn contrasts(&self) -> DMatrix<f64> {
        let (rows, columns) = (self.rows, self.columns);
        let away =
            |at: usize, of: usize, all: usize| f64::from(u8::from(at == of)) - 1.0 / all as f64;
        DMatrix::from_fn(rows * columns, (rows - 1) * (columns - 1), |cell, k| {
            let (row, column) = (1 + k / (columns - 1), 1 + k % (columns - 1));
            away(cell / columns, row, rows) * away(cell % columns, column, columns)
        })
    }

    /// Wald's test of the distances from independence in all rows and columns but
    /// the first.
    fn wald(&self, design: &Design, units: f64, adjusted: bool) -> Outcome<DesignStatistic> {
        let columns = self.columns;
        let used: Vec<(usize, usize)> = (1..self.rows)
            .flat_map(|r| (1..columns).map(move |c| (r, c)))
            .collect();
        let expected = self.expected();
        let at =
            |cells: &[f64], r: usize, c: usize| cells.get(r * columns + c).copied().unwrap_or(0.0);
        let distances: Vec<f64> = used
            .iter()
            .map(|&(r, c)| at(&self.weights, r, c) - at(&expected, r, c))
            .collect();
        let share =
            |sums: &[f64], place: usize| sums.get(place).copied().unwrap_or(0.0) / self.total;
        let scores = self.scores(design, |(row, column), _| {
            let one = |same: bool| f64::from(u8::from(same));
            let cell = |&(r, c): &(usize, usize)| {
                let (p_row, p_column) = (share(&self.row_sums, r), share(&self.column_sums, c));
                one((r, c) == (row, column)) - one(r == row) * p_column - one(c == column) * p_row
                    + p_row * p_column
            };
            used.iter().map(cell).collect()
        });
        let covariance = design.covariance(scores, &self.present)?;
        let df = distances.len() as f64;
        let mean = wald(&distances, &covariance)? / df;
        let (value, within) = match adjusted {
            true => (mean * (units - df + 1.0) / units, units - df + 1.0),
            false => (mean, units),
        };
        corrected(value, vec![df, within], f_upper(value, df, within))
    }

    fn cautions(&self) -> Vec<Caution> {
        let cells = self.weights.len() as u64;
        let empty = self.empty;
        let caution = Caution::SmallExpected {
            cells: empty,
            of: cells,
            least: 0.0,
        };
        (empty > 0).then_some(caution).into_iter().collect()
    }
}
