use super::printed::{Reasons, content_text};
use crate::document::{Content, Document, Row};

/// The tables of a document as comma-separated text, a blank line between two.
/// Numbers have a point and all their digits; a text that a spreadsheet would
/// take for a formula is kept a text by an apostrophe.
pub fn csv(document: &Document) -> String {
    let mut text = String::new();
    for (at, table) in document.tables().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let titles: Vec<String> = table.columns.iter().map(|c| field(&c.title)).collect();
        text.push_str(&titles.join(","));
        text.push('\n');
        let reasons = Reasons::of(table);
        for row in &table.rows {
            text.push_str(&line(document, row, &reasons));
        }
    }
    text
}

fn line(document: &Document, row: &Row, reasons: &Reasons) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| match &cell.content {
            Content::Number(number) => number.value.to_string(),
            _ => field(&content_text(&cell.content, reasons, document.language)),
        })
        .collect();
    format!("{}\n", cells.join(","))
}

/// A text as a CSV field.
pub fn field(text: &str) -> String {
    let text = match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
