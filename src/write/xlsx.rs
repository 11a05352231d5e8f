use crate::document::Document;
use crate::error::Result;

/// The document as workbook bytes.
///
/// # Errors
/// Only a fault of the library underneath.
pub fn xlsx(document: &Document) -> Result<Vec<u8>> {
    let _ = document;
    todo!()
}
