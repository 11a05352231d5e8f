//! Signs of careless answers, against numpy
//! (`tests/reference/make/careless.py`), and what leaving them out does.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn run(arguments: &[&str]) -> Output {
    let file = fixture("careless.csv");
    Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(&arguments[..1])
        .arg(file)
        .args(["--instrument", "likert-5", "--items", "D:K"])
        .args(&arguments[1..])
        .env_remove("TRIDHARMA_LANG")
        .output()
        .expect("a run")
}

fn json(output: &Output) -> Value {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn near(found: &Value, expected: &Value, what: &str) {
    let (found, expected) = (found.as_f64(), expected.as_f64());
    let apart = found
        .zip(expected)
        .map(|(f, e)| (f - e).abs() / e.abs().max(1.0));
    assert!(
        apart.is_some_and(|apart| apart < 1e-12),
        "{what}: {found:?}, not {expected:?}"
    );
}

fn expected() -> Value {
    let text = fs::read_to_string(fixture("careless.json")).expect("expected values");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn signs_are_those_of_numpy() {
    let expected = expected();
    let found = json(&run(&["check", "--format", "json"]));
    let found = &found["screening"];
    assert_eq!(found["n"], expected["n"]);
    assert_eq!(found["longest"], expected["longest"]);
    let variability = &found["variability"]["Ok"];
    near(
        &variability["mean"],
        &expected["variability"]["mean"],
        "mean",
    );
    for at in 0..5 {
        let quantile = &expected["variability"]["quantiles"][at];
        near(&variability["quantiles"][at], quantile, "quantile");
    }
    let distance = &found["distance"]["Ok"];
    assert_eq!(distance["n"], expected["distance"]["n"]);
    near(&distance["cut"], &expected["distance"]["cut"], "cut");
    near(
        &distance["largest"],
        &expected["distance"]["largest"],
        "largest",
    );
    let flags = found["flags"].as_array().expect("flags");
    assert_eq!(flags.len(), 6);
    for flag in flags {
        let name = flag["what"].as_str().expect("a name");
        let wanted = &expected["flags"][name];
        assert_eq!(flag["n"], wanted["n"], "{name}");
        near(&flag["without"]["Ok"][0], &wanted["without"], name);
    }
}

#[test]
fn what_is_left_out_is_left_out_of_the_index() {
    let expected = expected();
    let index = |more: &[&str]| json(&run(&[&["index", "--format", "json", "-q"], more].concat()));
    let all = index(&[]);
    near(&all["index"]["exact"], &expected["index"], "all");
    for (options, name) in [
        (&["--drop", "straightline"][..], "straight_line"),
        (&["--drop", "longstring"], "long_string"),
        (&["--drop", "distance"], "distance"),
        (&["--drop", "fast"], "fast"),
        (&["--drop", "repeated"], "repeated"),
        (&["--duplicates", "first"], "duplicate"),
    ] {
        let found = index(options);
        let wanted = &expected["flags"][name];
        near(&found["index"]["exact"], &wanted["without"], name);
        let gone = all["n"]
            .as_u64()
            .zip(found["n"].as_u64())
            .map(|(all, left)| all - left);
        assert_eq!(gone, wanted["n"].as_u64(), "{name}");
        let told = found["issues"].as_array().expect("issues");
        assert!(
            told.iter().any(|issue| issue["kind"]["flag"] == name),
            "{name}: {told:?}"
        );
    }
    assert_eq!(index(&["--duplicates", "keep"]), all);
    // As many, but others of those who came twice.
    let last = index(&["--duplicates", "last"]);
    assert_eq!(last["n"], index(&["--duplicates", "first"])["n"]);
    assert_ne!(last["index"], index(&["--duplicates", "first"])["index"]);
}

#[test]
fn what_cannot_be_looked_for_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    let header = "Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana";
    fs::write(
        &path,
        format!(
            "{header}\n{}",
            "4,3,4,3,4,3,4,3,4\n3,3,3,4,4,4,4,4,4\n".repeat(9)
        ),
    )
    .expect("a file");
    for options in [
        &["--drop", "fast"][..],
        &["--duplicates", "first"],
        &["--drop", "ngawur"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .arg("index")
            .arg(&path)
            .args(options)
            .env_remove("TRIDHARMA_LANG")
            .output()
            .expect("a run");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains(options[1]) || said.contains("duplicates"),
            "{said}"
        );
        assert!(said.contains("\n  → "), "{said}");
    }
}

/// How the answers to an item are spread inside groups, where few gave one of them.
#[test]
fn results_for_the_public_hold_no_small_spread_inside_groups() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    let mut text = String::from("Jenis Layanan,U1,U2,U3,U4,U5,U6,U7,U8,U9\n");
    for (service, n) in [("KTP", 40), ("KK", 30)] {
        for i in 0..n {
            // One of U1 in KK gave 1; U2 has ten or more of each; the others one answer.
            let rare = if service == "KK" && i == 0 {
                1
            } else {
                3 + i % 2
            };
            text.push_str(&format!("{service},{rare},{},3,4,3,4,3,4,3\n", 2 + i % 3));
        }
    }
    fs::write(&path, text).expect("a file");
    let run = |command: &str, more: &[&str]| -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .args([command, "--lang", "en"])
            .arg(&path)
            .args(["--by", "Jenis Layanan"])
            .args(more)
            .output()
            .expect("a run");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        String::from_utf8(output.stdout).expect("text")
    };
    // Items of the groups by their positions of which the spread is told.
    let told = |items: &Value| -> Vec<usize> {
        let items = items.as_array().expect("items").iter().enumerate();
        let spread = items.filter(|(_, item)| item["counts"] != serde_json::json!([]));
        spread.map(|(at, _)| at).collect()
    };
    let index = |more: &[&str]| -> Value {
        let text = run("index", &[&["--format", "json"], more].concat());
        serde_json::from_str(&text).expect("JSON")
    };
    for (more, hidden) in [
        (&[][..], vec![]),
        (&["--public"], vec![0]),
        (&["--public", "--small-group", "12"], vec![0, 1]),
        (&["--public", "--small-group", "1"], vec![]),
    ] {
        let found = index(more);
        let groups = found["groups"].as_array().expect("groups");
        assert_eq!(groups.len(), 2, "{more:?}");
        let shown: Vec<usize> = (0..9).filter(|at| !hidden.contains(at)).collect();
        for group in groups {
            // In both: what one group has is what the other leaves of the whole.
            assert_eq!(told(&group["items"]), shown, "{more:?}");
            assert!(group["items"][0]["nrr"].is_number());
        }
        assert_eq!(
            told(&found["items"]),
            (0..9).collect::<Vec<_>>(),
            "{more:?}"
        );
    }
    let text = run("analyse", &["--public", "--index", "--format", "json"]);
    let found: Value = serde_json::from_str(&text).expect("JSON");
    for group in found["groups"].as_array().expect("groups") {
        assert_eq!(told(&group["items"]), (1..9).collect::<Vec<_>>());
    }
    let out = folder.path().join("laporan").display().to_string();
    run(
        "report",
        &["--public", "--formats", "md", "-q", "--out", &out],
    );
    let text = fs::read_to_string(Path::new(&out).join("study.json")).expect("a study");
    let study: Value = serde_json::from_str(&text).expect("JSON");
    let mut groups = 0;
    for entry in study["entries"].as_array().expect("entries") {
        let item = &entry["outcome"]["Ok"]["items"][0];
        if entry["about"]["group"].is_object() && item.is_object() {
            groups += 1;
            assert_eq!(item["counts"], serde_json::json!([]));
            // With the mean and n it would tell how the answers are spread.
            for precision in ["standard_error", "interval"] {
                let small = &item[precision]["Err"];
                assert!(small.to_string().contains("\"small\":5"), "{item}");
            }
        }
    }
    assert_eq!(groups, 2);
    // The other forms of an index tell no spread of groups, and a figure of it is refused.
    for form in ["text", "csv", "md"] {
        let plain = run("index", &["--format", form]);
        assert_eq!(
            plain,
            run("index", &["--format", form, "--public"]),
            "{form}"
        );
    }
    let figure = |more: &[&str]| -> (bool, String) {
        let svg = folder.path().join("a.svg");
        let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .args(["chart", "--lang", "en"])
            .arg(&path)
            .args(more)
            .args(["--public", "--force", "--out"])
            .arg(&svg)
            .output()
            .expect("a run");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), told)
    };
    for kind in ["likert", "bars"] {
        for groups in ["--by", "--panels"] {
            let (drawn, told) = figure(&[kind, groups, "Jenis Layanan"]);
            assert!(
                !drawn && told.contains("held back: U1;"),
                "{kind} {groups}: {told}"
            );
            let (drawn, told) = figure(&[kind, groups, "Jenis Layanan", "--on", "U2"]);
            assert!(drawn, "{kind} {groups}: {told}");
        }
        let (drawn, told) = figure(&[kind]);
        assert!(drawn, "{kind}: {told}");
    }
    for kind in ["box", "histogram", "qq"] {
        let (drawn, told) = figure(&[kind, "--by", "Jenis Layanan"]);
        let refused = told.contains("without groups") && told.contains("dots --by");
        assert!(!drawn && refused, "{kind}: {told}");
        let (drawn, told) = figure(&[kind]);
        assert!(drawn, "{kind}: {told}");
    }
    // In a report such a figure is left out and told; the report is made.
    let settings = folder.path().join("survey.toml");
    let list = r#"figures = ["likert --by \"Jenis Layanan\"", "dots"]"#;
    fs::write(&settings, list).expect("settings");
    let out = folder.path().join("report");
    let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .args(["report", "--lang", "en", "--public", "--formats", "figures"])
        .arg(&path)
        .arg("--survey")
        .arg(&settings)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("a run");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && told.contains("was not made"),
        "{told}"
    );
    let made = |name: &str| out.join("figures").join(name).exists();
    assert!(made("gambar-2-dots.svg") && !made("gambar-1-likert.svg"));
}

/// Small groups together, nothing about single respondents.
#[test]
fn results_for_the_public_hold_no_small_group() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    let mut text = String::from(
        "Jenis Layanan,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana\n",
    );
    for (service, n) in [("KTP", 30), ("KK", 9), ("Akta", 3)] {
        for i in 0..n {
            text.push_str(&format!(
                "{service},4,3,{},3,4,3,4,3,{}\n",
                2 + i % 3,
                1 + i % 4
            ));
        }
    }
    fs::write(&path, text).expect("a file");
    let index = |more: &[&str]| -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .arg("index")
            .arg(&path)
            .args(["--by", "Jenis Layanan", "--format", "json"])
            .args(more)
            .output()
            .expect("a run");
        json(&output)
    };
    let sizes = |found: &Value| -> Vec<(String, u64)> {
        let groups = found["groups"].as_array().expect("groups");
        let size = |group: &Value| {
            let name = group["value"].as_str().unwrap_or_default().to_owned();
            Some((name, group["n"].as_u64()?))
        };
        groups.iter().filter_map(size).collect()
    };
    let plain = index(&[]);
    assert!(sizes(&plain).contains(&("Akta".to_owned(), 3)));
    let public = index(&["--public"]);
    // The three alone are 42 − 30 − 9, so the nine join them.
    assert_eq!(
        sizes(&public),
        [
            ("KTP".to_owned(), 30),
            ("Kelompok kecil, digabung".to_owned(), 12)
        ]
    );
    assert_eq!(public["index"], plain["index"]);
    let issues = public["issues"].to_string();
    assert!(issues.contains("small_groups"), "{issues}");
    assert_eq!(
        sizes(&index(&["--public", "--small-group", "3"])),
        sizes(&plain)
    );
    // The report holds no row of a respondent, and says why.
    let out = folder.path().join("laporan");
    let run = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .arg("report")
        .arg(&path)
        .args(["--public", "--formats", "md", "-q", "--out"])
        .arg(&out)
        .status()
        .expect("a run");
    assert!(run.success());
    let text = fs::read_to_string(out.join("laporan.md")).expect("a report");
    assert!(!text.contains("Akta"), "a small group");
    assert!(text.contains("digabung"));
}

#[test]
fn comments_go_to_a_file_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    let mut text = String::from(
        "Nama,Jenis Layanan,Persyaratan,Prosedur,Waktu,Biaya,Produk,Kompetensi,Perilaku,Pengaduan,Sarana,Saran\n",
    );
    for i in 0..14 {
        let service = ["KTP", "KK"][usize::from(i % 7 == 0)];
        let remark = format!("Pak Zwengkulu melayani dengan baik sekali nomor {i}");
        text.push_str(&format!(
            "Zwengkulu Xor {i},{service},4,4,4,4,4,4,4,4,{},{remark}\n",
            1 + i % 4
        ));
    }
    fs::write(&path, text).expect("a file");
    let out = folder.path().join("komentar.csv");
    let run = Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .arg("check")
        .arg(&path)
        .arg("--comments")
        .arg(&out)
        .output()
        .expect("a run");
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let text = fs::read_to_string(&out).expect("comments");
    assert!(!text.contains("Zwengkulu"), "{text}");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 14);
    for row in &rows {
        assert!(row[1].starts_with("Pak [nama] melayani"), "{row:?}");
        // Two respondents of a service would be known by it.
        assert!(row[3] == *"KTP" || row[3].is_empty(), "{row:?}");
        let index: f64 = row[5].parse().expect("an index");
        assert!((91.0..=100.0).contains(&index), "{index}");
    }
    assert_eq!(rows.iter().filter(|row| row[3].is_empty()).count(), 2);
}
