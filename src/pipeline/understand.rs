use super::kept::{FromCounts, Kept};
use super::multiple::several_columns;
use super::open::{LISTED, Opened, count_rest, open_all};
use super::period_from::PeriodWish;
use super::reshape::other_shape;
use super::{DatedPeriods, Reshaped, Setup};
use crate::count::{Counted, Times};
use crate::error::{Error, ErrorKind, Place, Result, column_letters};
use crate::read::{Area, Book, SeveralInOne, Sheet, Table, TickSet};
use crate::said;
use crate::stats::NotComputable;
use crate::survey::{
    ColumnSample, FileColumns, GroupRole, Instrument, Items, Joined, Mapping, MappingWish, Unused,
    WhyMapped, WhyUnused, join,
};
use std::path::Path;
use std::sync::Arc;

/// What was made of the files: tables chosen, columns mapped.
pub struct Understanding {
    pub books: Vec<Book>,
    /// The table taken of each book, in order.
    pub chosen: Vec<Chosen>,
    pub instrument: Instrument,
    /// Base name and TOML of an instrument that is not the program's own.
    pub instrument_text: Option<(String, String)>,
    /// The columns of the first table, as the mapping saw them.
    pub columns: Vec<ColumnSample>,
    /// Or why no column could be mapped.
    pub mapping: Result<Mapping>,
    /// Files of a folder that hold no survey, and why.
    pub skipped: Vec<(Arc<str>, Error)>,
}

/// The table taken of a book.
pub struct Chosen {
    pub sheet: usize,
    pub table: Table,
    /// Other tables found on that sheet.
    pub others: usize,
    /// Every table of the file as it was found, the one taken among them; empty
    /// where the setup is lean.
    pub found: Vec<FoundTable>,
    /// Other visible sheets whose table has the same column titles.
    pub alike: Vec<String>,
    /// Headers of characteristics that another file has, this one lacks, and nobody
    /// asked for.
    pub lacks: Vec<String>,
    /// The column of each item of the mapping and then of each group; none where
    /// this file lacks it.
    pub columns: Vec<Option<u32>>,
    /// Whether its items stand for those of the first file by their order alone.
    pub by_order: bool,
    /// For each column of the table the respondents who filled it; empty where
    /// the setup is lean.
    pub filled: Vec<u64>,
    /// Respondents that were counted and are not held.
    pub counted: Option<Counted>,
    /// How many respondents each row stands for, where a column says so.
    pub times: Option<Times>,
    /// What is known of a count file; its table has no rows.
    pub from_counts: Option<FromCounts>,
    /// How the table was turned, where it had no respondent in each row.
    pub reshaped: Option<Reshaped>,
    /// The column of periods that was made of one of dates.
    pub dated: Option<DatedPeriods>,
    /// Questions of a form whose several answers stand in one column.
    pub several: Vec<SeveralInOne>,
}

/// A table that was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTable {
    pub sheet: Option<Arc<str>>,
    pub hidden: bool,
    pub area: Area,
    /// Header rows from 0, both included.
    pub header: (u32, u32),
    pub rows: u64,
    /// Columns with a header, and those of them that hold anything.
    pub columns: u64,
    pub filled: u64,
    pub taken: bool,
}

/// Reads files and decides what stands where. A mapping that fails is kept as
/// part of the answer, so that `check` can show the rest.
///
/// Of a large file only the first rows are held; the others are counted in one
/// pass as soon as the columns are known.
///
/// # Errors
/// What [`crate::read::open`] says; a sheet that does not exist; no table at
/// all; a further file without a single item.
pub fn understand(files: &[&Path], setup: &Setup) -> Result<Understanding> {
    let kept: Vec<Result<Option<Kept>>> = files.iter().map(|file| Kept::open(file)).collect();
    let (instrument, instrument_text) = instrument(setup, &kept)?;
    // Files that are too odd to be read in one pass.
    let mut whole = Vec::new();
    let mut periods = PeriodWish::asked(setup);
    loop {
        let asked = (setup, periods.as_ref());
        let (mut opened, skipped) = open_all(files, &whole, &kept, &instrument, asked)?;
        if setup.any_order {
            in_order_of_their_own(&mut opened)?;
        }
        let mut wish = item_wish(&opened, &instrument, setup);
        let first = opened.first();
        let several = first.map_or_else(Vec::new, |file| {
            several_columns(&file.samples, file.chosen.sets(&file.book), setup)
        });
        wish.without
            .extend(several.iter().map(|column| column_letters(*column)));
        let columns: Vec<FileColumns> = opened.iter().map(Opened::columns).collect();
        let joined = join(&instrument, &columns, &wish);
        if let (Ok(joined), None) = (&joined, &periods) {
            periods = PeriodWish::found(&joined.mapping, setup);
            if periods.is_some() {
                continue;
            }
        }
        let mapping = match joined {
            Ok(joined) => Ok(placed(&mut opened, joined, (&instrument, &several), setup)?),
            Err(error) => Err(shape_of(&opened, setup).unwrap_or(error)),
        };
        if let Some(odd) = count_rest(&mut opened, setup)? {
            whole.push(odd);
            continue;
        }
        let boxes = mapping.as_ref().is_ok_and(Mapping::has_boxes);
        if boxes && !setup.lean && add_streamed(&opened, &mut whole) {
            continue;
        }
        let columns = opened
            .first_mut()
            .map(|file| std::mem::take(&mut file.samples));
        let (books, chosen) = opened
            .into_iter()
            .map(|file| (file.book, file.chosen))
            .unzip();
        return Ok(Understanding {
            books,
            chosen,
            instrument,
            instrument_text,
            columns: columns.unwrap_or_default(),
            mapping,
            skipped,
        });
    }
}

impl Understanding {
    /// The respondents of all tables.
    pub fn respondents(&self) -> u64 {
        self.chosen.iter().map(Chosen::respondents).sum()
    }

    /// Why the rows of the respondents are not at hand: they are too many, or none were
    /// there.
    pub(super) fn without_rows(&self) -> NotComputable {
        let rows =
            |c: &Chosen| c.from_counts.is_none() && c.times.is_none() && c.reshaped.is_none();
        let (n, most) = (self.respondents(), LISTED as u64);
        match self.chosen.iter().all(rows) && n > most {
            true => NotComputable::RowsNotKept { n, most },
            false => NotComputable::NoRows,
        }
    }

    /// The questions with several answers that the first file declares.
    pub fn sets(&self) -> &[TickSet] {
        let first = self.chosen.first().zip(self.books.first());
        first.map_or(&[], |(chosen, book)| chosen.sets(book))
    }

    /// Where only the counts of each item are known: the most answers to one.
    pub fn only_counts(&self) -> Option<u64> {
        let most = |chosen: &Chosen| match &chosen.reshaped {
            Some(Reshaped::Frequencies(facts)) => Some(facts.most),
            _ => None,
        };
        self.chosen.iter().filter_map(most).max()
    }
}

impl Chosen {
    /// The sheet the table stands on.
    pub fn sheet<'a>(&self, book: &'a Book) -> Option<&'a Sheet> {
        book.sheets.get(self.sheet)
    }

    /// The questions with several answers that its file declares.
    pub fn sets<'a>(&self, book: &'a Book) -> &'a [TickSet] {
        self.sheet(book).map_or(&[], |sheet| &sheet.sets)
    }

    /// The respondents of the table.
    pub fn respondents(&self) -> u64 {
        match (&self.times, &self.from_counts, &self.reshaped) {
            (_, Some(counts), _) => counts.respondents,
            (_, _, Some(Reshaped::Frequencies(facts))) => facts.most,
            (Some(times), ..) => times.total(),
            _ => self.table.body.len() as u64,
        }
    }
}

/// The instrument asked for, or that of a count file, and its text if it is no
/// instrument of the program.
fn instrument(
    setup: &Setup,
    kept: &[Result<Option<Kept>>],
) -> Result<(Instrument, Option<(String, String)>)> {
    let counted = || kept.iter().filter_map(|kept| kept.as_ref().ok()?.as_ref());
    let found = match (&setup.instrument_text, &setup.instrument, counted().next()) {
        (Some((file, text)), ..) => (
            Instrument::parse(file, text)?,
            setup.instrument_text.clone(),
        ),
        (None, Some(name), _) => (Instrument::named(name)?, None),
        (None, None, Some(kept)) => (kept.instrument.clone(), kept.text()),
        (None, None, None) => (Instrument::named("skm-2017")?, None),
    };
    for kept in counted() {
        kept.check_instrument(&found.0)?;
    }
    Ok(found)
}

/// Sorts files by their fingerprints and sheets; count files by those of their
/// first source.
fn in_order_of_their_own(opened: &mut Vec<Opened>) -> Result<()> {
    let mut keyed = Vec::with_capacity(opened.len());
    for file in opened.drain(..) {
        keyed.push((file.key()?, file));
    }
    keyed.sort_by(|one, other| one.0.cmp(&other.0));
    opened.extend(keyed.into_iter().map(|(_, file)| file));
    Ok(())
}

/// Of a table that was turned every column of an item is one, whatever it holds.
fn item_wish(opened: &[Opened], instrument: &Instrument, setup: &Setup) -> MappingWish {
    let mut wish = setup.wish.clone();
    if let Some(pair) = &setup.reshape.pair {
        let named = |by: &String| by.trim().eq_ignore_ascii_case(pair.wave.trim());
        if !wish.by.iter().any(named) {
            wish.by.push(pair.wave.clone());
        }
        wish.without.push(pair.id.clone());
    }
    let reshaped = opened
        .first()
        .and_then(|file| file.chosen.reshaped.as_ref());
    if let (Some(reshaped), true, Items::Any) = (reshaped, wish.items.is_empty(), &instrument.items)
    {
        let items = reshaped.item_columns();
        wish.items = items.map(column_letters).collect();
    }
    wish
}

/// Adds the files of which not all rows are held, where they are few enough to be kept:
/// the boxes of a question are counted row by row. False where there is none.
fn add_streamed(opened: &[Opened], whole: &mut Vec<usize>) -> bool {
    let respondents: u64 = opened.iter().map(|file| file.chosen.respondents()).sum();
    let streamed = opened.iter().filter(|file| file.is_streamed());
    let before = whole.len();
    if respondents <= LISTED as u64 {
        whole.extend(streamed.map(Opened::place));
    }
    whole.len() > before
}

/// A column of a question with several answers is left aside as such.
fn several_answers(unused: &mut Unused, several: &[u32]) {
    let free = !matches!(unused.why, WhyUnused::Personal(_));
    if free && several.contains(&unused.column) {
        unused.why = WhyUnused::Tick;
    }
}

/// What the first file looks like, where it holds no respondent in each row and
/// nobody said how to read it.
fn shape_of(opened: &[Opened], setup: &Setup) -> Option<Error> {
    let file = opened.first().filter(|_| setup.reshape.is_none())?;
    other_shape(file.chosen.sheet(&file.book)?, &file.chosen.table)
}

/// The mapping with the columns of each file put in their places.
fn placed(
    opened: &mut [Opened],
    mut joined: Joined,
    (instrument, several): (&Instrument, &[u32]),
    setup: &Setup,
) -> Result<Mapping> {
    let unused = joined.mapping.unused.iter_mut();
    unused.for_each(|unused| several_answers(unused, several));
    let joined = match setup.lean {
        true => narrowed(opened, joined),
        false => joined,
    };
    place_columns(opened, joined, instrument, setup)
}

/// Only the groups asked for, and the period, which decides who is counted. A
/// file still knows which of the others it lacks.
fn narrowed(opened: &mut [Opened], joined: Joined) -> Joined {
    let items = joined.mapping.items.len();
    let groups = joined.mapping.groups.iter();
    let wanted =
        groups.map(|group| group.why == WhyMapped::Asked || group.role == GroupRole::Period);
    let wanted: Vec<bool> = std::iter::repeat_n(true, items).chain(wanted).collect();
    for (file, columns) in opened.iter_mut().zip(&joined.columns) {
        let all = joined.mapping.groups.iter();
        let all = all.zip(wanted.iter().zip(columns).skip(items));
        let lacking = all.filter(|(_, (wanted, column))| !**wanted && column.is_none());
        file.chosen.lacks = lacking.map(|(group, _)| group.header.clone()).collect();
    }
    let columns = joined.columns.into_iter().map(|columns| {
        let kept = columns
            .into_iter()
            .zip(&wanted)
            .filter(|(_, wanted)| **wanted);
        kept.map(|(column, _)| column).collect()
    });
    let mut mapping = joined.mapping;
    let mut groups = wanted.iter().skip(items);
    mapping.groups.retain(|_| groups.next() == Some(&true));
    Joined {
        columns: columns.collect(),
        mapping,
        by_order: joined.by_order,
    }
}

/// Tells each file which of its columns are which items and groups.
fn place_columns(
    opened: &mut [Opened],
    joined: Joined,
    instrument: &Instrument,
    setup: &Setup,
) -> Result<Mapping> {
    let items = joined.mapping.items.len();
    for (at, (file, columns)) in opened.iter_mut().zip(joined.columns).enumerate() {
        if !columns.iter().take(items).any(Option::is_some) {
            let error = file.columns().mapping(instrument, &setup.wish).err();
            let place = Place::file(file.book.file.clone());
            return Err(error.unwrap_or_else(|| no_common(&file.book)).at(place));
        }
        file.chosen.columns = columns;
        file.chosen.by_order = joined.by_order.contains(&at);
    }
    Ok(joined.mapping)
}

fn no_common(book: &Book) -> Error {
    let file = &book.file;
    Error::new(
        ErrorKind::NoAnswers,
        said!(
            "{file} tidak punya satu kolom pun yang sama dengan berkas pertama",
            "{file} has not a single column in common with the first file"
        ),
    )
    .hint(said!(
        "beri judul yang sama, atau olah berkas itu tersendiri",
        "give the columns the same titles, or use that file on its own"
    ))
}
