//! What stops a run: one opaque error with a kind, a message, a place and a hint.
//!
//! Odd data is not an error: it becomes an [`crate::survey::Issue`] and the run
//! goes on. A statistic that has no value is an outcome of its own
//! ([`crate::stats::NotComputable`]).

use crate::language::{Language, Said};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Why the run cannot go on: what, where, and what to do.
///
/// ```
/// use tridharma::{Error, ErrorKind, Language, said};
/// let name = "jawaban.xlsx";
/// let error = Error::new(
///     ErrorKind::NotFound,
///     said!("tidak ada berkas {name}", "there is no file {name}"),
/// )
/// .hint(said!("periksa nama dan foldernya", "check its name and folder"));
/// assert_eq!(
///     error.say(Language::En),
///     "there is no file jawaban.xlsx\n  → check its name and folder"
/// );
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: Said,
    place: Option<Place>,
    hint: Option<Said>,
    cause: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The sort of an [`Error`]; `Usage` ends with exit code 2, every other with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A file, sheet, column or instrument that does not exist.
    NotFound,
    /// Bytes that are no table: a directory, a picture, a locked workbook.
    Unreadable,
    /// A file that was read and holds no answers that can be used.
    NoAnswers,
    /// A TOML file (instrument, survey, plan) that contradicts itself.
    Invalid,
    /// An output that cannot be written.
    Unwritable,
    /// The command line asks for something that cannot be.
    Usage,
    /// A part of the program that failed on its own data: a bug to report.
    Internal,
}

/// A cell, a row or a line of a source: `jawaban.xlsx › Sheet1!D17`.
///
/// Rows and columns count from 0 inside the program and are shown as a
/// spreadsheet shows them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Base name of the file; never a path.
    pub file: Arc<str>,
    /// The sheet, where the file has sheets.
    pub sheet: Option<Arc<str>>,
    /// Row from 0, where the place is that precise.
    pub row: Option<u32>,
    /// Column from 0, where the place is that precise.
    pub column: Option<u32>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of a kind with its message.
    pub fn new(kind: ErrorKind, message: Said) -> Self {
        Error(Box::new(Inner {
            kind,
            message,
            place: None,
            hint: None,
            cause: None,
        }))
    }

    /// Adds where it happened.
    pub fn at(mut self, place: Place) -> Self {
        self.0.place = Some(place);
        self
    }

    /// Adds what the user can do.
    pub fn hint(mut self, hint: Said) -> Self {
        self.0.hint = Some(hint);
        self
    }

    /// Adds the error of a library underneath.
    pub fn because(mut self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// The sort of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The place, when known.
    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    /// Place, message, cause and hint in one language, the hint on its own line.
    pub fn say(&self, language: Language) -> String {
        let inner = &self.0;
        let mut text = String::new();
        if let Some(place) = &inner.place {
            text.push_str(&format!("{place}: "));
        }
        text.push_str(inner.message.text(language));
        if let Some(cause) = &inner.cause {
            text.push_str(&format!(" ({cause})"));
        }
        if let Some(hint) = &inner.hint {
            text.push_str(&format!("\n  → {}", hint.text(language)));
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Language::Id))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.0.kind, self.say(Language::En))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        }
    }
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Place {
            file: file.into(),
            sheet: None,
            row: None,
            column: None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.sheet.is_none() && self.row.is_none() && self.column.is_none() {
            return Ok(());
        }
        f.write_str(" › ")?;
        if let Some(sheet) = &self.sheet {
            f.write_str(sheet)?;
            if self.row.is_some() || self.column.is_some() {
                f.write_str("!")?;
            }
        }
        if let Some(column) = self.column {
            f.write_str(&column_letters(column))?;
        }
        if let Some(row) = self.row {
            write!(f, "{}", u64::from(row) + 1)?;
        }
        Ok(())
    }
}

/// The letters of a column counted from 0: 0 is `A`, 26 is `AA`.
///
/// ```
/// assert_eq!(tridharma::column_letters(27), "AB");
/// ```
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The column from 0 that letters name; `None` for anything but one to three
/// letters.
///
/// ```
/// assert_eq!(tridharma::column_number("ab"), Some(27));
/// assert_eq!(tridharma::column_number("U1"), None);
/// ```
pub fn column_number(letters: &str) -> Option<u32> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut number = 0;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        number = number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    Some(number - 1)
}
