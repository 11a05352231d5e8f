use super::encode::{Counter, Encoder};
use super::{ColumnSet, Engine, RowSet, Tally};
use crate::error::{Place, Result};
use crate::read::{Rows, Table, trimmed};

/// The engine in this process: tables of files already read, appended in order.
pub struct Local<'a> {
    parts: Vec<Part<'a>>,
    /// Header and column of each engine column, from the first part that has it.
    headers: Vec<(String, u32)>,
}

/// One table and which of its sheet columns stand for the engine's columns.
pub struct Part<'a> {
    pub rows: &'a Rows,
    pub table: &'a Table,
    /// For each engine column the column of this sheet, or none when this part
    /// lacks it (all blank then).
    pub columns: Vec<Option<u32>>,
}

impl<'a> Local<'a> {
    /// An engine over parts; the headers are taken from the first part (of a
    /// column that it lacks from the first part that has it).
    pub fn new(parts: Vec<Part<'a>>) -> Self {
        let width = parts.iter().map(|part| part.columns.len()).max();
        let header = |position: usize| {
            let mut known = parts.iter().filter_map(|part| part.header(position));
            known.next().unwrap_or_default()
        };
        let headers = (0..width.unwrap_or(0)).map(header).collect();
        Local { parts, headers }
    }

    /// Counts one set and keeps, for up to `limit` rows in total, which pattern
    /// each row is; none of them when there are more.
    pub fn rows(&self, set: &ColumnSet, limit: usize) -> (Tally, Option<RowSet>) {
        let rows: usize = self.parts.iter().map(|part| part.table.body.len()).sum();
        let mut met = Vec::new();
        let mut counted = self.count(std::slice::from_ref(set), |part, row, position| {
            if rows <= limit {
                met.push((part.place(row), position));
            }
        });
        let (tally, positions) = counted.pop().unwrap_or_default();
        for (_, position) in &mut met {
            *position = positions.get(*position as usize).copied().unwrap_or(0);
        }
        (tally, (rows <= limit).then_some(RowSet { rows: met }))
    }

    /// One pass over all rows: each cell is looked up once in its column's
    /// dictionary, and each set counts the ids. `each` hears of every row and
    /// of the pattern it is in the first set, by the order they are met in.
    fn count(
        &self,
        sets: &[ColumnSet],
        mut each: impl FnMut(&Part, u32, u32),
    ) -> Vec<(Tally, Vec<u32>)> {
        let used = used_columns(sets);
        let mut encoders: Vec<Encoder> = used.iter().map(|_| Encoder::default()).collect();
        // Where each set's columns stand among those used.
        let place_of = |column: &usize| used.binary_search(column).unwrap_or(0);
        let places = sets.iter().map(|set| set.0.iter().map(place_of).collect());
        let places: Vec<Vec<usize>> = places.collect();
        let mut counters: Vec<Counter> = sets.iter().map(|_| Counter::default()).collect();
        let mut ids = vec![0; used.len()];
        let ranks = self.ranks();
        for (part, &rank) in self.parts.iter().zip(&ranks) {
            for &row in &part.table.body {
                for ((column, encoder), id) in used.iter().zip(&mut encoders).zip(&mut ids) {
                    *id = encoder.id(part.text(row, *column));
                }
                for (set, (counter, places)) in counters.iter_mut().zip(&places).enumerate() {
                    let set_ids = places.iter().filter_map(|place| ids.get(*place).copied());
                    let position = counter.add(set_ids, (rank, row));
                    if set == 0 {
                        each(part, row, position);
                    }
                }
            }
        }
        let column = |place: &usize| {
            let header = used.get(*place).and_then(|at| self.headers.get(*at));
            let (header, column) = header.cloned().unwrap_or_default();
            Some((header, column, encoders.get(*place)?))
        };
        let finish = |(counter, places): (Counter, &Vec<usize>)| {
            let columns = places.iter().filter_map(column).collect();
            counter.finish(columns, |stand| self.place_of(&ranks, stand))
        };
        counters.into_iter().zip(&places).map(finish).collect()
    }

    /// The rank of each part among the places of all; tables of one sheet share
    /// theirs, for there the row decides.
    fn ranks(&self) -> Vec<u32> {
        let name = |part: &Part<'a>| (part.rows.file().clone(), part.rows.sheet().cloned());
        let mut names: Vec<_> = self.parts.iter().map(name).collect();
        names.sort_unstable();
        names.dedup();
        let rank = |part| names.binary_search(&name(part)).unwrap_or(0);
        let ranks = self.parts.iter().map(rank);
        ranks
            .map(|rank| u32::try_from(rank).unwrap_or(u32::MAX))
            .collect()
    }

    /// The place of a row by the rank of its part.
    fn place_of(&self, ranks: &[u32], (rank, row): (u32, u32)) -> Place {
        let mut parts = self.parts.iter().zip(ranks);
        let part = parts.find(|(_, have)| **have == rank);
        part.map_or_else(|| Place::file(""), |(part, _)| part.place(row))
    }
}

impl Engine for Local<'_> {
    fn tally(&self, sets: &[ColumnSet]) -> Result<Vec<Tally>> {
        let counted = self.count(sets, |_, _, _| {});
        Ok(counted.into_iter().map(|(tally, _)| tally).collect())
    }
}

/// The columns of all sets, each once.
fn used_columns(sets: &[ColumnSet]) -> Vec<usize> {
    let mut used: Vec<usize> = sets.iter().flat_map(|set| set.0.iter().copied()).collect();
    used.sort_unstable();
    used.dedup();
    used
}

impl<'a> Part<'a> {
    fn header(&self, position: usize) -> Option<(String, u32)> {
        let column = self.columns.get(position).copied().flatten()?;
        let mut headers = self.table.columns.iter();
        let header = headers.find(|header| header.column == column);
        Some((header.map_or(String::new(), |h| h.text.clone()), column))
    }

    /// A cell of an engine column; blank where this part lacks the column.
    fn text(&self, row: u32, position: usize) -> &'a str {
        let column = self.columns.get(position).copied().flatten();
        column.map_or("", |column| trimmed(self.rows.cell(row, column)))
    }

    /// The place of a row.
    fn place(&self, row: u32) -> Place {
        Place {
            column: None,
            ..self.rows.place(row, 0)
        }
    }
}
