use super::counter::Counter;
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
