use super::chart_alternative::alternative;
use super::chart_index::{self, GroupIndex};
use super::composer::Composer;
use super::view::GroupIndexes;
use crate::document::Chart;
use crate::survey::GroupRole;

/// Fewer rows are read in the table as easily.
const LEAST_DOTS: usize = 8;
const LEAST_HEAT: usize = 3;
/// More rows fill more than a page.
const MOST: usize = 40;

/// What a table of groups shows badly: which units are apart, where their
/// intervals overlap, and at which item each is strong or weak. The number of the
/// group keeps their files apart.
pub fn figures(composer: &mut Composer, number: usize, group: &GroupIndexes, by: &str) {
    let Some(total) = composer.view().index().cloned() else {
        return;
    };
    let (study, voice) = (composer.study, composer.voice);
    let known = group.values.iter().filter_map(|(value, found)| {
        let index = found.as_ref().ok().copied()?.clone();
        Some(GroupIndex {
            name: composer.of((*value)?).to_owned(),
            n: index.n,
            found: Ok(index),
        })
    });
    let known: Vec<GroupIndex> = known.collect();
    let given = [
        ("by", by.to_owned()),
        ("short", composer.short()),
        ("item", composer.item_word()),
        ("n", voice.count(total.n)),
    ];
    if (LEAST_DOTS..=MOST).contains(&known.len()) {
        let chart = chart_index::group_chart(study, voice, &total, &known);
        let chart = chart_index::sorted(chart);
        let caption = voice.say("result.groups_dots", &given);
        add(
            composer,
            &format!("titik-{number}-{}", slug(by)),
            caption,
            Chart::Dots(chart),
        );
    }
    let of_place = matches!(group.role, GroupRole::Unit | GroupRole::Service);
    if of_place && (LEAST_HEAT..=MOST).contains(&known.len()) {
        let items = composer.view().items(&total);
        let chart = chart_index::group_heat(voice, &items, &known);
        let caption = voice.say("result.groups_heat", &given);
        add(
            composer,
            &format!("peta-{number}-{}", slug(by)),
            caption,
            Chart::Heat(chart),
        );
    }
}

/// A figure with its alternative text.
pub(super) fn add(composer: &mut Composer, id: &str, caption: String, chart: Chart) {
    let voice = composer.voice;
    let alt = alternative(voice, &caption, &chart);
    composer.figure(id, caption, alt, chart);
}

/// A text as part of the name of a file.
fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let text: String = text.to_lowercase().chars().map(plain).collect();
    let parts: Vec<&str> = text.split('-').filter(|p| !p.is_empty()).collect();
    parts.join("-")
}
