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
        // What a file is shows in its first bytes, which are not packed.
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
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

/// Simulated answers with a question of several answers, once in one cell and once
/// in boxes as KoboToolbox writes them; the fourth respondent skips it and the last
/// one answers in words of their own.
fn ticks() -> String {
    let mut text = String::from(
        "Media;Sumber;Sumber/radio;Sumber/koran;Sumber/tv;U1;U2;U3;U4;U5;U6;U7;U8;U9\n",
    );
    for (media, source, boxes) in [
        ("Radio, Koran", "radio koran", "1;1;0"),
        ("radio", "radio", "1;0;0"),
        ("Koran, Radio, Koran", "radio koran", "1;1;0"),
        ("", "", ";;"),
        ("Ya, dari teman", "koran", "0;1;0"),
        ("Kata Pak Budi Rahasia", "radio", "1;0;0"),
    ] {
        text.push_str(&format!("{media};{source};{boxes}{}\n", ";3".repeat(9)));
    }
    text
}

/// Name and count of each option, those who answered and all.
fn options(found: &Value) -> (Vec<(String, u64)>, u64, u64, u64) {
    let number = |value: &Value| value.as_u64().expect("a number");
    let options = found["options"].as_array().expect("options").iter();
    let name = |option: &Value| option["name"].as_str().expect("a name").to_owned();
    (
        options.map(|o| (name(o), number(&o["count"]))).collect(),
        number(&found["other"]),
        number(&found["answered"]),
        number(&found["n"]),
    )
}

fn counts(all: &[(&str, u64)]) -> Vec<(String, u64)> {
    all.iter()
        .map(|(name, n)| ((*name).to_owned(), *n))
        .collect()
}

#[test]
fn boxes_beside_their_question_are_one_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(&folder, "kobo.csv", ticks());
    let found = run("check", &path, &[]).expect("a check");
    let several = found["multiple"].as_array().expect("questions");
    assert_eq!(several.len(), 1);
    let wanted = (counts(&[("radio", 4), ("koran", 3), ("tv", 0)]), 0, 5, 6);
    assert_eq!(options(&several[0]["Ok"]), wanted);
}

#[test]
fn a_declared_question_is_counted_in_options_of_those_who_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    put(&folder, "kobo.csv", ticks());
    let settings = "files = [\"kobo.csv\"]\n[multiple]\n\
        \"Media informasi\" = { columns = \"Media\", separator = \",\", \
        options = [\"Koran\", \"Radio\", \"Ya, dari teman\", \"TV\"] }\n";
    let settings = put(&folder, "survey.toml", settings);
    let found = run("check", &settings, &[]).expect("a check");
    let several = found["multiple"].as_array().expect("questions");
    let wanted = counts(&[("Koran", 2), ("Radio", 3), ("Ya, dari teman", 1), ("TV", 0)]);
    assert_eq!(options(&several[0]["Ok"]), (wanted, 1, 5, 6));
    assert!(!found.to_string().contains("Rahasia"));
    let found = run("analyse", &settings, &["--describe"]).expect("an analysis");
    let findings = found["findings"].as_array().expect("findings");
    let about = |name: &str| findings.iter().any(|f| f["about"]["several"] == name);
    assert!(about("Media informasi") && about("Sumber"));
    // Written down and read again it is the same.
    let copy = folder.path().join("lagi.toml");
    let options = ["--write", &copy.display().to_string()];
    let first = run("check", &settings, &options).expect("settings");
    let again = run("check", &copy, &[]).expect("the same");
    assert_eq!(again["multiple"], first["multiple"]);
    // What does not fit is told.
    for (wish, said) in [
        ("{ columns = \"Media\" }", "separator"),
        ("{ columns = \"Tiada\", separator = \",\" }", "Tiada"),
    ] {
        let text = format!("files = [\"kobo.csv\"]\n[multiple]\nmedia = {wish}\n");
        let settings = put(&folder, "salah.toml", text);
        let told = run("check", &settings, &[]).expect_err("a wrong wish");
        assert!(told.contains(said), "{told}");
    }
}

/// Simulated answers of the same people before and after, in any order: A to F, of
/// whom E is not asked again and F answers twice before; one row has no id.
fn waves() -> String {
    let mut text = String::from("kode;gelombang;B1;B2;B3\n");
    for (id, wave, codes) in [
        ("A-001", "sesudah", [4, 4, 5]),
        ("A-001", "sebelum", [2, 3, 3]),
        ("B-002", "sebelum", [3, 3, 3]),
        ("b 002", "sesudah", [4, 3, 4]),
        ("C-003", "sebelum", [1, 2, 2]),
        ("C-003", "sesudah", [3, 4, 4]),
        ("D-004", "sebelum", [4, 4, 4]),
        ("D-004", "sesudah", [4, 5, 4]),
        ("E-005", "sebelum", [2, 2, 2]),
        ("F-006", "sebelum", [5, 5, 5]),
        ("F-006", "sebelum", [1, 1, 1]),
        ("F-006", "sesudah", [5, 5, 5]),
        ("", "sesudah", [1, 1, 1]),
    ] {
        text.push_str(&format!(
            "{id};{wave};{};{};{}\n",
            codes[0], codes[1], codes[2]
        ));
    }
    text
}

#[test]
fn two_waves_of_the_same_respondents_are_compared_in_pairs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(&folder, "dua.csv", waves());
    let options = [
        "--instrument",
        "likert-5",
        "--items",
        "B1:B3",
        "--pair",
        "id=kode,wave=gelombang",
        "--before-after",
        "gelombang",
        "--on",
        "sum",
    ];
    let found = run("analyse", &path, &options).expect("an analysis");
    let findings = found["findings"].as_array().expect("findings").iter();
    let pair = findings
        .filter(|f| f["outcome"]["Ok"]["finding"] == "paired")
        .map(|f| &f["outcome"]["Ok"])
        .next()
        .expect("a paired test");
    assert_eq!(pair["n"], 4);
    assert_eq!(pair["waves"]["before"]["id"], "sebelum");
    assert_eq!(
        (&pair["waves"]["unmatched"], &pair["waves"]["repeated"]),
        (&1.into(), &3.into())
    );
    // From R: t.test(c(13,11,11,13), c(8,9,5,12), paired = TRUE): t = 2.9406, df = 3,
    // p-value = 0.06048, mean difference 3.5.
    let test = &pair["t_test"]["Ok"];
    let near = |value: &Value, wanted: f64, by: f64| {
        (value.as_f64().expect("a number") - wanted).abs() < by
    };
    assert!(near(&test["mean_difference"], 3.5, 1e-12), "{test}");
    assert!(near(&test["test"]["t"], 2.9406, 5e-5), "{test}");
    for (what, answers) in [
        ("pair_unmatched", 1),
        ("pair_repeated", 3),
        ("pair_without_id", 1),
    ] {
        assert_eq!(issue(&found, what)["answers"], answers, "{what}");
    }
    assert!(!found.to_string().contains("A-001"));
    // Without ids the waves are groups, and that is said.
    let output = Command::cargo_bin("tridharma")
        .expect("the program")
        .args(["--lang", "en", "analyse"])
        .arg(&path)
        .args([
            "--instrument",
            "likert-5",
            "--items",
            "B1:B3",
            "--before-after",
            "gelombang",
        ])
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("independent groups"), "{told}");
    let three = waves().replace("E-005;sebelum", "E-005;tengah");
    let path = put(&folder, "tiga.csv", three);
    let told = run("analyse", &path, &options).expect_err("three waves");
    assert!(told.contains("tengah") && told.contains('→'), "{told}");
}

/// A made-up form of nine items in two groups, and its answers as KoboToolbox
/// exports them with names in place of texts.
fn form(folder: &tempfile::TempDir) -> (PathBuf, PathBuf) {
    use rust_xlsxwriter::Workbook;
    let mut book = Workbook::new();
    let mut put_rows = |name: &str, rows: &[Vec<String>]| {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet
                    .write(row as u32, column as u16, cell)
                    .expect("written");
            }
        }
    };
    let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let mut survey: Vec<Vec<String>> = vec![
        row(&[
            "type",
            "name",
            "label::English (en)",
            "label::Indonesia (id)",
        ]),
        row(&["start", "start", "", ""]),
        row(&["begin_group", "umum", "General", "Umum"]),
        row(&["select_one jk", "q1", "Sex", "Jenis kelamin"]),
        row(&[
            "select_multiple media",
            "q2",
            "Media",
            "Tahu layanan dari mana",
        ]),
        row(&["end_group", "", "", ""]),
    ];
    let items = [
        "Persyaratan",
        "Prosedur",
        "Waktu",
        "Biaya",
        "Produk layanan",
        "Kompetensi petugas",
        "Perilaku petugas",
        "Penanganan pengaduan",
        "Sarana dan prasarana",
    ];
    for (at, item) in items.into_iter().enumerate() {
        survey.push(row(&["select_one puas", &format!("n{}", at + 1), "", item]));
    }
    put_rows("survey", &survey);
    let choices: Vec<Vec<String>> = [
        [
            "list_name",
            "name",
            "label::English (en)",
            "label::Indonesia (id)",
        ],
        ["jk", "1", "Male", "Laki-laki"],
        ["jk", "2", "Female", "Perempuan"],
        ["media", "radio", "Radio", "Siaran radio"],
        ["media", "web", "Website", "Situs web"],
        ["puas", "1", "Bad", "Tidak baik"],
        ["puas", "2", "Poor", "Kurang baik"],
        ["puas", "3", "Good", "Baik"],
        ["puas", "4", "Very good", "Sangat baik"],
    ]
    .map(|cells| row(&cells))
    .into();
    put_rows("choices", &choices);
    let path = folder.path().join("form.xlsx");
    book.save(&path).expect("saved");
    let mut text = String::from("umum/q1;umum/q2");
    (1..=9).for_each(|at| text.push_str(&format!(";penilaian/n{at}")));
    for (sex, media, code) in [
        (1, "radio web", 4),
        (2, "web", 3),
        (1, "", 2),
        (2, "radio", 3),
    ] {
        text.push_str(&format!("\n{sex};{media}{}", format!(";{code}").repeat(9)));
    }
    (path, put(folder, "data.csv", text))
}

#[test]
fn a_form_gives_its_data_the_texts_of_questions_and_choices() {
    let folder = tempfile::tempdir().expect("a folder");
    let (form, data) = form(&folder);
    let form_text = form.display().to_string();
    let options = ["--xlsform", &form_text];
    let found = run("check", &data, &options).expect("a check");
    let headers: Vec<&str> = found["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .map(|column| column["header"].as_str().expect("a header"))
        .collect();
    assert_eq!(headers[0], "q1. Jenis kelamin");
    assert_eq!(headers[1], "Tahu layanan dari mana");
    assert_eq!(headers[2], "n1. Persyaratan");
    let several = &found["multiple"][0]["Ok"];
    let wanted = (counts(&[("Siaran radio", 2), ("Situs web", 2)]), 0, 3, 4);
    assert_eq!(self::options(several), wanted);
    let index = run("index", &data, &options).expect("an index");
    assert_eq!(
        (&index["n"], &index["items"][0]["nrr"]),
        (&4.into(), &3.0.into())
    );
    let by = run(
        "index",
        &data,
        &["--xlsform", &form_text, "--by", "Jenis kelamin"],
    );
    let by = by.expect("groups");
    let names: Vec<&str> = by["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .filter_map(|group| group["value"].as_str())
        .collect();
    assert_eq!(names, ["Laki-laki", "Perempuan"]);
    // In the settings, beside the data.
    let settings = put(
        &folder,
        "survey.toml",
        "files = [\"data.csv\"]\nxlsform = \"form.xlsx\"\n",
    );
    let again = run("index", &settings, &[]).expect("an index");
    assert_eq!(again["index"], index["index"]);
    // A form of other data, and a workbook that is none.
    let other = put(
        &folder,
        "lain.csv",
        answers(&stamps(&["2026-01-01", "2026-01-02"])),
    );
    let told = run("check", &other, &options).expect_err("another form");
    assert!(told.contains("form.xlsx") && told.contains('→'), "{told}");
    let none = data.display().to_string();
    let told = run("check", &data, &["--xlsform", &none]).expect_err("no form");
    assert!(told.contains("survey"), "{told}");
}

#[test]
fn a_cell_far_from_all_others_is_refused_where_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let ods = rewritten(&fixtures.join("judul-gabung.ods"), "content.xml", |text| {
        let far = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/>\
            </table:table-row><table:table-row><table:table-cell \
            table:number-columns-repeated=\"16000\"/><table:table-cell \
            office:value-type=\"float\" office:value=\"1\"><text:p>1</text:p></table:table-cell>\
            </table:table-row></table:table>";
        text.replacen("</table:table>", far, 1)
    });
    let path = put(&folder, "jauh.ods", ods);
    let told = run("check", &path, &[]).expect_err("too far");
    // The sheet's own rows, blank ones included, end at 1048576.
    assert!(
        told.contains("too far") && told.contains("WQK2048577"),
        "{told}"
    );
    // The last text of an XLS file moved to its last row and column.
    let mut xls = std::fs::read(fixtures.join("judul-gabung.xls")).expect("a workbook");
    let record = b"\xFD\x00\x0A\x00";
    let at = xls
        .windows(4)
        .rposition(|four| four == record)
        .expect("a text");
    xls[at + 4..at + 8].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0x00]);
    let path = put(&folder, "jauh.xls", xls);
    let told = run("check", &path, &[]).expect_err("too far");
    assert!(
        told.contains("too far") && told.contains("IV65536"),
        "{told}"
    );
}

/// Boxes of respondents in rows that are long enough for a file to be read in one pass:
/// every second ticked the first, every third the second.
fn many_boxes(respondents: usize, wave: bool) -> String {
    let mut text = String::from(
        "Kode;Gelombang;U1;U2;U3;U4;U5;U6;U7;U8;U9;Media;Media/radio;Media/koran;Catatan\n",
    );
    for row in 0..respondents {
        let (id, wave) = match wave {
            true => (row / 2, ["awal", "akhir"][row % 2]),
            false => (row, "awal"),
        };
        let codes = format!("{};", 1 + row % 4).repeat(9);
        let (first, second) = (u8::from(row % 2 == 0), u8::from(row % 3 == 0));
        let note = "panjang ".repeat(5);
        text.push_str(&format!(
            "k{id};{wave};{codes}radio;{first};{second};{note}\n"
        ));
    }
    text
}

#[test]
fn boxes_of_a_large_file_are_counted_or_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(&folder, "banyak.csv", many_boxes(60_000, false));
    let size = path.metadata().expect("a file").len();
    assert!(size > 4 << 20, "{size} bytes are read whole");
    let found = run("check", &path, &[]).expect("a check");
    let wanted = (
        counts(&[("radio", 30_000), ("koran", 20_000)]),
        0,
        60_000,
        60_000,
    );
    assert_eq!(options(&found["multiple"][0]["Ok"]), wanted);
    // The rest of the check is that of one pass.
    assert_eq!(found["respondents"], 60_000);
    let path = put(&folder, "lebih.csv", many_boxes(100_001, false));
    let found = run("check", &path, &[]).expect("a check");
    assert_eq!(found["respondents"], 100_001);
    let why = &found["multiple"][0]["Err"];
    assert_eq!(
        (&why["n"], &why["most"]),
        (&100_001.into(), &100_000.into()),
        "{why}"
    );
    let told = Command::cargo_bin("tridharma")
        .expect("the program")
        .args(["--lang", "en", "check"])
        .arg(&path)
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&told.stdout).replace("\n", " ");
    assert!(told.contains("a part of the data at a time"), "{told}");
}

#[test]
fn waves_of_a_large_file_are_paired_or_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = [
        "--pair",
        "id=Kode,wave=Gelombang",
        "--before-after",
        "Gelombang",
    ];
    let waves = |name: &str, rows: usize| -> Value {
        let path = put(&folder, name, many_boxes(rows, true));
        let found = run("analyse", &path, &options).expect("an analysis");
        let findings = found["findings"].as_array().expect("findings").iter();
        let mut waves = findings.filter(|entry| entry["about"]["question"].is_object());
        waves.next().expect("a comparison")["outcome"].clone()
    };
    let paired = waves("banyak.csv", 60_000);
    assert_eq!(paired["Ok"]["finding"], "paired");
    assert_eq!(paired["Ok"]["n"], 30_000);
    let refused = waves("lebih.csv", 100_002);
    assert_eq!(refused["Err"]["because"], "rows_not_kept");
    assert_eq!(refused["Err"]["n"], 100_002);
}
