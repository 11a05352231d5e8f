//! How often values occur, with the normal curve of the same mean and spread.

use super::graded::paint_notes;
use super::grid::Grid;
use super::painter::{Anchor, Painter};
use super::placing::{Edges, Line, crosses};
use super::theme::{ACCENT, BAR, Colour, INK, STRONG, Type, WHITE, on};
use super::{Frame, words};
use crate::document::HistogramChart;
use crate::language::Language;

const COUNT: Type = Type::plain(7.0);
/// Between a count and a line beside it, in mm.
const AIR: f64 = 0.5;

/// Paints the chart with counts up to `most` and answers the y below.
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
    let width = chart.width();
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
    let (mut curve, mut mean): (Vec<Line>, Vec<Line>) = (Vec::new(), Vec::new());
    for part in parts.into_iter().filter(|part| part.len() > 1) {
        curve.extend(part.windows(2).filter_map(|w| w.first_chunk().copied()));
        p.path(part, STRONG, INK);
    }
    if let Some((text, value)) = chart.line.as_ref().filter(|l| grid.x.holds(l.1)) {
        let x = grid.x.at(*value);
        p.line((x, grid.y.end), (x, bottom), STRONG, ACCENT);
        mean.push([(x, grid.y.end), (x, bottom)]);
        let strong = Type::strong(7.0).coloured(ACCENT);
        let half = strong.width(text) / 2.0;
        let at = x.min(frame.x + frame.width - half).max(frame.x + half);
        p.text(at, frame.y + strong.ascent(), Anchor::Middle, text, strong);
    }
    paint_counts(p, chart, &grid, (&curve, &mean), language);
    let marks: Vec<f64> = match chart.has_round_bounds() {
        true => chart.bins.iter().map(|b| b.0).chain([to]).collect(),
        false => grid.x.steps(8.0),
    };
    let y = grid.paint_below(p, &marks, &chart.axis_title);
    paint_notes(p, (&chart.note, chart.bins.is_empty()), frame, y, language)
}

/// The end of the scale of counts of charts side by side: room above the highest
/// bar, and above the curves unless one is much higher.
pub fn shared_most(charts: &[&HistogramChart]) -> f64 {
    let (mut bars, mut curves) = (1.0_f64, 0.0_f64);
    for chart in charts {
        bars = chart.bins.iter().map(|b| b.2 as f64).fold(bars, f64::max);
        curves = chart.curve.iter().map(|c| c.1).fold(curves, f64::max);
    }
    bars.max(curves.min(bars * 1.6)) * 1.12
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

/// The counts at the foot of their bars, over those that are too low, where all find room
/// clear of the curve.
fn paint_counts(
    p: &mut Painter,
    chart: &HistogramChart,
    grid: &Grid,
    obstacles: (&[Line], &[Line]),
    language: Language,
) {
    let bars = chart.bins.iter().filter(|bin| bin.2 > 0);
    let bars = bars.map(|(from, to, count)| {
        let (left, right) = (grid.x.at(*from), grid.x.at(*to));
        let text = words::count(*count, language);
        (left, right, grid.y.at(*count as f64), text)
    });
    let bars: Vec<Counted> = bars.collect();
    let fits = |(left, right, _, text): &Counted| COUNT.width(text) <= right - left;
    if !bars.iter().all(fits) {
        return;
    }
    let places = bars.iter().map(|bar| place(bar, grid, obstacles));
    let places: Option<Vec<Placed>> = places.collect();
    for (bar, placed) in bars.iter().zip(places.into_iter().flatten()) {
        let [left, top, right, bottom] = placed.edges;
        if let Some(ground) = placed.ground {
            // Within the bar, so that it covers nothing of its neighbours.
            let (from, to) = (left.max(bar.0), right.min(bar.1));
            p.rectangle(from, top, to - from, bottom - top, ground);
        }
        let style = COUNT.coloured(placed.colour);
        let middle = f64::midpoint(left, right);
        p.text(middle, top + COUNT.ascent(), Anchor::Middle, &bar.3, style);
    }
}

/// A bar: left, right, top, and its count.
type Counted = (f64, f64, f64, String);

struct Placed {
    edges: Edges,
    colour: Colour,
    /// Where the line of the mean passes behind it.
    ground: Option<Colour>,
}

/// Where the count of a bar stands clear of the curve, and of the line of the mean if it
/// can: at its foot, or else over it; none where the curve is everywhere.
fn place(bar: &Counted, grid: &Grid, obstacles: (&[Line], &[Line])) -> Option<Placed> {
    let [_, highest, _, bottom] = grid.edges();
    let top = bar.2;
    let is_high = bottom - top >= COUNT.line() + 0.8;
    let foot = is_high.then_some((bottom - 0.4, top, on(BAR), BAR));
    let over = (top - 0.3, highest, INK, WHITE);
    let ways = foot.into_iter().chain([over]);
    let mut found = ways.filter_map(|(from, to, colour, ground)| {
        let (edges, free) = rising(bar, (from, to), obstacles)?;
        let ground = (!free).then_some(ground);
        Some(Placed {
            edges,
            colour,
            ground,
        })
    });
    found.next()
}

/// The lowest place of a count on its way up that the curve leaves free, and whether the
/// line of the mean does too; one that both do if there is any.
fn rising(
    (left, right, _, text): &Counted,
    (from, to): (f64, f64),
    (curve, mean): (&[Line], &[Line]),
) -> Option<(Edges, bool)> {
    const STEP: f64 = 0.5;
    let half = COUNT.width(text) / 2.0;
    let middles = sideways((left + half, right - half), half);
    let ups = (0..).map(|step| from - f64::from(step) * STEP);
    let ups = ups.take_while(|y| y - COUNT.line() >= to);
    let places = ups.flat_map(|y| middles.clone().map(move |x| (x, y)));
    let places = places.map(|(x, y)| [x - half - AIR, y - COUNT.line(), x + half + AIR, y]);
    let meets = |lines: &[Line], edges: Edges| lines.iter().any(|line| crosses(*line, edges));
    let clear: Vec<Edges> = places.filter(|edges| !meets(curve, *edges)).collect();
    let free = clear.iter().find(|edges| !meets(mean, **edges));
    free.map(|edges| (*edges, true))
        .or_else(|| clear.first().map(|edges| (*edges, false)))
}

/// The middle of a range, then a little beside it.
fn sideways((from, to): (f64, f64), half: f64) -> impl Iterator<Item = f64> + Clone {
    let (middle, room) = (f64::midpoint(from, to), (to - from).max(0.0) / 2.0);
    // Just clear of a line through the middle, where there is room for that.
    let clear = half + 2.0 * AIR;
    [0.0, -clear, clear, -0.5 * clear, 0.5 * clear]
        .into_iter()
        .filter(move |away| away.abs() <= room)
        .map(move |away| middle + away)
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
