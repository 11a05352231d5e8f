//! Two values a row and the way between them.

use super::axis::{Axis, zoom};
use super::columns::{Column, Columns};
use super::graded::{density, paint_notes};
use super::labels::Labels;
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, BAR, Colour, INK, Type, WHITE};
use super::{Frame, words};
use crate::document::{GapChart, GapRow};
use crate::language::Language;

/// Paints the chart on the part of the axis that the charts beside it use and answers
/// the y below.
pub fn paint(
    p: &mut Painter,
    chart: &GapChart,
    frame: Frame,
    part: (f64, f64),
    language: Language,
) -> f64 {
    let (size, gap) = density(chart.rows.len());
    let top = paint_legend(p, chart, frame);
    let columns = columns(chart, frame, size, language);
    let pairs: Vec<(&str, &str)> = chart.rows.iter().map(|r| (&*r.code, &*r.label)).collect();
    let room = columns.left - 3.5 - frame.x;
    let labels = Labels::fit(&pairs, size, room, room);
    let whole = Axis::new(chart.axis, 0.0, 1.0);
    let axis = Axis::new(part, frame.x + labels.width, columns.left - 3.5);
    let top = top + columns.head.max(0.5) + 0.8;
    columns.paint_titles(p, top - 0.4);
    let (places, bottom) = labels.places(top, size * 0.4, gap);
    let steps = axis.even_steps(5.0);
    for (i, (row, place)) in chart.rows.iter().zip(&places).enumerate() {
        let ground = labels.ground(*place);
        axis.paint_grid(p, &steps, ground);
        labels.paint(p, i, frame, *place);
        paint_row(p, row, place.middle(), &axis);
        columns.paint_row(p, i, labels.number_line(i, *place));
    }
    let small = Type::muted((size - 1.0).max(6.0));
    let mut y = axis.paint(p, bottom, &steps, small, language);
    let title = words::part_title(&chart.axis_title, part, &whole, language);
    let lines = small.wrap(&title, frame.x + frame.width - axis.start);
    y = p.lines(axis.start, y + 0.2, Anchor::Start, &lines, small);
    paint_notes(p, (&chart.note, chart.rows.is_empty()), frame, y, language)
}

/// The part of the axis that charts side by side use.
pub fn shared_part(charts: &[&GapChart]) -> (f64, f64) {
    let axis = charts.first().map_or((0.0, 1.0), |chart| chart.axis);
    let rows = charts.iter().flat_map(|chart| &chart.rows);
    let values = rows.flat_map(|r| [r.from.value, r.to.value]);
    zoom(values, &Axis::new(axis, 0.0, 1.0))
}

fn paint_row(p: &mut Painter, row: &GapRow, y: f64, axis: &Axis) {
    let (from, to) = (axis.at(row.from.value), axis.at(row.to.value));
    p.line((from, y), (to, y), 0.9, way(falls(row)));
    // Where both would cover each other the first stands around the second.
    let radius = if (from - to).abs() < 0.9 { 1.75 } else { 1.2 };
    hollow(p, (from, y), radius);
    p.disc((to, y), 1.2, Colour::Series(0));
}

fn hollow(p: &mut Painter, at: (f64, f64), radius: f64) {
    p.disc(at, radius, INK);
    p.disc(at, radius - 0.35, WHITE);
}

/// What the two marks are; answers the y below.
fn paint_legend(p: &mut Painter, chart: &GapChart, frame: Frame) -> f64 {
    let style = Type::plain(7.5);
    let (mut x, mut y) = (frame.x, frame.y);
    for (i, name) in chart.names.iter().enumerate() {
        let room = frame.width - 4.0;
        let lines = style.wrap(name, room);
        let width = 4.0 + lines.iter().map(|l| style.width(l)).fold(0.0, f64::max);
        if x > frame.x && x + width > frame.x + frame.width {
            (x, y) = (frame.x, y + style.line());
        }
        let at = (x + 1.2, y + style.line() / 2.0);
        match i {
            0 => hollow(p, at, 1.2),
            _ => p.disc(at, 1.2, Colour::Series(0)),
        }
        let bottom = p.lines(x + 3.4, y, Anchor::Start, &lines, style);
        y = bottom - style.line();
        x += width + 5.0;
    }
    paint_ways(p, chart, frame, (x, y), style)
}

/// What the colours of the ways are, behind what the marks are; answers the y below.
fn paint_ways(
    p: &mut Painter,
    chart: &GapChart,
    frame: Frame,
    (mut x, mut y): (f64, f64),
    style: Type,
) -> f64 {
    const LONG: f64 = 4.0;
    let [from, to] = &chart.names;
    let ways = chart
        .rows
        .iter()
        .filter(|row| row.to.value != row.from.value);
    for (falling, sign) in [(true, "<"), (false, ">")] {
        if !ways.clone().any(|row| falls(row) == falling) {
            continue;
        }
        let text = format!("{to} {sign} {from}");
        let width = LONG + 1.2 + style.width(&text);
        if x > frame.x && x + width > frame.x + frame.width {
            (x, y) = (frame.x, y + style.line());
        }
        let middle = y + style.line() / 2.0;
        p.line((x, middle), (x + LONG, middle), 0.9, way(falling));
        let lines = style.wrap(&text, frame.width - LONG - 1.2);
        y = p.lines(x + LONG + 1.2, y, Anchor::Start, &lines, style) - style.line();
        x += width + 5.0;
    }
    y + style.line() + 0.8
}

fn falls(row: &GapRow) -> bool {
    row.to.value < row.from.value
}

/// The colour of the way between the two values.
fn way(falling: bool) -> Colour {
    if falling { ACCENT } else { BAR }
}

fn columns(chart: &GapChart, frame: Frame, size: f64, language: Language) -> Columns {
    let small = Type::muted((size - 1.0).max(6.0));
    let rows = || chart.rows.iter();
    let column = |title: &str, cells: Vec<String>, style| Column {
        title: title.to_owned(),
        cells,
        style,
        anchor: Anchor::End,
        gap: 2.6,
    };
    let interval = |r: &GapRow| match r.interval {
        Some((low, high)) => words::interval(low, high, r.gap.shown.places, language),
        None => words::NOTHING.to_owned(),
    };
    // On a narrow page the marks have to tell what the table says.
    let mut columns = Vec::new();
    if frame.width >= 92.0 {
        let from = rows().map(|r| r.from.shown.text(language)).collect();
        let to = rows().map(|r| r.to.shown.text(language)).collect();
        columns.push(column(&chart.names[0], from, Type::plain(size)));
        columns.push(column(&chart.names[1], to, Type::plain(size)));
    }
    let gaps = rows().map(|r| words::signed(r.gap.shown, language));
    columns.push(column(&chart.gap_title, gaps.collect(), Type::strong(size)));
    if frame.width >= 74.0 {
        let intervals = rows().map(interval).collect();
        columns.push(column(words::interval_title(language), intervals, small));
    }
    let counts = rows().map(|r| words::count(r.n, language)).collect();
    columns.push(column("n", counts, small));
    Columns::fit(columns, frame.x + frame.width, small.size)
}
