//! SVG to PNG, with the fonts of the program and no others.

use super::Drawing;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, WriteOptions, fontdb};
use std::sync::{Arc, OnceLock};

/// More pixels than this are refused: 400 MB of memory.
const MOST_PIXELS: f64 = 100e6;

/// The fonts every output uses: Noto Sans regular, bold, italic, bold italic.
pub fn fonts() -> [&'static [u8]; 4] {
    [
        ttf_noto_sans::REGULAR,
        ttf_noto_sans::BOLD,
        ttf_noto_sans::ITALIC,
        ttf_noto_sans::BOLD_ITALIC,
    ]
}

/// The drawing as PNG on white, with its physical size.
///
/// # Errors
/// A resolution that is no positive number, a drawing of more than 100 million
/// pixels, an SVG that is not one of ours.
pub fn png(drawing: &Drawing, dpi: f64) -> Result<Vec<u8>> {
    let [width, height] = pixels(drawing, dpi)?;
    let tree = parse(drawing)?;
    let mut page = Pixmap::new(width, height).ok_or_else(|| too_large(dpi))?;
    page.fill(Color::WHITE);
    let size = tree.size();
    let (x, y) = (width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, Transform::from_scale(x, y), &mut page.as_mut());
    let bytes = page.encode_png().map_err(|e| broken().because(e))?;
    Ok(with_resolution(bytes, dpi))
}

/// The SVG with its letters as outlines: it looks the same in every program,
/// and its text can be neither searched nor changed.
///
/// # Errors
/// An SVG that is not one of ours.
pub fn outlined(drawing: &Drawing) -> Result<String> {
    let options = WriteOptions {
        preserve_text: false,
        ..WriteOptions::default()
    };
    let text = parse(drawing)?.to_string(&options);
    // The writer gives the size in pixels, which other programs take for what
    // they like; on paper it is in mm.
    let attribute = |name: &str| text.split_once(name)?.1.split('"').next();
    let size = attribute(" width=\"").zip(attribute(" height=\""));
    let rest = text.split_once(" xmlns=").map(|(_, rest)| rest);
    Ok(match (size, rest) {
        (Some((width, height)), Some(rest)) => format!(
            "<svg width=\"{}mm\" height=\"{}mm\" viewBox=\"0 0 {width} {height}\" xmlns={rest}",
            drawing.width_mm, drawing.height_mm
        ),
        _ => text,
    })
}

/// The tree of an SVG, its text set in our fonts.
pub(super) fn parse(drawing: &Drawing) -> Result<Tree> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let database = FONTS.get_or_init(|| {
        let mut database = fontdb::Database::new();
        for font in fonts() {
            database.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        database.set_sans_serif_family("Noto Sans");
        Arc::new(database)
    });
    let mut database = Arc::clone(database);
    if let Some(typeface) = &drawing.typeface {
        typeface.add_to(Arc::make_mut(&mut database));
    }
    let options = Options {
        fontdb: database,
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    };
    Tree::from_str(&drawing.svg, &options).map_err(|e| broken().because(e))
}

fn pixels(drawing: &Drawing, dpi: f64) -> Result<[u32; 2]> {
    if !(dpi.is_finite() && dpi > 0.0) {
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "resolusi {dpi} dpi bukan bilangan positif",
                "a resolution of {dpi} dpi is no positive number"
            ),
        )
        .hint(said!("pakai misalnya 300", "take for instance 300")));
    }
    let [width, height] =
        [drawing.width_mm, drawing.height_mm].map(|mm| (mm / 25.4 * dpi).round().max(1.0));
    if width.is_finite() && height.is_finite() && width * height <= MOST_PIXELS {
        Ok([width as u32, height as u32])
    } else {
        Err(too_large(dpi))
    }
}

fn too_large(dpi: f64) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "gambar terlalu besar pada {dpi} dpi",
            "the picture is too large at {dpi} dpi"
        ),
    )
    .hint(said!(
        "pakai resolusi yang lebih rendah, atau SVG",
        "take a lower resolution, or SVG"
    ))
}

fn broken() -> Error {
    Error::new(
        ErrorKind::Internal,
        said!("gambar gagal dibuat", "the picture could not be made"),
    )
}

/// A PNG with its title and what it shows in words (PNG 3rd edition, 11.3.3.4).
pub fn described(png: Vec<u8>, title: &str, alt: &str) -> Vec<u8> {
    let chunk = |keyword: &str, text: &str| {
        let mut chunk = b"iTXt".to_vec();
        chunk.extend(keyword.as_bytes());
        // Not compressed, in no stated language, its keyword not translated.
        chunk.extend([0, 0, 0, 0, 0]);
        chunk.extend(text.bytes().filter(|byte| *byte != 0));
        chunk
    };
    let png = with_chunk(png, &chunk("Description", alt));
    with_chunk(png, &chunk("Title", title))
}

/// The PNG with a `pHYs` chunk behind its header (PNG 3rd edition, 11.3.4.3):
/// pixels per metre, so that it is placed in its true size.
fn with_resolution(png: Vec<u8>, dpi: f64) -> Vec<u8> {
    let per_metre = (dpi / 0.0254).round().clamp(1.0, f64::from(u32::MAX >> 1)) as u32;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes());
    chunk.extend(per_metre.to_be_bytes());
    chunk.push(1);
    with_chunk(png, &chunk)
}

/// With a chunk, its name before its data, behind the header.
fn with_chunk(mut png: Vec<u8>, chunk: &[u8]) -> Vec<u8> {
    // Signature 8, and the header chunk: length 4, name 4, data 13, check 4.
    const HEADER_END: usize = 33;
    let length = u32::try_from(chunk.len().saturating_sub(4)).unwrap_or(0);
    let mut whole = length.to_be_bytes().to_vec();
    whole.extend(chunk);
    whole.extend(crc32(chunk).to_be_bytes());
    if png.len() >= HEADER_END {
        png.splice(HEADER_END..HEADER_END, whole);
    }
    png
}

/// CRC-32 as PNG wants it (ISO 3309, reflected polynomial EDB88320).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1))
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(svg: &str) -> Drawing {
        Drawing {
            svg: svg.to_owned(),
            width_mm: 25.4,
            height_mm: 12.7,
            texts: Vec::new(),
            typeface: None,
        }
    }

    #[test]
    fn the_check_value_of_crc_32() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn a_png_knows_its_size_in_pixels_and_on_paper() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='25.4mm' height='12.7mm' viewBox='0 0 508 254'/>";
        let bytes = png(&drawing(svg), 200.0).unwrap();
        let size = imagesize::blob_size(&bytes).unwrap();
        assert_eq!((size.width, size.height), (200, 100));
        let at = bytes.windows(4).position(|w| w == b"pHYs").unwrap();
        // 200 dpi are 7874 pixels a metre.
        assert_eq!(bytes[at + 4..at + 8], 7874u32.to_be_bytes());
        let read = Pixmap::decode_png(&bytes).unwrap();
        assert!(
            read.pixels()
                .iter()
                .all(|c| c.red() == 255 && c.alpha() == 255)
        );
    }

    #[test]
    fn a_png_says_what_it_shows() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='25.4mm' height='12.7mm' viewBox='0 0 508 254'/>";
        let plain = png(&drawing(svg), 50.0).unwrap();
        let bytes = described(plain.clone(), "Indeks", "IKM 80,49 — baik");
        let text = "Description\0\0\0\0\0IKM 80,49 — baik".as_bytes();
        assert!(bytes.windows(text.len()).any(|part| part == text));
        let read = |bytes: &[u8]| Pixmap::decode_png(bytes).unwrap();
        assert_eq!(read(&bytes), read(&plain));
    }

    #[test]
    fn outlines_keep_the_size_on_paper() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='25.4mm' height='12.7mm' viewBox='0 0 508 254'><text x='9' y='99' font-size='60' font-family='Noto Sans'>U3</text></svg>";
        let text = outlined(&drawing(svg)).unwrap();
        assert!(
            text.starts_with(
                "<svg width=\"25.4mm\" height=\"12.7mm\" viewBox=\"0 0 96 48\" xmlns="
            ),
            "{text}"
        );
        assert!(text.contains("<path") && !text.contains("<text"));
    }

    #[test]
    fn what_cannot_be_is_said() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 5'/>";
        for dpi in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e6] {
            let error = png(&drawing(svg), dpi).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage, "{dpi}");
        }
        assert!(png(&drawing("no picture"), 72.0).is_err());
    }
}
