use super::analysis;
use super::cards::{Card, Cards};
use super::composer::Composer;
use super::methods::of_finding;
use super::{Rules, Voice};
use crate::analysis::{Entry, Finding, Study};
use crate::document::{Block, Cell, Column, Document, Row, Table, plain};

/// The card of a method as a short document.
pub fn explain_method(name: &str, card: &Card, voice: &Voice) -> Document {
    let title = card.name.text(voice.language).to_owned();
    voice.document(
        super::voice::capital(&title),
        vec![card_table(name, card, voice)],
    )
}

fn card_table(name: &str, card: &Card, voice: &Voice) -> Block {
    let of = |words: &crate::survey::Words| words.text(voice.language).to_owned();
    let lines = [
        ("card.question", of(&card.question)),
        ("card.formula", card.formula.clone()),
        ("card.assumes", of(&card.assumes)),
        ("card.when_not", of(&card.when_not)),
        ("card.source", card.source.clone()),
        ("card.checked", card.checked.clone()),
        ("card.key", name.to_owned()),
    ];
    let rows =
        lines.map(|(key, text)| Row::body(vec![Cell::words(voice.word(key)), Cell::words(text)]));
    let columns = vec![
        Column::words(voice.word("column.fact"), 24),
        Column::words(voice.word("column.value"), 74),
    ];
    let title = super::voice::capital(card.name.text(voice.language));
    Block::Table(Table::reading(
        format!("Kartu {name}").chars().take(31).collect::<String>(),
        title,
        columns,
        rows.into(),
    ))
}

/// Every card by name and question.
pub fn explain_list(cards: &Cards, voice: &Voice) -> Document {
    let columns = vec![
        Column::words(voice.word("card.key"), 28),
        Column::words(voice.word("column.method"), 34),
        Column::words(voice.word("card.question"), 60),
    ];
    let rows = cards.0.iter().map(|(key, card)| {
        Row::body(vec![
            Cell::words(key.clone()),
            Cell::words(card.name.text(voice.language)),
            Cell::words(card.question.text(voice.language)),
        ])
    });
    let table = Table::reading("Kartu", voice.word("card.list"), columns, rows.collect());
    voice.document(voice.word("card.title"), vec![Block::Table(table)])
}

/// One finding of a study: where its data come from, its numbers, and the cards
/// of its methods. `number` counts the entries of the study from 1.
pub fn explain_entry(
    study: &Study,
    number: usize,
    cards: &Cards,
    voice: &Voice,
    rules: &Rules,
) -> Option<Document> {
    let entry = study.entries.get(number.checked_sub(1)?)?;
    let mut composer = Composer::new(study, voice, rules);
    let given = [("number", number.to_string()), ("sort", sort(entry))];
    composer.say("explain.entry", &given);
    let sources: Vec<_> = study
        .survey
        .sources
        .iter()
        .map(|source| {
            let (from, to) = source.body_rows.unwrap_or(source.header_rows);
            let sheet = source.sheet.as_deref().unwrap_or("–");
            let given = [
                ("place", format!("{} › {sheet}!{from}:{to}", source.file)),
                ("n", voice.count(source.respondents)),
            ];
            plain(voice.say("explain.source", &given))
        })
        .collect();
    composer.list(false, sources);
    match &entry.outcome {
        Ok(Finding::Index(index)) => {
            let given = [
                ("short", composer.short()),
                ("value", voice.number(index.exact, 6)),
                ("printed", voice.decimal(index.printed)),
                ("n", voice.count(index.n)),
            ];
            composer.say("explain.index", &given);
            let (columns, rows) = (composer.item_columns(), composer.item_rows(index));
            let item = composer.item_word();
            let caption = voice.say("result.per_item_caption", &[("item", item)]);
            composer.table("Unsur", caption, columns, rows);
        }
        Ok(_) => analysis::chapter(&mut composer, entry),
        Err(why) => {
            let because = composer.because(why);
            composer.say("compare.no_test", &[("because", because)]);
        }
    }
    let mut blocks = composer.blocks;
    if let Ok(finding) = &entry.outcome {
        let used = of_finding(finding).into_iter();
        let used = used.filter_map(|name| Some((name, cards.0.get(name)?)));
        blocks.extend(used.map(|(name, card)| card_table(name, card, voice)));
    }
    Some(voice.document(voice.say("explain.title", &given), blocks))
}

/// The sort of an entry, as it stands in JSON.
fn sort(entry: &Entry) -> String {
    match &entry.outcome {
        Ok(finding) => {
            let value = serde_json::to_value(finding).unwrap_or_default();
            let sort = value.get("finding").and_then(|sort| sort.as_str());
            sort.unwrap_or_default().to_owned()
        }
        Err(_) => "–".to_owned(),
    }
}
