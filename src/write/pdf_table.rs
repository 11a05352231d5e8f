use super::pdf_letters::letters;
use super::pdf_markup::{lines, quote, spans};
use super::printed::{Reasons, column_groups, content_text};
use super::table_widths::{Measure, longest_words};
use crate::document::{
    Align, Column, Content, Row, RowKind, Span, Table, TableKind, Text, plain, plain_text,
};
use crate::language::Language;
use std::fmt::Write;

/// A table as an expression for the typesetter.
pub(super) fn table(table: &Table, language: Language) -> String {
    let reasons = Reasons::of(table);
    let apa = table.kind == TableKind::Apa;
    let layout = Layout::of(table, &reasons, language);
    let mut out = format!(
        "{}({}, {}, {:.1}%, {}, {}, {}pt, {}, {}, ",
        if apa { "tabel-apa" } else { "tabel" },
        quote(&table.label),
        letters(&table.caption),
        layout.percent,
        layout.stays_whole(table),
        lines(&notes(table, &reasons)),
        layout.size,
        layout.tracks(),
        alignments(&table.columns)
    );
    out.push_str(&head(table));
    let sums = table.rows.iter().rev();
    let sums = sums.take_while(|row| row.kind == RowKind::Total).count();
    let last = table.rows.len().saturating_sub(sums);
    for (at, row) in table.rows.iter().enumerate() {
        // The sums below a table that goes over pages stay together.
        if at == last && at > 0 {
            out.push_str("table.footer(repeat: false, ");
        }
        if row.kind == RowKind::Total && !apa {
            out.push_str("table.hline(stroke: strong-rule), ");
        }
        for (cell, room) in row.cells.iter().zip(&layout.characters) {
            out.push_str(&content(&cell.content, *room, &reasons, row.kind, language));
            out.push_str(", ");
        }
        out.push('\n');
    }
    if sums > 0 && last > 0 {
        out.push(')');
    }
    out.push(')');
    out
}

/// How a table is set.
struct Layout {
    /// Shares of the columns in its width.
    widths: Vec<u32>,
    /// How much of the line it takes, in percent: a small one is not pulled apart over
    /// the whole page.
    percent: f64,
    /// Size of its letters, in points.
    size: u32,
    /// Characters a line of each column holds.
    characters: Vec<usize>,
}

impl Layout {
    fn of(table: &Table, reasons: &Reasons, language: Language) -> Layout {
        let airy = matches!(table.kind, TableKind::Apa | TableKind::Reading);
        let size = match airy && table.rows.len() <= LONG {
            true => 9,
            false => 8,
        };
        let room = if table.is_wide() { LANDSCAPE } else { PORTRAIT };
        let words = longest_words(table, reasons, language);
        let size = match measure(room, size).is_crowded(table, &words) {
            true => 7,
            false => size,
        };
        let measure = measure(room, size);
        let wished = measure.wished(table, &words);
        let percent = f64::from(wished) / f64::from(room) * 100.0;
        let percent = percent.clamp(50.0, 100.0);
        let widths = measure.widths(table, &words);
        let inside = |width: &u32| {
            let width = f64::from(*width) * percent / 100.0 - f64::from(measure.margins);
            (width / f64::from(measure.character)).max(3.0) as usize
        };
        Layout {
            characters: widths.iter().map(inside).collect(),
            widths,
            percent,
            size,
        }
    }

    fn tracks(&self) -> String {
        let mut out = String::from("(");
        for width in &self.widths {
            let _ = write!(out, "{width}fr, ");
        }
        out.push(')');
        out
    }

    /// Whether the table is short enough to move to the next page rather than be
    /// divided.
    fn stays_whole(&self, table: &Table) -> bool {
        let lines = |row: &Row| {
            let cells = row.cells.iter().zip(&self.characters);
            let lines = cells.map(|(cell, room)| match &cell.content {
                Content::Text(text) => plain_text(text).chars().count() / room + 1,
                _ => 1,
            });
            lines.max().unwrap_or(1)
        };
        let total: usize = table.rows.iter().map(lines).sum();
        table.rows.len() <= 16 && total + 2 * table.notes.len() <= 28
    }
}

/// Rows from which a table is set close, to spare pages.
const LONG: usize = 40;
/// Room between the margins, in twentieths of a point.
const PORTRAIT: u32 = 453 * 20;
const LANDSCAPE: u32 = 728 * 20;

/// In twentieths of a point; an average character of Noto Sans is 0.58 of its size.
fn measure(room: u32, size: u32) -> Measure {
    Measure {
        room,
        character: size * 116 / 10,
        margins: if size < 9 { 100 } else { 200 },
    }
}

fn alignments(columns: &[Column]) -> String {
    let mut out = String::from("(");
    for column in columns {
        out.push_str(alignment(column.align));
        out.push_str(", ");
    }
    out.push(')');
    out
}

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
    }
}

/// The rows repeated on every page: group titles, then titles. A column
/// without a group title has one cell over both rows.
fn head(table: &Table) -> String {
    let apa = table.kind == TableKind::Apa;
    let mut upper = String::new();
    let mut lower = String::new();
    let mut columns = table.columns.iter();
    let rows = if table.groups.is_empty() { 1 } else { 2 };
    for (title, count) in column_groups(table) {
        let grouped = columns.by_ref().take(count);
        if title.is_empty() {
            grouped.for_each(|column| upper.push_str(&head_cell(column, rows, apa)));
        } else {
            let name = if apa { "apa-group" } else { "head-group" };
            let _ = write!(upper, "{name}({count}, {}), ", letters(title));
            grouped.for_each(|column| lower.push_str(&head_cell(column, 1, apa)));
        }
    }
    format!("table.header({upper}{lower}table.hline(stroke: strong-rule)), \n")
}

fn head_cell(column: &Column, rows: u8, apa: bool) -> String {
    let title = letters(&column.title);
    let title = match column.symbol {
        true => format!("emph({title})"),
        false => title,
    };
    format!(
        "{}({}, {rows}, {title}), ",
        if apa { "apa-cell" } else { "head-cell" },
        alignment(column.align),
    )
}

fn content(
    content: &Content,
    room: usize,
    reasons: &Reasons<'_>,
    kind: RowKind,
    language: Language,
) -> String {
    let bold = kind == RowKind::Total;
    let code = match content {
        Content::Empty => return "none".to_owned(),
        Content::Text(text) => match text.as_slice() {
            [Span::Plain(text)] => letters(&breakable(text, room)),
            _ => spans(text),
        },
        // The sign of a number does not stand on a line of its own.
        _ => quote(&content_text(content, reasons, language).replace(' ', "\u{a0}")),
    };
    if bold {
        format!("strong({code})")
    } else {
        code
    }
}

/// The text with places to break inside words longer than the column: an
/// address without a space would run into the next cell.
fn breakable(text: &str, room: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars() {
        run = if sign.is_whitespace() { 0 } else { run + 1 };
        if run > room {
            out.push('\u{200b}');
            run = 1;
        }
        out.push(sign);
    }
    out
}

/// The table's own notes, then why cells hold no number.
fn notes(table: &Table, reasons: &Reasons<'_>) -> Vec<Text> {
    let explained = reasons
        .notes()
        .map(|(mark, reason)| plain(format!("({mark}) {reason}")));
    table.notes.iter().cloned().chain(explained).collect()
}
