use super::count_file_form::{Form, SourcePlace};
use super::{Dictionary, Tally};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::nesting;
use crate::said;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// A count file: the tally of a survey's mapped columns, what these columns mean,
/// and where they were counted. It holds no row, no comment and no column of
/// persons.
///
/// The file is JSON: `tridharma_count` (the version of this form), `made_by`,
/// `survey` (what the room that codes answers needs to know, `M` here),
/// `sources`, `columns` (`header`, `column` from 0, the distinct `values`) and
/// `patterns`, one a line: the position of its text in each column's `values`,
/// then how often it occurs, and the source (by its position) and the row (from
/// 0) where it stands first.
///
/// Equal tallies of equal sources are equal bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct CountFile<M> {
    pub survey: M,
    /// Sorted by their fingerprints, sheets and names; one that was counted twice
    /// stands there twice.
    pub sources: Vec<CountedSource>,
    pub tally: Tally,
}

/// A table that was counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CountedSource {
    /// SHA-256 of the file, in lower-case hex.
    pub sha256: String,
    pub sheet: Option<String>,
    /// Base name; never a path.
    pub file: String,
    /// First and last header row, and the first and last row behind them that were
    /// counted, as a spreadsheet numbers them.
    pub header_rows: (u32, u32),
    pub body_rows: Option<(u32, u32)>,
    pub respondents: u64,
}

/// The version of the form, raised when a field changes meaning.
pub(super) const VERSION: u32 = 1;

impl<M: Serialize> CountFile<M> {
    /// The bytes of the file.
    ///
    /// # Errors
    /// Only a bug: something that JSON cannot hold.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        self.text().map(String::into_bytes).map_err(|error| {
            let what = said!(
                "hitungan tidak dapat ditulis sebagai JSON",
                "the counts cannot be written as JSON"
            );
            Error::new(ErrorKind::Internal, what).because(error)
        })
    }

    fn text(&self) -> serde_json::Result<String> {
        let made_by = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
        let mut text =
            format!("{{\n\"tridharma_count\": {VERSION},\n\"made_by\": \"{made_by}\",\n");
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "\"survey\": {},",
            serde_json::to_string(&self.survey)?
        );
        list(
            &mut text,
            "sources",
            self.sources.iter().map(serde_json::to_string),
        )?;
        text.push_str(",\n");
        list(
            &mut text,
            "columns",
            self.tally.columns.iter().map(serde_json::to_string),
        )?;
        text.push_str(",\n");
        let places = SourcePlace::of(&self.sources);
        let pattern = |pattern: super::Pattern| {
            let first = pattern.first();
            let source = places.position(&first);
            let ids = pattern.ids.iter().map(|id| u64::from(*id));
            let behind = [pattern.count, source, u64::from(first.row.unwrap_or(0))];
            serde_json::to_string(&ids.chain(behind).collect::<Vec<u64>>())
        };
        list(&mut text, "patterns", self.tally.patterns().map(pattern))?;
        text.push_str("\n}\n");
        Ok(text)
    }
}

/// A JSON list with one entry a line.
fn list(
    text: &mut String,
    name: &str,
    entries: impl Iterator<Item = serde_json::Result<String>>,
) -> serde_json::Result<()> {
    let _ = write!(text, "\"{name}\": [");
    for (at, entry) in entries.enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&entry?);
    }
    text.push_str("\n]");
    Ok(())
}

impl<M: DeserializeOwned> CountFile<M> {
    /// Reads a count file; `file` is named in errors.
    ///
    /// # Errors
    /// A newer form; text that is no count file or contradicts itself.
    pub fn parse(file: &str, text: &str) -> Result<CountFile<M>> {
        nesting::check_json(file, text)?;
        #[derive(Deserialize)]
        struct Head {
            tridharma_count: u32,
        }
        let head: Head = serde_json::from_str(text).map_err(|error| broken(file, error))?;
        if head.tridharma_count > VERSION {
            let what = said!(
                "berkas hitungan ini dibuat oleh versi yang lebih baru",
                "this count file was made by a newer version"
            );
            let error = Error::new(ErrorKind::Invalid, what).at(Place::file(file));
            return Err(error.hint(said!("perbarui tridharma", "update tridharma")));
        }
        let form: Form<M> = serde_json::from_str(text).map_err(|error| broken(file, error))?;
        form.checked().map_err(|what| broken(file, what))
    }
}

fn broken(file: &str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(
        ErrorKind::Invalid,
        said!("berkas hitungan ini rusak", "this count file is damaged"),
    )
    .at(Place::file(file))
    .because(cause)
    .hint(said!(
        "buat ulang dengan `tridharma count` dari berkas jawabannya",
        "make it again with `tridharma count` from the answers"
    ))
}

/// Columns with numbers of their own: of two files that were joined, two columns
/// may have stood at the same place. The later one gets a place behind all.
pub(super) fn placed_apart(columns: &mut [Dictionary]) {
    let mut free = columns
        .iter()
        .map(|column| column.column)
        .max()
        .unwrap_or(0);
    let mut taken = std::collections::BTreeSet::new();
    for column in columns {
        if !taken.insert(column.column) {
            free = free.saturating_add(1);
            column.column = free;
            taken.insert(free);
        }
    }
}
