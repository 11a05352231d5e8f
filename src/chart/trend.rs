//! An index over periods: points with intervals over grade bands. Where the
//! periods are too many to stand side by side they go down the page instead.

use super::axis::{self, Axis};
use super::bands;
use super::graded::{self, Graded, GradedRow, Mark, paint_note};
use super::painter::Painter;
use super::periods::{self, Periods};
use super::{Frame, words};
use crate::document::{Shown, TrendChart};
use crate::language::Language;

/// What charts side by side share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The part of the axis that holds all points.
    part: (f64, f64),
    /// Free space over the plots, in mm.
    above: f64,
    /// Whether values stand below the periods, since at some point of one chart they
    /// would stand too far from it.
    values_below: bool,
    /// Whether the meaning of marks stands below the chart itself.
    alone: bool,
}

/// What these charts share, each `width` mm wide.
pub fn shared(charts: &[&TrendChart], width: f64, language: Language) -> Shared {
    let part = shared_part(charts);
    let frame = Frame {
        x: 0.0,
        y: 0.0,
        width,
    };
    let above = charts.iter();
    let above = above.map(|chart| periods::room_above(chart, part, width));
    let above = above.fold(0.0, f64::max);
    let far = |chart: &&TrendChart| {
        let title = axis_title(chart, part, language);
        let periods = Periods::fit(chart, &title, frame, part, above, language);
        periods.is_some_and(|periods| periods.values_are_far())
    };
    Shared {
        part,
        above,
        values_below: charts.iter().any(far),
        alone: charts.len() < 2,
    }
}

/// Paints the chart on the part of the axis that the charts beside it use and answers
/// the y below.
pub fn paint(
    p: &mut Painter,
    chart: &TrendChart,
    frame: Frame,
    shared: Shared,
    language: Language,
) -> f64 {
    let part = shared.part;
    let title = axis_title(chart, part, language);
    let own = |legend: bool| match shared.alone {
        true => marks(&[chart], legend, language),
        false => Vec::new(),
    };
    let Some(periods) = Periods::fit(chart, &title, frame, part, shared.above, language) else {
        let mut rows = rows(chart, title, part, language);
        rows.notes = notes(chart, own(false), language);
        rows.legend = shared.alone;
        return graded::paint(p, &rows, frame);
    };
    let y = periods.paint(p, shared.values_below);
    notes(chart, own(periods.unnamed), language)
        .iter()
        .fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5))
}

/// What the marks of charts side by side mean, and the letters of the grades if they
/// stand alone.
pub fn marks(charts: &[&TrendChart], letters: bool, language: Language) -> Vec<String> {
    let banded = charts.iter().map(|chart| &*chart.bands);
    let legend = bands::legend_on(banded, shared_part(charts), language);
    let points = || charts.iter().flat_map(|chart| &chart.points);
    let hollow = points().any(|point| point.interval.is_none() && point.value.is_some());
    let hollow = hollow.then(|| words::hollow(language).to_owned());
    let axis = charts.first().map_or((0.0, 100.0), |chart| chart.axis);
    let clipped = words::clipped(points().map(|point| point.interval), axis, language);
    let legend = legend.filter(|_| letters);
    [legend, hollow, clipped].into_iter().flatten().collect()
}

/// The part of the axis that holds the points, intervals and targets of all
/// these.
pub fn shared_part(charts: &[&TrendChart]) -> (f64, f64) {
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

/// The lines under the chart.
fn notes(chart: &TrendChart, marks: Vec<String>, language: Language) -> Vec<String> {
    let empty = chart
        .points
        .is_empty()
        .then(|| words::no_data(language).to_owned());
    let note = Some(chart.note.clone()).filter(|note| !note.trim().is_empty());
    let own = [note, empty].into_iter().flatten();
    own.chain(marks).collect()
}

/// The axis title, and that it shows a part only.
pub fn axis_title(chart: &TrendChart, part: (f64, f64), language: Language) -> String {
    let whole = Axis::new(chart.axis, 0.0, 1.0);
    words::part_title(&chart.axis_title, part, &whole, language)
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
        notes: Vec::new(),
        legend: true,
        mark: Mark::Point,
        size,
        gap,
        tail: 0.0,
        language,
    }
}
