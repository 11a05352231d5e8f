use super::file::placed_apart;
use crate::error::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The distinct rows of a set of columns, each with how often it occurs and
/// where the first one stands.
///
/// Merging tallies ([`Tally::merge`]) is exact, associative and commutative; a
/// tally without columns changes nothing.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// A dictionary per counted column.
    pub columns: Vec<Dictionary>,
    /// Files and sheets, in the order of their places.
    sources: Vec<Place>,
    /// The ids of each pattern, one behind the other; patterns are ordered by
    /// their texts, column by column.
    ids: Vec<u32>,
    counted: Vec<Occurrence>,
}

/// The distinct texts of a column, sorted; a pattern holds positions in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dictionary {
    /// The column's header.
    pub header: String,
    /// Column of the (first) sheet, from 0.
    pub column: u32,
    /// Distinct cell texts, outer blanks taken off, in byte order; the blank
    /// cell is the empty text.
    pub values: Vec<String>,
}

/// How often a pattern occurs, and where first: its source and its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub count: u64,
    pub first: Stand,
}

/// Where a row stands: the rank of its source, by the order of places, and the
/// row.
pub(super) type Stand = (u32, u32);

/// One distinct row.
#[derive(Debug, Clone, Copy)]
pub struct Pattern<'a> {
    /// Position in each column's dictionary.
    pub ids: &'a [u32],
    /// How often it occurs.
    pub count: u64,
    source: Option<&'a Place>,
    rank: u32,
    row: u32,
}

/// The rows behind a tally in file order: which pattern each one is. Kept only
/// up to a number of respondents, never written out with its texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowSet {
    /// Place of the row and its position in [`Tally::patterns`].
    pub rows: Vec<(Place, u32)>,
}

impl Pattern<'_> {
    /// Where it stands first: a lower number stands before. It compares patterns
    /// of one tally without making their places.
    pub fn stand(&self) -> (u32, u32) {
        (self.rank, self.row)
    }

    /// The lowest place it occurs at, by the names of file and sheet, then by
    /// row; within a sheet the first row. An order that no engine, thread or
    /// order of files can change.
    pub fn first(&self) -> Place {
        let source = self.source.cloned();
        Place {
            row: Some(self.row),
            ..source.unwrap_or_else(|| Place::file(""))
        }
    }
}

impl Tally {
    /// A tally of patterns that are in order, each once.
    pub(super) fn of(
        columns: Vec<Dictionary>,
        sources: Vec<Place>,
        patterns: impl Iterator<Item = Occurrence>,
        ids: Vec<u32>,
    ) -> Tally {
        Tally {
            columns,
            sources,
            ids,
            counted: patterns.collect(),
        }
    }

    /// A tally of patterns in any order: the ids of each in its columns' sorted
    /// dictionaries, how often it occurs and its first place. Equal patterns are
    /// added up.
    pub fn from_patterns(
        columns: Vec<Dictionary>,
        mut patterns: Vec<(Box<[u32]>, u64, Place)>,
    ) -> Tally {
        let source = |place: &Place| Place {
            row: None,
            column: None,
            ..place.clone()
        };
        let mut sources: Vec<Place> = patterns.iter().map(|(_, _, first)| source(first)).collect();
        sources.sort_unstable();
        sources.dedup();
        patterns.sort_unstable_by(|one, other| (&one.0, &one.2).cmp(&(&other.0, &other.2)));
        patterns.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let rank = |place| u32::try_from(sources.binary_search(&source(place)).unwrap_or(0));
        let counted = patterns.iter().map(|(_, count, first)| Occurrence {
            count: *count,
            first: (rank(first).unwrap_or(0), first.row.unwrap_or(0)),
        });
        Tally {
            columns,
            counted: counted.collect(),
            ids: patterns.iter().flat_map(|(ids, ..)| ids).copied().collect(),
            sources,
        }
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.counted.len()
    }

    pub fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }

    /// Distinct rows, ordered by their texts, column by column.
    pub fn patterns(&self) -> impl ExactSizeIterator<Item = Pattern<'_>> + Clone {
        let width = self.columns.len();
        let counted = self.counted.iter().enumerate();
        counted.map(move |(at, counted)| Pattern {
            ids: self
                .ids
                .get(at * width..(at + 1) * width)
                .unwrap_or_default(),
            count: counted.count,
            source: self.sources.get(counted.first.0 as usize),
            rank: counted.first.0,
            row: counted.first.1,
        })
    }

    /// Files and sheets by the rank that [`Pattern::stand`] gives.
    pub(super) fn sources(&self) -> &[Place] {
        &self.sources
    }

    /// With a place of its own for each column: of two files that were joined, two
    /// columns may have stood at the same one.
    pub fn with_columns_apart(mut self) -> Tally {
        placed_apart(&mut self.columns);
        self
    }

    /// The same rows with other texts: `other` gives the text that stands for a text
    /// of a column, by their positions; none: it stays.
    pub fn with_texts(self, other: impl Fn(usize, usize) -> Option<String>) -> Tally {
        let text = |at: usize, id: usize, text: &String| other(at, id).unwrap_or(text.clone());
        let texts: Vec<Vec<String>> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let values = column.values.iter().enumerate();
                values.map(|(id, value)| text(at, id, value)).collect()
            })
            .collect();
        let columns: Vec<Dictionary> = self
            .columns
            .iter()
            .zip(&texts)
            .map(|(column, texts)| Dictionary {
                values: texts
                    .iter()
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .cloned()
                    .collect(),
                ..column.clone()
            })
            .collect();
        let number = |texts: &[String], column: &Dictionary, id: u32| {
            let text = texts.get(id as usize);
            let found = text.and_then(|text| column.values.binary_search(text).ok());
            u32::try_from(found.unwrap_or(0)).unwrap_or(u32::MAX)
        };
        let patterns = self.patterns().map(|pattern| {
            let ids = pattern.ids.iter().zip(texts.iter().zip(&columns));
            let ids = ids.map(|(id, (texts, column))| number(texts, column, *id));
            (ids.collect(), pattern.count, pattern.first())
        });
        let patterns = patterns.collect();
        Tally::from_patterns(columns, patterns)
    }

    /// The patterns for which something holds.
    pub fn filtered(&self, keep: impl Fn(usize) -> bool) -> Tally {
        let kept = || self.patterns().enumerate().filter(|(at, _)| keep(*at));
        let counted = self.counted.iter().enumerate();
        Tally {
            columns: self.columns.clone(),
            sources: self.sources.clone(),
            ids: kept()
                .flat_map(|(_, pattern)| pattern.ids)
                .copied()
                .collect(),
            counted: counted
                .filter(|(at, _)| keep(*at))
                .map(|(_, c)| *c)
                .collect(),
        }
    }

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
        let mut patterns = Vec::with_capacity(self.len() + other.len());
        for tally in [&self, &other] {
            let renumbered: Vec<Vec<u32>> = columns
                .iter()
                .enumerate()
                .map(|(index, merged)| renumber(tally.columns.get(index), merged))
                .collect();
            for pattern in tally.patterns() {
                let mut ids = pattern.ids.iter();
                let id = |ids_of: &Vec<u32>| {
                    let old = ids.next().copied().unwrap_or(0);
                    ids_of.get(old as usize).copied().unwrap_or(0)
                };
                let ids = renumbered.iter().map(id).collect();
                patterns.push((ids, pattern.count, pattern.first()));
            }
        }
        Tally::from_patterns(columns, patterns)
    }

    /// All rows together.
    pub fn total(&self) -> u64 {
        self.counted.iter().map(|counted| counted.count).sum()
    }
}

/// Equal columns and patterns; of sources only those that a pattern names.
impl PartialEq for Tally {
    fn eq(&self, other: &Tally) -> bool {
        let same = |(one, other): (Pattern, Pattern)| {
            (one.ids, one.count, one.row) == (other.ids, other.count, other.row)
                && one.source == other.source
        };
        self.columns == other.columns
            && self.len() == other.len()
            && self.patterns().zip(other.patterns()).all(same)
    }
}

impl Eq for Tally {}

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
