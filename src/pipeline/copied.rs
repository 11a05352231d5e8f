use super::Surveyed;
use super::anonymise::{Anonymised, Copy, Made, Respondent};
use crate::report::{AnonymisedColumn, Done};
use crate::said;
use crate::survey::{Personal, WhyUnused, mask, words_of_names};
use std::collections::{BTreeMap, BTreeSet};

/// What goes into a copy beside the characteristics, and its rows.
impl Copy<'_> {
    /// Answers as they are written; what is no answer is blank, since it may be
    /// anything.
    pub fn items(&mut self, surveyed: &Surveyed) {
        for (at, item) in self.mapping.items.iter().enumerate() {
            let mut changed = 0;
            let cell = |respondent: &Respondent| {
                let chosen = self.understanding.chosen.get(respondent.file)?;
                let book = self.understanding.books.get(respondent.file)?;
                let column = chosen.columns.get(at).copied().flatten()?;
                let text = chosen.sheet(book)?.rows.cell(respondent.row, column);
                let pattern = surveyed.responses.patterns.get(respondent.response)?;
                let coded = pattern.codes.get(at).copied().flatten().is_some();
                changed += u64::from(!coded && !text.is_empty());
                Some(if coded {
                    text.to_owned()
                } else {
                    String::new()
                })
            };
            let cells = self
                .respondents
                .iter()
                .map(cell)
                .map(Option::unwrap_or_default);
            let cells = cells.collect();
            self.made.push(Made {
                column: item.column,
                header: item.header.clone(),
                cells,
                done: Done::Kept,
                changed,
            });
        }
    }

    /// Columns that are neither item nor characteristic.
    pub fn persons(&mut self) {
        let known = self.names();
        let mapping = self.mapping;
        for unused in &mapping.unused {
            let all = 0..self.respondents.len();
            let texts = all.map(|at| self.text(at, unused.column, &unused.header));
            let (cells, done) = match unused.why {
                WhyUnused::Comment if self.options.comments => {
                    let masked = texts.map(|text| mask(text, &known));
                    (masked.collect::<Vec<String>>(), Done::Masked)
                }
                WhyUnused::Personal(sort) if self.options.pseudonyms && is_named(sort) => {
                    (texts.map(str::to_owned).collect(), Done::Pseudonym)
                }
                _ if self.made.iter().any(|made| made.column == unused.column) => continue,
                why => {
                    self.facts.columns.push(AnonymisedColumn {
                        header: unused.header.clone(),
                        done: Done::Dropped(why),
                        changed: 0,
                    });
                    continue;
                }
            };
            self.made.push(Made {
                column: unused.column,
                header: unused.header.clone(),
                cells,
                done,
                changed: 0,
            });
        }
    }

    /// Words of the names in the file, for remarks that repeat them.
    fn names(&self) -> BTreeSet<String> {
        let named =
            |unused: &&crate::survey::Unused| unused.why == WhyUnused::Personal(Personal::Name);
        let mut words = BTreeSet::new();
        for unused in self.mapping.unused.iter().filter(named) {
            for at in 0..self.respondents.len() {
                words.extend(words_of_names(self.text(at, unused.column, &unused.header)));
            }
        }
        words
    }

    pub fn finish(mut self) -> Anonymised {
        self.made.sort_by_key(|made| made.column);
        let hidden = |made: &&Made| made.done == Done::Pseudonym;
        let mut order: Vec<usize> = (0..self.respondents.len()).collect();
        let key = |row: usize| -> Vec<&str> {
            let shown = self.made.iter().filter(|made| !hidden(made));
            shown
                .filter_map(|made| made.cells.get(row))
                .map(String::as_str)
                .collect()
        };
        order.sort_by(|one, other| key(*one).cmp(&key(*other)));
        let columns: Vec<Vec<String>> = self
            .made
            .iter()
            .map(|made| {
                let cells = order.iter().filter_map(|&row| made.cells.get(row));
                match hidden(&made) {
                    true => pseudonyms(cells),
                    false => cells.cloned().collect(),
                }
            })
            .collect();
        let rows = (0..order.len()).map(|row| {
            columns
                .iter()
                .filter_map(|cells| cells.get(row).cloned())
                .collect()
        });
        let rows = rows.collect();
        let word = said!("samaran", "pseudonym");
        let headers = self.made.iter().map(|made| match made.done {
            Done::Pseudonym => format!("{} ({})", made.header, word.text(self.options.language)),
            _ => made.header.clone(),
        });
        let headers = headers.collect();
        self.facts.n = self.respondents.len() as u64;
        let kept = self.made.into_iter().map(|made| AnonymisedColumn {
            header: made.header,
            done: made.done,
            changed: made.changed,
        });
        self.facts.columns.splice(0..0, kept);
        Anonymised {
            headers,
            rows,
            facts: self.facts,
        }
    }
}

/// What names one person, and may be told apart by a pseudonym.
fn is_named(sort: Personal) -> bool {
    matches!(
        sort,
        Personal::Name | Personal::Identity | Personal::Phone | Personal::Email | Personal::Code
    )
}

/// The same text has the same pseudonym; numbers run in the order of the copy.
fn pseudonyms<'a>(cells: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let pseudonym = |text: &String| {
        let folded: String = text.to_lowercase().split_whitespace().collect();
        if folded.is_empty() {
            return String::new();
        }
        let next = known.len() + 1;
        format!("P{:05}", known.entry(folded).or_insert(next))
    };
    cells.map(pseudonym).collect()
}
