//! Importance against performance, in four fields.

use super::axis::{Axis, round_range};
use super::graded::{MANY, paint_notes};
use super::grid::Grid;
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::placing::{Surroundings, paint_labels};
use super::theme::{ACCENT, Colour, FINE, INK, MUTED, SMALL, Type, WHITE};
use super::{Frame, words};
use crate::document::{PlaneChart, PlanePoint};
use crate::language::Language;

/// Behind the field to act in first.
const TINT: Colour = Colour::Band(0, 4);

/// Both axes of planes side by side.
pub type Reach = ((f64, f64), (f64, f64));

/// The axes that hold the points of all planes with their intervals.
pub fn shared_reach(charts: &[&PlaneChart]) -> Reach {
    let points: Vec<&PlanePoint> = charts.iter().flat_map(|chart| &chart.points).collect();
    let scales: Option<Vec<(f64, f64)>> = charts.iter().map(|chart| chart.scale).collect();
    let ends = scales.and_then(|all| {
        let widest = |a: (f64, f64), b: (f64, f64)| (a.0.min(b.0), a.1.max(b.1));
        all.into_iter().reduce(widest)
    });
    // An interval may reach past the scale.
    let within = |values: Vec<f64>| {
        let (low, high) = round_range(values.iter().copied(), 0.2);
        let ends = ends.filter(|(least, most)| {
            let mut known = values.iter().filter(|v| v.is_finite());
            known.all(|v| least <= v && v <= most)
        });
        ends.map_or((low, high), |(least, most)| {
            (low.max(least), high.min(most))
        })
    };
    let reach = |own: f64, interval: Option<(f64, f64)>| {
        let (low, high) = interval.unwrap_or((own, own));
        [low, own, high]
    };
    let x = points.iter().flat_map(|q| reach(q.x.value, q.x_interval));
    let y = points.iter().flat_map(|q| reach(q.y.value, q.y_interval));
    (within(x.collect()), within(y.collect()))
}

/// Paints the chart on the axes of the charts beside it and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &PlaneChart,
    frame: Frame,
    reach: Reach,
    language: Language,
) -> f64 {
    let height = (frame.width * 0.8).min(100.0);
    let [x_title, y_title] = titles(chart, reach, language);
    let grid = Grid::fit(frame, reach, height, &y_title, language);
    let (x, y) = grid.at(chart.centre.0, chart.centre.1);
    let [left, top, right, bottom] = grid.edges();
    if !chart.points.is_empty() {
        // Where to act first.
        p.rectangle(left, top, x - left, y - top, TINT);
    }
    grid.paint(p);
    let means = [[(x, top), (x, bottom)], [(left, y), (right, y)]];
    let mut lines = Vec::new();
    for [from, to] in chart.points.iter().flat_map(|point| whiskers(point, &grid)) {
        p.line(from, to, FINE, MUTED);
        // More than the next ring of places, so that no label stands on its own.
        lines.push(([from, to], 3));
    }
    if !chart.points.is_empty() {
        for [from, to] in means {
            p.dashes(from, to, 0.35, INK);
            lines.push(([from, to], 100));
        }
    }
    let taken = paint_fields(p, chart, &grid);
    for point in &chart.points {
        let at = grid.at(point.x.value, point.y.value);
        p.disc(at, 1.15, WHITE);
        let first = point.field == 0;
        p.disc(at, 0.95, if first { ACCENT } else { Colour::Series(0) });
    }
    let labels: Vec<(f64, f64, &str)> = chart
        .points
        .iter()
        .map(|q| (grid.x.at(q.x.value), grid.y.at(q.y.value), q.code.as_str()))
        .collect();
    let around = Surroundings::new(grid.edges(), taken, lines);
    let size = if labels.len() > MANY { 7.0 } else { 8.0 };
    if paint_labels(p, &labels, Type::strong(size), around) {
        p.remark(words::leaders(language));
    }
    let steps = grid.x.even_steps(5.0);
    let y = grid.paint_below(p, &steps, &x_title);
    let names = chart.points.iter().map(|q| (&*q.code, &*q.label));
    let y = paint_names(p, names, frame, y);
    let nothing = chart.points.is_empty();
    paint_notes(p, (&chart.note, nothing), frame, y, language)
}

/// The titles of the axes, and which part of the scale they show.
fn titles(chart: &PlaneChart, reach: Reach, language: Language) -> [String; 2] {
    let parts = [(&chart.x_title, reach.0), (&chart.y_title, reach.1)];
    parts.map(|(title, part)| match chart.scale {
        Some(scale) => words::part_title(title, part, &Axis::new(scale, 0.0, 1.0), language),
        None => title.clone(),
    })
}

/// Names of the fields in their corners, over intervals that reach there; answers the
/// boxes they take.
fn paint_fields(p: &mut Painter, chart: &PlaneChart, grid: &Grid) -> Vec<[f64; 4]> {
    let [left, top, right, bottom] = grid.edges();
    let (x, y) = grid.at(chart.centre.0, chart.centre.1);
    let mut taken = Vec::new();
    if chart.points.is_empty() {
        return taken;
    }
    for (i, name) in chart.fields.iter().enumerate() {
        let (at_left, at_top) = (i.is_multiple_of(2), i < 2);
        let room = if at_left { x - left } else { right - x } - 2.0;
        let fits = |lines: &[String]| lines.iter().all(|l| SMALL.width(l) <= room);
        let lines = SMALL.wrap(name, room.max(14.0));
        let height = SMALL.line() * lines.len() as f64;
        let fits = fits(&lines) && height + 1.6 <= if at_top { y - top } else { bottom - y };
        // A field too small for its name leaves it to the list below.
        if !fits {
            continue;
        }
        let first = if at_top {
            top + 0.8
        } else {
            bottom - 0.8 - height
        };
        let (anchor, edge) = if at_left {
            (Anchor::Start, left + 1.0)
        } else {
            (Anchor::End, right - 1.0)
        };
        let widest = lines.iter().map(|l| SMALL.width(l)).fold(0.0, f64::max);
        let (from, to) = if at_left {
            (edge, edge + widest)
        } else {
            (edge - widest, edge)
        };
        let ground = if i == 0 { TINT } else { WHITE };
        p.rectangle(from, first, to - from, height, ground);
        p.lines(edge, first, anchor, &lines, SMALL);
        taken.push([from, first, to, first + height]);
    }
    taken
}

/// The intervals of a point along both axes.
fn whiskers(point: &PlanePoint, grid: &Grid) -> impl Iterator<Item = [(f64, f64); 2]> {
    let (x, y) = (point.x.value, point.y.value);
    let across = point.x_interval;
    let across = across.map(|(low, high)| [grid.at(low, y), grid.at(high, y)]);
    let upright = point.y_interval;
    let upright = upright.map(|(low, high)| [grid.at(x, low), grid.at(x, high)]);
    across.into_iter().chain(upright)
}
