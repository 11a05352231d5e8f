use super::xlsx_chart::insert_charts;
use super::xlsx_place::{Place, Places};
use super::xlsx_sheet::table_sheet;
use super::xlsx_summary::summary_sheet;
use crate::document::{Document, TableKind};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

/// The document as workbook bytes: a sheet for the words, one a table with live
/// formulas and native charts, the same bytes each time.
///
/// # Errors
/// A table with more rows than a sheet holds; else only a fault of the library
/// underneath.
pub fn xlsx(document: &Document) -> Result<Vec<u8>> {
    workbook(document).map_err(refused)
}

/// Rows of data from which a sheet is written straight through a temporary
/// file: below, the memory saved is not worth a file.
const MANY_ROWS: usize = 10_000;

fn workbook(document: &Document) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document)?);
    let places = Places::new(document);
    let is_entry = |place: &&Place<'_>| place.table.kind == TableKind::Entry;

    // A form is for filling in: it comes before everything said about it.
    let mut first = true;
    for place in places.iter().filter(is_entry) {
        let sheet = named(workbook.add_worksheet(), &place.sheet)?;
        table_sheet(sheet, place, &places, document.language)?;
        sheet.set_active(first);
        first = false;
    }
    // A single table says all there is: a list of sheets would only be in the way.
    if document.blocks.len() > 1 {
        let sheet = named(workbook.add_worksheet(), places.summary())?;
        summary_sheet(sheet, document, &places)?;
    }
    for place in places.iter().filter(|place| !is_entry(place)) {
        let many = place.table.rows.len() >= MANY_ROWS;
        let sheet = if place.table.kind == TableKind::Data && many {
            workbook.add_worksheet_with_constant_memory()?
        } else {
            workbook.add_worksheet()
        };
        let sheet = named(sheet, &place.sheet)?;
        table_sheet(sheet, place, &places, document.language)?;
        insert_charts(sheet, document, place)?;
    }
    if places.has_lists() {
        let sheet = named(workbook.add_worksheet(), places.lists())?;
        list_sheet(sheet, &places)?;
    }
    workbook.save_to_buffer()
}

fn named<'a>(
    sheet: &'a mut Worksheet,
    name: &str,
) -> std::result::Result<&'a mut Worksheet, XlsxError> {
    sheet.set_name(name)
}

/// The hidden sheet of the lists that are too long to stand in a cell's rule.
fn list_sheet(sheet: &mut Worksheet, places: &Places<'_>) -> std::result::Result<(), XlsxError> {
    for (column, choices) in (0..).zip(places.long_lists()) {
        for (row, choice) in (0..).zip(choices) {
            sheet.write_string(row, column, choice)?;
        }
    }
    sheet.set_hidden(true);
    Ok(())
}

fn properties(document: &Document) -> std::result::Result<DocProperties, XlsxError> {
    let date = document.date.as_deref().and_then(day);
    // A file has to have been made some time; without a date of the document
    // it is one that nobody takes for the true one.
    let date = date.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    let properties = DocProperties::new()
        .set_title(&document.title)
        .set_creation_datetime(&date);
    Ok(match &document.author {
        Some(author) => properties.set_author(author),
        None => properties,
    })
}

/// An ISO date; `None` for what is no day of the calendar.
fn day(iso: &str) -> Option<ExcelDateTime> {
    let mut parts = iso.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn refused(error: XlsxError) -> Error {
    Error::new(
        ErrorKind::Internal,
        said!(
            "buku kerja XLSX tidak dapat disusun",
            "the XLSX workbook could not be made"
        ),
    )
    .because(error)
    .hint(said!(
        "ini kesalahan program; laporkan bersama pesan ini",
        "this is a fault of the program; report it with this message"
    ))
}
