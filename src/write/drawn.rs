use crate::chart::{self, Canvas};
use crate::document::{Block, Document};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::collections::BTreeMap;

/// The figures of a document, drawn once for all formats: figure id to picture.
///
/// ```
/// use tridharma::write::{Drawn, Picture};
/// let mut drawn = Drawn::default();
/// drawn.add("indeks-per-unsur", Picture {
///     svg: "<svg/>".into(), width_mm: 160.0, height_mm: 90.0, png: Vec::new(),
/// });
/// assert_eq!(drawn.get("indeks-per-unsur").unwrap().width_mm, 160.0);
/// assert!(drawn.get("tren").is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawn {
    pictures: BTreeMap<String, Picture>,
}

/// One drawn figure, as lines and as dots.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// SVG text.
    pub svg: String,
    /// Printed width in mm.
    pub width_mm: f64,
    /// Printed height in mm.
    pub height_mm: f64,
    /// The same as PNG.
    pub png: Vec<u8>,
}

/// Room between the margins of a portrait A4 page, in mm.
const FIGURE_WIDTH_MM: f64 = 160.0;
/// Sharp in print, and still a small file.
const FIGURE_DPI: f64 = 200.0;

impl Drawn {
    /// Draws every figure of the document, 160 mm wide, its PNG at 200 dpi.
    ///
    /// # Errors
    /// Only a fault of the drawing library underneath.
    pub fn draw(document: &Document) -> Result<Self> {
        let canvas = Canvas::new(FIGURE_WIDTH_MM, document.language);
        let mut drawn = Drawn::default();
        for block in &document.blocks {
            let Block::Figure(figure) = block else {
                continue;
            };
            let drawing = chart::draw(&figure.chart, &canvas);
            let png = chart::png(&drawing, FIGURE_DPI)?;
            let png = chart::described(png, &figure.caption, &figure.alt);
            let picture = Picture {
                svg: drawing.svg,
                width_mm: drawing.width_mm,
                height_mm: drawing.height_mm,
                png,
            };
            drawn.add(&figure.id, picture);
        }
        Ok(drawn)
    }

    /// Adds a picture, or replaces the one of the same id.
    pub fn add(&mut self, id: impl Into<String>, picture: Picture) {
        self.pictures.insert(id.into(), picture);
    }

    /// The picture of a figure.
    ///
    /// # Errors
    /// When the figure was not drawn: a fault of the program.
    pub fn get(&self, id: &str) -> Result<&Picture> {
        self.pictures.get(id).ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                said!(
                    "gambar {id} belum digambar",
                    "figure {id} has not been drawn"
                ),
            )
        })
    }

    /// All pictures by id, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Picture)> {
        self.pictures.iter().map(|(id, p)| (id.as_str(), p))
    }
}
