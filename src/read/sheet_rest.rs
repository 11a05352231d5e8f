use super::archive::Entry;
use super::delimited::RowReader;
use super::markup::{Quick, sure};
use super::package::{Meaning, Package, SheetPart};
use super::rest::{Behind, Rest};
use super::sheet_rows::SheetRows;
use super::text_rest::FIRST_ROWS;
use super::{Rows, Sheet};
use crate::error::Result;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The part of a large sheet of a workbook behind the rows that are held.
#[derive(Debug, Clone)]
pub(super) struct SheetRest {
    path: PathBuf,
    file: Arc<str>,
    sheet: Arc<str>,
    entry: Entry,
    meaning: Arc<Meaning>,
    /// Bytes that the sheet unpacks to, and those of the rows that are held.
    pub length: u64,
    pub before: u64,
}

/// A large sheet has to be so many times as large as any other: which of two that
/// are alike is the one to read shows only in all of their rows.
const TIMES: u64 = 4;

/// The sheets of a workbook, of a large one only the first rows; none where the
/// workbook has to be read whole.
pub(super) fn first_rows(path: &Path, file: &Arc<str>, held: u64) -> Result<Option<Vec<Sheet>>> {
    let read = || {
        let package = Package::open(path, file, held)?;
        let sizes = package.sheets.iter().map(|part| part.entry.unpacked);
        let largest = sizes.clone().max().unwrap_or(0);
        let alike = sizes.filter(|size| size.saturating_mul(TIMES) > largest);
        if alike.count() > 1 {
            return Ok(None);
        }
        let sheets = package.sheets.iter();
        let sheets = sheets.map(|part| first_of(path, file, part, &package.meaning, held));
        sheets.collect::<Quick<Vec<Sheet>>>().map(Some)
    };
    sure(read()).map(Option::flatten)
}

pub(super) fn first_of(
    path: &Path,
    file: &Arc<str>,
    part: &SheetPart,
    meaning: &Arc<Meaning>,
    held: u64,
) -> Quick<Sheet> {
    let sheet: Arc<str> = part.name.as_str().into();
    let rest = SheetRest {
        path: path.to_path_buf(),
        file: file.clone(),
        sheet: sheet.clone(),
        entry: part.entry.clone(),
        meaning: meaning.clone(),
        length: part.entry.unpacked,
        before: 0,
    };
    let mut rows = rest.rows()?;
    let mut reader = RowReader::of(Rows::new(file.clone(), Some(sheet), 0, 0));
    let most = if part.entry.unpacked > held {
        FIRST_ROWS
    } else {
        u32::MAX
    };
    let mut ended = false;
    while reader.rows().height() < most {
        if !rows.next()? {
            ended = true;
            break;
        }
        reader.skip_blank(rows.number());
        let (text, record) = rows.record();
        reader.add(&String::from_utf8_lossy(text), &record)?;
    }
    let before = rest.length.saturating_sub(rows.left());
    let merges = match (ended, has_full_top(reader.rows())) {
        (true, _) => rows.merges().to_vec(),
        // Nothing is merged in a header of which every cell is filled.
        (false, true) => Vec::new(),
        (false, false) => rest.rows()?.into_merges()?,
    };
    let rest = SheetRest { before, ..rest };
    Ok(Sheet {
        concealed: rows.hidden().clone(),
        merges,
        hidden: part.hidden,
        rest: (!ended).then_some(Rest(Behind::Sheet(rest))),
        ..reader.sheet()
    })
}

/// Whether the first row fills every column.
fn has_full_top(rows: &Rows) -> bool {
    let (top, width) = (rows.span().start, rows.width() as usize);
    rows.numbers(top).len() == width
}

impl SheetRest {
    /// All rows of the sheet, from the first one on.
    pub fn rows(&self) -> Quick<SheetRows> {
        let named = (&self.file, &self.sheet);
        SheetRows::open(&self.path, &self.entry, &self.meaning, named)
    }
}
