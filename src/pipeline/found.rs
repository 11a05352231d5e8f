use super::{Chosen, FoundTable, Reshaped};
use crate::error::column_letters;
use crate::read::{Area, WhyLeftOut};
use crate::report::{CheckedShape, CheckedTable, LeftOutAs, Standing};

/// The tables of a file as `check` shows them; `asked` where the user said where
/// the table stands.
pub(super) fn tables(chosen: &Chosen, asked: bool) -> Vec<CheckedTable> {
    let taken = chosen.found.iter().find(|found| found.taken);
    let here = taken.and_then(|found| found.sheet.clone());
    let table = |found: &FoundTable| CheckedTable {
        sheet: found.sheet.as_ref().map(ToString::to_string),
        range: range(found.area),
        header: (found.header.0 + 1, found.header.1 + 1),
        rows: found.rows,
        columns: found.columns,
        filled: found.filled,
        standing: match found {
            _ if found.taken && asked => Standing::Asked,
            _ if found.taken => Standing::Largest,
            _ if found.filled * 2 < found.columns => Standing::Empty,
            _ if found.sheet == here => Standing::SameSheet,
            _ if found.hidden => Standing::Hidden,
            _ => Standing::OtherSheet,
        },
    };
    chosen.found.iter().map(table).collect()
}

/// `B3:I19`
pub(super) fn range(area: Area) -> String {
    let corner = |column, row: u32| format!("{}{}", column_letters(column), u64::from(row) + 1);
    let first = corner(area.first_column, area.first_row);
    let last = corner(area.last_column, area.last_row);
    format!("{first}:{last}")
}

/// Rows and columns that a table leaves out, joined where they follow each other.
/// What is listed as another table is not said again.
pub(super) fn left_out(chosen: &Chosen) -> Vec<(String, LeftOutAs)> {
    let table = &chosen.table;
    let taken = chosen.found.iter().find(|found| found.taken);
    let listed = |area: Area| {
        let mut others = chosen
            .found
            .iter()
            .filter(|found| !found.taken && taken.is_some_and(|taken| taken.sheet == found.sheet));
        others.any(|found| {
            area.first_row <= found.area.first_row && found.area.last_row <= area.last_row
        })
    };
    let mut rows: Vec<(u32, u32, LeftOutAs)> = Vec::new();
    let mut columns = Vec::new();
    for left in &table.left_out {
        if left.why == WhyLeftOut::OtherTable && listed(left.area) {
            continue;
        }
        let why = match left.why {
            WhyLeftOut::Title => LeftOutAs::Title,
            WhyLeftOut::Total => LeftOutAs::Total,
            WhyLeftOut::Blank => LeftOutAs::Blank,
            WhyLeftOut::OtherTable => LeftOutAs::Outside,
            WhyLeftOut::NoHeader => LeftOutAs::NoHeader,
        };
        let Area {
            first_row,
            last_row,
            first_column,
            last_column,
        } = left.area;
        match first_column == last_column && table.columns.len() > 1 {
            true => columns.push((column_letters(first_column), why)),
            false => rows.push((first_row, last_row, why)),
        }
    }
    rows.sort_unstable_by_key(|(first, last, _)| (*first, *last));
    rows.dedup_by(|next, kept| {
        let joins = next.2 == kept.2 && next.0 <= kept.1.saturating_add(1);
        if joins {
            kept.1 = kept.1.max(next.1);
        }
        joins
    });
    let said = |(first, last, why): (u32, u32, LeftOutAs)| match first == last {
        true => ((first + 1).to_string(), why),
        false => (format!("{}–{}", first + 1, last + 1), why),
    };
    rows.into_iter().map(said).chain(columns).collect()
}

/// How a table was turned, in numbers.
pub(super) fn shape(how: &Reshaped, chosen: &Chosen) -> CheckedShape {
    match how {
        Reshaped::Long(facts) => CheckedShape::Long {
            answers: facts.answers,
            ids: facts.ids,
            items: u64::from(facts.items),
            rows: chosen.table.body.len() as u64,
        },
        Reshaped::Frequencies(facts) => CheckedShape::Frequencies {
            items: u64::from(facts.items),
            most: facts.most,
        },
    }
}
