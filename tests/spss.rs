//! SPSS files that PSPP wrote (`tests/fixtures/spss/make.sps`, simulated answers):
//! what they say is what the same answers say as text.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tridharma::read::open;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/spss")
        .join(name)
}

fn run(command: &str, name: &str, options: &[&str]) -> Value {
    let output = Command::cargo_bin("tridharma")
        .expect("the program")
        .args(["--lang", "en", command])
        .arg(fixture(name))
        .args(options)
        .args(["--format", "json"])
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {told}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What an index says of each item, without the words of its levels.
fn numbers(index: &Value) -> Vec<(Value, Value, Value)> {
    let items = index["items"].as_array().expect("items");
    let of = |item: &Value| (item["code"].clone(), item["n"].clone(), item["nrr"].clone());
    items.iter().map(of).collect()
}

const PACKED: [&str; 4] = ["bita.sav", "blok.zsav", "polos.sav", "berbobot.sav"];

#[test]
fn an_spss_file_gives_the_index_of_its_twin_in_text() {
    let twin = run("index", "kembar.csv", &[]);
    for name in PACKED {
        let found = run("index", name, &[]);
        assert_eq!(numbers(&found), numbers(&twin), "{name}");
        assert_eq!(found["index"], twin["index"], "{name}");
        assert_eq!(found["n"], 60, "{name}");
    }
}

/// Numbers and sums of the answers as PSPP counts them:
/// `AGGREGATE OUTFILE=* /BREAK=one /n1 TO n9 = N(u1 TO u9) /s1 TO s9 = SUM(u1 TO u9).`
const PSPP: [(u64, f64); 9] = [
    (57, 173.0),
    (57, 182.0),
    (51, 149.0),
    (56, 177.0),
    (55, 169.0),
    (54, 168.0),
    (57, 175.0),
    (57, 171.0),
    (59, 187.0),
];

#[test]
fn numbers_and_sums_are_those_of_pspp() {
    let found = run("index", "bita.sav", &[]);
    for (item, (n, sum)) in numbers(&found).iter().zip(PSPP) {
        assert_eq!(item.1, n, "{item:?}");
        let nrr = item.2.as_f64().expect("a mean");
        assert!((nrr - sum / n as f64).abs() < 1e-12, "{item:?}");
    }
}

#[test]
fn every_cell_reads_as_the_same_cell_of_the_text() {
    let twin = open(&fixture("kembar.csv")).expect("the twin");
    for name in PACKED {
        let book = open(&fixture(name)).expect(name);
        let (found, wanted) = (&book.sheets[0].rows, &twin.sheets[0].rows);
        assert_eq!(found.span(), wanted.span(), "{name}");
        for row in 1..wanted.span().end {
            // Number, date, the words of a yes and a no, weight, a long text.
            for column in [0, 1, 2, 13, 14] {
                let cells = (found.cell(row, column), wanted.cell(row, column));
                assert_eq!(cells.0, cells.1, "{name} {row} {column}");
            }
            for column in 4..13 {
                let (cell, code) = (found.cell(row, column), wanted.cell(row, column));
                let told = cell.ends_with(&format!(" ({code})")) && !code.is_empty();
                assert!(told || cell == code, "{name} {row} {column}: {cell}");
            }
        }
        assert_eq!(found.cell(0, 4), "u1. Persyaratan pelayanan");
        assert_eq!(
            found.cell(0, 14),
            "saran_dan_masukan_responden. Saran dan masukan"
        );
    }
}

#[test]
fn what_the_file_declares_missing_is_missing_and_told() {
    for name in PACKED {
        let found = run("check", name, &[]);
        let issues = found["issues"].as_array().expect("issues");
        let declared = issues
            .iter()
            .filter(|issue| issue["kind"]["what"] == "declared_missing");
        let cells: u64 = declared.filter_map(|issue| issue["answers"].as_u64()).sum();
        assert_eq!(cells, 21, "{name}");
        let weighted = issues
            .iter()
            .any(|issue| issue["kind"]["what"] == "case_weights");
        assert_eq!(weighted, name == "berbobot.sav", "{name}");
    }
}

#[test]
fn columns_are_named_by_variable_or_by_label_and_groups_by_their_words() {
    let names = |by: &str| -> Vec<String> {
        let found = run("index", "bita.sav", &["--by", by]);
        let groups = found["groups"].as_array().expect("groups").iter();
        groups
            .map(|group| group["value"].as_str().expect("a value").to_owned())
            .collect()
    };
    assert_eq!(names("jk"), ["Laki-laki", "Perempuan"]);
    assert_eq!(names("jk"), names("Jenis kelamin"));
    // In the order of the codes, the levels without anybody where they stand.
    assert!(names("pendidikan").iter().all(|name| !name.contains('(')));
    let found = run(
        "index",
        "bita.sav",
        &["--instrument", "likert-4", "--items", "u1:u3"],
    );
    assert_eq!(found["items"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_file_of_windows_reads_in_its_code_page() {
    let book = open(&fixture("windows-1252.sav")).expect("a file");
    let rows = &book.sheets[0].rows;
    assert_eq!(rows.cell(0, 2), "jk. Jenis kelamin – responden");
    assert_eq!(rows.cell(0, 14), "saran. Saran (café)");
    let all = (1..rows.span().end).map(|row| rows.cell(row, 14));
    let cafe = all.filter(|cell| *cell == "Café di ruang tunggu – bagus");
    assert!(cafe.count() > 5);
}

#[test]
fn a_cut_file_is_refused_wherever_it_is_cut() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("potong.sav");
    for name in PACKED {
        let bytes = std::fs::read(fixture(name)).expect(name);
        for end in (4..bytes.len()).step_by(64).chain([bytes.len() - 8]) {
            std::fs::write(&path, &bytes[..end]).expect("written");
            let error = open(&path).expect_err("a cut file");
            let said = error.say(tridharma::Language::En);
            assert!(said.contains("potong.sav") && said.contains('→'), "{said}");
        }
    }
}

#[test]
fn a_damaged_file_is_read_or_refused_and_never_worse() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rusak.sav");
    let mut seed = 20_260_314_u64;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) as usize % below
    };
    for name in PACKED {
        let whole = std::fs::read(fixture(name)).expect(name);
        for _ in 0..50 {
            let mut bytes = whole.clone();
            for _ in 0..=draw(8) {
                let at = 4 + draw(bytes.len() - 4);
                bytes[at] = draw(256) as u8;
            }
            std::fs::write(&path, &bytes).expect("written");
            if let Ok(book) = open(&path) {
                assert!(book.sheets[0].rows.height() > 0);
            }
        }
    }
}

/// What `FREQUENCIES` of PSPP prints of the members of each set (`sets.sps`), put
/// together; respondent 5 left all but one blank.
#[test]
fn sets_of_answers_are_questions_with_several_answers() {
    for name in ["sets.sav", "sets.zsav"] {
        let found = run("check", name, &[]);
        let sets = found["multiple"].as_array().expect("questions");
        let told: Vec<String> = sets
            .iter()
            .map(|set| {
                let set = &set["Ok"];
                let options = set["options"].as_array().expect("options").iter();
                let options = options.map(|o| format!("{} {}", o["name"], o["count"]));
                let options: Vec<String> = options.collect();
                let rest = [&set["other"], &set["answered"], &set["n"]];
                format!("{}: {} {rest:?}", set["of"], options.join(", "))
                    .replace("Number(", "")
                    .replace([')', '"'], "")
            })
            .collect();
        assert_eq!(
            told,
            [
                "Tahu layanan dari mana: Siaran radio 3, Situs web 2, Teman atau keluarga 1 [0, 5, 6]",
                "Sumber informasi: Radio 3, Web 2, Teman 2 [1, 5, 6]",
                "langkah: Mengisi formulir 3, Menunggu panggilan 2 [0, 5, 6]",
                "Alasan memilih layanan: Murah 3, Cepat 2 [0, 5, 6]",
            ],
            "{name}"
        );
        // None of them is an item, a group or unexplained.
        let columns = found["columns"].as_array().expect("columns");
        let taken = columns.iter().filter(|column| column["taken_as"] == "item");
        println!("{columns:?}");
        assert_eq!(taken.count(), 9, "{name}");
    }
    // A column that is named as an item stays one.
    let found = run(
        "index",
        "sets.sav",
        &["--items", "U1:U9,INFO1", "--instrument", "likert-4"],
    );
    assert_eq!(found["items"].as_array().map(Vec::len), Some(10));
}
