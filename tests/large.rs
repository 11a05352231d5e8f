//! Large text files and sheets are counted in one pass: the result must be that
//! of a file held whole, whatever stands among its rows.

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use std::path::Path;
use tridharma::pipeline::{Setup, study, survey, understand};

/// A row that is no plain respondent, and where it stands.
#[derive(Debug, Clone, Copy)]
enum Odd {
    Header,
    Total,
    Mean,
    /// A name that begins like a total, once or in two rows.
    NamedLikeTotal(bool),
    Blank,
    Unanswered,
    LoneQuote,
    Lines,
    ExtraField,
    NoField,
    ColumnFilledLate,
    Stranger,
    SecondTable,
    Notes,
}

const ODD: [Odd; 15] = [
    Odd::Header,
    Odd::Total,
    Odd::Mean,
    Odd::NamedLikeTotal(false),
    Odd::NamedLikeTotal(true),
    Odd::Blank,
    Odd::Unanswered,
    Odd::LoneQuote,
    Odd::Lines,
    Odd::ExtraField,
    Odd::NoField,
    Odd::ColumnFilledLate,
    Odd::Stranger,
    Odd::SecondTable,
    Odd::Notes,
];

const HEADER: &str = "Nama,Unit,Usia,U1,U2,U3,U4,U5,U6,U7,U8,U9,Saran,";

/// Rows that a large file has at least: its head, a block, and the tail.
const ROWS: u32 = 16_000;

fn odd_rows(odd: Odd, row: u32) -> String {
    let like = "Nilai Jual,Unit 1,30,3,3,3,3,3,3,3,3,3,,";
    match odd {
        Odd::Header => HEADER.to_owned(),
        Odd::Total => "Jumlah,,,900,800,700,900,800,700,900,800,700,,".to_owned(),
        Odd::Mean => {
            "Rata-rata,,,3.1,3.2,3.3,3.4,3.1,3.2,3.3,3.4,3.1,,\n,,,77.5,80,,,,,,,,,".to_owned()
        }
        Odd::NamedLikeTotal(false) => like.to_owned(),
        Odd::NamedLikeTotal(true) => format!("{like}\n{like}\n{like}"),
        Odd::Blank => ",,,,,,,,,,,,,\n".to_owned(),
        Odd::Unanswered => format!("Orang {row},Unit 2,31,,,,,,,,,,,"),
        Odd::LoneQuote => format!("\"Orang {row},Unit 2,31,4,4,4,4,4,4,4,4,4,baik,"),
        Odd::Lines => {
            format!("Orang {row},Unit 2,31,4,4,4,4,4,4,4,4,4,\"dua, baris\ndan \"\"kutip\"\"\",")
        }
        Odd::ExtraField => format!("Orang {row},Unit 2,31,4,4,4,4,4,4,4,4,4,baik,catatan,lebih"),
        Odd::NoField => format!("Orang {row},Unit 2,31,4,4,4"),
        Odd::ColumnFilledLate => format!("Orang {row},Unit 3,40,4,4,4,4,4,4,4,4,4,,catatan"),
        Odd::Stranger => format!("Orang {row},\"Unit  2 \",250,7,x,\"4\", 4 ,-,4,4,4,4,,"),
        Odd::SecondTable => "\nUnsur,Nilai\nU1,3.2\nU2,3.1\nU3,3.4".to_owned(),
        Odd::Notes => "\nMengetahui,\n\nKepala Dinas".to_owned(),
    }
}

/// A survey with odd rows behind respondents of these numbers.
fn text(odd: &[(Odd, u32)], seed: u32) -> String {
    text_of(ROWS, odd, seed)
}

fn text_of(rows: u32, odd: &[(Odd, u32)], seed: u32) -> String {
    let mut text = format!("{HEADER}\n");
    for row in 0..rows {
        let random = |column: u32| (row * 31 + column + seed).wrapping_mul(2_654_435_769) >> 16;
        let answer = |item: u32| match random(item) % 40 {
            0 => String::new(),
            value => (value % 4 + 1).to_string(),
        };
        let answers: Vec<String> = (0..9).map(answer).collect();
        let (unit, age) = (random(20) % 5, 20 + random(21) % 40);
        text.push_str(&format!(
            "Orang {row},Unit {unit},{age},{},,\n",
            answers.join(",")
        ));
        for (odd, _) in odd.iter().filter(|(_, behind)| *behind == row) {
            text.push_str(&odd_rows(*odd, row));
            text.push('\n');
        }
    }
    text
}

/// Everything that is made of a file, as text, and whether it was held.
fn outcome(path: &Path, setup: &Setup) -> (String, bool) {
    let understanding = understand(&[path], setup).expect("a survey");
    let held = understanding.chosen[0].counted.is_none();
    let surveyed = survey(&understanding, setup).expect("answers");
    let study = study(&understanding, &surveyed, setup).expect("a study");
    let chosen = &understanding.chosen[0];
    let text = format!(
        "{}\n{:?}\n{:?}\n{:?}\n{:?} {:?} {} {:?}",
        serde_json::to_string(&study).expect("JSON"),
        surveyed.responses,
        surveyed.listing,
        surveyed.issues,
        chosen.table,
        chosen.filled,
        chosen.others,
        understanding.mapping.as_ref().ok(),
    );
    (text, held)
}

/// Compares both ways of reading; gives whether the file was really counted in
/// one pass.
fn compare(bytes: &[u8]) -> bool {
    compare_named("jawaban.csv", bytes)
}

fn compare_named(name: &str, bytes: &[u8]) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    let setup = |held| Setup {
        held: Some(held),
        ..Setup::default()
    };
    let (whole, _) = outcome(&path, &setup(u64::MAX));
    let (passed, held) = outcome(&path, &setup(0));
    assert!(whole == passed, "{}", first_difference(&whole, &passed));
    !held
}

fn first_difference(one: &str, other: &str) -> String {
    let pairs = one.bytes().zip(other.bytes());
    let at = pairs.take_while(|(one, other)| one == other).count();
    let around = |text: &str| {
        let bytes = &text.as_bytes()[at.saturating_sub(120)..text.len().min(at + 120)];
        String::from_utf8_lossy(bytes).into_owned()
    };
    format!("held: …{}…\npassed: …{}…", around(one), around(other))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn one_pass_gives_what_the_whole_file_gives(
        odd in prop::collection::vec((prop::sample::select(ODD.to_vec()), 0..ROWS), 0..4),
        seed in any::<u16>(),
    ) {
        compare(text(&odd, u32::from(seed)).as_bytes());
    }
}

#[test]
fn odd_rows_in_the_middle_do_not_need_the_whole_file() {
    for odd in ODD {
        let passed = compare(text(&[(odd, 7000)], 1).as_bytes());
        let needs_all = matches!(odd, Odd::Blank | Odd::SecondTable | Odd::Notes);
        assert_eq!(passed, !needs_all, "{odd:?}");
    }
}

#[test]
fn totals_notes_and_tables_at_the_end_are_found() {
    for odd in [
        Odd::Total,
        Odd::Mean,
        Odd::Blank,
        Odd::SecondTable,
        Odd::Notes,
    ] {
        assert!(compare(text(&[(odd, ROWS - 1)], 1).as_bytes()), "{odd:?}");
    }
    // A total without a name: its sums need every row.
    let mut unnamed = text(&[], 1);
    unnamed.push_str(",,,40000,40000,40000,,,,,,,,\n");
    assert!(!compare(unnamed.as_bytes()));
}

#[test]
fn every_encoding_and_delimiter_is_read_in_one_pass() {
    let plain = text(&[(Odd::Lines, 6500)], 3).replace("Unit 1", "Unité 1");
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(plain.as_bytes());
    assert!(compare(&marked));
    let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut wide_marked = vec![0xFF, 0xFE];
    wide_marked.extend(&wide);
    assert!(compare(&wide_marked));
    assert!(compare(&wide));
    let western: Vec<u8> = plain.chars().map(|sign| sign as u8).collect();
    assert!(compare(&western));
    assert!(compare(plain.replace(',', ";").as_bytes()));
    assert!(compare(plain.replace('\n', "\r\n").as_bytes()));
    assert!(compare(format!("sep=,\n{plain}").as_bytes()));
    // The first letter beyond ASCII comes late, and is no UTF-8.
    let mut late: Vec<u8> = text(&[], 3).into_bytes();
    late.extend(b"Andr\xe9,Unit 1,30,3,3,3,3,3,3,3,3,3,,\n");
    compare(&late);
}

/// The rows of a text as a sheet: numbers as numbers, below `titles` title rows.
fn fill(sheet: &mut Worksheet, text: &str, titles: u32) {
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true);
    // Lines that hold nothing are rows too.
    let text = text.replace("\n\n", "\n\"\"\n");
    for (row, record) in (titles..).zip(reader.from_reader(text.as_bytes()).records()) {
        let record = record.expect("a record");
        for (column, cell) in (0_u16..).zip(&record) {
            let written = match cell.parse::<f64>() {
                _ if cell.is_empty() => continue,
                // The age as a moment, the answers as numbers.
                Ok(number) if column == 2 => {
                    sheet.write_with_format(row, column, number + 45_000.5, &moment)
                }
                Ok(number) => sheet.write(row, column, number),
                Err(_) => sheet.write(row, column, cell),
            };
            written.expect("a cell");
        }
    }
}

/// A workbook of one sheet of answers, with titles and merged titles above it and
/// a small sheet beside it where that is wanted.
fn workbook(text: &str, titles: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    if titles {
        let plain = Format::new();
        let merged = sheet.merge_range(0, 0, 0, 12, "Survei (simulasi)", &plain);
        merged.expect("merged");
        let merged = sheet.merge_range(1, 3, 1, 11, "Unsur", &plain);
        merged.expect("merged");
    }
    fill(sheet, text, if titles { 2 } else { 0 });
    if titles {
        let other = book.add_worksheet();
        other.set_name("Rekap").expect("a name");
        fill(other, "Unsur,Nilai\nU1,3.2\nU2,3.1\n", 0);
    }
    book.save_to_buffer().expect("a workbook")
}

/// Respondents of a large sheet.
const SHEET_ROWS: u32 = 7000;

fn compare_sheet(odd: &[(Odd, u32)], titles: bool) -> bool {
    let text = text_of(SHEET_ROWS, odd, 5);
    compare_named("jawaban.xlsx", &workbook(&text, titles))
}

#[test]
fn a_sheet_is_counted_in_one_pass() {
    let odd = [
        (Odd::Stranger, 5400),
        (Odd::Header, 5410),
        (Odd::ColumnFilledLate, 5420),
        (Odd::Lines, 5430),
        (Odd::Notes, SHEET_ROWS - 1),
    ];
    assert!(compare_sheet(&odd, false));
    assert!(compare_sheet(&[(Odd::Mean, SHEET_ROWS - 1)], true));
    // Rows behind a blank one in the middle need all the others.
    assert!(!compare_sheet(&[(Odd::Blank, 2000)], false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn one_pass_over_a_sheet_gives_what_the_whole_sheet_gives(
        odd in prop::collection::vec((prop::sample::select(ODD.to_vec()), 0..SHEET_ROWS), 0..4),
        titles in any::<bool>(),
    ) {
        let odd = odd.into_iter().filter(|(odd, _)| !matches!(odd, Odd::LoneQuote));
        let odd: Vec<(Odd, u32)> = odd.collect();
        compare_sheet(&odd, titles);
    }
}
