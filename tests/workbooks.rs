//! Workbooks of the formats that few programs write: what they say is what the same
//! answers say as text, and what is hidden in them is told as in XLSX.

#[path = "xlsb/mod.rs"]
mod xlsb;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tridharma::read::{Format, open};
use xlsb::Sheet;

fn run(command: &str, path: &Path, options: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(["--lang", "en", command])
        .arg(path)
        .args(options)
        .args(["--format", "json"])
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {told}", path.display());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn put(folder: &tempfile::TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn issue<'a>(answer: &'a Value, what: &str) -> &'a Value {
    let issues = answer["issues"].as_array().expect("issues");
    let mut found = issues.iter().filter(|issue| issue["kind"]["what"] == what);
    found.next().unwrap_or(&Value::Null)
}

fn xlsb_of(text: &str) -> Vec<u8> {
    let rows = text.lines().map(|line| line.split(';').collect());
    xlsb::workbook(&[
        Sheet {
            name: "Jawaban",
            rows: rows.collect(),
            ..Sheet::default()
        },
        Sheet {
            name: "Catatan",
            rows: vec![vec!["Data simulasi"]],
            state: 1,
            ..Sheet::default()
        },
    ])
}

#[test]
fn an_xlsb_file_reads_as_its_twin_in_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = xlsb::answers();
    let twin = put(&folder, "kembar.csv", &text);
    let path = put(&folder, "kembar.xlsb", xlsb_of(&text));
    let book = open(&path).expect("a workbook");
    assert_eq!(book.format, Format::Xlsb);
    let hidden: Vec<bool> = book.sheets.iter().map(|sheet| sheet.hidden).collect();
    assert_eq!(hidden, [false, true]);
    let wanted = open(&twin).expect("a text");
    let (found, wanted) = (&book.sheets[0].rows, &wanted.sheets[0].rows);
    assert_eq!(
        (found.span(), found.width()),
        (wanted.span(), wanted.width())
    );
    for row in found.span() {
        for column in 0..found.width() {
            assert_eq!(
                found.cell(row, column),
                wanted.cell(row, column),
                "{row} {column}"
            );
        }
    }
    let options = ["--by", "Layanan"];
    let (found, wanted) = (run("index", &path, &options), run("index", &twin, &options));
    assert_eq!(found["n"], 40);
    for part in ["n", "index", "items", "groups"] {
        assert_eq!(found[part], wanted[part], "{part}");
    }
}

/// Rows 2, 5, 8 … 38 of the answers are hidden by a filter, columns B and C by hand, and
/// a second sheet. LibreOffice made the fixtures from an XLSX with the same made-up
/// answers (`tersembunyi.py` beside them).
#[test]
fn what_is_hidden_is_told_in_every_format_and_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let text = xlsb::answers();
    let binary = xlsb::workbook(&[Sheet {
        name: "Jawaban",
        rows: text.lines().map(|line| line.split(';').collect()).collect(),
        hidden_rows: (1..=40).filter(|row| row % 3 == 2).collect(),
        hidden_columns: vec![(1, 2)],
        ..Sheet::default()
    }]);
    let paths = [
        fixtures.join("tersembunyi.ods"),
        fixtures.join("tersembunyi.xls"),
        put(&folder, "tersembunyi.xlsb", binary),
    ];
    for path in paths {
        let name = path.display();
        let found = run("check", &path, &[]);
        assert_eq!(found["respondents"], 40, "{name}");
        let rows = issue(&found, "hidden_rows");
        assert_eq!(
            (&rows["answers"], &rows["first"]["row"]),
            (&13.into(), &2.into()),
            "{name}"
        );
        let columns = issue(&found, "hidden_columns");
        assert_eq!(columns["kind"]["columns"], 2, "{name}");
        assert_eq!(columns["kind"]["taken"], 2, "{name}");
        assert_eq!(columns["first"]["column"], 1, "{name}");
    }
}

#[test]
fn nothing_hidden_is_told_where_nothing_is_hidden() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let plain = put(&folder, "biasa.xlsb", xlsb_of(&xlsb::answers()));
    for path in [
        plain,
        fixtures.join("judul-gabung.ods"),
        fixtures.join("judul-gabung.xls"),
    ] {
        let found = run("check", &path, &[]);
        assert_eq!(
            issue(&found, "hidden_rows"),
            &Value::Null,
            "{}",
            path.display()
        );
        assert_eq!(
            issue(&found, "hidden_columns"),
            &Value::Null,
            "{}",
            path.display()
        );
    }
}
