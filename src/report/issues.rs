use super::voice::Voice;
use crate::document::{Cell, Column, Row};
use crate::error::{Place, column_letters};
use crate::survey::{HIDDEN, Issue, IssueKind, Item};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The table of what is odd in the data: what, how many, first place, what is
/// done about it.
pub fn issue_table(voice: &Voice, items: &[Item], issues: &[Issue]) -> (Vec<Column>, Vec<Row>) {
    let columns = vec![
        Column::words(voice.word("column.problem"), 36),
        Column::numbers(voice.word("column.answers"), 9),
        Column::words(voice.word("column.first"), 26),
        Column::words(voice.word("column.action"), 29),
    ];
    let files = issues.iter().filter_map(|i| i.first.as_ref());
    let alone = files
        .map(|place| &place.file)
        .collect::<BTreeSet<_>>()
        .len()
        < 2;
    let rows = gathered(issues)
        .iter()
        .map(|(issue, columns)| {
            let (what, action) = match several_numbers(issues, issue, *columns) {
                true => numbers(voice, &issue.kind),
                false => words(voice, &issue.kind),
            };
            let what = match &issue.column {
                _ if *columns > 1 => {
                    let n = voice.count(*columns);
                    format!("{}: {what}", voice.say("issue.columns", &[("n", n)]))
                }
                Some(column) => format!("{}: {what}", named(voice, items, column)),
                None => what,
            };
            let first = issue.first.as_ref().map(|p| placed(voice, p, alone));
            Row::body(vec![
                Cell::words(what),
                match issue.answers {
                    // It is about no answer.
                    0 => Cell::words(""),
                    answers => Cell::count(answers),
                },
                Cell::words(first.unwrap_or_default()),
                Cell::words(action),
            ])
        })
        .collect();
    (columns, rows)
}

/// Where something stands first; the file is not named again where it is the only
/// one.
fn placed(voice: &Voice, place: &Place, alone: bool) -> String {
    let row = match (alone, place.row) {
        (true, Some(row)) => row,
        (true, None) => {
            return place
                .sheet
                .as_ref()
                .map_or_else(String::new, ToString::to_string);
        }
        (false, _) => return place.to_string(),
    };
    let n = ("n", (u64::from(row) + 1).to_string());
    match (place.column, &place.sheet) {
        (None, None) => voice.say("issue.row", &[n]),
        (None, Some(sheet)) => {
            let sheet = ("sheet", sheet.to_string());
            voice.say("issue.row_of_sheet", &[sheet, n])
        }
        (Some(column), sheet) => {
            let sheet = sheet.as_ref().map_or_else(String::new, |s| format!("{s}!"));
            format!("{sheet}{}{}", column_letters(column), n.1)
        }
    }
}

/// Whether two issues are the same oddity: numbers printed inside answers are one,
/// whatever the numbers.
fn is_alike(one: &IssueKind, other: &IssueKind) -> bool {
    let number = |kind: &IssueKind| matches!(kind, IssueKind::OwnNumber { .. });
    one == other || (number(one) && number(other))
}

/// Whether a line stands for several numbers printed inside answers.
fn several_numbers(issues: &[Issue], issue: &Issue, columns: u64) -> bool {
    let other = |other: &Issue| is_alike(&other.kind, &issue.kind) && other.kind != issue.kind;
    columns > 1 && issues.iter().any(other)
}

/// The words of such a line.
fn numbers(voice: &Voice, kind: &IssueKind) -> (String, String) {
    let given = given(kind);
    let given: Vec<(&str, String)> = given.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let action = voice.say("issue.own_number_do", &given);
    (voice.say("issue.own_numbers", &given), action)
}

/// Issues with the number of columns each is about: the same oddity in many
/// columns is one line.
fn gathered(issues: &[Issue]) -> Vec<(Issue, u64)> {
    const MANY: usize = 4;
    let mut gathered: Vec<(Issue, u64)> = Vec::new();
    for issue in issues {
        let alike: Vec<&Issue> = issues
            .iter()
            .filter(|other| is_alike(&other.kind, &issue.kind) && other.column.is_some())
            .collect();
        let columns: BTreeSet<&Option<String>> = alike.iter().map(|i| &i.column).collect();
        if issue.column.is_none() || columns.len() < MANY {
            gathered.push((issue.clone(), 1));
        } else if !gathered
            .iter()
            .any(|(known, n)| *n > 1 && is_alike(&known.kind, &issue.kind))
        {
            let all = Issue {
                answers: alike.iter().map(|issue| issue.answers).sum(),
                first: alike.iter().filter_map(|issue| issue.first.clone()).min(),
                ..issue.clone()
            };
            gathered.push((all, columns.len() as u64));
        }
    }
    gathered.sort_by_key(|(issue, _)| std::cmp::Reverse(issue.answers));
    gathered
}

/// An issue as one line: what, where first, what is done about it.
pub fn issue_line(voice: &Voice, items: &[Item], issue: &Issue) -> String {
    let (what, action) = words(voice, &issue.kind);
    let column = issue.column.as_ref();
    let column = column.map(|c| format!("{}: ", named(voice, items, c)));
    let first = issue.first.as_ref().map(|place| format!(" ({place})"));
    let (column, first) = (column.unwrap_or_default(), first.unwrap_or_default());
    format!("{column}{what}{first}; {action}")
}

/// The item a column became, else its header.
fn named(voice: &Voice, items: &[Item], header: &str) -> String {
    let item = items.iter().find(|item| item.header == header);
    shortened(item.map_or(header, |item| item.name.text(voice.language)))
}

/// A header is often a whole question; its beginning names it well enough.
pub fn shortened(header: &str) -> String {
    const MOST: usize = 48;
    cut_to(MOST, header)
}

/// The beginning of a text of more than so many letters.
pub(super) fn cut_to(most: usize, text: &str) -> String {
    match text.chars().count() {
        n if n <= most => text.to_owned(),
        _ => {
            let begin: String = text.chars().take(most).collect();
            format!("{}…", begin.trim_end_matches(['…', ' ']))
        }
    }
}

/// Headers as [`shortened`] gives them; where those of several columns would be the
/// same, with their ends, in which the rows of a grid differ.
pub(super) fn shortened_apart(headers: &[&str]) -> Vec<String> {
    let mut same: BTreeMap<String, u32> = BTreeMap::new();
    let mut grids: BTreeMap<&str, u32> = BTreeMap::new();
    for header in headers {
        *same.entry(shortened(header)).or_default() += 1;
        *grids.entry(question_of(header)).or_default() += 1;
    }
    let is_row = |header: &str| {
        let question = question_of(header);
        question != header && grids.get(question).is_some_and(|n| *n > 1)
    };
    let told = |header: &&str| match shortened(header) {
        short if short == **header => short,
        short if !is_row(header) && same.get(&short).is_none_or(|n| *n < 2) => short,
        _ => both_ends(header),
    };
    headers.iter().map(told).collect()
}

/// The question of a form's grid without its row in brackets; else the header.
fn question_of(header: &str) -> &str {
    let rows = header.trim().strip_suffix(']');
    let question = rows.and_then(|rest| rest.rsplit_once('['));
    question.map_or(header, |(question, _)| question.trim())
}

/// `Untuk setiap… [Harga laptop]`
fn both_ends(header: &str) -> String {
    const BEGIN: usize = 16;
    const END: usize = 31;
    let begin: String = header.chars().take(BEGIN).collect();
    let from = header.char_indices().rev().nth(END).map_or(0, |(at, _)| at);
    let tail = header.get(from..).unwrap_or_default();
    // From where the row of a grid or an option opens, else from a whole word.
    let opens = match tail.ends_with(']') {
        true => tail.rfind('['),
        false => tail.rfind('/'),
    };
    if let (true, None, Some(at)) = (tail.ends_with(']'), opens, header.rfind('[')) {
        let row = header.get(at..).unwrap_or_default();
        return format!("{}… {}", begin.trim_end(), cut_to(END, row));
    }
    let cut = opens.or_else(|| tail.find(' '));
    let tail = tail.get(cut.unwrap_or(0)..).unwrap_or_default();
    format!("{}… {}", begin.trim_end(), tail.trim())
}

/// What an issue is and what is done about it.
pub fn words(voice: &Voice, kind: &IssueKind) -> (String, String) {
    let given = given(kind);
    let given: Vec<(&str, String)> = given.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let (key, action) = match kind {
        IssueKind::UnsurOrder { form: true } => ("unsur_order_form".into(), "unsur_order".into()),
        IssueKind::UnsurOrder { .. } => ("unsur_order_regulation".into(), "unsur_order".into()),
        IssueKind::Letters { fall: true } => ("letters_fall".into(), "letters_fall".into()),
        IssueKind::Letters { .. } => ("letters_rise".into(), "letters_rise".into()),
        IssueKind::PeriodFromDates { order, .. } => {
            ("period_from_dates".into(), day_order(order).to_owned())
        }
        IssueKind::Dropped { flag } => (dropped(flag).to_owned(), "dropped".into()),
        IssueKind::LentWords { columns: 1, .. } => ("lent_words_one".into(), "lent_words".into()),
        IssueKind::UnknownAnswer { value } if value == HIDDEN => {
            ("unknown_hidden".into(), "unknown_hidden".into())
        }
        _ => (key(kind), key(kind)),
    };
    (
        voice.say(&format!("issue.{key}"), &given),
        voice.say(&format!("issue.{action}_do"), &given),
    )
}

/// The key of an issue's words is its name in JSON.
fn key(kind: &IssueKind) -> String {
    let value = serde_json::to_value(kind).unwrap_or_default();
    let name = value.get("what").and_then(|name| name.as_str());
    name.unwrap_or_default().to_owned()
}

/// The fields of an issue as its words take them.
fn given(kind: &IssueKind) -> Vec<(String, String)> {
    let value = serde_json::to_value(kind).unwrap_or_default();
    let between = if matches!(kind, IssueKind::OtherWords { .. }) {
        " / "
    } else {
        ", "
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let texts: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            texts.join(between)
        }
        other => other.to_string(),
    };
    let fields = value.as_object().into_iter().flatten();
    fields
        .filter(|(name, _)| !matches!(name.as_str(), "what" | "form" | "fall"))
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

/// What is said of dates, by what settled whether the day comes first.
fn day_order(order: &str) -> &'static str {
    match order {
        "told" => "period_from_dates_told",
        "day_first" => "period_from_dates_day_first",
        "month_first" => "period_from_dates_month_first",
        _ => "period_from_dates_assumed",
    }
}

/// The words of those left out, by the name of the sign.
fn dropped(flag: &str) -> &'static str {
    match flag {
        "straight_line" => "dropped_straight_line",
        "long_string" => "dropped_long_string",
        "distance" => "dropped_distance",
        "fast" => "dropped_fast",
        "repeated" => "dropped_repeated",
        _ => "dropped_duplicate",
    }
}
