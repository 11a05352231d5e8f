use crate::error::{Error, ErrorKind, Place, Result};
use crate::said;

/// Columns of a sheet, as many as a spreadsheet has.
const MOST_COLUMNS: u32 = 16_384;

/// Bytes of a cell.
pub(super) const LONGEST_CELL: usize = 1 << 20;

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

/// The error for a file beyond what the program holds in memory.
pub(super) fn too_large(file: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!("{file} terlalu besar", "{file} is too large"),
    )
    .hint(said!(
        "bagi menjadi beberapa berkas (mis. per bulan) dan berikan semuanya",
        "split it into several files (e.g. one per month) and give all of them"
    ))
}
