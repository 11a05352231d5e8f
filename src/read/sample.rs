use super::{Rows, Table};
use std::cmp::Reverse;

/// Respondents from the first one on that are looked at to know what a column
/// holds: more tell nothing more.
pub(super) const LOOKED_AT: usize = 4000;

/// The different texts of a column among the first 4,000 respondents with how
/// often each occurs, up to a limit, the most frequent first and equally
/// frequent ones by their text; then the number of those respondents and of
/// different texts, also beyond the limit.
///
/// Outer blanks are taken off; blank cells are no text. A row counts as often as
/// `times` says.
pub fn column_values(
    rows: &Rows,
    table: &Table,
    column: u32,
    limit: usize,
    times: impl Fn(u32) -> u64,
) -> (Vec<(String, u64)>, u64, u64) {
    let mut counts = vec![0_u64; rows.texts().len()];
    let mut looked_at = 0_u64;
    for row in table.body.iter().take(LOOKED_AT) {
        let times = times(row);
        looked_at = looked_at.saturating_add(times);
        if let Some(count) = counts.get_mut(rows.text(row, column) as usize) {
            *count = count.saturating_add(times);
        }
    }
    let texts = rows.texts();
    let counted = texts.iter().zip(counts).skip(1);
    let mut values: Vec<(&str, u64)> = counted.filter(|(_, count)| *count > 0).collect();
    let distinct = values.len() as u64;
    values.sort_unstable_by_key(|(text, count)| (Reverse(*count), *text));
    values.truncate(limit);
    let values = values
        .into_iter()
        .map(|(text, count)| (text.to_string(), count));
    (values.collect(), looked_at, distinct)
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
        let sheet = Sheet::of(rows);
        let tables = find_tables(&sheet, &Where::default());
        let (values, rows, distinct) = column_values(&sheet.rows, &tables[0], 1, 2, |_| 1);
        assert_eq!(values, [("3".to_string(), 2), ("1".to_string(), 1)]);
        assert_eq!((rows, distinct), (5, 3));
    }
}
