//! How often values occur, with the normal curve of the same mean and spread.

use super::graded::paint_notes;
use super::grid::Grid;
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, BAR, INK, STRONG, Type};
use super::{Frame, words};
use crate::document::HistogramChart;
use crate::language::Language;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &HistogramChart, frame: Frame, language: Language) -> f64 {
    let most = chart.bins.iter().map(|b| b.2).max().unwrap_or(0) as f64;
    let curve = chart.curve.iter().map(|c| c.1).fold(0.0, f64::max);
    let (from, to) = match (chart.bins.first(), chart.bins.last()) {
        (Some(first), Some(last)) => (first.0, last.1),
        _ => (0.0, 1.0),
    };
    // Half a bin on each side, for the curve.
    let width = chart.bins.first().map_or(1.0, |b| b.1 - b.0);
    let x = (from - width / 2.0, to + width / 2.0);
    let label = Type::plain(7.0);
    let head = Frame {
        y: frame.y + chart.line.as_ref().map_or(0.0, |_| label.line()),
        ..frame
    };
    let height = (frame.width * 0.42).clamp(34.0, 75.0);
    let y = (0.0, (most.max(curve) * 1.12).max(1.0));
    let grid = Grid::fit(head, (x, y), height, &chart.count_title, language);
    grid.paint(p);
    let bottom = grid.y.start;
    for (from, to, count) in &chart.bins {
        let (left, right) = (grid.x.at(*from), grid.x.at(*to));
        let top = grid.y.at(*count as f64);
        p.rectangle(left + 0.12, top, right - left - 0.24, bottom - top, BAR);
        let text = words::count(*count, language);
        let inside = right - left - 0.4;
        if *count > 0 && label.width(&text) <= inside && bottom - top > label.line() {
            p.text_at(
                f64::midpoint(left, right),
                bottom - 1.7,
                Anchor::Middle,
                &text,
                label,
            );
        }
    }
    let inside = chart.curve.iter().filter(|c| grid.x.holds(c.0));
    let curve: Vec<(f64, f64)> = inside.map(|(x, y)| grid.at(*x, *y)).collect();
    if curve.len() > 1 {
        p.path(curve, STRONG, INK);
    }
    if let Some((text, value)) = chart.line.as_ref().filter(|l| grid.x.holds(l.1)) {
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
