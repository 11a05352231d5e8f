use super::{Rows, Table, trimmed};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The different texts of a column with how often each occurs, up to a limit,
/// the most frequent first and equally frequent ones by their text; then the
/// rows of the table and the number of different texts, also beyond the limit.
///
/// Outer blanks are taken off; blank cells are no text.
pub fn column_values(
    rows: &Rows,
    table: &Table,
    column: u32,
    limit: usize,
) -> (Vec<(String, u64)>, u64, u64) {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for &row in &table.body {
        let text = trimmed(rows.cell(row, column));
        if !text.is_empty() {
            *counts.entry(text).or_insert(0) += 1;
        }
    }
    let distinct = counts.len() as u64;
    let mut values: Vec<(&str, u64)> = counts.into_iter().collect();
    values.sort_unstable_by_key(|(text, count)| (Reverse(*count), *text));
    values.truncate(limit);
    let values = values
        .into_iter()
        .map(|(text, count)| (text.to_string(), count));
    (values.collect(), table.body.len() as u64, distinct)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Sheet, Where, find_tables};

    #[test]
    fn values_come_by_frequency_then_text() {
        let mut rows = Rows::new("a.csv".into(), None, 0, 2);
        for (a, b) in [
            ("Nama", "U1"),
            ("A", " 3"),
            ("B", "4"),
            ("C", "3 "),
            ("D", ""),
            ("E", "1"),
        ] {
            rows.push([a, b]);
        }
        let sheet = Sheet {
            rows,
            merges: Vec::new(),
            hidden: false,
        };
        let tables = find_tables(&sheet, &Where::default());
        let (values, rows, distinct) = column_values(&sheet.rows, &tables[0], 1, 2);
        assert_eq!(values, [("3".to_string(), 2), ("1".to_string(), 1)]);
        assert_eq!((rows, distinct), (5, 3));
    }
}
