use super::docx_grid::{Grid, grid, heights};
use super::docx_rows::{push_rows, stays_whole};
use super::docx_text::{open_paragraph, push_caption, push_run, push_text};
use super::escape::escaped;
use super::printed::{Reasons, column_groups};
use crate::document::{Cell, Column, Row, Table, TableKind};
use crate::language::Language;

/// Word opens no table of more than 63 columns; a wider one is cut into parts
/// that repeat the first column.
const MOST_COLUMNS: usize = 60;
/// LibreOffice needs minutes and a gigabyte for one table of 5,000 rows, and a
/// third of both for ten of 500.
const MOST_ROWS: usize = 500;
/// A thin paragraph after a table.
const TABLE_END: &str = "<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>";

/// A table with its caption and its notes, `room` twips wide.
pub(super) fn push_table(xml: &mut String, table: &Table, room: u32, language: Language) {
    match table.kind {
        TableKind::Apa => push_apa_caption(xml, table),
        _ => push_caption(xml, &table.label, &table.caption, true),
    }
    let reasons = Reasons::of(table);
    for (i, part) in parts(table).iter().enumerate() {
        // Two tables without a paragraph between them would become one.
        if i > 0 {
            xml.push_str(TABLE_END);
        }
        push_grids(xml, part, &reasons, room, language);
    }
    push_notes(xml, table, &reasons);
}

/// The label bold, the title in italics in a line of its own.
fn push_apa_caption(xml: &mut String, table: &Table) {
    for (text, style) in [(&table.label, "Strong"), (&table.caption, "Emphasis")] {
        if !text.is_empty() {
            open_paragraph(xml, "ApaCaption", "");
            push_run(xml, text, Some(style));
            xml.push_str("</w:p>");
        }
    }
}

fn push_notes(xml: &mut String, table: &Table, reasons: &Reasons) {
    for note in &table.notes {
        open_paragraph(xml, "TableNote", "");
        push_text(xml, note, false);
        xml.push_str("</w:p>");
    }
    for (mark, reason) in reasons.notes() {
        open_paragraph(xml, "TableNote", "");
        push_superscript(xml, &mark);
        push_run(xml, &format!(" {reason}"), None);
        xml.push_str("</w:p>");
    }
    xml.push_str(TABLE_END);
}

pub(super) fn push_superscript(xml: &mut String, text: &str) {
    xml.push_str(&format!(
        "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{}</w:t></w:r>",
        escaped(text)
    ));
}

/// The table itself, in pieces where it is long.
fn push_grids(xml: &mut String, table: &Table, reasons: &Reasons, room: u32, language: Language) {
    if table.columns.is_empty() {
        return;
    }
    let grid = grid(table, reasons, room, language);
    let whole = stays_whole(&heights(table, room, language).rows);
    let most = match table.kind {
        TableKind::Data => MOST_ROWS,
        _ => usize::MAX,
    };
    let mut rest = table.rows.as_slice();
    loop {
        let (piece, later) = rest.split_at(rest.len().min(most));
        push_grid(xml, table, (&grid, whole), piece, reasons, language);
        if later.is_empty() {
            return;
        }
        xml.push_str(TABLE_END);
        rest = later;
    }
}

fn push_grid(
    xml: &mut String,
    table: &Table,
    (grid, whole): (&Grid, bool),
    rows: &[Row],
    reasons: &Reasons,
    language: Language,
) {
    xml.push_str(&format!(
        concat!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>",
            "<w:tblLayout w:type=\"fixed\"/>",
            "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
            "<w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        ),
        match table.kind {
            TableKind::Apa => "ApaTable",
            _ => "ReportTable",
        },
        grid.widths.iter().sum::<u32>(),
        escaped(&table.caption)
    ));
    for width in &grid.widths {
        xml.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    xml.push_str("</w:tblGrid>");
    push_head(xml, table, grid);
    push_rows(xml, table, (grid, whole), rows, reasons, language);
    xml.push_str("</w:tbl>");
}

/// One or two header rows, repeated on every page. A column without a group
/// title has one title over both rows.
fn push_head(xml: &mut String, table: &Table, grid: &Grid) {
    let open = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    let titles = || table.columns.iter().map(|c| (c.title.as_str(), c.symbol));
    if table.groups.is_empty() {
        xml.push_str(open);
        for (width, title) in grid.widths.iter().zip(titles()) {
            push_head_cell(xml, *width, "", title, grid);
        }
        xml.push_str("</w:tr>");
        return;
    }
    let groups = column_groups(table);
    xml.push_str(open);
    let mut column = 0;
    for (text, span) in &groups {
        let width = grid.widths.iter().skip(column).take(*span).sum();
        if text.is_empty() {
            let title = titles().nth(column).unwrap_or(("", false));
            push_head_cell(xml, width, "<w:vMerge w:val=\"restart\"/>", title, grid);
        } else {
            let merged = format!("<w:gridSpan w:val=\"{span}\"/>");
            push_head_cell(xml, width, &merged, (text, false), grid);
        }
        column += span;
    }
    xml.push_str("</w:tr>");
    xml.push_str(open);
    let titled = groups
        .iter()
        .flat_map(|(text, span)| std::iter::repeat_n(!text.is_empty(), *span));
    for ((width, title), below_group) in grid.widths.iter().zip(titles()).zip(titled) {
        let (merge, title) = if below_group {
            ("", title)
        } else {
            ("<w:vMerge/>", ("", false))
        };
        push_head_cell(xml, *width, merge, title, grid);
    }
    xml.push_str("</w:tr>");
}

fn push_head_cell(
    xml: &mut String,
    width: u32,
    merge: &str,
    (title, symbol): (&str, bool),
    grid: &Grid,
) {
    let look = match grid.apa {
        true => {
            "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>"
        }
        false => "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"DEE6F2\"/>",
    };
    xml.push_str(&format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{merge}{look}<w:vAlign w:val=\"{}\"/></w:tcPr>",
        if grid.apa { "bottom" } else { "center" }
    ));
    let style = if grid.apa { "Apa" } else { "" };
    open_paragraph(xml, &format!("{}Head{style}", grid.size), "");
    push_run(xml, title, symbol.then_some("Emphasis"));
    xml.push_str("</w:p></w:tc>");
}

/// The table in parts of at most [`MOST_COLUMNS`] columns.
fn parts(table: &Table) -> Vec<std::borrow::Cow<'_, Table>> {
    use std::borrow::Cow;
    if table.columns.len() <= MOST_COLUMNS {
        return vec![Cow::Borrowed(table)];
    }
    let rest: Vec<usize> = (1..table.columns.len()).collect();
    rest.chunks(MOST_COLUMNS - 1)
        .map(|columns| {
            let mut chosen = vec![0];
            chosen.extend(columns);
            Cow::Owned(with_columns(table, &chosen))
        })
        .collect()
}

/// The chosen columns; their group titles move in front of their own.
fn with_columns(table: &Table, chosen: &[usize]) -> Table {
    let groups = column_groups(table);
    let groups: Vec<&str> = groups
        .iter()
        .flat_map(|(text, span)| std::iter::repeat_n(*text, *span))
        .collect();
    let cell = |row: &Row, i: usize| row.cells.get(i).cloned().unwrap_or_else(Cell::empty);
    let rows = table.rows.iter().map(|row| Row {
        kind: row.kind,
        cells: chosen.iter().map(|i| cell(row, *i)).collect(),
    });
    let columns = chosen.iter().filter_map(|i| {
        let column = table.columns.get(*i)?;
        let group = groups.get(*i).copied().unwrap_or("");
        Some(Column {
            title: format!("{group} {}", column.title).trim().to_owned(),
            ..column.clone()
        })
    });
    Table {
        id: table.id.clone(),
        label: table.label.clone(),
        caption: table.caption.clone(),
        kind: table.kind,
        groups: Vec::new(),
        columns: columns.collect(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
