//! A chart's data to SVG and PNG. The only room that imports `plotters` and
//! `resvg`. Text is measured with the font that is drawn, which ships with the
//! program.

use crate::document::Chart;
use crate::error::Result;
use crate::language::Language;

/// How large and in what tone a chart is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    /// Width in mm; the height follows from what there is to show.
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

/// Draws any chart.
///
/// # Errors
/// Only a fault of the drawing library underneath.
pub fn draw(chart: &Chart, canvas: &Canvas) -> Result<Drawing> {
    let _ = (chart, canvas);
    todo!()
}

/// The drawing as PNG with its physical size.
///
/// # Errors
/// A drawing of more than 100 million pixels.
pub fn png(drawing: &Drawing, dpi: f64) -> Result<Vec<u8>> {
    let _ = (drawing, dpi);
    todo!()
}

/// The fonts every output uses: Noto Sans regular, bold, italic, bold italic.
pub fn fonts() -> [&'static [u8]; 4] {
    [
        ttf_noto_sans::REGULAR,
        ttf_noto_sans::BOLD,
        ttf_noto_sans::ITALIC,
        ttf_noto_sans::BOLD_ITALIC,
    ]
}
