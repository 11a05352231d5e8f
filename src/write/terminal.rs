use crate::document::Document;

/// The document as text for terminal.
pub fn terminal(document: &Document) -> String {
    let _ = document;
    todo!()
}
