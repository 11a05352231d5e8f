use super::Tally;
use super::counter::Counter;
use crate::error::Place;
use crate::read::{Coder, Texts, Visitor};

/// Counts rows while they pass by; none of them is held. See
/// [`crate::read::pass`].
pub struct Passing {
    counter: Counter,
    /// The rows that are listed.
    rows: Vec<u32>,
    most: usize,
}

/// What was counted of the rows of one table that are not held.
pub struct Counted {
    pub(super) counter: Counter,
    /// The texts of each column by their numbers.
    pub(super) texts: Vec<Texts>,
    /// The rows in the order they were counted; none where nobody asked or there
    /// are too many.
    pub(super) rows: Vec<u32>,
    /// Where it was counted, if not in the part itself.
    pub(super) sources: Vec<Place>,
}

impl Counted {
    /// Some columns of a tally, by their positions, as what a part counted.
    pub fn of(tally: &Tally, columns: &[usize]) -> Counted {
        let mut texts = vec![Texts::default(); columns.len()];
        let mut numbers: Vec<Vec<u32>> = Vec::with_capacity(columns.len());
        for (texts, at) in texts.iter_mut().zip(columns) {
            let values = tally.columns.get(*at).map(|column| &column.values);
            let values = values.into_iter().flatten();
            numbers.push(values.map(|value| texts.number(value)).collect());
        }
        let mut counter = Counter::new(columns.len(), false);
        let mut ids = vec![0; columns.len()];
        for pattern in tally.patterns() {
            for ((id, numbers), at) in ids.iter_mut().zip(&numbers).zip(columns) {
                let known = pattern
                    .ids
                    .get(*at)
                    .and_then(|own| numbers.get(*own as usize));
                *id = known.copied().unwrap_or(0);
            }
            counter.add_times(&ids, pattern.stand(), pattern.count);
        }
        Counted {
            counter,
            texts,
            rows: Vec::new(),
            sources: tally.sources().to_vec(),
        }
    }
}

impl Passing {
    /// Counts so many columns together, and keeps which pattern each row is for
    /// up to `most` rows.
    pub fn new(columns: usize, most: usize) -> Self {
        Passing {
            counter: Counter::new(columns, most > 0),
            rows: Vec::new(),
            most,
        }
    }

    /// What was counted, with the texts behind the numbers.
    pub fn finish(self, texts: Vec<Texts>) -> Counted {
        Counted {
            counter: self.counter,
            texts,
            rows: self.rows,
            sources: Vec::new(),
        }
    }
}

impl Visitor for Passing {
    #[inline]
    fn row(&mut self, row: u32, numbers: &[u32], _: &[Coder]) {
        self.counter.add(numbers, (0, row));
        if self.counter.listed().is_some() {
            self.rows.push(row);
            if self.rows.len() > self.most {
                self.rows = Vec::new();
                self.counter.unlist();
            }
        }
    }
}
