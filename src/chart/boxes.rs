//! Distributions as boxes over their violins; few values as points.

use super::axis::Axis;
use super::columns::{Column, Columns};
use super::graded::{MANY, density, paint_notes};
use super::labels::{Labels, RowPlace};
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, Colour, INK, STRONG, Type, WHITE};
use super::{Frame, words};
use crate::document::{BoxChart, BoxRow, Shown};
use crate::language::Language;

/// Of the point of a respondent, in mm.
const RADIUS: f64 = 0.5;
/// Of the mean, in mm, and how far below the middle it stands, in halves of the row.
const MEAN_RADIUS: f64 = 0.8;
const MEAN: f64 = 0.9;

/// Whether a chart stands alone, with the meaning of its marks below itself.
pub fn shared(charts: &[&BoxChart]) -> bool {
    charts.len() < 2
}

/// Paints the chart and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &BoxChart,
    frame: Frame,
    alone: bool,
    language: Language,
) -> f64 {
    let (size, gap) = density(chart.rows.len());
    let columns = columns(chart, frame, size, language);
    let pairs: Vec<(&str, &str)> = chart.rows.iter().map(|r| ("", &*r.label)).collect();
    let room = columns.left - 3.0 - frame.x;
    let labels = Labels::fit(&pairs, size, room, room);
    let axis = Axis::new(chart.axis, frame.x + labels.width, columns.left - 3.0);
    let top = frame.y + columns.head.max(0.5) + 0.8;
    columns.paint_titles(p, top - 0.4);
    let tall = if chart.rows.len() > MANY { 4.0 } else { 8.0 };
    let (places, bottom) = labels.places(top, tall, gap);
    let steps = axis.even_steps(5.0);
    for (i, (row, place)) in chart.rows.iter().zip(&places).enumerate() {
        let ground = labels.ground(*place);
        axis.paint_grid(p, &steps, ground);
        labels.paint(p, i, frame, *place);
        paint_row(p, row, *place, &axis);
        columns.paint_row(p, i, labels.number_line(i, *place));
    }
    let small = Type::muted((size - 1.0).max(6.0));
    let y = axis.paint(p, bottom, &steps, small, language);
    let title = small.wrap(&chart.axis_title, frame.x + frame.width - axis.start);
    let y = p.lines(axis.start, y + 0.2, Anchor::Start, &title, small);
    let own = match alone {
        true => marks(&[chart], language).concat(),
        false => String::new(),
    };
    let note = [chart.note.as_str(), own.as_str()].join(" ");
    paint_notes(p, (note.trim(), chart.rows.is_empty()), frame, y, language)
}

/// What the marks of charts side by side mean.
pub fn marks(charts: &[&BoxChart], language: Language) -> Vec<String> {
    let axis = charts.first().map_or((0.0, 100.0), |chart| chart.axis);
    let rows = charts.iter().flat_map(|chart| &chart.rows);
    let clipped = words::clipped(rows.map(|row| row.interval), axis, language);
    clipped.into_iter().collect()
}

fn columns(chart: &BoxChart, frame: Frame, size: f64, language: Language) -> Columns {
    let small = Type::muted((size - 1.0).max(6.0));
    let shown = |value: Option<Shown>| match value {
        Some(v) => v.shown.text(language),
        None => words::NOTHING.to_owned(),
    };
    let rows = || chart.rows.iter();
    let column = |title: &str, cells: Vec<String>, style| Column {
        title: title.to_owned(),
        cells,
        style,
        anchor: Anchor::End,
        gap: 2.6,
    };
    let columns = vec![
        column(
            words::median(language),
            rows().map(|r| shown(r.median)).collect(),
            Type::strong(size),
        ),
        column(
            words::mean(language),
            rows().map(|r| shown(r.mean)).collect(),
            Type::plain(size),
        ),
        column(
            &chart.n_title,
            rows().map(|r| words::count(r.n, language)).collect(),
            small,
        ),
        column(
            &chart.missing_title,
            rows().map(|r| words::count(r.missing, language)).collect(),
            small,
        ),
    ];
    Columns::fit(columns, frame.x + frame.width, small.size)
}

fn paint_row(p: &mut Painter, row: &BoxRow, place: RowPlace, axis: &Axis) {
    let (y, half) = (place.middle(), (place.plot.1 - place.plot.0) / 2.0);
    let inside: Vec<&(f64, f64)> = row.density.iter().filter(|d| axis.holds(d.0)).collect();
    if inside.len() > 1 {
        let upper = inside.iter().map(|(v, d)| (axis.at(*v), y - d * half));
        let lower = inside
            .iter()
            .rev()
            .map(|(v, d)| (axis.at(*v), y + d * half));
        p.polygon(upper.chain(lower).collect(), Colour::Shade(0));
    }
    if let Some([low, lower, median, upper, high]) = row.five {
        let thick = half * 0.42;
        p.line((axis.at(low), y), (axis.at(high), y), STRONG, INK);
        for end in [low, high] {
            p.line(
                (axis.at(end), y - thick / 2.0),
                (axis.at(end), y + thick / 2.0),
                STRONG,
                INK,
            );
        }
        let (left, right) = (axis.at(lower), axis.at(upper));
        p.rectangle(left, y - thick, right - left, 2.0 * thick, INK);
        p.rectangle(
            left + 0.25,
            y - thick + 0.25,
            right - left - 0.5,
            2.0 * thick - 0.5,
            WHITE,
        );
        // Behind the points, and wider where they would hide it.
        let x = axis.at(median);
        let covered = row
            .points
            .iter()
            .any(|(v, _)| (axis.at(*v) - x).abs() < RADIUS);
        let wide = if covered { 4.0 * RADIUS } else { 0.8 };
        p.line((x, y - thick), (x, y + thick), wide, INK);
    }
    paint_points(p, row, (y, half), axis);
    // The mean below the middle, so that it hides no median.
    let y = y + half * MEAN;
    if let Some((low, high)) = row.interval {
        p.line((axis.at(low), y), (axis.at(high), y), STRONG, ACCENT);
    }
    if let Some(mean) = row.mean {
        p.disc((axis.at(mean.value), y), MEAN_RADIUS, ACCENT);
    }
}

/// Equal values on each other around the middle, or from where the mean leaves room up.
fn paint_points(p: &mut Painter, row: &BoxRow, (y, half): (f64, f64), axis: &Axis) {
    let down = half * MEAN - MEAN_RADIUS - RADIUS;
    for (value, count) in &row.points {
        let shown = (*count).min(15);
        let steps = shown.saturating_sub(1) as f64;
        let step = ((half + down) / steps.max(1.0)).min(1.15);
        let lowest = y + (steps * step / 2.0).min(down);
        for i in 0..shown {
            let at = (axis.at(*value), lowest - i as f64 * step);
            p.disc(at, RADIUS, INK);
            p.disc(at, RADIUS - 0.18, Colour::Series(2));
        }
    }
}
