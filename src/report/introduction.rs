use super::composer::Composer;
use crate::document::{Span, plain};
use crate::language::Language;

/// BAB I: background, legal basis, aims.
pub fn chapter(composer: &mut Composer) {
    composer.chapter("I", "intro.chapter");
    background(composer);
    basis(composer);
    aims(composer);
}

fn background(composer: &mut Composer) {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    composer.section(voice.word("intro.background"));
    let given = |key: &'static str, value: String| (key, value);
    let k = survey.items.len().to_string();
    if survey.public_service {
        composer.say("intro.background_1", &[]);
        let given = [
            given("unit", composer.unit()),
            given("regulation", composer.of(&survey.regulation).to_owned()),
            given("k", k),
            given("item", composer.item_word()),
            given("index", composer.of(&survey.index_name).to_owned()),
            given("short", composer.short()),
        ];
        composer.say("intro.background_2", &given);
    } else {
        let given = [
            given("unit", composer.unit()),
            given("k", k),
            given("item", composer.item_word()),
            given(
                "instrument",
                composer.of(&survey.instrument_title).to_owned(),
            ),
        ];
        composer.say("intro.background_other", &given);
    }
}

fn basis(composer: &mut Composer) {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    composer.section(voice.word("intro.basis"));
    composer.say("intro.basis_lead", &[]);
    let mut items = Vec::new();
    if survey.public_service {
        items.push(plain(voice.word("intro.basis_law")));
        items.push(plain(voice.word("intro.basis_pp")));
        // The first source of an instrument is its regulation with its full
        // title; remarks on it stand in brackets.
        let full = match voice.language {
            Language::Id => survey.instrument_sources.first(),
            Language::En => None,
        };
        let full = full.map_or_else(|| composer.of(&survey.regulation), String::as_str);
        let regulation = full.split(" (").next().unwrap_or(full).to_owned();
        items.push(plain(
            voice.say("intro.basis_regulation", &[("regulation", regulation)]),
        ));
    }
    for own in &survey.office.legal_basis {
        items.push(plain(
            voice.say("intro.basis_own", &[("text", own.clone())]),
        ));
    }
    if survey.office.legal_basis.is_empty() {
        items.push(vec![Span::Blank(voice.word("intro.basis_blank"))]);
    }
    composer.series(items);
}

fn aims(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("intro.aims"));
    composer.say("intro.aims_lead", &[]);
    let given = [("item", composer.item_word())];
    let aims = [
        "intro.aims_1",
        "intro.aims_2",
        "intro.aims_3",
        "intro.aims_4",
    ];
    composer.series(
        aims.iter()
            .map(|key| plain(voice.say(key, &given)))
            .collect(),
    );
}
