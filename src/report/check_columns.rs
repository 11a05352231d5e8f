use super::check::{CheckFacts, CheckedColumn, Taken, unused_words};
use super::composer::capital;
use super::issues::{cut_to, shortened, shortened_apart};
use super::voice::Voice;
use crate::document::{Cell, Column, Row, Table, plain};
use crate::survey::{WhyMapped, WhyUnused, asks_consent};

/// From this many columns in a row that are left aside for one reason, a row tells
/// of them together.
const FOLDED: usize = 4;

/// How each column of the file was taken; those left aside in a row for the same
/// reason are told together.
pub(super) fn columns(facts: &CheckFacts, voice: &Voice) -> Table {
    let apart = facts.columns.iter().any(|column| column.not_applicable > 0);
    let mut columns = vec![
        Column::marks(voice.word("column.column"), 6),
        Column::words(voice.word("column.header"), 34),
        Column::words(voice.word("column.taken_as"), 28),
        Column::words(voice.word("column.why"), 18),
        Column::numbers(voice.word("column.n"), 7),
        Column::numbers(voice.word("column.missing"), 7),
        Column::words(voice.word("column.codes"), 10),
    ];
    if apart {
        columns.insert(6, Column::numbers(voice.word("column.not_applicable"), 8));
    }
    let headers: Vec<&str> = facts.columns.iter().map(|c| c.header.as_str()).collect();
    let shown = shortened_apart(&headers);
    let all: Vec<Shown> = facts.columns.iter().zip(shown).collect();
    let mut rows = Vec::new();
    let mut folded = false;
    for run in all.chunk_by(|one, next| is_alike(&one.0.taken, &next.0.taken)) {
        match run {
            // Where nothing could be mapped, the user is to name columns.
            [first, .., last] if run.len() >= FOLDED && facts.problem.is_none() => {
                folded = true;
                rows.push(together(run, first, last, apart, voice));
            }
            _ => rows.extend(run.iter().map(|column| alone(column, apart, voice))),
        }
    }
    let caption = voice.word("check.columns_caption");
    let mut table = Table::reading("Kolom", caption, columns, rows);
    if folded {
        table.notes.push(plain(voice.word("check.folded_note")));
    }
    table.notes.extend(usable(facts, voice).map(plain));
    table
}

/// How a column that was left aside is used after all: the first with something in it.
fn usable(facts: &CheckFacts, voice: &Voice) -> Option<String> {
    let aside = |column: &&CheckedColumn| {
        let other = matches!(column.taken, Taken::Unused(WhyUnused::Other));
        let header = column.header.trim();
        other && column.n > 0 && !header.is_empty() && !asks_consent(header)
    };
    let read = facts.problem.is_none() && facts.unread.is_none() && facts.respondents > 0;
    let column = facts.columns.iter().find(aside).filter(|_| read)?;
    let given = [
        ("column", column.letters.clone()),
        ("header", shortened(&column.header)),
    ];
    Some(voice.say("check.usable", &given))
}

/// Whether two columns are left aside for one reason that needs no look at each.
fn is_alike(one: &Taken, other: &Taken) -> bool {
    use WhyUnused::{Blank, Comment, Other, Personal};
    match (one, other) {
        (Taken::Unused(Personal(_) | Comment), _) => false,
        (Taken::Unused(Other | Blank), Taken::Unused(Other | Blank)) => true,
        (Taken::Unused(one), Taken::Unused(other)) => one == other,
        _ => false,
    }
}

fn alone((column, header): &Shown, apart: bool, voice: &Voice) -> Row {
    let (taken, why) = taken_words(voice, column);
    let mut cells = vec![
        Cell::words(column.letters.clone()),
        Cell::words(header.clone()),
        Cell::words(taken),
        Cell::words(why),
        Cell::count(column.n),
        Cell::count(column.missing),
        Cell::words(column.codes.clone()),
    ];
    if apart {
        cells.insert(6, Cell::count(column.not_applicable));
    }
    Row::body(cells)
}

/// A column, and its header as it is shown.
type Shown<'a> = (&'a CheckedColumn, String);

/// One row for columns that follow each other.
fn together(run: &[Shown], first: &Shown, last: &Shown, apart: bool, voice: &Voice) -> Row {
    const NAME: usize = 26;
    let reach = |of: fn(&CheckedColumn) -> u64| {
        let low = run.iter().map(|column| of(column.0)).min().unwrap_or(0);
        let high = run.iter().map(|column| of(column.0)).max().unwrap_or(0);
        match low == high {
            true => Cell::count(low),
            false => Cell::words(format!("{}–{}", voice.count(low), voice.count(high))),
        }
    };
    let given = [
        ("n", voice.count(run.len() as u64)),
        ("first", cut_to(NAME, &first.1)),
        ("last", cut_to(NAME, &last.1)),
    ];
    let reasons = run.iter().filter_map(|(column, _)| match column.taken {
        Taken::Unused(why) => Some(why),
        _ => None,
    });
    // Some may be blank.
    let why = reasons.reduce(|one, next| if next == one { one } else { WhyUnused::Other });
    let taken = why.map_or_else(String::new, |why| capital(&unused_words(voice, why)));
    let mut cells = vec![
        Cell::words(format!("{}–{}", first.0.letters, last.0.letters)),
        Cell::words(voice.say("check.folded", &given)),
        Cell::words(taken),
        Cell::words(""),
        reach(|column| column.n),
        reach(|column| column.missing),
        Cell::words(""),
    ];
    if apart {
        cells.insert(6, reach(|column| column.not_applicable));
    }
    Row::body(cells)
}

fn taken_words(voice: &Voice, column: &CheckedColumn) -> (String, String) {
    match &column.taken {
        // The name that stands beside it need not be said again.
        Taken::Item { code, name, why } if name.trim() == column.header.trim() => {
            let given = [("code", code.clone())];
            (
                voice.say("check.item_alone", &given),
                why_words(voice, *why),
            )
        }
        Taken::Item { code, name, why } => {
            let given = [("code", code.clone()), ("name", shortened(name))];
            (voice.say("check.item", &given), why_words(voice, *why))
        }
        Taken::Group { role, why } => {
            let given = [("role", role.to_lowercase())];
            (voice.say("check.group", &given), why_words(voice, *why))
        }
        Taken::Unused(why) => (capital(&unused_words(voice, *why)), String::new()),
    }
}

fn why_words(voice: &Voice, why: WhyMapped) -> String {
    voice.word(match why {
        WhyMapped::Asked => "check.asked",
        WhyMapped::Header => "check.header",
        WhyMapped::Code => "check.code",
        WhyMapped::Answers => "check.answers",
        WhyMapped::Block => "check.block",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_text;
    use crate::language::Language;

    fn column(letters: &str, header: &str, taken: Taken) -> CheckedColumn {
        CheckedColumn {
            letters: letters.into(),
            header: header.into(),
            taken,
            n: 20 + letters.len() as u64,
            missing: 0,
            not_applicable: 0,
            codes: String::new(),
        }
    }

    fn facts(columns: Vec<CheckedColumn>) -> CheckFacts {
        CheckFacts {
            file: String::new(),
            next: String::new(),
            place: String::new(),
            header: (1, 1),
            respondents: 20,
            other_tables: 0,
            tables: Vec::new(),
            left_out: Vec::new(),
            shape: None,
            again: None,
            columns,
            multiple: Vec::new(),
            issues: Vec::new(),
            screening: None,
            problem: None,
            unread: None,
        }
    }

    fn shown(columns: Vec<CheckedColumn>) -> Vec<Vec<String>> {
        let table = super::columns(&facts(columns), &Voice::new(Language::En));
        let rows = table.rows.iter();
        rows.map(|row| row.cells.iter().take(5).map(Cell::said).collect())
            .collect()
    }

    #[test]
    fn columns_left_aside_for_one_reason_are_told_together() {
        let other =
            |letters: &str, header: &str| column(letters, header, Taken::Unused(WhyUnused::Other));
        let name = WhyUnused::Personal(crate::survey::Personal::Name);
        let rows = shown(vec![
            other("A", "one"),
            other("B", "two"),
            other("C", "three"),
            column("D", "Name", Taken::Unused(name)),
            other("Z", "four"),
            other("AA", "five"),
            other("AB", "six"),
            other("AC", "seven"),
        ]);
        assert_eq!(rows.len(), 5, "{rows:?}");
        assert_eq!(rows[3][2], "Personal data (name): not read");
        assert_eq!(rows[4][0], "Z–AC");
        assert_eq!(rows[4][1], "4 columns, four to seven");
        assert_eq!(rows[4][4], "21–22");
    }

    #[test]
    fn a_column_left_aside_is_offered_as_a_group() {
        let id = WhyUnused::Number;
        let mut facts = facts(vec![
            column("A", "No", Taken::Unused(id)),
            column("B", "Shift", Taken::Unused(WhyUnused::Other)),
        ]);
        let notes = |facts: &CheckFacts| super::columns(facts, &Voice::new(Language::En)).notes;
        let said: Vec<String> = notes(&facts).iter().map(|n| plain_text(n)).collect();
        assert_eq!(said.len(), 1);
        assert!(
            said[0].contains("--by B") && said[0].contains("Shift"),
            "{said:?}"
        );
        facts.problem = Some("no items".into());
        assert!(notes(&facts).is_empty());
    }

    #[test]
    fn rows_of_a_grid_are_told_apart() {
        let question = "For each statement below, choose a number from 1 to 5 for how";
        let header = |row: &str| format!("{question} important it is [{row}]");
        let item = |code: &str, name: String| Taken::Item {
            code: code.into(),
            name,
            why: WhyMapped::Answers,
        };
        let rows = shown(vec![
            column("A", &header("Price"), item("B1", "Price".into())),
            column("B", &header("Weight"), item("B2", header("Weight"))),
        ]);
        assert_eq!(rows[0][1], "For each stateme… [Price]");
        assert_eq!(rows[0][2], "B1 Price");
        assert_eq!(rows[1][2], "item B2");
    }
}
