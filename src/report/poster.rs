use super::Rules;
use super::collection::{date, span};
use super::composer::{Composer, capital};
use super::cover::is_skm;
use super::figures::index_chart;
use super::period::period_name;
use super::profile::{panels, role_name};
use super::voice::Voice;
use crate::analysis::{SatisfactionIndex, Study};
use crate::document::{Chart, IndexChart, PosterChart, ProfileBar, ProfilePanel};
use crate::survey::GroupRole;

/// The one-page publication of the result; none where there is no index.
/// Groups below the study's limit are left out.
pub fn poster(study: &Study, voice: &Voice, rules: &Rules) -> Option<Chart> {
    let composer = Composer::new(study, voice, rules);
    let survey = &study.survey;
    // So few answers would be published one by one.
    let small = survey.options.small_group;
    let index = composer.total().filter(|index| index.n >= small)?;
    let title = match is_skm(&composer) {
        true => "poster.title_skm",
        false => "poster.title_other",
    };
    let mut profile = panels(voice, &composer.view().profile(), Some(small));
    let mut respondents = respondents(&composer, index.n);
    respondents.extend(sexes(voice, &mut profile));
    let period = survey.period.as_ref().map(|period| {
        let name = period_name(voice, period).to_uppercase();
        voice.say("cover.period", &[("period", name)])
    });
    let item = composer.item_word().to_uppercase();
    let grade = index.grade.clone().unwrap_or_default();
    Some(Chart::Poster(Box::new(PosterChart {
        title: voice.word(title),
        unit: [&survey.office.unit, &survey.office.parent]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        period: period.unwrap_or_default(),
        value_title: voice.say(
            "poster.value",
            &[("short", composer.short().to_uppercase())],
        ),
        value: index.printed,
        word: capital(&composer.grade_word(&grade)),
        grade,
        respondents_title: voice.word("poster.respondents"),
        respondents,
        profile,
        items_title: voice.say("poster.items", &[("item", item)]),
        items: items(study, voice, index),
        thanks: voice.word("poster.thanks"),
        small_print: small_print(&composer, index.n),
    })))
}

/// Lines of the box on respondents: how many, when.
fn respondents(composer: &Composer, n: u64) -> Vec<(String, String)> {
    let voice = composer.voice;
    let people = voice.say("poster.people", &[("n", voice.count(n))]);
    let mut lines = vec![(voice.word("poster.count"), people)];
    let office = &composer.study.survey.office;
    if let Some((from, to)) = office.survey_from.as_ref().zip(office.survey_to.as_ref()) {
        let [from, to] = [from, to].map(|day| date(voice, day));
        lines.push((voice.word("poster.period"), span(voice, &from, &to)));
    }
    lines
}

/// Two lines say more than a panel of two bars: the sexes move to the box.
fn sexes(voice: &Voice, profile: &mut Vec<ProfilePanel>) -> Vec<(String, String)> {
    let sex = role_name(voice, GroupRole::Sex, "");
    let at = profile
        .iter()
        .position(|p| p.title == sex && p.bars.len() <= 2);
    let Some(at) = at else {
        return Vec::new();
    };
    let line = |bar: ProfileBar| {
        let n = voice.count(bar.count?);
        Some((bar.label, voice.say("poster.people", &[("n", n)])))
    };
    profile
        .remove(at)
        .bars
        .into_iter()
        .filter_map(line)
        .collect()
}

/// The bars without whiskers: the public reads one number an item.
fn items(study: &Study, voice: &Voice, index: &SatisfactionIndex) -> IndexChart {
    let mut chart = index_chart(study, voice, index);
    chart.line = None;
    chart.note = String::new();
    for bar in &mut chart.bars {
        bar.interval = None;
    }
    chart
}

fn small_print(composer: &Composer, n: u64) -> Vec<String> {
    let voice = composer.voice;
    let survey = &composer.study.survey;
    let regulation = composer.of(&survey.regulation).to_owned();
    let key = match regulation.is_empty() {
        true => "poster.small_method_plain",
        false => "poster.small_method",
    };
    let given = [
        ("regulation", regulation),
        ("n", voice.count(n)),
        ("small", voice.count(survey.options.small_group)),
    ];
    let mut lines = vec![voice.say(key, &given)];
    if survey.office.simulated {
        lines.push(voice.word("poster.small_simulated"));
    }
    lines
}
