use crate::error::Place;

/// The distinct rows of a set of columns, each with how often it occurs and
/// where the first one stands.
///
/// Merging tallies is exact, associative and commutative up to the order of
/// patterns, which is fixed again by [`Tally::merge`] (by their texts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// A dictionary per counted column.
    pub columns: Vec<Dictionary>,
    /// Distinct rows, ordered by their texts, column by column.
    pub patterns: Vec<Pattern>,
}

/// The distinct texts of a column, sorted; a pattern holds positions in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary {
    /// The column's header.
    pub header: String,
    /// Column of the (first) sheet, from 0.
    pub column: u32,
    /// Distinct cell texts, outer blanks taken off, in byte order; the blank
    /// cell is the empty text.
    pub values: Vec<String>,
}

/// One distinct row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Position in each column's dictionary.
    pub ids: Box<[u32]>,
    /// How often it occurs.
    pub count: u64,
    /// Where it occurs first (in source order); file, sheet and row.
    pub first: Place,
}

/// The rows behind a tally in file order: which pattern each one is. Kept only
/// up to a number of respondents, never written out with its texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowSet {
    /// Place of the row and its position in [`Tally::patterns`].
    pub rows: Vec<(Place, u32)>,
}

impl Tally {
    /// All rows together.
    pub fn total(&self) -> u64 {
        self.patterns.iter().map(|p| p.count).sum()
    }
}
