use super::docx_arial;
use super::printed::{Reasons, content_text};
use super::table_widths::{Measure, longest_words};
use crate::document::{Cell, RowKind, Table, TableKind};
use crate::language::Language;

/// Left and right cell margins together, in twips.
const CELL_MARGINS: u32 = 140;

/// How one grid is set: the width of its columns and the size of its letters.
pub(super) struct Grid {
    pub widths: Vec<u32>,
    /// In front of the names of its paragraph styles: `Table` or `Small`.
    pub size: &'static str,
    /// In the layout of APA: rules instead of shades.
    pub apa: bool,
}

/// Heights of a table, in points.
pub(super) struct Heights {
    pub head: f64,
    pub rows: Vec<f64>,
}

/// The heights of the header and of each row of a table `room` twips wide.
pub(super) fn heights(table: &Table, room: u32, language: Language) -> Heights {
    let reasons = Reasons::of(table);
    let grid = grid(table, &reasons, room, language);
    let (size, spacing) = match grid.size {
        "Small" => (7.0, 2.0),
        _ => (9.0, 3.5),
    };
    let lines = |text: &str, width: u32, bold: bool| {
        let room = f64::from(width.saturating_sub(CELL_MARGINS)) / 20.0;
        docx_arial::lines(text, size, bold, room)
    };
    let height = |lines: u32| f64::from(lines) * size * 1.15 + spacing;
    let titles = table.columns.iter().zip(&grid.widths);
    let head = titles.map(|(c, w)| lines(&c.title, *w, !grid.apa)).max();
    let groups = match table.groups.is_empty() {
        true => 0.0,
        false => height(1),
    };
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&grid.widths);
        let text = |c: &Cell| content_text(&c.content, &reasons, language);
        let bold = row.kind == RowKind::Total && !grid.apa;
        height(
            cells
                .map(|(c, w)| lines(&text(c), *w, bold))
                .max()
                .unwrap_or(1),
        )
    });
    Heights {
        head: groups + height(head.unwrap_or(0)),
        rows: rows.collect(),
    }
}

/// Widths in twips that fill `room`: first what the longest word of each column
/// needs, then in proportion to the room each column asks for.
pub(super) fn grid(table: &Table, reasons: &Reasons, room: u32, language: Language) -> Grid {
    // An average character of Arial at 9 and at 7 points.
    let of = |character: u32| Measure {
        room,
        character,
        margins: CELL_MARGINS,
    };
    let words = longest_words(table, reasons, language);
    let (size, measure) = match of(100).is_crowded(table, &words) {
        true => ("Small", of(78)),
        false => ("Table", of(100)),
    };
    Grid {
        widths: measure.widths(table, &words),
        size,
        apa: table.kind == TableKind::Apa,
    }
}
