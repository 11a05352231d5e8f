//! Where answers come from: periods made of dates, hidden rows, encodings.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn put(folder: &tempfile::TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

fn run(command: &str, path: &Path, options: &[&str]) -> Result<Value, String> {
    let output = Command::cargo_bin("tridharma")
        .expect("the program")
        .args(["--lang", "en", command])
        .arg(path)
        .args(options)
        .args(["--format", "json"])
        .output()
        .expect("the program runs");
    match output.status.success() {
        true => Ok(serde_json::from_slice(&output.stdout).expect("JSON")),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

fn issue<'a>(answer: &'a Value, what: &str) -> &'a Value {
    let issues = answer["issues"].as_array().expect("issues");
    let mut found = issues.iter().filter(|issue| issue["kind"]["what"] == what);
    found.next().unwrap_or(&Value::Null)
}

/// Simulated answers of nine items with the time stamps given: those of the first
/// half of the list answer 3, the others 4.
fn answers(stamps: &[String]) -> String {
    let mut text = String::from("Timestamp;U1;U2;U3;U4;U5;U6;U7;U8;U9\n");
    for (at, stamp) in stamps.iter().enumerate() {
        let code = if at * 2 < stamps.len() { 3 } else { 4 };
        text.push_str(&format!("{stamp}{}\n", format!(";{code}").repeat(9)));
    }
    text
}

fn stamps(all: &[&str]) -> Vec<String> {
    all.iter().map(|stamp| (*stamp).to_owned()).collect()
}

#[test]
fn a_period_asked_for_is_taken_from_the_time_stamps() {
    let folder = tempfile::tempdir().expect("a folder");
    // March and April, then July and August; the day comes first, as 14 proves.
    let all = stamps(&[
        "03/04/2026 09.41",
        "14/03/2026 10.00",
        "05/07/2026",
        "06/08/2026",
    ]);
    let path = put(&folder, "a.csv", answers(&all));
    let both = run("index", &path, &["--period", "all"]).expect("everybody");
    assert_eq!(both["n"], 4);
    for period in ["2026-S1", "Semester I 2026"] {
        let first = run("index", &path, &["--period", period]).expect("a period");
        assert_eq!(first["n"], 2);
        assert_eq!(first["items"][0]["nrr"], 3.0);
    }
    let second = run("index", &path, &["--period", "2026-TW3"]).expect("a period");
    assert_eq!(
        (&second["n"], &second["items"][0]["nrr"]),
        (&2.into(), &4.0.into())
    );
    let month = run("index", &path, &["--period", "2026-04"]).expect("a period");
    assert_eq!(month["n"], 1);
    let told = issue(&second, "period_from_dates");
    assert_eq!(told["kind"]["order"], "day_first");
    assert_eq!(told["kind"]["from"], "2026-03-14");
}

#[test]
fn a_period_without_a_date_in_it_is_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(
        &folder,
        "a.csv",
        answers(&stamps(&["2026-07-01", "2026-08-01"])),
    );
    let found = run("index", &path, &["--period", "2026-S1"]).expect("a name");
    assert_eq!(found["n"], 2);
    assert_eq!(issue(&found, "period_not_dated")["answers"], 2);
    // Asked for by its column, it has to be there.
    let options = ["--period", "2026-S1", "--period-from", "Timestamp"];
    let told = run("index", &path, &options).expect_err("no such period");
    assert!(told.contains("2026-S2"), "{told}");
}

#[test]
fn an_order_that_nothing_proves_is_told_and_one_that_contradicts_itself_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = [
        "--period-from",
        "A",
        "--period-by",
        "month",
        "--period",
        "2026-04",
    ];
    let unproven = put(
        &folder,
        "a.csv",
        answers(&stamps(&["03/04/2026", "05/06/2026"])),
    );
    let found = run("index", &unproven, &options).expect("an index");
    assert_eq!(found["n"], 1);
    assert_eq!(
        issue(&found, "period_from_dates")["kind"]["order"],
        "assumed"
    );
    let american = put(
        &folder,
        "b.csv",
        answers(&stamps(&["04/03/2026", "05/16/2026"])),
    );
    let found = run("index", &american, &options).expect("an index");
    assert_eq!(found["n"], 1);
    assert_eq!(
        issue(&found, "period_from_dates")["kind"]["order"],
        "month_first"
    );
    let mixed = put(
        &folder,
        "c.csv",
        answers(&stamps(&["14/03/2026", "03/14/2026"])),
    );
    let told = run("index", &mixed, &options).expect_err("a mixed column");
    assert!(
        told.contains("A2") && told.contains("A3") && told.contains('→'),
        "{told}"
    );
}

#[test]
fn a_large_file_gives_the_periods_of_its_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let day = |at: usize| {
        format!(
            "{:02}/{:02}/2026 08:{:02}",
            at % 28 + 1,
            at % 12 + 1,
            at % 60
        )
    };
    // More than 4 MiB, which is counted in one pass otherwise.
    let all: Vec<String> = (0..140_000).map(day).collect();
    let path = put(&folder, "besar.csv", answers(&all));
    assert!(std::fs::metadata(&path).expect("a file").len() > 4 << 20);
    let found = run("index", &path, &["--period", "2026-TW1"]).expect("an index");
    let wanted = (0..140_000).filter(|at| at % 12 < 3).count();
    assert_eq!(found["n"], wanted);
}

#[test]
fn a_workbook_of_1904_counts_its_days_from_there() {
    use rust_xlsxwriter::Workbook;
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["Tanggal", "U1", "U2", "U3"].into_iter().enumerate() {
        sheet.write(0, column as u16, header).expect("written");
    }
    // 46095 is 2026-03-14 from 1900, 44633 from 1904; plain numbers without a format.
    for row in 1..=6 {
        sheet.write(row, 0, 46_095).expect("written");
        for column in 1..4 {
            sheet.write(row, column, 3).expect("written");
        }
    }
    let path = folder.path().join("a.xlsx");
    book.save(&path).expect("saved");
    let options = [
        "--instrument",
        "likert-5",
        "--items",
        "U1:U3",
        "--period-from",
        "Tanggal",
    ];
    let found = run("index", &path, &options).expect("an index");
    assert_eq!(
        issue(&found, "period_from_dates")["kind"]["from"],
        "2026-03-14"
    );
    let since = rewritten(&path, "xl/workbook.xml", |text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    std::fs::write(&path, since).expect("written");
    let found = run("index", &path, &options).expect("an index");
    assert_eq!(
        issue(&found, "period_from_dates")["kind"]["from"],
        "2030-03-15"
    );
}

/// An archive with one of its files changed.
fn rewritten(path: &Path, name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut old =
        zip::ZipArchive::new(std::fs::File::open(path).expect("a file")).expect("an archive");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("read");
        if part.name() == name {
            let text = String::from_utf8(bytes).expect("text");
            bytes = change(&text).into_bytes();
            changed = bytes != text.as_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        new.start_file(part.name(), options).expect("begun");
        new.write_all(&bytes).expect("written");
    }
    assert!(changed, "nothing was changed");
    new.finish().expect("finished").into_inner()
}

#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    use rust_xlsxwriter::Workbook;
    let folder = tempfile::tempdir().expect("a folder");
    // The second one is large enough to be counted in one pass.
    for (name, rows) in [("kecil.xlsx", 40_u32), ("besar.xlsx", 60_000)] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for column in 0..9_u16 {
            sheet
                .write(0, column, format!("U{}", column + 1))
                .expect("written");
            for row in 1..=rows {
                sheet
                    .write(row, column, 1 + (row + u32::from(column)) % 4)
                    .expect("written");
            }
        }
        for row in [3, 4, rows - 1] {
            sheet.set_row_hidden(row).expect("hidden");
        }
        sheet.set_column_range_hidden(1, 2).expect("hidden");
        let path = folder.path().join(name);
        book.save(&path).expect("saved");
        let found = run("check", &path, &[]).expect("a check");
        assert_eq!(found["respondents"], rows, "{name}");
        let hidden = issue(&found, "hidden_rows");
        assert_eq!(hidden["answers"], 3, "{name}");
        assert_eq!(hidden["first"]["row"], 3, "{name}");
        let hidden = issue(&found, "hidden_columns");
        assert_eq!(hidden["kind"]["columns"], 2, "{name}");
        assert_eq!(hidden["kind"]["taken"], 2, "{name}");
    }
}

#[test]
fn a_wrong_guess_of_the_encoding_can_be_overruled() {
    let folder = tempfile::tempdir().expect("a folder");
    // `Café` in the code page of DOS, where 0x82 is é.
    let mut bytes = b"Layanan;U1;U2;U3;U4;U5;U6;U7;U8;U9\r\n".to_vec();
    for _ in 0..6 {
        bytes.extend(b"Caf\x82;3;3;3;3;3;3;3;3;3\r\nLoket;4;4;4;4;4;4;4;4;4\r\n");
    }
    let path = put(&folder, "dos.csv", &bytes);
    let names = |options: &[&str]| -> Vec<String> {
        let options = [&["--by", "Layanan"], options].concat();
        let found = run("index", &path, &options).expect("an index");
        let groups = found["groups"].as_array().expect("groups").iter();
        groups.map(|group| group["value"].to_string()).collect()
    };
    assert!(names(&["--encoding", "cp850"]).contains(&"\"Café\"".to_owned()));
    assert!(names(&["--encoding", "ibm437"]).contains(&"\"Café\"".to_owned()));
    assert!(!names(&[]).contains(&"\"Café\"".to_owned()));
    let told = run("index", &path, &["--encoding", "rot13"]).expect_err("no encoding");
    assert!(told.contains("rot13") && told.contains("cp850"), "{told}");
    // It is kept in the settings.
    let settings = folder.path().join("survey.toml");
    let write = settings.display().to_string();
    run("check", &path, &["--encoding", "cp850", "--write", &write]).expect("settings");
    let text = std::fs::read_to_string(&settings).expect("settings");
    assert!(text.contains("encoding = \"cp850\""), "{text}");
}
