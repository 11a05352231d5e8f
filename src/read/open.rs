use super::recognise::{Kind, recognise};
use super::workbook::{damaged, locked};
use super::{
    Book, Carried, Digest, Format, Sheet, TextEncoding, delimited, limits, sav, sheet_rest,
    text_rest, workbook,
};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Reads a file, whatever its name ends in.
///
/// # Errors
/// No such file, a directory, an empty file, a picture or another format, a
/// workbook locked by a password, damaged or without cells: each with what to
/// do.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("jawaban.csv");
/// std::fs::write(&path, "Nama;U1\nAyu;4\n")?;
/// let book = tridharma::read::open(&path)?;
/// assert_eq!(book.sheets[0].rows.cell(1, 1), "4");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open(path: &Path) -> Result<Book> {
    let file = base_name(path);
    let bytes = bytes_of(path, &file)?;
    whole(&bytes, file, None)
}

/// A book of bytes that are at hand.
fn whole(bytes: &[u8], file: Arc<str>, encoding: Option<TextEncoding>) -> Result<Book> {
    let (format, sheets) = sheets_of(bytes, &file, encoding)?;
    let known = (Digest::of(bytes), Carried::of(bytes));
    book(file, known, format, sheets)
}

/// Reads a file; of delimited text or a sheet of more than `held` bytes only the
/// first rows, the rest of which [`super::pass`] goes through without holding it.
/// Text is taken to be in `encoding` where it is given.
///
/// # Errors
/// As [`open`].
pub fn open_first(path: &Path, held: u64, encoding: Option<TextEncoding>) -> Result<Book> {
    let file = base_name(path);
    let length = path.metadata().map_or(0, |metadata| metadata.len());
    let first = match begin(path) {
        Begin::Text if length > held => text_rest::first_rows(path, &file, encoding)?
            .map(|(format, sheet)| (format, vec![sheet])),
        Begin::Archive => {
            sheet_rest::first_rows(path, &file, held)?.map(|sheets| (Format::Xlsx, sheets))
        }
        _ => None,
    };
    match first {
        Some((format, sheets)) => book(
            file,
            (Digest::later(path, length), Carried::at(path)),
            format,
            sheets,
        ),
        None => {
            let bytes = bytes_of(path, &file)?;
            whole(&bytes, file, encoding)
        }
    }
}

fn book(
    file: Arc<str>,
    (digest, carries): (Digest, Carried),
    format: Format,
    sheets: Vec<Sheet>,
) -> Result<Book> {
    if sheets.iter().all(|sheet| sheet.rows.width() == 0) {
        return Err(without_cells(&file));
    }
    Ok(Book {
        file,
        digest,
        carries,
        format,
        sheets,
    })
}

pub(super) fn base_name(path: &Path) -> Arc<str> {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into()
}

/// How a file begins.
enum Begin {
    /// Like none of the formats that are no text.
    Text,
    Archive,
    Other,
}

fn begin(path: &Path) -> Begin {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    if read.is_err() || !path.is_file() || start.starts_with(b"\xD0\xCF\x11\xE0") {
        return Begin::Other;
    }
    match start.starts_with(b"PK") {
        true => Begin::Archive,
        false if recognise(&start) == Kind::Text => Begin::Text,
        false => Begin::Other,
    }
}

pub(super) fn bytes_of(path: &Path, file: &str) -> Result<Vec<u8>> {
    let given = path.display();
    if path.is_dir() {
        let message = said!(
            "{given} adalah folder, bukan berkas",
            "{given} is a folder, not a file"
        );
        return Err(Error::new(ErrorKind::Unreadable, message).hint(said!(
            "sebutkan berkas di dalamnya, mis. {given}/jawaban.xlsx",
            "name a file inside it, e.g. {given}/jawaban.xlsx"
        )));
    }
    let bytes = std::fs::read(path).map_err(|cause| unopened(path, file, cause))?;
    if bytes.is_empty() {
        let message = said!("{file} kosong (0 bita)", "{file} is empty (0 bytes)");
        return Err(Error::new(ErrorKind::Unreadable, message).hint(said!(
            "simpan atau unduh ulang berkasnya",
            "save or download the file again"
        )));
    }
    Ok(bytes)
}

fn unopened(path: &Path, file: &str, cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::NotFound {
        let given = path.display();
        let message = said!("tidak ada berkas {given}", "there is no file {given}");
        return Error::new(ErrorKind::NotFound, message).hint(said!(
            "periksa nama dan foldernya; nama yang berspasi ditulis di antara tanda kutip",
            "check its name and folder; put a name with spaces between quotes"
        ));
    }
    let message = said!("{file} tidak dapat dibuka", "{file} cannot be opened");
    Error::new(ErrorKind::Unreadable, message)
        .hint(said!(
            "tutup program lain yang memakainya dan periksa izin berkasnya",
            "close other programs that use it and check its permissions"
        ))
        .because(cause)
}

fn sheets_of(
    bytes: &[u8],
    file: &Arc<str>,
    encoding: Option<TextEncoding>,
) -> Result<(Format, Vec<Sheet>)> {
    let format = match recognise(bytes) {
        Kind::Xlsx => Format::Xlsx,
        Kind::Xlsb => Format::Xlsb,
        Kind::Xls => Format::Xls,
        Kind::Ods => Format::Ods,
        Kind::Sav => return Ok((Format::Sav, vec![sav::read(bytes, file)?])),
        Kind::Locked => return Err(locked(file)),
        Kind::Torn => return Err(damaged(file)),
        Kind::Huge => return Err(limits::too_large(file)),
        Kind::Nested(part) => return Err(limits::too_deep(file, &part)),
        Kind::Other(name) => return Err(no_table(file, &name)),
        Kind::Text => {
            let (format, sheet) = delimited::read(bytes, file, encoding)?;
            return Ok((format, vec![sheet]));
        }
    };
    let sheets = workbook::read(bytes, &format, file)?;
    Ok((format, sheets))
}

fn no_table(file: &str, name: &crate::Said) -> Error {
    use crate::Language::{En, Id};
    let (id, en) = (name.text(Id), name.text(En));
    Error::new(
        ErrorKind::Unreadable,
        crate::Said::new(
            format!("{file} bukan tabel: isinya {id}"),
            format!("{file} is no table: it is {en}"),
        ),
    )
    .hint(said!(
        "berikan lembar jawabannya sebagai XLSX, XLS, ODS, atau CSV (di Excel: Simpan Sebagai)",
        "give the answers as XLSX, XLS, ODS or CSV (in Excel: Save As)"
    ))
}

fn without_cells(file: &str) -> Error {
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "{file} tidak berisi satu sel pun",
            "{file} does not hold a single cell"
        ),
    )
    .hint(said!(
        "periksa apakah ini berkas yang benar dan sudah disimpan",
        "check that it is the right file and that it was saved"
    ))
}
