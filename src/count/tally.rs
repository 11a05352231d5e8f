use crate::error::Place;
use std::collections::{BTreeMap, BTreeSet};

/// The distinct rows of a set of columns, each with how often it occurs and
/// where the first one stands.
///
/// Merging tallies ([`Tally::merge`]) is exact, associative and commutative; a
/// tally without columns changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// The lowest place it occurs at, by the names of file and sheet, then by
    /// row; within a sheet the first row. An order that no engine, thread or
    /// order of files can change.
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
    /// Both tallies together: counts add up, the lower place is kept.
    ///
    /// The two have to count the same columns; a column that only one of them
    /// has is blank in the other.
    pub fn merge(self, other: Tally) -> Tally {
        if self.columns.is_empty() || other.columns.is_empty() {
            return if self.columns.is_empty() { other } else { self };
        }
        let width = self.columns.len().max(other.columns.len());
        let columns: Vec<Dictionary> = (0..width)
            .map(|index| merged(self.columns.get(index), other.columns.get(index)))
            .collect();
        let mut patterns: BTreeMap<Box<[u32]>, (u64, Place)> = BTreeMap::new();
        for tally in [self, other] {
            let renumbered: Vec<Vec<u32>> = columns
                .iter()
                .enumerate()
                .map(|(index, merged)| renumber(tally.columns.get(index), merged))
                .collect();
            for pattern in tally.patterns {
                let mut ids = pattern.ids.iter();
                let id = |ids_of: &Vec<u32>| {
                    let old = ids.next().copied().unwrap_or(0);
                    ids_of.get(old as usize).copied().unwrap_or(0)
                };
                let ids: Box<[u32]> = renumbered.iter().map(id).collect();
                let sum = patterns.entry(ids).or_insert((0, pattern.first.clone()));
                sum.0 += pattern.count;
                sum.1 = pattern.first.min(sum.1.clone());
            }
        }
        let patterns =
            patterns
                .into_iter()
                .map(|(ids, (count, first))| Pattern { ids, count, first });
        Tally {
            columns,
            patterns: patterns.collect(),
        }
    }

    /// All rows together.
    pub fn total(&self) -> u64 {
        self.patterns.iter().map(|p| p.count).sum()
    }
}

/// The dictionary of both; of two headers the lower, an empty one last.
fn merged(one: Option<&Dictionary>, other: Option<&Dictionary>) -> Dictionary {
    let both = || one.into_iter().chain(other);
    let heading = |dictionary: &&Dictionary| {
        let header = &dictionary.header;
        (header.is_empty(), header.clone(), dictionary.column)
    };
    let head = both().min_by_key(heading);
    let mut values: BTreeSet<&str> = both().flat_map(texts).collect();
    if one.is_none() || other.is_none() {
        values.insert("");
    }
    Dictionary {
        header: head.map_or(String::new(), |head| head.header.clone()),
        column: head.map_or(0, |head| head.column),
        values: values.into_iter().map(str::to_string).collect(),
    }
}

fn texts(dictionary: &Dictionary) -> impl Iterator<Item = &str> {
    dictionary.values.iter().map(String::as_str)
}

/// For each number of a dictionary (or the blank of a missing one) its number
/// in the merged one.
fn renumber(dictionary: Option<&Dictionary>, merged: &Dictionary) -> Vec<u32> {
    let number = |text: &str| {
        let found = merged
            .values
            .binary_search_by(|value| value.as_str().cmp(text));
        u32::try_from(found.unwrap_or(0)).unwrap_or(u32::MAX)
    };
    match dictionary {
        Some(dictionary) => texts(dictionary).map(number).collect(),
        None => vec![number("")],
    }
}
