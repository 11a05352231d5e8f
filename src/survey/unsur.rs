//! Which column is which item of an instrument with fixed items: by the words
//! of the header, then the words of the answers, and by the number only where
//! there are no words. Question 8 of the official form is the ninth unsur of
//! the regulation, so a number alone says little.

use super::battery::fit;
use super::headers::{code_number, header_score, holds};
use super::words::{Folded, word_sets};
use super::{ColumnSample, ItemOrder, ItemSpec, Scale, WhyMapped};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Items and the columns found for them.
pub(super) struct Found {
    /// Item position, column position, reason.
    pub pairs: Vec<(usize, usize, WhyMapped)>,
    /// Columns numbered beyond the instrument's items (`U10`), with the number.
    pub extra: Vec<(usize, usize)>,
    /// The number decided about an item whose place differs between regulation
    /// and form.
    pub by_order: bool,
    /// Items left open, a column whose header names them, and how many per cent
    /// of its answers can be read.
    pub unfit: Vec<(usize, usize, u8)>,
}

/// The search, step by step; each step only sees what the ones before left.
pub(super) struct Search<'a> {
    items: &'a [ItemSpec],
    scale: &'a Scale,
    columns: &'a [ColumnSample],
    /// Columns that may be items.
    free: Vec<usize>,
    /// Items the user gave a column.
    closed: Vec<usize>,
    order: ItemOrder,
    /// The words of all items.
    words: Folded,
    /// For each column the part of its answers that are words of any item or
    /// numbers of the scale.
    fits: Vec<OnceCell<Option<f64>>>,
    found: Found,
}

impl<'a> Search<'a> {
    pub fn new(
        items: &'a [ItemSpec],
        scale: &'a Scale,
        columns: &'a [ColumnSample],
        free: Vec<usize>,
        closed: Vec<usize>,
        order: ItemOrder,
    ) -> Self {
        Search {
            items,
            scale,
            columns,
            free,
            closed,
            order,
            words: Folded::of(scale.min, &words_of_all(items, scale)),
            fits: columns.iter().map(|_| OnceCell::new()).collect(),
            found: Found {
                pairs: Vec::new(),
                extra: Vec::new(),
                by_order: false,
                unfit: Vec::new(),
            },
        }
    }

    /// Columns recognised without being named.
    pub fn run(mut self) -> Found {
        let free = std::mem::take(&mut self.free);
        let fits = |column: &usize| self.answers_fit(*column);
        let (fitting, unfit) = free.into_iter().partition(fits);
        self.free = fitting;
        self.by_header();
        self.by_answers();
        self.by_number();
        self.found.unfit = self.headers_without_answers(unfit);
        self.found
    }

    /// Of columns whose answers are none of the scale those whose header names
    /// an item that stayed open: the user should know why it is not counted.
    fn headers_without_answers(&self, columns: Vec<usize>) -> Vec<(usize, usize, u8)> {
        let mut found: Vec<(usize, usize, u8)> = Vec::new();
        for column in columns {
            let Some(sample) = self.sample(column) else {
                continue;
            };
            let named = |item: &usize| {
                let spec = self.items.get(*item);
                self.is_open(*item)
                    && spec.is_some_and(|spec| header_score(spec, &sample.header).is_some())
            };
            let part = self.any_fit(column).unwrap_or(0.0);
            if let Some(item) = (0..self.items.len()).find(named)
                && !found.iter().any(|(other, _, _)| *other == item)
            {
                found.push((item, column, (part * 100.0) as u8));
            }
        }
        found
    }

    /// Columns the user named as items: what no words decide follows the order.
    pub fn named(mut self) -> Found {
        self.by_header();
        self.by_answers();
        self.by_number();
        for column in std::mem::take(&mut self.free) {
            let number = (1..=self.items.len()).find(|&number| {
                let item = self.numbered(number);
                item.is_some_and(|item| self.is_open(item))
            });
            match number.and_then(|number| self.numbered(number)) {
                Some(item) => self.take_by_number(item, column),
                None => {
                    let number = self.items.len() + self.found.extra.len() + 1;
                    self.found.extra.push((column, number));
                }
            }
        }
        self.found
    }

    fn is_open(&self, item: usize) -> bool {
        !self.closed.contains(&item) && !self.found.pairs.iter().any(|(taken, _, _)| *taken == item)
    }

    fn take(&mut self, item: usize, column: usize, why: WhyMapped) {
        self.free.retain(|&free| free != column);
        self.found.pairs.push((item, column, why));
    }

    fn take_by_number(&mut self, item: usize, column: usize) {
        let differs = self
            .items
            .get(item)
            .is_some_and(|spec| usize::from(spec.form) != item + 1);
        self.found.by_order |= differs;
        self.take(item, column, WhyMapped::Code);
    }

    fn sample(&self, column: usize) -> Option<&'a ColumnSample> {
        self.columns.get(column)
    }

    fn fit(&self, item: &ItemSpec, sample: &ColumnSample) -> Option<f64> {
        let words = Folded::of(self.scale.min, &word_sets(Some(item), self.scale));
        fit(self.scale, &words, true, sample)
    }

    /// How a column fits the words of any item.
    fn any_fit(&self, column: usize) -> Option<f64> {
        let fitted = || fit(self.scale, &self.words, true, self.sample(column)?);
        *self.fits.get(column)?.get_or_init(fitted)
    }

    /// The best pairs of item and header first.
    fn by_header(&mut self) {
        let mut scored = Vec::new();
        for &column in &self.free {
            let Some(sample) = self.sample(column) else {
                continue;
            };
            for (item, spec) in self.items.iter().enumerate() {
                let header = header_score(spec, &sample.header);
                // A title merged over several columns names none of them.
                let title = sample.group.as_deref().filter(|title| self.is_only(title));
                let title = title.and_then(|title| header_score(spec, title));
                if let Some(score) = header.or(title) {
                    // Content decides between columns of equal headers; a column
                    // without answers comes last.
                    let fit = self.fit(spec, sample).map_or(0, |fit| (fit * 4.0) as u32);
                    let coded = u32::from(code_number(&sample.header) == Some(item + 1));
                    scored.push((score * 10 + fit + coded, item, column));
                }
            }
        }
        scored.sort_by_key(|(score, item, column)| (std::cmp::Reverse(*score), *column, *item));
        for (_, item, column) in scored {
            if self.is_open(item) && self.free.contains(&column) {
                self.take(item, column, WhyMapped::Header);
            }
        }
    }

    fn is_only(&self, title: &str) -> bool {
        let such = self
            .columns
            .iter()
            .filter(|column| column.group.as_deref() == Some(title));
        such.count() == 1
    }

    /// Answers that only some items use decide when as many columns as items
    /// show them: `Gratis` is biaya, whatever the header says.
    fn by_answers(&mut self) {
        let mut columns_of: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for &column in &self.free {
            let items = self
                .sample(column)
                .map_or_else(Vec::new, |sample| self.items_with_words_of(sample));
            if !items.is_empty() {
                columns_of.entry(items).or_default().push(column);
            }
        }
        for (items, mut columns) in columns_of {
            if items.len() != columns.len() {
                continue;
            }
            // Items that share their words: the number beside decides, then the order.
            let mut items = items;
            items.sort_by_key(|&item| self.place(item));
            columns.sort_by_key(|&column| {
                let number = self
                    .sample(column)
                    .and_then(|sample| code_number(&sample.header));
                (number.unwrap_or(usize::MAX), column)
            });
            for (item, column) in items.into_iter().zip(columns) {
                self.take(item, column, WhyMapped::Answers);
            }
        }
    }

    /// Open items whose own words hold every answer of the column; their
    /// official words before those of local habits.
    fn items_with_words_of(&self, sample: &ColumnSample) -> Vec<usize> {
        let open = || {
            self.items
                .iter()
                .enumerate()
                .filter(|(item, _)| self.is_open(*item))
        };
        let official = open().filter(|(_, spec)| {
            let set: Vec<String> = spec.labels.iter().map(|label| label.id.clone()).collect();
            holds(&set, sample)
        });
        let official: Vec<usize> = official.map(|(item, _)| item).collect();
        if !official.is_empty() {
            return official;
        }
        let habits = open().filter(|(_, spec)| spec.variants.iter().any(|set| holds(set, sample)));
        habits.map(|(item, _)| item).collect()
    }

    /// The number of an item under the order asked for.
    fn place(&self, item: usize) -> usize {
        match (self.order, self.items.get(item)) {
            (ItemOrder::Form, Some(spec)) => usize::from(spec.form),
            _ => item + 1,
        }
    }

    fn numbered(&self, number: usize) -> Option<usize> {
        (0..self.items.len()).find(|&item| self.place(item) == number)
    }

    fn by_number(&mut self) {
        let bare = self.bare_numbers();
        let mut left = Vec::new();
        for column in self.free.clone() {
            let Some(sample) = self.sample(column) else {
                continue;
            };
            let number = code_number(&sample.header).or_else(|| bare.get(&column).copied());
            let Some(number) = number.filter(|_| self.answers_fit(column)) else {
                continue;
            };
            match self.numbered(number) {
                Some(item) if self.is_open(item) => self.take_by_number(item, column),
                Some(_) => left.push(column),
                None if number > self.items.len() => self.found.extra.push((column, number)),
                None => {}
            }
        }
        let open: Vec<usize> = (0..self.items.len())
            .filter(|&item| self.is_open(item))
            .collect();
        // U8 turned out to be sarana by its words: what is left for U9 is pengaduan.
        if open.len() == left.len() {
            for (item, column) in open.into_iter().zip(left) {
                self.take(item, column, WhyMapped::Code);
            }
        }
        let extra = std::mem::take(&mut self.found.extra);
        self.free
            .retain(|free| !extra.iter().any(|(column, _)| column == free));
        self.found.extra = extra;
    }

    /// Whether a column holds answers, mostly; or nothing yet, as in a template.
    /// `Waktu` may head the time of a visit, `Biaya` an amount.
    fn answers_fit(&self, column: usize) -> bool {
        let Some(sample) = self.sample(column) else {
            return false;
        };
        sample.values.is_empty() || self.any_fit(column) >= Some(0.5)
    }

    /// Headers that are bare numbers count as codes under a common title, or
    /// when they number as many columns as there are items.
    fn bare_numbers(&self) -> BTreeMap<usize, usize> {
        let bare = self.free.iter().filter_map(|&column| {
            let sample = self.sample(column)?;
            Some((
                column,
                sample.header.trim().parse::<usize>().ok()?,
                sample.group.is_some(),
            ))
        });
        let bare: Vec<(usize, usize, bool)> = bare.collect();
        let in_order = bare
            .iter()
            .zip(1..)
            .all(|((_, number, _), wanted)| *number == wanted);
        let titled = bare.iter().all(|(_, _, titled)| *titled);
        match in_order && bare.len() >= 3 && (titled || bare.len() >= self.items.len()) {
            true => bare
                .into_iter()
                .map(|(column, number, _)| (column, number))
                .collect(),
            false => BTreeMap::new(),
        }
    }
}

/// The sets of words of all items, each once.
fn words_of_all(items: &[ItemSpec], scale: &Scale) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = items
        .iter()
        .flat_map(|item| word_sets(Some(item), scale))
        .collect();
    all.sort();
    all.dedup();
    all
}
