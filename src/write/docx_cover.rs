use super::docx::Page;
use super::docx_package::Media;
use super::docx_text::{open_paragraph, push_picture, push_text};
use crate::document::{Cover, Image, Text, plain_text};

/// The cover page: its foot lines stand at the foot of the page.
pub(super) fn push_cover(xml: &mut String, cover: &Cover, logo: Option<&Media>) {
    let stretch = |style, lines, gap, line, characters| Stretch {
        style,
        lines,
        gap,
        line,
        characters,
    };
    let stretches = [
        stretch("CoverLine", &cover.above, 0, 316, 65),
        stretch("Title", &cover.title, 2_400, 520, 32),
        stretch("Subtitle", &cover.below, 900, 382, 48),
    ];
    let mut used = 0;
    for stretch in &stretches {
        push_lines(xml, stretch, if used == 0 { 0 } else { stretch.gap });
        used += height(stretch);
    }
    if let (Some(media), Some(image)) = (logo, &cover.logo) {
        let size = logo_size(image);
        open_paragraph(xml, "CoverLine", "<w:spacing w:before=\"1200\"/>");
        push_picture(xml, media, &image.alt, size);
        xml.push_str("</w:p>");
        used += 1_240 + twips(size.1);
    }
    let foot = stretch("CoverLine", &cover.foot, 0, 316, 65);
    let left = Page::Cover
        .room()
        .1
        .saturating_sub(used + height(&foot) + SAFETY);
    push_lines(xml, &foot, left);
}

/// A stretch of the cover: lines of one style with room above the first.
struct Stretch<'a> {
    style: &'a str,
    lines: &'a [Text],
    /// Twips above the first line, where anything stands above.
    gap: u32,
    /// Height of a line in twips, its spacing included.
    line: u32,
    /// Characters on a line.
    characters: usize,
}

/// Room between the smallest margin of the foot lines and the page's end.
const SAFETY: u32 = 600;

fn push_lines(xml: &mut String, stretch: &Stretch, before: u32) {
    for (i, line) in stretch.lines.iter().enumerate() {
        let spacing = match (i, before) {
            (0, 1..) => format!("<w:spacing w:before=\"{before}\"/>"),
            _ => String::new(),
        };
        open_paragraph(xml, stretch.style, &spacing);
        push_text(xml, line, false);
        xml.push_str("</w:p>");
    }
}

fn height(stretch: &Stretch) -> u32 {
    let lines = stretch.lines.iter().map(|line| {
        let characters = plain_text(line).chars().count();
        u32::try_from(characters.div_ceil(stretch.characters).max(1)).unwrap_or(1)
    });
    let lines: u32 = lines.sum();
    if lines == 0 {
        0
    } else {
        stretch.gap + lines * stretch.line
    }
}

/// The logo keeps its shape within 80 × 35 mm.
fn logo_size(image: &Image) -> (f64, f64) {
    let (width, height) = (
        f64::from(image.pixels.0.max(1)),
        f64::from(image.pixels.1.max(1)),
    );
    let scale = (80.0 / width).min(35.0 / height);
    (width * scale, height * scale)
}

/// 1,440 twips an inch.
fn twips(mm: f64) -> u32 {
    (mm / 25.4 * 1_440.0) as u32
}
