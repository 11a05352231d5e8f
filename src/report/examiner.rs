use super::cards::{Card, Cards};
use super::composer::Composer;
use super::methods::methods;
use super::named_rules::named_rules;
use crate::document::{Cell, Column, Row, plain};

/// The page for an examiner: program and data, every method with its formula and
/// source, the named rules, and where the same analysis stands for R and SPSS.
pub(super) fn examiner(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("examiner.section"));
    let made = &composer.study.made_by;
    let given = [
        ("program", made.name.clone()),
        ("version", made.version.clone()),
    ];
    composer.say("examiner.made_by", &given);
    let sources: Vec<_> = composer
        .study
        .survey
        .sources
        .iter()
        .map(|source| {
            let given = [
                ("file", source.file.clone()),
                ("hash", parted(&source.sha256)),
                ("n", voice.count(source.respondents)),
            ];
            plain(voice.say("examiner.source", &given))
        })
        .collect();
    if !sources.is_empty() {
        composer.list(false, sources);
    }
    composer.say("examiner.scripts", &[]);
    if composer.view().is_weighted() {
        composer.say("examiner.scripts_weights", &[]);
    }
    // Every card is read by a test; without them the page still stands.
    let cards = Cards::built_in().unwrap_or_else(|_| Cards(Default::default()));
    let used: Vec<&Card> = methods(composer.study)
        .into_iter()
        .filter_map(|name| cards.0.get(name))
        .collect();
    let columns = vec![
        Column::words(voice.word("column.method"), 20),
        Column::words(voice.word("column.formula"), 42),
        Column::words(voice.word("column.source"), 38),
    ];
    let rows = used.into_iter().map(|card| {
        Row::body(vec![
            Cell::words(composer.of(&card.name).to_owned()),
            Cell::words(composer.of(&card.formula).to_owned()),
            Cell::words(card.source.clone()),
        ])
    });
    let rows = rows.collect();
    composer.table("Metode", voice.word("examiner.methods"), columns, rows);
    rules(composer);
}

/// A long row of digits in parts, so that a line can end between them.
fn parted(digits: &str) -> String {
    let signs: Vec<char> = digits.chars().collect();
    let parts = signs.chunks(16).map(|part| part.iter().collect());
    parts.collect::<Vec<String>>().join(" ")
}

/// The named rules behind words and choices.
fn rules(composer: &mut Composer) {
    let voice = composer.voice;
    let items = named_rules(composer).into_iter().map(|rule| {
        let given = [
            ("name", rule.name),
            ("key", rule.key),
            ("source", rule.source.text(voice.language).to_owned()),
        ];
        plain(voice.say("rule.named", &given))
    });
    let items = items.collect();
    composer.say("examiner.rules", &[]);
    composer.list(false, items);
}
