use crate::error::Place;
use std::sync::Arc;

/// A chunk of text cells with their place.
///
/// Only cells that hold something are kept, in one buffer of text and two of
/// positions: a cell far away from the others costs eight bytes, not a
/// rectangle. A number reads as its shortest decimal form (`3`, `4.5`), a date
/// as `2026-03-01` or `2026-03-01 08:30:00`, a logical value as `TRUE`/`FALSE`,
/// a formula as its cached value, an error cell as its code (`#N/A`).
#[derive(Debug, Clone)]
pub struct Rows {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    /// Row of the sheet the chunk starts with.
    first_row: u32,
    width: u32,
    /// Column and end in `text` of each cell that is not blank, row by row.
    cells: Vec<(u32, u32)>,
    /// How many of `cells` lie before the end of each row.
    ends: Vec<u32>,
    text: String,
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
            text: String::new(),
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
        if column < self.width && !trimmed(cell).is_empty() {
            self.text.push_str(cell);
            let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
            self.cells.push((column, end));
        }
    }

    /// Ends the row being written.
    pub(super) fn end_row(&mut self) {
        let end = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.ends.push(end);
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
    pub fn span(&self) -> std::ops::Range<u32> {
        self.first_row..self.first_row.saturating_add(self.height())
    }

    /// Columns.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// A cell by row and column of the sheet; blank outside the chunk and for
    /// a cell of nothing but blanks.
    pub fn cell(&self, row: u32, column: u32) -> &str {
        let range = self.range(row);
        let Some(cells) = self.cells.get(range.clone()) else {
            return "";
        };
        // Most rows have no blank before the cell: then its position is its column.
        let found = match cells.get(column as usize) {
            Some((here, _)) if *here == column => Some(column as usize),
            _ => cells.binary_search_by_key(&column, |cell| cell.0).ok(),
        };
        found.map_or("", |position| self.text_of(range.start + position))
    }

    /// The cells of a row that are not blank, in the order of their columns.
    pub fn filled(&self, row: u32) -> impl DoubleEndedIterator<Item = (u32, &str)> + Clone {
        self.range(row).filter_map(|index| {
            let (column, _) = self.cells.get(index)?;
            Some((*column, self.text_of(index)))
        })
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

    /// Positions in `cells` of a row of the sheet.
    fn range(&self, row: u32) -> std::ops::Range<usize> {
        let Some(index) = row.checked_sub(self.first_row).map(|index| index as usize) else {
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

    fn text_of(&self, index: usize) -> &str {
        let start = match index {
            0 => 0,
            _ => self.cells.get(index - 1).map_or(0, |cell| cell.1),
        };
        let end = self.cells.get(index).map_or(start, |cell| cell.1);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }
}

/// A text without its outer blanks: white space, no-break and zero-width ones.
///
/// ```
/// assert_eq!(tridharma::read::trimmed("\u{a0} Sangat Baik \t"), "Sangat Baik");
/// ```
pub fn trimmed(text: &str) -> &str {
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
}
