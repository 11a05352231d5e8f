use super::Drawn;
use crate::document::Document;
use crate::error::Result;

/// The document as Word bytes.
///
/// # Errors
/// Only a fault of the library underneath.
pub fn docx(document: &Document, figures: &Drawn) -> Result<Vec<u8>> {
    let _ = (document, figures);
    todo!()
}
