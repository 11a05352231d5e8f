//! Values around a centre. Lengths along a circle are hard to compare: the note
//! says so, and the bars of the same data are one word away.

use super::axis::Axis;
use super::graded::paint_notes;
use super::measure::POINT;
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::theme::{Colour, FINE, HAIRLINE, INK, Type, WHITE};
use super::{Frame, words};
use crate::document::{RadarChart, RadarLine};
use crate::language::Language;

const SPOKE: Type = Type::strong(7.5);
const RING: Type = Type::muted(6.0);

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
    wheel.paint_values(p, language);
    for (i, line) in chart.lines.iter().enumerate() {
        wheel.paint_line(p, line, u8::try_from(i).unwrap_or(u8::MAX));
    }
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
            let (x, y) = self.at(i, radius + 1.4);
            let across = x - self.centre.0;
            let anchor = match across {
                a if a.abs() < 1.0 => Anchor::Middle,
                a if a > 0.0 => Anchor::Start,
                _ => Anchor::End,
            };
            if !i.is_multiple_of(self.every) {
                continue;
            }
            // Codes over the top and under the foot stand clear of the rim.
            let lift = (y - self.centre.1) / (radius + 1.4) * SPOKE.capital() / 2.0;
            p.text_at(x, y + lift, anchor, code, SPOKE);
        }
    }

    /// The values of the rings beside the first spoke, on a ground of their own.
    fn paint_values(&self, p: &mut Painter, language: Language) {
        let mut free = f64::INFINITY;
        for value in self.steps().chain([self.axis.from]) {
            let length = self.axis.at(value);
            let (x, y) = (self.centre.0 - 1.2, self.centre.1 - length + 1.3);
            let text = words::number(value, language);
            if (free - y).abs() > RING.line() && self.many > 0 {
                let (width, height) = (RING.width(&text), RING.capital() + 0.6);
                p.rectangle(
                    x - width - 0.3,
                    y - height / 2.0,
                    width + 0.6,
                    height,
                    WHITE,
                );
                p.text_at(x, y, Anchor::End, &text, RING);
                free = y;
            }
        }
    }

    fn paint_line(&self, p: &mut Painter, line: &RadarLine, at: u8) {
        let colour = Colour::Series(at);
        let place = |i: usize| {
            let value = line.values.get(i).copied().flatten()?;
            value
                .value
                .is_finite()
                .then(|| self.at(i, self.axis.at(value.value)))
        };
        for i in 0..self.many {
            if let (Some(a), Some(b)) = (place(i), place((i + 1) % self.many)) {
                p.line(a, b, 0.4, colour);
            }
        }
        for point in (0..self.many).filter_map(place) {
            marker(p, point, at);
        }
    }
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
