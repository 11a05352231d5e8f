//! How often values occur, with the normal curve of the same mean and spread.

use super::graded::paint_notes;
use super::grid::Grid;
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, BAR, INK, STRONG, Type};
use super::{Frame, words};
use crate::document::HistogramChart;
use crate::language::Language;

const COUNT: Type = Type::plain(7.0);

/// The end of the scale of counts of charts side by side: room above the highest
/// bar and curve.
pub fn shared_most<'a>(charts: impl Iterator<Item = &'a HistogramChart>) -> f64 {
    let most = |chart: &HistogramChart| {
        let bars = chart.bins.iter().map(|b| b.2 as f64);
        bars.chain(chart.curve.iter().map(|c| c.1))
            .fold(0.0, f64::max)
    };
    (charts.map(most).fold(0.0, f64::max) * 1.12).max(1.0)
}

/// Paints the chart, its counts up to `most`, and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &HistogramChart,
    frame: Frame,
    most: f64,
    language: Language,
) -> f64 {
    let (from, to) = match (chart.bins.first(), chart.bins.last()) {
        (Some(first), Some(last)) => (first.0, last.1),
        _ => (0.0, 1.0),
    };
    // Half a bin on each side, for the curve.
    let width = chart.bins.first().map_or(1.0, |b| b.1 - b.0);
    let x = (from - width / 2.0, to + width / 2.0);
    let head = Frame {
        y: frame.y + chart.line.as_ref().map_or(0.0, |_| COUNT.line()),
        ..frame
    };
    let height = (frame.width * 0.42).clamp(34.0, 75.0);
    let grid = Grid::counting(head, (x, (0.0, most)), height, &chart.count_title, language);
    grid.paint(p);
    let bottom = grid.y.start;
    for (from, to, count) in &chart.bins {
        let (left, right) = (grid.x.at(*from), grid.x.at(*to));
        let top = grid.y.at(*count as f64);
        p.rectangle(left + 0.12, top, right - left - 0.24, bottom - top, BAR);
    }
    let inside = chart.curve.iter().filter(|c| grid.x.holds(c.0));
    let curve: Vec<(f64, f64)> = inside.map(|(x, y)| grid.at(*x, *y)).collect();
    let line = chart.line.as_ref().filter(|l| grid.x.holds(l.1));
    paint_counts(
        p,
        chart,
        &grid,
        (&curve, line.map(|l| grid.x.at(l.1))),
        language,
    );
    if curve.len() > 1 {
        p.path(curve, STRONG, INK);
    }
    if let Some((text, value)) = line {
        let x = grid.x.at(*value);
        p.line((x, grid.y.end), (x, bottom), STRONG, ACCENT);
        let strong = Type::strong(7.0).coloured(ACCENT);
        let half = strong.width(text) / 2.0;
        let at = x.min(frame.x + frame.width - half).max(frame.x + half);
        p.text(at, frame.y + strong.ascent(), Anchor::Middle, text, strong);
    }
    let bounds: Vec<f64> = chart.bins.iter().map(|b| b.0).chain([to]).collect();
    let y = grid.paint_below(p, &bounds, &chart.axis_title);
    paint_notes(p, (&chart.note, chart.bins.is_empty()), frame, y, language)
}

/// The counts over their bars, clear of the curve and beside the line of the
/// mean; a bar too narrow for its count has none.
fn paint_counts(
    p: &mut Painter,
    chart: &HistogramChart,
    grid: &Grid,
    (curve, line): (&[(f64, f64)], Option<f64>),
    language: Language,
) {
    for (from, to, count) in chart.bins.iter().filter(|bin| bin.2 > 0) {
        let (left, right) = (grid.x.at(*from), grid.x.at(*to));
        let text = words::count(*count, language);
        let half = COUNT.width(&text) / 2.0;
        let middle = f64::midpoint(left, right);
        let near = line.filter(|x| (middle - x).abs() < half + 0.6);
        let at = near.map_or(middle, |x| x + (half + 0.6).copysign(middle - x));
        if at - half < left || at + half > right {
            continue;
        }
        let over = curve
            .iter()
            .filter(|(x, _)| (x - at).abs() <= half + 1.0)
            .map(|(_, y)| *y)
            .fold(grid.y.at(*count as f64), f64::min);
        let y = over - 0.4 - COUNT.line() + COUNT.ascent();
        p.text(at, y, Anchor::Middle, &text, COUNT);
    }
}
