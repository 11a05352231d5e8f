//! An index per item: bars over grade bands, whiskers, the unit's own line.

use super::axis::{self, Axis};
use super::bands;
use super::graded::{self, Graded, GradedRow, Mark};
use super::painter::Painter;
use super::{Frame, words};
use crate::document::{IndexChart, Shown};
use crate::language::Language;

/// What charts side by side share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// Room in mm that the numbers beside the rows need, so that the axes are of one
    /// length.
    tail: f64,
    /// The part of the axis that holds all points.
    part: (f64, f64),
    /// Whether the meaning of marks stands below the chart itself.
    alone: bool,
}

/// What these charts share.
pub fn shared(charts: &[&IndexChart], language: Language) -> Shared {
    Shared {
        tail: shared_tail(charts, language),
        part: shared_part(charts),
        alone: charts.len() < 2,
    }
}

/// Paints the chart with the axis of the charts beside it and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &IndexChart,
    frame: Frame,
    shared: Shared,
    language: Language,
) -> f64 {
    let mut bars = bars(chart, shared, language);
    if shared.alone {
        bars.notes.extend(clipped(&[chart], language));
    }
    graded::paint(p, &bars, frame)
}

fn bars(chart: &IndexChart, shared: Shared, language: Language) -> Graded<'_> {
    let (size, gap) = graded::density(chart.bars.len());
    Graded {
        tail: shared.tail,
        legend: shared.alone,
        ..graded(chart, size, gap, language)
    }
}

/// The chart as points on the part of the axis that the charts beside it use.
pub fn paint_dots(
    p: &mut Painter,
    chart: &IndexChart,
    frame: Frame,
    shared: Shared,
    language: Language,
) -> f64 {
    let mut dots = dots(chart, shared, language);
    if shared.alone {
        let marks = [clipped(&[chart], language), hollow(&[chart], language)];
        dots.notes.extend(marks.into_iter().flatten());
    }
    graded::paint(p, &dots, frame)
}

fn dots(chart: &IndexChart, shared: Shared, language: Language) -> Graded<'_> {
    let whole = Axis::new(chart.axis, 0.0, 1.0);
    Graded {
        mark: Mark::Point,
        axis: shared.part,
        axis_title: words::part_title(&chart.axis_title, shared.part, &whole, language),
        ..bars(chart, shared, language)
    }
}

/// What the marks of charts side by side mean, each `width` mm wide, and the letters of
/// their grades.
pub fn marks(
    charts: &[&IndexChart],
    shared: Shared,
    width: f64,
    language: Language,
) -> Vec<String> {
    let bars = |chart: &&IndexChart| graded::are_named(&bars(chart, shared, language), width);
    let named = charts.iter().all(bars);
    let axis = charts.first().map_or((0.0, 100.0), |chart| chart.axis);
    let legend = legend(charts, axis, language).filter(|_| !named);
    legend
        .into_iter()
        .chain(clipped(charts, language))
        .collect()
}

/// [`marks`] of charts of points.
pub fn dot_marks(
    charts: &[&IndexChart],
    shared: Shared,
    width: f64,
    language: Language,
) -> Vec<String> {
    let dots = |chart: &&IndexChart| graded::are_named(&dots(chart, shared, language), width);
    let named = charts.iter().all(dots);
    let legend = legend(charts, shared.part, language).filter(|_| !named);
    let cut = clipped(charts, language);
    [legend, cut, hollow(charts, language)]
        .into_iter()
        .flatten()
        .collect()
}

/// The letters of the grades on a part of the axis.
fn legend(charts: &[&IndexChart], part: (f64, f64), language: Language) -> Option<String> {
    bands::legend_on(charts.iter().map(|chart| &*chart.bands), part, language)
}

/// That intervals reach beyond the axis, where some do.
fn clipped(charts: &[&IndexChart], language: Language) -> Option<String> {
    let axis = charts.first().map_or((0.0, 100.0), |chart| chart.axis);
    let bars = charts.iter().flat_map(|chart| &chart.bars);
    words::clipped(bars.map(|bar| bar.interval), axis, language)
}

/// What a hollow point is, where there are some.
fn hollow(charts: &[&IndexChart], language: Language) -> Option<String> {
    let mut bars = charts.iter().flat_map(|chart| &chart.bars);
    let hollow = bars.any(|bar| bar.interval.is_none() && bar.value.is_some());
    hollow.then(|| words::hollow(language).to_owned())
}

fn shared_tail(charts: &[&IndexChart], language: Language) -> f64 {
    let needed = charts.iter().map(|chart| {
        let (size, gap) = graded::density(chart.bars.len());
        graded(chart, size, gap, language).needed_tail()
    });
    needed.fold(0.0, f64::max)
}

fn shared_part(charts: &[&IndexChart]) -> (f64, f64) {
    let axis = charts.first().map_or((0.0, 100.0), |chart| chart.axis);
    let bars = charts.iter().flat_map(|chart| &chart.bars);
    let values = bars.filter_map(|bar| {
        let value = Shown::place(bar.value)?;
        let (low, high) = bar.interval.unwrap_or((value, value));
        Some([low, high, value])
    });
    let lines = charts.iter().filter_map(|chart| chart.line.as_ref());
    axis::zoom(
        values.flatten().chain(lines.map(|line| line.1)),
        &Axis::new(axis, 0.0, 1.0),
    )
}

/// The chart as rows over bands, in a type size and with a gap between rows
/// in mm.
pub fn graded(chart: &IndexChart, size: f64, gap: f64, language: Language) -> Graded<'_> {
    let rows = chart.bars.iter().map(|bar| GradedRow {
        code: &bar.code,
        label: &bar.label,
        value: bar.value,
        grade: &bar.grade,
        interval: bar.interval,
        n: Some(bar.n),
    });
    let line = chart.line.as_ref();
    Graded {
        rows: rows.collect(),
        others: chart
            .others
            .iter()
            .map(|bar| (bar.code.as_str(), bar.label.as_str()))
            .collect(),
        bands: &chart.bands,
        line: line
            .map(|(label, value, shown)| (format!("{label} {}", shown.text(language)), *value)),
        axis: chart.axis,
        axis_title: axis_title(chart, language),
        notes: vec![chart.note.clone()],
        legend: true,
        mark: Mark::Bar,
        size,
        gap,
        tail: 0.0,
        language,
    }
}

/// The title, and where bars begin when that is not 0.
fn axis_title(chart: &IndexChart, language: Language) -> String {
    let start = chart.axis.0;
    if start == 0.0 || !start.is_finite() {
        return chart.axis_title.clone();
    }
    words::joined(&chart.axis_title, &words::bars_start(start, language))
}
