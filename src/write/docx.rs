use crate::document::Document;
use crate::error::Result;

/// The document as Word bytes.
///
/// # Errors
/// Only a fault of the library underneath.
pub fn docx(document: &Document) -> Result<Vec<u8>> {
    let _ = document;
    todo!()
}
