use super::ColumnSample;
use super::fold::{fold, near};
use crate::error::{Error, ErrorKind, Result, column_letters, column_number};
use crate::said;
use std::ops::RangeInclusive;

/// Columns the user named, each with the item id it was given, if any.
pub(super) type Named = Vec<(Option<String>, usize)>;

/// The positions of the columns a list of wishes names: letters (`D`, `D:P`),
/// headers (`KP1:KP10`, exact text but for case and blanks), each optionally
/// `id = column`. A header that reads like letters comes before the letters, but
/// not in a range: `B:B` is column B where `B` is the column headed so.
pub(super) fn named(columns: &[ColumnSample], wishes: &[String]) -> Result<Named> {
    let mut found: Named = Vec::new();
    for wish in wishes {
        let (id, range) = id_and_range(columns, wish)?;
        if id.is_some() && range.start() != range.end() {
            return Err(Error::new(
                ErrorKind::Usage,
                said!(
                    "`{wish}` memberi satu nama untuk beberapa kolom",
                    "`{wish}` gives one name to several columns"
                ),
            )
            .hint(said!(
                "tulis satu kolom per nama: `waktu = F`",
                "write one column per name: `waktu = F`"
            )));
        }
        for position in range {
            if found.iter().any(|(_, other)| *other == position) {
                let header = name(columns, position);
                return Err(Error::new(
                    ErrorKind::Usage,
                    said!(
                        "kolom {header} disebut dua kali",
                        "column {header} is named twice"
                    ),
                ));
            }
            found.push((id.clone(), position));
        }
    }
    Ok(found)
}

/// The columns that any of several lists names, each once: one column may have a
/// scale and words declared.
pub(super) fn named_by_any<'a>(
    columns: &[ColumnSample],
    lists: impl IntoIterator<Item = &'a [String]>,
) -> Result<Named> {
    let mut found: Named = Vec::new();
    for list in lists {
        for (id, position) in named(columns, list)? {
            if !found.iter().any(|(_, other)| *other == position) {
                found.push((id, position));
            }
        }
    }
    Ok(found)
}

fn id_and_range(
    columns: &[ColumnSample],
    wish: &str,
) -> Result<(Option<String>, RangeInclusive<usize>)> {
    if let Some(range) = range(columns, wish)? {
        return Ok((None, range));
    }
    if let Some((id, column)) = wish.split_once('=') {
        let id = id.trim().to_owned();
        return match range(columns, column)? {
            Some(range) if !id.is_empty() => Ok((Some(id), range)),
            _ => Err(not_found(columns, column.trim())),
        };
    }
    // The part of a range that does not exist is what the user should see.
    let missing = wish
        .split(':')
        .map(str::trim)
        .find(|part| position(columns, part).is_none());
    Err(not_found(columns, missing.unwrap_or(wish.trim())))
}

/// A single column, or a range at any colon, since headers hold colons too.
fn range(columns: &[ColumnSample], wish: &str) -> Result<Option<RangeInclusive<usize>>> {
    if let Some(position) = position(columns, wish) {
        return Ok(Some(position..=position));
    }
    for (colon, _) in wish.match_indices(':') {
        let (first, last) = (
            wish.get(..colon).unwrap_or(""),
            wish.get(colon + 1..).unwrap_or(""),
        );
        match ends(columns, first, last) {
            (Some(first), Some(last)) if first <= last => return Ok(Some(first..=last)),
            (Some(_), Some(_)) => {
                let (first, last) = (first.trim(), last.trim());
                return Err(Error::new(
                    ErrorKind::Usage,
                    said!(
                        "rentang kolom `{first}:{last}` terbalik",
                        "the range of columns `{first}:{last}` is reversed"
                    ),
                )
                .hint(said!("tulis `{last}:{first}`", "write `{last}:{first}`")));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// Both ends of a range. `B:C` are columns as a spreadsheet names them, whatever
/// the headers; anything else is looked for among the headers first.
fn ends(columns: &[ColumnSample], first: &str, last: &str) -> (Option<usize>, Option<usize>) {
    let lettered = |text: &str| {
        let text = text.trim();
        let number =
            column_number(text).filter(|_| text.bytes().all(|b| b.is_ascii_uppercase()))?;
        columns.iter().position(|column| column.column == number)
    };
    match (lettered(first), lettered(last)) {
        (Some(first), Some(last)) => (Some(first), Some(last)),
        _ => (position(columns, first), position(columns, last)),
    }
}

/// A column by its header or, where no header reads so, by its letters.
pub(super) fn position(columns: &[ColumnSample], text: &str) -> Option<usize> {
    let headers = columns
        .iter()
        .map(|column| (column.column, column.header.as_str()));
    place_of(headers, text)
}

/// The column that a name stands for among columns and their headers: its header
/// or, where no header reads so, its letters.
pub fn column_named<'a>(
    columns: impl Iterator<Item = (u32, &'a str)> + Clone,
    name: &str,
) -> Option<u32> {
    let at = place_of(columns.clone(), name)?;
    columns.map(|(column, _)| column).nth(at)
}

fn place_of<'a>(
    mut columns: impl Iterator<Item = (u32, &'a str)> + Clone,
    text: &str,
) -> Option<usize> {
    let text = text.trim();
    let exact = columns
        .clone()
        .position(|(_, header)| header.trim() == text);
    let folded = fold(text);
    let similar = |(_, header): (u32, &str)| !folded.is_empty() && fold(header) == folded;
    let similar = exact.or_else(|| columns.clone().position(similar));
    // LimeSurvey heads a column `CODE[SUB]. question`.
    let coded = |(_, header): (u32, &str)| {
        let code = header.trim_start().split_once(". ").map(|(code, _)| code);
        code.is_some_and(|code| !code.contains(' ') && code.eq_ignore_ascii_case(text))
    };
    let coded = similar.or_else(|| columns.clone().position(coded));
    // What stands behind the code says it as well, where it says so once.
    let behind = |(_, header): (u32, &str)| {
        let parts = header.trim_start().split_once(". ");
        parts.is_some_and(|(code, rest)| {
            !code.contains(' ') && !folded.is_empty() && fold(rest) == folded
        })
    };
    let coded = coded.or_else(|| {
        let at = columns.clone().position(behind)?;
        (columns.clone().filter(|column| behind(*column)).count() == 1).then_some(at)
    });
    coded.or_else(|| {
        let number = column_number(text)?;
        columns.position(|(column, _)| column == number)
    })
}

pub(super) fn not_found(columns: &[ColumnSample], text: &str) -> Error {
    let error = Error::new(
        ErrorKind::NotFound,
        said!("tidak ada kolom `{text}`", "there is no column `{text}`"),
    );
    let headers = columns.iter().map(|column| column.header.as_str());
    let near = near(text, headers);
    if near.is_empty() {
        let list = list(columns, 12);
        return error.hint(said!("kolom yang ada: {list}", "the columns are: {list}"));
    }
    let near = near
        .iter()
        .take(3)
        .map(|header| match header.char_indices().nth(60) {
            Some((end, _)) => format!("`{}…`", header.get(..end).unwrap_or_default().trim_end()),
            None => format!("`{header}`"),
        })
        .collect::<Vec<_>>()
        .join(", ");
    error.hint(said!("maksudnya {near}?", "did you mean {near}?"))
}

/// Letters and header of a column: `D (Usia)`.
pub(super) fn name(columns: &[ColumnSample], position: usize) -> String {
    columns.get(position).map_or_else(String::new, |column| {
        let letters = column_letters(column.column);
        let header: String = column.header.chars().take(40).collect();
        match header.len() < column.header.len() {
            true => format!("{letters} ({header}…)"),
            false => format!("{letters} ({header})"),
        }
    })
}

/// The first columns with their letters, for a message.
pub(super) fn list(columns: &[ColumnSample], most: usize) -> String {
    let mut names: Vec<String> = (0..columns.len().min(most))
        .map(|at| name(columns, at))
        .collect();
    if columns.len() > most {
        names.push("…".into());
    }
    names.join(", ")
}
