use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;

/// Columns and rows of a sheet, as many as a spreadsheet has.
const MOST_COLUMNS: u32 = 16_384;
const MOST_ROWS: u32 = 1_048_576;

/// Tags in tags in a part of a workbook; programs that write them need about twenty.
pub(super) const MOST_TAGS: usize = 256;

/// Bytes of a cell.
pub(super) const LONGEST_CELL: usize = 1 << 20;

/// Bytes that all files of a workbook together may unpack to.
const MOST_UNPACKED: u64 = 2 << 30;

/// Refuses a sheet of more columns than any spreadsheet has.
pub(super) fn check_columns(width: u32, place: impl Fn() -> Place) -> Result<()> {
    if width <= MOST_COLUMNS {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Unreadable,
        said!(
            "lebih dari {MOST_COLUMNS} kolom, batas sebuah lembar",
            "more than {MOST_COLUMNS} columns, the limit of a sheet"
        ),
    )
    .at(place())
    .hint(said!(
        "periksa pemisah kolomnya, atau simpan hanya kolom survei",
        "check what separates the columns, or save the columns of the survey only"
    )))
}

/// Refuses a cell that is no answer of anybody.
pub(super) fn check_cell(bytes: usize, place: impl Fn() -> Place) -> Result<()> {
    if bytes <= LONGEST_CELL {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Unreadable,
        said!(
            "sel ini lebih besar dari 1 MiB, batas sebuah sel",
            "this cell is larger than 1 MiB, the limit of a cell"
        ),
    )
    .at(place())
    .hint(said!(
        "periksa tanda kutip dan isi sel itu",
        "check the quotes and the contents of that cell"
    )))
}

/// Refuses a row of a workbook beyond the last one that a spreadsheet has.
pub(super) fn check_row(row: u32, place: impl Fn() -> Place) -> Result<()> {
    if row < MOST_ROWS {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Unreadable,
        said!(
            "lebih dari {MOST_ROWS} baris, batas sebuah lembar",
            "more than {MOST_ROWS} rows, the limit of a sheet"
        ),
    )
    .at(place())
    .hint(said!(
        "buka berkasnya di Excel/LibreOffice dan simpan lagi, atau simpan sebagai CSV",
        "open the file in Excel/LibreOffice and save it again, or save it as CSV"
    )))
}

/// Whether files unpack to more than a workbook may.
pub(super) fn unpacks_to_more(files: impl Iterator<Item = u64>) -> bool {
    files.fold(0, u64::saturating_add) > MOST_UNPACKED
}

/// The error for a cell so far from the others that the blank ones between them
/// would fill the memory.
pub(super) fn too_spread(place: Place) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "sel ini terlalu jauh dari sel lain: lembarnya akan mencakup lebih dari 8 juta sel yang hampir semuanya kosong",
            "this cell stands too far from the others: its sheet would span more than 8 million cells, nearly all of them blank"
        ),
    )
    .at(place)
    .hint(said!(
        "hapus isi sel itu, atau simpan berkasnya sebagai XLSX",
        "clear that cell, or save the file as XLSX"
    ))
}

/// The error for a part of a workbook in which tags stand deeper in tags than in any
/// that a program wrote.
pub(super) fn too_deep(file: &str, part: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "bagian {part} bersarang lebih dari {MOST_TAGS} tingkat, batas sebuah buku kerja",
            "its part {part} is nested more than {MOST_TAGS} levels deep, the limit of a workbook"
        ),
    )
    .at(Place::file(file))
    .hint(said!(
        "buka berkasnya di Excel/LibreOffice dan simpan lagi, atau simpan sebagai CSV",
        "open the file in Excel/LibreOffice and save it again, or save it as CSV"
    ))
}

/// The error for a file beyond what the program unpacks or holds in memory.
pub(super) fn too_large(file: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "{file} terlalu besar: isinya lebih dari 2 GiB, batas sebuah buku kerja, atau lebih dari yang dapat disimpan di memori",
            "{file} is too large: it unpacks to more than 2 GiB, the limit of a workbook, or to more than can be held in memory"
        ),
    )
    .hint(said!(
        "bagi menjadi beberapa berkas (mis. per bulan) dan berikan semuanya, atau simpan sebagai CSV",
        "split it into several files (e.g. one per month) and give all of them, or save it as CSV"
    ))
}
