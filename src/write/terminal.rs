use crate::document::Document;

/// The document as text for terminal.
pub fn terminal(document: &Document, width: usize) -> String {
    let _ = (document, width);
    todo!()
}
