use super::escape::escaped;
use super::html::push_text;
use super::printed::{Reasons, column_groups, label_and_caption, number_text};
use crate::document::{Align, Cell, Column, Content, Row, RowKind, Table, TableKind};
use crate::language::Language;

/// A table in a box of its own that scrolls when the screen is too narrow.
/// `number` counts the tables of the page.
pub(super) fn push_table(out: &mut String, table: &Table, number: usize, language: Language) {
    let reasons = Reasons::of(table);
    let wide = if table.is_wide() { " wide" } else { "" };
    let kind = match table.kind {
        TableKind::Reading => "reading",
        TableKind::Apa => "reading apa",
        TableKind::Data => "data",
        TableKind::Entry => "entry",
    };
    let caption = label_and_caption(&table.label, &table.caption);
    let label = if caption.is_empty() {
        &table.id
    } else {
        &caption
    };
    out.push_str(&format!(
        "<div class=\"scroll {kind}{wide}\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table id=\"t{number}\">\n",
        escaped(label),
    ));
    if !caption.is_empty() {
        out.push_str(&match table.kind {
            TableKind::Apa => format!(
                "<caption><b>{}</b><br><i>{}</i></caption>\n",
                escaped(&table.label),
                escaped(&table.caption)
            ),
            _ => format!("<caption>{}</caption>\n", escaped(&caption)),
        });
    }
    push_widths(out, table);
    push_head(out, table);
    out.push_str("<tbody>\n");
    let row_title = row_title(table);
    for row in &table.rows {
        push_row(out, table, row, row_title, &reasons, language);
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    push_notes(out, table, &reasons);
}

/// Empty cells do not say how much will be written in them.
fn push_widths(out: &mut String, table: &Table) {
    if table.kind != TableKind::Entry {
        return;
    }
    let all: u32 = table.columns.iter().map(|c| u32::from(c.width)).sum();
    out.push_str("<colgroup>");
    for column in &table.columns {
        let share = u32::from(column.width) * 100 / all.max(1);
        out.push_str(&format!("<col style=\"width: {share}%\">"));
    }
    out.push_str("</colgroup>\n");
}

fn push_head(out: &mut String, table: &Table) {
    out.push_str("<thead>\n");
    let mut below = vec![true; table.columns.len()];
    if !table.groups.is_empty() {
        out.push_str("<tr>");
        let mut column = 0;
        for (text, span) in column_groups(table) {
            if text.is_empty() {
                let title = table.columns.get(column).map(title).unwrap_or_default();
                out.push_str(&format!("<th scope=\"col\" rowspan=\"2\">{title}</th>"));
                below
                    .iter_mut()
                    .skip(column)
                    .take(1)
                    .for_each(|b| *b = false);
            } else {
                out.push_str(&format!(
                    "<th scope=\"colgroup\" colspan=\"{span}\">{}</th>",
                    escaped(text)
                ));
            }
            column += span;
        }
        out.push_str("</tr>\n");
    }
    out.push_str("<tr>");
    for (column, _) in table.columns.iter().zip(below).filter(|(_, below)| *below) {
        out.push_str(&format!("<th scope=\"col\">{}</th>", title(column)));
    }
    out.push_str("</tr>\n</thead>\n");
}

/// The title of a column; a sign for a statistic in italics.
fn title(column: &Column) -> String {
    match column.symbol {
        true => format!("<i>{}</i>", escaped(&column.title)),
        false => escaped(&column.title).to_string(),
    }
}

/// The column whose cells name their rows: the first of words in a table to
/// read.
fn row_title(table: &Table) -> Option<usize> {
    if !matches!(table.kind, TableKind::Reading | TableKind::Apa) {
        return None;
    }
    table.columns.iter().position(|c| c.align == Align::Left)
}

fn push_row(
    out: &mut String,
    table: &Table,
    row: &Row,
    row_title: Option<usize>,
    reasons: &Reasons,
    language: Language,
) {
    out.push_str(match row.kind {
        RowKind::Body => "<tr>",
        RowKind::Total => "<tr class=\"total\">",
    });
    for (i, column) in table.columns.iter().enumerate() {
        let class = match column.align {
            Align::Left => "text",
            Align::Centre => "c",
            Align::Right => "r",
        };
        let cell = row.cells.get(i);
        let named = row_title == Some(i) && cell.is_some_and(|c| c.content != Content::Empty);
        let (tag, scope) = if named {
            ("th", " scope=\"row\"")
        } else {
            ("td", "")
        };
        out.push_str(&format!("<{tag}{scope} class=\"{class}\">"));
        if let Some(cell) = cell {
            push_content(out, cell, reasons, language);
        }
        out.push_str(&format!("</{tag}>"));
    }
    out.push_str("</tr>\n");
}

fn push_content(out: &mut String, cell: &Cell, reasons: &Reasons, language: Language) {
    match &cell.content {
        Content::Empty => {}
        Content::Text(text) => push_text(out, text),
        Content::Number(number) => out.push_str(&escaped(&number_text(number, language))),
        Content::None(reason) => out.push_str(&format!(
            "<span title=\"{}\">—<sup>{}</sup></span>",
            escaped(reason),
            reasons.mark(reason)
        )),
    }
}

fn push_notes(out: &mut String, table: &Table, reasons: &Reasons) {
    out.push_str("<div class=\"notes\">\n");
    for note in &table.notes {
        out.push_str("<p class=\"lines\">");
        push_text(out, note);
        out.push_str("</p>\n");
    }
    for (mark, reason) in reasons.notes() {
        out.push_str(&format!("<p><sup>{mark}</sup> {}</p>\n", escaped(reason)));
    }
    out.push_str("</div>\n");
}
