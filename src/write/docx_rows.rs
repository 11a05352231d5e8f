use super::docx_grid::Grid;
use super::docx_table::push_superscript;
use super::docx_text::{open_paragraph, push_run, push_text};
use super::printed::{Reasons, number_text};
use crate::document::{Align, Cell, Content, Row, RowKind, Table, TableKind};
use crate::language::Language;

/// The rows of a table or of a piece of it; a `whole` one is not broken between pages.
pub(super) fn push_rows(
    xml: &mut String,
    table: &Table,
    (grid, whole): (&Grid, bool),
    rows: &[Row],
    reasons: &Reasons,
    language: Language,
) {
    for (at, row) in rows.iter().enumerate() {
        xml.push_str("<w:tr>");
        xml.push_str(row_properties(table.kind));
        let look = RowLook {
            kept: kept_with_next(at, rows.len(), whole),
            borders: row_borders(at, rows.len(), grid.apa),
        };
        push_cells(xml, table, row, (grid, &look), reasons, language);
    }
}

/// Rows at the end of a table that stay on one page.
pub(super) const LAST_ROWS: usize = 5;

/// Whether a table is short enough to go to the next page whole: of few rows, and
/// of so few lines that it leaves less than half a page empty.
pub(super) fn stays_whole(rows: &[f64]) -> bool {
    const ROWS: usize = 14;
    const POINTS: f64 = 320.0;
    rows.len() <= ROWS && rows.iter().sum::<f64>() <= POINTS
}

/// Whether a row stays on the page of the next one: a short table is not
/// broken, and a long one never leaves its last rows (the totals) alone.
/// LibreOffice 7 loses the rows of a short table that it breaks at its end.
fn kept_with_next(at: usize, rows: usize, whole: bool) -> &'static str {
    let last = at + 1 == rows;
    match !last && (whole || at + LAST_ROWS >= rows) {
        true => "<w:keepNext/>",
        false => "",
    }
}

/// No row is split between pages.
fn row_properties(kind: TableKind) -> &'static str {
    match kind {
        // Room for a pen.
        TableKind::Entry => {
            "<w:trPr><w:cantSplit/><w:trHeight w:val=\"454\" w:hRule=\"atLeast\"/></w:trPr>"
        }
        _ => "<w:trPr><w:cantSplit/></w:trPr>",
    }
}

/// What a row has of its place in the table.
struct RowLook {
    kept: &'static str,
    borders: &'static str,
}

/// The line under the first row is drawn by the second: where the first row has one
/// and only just finds room at the foot of a page, LibreOffice 7 drops all rows
/// that follow.
fn row_borders(at: usize, rows: usize, apa: bool) -> &'static str {
    match at {
        0 if rows > 1 && !apa => "<w:tcBorders><w:bottom w:val=\"nil\"/></w:tcBorders>",
        1 if !apa => {
            "<w:tcBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/></w:tcBorders>"
        }
        _ => "",
    }
}

fn push_cells(
    xml: &mut String,
    table: &Table,
    row: &Row,
    (grid, look): (&Grid, &RowLook),
    reasons: &Reasons,
    language: Language,
) {
    let total = row.kind == RowKind::Total;
    let shade = if total && !grid.apa {
        "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>"
    } else {
        ""
    };
    for (i, (column, width)) in table.columns.iter().zip(&grid.widths).enumerate() {
        xml.push_str(&format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{}{shade}</w:tcPr>",
            look.borders
        ));
        let kind = match column.align {
            Align::Left => "Text",
            Align::Centre => "Mark",
            Align::Right => "Number",
        };
        open_paragraph(xml, &format!("{}{kind}", grid.size), look.kept);
        if let Some(cell) = row.cells.get(i) {
            push_content(xml, cell, total && !grid.apa, reasons, language);
        }
        xml.push_str("</w:p></w:tc>");
    }
    xml.push_str("</w:tr>");
}

fn push_content(xml: &mut String, cell: &Cell, total: bool, reasons: &Reasons, language: Language) {
    match &cell.content {
        Content::Empty => {}
        Content::Text(text) => push_text(xml, text, total),
        Content::Number(number) => {
            push_run(
                xml,
                &number_text(number, language).replace(' ', "\u{a0}"),
                total.then_some("Strong"),
            );
        }
        Content::None(reason) => {
            push_run(xml, "—", None);
            push_superscript(xml, &reasons.mark(reason));
        }
    }
}
