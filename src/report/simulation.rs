use super::profile::role_name;
use super::voice::Voice;
use crate::document::{Block, Cell, Column, Document, Row, Table};
use crate::survey::{Instrument, Simulated, SimulatedRow};

/// Practice data laid out as a clerk would have: titles, a header of two rows,
/// names and telephone numbers, words for answers, blank rows, a row of totals
/// and a column of comments.
pub fn simulation(instrument: &Instrument, data: &Simulated, periods: [&str; 2]) -> Document {
    let voice = Voice::new(crate::Language::Id);
    let word = |key: &str| voice.word(&format!("simulate.{key}"));
    let (columns, profile) = columns(&voice, data);
    let groups = vec![
        (String::new(), 1),
        (word("profile"), profile),
        (word("items"), data.items.len()),
        (String::new(), 1),
    ];
    let mut rows = Vec::new();
    for (number, row) in (1..).zip(&data.rows) {
        rows.push(respondent(&voice, number, row, periods));
        // A gap where a clerk began a new page.
        if number % 120 == 0 {
            rows.push(Row::body(vec![Cell::empty(); columns.len()]));
        }
    }
    let mut total = vec![Cell::empty(); columns.len()];
    let n = Cell::count(data.rows.len() as u64);
    for (at, cell) in [(0, Cell::words(word("total"))), (profile + 1, n)] {
        if let Some(slot) = total.get_mut(at) {
            *slot = cell;
        }
    }
    rows.push(Row::total(total));
    let table = Table {
        label: word("title_1"),
        groups,
        ..Table::reading(
            word("sheet"),
            format!("{} · {}", word("title_2"), instrument.title.id),
            columns,
            rows,
        )
    };
    Document::short(voice.language, word("title_1"), vec![Block::Table(table)])
}

/// The columns, and how many of them stand under the title of the profile.
fn columns(voice: &Voice, data: &Simulated) -> (Vec<Column>, usize) {
    let word = |key: &str| voice.word(&format!("simulate.{key}"));
    let mut columns = vec![
        Column::marks(word("no"), 5),
        Column::words(word("name"), 24),
        Column::words(word("phone"), 16),
    ];
    for role in &data.roles {
        columns.push(Column::words(role_name(voice, *role, ""), 16));
    }
    columns.push(Column::words(voice.word("role.service"), 22));
    columns.push(Column::words(voice.word("role.period"), 12));
    let profile = columns.len() - 1;
    for item in &data.items {
        columns.push(Column::words(item.name.id.clone(), 18));
    }
    columns.push(Column::words(word("comment"), 40));
    (columns, profile)
}

fn respondent(voice: &Voice, number: u64, row: &SimulatedRow, periods: [&str; 2]) -> Row {
    let word = |key: &str| voice.word(&format!("simulate.{key}"));
    let services = ["service_1", "service_2"];
    let comments = ["comment_1", "comment_2", "comment_3", "comment_4"];
    let name = voice.say("simulate.person", &[("n", format!("{number:03}"))]);
    let mut cells = vec![
        Cell::count(number),
        Cell::words(name),
        Cell::words(format!("0800000{number:05}")),
    ];
    cells.extend(row.groups.iter().map(Cell::words));
    cells.extend(services.get(row.service).map(|key| Cell::words(word(key))));
    cells.extend(periods.get(row.period).map(|p| Cell::words(*p)));
    cells.extend(row.answers.iter().map(|answer| match answer.is_empty() {
        true => Cell::empty(),
        false => Cell::words(answer),
    }));
    let comment = row.comment.and_then(|at| comments.get(at));
    cells.push(comment.map_or_else(Cell::empty, |key| Cell::words(word(key))));
    Row::body(cells)
}
