use super::Drawn;
use crate::document::Document;
use crate::error::Result;

/// The document as one HTML file.
///
/// # Errors
/// Only a fault of the library underneath.
pub fn html(document: &Document, figures: &Drawn) -> Result<String> {
    let _ = (document, figures);
    todo!()
}
