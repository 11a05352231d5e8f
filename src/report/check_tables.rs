use super::voice::Voice;
use crate::document::{Cell, Column, Row, Table};
use serde::Serialize;

/// A table that was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedTable {
    pub sheet: Option<String>,
    /// `B3:I19`, header included.
    pub range: String,
    /// Header rows as a spreadsheet numbers them.
    pub header: (u32, u32),
    pub rows: u64,
    /// Columns with a header, and those of them that hold anything.
    pub columns: u64,
    pub filled: u64,
    pub standing: Standing,
}

/// Whether a table was taken, and why or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It holds the most answers.
    Largest,
    /// The user named it.
    Asked,
    /// Another one on the same sheet, or on another.
    SameSheet,
    OtherSheet,
    /// On a sheet that is hidden.
    Hidden,
    /// Headers with hardly anything below.
    Empty,
}

/// Why a part of the sheet is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutAs {
    Title,
    Total,
    Blank,
    Outside,
    NoHeader,
}

/// How a table without a respondent in each row was turned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum CheckedShape {
    Long {
        answers: u64,
        ids: u64,
        items: u64,
        rows: u64,
    },
    Frequencies {
        items: u64,
        most: u64,
    },
}

/// Tables that are listed; a worksheet with more is no set of tables.
const LISTED: usize = 15;

/// The tables of a file, the one taken and the others, and how to choose them.
pub(super) fn tables(found: &[CheckedTable], voice: &Voice) -> Table {
    let columns = vec![
        Column::words(voice.word("column.sheet"), 16),
        Column::words(voice.word("column.cells"), 12),
        Column::marks(voice.word("column.header_rows"), 8),
        Column::numbers(voice.word("column.rows"), 7),
        Column::words(voice.word("column.table_use"), 50),
    ];
    let mut rows: Vec<Row> = found
        .iter()
        .take(LISTED)
        .map(|table| row(table, shares_sheet(table, found), voice))
        .collect();
    if let Some(more) = found.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let text = voice.say("check.more_tables", &[("n", voice.count(more as u64))]);
        let blank = || Cell::words("");
        rows.push(Row::body(vec![
            blank(),
            blank(),
            blank(),
            blank(),
            Cell::words(text),
        ]));
    }
    Table::reading("Tabel", voice.word("check.tables_caption"), columns, rows)
}

/// Whether the sheet holds another table, so that its name alone does not choose.
fn shares_sheet(table: &CheckedTable, found: &[CheckedTable]) -> bool {
    let mut others = found.iter().filter(|other| other.range != table.range);
    others.any(|other| other.sheet == table.sheet)
}

fn row(table: &CheckedTable, shares_sheet: bool, voice: &Voice) -> Row {
    let (first, last) = table.header;
    let header = match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    };
    let sheet = table.sheet.clone().unwrap_or_default();
    // Inside a range the row of titles alone would be found again, not what stands
    // over it.
    let range = match first == last {
        true => table.range.clone(),
        false => format!("{} --header {last}", table.range),
    };
    let given = [
        ("sheet", sheet.clone()),
        ("range", range),
        ("columns", voice.count(table.columns)),
        ("filled", voice.count(table.filled)),
    ];
    let key = match table.standing {
        Standing::Largest => "check.largest",
        Standing::Asked => "check.named",
        Standing::SameSheet if table.sheet.is_none() => "check.same_sheet_text",
        Standing::SameSheet => "check.same_sheet",
        Standing::OtherSheet if shares_sheet => "check.same_sheet",
        Standing::OtherSheet => "check.other_sheet",
        Standing::Hidden if shares_sheet => "check.hidden_sheet_part",
        Standing::Hidden => "check.hidden_sheet",
        Standing::Empty => "check.empty_table",
    };
    Row::body(vec![
        Cell::words(sheet),
        Cell::words(table.range.clone()),
        Cell::words(header),
        Cell::count(table.rows),
        Cell::words(voice.say(key, &given)),
    ])
}

/// What is not read of the sheet, in one sentence; none where all is.
pub(super) fn left_out(parts: &[(String, LeftOutAs)], voice: &Voice) -> Option<String> {
    let said = |(what, why): &(String, LeftOutAs)| {
        let why = voice.word(match why {
            LeftOutAs::Title => "check.out_title",
            LeftOutAs::Total => "check.out_total",
            LeftOutAs::Blank => "check.out_blank",
            LeftOutAs::Outside => "check.out_outside",
            LeftOutAs::NoHeader => "check.out_no_header",
        });
        let key = match what.starts_with(|sign: char| sign.is_ascii_digit()) {
            true => "check.out_rows",
            false => "check.out_columns",
        };
        voice.say(key, &[("what", what.clone()), ("why", why)])
    };
    let parts: Vec<String> = parts.iter().map(said).collect();
    let given = [("parts", parts.join("; "))];
    (!parts.is_empty()).then(|| voice.say("check.left_out", &given))
}

/// How a table was turned, in a sentence.
pub(super) fn shape(shape: &CheckedShape, voice: &Voice) -> String {
    match shape {
        CheckedShape::Long {
            answers,
            ids,
            items,
            rows,
        } => {
            let given = [
                ("answers", voice.count(*answers)),
                ("ids", voice.count(*ids)),
                ("items", voice.count(*items)),
                ("rows", voice.count(*rows)),
            ];
            voice.say("check.shape_long", &given)
        }
        CheckedShape::Frequencies { items, most } => {
            let given = [("items", voice.count(*items)), ("most", voice.count(*most))];
            voice.say("check.shape_frequencies", &given)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_sheet_with_two_tables_needs_a_range() {
        let table = |sheet: &str, range: &str, standing| CheckedTable {
            sheet: Some(sheet.into()),
            range: range.into(),
            header: (1, 1),
            rows: 9,
            columns: 3,
            filled: 3,
            standing,
        };
        let found = [
            table("A", "A1:C10", Standing::Largest),
            table("B", "C5:O24", Standing::OtherSheet),
            table("B", "Q5:U11", Standing::OtherSheet),
            table("C", "A1:C10", Standing::OtherSheet),
            table("D", "A1:C10", Standing::Hidden),
        ];
        let shown = tables(&found, &Voice::new(Language::En));
        let said: Vec<String> = shown
            .rows
            .iter()
            .filter_map(|row| row.cells.last().map(Cell::said))
            .collect();
        assert_eq!(said[1], "not used; to use it: --sheet \"B\" --range C5:O24");
        assert_eq!(said[2], "not used; to use it: --sheet \"B\" --range Q5:U11");
        assert_eq!(said[3], "not used; to use it: --sheet \"C\"");
        assert!(said[4].ends_with("--sheet \"D\""), "{}", said[4]);
    }
}
