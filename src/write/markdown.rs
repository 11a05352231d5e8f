use crate::document::Document;

/// The document as text for markdown.
pub fn markdown(document: &Document) -> String {
    let _ = document;
    todo!()
}
