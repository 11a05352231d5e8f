use super::counter::Counter;
use super::encode::{Encoder, tally};
use super::{ColumnSet, Counted, Engine, RowSet, Tally, Times};
use crate::error::{Place, Result};
use crate::read::{Rows, Table};
use std::collections::HashMap;

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
    /// What was counted of those rows of the table that `rows` does not hold:
    /// the columns above that this part has, in their order.
    pub counted: Option<&'a Counted>,
    /// How many respondents each row stands for; none: one. The rows of such a
    /// part are no respondents and are never listed.
    pub times: Option<&'a Times>,
}

/// Counters of all sets, and what they need of each row.
struct Counting {
    /// Engine columns that any set uses.
    used: Vec<usize>,
    encoders: Vec<Encoder>,
    counters: Vec<Counter>,
    /// Where each set's columns stand among those used.
    places: Vec<Vec<usize>>,
    ids: Vec<u32>,
    /// The ids of one set.
    own: Vec<u32>,
    /// Whether nothing was counted yet.
    fresh: bool,
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
        let listed = |part: &Part| {
            let counted = part.counted;
            part.times.is_none() && counted.is_none_or(|c| c.counter.listed().is_some())
        };
        let listed = limit > 0 && rows <= limit && self.parts.iter().all(listed);
        let mut met: Vec<(usize, u32)> = Vec::new();
        let each = |part, row| {
            if listed {
                met.push((part, row));
            }
        };
        let counted = self.count(std::slice::from_ref(set), listed, each).pop();
        let (tally, positions) = counted.unwrap_or_default();
        if !listed {
            return (tally, None);
        }
        let mut rows: Vec<((usize, u32), u32)> = met.into_iter().zip(positions).collect();
        rows.sort_unstable();
        let place = |((part, row), position): ((usize, u32), u32)| {
            Some((self.parts.get(part)?.place(row), position))
        };
        let rows = rows.into_iter().filter_map(place).collect();
        (tally, Some(RowSet { rows }))
    }

    /// One pass over all rows: each cell is looked up once in its column's
    /// dictionary, and each set counts the ids. `each` hears of every row of the
    /// parts in the order in which they are listed, where they are `listed`.
    fn count(
        &self,
        sets: &[ColumnSet],
        listed: bool,
        mut each: impl FnMut(usize, u32),
    ) -> Vec<(Tally, Vec<u32>)> {
        let mut counting = Counting::new(sets, listed);
        let (sources, ranks) = self.sources();
        for (at, (part, ranks)) in self.parts.iter().zip(&ranks).enumerate() {
            if let Some(counted) = part.counted {
                counting.counted(part, counted, ranks);
                counted.rows.iter().for_each(|row| each(at, *row));
            }
            let rank = ranks.first().copied().unwrap_or(0);
            counting.rows_of(part, rank, |row| each(at, row));
        }
        counting.finish(&self.headers, &sources)
    }

    /// The sheets of all parts in the order of their places, and the ranks of each
    /// part's among them; tables of one sheet share theirs, for there the row
    /// decides.
    fn sources(&self) -> (Vec<Place>, Vec<Vec<u32>>) {
        let of_parts: Vec<Vec<Place>> = self.parts.iter().map(Part::sources).collect();
        let mut sources: Vec<Place> = of_parts.iter().flatten().cloned().collect();
        sources.sort_unstable();
        sources.dedup();
        let rank = |source| {
            let rank = sources.binary_search(source).unwrap_or(0);
            u32::try_from(rank).unwrap_or(u32::MAX)
        };
        let ranks = of_parts.iter().map(|own| own.iter().map(rank).collect());
        let ranks = ranks.collect();
        (sources, ranks)
    }
}

impl Counting {
    fn new(sets: &[ColumnSet], listed: bool) -> Self {
        let used = used_columns(sets);
        let place_of = |column: &usize| used.binary_search(column).unwrap_or(0);
        let places = sets.iter().map(|set| set.0.iter().map(place_of).collect());
        let counter = |set: &ColumnSet| Counter::new(set.0.len(), listed);
        Counting {
            encoders: used.iter().map(|_| Encoder::default()).collect(),
            counters: sets.iter().map(counter).collect(),
            places: places.collect(),
            ids: vec![0; used.len()],
            own: Vec::new(),
            fresh: true,
            used,
        }
    }

    /// Counts the rows of a part that are held.
    fn rows_of(&mut self, part: &Part, rank: u32, mut each: impl FnMut(u32)) {
        self.fresh = false;
        let texts = part.rows.texts();
        self.encoders
            .iter_mut()
            .for_each(|known| known.start(texts.len()));
        for row in part.rows.kept_of(&part.table.body).flatten() {
            let times = part.times.map_or(1, |times| times.at(part.rows, row));
            if times == 0 {
                continue;
            }
            let columns = self.used.iter().zip(&mut self.encoders);
            for ((column, encoder), id) in columns.zip(&mut self.ids) {
                let text = part.text(row, *column);
                *id = encoder.id(text, || texts.get(text));
            }
            for (counter, places) in self.counters.iter_mut().zip(&self.places) {
                self.own.clear();
                self.own
                    .extend(places.iter().filter_map(|place| self.ids.get(*place)));
                match times {
                    1 => counter.add(&self.own, (rank, row)),
                    times => {
                        counter.add_times(&self.own, (rank, row), times);
                    }
                }
            }
            each(row);
        }
    }

    /// Whether the one set asked for is what a part counted, column by column.
    fn is_as_counted(&self, counted: &Counted, from: &[Option<usize>]) -> bool {
        let columns = counted.texts.len();
        let whole = from.iter().copied().eq((0..columns).map(Some));
        let mut sets = self.places.iter();
        let only = sets
            .next()
            .is_some_and(|places| places.iter().copied().eq(0..columns));
        whole && only && sets.next().is_none()
    }

    /// Adds what was counted of a part, whose sources have these ranks.
    fn counted(&mut self, part: &Part, counted: &Counted, ranks: &[u32]) {
        let from: Vec<Option<usize>> = self.used.iter().map(|at| part.counted_at(*at)).collect();
        let mut counter = counted.counter.clone();
        let fresh = std::mem::replace(&mut self.fresh, false);
        let rank = |source: u32| ranks.get(source as usize).copied().unwrap_or(0);
        if fresh && ranks.len() == 1 && self.is_as_counted(counted, &from) {
            counter.stand_in(rank(0));
            if let Some(own) = self.counters.first_mut() {
                if own.listed().is_none() {
                    counter.unlist();
                }
                *own = counter;
            }
            let encoders = counted.texts.iter().cloned().map(Encoder::of);
            self.encoders = encoders.collect();
            return;
        }
        let texts = |from: Option<usize>| from.and_then(|from| counted.texts.get(from));
        for (encoder, from) in self.encoders.iter_mut().zip(&from) {
            encoder.start(texts(*from).map_or(1, |texts| texts.len()));
        }
        let mut renamed: HashMap<u128, Vec<u128>> = HashMap::new();
        let listed = self
            .counters
            .iter()
            .any(|counter| counter.listed().is_some());
        counter.each(|number, numbers, met| {
            let columns = from.iter().zip(&mut self.encoders);
            for ((from, encoder), id) in columns.zip(&mut self.ids) {
                let number = from
                    .and_then(|from| numbers.get(from))
                    .copied()
                    .unwrap_or(0);
                *id = encoder.id(number, || {
                    texts(*from).map_or("", |texts| texts.get(number))
                });
            }
            for (counter, places) in self.counters.iter_mut().zip(&self.places) {
                self.own.clear();
                self.own
                    .extend(places.iter().filter_map(|place| self.ids.get(*place)));
                let here =
                    counter.add_times(&self.own, (rank(met.first.0), met.first.1), met.count);
                if listed {
                    renamed.entry(number).or_default().push(here);
                }
            }
        });
        for number in counter.rows() {
            let here = renamed.get(number).into_iter().flatten();
            for (counter, here) in self.counters.iter_mut().zip(here) {
                counter.list(*here);
            }
        }
    }

    fn finish(self, headers: &[(String, u32)], sources: &[Place]) -> Vec<(Tally, Vec<u32>)> {
        let column = |place: &usize| {
            let header = self.used.get(*place).and_then(|at| headers.get(*at));
            let (header, column) = header.cloned().unwrap_or_default();
            Some((header, column, self.encoders.get(*place)?))
        };
        let finish = |(counter, places): (Counter, &Vec<usize>)| {
            let columns: Vec<(String, u32, &Encoder)> = places.iter().filter_map(column).collect();
            tally(counter, &columns, sources)
        };
        self.counters
            .into_iter()
            .zip(&self.places)
            .map(finish)
            .collect()
    }
}

impl Engine for Local<'_> {
    fn tally(&self, sets: &[ColumnSet]) -> Result<Vec<Tally>> {
        let counted = self.count(sets, false, |_, _| {});
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

    /// The number of the text in an engine column; that of the blank where this
    /// part lacks the column.
    fn text(&self, row: u32, position: usize) -> u32 {
        let column = self.columns.get(position).copied().flatten();
        column.map_or(0, |column| self.rows.text(row, column))
    }

    /// Where the texts of an engine column stand among those counted: they are
    /// those of the part's columns in their order.
    fn counted_at(&self, position: usize) -> Option<usize> {
        let before = self.columns.iter().take(position).flatten().count();
        let here = self.columns.get(position).copied().flatten();
        here.map(|_| before)
    }

    /// The sheets its rows stand on: its own, but for what was counted elsewhere.
    fn sources(&self) -> Vec<Place> {
        match self.counted.map(|counted| counted.sources.as_slice()) {
            Some(elsewhere @ [_, ..]) => elsewhere.to_vec(),
            _ => vec![Place {
                row: None,
                ..self.place(0)
            }],
        }
    }

    /// The place of a row.
    fn place(&self, row: u32) -> Place {
        Place {
            column: None,
            ..self.rows.place(row, 0)
        }
    }
}
