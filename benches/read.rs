//! Reading and counting: a CSV of 10,000 respondents, and the same as XLSX.

use divan::Bencher;
use rust_xlsxwriter::Workbook;
use std::path::{Path, PathBuf};
use tridharma::count::{ColumnSet, Engine, Local, Part};
use tridharma::read::{Where, open};

const ROWS: u32 = 10_000;
const GROUPS: [&str; 4] = ["Layanan", "Jenis kelamin", "Pendidikan", "Pekerjaan"];

fn main() {
    divan::main();
}

/// A respondent's cells: a name, four groups, nine answers, now and then a blank.
fn respondent(row: u32) -> Vec<String> {
    // A linear congruence is random enough to vary patterns.
    let random = |column: u32| (row * 31 + column).wrapping_mul(2_654_435_769) >> 16;
    let mut cells = vec![format!("Responden {row}")];
    cells.extend((0..4).map(|group| format!("{} {}", GROUPS[group as usize], random(group) % 5)));
    cells.extend((4..13).map(|item| match random(item) % 40 {
        0 => String::new(),
        value => (value % 4 + 1).to_string(),
    }));
    cells
}

fn header() -> Vec<String> {
    let mut cells = vec!["Nama".to_string()];
    cells.extend(GROUPS.map(str::to_string));
    cells.extend((1..=9).map(|item| format!("U{item}")));
    cells
}

fn csv(folder: &tempfile::TempDir) -> PathBuf {
    let mut text = header().join(";");
    for row in 0..ROWS {
        text.push('\n');
        text.push_str(&respondent(row).join(";"));
    }
    let path = folder.path().join("jawaban.csv");
    std::fs::write(&path, text).expect("written");
    path
}

fn xlsx(folder: &tempfile::TempDir) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, header()).expect("a row");
    for row in 0..ROWS {
        for (column, cell) in (0..).zip(respondent(row)) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row + 1, column, number).expect("a cell"),
                Err(_) => sheet.write(row + 1, column, cell).expect("a cell"),
            };
        }
    }
    let path = folder.path().join("jawaban.xlsx");
    book.save(&path).expect("written");
    path
}

/// The items alone and with each group: what a report asks for.
fn read_and_count(path: &Path) -> u64 {
    let book = open(path).expect("a book");
    let (sheet, tables) = book.tables(&Where::default()).expect("tables");
    let engine = Local::new(vec![Part {
        rows: &sheet.rows,
        table: &tables[0],
        columns: (1..14).map(Some).collect(),
        counted: None,
        times: None,
    }]);
    let items: Vec<usize> = (4..13).collect();
    let mut sets = vec![ColumnSet(items.clone())];
    sets.extend((0..4).map(|group| ColumnSet([items.as_slice(), &[group]].concat())));
    let tallies = engine.tally(&sets).expect("tallies");
    tallies.iter().map(|tally| tally.total()).sum()
}

#[divan::bench(sample_count = 20)]
fn csv_of_10_000(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = csv(&folder);
    bencher.bench(|| read_and_count(&path));
}

#[divan::bench(sample_count = 10)]
fn xlsx_of_10_000(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = xlsx(&folder);
    bencher.bench(|| read_and_count(&path));
}
