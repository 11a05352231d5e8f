//! An index over periods: points with intervals over grade bands. Where the
//! periods are too many to stand side by side they go down the page instead.

use super::axis::{self, Axis};
use super::bands;
use super::graded::{self, Graded, GradedRow, Mark, paint_note};
use super::painter::Painter;
use super::periods::Periods;
use super::{Frame, words};
use crate::document::{ChartBand, Shown, TrendChart};
use crate::language::Language;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &TrendChart, frame: Frame, language: Language) -> f64 {
    let part = shared_part(std::iter::once(chart));
    paint_part(p, chart, frame, part, language)
}

/// The part of the axis that holds the points, intervals and targets of all
/// these.
pub fn shared_part<'a>(charts: impl Iterator<Item = &'a TrendChart>) -> (f64, f64) {
    let charts: Vec<&TrendChart> = charts.collect();
    let whole = charts.first().map_or((0.0, 100.0), |chart| chart.axis);
    let whole = Axis::new(whole, 0.0, 1.0);
    let points = charts.iter().flat_map(|chart| &chart.points);
    let values = points.filter_map(|point| {
        let value = Shown::place(point.value)?;
        let (low, high) = point.interval.unwrap_or((value, value));
        Some([low, high, value])
    });
    let targets = charts.iter().filter_map(|chart| chart.target.as_ref());
    axis::zoom(values.flatten().chain(targets.map(|t| t.1)), &whole)
}

/// [`paint`] on a part of the axis.
pub fn paint_part(
    p: &mut Painter,
    chart: &TrendChart,
    frame: Frame,
    part: (f64, f64),
    language: Language,
) -> f64 {
    let whole = Axis::new(chart.axis, 0.0, 1.0);
    let title = axis_title(chart, part, &whole, language);
    let Some(periods) = Periods::fit(chart, &title, frame, part, language) else {
        return graded::paint(p, &rows(chart, title, part, language), frame);
    };
    let y = periods.paint(p, periods.values_are_far());
    let legend = periods.unnamed.then(|| {
        let visible = |band: &&ChartBand| band.from < part.1 && band.to > part.0;
        bands::legend(chart.bands.iter().filter(visible))
    });
    notes(chart, legend, language)
        .iter()
        .fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5))
}

/// The lines under the chart.
fn notes(chart: &TrendChart, legend: Option<String>, language: Language) -> Vec<String> {
    let hollow = is_hollow(chart).then(|| words::hollow(language).to_owned());
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

/// Whether a value has no interval.
pub fn is_hollow(chart: &TrendChart) -> bool {
    let mut points = chart.points.iter();
    points.any(|point| point.interval.is_none() && point.value.is_some())
}

/// The axis title, and that it shows a part only.
pub fn axis_title(
    chart: &TrendChart,
    part: (f64, f64),
    whole: &Axis,
    language: Language,
) -> String {
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
        grade: &point.grade,
        interval: point.interval,
        n: point.n,
    });
    let (size, gap) = graded::density(chart.points.len());
    Graded {
        rows: rows.collect(),
        others: Vec::new(),
        bands: &chart.bands,
        line: chart.target.clone(),
        axis: part,
        axis_title,
        notes: notes(chart, None, language),
        mark: Mark::Point,
        size,
        gap,
        tail: 0.0,
        language,
    }
}
