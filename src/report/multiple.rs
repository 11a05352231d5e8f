use super::composer::{Composer, because};
use super::profile::share_shown;
use super::voice::Voice;
use crate::analysis::{Finding, MultipleAnswers};
use crate::document::{Block, Cell, Column, Row, Table, Text, plain};
use crate::stats::{Exact, Outcome};

/// The questions of a study with several answers, a table each.
pub fn multiple(composer: &mut Composer) {
    let study = composer.study;
    for entry in &study.entries {
        if let Ok(Finding::Multiple(found)) = &entry.outcome {
            one(composer, found);
        }
    }
}

/// One question as a numbered table.
pub fn one(composer: &mut Composer, found: &MultipleAnswers) {
    let voice = composer.voice;
    let (columns, rows) = columns_and_rows(voice, found);
    let notes = notes(voice, found);
    let caption = caption(voice, &found.of);
    composer.table_with("Pilihan", caption, Vec::new(), columns, rows, notes);
}

/// The same beside the columns of a file.
pub(super) fn blocks(voice: &Voice, all: &[(String, Outcome<MultipleAnswers>)]) -> Vec<Block> {
    let block = |(of, outcome): &(String, Outcome<MultipleAnswers>)| match outcome {
        Ok(found) => {
            let (columns, rows) = columns_and_rows(voice, found);
            let mut table = Table::reading("Pilihan", caption(voice, of), columns, rows);
            table.notes = notes(voice, found);
            Block::Table(table)
        }
        Err(why) => {
            let given = [("question", of.clone()), ("because", because(voice, why))];
            Block::Paragraph {
                text: plain(voice.say("analysis.no_result", &given)),
                rule: None,
            }
        }
    };
    all.iter().map(block).collect()
}

fn caption(voice: &Voice, question: &str) -> String {
    let question = super::issues::shortened(question);
    voice.say("multiple.caption", &[("question", question)])
}

fn notes(voice: &Voice, found: &MultipleAnswers) -> Vec<Text> {
    let given = [
        ("answered", voice.count(found.answered)),
        ("blank", voice.count(found.n.saturating_sub(found.answered))),
    ];
    vec![plain(voice.say("multiple.note", &given))]
}

fn columns_and_rows(voice: &Voice, found: &MultipleAnswers) -> (Vec<Column>, Vec<Row>) {
    let columns = vec![
        Column::words(voice.word("multiple.option"), 46),
        Column::numbers(voice.word("column.count"), 12),
        Column::numbers(voice.word("multiple.share"), 22),
    ];
    let row = |name: String, count: u64| {
        let share = Exact::ratio(i128::from(count), i128::from(found.answered.max(1)));
        let shown = share_shown(count, found.answered.max(1));
        Row::body(vec![
            Cell::words(name),
            Cell::count(count),
            Cell::percent(share.value(), shown),
        ])
    };
    let options = found.options.iter();
    let mut rows: Vec<Row> = options
        .map(|option| row(option.name.clone(), option.count))
        .collect();
    if found.other > 0 {
        let others = voice.say("multiple.other", &[("others", voice.count(found.others))]);
        rows.push(row(others, found.other));
    }
    (columns, rows)
}
