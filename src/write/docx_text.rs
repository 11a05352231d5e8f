use super::docx_package::Media;
use super::escape::{escaped, push_escaped};
use crate::document::{Span, Text};

/// One run of plain characters; a line feed becomes a line break.
pub(super) fn push_run(xml: &mut String, text: &str, character_style: Option<&str>) {
    if text.is_empty() {
        return;
    }
    xml.push_str("<w:r>");
    if let Some(style) = character_style {
        xml.push_str(&format!("<w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr>"));
    }
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            xml.push_str("<w:br/>");
        }
        xml.push_str("<w:t xml:space=\"preserve\">");
        push_escaped(xml, &line.replace('\t', " "));
        xml.push_str("</w:t>");
    }
    xml.push_str("</w:r>");
}

/// The runs of a text. `strong` makes its plain spans bold too (total rows).
pub(super) fn push_text(xml: &mut String, text: &[Span], strong: bool) {
    for span in text {
        match span {
            Span::Plain(s) => push_run(xml, s, strong.then_some("Strong")),
            Span::Strong(s) => push_run(xml, s, Some("Strong")),
            Span::Emphasis(s) => push_run(xml, s, Some("Emphasis")),
            Span::Blank(label) => push_run(xml, &format!("[…… {label}]"), Some("Blank")),
        }
    }
}

/// A paragraph of a style.
pub(super) fn push_paragraph(xml: &mut String, style: &str, text: &Text) {
    open_paragraph(xml, style, "");
    push_text(xml, text, false);
    xml.push_str("</w:p>");
}

/// The opening of a paragraph; `properties` are those that follow `w:pStyle`, in
/// the order of the schema.
pub(super) fn open_paragraph(xml: &mut String, style: &str, properties: &str) {
    xml.push_str(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>"
    ));
}

/// A caption; one above a table stays with it.
pub(super) fn push_caption(xml: &mut String, label: &str, caption: &str, above: bool) {
    if label.is_empty() && caption.is_empty() {
        return;
    }
    // What follows a figure is not of its caption.
    let properties = match above {
        true => "<w:keepNext/>",
        false => "<w:spacing w:before=\"120\" w:after=\"160\"/>",
    };
    open_paragraph(xml, "Caption", properties);
    let gap = if label.is_empty() || caption.is_empty() {
        ""
    } else {
        " "
    };
    push_run(xml, &format!("{label}{gap}{caption}"), None);
    xml.push_str("</w:p>");
}

/// A field with the result a reader sees until it is computed anew.
pub(super) fn push_field(xml: &mut String, instruction: &str, result: &str) {
    xml.push_str("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>");
    push_instruction(xml, instruction);
    xml.push_str("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
    push_run(xml, result, None);
    xml.push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}

/// The instruction of a field.
pub(super) fn push_instruction(xml: &mut String, instruction: &str) {
    xml.push_str("<w:r><w:instrText xml:space=\"preserve\"> ");
    push_escaped(xml, instruction);
    xml.push_str(" </w:instrText></w:r>");
}

/// A picture in the line of text, with its alternative text. Sizes in mm.
pub(super) fn push_picture(
    xml: &mut String,
    media: &Media,
    alt: &str,
    (width_mm, height_mm): (f64, f64),
) {
    // English Metric Units: 36,000 a millimetre.
    let (width, height) = (emu(width_mm), emu(height_mm));
    let (id, alt, name) = (&media.id, escaped(alt), escaped(&media.name));
    xml.push_str(&format!(
        concat!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">",
            "<wp:extent cx=\"{w}\" cy=\"{h}\"/>",
            "<wp:docPr id=\"{n}\" name=\"{name}\" descr=\"{alt}\"/>",
            "<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>",
            "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">",
            "<pic:pic><pic:nvPicPr><pic:cNvPr id=\"{n}\" name=\"{name}\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>",
            "<pic:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>",
            "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></a:xfrm>",
            "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>",
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        ),
        w = width,
        h = height,
        n = media.number,
        name = name,
        alt = alt,
        id = id,
    ));
}

fn emu(mm: f64) -> i64 {
    // A picture always has a size; Word calls a zero extent damaged.
    ((mm * 36_000.0) as i64).max(1)
}
