use super::voice::Voice;
use crate::document::{
    Block, Cell, Column, Cover, Document, Row, Span, Table, TableKind, Text, plain,
};
use crate::language::Language;
use crate::survey::{GroupRole, Instrument, ItemSpec, Words};

/// An entry sheet for answers on paper: a column per question, answers from a
/// list. `check` reads it back without being told anything.
pub fn entry_sheet(instrument: &Instrument, voice: &Voice) -> Document {
    let language = voice.language;
    let mut columns = vec![Column::marks(voice.word("column.no"), 5)];
    columns.push(Column::words(voice.word("form.date"), 14));
    for group in &instrument.groups {
        let mut column = Column::words(group.name.text(language), 18);
        // A number (age in years) is typed, not chosen.
        if group.ranges.is_empty() {
            column.choices = choices(group.values.iter().map(|(words, _)| words), language);
        }
        columns.push(column);
    }
    for item in instrument.items_or_ten() {
        let title = format!("{} {}", item.code, item.name.text(language));
        let mut column = Column::words(title, 22);
        column.choices = choices(labels(instrument, &item).iter(), language);
        columns.push(column);
    }
    columns.push(Column::words(voice.word("form.comment"), 40));
    let title = instrument.title.text(language).to_owned();
    let given = [("instrument", title)];
    document(
        voice,
        voice.say("form.title", &given),
        None,
        vec![Block::Table(Table {
            id: voice.word("form.entry"),
            label: String::new(),
            caption: voice.say("form.entry_caption", &given),
            kind: TableKind::Entry,
            groups: Vec::new(),
            columns,
            rows: Vec::new(),
            notes: Vec::new(),
        })],
    )
}

/// The printable form: respondent block, questions with boxes to tick.
pub fn questionnaire(instrument: &Instrument, voice: &Voice) -> Document {
    let language = voice.language;
    let title = instrument.title.text(language).to_owned();
    let mut blocks = vec![Block::Heading {
        level: 2,
        number: String::new(),
        text: voice.word("form.respondent"),
    }];
    let mut lines: Vec<Text> = vec![vec![
        Span::Plain(format!("{}: ", voice.word("form.date"))),
        Span::Blank(voice.word("form.fill")),
    ]];
    for group in &instrument.groups {
        let name = Span::Plain(format!("{}: ", group.name.text(language)));
        let boxes = choices(group.values.iter().map(|(words, _)| words), language);
        lines.push(match boxes.is_empty() || group.role == GroupRole::Age {
            true => vec![name, Span::Blank(voice.word("form.fill"))],
            false => vec![name, Span::Plain(ticks(&boxes))],
        });
    }
    blocks.push(Block::List {
        ordered: false,
        items: lines,
    });
    blocks.push(Block::Heading {
        level: 2,
        number: String::new(),
        text: voice.word("form.questions"),
    });
    blocks.push(Block::Paragraph {
        text: plain(voice.word("form.lead")),
        rule: None,
    });
    blocks.push(Block::Table(questions(instrument, voice)));
    blocks.push(Block::Paragraph {
        text: vec![
            Span::Plain(format!("{}: ", voice.word("form.comment"))),
            Span::Blank(voice.word("form.fill")),
        ],
        rule: None,
    });
    let heading = voice.say("form.title", &[("instrument", title)]);
    document(voice, heading, None, blocks)
}

/// Questions in the order of the form, a line of boxes under each.
fn questions(instrument: &Instrument, voice: &Voice) -> Table {
    let language = voice.language;
    let mut items = instrument.items_or_ten();
    items.sort_by_key(|item| item.form);
    let rows = (1..)
        .zip(&items)
        .map(|(number, item)| {
            let boxes = choices(labels(instrument, item).iter(), language);
            Row::body(vec![
                Cell::count(number),
                Cell::words(item.question.text(language)),
                Cell::words(ticks(&boxes)),
            ])
        })
        .collect();
    Table {
        id: voice.word("form.entry"),
        label: String::new(),
        caption: String::new(),
        kind: TableKind::Reading,
        groups: Vec::new(),
        columns: vec![
            Column::marks(voice.word("column.no"), 4),
            Column::words(voice.word("column.question"), 50),
            Column::words(voice.word("column.answer"), 44),
        ],
        rows,
        notes: Vec::new(),
    }
}

fn document(voice: &Voice, title: String, cover: Option<Cover>, blocks: Vec<Block>) -> Document {
    Document {
        language: voice.language,
        header: title.clone(),
        title,
        author: None,
        date: None,
        cover,
        contents: None,
        page_word: voice.word("document.page"),
        blocks,
    }
}

fn labels<'a>(instrument: &'a Instrument, item: &'a ItemSpec) -> &'a [Words] {
    match item.labels.is_empty() {
        true => &instrument.scale.labels,
        false => &item.labels,
    }
}

fn choices<'a>(words: impl Iterator<Item = &'a Words>, language: Language) -> Vec<String> {
    words.map(|w| w.text(language).to_owned()).collect()
}

/// A place to mark before each answer, never parted from it at a line's end.
fn ticks(boxes: &[String]) -> String {
    let glued = |text: &String| format!("(\u{a0}\u{a0}\u{a0}) {text}").replace(' ', "\u{a0}");
    boxes.iter().map(glued).collect::<Vec<_>>().join("\u{2003}")
}
