//! The report of the bundled example through other programs: a workbook that
//! LibreOffice computes anew, a Word file it can lay out.

mod office;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tridharma::read::{self, Sheet};

/// A folder for this test alone, kept for looking at.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/survey.toml")
}

fn report(out: &Path, more: &[&str]) {
    let run = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(["report", "--quiet", "--lang", "id", "--out"])
        .arg(out)
        .args(more)
        .arg(example())
        .output()
        .expect("a run");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

fn index(more: &[&str]) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(["index", "--format", "json", "--period", "2026-S1"])
        .args(["--by", "Jenis layanan"])
        .args(more)
        .arg(example())
        .output()
        .expect("a run");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// The cells of a row that starts with a text, in the sheet of a name.
fn row_of(sheets: &[Sheet], sheet: &str, starts: &str) -> Vec<String> {
    let sheet = sheets
        .iter()
        .find(|s| s.rows.sheet().is_some_and(|name| &**name == sheet))
        .unwrap_or_else(|| panic!("no sheet {sheet}"));
    let rows = &sheet.rows;
    rows.span()
        .find(|&row| (0..rows.width()).any(|column| rows.cell(row, column) == starts))
        .map(|row| {
            (0..rows.width())
                .map(|column| rows.cell(row, column).to_owned())
                .collect()
        })
        .unwrap_or_else(|| panic!("no row {starts}"))
}

fn number(cell: &str) -> f64 {
    cell.parse()
        .unwrap_or_else(|_| panic!("«{cell}» is no number"))
}

#[test]
fn libreoffice_computes_the_index_of_the_workbook() {
    let name = "libreoffice_computes_the_index_of_the_workbook";
    let folder = scratch(name);
    let habits: [&[&str]; 3] = [
        &[],
        &["--weight", "0.111", "--round", "sum3"],
        &["--weight", "0.11"],
    ];
    let mut books = Vec::new();
    for (at, habit) in habits.iter().enumerate() {
        let out = folder.join(format!("laporan-{at}"));
        let mut more = vec!["--formats", "xlsx"];
        more.extend_from_slice(habit);
        report(&out, &more);
        let book = folder.join(format!("hitung-{at}.xlsx"));
        std::fs::copy(out.join("hitung.xlsx"), &book).expect("a copy");
        books.push(book);
    }
    let Some(made) = office::converted(name, "xlsx", &folder, &books) else {
        return;
    };
    for (path, habit) in made.iter().zip(habits) {
        let ours = index(habit);
        let sheets = read::open(path).expect("a workbook").sheets;
        let total = row_of(&sheets, "Indeks", "IKM unit pelayanan");
        let exact = ours["index"]["exact"].as_f64().expect("index");
        assert!(
            (number(&total[6]) - exact).abs() < 1e-9,
            "{habit:?}: {total:?}"
        );
        assert_eq!(
            total[7],
            ours["grade"].as_str().expect("grade"),
            "{habit:?}"
        );
        for item in ours["items"].as_array().expect("items") {
            let code = item["code"].as_str().expect("code");
            let row = row_of(&sheets, "Indeks", code);
            assert_eq!(number(&row[2]), item["n"].as_f64().expect("n"), "{code}");
            let nrr = item["nrr"].as_f64().expect("nrr");
            assert!((number(&row[4]) - nrr).abs() < 1e-12, "{code}: {row:?}");
            let counts = row_of(&sheets, "Frekuensi", code);
            for (cell, count) in counts[2..6]
                .iter()
                .zip(item["counts"].as_array().expect("counts"))
            {
                assert_eq!(number(cell), count.as_f64().expect("count"), "{code}");
            }
        }
        for group in ours["groups"].as_array().expect("groups") {
            let value = group["value"].as_str().expect("value");
            let row = row_of(&sheets, "Per jenis layanan", value);
            assert_eq!(number(&row[2]), group["n"].as_f64().expect("n"), "{value}");
            let exact = group["index"]["exact"].as_f64().expect("index");
            assert!((number(&row[3]) - exact).abs() < 1e-9, "{value}: {row:?}");
        }
    }
}

#[test]
fn the_word_report_holds_everything_in_libreoffice() {
    let name = "the_word_report_holds_everything_in_libreoffice";
    let folder = scratch(name);
    let out = folder.join("laporan");
    report(&out, &["--formats", "docx,pdf"]);
    let docx = [out.join("laporan.docx")];
    let Some(made) = office::converted(name, "pdf", &folder, &docx) else {
        return;
    };
    for pdf in [&made[0], &out.join("laporan.pdf")] {
        let Ok(run) = Command::new("pdftotext")
            .arg("-layout")
            .arg(pdf)
            .arg("-")
            .output()
        else {
            println!("SKIPPED {name}: pdftotext is not installed");
            return;
        };
        let text = String::from_utf8_lossy(&run.stdout).into_owned();
        for wanted in [
            "Daftar Isi",
            "PENDAHULUAN",
            "PENGUMPULAN DATA",
            "HASIL PENGOLAHAN DATA",
            "ANALISIS HASIL",
            "PENUTUP",
            "Kantor Layanan Contoh",
            "DATA SIMULASI",
            "Semester I 2026",
            "Gambar 3.2",
            // The last row of the last table: nothing was lost on the way.
            "SHA-256",
        ] {
            assert!(
                text.contains(wanted),
                "«{wanted}» is not in {}",
                pdf.display()
            );
        }
        assert!(!text.contains("Responden simulasi"), "a name in the report");
        assert!(!text.contains("NaN"), "a bare NaN in the report");
    }
}
