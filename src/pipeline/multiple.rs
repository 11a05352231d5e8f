use super::comments::cell;
use super::{Setup, Surveyed, Understanding};
use crate::analysis::MultipleAnswers;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::{PARTED_BY, TickBox, TickSet};
use crate::said;
use crate::stats::{NotComputable, Outcome};
use crate::survey::{
    ColumnSample, Unused, WhyUnused, columns_named, question_and_option, why_unused,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// For each column what its texts say, where the file itself declares it.
    boxes: Vec<TickBox>,
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
    let by_user = asked.len();
    for found in found(understanding) {
        let same = |known: &Asked| known.columns.iter().any(|c| found.columns.contains(c));
        if !asked.iter().take(by_user).any(same) {
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
    let headers = headers(understanding);
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
                .map(|(_, header)| option_of(header, &headers))
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
            boxes: Vec::new(),
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
                boxes: Vec::new(),
            }));
        }
    }
    all.extend(of_the_file(understanding));
    let boxed = |column: u32| {
        all.iter()
            .flat_map(|asked| &asked.columns)
            .any(|c| c.0 == column)
    };
    let ticks = mapping.unused.iter().filter(|u| u.why == WhyUnused::Tick);
    let headers = headers(understanding);
    let ticks: Vec<&Unused> = ticks.filter(|unused| !boxed(unused.column)).collect();
    for unused in ticks {
        let parts = question_and_option(&unused.header, |text| headers.contains(text));
        let Some((question, option)) = parts else {
            continue;
        };
        let column = (unused.column, unused.header.clone());
        match all.iter_mut().find(|asked| asked.name == question) {
            Some(asked) => {
                asked.columns.push(column);
                asked.options.push(option.to_owned());
            }
            None => all.push(Asked {
                name: question.to_owned(),
                columns: vec![column],
                separator: String::new(),
                options: vec![option.to_owned()],
                boxes: Vec::new(),
            }),
        }
    }
    all
}

/// The questions that an SPSS file puts together itself, once each; personal columns
/// are none.
fn of_the_file(understanding: &Understanding) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for set in understanding.sets() {
        let column = |found: &TickBox| {
            let mut samples = understanding.columns.iter();
            let sample = samples.find(|sample| sample.column == found.column)?;
            let personal = matches!(why_unused(sample), WhyUnused::Personal(_));
            (!personal).then(|| (found.column, sample.header.clone()))
        };
        let columns: Option<Vec<(u32, String)>> = set.boxes.iter().map(column).collect();
        let Some(columns) = columns.filter(|own| all.iter().all(|known| known.columns != *own))
        else {
            continue;
        };
        let mut options: Vec<String> = Vec::new();
        for (_, option) in set.boxes.iter().flat_map(|found| &found.answers) {
            if !options.contains(option) {
                options.push(option.clone());
            }
        }
        all.push(Asked {
            name: set.name.clone(),
            columns,
            separator: String::new(),
            options,
            boxes: set.boxes.clone(),
        });
    }
    all
}

/// `Media/Radio` as `Radio`.
fn option_of(header: &str, headers: &BTreeSet<&str>) -> String {
    let parts = question_and_option(header, |text| headers.contains(text));
    let option = parts.or_else(|| header.rsplit_once('/'));
    option
        .map_or(header, |(_, option)| option)
        .trim()
        .to_owned()
}

fn headers(understanding: &Understanding) -> BTreeSet<&str> {
    let columns = understanding.columns.iter();
    columns.map(|column| column.header.trim()).collect()
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
    let listing = listing.ok_or_else(|| understanding.without_rows())?;
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
            columns if !asked.boxes.is_empty() => {
                let cells = columns.iter().map(|column| text(place, column));
                let said: Vec<&str> = cells.clone().filter(|cell| !cell.is_empty()).collect();
                let pairs = cells.zip(&asked.boxes);
                let ticked = pairs.filter_map(|(cell, of)| option_in(of, cell));
                (!said.is_empty()).then(|| ticked.collect())
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

/// The option that the text of a box stands for.
fn option_in<'a>(of: &'a TickBox, cell: &'a str) -> Option<&'a str> {
    let mut answers = of.answers.iter();
    let found = answers.find(|(text, _)| text == cell);
    let own = (of.other && !cell.is_empty()).then_some(cell);
    found.map(|(_, option)| option.as_str()).or(own)
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

/// The columns of the questions that a user or the file declared, for the mapping to
/// leave aside; a column named as an item stays one.
pub(super) fn several_columns(
    columns: &[ColumnSample],
    sets: &[TickSet],
    setup: &Setup,
) -> Vec<u32> {
    let of = |wish: &str| {
        let named = columns_named(columns, wish).unwrap_or_default();
        let samples = named.into_iter().filter_map(|at| columns.get(at));
        samples.map(|sample| sample.column).collect::<Vec<u32>>()
    };
    let items: Vec<u32> = setup.wish.items.iter().flat_map(|wish| of(wish)).collect();
    let wished = setup.multiple.values();
    let mut all: Vec<u32> = wished.flat_map(|wish| of(&wish.columns)).collect();
    for found in sets.iter().flat_map(|set| &set.boxes) {
        if !items.contains(&found.column) && !all.contains(&found.column) {
            all.push(found.column);
        }
    }
    all
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
