//! The command line: bad input, exit codes, whole or no folders, same bytes.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The program, speaking Indonesian whatever the machine is set to.
fn tridharma() -> Command {
    let mut command = Command::cargo_bin("tridharma").expect("the program");
    command.env_remove("TRIDHARMA_LANG").env("COLUMNS", "100");
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn put(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    path
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("surveys/contoh")
        .join(name)
}

/// Runs `index` on a file that cannot be used, in both languages: exit code 1,
/// nothing on standard output, and the words that must be in the message.
fn refused(path: &Path, id: &[&str], en: &[&str]) {
    for (language, words) in [("id", id), ("en", en)] {
        let output = tridharma()
            .args(["index", "--lang", language])
            .arg(path)
            .output()
            .expect("a run");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(output.stdout.is_empty(), "data beside an error");
        for word in words {
            assert!(message.contains(word), "«{word}» is not in:\n{message}");
        }
        // What to do stands on a line of its own.
        assert!(message.contains("\n  → "), "no advice in:\n{message}");
        assert!(!message.contains("panicked"), "{message}");
    }
}

const SKM: &str = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana";

fn matrix(rows: &[&str]) -> String {
    let mut text = format!("{SKM}\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text
}

#[test]
fn no_such_file() {
    let folder = folder();
    let path = folder.path().join("tidak ada.xlsx");
    refused(&path, &["tidak ada.xlsx"], &["tidak ada.xlsx"]);
}

#[test]
fn a_directory() {
    let folder = folder();
    refused(folder.path(), &["folder"], &["folder"]);
}

#[test]
fn an_empty_file() {
    let folder = folder();
    let path = put(&folder, "kosong.csv", "");
    refused(&path, &["kosong.csv", "kosong"], &["empty"]);
}

#[test]
fn a_picture_renamed_to_a_workbook() {
    let folder = folder();
    let png = [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13];
    let path = put(&folder, "foto.xlsx", png);
    refused(&path, &["foto.xlsx", "PNG"], &["PNG"]);
}

#[test]
fn a_workbook_with_a_password() {
    let folder = folder();
    // The start of a compound file that holds an encrypted package, as Excel
    // writes it: header, and the stream's name in UTF-16 in its directory.
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    for unit in "EncryptedPackage".encode_utf16() {
        bytes.extend(unit.to_le_bytes());
    }
    bytes.resize(4096, 0);
    let path = put(&folder, "terkunci.xlsx", bytes);
    refused(&path, &["terkunci.xlsx", "sandi"], &["password"]);
}

#[test]
fn a_sheet_that_does_not_exist() {
    let output = tridharma()
        .args(["index", "--sheet", "Rekap"])
        .arg(example("jawaban.xlsx"))
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        message.contains("Rekap") && message.contains("Jawaban"),
        "{message}"
    );
}

#[test]
fn no_column_that_fits_the_instrument() {
    let folder = folder();
    let path = put(
        &folder,
        "lain.csv",
        "Kota,Luas\nContoh,12\nLain,30\nTiga,18\n",
    );
    refused(&path, &["skm-2017", "Kota"], &["skm-2017", "Kota"]);
}

#[test]
fn a_person_is_named_as_left_out_even_where_no_instrument_fits() {
    let folder = folder();
    let text =
        "Nama,No HP,Warna\nResponden Satu,081200000001,merah\nResponden Dua,081200000002,biru\n";
    let path = put(&folder, "warna.csv", text);
    let output = tridharma().arg("check").arg(&path).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("Data pribadi (nama)"), "{said}");
    assert!(said.contains("Data pribadi (telepon)"), "{said}");
    assert!(
        !said.contains("0812") && !said.contains("Responden Satu"),
        "{said}"
    );
}

#[test]
fn all_answers_blank() {
    let folder = folder();
    let rows = [",,,,,,,,", ",,,,,,,,"];
    let path = put(&folder, "kosong.csv", matrix(&rows));
    refused(&path, &["kosong.csv", "tidak ada jawaban"], &["no answers"]);
}

#[test]
fn a_value_outside_the_scale_is_missing_and_reported_with_its_cell() {
    let folder = folder();
    let rows = [
        "4,4,4,4,4,4,4,4,4",
        "3,3,5,3,3,3,3,3,3",
        "2,2,2,2,2,2,2,2,2",
    ];
    let path = put(&folder, "lima.csv", matrix(&rows));
    let output = tridharma()
        .args(["index", "--format", "json"])
        .arg(&path)
        .output()
        .expect("a run");
    assert_eq!(output.status.code(), Some(0));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["items"][2]["n"], 2);
    assert_eq!(json["items"][2]["missing"], 1);
    assert_eq!(json["items"][2]["nrr"], 3.0);
    let check = tridharma().arg("check").arg(&path).output().expect("a run");
    let text = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(text.contains("lima.csv") && text.contains(" C3 "), "{text}");
    assert!(text.contains("nilai 5 di luar skala 1–4"), "{text}");
}

#[test]
fn text_where_a_code_belongs_is_missing_and_reported() {
    let folder = folder();
    let rows = [
        "4,4,4,4,4,4,4,4,4",
        "3,3,3,3,mantap,3,3,3,3",
        "2,2,2,2,2,2,2,2,2",
    ];
    let path = put(&folder, "teks.csv", matrix(&rows));
    let check = tridharma()
        .args(["check", "--lang", "en"])
        .arg(&path)
        .output()
        .expect("a run");
    let text = String::from_utf8_lossy(&check.stdout).into_owned();
    assert_eq!(check.status.code(), Some(0));
    assert!(text.contains("mantap") && text.contains(" E3 "), "{text}");
}

#[test]
fn an_output_folder_that_cannot_be_written_costs_nothing() {
    let folder = folder();
    let file = put(&folder, "berkas.txt", "isi");
    let output = tridharma()
        .arg("report")
        .arg(example("jawaban.xlsx"))
        .arg("--out")
        .arg(file.join("laporan"))
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("tidak dapat ditulis"), "{message}");
    assert!(message.contains("--out"), "{message}");
    let left: Vec<_> = fs::read_dir(folder.path()).expect("folder").collect();
    assert_eq!(left.len(), 1, "something half written was left behind");
}

#[test]
fn an_existing_folder_is_replaced_only_when_forced_and_only_if_it_is_a_report() {
    let folder = folder();
    let out = folder.path().join("laporan saya");
    fs::create_dir(&out).expect("folder");
    fs::write(out.join("catatan.txt"), "penting").expect("file");
    let run = |force: bool| {
        let mut command = tridharma();
        command
            .args(["report", "--formats", "md"])
            .arg(example("jawaban.xlsx"))
            .arg("--out")
            .arg(&out);
        if force {
            command.arg("--force");
        }
        let output = command.output().expect("a run");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, message) = run(false);
    assert_eq!(code, Some(1));
    assert!(message.contains("sudah ada"), "{message}");
    let (code, message) = run(true);
    assert_eq!(code, Some(1), "somebody's own folder was replaced");
    assert!(message.contains("bukan dari laporan"), "{message}");
    assert!(out.join("catatan.txt").is_file());
    // A report folder with a person's own note in it is not replaced either.
    fs::write(out.join("study.json"), "{}").expect("file");
    assert_eq!(run(true).0, Some(1));
    assert!(out.join("catatan.txt").is_file());
    fs::remove_file(out.join("catatan.txt")).expect("removed");
    let (code, message) = run(true);
    assert_eq!(code, Some(0), "{message}");
    assert!(out.join("laporan.md").is_file());
}

#[test]
fn usage_errors_end_with_two() {
    for arguments in [
        vec!["laporkan", "x.csv"],
        vec!["index"],
        vec!["index", "x.csv", "--weight", "berat"],
        vec!["index", "x.csv", "--round", "naik"],
        vec!["index", "x.csv", "--range", "B3"],
        vec!["sample-size", "0"],
    ] {
        let output = tridharma().args(&arguments).output().expect("a run");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn help_speaks_both_languages_and_shows_the_aliases() {
    let help = |language: &str| {
        let output = tridharma()
            .args(["--lang", language, "--help"])
            .output()
            .expect("a run");
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let (id, en) = (help("id"), help("en"));
    assert!(id.contains("Pemakaian:") && id.contains("laporan"), "{id}");
    assert!(en.contains("Usage:") && en.contains("whole report"), "{en}");
    for alias in [
        "periksa",
        "indeks",
        "laporan",
        "instrumen",
        "kuesioner",
        "sampel",
        "simulasi",
    ] {
        assert!(en.contains(alias), "{alias} is not in:\n{en}");
        let output = tridharma().args([alias, "--help"]).output().expect("a run");
        assert_eq!(output.status.code(), Some(0), "{alias}");
    }
}

/// The names and bytes of a folder, in order.
fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("inside")
                    .display()
                    .to_string();
                all.push((name, fs::read(&path).expect("file")));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn the_same_command_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = folder();
    let mut made = Vec::new();
    for (name, threads) in [("satu", "1"), ("dua", "2"), ("lagi", "2")] {
        let out = folder.path().join(name);
        tridharma()
            .args(["report", "--quiet", "--threads", threads])
            .arg(example("survey.toml"))
            .arg("--out")
            .arg(&out)
            .assert()
            .success()
            .stdout("")
            .stderr("");
        made.push(bytes_of(&out));
    }
    let names: Vec<&str> = made[0].iter().map(|(name, _)| name.as_str()).collect();
    for wanted in [
        "laporan.docx",
        "laporan.html",
        "laporan.pdf",
        "hitung.xlsx",
        "publikasi.pdf",
        "publikasi.png",
        "study.json",
    ] {
        assert!(names.contains(&wanted), "{wanted} is missing: {names:?}");
    }
    for other in &made[1..] {
        assert_eq!(made[0].len(), other.len());
        for ((name, one), (_, two)) in made[0].iter().zip(other) {
            assert!(one == two, "{name} differs from run to run");
        }
    }
}

#[test]
fn a_file_dropped_onto_the_program_makes_its_report_beside_it() {
    let folder = folder();
    let name = "jawaban Triwulan I – é.csv";
    let rows = [
        "4,4,3,4,4,4,4,4,3",
        "3,3,3,4,3,3,3,3,3",
        "4,3,2,4,3,3,4,3,3",
    ]
    .repeat(3);
    let path = put(&folder, name, matrix(&rows));
    tridharma().arg(&path).assert().success();
    let first = folder.path().join("laporan-jawaban Triwulan I – é");
    assert!(first.join("laporan.docx").is_file());
    assert!(first.join("publikasi.pdf").is_file());
    tridharma().arg(&path).assert().success();
    let second = folder.path().join("laporan-jawaban Triwulan I – é (2)");
    assert!(second.join("laporan.docx").is_file());
}

#[test]
fn the_previous_study_is_read_back_and_the_change_is_tested() {
    let folder = folder();
    let before = folder.path().join("lama");
    tridharma()
        .args([
            "report",
            "--formats",
            "md",
            "--period",
            "2025-S2",
            "--quiet",
        ])
        .arg(example("jawaban.xlsx"))
        .arg("--out")
        .arg(&before)
        .assert()
        .success();
    let rows = [
        "4,4,3,4,4,4,4,4,3",
        "3,3,3,4,3,3,3,3,3",
        "4,3,2,4,3,3,4,3,3",
    ];
    let path = put(&folder, "baru.csv", matrix(&rows));
    let out = folder.path().join("baru");
    tridharma()
        .args([
            "report",
            "--formats",
            "md",
            "--period",
            "2026-S1",
            "--quiet",
        ])
        .arg("--previous")
        .arg(before.join("study.json"))
        .arg(&path)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let text = fs::read_to_string(out.join("laporan.md")).expect("report");
    assert!(text.contains("Welch: t = "), "the change was not tested");
    let totals = put(&folder, "lalu.csv", "periode;ikm;n\n2025-S1;80,5;100\n");
    let out = folder.path().join("terbitan");
    tridharma()
        .args([
            "report",
            "--formats",
            "md",
            "--period",
            "2026-S1",
            "--quiet",
        ])
        .arg("--previous")
        .arg(&totals)
        .arg(&path)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let text = fs::read_to_string(out.join("laporan.md")).expect("report");
    assert!(text.contains("tidak diuji"), "a published total was tested");
    let broken = put(&folder, "rusak.json", "{\"schema\": 1");
    tridharma()
        .args(["report", "--formats", "md"])
        .arg("--previous")
        .arg(&broken)
        .arg(&path)
        .arg("--out")
        .arg(folder.path().join("x"))
        .assert()
        .code(1);
}

#[test]
fn an_entry_sheet_is_read_back_without_a_mapping() {
    for instrument in ["skm-2017", "ikm-2004", "skm-2014"] {
        let folder = folder();
        let sheet = folder.path().join("isian.xlsx");
        tridharma()
            .args(["questionnaire", instrument, "--quiet", "--out"])
            .arg(&sheet)
            .assert()
            .success();
        let output = tridharma()
            .args(["check", "--format", "json", "--instrument", instrument])
            .arg(&sheet)
            .output()
            .expect("a run");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{instrument}: {message}");
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(
            json["problem"].is_null(),
            "{instrument}: {}",
            json["problem"]
        );
        let columns = json["columns"].as_array().expect("columns");
        let items = columns.iter().filter(|c| c["taken_as"] == "item").count();
        let wanted = if instrument == "ikm-2004" { 14 } else { 9 };
        assert_eq!(items, wanted, "{instrument}");
    }
}

#[test]
fn practice_data_are_not_a_workbook_under_another_name() {
    let folder = folder();
    let output = tridharma()
        .args(["simulate", "skm-2017", "--out", "a.csv"])
        .current_dir(folder.path())
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains(".xlsx"), "{message}");
    assert!(!folder.path().join("a.csv").exists());
}

/// An office copies the instrument and gives it a name of its own.
#[test]
fn a_copied_instrument_is_a_survey_of_those_served() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = std::fs::read_to_string(root.join("surveys/skm-2017.toml")).expect("the instrument");
    let own = own.replace("id = \"skm-2017\"", "id = \"survei-kantor\"");
    let report = |name: &str, own: &str| {
        std::fs::write(path("own.toml"), own).expect("an instrument");
        tridharma()
            .arg("report")
            .arg(root.join("surveys/contoh/jawaban.xlsx"))
            .args(["--quiet", "--formats", "md", "--instrument"])
            .arg(path("own.toml"))
            .arg("--out")
            .arg(path(name))
            .assert()
            .success();
        let mut files = std::fs::read_dir(path(name)).expect("a folder").flatten();
        let report = files.find(|f| f.path().extension().is_some_and(|e| e == "md"));
        std::fs::read_to_string(report.expect("a report").path()).expect("text")
    };
    assert!(report("a", &own).contains("Undang-Undang Nomor 25 Tahun 2009"));
    let plain = own.replace("public_service = true\nindex", "index");
    assert!(!report("b", &plain).contains("Undang-Undang Nomor 25 Tahun 2009"));
}

#[test]
fn a_simulated_file_is_the_same_for_the_same_seed() {
    let folder = folder();
    let make = |name: &str, seed: &str| {
        let out = folder.path().join(name);
        tridharma()
            .args([
                "simulate", "skm-2017", "--quiet", "-n", "152", "--seed", seed, "--out",
            ])
            .arg(&out)
            .assert()
            .success();
        fs::read(out).expect("file")
    };
    let one = make("a.xlsx", "14");
    assert!(one == make("b.xlsx", "14"));
    assert!(one != make("c.xlsx", "15"));
    let bundled = fs::read(example("jawaban.xlsx")).expect("the example");
    assert!(
        one == bundled,
        "surveys/contoh/jawaban.xlsx is not what `simulate skm-2017 -n 152 --seed 14` makes"
    );
}

#[test]
fn instruments_are_listed_shown_made_and_validated() {
    let folder = folder();
    tridharma().args(["instruments", "list"]).assert().success();
    tridharma()
        .args(["instruments", "show", "ikm-2004", "--lang", "en"])
        .assert()
        .success();
    let own = folder.path().join("punya saya.toml");
    tridharma()
        .args([
            "instruments",
            "new",
            "layanan-desa",
            "--items",
            "4",
            "--quiet",
            "--out",
        ])
        .arg(&own)
        .assert()
        .success();
    tridharma()
        .args(["instruments", "validate"])
        .arg(&own)
        .assert()
        .success();
    let broken = fs::read_to_string(&own)
        .expect("file")
        .replacen("source", "sumber", 1);
    fs::write(&own, broken).expect("file");
    let output = tridharma()
        .args(["instruments", "validate"])
        .arg(&own)
        .output()
        .expect("a run");
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        message.contains("punya saya.toml › "),
        "no line in: {message}"
    );
}

#[test]
fn sample_size_agrees_with_the_printed_table() {
    let output = tridharma()
        .args([
            "sample-size",
            "1000",
            "--format",
            "json",
            "--reached",
            "278",
        ])
        .output()
        .expect("a run");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["required"]["krejcie_morgan_rounded"], 278);
    assert!(json["reached"]["margin"].as_f64().expect("margin") < 0.0501);
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "powershell"] {
        let output = tridharma()
            .args(["completions", shell])
            .output()
            .expect("a run");
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&output.stdout).contains("questionnaire"));
    }
}

#[test]
fn real_files_of_an_office_answer_as_promised() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if !folder.is_dir() {
        println!(
            "SKIPPED real_files_of_an_office_answer_as_promised: the real files are not at hand"
        );
        return;
    }
    let run = |arguments: &[&str], file: &str| {
        tridharma()
            .args(arguments)
            .arg(folder.join(file))
            .output()
            .expect("a run")
    };
    let mall = "03-skm-mpp-lebar-label.csv";
    let json = |arguments: &[&str]| -> Value {
        let output = run(arguments, mall);
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let exact = json(&["index", "--format", "json"]);
    assert_eq!(exact["n"], 56);
    assert_eq!(exact["index"]["exact"], 93.75);
    let columns: Vec<&str> = exact["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["column"].as_str())
        .collect();
    assert_eq!(columns, ["H", "I", "J", "K", "L", "M", "N", "O", "P"]);
    let printed = json(&["index", "--format", "json", "--weight", "0.11"]);
    assert_eq!(printed["index"]["exact"], 92.8125);

    let template = "01-skm-template-judul-dua-baris.xlsx";
    assert_eq!(run(&["check"], template).status.code(), Some(0));
    let refused = run(&["index"], template);
    assert_eq!(refused.status.code(), Some(1));
    let message = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(message.contains("tidak ada jawaban"), "{message}");
    assert!(message.contains("› Template"), "{message}");
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    for (option, value, word) in [
        ("--weight", "0.5", "bobot 0.5"),
        ("--population", "100", "populasi 100"),
    ] {
        let output = tridharma()
            .args(["index", "--period", "2026-S1", option, value])
            .arg(example("jawaban.xlsx"))
            .output()
            .expect("a run");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains(word), "{message}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn the_index_of_several_periods_is_of_the_latest_and_says_so() {
    let n = |more: &[&str]| {
        let output = tridharma()
            .args(["index", "--format", "json"])
            .args(more)
            .arg(example("jawaban.xlsx"))
            .output()
            .expect("a run");
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        (json["n"].as_u64(), message)
    };
    let (latest, message) = n(&[]);
    assert_eq!(latest, Some(152));
    assert!(message.contains("2026-S1"), "{message}");
    let (all, message) = n(&["--period", "semua"]);
    assert_eq!(all, Some(304));
    assert!(!message.contains("beberapa periode"), "{message}");
}

/// The index of a small CSV as JSON.
fn index_of(folder: &TempDir, text: &str, more: &[&str]) -> Value {
    let path = put(folder, "data.csv", text);
    let output = tridharma()
        .args(["index", "--format", "json"])
        .args(more)
        .arg(path)
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{message}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn words_shared_by_columns_have_one_code_in_all_of_them() {
    let folder = folder();
    let text = "Persyaratan,Prosedur,Waktu\n\
        Sangat tidak setuju,Tidak setuju,Setuju\n\
        Tidak setuju,Tidak setuju,Sangat tidak setuju\n\
        Setuju,Setuju,Tidak setuju\n\
        Sangat setuju,Setuju,Sangat setuju\n";
    let json = index_of(&folder, text, &[]);
    assert_eq!(json["items"][1]["counts"], serde_json::json!([0, 2, 2, 0]));
    assert_eq!(json["index"]["exact"], 62.5);
}

#[test]
fn no_respondent_is_taken_for_a_total() {
    let folder = folder();
    let head = "Layanan,U1,U2,U3,U4,U5,U6,U7,U8,U9\n";
    // A service whose name begins with a word for a recap.
    let mut text = String::from(head);
    for (service, code) in [("KTP", 4), ("Nilai Jual Objek Pajak", 3), ("Total Care", 2)] {
        for _ in 0..5 {
            let row = format!(",{code}").repeat(9);
            text.push_str(&format!("{service}{row}\n"));
        }
    }
    assert_eq!(index_of(&folder, &text, &[])["n"], 15);
    // A blank service in a row that looks like a mean, respondents behind it.
    let mut text = format!("{head}KTP,4,4,3,4,4,4,4,4,4\n");
    text.push_str(&"KTP,4,4,4,4,4,4,4,4,4\n".repeat(5));
    text.push_str(",4,4,4,4,4,4,4,4,4\n");
    text.push_str(&"KK,1,1,1,1,1,1,1,1,1\n".repeat(5));
    assert_eq!(index_of(&folder, &text, &[])["n"], 12);
}

#[test]
fn a_year_is_none_of_its_halves_and_blank_periods_are_told() {
    let folder = folder();
    let mut text = String::from("Periode,U1,U2,U3\n");
    for period in ["2025-S1", "2025-S2", ""] {
        for code in [2, 3, 4] {
            text.push_str(&format!("{period},{code},{code},{code}\n"));
        }
    }
    let path = put(&folder, "periode.csv", &text);
    for asked in ["2025", "TW II 2025"] {
        let output = tridharma()
            .args(["index", "--period", asked])
            .arg(&path)
            .output()
            .expect("a run");
        assert_eq!(output.status.code(), Some(1), "{asked}");
    }
    let json = index_of(&folder, &text, &["--period", "Semester II 2025"]);
    assert_eq!(json["n"], 3);
    let issues = json["issues"].to_string();
    assert!(issues.contains("without_period"), "{issues}");
}

#[test]
fn a_number_of_a_person_in_an_answer_is_not_repeated() {
    let folder = folder();
    let rows = [
        "4,4,4,4,081234567890,4,4,4,4",
        "3,3,3,3,3,3,3,3,3",
        "4,4,3,4,3,4,3,4,3",
    ];
    let path = put(&folder, "telepon.csv", matrix(&rows));
    let check = tridharma().arg("check").arg(&path).output().expect("a run");
    let text = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(
        text.contains("telepon.csv") && text.contains(" E2 "),
        "{text}"
    );
    assert!(!text.contains("0812"), "{text}");
}

/// The message of a report that must not be made.
fn report_refused(folder: &TempDir, survey: &str, words: &[&str]) {
    put(
        folder,
        "jawaban.csv",
        matrix(&["3,3,3,3,3,3,3,3,3", "4,3,3,3,4,3,3,3,2"]),
    );
    let file = put(
        folder,
        "survey.toml",
        format!("files = [\"jawaban.csv\"]\n{survey}"),
    );
    let out = folder.path().join("laporan");
    let run = tridharma()
        .args(["report", "--formats", "md", "--out"])
        .arg(&out)
        .arg(&file)
        .output();
    let run = run.expect("a run");
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{message}");
    assert!(!out.exists());
    for word in words {
        assert!(message.contains(word), "«{word}» is not in:\n{message}");
    }
}

#[test]
fn a_survey_file_with_mistakes_says_which_line() {
    let folder = folder();
    report_refused(
        &folder,
        "[office]\nunt = \"Kantor\"\n",
        &["`unt`", "survey.toml", "unit"],
    );
    let dates = "[office]\nsurvey_from = \"2026-06-30\"\nsurvey_to = \"2026-01-02\"\n";
    report_refused(&folder, dates, &["sebelum dimulai", "3"]);
    report_refused(
        &folder,
        "peride = \"2026\"\n",
        &["kunci `peride` tidak dikenal"],
    );
    report_refused(
        &folder,
        "population = \"banyak\"\n",
        &["tertulis teks", "bilangan bulat"],
    );
}

#[test]
fn a_weight_needs_no_quotes_and_a_plan_for_nothing_is_told() {
    let folder = folder();
    put(
        &folder,
        "jawaban.csv",
        matrix(&["3,3,3,3,3,3,3,3,3", "4,3,3,3,4,3,3,3,2"]),
    );
    put(
        &folder,
        "rencana.toml",
        "[[plan]]\nitem = \"kecepatann\"\nprogram = \"x\"\n",
    );
    let survey = "files = [\"jawaban.csv\"]\nweight = 0.111\nplan = \"rencana.toml\"\n";
    let file = put(&folder, "survey.toml", survey);
    let out = folder.path().join("laporan");
    let run = tridharma()
        .args(["report", "--formats", "md", "--out"])
        .arg(&out)
        .arg(&file)
        .output();
    let run = run.expect("a run");
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(0), "{message}");
    assert!(message.contains("«kecepatann» tidak dipakai"), "{message}");
}

#[test]
fn the_folder_one_stands_in_is_not_replaced() {
    let folder = folder();
    let file = put(&folder, "jawaban.csv", matrix(&["3,3,3,3,3,3,3,3,3"]));
    for out in [".", ".."] {
        let run = tridharma()
            .current_dir(folder.path())
            .args(["report", "--out", out])
            .arg(&file)
            .output();
        let message = String::from_utf8_lossy(&run.expect("a run").stderr).into_owned();
        assert!(message.contains("sebutkan folder baru"), "{message}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn two_columns_of_one_name_and_a_column_of_other_words_are_told() {
    let folder = folder();
    let text = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana,Waktu\n\
                3,3,3,zzt,3,3,3,3,3,1\n3,3,4,qqr,3,3,3,3,3,1\n2,3,4,wwp,3,3,4,3,3,2\n";
    let file = put(&folder, "jawaban.csv", text);
    let run = tridharma()
        .args(["index"])
        .arg(&file)
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(message.contains("kolom C dan J berjudul sama"), "{message}");
    assert!(
        message.contains("judul kolom D menyebut unsur biaya, tetapi hanya 0%"),
        "{message}"
    );
}

/// Writes the understanding of a file down and runs both; gives both studies.
fn written_and_direct(file: &Path, options: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let folder = folder();
    let survey = folder.path().join("survey.toml");
    let check = tridharma()
        .arg("check")
        .args(options)
        .arg("--write")
        .arg(&survey)
        .arg(file)
        .output();
    let check = check.expect("a run");
    let message = String::from_utf8_lossy(&check.stderr).into_owned();
    assert_eq!(check.status.code(), Some(0), "{message}");
    let study = |name: &str, from: &Path, options: &[&str]| {
        let out = folder.path().join(name);
        let run = tridharma()
            .args(["report", "--formats", "md", "--out"])
            .arg(&out)
            .args(options)
            .arg(from)
            .output();
        let run = run.expect("a run");
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(0), "{message}");
        fs::read(out.join("study.json")).expect("a study")
    };
    (
        study("direct", file, options),
        study("written", &survey, &[]),
    )
}

#[test]
fn running_with_what_check_wrote_gives_the_same_study() {
    let (direct, written) = written_and_direct(&example("jawaban.xlsx"), &[]);
    assert_eq!(direct, written);
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if !real.is_dir() {
        println!("SKIPPED running_with_what_check_wrote on real files: ../shared is absent");
        return;
    }
    let likert = &["--instrument", "likert-5"][..];
    for (name, options) in [
        ("03", &[][..]),
        ("04", likert),
        ("07", likert),
        ("09", likert),
        ("18", likert),
        ("02", &["--long", "id=B,item=C,value=E"]),
        ("06", LETTERS),
        ("11", &["--instrument", "sus"]),
        ("12", GERMAN),
        ("16", likert),
        ("24", COUNTED),
    ] {
        let file = fs::read_dir(&real)
            .expect("a folder")
            .flatten()
            .map(|entry| entry.path());
        let begins = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|f| f.to_string_lossy().starts_with(name))
        };
        let file = file.filter(begins).min().expect("a real file");
        let (direct, written) = written_and_direct(&file, options);
        assert_eq!(direct, written, "{}", file.display());
    }
}

/// One of the tables below each other, its answers in letters.
const LETTERS: &[&str] = &[
    "--instrument",
    "likert-4",
    "--letters",
    "falling",
    "--range",
    "D26:I38",
];
/// Words of a language that no instrument here speaks.
const GERMAN: &[&str] = &[
    "--instrument",
    "likert",
    "--labels",
    "AE:AK=Stimme gar nicht zu|Stimme eher nicht zu|Stimme eher zu|Stimme vollständig zu",
    "--missing",
    "Keine Angabe",
];
const COUNTED: &[&str] = &[
    "--instrument",
    "likert-5",
    "--frequencies",
    "item=C,levels=E:I",
];

#[test]
fn the_next_step_is_a_command_that_works() {
    let folder = folder();
    let rows = "nama;a;b;c;unit\nx;A;B;C;satu\ny;B;B;A;dua\nz;C;A;B;satu\nw;A;C;C;dua\n";
    let name = "hasil survei.csv";
    put(&folder, name, rows);
    let run = |arguments: &[&str]| {
        let mut command = tridharma();
        let output = command.env("COLUMNS", "400").current_dir(folder.path());
        let output = output.args(arguments).output().expect("a run");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {message}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let options = [
        "check",
        name,
        "--instrument",
        "likert-4",
        "--items",
        "B:D",
        "--letters",
        "falling",
        "--by",
        "unit",
        "--lang",
        "en",
    ];
    let said = run(&options);
    let next = said
        .lines()
        .find_map(|line| line.strip_prefix("Next step: tridharma "));
    let next = next.expect("a next step").trim();
    assert!(next.starts_with("report \"hasil survei.csv\" "), "{next}");
    // What a shell makes of it.
    let next = next.replace("\"hasil survei.csv\"", "hasil_survei.csv");
    fs::copy(
        folder.path().join(name),
        folder.path().join("hasil_survei.csv"),
    )
    .expect("a copy");
    let words: Vec<&str> = next.split(' ').collect();
    run(&[&words[..], &["--formats", "md"]].concat());
    let text = fs::read_to_string(folder.path().join("report/study.json")).expect("a study");
    let study: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let total = &study["entries"][0]["outcome"]["Ok"];
    // A stands for 4 as was asked: 4 + 3 + 2 + 4 of four respondents.
    assert_eq!(total["items"][0]["sum"], 13, "{total}");

    // Where nothing fits, the command that was proposed does.
    let said = run(&["check", name, "--lang", "en"]);
    let next = said
        .lines()
        .find_map(|line| line.strip_prefix("Next step: tridharma "));
    let next = next
        .expect("a proposal")
        .trim()
        .replace("\"hasil survei.csv\"", "hasil_survei.csv");
    assert!(run(&next.split(' ').collect::<Vec<_>>()).contains("Next step: tridharma report"));
}

#[test]
fn a_renamed_column_gives_one_question() {
    let folder = folder();
    let file = put(
        &folder,
        "jawaban.csv",
        matrix(&["3,3,3,3,3,3,3,3,3", "4,3,3,3,4,3,3,3,2"]),
    );
    let survey = folder.path().join("survey.toml");
    let check = tridharma()
        .arg("check")
        .arg("--write")
        .arg(&survey)
        .arg(&file)
        .output()
        .expect("a run");
    assert_eq!(check.status.code(), Some(0));
    let text = fs::read_to_string(&file)
        .expect("a file")
        .replace("Biaya", "Biaya layanan");
    fs::write(&file, text).expect("a file");
    let run = tridharma()
        .arg("index")
        .arg(&survey)
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{message}");
    assert!(
        message.contains("tidak ada kolom `Biaya`") && message.contains("Biaya layanan"),
        "{message}"
    );
}
