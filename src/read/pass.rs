use super::coder::Coder;
use super::delimited::RowReader;
use super::markup::{Stop, sure};
use super::records::{Cutter, Record, unquoted};
use super::rest::{Behind, Rest};
use super::sample::LOOKED_AT;
use super::sheet_rest::SheetRest;
use super::tables::found_tables;
use super::text_rest::TextRest;
use super::total::{first_bytes, names_total};
use super::watch::{Verdict, Watch};
use super::{Area, Hidden, Rows, Sheet, Table, Texts, Where, limits};
use crate::error::Result;

/// What one pass over the rest of a large file gave.
pub struct Passed {
    /// The rows that had to be looked at with the whole table; those that were
    /// handed to the visitor are left out of it.
    pub sheet: Sheet,
    pub tables: Vec<Table>,
    /// For each column of the table the rows handed over that fill it, where
    /// that was asked for.
    pub filled: Vec<u64>,
    /// The texts behind the numbers of each column asked for.
    pub texts: Vec<Texts>,
}

/// What is asked of a pass.
pub struct Asked<'a> {
    /// Columns of the sheet whose texts are wanted.
    pub columns: &'a [u32],
    /// Whether the filled cells of every column are counted.
    pub filled: bool,
}

/// Hears of respondents: their row, and for each column asked for the number of
/// its text in the coder of that column.
pub trait Visitor {
    fn row(&mut self, row: u32, numbers: &[u32], coders: &[Coder]);
}

/// Bytes at the end of a file whose rows are kept: totals and notes stand there.
const TAIL: u64 = 1 << 16;

/// The same of a sheet of a workbook, in which a row takes more bytes.
const SHEET_TAIL: u64 = 1 << 19;

/// Rows behind a blank one, or odd ones, that are kept; a file with more is
/// read whole.
const MOST_KEPT: u32 = 100_000;

/// Goes once over the rows that a sheet does not hold yet. Respondents are
/// handed over as they are met and not kept.
///
/// None where a file is so odd that only all of its rows together can tell what
/// they are; then it has to be read whole.
///
/// # Errors
/// A file that changed or cannot be read to its end; a cell or a row beyond all
/// limits.
pub fn pass(
    sheet: &Sheet,
    table: &Table,
    place: &Where,
    asked: &Asked,
    visitor: &mut impl Visitor,
) -> Result<Option<Passed>> {
    let (Some(rest), None) = (&sheet.rest, place.range) else {
        return Ok(None);
    };
    let Some(watch) = Watch::behind(sheet, table, LOOKED_AT) else {
        return Ok(None);
    };
    let mut reading = Reading::new(sheet, table, watch, asked);
    if !reading.run(rest, visitor)? {
        return Ok(None);
    }
    let filled = reading.filled;
    let texts = reading.coders.into_iter().map(Coder::into_texts).collect();
    let sheet = Sheet {
        rest: None,
        hidden: sheet.hidden,
        merges: reading.merges,
        concealed: reading.hidden,
        ..reading.kept.sheet()
    };
    let (tables, certain) = found_tables(&sheet, place);
    let same = tables
        .first()
        .is_some_and(|found| found.header == table.header && found.columns == table.columns);
    Ok((certain && same).then_some(Passed {
        sheet,
        tables,
        filled,
        texts,
    }))
}

/// Whether bytes hold a zero; looked for in pieces that the compiler compares at
/// once.
fn has_zero(bytes: &[u8]) -> bool {
    let zero = |piece: &[u8]| piece.iter().fold(false, |zero, byte| zero | (*byte == 0));
    bytes.chunks(256).any(zero)
}

/// A record as a text of its own.
fn alone<T>(text: &[u8], record: &Record, each: impl FnOnce(&str, &Record) -> T) -> T {
    let line = text.get(record.start..record.end).unwrap_or_default();
    let start = u32::try_from(record.start).unwrap_or(0);
    let parts: Vec<u32> = record
        .parts
        .iter()
        .map(|part| part.saturating_sub(start))
        .collect();
    let own = Record {
        start: 0,
        parts: &parts,
        end: line.len(),
        lone_quote: record
            .lone_quote
            .map(|quote| quote.saturating_sub(record.start)),
    };
    each(&String::from_utf8_lossy(line), &own)
}

/// Columns asked for one after the other that are neighbours in the file.
struct Run {
    /// Where the first one stands among those asked for, and in the file.
    at: usize,
    column: usize,
    length: usize,
}

impl Run {
    fn all(columns: &[u32]) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            let column = *column as usize;
            match runs.last_mut() {
                Some(run) if run.column + run.length == column => run.length += 1,
                _ => runs.push(Run {
                    at,
                    column,
                    length: 1,
                }),
            }
        }
        runs
    }
}

struct Reading<'a> {
    kept: RowReader,
    merges: Vec<Area>,
    hidden: Hidden,
    watch: Watch<'a>,
    table: &'a Table,
    /// The columns asked for, neighbours together.
    runs: Vec<Run>,
    coders: Vec<Coder>,
    numbers: Vec<u32>,
    /// Columns of the sheet as far as they were met at the start.
    width: usize,
    /// Bytes that a total may begin with.
    first_bytes: [bool; 256],
    /// Filled cells per column of the table, if asked for.
    filled: Vec<u64>,
    /// Respondents handed over since the last row kept.
    plain: u32,
    most_kept: u32,
    /// Whether every row is kept from here on.
    tail: bool,
}

impl<'a> Reading<'a> {
    fn new(sheet: &Sheet, table: &'a Table, watch: Watch<'a>, asked: &Asked) -> Self {
        let header = |column: &u32| {
            let mut headers = table.columns.iter();
            let header = headers.find(|header| header.column == *column);
            Coder::new(header.map_or("", |header| &header.text))
        };
        let filled = if asked.filled { table.columns.len() } else { 0 };
        Reading {
            kept: RowReader::behind(sheet),
            merges: sheet.merges.clone(),
            hidden: sheet.concealed.clone(),
            watch,
            table,
            runs: Run::all(asked.columns),
            coders: asked.columns.iter().map(header).collect(),
            numbers: vec![0; asked.columns.len()],
            width: sheet.rows.width() as usize,
            first_bytes: first_bytes(),
            filled: vec![0; filled],
            plain: 0,
            most_kept: sheet.rows.height().saturating_add(MOST_KEPT),
            tail: false,
        }
    }

    /// Reads to the end; false where it turned out that all rows are needed.
    fn run(&mut self, rest: &Rest, visitor: &mut impl Visitor) -> Result<bool> {
        match &rest.0 {
            Behind::Text(rest) => self.run_text(rest, visitor),
            Behind::Sheet(rest) => sure(self.run_sheet(rest, visitor)).map(|read| read.is_some()),
        }
    }

    /// Reads a sheet of a workbook.
    fn run_sheet(
        &mut self,
        rest: &SheetRest,
        visitor: &mut impl Visitor,
    ) -> std::result::Result<(), Stop> {
        let first = self.kept.next_row();
        let mut rows = rest.rows()?;
        while rows.next()? {
            if rows.number() < first {
                continue;
            }
            if rows.number() > self.row() {
                // What follows a blank row is looked at with all that is kept.
                self.tail = true;
                self.kept.skip(std::mem::take(&mut self.plain));
                self.kept.skip_blank(rows.number());
            }
            self.tail |= rows.left() < SHEET_TAIL.min(rest.length / 2);
            let (text, record) = rows.record();
            self.record(text, &record, visitor)?;
            if self.kept.rows().height() > self.most_kept {
                return Err(Stop::Unsure);
            }
        }
        self.merges = rows.merges().to_vec();
        self.hidden = rows.hidden().clone();
        Ok(())
    }

    /// The row that comes next.
    fn row(&self) -> u32 {
        self.kept.next_row().saturating_add(self.plain)
    }

    fn run_text(&mut self, rest: &TextRest, visitor: &mut impl Visitor) -> Result<bool> {
        let unread = |cause| rest.unread(cause);
        let mut source = rest.source().map_err(unread)?;
        let mut cutter = Cutter::new(rest.layout);
        loop {
            self.tail |= source.left() < TAIL.min(rest.length / 2);
            let (text, last) = source.text();
            cutter.load(text);
            while let Some(record) = cutter.next(text, last) {
                self.record(text, &record, visitor)?;
            }
            let read = text.get(..cutter.rest()).unwrap_or_default();
            if std::str::from_utf8(read).is_err() || has_zero(read) {
                return Ok(false);
            }
            if self.kept.rows().height() > self.most_kept {
                return Ok(false);
            }
            if last {
                return Ok(true);
            }
            source.advance(cutter.rest()).map_err(unread)?;
        }
    }

    fn record(&mut self, text: &[u8], record: &Record, visitor: &mut impl Visitor) -> Result<()> {
        if self.tail || record.lone_quote.is_some() {
            return self.keep(text, record);
        }
        let (answered, header) = self.look_up(text, record);
        // A row that says most headers again says one of those asked for, unless
        // hardly any of them is filled.
        let few = answered * 5 <= self.table.columns.len();
        if few || header || self.watch.after_total || self.is_odd(text, record) {
            match self.look(text, record)? {
                Verdict::Respondent => {}
                Verdict::Keep => return self.keep(text, record),
                Verdict::Blank => {
                    self.tail = true;
                    return self.keep(text, record);
                }
            }
        }
        if !self.filled.is_empty() {
            self.count_filled(text, record);
        }
        let row = self.row();
        visitor.row(row, &self.numbers, &self.coders);
        self.plain += 1;
        Ok(())
    }

    /// Finds the numbers of the texts asked for: how many are not blank, and
    /// whether any says its header again.
    #[inline]
    fn look_up(&mut self, text: &[u8], record: &Record) -> (usize, bool) {
        let mut answered = 0;
        let mut header = false;
        for run in &self.runs {
            let all = run.at..run.at + run.length;
            let coders = self.coders.get_mut(all.clone()).unwrap_or_default();
            let numbers = self.numbers.get_mut(all).unwrap_or_default();
            // Most answers are a digit each.
            let digits = record.single_bytes(text, run.column, run.length);
            let known = digits.is_some_and(|digits| {
                let bytes = digits.iter().step_by(2);
                let columns = bytes.zip(coders.iter()).zip(numbers.iter_mut());
                columns.fold(true, |all, ((byte, coder), number)| {
                    let known = coder.known(*byte);
                    *number = known.unwrap_or(0);
                    all & known.is_some()
                })
            });
            let columns = (run.column..).zip(coders).zip(numbers);
            for ((column, coder), number) in columns {
                if !known {
                    *number = coder.number(record.bytes(text, column));
                }
                answered += usize::from(*number != 0);
                header |= coder.is_header(*number);
            }
        }
        (answered, header)
    }

    /// Whether a row begins like a total, or holds something where the rows
    /// before held nothing.
    fn is_odd(&self, text: &[u8], record: &Record) -> bool {
        if record.parts.len() >= self.width || record.end - record.start > limits::LONGEST_CELL {
            return true;
        }
        let mut dead = self.watch.dead.iter();
        if dead.any(|column| !record.bytes(text, *column as usize).is_empty()) {
            return true;
        }
        let first = record.fields().find(|(start, end)| start < end);
        let Some((start, end)) = first else {
            return true;
        };
        let begins = |at: usize| {
            let byte = text.get(at).copied().unwrap_or(0);
            byte <= b' ' || self.first_bytes.get(usize::from(byte)) == Some(&true)
        };
        let quoted = usize::from(text.get(start) == Some(&b'"'));
        if !begins(start + quoted) {
            return false;
        }
        let field = text.get(start..end).unwrap_or_default();
        let field = String::from_utf8_lossy(field);
        let field = unquoted(&field);
        let field = super::trimmed(&field);
        field.is_empty() || names_total(field).is_some()
    }

    /// A closer look at one row.
    fn look(&mut self, text: &[u8], record: &Record) -> Result<Verdict> {
        let rows = self.kept.rows();
        let row = self.row();
        let one = Rows::new(rows.file().clone(), None, row, rows.width());
        let mut one = RowReader::of(one);
        alone(text, record, |line, record| one.add(line, record))?;
        let verdict = self.watch.look(one.rows());
        self.width = self.watch.width as usize;
        Ok(verdict)
    }

    fn keep(&mut self, text: &[u8], record: &Record) -> Result<()> {
        self.kept.skip(std::mem::take(&mut self.plain));
        alone(text, record, |line, record| self.kept.add(line, record))
    }

    fn count_filled(&mut self, text: &[u8], record: &Record) {
        for (header, filled) in self.table.columns.iter().zip(&mut self.filled) {
            let field = record.bytes(text, header.column as usize);
            *filled += u64::from(field.iter().any(|byte| *byte > b' '));
        }
    }
}
