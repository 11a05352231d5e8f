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
/// bar, and above the curves unless one is much higher.
pub fn shared_most<'a>(charts: impl Iterator<Item = &'a HistogramChart>) -> f64 {
    let (mut bars, mut curves) = (1.0_f64, 0.0_f64);
    for chart in charts {
        bars = chart.bins.iter().map(|b| b.2 as f64).fold(bars, f64::max);
        curves = chart.curve.iter().map(|c| c.1).fold(curves, f64::max);
    }
    bars.max(curves.min(bars * 1.6)) * 1.12
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
    let inside = chart.curve.iter().filter(|c| grid.x.holds(c.0)).copied();
    let parts = below(inside, most);
    let parts = parts
        .iter()
        .map(|part| part.iter().map(|(x, y)| grid.at(*x, *y)).collect());
    let parts: Vec<Vec<(f64, f64)>> = parts.collect();
    let curve = parts.concat();
    let line = chart.line.as_ref().filter(|l| grid.x.holds(l.1));
    paint_counts(
        p,
        chart,
        &grid,
        (&curve, line.map(|l| grid.x.at(l.1))),
        language,
    );
    for part in parts.into_iter().filter(|part| part.len() > 1) {
        p.path(part, STRONG, INK);
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

/// A curve in the parts that stay below `most`, each up to where it leaves.
fn below(curve: impl Iterator<Item = (f64, f64)>, most: f64) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    let mut last: Option<(f64, f64)> = None;
    for point in curve {
        let before = last.replace(point);
        if let Some(before) = before.filter(|before| (before.1 > most) != (point.1 > most)) {
            let share = (most - before.1) / (point.1 - before.1);
            let edge = (before.0 + share * (point.0 - before.0), most);
            match before.1 > most {
                true => parts.push(vec![edge]),
                false => parts
                    .last_mut()
                    .into_iter()
                    .for_each(|part| part.push(edge)),
            }
        }
        if point.1 <= most
            && let Some(part) = parts.last_mut()
        {
            part.push(point);
        }
    }
    parts
}

/// The counts at their bars, clear of the curve and beside the line of the mean; a
/// bar too narrow for its count has none.
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
        if at - half >= left && at + half <= right {
            let bar = (grid.y.at(*count as f64), grid.y.start);
            let top = place(bar, (at - half, at + half), curve);
            p.text(at, top + COUNT.ascent(), Anchor::Middle, &text, COUNT);
        }
    }
}

/// The top of a count: over its bar, or just under the bar's top or at its foot
/// where the curve passes there, or over the curve.
fn place(bar: (f64, f64), (left, right): (f64, f64), curve: &[(f64, f64)]) -> f64 {
    let line = COUNT.line();
    let beside = curve
        .iter()
        .zip(curve.iter().skip(1))
        .filter(|(a, b)| b.0 > left - 0.5 && a.0 < right + 0.5);
    let (high, low) = beside.fold((f64::INFINITY, f64::NEG_INFINITY), |(high, low), (a, b)| {
        (high.min(a.1).min(b.1), low.max(a.1).max(b.1))
    });
    let places = [bar.0 - 0.3 - line, bar.0 + 0.2, bar.1 - 0.2 - line];
    let inside = |top: f64| top < bar.0 || top + line <= bar.1;
    let free = |top: &f64| inside(*top) && (low < top + 0.2 || high > top + line);
    let over = bar.0.min(high) - 0.4 - line;
    places.into_iter().find(free).unwrap_or(over)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_cut_where_it_leaves() {
        let curve = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0), (3.0, 1.0)];
        let parts = below(curve.into_iter(), 4.0);
        assert_eq!(parts[0], [(0.0, 1.0), (1.0, 3.0), (1.5, 4.0)]);
        assert_eq!(parts[1], [(2.25, 4.0), (3.0, 1.0)]);
        assert_eq!(below(curve.into_iter(), 5.0), [curve.to_vec()]);
        assert_eq!(below(curve.into_iter(), 0.5).concat(), []);
    }
}
