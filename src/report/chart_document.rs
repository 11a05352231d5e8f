use super::ChartKind;
use super::Rules;
use super::chart_table::chart_table;
use super::composer::Composer;
use super::voice::Voice;
use crate::analysis::Study;
use crate::document::{
    Block, Chart, Content, Document, Figure, Row, Table, TableKind, plain, plain_text,
};

/// A figure and the table of what it shows, as a document: the caption tells
/// what, the alternative text tells the numbers.
pub fn chart_document(
    study: &Study,
    voice: &Voice,
    rules: &Rules,
    (kind, of): (ChartKind, Option<String>),
    chart: Chart,
) -> Document {
    let composer = Composer::new(study, voice, rules);
    let given = [
        ("short", composer.short()),
        ("item", of.unwrap_or_else(|| composer.item_word())),
        ("unit", composer.unit()),
    ];
    let mut caption = voice.say(kind.caption(), &given);
    if study.survey.office.simulated {
        caption = format!("{caption} ({})", voice.word("cover.simulated"));
    }
    let (columns, rows) = chart_table(&chart, voice);
    let titles: Vec<&str> = columns.iter().map(|c| c.title.as_str()).collect();
    let opening = match &chart {
        Chart::Poster(poster) => format!(
            "{caption}. {} {}, {} {}",
            poster.value_title,
            voice.decimal(poster.value),
            poster.grade,
            poster.word
        ),
        _ => caption.clone(),
    };
    let alt = alternative(voice, opening.trim_end(), chart.note(), &titles, &rows);
    let table = Table {
        id: kind.word().to_owned(),
        label: String::new(),
        caption: caption.clone(),
        kind: TableKind::Reading,
        groups: Vec::new(),
        columns,
        rows,
        notes: vec![plain(chart.note())],
    };
    let figure = Figure {
        id: kind.word().to_owned(),
        label: String::new(),
        caption: caption.clone(),
        alt,
        chart,
        drawn_from: None,
    };
    voice.document(caption, vec![Block::Figure(figure), Block::Table(table)])
}

/// What the figure shows, in words: the first rows with their first numbers.
pub(super) fn alternative(
    voice: &Voice,
    caption: &str,
    note: &str,
    titles: &[&str],
    rows: &[Row],
) -> String {
    const MOST: usize = 12;
    let lines: Vec<String> = rows
        .iter()
        .take(MOST)
        .map(|row| line(voice, titles, row))
        .collect();
    let mut text = format!("{caption}. {}", lines.join("; "));
    if rows.len() > MOST {
        let more = ("n", (rows.len() - MOST).to_string());
        text.push_str(&voice.say("figure.more_rows", &[more]));
    }
    format!("{}. {note}", text.trim_end_matches(['.', ' ']))
}

fn line(voice: &Voice, titles: &[&str], row: &Row) -> String {
    const NUMBERS: usize = 10;
    let mut name = Vec::new();
    let mut numbers = Vec::new();
    for (title, cell) in titles.iter().zip(&row.cells) {
        match &cell.content {
            Content::Number(number) if numbers.len() < NUMBERS => {
                numbers.push(format!("{title} {}", voice.decimal(number.shown)));
            }
            Content::Text(text) if numbers.is_empty() => {
                name.push(plain_text(text));
            }
            _ => {}
        }
    }
    name.retain(|part| !part.trim().is_empty());
    match name.is_empty() {
        true => numbers.join(", "),
        false => format!("{}: {}", name.join(" "), numbers.join(", ")),
    }
}
