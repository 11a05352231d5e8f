use super::pdf_markup::{lines, quote, spans};
use super::printed::{Reasons, column_groups, content_text};
use crate::document::{
    Align, Column, Content, Row, RowKind, Span, Table, TableKind, Text, plain, plain_text,
};
use crate::language::Language;
use std::fmt::Write;

/// A table as an expression for the typesetter.
pub(super) fn table(table: &Table, language: Language) -> String {
    let reasons = Reasons::of(table);
    let apa = table.kind == TableKind::Apa;
    let mut out = format!(
        "{}({}, {}, {:.1}%, {}, {}, {}, {}, {}, ",
        if apa { "tabel-apa" } else { "tabel" },
        quote(&table.label),
        quote(&table.caption),
        width(table),
        stays_whole(table),
        lines(&notes(table, &reasons)),
        !(apa || table.kind == TableKind::Reading) || table.rows.len() > LONG,
        tracks(table),
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
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            out.push_str(&content(
                &cell.content,
                column,
                &reasons,
                row.kind,
                language,
            ));
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

/// Rows from which a table is set close, to spare pages.
const LONG: usize = 40;
/// Points a character takes at the size of tables.
const CHARACTER: f64 = 5.1;
/// Room between the margins, in points.
const PORTRAIT: f64 = 453.0;
const LANDSCAPE: f64 = 728.0;

/// Characters a column needs: those it asks for, and the longest word of its
/// title, which is never broken, is bold and keeps away from the next one.
fn characters(column: &Column) -> usize {
    let longest = column.title.split_whitespace().map(|w| w.chars().count());
    let longest = longest.max().unwrap_or(0);
    usize::from(column.width)
        .max(longest + longest / 8 + 2)
        .max(3)
}

fn tracks(table: &Table) -> String {
    let mut out = String::from("(");
    for column in &table.columns {
        let _ = write!(out, "{}fr, ", characters(column));
    }
    out.push(')');
    out
}

/// How much of the line the table takes, in percent: a small one is not pulled
/// apart over the whole page.
fn width(table: &Table) -> f64 {
    let room = if table.is_wide() { LANDSCAPE } else { PORTRAIT };
    let needed: f64 = table
        .columns
        .iter()
        .map(|column| characters(column) as f64 * CHARACTER + 10.0)
        .sum();
    (needed / room * 100.0).clamp(50.0, 100.0)
}

/// Whether the table is short enough to move to the next page rather than be
/// divided.
fn stays_whole(table: &Table) -> bool {
    let lines = |row: &Row| {
        row.cells
            .iter()
            .zip(&table.columns)
            .map(|(cell, column)| match &cell.content {
                Content::Text(text) => plain_text(text).chars().count() / characters(column) + 1,
                _ => 1,
            })
            .max()
            .unwrap_or(1)
    };
    let total: usize = table.rows.iter().map(lines).sum();
    table.rows.len() <= 16 && total + 2 * table.notes.len() <= 28
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
            let _ = write!(upper, "{name}({count}, {}), ", quote(title));
            grouped.for_each(|column| lower.push_str(&head_cell(column, 1, apa)));
        }
    }
    format!("table.header({upper}{lower}table.hline(stroke: strong-rule)), \n")
}

fn head_cell(column: &Column, rows: u8, apa: bool) -> String {
    let title = quote(&column.title);
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
    column: &Column,
    reasons: &Reasons<'_>,
    kind: RowKind,
    language: Language,
) -> String {
    let bold = kind == RowKind::Total;
    let code = match content {
        Content::Empty => return "none".to_owned(),
        Content::Text(text) => match text.as_slice() {
            [Span::Plain(text)] => quote(&breakable(text, characters(column))),
            _ => spans(text),
        },
        _ => quote(&content_text(content, reasons, language)),
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
