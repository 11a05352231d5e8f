use super::voice::Voice;
use crate::document::{Block, Cell, Column, Document, Row, Table, plain};
use crate::survey::{Instrument, ItemSpec, Items};

/// The instruments there are: name, title, what they rest on, items, scale.
pub fn instrument_list(instruments: &[Instrument], voice: &Voice) -> Document {
    let columns = vec![
        Column::words(voice.word("instrument.name"), 12),
        Column::words(voice.word("instrument.title"), 34),
        Column::words(voice.word("instrument.rests"), 34),
        Column::marks(voice.word("instrument.items"), 8),
        Column::marks(voice.word("instrument.scale"), 7),
    ];
    let rows = instruments
        .iter()
        .map(|instrument| {
            let items = match &instrument.items {
                Items::Fixed(items) => items.len().to_string(),
                Items::Any => voice.word("instrument.any"),
            };
            Row::body(vec![
                Cell::words(instrument.id.clone()),
                Cell::words(instrument.title.text(voice.language)),
                Cell::words(instrument.regulation.text(voice.language)),
                Cell::words(items),
                Cell::words(format!("{}–{}", instrument.scale.min, instrument.scale.max)),
            ])
        })
        .collect();
    let caption = voice.word("instrument.list_caption");
    document(voice, caption.clone(), vec![table(caption, columns, rows)])
}

/// One instrument: items with their question and answers, grades, sources.
pub fn instrument_card(instrument: &Instrument, voice: &Voice) -> Document {
    let language = voice.language;
    let paragraph = |text: String| Block::Paragraph {
        text: plain(text),
        rule: None,
    };
    let mut blocks = vec![paragraph(instrument.regulation.text(language).to_owned())];
    if let Items::Fixed(items) = &instrument.items {
        blocks.push(item_table(instrument, items, voice));
    }
    if !instrument.bands.is_empty() {
        blocks.push(band_table(instrument, voice));
    }
    blocks.push(paragraph(format!("{}:", voice.word("instrument.source"))));
    let sources = instrument.sources.iter();
    blocks.push(Block::List {
        ordered: false,
        items: sources.map(|s| plain(s.clone())).collect(),
    });
    let title = instrument.title.text(language).to_owned();
    document(voice, format!("{} ({})", title, instrument.id), blocks)
}

fn item_table(instrument: &Instrument, items: &[ItemSpec], voice: &Voice) -> Block {
    let language = voice.language;
    let columns = vec![
        Column::marks(voice.word("column.no"), 5),
        Column::words("id", 14),
        Column::words(voice.word("column.question"), 40),
        Column::words(voice.word("column.answer"), 40),
    ];
    let answers = |item: &ItemSpec| {
        let labels = match item.labels.is_empty() {
            true => &instrument.scale.labels,
            false => &item.labels,
        };
        let answers: Vec<String> = (instrument.scale.min..)
            .zip(labels)
            .map(|(code, label)| format!("{code} = {}", label.text(language)))
            .collect();
        answers.join("; ")
    };
    let rows = items
        .iter()
        .map(|item| {
            Row::body(vec![
                Cell::words(item.code.clone()),
                Cell::words(item.id.clone()),
                Cell::words(item.question.text(language)),
                Cell::words(answers(item)),
            ])
        })
        .collect();
    table(voice.word("annex.form_caption"), columns, rows)
}

fn band_table(instrument: &Instrument, voice: &Voice) -> Block {
    let columns = vec![
        Column::marks(voice.word("column.grade_x"), 10),
        Column::marks(voice.word("column.converted"), 26),
        Column::words(voice.word("column.grade_y"), 26),
    ];
    let rows = instrument
        .bands
        .iter()
        .map(|band| {
            let (from, to) = (voice.decimal(band.from), voice.decimal(band.to));
            Row::body(vec![
                Cell::words(band.grade.clone()),
                Cell::words(format!("{from} – {to}")),
                Cell::words(band.word.text(voice.language)),
            ])
        })
        .collect();
    table(voice.word("result.bands_caption"), columns, rows)
}

fn table(caption: String, columns: Vec<Column>, rows: Vec<Row>) -> Block {
    Block::Table(Table::reading("", caption, columns, rows))
}

fn document(voice: &Voice, title: String, blocks: Vec<Block>) -> Document {
    voice.document(title, blocks)
}
