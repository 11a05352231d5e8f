use super::*;
use crate::read::{Header, Rows, Table};
use proptest::prelude::*;

/// A table of rows that all are respondents.
fn table(file: &str, rows: &[Vec<&str>]) -> (Rows, Table) {
    let width = rows.first().map_or(0, Vec::len) as u32;
    let mut made = Rows::new(file.into(), None, 0, width);
    let headers: Vec<String> = (0..width).map(|column| format!("K{column}")).collect();
    made.push(headers.iter().map(String::as_str));
    for row in rows {
        made.push(row.iter().copied());
    }
    let columns = headers.into_iter().zip(0..).map(|(text, column)| Header {
        column,
        text,
        group: None,
    });
    let table = Table {
        header: (0, 0),
        body: (1..=rows.len() as u32).collect(),
        columns: columns.collect(),
        left_out: Vec::new(),
    };
    (made, table)
}

fn local<'a>(tables: impl IntoIterator<Item = &'a (Rows, Table)>) -> Local<'a> {
    let parts = tables.into_iter().map(|(rows, table)| Part {
        rows,
        table,
        columns: (0..rows.width()).map(Some).collect(),
        counted: None,
        times: None,
    });
    Local::new(parts.collect())
}

/// The patterns as their texts, count and first row.
fn seen(tally: &Tally) -> Vec<(Vec<&str>, u64, Option<u32>)> {
    let texts = |pattern: Pattern| {
        let columns = pattern.ids.iter().zip(&tally.columns);
        let text = columns.map(|(id, column)| column.values[*id as usize].as_str());
        text.collect()
    };
    let patterns = tally.patterns();
    patterns
        .map(|p| (texts(p), p.count, p.first().row))
        .collect()
}

#[test]
fn equal_rows_are_one_pattern_whatever_blanks_surround_them() {
    let one = table(
        "b.csv",
        &[
            vec!["4", " Baik"],
            vec!["3", ""],
            vec!["4\u{a0}", "Baik "],
            vec!["10", "Baik"],
        ],
    );
    let (tally, rows) = local([&one]).rows(&ColumnSet(vec![0, 1]), 100);
    assert_eq!(
        seen(&tally),
        [
            (vec!["10", "Baik"], 1, Some(4)),
            (vec!["3", ""], 1, Some(2)),
            (vec!["4", "Baik"], 2, Some(1)),
        ]
    );
    assert_eq!(tally.total(), 4);
    assert_eq!(tally.columns[1].header, "K1");
    assert_eq!(tally.columns[1].values, ["", "Baik"]);
    let third = tally.patterns().nth(2).expect("a pattern");
    assert_eq!(third.first().to_string(), "b.csv › 2");
    let rows = rows.expect("few rows").rows;
    let positions: Vec<u32> = rows.iter().map(|(_, position)| *position).collect();
    assert_eq!(positions, [2, 1, 2, 0]);
    assert_eq!(rows[3].0.to_string(), "b.csv › 5");
}

#[test]
fn rows_beyond_the_limit_are_not_kept() {
    let one = table("a.csv", &[vec!["1"], vec!["1"]]);
    let engine = local([&one]);
    assert!(engine.rows(&ColumnSet(vec![0]), 1).1.is_none());
    assert!(engine.rows(&ColumnSet(vec![0]), 2).1.is_some());
}

#[test]
fn a_column_that_a_part_lacks_is_blank_there() {
    let one = table("a.csv", &[vec!["1", "x"]]);
    let two = table("b.csv", &[vec!["2", "y"]]);
    let part = |(rows, table): &'static (Rows, Table), columns| Part {
        rows,
        table,
        columns,
        counted: None,
        times: None,
    };
    let (one, two) = (Box::leak(Box::new(one)), Box::leak(Box::new(two)));
    let engine = Local::new(vec![
        part(one, vec![None, Some(0)]),
        part(two, vec![Some(1), Some(0)]),
    ]);
    let (tally, rows) = engine.rows(&ColumnSet(vec![0, 1]), 9);
    assert_eq!(
        seen(&tally),
        [(vec!["", "1"], 1, Some(1)), (vec!["y", "2"], 1, Some(1))]
    );
    assert_eq!(
        (tally.columns[0].header.as_str(), tally.columns[0].column),
        ("K1", 1)
    );
    let files: Vec<String> = rows
        .expect("few rows")
        .rows
        .iter()
        .map(|row| row.0.file.to_string())
        .collect();
    assert_eq!(files, ["a.csv", "b.csv"]);
}

#[test]
fn the_dictionaries_of_a_set_hold_only_its_own_texts() {
    let one = table("a.csv", &[vec!["1", "x"], vec!["2", "y"]]);
    let sets = [ColumnSet(vec![1]), ColumnSet(vec![1, 0]), ColumnSet(vec![])];
    let tallies = local([&one]).tally(&sets).expect("tallies");
    assert_eq!(seen(&tallies[0]).len(), 2);
    assert_eq!(seen(&tallies[1])[0].0, ["x", "1"]);
    assert_eq!(seen(&tallies[2]), [(vec![], 2, Some(1))]);
}

fn answers() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let answer = prop::sample::select(vec!["", "1", "2", " 2", "10", "Baik", "Sangat Baik"]);
    prop::collection::vec(prop::collection::vec(answer, 3), 0..40)
}

fn tally_of(tables: &[(Rows, Table)]) -> Tally {
    local(tables).rows(&ColumnSet(vec![2, 0]), 0).0
}

proptest! {
    #[test]
    fn a_row_that_stands_for_several_is_as_many_rows(
        rows in prop::collection::vec((prop::collection::vec(prop::sample::select(vec!["", "1", "2", "Baik"]), 3), 0_usize..5), 1..30),
    ) {
        let plain: Vec<Vec<&str>> = rows.iter().flat_map(|(row, times)| vec![row.clone(); *times]).collect();
        let counts: Vec<String> = rows.iter().map(|(_, times)| times.to_string()).collect();
        let counted: Vec<Vec<&str>> = rows.iter().zip(&counts).map(|((row, _), times)| {
            let mut row = row.clone();
            row.push(times);
            row
        }).collect();
        let (held, body) = table("a.csv", &counted);
        let times = Times::of(&held, &body, 3).expect("counts");
        prop_assert_eq!(times.total(), plain.len() as u64);
        let part = Part {
            rows: &held,
            table: &body,
            columns: (0..3).map(Some).collect(),
            counted: None,
            times: Some(&times),
        };
        let set = ColumnSet(vec![2, 0]);
        let (tally, listed) = Local::new(vec![part]).rows(&set, 1000);
        prop_assert!(listed.is_none());
        let one_by_one = tally_of(&[table("a.csv", &plain)]);
        let counts = |tally: &Tally| seen(tally).iter().map(|(texts, count, _)| {
            (texts.iter().map(|text| text.to_string()).collect::<Vec<_>>(), *count)
        }).collect::<Vec<_>>();
        prop_assert_eq!(counts(&tally), counts(&one_by_one));
    }

    #[test]
    fn merging_parts_equals_counting_the_whole(one in answers(), two in answers(), three in answers()) {
        // Names in another order than the files are given in.
        let parts = [table("c.csv", &one), table("a.csv", &two), table("b.csv", &three)];
        let counted = |index: usize| {
            let (rows, table) = parts[index].clone();
            // A part without rows has no columns of its own to know the width by.
            if table.body.is_empty() { Tally::default() } else { tally_of(&[(rows, table)]) }
        };
        let filled: Vec<_> = parts.iter().filter(|part| !part.1.body.is_empty()).cloned().collect();
        let whole = if filled.is_empty() { Tally::default() } else { tally_of(&filled) };
        let left = counted(0).merge(counted(1)).merge(counted(2));
        let right = counted(2).merge(counted(0).merge(counted(1)));
        prop_assert_eq!(&left, &whole);
        prop_assert_eq!(&right, &whole);
        prop_assert_eq!(whole.clone().merge(Tally::default()), whole.clone());
        prop_assert_eq!(whole.total(), (one.len() + two.len() + three.len()) as u64);
    }

    #[test]
    fn the_order_of_rows_changes_nothing_but_the_first(rows in answers(), seed in any::<u64>()) {
        let mut shuffled = rows.clone();
        let mut state = seed | 1;
        for index in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(index, (state >> 33) as usize % (index + 1));
        }
        let without_first = |rows: &[Vec<&'static str>]| {
            let tally = tally_of(&[table("a.csv", rows)]);
            let texts: Vec<_> = seen(&tally).iter().map(|(texts, count, _)| (texts.iter().map(|t| t.to_string()).collect::<Vec<_>>(), *count)).collect();
            texts
        };
        prop_assert_eq!(without_first(&rows), without_first(&shuffled));
    }

    #[test]
    fn every_row_is_the_pattern_it_says(rows in answers()) {
        let table = table("a.csv", &rows);
        let (tally, kept) = local([&table]).rows(&ColumnSet(vec![0, 1, 2]), 100);
        let kept = kept.expect("few rows");
        prop_assert_eq!(kept.rows.len(), rows.len());
        for (row, (place, position)) in rows.iter().zip(&kept.rows) {
            let pattern = tally.patterns().nth(*position as usize).expect("a pattern");
            let texts: Vec<&str> = pattern.ids.iter().zip(&tally.columns).map(|(id, column)| column.values[*id as usize].as_str()).collect();
            let trimmed: Vec<&str> = row.iter().map(|text| text.trim()).collect();
            prop_assert_eq!(texts, trimmed);
            prop_assert!(pattern.first() <= *place);
        }
    }
}
