use super::dimensions::name_items;
use super::file_issues::file_issues;
use super::notices::notices;
use super::open::LISTED;
use super::periods::select_period;
use super::screened::screened;
use super::waves::paired;
use super::{Chosen, Setup, Understanding};
use crate::count::{ColumnSet, Local, Part, Tally};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::{Book, Sheet, WhyLeftOut};
use crate::said;
use crate::survey::{
    Coded, GroupRole, Issue, IssueKind, Items, Listing, Mapping, Responses, Words, code,
};

/// Answers in codes, of the period studied and of the others in the same data.
pub struct Surveyed {
    pub responses: Responses,
    /// Rows of the period studied, in file order.
    pub listing: Option<Listing>,
    pub issues: Vec<Issue>,
    /// The period studied: asked for, or the only or latest one of the data.
    pub period: Option<String>,
    /// Other periods of the data, in time order.
    pub others: Vec<(String, Responses)>,
}

/// Counts and codes what was understood.
///
/// # Errors
/// The mapping's own error; no answer at all; a period that the data lack.
pub fn survey(understanding: &Understanding, setup: &Setup) -> Result<Surveyed> {
    let mapping = match &understanding.mapping {
        Ok(mapping) => mapping,
        Err(error) => return Err(error.clone()),
    };
    let engine = engine(understanding);
    let columns = mapping.items.len() + mapping.groups.len();
    let listed = match setup.lean && !setup.looks_at_rows() {
        true => 0,
        false => LISTED,
    };
    let (tally, rows) = engine.rows(&ColumnSet((0..columns).collect()), listed);
    let coded = code(&tally, mapping);
    if coded.responses.n() == 0 {
        let unread = |issue: &Issue| {
            let blank = matches!(issue.kind, IssueKind::Blank | IssueKind::MissingWord { .. });
            issue.column.is_some() && issue.answers > 0 && !blank
        };
        return Err(match coded.issues.iter().find(|issue| unread(issue)) {
            Some(issue) => nothing_known(issue),
            None => no_answers(understanding),
        });
    }
    let listing = rows.map(|rows| {
        let rows = rows.rows.into_iter().filter_map(|(place, pattern)| {
            let response = coded.response_of.get(pattern as usize).copied().flatten()?;
            Some((place, response))
        });
        Listing {
            rows: rows.collect(),
        }
    });
    let periods = period_of_patterns(&coded);
    let mut responses = coded.responses;
    name_levels_by_code(&mut responses, understanding);
    name_items(&mut responses, &setup.names)?;
    let all = Surveyed {
        responses,
        listing,
        issues: coded.issues,
        period: setup.period.clone(),
        others: Vec::new(),
    };
    let found = |chosen: &Chosen| chosen.dated.as_ref().is_some_and(|dated| dated.found);
    let found = understanding.chosen.iter().any(found);
    let (mut chosen, period) = select_period(all, found, setup)?;
    if let Some(period) = period {
        // What is odd in other periods is not odd in this one.
        let part = tally.filtered(|at| periods.get(at) == Some(&Some(period)));
        chosen.issues = code(&part, mapping).issues;
        chosen
            .issues
            .extend(without_period(&tally, &periods, &chosen.responses));
    }
    as_in_file(understanding, &mut chosen.issues);
    finished(chosen, understanding, mapping, setup)
}

/// What is odd about the files, and who is left out as asked.
fn finished(
    mut chosen: Surveyed,
    understanding: &Understanding,
    mapping: &Mapping,
    setup: &Setup,
) -> Result<Surveyed> {
    chosen.issues.extend(left_out_rows(understanding));
    let counts = understanding
        .chosen
        .iter()
        .any(|chosen| chosen.from_counts.is_some());
    if setup.folder || counts || understanding.books.len() > 1 {
        chosen.issues.extend(file_issues(understanding, mapping)?);
    }
    let mut chosen = screened(chosen, understanding, setup)?;
    if let Some(wish) = &setup.reshape.pair
        && let Ok(found) = paired(understanding, &chosen, wish)?.1
    {
        chosen.issues.extend(found.issues);
    }
    chosen
        .issues
        .sort_by_key(|issue| std::cmp::Reverse(issue.answers));
    Ok(chosen)
}

/// Issues of a table that was turned, said of the table as the file has it.
fn as_in_file(understanding: &Understanding, issues: &mut Vec<Issue>) {
    if understanding.only_counts().is_some() {
        // Each row is one answer there; its other cells are no blanks.
        let of_rows = |kind: &IssueKind| {
            matches!(
                kind,
                IssueKind::Blank | IssueKind::StraightLine | IssueKind::EmptyRows
            )
        };
        issues.retain(|issue| !of_rows(&issue.kind));
    }
    for issue in issues {
        place_in_file(understanding, issue);
    }
}

/// Of a table that was turned a cell is named as the file has it.
fn place_in_file(understanding: &Understanding, issue: &mut Issue) {
    let Some(first) = &mut issue.first else {
        return;
    };
    let books = understanding.books.iter().zip(&understanding.chosen);
    let file = first.file.clone();
    for (_, chosen) in books.filter(|(book, _)| book.file == file) {
        if let Some(reshaped) = &chosen.reshaped {
            reshaped.place_in_file(first);
        }
        if let Some(dated) = &chosen.dated {
            dated.place_in_file(first);
        }
    }
}

/// The period of each pattern of the tally, where the data have one.
fn period_of_patterns(coded: &Coded) -> Vec<Option<u32>> {
    let responses = &coded.responses;
    let group = responses
        .groups
        .iter()
        .position(|g| g.role == GroupRole::Period);
    let period = |response: &Option<u32>| {
        let pattern = responses.patterns.get((*response)? as usize)?;
        pattern.groups.get(group?).copied().flatten()
    };
    coded.response_of.iter().map(period).collect()
}

/// Respondents whose period is blank belong to none and are in no result.
fn without_period(tally: &Tally, periods: &[Option<u32>], responses: &Responses) -> Option<Issue> {
    let group = responses
        .groups
        .iter()
        .find(|g| g.role == GroupRole::Period)?;
    let rows = || tally.patterns().zip(periods);
    let blank = || rows().filter(|(_, of)| of.is_none()).map(|(row, _)| row);
    let answers: u64 = blank().map(|row| row.count).sum();
    (answers > 0).then(|| Issue {
        kind: IssueKind::WithoutPeriod,
        column: Some(group.header.clone()),
        answers,
        first: blank().map(|row| row.first()).min(),
    })
}

/// A battery lends its words to any columns; where the file has numbers alone,
/// nobody was shown those words, and the levels are named by their codes.
fn name_levels_by_code(responses: &mut Responses, understanding: &Understanding) {
    if !matches!(understanding.instrument.items, Items::Any) {
        return;
    }
    for item in &mut responses.items {
        let sample = understanding
            .columns
            .iter()
            .find(|sample| sample.column == item.column);
        let number = |text: &str| text.replace(',', ".").parse::<f64>().is_ok();
        if sample.is_some_and(|s| s.values.iter().all(|(text, _)| number(text))) {
            let codes = item.min..=item.max;
            item.labels = codes.map(|code| Words::same(code.to_string())).collect();
        }
    }
}

/// The tables of all files, appended.
pub(super) fn engine(understanding: &Understanding) -> Local<'_> {
    let books = understanding.books.iter().zip(&understanding.chosen);
    let parts = books.filter_map(|(book, chosen)| {
        Some(Part {
            rows: &chosen.sheet(book)?.rows,
            table: &chosen.table,
            columns: chosen.columns.clone(),
            counted: chosen.counted.as_ref(),
            times: chosen.times.as_ref(),
        })
    });
    Local::new(parts.collect())
}

/// The cells of the items are filled, but not one of them is an answer here.
fn nothing_known(first: &Issue) -> Error {
    let error = Error::new(
        ErrorKind::NoAnswers,
        said!(
            "tidak satu pun isi kolom butir dikenal sebagai jawaban",
            "nothing in the item columns is known as an answer"
        ),
    )
    .hint(said!(
        "pilih skalanya dengan --instrument atau --scale, atau tulis kata jawaban dari yang terendah: --labels \"Buruk|Cukup|Baik\"",
        "choose the scale with --instrument or --scale, or write the words of the answers from the lowest up: --labels \"Bad|Fair|Good\""
    ));
    match &first.first {
        Some(place) => error.at(place.clone()),
        None => error,
    }
}

fn no_answers(understanding: &Understanding) -> Error {
    let mut error = Error::new(
        ErrorKind::NoAnswers,
        said!(
            "tidak ada jawaban: kolom unsur ditemukan, tetapi tidak ada satu pun baris responden yang terisi",
            "no answers: item columns were found, but no respondent's row is filled in"
        ),
    )
    .hint(said!(
        "isi lembar ini dahulu, atau sebutkan lembar lain dengan --sheet",
        "fill this sheet in first, or name another one with --sheet"
    ));
    if let (Some(book), Some(chosen)) = (understanding.books.first(), understanding.chosen.first())
    {
        let mut place = Place::file(book.file.clone());
        place.sheet = chosen.sheet(book).and_then(|s| s.rows.sheet().cloned());
        error = error.at(place);
    }
    error
}

/// What was left out of the tables, and what count files say of theirs.
pub(super) fn left_out_rows(understanding: &Understanding) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (book, chosen) in understanding.books.iter().zip(&understanding.chosen) {
        let kept = chosen
            .from_counts
            .iter()
            .flat_map(|counts| counts.issues.clone());
        issues.extend(kept);
        issues.extend(carried(book));
        let Some(sheet) = chosen.sheet(book) else {
            continue;
        };
        if !chosen.alike.is_empty() {
            issues.push(Issue {
                kind: IssueKind::OtherSheets {
                    sheets: chosen.alike.clone(),
                },
                column: None,
                answers: 0,
                first: Some(Place::file(book.file.clone())),
            });
        }
        if let Some(&(row, column)) = sheet.lone_quotes.first() {
            issues.push(Issue {
                kind: IssueKind::LoneQuote,
                column: None,
                answers: sheet.lone_quotes.len() as u64,
                first: Some(sheet.rows.place(row, column)),
            });
        }
        issues.extend(notices(chosen, sheet));
        if let Some(dated) = &chosen.dated {
            issues.extend(dated.issues(|row, column| sheet.rows.place(row, column)));
        }
        if let Some(reshaped) = &chosen.reshaped {
            issues.extend(reshaped.issues(sheet));
        }
        issues.extend(totals(chosen, sheet));
    }
    issues
}

/// Rows of totals below the respondents.
fn totals(chosen: &Chosen, sheet: &Sheet) -> Option<Issue> {
    let left_out = chosen.table.left_out.iter();
    let totals: Vec<_> = left_out.filter(|l| l.why == WhyLeftOut::Total).collect();
    let first = totals.first()?.area;
    let rows = totals
        .iter()
        .map(|l| u64::from(l.area.last_row - l.area.first_row) + 1);
    Some(Issue {
        kind: IssueKind::TotalRow,
        column: None,
        answers: rows.sum(),
        first: Some(sheet.rows.place(first.first_row, first.first_column)),
    })
}

/// What a workbook carries beside its cells: none of it was run or opened.
fn carried(book: &Book) -> impl Iterator<Item = Issue> {
    let kinds = [
        (book.carries.macros, IssueKind::MacrosNotRun),
        (book.carries.links, IssueKind::LinksNotFollowed),
    ];
    let file = book.file.clone();
    kinds
        .into_iter()
        .filter(|(carries, _)| *carries)
        .map(move |(_, kind)| Issue {
            kind,
            column: None,
            answers: 0,
            first: Some(Place::file(file.clone())),
        })
}
