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
    let (mut looked_at, mut met) = (0_u64, Vec::new());
    for row in table.body.iter().take(LOOKED_AT) {
        let times = times(row);
        looked_at = looked_at.saturating_add(times);
        let text = rows.text(row, column);
        if let Some(count) = counts
            .get_mut(text as usize)
            .filter(|_| text != 0 && times > 0)
        {
            if *count == 0 {
                met.push(text);
            }
            *count = count.saturating_add(times);
        }
    }
    let texts = rows.texts();
    let count = |text: u32| counts.get(text as usize).copied().unwrap_or(0);
    let mut values: Vec<(&str, u64)> = met
        .into_iter()
        .map(|text| (texts.get(text), count(text)))
        .collect();
    let distinct = values.len() as u64;
    let order = |one: &(&str, u64), other: &(&str, u64)| {
        (Reverse(one.1), one.0).cmp(&(Reverse(other.1), other.0))
    };
    if let Some(last) = limit.checked_sub(1).filter(|last| *last < values.len()) {
        values.select_nth_unstable_by(last, order);
    }
    values.truncate(limit);
    values.sort_unstable_by(order);
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
