//! Two scales that cross: the ground of histograms, quantiles, planes.

use super::axis::Axis;
use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, INK, SMALL};
use super::{Frame, words};
use crate::language::Language;

/// A plot with a scale on the left and one below.
pub struct Grid {
    pub x: Axis,
    pub y: Axis,
    /// Values with a line on the upright scale.
    steps: Vec<f64>,
    title: Vec<String>,
    frame: Frame,
    language: Language,
}

impl Grid {
    /// The grid of a height in mm; the title of the upright scale stands over
    /// it, so that nobody has to turn the head.
    pub fn fit(
        frame: Frame,
        (x, y): ((f64, f64), (f64, f64)),
        height: f64,
        y_title: &str,
        language: Language,
    ) -> Self {
        let title = match y_title.trim() {
            "" => Vec::new(),
            text => SMALL.wrap(text, frame.width),
        };
        let top = frame.y + SMALL.line() * title.len() as f64 + 1.6;
        let y = Axis::new(y, top + height, top);
        let steps = y.even_steps(5.0);
        let widest = steps
            .iter()
            .map(|v| SMALL.width(&words::number(*v, language)))
            .fold(0.0, f64::max);
        let left = frame.x + widest + 1.8;
        Grid {
            x: Axis::new(x, left, frame.x + frame.width - 1.5),
            y,
            steps,
            title,
            frame,
            language,
        }
    }

    /// [`Grid::fit`] for an upright scale of counts: whole numbers only.
    pub fn counting(
        frame: Frame,
        ends: ((f64, f64), (f64, f64)),
        height: f64,
        y_title: &str,
        language: Language,
    ) -> Self {
        let mut grid = Grid::fit(frame, ends, height, y_title, language);
        grid.steps = grid.y.steps(5.0);
        grid.steps.retain(|value| value.round() == *value);
        grid
    }

    /// A point in mm.
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.at(x), self.y.at(y))
    }

    /// Left, top, right, bottom in mm.
    pub fn edges(&self) -> [f64; 4] {
        [self.x.start, self.y.end, self.x.end, self.y.start]
    }

    /// The title and the lines of the upright scale.
    pub fn paint(&self, p: &mut Painter) {
        p.lines(
            self.frame.x,
            self.frame.y,
            Anchor::Start,
            &self.title,
            SMALL,
        );
        for value in &self.steps {
            let y = self.y.at(*value);
            p.line((self.x.start, y), (self.x.end, y), FINE, HAIRLINE);
            let text = words::number(*value, self.language);
            p.text_at(self.x.start - 1.2, y, Anchor::End, &text, SMALL);
        }
    }

    /// The scale below with the values given, and its title; answers the y
    /// below.
    pub fn paint_below(&self, p: &mut Painter, values: &[f64], title: &str) -> f64 {
        let bottom = self.y.start;
        p.line((self.x.start, bottom), (self.x.end, bottom), FINE, INK);
        let mut free = f64::NEG_INFINITY;
        for value in values.iter().filter(|v| self.x.holds(**v)) {
            let text = words::number(*value, self.language);
            let half = SMALL.width(&text) / 2.0;
            let mark = self.x.at(*value);
            let edge = self.frame.x + self.frame.width;
            let x = mark.min(edge - half).max(self.frame.x + half);
            if x - half > free {
                p.line((mark, bottom), (mark, bottom + 0.9), FINE, INK);
                p.text(
                    x,
                    bottom + 1.2 + SMALL.ascent(),
                    Anchor::Middle,
                    &text,
                    SMALL,
                );
                free = x + half + 1.0;
            }
        }
        let y = bottom + 1.2 + SMALL.line();
        if title.trim().is_empty() {
            return y;
        }
        let middle = f64::midpoint(self.x.start, self.x.end);
        let room = 2.0 * (middle - self.frame.x).min(self.frame.x + self.frame.width - middle);
        let lines = SMALL.wrap(title, room);
        p.lines(middle, y + 0.2, Anchor::Middle, &lines, SMALL)
    }
}
