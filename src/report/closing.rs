use super::composer::Composer;
use super::extremes::{End, all_equal, extremes};
use super::trend::change_sentences;
use crate::analysis::SatisfactionIndex;
use crate::document::{Span, Text, plain};

/// BAB V: conclusions, suggestions, signature.
pub fn chapter(composer: &mut Composer) {
    let voice = composer.voice;
    composer.chapter("V", "close.chapter");
    composer.section(voice.word("close.conclusion"));
    match composer.total() {
        Some(index) => {
            composer.say("close.conclusion_lead", &[]);
            let lines = conclusions(composer, index);
            composer.list(true, lines);
        }
        None => composer.no_index(),
    }
    suggestions(composer);
    signature(composer);
}

fn conclusions(composer: &Composer, index: &SatisfactionIndex) -> Vec<Text> {
    let voice = composer.voice;
    let mut given = vec![
        ("short", composer.short()),
        ("unit", composer.unit()),
        ("value", voice.decimal(index.printed)),
    ];
    let mut lines = vec![match &index.grade {
        Some(grade) => {
            given.push(("grade", grade.clone()));
            given.push(("word", composer.grade_word(grade)));
            voice.say("close.conclusion_index", &given)
        }
        None => voice.say("close.conclusion_index_no_grade", &given),
    }];
    let items = composer.view().items(index);
    if items.len() > 1 && all_equal(&items) {
        let item = ("item", composer.item_word());
        lines.push(voice.say("close.conclusion_equal", &[item]));
    } else if items.len() > 1 {
        let count = composer.rules.extremes.count;
        for (end, key) in [
            (End::Lowest, "close.conclusion_low"),
            (End::Highest, "close.conclusion_high"),
        ] {
            let names: Vec<String> = extremes(&items, count, end)
                .named
                .iter()
                .map(|(item, _)| composer.of(&item.name).to_owned())
                .collect();
            let given = [
                ("item", composer.item_word()),
                ("names", voice.list(&names)),
            ];
            lines.push(voice.say(key, &given));
        }
    }
    if let Some(change) = composer.view().change() {
        let sentences: Vec<String> = change_sentences(composer, change)
            .into_iter()
            .map(|(_, sentence)| sentence)
            .collect();
        let given = [("sentence", sentences.join(" "))];
        lines.push(voice.say("close.conclusion_change", &given));
    }
    lines.into_iter().map(plain).collect()
}

fn suggestions(composer: &mut Composer) {
    let voice = composer.voice;
    composer.section(voice.word("close.suggestion"));
    let media = &composer.study.survey.office.published_in;
    let publish = match media.is_empty() {
        true => voice.word("close.suggestion_2"),
        false => voice.say("close.suggestion_media", &[("media", voice.list(media))]),
    };
    let lines = vec![plain(voice.word("close.suggestion_1")), plain(publish)];
    composer.list(true, lines);
}

fn signature(composer: &mut Composer) {
    let voice = composer.voice;
    let office = &composer.study.survey.office;
    let place = composer.given(&office.place, "cover.place_blank");
    let date = match &office.date {
        Some(date) => Span::Plain(super::collection::date(voice, date)),
        None => Span::Blank(voice.word("cover.date_blank")),
    };
    composer.paragraph(
        "close.sign_head",
        vec![place, Span::Plain(", ".into()), date],
    );
    let head = match &office.head {
        Some(head) => Span::Strong(head.clone()),
        None => Span::Blank(voice.word("close.head_blank")),
    };
    let number = match &office.head_number {
        Some(number) => Span::Plain(format!("{} {number}", voice.word("close.number_blank"))),
        None => Span::Blank(voice.word("close.number_blank")),
    };
    // Room for a signature and a stamp.
    let room = format!("{}\n\n\n\n\n", voice.word("close.sign_head"));
    let lines = vec![Span::Plain(room), head, Span::Plain("\n".into()), number];
    composer.paragraph("close.sign_head", lines);
}
