use super::archive::Archive;
use super::compound::{number, stream};
use super::limits;
use crate::error::{Place, Result};
use memchr::{memchr, memmem};
use std::io::{Cursor, Read};
use std::sync::Arc;

/// The rectangle that the cells of a sheet span, and how many they are. The library
/// holds all of it at once, blank cells included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub sheet: Option<Arc<str>>,
    rows: Option<(u64, u64)>,
    columns: Option<(u64, u64)>,
    cells: u64,
}

/// Cells of a rectangle that may be blank for the most part.
const MOST_SPANNED: u64 = 1 << 23;

/// How many times as large as its cells a large rectangle may be.
const SPARSE: u64 = 8;

/// A list of cells of a larger ODS file is not gone through.
const LARGEST: u64 = 1 << 28;

impl Extent {
    /// Adds cells by their first row and column and how often they are repeated.
    pub fn add(&mut self, (row, rows): (u64, u64), (column, columns): (u64, u64)) {
        let wider = |known: Option<(u64, u64)>, first: u64, many: u64| {
            let end = first.saturating_add(many);
            let (least, most) = known.unwrap_or((first, end));
            Some((least.min(first), most.max(end)))
        };
        self.rows = wider(self.rows, row, rows);
        self.columns = wider(self.columns, column, columns);
        let cells = rows.saturating_mul(columns);
        self.cells = self.cells.saturating_add(cells);
    }

    /// Refuses a sheet of which one cell stands so far from the others that the
    /// blank ones between them would fill the memory.
    pub fn check(&self, file: &Arc<str>) -> Result<()> {
        let (Some(rows), Some(columns)) = (self.rows, self.columns) else {
            return Ok(());
        };
        let spanned = (rows.1 - rows.0).saturating_mul(columns.1 - columns.0);
        if spanned <= MOST_SPANNED || spanned <= self.cells.saturating_mul(SPARSE) {
            return Ok(());
        }
        let last = |end: u64| u32::try_from(end.saturating_sub(1)).unwrap_or(u32::MAX);
        Err(limits::too_spread(Place {
            sheet: self.sheet.clone(),
            row: Some(last(rows.1)),
            column: Some(last(columns.1)),
            ..Place::file(file.clone())
        }))
    }
}

/// What the sheets of an ODS file span; nothing where that cannot be told.
pub(super) fn of_ods(bytes: &[u8]) -> Vec<Extent> {
    let text = content(bytes);
    text.map(|text| in_content(&text)).unwrap_or_default()
}

/// The text that holds the sheets of an ODS file.
pub(super) fn content(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = Archive::new(Cursor::new(bytes))?;
    let entry = archive.entry("content.xml")?.clone();
    let mut text = Vec::new();
    if entry.unpacked > LARGEST {
        return None;
    }
    archive.open(&entry).ok()?.read_to_end(&mut text).ok()?;
    Some(text)
}

fn in_content(text: &[u8]) -> Vec<Extent> {
    let mut all: Vec<Extent> = Vec::new();
    let (mut row, mut rows, mut column) = (0_u64, 1_u64, 0_u64);
    let mut rest = text;
    while let Some(open) = memchr(b'<', rest) {
        let tag = rest.get(open + 1..).unwrap_or_default();
        let end = memchr(b'>', tag).unwrap_or(tag.len());
        let (tag, behind) = tag.split_at_checked(end).unwrap_or((tag, b""));
        rest = behind;
        let empty = tag.ends_with(b"/");
        if is(tag, b"table:table") {
            all.push(Extent {
                sheet: attribute(tag, b"table:name=\"")
                    .map(|name| String::from_utf8_lossy(name).into()),
                ..Extent::default()
            });
            row = 0;
        } else if is(tag, b"table:table-row") {
            rows = repeated(tag, b"table:number-rows-repeated=\"");
            column = 0;
            if empty {
                row = row.saturating_add(rows);
            }
        } else if tag == b"/table:table-row" {
            row = row.saturating_add(rows);
        } else if is(tag, b"table:table-cell") || is(tag, b"table:covered-table-cell") {
            let columns = repeated(tag, b"table:number-columns-repeated=\"");
            let filled = !empty || memmem::find(tag, b"office:value-type=").is_some();
            if let Some(extent) = all.last_mut().filter(|_| filled) {
                extent.add((row, rows), (column, columns));
            }
            column = column.saturating_add(columns);
        }
    }
    all
}

pub(super) fn is(tag: &[u8], name: &[u8]) -> bool {
    let rest = tag.strip_prefix(name);
    rest.is_some_and(|rest| {
        rest.first()
            .is_none_or(|b| b.is_ascii_whitespace() || *b == b'/')
    })
}

pub(super) fn attribute<'a>(tag: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    let at = memmem::find(tag, start)? + start.len();
    let rest = tag.get(at..)?;
    rest.get(..memchr(b'"', rest)?)
}

pub(super) fn repeated(tag: &[u8], start: &[u8]) -> u64 {
    let text = attribute(tag, start).and_then(|text| std::str::from_utf8(text).ok());
    text.and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// What the sheets of an XLS file span, in the order of their streams; nothing where
/// that cannot be told.
pub(super) fn of_xls(bytes: &[u8]) -> Vec<Extent> {
    stream(bytes)
        .map(|stream| in_records(&stream))
        .unwrap_or_default()
}

fn in_records(stream: &[u8]) -> Vec<Extent> {
    const CELLS: [u64; 8] = [
        0x0006, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406,
    ];
    let mut all: Vec<Extent> = Vec::new();
    let mut at = 0;
    while let (Some(kind), Some(length)) = (number(stream, at, 2), number(stream, at + 2, 2)) {
        let data = at + 4;
        let place = || Some((number(stream, data, 2)?, number(stream, data + 2, 2)?));
        match kind {
            0x0809 => all.push(Extent::default()),
            0x00BD => {
                let last = number(stream, data + (length as usize).saturating_sub(2), 2);
                if let (Some((row, first)), Some(last), Some(extent)) =
                    (place(), last, all.last_mut())
                {
                    extent.add((row, 1), (first, (last + 1).saturating_sub(first)));
                }
            }
            kind if CELLS.contains(&kind) => {
                if let (Some((row, column)), Some(extent)) = (place(), all.last_mut()) {
                    extent.add((row, 1), (column, 1));
                }
            }
            _ => {}
        }
        at = data + length as usize;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_far_apart_span_all_between_them() {
        let text = br#"<table:table table:name="A"><table:table-row table:number-rows-repeated="3"/>
            <table:table-row><table:table-cell office:value-type="float" office:value="1"/>
            <table:table-cell table:number-columns-repeated="16382"/></table:table-row>
            <table:table-row table:number-rows-repeated="1048571"><table:table-cell/></table:table-row>
            <table:table-row><table:table-cell table:number-columns-repeated="16383"/>
            <table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"#;
        let found = in_content(text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rows, Some((3, 1_048_576)));
        assert_eq!(found[0].columns, Some((0, 16_384)));
        assert_eq!(found[0].cells, 2);
        let error = found[0].check(&"a.ods".into()).expect_err("too far");
        assert!(
            error
                .say(crate::Language::En)
                .contains("a.ods › A!XFD1048576")
        );
        // Many cells fill what they span.
        let mut full = Extent::default();
        full.add((0, 1_000_000), (0, 30));
        assert!(full.check(&"a.ods".into()).is_ok());
    }
}
