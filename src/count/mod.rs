//! Rows to tallies: the distinct rows of a set of columns and how often each
//! occurs. Knows no code and no scale; only the columns asked for are counted.

mod count_file_form;
mod counter;
mod encode;
mod file;
mod local;
mod passing;
mod query;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod times;

pub use encode::ordered;
pub use file::{CountFile, CountedSource};
pub use local::{Local, Part};
pub use passing::{Counted, Passing};
pub use query::query;
pub use tally::{Dictionary, Pattern, RowSet, Tally};
pub use times::Times;

use crate::error::Result;

/// Columns to count together, by their position in the engine's list of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSet(pub Vec<usize>);

/// Counts rows. A database or a cluster is one more engine.
pub trait Engine {
    /// One tally for each column set, in one pass over the data.
    ///
    /// # Errors
    /// What the engine underneath says.
    fn tally(&self, sets: &[ColumnSet]) -> Result<Vec<Tally>>;
}
