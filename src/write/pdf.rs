use super::drawn::Drawn;
use super::pdf_markup::{markup, quote};
use super::pdf_world::Desk;
use crate::chart::Drawing;
use crate::document::{Block, Document};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

const STYLE: &str = include_str!("pdf_style.typ");

/// The document as PDF bytes: tagged, with bookmarks and embedded fonts, the
/// same bytes each time.
///
/// # Errors
/// Only a fault of the typesetter underneath, with its first messages.
pub fn pdf(document: &Document, drawn: &Drawn) -> Result<Vec<u8>> {
    let mut desk = Desk::new(markup(document, drawn)?)?.source("style.typ", STYLE)?;
    if let Some(logo) = document.cover.as_ref().and_then(|c| c.logo.as_ref()) {
        desk = desk.file("logo", logo.bytes.clone())?;
    }
    for (index, block) in document.blocks.iter().enumerate() {
        if let Block::Figure(figure) = block {
            let svg = drawn.get(&figure.id)?.svg.clone();
            desk = desk.file(&picture_name(index), svg.into_bytes())?;
        }
    }
    typeset(desk)
}

/// A drawing as a page of exactly its size, with its title and with what it
/// shows in words.
///
/// # Errors
/// Only a fault of the typesetter underneath, with its first messages.
pub fn pdf_poster(drawing: &Drawing, title: &str, alt: &str) -> Result<Vec<u8>> {
    let text = format!(
        "#set document(title: {})\n\
         #set page(width: {}mm, height: {}mm, margin: 0pt)\n\
         #image(\"poster.svg\", width: 100%, height: 100%, alt: {})\n",
        quote(title),
        drawing.width_mm,
        drawing.height_mm,
        quote(alt)
    );
    let desk = Desk::new(text)?.typeface(drawing.typeface.as_deref());
    typeset(desk.file("poster.svg", drawing.svg.clone().into_bytes())?)
}

/// The name of the picture of a block on the desk.
pub(super) fn picture_name(block: usize) -> String {
    format!("picture-{block}.svg")
}

fn typeset(desk: Desk) -> Result<Vec<u8>> {
    let document = typst::compile::<PagedDocument>(&desk)
        .output
        .map_err(|faults| refused(&faults))?;
    let options = PdfOptions {
        // The typesetter's own identifier: a hash of title and author.
        ident: Smart::Auto,
        creator: Smart::Custom(Some(format!("Tridharma {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|faults| refused(&faults));
    // What was remembered of this document serves no other one.
    typst::comemo::evict(0);
    bytes
}

fn refused(faults: &[SourceDiagnostic]) -> Error {
    let messages: Vec<&str> = faults.iter().take(3).map(|f| f.message.as_str()).collect();
    Error::new(
        ErrorKind::Internal,
        said!("PDF tidak dapat disusun", "the PDF could not be typeset"),
    )
    .because(messages.join("; "))
    .hint(said!(
        "ini kesalahan program; laporkan bersama pesan ini",
        "this is a fault of the program; report it with this message"
    ))
}
