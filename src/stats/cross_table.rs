use serde::{Deserialize, Serialize};

/// Counts of respondents by two characteristics, row by row.
///
/// ```
/// use tridharma::stats::CrossTable;
/// let table = CrossTable::new(2, 3, vec![5, 1, 0, 2, 4, 3]).unwrap();
/// assert_eq!((table.at(0, 0), table.at(1, 2)), (5, 3));
/// assert_eq!((table.row_sums(), table.column_sums()), (vec![6, 9], vec![7, 5, 3]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossTable {
    rows: usize,
    columns: usize,
    counts: Vec<u64>,
}

impl CrossTable {
    /// `None` unless there are `rows · columns` counts whose sum fits an `i64`.
    pub fn new(rows: usize, columns: usize, counts: Vec<u64>) -> Option<CrossTable> {
        let cells = rows.checked_mul(columns)?;
        let sum = counts
            .iter()
            .try_fold(0_u64, |sum, &c| sum.checked_add(c))?;
        let fits = cells == counts.len() && i64::try_from(sum).is_ok();
        fits.then_some(CrossTable {
            rows,
            columns,
            counts,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A cell, from 0; 0 outside.
    pub fn at(&self, row: usize, column: usize) -> u64 {
        match column < self.columns {
            true => self.counts.get(row * self.columns + column).copied(),
            false => None,
        }
        .unwrap_or(0)
    }

    /// All counts, row by row.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// Respondents.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Sums of the rows.
    pub fn row_sums(&self) -> Vec<u64> {
        let row = |r| (0..self.columns).map(|c| self.at(r, c)).sum();
        (0..self.rows).map(row).collect()
    }

    /// Sums of the columns.
    pub fn column_sums(&self) -> Vec<u64> {
        let column = |c| (0..self.rows).map(|r| self.at(r, c)).sum();
        (0..self.columns).map(column).collect()
    }

    /// Rows and columns exchanged.
    pub fn transposed(&self) -> CrossTable {
        let cells = (0..self.columns).flat_map(|c| (0..self.rows).map(move |r| self.at(r, c)));
        CrossTable {
            rows: self.columns,
            columns: self.rows,
            counts: cells.collect(),
        }
    }

    /// Without the rows and columns that hold nobody.
    pub fn without_empty(&self) -> CrossTable {
        let used = |sums: Vec<u64>| -> Vec<usize> {
            let kept = sums.iter().enumerate().filter(|(_, sum)| **sum > 0);
            kept.map(|(place, _)| place).collect()
        };
        let (rows, columns) = (used(self.row_sums()), used(self.column_sums()));
        let cells = rows
            .iter()
            .flat_map(|&r| columns.iter().map(move |&c| self.at(r, c)));
        CrossTable {
            rows: rows.len(),
            columns: columns.len(),
            counts: cells.collect(),
        }
    }
}
