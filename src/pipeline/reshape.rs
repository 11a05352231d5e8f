use super::{Chosen, Setup};
use crate::count::Times;
use crate::error::{Error, ErrorKind, Place, Result, column_letters};
use crate::read::{
    Book, Frequencies, Long, LongFacts, MeltFacts, Sheet, Table, looks_counted, looks_long, melt,
    widen,
};
use crate::said;
use crate::survey::{ColumnSample, Issue, IssueKind, WhyUnused, column_named, why_unused};

/// How a table was turned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reshaped {
    Long(LongFacts),
    Frequencies(MeltFacts),
}

impl Reshaped {
    /// The columns made of the items.
    pub(super) fn item_columns(&self) -> std::ops::Range<u32> {
        match self {
            Reshaped::Long(facts) => facts.first_item..facts.first_item + facts.items,
            Reshaped::Frequencies(facts) => 0..facts.items,
        }
    }

    /// A place in the turned table as one of the file.
    pub(super) fn place_in_file(&self, place: &mut Place) {
        match self {
            // The row is the respondent's first.
            Reshaped::Long(facts) => place.column = place.column.filter(|c| *c < facts.first_item),
            Reshaped::Frequencies(_) => (place.row, place.column) = (None, None),
        }
    }

    /// What turning the table met that a reader should know.
    pub(super) fn issues(&self, sheet: &Sheet) -> Vec<Issue> {
        let at = |row: Option<u32>| {
            let place = row.map(|row| sheet.rows.place(row, 0));
            place.map(|place| Place {
                column: None,
                ..place
            })
        };
        let issue = |kind, answers, first| Issue {
            kind,
            column: None,
            answers,
            first,
        };
        let mut issues = match self {
            Reshaped::Long(facts) => vec![
                issue(
                    IssueKind::RepeatedIds {
                        ids: facts.repeated_ids,
                    },
                    facts.repeated,
                    at(facts.first_repeated),
                ),
                issue(
                    IssueKind::WithoutId,
                    facts.nameless,
                    at(facts.first_nameless),
                ),
            ],
            Reshaped::Frequencies(facts) => vec![
                issue(
                    IssueKind::OnlyCounts {
                        items: u64::from(facts.items),
                    },
                    facts.most,
                    None,
                ),
                issue(IssueKind::ShareRows, facts.shares, at(facts.first_share)),
                issue(
                    IssueKind::CountUnreadable,
                    facts.unreadable,
                    facts
                        .first_unreadable
                        .map(|(row, column)| sheet.rows.place(row, column)),
                ),
                issue(
                    IssueKind::ItemAgain,
                    facts.repeated,
                    at(facts.first_repeated),
                ),
            ],
        };
        issues.retain(|issue| issue.answers > 0);
        issues
    }
}

/// Turns the chosen table where the setup asks for it; the sheet of the book is
/// then the turned one, without ids.
pub(super) fn reshape(book: &mut Book, chosen: &mut Chosen, setup: &Setup) -> Result<()> {
    let Some(sheet) = book.sheets.get(chosen.sheet) else {
        return Ok(());
    };
    let column = |name: &str| named(sheet, &chosen.table, name);
    // What an item is called becomes a header, and is said.
    let item = |name: &str| {
        let item = column(name)?;
        refuse_persons(sheet, &chosen.table, item).map(|()| item)
    };
    if let Some(wish) = &setup.reshape.long {
        let long = Long {
            id: column(&wish.id)?,
            item: item(&wish.item)?,
            value: column(&wish.value)?,
        };
        let widened = widen(sheet, &chosen.table, long);
        chosen.table = widened.table;
        chosen.reshaped = Some(Reshaped::Long(widened.facts));
        put(book, chosen.sheet, widened.sheet);
    } else if let Some(wish) = &setup.reshape.frequencies {
        let place = Frequencies {
            item: item(&wish.item)?,
            levels: levels(sheet, &chosen.table, &wish.levels)?,
        };
        let melted = melt(sheet, &chosen.table, &place);
        if melted.facts.items == 0 {
            return Err(no_counts(sheet, &melted.facts));
        }
        chosen.times = Some(Times::of(&melted.sheet.rows, &melted.table, melted.times)?);
        chosen.table = melted.table;
        chosen.reshaped = Some(Reshaped::Frequencies(melted.facts));
        put(book, chosen.sheet, melted.sheet);
    }
    Ok(())
}

fn put(book: &mut Book, at: usize, sheet: Sheet) {
    if let Some(place) = book.sheets.get_mut(at) {
        *place = sheet;
    }
}

fn named(sheet: &Sheet, table: &Table, name: &str) -> Result<u32> {
    let headers = || {
        table
            .columns
            .iter()
            .map(|header| (header.column, header.text.as_str()))
    };
    column_named(headers(), name).ok_or_else(|| {
        let list: Vec<String> = headers()
            .take(12)
            .map(|(column, text)| format!("{} ({text})", column_letters(column)))
            .collect();
        let list = list.join(", ");
        Error::new(
            ErrorKind::NotFound,
            said!("tidak ada kolom `{name}`", "there is no column `{name}`"),
        )
        .at(place(sheet))
        .hint(said!("kolom yang ada: {list}", "the columns are: {list}"))
    })
}

/// A column of persons names no items.
fn refuse_persons(sheet: &Sheet, table: &Table, column: u32) -> Result<()> {
    const SEEN: usize = 1000;
    let (values, rows, distinct) =
        crate::read::column_values(&sheet.rows, table, column, SEEN, |_| 1);
    let header = table.columns.iter().find(|header| header.column == column);
    let sample = ColumnSample {
        column,
        header: header.map_or_else(String::new, |header| header.text.clone()),
        group: None,
        values,
        rows,
        distinct,
    };
    if !matches!(why_unused(&sample), WhyUnused::Personal(_)) {
        return Ok(());
    }
    let letters = column_letters(column);
    Err(Error::new(
        ErrorKind::Usage,
        said!(
            "kolom {letters} berisi data pribadi dan tidak dapat menjadi nama butir",
            "column {letters} holds personal data and cannot name the items"
        ),
    )
    .at(place(sheet))
    .hint(said!(
        "sebutkan kolom yang berisi pertanyaan atau nomornya",
        "name the column of the questions or their numbers"
    )))
}

fn place(sheet: &Sheet) -> Place {
    Place {
        sheet: sheet.rows.sheet().cloned(),
        ..Place::file(sheet.rows.file().clone())
    }
}

/// `E:I`, or columns parted by commas.
fn levels(sheet: &Sheet, table: &Table, text: &str) -> Result<Vec<u32>> {
    if let Some((first, last)) = text.split_once(':') {
        let (first, last) = (named(sheet, table, first)?, named(sheet, table, last)?);
        let columns = table.columns.iter().map(|header| header.column);
        return Ok(columns
            .filter(|column| (first..=last).contains(column))
            .collect());
    }
    text.split(',')
        .map(|name| named(sheet, table, name))
        .collect()
}

fn no_counts(sheet: &Sheet, facts: &MeltFacts) -> Error {
    let at = match facts.first_unreadable {
        Some((row, column)) => sheet.rows.place(row, column),
        None => place(sheet),
    };
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "tidak ada baris yang berisi jumlah jawaban per tingkat nilai",
            "no row holds the number of answers of each level"
        ),
    )
    .at(at)
    .hint(said!(
        "sebutkan kolom jumlahnya, misalnya --frequencies item=C,levels=E:I; sel kosong diisi 0 bila memang tidak ada",
        "name the columns of the counts, for instance --frequencies item=C,levels=E:I; write 0 where there is none"
    ))
}

/// What a table looks like that has no respondent in each row: the error that
/// says so, with the very option that reads it.
pub(super) fn other_shape(sheet: &Sheet, table: &Table) -> Option<Error> {
    let letters = column_letters;
    let rows = table.body.len();
    if let Some(Long { id, item, value }) = looks_long(&sheet.rows, table) {
        let option = format!(
            "--long id={},item={},value={}",
            letters(id),
            letters(item),
            letters(value)
        );
        return Some(
            Error::new(
                ErrorKind::NoAnswers,
                said!(
                    "tabel ini tampak panjang: setiap baris satu jawaban, bukan satu responden ({rows} baris)",
                    "this table looks long: each row is one answer, not one respondent ({rows} rows)"
                ),
            )
            .at(place(sheet))
            .hint(said!("bacalah dengan `{option}`", "read it with `{option}`"))
            .propose(option),
        );
    }
    let Frequencies { item, levels } = looks_counted(&sheet.rows, table)?;
    let (first, last) = (levels.first()?, levels.last()?);
    let option = format!(
        "--frequencies item={},levels={}:{}",
        letters(item),
        letters(*first),
        letters(*last)
    );
    Some(
        Error::new(
            ErrorKind::NoAnswers,
            said!(
                "tabel ini tampak sudah berupa hitungan: setiap baris satu pernyataan, bukan satu responden ({rows} baris)",
                "this table looks counted already: each row is one statement, not one respondent ({rows} rows)"
            ),
        )
        .at(place(sheet))
        .hint(said!(
            "bila memang jumlah jawaban per tingkat nilai, bacalah dengan `{option}`",
            "if these are the numbers of answers of each level, read it with `{option}`"
        ))
        .propose(option),
    )
}
