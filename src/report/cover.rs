use super::Material;
use super::composer::Composer;
use super::period::period_name;
use crate::document::{Cover, Span, Text, plain};

/// The cover page; what the office did not give is a visible blank.
pub fn cover(composer: &Composer, material: &Material) -> Cover {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    let kind = match survey.public_service {
        true => "cover.title_skm",
        false => "cover.title_other",
    };
    let period: Text = match &survey.period {
        Some(period) => {
            let name = period_name(voice, period).to_uppercase();
            plain(voice.say("cover.period", &[("period", name)]))
        }
        None => vec![Span::Blank(voice.word("cover.period_blank"))],
    };
    let mut foot = vec![vec![
        composer.given(&survey.office.place, "cover.place_blank"),
        Span::Plain(", ".to_owned()),
        match &survey.office.date {
            Some(date) => Span::Plain(super::collection::date(voice, date)),
            None => Span::Blank(voice.word("cover.date_blank")),
        },
    ]];
    if survey.office.simulated {
        foot.push(vec![Span::Strong(voice.word("cover.simulated"))]);
    }
    Cover {
        above: vec![vec![
            composer.given(&survey.office.parent, "cover.parent_blank"),
        ]],
        title: vec![plain(voice.word("cover.title_1")), plain(voice.word(kind))],
        below: vec![
            vec![composer.given(&survey.office.unit, "cover.unit_blank")],
            period,
        ],
        logo: material.logo.clone(),
        foot,
    }
}
