//! Observed values against those a normal variable would have.

use super::axis::round_range;
use super::graded::paint_notes;
use super::grid::Grid;
use super::importance::Reach;
use super::painter::Painter;
use super::theme::{Colour, INK, STRONG, WHITE};
use super::{Frame, words};
use crate::document::QuantileChart;
use crate::language::Language;

/// Paints the chart on the axes of the charts beside it and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &QuantileChart,
    frame: Frame,
    reach: Reach,
    language: Language,
) -> f64 {
    let grid = Grid::fit(
        frame,
        reach,
        (frame.width * 0.72).min(85.0),
        &chart.y_title,
        language,
    );
    let band = chart.band.iter();
    let upper = band.clone().map(|(z, _, high)| grid.at(*z, *high));
    let lower = band.rev().map(|(z, low, _)| grid.at(*z, *low));
    if chart.band.len() > 1 {
        p.polygon(upper.chain(lower).collect(), Colour::Shade(0));
    }
    grid.paint(p);
    if let Some((from, slope)) = chart.line {
        // As far as the band, which ends where no tie lies on the last value.
        let band = chart.band.iter().map(|b| b.0);
        let mut reach: Vec<f64> = chart.points.iter().map(|q| q.0).chain(band).collect();
        reach.sort_by(f64::total_cmp);
        if let (Some(a), Some(b)) = (reach.first(), reach.last()) {
            let (a, b) = (grid.at(*a, from + slope * a), grid.at(*b, from + slope * b));
            p.line(a, b, STRONG, INK);
        }
    }
    paint_points(p, chart, &grid);
    let steps = grid.x.steps(6.0);
    let y = grid.paint_below(p, &steps, &chart.x_title);
    let (least, most) = reach.1;
    if chart.band.iter().any(|b| b.1 < least || b.2 > most) {
        p.remark(words::cut_band(language));
    }
    let nothing = chart.points.is_empty();
    paint_notes(p, (&chart.note, nothing), frame, y, language)
}

/// Points with a fine edge. Along a line of many points each edge would hide most of
/// the point before it: there all edges lie below all points.
fn paint_points(p: &mut Painter, chart: &QuantileChart, grid: &Grid) {
    let at = || chart.points.iter().map(|(z, value, _)| grid.at(*z, *value));
    let edge = |p: &mut Painter, at| p.disc(at, 0.95, WHITE);
    let in_a_line = !chart.band.is_empty();
    if in_a_line {
        at().for_each(|at| edge(p, at));
    }
    for at in at() {
        if !in_a_line {
            edge(p, at);
        }
        p.disc(at, 0.75, Colour::Series(1));
    }
}

/// Both axes of charts side by side: all points, and of the bands what lies within
/// a quarter of their range beyond; the bands of a handful of respondents would
/// press the points into a line.
pub fn shared_reach(charts: &[&QuantileChart]) -> Reach {
    let points = || charts.iter().flat_map(|chart| &chart.points);
    let values = || points().map(|q| q.1);
    let low = values().fold(f64::INFINITY, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let beyond = (high - low).max(0.0) / 4.0;
    let ends = charts
        .iter()
        .flat_map(|chart| &chart.band)
        .flat_map(|b| [b.1.max(low - beyond), b.2.min(high + beyond)]);
    let across = || points().map(|q| q.0);
    let (left, right) = across().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
        (a.min(x), b.max(x))
    });
    let middle = match left <= right {
        true => f64::midpoint(left, right),
        false => 0.0,
    };
    // A single point has an axis too.
    let x = round_range(across().chain([middle - 1.0, middle + 1.0]), 0.5);
    (x, round_range(values().chain(ends), 1.0))
}
