use super::docx_text::{push_field, push_run};
use super::escape::escaped;
use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::said;
use docx_rs::{Docx, Footer, Header};
use std::io::Cursor;
use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A picture of the package.
pub(super) struct Media {
    /// Id of the relation to it.
    pub id: String,
    /// Its name for people, and the base name of its part.
    pub name: String,
    /// Its number, from 1, over all pictures.
    pub number: usize,
    /// PNG or JPEG.
    pub bytes: Vec<u8>,
}

/// Id of the relation to the running head and to the running foot.
pub(super) const HEADER: &str = "rIdHeader";
pub(super) const FOOTER: &str = "rIdFooter";

/// The names that `document.xml`, head and foot use.
pub(super) const NAMESPACES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ",
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ",
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" ",
    "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"",
);
pub(super) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts around the text, zipped.
///
/// docx-rs gives the package (content types, its small parts, the zip with fixed
/// dates); what it writes in another order than the schema's (styles, sections)
/// or not at all (language, alternative texts, repeated header rows, both head
/// and foot) is put in here.
///
/// # Errors
/// Only a fault of the library underneath.
pub(super) fn pack(
    document: &Document,
    text: String,
    ordered_lists: usize,
    media: Vec<Media>,
) -> Result<Vec<u8>> {
    let language = document.language;
    let mut parts = Docx::new()
        .header(Header::new())
        .footer(Footer::new())
        .build();
    parts.content_type = content_types(parts.content_type, &media);
    parts.document_rels = relations(&media).into_bytes();
    parts.document = text.into_bytes();
    parts.styles = localized(include_str!("docx_styles.xml"), language).into_bytes();
    parts.settings = localized(include_str!("docx_settings.xml"), language).into_bytes();
    parts.numberings = numbering(ordered_lists).into_bytes();
    parts.headers = vec![header(document).into_bytes()];
    parts.footers = vec![footer(document).into_bytes()];
    parts.header_rels = Vec::new();
    parts.footer_rels = Vec::new();
    parts.doc_props.core = core_properties(document).into_bytes();
    parts.font_table = font_table().into_bytes();
    parts.media = media.into_iter().map(|m| (m.name, m.bytes)).collect();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(not_packed)?;
    compressed(bytes.into_inner()).map_err(not_packed)
}

/// The same archive, its parts deflated: docx-rs stores them, and the text of a
/// long table shrinks to a hundredth. Dates stay the zip format's first day.
fn compressed(stored: Vec<u8>) -> ZipResult<Vec<u8>> {
    let mut stored = ZipArchive::new(Cursor::new(stored))?;
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for i in 0..stored.len() {
        let mut part = stored.by_index(i)?;
        if part.is_file() {
            packed.start_file(part.name(), options)?;
            std::io::copy(&mut part, &mut packed)?;
        }
    }
    Ok(packed.finish()?.into_inner())
}

fn not_packed(cause: ZipError) -> Error {
    Error::new(
        ErrorKind::Internal,
        said!(
            "berkas Word gagal dibuat",
            "the Word file could not be made"
        ),
    )
    .because(cause)
}

/// The tag Word knows a language by.
fn word_language(language: Language) -> &'static str {
    match language {
        Language::Id => "id-ID",
        Language::En => "en-US",
    }
}

fn localized(part: &str, language: Language) -> String {
    // The sign between list items is the one that is not the decimal sign.
    let separator = match language {
        Language::Id => ";",
        Language::En => ",",
    };
    part.replace("{LANGUAGE}", word_language(language))
        .replace("{DECIMAL}", &language.decimal_sign().to_string())
        .replace("{SEPARATOR}", separator)
}

/// docx-rs names every picture `.png`; a JPEG says so by its part's name.
fn content_types(types: Vec<u8>, media: &[Media]) -> Vec<u8> {
    let jpeg = |m: &&Media| m.bytes.starts_with(&[0xFF, 0xD8]);
    let overrides: String = media
        .iter()
        .filter(jpeg)
        .map(|m| {
            format!(
                "<Override PartName=\"/word/media/{}.png\" ContentType=\"image/jpeg\"/>",
                escaped(&m.name)
            )
        })
        .collect();
    let types = String::from_utf8_lossy(&types);
    types
        .replace("</Types>", &format!("{overrides}</Types>"))
        .into_bytes()
}

fn relations(media: &[Media]) -> String {
    let mut xml = String::from(DECLARATION);
    xml.push_str(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    let mut push = |id: &str, kind: &str, target: &str| {
        xml.push_str(&format!(
            "<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{}\"/>",
            escaped(target)
        ));
    };
    push("rIdStyles", "styles", "styles.xml");
    push("rIdSettings", "settings", "settings.xml");
    push("rIdFonts", "fontTable", "fontTable.xml");
    push("rIdNumbering", "numbering", "numbering.xml");
    push(HEADER, "header", "header1.xml");
    push(FOOTER, "footer", "footer1.xml");
    for m in media {
        push(&m.id, "image", &format!("media/{}.png", m.name));
    }
    xml.push_str("</Relationships>");
    xml
}

/// Number 1 is the bullet; every ordered list has a number of its own from 2 on,
/// so that each starts at 1.
fn numbering(ordered_lists: usize) -> String {
    let level = |format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"567\" w:hanging=\"397\"/></w:pPr></w:lvl>"
        )
    };
    let mut xml = format!(
        concat!(
            "{}<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
            "<w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>",
            "<w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"singleLevel\"/>{}</w:abstractNum>",
            "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        ),
        DECLARATION,
        level("bullet", "•"),
        level("decimal", "%1."),
    );
    for list in 0..ordered_lists {
        xml.push_str(&format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            list + 2
        ));
    }
    xml.push_str("</w:numbering>");
    xml
}

fn header(document: &Document) -> String {
    let mut xml = format!(
        "{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>"
    );
    push_run(&mut xml, &document.header, None);
    xml.push_str("</w:p></w:hdr>");
    xml
}

fn footer(document: &Document) -> String {
    let mut xml = format!(
        "{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>"
    );
    push_run(&mut xml, &format!("{} ", document.page_word), None);
    push_field(&mut xml, "PAGE", "1");
    xml.push_str("</w:p></w:ftr>");
    xml
}

fn font_table() -> String {
    format!(
        concat!(
            "{}<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
            "<w:font w:name=\"Arial\"><w:altName w:val=\"Liberation Sans\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>",
            "</w:fonts>",
        ),
        DECLARATION
    )
}

/// Title, author and a date that is never the clock's.
fn core_properties(document: &Document) -> String {
    let date = document.date.as_deref().filter(|d| is_iso_date(d));
    let date = format!("{}T00:00:00Z", date.unwrap_or("2000-01-01"));
    let author = escaped(document.author.as_deref().unwrap_or(""));
    format!(
        concat!(
            "{}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" ",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" ",
            "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
            "<dc:title>{}</dc:title><dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy>",
            "<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created>",
            "<dcterms:modified xsi:type=\"dcterms:W3CDTF\">{}</dcterms:modified>",
            "<dc:language>{}</dc:language></cp:coreProperties>",
        ),
        DECLARATION,
        escaped(&document.title),
        author,
        author,
        date,
        date,
        word_language(document.language),
    )
}

/// `2026-06-30`; anything else would make Word call the file damaged.
fn is_iso_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |s: &str, digits: usize| {
        let all_digits = s.len() == digits && s.bytes().all(|b| b.is_ascii_digit());
        all_digits.then(|| s.parse::<u32>().unwrap_or(0))
    };
    match parts.as_slice() {
        [year, month, day] => {
            number(year, 4).is_some()
                && number(month, 2).is_some_and(|m| (1..=12).contains(&m))
                && number(day, 2).is_some_and(|d| (1..=31).contains(&d))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_date_is_a_date() {
        assert!(is_iso_date("2026-06-30"));
        for text in ["2026", "2026-13-01", "30-06-2026", "2026-06-30T00", "Juni"] {
            assert!(!is_iso_date(text), "{text}");
        }
    }
}
