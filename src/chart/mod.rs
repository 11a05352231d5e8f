//! A chart's data to SVG and PNG. The only room that imports `resvg`. Text is measured with the font that is drawn, which ships with the
//! program.
//!
//! Every kind of chart has its file with one `paint`; they share the painter
//! (shapes in mm), the rows of labels, the columns of numbers and the bands of
//! grades.

mod axis;
mod bands;
mod bars;
mod boxes;
mod cards;
mod columns;
mod diverging;
mod forest;
mod gap;
mod grade_names;
mod graded;
mod grid;
mod hatch;
mod heat;
mod histogram;
mod importance;
mod index;
#[cfg(test)]
mod kinds_tests;
mod labels;
mod likert;
mod measure;
mod names;
mod painter;
mod palette;
mod panels;
mod period_texts;
mod periods;
mod placing;
mod poster;
mod profile;
mod pyramid;
mod quantiles;
mod radar;
mod raster;
mod scree;
mod subset;
mod svg;
#[cfg(test)]
mod tests;
mod theme;
mod theme_file;
mod together;
mod trend;
mod trend_row;
mod typeface;
mod words;

pub use palette::Rgb;
pub use raster::{described, fonts, outlined, png};
pub use subset::{can_part, subset};
pub use theme_file::Theme;
pub use typeface::Typeface;

use crate::document::Chart;
use crate::language::Language;
use painter::{Anchor, Painter};
use std::sync::Arc;
use theme::Type;

/// How large and in what tone a chart is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    /// Width in mm; the height follows from what there is to show. Taken
    /// between 60 and 1000. A poster is always A4.
    pub width_mm: f64,
    pub language: Language,
    pub theme: Theme,
    /// A title over the chart; none inside a document, which has captions.
    pub title: Option<String>,
}

impl Canvas {
    /// A canvas in the usual look, without a title.
    pub fn new(width_mm: f64, language: Language) -> Self {
        Canvas {
            width_mm,
            language,
            theme: Theme::default(),
            title: None,
        }
    }
}

/// A drawn chart: SVG text whose `width` and `height` are in mm and whose fonts
/// are named `Noto Sans`, behind that of the theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub svg: String,
    pub width_mm: f64,
    pub height_mm: f64,
    /// Where each text stands.
    pub texts: Vec<TextBox>,
    /// The font of the theme; none: the program's.
    pub typeface: Option<Arc<Typeface>>,
}

/// A line of text on a drawing as it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// Left, top, right, bottom in mm.
    pub edges_mm: [f64; 4],
    /// In points.
    pub size: f64,
    pub bold: bool,
    pub text: String,
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
/// let canvas = Canvas::new(160.0, Language::Id);
/// let drawing = draw(&chart, &canvas);
/// assert_eq!(drawing.width_mm, 160.0);
/// assert!(drawing.svg.contains(">50,0%</text>"));
/// ```
pub fn draw(chart: &Chart, canvas: &Canvas) -> Drawing {
    let theme = &canvas.theme;
    typeface::measured_in(theme.typeface.as_ref(), || {
        let (painter, [width, height, scale]) = paint(chart, canvas);
        painter.finish(theme, width, height, scale)
    })
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
    // Larger text is a smaller page printed larger.
    let scale = canvas.theme.size.min(width / 60.0).max(0.5);
    let mut frame = Frame {
        x: MARGIN,
        y: MARGIN,
        width: width / scale - 2.0 * MARGIN,
    };
    let mut painter = Painter::default();
    if let Some(title) = canvas.title.as_ref().filter(|t| !t.trim().is_empty()) {
        let style = Type::strong(10.0);
        let lines = style.wrap(title, frame.width);
        frame.y = painter.lines(frame.x, frame.y, Anchor::Start, &lines, style) + 2.0;
    }
    let y = paint_in(&mut painter, chart, frame, language);
    let bottom = graded::paint_remarks(&mut painter, frame, y);
    (painter, [width / scale, bottom + MARGIN, scale])
}

/// Paints a chart into a frame and answers the y below.
fn paint_in(p: &mut Painter, chart: &Chart, frame: Frame, language: Language) -> f64 {
    let together = together::together(&[chart], frame.width, language);
    (together.paint)(p, chart, frame)
}
