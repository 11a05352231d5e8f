//! Answers per item: bars that part at the middle of the scale.

use super::columns::{Column, Columns};
use super::diverging::{Plot, Split, Spread, levels, percent};
use super::graded::{density, paint_note};
use super::labels::Labels;
use super::measure::NO_BREAK;
use super::painter::{Anchor, Painter};
use super::theme::{self, Colour, SMALL, Type};
use super::{Frame, words};
use crate::document::{LikertChart, Neutral};
use crate::language::Language;

/// The rows of charts side by side and their neighbours elsewhere, which one scale
/// holds.
pub fn shared(charts: &[&LikertChart]) -> Vec<Split> {
    let split = |chart: &&LikertChart| {
        let (levels, spread) = (
            levels(&chart.levels, &chart.rows),
            Spread::Parted(chart.neutral),
        );
        let rows = chart.rows.iter().chain(&chart.others);
        let rows = rows.map(|r| Split::of(r, levels, spread));
        rows.collect::<Vec<Split>>()
    };
    charts.iter().flat_map(split).collect()
}

/// Paints the chart on a scale that holds `every` row of the charts beside it and
/// answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &LikertChart,
    frame: Frame,
    every: &[Split],
    language: Language,
) -> f64 {
    let colours = theme::levels(levels(&chart.levels, &chart.rows));
    let split = |r| Split::of(r, colours.len(), Spread::Parted(chart.neutral));
    let rows: Vec<Split> = chart.rows.iter().map(split).collect();
    let (size, gap) = density(rows.len());
    let columns = columns(chart, &rows, (colours.len(), size), frame, language);
    let pairs = chart.rows.iter().chain(&chart.others);
    let pairs: Vec<(&str, &str)> = pairs.map(|r| (&*r.code, &*r.label)).collect();
    let room = columns.left - 3.5 - frame.x;
    let labels = Labels::fit(&pairs, size, room, room).part(0..rows.len());
    let left = frame.x + labels.width;
    // Bars under their labels may run below the columns too.
    let reach = if labels.beside { room } else { frame.width };
    let plot = Plot::fit(every, (left, frame.x + reach), size - 0.5);

    let legend = paint_legend(p, &chart.levels, &colours, frame);
    let top = legend + columns.head.max(0.5) + 0.8;
    columns.paint_titles(p, top - 0.4);
    let (places, bottom) = labels.places(top, size * 0.55, gap);
    if labels.beside {
        plot.paint_grid(p, (top, bottom));
    }
    for (i, (row, place)) in rows.iter().zip(&places).enumerate() {
        labels.paint(p, i, frame, *place);
        let around = if labels.beside {
            place.label
        } else {
            place.plot
        };
        // A middle level that is not in the bar does not cross the line.
        let crossed = match chart.neutral {
            Neutral::Split => colours.len(),
            _ => 2,
        };
        plot.paint_centre(p, around, *place, crossed);
        plot.paint_row(p, row, *place, &colours, language);
        columns.paint_row(p, i, labels.number_line(i, *place));
    }
    let y = plot.paint_axis(p, bottom);
    let beside = plot.note(&rows, language);
    beside.into_iter().for_each(|text| p.remark(text));
    let empty = rows.is_empty().then(|| words::no_data(language));
    paint_foot(p, chart, left, frame, y, empty)
}

fn columns(
    chart: &LikertChart,
    rows: &[Split],
    (levels, size): (usize, f64),
    frame: Frame,
    language: Language,
) -> Columns {
    let shown = |n: u128| words::count(u64::try_from(n).unwrap_or(u64::MAX), language);
    let column = |title: String, cells: Vec<String>, style| Column {
        title,
        cells,
        style,
        anchor: Anchor::End,
        gap: 2.6,
    };
    let mut columns = Vec::new();
    // The half from which answers are favourable, named by its lowest level.
    if let Some(level) = chart.levels.get(levels.div_ceil(2)) {
        let sums = rows.iter().map(|r| match percent(r.favourable(), r.n) {
            text if r.n == 0 => text,
            text => format!("{text}%"),
        });
        let last = levels.div_ceil(2) + 1 == levels;
        let title = if last {
            level.clone()
        } else {
            format!("≥{NO_BREAK}{level}")
        };
        columns.push(column(title, sums.collect(), Type::strong(size)));
    }
    let counts = rows.iter().map(|r| shown(r.n));
    columns.push(column(chart.n_title.clone(), counts.collect(), SMALL));
    let missing = chart.rows.iter().map(|r| words::count(r.missing, language));
    columns.push(column(
        chart.missing_title.clone(),
        missing.collect(),
        SMALL,
    ));
    Columns::fit(columns, frame.x + frame.width, SMALL.size)
}

/// Squares and names of all levels, used or not, from the left in as many
/// lines as they need; answers the y below.
pub fn paint_legend(p: &mut Painter, levels: &[String], colours: &[Colour], frame: Frame) -> f64 {
    let style = Type::plain(7.5);
    let side = 2.6;
    let right = frame.x + frame.width;
    let (mut x, mut y) = (frame.x, frame.y);
    for (i, colour) in colours.iter().enumerate() {
        let number = (i + 1).to_string();
        let name = levels
            .get(i)
            .filter(|n| !n.trim().is_empty())
            .unwrap_or(&number);
        let lines = style.wrap(name, frame.width - side - 1.2);
        let widest = lines.iter().map(|l| style.width(l)).fold(0.0, f64::max);
        let width = side + 1.2 + widest;
        if x > frame.x && x + width > right {
            (x, y) = (frame.x, y + style.line() + 0.6);
        }
        let middle = y + style.line() / 2.0;
        p.rectangle(x, middle - side / 2.0, side, side, *colour);
        p.lines(x + side + 1.2, y, Anchor::Start, &lines, style);
        y += style.line() * (lines.len() as f64 - 1.0);
        x += width + 4.0;
    }
    let below = if colours.is_empty() {
        0.0
    } else {
        style.line() + 1.2
    };
    y + below
}

fn paint_foot(
    p: &mut Painter,
    chart: &LikertChart,
    left: f64,
    frame: Frame,
    y: f64,
    empty: Option<&str>,
) -> f64 {
    let title = SMALL.wrap(&chart.axis_title, frame.x + frame.width - left);
    let mut y = match chart.axis_title.trim() {
        "" => y,
        _ => p.lines(left, y + 0.2, Anchor::Start, &title, SMALL),
    };
    for note in [chart.note.as_str()].into_iter().chain(empty) {
        if !note.trim().is_empty() {
            y = paint_note(p, note, frame, y + 0.8, 6.5);
        }
    }
    y
}
