//! Rows that stand for several respondents, count files, several files as one
//! survey, a folder as a survey.

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

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

/// Runs a command that has to end well; standard output and messages.
fn done(arguments: &[&str], files: &[&Path]) -> (String, String) {
    let output = tridharma()
        .args(arguments)
        .args(files)
        .output()
        .expect("a run");
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {messages}");
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        messages,
    )
}

/// The index of files as JSON.
fn index(arguments: &[&str], files: &[&Path]) -> Value {
    let (text, _) = done(&[&["index", "--format", "json"], arguments].concat(), files);
    serde_json::from_str(&text).expect("JSON")
}

/// Runs a command that cannot go on, in both languages; the words that have to
/// be in its message.
fn refused(arguments: &[&str], files: &[&Path], id: &[&str], en: &[&str]) {
    for (language, words) in [("id", id), ("en", en)] {
        let mut command = tridharma();
        command
            .args(arguments)
            .args(["--lang", language])
            .args(files);
        let output = command.output().expect("a run");
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{message}");
        assert!(output.stdout.is_empty(), "data beside an error");
        for word in words {
            assert!(message.contains(word), "«{word}» is not in:\n{message}");
        }
        assert!(message.contains("\n  → "), "no advice in:\n{message}");
    }
}

const SKM: &str = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana";

/// What a database returns for counts: answers, the service, how many.
fn grouped() -> String {
    format!(
        "{SKM},Jenis Layanan,jumlah\n\
         4,4,3,4,3,4,4,4,3,KTP,120\n\
         3,3,3,4,3,3,4,3,3,KTP,75\n\
         3,2,3,4,3,3,3,3,2,KK,33\n\
         2,2,1,4,2,3,3,,2,KK,4\n\
         4,4,4,4,4,4,4,4,4,KK,0\n"
    )
}

/// The same respondents one by one.
fn one_by_one() -> String {
    let grouped = grouped();
    let rows = grouped.lines().skip(1).flat_map(|line| {
        let (row, times) = line.rsplit_once(',').expect("a count");
        vec![row.to_string(); times.parse().expect("a number")]
    });
    let header = format!("{SKM},Jenis Layanan");
    std::iter::once(header)
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_column_of_counts_gives_what_its_respondents_give_one_by_one() {
    let folder = folder();
    let counted = put(&folder, "hasil.csv", grouped());
    let plain = put(&folder, "jawaban.csv", one_by_one());
    let by = ["--by", "Jenis Layanan"];
    let mut counts = index(&["--counts", "jumlah", by[0], by[1]], &[&counted]);
    let mut rows = index(&by, &[&plain]);
    assert_eq!(counts["n"], 232);
    // The first place of an oddity is a row of the file at hand.
    for value in [&mut counts, &mut rows] {
        for issue in value["issues"].as_array_mut().expect("issues") {
            issue["first"] = Value::Null;
        }
    }
    assert_eq!(counts, rows);
    let letters = index(&["--counts", "K"], &[&counted]);
    assert_eq!(letters["index"], counts["index"]);
}

#[test]
fn a_count_that_is_no_number_is_refused_with_its_cell() {
    let folder = folder();
    for (count, id, en) in [
        ("", "kosong", "blank"),
        ("1.200", "bukan bilangan bulat", "no whole number"),
        ("-1", "bukan bilangan bulat", "no whole number"),
        ("9999999999", "melebihi", "exceed"),
    ] {
        let text = grouped().replace("KK,33", &format!("KK,{count}"));
        let file = put(&folder, "hasil.csv", text);
        let place = "hasil.csv › K4";
        refused(
            &["index", "--counts", "jumlah"],
            &[&file],
            &[place, id],
            &[place, en],
        );
    }
    let file = put(&folder, "hasil.csv", grouped());
    refused(
        &["index", "--counts", "banyak"],
        &[&file],
        &["tidak ada kolom jumlah `banyak`"],
        &["there is no column of counts `banyak`"],
    );
}
