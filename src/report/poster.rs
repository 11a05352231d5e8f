use super::Rules;
use super::chart_index::highest_first;
use super::collection::{date, span};
use super::composer::{Composer, capital};
use super::figures::index_chart;
use super::period::period_name;
use super::profile::{panels, role_name, share_shown};
use super::voice::Voice;
use crate::analysis::{FrequencyTable, SatisfactionIndex, Study};
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
    let title = match composer.study.survey.public_service {
        true => "poster.title_skm",
        false => "poster.title_other",
    };
    let mut profile = profile(&composer, small);
    let mut respondents = respondents(&composer, index.n);
    respondents.extend(sexes(voice, &mut profile));
    let period = survey.period.as_ref().map(|period| {
        let name = period_name(voice, period).to_uppercase();
        voice.say("cover.period", &[("period", name)])
    });
    let (items_title, items) = items(&composer, index);
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
        items_title,
        items,
        thanks: voice.word("poster.thanks"),
        small_print: small_print(&composer, index.n),
    })))
}

/// Values of one characteristic that a poster shows.
const MOST_VALUES: usize = 10;

/// The characteristics of the respondents; one where every value would be hidden
/// says nothing.
fn profile(composer: &Composer, small: u64) -> Vec<ProfilePanel> {
    let voice = composer.voice;
    let tables = composer.view().profile();
    let of = |entry: &(GroupRole, &FrequencyTable)| {
        let panel = panels(voice, &[*entry], Some(small)).pop()?;
        Some(shortened(voice, panel, entry.1.n_valid))
    };
    let shown = |panel: &ProfilePanel| panel.bars.iter().any(|bar| bar.count.is_some());
    tables.iter().filter_map(of).filter(shown).collect()
}

/// A characteristic of many values keeps the most frequent; the others are one
/// bar at the end.
fn shortened(voice: &Voice, mut panel: ProfilePanel, n: u64) -> ProfilePanel {
    if panel.bars.len() <= MOST_VALUES {
        return panel;
    }
    let mut counts: Vec<u64> = panel.bars.iter().filter_map(|bar| bar.count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let all = panel.bars.len();
    // Of equal ones the first in the order of the panel are kept.
    let least = counts.get(MOST_VALUES - 2).copied().unwrap_or(0);
    let above = counts.iter().filter(|&&count| count > least).count();
    let mut equal = (MOST_VALUES - 1).saturating_sub(above);
    panel.bars.retain(|bar| match bar.count {
        Some(count) if count > least => true,
        Some(count) if count == least && equal > 0 => {
            equal -= 1;
            true
        }
        _ => false,
    });
    let kept: u64 = panel.bars.iter().filter_map(|bar| bar.count).sum();
    let others = n.saturating_sub(kept);
    let left_out = voice.count((all - panel.bars.len()) as u64);
    panel.bars.push(ProfileBar {
        label: voice.say("poster.others", &[("n", left_out)]),
        count: Some(others),
        share: others as f64 / n as f64,
        shown: share_shown(others, n),
    });
    panel
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

/// Items a poster shows all; of more, so many of the highest and of the lowest.
const MOST_ITEMS: usize = 20;
const ENDS: usize = 8;

/// The bars without whiskers, for the public reads one number an item, and what
/// stands over them.
fn items(composer: &Composer, index: &SatisfactionIndex) -> (String, IndexChart) {
    let voice = composer.voice;
    let mut chart = index_chart(composer.study, voice, index);
    chart.line = None;
    chart.note = String::new();
    for bar in &mut chart.bars {
        bar.interval = None;
    }
    let all = chart.bars.len();
    let mut given = vec![("item", composer.item_word().to_uppercase())];
    if all <= MOST_ITEMS {
        return (voice.say("poster.items", &given), chart);
    }
    let bars = &mut chart.bars;
    bars.retain(|bar| bar.value.is_some());
    bars.sort_by(highest_first);
    if let Some(middle) = bars.len().checked_sub(2 * ENDS) {
        bars.drain(ENDS..ENDS + middle);
    }
    given.push(("ends", voice.count(ENDS as u64)));
    given.push(("all", voice.count(all as u64)));
    (voice.say("poster.items_ends", &given), chart)
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
