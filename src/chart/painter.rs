//! A page in millimetres: shapes are collected, then drawn at once, because the
//! height is known only when everything has found its place.

use super::theme::{Colour, Type};
use super::theme_file::Theme;
use super::{Drawing, TextBox, measure, svg};

/// Where a text stands in relation to its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// The shapes of a drawing, in mm from the upper left.
#[derive(Debug, Default)]
pub struct Painter {
    shapes: Vec<Shape>,
    remarks: Vec<&'static str>,
}

/// What is drawn.
#[derive(Debug)]
pub enum Shape {
    /// Left, top, width, height.
    Rectangle([f64; 4], Colour),
    Path(Vec<(f64, f64)>, f64, Colour),
    Dashes([(f64, f64); 2], f64, Colour),
    Polygon(Vec<(f64, f64)>, Colour),
    Disc((f64, f64), f64, Colour),
    Text {
        at: (f64, f64),
        anchor: Anchor,
        text: String,
        style: Type,
        /// What was left out of the text, shown when it is pointed at.
        tip: Option<String>,
    },
}

impl Painter {
    /// What a chart says of its marks, to stand once below all that are painted.
    pub fn remark(&mut self, text: &'static str) {
        if !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }

    /// What was remarked since the last time.
    pub fn take_remarks(&mut self) -> Vec<&'static str> {
        std::mem::take(&mut self.remarks)
    }

    /// A filled rectangle from its upper left corner.
    pub fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, fill: Colour) {
        self.shapes.push(Shape::Rectangle(
            [x, y, width.max(0.0), height.max(0.0)],
            fill,
        ));
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, colour: Colour) {
        self.path(vec![from, to], width, colour);
    }

    /// A broken straight line.
    pub fn dashes(&mut self, from: (f64, f64), to: (f64, f64), width: f64, colour: Colour) {
        self.shapes.push(Shape::Dashes([from, to], width, colour));
    }

    /// A line through several points.
    pub fn path(&mut self, points: Vec<(f64, f64)>, width: f64, colour: Colour) {
        self.shapes.push(Shape::Path(points, width, colour));
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: Vec<(f64, f64)>, fill: Colour) {
        self.shapes.push(Shape::Polygon(points, fill));
    }

    /// A filled disc.
    pub fn disc(&mut self, centre: (f64, f64), radius: f64, fill: Colour) {
        self.shapes.push(Shape::Disc(centre, radius, fill));
    }

    /// One line of text on a baseline.
    pub fn text(&mut self, x: f64, baseline: f64, anchor: Anchor, text: &str, style: Type) {
        let text = measure::clean(text);
        if !text.is_empty() {
            let at = (x, baseline);
            self.shapes.push(Shape::Text {
                at,
                anchor,
                text,
                style,
                tip: None,
            });
        }
    }

    /// The text cut to `room` mm with `…`; the whole is shown when it is
    /// pointed at.
    pub fn cut(&mut self, at: (f64, f64), anchor: Anchor, text: &str, style: Type, room: f64) {
        let whole = measure::clean(text);
        let text = measure::cut(&whole, style.size, style.bold, room);
        if !text.is_empty() {
            self.shapes.push(Shape::Text {
                at: (at.0, at.1 + style.capital() / 2.0),
                anchor,
                tip: (text != whole).then_some(whole),
                text,
                style,
            });
        }
    }

    /// One line of text whose capitals are centred on `middle`.
    pub fn text_at(&mut self, x: f64, middle: f64, anchor: Anchor, text: &str, style: Type) {
        self.text(x, middle + style.capital() / 2.0, anchor, text, style);
    }

    /// Lines from `top` down; the answer is the y under them.
    pub fn lines(
        &mut self,
        x: f64,
        top: f64,
        anchor: Anchor,
        lines: &[String],
        style: Type,
    ) -> f64 {
        for (i, line) in lines.iter().enumerate() {
            let baseline = top + style.line() * i as f64 + style.ascent();
            self.text(x, baseline, anchor, line, style);
        }
        top + style.line() * lines.len() as f64
    }

    /// Lines centred on `middle`.
    pub fn lines_at(&mut self, x: f64, middle: f64, anchor: Anchor, lines: &[String], style: Type) {
        let below = style.line() * lines.len().saturating_sub(1) as f64;
        let first = middle - (below + style.capital()) / 2.0 + style.capital();
        for (i, line) in lines.iter().enumerate() {
            self.text(x, first + style.line() * i as f64, anchor, line, style);
        }
    }

    /// The drawing of a page of `width` × `height` mm, printed `scale` times as
    /// large.
    pub fn finish(self, theme: &Theme, width: f64, height: f64, scale: f64) -> Drawing {
        let boxes = self.text_boxes().into_iter();
        let texts = boxes.map(|(edges, text, style)| TextBox {
            edges_mm: edges.map(|mm| mm * scale),
            size: style.size * scale,
            bold: style.bold,
            text,
        });
        Drawing {
            texts: texts.collect(),
            typeface: theme.typeface.clone(),
            svg: svg::page(&self.shapes, theme, (width, height), scale),
            width_mm: svg::round(width * scale),
            height_mm: svg::round(height * scale),
        }
    }

    /// The box of every text, `[left, top, right, bottom]` in mm, with the text.
    pub fn text_boxes(&self) -> Vec<([f64; 4], String, Type)> {
        let text_box = |shape: &Shape| match shape {
            Shape::Text {
                at: (x, y),
                anchor,
                text,
                style,
                ..
            } => {
                let width = measure::width(text, style.size, style.bold);
                let left = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - width / 2.0,
                    Anchor::End => x - width,
                };
                let em = style.size * measure::POINT;
                let edges = [left, y - 0.76 * em, left + width, y + 0.22 * em];
                Some((edges, text.clone(), *style))
            }
            _ => None,
        };
        self.shapes.iter().filter_map(text_box).collect()
    }

    /// Fill colours and boxes of the rectangles, in the order drawn.
    #[cfg(test)]
    pub fn rectangles(&self) -> Vec<([f64; 4], Colour)> {
        let rectangle = |shape: &Shape| match shape {
            Shape::Rectangle(edges, fill) => Some((*edges, *fill)),
            _ => None,
        };
        self.shapes.iter().filter_map(rectangle).collect()
    }
}
