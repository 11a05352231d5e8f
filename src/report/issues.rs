use super::voice::Voice;
use crate::document::{Cell, Column, Row};
use crate::survey::{Issue, IssueKind, Item};

/// The table of what is odd in the data: what, how many, first place, what is
/// done about it.
pub fn issue_table(voice: &Voice, items: &[Item], issues: &[Issue]) -> (Vec<Column>, Vec<Row>) {
    let columns = vec![
        Column::words(voice.word("column.problem"), 36),
        Column::numbers(voice.word("column.answers"), 9),
        Column::words(voice.word("column.first"), 26),
        Column::words(voice.word("column.action"), 29),
    ];
    let rows = issues
        .iter()
        .map(|issue| {
            let (what, action) = words(voice, &issue.kind);
            let what = match &issue.column {
                Some(column) => format!("{}: {what}", named(voice, items, column)),
                None => what,
            };
            let first = issue.first.as_ref().map(ToString::to_string);
            Row::body(vec![
                Cell::words(what),
                Cell::count(issue.answers),
                Cell::words(first.unwrap_or_default()),
                Cell::words(action),
            ])
        })
        .collect();
    (columns, rows)
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
    match header.chars().count() {
        n if n <= MOST => header.to_owned(),
        _ => format!(
            "{}…",
            header.chars().take(MOST).collect::<String>().trim_end()
        ),
    }
}

/// What an issue is and what is done about it.
pub fn words(voice: &Voice, kind: &IssueKind) -> (String, String) {
    let value = |value: &String| ("value", value.clone());
    let (key, given) = match kind {
        IssueKind::OutsideScale { value: v, min, max } => (
            "outside_scale",
            vec![value(v), ("min", min.to_string()), ("max", max.to_string())],
        ),
        IssueKind::UnknownAnswer { value: v } => ("unknown_answer", vec![value(v)]),
        IssueKind::SeveralAnswers { value: v } => ("several_answers", vec![value(v)]),
        IssueKind::MissingWord { value: v } => ("missing_word", vec![value(v)]),
        IssueKind::Blank => ("blank", Vec::new()),
        IssueKind::OtherWords { words } => ("other_words", vec![("words", words.join(" / "))]),
        IssueKind::AmbiguousWord { value: v, code } => {
            ("ambiguous_word", vec![value(v), ("code", code.to_string())])
        }
        IssueKind::UnsurOrder { form: true } => ("unsur_order_form", Vec::new()),
        IssueKind::UnsurOrder { form: false } => ("unsur_order_regulation", Vec::new()),
        IssueKind::ItemNotFound { item } => ("item_not_found", vec![("item", item.clone())]),
        IssueKind::StraightLine => ("straight_line", Vec::new()),
        IssueKind::EmptyRows => ("empty_rows", Vec::new()),
        IssueKind::TotalRow => ("total_row", Vec::new()),
        IssueKind::WithoutPeriod => ("without_period", Vec::new()),
        IssueKind::OtherSheets { sheets } => ("other_sheets", vec![("sheets", sheets.join(", "))]),
        IssueKind::RepeatedRows => ("repeated_rows", Vec::new()),
        IssueKind::ErrorCell { value: v } => ("error_cell", vec![value(v)]),
    };
    let action = match kind {
        IssueKind::UnsurOrder { .. } => "issue.unsur_order_do".to_owned(),
        _ => format!("issue.{key}_do"),
    };
    (
        voice.say(&format!("issue.{key}"), &given),
        voice.say(&action, &given),
    )
}
