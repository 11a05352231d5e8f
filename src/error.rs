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
    proposed: Option<String>,
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
            proposed: None,
            cause: None,
        }))
    }

    /// What is wrong in a TOML file a person wrote, with its line: `what` says
    /// which sort of file it is, without a full stop.
    pub fn toml(file: &str, text: &str, error: &toml::de::Error, what: Said) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start));
        let row = before.map(|before| before.matches('\n').count());
        let place = Place {
            row: row.and_then(|row| u32::try_from(row).ok()),
            ..Place::file(file)
        };
        let en = error.message().lines().collect::<Vec<_>>().join("; ");
        let id = in_indonesian(&en);
        let message = Said::new(
            format!("{}: {id}", what.text(Language::Id)),
            format!("{}: {en}", what.text(Language::En)),
        );
        Error::new(ErrorKind::Invalid, message).at(place)
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

    /// Adds the very options that would help, as they are typed.
    pub fn propose(mut self, options: impl Into<String>) -> Self {
        self.0.proposed = Some(options.into());
        self
    }

    /// The options that would help, where they are known.
    pub fn proposed(&self) -> Option<&str> {
        self.0.proposed.as_deref()
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

/// The TOML parser speaks English: its frequent sentences in Indonesian.
fn in_indonesian(message: &str) -> String {
    if let Some((key, known)) = message
        .strip_prefix("unknown field ")
        .map(|rest| rest.split_once(", expected ").unwrap_or((rest, "")))
    {
        let known = known.trim_start_matches("one of ");
        return format!("kunci {key} tidak dikenal; yang ada: {known}");
    }
    let types = message.strip_prefix("invalid type: ");
    if let Some((found, wanted)) = types.and_then(|rest| rest.split_once(", expected ")) {
        return format!("tertulis {}, seharusnya {}", noun(found), noun(wanted));
    }
    match message.contains("duplicate key") {
        true => "kunci ditulis dua kali".to_owned(),
        false => format!("tulisan TOML tidak benar ({message})"),
    }
}

fn noun(words: &str) -> String {
    const NOUNS: [(&str, &str); 11] = [
        ("a string", "teks dalam tanda kutip"),
        ("string", "teks"),
        ("floating point", "bilangan desimal"),
        ("integer", "bilangan bulat"),
        ("a boolean", "true atau false"),
        ("boolean", "benar/salah"),
        ("a sequence", "daftar [ … ]"),
        ("sequence", "daftar"),
        ("map", "bagian [ … ]"),
        ("u64", "bilangan bulat"),
        ("u32", "bilangan bulat"),
    ];
    let found = NOUNS.iter().find_map(|(en, id)| {
        let rest = words.strip_prefix(en)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{id}{rest}"))
    });
    found.unwrap_or_else(|| words.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_speaks_both_languages() {
        let cases = [
            (
                "unknown field `unt`, expected one of `unit`, `head`",
                "kunci `unt` tidak dikenal; yang ada: `unit`, `head`",
            ),
            (
                "invalid type: integer `5`, expected a string",
                "tertulis bilangan bulat `5`, seharusnya teks dalam tanda kutip",
            ),
            ("duplicate key", "kunci ditulis dua kali"),
            ("odd", "tulisan TOML tidak benar (odd)"),
        ];
        for (message, expected) in cases {
            assert_eq!(in_indonesian(message), expected);
        }
    }
}
