use super::printed::Reasons;
use crate::document::{Block, Column, Document, Table, TableKind};
use crate::language::Language;
use std::collections::BTreeSet;

/// Where every table of a document stands in its workbook.
pub(super) struct Places<'a> {
    places: Vec<Place<'a>>,
    summary: String,
    lists: String,
}

/// Where one table stands.
pub(super) struct Place<'a> {
    pub(super) table: &'a Table,
    /// Its position among the blocks.
    pub(super) block: usize,
    /// The name of its sheet: valid, and like no other one.
    pub(super) sheet: String,
    /// The row of the column titles; group titles stand one row above.
    pub(super) head: u32,
    /// Its long lists of choices: column of the table, column of the sheet of
    /// lists.
    pub(super) lists: Vec<(usize, u16)>,
    /// The different reasons why cells hold no number.
    pub(super) reasons: Reasons<'a>,
}

/// Rows prepared for entries.
pub(super) const ENTRY_ROWS: u32 = 300;

impl<'a> Places<'a> {
    /// Gives every table a sheet.
    pub(super) fn new(document: &'a Document) -> Self {
        let (summary, lists) = match document.language {
            Language::Id => ("Ringkasan", "pilihan"),
            Language::En => ("Summary", "choices"),
        };
        // Excel keeps "History" for itself.
        let mut taken: BTreeSet<String> = BTreeSet::from(["history".to_owned()]);
        let summary = free_name(summary, &mut taken);
        let lists = free_name(lists, &mut taken);
        let mut places = Vec::new();
        let mut next_list = 0;
        for (block, table) in tables(document) {
            let mut own = Vec::new();
            for (column, _) in table.columns.iter().enumerate().filter(|(_, c)| is_long(c)) {
                own.push((column, next_list));
                next_list += 1;
            }
            places.push(Place {
                table,
                block,
                sheet: free_name(&table.id, &mut taken),
                head: head_row(table),
                lists: own,
                reasons: Reasons::of(table),
            });
        }
        Places {
            places,
            summary,
            lists,
        }
    }

    /// All tables in the order of the document.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Place<'a>> {
        self.places.iter()
    }

    /// The first table with an id.
    pub(super) fn get(&self, id: &str) -> Option<&Place<'a>> {
        self.places.iter().find(|place| place.table.id == id)
    }

    /// The name of the sheet of words.
    pub(super) fn summary(&self) -> &str {
        &self.summary
    }

    /// The name of the hidden sheet of lists.
    pub(super) fn lists(&self) -> &str {
        &self.lists
    }

    /// Whether a column's choices need that sheet.
    pub(super) fn has_lists(&self) -> bool {
        self.places.iter().any(|place| !place.lists.is_empty())
    }

    /// The long lists in the order of their columns on the sheet of lists.
    pub(super) fn long_lists(&self) -> impl Iterator<Item = &Vec<String>> {
        self.places.iter().flat_map(|place| {
            let columns = place.table.columns.iter();
            columns.filter(|c| is_long(c)).map(|c| &c.choices)
        })
    }
}

impl Place<'_> {
    /// The first row under the column titles.
    pub(super) fn first(&self) -> u32 {
        self.head + 1
    }

    /// The row after the last one of the table.
    pub(super) fn after(&self) -> u32 {
        let rows = u32::try_from(self.table.rows.len()).unwrap_or(u32::MAX);
        let rows = match self.table.kind {
            TableKind::Entry => rows.saturating_add(ENTRY_ROWS),
            _ => rows,
        };
        self.first().saturating_add(rows)
    }

    /// The first row free for pictures: after the table and its notes.
    pub(super) fn end(&self) -> u32 {
        let notes = self.table.notes.len() + self.reasons.notes().count();
        let notes = u32::try_from(notes).unwrap_or(u32::MAX);
        self.after().saturating_add(notes).saturating_add(2)
    }

    /// The last column of the table.
    pub(super) fn last_column(&self) -> u16 {
        sheet_column(self.table.columns.len().saturating_sub(1))
    }

    /// The row of the sheet where a row of the table stands; `None` past its
    /// end.
    pub(super) fn row(&self, row: usize) -> Option<u32> {
        self.table.rows.get(row)?;
        u32::try_from(row).ok()?.checked_add(self.first())
    }

    /// The column of the sheet where a column of the table stands; `None` past
    /// its end.
    pub(super) fn column(&self, column: usize) -> Option<u16> {
        self.table.columns.get(column)?;
        u16::try_from(column).ok()
    }
}

/// A column's number for the library, which refuses those a sheet has not.
pub(super) fn sheet_column(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// A sheet's name as formulas want it.
pub(super) fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// Title, the notes of a form (under 300 empty rows nobody finds them), an
/// empty row, group titles, column titles.
fn head_row(table: &Table) -> u32 {
    let notes = match table.kind {
        TableKind::Entry => u32::try_from(table.notes.len()).unwrap_or(u32::MAX),
        _ => 0,
    };
    notes.saturating_add(2 + u32::from(!table.groups.is_empty()))
}

/// Whether choices do not fit in a cell's rule, which is one text of 255
/// characters with commas between them.
fn is_long(column: &Column) -> bool {
    let length: usize = column
        .choices
        .iter()
        .map(|choice| choice.replace('"', "\"\"").encode_utf16().count() + 1)
        .sum();
    length > 256 || column.choices.iter().any(|choice| choice.contains(','))
}

fn tables(document: &Document) -> impl Iterator<Item = (usize, &Table)> {
    let blocks = document.blocks.iter().enumerate();
    blocks.filter_map(|(index, block)| match block {
        Block::Table(table) => Some((index, table)),
        _ => None,
    })
}

/// A sheet name made of a text: without the signs that a name may not have, at
/// most 31 characters, and not taken yet, in whatever case.
fn free_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String = wanted
        .chars()
        .map(|sign| match sign {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            sign if sign.is_control() => ' ',
            sign => sign,
        })
        .collect();
    let clean = clean.trim_matches(|sign: char| sign == '\'' || sign.is_whitespace());
    let base = if clean.is_empty() { "tabel" } else { clean };
    for number in 1_usize.. {
        let tail = match number {
            1 => String::new(),
            number => format!(" {number}"),
        };
        let name = format!("{}{tail}", shortened(base, 31 - tail.len()));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    base.to_owned()
}

/// The first signs of a text that take at most so many UTF-16 units, which is
/// how Excel counts.
fn shortened(text: &str, units: usize) -> &str {
    let mut used = 0;
    let mut end = 0;
    for (at, sign) in text.char_indices() {
        used += sign.len_utf16();
        if used > units {
            break;
        }
        end = at + sign.len_utf8();
    }
    text.get(..end)
        .unwrap_or_default()
        .trim_end_matches(['\'', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_valid_and_different() {
        let mut taken = BTreeSet::new();
        let mut name = |wanted: &str| free_name(wanted, &mut taken);
        assert_eq!(name("a/b: [c]*?"), "a b   c");
        assert_eq!(name("A/B: [C]*?"), "A B   C 2");
        assert_eq!(name("''"), "tabel");
        assert_eq!(name(""), "tabel 2");
        let long = "Penanganan pengaduan, saran, dan masukan";
        assert_eq!(name(long), "Penanganan pengaduan, saran, da");
        assert_eq!(name(long), "Penanganan pengaduan, saran, 2");
        assert_eq!(name(&"😀".repeat(20)).encode_utf16().count(), 30);
    }
}
