use std::path::{Path, PathBuf};
use tridharma::{Error, ErrorKind, Result, said};

/// What was named, with each folder replaced by the survey files in it.
pub struct Named {
    pub files: Vec<PathBuf>,
    /// Whether a folder was among them.
    pub folder: bool,
    /// Names of other files in the folders, which are not read.
    pub others: Vec<String>,
}

/// How the names of files end that may hold answers or counts.
const ENDINGS: [&str; 12] = [
    "csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "sav", "zsav", "json",
];

/// Replaces folders by the files in them that may hold a survey, in the order of
/// their names; folders inside a folder are not entered.
///
/// # Errors
/// A folder that cannot be read or holds no such file.
pub fn named(paths: Vec<PathBuf>) -> Result<Named> {
    let mut named = Named {
        files: Vec::new(),
        folder: false,
        others: Vec::new(),
    };
    for path in paths {
        match path.is_dir() {
            true => {
                named.folder = true;
                add(&path, &mut named)?;
            }
            false => named.files.push(path),
        }
    }
    Ok(named)
}

fn add(folder: &Path, named: &mut Named) -> Result<()> {
    let mut found: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .map_err(|cause| unread(folder).because(cause))?
        .flatten()
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        // What programs leave beside a file they have open is nobody's data.
        .filter(|(name, path)| !name.starts_with(['.', '~']) && path.is_file())
        .collect();
    found.sort();
    let before = named.files.len();
    for (name, path) in found {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        match ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            true => named.files.push(path),
            false => named.others.push(name),
        }
    }
    match named.files.len() > before {
        true => Ok(()),
        false => Err(empty(folder)),
    }
}

fn unread(folder: &Path) -> Error {
    let shown = folder.display();
    let what = said!(
        "folder {shown} tidak dapat dibaca",
        "the folder {shown} cannot be read"
    );
    Error::new(ErrorKind::Unreadable, what).hint(said!("periksa izinnya", "check its permissions"))
}

fn empty(folder: &Path) -> Error {
    let shown = folder.display();
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "folder {shown} tidak berisi berkas survei",
            "the folder {shown} holds no survey file"
        ),
    )
    .hint(said!(
        "simpan berkas CSV, XLSX, XLS, XLSB, atau ODS langsung di dalamnya; subfolder tidak dibuka",
        "put CSV, XLSX, XLS, XLSB or ODS files right into it; folders inside are not entered"
    ))
}
