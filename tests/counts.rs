//! Rows that stand for several respondents, count files, several files as one
//! survey, a folder as a survey.

use assert_cmd::Command;
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tridharma::Place;
use tridharma::pipeline::{Setup, counts, study, understand};
use tridharma::survey::IssueKind;

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

/// Counts files into a file of this name.
fn count(folder: &TempDir, name: &str, arguments: &[&str], files: &[&Path]) -> PathBuf {
    let out = folder.path().join(name);
    let path = out.to_string_lossy();
    done(
        &[&["count", "--out", &path, "--force"], arguments].concat(),
        files,
    );
    out
}

/// Without where each oddity stands first.
fn without_first(mut index: Value) -> Value {
    for issue in index["issues"].as_array_mut().expect("issues") {
        issue["first"] = Value::Null;
    }
    index
}

/// A small survey with blanks, words beside codes, a typing error and persons.
fn survey(rows: usize) -> Vec<String> {
    (0..rows)
        .map(|row| {
            let answer = |item: usize| match (row * 7 + item * 5 + row * item) % 11 {
                0 => "".to_string(),
                1 => "9".to_string(),
                n => (n % 4 + 1).to_string(),
            };
            let answers: Vec<String> = (0..9).map(answer).collect();
            let service = ["KTP", "KK", "Akta"][row % 3];
            let sex = ["L", "P", ""][row % 3 % 2 + row % 2];
            format!(
                "Orang Rahasia {row},0812345678{row},{},{service},{sex}",
                answers.join(",")
            )
        })
        .collect()
}

fn csv(rows: &[String]) -> String {
    let header = format!("Nama,No HP,{SKM},Jenis Layanan,Jenis Kelamin");
    format!("{header}\n{}\n", rows.join("\n"))
}

#[test]
fn a_count_file_gives_what_the_answers_give_and_names_nobody() {
    let folder = folder();
    let answers = put(&folder, "jawaban.csv", csv(&survey(40)));
    let counts = count(&folder, "hitungan.json", &[], &[&answers]);
    let text = fs::read_to_string(&counts).expect("a count file");
    assert!(
        !text.contains("Rahasia") && !text.contains("08123"),
        "{text}"
    );
    for arguments in [
        &["--by", "Jenis Layanan"][..],
        &["--missing", "9"],
        &["--weight", "0.11"],
        &["--without", "Sarana"],
    ] {
        assert_eq!(index(arguments, &[&counts]), index(arguments, &[&answers]));
    }
    // The same bytes every time.
    assert_eq!(
        fs::read(count(&folder, "lagi.json", &[], &[&answers])).expect("bytes"),
        text.as_bytes()
    );
    let json = |file: &Path| {
        let asked = ["analyse", "--reliability", "--validity", "--format", "json"];
        done(&asked, &[file]).0
    };
    let study = |file: &Path| -> Value { serde_json::from_str(&json(file)).expect("JSON") };
    assert_eq!(study(&counts), study(&answers));
}

#[test]
fn parts_counted_apart_and_merged_in_any_order_are_the_whole() {
    let folder = folder();
    let rows = survey(61);
    let whole = put(&folder, "semua.csv", csv(&rows));
    // Each part alone has to show what its columns are.
    let cuts = [0, 12, 25, 40, 61];
    let parts: Vec<PathBuf> = (0..4)
        .map(|part| {
            let own = &rows[cuts[part]..cuts[part + 1]];
            let file = put(&folder, &format!("bagian-{part}.csv"), csv(own));
            count(&folder, &format!("bagian-{part}.json"), &[], &[&file])
        })
        .collect();
    let merged = |name: &str, order: &[usize]| {
        let files: Vec<&Path> = order.iter().map(|at| parts[*at].as_path()).collect();
        count(&folder, name, &[], &files)
    };
    let one = merged("a.json", &[0, 1, 2, 3]);
    let bytes = fs::read(&one).expect("bytes");
    assert_eq!(
        fs::read(merged("b.json", &[3, 1, 0, 2])).expect("bytes"),
        bytes
    );
    // In steps, too.
    let left = merged("c.json", &[2, 0]);
    let right = merged("d.json", &[1, 3]);
    let steps = count(&folder, "e.json", &[], &[&right, &left]);
    assert_eq!(fs::read(steps).expect("bytes"), bytes);
    let by = ["--by", "Jenis Layanan"];
    assert_eq!(
        without_first(index(&by, &[&one])),
        without_first(index(&by, &[&whole]))
    );
    // The raw parts counted at once are the same file.
    let raw: Vec<PathBuf> = (0..4)
        .map(|at| folder.path().join(format!("bagian-{at}.csv")))
        .collect();
    let raw: Vec<&Path> = raw.iter().rev().map(PathBuf::as_path).collect();
    assert_eq!(
        fs::read(count(&folder, "f.json", &[], &raw)).expect("bytes"),
        bytes
    );
}

#[test]
fn counts_met_twice_are_told() {
    let folder = folder();
    let answers = put(&folder, "jawaban.csv", csv(&survey(20)));
    let counts = count(&folder, "hitungan.json", &[], &[&answers]);
    for files in [[&counts, &counts], [&counts, &answers]] {
        let files: Vec<&Path> = files.iter().map(|file| file.as_path()).collect();
        let index = index(&[], &files);
        assert_eq!(index["n"], 40);
        let issues = index["issues"].as_array().expect("issues");
        let same = issues
            .iter()
            .filter(|issue| issue["kind"]["what"] == "same_file");
        assert_eq!(same.count(), 1, "{issues:#?}");
    }
    let twice = count(&folder, "dua.json", &[], &[&counts, &counts]);
    let (_, messages) = done(&["index"], &[&twice]);
    assert!(messages.contains("jawaban.csv"), "{messages}");
}

#[test]
fn a_report_of_counts_says_that_it_has_no_rows() {
    let folder = folder();
    let answers = put(&folder, "jawaban.csv", csv(&survey(40)));
    let counts = count(&folder, "hitungan.json", &[], &[&answers]);
    let out = folder.path().join("laporan");
    let path = out.to_string_lossy();
    done(
        &["report", "--formats", "md,xlsx", "--out", &path],
        &[&counts],
    );
    let text = fs::read_to_string(out.join("laporan.md")).expect("a report");
    assert!(
        text.contains("data dimuat sebagai hitungan"),
        "the annex is silent about rows"
    );
    assert!(text.contains("jawaban.csv"), "its source is not named");
}

#[test]
fn a_count_file_that_contradicts_itself_is_refused() {
    let folder = folder();
    let answers = put(&folder, "jawaban.csv", csv(&survey(9)));
    let counts = count(&folder, "hitungan.json", &[], &[&answers]);
    let text = fs::read_to_string(&counts).expect("a count file");
    let first = text.split("\"patterns\": [\n").nth(1).expect("patterns");
    let first = first
        .lines()
        .next()
        .expect("a pattern")
        .trim_end_matches(',');
    let head = "\"tridharma_count\": 1";
    for (from, to) in [
        (first, "[0]".to_string()),
        (first, first.replacen('[', "[7000,", 1)),
        (first, first.replacen('[', "[-", 1)),
        (first, first.replace("]", "999999999999999]")),
        ("\"columns\": [", "\"columns\": [], \"x\": [".to_string()),
        ("persyaratan", "tidak-ada".to_string()),
        (
            "\"named\":\"skm-2017\"",
            "\"named\":\"tidak-ada\"".to_string(),
        ),
        (text.get(text.len() / 2..).expect("half"), String::new()),
    ] {
        assert!(text.contains(from), "{from}");
        let file = put(&folder, "rusak.json", text.replacen(from, &to, 1));
        refused(&["index"], &[&file], &["rusak.json"], &["rusak.json"]);
    }
    let newer = put(
        &folder,
        "baru.json",
        text.replace(head, "\"tridharma_count\": 2"),
    );
    refused(
        &["index"],
        &[&newer],
        &["versi yang lebih baru"],
        &["newer version"],
    );
    let asked = ["index", "--instrument", "likert-4"];
    refused(
        &asked,
        &[&counts],
        &["dibuat untuk instrumen skm-2017"],
        &["made for the instrument skm-2017"],
    );
}

#[test]
fn the_query_counts_what_the_file_counts() {
    let folder = folder();
    let answers = put(&folder, "survei.csv", csv(&survey(3)));
    let (query, _) = done(&["count", "--sql"], &[&answers]);
    assert!(
        query.starts_with("SELECT \"Persyaratan\", \"Prosedur\""),
        "{query}"
    );
    assert!(
        query.contains("COUNT(*) AS \"jumlah\"\nFROM \"survei\"\nGROUP BY"),
        "{query}"
    );
    assert!(
        !query.contains("Nama") && !query.contains("No HP"),
        "{query}"
    );
    let odd = csv(&survey(3)).replace("Jenis Layanan", "Jenis \"\"Layanan");
    let odd = odd.replace("Jenis \"\"Layanan", "\"Jenis \"\"Layanan\"");
    let odd = put(&folder, "aneh.csv", odd);
    let (query, _) = done(&["count", "--sql=a\"b"], &[&odd]);
    assert!(query.contains("\"Jenis \"\"Layanan\""), "{query}");
    assert!(query.contains("FROM \"a\"\"b\""), "{query}");
}

#[test]
fn a_folder_is_the_survey_of_its_files() {
    let folder = folder();
    let rows = survey(30);
    let all = put(&folder, "semua.csv", csv(&rows));
    let own = TempDir::new().expect("a folder");
    put(&own, "b-februari.csv", csv(&rows[10..]));
    put(&own, "a-januari.csv", csv(&rows[..10]));
    put(&own, "catatan.txt", "Rapat hari Senin\n");
    put(&own, "surat.docx", "PK");
    put(&own, "~$b-februari.xlsx", "lock");
    fs::create_dir(own.path().join("lama")).expect("a folder");
    fs::write(own.path().join("lama/arsip.csv"), csv(&rows)).expect("a file");
    let by = ["--by", "Jenis Layanan"];
    let found = index(&by, &[own.path()]);
    assert_eq!(found["n"], 30);
    assert_eq!(found["items"], index(&by, &[&all])["items"]);
    let issues = found["issues"].to_string();
    assert!(
        issues.contains("file_skipped") && issues.contains("catatan.txt"),
        "{issues}"
    );
    let (shown, messages) = done(&["check"], &[own.path()]);
    assert!(
        messages.contains("surat.docx") && !messages.contains("lock"),
        "{messages}"
    );
    assert!(shown.contains("catatan.txt"), "{shown}");
    let out = folder.path().join("laporan");
    let path = out.to_string_lossy();
    done(
        &["report", "--formats", "md", "--out", &path],
        &[own.path()],
    );
    let text = fs::read_to_string(out.join("laporan.md")).expect("a report");
    assert!(text.contains("a-januari.csv") && text.contains("b-februari.csv"));
    let empty = TempDir::new().expect("a folder");
    refused(
        &["index"],
        &[empty.path()],
        &["tidak berisi berkas survei"],
        &["holds no survey file"],
    );
}

/// Answers of several files with their own ways of writing the same survey.
#[test]
fn files_that_do_not_look_alike_are_joined_by_what_their_columns_are() {
    let folder = folder();
    let plain = put(&folder, "a.csv", csv(&survey(30)));
    // The same columns in another order.
    let turned: Vec<String> = csv(&survey(30))
        .lines()
        .map(|line| line.split(',').rev().collect::<Vec<_>>().join(","))
        .collect();
    let turned = put(&folder, "b.csv", turned.join("\n"));
    let twice = index(&["--by", "Jenis Layanan"], &[&plain, &turned]);
    let once = index(&["--by", "Jenis Layanan"], &[&plain]);
    assert_eq!(twice["n"], 60);
    for at in 0..9 {
        let of = |index: &Value, key: &str| index["items"][at][key].clone();
        assert_eq!(of(&twice, "nrr"), of(&once, "nrr"));
        assert_eq!(of(&twice, "id"), of(&once, "id"));
    }
    // Other headers for the same unsur, and words where the first has codes.
    let words = "Kesesuaian persyaratan,Kemudahan prosedur,Kecepatan waktu pelayanan,Kewajaran biaya,\
        Kesesuaian produk pelayanan,Kompetensi petugas,Kesopanan dan keramahan perilaku petugas,Penanganan pengaduan,Kualitas sarana dan prasarana";
    let row = "Sangat Sesuai,Mudah,Cepat,Gratis,Sesuai,Kompeten,Sopan dan ramah,Dikelola dengan baik,Baik";
    let worded = put(&folder, "c.csv", format!("{words}\n{row}\n{row}\n{row}\n"));
    let both = index(&[], &[&plain, &worded]);
    assert_eq!(both["n"], 33);
    let ids = |index: &Value| -> Vec<String> {
        let items = index["items"].as_array().expect("items");
        items.iter().map(|item| item["id"].to_string()).collect()
    };
    assert_eq!(ids(&both), ids(&once));
    // Sangat Sesuai is 4: three more fours for the first unsur.
    let fours = |index: &Value| index["items"][0]["counts"][3].as_u64().expect("a count");
    assert_eq!(fours(&both), fours(&once) + 3);
    let issues = both["issues"].to_string();
    assert!(
        issues.contains("not_in_file"),
        "the service is not in c.csv: {issues}"
    );
    // The same bytes under two names: n doubles, and that is told.
    let copy = put(&folder, "d.csv", csv(&survey(30)));
    let doubled = index(&[], &[&plain, &copy]);
    assert_eq!(doubled["n"], 60);
    assert!(doubled["issues"].to_string().contains("same_file"));
}

/// Rows as a form gives them, odd cells among them; the first item is answered.
fn answered() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let cell = prop::sample::select(vec![
        "4",
        "3",
        "3",
        "2",
        "1",
        "",
        "5",
        "9",
        "3;4",
        "2,5",
        "tidak berlaku",
        "salah",
        "-",
    ]);
    let first = prop::sample::select(vec!["4", "3", "2"]);
    let service = prop::sample::select(vec!["KTP", "KK", "ktp", "Akta", ""]);
    let sex = prop::sample::select(vec!["L", "P", "Perempuan"]);
    let row = (first, prop::collection::vec(cell, 8), service, sex);
    let row = row.prop_map(|(first, cells, service, sex)| {
        let mut row = vec![first];
        row.extend(cells);
        row.extend([service, sex]);
        row
    });
    prop::collection::vec(row, 2..40)
}

/// What a study says beside the names of its files: the survey, the findings, and
/// what is odd with how many answers and the text where it stands first.
fn said_of(files: &[PathBuf], setup: &Setup) -> (Value, Vec<(String, Option<String>)>) {
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let understood = understand(&paths, setup).expect("tables");
    let surveyed = tridharma::pipeline::survey(&understood, setup).expect("answers");
    let study = study(&understood, &surveyed, setup).expect("a study");
    let cell = |place: &Place| {
        let (row, column) = (place.row?, place.column?);
        let file = files.iter().find(|file| file.ends_with(&*place.file))?;
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().nth(row as usize)?;
        Some(line.split('\t').nth(column as usize)?.trim().to_owned())
    };
    let mut issues: Vec<(String, Option<String>)> = study
        .issues
        .iter()
        .filter(|issue| !matches!(issue.kind, IssueKind::SameFile { .. }))
        .map(|issue| {
            let first = issue.first.as_ref().and_then(cell);
            let kind = serde_json::to_string(&issue.kind).expect("JSON");
            (
                format!("{kind} {:?} {}", issue.column, issue.answers),
                first,
            )
        })
        .collect();
    issues.sort();
    let survey = serde_json::json!({
        "items": study.survey.items,
        "groups": study.survey.groups,
        "not_applicable": study.survey.not_applicable,
        "entries": study.entries,
    });
    (survey, issues)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_parts_in_any_order_give_the_study_of_the_whole(
        rows in answered(),
        places in prop::collection::vec(0_usize..4, 40),
        order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let titles = "Persyaratan\tProsedur\tWaktu\tBiaya\tProduk\tKompetensi\tPerilaku\tPengaduan\tSarana\tLayanan\tKelamin\n";
        let written = |name: &str, rows: &[&Vec<&str>]| {
            let lines: String = rows.iter().map(|row| format!("{}\n", row.join("\t"))).collect();
            put(&folder, name, format!("{titles}{lines}"))
        };
        let ids = ["persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana"];
        // What the columns are is settled; what stands in them is not.
        let mut setup = Setup { screening: true, ..Setup::default() };
        setup.place.header = Some(1);
        setup.wish.items = ids.iter().zip('A'..).map(|(id, letter)| format!("{id} = {letter}")).collect();
        setup.wish.by = ["J", "K"].map(str::to_owned).into();
        let whole = said_of(&[written("semua.tsv", &rows.iter().collect::<Vec<_>>())], &setup);

        let mut parts = Vec::new();
        for part in order {
            let of_part = rows.iter().zip(&places).filter(|(_, place)| **place == part);
            let of_part: Vec<&Vec<&str>> = of_part.map(|(row, _)| row).collect();
            if !of_part.is_empty() {
                parts.push(written(&format!("bagian{part}.tsv"), &of_part));
            }
        }
        prop_assert_eq!(&said_of(&parts, &setup), &whole);

        // Counted one by one and merged, without the rows.
        let counted: Vec<PathBuf> = parts.iter().map(|part| {
            let understood = understand(&[part.as_path()], &setup).expect("a table");
            let name = part.with_extension("json");
            fs::write(&name, counts(&understood, &setup).expect("counts")).expect("written");
            name
        }).collect();
        setup.screening = false;
        let merged = said_of(&counted, &setup);
        let plain = said_of(&parts, &setup);
        prop_assert_eq!(&merged.0, &plain.0);
        // A count file is no place where a cell can be looked up, and holds no text
        // that is no answer.
        let what = |issues: &[(String, Option<String>)]| -> Vec<String> {
            let mut all: Vec<String> = issues.iter().map(|(what, _)| what.replace("salah", "•••")).collect();
            all.sort();
            all
        };
        prop_assert_eq!(what(&merged.1), what(&plain.1));
    }
}
