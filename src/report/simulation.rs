use super::profile::role_name;
use super::voice::Voice;
use crate::document::{Block, Cell, Column, Document, Row, Table, TableKind};
use crate::survey::{Instrument, Simulated};

/// Practice data laid out as a clerk would have: titles, a header of two rows,
/// names and telephone numbers, words for answers, blank rows, a row of totals
/// and a column of comments.
pub fn simulation(instrument: &Instrument, data: &Simulated, periods: [&str; 2]) -> Document {
    let voice = Voice::new(crate::Language::Id);
    let word = |key: &str| voice.word(&format!("simulate.{key}"));
    let services = [word("service_1"), word("service_2")];
    let comments = ["comment_1", "comment_2", "comment_3", "comment_4"].map(word);
    let mut columns = vec![
        Column::marks(word("no"), 5),
        Column::words(word("name"), 24),
        Column::words(word("phone"), 16),
    ];
    for role in &data.roles {
        columns.push(Column::words(role_name(&voice, *role, ""), 16));
    }
    columns.push(Column::words(voice.word("role.service"), 22));
    columns.push(Column::words(voice.word("role.period"), 12));
    let profile = columns.len() - 1;
    for item in &data.items {
        columns.push(Column::words(item.name.id.clone(), 18));
    }
    columns.push(Column::words(word("comment"), 40));
    let groups = vec![
        (String::new(), 1),
        (word("profile"), profile),
        (word("items"), data.items.len()),
        (String::new(), 1),
    ];
    let mut rows = Vec::new();
    for (number, row) in (1u64..).zip(&data.rows) {
        let name = voice.say("simulate.person", &[("n", format!("{number:03}"))]);
        let mut cells = vec![
            Cell::count(number),
            Cell::words(name),
            Cell::words(format!("0800000{number:05}")),
        ];
        cells.extend(row.groups.iter().map(Cell::words));
        cells.extend(services.get(row.service).map(Cell::words));
        cells.extend(periods.get(row.period).map(|p| Cell::words(*p)));
        cells.extend(row.answers.iter().map(|answer| match answer.is_empty() {
            true => Cell::empty(),
            false => Cell::words(answer),
        }));
        let comment = row.comment.and_then(|at| comments.get(at));
        cells.push(comment.map_or_else(Cell::empty, Cell::words));
        rows.push(Row::body(cells));
        // A gap where a clerk began a new page.
        if number % 120 == 0 {
            rows.push(Row::body(vec![Cell::empty(); columns.len()]));
        }
    }
    let mut total = vec![Cell::words(word("total")), Cell::empty()];
    total.resize_with(columns.len(), Cell::empty);
    if let Some(cell) = total.get_mut(profile + 1) {
        *cell = Cell::count(data.rows.len() as u64);
    }
    rows.push(Row::total(total));
    Document {
        language: voice.language,
        title: word("title_1"),
        author: None,
        date: None,
        cover: None,
        contents: None,
        header: String::new(),
        page_word: String::new(),
        blocks: vec![Block::Table(Table {
            id: word("sheet"),
            label: word("title_1"),
            caption: format!("{} · {}", word("title_2"), instrument.title.id),
            kind: TableKind::Reading,
            groups,
            columns,
            rows,
            notes: Vec::new(),
        })],
    }
}
