//! Answers per item as bars of one length, or level by level side by side.

use super::axis::{Axis, round_range};
use super::columns::{Column, Columns};
use super::diverging::{Plot, Split, Spread, levels, percent};
use super::graded::{density, paint_note};
use super::labels::{Labels, RowPlace};
use super::likert::paint_legend;
use super::painter::{Anchor, Painter};
use super::theme::{self, FINE, INK, SMALL, Type};
use super::{Frame, words};
use crate::document::BarsChart;
use crate::language::Language;

/// What charts side by side share.
pub struct Shared {
    /// The rows of all of them.
    rows: Vec<Split>,
    /// The end of the scale of shares of single levels.
    most: f64,
}

/// What these charts share.
pub fn shared(charts: &[&BarsChart]) -> Shared {
    let split = |chart: &&BarsChart| {
        let levels = levels(&chart.levels, &chart.rows);
        let rows = chart.rows.iter();
        let rows = rows.map(|r| Split::of(r, levels, Spread::Whole));
        rows.collect::<Vec<Split>>()
    };
    Shared {
        rows: charts.iter().flat_map(split).collect(),
        most: shared_most(charts),
    }
}

/// Paints the chart on the scale of the charts beside it and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &BarsChart,
    frame: Frame,
    shared: &Shared,
    language: Language,
) -> f64 {
    let levels = levels(&chart.levels, &chart.rows);
    let colours = theme::levels(levels);
    let rows = chart
        .rows
        .iter()
        .map(|r| Split::of(r, levels, Spread::Whole));
    let rows: Vec<Split> = rows.collect();
    let (size, gap) = density(rows.len());
    let columns = columns(chart, &rows, frame, language);
    let pairs: Vec<(&str, &str)> = chart.rows.iter().map(|r| (&*r.code, &*r.label)).collect();
    let room = columns.left - 3.5 - frame.x;
    let labels = Labels::fit(&pairs, size, room, room);
    let left = frame.x + labels.width;
    let legend = paint_legend(p, &chart.levels, &colours, frame);
    let top = legend + columns.head.max(0.5) + 0.8;
    columns.paint_titles(p, top - 0.4);
    let mut notes = vec![chart.note.clone()];
    let y = if chart.grouped {
        let (places, bottom) = labels.places(top, 2.7 * levels.max(1) as f64, gap);
        let axis = share_axis(shared.most, (left, columns.left - 3.5), size);
        for (i, (row, place)) in rows.iter().zip(&places).enumerate() {
            labels.paint(p, i, frame, *place);
            paint_group(p, row, *place, &axis, size);
            columns.paint_row(p, i, labels.number_line(i, *place));
        }
        axis_of_shares(p, &axis, bottom)
    } else {
        let plot = Plot::fit(&shared.rows, (left, columns.left - 3.5), size - 0.5);
        let (places, bottom) = labels.places(top, size * 0.55, gap);
        for (i, (row, place)) in rows.iter().zip(&places).enumerate() {
            labels.paint(p, i, frame, *place);
            plot.paint_row(p, row, *place, &colours, language);
            columns.paint_row(p, i, labels.number_line(i, *place));
        }
        let beside = plot.note(&rows, language);
        beside.into_iter().for_each(|text| p.remark(text));
        plot.paint_axis(p, bottom)
    };
    let title = SMALL.wrap(&chart.axis_title, frame.x + frame.width - left);
    let y = p.lines(left, y + 0.2, Anchor::Start, &title, SMALL);
    if rows.is_empty() {
        notes.push(words::no_data(language).to_owned());
    }
    notes
        .iter()
        .filter(|n| !n.trim().is_empty())
        .fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5))
}

/// A round share above the greatest.
fn shared_most(charts: &[&BarsChart]) -> f64 {
    let rows = charts.iter().flat_map(|chart| &chart.rows);
    let shares = rows.flat_map(|row| {
        let n: u64 = row.counts.iter().sum();
        row.counts.iter().map(move |c| *c as f64 / n.max(1) as f64)
    });
    round_range(shares.chain([0.0, 0.2]), 0.1).1.min(1.0)
}

/// Shares from 0, with room for the number of the greatest.
fn share_axis(most: f64, (from, to): (f64, f64), size: f64) -> Axis {
    let number = Type::plain(size - 1.0).width("100") + 1.6;
    Axis::new((0.0, most), from, (to - number).max(from + 5.0))
}

fn axis_of_shares(p: &mut Painter, axis: &Axis, y: f64) -> f64 {
    let mut free = f64::NEG_INFINITY;
    for value in axis.steps(4.0) {
        let text = format!("{}%", (value * 100.0).round());
        let half = SMALL.width(&text) / 2.0;
        let x = axis.at(value).max(half + 0.2);
        if x - half > free {
            p.text(x, y + 0.6 + SMALL.ascent(), Anchor::Middle, &text, SMALL);
            free = x + half + 1.0;
        }
    }
    y + 0.6 + SMALL.line()
}

/// A bar a level, the lowest on top, each with its number.
fn paint_group(p: &mut Painter, row: &Split, place: RowPlace, axis: &Axis, size: f64) {
    let (top, bottom) = place.plot;
    let levels = row.counts.len().max(1);
    let thick = (bottom - top) / levels as f64;
    axis.paint_grid(p, &axis.steps(4.0), (top, bottom));
    p.line(
        (axis.start, top - 0.3),
        (axis.start, bottom + 0.3),
        FINE,
        INK,
    );
    let number = Type::plain((size - 1.0).max(6.0));
    for (i, colour) in theme::levels(levels).into_iter().enumerate() {
        let y = top + thick * i as f64;
        let length = axis.at(row.share(i)) - axis.start;
        p.rectangle(axis.start, y + 0.1, length, thick - 0.2, colour);
        let text = percent(row.counts.get(i).map_or(0, |c| u128::from(*c)), row.n);
        p.text_at(
            axis.start + length + 0.8,
            y + thick / 2.0,
            Anchor::Start,
            &text,
            number,
        );
    }
}

fn columns(chart: &BarsChart, rows: &[Split], frame: Frame, language: Language) -> Columns {
    let column = |title: &str, cells: Vec<String>| Column {
        title: title.to_owned(),
        cells,
        style: SMALL,
        anchor: Anchor::End,
        gap: 2.6,
    };
    let counts = rows
        .iter()
        .map(|r| words::count(u64::try_from(r.n).unwrap_or(u64::MAX), language));
    let missing = chart.rows.iter().map(|r| words::count(r.missing, language));
    let columns = vec![
        column(&chart.n_title, counts.collect()),
        column(&chart.missing_title, missing.collect()),
    ];
    Columns::fit(columns, frame.x + frame.width, SMALL.size)
}
