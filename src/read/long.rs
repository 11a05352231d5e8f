use super::kind::{Kind, kind};
use super::{Header, RowRuns, Rows, Sheet, Table};
use std::collections::{BTreeMap, HashMap};

/// Where a long table (an answer a row) keeps what: columns of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Long {
    /// Whose answer it is.
    pub id: u32,
    /// Which question it answers.
    pub item: u32,
    pub value: u32,
}

/// A long table turned into one row per respondent.
pub struct Widened {
    /// The header and the respondents' rows; each stands where the respondent's
    /// first answer stood. No id is among them.
    pub sheet: Sheet,
    pub table: Table,
    pub facts: LongFacts,
}

/// What turning a long table met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LongFacts {
    /// Rows with an answer.
    pub answers: u64,
    /// Different ids.
    pub ids: u64,
    /// The first of the columns made of the items, and how many there are.
    pub first_item: u32,
    pub items: u32,
    /// Answers to an item that the same id had answered before, each with the
    /// rest of its round a row of its own; and the row of the first.
    pub repeated: u64,
    pub repeated_ids: u64,
    pub first_repeated: Option<u32>,
    /// Rows without id or item (left out), and the first.
    pub nameless: u64,
    pub first_nameless: Option<u32>,
}

/// Turns a table of one answer a row into one row per id, in the order in which
/// they are met.
///
/// Who answers an item again gets a further row: the second answer to each item
/// is the second round. Columns that say the same in all rows of an id (sex,
/// office) stay as they are; columns that vary with the answer go. The columns
/// of the items follow behind those of the sheet, in the order of the item's
/// number or name, headed `U1`, `U2` … where items are only numbers; a text that
/// stands beside each item (`PERSYARATAN PELAYANAN`) is added to its header.
///
/// Ids are compared by the number of their text in this sheet and are in nothing
/// that is given back.
pub fn widen(sheet: &Sheet, table: &Table, long: Long) -> Widened {
    let mut taken = Taken::of(&sheet.rows, table, long);
    let columns = taken.item_columns(&sheet.rows, table, long);
    let carried = carried(&sheet.rows, table, long);
    let first_item = sheet.rows.width();
    taken.facts.first_item = first_item;
    taken.facts.items = u32::try_from(columns.len()).unwrap_or(u32::MAX);
    let place: HashMap<u32, u32> = columns
        .iter()
        .map(|(text, _)| *text)
        .zip(first_item..)
        .collect();
    let rows = rows(sheet, table, &taken, &columns, &carried, &place);
    let mut headers: Vec<Header> = carried;
    headers.extend(
        columns
            .iter()
            .zip(first_item..)
            .map(|((_, text), column)| Header {
                column,
                text: text.clone(),
                group: None,
            }),
    );
    let body: RowRuns = taken.respondents.iter().map(|one| one.row).collect();
    Widened {
        sheet: Sheet {
            hidden: sheet.hidden,
            ..Sheet::of(rows)
        },
        table: Table {
            header: (table.header.1, table.header.1),
            body,
            columns: headers,
            left_out: table.left_out.clone(),
        },
        facts: taken.facts,
    }
}

/// The answers of each round of each id.
struct Taken {
    respondents: Vec<Respondent>,
    facts: LongFacts,
}

struct Respondent {
    /// Where the first answer stands.
    row: u32,
    /// Numbers of the texts of item and value.
    answers: Vec<(u32, u32)>,
}

impl Taken {
    fn of(rows: &Rows, table: &Table, long: Long) -> Taken {
        let mut taken = Taken {
            respondents: Vec::new(),
            facts: LongFacts::default(),
        };
        // By id and round the respondent; by id and item the rounds so far.
        let mut of_round: HashMap<(u32, u32), usize> = HashMap::new();
        let mut rounds: HashMap<(u32, u32), u32> = HashMap::new();
        for row in rows.kept_of(&table.body).flatten() {
            let (id, item) = (rows.text(row, long.id), rows.text(row, long.item));
            if id == 0 || item == 0 {
                taken.facts.nameless += 1;
                taken.facts.first_nameless.get_or_insert(row);
                continue;
            }
            taken.facts.answers += 1;
            let round = rounds.entry((id, item)).or_insert(0);
            if *round > 0 {
                taken.facts.repeated += 1;
                taken.facts.first_repeated.get_or_insert(row);
            }
            let at = *of_round.entry((id, *round)).or_insert_with(|| {
                taken.facts.ids += u64::from(*round == 0);
                taken.facts.repeated_ids += u64::from(*round == 1);
                taken.respondents.push(Respondent {
                    row,
                    answers: Vec::new(),
                });
                taken.respondents.len() - 1
            });
            *round += 1;
            if let Some(respondent) = taken.respondents.get_mut(at) {
                respondent.answers.push((item, rows.text(row, long.value)));
            }
        }
        taken
    }

    /// The items in order: the number of their text and their header.
    fn item_columns(&self, rows: &Rows, table: &Table, long: Long) -> Vec<(u32, String)> {
        let mut met: Vec<u32> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for (item, _) in self.respondents.iter().flat_map(|one| &one.answers) {
            if known.insert(*item) {
                met.push(*item);
            }
        }
        let name = |item: &u32| rows.texts().get(*item);
        let numbers: Option<Vec<u64>> = met.iter().map(|item| name(item).parse().ok()).collect();
        let numbered = numbers.is_some();
        match numbers {
            Some(_) => met.sort_by_key(|item| name(item).parse::<u64>().unwrap_or(u64::MAX)),
            // `U2` before `U10`; other names as they come.
            None if met.iter().all(|item| coded(name(item)).is_some()) => {
                met.sort_by_key(|item| coded(name(item)));
            }
            None => {}
        }
        let labels = labels(rows, table, long);
        let header = |(item, number): (u32, u32)| {
            let own = match numbered {
                true => format!("U{number}"),
                false => name(&item).to_owned(),
            };
            let label = labels.get(&item).map(|label| rows.texts().get(*label));
            let text = match label {
                Some(label) => format!("{own} {label}"),
                None => own,
            };
            let words: Vec<&str> = text.split_whitespace().collect();
            (item, words.join(" "))
        };
        met.into_iter().zip(1..).map(header).collect()
    }
}

/// Letters before a number: `U10` as `("U", 10)`.
fn coded(text: &str) -> Option<(String, u64)> {
    let digits = text.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let before = text.get(..text.len() - digits.len())?;
    Some((before.to_lowercase(), digits.parse().ok()?))
}

/// The text that stands beside each item, where one column has one for each.
fn labels(rows: &Rows, table: &Table, long: Long) -> BTreeMap<u32, u32> {
    let candidates = table.columns.iter().map(|header| header.column);
    let mut candidates =
        candidates.filter(|column| ![long.id, long.item, long.value].contains(column));
    let of = |column: u32| {
        let (beside, _) = beside(rows, table, long.item, column)?;
        let mut texts: Vec<u32> = beside.values().copied().collect();
        let items = texts.len();
        texts.sort_unstable();
        texts.dedup();
        let words = texts
            .iter()
            .all(|text| kind(rows.texts().get(*text)) == Kind::Text);
        (items > 1 && texts.len() == items && words).then_some(beside)
    };
    candidates.find_map(of).unwrap_or_default()
}

/// For each text of one column the text of another that stands beside it in
/// every row; none where they vary. Also whether any was met.
fn beside(rows: &Rows, table: &Table, key: u32, column: u32) -> Option<(BTreeMap<u32, u32>, bool)> {
    let mut known: BTreeMap<u32, u32> = BTreeMap::new();
    for row in rows.kept_of(&table.body).flatten() {
        let (key, text) = (rows.text(row, key), rows.text(row, column));
        if key != 0 && *known.entry(key).or_insert(text) != text {
            return None;
        }
    }
    let met = known.values().any(|text| *text != 0);
    Some((known, met))
}

/// Columns that say the same in all rows of an id.
fn carried(rows: &Rows, table: &Table, long: Long) -> Vec<Header> {
    let own = [long.id, long.item, long.value];
    let columns = table
        .columns
        .iter()
        .filter(|header| !own.contains(&header.column));
    let same =
        |header: &&Header| beside(rows, table, long.id, header.column).is_some_and(|found| found.1);
    columns.filter(same).cloned().collect()
}

/// The rows of the wide table.
fn rows(
    sheet: &Sheet,
    table: &Table,
    taken: &Taken,
    columns: &[(u32, String)],
    carried: &[Header],
    place: &HashMap<u32, u32>,
) -> Rows {
    let old = &sheet.rows;
    let width = old.width().saturating_add(taken.facts.items);
    let mut rows = Rows::new(
        old.file().clone(),
        old.sheet().cloned(),
        table.header.1,
        width,
    );
    for header in carried {
        rows.append(header.column, &header.text);
    }
    for ((_, text), column) in columns.iter().zip(taken.facts.first_item..) {
        rows.append(column, text);
    }
    rows.end_row();
    for respondent in &taken.respondents {
        rows.skip(respondent.row.saturating_sub(rows.span().end));
        for header in carried {
            rows.append(header.column, old.cell(respondent.row, header.column));
        }
        let answers = respondent.answers.iter();
        let mut answers: Vec<(u32, u32)> = answers
            .filter_map(|(item, value)| Some((*place.get(item)?, *value)))
            .collect();
        answers.sort_unstable();
        for (column, value) in answers {
            rows.append(column, old.texts().get(value));
        }
        rows.end_row();
    }
    rows
}

/// Answers a person gives at most and least for a table to look long.
const FEWEST: u64 = 3;
const MOST_ITEMS: u64 = 200;

/// The columns of a table that looks long: some ids, each with one answer to
/// each of some items, and a column of few different answers. None for a table
/// that does not.
///
/// ```
/// use tridharma::read::{Long, find_tables, looks_long, open};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("jawaban.csv");
/// let mut text = String::from("responden;unsur;nilai\n");
/// for person in 1..=5 {
///     for item in 1..=3 {
///         text.push_str(&format!("{person};U{item};{}\n", (person + item) % 4 + 1));
///     }
/// }
/// std::fs::write(&path, text)?;
/// let book = open(&path)?;
/// let sheet = &book.sheets[0];
/// let tables = find_tables(sheet, &Default::default());
/// let long = looks_long(&sheet.rows, &tables[0]);
/// assert_eq!(long, Some(Long { id: 0, item: 1, value: 2 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn looks_long(rows: &Rows, table: &Table) -> Option<Long> {
    const MOST_COLUMNS: usize = 40;
    if table.columns.len() > MOST_COLUMNS || table.columns.len() < 3 {
        return None;
    }
    let columns: Vec<(u32, u64)> = table
        .columns
        .iter()
        .map(|header| (header.column, distinct(rows, table, header.column)))
        .collect();
    let all = table.body.len() as u64;
    for &(item, items) in &columns {
        let repeats = (FEWEST..=MOST_ITEMS).contains(&items) && items * FEWEST <= all;
        if !repeats || kind_of(rows, table, item) == Kind::Value {
            continue;
        }
        for &(id, ids) in &columns {
            // Each id has each item, give or take a fifth.
            let whole = ids.saturating_mul(items);
            let near = whole.abs_diff(all) * 5 <= all;
            // Of the two the questions are fewer than those who answer them.
            if id == item
                || ids < FEWEST.max(items)
                || !near
                || pairs(rows, table, id, item) * 10 < all * 9
            {
                continue;
            }
            if let Some(value) = value(rows, table, &columns, id, item) {
                return Some(Long { id, item, value });
            }
        }
    }
    None
}

/// The column of few different answers that vary with id and item; the last one
/// of numbers, else the last one.
fn value(rows: &Rows, table: &Table, columns: &[(u32, u64)], id: u32, item: u32) -> Option<u32> {
    const MOST_ANSWERS: u64 = 11;
    let few = columns.iter().filter(|(column, answers)| {
        ![id, item].contains(column)
            && (2..=MOST_ANSWERS).contains(answers)
            && beside(rows, table, id, *column).is_none()
            && beside(rows, table, item, *column).is_none()
    });
    let few: Vec<u32> = few.map(|(column, _)| *column).collect();
    let number = |column: &&u32| matches!(kind_of(rows, table, **column), Kind::Number(_));
    few.iter().rev().find(number).or(few.last()).copied()
}

/// The kind of the first filled cell of a column.
fn kind_of(rows: &Rows, table: &Table, column: u32) -> Kind {
    let mut cells = table.body.iter().map(|row| rows.cell(row, column));
    cells
        .find(|text| !text.is_empty())
        .map_or(Kind::Nothing, kind)
}

/// Different texts of a column, the blank one aside.
fn distinct(rows: &Rows, table: &Table, column: u32) -> u64 {
    let texts = table.body.iter().map(|row| rows.text(row, column));
    let texts: std::collections::HashSet<u32> = texts.filter(|text| *text != 0).collect();
    texts.len() as u64
}

/// Different pairs of texts of two columns.
fn pairs(rows: &Rows, table: &Table, one: u32, other: u32) -> u64 {
    let pairs = table
        .body
        .iter()
        .map(|row| (rows.text(row, one), rows.text(row, other)));
    let pairs: std::collections::HashSet<(u32, u32)> = pairs.collect();
    pairs.len() as u64
}
