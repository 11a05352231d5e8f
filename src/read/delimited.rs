use super::{Format, Rows, Sheet, text};
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use csv::{ReaderBuilder, StringRecord};
use std::sync::Arc;

/// The signs that may stand between fields, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Records that decide which delimiter it is.
const SAMPLE: usize = 200;

/// Reads delimited text whose encoding and delimiter nobody told us.
pub(super) fn read(bytes: &[u8], file: &Arc<str>) -> Result<(Format, Sheet)> {
    let Some((text, encoding)) = text::decode(bytes) else {
        return Err(Error::new(
            ErrorKind::Unreadable,
            said!(
                "{file} bukan tabel: isinya bukan teks dan bukan buku kerja",
                "{file} is no table: it holds neither text nor a workbook"
            ),
        )
        .hint(said!(
            "simpan data sebagai XLSX atau CSV, lalu coba lagi",
            "save the data as XLSX or CSV and try again"
        )));
    };
    if text.len() > Rows::MOST_TEXT {
        return Err(too_large(file));
    }
    let (told, text) = told_delimiter(&text);
    let layout = match told {
        Some(delimiter) => Layout {
            delimiter,
            quoting: true,
        },
        None => layout_of(text),
    };
    let sheet = Sheet {
        rows: rows(text, layout, file)?,
        merges: Vec::new(),
        hidden: false,
    };
    let format = Format::Delimited {
        delimiter: char::from(layout.delimiter),
        encoding: encoding.to_string(),
    };
    Ok((format, sheet))
}

/// The error for a file beyond what the program holds in memory.
pub(super) fn too_large(file: &str) -> Error {
    Error::new(
        ErrorKind::Unreadable,
        said!("{file} terlalu besar", "{file} is too large"),
    )
    .hint(said!(
        "bagi menjadi beberapa berkas (mis. per bulan) dan berikan semuanya",
        "split it into several files (e.g. one per month) and give all of them"
    ))
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Layout {
    delimiter: u8,
    /// Whether `"` opens a field; off for a file with a lone quote.
    quoting: bool,
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
fn layout_of(text: &str) -> Layout {
    let quoting = !has_lone_quote(text);
    let mut best = Layout {
        delimiter: b',',
        quoting,
    };
    let mut best_rank = (0, 1);
    for delimiter in DELIMITERS {
        let layout = Layout { delimiter, quoting };
        let (constant, fields) = constancy(text, layout);
        // Twentieths, so that one odd record does not outweigh many fields.
        let rank = (constant, fields);
        if fields > 1 && rank > best_rank {
            best = layout;
            best_rank = rank;
        }
    }
    best
}

/// The share of records (in twentieths) that have the most frequent number of
/// fields, and that number.
fn constancy(text: &str, layout: Layout) -> (usize, usize) {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    let mut records = 0;
    for record in records_of(text, layout).take(SAMPLE) {
        records += 1;
        match counts
            .iter_mut()
            .find(|(fields, _)| *fields == record.len())
        {
            Some((_, count)) => *count += 1,
            None => counts.push((record.len(), 1)),
        }
    }
    let most = counts
        .iter()
        .max_by_key(|(fields, count)| (*count, *fields));
    match most {
        Some((fields, count)) => (count * 20 / records, *fields),
        None => (0, 0),
    }
}

/// A quote that opens a field and is never closed would swallow the rest of
/// the file: then one record holds most of the lines.
fn has_lone_quote(text: &str) -> bool {
    if text.bytes().filter(|&byte| byte == b'"').count() % 2 == 0 {
        return false;
    }
    let quoted = Layout {
        delimiter: b',',
        quoting: true,
    };
    let lines = text.lines().count();
    let last = records_of(text, quoted).last();
    last.is_some_and(|record| {
        let within = record.iter().map(|field| field.lines().count()).max();
        within.is_some_and(|within| within > 3 && within * 4 > lines)
    })
}

/// The records that can be read; a reader of text in memory never fails.
fn records_of(text: &str, layout: Layout) -> impl Iterator<Item = StringRecord> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(layout.delimiter)
        .quoting(layout.quoting)
        .from_reader(text.as_bytes())
        .into_records()
        .map_while(std::result::Result::ok)
}

fn rows(text: &str, layout: Layout, file: &Arc<str>) -> Result<Rows> {
    let mut rows = Rows::new(file.clone(), None, 0, 0);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(layout.delimiter)
        .quoting(layout.quoting)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut blank = 0_u32;
    loop {
        let from = reader.position().byte();
        let more = reader.read_record(&mut record);
        if !more.map_err(|cause| unreadable(file, cause))? {
            return Ok(rows);
        }
        // The reader skips blank lines; a spreadsheet counts them as rows.
        blank += blank_lines(text.as_bytes(), from);
        if record.iter().all(|field| super::trimmed(field).is_empty()) {
            blank += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut blank) {
            rows.end_row();
        }
        rows.widen(u32::try_from(record.len()).unwrap_or(u32::MAX));
        for (column, field) in (0_u32..).zip(&record) {
            rows.append(column, field);
        }
        rows.end_row();
    }
}

fn unreadable(file: &str, cause: csv::Error) -> Error {
    let message = said!(
        "{file} tidak dapat dibaca sebagai CSV",
        "{file} cannot be read as CSV"
    );
    Error::new(ErrorKind::Unreadable, message).because(cause)
}

/// Line ends at a position, without the second half of the one before it.
fn blank_lines(bytes: &[u8], from: u64) -> u32 {
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let before = from.checked_sub(1).and_then(|before| bytes.get(before));
    let rest = bytes.get(from..).unwrap_or_default();
    let rest = match (before, rest.first()) {
        (Some(b'\r'), Some(b'\n')) => rest.get(1..).unwrap_or_default(),
        _ => rest,
    };
    let ends = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    let (mut lines, mut last) = (0, b'\n');
    for &byte in ends {
        let second_half = last == b'\r' && byte == b'\n';
        lines += u32::from(!second_half);
        last = byte;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (char, Vec<Vec<String>>) {
        let (format, sheet) = read(text.as_bytes(), &"a.csv".into()).expect("a table");
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
