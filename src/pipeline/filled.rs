use super::Chosen;
use crate::count::Times;
use crate::read::{Book, Rows, Table};

/// Counts again who filled the columns of a table that was changed.
pub(super) fn fill(book: &Book, chosen: &mut Chosen) {
    if let (Some(sheet), false) = (chosen.sheet(book), chosen.filled.is_empty()) {
        chosen.filled = filled(&sheet.rows, &chosen.table, chosen.times.as_ref());
    }
}

pub(super) fn times_of(times: Option<&Times>, rows: &Rows, row: u32) -> u64 {
    times.map_or(1, |times| times.at(rows, row))
}

/// For each column of a table the respondents who filled it, of those that are
/// held.
pub(super) fn filled(rows: &Rows, table: &Table, times: Option<&Times>) -> Vec<u64> {
    let mut filled = vec![0_u64; rows.width() as usize];
    for row in rows.kept_of(&table.body).flatten() {
        for (column, _) in rows.numbers(row) {
            if let Some(count) = filled.get_mut(*column as usize) {
                *count += times_of(times, rows, row);
            }
        }
    }
    let columns = table.columns.iter();
    let count = |column: u32| filled.get(column as usize).copied().unwrap_or(0);
    columns.map(|header| count(header.column)).collect()
}
