use super::archive::Entry;
use super::cell_text::{Cell, CellText, Head};
use super::markup::{Quick, Stop, Tag, Window, known};
use super::package::{Meaning, check_encoding, torn, unpacked};
use super::records::Record;
use super::tag_depth::TagDepth;
use super::{Area, Hidden, limits};
use crate::error::Place;
use memchr::{memchr, memmem};
use std::path::Path;
use std::sync::Arc;

/// The rows of a sheet of a workbook while it is unpacked, one at a time.
///
/// A row is given as a record of delimited text, so that it is looked at by what
/// looks at those; blank rows are left out. Only what nearly every program writes
/// is understood; anything else stops the reading ([`Stop::Unsure`]).
pub(super) struct SheetRows {
    window: Window,
    row: Row,
    merges: Vec<Area>,
}

/// A row while it is read.
struct Row {
    cells: CellText,
    /// The row, and the next column in it.
    number: u32,
    column: u32,
    /// Whether it began and did not end yet.
    open: bool,
    /// What is hidden of the rows met so far, and of the columns.
    hidden: Hidden,
    file: Arc<str>,
    sheet: Arc<str>,
}

/// What comes next in a sheet.
enum Next {
    /// So many bytes of it were taken.
    Taken(usize),
    /// It does not end within the text at hand.
    Later,
    /// A row ended.
    Row(usize),
    /// The cells ended.
    End(usize),
}

/// Bytes before the cells of a sheet, and of one cell as it is written.
const LONGEST_MARKUP: usize = 8 << 20;

impl SheetRows {
    pub fn open(
        path: &Path,
        entry: &Entry,
        meaning: &Arc<Meaning>,
        (file, sheet): (&Arc<str>, &Arc<str>),
    ) -> Quick<SheetRows> {
        let mut rows = SheetRows {
            window: Window::new(unpacked(path, entry, file)?),
            row: Row {
                cells: CellText::new(meaning.clone()),
                number: 0,
                column: 0,
                open: false,
                hidden: Hidden::default(),
                file: file.clone(),
                sheet: sheet.clone(),
            },
            merges: Vec::new(),
        };
        rows.skip_head()?;
        Ok(rows)
    }

    /// The row that was read last.
    pub fn number(&self) -> u32 {
        self.row.number.saturating_sub(1)
    }

    /// Its cells.
    pub fn record(&self) -> (&[u8], Record<'_>) {
        self.row.cells.record()
    }

    /// Bytes of the sheet that were not read yet.
    pub fn left(&self) -> u64 {
        self.window.left()
    }

    /// Reads the next row that holds something; false behind the last one.
    pub fn next(&mut self) -> Quick<bool> {
        self.row.cells.clear();
        loop {
            match self.row.step(self.window.text())? {
                Next::Taken(bytes) => self.window.advance(bytes),
                Next::Row(bytes) => {
                    self.window.advance(bytes);
                    if !self.row.cells.is_blank() {
                        return Ok(true);
                    }
                }
                Next::End(bytes) => {
                    self.window.advance(bytes);
                    self.read_tail()?;
                    return Ok(false);
                }
                Next::Later => {
                    let length = self.window.text().len();
                    if length > LONGEST_MARKUP {
                        limits::check_cell(length, || self.row.place())?;
                    }
                    self.more()?;
                }
            }
        }
    }

    /// The merged areas, which stand behind the cells; skips all rows left.
    pub fn into_merges(mut self) -> Quick<Vec<Area>> {
        loop {
            let text = self.window.text();
            if let Some(at) = memmem::find(text, b"</sheetData>") {
                self.window.advance(at);
                self.read_tail()?;
                return Ok(self.merges);
            }
            // The end tag may lie on both sides of the end of the block.
            let keep = text.len().min(b"</sheetData>".len() - 1);
            self.window.advance(text.len() - keep);
            self.more()?;
        }
    }

    /// The merged areas met so far: all behind the last row.
    pub fn merges(&self) -> &[Area] {
        &self.merges
    }

    /// What is hidden, as far as it was met.
    pub fn hidden(&self) -> &Hidden {
        &self.row.hidden
    }

    /// Reads on; a sheet that ends here is not whole.
    fn more(&mut self) -> Quick<()> {
        let more = self.window.more();
        match more.map_err(|cause| torn(cause, &self.row.file))? {
            true => Ok(()),
            false => Err(Stop::Unsure),
        }
    }

    /// Skips what stands before the first row.
    fn skip_head(&mut self) -> Quick<()> {
        self.more()?;
        check_encoding(self.window.text())?;
        loop {
            let text = self.window.text();
            let start = memmem::find(text, b"<sheetData");
            let end = start.and_then(|at| Some(at + memchr(b'>', text.get(at..)?)?));
            if let (Some(start), Some(end)) = (start, end) {
                let (head, tag) = known(
                    text.get(..=end)
                        .and_then(|head| head.split_at_checked(start)),
                )?;
                let plain = memmem::find(head, b"<worksheet").is_some();
                if !plain || memmem::find(head, b"<!").is_some() || tag != b"<sheetData>" {
                    return Err(Stop::Unsure);
                }
                TagDepth::default().check(head)?;
                let mut rest = head;
                while let Some(at) = memmem::find(rest, b"<col ") {
                    let tag = known(Tag::next(rest.get(at..).unwrap_or_default())?)?;
                    self.row.hidden.add_columns(&tag)?;
                    rest = tag.rest;
                }
                self.window.advance(end + 1);
                return Ok(());
            }
            if text.len() > LONGEST_MARKUP {
                return Err(Stop::Unsure);
            }
            self.more()?;
        }
    }

    /// Reads what stands behind the cells to the end of the sheet, where it shows
    /// whether it is whole.
    fn read_tail(&mut self) -> Quick<()> {
        let mut depth = TagDepth::default();
        loop {
            let text = self.window.text();
            let taken = match memmem::rfind(text, b"<") {
                Some(open) if memchr(b'>', text.get(open..).unwrap_or_default()).is_none() => open,
                _ => text.len(),
            };
            let mut rest = text.get(..taken).unwrap_or_default();
            depth.check(rest)?;
            while let Some(at) = memmem::find(rest, b"<mergeCell ") {
                let tag = known(Tag::next(rest.get(at..).unwrap_or_default())?)?;
                let area = known(tag.attribute(b"ref")?.and_then(area))?;
                self.merges.push(area);
                rest = tag.rest;
            }
            self.window.advance(taken);
            if self.window.text().len() > LONGEST_MARKUP {
                return Err(Stop::Unsure);
            }
            let more = self.window.more();
            if !more.map_err(|cause| torn(cause, &self.row.file))? {
                return Ok(());
            }
        }
    }
}

impl Row {
    fn place(&self) -> Place {
        Place {
            file: self.file.clone(),
            sheet: Some(self.sheet.clone()),
            row: Some(self.number),
            column: Some(self.column),
        }
    }

    /// Takes the next tag of a text, a cell with all it holds.
    #[inline]
    fn step(&mut self, text: &[u8]) -> Quick<Next> {
        let Some(open) = memchr(b'<', text) else {
            return Ok(Next::Later);
        };
        let tag = text.get(open..).unwrap_or_default();
        if tag.len() < b"</sheetData>".len() {
            return Ok(Next::Later);
        }
        let next = match tag {
            [_, b'c', b' ' | b'>' | b'/', ..] => self.cell(tag)?,
            _ if tag.starts_with(b"</row>") => self.end(b"</row>".len())?,
            [_, b'r', b'o', b'w', b' ' | b'>' | b'/', ..] => self.begin(tag)?,
            _ if tag.starts_with(b"</sheetData>") && !self.open => Next::End(b"</sheetData>".len()),
            _ => return Err(Stop::Unsure),
        };
        Ok(match next {
            Next::Taken(bytes) => Next::Taken(open + bytes),
            Next::Row(bytes) => Next::Row(open + bytes),
            Next::End(bytes) => Next::End(open + bytes),
            Next::Later => Next::Later,
        })
    }

    fn begin(&mut self, text: &[u8]) -> Quick<Next> {
        let Some(end) = memchr(b'>', text) else {
            return Ok(Next::Later);
        };
        if self.open {
            return Err(Stop::Unsure);
        }
        let tag = known(Tag::next(text.get(..=end).unwrap_or_default())?)?;
        if let Some(number) = tag.attribute(b"r")? {
            let number = known(whole_number(number).and_then(|number| number.checked_sub(1)))?;
            // Rows out of order are put in order by whoever holds all of them.
            if number < self.number {
                return Err(Stop::Unsure);
            }
            self.number = number;
        }
        limits::check_row(self.number, || self.place())?;
        self.hidden.add_row(&tag, self.number)?;
        self.open = true;
        self.column = 0;
        match tag.empty {
            true => self.end(end + 1),
            false => Ok(Next::Taken(end + 1)),
        }
    }

    fn end(&mut self, bytes: usize) -> Quick<Next> {
        if !self.open {
            return Err(Stop::Unsure);
        }
        self.open = false;
        self.number += 1;
        Ok(Next::Row(bytes))
    }

    #[inline]
    fn cell(&mut self, text: &[u8]) -> Quick<Next> {
        let Some(end) = memchr(b'>', text) else {
            return Ok(Next::Later);
        };
        let head = Head::of(text.get(2..end).unwrap_or_default())?;
        let behind = text.get(end + 1..).unwrap_or_default();
        if let Some((row, column)) = head.place {
            let place = || Place {
                row: Some(row),
                column: Some(column),
                ..self.place()
            };
            limits::check_row(row, place)?;
            limits::check_columns(column + 1, place)?;
            if row != self.number || column < self.column {
                return Err(Stop::Unsure);
            }
            self.column = column;
        }
        if !self.open {
            return Err(Stop::Unsure);
        }
        let taken = match head.empty {
            true => 0,
            false => match self.cells.add(&head, self.column, behind)? {
                Cell::Taken(bytes) => bytes,
                Cell::Later => return Ok(Next::Later),
                Cell::TooLong(bytes) => {
                    limits::check_cell(bytes, || self.place())?;
                    return Err(Stop::Unsure);
                }
            },
        };
        self.column += 1;
        limits::check_columns(self.column, || self.place())?;
        Ok(Next::Taken(end + 1 + taken))
    }
}

/// A whole number as it is written in a workbook.
pub(super) fn whole_number(text: &[u8]) -> Option<u32> {
    let digits = (1..=9).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    let shift = |number: u32, digit: &u8| number * 10 + u32::from(digit - b'0');
    digits.then(|| text.iter().fold(0, shift))
}

/// Row and column of a place like `AB12`.
pub(super) fn place(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_uppercase());
    let (letters, digits) = text.split_at_checked(letters.count())?;
    if !(1..=3).contains(&letters.len()) {
        return None;
    }
    let shift = |column: u32, letter: &u8| column * 26 + u32::from(letter - b'A') + 1;
    let column = letters.iter().fold(0, shift);
    Some((whole_number(digits)?.checked_sub(1)?, column - 1))
}

/// An area like `A1:C2`.
fn area(text: &[u8]) -> Option<Area> {
    let colon = memchr(b':', text)?;
    let (first, last) = text.split_at_checked(colon)?;
    let (first, last) = (place(first)?, place(last.get(1..)?)?);
    Some(Area {
        first_row: first.0,
        last_row: last.0,
        first_column: first.1,
        last_column: last.1,
    })
}
