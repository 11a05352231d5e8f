//! Answers in words, numbers and codes of every sort, in files that nobody made
//! for this program: the numbers are those computed with pandas.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn real(test: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED {test}: the real files are not at hand");
    None
}

fn file(folder: &Path, number: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder).expect("folder of real files");
    let mut paths = entries.map(|entry| entry.expect("entry").path());
    let found = paths.find(|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(number))
    });
    found.expect("real file")
}

fn analyse(path: &Path, options: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tridharma"));
    command.arg("analyse").arg(path).args(options);
    command.args(["--reliability", "--format", "json"]);
    let output = command.output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {told}", path.display());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Answers of a kind of issue.
fn touched(study: &Value, what: &str) -> u64 {
    let issues = study["issues"].as_array().expect("issues");
    let such = issues.iter().filter(|issue| issue["kind"]["what"] == what);
    such.filter_map(|issue| issue["answers"].as_u64()).sum()
}

fn alpha(study: &Value) -> f64 {
    let findings = study["findings"].as_array().expect("findings");
    let alpha = findings.iter().find_map(|finding| {
        let found = &finding["outcome"]["Ok"];
        let alpha = &found["alpha"];
        alpha.as_f64().or_else(|| alpha["Ok"].as_f64())
    });
    alpha.unwrap_or_else(|| panic!("no alpha in {findings:?}"))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 5.1e-7
}

#[test]
fn alpha_of_the_reversed_items_is_that_of_the_reversed_columns() {
    let Some(folder) = real("alpha_of_the_reversed_items") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let wanted = &expected["21-psych-bfi.csv"]["alpha_after_reverse"];
    let path = file(&folder, "21");
    for (scale, items, reverse) in [
        ("A", "A1:A5", "A1"),
        ("C", "C1:C5", "C4,C5"),
        ("E", "E1:E5", "E1,E2"),
        ("N", "N1:N5", ""),
        ("O", "O1:O5", "O2,O5"),
    ] {
        let mut options = vec!["--instrument", "likert-6", "--items", items];
        if !reverse.is_empty() {
            options.extend(["--reverse", reverse]);
        }
        let found = alpha(&analyse(&path, &options));
        let wanted = wanted[scale].as_f64().expect("alpha");
        assert!(near(wanted, found), "{scale}: {found}");
    }
}

#[test]
fn what_did_not_apply_is_told_apart_from_what_was_not_answered() {
    let Some(folder) = real("what_did_not_apply") else {
        return;
    };
    let study = analyse(
        &file(&folder, "22"),
        &["--instrument", "likert-7", "--items", "X:AA"],
    );
    assert_eq!(touched(&study, "not_applicable"), 36);
    assert_eq!(touched(&study, "blank"), 0);
    let study = analyse(&file(&folder, "16"), &["--instrument", "likert-5"]);
    assert_eq!(
        (touched(&study, "not_applicable"), touched(&study, "blank")),
        (11, 1)
    );
    // The codes of no answer are named one by one, and none is counted.
    let study = analyse(
        &file(&folder, "23"),
        &["--instrument", "likert-5", "--items", "D:AE"],
    );
    assert_eq!(touched(&study, "missing_code"), 21);
}

fn written(name: &str, text: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tridharma-labels-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("folder");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("file");
    path
}

fn check(path: &Path, options: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tridharma"));
    command
        .args(["--lang", "en", "check"])
        .arg(path)
        .args(options);
    let output = command.output().expect("the program runs");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Rows of a made-up file: three items on a scale 0–10, and what an office may
/// type into them.
const ROWS: &str = "No;Ramah;Cepat;Bersih\n1;10;8;7,0\n2;0;8.0;9\n3;5;3,5;1.234\n4;7;-;99\n";

#[test]
fn a_scale_from_nought_to_ten_is_given_and_numbers_with_decimals_are_asked_about() {
    let path = written("nol-sepuluh.csv", ROWS);
    let study = analyse(
        &path,
        &[
            "--instrument",
            "likert",
            "--scale",
            "0:10",
            "--items",
            "B:D",
        ],
    );
    let items = study["items"].as_array().expect("items");
    let sums: Vec<f64> = items
        .iter()
        .map(|item| item["nrr"].as_f64().unwrap())
        .collect();
    // (10+0+5+7)/4, (8+8)/2, (7+9)/2: 3,5 and 1.234 are no codes, 99 is none either.
    assert_eq!(sums, [5.5, 8.0, 8.0]);
    assert_eq!(items[0]["counts"].as_array().map(Vec::len), Some(11));
    // `3,5` may be two answers here.
    assert_eq!(
        (
            touched(&study, "fraction"),
            touched(&study, "several_answers")
        ),
        (1, 1)
    );
    assert_eq!(
        (
            touched(&study, "missing_code"),
            touched(&study, "missing_word")
        ),
        (1, 1)
    );
    // Numbers alone do not tell the scale.
    let path = written(
        "angka.csv",
        "No;Ramah;Cepat;Bersih\n1;10;8;7\n2;0;8;9\n3;5;3;1\n",
    );
    let said = check(&path, &["--instrument", "likert"]);
    assert!(said.contains("--scale 0:10"), "{said}");
}

#[test]
fn a_declared_list_is_kept_by_the_survey_file_and_wrong_ones_are_refused() {
    let text = "No,Lesbar,Rasch,Neu\n1,kaum,sehr,ja\n2,etwas,kaum,ja\n3,sehr,etwas,nein\n4,etwas,k.A.,ja\n";
    let path = written("wörter.csv", text);
    let words = [
        "--instrument",
        "likert",
        "--labels",
        "B:C=kaum|etwas|sehr",
        "--missing",
        "k.A.",
    ];
    let study = analyse(&path, &words);
    assert_eq!(study["items"][0]["counts"], serde_json::json!([1, 2, 1]));
    assert_eq!(
        (study["items"][1]["n"].as_u64(), study["n"].as_u64()),
        (Some(3), Some(4))
    );
    let toml = path.with_file_name("survey.toml");
    let said = check(
        &path,
        &[&words[..], &["--force", "--write", &toml.to_string_lossy()]].concat(),
    );
    assert!(toml.exists(), "{said}");
    let again = analyse(&toml, &[]);
    for key in ["n", "items", "index", "issues"] {
        assert_eq!(study[key], again[key], "{key}");
    }
    // From the highest down, each with its code: the same.
    let falling = [
        "--instrument",
        "likert",
        "--labels",
        "B:C=sehr=3|etwas=2|kaum=1",
        "--missing",
        "k.A.",
    ];
    assert_eq!(analyse(&path, &falling)["items"], study["items"]);
    for (label, told) in [
        ("B:C=kaum=1|sehr=1", "the code 1"),
        ("B:Z=kaum|sehr", "no column `Z`"),
    ] {
        let said = check(&path, &["--instrument", "likert", "--labels", label]);
        assert!(said.contains(told), "{label}: {said}");
    }
    let said = check(
        &path,
        &[
            "--instrument",
            "likert",
            "--scale",
            "1:5",
            "--labels",
            "B:C=kaum|sehr",
            "--scale",
            "B:C=1:4",
        ],
    );
    assert!(said.contains("words"), "{said}");
    let said = check(&path, &["--scale", "1:6", "--items", "B:C"]);
    assert!(
        said.contains("skm-2017") && said.contains("--instrument likert"),
        "{said}"
    );
}

#[test]
fn numbers_beside_the_words_win_where_a_form_prints_them() {
    // 1 stands beside the best answer here: the number is the code, and it is told.
    let text = "No,A,B\n1,(1) Strongly agree,2)\n2,(2) Agree,1) best\n3,(3) Neutral,5) worst\n4,(5) Strongly disagree,3)\n5,Not applicable (8),2)\n";
    let path = written("angka-di-kata.csv", text);
    let study = analyse(&path, &["--instrument", "likert-5"]);
    assert_eq!(
        study["items"][0]["counts"],
        serde_json::json!([1, 1, 1, 0, 1])
    );
    assert_eq!(
        study["items"][1]["counts"],
        serde_json::json!([1, 2, 1, 0, 1])
    );
    assert_eq!(
        (
            touched(&study, "own_number"),
            touched(&study, "not_applicable")
        ),
        (3, 1)
    );
}

#[test]
fn boxes_of_a_question_with_several_answers_are_no_items() {
    let text = "start,Services,Services/dental,Services/eye,Services/x-ray,Q1,Q2\n\
        2026-03-01T08:00:00.000+07:00,dental eye,1,1,0,4,5\n\
        2026-03-01T08:09:00.000+07:00,eye,0,1,0,3,5\n\
        2026-03-01T08:20:00.000+07:00,,,,,2,1\n";
    let path = written("kobo.csv", text);
    let said = check(&path, &["--instrument", "likert", "--scale", "0:10"]);
    assert_eq!(said.matches("One box of a question").count(), 3, "{said}");
    let study = analyse(&path, &["--instrument", "likert", "--scale", "0:10"]);
    assert_eq!(study["items"].as_array().map(Vec::len), Some(2));
}
