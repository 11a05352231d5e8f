use super::{RowRuns, Texts};
use crate::error::Place;
use std::ops::Range;
use std::sync::Arc;

/// A chunk of text cells with their place.
///
/// Only cells that hold something are kept, each by the number of its text:
/// an answer that a thousand people gave is kept once, and a cell far away from
/// the others costs eight bytes, not a rectangle. A number reads as its shortest
/// decimal form (`3`, `4.5`), a date as `2026-03-01` or `2026-03-01 08:30:00`, a
/// logical value as `TRUE`/`FALSE`, a formula as its cached value, an error cell
/// as its code (`#N/A`); outer blanks are taken off.
#[derive(Debug, Clone)]
pub struct Rows {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    /// Row of the sheet the chunk starts with.
    first_row: u32,
    width: u32,
    /// Column and text of each cell that is not blank, row by row.
    cells: Vec<(u32, u32)>,
    /// How many of `cells` lie before the end of each row.
    ends: Vec<u32>,
    texts: Texts,
    gaps: Vec<Gap>,
}

/// Rows of the sheet that are not kept, between rows that are.
#[derive(Debug, Clone)]
struct Gap {
    rows: Range<u32>,
    /// Rows in this gap and all before it.
    missing: u32,
}

/// Cells taken out of rows.
pub(super) struct Cells {
    cells: Vec<(u32, u32)>,
    ends: Vec<u32>,
}

impl Cells {
    /// The cells of each row.
    pub fn rows(&self) -> impl Iterator<Item = &[(u32, u32)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| {
            let cells = self.cells.get(start as usize..*end as usize);
            cells.unwrap_or_default()
        })
    }
}

impl Rows {
    /// Bytes of text that a chunk can hold; readers refuse more.
    pub(super) const MOST_TEXT: usize = u32::MAX as usize;

    /// An empty chunk of `width` columns that starts at a row of a sheet.
    pub fn new(file: Arc<str>, sheet: Option<Arc<str>>, first_row: u32, width: u32) -> Self {
        Rows {
            file,
            sheet,
            first_row,
            width,
            cells: Vec::new(),
            ends: Vec::new(),
            texts: Texts::default(),
            gaps: Vec::new(),
        }
    }

    /// Appends a row; missing cells are blank, cells beyond `width` are dropped
    /// (widen first).
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (column, cell) in (0..self.width).zip(cells) {
            self.append(column, cell);
        }
        self.end_row();
    }

    /// A cell of the row being written; columns have to come in order.
    pub(super) fn append(&mut self, column: u32, cell: &str) {
        let text = trimmed(cell);
        if column < self.width && !text.is_empty() {
            let text = self.texts.number(text);
            self.cells.push((column, text));
        }
    }

    /// Ends the row being written.
    pub(super) fn end_row(&mut self) {
        let end = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.ends.push(end);
    }

    /// Takes all cells out; the places of the rows stay as they are.
    pub(super) fn take_cells(&mut self) -> Cells {
        Cells {
            cells: std::mem::take(&mut self.cells),
            ends: std::mem::take(&mut self.ends),
        }
    }

    /// Cells of the row being written, as numbers of texts that are known.
    pub(super) fn add_numbers(&mut self, cells: &[(u32, u32)]) {
        self.cells.extend_from_slice(cells);
    }

    /// Leaves out the next rows of the sheet: none of their cells is kept.
    pub(super) fn skip(&mut self, rows: u32) {
        let start = self.span().end;
        let end = start.saturating_add(rows);
        let missing = self.missing().saturating_add(rows);
        match self.gaps.last_mut() {
            _ if rows == 0 => {}
            Some(gap) if gap.rows.end == start => {
                gap.rows.end = end;
                gap.missing = missing;
            }
            _ => self.gaps.push(Gap {
                rows: start..end,
                missing,
            }),
        }
    }

    /// Makes room for columns that are met later.
    pub(super) fn widen(&mut self, width: u32) {
        self.width = self.width.max(width);
    }

    /// Base name of the file.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Name of the sheet, where the file has sheets.
    pub fn sheet(&self) -> Option<&Arc<str>> {
        self.sheet.as_ref()
    }

    /// The first row of the chunk and the one behind its last, on the sheet.
    pub fn span(&self) -> Range<u32> {
        let rows = self.height().saturating_add(self.missing());
        self.first_row..self.first_row.saturating_add(rows)
    }

    /// Columns.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows kept.
    pub fn height(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// The different texts of the cells.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A cell by row and column of the sheet; blank outside the chunk and for
    /// a cell of nothing but blanks.
    pub fn cell(&self, row: u32, column: u32) -> &str {
        self.texts.get(self.text(row, column))
    }

    /// The number of a cell's text in [`Rows::texts`]; 0 for a blank cell.
    pub fn text(&self, row: u32, column: u32) -> u32 {
        let Some(cells) = self.cells.get(self.range(row)) else {
            return 0;
        };
        // Most rows have no blank before the cell: then its position is its column.
        match cells.get(column as usize) {
            Some((here, text)) if *here == column => *text,
            _ => match cells.binary_search_by_key(&column, |cell| cell.0) {
                Ok(position) => cells.get(position).map_or(0, |cell| cell.1),
                Err(_) => 0,
            },
        }
    }

    /// Columns and texts of the cells of a row that are not blank, in the order
    /// of their columns.
    pub fn numbers(&self, row: u32) -> &[(u32, u32)] {
        self.cells.get(self.range(row)).unwrap_or_default()
    }

    /// The cells of a row that are not blank, in the order of their columns.
    pub fn filled(&self, row: u32) -> impl DoubleEndedIterator<Item = (u32, &str)> + Clone {
        let cells = self.numbers(row).iter();
        cells.map(|(column, text)| (*column, self.texts.get(*text)))
    }

    /// The rows of the sheet that are kept, as runs.
    pub(super) fn kept(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        let starts = std::iter::once(self.first_row).chain(self.gaps.iter().map(|g| g.rows.end));
        let ends = self.gaps.iter().map(|gap| gap.rows.start);
        let ends = ends.chain(std::iter::once(self.span().end));
        starts.zip(ends).map(|(start, end)| start..end)
    }

    /// Those of some rows that are kept, as runs.
    pub fn kept_of<'a>(&'a self, rows: &'a RowRuns) -> impl Iterator<Item = Range<u32>> + 'a {
        let kept = self.kept();
        kept.flat_map(move |kept| {
            let behind = rows.runs().partition_point(|run| run.end <= kept.start);
            let runs = rows.runs().get(behind..).unwrap_or_default().iter();
            let end = kept.end;
            let inside = runs.take_while(move |run| run.start < end);
            inside.map(move |run| run.start.max(kept.start)..run.end.min(end))
        })
    }

    /// The rows within the span that are not kept, as runs.
    pub(super) fn gaps(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        self.gaps.iter().map(|gap| gap.rows.clone())
    }

    /// The place of a cell.
    pub fn place(&self, row: u32, column: u32) -> Place {
        Place {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row: Some(row),
            column: Some(column),
        }
    }

    /// Rows of the span that are not kept.
    fn missing(&self) -> u32 {
        self.gaps.last().map_or(0, |gap| gap.missing)
    }

    /// Positions in `cells` of a row of the sheet.
    fn range(&self, row: u32) -> Range<usize> {
        let Some(index) = self.index(row) else {
            return 0..0;
        };
        let Some(end) = self.ends.get(index) else {
            return 0..0;
        };
        let start = match index {
            0 => 0,
            _ => self.ends.get(index - 1).copied().unwrap_or(0),
        };
        start as usize..*end as usize
    }

    /// Position in `ends` of a row of the sheet; none for a row not kept.
    fn index(&self, row: u32) -> Option<usize> {
        let position = row.checked_sub(self.first_row)?;
        if self.gaps.is_empty() {
            return Some(position as usize);
        }
        let before = self.gaps.partition_point(|gap| gap.rows.start <= row);
        let Some(gap) = before.checked_sub(1).and_then(|last| self.gaps.get(last)) else {
            return Some(position as usize);
        };
        let inside = gap.rows.contains(&row);
        (!inside).then(|| position.saturating_sub(gap.missing) as usize)
    }
}

/// A text without its outer blanks: white space, no-break and zero-width ones.
///
/// ```
/// assert_eq!(tridharma::read::trimmed("\u{a0} Sangat Baik \t"), "Sangat Baik");
/// ```
pub fn trimmed(text: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if plain(text.as_bytes().first()) && plain(text.as_bytes().last()) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(width: u32, rows: &[&[&str]]) -> Rows {
        let mut made = Rows::new("a.csv".into(), None, 2, width);
        for row in rows {
            made.push(row.iter().copied());
        }
        made
    }

    #[test]
    fn cells_are_found_by_their_place_on_the_sheet() {
        let rows = rows(3, &[&["a", "", "c"], &[], &["", " ", "x", "beyond"]]);
        assert_eq!(rows.span(), 2..5);
        assert_eq!(rows.cell(2, 0), "a");
        assert_eq!(rows.cell(2, 1), "");
        assert_eq!(rows.cell(2, 2), "c");
        assert_eq!(rows.cell(4, 2), "x");
        for (row, column) in [(0, 0), (3, 0), (4, 0), (4, 1), (4, 3), (9, 9)] {
            assert_eq!(rows.cell(row, column), "", "{row} {column}");
        }
        assert_eq!(rows.filled(4).collect::<Vec<_>>(), [(2, "x")]);
        assert_eq!(rows.place(4, 2).to_string(), "a.csv › C5");
    }

    #[test]
    fn a_wide_chunk_of_few_cells_stays_small() {
        let mut rows = Rows::new("a".into(), None, 0, 16_384);
        for _ in 0..1_000_000 {
            rows.end_row();
        }
        rows.append(16_383, "phantom");
        rows.end_row();
        assert_eq!(rows.cell(1_000_000, 16_383), "phantom");
        assert!(rows.cells.capacity() < 100);
    }

    #[test]
    fn rows_that_are_not_kept_leave_the_others_where_they_stand() {
        let mut rows = rows(2, &[&["a", "b"]]);
        rows.skip(3);
        rows.push(["c"]);
        rows.push([" d ", "b"]);
        rows.skip(0);
        rows.skip(2);
        assert_eq!((rows.span(), rows.height()), (2..10, 3));
        assert_eq!(rows.kept().collect::<Vec<_>>(), [2..3, 6..8, 10..10]);
        assert_eq!(rows.gaps().collect::<Vec<_>>(), [3..6, 8..10]);
        let cells: Vec<&str> = (1..11).map(|row| rows.cell(row, 0)).collect();
        assert_eq!(cells, ["", "a", "", "", "", "c", "d", "", "", ""]);
        assert_eq!(rows.text(7, 1), rows.text(2, 1));
        assert_eq!(rows.numbers(4), []);
    }
}
