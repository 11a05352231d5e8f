use crate::error::Place;
use std::sync::Arc;

/// A chunk of text cells with their place.
///
/// Cells lie one behind the other in one buffer, so that a chunk costs two
/// allocations whatever its size. A number reads as its shortest decimal form
/// (`3`, `4.5`), a date as `2026-03-01` or `2026-03-01 08:30:00`, a logical
/// value as `TRUE`/`FALSE`, a formula as its cached value, an error cell as
/// its code (`#N/A`).
#[derive(Debug, Clone)]
pub struct Rows {
    file: Arc<str>,
    sheet: Option<Arc<str>>,
    /// Row of the sheet the chunk starts with.
    first_row: u32,
    width: u32,
    /// End of each cell in `text`, row by row.
    ends: Vec<u32>,
    text: String,
}

impl Rows {
    /// An empty chunk of `width` columns that starts at a row of a sheet.
    pub fn new(file: Arc<str>, sheet: Option<Arc<str>>, first_row: u32, width: u32) -> Self {
        Rows {
            file,
            sheet,
            first_row,
            width,
            ends: Vec::new(),
            text: String::new(),
        }
    }

    /// Appends a row; missing cells are blank, cells beyond `width` are dropped
    /// (widen first).
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let mut cells = cells.into_iter();
        for _ in 0..self.width {
            self.text.push_str(cells.next().unwrap_or(""));
            self.ends
                .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
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
        self.first_row..self.first_row + self.height()
    }

    /// Columns.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        match self.width {
            0 => 0,
            width => self.ends.len() as u32 / width,
        }
    }

    /// A cell by row and column of the sheet; blank outside the chunk.
    pub fn cell(&self, row: u32, column: u32) -> &str {
        if row < self.first_row || column >= self.width {
            return "";
        }
        let index = (row - self.first_row) as usize * self.width as usize + column as usize;
        let Some(&end) = self.ends.get(index) else {
            return "";
        };
        let start = match index {
            0 => 0,
            _ => self.ends.get(index - 1).copied().unwrap_or(0),
        };
        self.text.get(start as usize..end as usize).unwrap_or("")
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
}
