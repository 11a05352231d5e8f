use super::issues::shortened;
use super::voice::Voice;
use crate::decimal::Decimal;
use crate::document::{Block, Cell, Column, Document, NoteKind, Row, Table, TableKind, plain};
use crate::stats::Exact;
use crate::survey::WhyUnused;
use serde::Serialize;

/// What was done to make a copy that may be shared.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AnonymityFacts {
    /// Asked for, and respondents in the copy.
    pub k: u64,
    pub n: u64,
    /// Combinations of characteristics, and respondents who share the rarest.
    pub classes: u64,
    pub smallest: u64,
    /// Cells of characteristics that were filled, and how many are blank now.
    pub cells: u64,
    pub blanked: u64,
    /// Respondents without a period beside others that have one: left out.
    pub without_period: u64,
    /// Columns of the copy, then those left out.
    pub columns: Vec<AnonymisedColumn>,
}

/// A column, what was done to it, and how many of its cells are blank for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AnonymisedColumn {
    pub header: String,
    pub done: Done,
    pub changed: u64,
}

/// What was done to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    Kept,
    /// Ages in bands.
    Banded,
    /// Rare levels joined to a neighbour.
    Joined,
    /// Dates to the month.
    Month,
    /// Remarks with persons masked.
    Masked,
    Pseudonym,
    Dropped(WhyUnused),
}

/// What was done, for people to read.
pub fn anonymity(facts: &AnonymityFacts, voice: &Voice) -> Document {
    let share = Exact::ratio(
        100 * i128::from(facts.blanked),
        i128::from(facts.cells.max(1)),
    );
    let given = [
        ("n", voice.count(facts.n)),
        ("k", voice.count(facts.k)),
        ("classes", voice.count(facts.classes)),
        ("smallest", voice.count(facts.smallest)),
        ("cells", voice.count(facts.cells)),
        ("blanked", voice.count(facts.blanked)),
        ("percent", format!("{}%", voice.decimal(share.round(1)))),
        ("without", voice.count(facts.without_period)),
    ];
    let mut keys = vec!["anonymity.classes", "anonymity.blanked"];
    if facts.without_period > 0 {
        keys.push("anonymity.without_period");
    }
    let mut blocks: Vec<Block> = keys
        .into_iter()
        .map(|key| Block::Paragraph {
            text: plain(voice.say(key, &given)),
            rule: Some(key.to_owned()),
        })
        .collect();
    let columns = vec![
        Column::words(voice.word("column.header"), 40),
        Column::words(voice.word("anonymity.done"), 40),
        Column::numbers(voice.word("anonymity.changed"), 14),
    ];
    let row = |column: &AnonymisedColumn| {
        Row::body(vec![
            Cell::words(shortened(&column.header)),
            Cell::words(done(voice, column.done)),
            Cell::count(column.changed),
        ])
    };
    let rows = facts.columns.iter().map(row).collect();
    let caption = voice.word("anonymity.caption");
    blocks.push(Block::Table(Table::reading(
        "Anonim", caption, columns, rows,
    )));
    let mut cautions = vec!["anonymity.caution"];
    if facts
        .columns
        .iter()
        .any(|column| column.done == Done::Masked)
    {
        cautions.push("anonymity.caution_masked");
    }
    blocks.extend(cautions.into_iter().map(|key| Block::Note {
        kind: NoteKind::Caution,
        text: plain(voice.word(key)),
    }));
    voice.document(voice.word("anonymity.title"), blocks)
}

fn done(voice: &Voice, done: Done) -> String {
    let key = match done {
        Done::Kept => "kept",
        Done::Banded => "banded",
        Done::Joined => "joined",
        Done::Month => "month",
        Done::Masked => "masked",
        Done::Pseudonym => "pseudonym",
        Done::Dropped(why) => {
            let why = super::check::unused_words(voice, why);
            return voice.say("anonymity.dropped", &[("why", why)]);
        }
    };
    voice.word(&format!("anonymity.{key}"))
}

/// A copy as a workbook: one sheet, the headers in its first row.
pub fn anonymous_copy(headers: &[String], rows: &[Vec<String>], voice: &Voice) -> Document {
    let columns = headers
        .iter()
        .map(|header| Column::words(header, 16))
        .collect();
    let rows = rows
        .iter()
        .map(|row| Row::body(row.iter().map(|text| cell(text)).collect()));
    let table = Table {
        kind: TableKind::Data,
        ..Table::reading(
            voice.word("anonymity.sheet"),
            String::new(),
            columns,
            rows.collect(),
        )
    };
    Document::short(
        voice.language,
        voice.word("anonymity.title"),
        vec![Block::Table(table)],
    )
}

/// A whole number as a number, anything else as text, never as a formula.
fn cell(text: &str) -> Cell {
    let number = text
        .parse::<i64>()
        .ok()
        .filter(|number| number.to_string() == text);
    match number.filter(|number| number.abs() < 1_000_000) {
        _ if text.is_empty() => Cell::empty(),
        Some(units) => Cell::decimal(units as f64, Decimal { units, places: 0 }),
        None => Cell::words(text),
    }
}
