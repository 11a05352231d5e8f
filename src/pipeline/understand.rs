use super::Setup;
use crate::error::{Error, ErrorKind, Place, Result};
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
    /// Tables found on the sheet beside it, and on other sheets.
    pub others: usize,
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

/// The table with most respondents, the first one of equals; a table without
/// any only when there is no other.
fn choose(book: &Book, setup: &Setup) -> Result<Chosen> {
    let sheets = wanted_sheets(book, setup)?;
    let mut best: Option<Chosen> = None;
    let mut found = 0;
    for index in sheets {
        let Some(sheet) = book.sheets.get(index) else {
            continue;
        };
        for table in read::find_tables(sheet, &setup.place) {
            found += 1;
            let better = best.as_ref().is_none_or(|b| {
                table.body.len() * table.columns.len() > b.table.body.len() * b.table.columns.len()
            });
            if better {
                best = Some(Chosen {
                    sheet: index,
                    table,
                    others: 0,
                });
            }
        }
    }
    let mut best = best.ok_or_else(|| no_table(book))?;
    best.others = found - 1;
    Ok(best)
}

fn wanted_sheets(book: &Book, setup: &Setup) -> Result<Vec<usize>> {
    if setup.place.sheet.is_some() {
        return Ok(vec![book.sheet(&setup.place)?]);
    }
    let visible: Vec<usize> = (0..book.sheets.len())
        .filter(|&i| book.sheets.get(i).is_some_and(|s| !s.hidden))
        .collect();
    Ok(match visible.is_empty() {
        true => (0..book.sheets.len()).collect(),
        false => visible,
    })
}

fn no_table(book: &Book) -> Error {
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "tidak ditemukan tabel: tidak ada baris judul kolom dengan isi di bawahnya",
            "no table found: there is no row of column titles with content below it"
        ),
    )
    .at(Place::file(book.file.clone()))
    .hint(said!(
        "sebutkan tempatnya dengan --sheet, --header atau --range",
        "say where it stands with --sheet, --header or --range"
    ))
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
