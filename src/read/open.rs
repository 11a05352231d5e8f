use super::recognise::{Kind, recognise};
use super::workbook::{damaged, locked};
use super::{Book, Format, Sheet, delimited, workbook};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io;
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
    let name = path.file_name().unwrap_or(path.as_os_str());
    let file: Arc<str> = name.to_string_lossy().into();
    let bytes = bytes_of(path, &file)?;
    let (format, sheets) = sheets_of(&bytes, &file)?;
    if sheets.iter().all(|sheet| sheet.rows.width() == 0) {
        return Err(without_cells(&file));
    }
    Ok(Book {
        file,
        sha256: sha256(&bytes),
        format,
        sheets,
    })
}

fn bytes_of(path: &Path, file: &str) -> Result<Vec<u8>> {
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

fn sheets_of(bytes: &[u8], file: &Arc<str>) -> Result<(Format, Vec<Sheet>)> {
    let format = match recognise(bytes) {
        Kind::Xlsx => Format::Xlsx,
        Kind::Xlsb => Format::Xlsb,
        Kind::Xls => Format::Xls,
        Kind::Ods => Format::Ods,
        Kind::Locked => return Err(locked(file)),
        Kind::Torn => return Err(damaged(file)),
        Kind::Huge => return Err(delimited::too_large(file)),
        Kind::Other(name) => return Err(no_table(file, &name)),
        Kind::Text => {
            let (format, sheet) = delimited::read(bytes, file)?;
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

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
