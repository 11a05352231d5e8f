//! Effects with their intervals, around no effect.

use super::axis::Axis;
use super::columns::{Column, Columns};
use super::graded::{density, paint_notes};
use super::labels::Labels;
use super::painter::{Anchor, Painter};
use super::theme::{Colour, INK, STRONG, Type};
use super::{Frame, words};
use crate::document::{ForestChart, ForestRow};
use crate::language::Language;

/// Paints the chart on the axis of the charts beside it and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &ForestChart,
    frame: Frame,
    part: (f64, f64),
    language: Language,
) -> f64 {
    let (size, gap) = density(chart.rows.len());
    let columns = columns(chart, frame, size, language);
    let pairs: Vec<(&str, &str)> = chart.rows.iter().map(|r| (&*r.code, &*r.label)).collect();
    let room = columns.left - 3.5 - frame.x;
    let labels = Labels::fit(&pairs, size, room, room);
    let axis = Axis::new(part, frame.x + labels.width, columns.left - 3.5);
    let top = frame.y + columns.head.max(0.5) + 0.8;
    columns.paint_titles(p, top - 0.4);
    let (places, bottom) = labels.places(top, size * 0.4, gap);
    let step = step(axis.to);
    let steps: Vec<f64> = (-3..=3).map(|i| f64::from(i) * step).collect();
    let steps: Vec<f64> = steps.into_iter().filter(|v| axis.holds(*v)).collect();
    for (i, (row, place)) in chart.rows.iter().zip(&places).enumerate() {
        let ground = labels.ground(*place);
        axis.paint_grid(p, &steps, ground);
        let zero = axis.at(0.0);
        p.line((zero, ground.0), (zero, ground.1), 0.25, INK);
        labels.paint(p, i, frame, *place);
        paint_row(p, row, place.middle(), &axis);
        columns.paint_row(p, i, labels.number_line(i, *place));
    }
    let small = Type::muted((size - 1.0).max(6.0));
    let y = axis.paint(p, bottom, &steps, small, language);
    let y = paint_sides(p, chart, &axis, y, small);
    paint_notes(p, (&chart.note, chart.rows.is_empty()), frame, y, language)
}

/// The axis of charts side by side: as far to the left as to the right, so that
/// no side looks stronger.
pub fn shared_part(charts: &[&ForestChart]) -> (f64, f64) {
    let ends = charts.iter().flat_map(|chart| &chart.rows).flat_map(|r| {
        let (low, high) = r.interval.unwrap_or((0.0, 0.0));
        [low, high, r.effect.map_or(0.0, |e| e.value)]
    });
    let most = ends
        .filter(|v| v.is_finite())
        .map(f64::abs)
        .fold(0.5, f64::max);
    let step = step(most);
    let most = libm::ceil(most / step - 1e-9) * step;
    (-most, most)
}

/// A round step of which three reach at least as far.
fn step(most: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(most / 3.0)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|m| m * power);
    let found = steps.into_iter().find(|s| most / s <= 3.0 + 1e-9);
    found.unwrap_or(most)
}

fn paint_row(p: &mut Painter, row: &ForestRow, y: f64, axis: &Axis) {
    let finite = |(a, b): &(f64, f64)| a.is_finite() && b.is_finite();
    if let Some((low, high)) = row.interval.filter(finite) {
        p.line((axis.at(low), y), (axis.at(high), y), STRONG, INK);
        for end in [low, high] {
            p.line(
                (axis.at(end), y - 0.7),
                (axis.at(end), y + 0.7),
                STRONG,
                INK,
            );
        }
    }
    if let Some(effect) = row.effect.filter(|e| e.value.is_finite()) {
        let x = axis.at(effect.value);
        p.rectangle(x - 1.0, y - 1.0, 2.0, 2.0, Colour::Series(0));
    }
}

/// Who is higher on which side, under the axis.
fn paint_sides(p: &mut Painter, chart: &ForestChart, axis: &Axis, y: f64, style: Type) -> f64 {
    let zero = axis.at(0.0);
    let room = (zero - axis.start).min(axis.end - zero) - 2.0;
    let [left, right] = &chart.sides;
    let left = style.wrap(&format!("← {left}"), room);
    let right = style.wrap(&format!("{right} →"), room);
    let a = p.lines(zero - 1.6, y + 0.3, Anchor::End, &left, style);
    let b = p.lines(zero + 1.6, y + 0.3, Anchor::Start, &right, style);
    a.max(b)
}

fn columns(chart: &ForestChart, frame: Frame, size: f64, language: Language) -> Columns {
    let small = Type::muted((size - 1.0).max(6.0));
    let rows = || chart.rows.iter();
    let column = |title: &str, cells: Vec<String>, style| Column {
        title: title.to_owned(),
        cells,
        style,
        anchor: Anchor::End,
        gap: 2.4,
    };
    let effect = |r: &ForestRow| match r.effect {
        Some(e) => words::signed(e.shown, language),
        None => words::NOTHING.to_owned(),
    };
    let count = |n: u64| words::count(n, language);
    let columns = vec![
        column(
            &chart.effect_title,
            rows().map(effect).collect(),
            Type::strong(size),
        ),
        column(
            words::interval_title(language),
            rows().map(|r| r.interval_shown.clone()).collect(),
            small,
        ),
        column("n1", rows().map(|r| count(r.n.0)).collect(), small),
        column("n2", rows().map(|r| count(r.n.1)).collect(), small),
    ];
    Columns::fit(columns, frame.x + frame.width, small.size)
}
