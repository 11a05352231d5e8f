use super::comments::cell;
use super::{Setup, Surveyed, Understanding};
use crate::analysis::MultipleAnswers;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::PARTED_BY;
use crate::said;
use crate::stats::{NotComputable, Outcome};
use crate::survey::{ColumnSample, WhyUnused, columns_named, why_unused};
use serde::{Deserialize, Serialize};

/// A question with several answers, as a `survey.toml` says it (`[multiple]`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MultipleWish {
    /// The column with all answers, or a column for each option (`H:L`), by letters
    /// or headers.
    pub columns: String,
    /// What stands between the answers of one column.
    pub separator: Option<String>,
    /// The options of the form in their order.
    pub options: Vec<String>,
}

/// Answers in own words that fewer than this gave are not shown one by one.
const FEW: u64 = 3;

/// A question with its columns found.
struct Asked {
    name: String,
    columns: Vec<(u32, String)>,
    separator: String,
    options: Vec<String>,
}

/// What was ticked of each question with several answers: those declared, and those
/// of which a survey program wrote each option into a column of its own
/// (`Media/Radio` beside `Media`).
///
/// # Errors
/// A declared question whose columns do not exist.
pub fn multiple(
    understanding: &Understanding,
    surveyed: &Surveyed,
    setup: &Setup,
) -> Result<Vec<(String, Outcome<MultipleAnswers>)>> {
    let mut asked = declared(understanding, setup)?;
    for found in found(understanding) {
        let same = |known: &Asked| known.columns.iter().any(|c| found.columns.contains(c));
        if !asked.iter().any(same) {
            asked.push(found);
        }
    }
    let few = match setup.public {
        true => setup.small_group.unwrap_or(5).max(FEW),
        false => FEW,
    };
    let answers = asked.into_iter().map(|asked| {
        let found = counted(understanding, surveyed, &asked, few);
        (asked.name, found)
    });
    Ok(answers.collect())
}

fn declared(understanding: &Understanding, setup: &Setup) -> Result<Vec<Asked>> {
    let mut all = Vec::new();
    for (name, wish) in &setup.multiple {
        let place = |error: Error| match understanding.books.first() {
            Some(book) => error.at(Place::file(book.file.clone())),
            None => error,
        };
        let named = columns_named(&understanding.columns, &wish.columns).map_err(place)?;
        let columns: Vec<(u32, String)> = named
            .iter()
            .filter_map(|at| understanding.columns.get(*at))
            .map(|sample| (sample.column, sample.header.clone()))
            .collect();
        let somebodys = named.iter().filter_map(|at| understanding.columns.get(*at));
        let mut somebodys = somebodys.map(why_unused);
        if somebodys.any(|why| matches!(why, WhyUnused::Personal(_))) {
            return Err(place(personal(name)));
        }
        let separator = wish.separator.clone().unwrap_or_default();
        if columns.len() == 1 && separator.is_empty() {
            return Err(place(no_separator(name)));
        }
        let options = match (columns.len(), wish.options.is_empty()) {
            (2.., true) => columns
                .iter()
                .map(|(_, header)| option_of(header))
                .collect(),
            _ => wish.options.clone(),
        };
        if columns.len() > 1 && options.len() != columns.len() {
            return Err(place(other_count(name, options.len(), columns.len())));
        }
        all.push(Asked {
            name: name.clone(),
            columns,
            separator,
            options,
        });
    }
    Ok(all)
}

/// The boxes that a survey program wrote, by their question.
fn found(understanding: &Understanding) -> Vec<Asked> {
    let Ok(mapping) = &understanding.mapping else {
        return Vec::new();
    };
    let mut all: Vec<Asked> = Vec::new();
    for chosen in understanding.chosen.iter().take(1) {
        for several in &chosen.several {
            let mut columns = chosen.table.columns.iter();
            let column = columns.find(|header| header.text == several.header);
            all.extend(column.map(|header| Asked {
                name: several.header.clone(),
                columns: vec![(header.column, header.text.clone())],
                separator: PARTED_BY.to_owned(),
                options: several.options.clone(),
            }));
        }
    }
    let ticks = mapping.unused.iter().filter(|u| u.why == WhyUnused::Tick);
    for unused in ticks {
        let Some((question, option)) = unused.header.rsplit_once('/') else {
            continue;
        };
        let question = question.trim();
        let column = (unused.column, unused.header.clone());
        match all.iter_mut().find(|asked| asked.name == question) {
            Some(asked) => {
                asked.columns.push(column);
                asked.options.push(option.trim().to_owned());
            }
            None => all.push(Asked {
                name: question.to_owned(),
                columns: vec![column],
                separator: String::new(),
                options: vec![option.trim().to_owned()],
            }),
        }
    }
    all
}

/// `Media/Radio` as `Radio`.
fn option_of(header: &str) -> String {
    let option = header.rsplit_once('/').map_or(header, |(_, option)| option);
    option.trim().to_owned()
}

fn counted(
    understanding: &Understanding,
    surveyed: &Surveyed,
    asked: &Asked,
    few: u64,
) -> Outcome<MultipleAnswers> {
    let chosen = || understanding.chosen.iter();
    let held = chosen().all(|c| c.counted.is_none() && c.times.is_none() && c.reshaped.is_none());
    let listing = surveyed.listing.as_ref().filter(|_| held);
    let listing = listing.ok_or(NotComputable::NoRows)?;
    let text = |place: &Place, column: &(u32, String)| {
        cell(understanding, place, column.0, &column.1).trim()
    };
    let rows = listing
        .rows
        .iter()
        .map(|(place, _)| match asked.columns.as_slice() {
            [column] if !asked.separator.is_empty() => {
                let text = text(place, column);
                (!text.is_empty()).then(|| parts(text, &asked.separator, &asked.options))
            }
            columns => {
                let cells: Vec<&str> = columns.iter().map(|column| text(place, column)).collect();
                let answered = cells.iter().any(|cell| !cell.is_empty());
                let ticked = cells.iter().zip(&asked.options);
                let ticked = ticked.filter(|(cell, _)| is_ticked(cell));
                answered.then(|| ticked.map(|(_, option)| option.as_str()).collect())
            }
        });
    let found = MultipleAnswers::count(&asked.name, &asked.options, few, rows);
    match found.answered {
        0 => Err(NotComputable::NoAnswers),
        _ => Ok(found),
    }
}

/// The answers of one cell; those of the form may hold the separator.
fn parts<'a>(text: &'a str, separator: &str, options: &'a [String]) -> Vec<&'a str> {
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        // The longest option of the form that stands here as a whole.
        let ends = || {
            rest.match_indices(separator)
                .map(|(at, _)| at)
                .chain([rest.len()])
        };
        let longest = ends().filter(|end| {
            let here = rest.get(..*end).unwrap_or_default();
            options.iter().any(|option| same(option, here))
        });
        let longest = longest.last();
        let end = longest.or_else(|| ends().next()).unwrap_or(rest.len());
        let here = rest.get(..end).unwrap_or_default().trim();
        let own = options.iter().find(|option| same(option, here));
        if !here.is_empty() {
            found.push(own.map_or(here, String::as_str));
        }
        rest = rest.get(end + separator.len()..).unwrap_or_default();
    }
    found
}

/// Whether a box was ticked; a text of its own stands for its option.
fn is_ticked(cell: &str) -> bool {
    const NOT: [&str; 9] = [
        "",
        "0",
        "0.0",
        "false",
        "no",
        "tidak",
        "n",
        "-",
        "not selected",
    ];
    !NOT.contains(&cell.to_lowercase().as_str())
}

/// The columns of the questions that a user declared, for the mapping to leave aside.
pub(super) fn several_columns(columns: &[ColumnSample], setup: &Setup) -> Vec<u32> {
    let wishes = setup.multiple.values();
    let named = wishes.filter_map(|wish| columns_named(columns, &wish.columns).ok());
    let samples = named.flatten().filter_map(|at| columns.get(at));
    samples.map(|sample| sample.column).collect()
}

fn no_separator(name: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "[multiple] {name}: satu kolom berisi semua jawaban, tetapi pemisahnya tidak disebut",
            "[multiple] {name}: one column holds all answers, but what parts them is not said"
        ),
    )
    .hint(said!(
        "tambahkan separator = \";\" (atau \", \" untuk Google Forms)",
        "add separator = \";\" (or \", \" for Google Forms)"
    ))
}

fn other_count(name: &str, options: usize, columns: usize) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "[multiple] {name}: {options} pilihan untuk {columns} kolom",
            "[multiple] {name}: {options} options for {columns} columns"
        ),
    )
    .hint(said!(
        "beri satu pilihan untuk setiap kolom, atau hilangkan options agar judul kolom dipakai",
        "give one option for each column, or leave options out so that the headers are used"
    ))
}

fn personal(name: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "[multiple] {name}: kolomnya berisi data pribadi",
            "[multiple] {name}: its column holds personal data"
        ),
    )
    .hint(said!(
        "sebutkan kolom yang berisi pilihan jawaban",
        "name the column that holds the options answered"
    ))
}
