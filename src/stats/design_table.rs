use super::design::Row;
use super::design_groups::wald;
use super::{Caution, Design, NotComputable, Outcome};
use nalgebra::DMatrix;

/// A weighted cross table; cells row by row.
pub(super) struct Table {
    pub rows: usize,
    pub columns: usize,
    pub weights: Vec<f64>,
    row_sums: Vec<f64>,
    column_sums: Vec<f64>,
    total: f64,
    /// Row and column of every design row.
    cells: Vec<Option<(usize, usize)>>,
    pub present: Vec<bool>,
    pub used: u64,
    pub row_counts: Vec<u64>,
    empty: u64,
}

impl Table {
    pub fn of(design: &Design, rows: (usize, &[f64]), columns: (usize, &[f64])) -> Outcome<Table> {
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

    pub fn lines(&self, cells: &[f64]) -> Vec<Vec<f64>> {
        cells.chunks(self.columns).map(<[f64]>::to_vec).collect()
    }

    pub fn proportions(&self) -> Vec<f64> {
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
    pub fn squared_distance(&self) -> f64 {
        let cells = self.weights.iter().zip(self.expected());
        cells
            .map(|(found, expected)| (found - expected) * (found - expected) / expected)
            .sum::<f64>()
            / self.total
    }

    /// Scores of the proportions of all cells.
    pub fn proportion_scores(&self, design: &Design) -> Vec<Vec<f64>> {
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
    pub fn delta(&self, covariance: &[Vec<f64>], n: f64) -> Outcome<DMatrix<f64>> {
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

    /// Wald's statistic of the distances from independence in all rows and columns
    /// but the first, over its degrees of freedom.
    pub fn wald(&self, design: &Design) -> Outcome<f64> {
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
        Ok(wald(&distances, &covariance)? / distances.len() as f64)
    }

    pub fn cautions(&self) -> Vec<Caution> {
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
