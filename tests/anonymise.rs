//! A copy that may be shared: the same index, no combination that fewer than k
//! respondents share, nobody's name.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn tridharma(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("TRIDHARMA_LANG")
        .output()
        .expect("a run")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx");
    path.to_string_lossy().into_owned()
}

/// The index as JSON without what tells of the file alone: letters of columns,
/// oddities with their places.
fn index(folder: &Path, file: &str, more: &[&str]) -> String {
    let run = tridharma(
        folder,
        &[&["index", file, "--format", "json", "-q"], more].concat(),
    );
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let mut value: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    value.as_object_mut().expect("an object").remove("issues");
    for item in value["items"].as_array_mut().expect("items") {
        item.as_object_mut().expect("an item").remove("column");
    }
    serde_json::to_string_pretty(&value).expect("JSON")
}

fn anonymise(folder: &Path, file: &str, out: &str, more: &[&str]) -> Value {
    let first = ["anonymise", file, "--out", out, "--format", "json", "-q"];
    let run = tridharma(folder, &[&first[..], more].concat());
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).expect("JSON")
}

#[test]
fn the_copy_gives_the_same_index() {
    let folder = scratch("anonymise-index");
    let source = example();
    for out in ["salinan.csv", "salinan.xlsx"] {
        let facts = anonymise(&folder, &source, out, &[]);
        assert!(facts["smallest"].as_u64() >= Some(5), "{facts}");
        for period in ["2025-S2", "2026-S1", "semua"] {
            let with = ["--period", period];
            assert_eq!(
                index(&folder, out, &with),
                index(&folder, &source, &with),
                "{out} {period}"
            );
        }
    }
    // Twice the same bytes.
    let first = fs::read(folder.join("salinan.xlsx")).expect("a copy");
    anonymise(&folder, &source, "salinan.xlsx", &["--force"]);
    assert_eq!(
        first,
        fs::read(folder.join("salinan.xlsx")).expect("a copy")
    );
}

/// How many respondents share each combination of the columns before the items,
/// the period among them.
fn smallest(text: &str, characteristics: &[&str]) -> usize {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("headers").clone();
    let at: Vec<usize> = characteristics
        .iter()
        .map(|name| headers.iter().position(|h| h == *name).expect("a column"))
        .collect();
    let mut sizes: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let key = at.iter().map(|&at| row[at].to_owned()).collect();
        *sizes.entry(key).or_default() += 1;
    }
    assert!(sizes.len() > 1, "everything is blank");
    sizes.into_values().min().unwrap_or(0)
}

#[test]
fn every_combination_is_shared_by_k_respondents() {
    let folder = scratch("anonymise-k");
    for k in ["2", "5", "12"] {
        anonymise(&folder, &example(), "c.csv", &["--k", k, "--force"]);
        let text = fs::read_to_string(folder.join("c.csv")).expect("a copy");
        let names = ["Jenis kelamin", "Usia", "Pendidikan", "Pekerjaan"];
        let all = [&names[..], &["Jenis layanan", "Periode"]].concat();
        let k: usize = k.parse().expect("a number");
        assert!(smallest(&text, &all) >= k);
        assert!(!text.contains("0800000"), "a telephone number");
    }
}

#[test]
fn what_cannot_be_anonymous_is_refused() {
    let folder = scratch("anonymise-refused");
    let few = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana\n\
               4,3,4,3,4,3,4,3,4\n3,3,3,4,4,4,4,4,4\n2,3,3,4,4,4,4,4,4\n";
    fs::write(folder.join("a.csv"), few).expect("a file");
    for (arguments, code, word) in [
        (&["anonymise", "a.csv", "--out", "b.csv"][..], 1, "k = 5"),
        (&["anonymise", "a.csv", "--out", "b.txt"], 2, ".csv"),
        (
            &["anonim", "a.csv", "--out", "a.csv", "--k", "3"],
            1,
            "--force",
        ),
    ] {
        let run = tridharma(&folder, arguments);
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{said}");
        assert!(said.contains(word), "{said}");
    }
    assert!(!folder.join("b.csv").exists());
}

/// Remarks, formulas and answers that are none.
#[test]
fn remarks_are_masked_and_formulas_are_text() {
    let folder = scratch("anonymise-remarks");
    let mut text = String::from(
        "Timestamp,Nama,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana,Saran\n",
    );
    for i in 0..12 {
        let saran = match i {
            3 => "\"Bu Zwengkulu ramah sekali, telepon 0813 5557 7731\"",
            4 => "\"=HYPERLINK(\"\"http://contoh.example\"\") tolong dibaca\"",
            _ => "pelayanan sudah baik menurut saya",
        };
        let answer = if i == 5 { "Zwengkulu" } else { "4" };
        let day = i + 1;
        text.push_str(&format!(
            "2026-02-{day:02} 08:10:11,Orang Zwengkulu {i},{answer},4,3,4,3,4,3,4,3,{saran} {i}\n"
        ));
    }
    fs::write(folder.join("a.csv"), text).expect("a file");
    let with = ["--comments", "mask", "--pseudonyms"];
    anonymise(&folder, "a.csv", "b.csv", &with);
    let copy = fs::read_to_string(folder.join("b.csv")).expect("a copy");
    assert!(!copy.to_lowercase().contains("zwengkulu"), "a name");
    assert!(!copy.contains("7731"), "a telephone number");
    assert!(
        copy.contains("Bu [nama] ramah sekali, telepon [nomor]"),
        "{copy}"
    );
    assert!(
        copy.contains("P00012") && !copy.contains("P00013"),
        "{copy}"
    );
    assert!(
        copy.contains("2026-02") && !copy.contains("08:10"),
        "{copy}"
    );
    let mut reader = csv::Reader::from_reader(copy.as_bytes());
    for row in reader.records() {
        for cell in &row.expect("a row") {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    assert_eq!(index(&folder, "b.csv", &[]), index(&folder, "a.csv", &[]));
}
