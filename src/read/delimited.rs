use super::records::{Cutter, Layout, Record, unquoted};
use super::{Format, Rows, Sheet, TextEncoding, limits, text};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use std::sync::Arc;

/// The signs that may stand between fields, the likeliest first.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records that decide which delimiter it is.
const SAMPLE: usize = 200;

/// Bytes cut at a time.
const BLOCK: usize = 1 << 17;

/// Reads delimited text whose delimiter nobody told us, and as a rule its encoding
/// neither.
pub(super) fn read(
    bytes: &[u8],
    file: &Arc<str>,
    told: Option<TextEncoding>,
) -> Result<(Format, Sheet)> {
    let decoded = match told {
        Some(told) => Some((told.decode(bytes), told.name())),
        None => text::decode(bytes),
    };
    let Some((text, encoding)) = decoded else {
        return Err(no_text(file));
    };
    if text.len() > Rows::MOST_TEXT {
        return Err(limits::too_large(file));
    }
    let (layout, text) = layout(&text);
    let format = Format::Delimited {
        delimiter: char::from(layout.delimiter),
        encoding: encoding.to_string(),
    };
    let mut reader = RowReader::new(file);
    for_each_record(text, layout, |text, record| reader.add(text, record))?;
    Ok((format, reader.sheet()))
}

pub(super) fn no_text(file: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!(
            "{file} bukan tabel: isinya bukan teks dan bukan buku kerja",
            "{file} is no table: it holds neither text nor a workbook"
        ),
    )
    .hint(said!(
        "simpan data sebagai XLSX atau CSV, lalu coba lagi",
        "save the data as XLSX or CSV and try again"
    ))
}

/// How a text is cut, and the text without the line that only tells that.
pub(super) fn layout(text: &str) -> (Layout, &str) {
    let (told, text) = told_delimiter(text);
    let layout = match told {
        Some(delimiter) => Layout {
            delimiter,
            fields: usual_fields(text, delimiter).1,
        },
        None => likeliest(text),
    };
    (layout, text)
}

/// Excel's own line `sep=;` before the data, taken off.
fn told_delimiter(text: &str) -> (Option<u8>, &str) {
    let Some(rest) = text.strip_prefix("sep=") else {
        return (None, text);
    };
    let Some((&delimiter, after)) = rest.as_bytes().split_first() else {
        return (None, text);
    };
    let ends = after.first().is_none_or(|byte| b"\r\n".contains(byte));
    match rest.get(1..) {
        Some(after) if ends && DELIMITERS.contains(&delimiter) => {
            (Some(delimiter), after.trim_start_matches(['\r', '\n']))
        }
        _ => (None, text),
    }
}

/// The delimiter whose number of fields is the most constant over the first
/// records; of equally constant ones the one with more fields.
fn likeliest(text: &str) -> Layout {
    let mut best = Layout {
        delimiter: b',',
        fields: 1,
    };
    let mut best_rank = (0, 1);
    for delimiter in DELIMITERS {
        let rank = usual_fields(text, delimiter);
        let (_, fields) = rank;
        if fields > 1 && rank > best_rank {
            best = Layout { delimiter, fields };
            best_rank = rank;
        }
    }
    best
}

/// The share of the first records that have the most frequent number of fields
/// (in twentieths, so that one odd record does not outweigh many fields), and
/// that number.
fn usual_fields(text: &str, delimiter: u8) -> (usize, usize) {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    let mut records = 0;
    let layout = Layout {
        delimiter,
        fields: 0,
    };
    let mut count = |record: &Record| {
        if record.start == record.end {
            return;
        }
        records += 1;
        let here = record.parts.len() + 1;
        match counts.iter_mut().find(|(fields, _)| *fields == here) {
            Some((_, count)) => *count += 1,
            None => counts.push((here, 1)),
        }
    };
    first_records(text, layout, &mut count);
    let most = counts
        .iter()
        .max_by_key(|(fields, count)| (*count, *fields));
    match most {
        Some((fields, count)) => (count * 20 / records, *fields),
        None => (0, 0),
    }
}

/// Up to [`SAMPLE`] records from the start of a text.
fn first_records(text: &str, layout: Layout, each: &mut impl FnMut(&Record)) {
    let mut cutter = Cutter::new(layout);
    let (mut at, mut size, mut left) = (0, BLOCK / 16, SAMPLE);
    while at < text.len() && left > 0 {
        let end = text.len().min(at + size);
        let block = text.as_bytes().get(at..end).unwrap_or_default();
        cutter.load(block);
        while left > 0
            && let Some(record) = cutter.next(block, end == text.len())
        {
            each(&record);
            left -= 1;
        }
        size *= if cutter.rest() == 0 { 2 } else { 1 };
        at += cutter.rest();
    }
}

/// Cuts a text that is in memory; `each` gets the text that the places in the
/// record count from.
fn for_each_record(
    text: &str,
    layout: Layout,
    mut each: impl FnMut(&str, &Record) -> Result<()>,
) -> Result<()> {
    let mut cutter = Cutter::new(layout);
    let (mut at, mut size) = (0, BLOCK);
    while at < text.len() {
        let end = text.ceil_char_boundary(text.len().min(at + size));
        let block = text.get(at..end).unwrap_or_default();
        cutter.load(block.as_bytes());
        while let Some(record) = cutter.next(block.as_bytes(), end == text.len()) {
            each(block, &record)?;
        }
        size = if cutter.rest() == 0 { size * 2 } else { BLOCK };
        at += cutter.rest();
    }
    Ok(())
}

/// Records as rows of cells.
#[derive(Debug)]
pub(super) struct RowReader {
    rows: Rows,
    /// Blank rows that count once a row follows.
    blank: u32,
    lone_quotes: Vec<(u32, u32)>,
}

impl RowReader {
    pub fn new(file: &Arc<str>) -> Self {
        RowReader::of(Rows::new(file.clone(), None, 0, 0))
    }

    /// A reader that adds to rows.
    pub fn of(rows: Rows) -> Self {
        RowReader {
            rows,
            blank: 0,
            lone_quotes: Vec::new(),
        }
    }

    /// A reader that adds to the rows of a sheet.
    pub fn behind(sheet: &Sheet) -> Self {
        RowReader {
            rows: sheet.rows.clone(),
            blank: 0,
            lone_quotes: sheet.lone_quotes.clone(),
        }
    }

    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Leaves out the next rows.
    pub fn skip(&mut self, rows: u32) {
        self.rows.skip(rows);
    }

    /// Leaves all rows blank up to the one to be added next.
    pub fn skip_blank(&mut self, row: u32) {
        self.blank += row.saturating_sub(self.next_row());
    }

    /// The row a record is, if it holds anything.
    pub fn next_row(&self) -> u32 {
        self.rows.span().end.saturating_add(self.blank)
    }

    /// Adds a record; the places in it count from the start of the text.
    pub fn add(&mut self, text: &str, record: &Record) -> Result<()> {
        let width = u32::try_from(record.parts.len() + 1).unwrap_or(u32::MAX);
        limits::check_columns(width, || self.rows.place(self.next_row(), 0))?;
        let fields = record.fields();
        if let Some(quote) = record.lone_quote {
            let column = fields.clone().position(|(start, _)| start == quote);
            let column = u32::try_from(column.unwrap_or(0)).unwrap_or(0);
            self.lone_quotes.push((self.next_row(), column));
        }
        let cell = |(start, end): (usize, usize)| text.get(start..end).unwrap_or("");
        if record.start == record.end {
            self.blank += 1;
            return Ok(());
        }
        let cells = fields.map(cell);
        if cells.clone().all(|field| super::trimmed(field).is_empty()) {
            self.blank += 1;
            return Ok(());
        }
        for _ in 0..std::mem::take(&mut self.blank) {
            self.rows.end_row();
        }
        self.rows.widen(width);
        for (column, field) in (0_u32..).zip(cells) {
            limits::check_cell(field.len(), || self.rows.place(self.next_row(), column))?;
            match field.starts_with('"') {
                true => self.rows.append(column, &unquoted(field)),
                false => self.rows.append(column, field),
            }
        }
        self.rows.end_row();
        Ok(())
    }

    pub fn sheet(self) -> Sheet {
        Sheet {
            lone_quotes: self.lone_quotes,
            ..Sheet::of(self.rows)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_text(text: &str) -> (char, Vec<Vec<String>>) {
        let (format, sheet) = read(text.as_bytes(), &"a.csv".into(), None).expect("a table");
        let Format::Delimited { delimiter, .. } = format else {
            panic!("{format:?}");
        };
        let rows = &sheet.rows;
        let texts = |row| (0..rows.width()).map(move |c| rows.cell(row, c).to_string());
        let cells = rows.span().map(|row| texts(row).collect()).collect();
        (delimiter, cells)
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_every_row_alike() {
        let cases = [
            ("a,b,c\n1,2,3\n4,5,6\n", ','),
            ("a;b;c\n1;2;3\n", ';'),
            ("a\tb\tc\n1\t2\t3\n", '\t'),
            ("a|b|c\n1|2|3\n", '|'),
            // Decimal commas, as many as delimiters.
            ("x;y;z\n1,5;2,5;3,5\n4,5;5,5;6,5\n", ';'),
            // Commas inside the header of a semicolon file.
            (
                "Nama, lengkap;Usia, tahun, bulan;K\nA;1;2\nB;2;3\nC;3;4\n",
                ';',
            ),
            // Several options in a cell of a comma file.
            ("n,p\n1,a;b;c\n2,a;b\n3,a;b;c\n4,d\n", ','),
            // A quoted line break and delimiter.
            ("\"a\nb;;;\",c\n\"1\n2\n;\",3\n", ','),
            ("one\ntwo\nthree\n", ','),
        ];
        for (text, delimiter) in cases {
            assert_eq!(read_text(text).0, delimiter, "{text:?}");
        }
    }

    #[test]
    fn blank_lines_keep_their_row_number() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "\na,b\n\n\n1,2\n,\n3,4\n\n\n".replace('\n', end);
            let (_, rows) = read_text(&text);
            let firsts: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
            assert_eq!(firsts, ["", "a", "", "", "1", "", "3"], "{end:?}");
        }
    }

    #[test]
    fn a_lone_quote_does_not_swallow_the_file() {
        let mut text = String::from("Nama,U1\n\"Ayu,3\n");
        for _ in 0..20 {
            text.push_str("Budi,4\n");
        }
        assert_eq!(read_text(&text).1.len(), 22);
        let (_, rows) = read_text("a,\"x\ny\"\"z\"\n1,2\n");
        assert_eq!(rows[0], ["a", "x\ny\"z"]);
    }

    #[test]
    fn a_lone_quote_shifts_no_column_and_swallows_no_row() {
        let cases = [
            // Never closed.
            ("a,b,c\n1,\"x,2\n3,y,4\n", (1, 1), 3),
            // Before another field in quotes, on the same line and below.
            ("a,b,c\n1,\"x,\"y\"\n3,z,4\n", (1, 1), 3),
            ("a,b,c\n1,\"x,2\n3,\"y, z\",4\n", (1, 1), 3),
            // Closed by a quote behind a measure: records of three fields.
            ("a,b,c\n1,\"x,2\n3,z,5\"\n5,6,7\n", (1, 1), 4),
            ("a,b,c\n\"1,x,2\n3,y,5\"\n", (1, 0), 3),
        ];
        for (text, place, rows) in cases {
            let (_, sheet) = read(text.as_bytes(), &"a.csv".into(), None).expect("a table");
            assert_eq!(sheet.lone_quotes, [place], "{text:?}");
            assert_eq!(
                (sheet.rows.height(), sheet.rows.width()),
                (rows, 3),
                "{text:?}"
            );
        }
        // Fields in quotes that are closed, whatever they hold.
        for text in [
            "a,b\n1,\"x\ny,z\n\"\n2,3\n",
            "a,b\n1,\"\"\"x\"\" y\"\n",
            "a,b\n1,5\" pipa\n",
            "a,b\n\"Ayu, S.H.\" Lestari,3\n",
            "a,b\n\"\",\"\"",
        ] {
            let (_, sheet) = read(text.as_bytes(), &"a.csv".into(), None).expect("a table");
            assert_eq!(
                (sheet.lone_quotes.len(), sheet.rows.width()),
                (0, 2),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn well_formed_text_reads_as_the_csv_crate_reads_it(
            cells in prop::collection::vec(prop::collection::vec("[a,;\"\r\n é]{0,4}", 3), 1..60),
            (crlf, all_quoted, block) in (any::<bool>(), any::<bool>(), 1_usize..40),
        ) {
            let style = if all_quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
            let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
            let mut writer = csv::WriterBuilder::new().quote_style(style).terminator(end).from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).expect("written");
            }
            let text = String::from_utf8(writer.into_inner().expect("written")).expect("UTF-8");
            let layout = Layout { delimiter: b',', fields: 3 };
            // In blocks of any size, as a large file is read.
            let (mut cutter, mut at, mut size, mut found) = (Cutter::new(layout), 0, block, Vec::new());
            while at < text.len() {
                let end = text.ceil_char_boundary(text.len().min(at + size));
                let part = &text[at..end];
                cutter.load(part.as_bytes());
                while let Some(record) = cutter.next(part.as_bytes(), end == text.len()) {
                    prop_assert_eq!(record.lone_quote, None);
                    let fields = record.fields().map(|(start, end)| unquoted(&part[start..end]).into_owned());
                    found.push(fields.collect::<Vec<_>>());
                }
                size = if cutter.rest() == 0 { size * 2 } else { block };
                at += cutter.rest();
            }
            prop_assert_eq!(found, cells);
        }
    }

    #[test]
    fn the_line_that_tells_the_delimiter_is_no_row() {
        let (delimiter, rows) = read_text("sep=;\r\na,b;c\r\n1;2\r\n");
        assert_eq!((delimiter, rows.len()), (';', 2));
        assert_eq!(rows[0], ["a,b", "c"]);
    }

    #[test]
    fn rows_of_different_lengths_are_all_kept() {
        let (_, rows) = read_text("a,b\n1,2,3,4\n5\n");
        assert_eq!(rows[1], ["1", "2", "3", "4"]);
        assert_eq!(rows[2], ["5", "", "", ""]);
    }
}
