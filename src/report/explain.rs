use super::analysis;
use super::cards::{Card, Cards};
use super::composer::Composer;
use super::methods::of_finding;
use super::{Rules, Voice};
use crate::analysis::{About, Entry, Finding, Study, Variable};
use crate::document::{Block, Cell, Column, Document, Row, Table, plain};
use serde_json::Value;

/// The card of a method as a short document.
pub fn explain_method(name: &str, card: &Card, voice: &Voice) -> Document {
    let title = card.title.text(voice.language).to_owned();
    voice.document(
        super::voice::capital(&title),
        vec![card_table(name, card, voice)],
    )
}

fn card_table(name: &str, card: &Card, voice: &Voice) -> Block {
    let of = |words: &crate::survey::Words| words.text(voice.language).to_owned();
    let lines = [
        ("card.question", of(&card.question)),
        ("card.formula", of(&card.formula)),
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

/// The entries of a study with the numbers by which `explain` knows them.
pub fn explain_study(study: &Study, voice: &Voice) -> Document {
    let columns = vec![
        Column::marks(voice.word("column.no"), 5),
        Column::words(voice.word("explain.sort"), 24),
        Column::words(voice.word("explain.about"), 60),
    ];
    let rows = study.entries.iter().enumerate().map(|(at, entry)| {
        Row::body(vec![
            Cell::words((at + 1).to_string()),
            Cell::words(sort(entry)),
            Cell::words(about(study, entry, voice)),
        ])
    });
    let caption = voice.word("explain.entries");
    let table = Table::reading("", caption.clone(), columns, rows.collect());
    voice.document(caption, vec![Block::Table(table)])
}

/// The entry and the address in it that a name stands for: `index`, or an item of
/// all respondents by its id or code.
pub fn entry_named(study: &Study, name: &str) -> Option<(usize, String)> {
    let same = |text: &str| text.eq_ignore_ascii_case(name.trim());
    let mut items = study.survey.items.iter();
    let item = items.position(|item| same(&item.id) || same(&item.code));
    let address = match item {
        Some(at) => format!("items.{at}"),
        None if ["index", "indeks", "ikm"].into_iter().any(same) => String::new(),
        None => return None,
    };
    let of_all = |entry: &Entry| {
        entry.about == About::Total && matches!(entry.outcome, Ok(Finding::Index(_)))
    };
    let at = study.entries.iter().position(of_all)?;
    Some((at + 1, address))
}

/// One finding of a study: where its data come from, its numbers (those whose
/// address begins so in full), and the cards of its methods. `number` counts the
/// entries of the study from 1.
pub fn explain_entry(
    study: &Study,
    (number, address): (usize, &str),
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
    blocks.extend(numbers(entry, address, voice));
    if let Ok(finding) = &entry.outcome {
        let used = of_finding(finding).into_iter();
        let used = used.filter_map(|name| Some((name, cards.0.get(name)?)));
        blocks.extend(used.map(|(name, card)| card_table(name, card, voice)));
    }
    Some(voice.document(voice.say("explain.title", &given), blocks))
}

/// The sort of an entry, as it stands in JSON.
fn sort(entry: &Entry) -> String {
    let finding = entry.outcome.as_ref().ok();
    finding.map_or_else(|| "–".to_owned(), |finding| finding.name().to_owned())
}

/// What an entry is about, as short as a list wants it.
fn about(study: &Study, entry: &Entry, voice: &Voice) -> String {
    if let Ok(Finding::Frequencies(table)) = &entry.outcome {
        return table.of.clone();
    }
    let of = |variable: &Variable| analysis::variable_name(study, voice, variable);
    match &entry.about {
        About::Total => voice.word("explain.total"),
        About::Group { by, value, .. } => {
            let value = value.as_ref().map(|value| value.text(voice.language));
            format!("{by} = {}", value.unwrap_or("–"))
        }
        About::Period(period) => period.clone(),
        About::Item(id) => id.clone(),
        About::Several(question) => question.clone(),
        About::Change { from, to } => format!("{from} → {to}"),
        About::Question { of, by } => {
            format!(
                "{} · {}",
                analysis::target_name(study, voice, of),
                by.trim()
            )
        }
        About::Together { of: all } => {
            let names: Vec<String> = all.iter().map(of).collect();
            names.join(" · ")
        }
        About::Model {
            outcome,
            predictors,
        } => {
            let names: Vec<String> = predictors.iter().map(of).collect();
            format!("{} ~ {}", of(outcome), names.join(" + "))
        }
    }
}

/// Every number of an entry with its address in `study.json`, in full.
fn numbers(entry: &Entry, address: &str, voice: &Voice) -> Option<Block> {
    let mut found = Vec::new();
    let value = entry.outcome.as_ref().ok().map(serde_json::to_value);
    let value = value.and_then(std::result::Result::ok).unwrap_or_default();
    collect(&value, String::new(), &mut found);
    found.retain(|(own, _)| {
        let rest = own.strip_prefix(address);
        rest.is_some_and(|rest| address.is_empty() || rest.is_empty() || rest.starts_with('.'))
    });
    if found.is_empty() {
        return None;
    }
    let rows = found
        .into_iter()
        .map(|(address, number)| Row::body(vec![Cell::words(address), Cell::words(number)]));
    let columns = vec![
        Column::words(voice.word("explain.address"), 50),
        Column::words(voice.word("column.value"), 30),
    ];
    let caption = voice.word("explain.numbers");
    Some(Block::Table(Table::reading(
        "",
        caption,
        columns,
        rows.collect(),
    )))
}

fn collect(value: &Value, address: String, found: &mut Vec<(String, String)>) {
    let below = |key: String| match address.is_empty() {
        true => key,
        false => format!("{address}.{key}"),
    };
    match value {
        Value::Number(number) => found.push((address, number.to_string())),
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                collect(value, below(at.to_string()), found);
            }
        }
        Value::Object(values) => {
            for (key, value) in values {
                collect(value, below(key.clone()), found);
            }
        }
        _ => {}
    }
}
