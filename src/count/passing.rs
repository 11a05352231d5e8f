use super::encode::Counter;
use crate::read::{Coder, Texts, Visitor};

/// Counts rows while they pass by; none of them is held. See
/// [`crate::read::pass`].
pub struct Passing {
    counter: Counter,
    /// The pattern of each row, as long as there are few of them and they are
    /// asked for.
    rows: Option<Vec<(u32, u32)>>,
    most: usize,
}

/// What was counted of the rows of one table that are not held.
pub struct Counted {
    pub(super) counter: Counter,
    /// The texts of each column by their numbers.
    pub(super) texts: Vec<Texts>,
    /// Rows with the position of their pattern; none where nobody asked or there
    /// are too many.
    pub(super) rows: Option<Vec<(u32, u32)>>,
}

impl Passing {
    /// Counts so many columns together, and keeps which pattern each row is for
    /// up to `most` rows.
    pub fn new(columns: usize, most: usize) -> Self {
        Passing {
            counter: Counter::new(columns),
            rows: (most > 0).then(Vec::new),
            most,
        }
    }

    /// What was counted, with the texts behind the numbers.
    pub fn finish(self, texts: Vec<Texts>) -> Counted {
        Counted {
            counter: self.counter,
            texts,
            rows: self.rows,
        }
    }
}

impl Visitor for Passing {
    fn row(&mut self, row: u32, numbers: &[u32], _: &[Coder]) {
        let position = self.counter.add(numbers.iter().copied(), (0, row));
        if let Some(rows) = &mut self.rows {
            match rows.len() < self.most {
                true => rows.push((row, position)),
                false => self.rows = None,
            }
        }
    }
}

impl Counted {
    /// Rows counted.
    pub fn total(&self) -> u64 {
        self.counter.total()
    }
}
