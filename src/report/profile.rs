use super::composer::Composer;
use super::voice::Voice;
use crate::analysis::{FrequencyTable, LevelShare};
use crate::decimal::Decimal;
use crate::document::{Cell, Chart, Column, ProfileBar, ProfileChart, ProfilePanel, Row};
use crate::stats::Exact;
use crate::survey::GroupRole;

/// The characteristics of respondents, as a table and as a figure.
pub fn profile(composer: &mut Composer) {
    let voice = composer.voice;
    let tables = composer.view().profile();
    if tables.is_empty() {
        composer.say("result.no_profile", &[]);
        super::multiple::multiple(composer);
        return;
    }
    let columns = vec![
        Column::marks(voice.word("column.no"), 4),
        Column::words(voice.word("column.characteristic"), 22),
        Column::words(voice.word("column.indicator"), 34),
        Column::numbers(voice.word("column.count"), 10),
        Column::numbers(voice.word("column.percent"), 12),
    ];
    let mut rows = Vec::new();
    for (number, (role, table)) in (1..).zip(&tables) {
        let name = role_name(voice, *role, &table.of);
        for (i, line) in lines(voice, table).into_iter().enumerate() {
            let (no, name) = match i {
                0 => (Cell::count(number), Cell::words(name.clone())),
                _ => (Cell::empty(), Cell::empty()),
            };
            rows.push(Row::body(vec![
                no,
                name,
                Cell::words(line.label),
                Cell::count(line.count),
                Cell::percent(line.share, line.shown),
            ]));
        }
    }
    let caption = voice.word("result.respondents_caption");
    composer.table("Profil", caption, columns, rows);
    super::multiple::multiple(composer);
    let panels = panels(voice, &tables, None);
    if panels.is_empty() {
        return;
    }
    let alt = voice.say(
        "result.respondents_alt",
        &[("text", panel_text(voice, &panels))],
    );
    let chart = Chart::Profile(ProfileChart {
        panels,
        note: voice.word("chart.profile_note"),
    });
    composer.figure(
        "karakteristik-responden",
        voice.word("result.respondents_figure"),
        alt,
        chart,
    );
}

/// The printed name of a characteristic.
pub fn role_name(voice: &Voice, role: GroupRole, header: &str) -> String {
    match role {
        GroupRole::Sex => voice.word("role.sex"),
        GroupRole::Age => voice.word("role.age"),
        GroupRole::Education => voice.word("role.education"),
        GroupRole::Job => voice.word("role.job"),
        GroupRole::Service => voice.word("role.service"),
        GroupRole::Unit => voice.word("role.unit"),
        GroupRole::Period => voice.word("role.period"),
        GroupRole::Other => header.to_owned(),
    }
}

/// The same inside a sentence: our own words small, a user's header as it is.
pub fn role_in_sentence(voice: &Voice, role: GroupRole, header: &str) -> String {
    match role {
        GroupRole::Other => header.to_owned(),
        _ => role_name(voice, role, header).to_lowercase(),
    }
}

/// One line of the table of characteristics.
pub struct Line {
    pub label: String,
    pub count: u64,
    pub share: f64,
    pub shown: Decimal,
}

/// Levels with their share of all respondents, blanks as a line of their own.
pub fn lines(voice: &Voice, table: &FrequencyTable) -> Vec<Line> {
    let line = |label: String, count: u64| Line {
        label,
        count,
        share: Exact::ratio(i128::from(count), i128::from(table.n_total)).value(),
        shown: share_shown(count, table.n_total),
    };
    let mut lines: Vec<Line> = table
        .levels
        .iter()
        .map(|level| line(level_name(voice, level), level.count))
        .collect();
    if table.n_missing > 0 {
        lines.push(line(voice.word("role.blank"), table.n_missing));
    }
    lines
}

/// A share in percent with two places, rounded in integers.
pub fn share_shown(count: u64, of: u64) -> Decimal {
    share_to(count, of, 2)
}

/// A share in percent, rounded in integers.
pub fn share_to(count: u64, of: u64, places: u8) -> Decimal {
    Exact::ratio(100 * i128::from(count), i128::from(of)).round(places)
}

fn level_name(voice: &Voice, level: &LevelShare) -> String {
    level.label.text(voice.language).to_owned()
}

/// Panels of the figure and of the poster; shares of those who filled it in.
/// Values of fewer than `small` respondents are left out of public ones, and the
/// next smallest with them until at least two values and `small` respondents are,
/// so that nobody can subtract.
pub fn panels(
    voice: &Voice,
    tables: &[(GroupRole, &FrequencyTable)],
    small: Option<u64>,
) -> Vec<ProfilePanel> {
    tables
        .iter()
        .filter(|(_, table)| table.n_valid > 0)
        .map(|(role, table)| ProfilePanel {
            title: role_name(voice, *role, &table.of),
            bars: bars(voice, table, small),
        })
        .collect()
}

fn bars(voice: &Voice, table: &FrequencyTable, small: Option<u64>) -> Vec<ProfileBar> {
    let hidden = hidden_below(table, small);
    table
        .levels
        .iter()
        .filter(|level| level.count > 0 || small.is_none())
        .map(|level| {
            let hide = hidden.is_some_and(|limit| level.count > 0 && level.count <= limit);
            ProfileBar {
                label: level_name(voice, level),
                count: (!hide).then_some(level.count),
                share: match hide {
                    true => 0.0,
                    false => level.valid_share,
                },
                shown: match hide {
                    true => Decimal::whole(0),
                    false => share_shown(level.count, table.n_valid),
                },
            }
        })
        .collect()
}

/// The largest count that is hidden, if any is.
fn hidden_below(table: &FrequencyTable, small: Option<u64>) -> Option<u64> {
    let small = small?;
    let mut counts: Vec<u64> = table
        .levels
        .iter()
        .map(|l| l.count)
        .filter(|&c| c > 0)
        .collect();
    counts.sort_unstable();
    let mut hidden = counts.iter().filter(|&&c| c < small).count();
    // Two of one respondent each are as plain as one alone: their sum is known.
    let enough = |hidden: usize| {
        let sum: u64 = counts.iter().take(hidden).sum();
        hidden >= 2 && sum >= small
    };
    while hidden > 0 && hidden < counts.len() && !enough(hidden) {
        hidden += 1;
    }
    counts.get(hidden.checked_sub(1)?).copied()
}

fn panel_text(voice: &Voice, panels: &[ProfilePanel]) -> String {
    panels
        .iter()
        .map(|panel| {
            let bars: Vec<String> = panel
                .bars
                .iter()
                .map(|bar| format!("{} {}%", bar.label, voice.decimal(bar.shown)))
                .collect();
            format!("{}: {}.", panel.title, bars.join(", "))
        })
        .collect::<Vec<_>>()
        .join(" ")
}
