//! How wide a text is in the font that is drawn, and where it breaks.

use super::fonts;
use super::typeface::own_advance;
use ab_glyph::{Font, FontRef};
use std::sync::OnceLock;

/// Millimetres of one typographic point.
pub const POINT: f64 = 25.4 / 72.0;

/// A space at which no line breaks.
pub const NO_BREAK: char = '\u{a0}';

/// Width in mm of one line of text at `size` points.
///
/// Without kerning, as the text is drawn. A character the font lacks counts as a full em: another font draws it.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().map(|c| advance(c, bold)).sum::<f64>() * size * POINT
}

/// Breaks a text into lines no wider than `room` mm: at spaces, after a slash
/// or a hyphen, and inside a word only where the word alone is too wide. Always
/// at least one line.
pub fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let em = size * POINT;
    let room = room / em + 1e-9;
    let ems = |text: &str| text.chars().map(|c| advance(c, bold)).sum::<f64>();
    let mut lines = Vec::new();
    let (mut line, mut filled) = (String::new(), 0.0);
    for piece in pieces(&clean(text)) {
        let word = ems(piece.trim_end());
        if !line.is_empty() && filled + word > room {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            filled = 0.0;
        }
        if filled + word <= room {
            line.push_str(piece);
            filled += ems(piece);
            continue;
        }
        for letter in piece.chars() {
            let step = advance(letter, bold);
            if !line.is_empty() && letter != ' ' && filled + step > room {
                lines.push(std::mem::take(&mut line));
                filled = 0.0;
            }
            line.push(letter);
            filled += step;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// [`wrap`] with lines of about equal length, for centred text.
pub fn wrap_evenly(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let lines = wrap(text, size, bold, room);
    let (mut narrow, mut wide) = (room / 2.0, room);
    for _ in 0..8 {
        let middle = f64::midpoint(narrow, wide);
        if wrap(text, size, bold, middle).len() > lines.len() {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    wrap(text, size, bold, wide)
}

/// The text, or its beginning with `…` where it is wider than `room` mm.
pub fn cut(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut filled = width("…", size, bold);
    for letter in text.chars() {
        filled += advance(letter, bold) * size * POINT;
        if filled > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// Width of the widest word: less room than this would break inside a word.
pub fn widest_word(text: &str, size: f64, bold: bool) -> f64 {
    pieces(&clean(text))
        .map(|piece| width(piece.trim_end(), size, bold))
        .fold(0.0, f64::max)
}

/// The text as one line that XML may hold: control characters and marks that
/// turn the direction of writing become spaces, and spaces are single.
pub fn clean(text: &str) -> String {
    let odd = |c: char| {
        c.is_control()
            || (c.is_whitespace() && c != NO_BREAK)
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(
                c,
                '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
    };
    let words: Vec<&str> = text.split(odd).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

/// The text in pieces between which a line may break, each with its trailing
/// space.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '/', '-'])
}

/// Advance of a character in em, from a table for the letters of Latin texts.
fn advance(letter: char, bold: bool) -> f64 {
    if let Some(own) = own_advance(letter, bold) {
        return own;
    }
    const TABLE: usize = 0x250;
    static TABLES: OnceLock<[Vec<f64>; 2]> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        let table = |bold| {
            let letters = (0..TABLE as u32).filter_map(char::from_u32);
            letters.map(|c| glyph_advance(c, bold)).collect()
        };
        [table(false), table(true)]
    });
    let [regular, heavy] = tables;
    let table = if bold { heavy } else { regular };
    let known = table.get(letter as usize).copied();
    known.unwrap_or_else(|| glyph_advance(letter, bold))
}

fn glyph_advance(letter: char, bold: bool) -> f64 {
    static FACES: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let [regular, heavy] = FACES.get_or_init(|| {
        let [regular, bold, ..] = fonts();
        [regular, bold].map(|bytes| FontRef::try_from_slice(bytes).ok())
    });
    let Some(face) = (if bold { heavy } else { regular }) else {
        return 1.0;
    };
    let glyph = face.glyph_id(letter);
    match face.units_per_em() {
        Some(em) if glyph.0 != 0 => f64::from(face.h_advance_unscaled(glyph) / em),
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_wide_as_the_font_says() {
        // Advances in the `hmtx` table of the file: U 1497, 3 1171 of 2048.
        let expected = (1497.0 + 1171.0) / 2048.0 * 10.0 * POINT;
        assert!((width("U3", 10.0, false) - expected).abs() < 1e-6);
        assert!(width("U3", 10.0, true) > expected);
        assert_eq!(width("", 10.0, false), 0.0);
    }

    #[test]
    fn lines_keep_every_word_and_the_room() {
        let text = "Kesesuaian persyaratan pelayanan/administrasi dengan jenis pelayanannya";
        for room in [4.0, 12.0, 25.0, 60.0] {
            let lines = wrap(text, 8.0, false, room);
            assert!(lines.iter().all(|l| width(l, 8.0, false) <= room));
            let joined: String = lines.concat().replace(' ', "");
            assert_eq!(joined, text.replace(' ', ""));
        }
        assert_eq!(wrap("", 8.0, false, 10.0), [""]);
        assert_eq!(wrap("ab", 8.0, false, 0.0), ["a", "b"]);
    }

    #[test]
    fn even_lines_are_as_few() {
        let text = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Contoh";
        let lines = wrap_evenly(text, 12.0, true, 70.0);
        assert_eq!(lines.len(), wrap(text, 12.0, true, 70.0).len());
        let widths: Vec<f64> = lines.iter().map(|l| width(l, 12.0, true)).collect();
        let least = widths.iter().copied().fold(f64::MAX, f64::min);
        assert!(least > 0.5 * widths.iter().copied().fold(0.0, f64::max));
    }

    #[test]
    fn what_xml_may_not_hold_is_a_space() {
        assert_eq!(clean("a\u{0}b\r\n\tc \u{202e}d\u{ffff}"), "a b c d");
    }
}
