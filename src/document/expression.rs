use serde::{Deserialize, Serialize};

/// How a cell follows from other cells of the same document. A workbook writes
/// it as a live formula; formats for reading leave it out.
///
/// Rows and columns count from 0 within [`super::Table::rows`] and
/// [`super::Table::columns`]; titles and headings are not rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expression {
    /// A constant, written with all its digits.
    Number(f64),
    /// One cell.
    Cell {
        table: String,
        row: usize,
        column: usize,
    },
    /// How many cells of the range equal the number.
    CountEqual(Range, f64),
    /// How many cells of the range hold a number.
    CountNumbers(Range),
    /// How many cells of a range hold this text.
    CountText(Range, String),
    /// Sum of the numbers of a range; blanks are left out.
    SumRange(Range),
    /// Mean of the numbers of a range; blanks are left out.
    Average(Range),
    /// Sum of the first range where the second holds this text.
    SumWhere(Range, Range, String),
    /// How many cells of the first range hold a number where the second holds
    /// this text.
    CountWhere(Range, Range, String),
    /// Sum of terms.
    Sum(Vec<Expression>),
    /// Product of factors.
    Product(Vec<Expression>),
    /// First divided by second.
    Quotient(Box<Expression>, Box<Expression>),
    /// Rounded half up to so many decimals.
    Round(Box<Expression>, u8),
    /// The text of the first case whose bound the number reaches, cases from
    /// the highest bound down; the last case is taken when none is reached.
    Grade(Box<Expression>, Vec<Case>),
}

/// A stretch of one column of a table, or of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// [`super::Table::id`].
    pub table: String,
    /// Rows from, and up to but not including.
    pub rows: (usize, usize),
    /// Columns from, and up to but not including.
    pub columns: (usize, usize),
}

/// One case of [`Expression::Grade`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The lower bound, inclusive.
    pub from: f64,
    /// The text.
    pub text: String,
}
