use super::{Header, RowRuns, Rows, Sheet, Table, trimmed};

/// Where a table of frequencies (an item a row, a level a column) keeps what:
/// columns of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequencies {
    pub item: u32,
    pub levels: Vec<u32>,
}

/// A table of frequencies turned into a table of answers.
pub struct Melted {
    /// A header, and one row for each item and level with an answer; their places
    /// are not those of the file.
    pub sheet: Sheet,
    pub table: Table,
    /// The column that says how many gave that answer.
    pub times: u32,
    pub facts: MeltFacts,
}

/// What turning a table of frequencies met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeltFacts {
    pub items: u32,
    /// The most answers that one item has.
    pub most: u64,
    /// Rows of shares (`3.1%`), left out; and the first.
    pub shares: u64,
    pub first_share: Option<u32>,
    /// Rows where a count is blank or no whole number, left out; and the cell of
    /// the first.
    pub unreadable: u64,
    pub first_unreadable: Option<(u32, u32)>,
    /// Rows of an item that stood above already, left out; and the first.
    pub repeated: u64,
    pub first_repeated: Option<u32>,
}

/// Turns each count into as many answers: a column for each item, headed by its
/// text, and rows of one answer each.
///
/// Nobody knows who gave which of them: of two items together such a table says
/// nothing.
pub fn melt(sheet: &Sheet, table: &Table, place: &Frequencies) -> Melted {
    let rows = &sheet.rows;
    let mut facts = MeltFacts::default();
    let mut items: Vec<(String, Vec<u64>)> = Vec::new();
    for row in rows.kept_of(&table.body).flatten() {
        let name = rows.cell(row, place.item);
        if name.is_empty() {
            continue;
        }
        match counts(rows, row, &place.levels) {
            Counts::Whole(_) if items.iter().any(|(known, _)| known == name) => {
                facts.repeated += 1;
                facts.first_repeated.get_or_insert(row);
            }
            Counts::Whole(counts) => items.push((name.to_owned(), counts)),
            Counts::Shares => {
                facts.shares += 1;
                facts.first_share.get_or_insert(row);
            }
            Counts::Unreadable(column) => {
                facts.unreadable += 1;
                facts.first_unreadable.get_or_insert((row, column));
            }
        }
    }
    let sum = |(_, counts): &(String, Vec<u64>)| {
        counts.iter().fold(0_u64, |sum, n| sum.saturating_add(*n))
    };
    facts.most = items.iter().map(sum).max().unwrap_or(0);
    facts.items = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let levels: Vec<&str> = place
        .levels
        .iter()
        .map(|column| header_of(table, *column))
        .collect();
    let melted = answers(rows, &items, &levels);
    let body: RowRuns = (1..melted.span().end).collect();
    let columns = (0..).zip(&items).map(|(column, (text, _))| Header {
        column,
        text: text.clone(),
        group: None,
    });
    Melted {
        table: Table {
            header: (0, 0),
            body,
            columns: columns.collect(),
            left_out: table.left_out.clone(),
        },
        times: facts.items,
        sheet: Sheet::of(melted),
        facts,
    }
}

fn header_of(table: &Table, column: u32) -> &str {
    let mut headers = table.columns.iter();
    let header = headers.find(|header| header.column == column);
    header.map_or("", |header| &header.text)
}

/// One row for each count above 0, behind a row of headers.
fn answers(old: &Rows, items: &[(String, Vec<u64>)], levels: &[&str]) -> Rows {
    let width = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let mut rows = Rows::new(
        old.file().clone(),
        old.sheet().cloned(),
        0,
        width.saturating_add(1),
    );
    for (column, (text, _)) in (0..).zip(items) {
        rows.append(column, text);
    }
    rows.end_row();
    for (column, (_, counts)) in (0..).zip(items) {
        for (level, count) in levels.iter().zip(counts).filter(|(_, count)| **count > 0) {
            rows.append(column, level);
            rows.append(width, &count.to_string());
            rows.end_row();
        }
    }
    rows
}

enum Counts {
    Whole(Vec<u64>),
    Shares,
    /// The column of the first cell that is no count.
    Unreadable(u32),
}

fn counts(rows: &Rows, row: u32, levels: &[u32]) -> Counts {
    let cells = || {
        levels
            .iter()
            .map(|column| (*column, rows.cell(row, *column)))
    };
    let filled = cells().filter(|(_, text)| !text.is_empty());
    let shares = filled.clone().filter(|(_, text)| is_share(text)).count();
    if shares > 0 && shares * 2 >= filled.count() {
        return Counts::Shares;
    }
    let mut whole = Vec::new();
    for (column, text) in cells() {
        match count(text) {
            Some(count) => whole.push(count),
            None => return Counts::Unreadable(column),
        }
    }
    Counts::Whole(whole)
}

/// `3,1%`, or a fraction below 1.
fn is_share(text: &str) -> bool {
    let fraction = |text: &str| {
        text.replace(',', ".")
            .parse::<f64>()
            .is_ok_and(|share| share > 0.0 && share < 1.0)
    };
    trimmed(text).ends_with('%') || fraction(text)
}

/// A whole number written plainly: `12`, `12.0`.
fn count(text: &str) -> Option<u64> {
    let (whole, zeros) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let plain = !whole.is_empty()
        && digits(whole)
        && zeros.len() < 3
        && zeros.bytes().all(|byte| byte == b'0');
    whole.parse().ok().filter(|_| plain)
}

/// The columns of a table that looks counted already: an item in each row, and
/// beside it columns headed by the levels of a scale (`1`, `2`, `3` …) that hold
/// shares, or counts larger than any level. None for a table of respondents.
///
/// ```
/// use tridharma::read::{Frequencies, Where, find_tables, looks_counted, open};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("rekap.csv");
/// std::fs::write(&path, "Pernyataan;1;2;3;4\nPetugas ramah;3;14;60;31\nRuang bersih;0;20;55;33\n")?;
/// let book = open(&path)?;
/// let sheet = &book.sheets[0];
/// let first = Where { header: Some(1), ..Where::default() };
/// let tables = find_tables(sheet, &first);
/// let counted = looks_counted(&sheet.rows, &tables[0]);
/// assert_eq!(counted, Some(Frequencies { item: 0, levels: vec![1, 2, 3, 4] }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn looks_counted(rows: &Rows, table: &Table) -> Option<Frequencies> {
    let levels = level_columns(table)?;
    let most = u64::try_from(levels.len()).unwrap_or(u64::MAX);
    let (mut shares, mut large, mut all) = (0_usize, 0_usize, 0_usize);
    for row in rows.kept_of(&table.body).flatten() {
        all += 1;
        match counts(rows, row, &levels) {
            Counts::Shares => shares += 1,
            Counts::Whole(counts) => {
                large += usize::from(counts.iter().any(|count| *count > most + 1))
            }
            Counts::Unreadable(_) => {}
        }
    }
    if all == 0 || (shares + large) * 10 < all * 9 {
        return None;
    }
    let item = item_column(rows, table, &levels)?;
    Some(Frequencies { item, levels })
}

/// Columns side by side headed by whole numbers that go up by one from 0 or 1.
fn level_columns(table: &Table) -> Option<Vec<u32>> {
    let number = |header: &Header| {
        header
            .text
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|level| *level <= 10)
    };
    let mut run: Vec<(u32, u32)> = Vec::new();
    for header in &table.columns {
        let Some(level) = number(header) else {
            if run.len() >= 3 {
                break;
            }
            run.clear();
            continue;
        };
        let goes_on = run.last().is_some_and(|(_, last)| last + 1 == level);
        match (goes_on, level) {
            (true, _) => {}
            (false, 0 | 1) => run.clear(),
            (false, _) => continue,
        }
        run.push((header.column, level));
    }
    (run.len() >= 3).then(|| run.into_iter().map(|(column, _)| column).collect())
}

/// The column of the most different texts that are no numbers.
fn item_column(rows: &Rows, table: &Table, levels: &[u32]) -> Option<u32> {
    let others = table.columns.iter().map(|header| header.column);
    let others = others.filter(|column| !levels.contains(column));
    let different = |column: u32| {
        let texts = table.body.iter().map(|row| rows.cell(row, column));
        let worded = texts.filter(|text| text.chars().any(char::is_alphabetic));
        worded.collect::<std::collections::HashSet<&str>>().len()
    };
    let counted = others.map(|column| (different(column), column));
    let best = counted.max_by_key(|(different, column)| (*different, std::cmp::Reverse(*column)));
    best.filter(|(different, _)| *different >= 1)
        .map(|(_, column)| column)
}
