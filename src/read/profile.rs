use super::Header;
use super::grid::Grid;
use super::kind::{Kind, folded, kind};
use std::collections::HashMap;

/// What the columns of a body hold, to tell whether a further row is like it.
pub(super) struct Profile {
    columns: Vec<Column>,
    rows: usize,
    filled: usize,
}

#[derive(Default)]
struct Column {
    column: u32,
    filled: usize,
    numbers: usize,
    /// Numbers with decimals.
    broken: usize,
    texts: usize,
    low: f64,
    high: f64,
    /// The different texts, as long as there are few.
    words: HashMap<String, usize>,
}

/// Different texts that are kept of a column; more than that are no answers to
/// choose from.
const MOST_WORDS: usize = 60;

/// Two answers on a scale of five may be this far apart.
const SCALE: f64 = 4.0;

/// Rows from which on a column's words and range say what is usual.
const ENOUGH: usize = 5;

/// How a row's cells go with the columns they stand in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub filled: usize,
    /// Cells of another kind than the others or far from them.
    pub clash: usize,
    /// Those, and words that nobody else has where all have few.
    pub alien: usize,
    /// Cells of a usual number or word.
    pub known: usize,
}

/// How a cell looks among the others of its column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Look {
    Usual,
    /// A word that nobody else has where all have few.
    Novel,
    /// Of another kind, or a number far off.
    Clash,
    /// The column does not tell.
    Open,
}

impl Profile {
    pub fn new(headers: &[Header]) -> Self {
        let column = |header: &Header| Column {
            column: header.column,
            ..Column::default()
        };
        Profile {
            columns: headers.iter().map(column).collect(),
            rows: 0,
            filled: 0,
        }
    }

    /// Adds rows; each different text of a column is looked at once.
    pub fn add(&mut self, grid: &Grid, rows: &[u32]) {
        self.rows += rows.len();
        let texts = grid.rows.texts();
        let mut counts = vec![0_usize; texts.len()];
        let mut met = Vec::new();
        let cells: Vec<&[(u32, u32)]> = rows.iter().map(|row| grid.numbers(*row)).collect();
        // Where the next column stands in each row.
        let mut next = vec![0_usize; cells.len()];
        let mut before = 0;
        for column in &mut self.columns {
            if column.column < before {
                next.fill(0);
            }
            before = column.column;
            for (cells, next) in cells.iter().zip(&mut next) {
                while cells.get(*next).is_some_and(|cell| cell.0 < before) {
                    *next += 1;
                }
                let text = match cells.get(*next) {
                    Some((here, text)) if *here == before => *text,
                    _ => 0,
                };
                if let Some(count) = counts.get_mut(text as usize) {
                    if *count == 0 {
                        met.push(text);
                    }
                    *count += 1;
                }
            }
            for text in met.drain(..) {
                let count = counts.get_mut(text as usize).map_or(0, std::mem::take);
                if text != 0 {
                    self.filled += count;
                    column.add(texts.get(text), count);
                }
            }
        }
    }

    /// Rows added.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Filled cells of a usual row.
    pub fn usual_fill(&self) -> f64 {
        self.filled as f64 / self.rows.max(1) as f64
    }

    pub fn fit(&self, grid: &Grid, row: u32) -> Fit {
        let mut fit = Fit {
            filled: 0,
            clash: 0,
            alien: 0,
            known: 0,
        };
        for column in &self.columns {
            let text = grid.cell(row, column.column);
            if text.is_empty() {
                continue;
            }
            fit.filled += 1;
            let look = match column.look(text) {
                // Items share their scale.
                Look::Novel if self.is_said(text) => Look::Open,
                look => look,
            };
            fit.known += usize::from(look == Look::Usual);
            fit.clash += usize::from(look == Look::Clash);
            fit.alien += usize::from(matches!(look, Look::Clash | Look::Novel));
        }
        fit
    }

    /// Whether any column has a text.
    fn is_said(&self, text: &str) -> bool {
        let text = folded(text);
        let mut columns = self.columns.iter();
        columns.any(|column| column.words.contains_key(&text))
    }

    /// Whether a row could be one more respondent.
    pub fn is_like(&self, grid: &Grid, row: u32) -> bool {
        let fit = self.fit(grid, row);
        let usual = self.is_as_full(&fit) && fit.clash * 10 <= fit.filled * 3;
        // Few rows before it cannot say what is usual.
        let enough = if self.rows < ENOUGH {
            fit.filled
        } else {
            fit.known
        };
        (usual && fit.filled > 0) || (fit.alien == 0 && enough >= 2)
    }

    /// Whether a row has about as many cells as the others.
    pub fn is_as_full(&self, fit: &Fit) -> bool {
        fit.filled as f64 >= 0.4 * self.usual_fill()
    }

    /// Whether a row fills none of the columns that describe respondents in
    /// words, though the others do; none where the body has no such column but
    /// for the one given.
    pub fn lacks_words(&self, grid: &Grid, row: u32, but: Option<u32>) -> Option<bool> {
        let worded = self.columns.iter().filter(|column| {
            Some(column.column) != but
                && column.texts * 10 >= column.filled * 9
                && column.filled * 2 > self.rows
        });
        let (mut columns, mut filled) = (0, 0);
        for column in worded {
            columns += 1;
            filled += usize::from(!grid.cell(row, column.column).is_empty());
        }
        (columns > 0).then_some(filled * 4 <= columns)
    }

    /// Columns of numbers.
    pub fn numeric(&self) -> impl Iterator<Item = u32> {
        let numeric = |column: &&Column| column.numbers * 10 >= column.filled * 8;
        let columns = self.columns.iter().filter(|column| column.filled > 0);
        columns.filter(numeric).map(|column| column.column)
    }

    /// Columns of whole numbers, but for one cell in four: a mean below few
    /// respondents is one of them.
    pub fn whole(&self) -> impl Iterator<Item = u32> {
        let whole = |column: &&Column| column.numbers > 0 && column.broken * 4 <= column.numbers;
        let columns = self.columns.iter().filter(whole);
        columns.map(|column| column.column)
    }

    /// Whether a text does not belong in a column: among numbers, or below no
    /// header.
    pub fn is_alien(&self, column: u32, text: &str) -> bool {
        let mut columns = self.columns.iter();
        let column = columns.find(|known| known.column == column);
        column.is_none_or(|column| matches!(column.look(text), Look::Clash | Look::Novel))
    }

    /// Whether a column holds a text in more than one row, itself included.
    pub fn repeats(&self, column: u32, text: &str) -> bool {
        let mut columns = self.columns.iter();
        let column = columns.find(|known| known.column == column);
        let count = column.and_then(|column| column.words.get(&folded(text)));
        count.is_some_and(|count| *count > 1)
    }
}

impl Column {
    /// Adds a text that stands in so many rows.
    fn add(&mut self, text: &str, rows: usize) {
        let kind = kind(text);
        match kind {
            Kind::Nothing => return,
            Kind::Number(number) => {
                let first = self.numbers == 0;
                self.low = if first { number } else { self.low.min(number) };
                self.high = if first { number } else { self.high.max(number) };
                self.numbers += rows;
                self.broken += if number.fract() != 0.0 { rows } else { 0 };
            }
            Kind::Text => self.texts += rows,
            Kind::Value => {}
        }
        self.filled += rows;
        if kind == Kind::Text && self.words.len() <= MOST_WORDS {
            *self.words.entry(folded(text)).or_insert(0) += rows;
        }
    }

    fn look(&self, text: &str) -> Look {
        let numeric = self.numbers * 10 >= self.filled * 8;
        let worded = self.texts * 10 >= self.filled * 9;
        match kind(text) {
            _ if self.filled == 0 => Look::Open,
            Kind::Number(number) if numeric && self.filled >= ENOUGH => {
                let margin = (self.high - self.low).max(SCALE);
                let near = self.low - margin <= number && number <= self.high + margin;
                if near { Look::Usual } else { Look::Clash }
            }
            Kind::Number(_) if worded => Look::Clash,
            Kind::Text if numeric => Look::Clash,
            Kind::Text if worded && self.has_few_words() => {
                let known = self.words.contains_key(&folded(text));
                if known { Look::Usual } else { Look::Novel }
            }
            _ => Look::Open,
        }
    }

    fn has_few_words(&self) -> bool {
        self.filled >= 2 * ENOUGH
            && self.words.len() <= MOST_WORDS
            && self.words.len() * 3 <= self.filled
    }
}
