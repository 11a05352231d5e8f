use super::Setup;
use crate::error::{Error, ErrorKind, Result};
use crate::read::{self, Book, Sheet, Table};
use crate::said;
use crate::survey::{ColumnSample, Instrument, Mapping, map};
use std::path::Path;

/// What was made of the files: tables chosen, columns mapped.
pub struct Understanding {
    pub books: Vec<Book>,
    /// The table taken of each book, in order.
    pub chosen: Vec<Chosen>,
    pub instrument: Instrument,
    /// The columns of the first table, as the mapping saw them.
    pub columns: Vec<ColumnSample>,
    /// Or why no column could be mapped.
    pub mapping: Result<Mapping>,
}

/// The table taken of a book.
pub struct Chosen {
    pub sheet: usize,
    pub table: Table,
    /// Other tables found on that sheet.
    pub others: usize,
    /// Other visible sheets whose table has the same column titles.
    pub alike: Vec<String>,
}

/// Distinct values of a column the mapping looks at; more tell nothing more.
const SAMPLE: usize = 400;

/// Reads files and decides what stands where. A mapping that fails is kept as
/// part of the answer, so that `check` can show the rest.
///
/// # Errors
/// What [`read::open`] says; a sheet that does not exist; no table at all.
pub fn understand(files: &[&Path], setup: &Setup) -> Result<Understanding> {
    let instrument = instrument(setup)?;
    let mut books = Vec::new();
    let mut chosen = Vec::new();
    for file in files {
        let book = read::open(file)?;
        chosen.push(choose(&book, setup)?);
        books.push(book);
    }
    let columns = match (books.first(), chosen.first()) {
        (Some(book), Some(first)) => samples(book, first),
        _ => {
            return Err(Error::new(
                ErrorKind::Usage,
                said!("tidak ada berkas yang disebut", "no file was named"),
            ));
        }
    };
    let mapping = map(&instrument, &columns, &setup.wish);
    Ok(Understanding {
        books,
        chosen,
        instrument,
        columns,
        mapping,
    })
}

impl Chosen {
    /// The sheet the table stands on.
    pub fn sheet<'a>(&self, book: &'a Book) -> Option<&'a Sheet> {
        book.sheets.get(self.sheet)
    }
}

fn instrument(setup: &Setup) -> Result<Instrument> {
    match (&setup.instrument_text, &setup.instrument) {
        (Some((file, text)), _) => Instrument::parse(file, text),
        (None, Some(name)) => Instrument::named(name),
        (None, None) => Instrument::named("skm-2017"),
    }
}

/// The most likely table of the sheet asked for, or of the likeliest sheet.
fn choose(book: &Book, setup: &Setup) -> Result<Chosen> {
    let (sheet, mut tables) = book.tables(&setup.place)?;
    let at = book.sheets.iter().position(|s| std::ptr::eq(s, sheet));
    let others = tables.len() - 1;
    let at = at.unwrap_or(0);
    let table = tables.swap_remove(0);
    let alike = match setup.place.sheet {
        Some(_) => Vec::new(),
        None => alike(book, at, &table, setup),
    };
    Ok(Chosen {
        sheet: at,
        table,
        others,
        alike,
    })
}

/// Visible sheets beside the chosen one whose table has the same titles and
/// answers below them: months of one year, say, that nobody should overlook.
fn alike(book: &Book, chosen: usize, table: &Table, setup: &Setup) -> Vec<String> {
    let titles = |table: &Table| -> Vec<String> {
        let texts = table.columns.iter();
        texts.map(|header| header.text.to_lowercase()).collect()
    };
    let wanted = titles(table);
    let sheets = book.sheets.iter().enumerate();
    sheets
        .filter(|(at, sheet)| *at != chosen && !sheet.hidden)
        .filter(|(_, sheet)| {
            let first = read::find_tables(sheet, &setup.place).into_iter().next();
            first.is_some_and(|other| !other.body.is_empty() && titles(&other) == wanted)
        })
        .filter_map(|(_, sheet)| Some(sheet.rows.sheet()?.to_string()))
        .collect()
}

fn samples(book: &Book, chosen: &Chosen) -> Vec<ColumnSample> {
    let Some(sheet) = chosen.sheet(book) else {
        return Vec::new();
    };
    let table = &chosen.table;
    table
        .columns
        .iter()
        .map(|header| {
            let (values, rows, distinct) =
                read::column_values(&sheet.rows, table, header.column, SAMPLE);
            ColumnSample {
                column: header.column,
                header: header.text.clone(),
                group: header.group.clone(),
                values,
                rows,
                distinct,
            }
        })
        .collect()
}
