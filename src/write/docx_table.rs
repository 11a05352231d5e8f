use super::cell::{Reasons, content_text, number_text};
use super::docx_text::{open_paragraph, push_caption, push_run, push_text};
use super::escape::escaped;
use crate::document::{Align, Cell, Column, Content, Row, RowKind, Table, TableKind};
use crate::language::Language;

/// Word opens no table of more than 63 columns; a wider one is cut into parts
/// that repeat the first column.
const MOST_COLUMNS: usize = 60;
/// Left and right cell margins together, in twips.
const CELL_MARGINS: u32 = 140;
/// A word longer than this may be broken inside a cell.
const LONGEST_WORD: usize = 20;

/// A table with its caption and its notes, `room` twips wide.
pub(super) fn push_table(xml: &mut String, table: &Table, room: u32, language: Language) {
    push_caption(xml, &table.label, &table.caption, true);
    let reasons = Reasons::of(table);
    let parts = parts(table);
    for (i, part) in parts.iter().enumerate() {
        push_grid(xml, part, &reasons, room, language);
        // Two tables side by side without a paragraph would become one.
        if i + 1 < parts.len() {
            xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>");
        }
    }
    push_notes(xml, table, &reasons);
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
    xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>");
}

fn push_superscript(xml: &mut String, text: &str) {
    xml.push_str(&format!(
        "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{}</w:t></w:r>",
        escaped(text)
    ));
}

/// How one grid is set: the width of its columns and the size of its letters.
struct Grid {
    widths: Vec<u32>,
    /// In front of the names of its paragraph styles: `Table` or `Small`.
    size: &'static str,
}

fn push_grid(xml: &mut String, table: &Table, reasons: &Reasons, room: u32, language: Language) {
    if table.columns.is_empty() {
        return;
    }
    let grid = grid(table, reasons, room, language);
    xml.push_str(&format!(
        concat!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"ReportTable\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>",
            "<w:tblLayout w:type=\"fixed\"/>",
            "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
            "<w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        ),
        grid.widths.iter().sum::<u32>(),
        escaped(&table.caption)
    ));
    for width in &grid.widths {
        xml.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    xml.push_str("</w:tblGrid>");
    push_head(xml, table, &grid);
    for row in &table.rows {
        push_row(xml, table, row, &grid, reasons, language);
    }
    xml.push_str("</w:tbl>");
}

/// One or two header rows, repeated on every page. A column without a group
/// title has one title over both rows.
fn push_head(xml: &mut String, table: &Table, grid: &Grid) {
    let open = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    let titles = || table.columns.iter().map(|c| c.title.as_str());
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
            let title = titles().nth(column).unwrap_or("");
            push_head_cell(xml, width, "<w:vMerge w:val=\"restart\"/>", title, grid);
        } else {
            let merged = format!("<w:gridSpan w:val=\"{span}\"/>");
            push_head_cell(xml, width, &merged, text, grid);
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
            ("<w:vMerge/>", "")
        };
        push_head_cell(xml, *width, merge, title, grid);
    }
    xml.push_str("</w:tr>");
}

/// The group titles, exactly over all columns; a stretch without a title is cut
/// into single columns.
pub(super) fn column_groups(table: &Table) -> Vec<(&str, usize)> {
    let mut groups = Vec::new();
    let mut left = table.columns.len();
    for (text, span) in &table.groups {
        let span = (*span).min(left);
        left -= span;
        if span == 0 {
            continue;
        }
        if text.is_empty() {
            groups.extend(std::iter::repeat_n(("", 1), span));
        } else {
            groups.push((text.as_str(), span));
        }
    }
    groups.extend(std::iter::repeat_n(("", 1), left));
    groups
}

fn push_head_cell(xml: &mut String, width: u32, merge: &str, title: &str, grid: &Grid) {
    xml.push_str(&format!(
        concat!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{}",
            "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"DEE6F2\"/><w:vAlign w:val=\"center\"/></w:tcPr>",
        ),
        width, merge
    ));
    open_paragraph(xml, &format!("{}Head", grid.size), "");
    push_run(xml, title, None);
    xml.push_str("</w:p></w:tc>");
}

fn push_row(
    xml: &mut String,
    table: &Table,
    row: &Row,
    grid: &Grid,
    reasons: &Reasons,
    language: Language,
) {
    xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
    if table.kind == TableKind::Entry {
        // Room for a pen.
        xml.push_str("<w:trHeight w:val=\"454\" w:hRule=\"atLeast\"/>");
    }
    xml.push_str("</w:trPr>");
    let total = row.kind == RowKind::Total;
    let shade = if total {
        "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>"
    } else {
        ""
    };
    for (i, (column, width)) in table.columns.iter().zip(&grid.widths).enumerate() {
        xml.push_str(&format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>"
        ));
        let kind = match column.align {
            Align::Left => "Text",
            Align::Centre => "Mark",
            Align::Right => "Number",
        };
        open_paragraph(xml, &format!("{}{kind}", grid.size), "");
        if let Some(cell) = row.cells.get(i) {
            push_content(xml, cell, total, reasons, language);
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
                &number_text(number, language),
                total.then_some("Strong"),
            );
        }
        Content::None(reason) => {
            push_run(xml, "—", None);
            push_superscript(xml, &reasons.mark(reason));
        }
    }
}

/// Lines of the header and of each row as far as averages tell, and the height
/// of a line in points.
pub(super) fn row_lines(table: &Table, room: u32, language: Language) -> (u32, Vec<u32>, f64) {
    let reasons = Reasons::of(table);
    let grid = grid(table, &reasons, room, language);
    let (character, line) = match grid.size {
        "Small" => (76, 8.1),
        _ => (96, 10.4),
    };
    let lines = |text: &str, width: u32| {
        let per_line = (width.saturating_sub(CELL_MARGINS) / character).max(1);
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        characters.div_ceil(per_line).max(1)
    };
    let titles = table.columns.iter().zip(&grid.widths);
    let head = titles.map(|(c, w)| lines(&c.title, *w)).max().unwrap_or(0);
    let head = head + u32::from(!table.groups.is_empty());
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&grid.widths);
        let text = |c: &Cell| content_text(&c.content, &reasons, language);
        cells.map(|(c, w)| lines(&text(c), *w)).max().unwrap_or(1)
    });
    (head, rows.collect(), line)
}

/// Widths in twips that fill `room`: first what the longest word of each column
/// needs, then in proportion to the room each column asks for.
fn grid(table: &Table, reasons: &Reasons, room: u32, language: Language) -> Grid {
    // An average character of Arial at 9 and at 7 points.
    let (normal, small) = (100, 78);
    let words = longest_words(table, reasons, language);
    let needs = |character: u32| words.iter().map(move |w| w * character + CELL_MARGINS);
    let wishes = |character: u32| {
        let columns = table.columns.iter().map(|c| u32::from(c.width));
        columns.map(move |c| c * character + CELL_MARGINS)
    };
    let crowded = needs(normal).sum::<u32>() > room || wishes(normal).sum::<u32>() > room / 4 * 5;
    let (size, character) = if crowded {
        ("Small", small)
    } else {
        ("Table", normal)
    };
    let needs: Vec<u32> = needs(character).collect();
    let wishes: Vec<u32> = wishes(character)
        .zip(&needs)
        .map(|(wish, need)| wish.max(*need))
        .collect();
    Grid {
        widths: share_out(room, &needs, &wishes),
        size,
    }
}

/// Shares `room` out: everybody's need where it suffices, the rest in proportion
/// to what was wished beyond it. The sum is `room`, whatever the roundings.
fn share_out(room: u32, needs: &[u32], wishes: &[u32]) -> Vec<u32> {
    let need: u32 = needs.iter().sum();
    let wish: u32 = wishes.iter().sum();
    let part = |of: u32, share: u32, all: u32| {
        u32::try_from(u64::from(of) * u64::from(share) / u64::from(all.max(1))).unwrap_or(0)
    };
    let mut widths: Vec<u32> = if wish <= room {
        wishes.iter().map(|w| part(room, *w, wish)).collect()
    } else if need >= room {
        needs.iter().map(|n| part(room, *n, need)).collect()
    } else {
        let beyond = needs.iter().zip(wishes).map(|(n, w)| (n, w - n));
        beyond
            .map(|(n, more)| n + part(room - need, more, wish - need))
            .collect()
    };
    let used: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += room.saturating_sub(used);
    }
    widths
}

/// The longest word of each column, in characters.
fn longest_words(table: &Table, reasons: &Reasons, language: Language) -> Vec<u32> {
    let longest = |text: &str| {
        let lengths = text.split_whitespace().map(|w| w.chars().count());
        lengths.max().unwrap_or(0).min(LONGEST_WORD)
    };
    let mut words: Vec<usize> = table
        .columns
        .iter()
        // Bold titles are a little wider.
        .map(|c| longest(&c.title) + 1)
        .collect();
    for row in &table.rows {
        for (word, cell) in words.iter_mut().zip(&row.cells) {
            *word = (*word).max(longest(&content_text(&cell.content, reasons, language)));
        }
    }
    words
        .iter()
        .map(|w| u32::try_from(*w).unwrap_or(0).max(2))
        .collect()
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

fn with_columns(table: &Table, chosen: &[usize]) -> Table {
    let cell = |row: &Row, i: usize| row.cells.get(i).cloned().unwrap_or_else(Cell::empty);
    let rows = table.rows.iter().map(|row| Row {
        kind: row.kind,
        cells: chosen.iter().map(|i| cell(row, *i)).collect(),
    });
    let columns = chosen.iter().filter_map(|i| table.columns.get(*i));
    Table {
        id: table.id.clone(),
        label: table.label.clone(),
        caption: table.caption.clone(),
        kind: table.kind,
        groups: Vec::new(),
        columns: columns.cloned().collect::<Vec<Column>>(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_always_fill_the_room() {
        assert_eq!(share_out(1000, &[10, 20], &[100, 300]), [250, 750]);
        assert_eq!(share_out(1000, &[400, 100], &[400, 1100]), [400, 600]);
        let widths = share_out(1000, &[900, 900, 900], &[900, 900, 900]);
        assert_eq!(widths, [333, 333, 334]);
        assert_eq!(share_out(1000, &[], &[]), Vec::<u32>::new());
    }
}
