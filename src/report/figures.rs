use super::chart_answers::likert_chart;
use super::chart_intervals::whole_note;
use super::composer::Composer;
use super::view::View;
use super::voice::Voice;
use crate::analysis::{ItemIndex, SatisfactionIndex, Study};
use crate::document::{Chart, ChartBand, IndexBar, IndexChart, LikertChart, Shown};
use crate::survey::Item;

/// The index per item over the grade bands.
pub fn index_figure(composer: &mut Composer, index: &SatisfactionIndex) {
    let chart = index_chart(composer.study, composer.voice, index);
    let alt = index_alt(composer, index);
    let caption = index_caption(composer);
    let parts = parts(&chart.bars, |bar| &bar.label);
    let charts = parts.iter().enumerate().map(|(at, bars)| {
        Chart::Index(IndexChart {
            bars: bars.to_vec(),
            others: all_but(&parts, at),
            ..chart.clone()
        })
    });
    in_parts(composer, "indeks-per-unsur", caption, alt, charts.collect());
}

/// Lines of labels that fit on a page beside their bars.
const LINES: usize = 64;
/// Characters of a line of a label, about.
const LINE: usize = 34;

/// Rows in runs that fit on a page, so that forty long questions become
/// several figures instead of one nobody can print.
fn parts<T>(rows: &[T], label: impl Fn(&T) -> &str) -> Vec<&[T]> {
    let lines = |row: &T| 1 + label(row).chars().count().div_ceil(LINE).max(1);
    let total: usize = rows.iter().map(lines).sum();
    let pages = total.div_ceil(LINES).max(1);
    rows.chunks(rows.len().div_ceil(pages).max(1)).collect()
}

/// The rows of the other parts.
fn all_but<T: Clone>(parts: &[&[T]], at: usize) -> Vec<T> {
    let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
    others.flat_map(|(_, rows)| rows.iter().cloned()).collect()
}

/// One figure, or several with their number behind the caption.
fn in_parts(composer: &mut Composer, id: &str, caption: String, alt: String, charts: Vec<Chart>) {
    let of = charts.len();
    for (number, chart) in (1..).zip(charts) {
        match of {
            1 => composer.figure(id, caption.clone(), alt.clone(), chart),
            _ => composer.figure(
                &format!("{id}-{number}"),
                format!("{caption} ({number}/{of})"),
                format!("{alt} ({number}/{of})"),
                chart,
            ),
        }
    }
}

/// The caption of that figure.
pub fn index_caption(composer: &Composer) -> String {
    let key = match composer.study.survey.bands.is_empty() {
        true => "result.per_item_figure_plain",
        false => "result.per_item_figure",
    };
    composer.voice.say(key, &[("item", composer.item_word())])
}

/// The chart of an index per item.
pub fn index_chart(study: &Study, voice: &Voice, index: &SatisfactionIndex) -> IndexChart {
    let view = View(study);
    let bars = view
        .items(index)
        .into_iter()
        .map(|(item, found)| IndexBar {
            code: item.code.clone(),
            label: item.name.text(voice.language).to_owned(),
            value: Some(Shown {
                value: found.index,
                shown: found.index_printed,
            }),
            interval: found.interval.as_ref().ok().copied(),
            grade: found.grade.clone().unwrap_or_default(),
            n: found.n,
        })
        .collect();
    let least = least_index(&study.survey.items);
    let short = study.survey.index_short.text(voice.language);
    let rows = index.items.iter();
    let rows = rows.map(|item| (item.code.as_str(), &item.interval));
    IndexChart {
        bars,
        bands: bands(study, voice),
        line: Some((short.to_owned(), index.exact, index.printed)),
        axis: (least, 100.0),
        axis_title: voice.say("chart.index_axis", &[("min", voice.number(least, 0))]),
        note: whole_note((study, voice), index, rows),
        others: Vec::new(),
    }
}

/// The least index the scale allows: 25 on a 1–4 scale.
pub(super) fn least_index<'a>(items: impl IntoIterator<Item = &'a Item>) -> f64 {
    items
        .into_iter()
        .map(|i| 100.0 * f64::from(i.min) / f64::from(i.max.max(1)))
        .fold(f64::INFINITY, f64::min)
        .clamp(0.0, 100.0)
}

/// The grade bands as a chart shows them, without the holes of two decimals.
pub fn bands(study: &Study, voice: &Voice) -> Vec<ChartBand> {
    let bands = &study.survey.bands;
    bands
        .iter()
        .enumerate()
        .map(|(i, band)| ChartBand {
            from: band.from.value(),
            to: bands
                .get(i + 1)
                .map_or(band.to.value(), |next| next.from.value()),
            grade: band.grade.clone(),
            word: band.word.text(voice.language).to_owned(),
        })
        .collect()
}

fn index_alt(composer: &Composer, index: &SatisfactionIndex) -> String {
    let voice = composer.voice;
    let items = composer.view().items(index);
    let value = voice.decimal(index.printed);
    let k = ("k", items.len().to_string());
    let item = ("item", composer.item_word());
    // Ties keep the order of the items: the first of equals is named.
    let highest = items
        .iter()
        .rev()
        .max_by(|a, b| a.1.nrr.total_cmp(&b.1.nrr));
    let lowest = items.iter().min_by(|a, b| a.1.nrr.total_cmp(&b.1.nrr));
    match (highest, lowest) {
        (Some(high), Some(low)) if !super::extremes::all_equal(&items) => voice.say(
            "result.per_item_alt",
            &[
                k,
                item,
                ("highest", composer.of(&high.0.name).to_owned()),
                ("high", voice.decimal(high.1.index_printed)),
                ("lowest", composer.of(&low.0.name).to_owned()),
                ("low", voice.decimal(low.1.index_printed)),
                ("short", composer.short()),
                ("value", value),
            ],
        ),
        _ => voice.say("result.per_item_alt_equal", &[k, item, ("value", value)]),
    }
}

/// The answers per item as diverging bars.
pub fn answers_figure(composer: &mut Composer, index: &SatisfactionIndex) {
    let voice = composer.voice;
    let study = composer.study;
    let (min, max) = match study.survey.items.first() {
        Some(first) => (first.min, first.max),
        None => return,
    };
    let items = composer.view().items(index);
    let chart = likert_chart(study, voice, &items);
    let given = [
        ("k", items.len().to_string()),
        ("item", composer.item_word()),
        ("min", min.to_string()),
        ("max", max.to_string()),
    ];
    let alt = voice.say("result.answers_alt", &given);
    let caption = voice.say("result.answers_figure", &given);
    let parts = parts(&chart.rows, |row| &row.label);
    let charts = parts.iter().enumerate().map(|(at, rows)| {
        Chart::Likert(LikertChart {
            rows: rows.to_vec(),
            others: all_but(&parts, at),
            ..chart.clone()
        })
    });
    in_parts(composer, "sebaran-jawaban", caption, alt, charts.collect());
}

/// The items in the order to print: position, code, name.
pub fn item_rows(study: &Study, voice: &Voice) -> Vec<(usize, String, String)> {
    let order = View(study).order().into_iter();
    order
        .filter_map(|at| {
            let item = study.survey.items.get(at)?;
            let name = item.name.text(voice.language).to_owned();
            Some((at, item.code.clone(), name))
        })
        .collect()
}

/// The items with their results in the order to print.
pub fn items_of<'a>(
    study: &'a Study,
    index: &'a SatisfactionIndex,
) -> Vec<(&'a Item, &'a ItemIndex)> {
    View(study).items(index)
}
