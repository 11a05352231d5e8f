//! An index over periods: points with intervals over grade bands. Where the
//! periods are too many to stand side by side they go down the page instead.

use super::axis::Axis;
use super::bands;
use super::graded::{self, Graded, GradedRow, Mark, paint_note};
use super::painter::Painter;
use super::periods::Periods;
use super::{Frame, words};
use crate::document::{TrendChart, TrendPoint};
use crate::language::Language;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &TrendChart, frame: Frame, language: Language) -> f64 {
    let whole = Axis::new(chart.axis, 0.0, 1.0);
    let part = zoom(chart, &whole);
    let title = axis_title(chart, part, &whole, language);
    let Some(periods) = Periods::fit(chart, &title, frame, part, language) else {
        return graded::paint(p, &rows(chart, title, part, language), frame);
    };
    let y = periods.paint(p);
    let legend = periods.unnamed.then(|| bands::legend(&chart.bands));
    notes(chart, legend, language)
        .iter()
        .fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5))
}

/// The part of the axis worth showing: the points and intervals with some
/// room, at least 15 wide, on multiples of 5; the whole where that is most of
/// it.
fn zoom(chart: &TrendChart, whole: &Axis) -> (f64, f64) {
    let values = chart.points.iter().flat_map(|point| {
        let (low, high) = point.interval.unwrap_or((point.value, point.value));
        [low, high, point.value]
    });
    let finite: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = whole.to - whole.from;
    let step = width / 15.0;
    let slack = ((width / 5.0 - (high - low)) / 2.0).max(step * 0.4);
    let down = |v: f64| whole.from + ((v - whole.from) / step).floor() * step;
    let from = down(low - slack).max(whole.from);
    let to = (down(high + slack) + step).min(whole.to);
    if finite.is_empty() || to - from > 0.8 * width || to <= from {
        (whole.from, whole.to)
    } else {
        (from, to)
    }
}

/// The lines under the chart.
fn notes(chart: &TrendChart, legend: Option<String>, language: Language) -> Vec<String> {
    let hollow = |p: &TrendPoint| p.interval.is_none() && p.value.is_finite();
    let hollow = chart
        .points
        .iter()
        .any(hollow)
        .then(|| words::hollow(language).to_owned());
    let empty = chart
        .points
        .is_empty()
        .then(|| words::no_data(language).to_owned());
    let note = Some(chart.note.clone()).filter(|note| !note.trim().is_empty());
    [note, empty, legend, hollow]
        .into_iter()
        .flatten()
        .collect()
}

/// The axis title, and that it shows a part only.
fn axis_title(chart: &TrendChart, part: (f64, f64), whole: &Axis, language: Language) -> String {
    if part == (whole.from, whole.to) {
        return chart.axis_title.clone();
    }
    let part = words::axis_part(part, (whole.from, whole.to), language);
    match chart.axis_title.trim() {
        "" => part,
        title => format!("{title} · {part}"),
    }
}

/// Periods as rows from the earliest down.
fn rows(
    chart: &TrendChart,
    axis_title: String,
    part: (f64, f64),
    language: Language,
) -> Graded<'_> {
    let rows = chart.points.iter().map(|point| GradedRow {
        code: "",
        label: &point.label,
        value: point.value,
        shown: point.shown,
        grade: &point.grade,
        interval: point.interval,
        n: point.n,
    });
    let (size, gap) = graded::density(chart.points.len());
    Graded {
        rows: rows.collect(),
        bands: &chart.bands,
        line: None,
        axis: part,
        axis_title,
        notes: notes(chart, None, language),
        mark: Mark::Point,
        size,
        gap,
        language,
    }
}
