//! Values around a centre. Lengths along a circle are hard to compare: the note
//! says so, and the bars of the same data are one word away.

use super::axis::Axis;
use super::graded::paint_notes;
use super::measure::POINT;
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::placing::{Edges, Line, crosses, overlap};
use super::theme::{Colour, FINE, HAIRLINE, INK, Type, WHITE};
use super::{Frame, words};
use crate::document::{RadarChart, RadarLine};
use crate::language::Language;

const SPOKE: Type = Type::strong(7.5);
const RING: Type = Type::muted(6.0);
/// Places beside a spoke and both its neighbours, and on the rings behind each.
const NEAR: usize = 12;
/// From the middle of a mark to its edge, in mm.
const MARK: f64 = 1.0;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &RadarChart, frame: Frame, language: Language) -> f64 {
    let many = chart.spokes.len();
    let widest = chart
        .spokes
        .iter()
        .map(|s| SPOKE.width(&s.0))
        .fold(0.0, f64::max);
    // Enough way around for all the codes.
    let code = widest.max(SPOKE.size * POINT) + 1.0;
    let around = many as f64 * code / (2.0 * std::f64::consts::PI);
    let most = (frame.width - 2.0 * widest - 8.0) / 2.0;
    let radius = around.max(34.0).min(most).max(12.0);
    let top = paint_legend(p, chart, frame, language) + SPOKE.line() + 1.5;
    let wheel = Wheel {
        centre: (frame.x + frame.width / 2.0, top + radius),
        many,
        every: (around / radius).ceil().max(1.0) as usize,
        axis: Axis::new(chart.axis, 0.0, radius),
    };
    wheel.paint(p, chart);
    for (i, line) in chart.lines.iter().enumerate() {
        wheel.paint_line(p, line, u8::try_from(i).unwrap_or(u8::MAX));
    }
    wheel.paint_values(p, chart, language);
    let mut y = top + 2.0 * radius + SPOKE.line() + 1.5;
    let names = chart.spokes.iter().map(|s| (&*s.0, &*s.1));
    y = paint_names(p, names, frame, y);
    paint_notes(
        p,
        (&chart.note, chart.spokes.is_empty()),
        frame,
        y,
        language,
    )
}

struct Wheel {
    centre: (f64, f64),
    many: usize,
    /// Every so many spokes have room for their code.
    every: usize,
    axis: Axis,
}

impl Wheel {
    fn at(&self, spoke: usize, length: f64) -> (f64, f64) {
        let turn = spoke as f64 / self.many.max(1) as f64;
        let angle = turn * 2.0 * std::f64::consts::PI;
        (
            self.centre.0 + length * libm::sin(angle),
            self.centre.1 - length * libm::cos(angle),
        )
    }

    fn ring(&self, length: f64) -> Vec<(f64, f64)> {
        let mut points: Vec<_> = (0..self.many).map(|i| self.at(i, length)).collect();
        points.extend(points.first().copied());
        points
    }

    /// The values of the rings, from the rim in.
    fn steps(&self) -> impl Iterator<Item = f64> {
        let inner = self.axis.steps(4.0).into_iter().rev();
        let inner = inner.filter(|v| *v < self.axis.to);
        [self.axis.to].into_iter().chain(inner)
    }

    /// Rings, and spokes with their codes.
    fn paint(&self, p: &mut Painter, chart: &RadarChart) {
        let radius = self.axis.end;
        for value in self.steps() {
            let length = self.axis.at(value);
            if self.many > 2 && length > 0.0 {
                p.path(self.ring(length), FINE, HAIRLINE);
            }
        }
        for (i, (code, _)) in chart.spokes.iter().enumerate() {
            p.line(self.centre, self.at(i, radius), FINE, HAIRLINE);
            if i.is_multiple_of(self.every) {
                let (x, y, anchor) = self.beyond(i);
                p.text_at(x, y, anchor, code, SPOKE);
            }
        }
    }

    /// Where the code of a spoke stands beyond the rim.
    fn beyond(&self, spoke: usize) -> (f64, f64, Anchor) {
        let away = self.axis.end + 1.4;
        let (x, y) = self.at(spoke, away);
        let anchor = match x - self.centre.0 {
            a if a.abs() < 1.0 => Anchor::Middle,
            a if a > 0.0 => Anchor::Start,
            _ => Anchor::End,
        };
        // Codes over the top and under the foot stand clear of the rim.
        let lift = (y - self.centre.1) / away * SPOKE.capital() / 2.0;
        (x, y + lift, anchor)
    }

    /// Where the code of a spoke stands.
    fn code_edges(&self, spoke: usize, code: &str) -> Edges {
        let (x, y, anchor) = self.beyond(spoke);
        let width = SPOKE.width(code);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let tall = SPOKE.line() / 2.0;
        [left, y - tall, left + width, y + tall]
    }

    /// The values of the rings beside one spoke, where they meet the least of the data; a
    /// value that meets some there stands at the nearest free place of its ring, one
    /// between others nowhere if that is far away, where it would read as of the data.
    fn paint_values(&self, p: &mut Painter, chart: &RadarChart, language: Language) {
        if self.many == 0 {
            return;
        }
        let mut kept: Vec<(f64, String)> = Vec::new();
        for value in self.steps().chain([self.axis.from]) {
            let length = self.axis.at(value);
            let far = |(other, _): &(f64, String)| (other - length).abs() > RING.line();
            if kept.last().is_none_or(far) {
                kept.push((length, words::number(value, language)));
            }
        }
        let mut taken = Taken::of(self, chart);
        let all = |spoke: &usize| {
            let found = kept
                .iter()
                .map(|(length, text)| taken.met(self.beside(*spoke, *length, text)));
            found.fold((false, 0), |a, b| (a.0 || b.0, a.1 + b.1))
        };
        let spoke = (0..self.many).min_by_key(all).unwrap_or(0);
        let ends = [0, kept.len().saturating_sub(1)];
        for (at, (length, text)) in kept.iter().enumerate() {
            let mut places = self.nearest_first(spoke, *length, text).take(NEAR);
            let free = places.find(|edges| taken.met(*edges) == (false, 0));
            let or = ends
                .contains(&at)
                .then(|| self.beside(spoke, *length, text));
            let Some([left, top, right, bottom]) = free.or(or) else {
                continue;
            };
            p.rectangle(left, top, right - left, bottom - top, WHITE);
            let middle = (f64::midpoint(left, right), f64::midpoint(top, bottom));
            p.text_at(middle.0, middle.1, Anchor::Middle, text, RING);
            taken.marks.push([left, top, right, bottom]);
        }
    }

    /// Places of a text at a ring from one spoke on to both sides: beside each spoke, then
    /// on the ring between it and the next; two spokes have no ring between them.
    fn nearest_first(&self, spoke: usize, length: f64, text: &str) -> impl Iterator<Item = Edges> {
        let many = self.many.max(1);
        let sides = (1..=many / 2).flat_map(move |far| [spoke + far, spoke + many - far]);
        let spokes = std::iter::once(spoke).chain(sides);
        spokes.flat_map(move |spoke| {
            let spoke = spoke % many;
            let (from, to) = (self.at(spoke, length), self.at(spoke + 1, length));
            let between = [0.5, 0.25, 0.75].map(|part| {
                let (x, y) = (
                    from.0 + (to.0 - from.0) * part,
                    from.1 + (to.1 - from.1) * part,
                );
                centred((x, y), text)
            });
            [self.beside(spoke, length, text)]
                .into_iter()
                .chain(between.into_iter().filter(move |_| many > 2))
        })
    }

    /// Where a text stands beside a spoke: left, top, right, bottom.
    fn beside(&self, spoke: usize, length: f64, text: &str) -> Edges {
        let turn = spoke as f64 / self.many.max(1) as f64 * 2.0 * std::f64::consts::PI;
        let (away_x, away_y) = (-libm::cos(turn), -libm::sin(turn));
        let (width, height) = room(text);
        let away = away_x.abs() * width / 2.0 + away_y.abs() * height / 2.0 + 0.7;
        let (x, y) = self.at(spoke, length);
        centred((x + away_x * away, y + away_y * away), text)
    }

    /// The sides of what a line encloses.
    fn segments(&self, line: &RadarLine) -> Vec<Line> {
        let ends =
            (0..self.many).map(|i| (self.place(line, i), self.place(line, (i + 1) % self.many)));
        ends.filter_map(|(a, b)| Some([a?, b?])).collect()
    }

    /// Where a line has its value on a spoke.
    fn place(&self, line: &RadarLine, spoke: usize) -> Option<(f64, f64)> {
        let value = line.values.get(spoke).copied().flatten()?.value;
        value
            .is_finite()
            .then(|| self.at(spoke, self.axis.at(value)))
    }

    fn paint_line(&self, p: &mut Painter, line: &RadarLine, at: u8) {
        for [a, b] in self.segments(line) {
            p.line(a, b, 0.4, Colour::Series(at));
        }
        for point in (0..self.many).filter_map(|i| self.place(line, i)) {
            marker(p, point, at);
        }
    }
}

/// What the values of the rings keep away from.
struct Taken {
    codes: Vec<Edges>,
    marks: Vec<Edges>,
    lines: Vec<Line>,
}

impl Taken {
    fn of(wheel: &Wheel, chart: &RadarChart) -> Self {
        let codes = chart.spokes.iter().enumerate();
        let codes = codes.filter(|(spoke, _)| spoke.is_multiple_of(wheel.every));
        let lines = || chart.lines.iter();
        let places =
            lines().flat_map(|line| (0..wheel.many).filter_map(|spoke| wheel.place(line, spoke)));
        Taken {
            codes: codes
                .map(|(spoke, (code, _))| wheel.code_edges(spoke, code))
                .collect(),
            marks: places
                .map(|(x, y)| [x - MARK, y - MARK, x + MARK, y + MARK])
                .collect(),
            lines: lines().flat_map(|line| wheel.segments(line)).collect(),
        }
    }

    /// Whether a text stands on a code, and how many lines and marks it meets.
    fn met(&self, edges: Edges) -> (bool, usize) {
        let on_code = self.codes.iter().any(|code| overlap(edges, *code));
        let lines = self.lines.iter().filter(|line| crosses(**line, edges));
        let marks = self.marks.iter().filter(|mark| overlap(**mark, edges));
        (on_code, lines.count() + marks.count())
    }
}

/// Width and height of the value of a ring with its ground, in mm.
fn room(text: &str) -> (f64, f64) {
    (RING.width(text) + 0.6, RING.capital() + 0.6)
}

fn centred((x, y): (f64, f64), text: &str) -> Edges {
    let (width, height) = room(text);
    let (half, tall) = (width / 2.0, height / 2.0);
    [x - half, y - tall, x + half, y + tall]
}

/// Lines differ in colour and in their marks.
fn marker(p: &mut Painter, (x, y): (f64, f64), at: u8) {
    let colour = Colour::Series(at);
    match at % 5 {
        0 => p.disc((x, y), 0.85, colour),
        1 => p.rectangle(x - 0.75, y - 0.75, 1.5, 1.5, colour),
        2 => p.polygon(
            vec![(x, y - 1.0), (x + 0.95, y + 0.7), (x - 0.95, y + 0.7)],
            colour,
        ),
        3 => p.polygon(
            vec![(x, y - 1.05), (x + 1.05, y), (x, y + 1.05), (x - 1.05, y)],
            colour,
        ),
        _ => {
            p.disc((x, y), 0.95, colour);
            p.disc((x, y), 0.5, WHITE);
        }
    }
}

/// Marks, names and n of the lines; answers the y below.
fn paint_legend(p: &mut Painter, chart: &RadarChart, frame: Frame, language: Language) -> f64 {
    let style = Type::plain(7.5);
    let (mut x, mut y) = (frame.x, frame.y);
    for (i, line) in chart.lines.iter().enumerate() {
        let n = words::count(line.n, language);
        let text = format!("{} (n = {n})", line.name);
        let lines = style.wrap(&text, frame.width - 4.0);
        let width = 4.0 + lines.iter().map(|l| style.width(l)).fold(0.0, f64::max);
        if x > frame.x && x + width > frame.x + frame.width {
            (x, y) = (frame.x, y + style.line());
        }
        let middle = y + style.line() / 2.0;
        let colour = u8::try_from(i).unwrap_or(u8::MAX);
        p.line((x, middle), (x + 2.4, middle), 0.4, Colour::Series(colour));
        marker(p, (x + 1.2, middle), colour);
        let bottom = p.lines(x + 3.4, y, Anchor::Start, &lines, style.coloured(INK));
        y = bottom - style.line();
        x += width + 5.0;
    }
    y + style.line()
}
