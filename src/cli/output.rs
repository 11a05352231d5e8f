use serde::Serialize;
use std::io::{IsTerminal, Write};
use tridharma::document::Document;

/// Data on standard output. A reader that closes the pipe early is no error.
pub fn text(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// A value as JSON on standard output.
pub fn json(value: &impl Serialize) {
    text(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// A document on the screen.
pub fn terminal(document: &Document) {
    text(&tridharma::write::terminal(document, width()));
}

/// Columns of the terminal; 100 where standard output is none.
fn width() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    match (stated, std::io::stdout().is_terminal()) {
        (Some(columns), _) => columns,
        (None, true) => terminal_size::terminal_size()
            .map_or(100, |(terminal_size::Width(w), _)| usize::from(w)),
        (None, false) => 100,
    }
}

/// A message on standard error. Nobody there to read it is no error.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
