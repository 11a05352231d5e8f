use super::archive::Archive;
use super::markup::{Quick, Tag, known};
use super::package::sheets_of;
use super::sheet_rows::whole_number;
use super::{RowRuns, Sheet};
use memchr::{memmem, memrchr};
use std::io::{Cursor, Read};
use std::ops::Range;
use std::sync::Arc;

/// Rows and columns of a sheet that are hidden, by hand or by a filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    pub rows: RowRuns,
    pub columns: Vec<Range<u32>>,
}

/// A larger sheet is not searched for what is hidden in it.
const LARGEST: u64 = 1 << 28;

impl Hidden {
    /// Adds a row where its tag says that it is hidden.
    pub(super) fn add_row(&mut self, tag: &Tag, row: u32) -> Quick<()> {
        if says_hidden(tag)? {
            self.add_rows(row..row.saturating_add(1));
        }
        Ok(())
    }

    /// Adds rows behind those that are known.
    pub(super) fn add_rows(&mut self, rows: Range<u32>) {
        if self.rows.last().is_none_or(|last| last < rows.start) {
            self.rows.push_run(rows);
        }
    }

    /// Adds columns where their tag says that they are hidden.
    pub(super) fn add_columns(&mut self, tag: &Tag) -> Quick<()> {
        if !says_hidden(tag)? {
            return Ok(());
        }
        let end =
            |name: &[u8]| -> Quick<Option<u32>> { Ok(tag.attribute(name)?.and_then(whole_number)) };
        let first = known(end(b"min")?.and_then(|first| first.checked_sub(1)))?;
        self.columns.push(first..known(end(b"max")?)?);
        Ok(())
    }

    /// Whether a column is hidden.
    pub fn has_column(&self, column: u32) -> bool {
        self.columns.iter().any(|run| run.contains(&column))
    }
}

fn says_hidden(tag: &Tag) -> Quick<bool> {
    let told = tag.attribute(b"hidden")?;
    Ok(told.is_some_and(|told| told == b"1" || told == b"true"))
}

/// Notes on each sheet of an XLSX workbook what is hidden in it; what is not surely
/// understood is left unsaid.
pub(super) fn note(bytes: &[u8], file: &Arc<str>, sheets: &mut [Sheet]) {
    let Some(mut archive) = Archive::new(Cursor::new(bytes)) else {
        return;
    };
    let Ok((parts, _)) = sheets_of(&mut archive, file) else {
        return;
    };
    for part in parts.iter().filter(|part| part.entry.unpacked <= LARGEST) {
        let named =
            |sheet: &&mut Sheet| sheet.rows.sheet().is_some_and(|name| **name == *part.name);
        let Some(sheet) = sheets.iter_mut().find(named) else {
            continue;
        };
        let mut text = Vec::new();
        let read = archive.open(&part.entry);
        if read
            .and_then(|mut part| part.read_to_end(&mut text))
            .is_ok()
            && let Ok(hidden) = hidden_in(&text)
        {
            sheet.concealed = hidden;
        }
    }
}

/// What is hidden in the text of a sheet.
fn hidden_in(text: &[u8]) -> Quick<Hidden> {
    let mut hidden = Hidden::default();
    for at in memmem::find_iter(text, b" hidden=") {
        let Some(open) = memrchr(b'<', text.get(..at).unwrap_or_default()) else {
            continue;
        };
        let from = text.get(open..).unwrap_or_default();
        if from.starts_with(b"<row ") {
            let tag = known(Tag::next(from)?)?;
            let row = tag.attribute(b"r")?.and_then(whole_number);
            let row = known(row.and_then(|row| row.checked_sub(1)))?;
            hidden.add_row(&tag, row)?;
        } else if from.starts_with(b"<col ") {
            hidden.add_columns(&known(Tag::next(from)?)?)?;
        }
    }
    Ok(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_say_that_they_are_hidden() {
        let text = b"<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" hidden=\"0\"/></cols>\
            <sheetData><row r=\"1\"/><row r=\"2\" hidden=\"1\"><c t=\"inlineStr\"><is><t> hidden=&quot;1&quot;</t></is></c></row>\
            <row r=\"3\" hidden=\"true\"/><row hidden=\"1\" r=\"9\"/></sheetData>";
        let hidden = hidden_in(text).expect("a sheet");
        assert_eq!(hidden.rows.runs(), [1..3, 8..9]);
        assert_eq!(hidden.columns, std::slice::from_ref(&(1..3)));
        assert!(hidden.has_column(2) && !hidden.has_column(4));
    }
}
