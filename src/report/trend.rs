use super::chart_index;
use super::composer::Composer;
use super::period::{period_name, this_period};
use crate::analysis::{Change, Earlier, SatisfactionIndex};
use crate::document::{Cell, Chart, Column, Row};
use crate::stats::NotComputable;

/// The index over periods: sentence, table, figure.
pub fn section(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    let short = composer.short();
    composer.section(voice.say("discuss.trend", &[("short", short)]));
    let earlier = composer.view().earlier();
    if earlier.is_empty() {
        composer.say("discuss.trend_none", &[]);
        return;
    }
    if let Some(change) = composer.view().change() {
        for (rule, sentence) in change_sentences(composer, change) {
            composer.paragraph(rule, crate::document::plain(sentence));
        }
    }
    table(composer, index, &earlier);
    figure(composer, index, &earlier);
}

/// What the change is and whether it is real, each with the name of its rule.
pub fn change_sentences(composer: &Composer, change: &Change) -> Vec<(&'static str, String)> {
    let voice = composer.voice;
    let (Some(index), Some(before)) = (
        composer.total(),
        composer.view().earlier().last().copied().cloned(),
    ) else {
        return Vec::new();
    };
    let points = change.difference_printed;
    let size = crate::decimal::Decimal {
        units: points.units.abs(),
        ..points
    };
    let given = [
        ("short", composer.short()),
        ("points", voice.decimal(size)),
        ("before", voice.decimal(before.printed)),
        ("now", voice.decimal(index.printed)),
        ("from", period_name(voice, &change.from)),
        ("to", now(composer)),
    ];
    let rule = match points.units.signum() {
        0 => "discuss.change_same",
        1 => "discuss.change_up",
        _ => "discuss.change_down",
    };
    let mut sentences = vec![(rule, voice.say(rule, &given))];
    if let (Some(was), Some(is)) = (&before.grade, &index.grade)
        && was != is
    {
        let given = [("before", was.clone()), ("now", is.clone())];
        let rule = "discuss.grade_changed";
        sentences.push((rule, voice.say(rule, &given)));
    }
    sentences.push(tested(composer, index, change));
    sentences
}

fn tested(
    composer: &Composer,
    index: &SatisfactionIndex,
    change: &Change,
) -> (&'static str, String) {
    let voice = composer.voice;
    match (&change.t, &change.df, &change.p, &change.interval) {
        (Ok(t), Ok(df), Ok(p), Ok((low, high))) => {
            let rule = match *p < composer.rules.change.alpha {
                true => "discuss.change_real",
                false => "discuss.change_unclear",
            };
            let given = [
                ("t", voice.number(*t, 2)),
                ("df", voice.degrees(*df)),
                ("p", voice.p(*p)),
                ("low", voice.number(*low, 2)),
                ("high", voice.number(*high, 2)),
            ];
            (rule, voice.say(rule, &given))
        }
        _ => {
            // An index without a standard error knows why better than the
            // change does.
            let why = [
                index.standard_error.as_ref().err(),
                change.t.as_ref().err(),
                change.p.as_ref().err(),
                change.interval.as_ref().err(),
            ]
            .into_iter()
            .flatten()
            .next()
            .cloned()
            .unwrap_or(NotComputable::NoAnswers);
            let because = composer.because(&why);
            let rule = "discuss.change_untested";
            (rule, voice.say(rule, &[("because", because)]))
        }
    }
}

fn table(composer: &mut Composer, index: &SatisfactionIndex, earlier: &[&Earlier]) {
    let voice = composer.voice;
    let columns = vec![
        Column::words(voice.word("column.period"), 24),
        Column::numbers(voice.word("column.n"), 9),
        Column::numbers(composer.short(), 10),
        Column::marks(voice.word("column.grade"), 8),
        Column::marks(voice.word("column.interval"), 18),
        Column::words(voice.word("column.source"), 28),
    ];
    let mut rows: Vec<Row> = earlier
        .iter()
        .map(|e| {
            let source = match e.standard_error {
                Some(_) => "discuss.trend_counts",
                None => "discuss.trend_published",
            };
            Row::body(vec![
                Cell::words(period_name(voice, &e.period)),
                e.n.map_or_else(Cell::empty, Cell::count),
                Cell::decimal(e.index, e.printed),
                Cell::words(e.grade.clone().unwrap_or_default()),
                interval(composer, e.interval),
                Cell::words(voice.word(source)),
            ])
        })
        .collect();
    rows.push(Row::total(vec![
        Cell::words(now(composer)),
        Cell::count(index.n),
        Cell::decimal(index.exact, index.printed),
        Cell::words(index.grade.clone().unwrap_or_default()),
        interval(composer, index.interval.as_ref().ok().copied()),
        Cell::words(voice.word("discuss.trend_counts")),
    ]));
    let short = composer.short();
    let caption = voice.say("discuss.trend_caption", &[("short", short)]);
    composer.table("Tren", caption, columns, rows);
}

fn now(composer: &Composer) -> String {
    this_period(composer.voice, composer.study.survey.period.as_deref())
}

fn interval(composer: &Composer, interval: Option<(f64, f64)>) -> Cell {
    match interval {
        Some((low, high)) => {
            let voice = composer.voice;
            Cell::words(format!(
                "{} – {}",
                voice.number(low, 2),
                voice.number(high, 2)
            ))
        }
        None => Cell::empty(),
    }
}

fn figure(composer: &mut Composer, index: &SatisfactionIndex, earlier: &[&Earlier]) {
    let voice = composer.voice;
    let period = composer.study.survey.period.as_deref();
    let before = earlier
        .iter()
        .map(|earlier| chart_index::period_point(voice, earlier));
    let now = chart_index::index_point(voice, period, index);
    let points = before.chain([now]).collect();
    let chart = chart_index::trend(composer.study, voice, points, Some(&index.interval));
    let text: Vec<String> = chart
        .points
        .iter()
        .filter_map(|p| Some(format!("{} {}", p.label, voice.decimal(p.value?.shown))))
        .collect();
    let given = [("short", composer.short()), ("text", text.join(", "))];
    let alt = voice.say("discuss.trend_alt", &given);
    let caption = voice.say("discuss.trend_figure", &given);
    composer.figure("tren", caption, alt, Chart::Trend(chart));
}
