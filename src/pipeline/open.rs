use super::filled::{fill, filled, times_of};
use super::form::with_form;
use super::kept::Kept;
use super::period_from::{PeriodWish, add_periods};
use super::reshape::reshape;
use super::{Chosen, FoundTable, Setup};
use crate::count::{Counted, Passing, Times};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::{self, Asked, Book, Table};
use crate::said;
use crate::survey::{ColumnSample, FileColumns, Instrument, column_named, hide_persons};
use std::path::Path;
use std::sync::Arc;

/// A file with the table taken of it.
pub(super) struct Opened<'a> {
    /// Its position among the files named.
    at: usize,
    pub book: Book,
    pub chosen: Chosen,
    pub samples: Vec<ColumnSample>,
    /// The count file it is.
    kept: Option<&'a Kept>,
}

/// Distinct values of a column the mapping looks at; more tell nothing more.
pub(super) const SAMPLE: usize = 400;

/// Bytes up to which a file is held in memory.
const HELD: u64 = 4 << 20;

/// Up to so many respondents the rows are kept for the annex and the workbook.
pub(super) const LISTED: usize = 100_000;

type Skipped = Vec<(Arc<str>, Error)>;

/// Opens all files, those at the positions of `whole` to their ends. Of a folder
/// those that hold no survey are skipped.
pub(super) fn open_all<'a>(
    files: &[&Path],
    whole: &[usize],
    kept: &'a [Result<Option<Kept>>],
    instrument: &Instrument,
    (setup, periods): (&Setup, Option<&PeriodWish>),
) -> Result<(Vec<Opened<'a>>, Skipped)> {
    let (mut opened, mut skipped) = (Vec::new(), Vec::new());
    for (at, file) in files.iter().enumerate() {
        let held = match whole.contains(&at) {
            true => u64::MAX,
            // Counts are read with their rows, and a table is turned as a whole.
            false if setup.counts.is_some() || !setup.reshape.is_none() => u64::MAX,
            // What a date says is settled over its whole column.
            false if periods.is_some() || setup.xlsform.is_some() => u64::MAX,
            false => setup.held.unwrap_or(HELD),
        };
        let found = match kept.get(at) {
            Some(Err(error)) => Err(error.clone()),
            Some(Ok(Some(kept))) => Ok(open_kept(kept, at)),
            _ => open_one(file, at, held, (setup, periods)),
        };
        let found = match setup.folder {
            true => found.and_then(|found| {
                found.columns().mapping(instrument, &setup.wish)?;
                Ok(found)
            }),
            false => found,
        };
        match found {
            Ok(found) => opened.push(found),
            Err(error) if setup.folder => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                skipped.push((name.into(), error));
            }
            Err(error) => return Err(error),
        }
    }
    match (opened.is_empty(), skipped.first()) {
        (true, Some((_, error))) => Err(error.clone()),
        _ => Ok((opened, skipped)),
    }
}

impl Opened<'_> {
    /// What it brings to the mapping.
    pub fn columns(&self) -> FileColumns<'_> {
        FileColumns {
            columns: &self.samples,
            known: self.kept.map(|kept| &kept.counts.survey.mapping),
        }
    }

    /// Its position among the files named.
    pub fn place(&self) -> usize {
        self.at
    }

    /// Whether respondents of it were counted without being held.
    pub fn is_streamed(&self) -> bool {
        self.chosen.counted.is_some() && self.kept.is_none()
    }

    /// What tells files apart, whatever their order: fingerprint and sheet.
    pub fn key(&self) -> Result<(String, Option<String>)> {
        if let Some(kept) = self.kept {
            let first = kept.counts.sources.first();
            let first = first.map(|source| (source.sha256.clone(), source.sheet.clone()));
            return Ok(first.unwrap_or_default());
        }
        let sheet = self
            .chosen
            .sheet(&self.book)
            .and_then(|sheet| sheet.rows.sheet());
        Ok((
            self.book.digest.sha256()?,
            sheet.map(|name| name.to_string()),
        ))
    }
}

fn open_kept(kept: &Kept, at: usize) -> Opened<'_> {
    let (book, table) = kept.book();
    let (samples, filled) = kept.samples();
    let chosen = Chosen {
        sheet: 0,
        table,
        others: 0,
        alike: Vec::new(),
        lacks: Vec::new(),
        columns: Vec::new(),
        by_order: false,
        filled,
        counted: None,
        times: None,
        reshaped: None,
        dated: None,
        several: Vec::new(),
        found: Vec::new(),
        from_counts: Some(kept.facts()),
    };
    Opened {
        at,
        book,
        chosen,
        samples,
        kept: Some(kept),
    }
}

/// Takes those columns of a count file that were mapped, in their order.
fn count_kept(chosen: &mut Chosen, kept: &Kept) {
    let tally = &kept.counts.tally;
    let place = |column: &u32| {
        tally
            .columns
            .iter()
            .position(|known| known.column == *column)
    };
    let columns = chosen.columns.iter().flatten().filter_map(place);
    chosen.counted = Some(Counted::of(tally, &columns.collect::<Vec<_>>()));
}

fn open_one<'a>(
    file: &Path,
    at: usize,
    held: u64,
    (setup, periods): (&Setup, Option<&PeriodWish>),
) -> Result<Opened<'a>> {
    let mut book = read::open_first(file, held, setup.encoding)?;
    let mut chosen = choose(&book, setup)?;
    if let Some(form) = &setup.xlsform {
        with_form(&mut book, &mut chosen, form)?;
    }
    if !setup.reshape.is_none() {
        reshape(&mut book, &mut chosen, setup)?;
        fill(&book, &mut chosen);
    }
    if let Some(periods) = periods {
        add_periods(&mut book, &mut chosen, periods)?;
        fill(&book, &mut chosen);
    }
    if let Some(column) = &setup.counts {
        count_column(&book, &mut chosen, column)?;
    }
    let samples = samples(&book, &chosen);
    Ok(Opened {
        at,
        book,
        chosen,
        samples,
        kept: None,
    })
}

/// The most likely table of the sheet asked for, or of the likeliest sheet.
fn choose(book: &Book, setup: &Setup) -> Result<Chosen> {
    let (sheet, mut tables) = book.tables(&setup.place)?;
    let at = book.sheets.iter().position(|s| std::ptr::eq(s, sheet));
    let others = tables.len() - 1;
    let at = at.unwrap_or(0);
    let table = tables.swap_remove(0);
    let alike = alike(book, at, &table, setup);
    let (filled, found) = match setup.lean {
        true => Default::default(),
        false => (filled(&sheet.rows, &table, None), found(book, at, &table)),
    };
    Ok(Chosen {
        lacks: Vec::new(),
        found,
        sheet: at,
        table,
        others,
        alike,
        columns: Vec::new(),
        by_order: false,
        filled,
        counted: None,
        times: None,
        from_counts: None,
        reshaped: None,
        dated: None,
        several: Vec::new(),
    })
}

/// Every table of a book, the chosen one among them.
fn found(book: &Book, at: usize, chosen: &Table) -> Vec<FoundTable> {
    let one = |at: usize, table: &Table, taken: bool| {
        let sheet = book.sheets.get(at)?;
        let filled = filled(&sheet.rows, table, None);
        Some(FoundTable {
            sheet: sheet.rows.sheet().cloned(),
            hidden: sheet.hidden,
            area: table.area(),
            header: table.header,
            rows: table.body.len() as u64,
            columns: table.columns.len() as u64,
            filled: filled.iter().filter(|count| **count > 0).count() as u64,
            taken,
        })
    };
    let all = book.every_table();
    let is_chosen = |(sheet, table): &(usize, Table)| {
        *sheet == at && table.header == chosen.header && table.area() == chosen.area()
    };
    let asked = (!all.iter().any(is_chosen))
        .then(|| one(at, chosen, true))
        .flatten();
    let listed = all
        .iter()
        .filter_map(|found| one(found.0, &found.1, is_chosen(found)));
    asked.into_iter().chain(listed).collect()
}

/// Visible sheets beside the chosen one whose table has the same titles and
/// answers below them: months of one year, say, that nobody should overlook.
fn alike(book: &Book, chosen: usize, table: &Table, setup: &Setup) -> Vec<String> {
    let titles = |table: &Table| -> Vec<String> {
        let texts = table.columns.iter();
        texts.map(|header| header.text.to_lowercase()).collect()
    };
    let wanted = titles(table);
    let sheets = book.sheets.iter().enumerate();
    sheets
        .filter(|(at, sheet)| *at != chosen && !sheet.hidden)
        .filter(|(_, sheet)| {
            let first = read::find_tables(sheet, &setup.place).into_iter().next();
            first.is_some_and(|other| !other.body.is_empty() && titles(&other) == wanted)
        })
        .filter_map(|(_, sheet)| Some(sheet.rows.sheet()?.to_string()))
        .collect()
}

fn samples(book: &Book, chosen: &Chosen) -> Vec<ColumnSample> {
    let Some(sheet) = chosen.sheet(book) else {
        return Vec::new();
    };
    let table = &chosen.table;
    let times = |row| times_of(chosen.times.as_ref(), &sheet.rows, row);
    let sample = |header: &read::Header| {
        let (values, rows, distinct) =
            read::column_values(&sheet.rows, table, header.column, SAMPLE, times);
        ColumnSample {
            column: header.column,
            header: header.text.clone(),
            group: header.group.clone(),
            values,
            rows,
            distinct,
        }
    };
    let mut samples: Vec<ColumnSample> = table.columns.iter().map(sample).collect();
    hide_persons(&mut samples);
    samples
}

/// Takes the column of counts out of the table: each row stands for so many.
fn count_column(book: &Book, chosen: &mut Chosen, name: &str) -> Result<()> {
    let Some(sheet) = book.sheets.get(chosen.sheet) else {
        return Ok(());
    };
    let columns = chosen.table.columns.iter();
    let headers = columns.map(|header| (header.column, header.text.as_str()));
    let Some(column) = column_named(headers, name) else {
        let place = Place::file(book.file.clone());
        return Err(Error::new(
            ErrorKind::NotFound,
            said!(
                "tidak ada kolom jumlah `{name}`",
                "there is no column of counts `{name}`"
            ),
        )
        .at(place)
        .hint(said!(
            "sebutkan judul atau huruf kolom yang berisi jumlah responden setiap baris",
            "give the header or the letters of the column that holds the respondents of each row"
        )));
    };
    chosen.times = Some(Times::of(&sheet.rows, &chosen.table, column)?);
    chosen
        .table
        .columns
        .retain(|header| header.column != column);
    fill(book, chosen);
    Ok(())
}

/// Counts what is not held of large files. Gives the position of a file that is
/// too odd for that.
pub(super) fn count_rest(opened: &mut [Opened], setup: &Setup) -> Result<Option<usize>> {
    for file in opened {
        if let Some(kept) = file.kept {
            count_kept(&mut file.chosen, kept);
            continue;
        }
        let Some(sheet) = file.chosen.sheet(&file.book) else {
            continue;
        };
        if sheet.rest.is_none() {
            continue;
        }
        let mut columns: Vec<u32> = file.chosen.columns.iter().flatten().copied().collect();
        if columns.is_empty() {
            // Nothing was mapped: only how many respondents there are is wanted.
            columns = file
                .chosen
                .table
                .columns
                .iter()
                .map(|header| header.column)
                .collect();
        }
        let listed = if setup.lean { 0 } else { LISTED };
        let mut passing = Passing::new(columns.len(), listed);
        let asked = Asked {
            columns: &columns,
            filled: !setup.lean,
        };
        let passed = read::pass(
            sheet,
            &file.chosen.table,
            &setup.place,
            &asked,
            &mut passing,
        )?;
        let Some(mut passed) = passed else {
            return Ok(Some(file.at));
        };
        if passed.tables.is_empty() {
            return Ok(Some(file.at));
        }
        let chosen = &mut file.chosen;
        chosen.others = passed.tables.len() - 1;
        chosen.table = passed.tables.swap_remove(0);
        chosen.counted = Some(passing.finish(passed.texts));
        if !setup.lean {
            let held = filled(&passed.sheet.rows, &chosen.table, None);
            let both = held.iter().zip(&passed.filled);
            chosen.filled = both.map(|(held, passed)| held + passed).collect();
        }
        if let Some(sheet) = file.book.sheets.get_mut(chosen.sheet) {
            *sheet = passed.sheet;
        }
    }
    Ok(None)
}
