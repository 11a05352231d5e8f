use super::Drawn;
use super::docx_contents::{push_contents, turned};
use super::docx_cover::push_cover;
use super::docx_package::{DECLARATION, FOOTER, HEADER, Media, NAMESPACES, pack};
use super::docx_table::push_table;
use super::docx_text::{
    open_paragraph, push_caption, push_paragraph, push_picture, push_run, push_text,
};
use super::printed::heading_text;
use crate::document::{Block, Document, Figure, Image, NoteKind, Text};
use crate::error::Result;

/// The document as Word bytes: heading styles, a contents list that shows its
/// entries before any update, captions, repeated header rows, alternative texts,
/// wide tables on landscape pages. The same document gives the same bytes.
///
/// # Errors
/// A figure that is not among `figures`; else only a fault of the library
/// underneath.
pub fn docx(document: &Document, figures: &Drawn) -> Result<Vec<u8>> {
    let turned = turned(&document.blocks);
    let mut body = Body::default();
    if let Some(cover) = &document.cover {
        let logo = cover.logo.as_ref().map(|logo| body.add_logo(logo));
        push_cover(&mut body.xml, cover, logo.as_ref());
        body.media.extend(logo);
        body.end_section(Page::Cover);
    }
    let starts_turned = turned.first().copied().unwrap_or(false);
    let mut page = Page::of(document.contents.is_none() && starts_turned);
    if let Some(title) = &document.contents {
        push_contents(&mut body.xml, title, document, figures, &turned)?;
    }
    for (at, (block, turned)) in document.blocks.iter().zip(&turned).enumerate() {
        if page != Page::of(*turned) {
            body.end_section(page);
            page = Page::of(*turned);
        }
        match block {
            Block::Paragraph { text, .. } if document.opens_list(at) => {
                open_paragraph(&mut body.xml, "BodyText", "<w:keepNext/>");
                push_text(&mut body.xml, text, false);
                body.xml.push_str("</w:p>");
            }
            _ => body.push_block(block, document, figures, page)?,
        }
    }
    let xml = format!(
        "{DECLARATION}<w:document {NAMESPACES}><w:body>{}{}</w:body></w:document>",
        body.xml,
        section(page)
    );
    pack(document, xml, body.ordered_lists, body.media)
}

/// The largest figure that fits a portrait page with its caption, in mm.
const FIGURE_MM: (f64, f64) = (160.0, 225.0);

/// The three sorts of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// Portrait without head and foot.
    Cover,
    Portrait,
    Landscape,
}

impl Page {
    pub(super) fn of(turned: bool) -> Self {
        if turned {
            Page::Landscape
        } else {
            Page::Portrait
        }
    }

    /// Width and height of the room for text, in twips (a twentieth of a point).
    pub(super) fn room(self) -> (u32, u32) {
        let (width, height, margin) = self.size();
        (width - 2 * margin, height - 2 * margin)
    }

    /// Width, height and margin of A4 in twips: margins of 25 mm, which leave a
    /// figure its 160 mm, and of 20 mm on a turned page.
    fn size(self) -> (u32, u32, u32) {
        match self {
            Page::Cover | Page::Portrait => (11_906, 16_838, 1_417),
            Page::Landscape => (16_838, 11_906, 1_134),
        }
    }
}

/// The properties of the section that ends here.
fn section(page: Page) -> String {
    let (width, height, margin) = page.size();
    let head_and_foot = match page {
        Page::Cover => String::new(),
        _ => format!(
            "<w:headerReference w:type=\"default\" r:id=\"{HEADER}\"/><w:footerReference w:type=\"default\" r:id=\"{FOOTER}\"/>"
        ),
    };
    let turned = match page {
        Page::Landscape => " w:orient=\"landscape\"",
        _ => "",
    };
    format!(
        concat!(
            "<w:sectPr>{}<w:type w:val=\"nextPage\"/><w:pgSz w:w=\"{}\" w:h=\"{}\"{}/>",
            "<w:pgMar w:top=\"{m}\" w:right=\"{m}\" w:bottom=\"{m}\" w:left=\"{m}\" w:header=\"{h}\" w:footer=\"{h}\" w:gutter=\"0\"/>",
            "<w:cols w:space=\"708\"/></w:sectPr>",
        ),
        head_and_foot,
        width,
        height,
        turned,
        m = margin,
        h = margin / 2,
    )
}

/// What grows while the blocks are walked.
#[derive(Default)]
struct Body {
    xml: String,
    media: Vec<Media>,
    pictures: usize,
    headings: usize,
    ordered_lists: usize,
}

/// Name of the bookmark of a heading, counted from 1 over all headings.
pub(super) fn bookmark(heading: usize) -> String {
    format!("_Toc{heading:08}")
}

impl Body {
    fn push_block(
        &mut self,
        block: &Block,
        document: &Document,
        figures: &Drawn,
        page: Page,
    ) -> Result<()> {
        match block {
            Block::Heading {
                level,
                number,
                text,
            } => self.push_heading(*level, number, text),
            Block::Paragraph { text, .. } => push_paragraph(&mut self.xml, "BodyText", text),
            Block::List { ordered, items } => self.push_list(*ordered, items),
            Block::Table(table) => {
                push_table(&mut self.xml, table, page.room().0, document.language);
            }
            Block::Figure(figure) => self.push_figure(figure, figures)?,
            Block::Note { kind, text } => {
                let style = match kind {
                    NoteKind::Info => "NoteInfo",
                    NoteKind::Caution => "NoteCaution",
                };
                push_paragraph(&mut self.xml, style, text);
            }
        }
        Ok(())
    }

    fn push_heading(&mut self, level: u8, number: &str, text: &str) {
        self.headings += 1;
        let id = self.headings;
        open_paragraph(&mut self.xml, &format!("Heading{}", level.clamp(1, 3)), "");
        self.xml.push_str(&format!(
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{}\"/>",
            bookmark(id)
        ));
        push_run(&mut self.xml, &heading_text(number, text), None);
        self.xml
            .push_str(&format!("<w:bookmarkEnd w:id=\"{id}\"/></w:p>"));
    }

    fn push_list(&mut self, ordered: bool, items: &[Text]) {
        // Number 1 is the bullet; see `docx_package::numbering`.
        let number = if ordered {
            self.ordered_lists += 1;
            self.ordered_lists + 1
        } else {
            1
        };
        let property =
            format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        for item in items {
            open_paragraph(&mut self.xml, "ListParagraph", &property);
            push_text(&mut self.xml, item, false);
            self.xml.push_str("</w:p>");
        }
    }

    fn push_figure(&mut self, figure: &Figure, figures: &Drawn) -> Result<()> {
        let picture = figures.get(&figure.id)?;
        self.pictures += 1;
        let media = Media {
            id: format!("rIdPicture{}", self.pictures),
            name: format!("figure{}", self.pictures),
            number: self.pictures,
            bytes: picture.png.clone(),
        };
        let scale = (FIGURE_MM.0 / picture.width_mm)
            .min(FIGURE_MM.1 / picture.height_mm)
            .min(1.0);
        let size = (picture.width_mm * scale, picture.height_mm * scale);
        open_paragraph(&mut self.xml, "Figure", "");
        push_picture(&mut self.xml, &media, &figure.alt, size);
        self.xml.push_str("</w:p>");
        push_caption(&mut self.xml, &figure.label, &figure.caption, false);
        self.media.push(media);
        Ok(())
    }

    fn add_logo(&mut self, logo: &Image) -> Media {
        self.pictures += 1;
        Media {
            id: "rIdLogo".into(),
            name: "logo".into(),
            number: self.pictures,
            bytes: logo.bytes.clone(),
        }
    }

    /// Closes the section: its properties stand in its last paragraph.
    fn end_section(&mut self, page: Page) {
        open_paragraph(&mut self.xml, "SectionEnd", &section(page));
        self.xml.push_str("</w:p>");
    }
}
