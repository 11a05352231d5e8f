use super::kind::{Kind, kind};
use super::{Area, Rows, Sheet, trimmed};

/// A sheet of more blocks side by side is no set of tables: it is searched whole.
const MOST_STRIPS: usize = 64;

/// A rectangle of a sheet that is searched for tables.
#[derive(Clone, Copy)]
pub(super) struct Grid<'a> {
    pub rows: &'a Rows,
    pub merges: &'a [Area],
    pub area: Area,
}

impl<'a> Grid<'a> {
    /// The filled part of a sheet, within what the user allowed.
    pub fn new(sheet: &'a Sheet, range: Option<Area>) -> Option<Self> {
        let rows = &sheet.rows;
        let span = rows.span();
        let mut area = Area {
            first_row: span.start,
            last_row: span.end.checked_sub(1)?,
            first_column: 0,
            last_column: rows.width().checked_sub(1)?,
        };
        if let Some(range) = range {
            area.first_row = area.first_row.max(range.first_row);
            area.last_row = area.last_row.min(range.last_row);
            area.first_column = area.first_column.max(range.first_column);
            area.last_column = area.last_column.min(range.last_column);
        }
        let merges = sheet.merges.as_slice();
        let inside = area.first_row <= area.last_row && area.first_column <= area.last_column;
        inside.then_some(Grid { rows, merges, area })
    }

    /// The filled cells of a row within the rectangle.
    pub fn filled(&self, row: u32) -> impl DoubleEndedIterator<Item = (u32, &'a str)> + Clone {
        let columns = self.area.first_column..=self.area.last_column;
        let inside = self.area.first_row <= row && row <= self.area.last_row;
        let cells = self.rows.filled(row);
        cells.filter(move |(column, _)| inside && columns.contains(column))
    }

    /// How many cells of a row are filled.
    pub fn fill(&self, row: u32) -> usize {
        self.filled(row).count()
    }

    /// A cell without its outer blanks; blank outside the rectangle.
    pub fn cell(&self, row: u32, column: u32) -> &'a str {
        let Area {
            first_row,
            last_row,
            first_column,
            last_column,
        } = self.area;
        let inside = first_row <= row && row <= last_row;
        if inside && first_column <= column && column <= last_column {
            trimmed(self.rows.cell(row, column))
        } else {
            ""
        }
    }

    /// Columns and texts of the filled cells of a row within the rectangle.
    pub fn numbers(&self, row: u32) -> &'a [(u32, u32)] {
        if row < self.area.first_row || self.area.last_row < row {
            return &[];
        }
        let cells = self.rows.numbers(row);
        let start = cells.partition_point(|cell| cell.0 < self.area.first_column);
        let end = cells.partition_point(|cell| cell.0 <= self.area.last_column);
        cells.get(start..end).unwrap_or_default()
    }

    /// Kind of a cell.
    pub fn kind(&self, row: u32, column: u32) -> Kind {
        kind(self.cell(row, column))
    }

    /// Rows of the rectangle from a row on, as far as they are kept.
    pub fn rows_from(&self, row: u32) -> impl Iterator<Item = u32> + use<'a> {
        let first = row.max(self.area.first_row);
        let end = self.area.last_row.saturating_add(1);
        let runs = self.rows.kept();
        runs.flat_map(move |run| run.start.max(first)..run.end.min(end))
    }

    /// Whether two rows hold the same texts in the same columns.
    pub fn same_rows(&self, one: u32, other: u32) -> bool {
        let texts = |row| {
            self.filled(row)
                .map(|(column, text)| (column, trimmed(text)))
        };
        texts(one).eq(texts(other))
    }

    /// Merged areas that touch a row of the rectangle.
    pub fn merges_at(&self, row: u32) -> impl Iterator<Item = &'a Area> {
        let (first, last) = (self.area.first_column, self.area.last_column);
        self.merges.iter().filter(move |merge| {
            merge.first_row <= row
                && row <= merge.last_row
                && merge.first_column <= last
                && first <= merge.last_column
        })
    }

    /// Columns that are not blank from top to bottom.
    pub fn alive(&self) -> Vec<u32> {
        let width = self.area.last_column.saturating_add(1) as usize;
        let mut alive = vec![false; width];
        for row in self.rows_from(0) {
            for (column, _) in self.rows.numbers(row) {
                if let Some(alive) = alive.get_mut(*column as usize) {
                    *alive = true;
                }
            }
        }
        let first = self.area.first_column;
        let alive = (0_u32..)
            .zip(alive)
            .filter(|(column, alive)| *alive && *column >= first);
        alive.map(|(column, _)| column).collect()
    }

    /// The runs of columns between columns that are blank from top to bottom.
    pub fn strips(&self) -> Vec<Grid<'a>> {
        let mut strips: Vec<Grid<'a>> = Vec::new();
        let mut last_alive = None;
        for column in self.alive() {
            match strips.last_mut() {
                Some(strip) if last_alive == column.checked_sub(1) => {
                    strip.area.last_column = column;
                }
                _ => {
                    let mut strip = *self;
                    strip.area.first_column = column;
                    strip.area.last_column = column;
                    strips.push(strip);
                }
            }
            last_alive = Some(column);
        }
        match strips.len() {
            0..=MOST_STRIPS => strips,
            _ => vec![*self],
        }
    }
}
