//! A page in millimetres: shapes are collected, then drawn at once, because the
//! height is known only when everything has found its place.

use super::theme::{Colour, Type, WHITE};
use super::{Drawing, measure};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

/// Whole units a millimetre has: the backend knows integers only.
const UNITS: f64 = 20.0;

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
}

#[derive(Debug)]
enum Shape {
    Rectangle([f64; 4], Colour),
    Path(Vec<(f64, f64)>, f64, Colour),
    Polygon(Vec<(f64, f64)>, Colour),
    Disc((f64, f64), f64, Colour),
    Text {
        at: (f64, f64),
        anchor: Anchor,
        text: String,
        style: Type,
    },
}

impl Painter {
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

    /// The SVG of a page of `width` × `height` mm, printed `scale` times as
    /// large.
    pub fn finish(self, width: f64, height: f64, scale: f64) -> Result<Drawing> {
        let size = (unit(width).unsigned_abs(), unit(height).unsigned_abs());
        let mut text = String::new();
        self.draw(&mut SVGBackend::with_string(&mut text, size))?;
        let (width_mm, height_mm) = (round(width * scale), round(height * scale));
        let head = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_mm}mm\" height=\"{height_mm}mm\" viewBox=\"0 0 {} {}\">\n",
            size.0, size.1
        );
        Ok(Drawing {
            svg: tidy(&head, &text),
            width_mm,
            height_mm,
        })
    }

    fn draw(self, backend: &mut SVGBackend) -> Result<()> {
        let (width, height) = backend.get_size();
        let page = [
            0.0,
            0.0,
            f64::from(width) / UNITS,
            f64::from(height) / UNITS,
        ];
        Shape::Rectangle(page, WHITE).draw(backend)?;
        for shape in self.shapes {
            shape.draw(backend)?;
        }
        backend.present().map_err(fault)
    }

    /// The box of every text, `[left, top, right, bottom]` in mm, with the text.
    #[cfg(test)]
    pub fn text_boxes(&self) -> Vec<([f64; 4], String, Type)> {
        let text_box = |shape: &Shape| match shape {
            Shape::Text {
                at: (x, y),
                anchor,
                text,
                style,
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

impl Shape {
    fn draw(self, backend: &mut SVGBackend) -> Result<()> {
        let point = |(x, y): (f64, f64)| (unit(x), unit(y));
        let done = match self {
            Shape::Rectangle([x, y, w, h], fill) => {
                let ends = (point((x, y)), point((x + w, y + h)));
                backend.draw_rect(ends.0, ends.1, &style(fill, 0.0), true)
            }
            Shape::Path(points, width, colour) => {
                backend.draw_path(points.into_iter().map(point), &style(colour, width))
            }
            Shape::Polygon(points, fill) => {
                backend.fill_polygon(points.into_iter().map(point), &style(fill, 0.0))
            }
            Shape::Disc(centre, radius, fill) => {
                let radius = unit(radius).unsigned_abs();
                backend.draw_circle(point(centre), radius, &style(fill, 0.0), true)
            }
            Shape::Text {
                at: (x, y),
                anchor,
                text,
                style,
            } => {
                // The backend lowers text anchored at its top by 0.76 em: the
                // one of its three ways that every reader of SVG understands
                // alike.
                let top = y - 0.76 * style.size * measure::POINT;
                backend.draw_text(&text, &text_style(style, anchor), point((x, top)))
            }
        };
        done.map_err(fault)
    }
}

fn fault(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(
        ErrorKind::Internal,
        said!("grafik gagal digambar", "the chart could not be drawn"),
    )
    .because(cause)
}

fn style(colour: Colour, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: rgb(colour).to_rgba(),
        filled: true,
        stroke_width: unit(width).unsigned_abs(),
    }
}

fn text_style(style: Type, anchor: Anchor) -> TextStyle<'static> {
    let weight = if style.bold {
        FontStyle::Bold
    } else {
        FontStyle::Normal
    };
    // The backend writes the size divided by 1.24.
    let size = round(style.size * measure::POINT * UNITS) * 1.24;
    let family = FontFamily::Name("Noto Sans, sans-serif");
    let h_pos = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    TextStyle {
        font: FontDesc::new(family, size, weight),
        color: rgb(style.colour).to_backend_color(),
        pos: Pos::new(h_pos, VPos::Top),
    }
}

fn rgb(Colour(r, g, b): Colour) -> RGBColor {
    RGBColor(r, g, b)
}

/// Millimetres in whole units; what is no number stands at the edge.
fn unit(mm: f64) -> i32 {
    let units = (mm * UNITS).round();
    if units.is_finite() {
        units.clamp(-1e9, 1e9) as i32
    } else {
        0
    }
}

/// Rounded to hundredths, so that no float noise is printed.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Our own opening tag (size in mm), each text on the line of its tag, nothing
/// said that is the default.
fn tidy(head: &str, svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    out.push_str(head);
    let mut in_text = false;
    for line in svg.lines().skip(1) {
        let opens = line.starts_with("<text ");
        if line.starts_with('<') {
            out.push_str(
                &line
                    .replace(" opacity=\"1\"", "")
                    .replace(" stroke=\"none\"", ""),
            );
        } else {
            out.push_str(line);
        }
        in_text = opens || (in_text && !line.starts_with("</text"));
        if !in_text {
            out.push('\n');
        }
    }
    out
}
