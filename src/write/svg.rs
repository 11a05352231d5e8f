use super::escape::escaped;
use crate::chart::{Drawing, can_part, fonts, outlined, subset};
use crate::error::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeSet;

/// How the letters of an SVG are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Letters {
    /// As text, with the letters used of the font inside the file.
    #[default]
    Font,
    /// As text in a font the reader has to have.
    Name,
    /// As outlines: the same in every program, no longer text.
    Outlines,
}

/// A drawing as a file that can travel: with its title, with what it shows in
/// words, and with its letters.
///
/// # Errors
/// Only a fault of the program.
pub fn svg(drawing: &Drawing, title: &str, alt: &str, letters: Letters) -> Result<String> {
    let text = match letters {
        Letters::Outlines => outlined(drawing)?,
        Letters::Font | Letters::Name => drawing.svg.clone(),
    };
    let Some((head, body)) = text.split_once('>') else {
        return Ok(text);
    };
    let font = match letters {
        Letters::Font => style(drawing),
        Letters::Name | Letters::Outlines => String::new(),
    };
    Ok(format!(
        "{head}><title>{}</title><desc>{}</desc>{font}{body}",
        escaped(title),
        escaped(alt),
    ))
}

/// The letters of a drawing as fonts inside a style sheet.
fn style(drawing: &Drawing) -> String {
    let used = |bold: bool| -> BTreeSet<char> {
        let texts = drawing.texts.iter().filter(|t| t.bold == bold);
        texts.flat_map(|t| t.text.chars()).collect()
    };
    let mut style = String::new();
    let mut add = |family: &str, files: [&[u8]; 2]| {
        for (bold, weight) in [(false, "normal"), (true, "bold")] {
            let letters = used(bold);
            let [regular, heavy] = files;
            let file = if bold { heavy } else { regular };
            if letters.is_empty() {
                continue;
            }
            // Of outlines we cannot part the whole font goes along.
            let part = match can_part(file) {
                true => subset(file, &letters),
                false => Some(file.to_vec()),
            };
            if let Some(font) = part {
                style.push_str(&format!(
                    "@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/ttf;base64,{})}}",
                    STANDARD.encode(font)
                ));
            }
        }
    };
    if let Some(typeface) = &drawing.typeface {
        let family = typeface.family().replace(['\'', '\\', '<', '&'], " ");
        add(&family, typeface.files());
    }
    let [regular, heavy, ..] = fonts();
    add("Noto Sans", [regular, heavy]);
    format!("<style>{style}</style>")
}
