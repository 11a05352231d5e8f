//! The `chart` command as a user runs it: every kind in every form, the same
//! bytes each time, and errors that say what to do.

use std::path::Path;
use std::process::{Command, Output};
use tridharma::report::ChartKind;

fn chart(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .arg("chart")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("TRIDHARMA_LANG")
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_kind_without_second_questions_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, word, alias) in ChartKind::ALL {
        if matches!(kind, ChartKind::Importance | ChartKind::Gap) {
            continue;
        }
        for word in [word, alias] {
            let output = chart(folder.path(), &[word, "--by", "Jenis layanan", "--force"]);
            assert!(output.status.success(), "{word}: {}", said(&output));
            let told = said(&output);
            assert!(!told.contains("{{") && !told.contains("[figure."), "{told}");
        }
        let file = folder.path().join(format!("{}.svg", kind.word()));
        let text = std::fs::read_to_string(file).expect("a figure");
        assert!(
            text.contains("<title>") && text.contains("@font-face"),
            "{word}"
        );
    }
}

#[test]
fn every_form_is_what_its_name_says_and_the_same_each_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let starts: [(&str, &[u8]); 5] = [
        ("a.svg", b"<svg "),
        ("a.png", b"\x89PNG"),
        ("a.pdf", b"%PDF"),
        ("a.html", b"<!"),
        ("a.csv", b"Kode,"),
    ];
    for (name, start) in starts {
        let read = || {
            let output = chart(
                folder.path(),
                &["dots", "--out", name, "--force", "--dpi", "96"],
            );
            assert!(output.status.success(), "{name}: {}", said(&output));
            std::fs::read(folder.path().join(name)).expect("a figure")
        };
        let bytes = read();
        assert!(bytes.starts_with(start), "{name}");
        assert!(bytes == read(), "{name} differs from run to run");
    }
    let page = std::fs::read_to_string(folder.path().join("a.html")).expect("a page");
    assert!(page.contains("<table") && page.contains("<svg"));
    let refused = chart(folder.path(), &["dots", "--out", "a.svg"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
}

#[test]
fn what_cannot_be_drawn_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&[&str], i32, &str); 6] = [
        (&["forest"], 2, "--by KOLOM"),
        (&["ipa"], 2, "--importance"),
        (&["dots", "--by", "Bukan kolom"], 1, "Bukan kolom"),
        (&["dots", "--out", "a.jpg"], 2, ".svg"),
        (&["dots", "--width", "3 m"], 2, "60mm"),
        (&["pie"], 2, "pie"),
    ];
    for (arguments, code, part) in cases {
        let output = chart(folder.path(), arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            said(&output)
        );
        assert!(
            said(&output).contains(part),
            "{arguments:?}: {}",
            said(&output)
        );
    }
}
