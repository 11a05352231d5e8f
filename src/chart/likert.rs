//! Answers per item: bars that part at the middle of the scale.

use super::columns::{Column, Columns};
use super::graded::paint_note;
use super::labels::{Labels, RowPlace};
use super::painter::{Anchor, Painter};
use super::theme::{self, Colour, FINE, HAIRLINE, INK, Type, WHITE};
use super::{Frame, words};
use crate::document::{LikertChart, LikertRow};
use crate::language::Language;

const LABEL: Type = Type::plain(8.0);
const SMALL: Type = Type::muted(7.0);
/// Height of a bar, in mm.
const BAR: f64 = 4.2;
/// Side of a square that names a colour, in mm.
const SWATCH: f64 = 1.7;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &LikertChart, frame: Frame, language: Language) -> f64 {
    let count = chart.rows.iter().map(|r| r.counts.len()).max();
    let colours = theme::levels(chart.levels.len().max(count.unwrap_or(0)));
    let rows: Vec<Split> = chart
        .rows
        .iter()
        .map(|r| Split::of(r, colours.len()))
        .collect();
    let columns = columns(chart, &rows, &colours, frame, language);
    let pairs: Vec<(&str, &str)> = chart.rows.iter().map(|r| (&*r.code, &*r.label)).collect();
    let room = columns.left - 3.5 - frame.x;
    let labels = Labels::fit(&pairs, LABEL.size, room, frame.width);
    let left = frame.x + labels.width;
    let plot = Plot::fit(&rows, (left, columns.left - 3.5));

    let legend = paint_legend(p, chart, &colours, frame);
    let top = legend + columns.head.max(0.5) + 0.8;
    columns.paint_titles(p, top - 0.4);
    let (places, bottom) = labels.places(top, BAR, 1.8);
    if labels.beside {
        plot.paint_grid(p, (top, bottom));
    }
    for (i, (row, place)) in rows.iter().zip(&places).enumerate() {
        labels.paint(p, i, frame, *place);
        plot.paint_row(p, row, *place, &colours, language);
        columns.paint_row(p, i, place.middle());
        let edges = if labels.beside {
            place.label
        } else {
            place.plot
        };
        p.line((plot.centre, edges.0), (plot.centre, edges.1), 0.25, INK);
    }
    let y = plot.paint_axis(p, bottom);
    paint_foot(p, chart, left, frame, y, language)
}

/// A row's answers, parted at the middle of the scale.
#[derive(Debug)]
struct Split {
    counts: Vec<u64>,
    n: u128,
}

impl Split {
    fn of(row: &LikertRow, levels: usize) -> Self {
        let mut counts = row.counts.clone();
        counts.resize(levels, 0);
        Split {
            n: counts.iter().map(|c| u128::from(*c)).sum(),
            counts,
        }
    }

    /// Share of a level from 0 to 1; 0 without answers.
    fn share(&self, level: usize) -> f64 {
        let count = self.counts.get(level).copied().unwrap_or(0);
        count as f64 / (self.n.max(1)) as f64
    }

    /// Shares left and right of the middle; a middle level counts half on
    /// each side.
    fn sides(&self) -> (f64, f64) {
        let half = self.counts.len() / 2;
        let middle = match self.counts.len() % 2 {
            1 => self.share(half) / 2.0,
            _ => 0.0,
        };
        let sum = |levels: std::ops::Range<usize>| levels.map(|i| self.share(i)).sum::<f64>();
        let upper = sum(self.counts.len() - half..self.counts.len());
        (sum(0..half) + middle, upper + middle)
    }

    /// The upper half's answers.
    fn favourable(&self) -> u128 {
        let half = self.counts.len() / 2;
        self.counts
            .iter()
            .rev()
            .take(half)
            .map(|c| u128::from(*c))
            .sum()
    }

    /// Whole percent of a level, rounded half up from the counts; `<1` for
    /// what is there and rounds to nothing.
    fn percent(&self, level: usize) -> String {
        percent(self.counts.get(level).map_or(0, |c| u128::from(*c)), self.n)
    }
}

fn percent(count: u128, n: u128) -> String {
    let rounded = (200 * count + n).checked_div(2 * n);
    match rounded {
        None => words::NOTHING.to_owned(),
        Some(0) if count > 0 => "<1".to_owned(),
        Some(percent) => percent.to_string(),
    }
}

/// The scale all rows share.
#[derive(Debug)]
struct Plot {
    /// Where the two halves meet.
    centre: f64,
    /// Millimetres of a share of 1.
    scale: f64,
    edges: (f64, f64),
}

impl Plot {
    /// The largest scale at which every bar and the labels beside it find room.
    fn fit(rows: &[Split], edges: (f64, f64)) -> Self {
        let room = (edges.1 - edges.0).max(1.0);
        let mut scale = room;
        let mut reach = (room / 2.0, room / 2.0);
        for _ in 0..80 {
            let most = |side: &dyn Fn(&Split) -> f64| rows.iter().map(side).fold(0.0, f64::max);
            reach = (
                most(&|r| r.sides().0 * scale + beside_width(&r.outside(scale).0)),
                most(&|r| r.sides().1 * scale + beside_width(&r.outside(scale).1)),
            );
            if reach.0 + reach.1 <= room {
                break;
            }
            scale *= 0.975;
        }
        Plot {
            centre: edges.0 + reach.0 + (room - reach.0 - reach.1).max(0.0) / 2.0,
            scale,
            edges,
        }
    }

    /// Every quarter on both sides that the edges hold.
    fn ticks(&self) -> Vec<(f64, String)> {
        let quarters = (-4..=4).map(|i| (self.centre + f64::from(i) * 0.25 * self.scale, i * 25));
        let inside = quarters.filter(|(x, _)| *x >= self.edges.0 - 0.1 && *x <= self.edges.1 + 0.1);
        inside
            .map(|(x, percent)| (x, format!("{}%", i32::abs(percent))))
            .collect()
    }

    fn paint_grid(&self, p: &mut Painter, (top, bottom): (f64, f64)) {
        for (x, _) in self.ticks() {
            p.line((x, top), (x, bottom), FINE, HAIRLINE);
        }
    }

    fn paint_axis(&self, p: &mut Painter, y: f64) -> f64 {
        let mut free = f64::MIN;
        for (x, text) in self.ticks() {
            let half = SMALL.width(&text) / 2.0;
            if x - half >= free {
                p.text(x, y + 0.6 + SMALL.ascent(), Anchor::Middle, &text, SMALL);
                free = x + half + 1.0;
            }
        }
        y + 0.6 + SMALL.line()
    }

    fn paint_row(
        &self,
        p: &mut Painter,
        row: &Split,
        place: RowPlace,
        colours: &[Colour],
        language: Language,
    ) {
        let (top, bottom) = place.plot;
        if row.n == 0 {
            let text = words::no_answers(language);
            p.text_at(
                self.centre + 1.5,
                place.middle(),
                Anchor::Start,
                text,
                SMALL,
            );
            return;
        }
        let sides = row.sides();
        let mut x = self.centre - sides.0 * self.scale;
        let start = x;
        for (i, colour) in colours.iter().enumerate() {
            let width = row.share(i) * self.scale;
            p.rectangle(x, top, width, bottom - top, *colour);
            if width > 0.0 && x > start {
                p.line((x, top), (x, bottom), 0.2, WHITE);
            }
            if row.is_inside(i, self.scale) {
                let style = INSIDE.coloured(theme::on(*colour));
                p.text_at(
                    x + width / 2.0,
                    place.middle(),
                    Anchor::Middle,
                    &row.percent(i),
                    style,
                );
            }
            x += width;
        }
        let (left, right) = row.outside(self.scale);
        paint_beside(
            p,
            &left,
            start - beside_width(&left),
            place.middle(),
            colours,
        );
        paint_beside(p, &right, x + GAP, place.middle(), colours);
    }
}

const INSIDE: Type = Type::plain(7.0);
const BESIDE: Type = Type::plain(6.5);
/// Before a share that stands beside its bar, in mm.
const GAP: f64 = 0.9;

impl Split {
    fn is_inside(&self, level: usize, scale: f64) -> bool {
        let count = self.counts.get(level).copied().unwrap_or(0);
        count > 0 && INSIDE.width(&self.percent(level)) + 0.8 <= self.share(level) * scale
    }

    /// Shares too small to hold their number, per side, in level order.
    fn outside(&self, scale: f64) -> (Vec<(usize, String)>, Vec<(usize, String)>) {
        let small =
            |i: &usize| self.counts.get(*i).is_some_and(|c| *c > 0) && !self.is_inside(*i, scale);
        let upper = self.counts.len().div_ceil(2);
        let listed = (0..self.counts.len())
            .filter(small)
            .map(|i| (i, self.percent(i)));
        listed.partition(|(i, _)| *i < upper)
    }
}

fn beside_width(shares: &[(usize, String)]) -> f64 {
    let one = |(_, text): &(usize, String)| GAP + SWATCH + 0.5 + BESIDE.width(text);
    let width: f64 = shares.iter().map(one).sum();
    if shares.is_empty() { 0.0 } else { width + GAP }
}

/// Shares that found no room in the bar, each behind a square of its colour.
fn paint_beside(
    p: &mut Painter,
    shares: &[(usize, String)],
    left: f64,
    middle: f64,
    colours: &[Colour],
) {
    let mut x = left;
    for (level, text) in shares {
        if let Some(colour) = colours.get(*level) {
            p.rectangle(x, middle - SWATCH / 2.0, SWATCH, SWATCH, *colour);
        }
        x += SWATCH + 0.5;
        p.text_at(x, middle, Anchor::Start, text, BESIDE);
        x += BESIDE.width(text) + GAP;
    }
}

fn columns(
    chart: &LikertChart,
    rows: &[Split],
    colours: &[Colour],
    frame: Frame,
    language: Language,
) -> Columns {
    let shown = |n: u128| words::count(u64::try_from(n).unwrap_or(u64::MAX), language);
    let column = |title: String, cells: Vec<String>, style| Column {
        title,
        cells,
        style,
        anchor: Anchor::End,
    };
    let mut columns = Vec::new();
    // The half from which answers are favourable, named by its lowest level.
    if let Some(level) = chart.levels.get(colours.len().div_ceil(2)) {
        let sums = rows.iter().map(|r| match percent(r.favourable(), r.n) {
            text if r.n == 0 => text,
            text => format!("{text}%"),
        });
        let last = colours.len().div_ceil(2) + 1 == colours.len();
        let title = if last {
            level.clone()
        } else {
            format!("≥ {level}")
        };
        columns.push(column(title, sums.collect(), Type::strong(8.0)));
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
fn paint_legend(p: &mut Painter, chart: &LikertChart, colours: &[Colour], frame: Frame) -> f64 {
    let style = Type::plain(7.5);
    let side = 2.6;
    let right = frame.x + frame.width;
    let (mut x, mut y) = (frame.x, frame.y);
    for (i, colour) in colours.iter().enumerate() {
        let number = (i + 1).to_string();
        let name = chart
            .levels
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
    language: Language,
) -> f64 {
    let room = frame.x + frame.width - left;
    let mut y = match chart.axis_title.trim() {
        "" => y,
        title => p.lines(
            left,
            y + 0.2,
            Anchor::Start,
            &SMALL.wrap(title, room),
            SMALL,
        ),
    };
    let empty = if chart.rows.is_empty() {
        words::no_data(language)
    } else {
        ""
    };
    for note in [chart.note.as_str(), empty] {
        if !note.trim().is_empty() {
            y = paint_note(p, note, frame, y + 0.8, 6.5);
        }
    }
    y
}
