//! A chart's data to SVG and PNG. The only room that imports `plotters` and
//! `resvg`. Text is measured with the font that is drawn, which ships with the
//! program.
//!
//! Every kind of chart has its file with one `paint`; they share the painter
//! (shapes in mm), the rows of labels, the columns of numbers and the bands of
//! grades.

mod axis;
mod bands;
mod cards;
mod columns;
mod diverging;
mod graded;
mod index;
mod labels;
mod likert;
mod measure;
mod painter;
mod periods;
mod poster;
mod profile;
mod raster;

#[cfg(test)]
mod tests;
mod theme;
mod trend;
mod words;

pub use raster::{fonts, png};

use crate::document::Chart;
use crate::error::Result;
use crate::language::Language;
use painter::Painter;

/// How large and in what tone a chart is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    /// Width in mm; the height follows from what there is to show. Taken
    /// between 60 and 1000. A poster is always A4.
    pub width_mm: f64,
    pub language: Language,
}

/// A drawn chart: SVG text whose `width` and `height` are in mm and whose fonts
/// are named `Noto Sans`.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub svg: String,
    pub width_mm: f64,
    pub height_mm: f64,
}

/// Where on a page something is painted, in mm: its upper left and its width.
#[derive(Debug, Clone, Copy)]
struct Frame {
    x: f64,
    y: f64,
    width: f64,
}

/// White around a chart, in mm.
const MARGIN: f64 = 1.5;

/// Draws any chart. The same data give the same bytes.
///
/// ```
/// use tridharma::chart::{Canvas, draw};
/// use tridharma::document::{Chart, ProfileBar, ProfileChart, ProfilePanel};
/// use tridharma::{Decimal, Language};
///
/// let bar = ProfileBar {
///     label: "Perempuan".into(),
///     count: Some(76),
///     share: 0.5,
///     shown: Decimal { units: 500, places: 1 },
/// };
/// let panel = ProfilePanel { title: "Jenis kelamin".into(), bars: vec![bar] };
/// let chart = Chart::Profile(ProfileChart { panels: vec![panel], note: String::new() });
/// let canvas = Canvas { width_mm: 160.0, language: Language::Id };
/// let drawing = draw(&chart, &canvas)?;
/// assert_eq!(drawing.width_mm, 160.0);
/// assert!(drawing.svg.contains(">50,0%</text>"));
/// # Ok::<(), tridharma::Error>(())
/// ```
///
/// # Errors
/// Only a fault of the drawing library underneath.
pub fn draw(chart: &Chart, canvas: &Canvas) -> Result<Drawing> {
    let (painter, [width, height, scale]) = paint(chart, canvas);
    painter.finish(width, height, scale)
}

/// The shapes of a chart, the size of their page in mm, and how much larger
/// than that it is printed.
fn paint(chart: &Chart, canvas: &Canvas) -> (Painter, [f64; 3]) {
    let language = canvas.language;
    if let Chart::Poster(poster) = chart {
        return poster::paint(poster, language);
    }
    let width = if canvas.width_mm.is_finite() {
        canvas.width_mm.clamp(60.0, 1000.0)
    } else {
        160.0
    };
    let frame = Frame {
        x: MARGIN,
        y: MARGIN,
        width: width - 2.0 * MARGIN,
    };
    let mut painter = Painter::default();
    let p = &mut painter;
    let bottom = match chart {
        Chart::Index(chart) => index::paint(p, chart, frame, language),
        Chart::Likert(chart) => likert::paint(p, chart, frame, language),
        Chart::Trend(chart) => trend::paint(p, chart, frame, language),
        Chart::Profile(chart) => profile::paint(p, chart, frame, language),
        Chart::Poster(_) => frame.y,
    };
    (painter, [width, bottom + MARGIN, 1.0])
}
