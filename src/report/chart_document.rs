use super::ChartKind;
use super::Rules;
use super::chart_alternative::alternative;
use super::chart_table::chart_table;
use super::composer::Composer;
use super::voice::Voice;
use crate::analysis::Study;
use crate::document::{Block, Chart, Document, Figure, Table, TableKind, plain};

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
    let alt = alternative(voice, opening.trim_end(), &chart);
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
