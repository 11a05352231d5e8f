use crate::document::Document;
use crate::error::Result;

/// The document as PDF bytes.
///
/// # Errors
/// Only a fault of the library underneath.
pub fn pdf(document: &Document) -> Result<Vec<u8>> {
    let _ = document;
    todo!()
}
