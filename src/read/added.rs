use super::{Header, Rows, Sheet, Table};

/// A sheet and its table with one more column behind the others, made of each row;
/// none where a row has nothing to say. `of_row` is given the row and the numbers of
/// its texts by their columns.
pub fn with_column(
    sheet: Sheet,
    mut table: Table,
    header: &str,
    of_row: impl Fn(u32, &[(u32, u32)]) -> Option<String>,
) -> (Sheet, Table) {
    let column = sheet.rows.width();
    let top = table.header.1;
    let rows = sheet.rows.with_column(|row, cells| match row == top {
        true => Some(header.to_owned()),
        false => of_row(row, cells),
    });
    table.columns.push(Header {
        column,
        text: header.to_owned(),
        group: None,
    });
    (Sheet { rows, ..sheet }, table)
}

impl Rows {
    /// These rows with one more column.
    fn with_column(mut self, text: impl Fn(u32, &[(u32, u32)]) -> Option<String>) -> Rows {
        let kept: Vec<u32> = self.kept().flatten().collect();
        let (column, old) = (self.width(), self.take_cells());
        self.widen(column.saturating_add(1));
        for (row, cells) in kept.into_iter().zip(old.rows()) {
            self.add_numbers(cells);
            if let Some(text) = text(row, cells) {
                self.append(column, &text);
            }
            self.end_row();
        }
        self
    }
}
