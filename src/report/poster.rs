use super::Rules;
use super::collection::{date, span};
use super::composer::{Composer, capital};
use super::cover::is_skm;
use super::figures::index_chart;
use super::period::period_name;
use super::profile::{panels, role_name};
use super::voice::Voice;
use crate::analysis::Study;
use crate::document::{Chart, PosterChart};
use crate::survey::GroupRole;

/// The one-page publication of the result; none where there is no index.
/// Groups below the study's limit are left out.
pub fn poster(study: &Study, voice: &Voice, rules: &Rules) -> Option<Chart> {
    let composer = Composer::new(study, voice, rules);
    let index = composer.total()?;
    let survey = &study.survey;
    let short = composer.short();
    let title = match is_skm(&composer) {
        true => "poster.title_skm",
        false => "poster.title_other",
    };
    let n = voice.count(index.n);
    let mut respondents = vec![(
        voice.word("poster.count"),
        voice.say("poster.people", &[("n", n.clone())]),
    )];
    let office = &survey.office;
    if let Some((from, to)) = office.survey_from.as_ref().zip(office.survey_to.as_ref()) {
        let [from, to] = [from, to].map(|day| date(voice, day));
        respondents.push((voice.word("poster.period"), span(voice, &from, &to)));
    }
    let small = survey.options.small_group;
    let mut profile = panels(voice, &composer.view().profile(), Some(small));
    // Two lines say more than a panel of two bars.
    let sex = role_name(voice, GroupRole::Sex, "");
    if let Some(at) = profile
        .iter()
        .position(|p| p.title == sex && p.bars.len() <= 2)
    {
        for bar in profile.remove(at).bars {
            if let Some(count) = bar.count {
                let people = voice.say("poster.people", &[("n", voice.count(count))]);
                respondents.push((bar.label, people));
            }
        }
    }
    let method = match composer.of(&survey.regulation).is_empty() {
        true => "poster.small_method_plain",
        false => "poster.small_method",
    };
    let mut small_print = vec![voice.say(
        method,
        &[
            ("regulation", composer.of(&survey.regulation).to_owned()),
            ("n", n),
            ("small", voice.count(small)),
        ],
    )];
    if office.simulated {
        small_print.push(voice.word("poster.small_simulated"));
    }
    let mut items = index_chart(study, voice, index);
    items.line = None;
    let item = composer.item_word().to_uppercase();
    Some(Chart::Poster(Box::new(PosterChart {
        title: voice.word(title),
        unit: [&office.unit, &office.parent]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        period: match &survey.period {
            Some(period) => {
                let name = period_name(voice, period).to_uppercase();
                voice.say("cover.period", &[("period", name)])
            }
            None => String::new(),
        },
        value_title: voice.say("poster.value", &[("short", short)]),
        value: index.printed,
        grade: index.grade.clone().unwrap_or_default(),
        word: index
            .grade
            .as_ref()
            .map_or_else(String::new, |g| capital(&composer.grade_word(g))),
        respondents_title: voice.word("poster.respondents"),
        respondents,
        profile,
        items_title: voice.say("poster.items", &[("item", item)]),
        items,
        thanks: voice.word("poster.thanks"),
        small_print,
    })))
}
