//! Tables without a respondent in each row, through the program: an answer a
//! row, and counts of answers.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn put(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("written");
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

/// Three people, the second of whom leaves one item out and the third of whom
/// answers twice; a row without a person.
const LONG: &str = "petugas;orang;butir;nilai;jk\n\
    a;3271-RAHASIA;U10;4;L\n\
    a;3271-RAHASIA;U2;3;L\n\
    b;3272-RAHASIA;U2;1;P\n\
    a;3273-RAHASIA;U10;2;P\n\
    b;3273-RAHASIA;U2;5;P\n\
    b;;U2;5;P\n\
    a;3273-RAHASIA;U2;4;P\n\
    b;3273-RAHASIA;U10;1;P\n";

#[test]
fn an_answer_a_row_becomes_a_row_a_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(&folder, "panjang.csv", LONG);
    let options = [
        "--instrument",
        "likert-5",
        "--long",
        "id=orang,item=butir,value=nilai",
        "--by",
        "jk",
    ];
    let answer = run("index", &path, &options).expect("a long table");
    assert_eq!(answer["n"], 4);
    assert_eq!(answer["n_complete"], 3);
    let items = answer["items"].as_array().expect("items");
    let headers: Vec<&str> = items
        .iter()
        .filter_map(|item| item["header"].as_str())
        .collect();
    assert_eq!(headers, ["U2", "U10"], "by the number in the name");
    // U2: 3, 1, 5, 4. U10: 4, none, 2, 1.
    assert_eq!(items[0]["counts"], serde_json::json!([1, 0, 1, 1, 1]));
    assert_eq!(items[1]["counts"], serde_json::json!([1, 1, 0, 1, 0]));
    assert_eq!(items[1]["missing"], 1);
    // What says the same in all rows of a person goes along.
    let groups = answer["groups"].as_array().expect("groups");
    let sexes: Vec<u64> = groups
        .iter()
        .filter_map(|group| group["n"].as_u64())
        .collect();
    assert_eq!(sexes, [1, 3]);

    let checked = run("check", &path, &options).expect("a long table");
    assert_eq!(checked["respondents"], 4);
    assert_eq!(issue(&checked, "repeated_ids")["answers"], 2);
    assert_eq!(issue(&checked, "repeated_ids")["first"]["row"], 7);
    assert_eq!(issue(&checked, "without_id")["answers"], 1);
    // Who varies with the answer is no characteristic of a person, and no id of a
    // person is anywhere.
    let text = checked.to_string() + &answer.to_string();
    assert!(
        !text.contains("RAHASIA") && !text.contains("petugas"),
        "{text}"
    );
}

#[test]
fn written_settings_of_a_long_table_give_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(&folder, "panjang.csv", LONG);
    let settings = folder.path().join("survey.toml");
    let written = settings.to_string_lossy().into_owned();
    let options = ["--instrument", "likert-5", "--long", "id=B,item=C,value=D"];
    let whole = [&options[..], &["--write", &written]].concat();
    run("check", &path, &whole).expect("written");
    let direct = run("index", &path, &options).expect("an index");
    assert_eq!(run("index", &settings, &[]).expect("an index"), direct);
}

#[test]
fn a_long_table_with_a_key_or_a_column_missing_says_how() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = put(&folder, "panjang.csv", LONG);
    let message = run("index", &path, &["--long", "id=B,item=C"]).expect_err("no value");
    assert!(message.contains("--long id=B,item=C,value=E"), "{message}");
    let message =
        run("index", &path, &["--long", "id=B,item=C,value=skor"]).expect_err("no column");
    assert!(
        message.contains("`skor`") && message.contains("D (nilai)"),
        "{message}"
    );
}

#[test]
fn counts_of_answers_are_counts_and_a_blank_is_no_zero() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Pernyataan;1;2;3;4;5\n\
        Petugas ramah;0;1;2;3;4\n\
        Petugas ramah;0%;10%;20%;30%;40%\n\
        Ruang bersih;2;2;0;0;0\n\
        Antrean singkat;1;;2;3;4\n\
        Ruang bersih;9;9;9;9;9\n";
    let path = put(&folder, "rekap.csv", text);
    let options = [
        "--instrument",
        "likert-5",
        "--frequencies",
        "item=Pernyataan,levels=1:5",
    ];
    let answer = run("index", &path, &options).expect("counts");
    let items = answer["items"].as_array().expect("items");
    assert_eq!(items.len(), 2);
    assert_eq!(items[0]["counts"], serde_json::json!([0, 1, 2, 3, 4]));
    assert_eq!(
        (items[0]["nrr"].as_f64(), items[1]["nrr"].as_f64()),
        (Some(4.0), Some(1.5))
    );
    assert_eq!(
        (&answer["n"], &items[1]["n"]),
        (&Value::from(10), &Value::from(4))
    );
    assert!(answer["interval"].is_null() && answer["n_complete"].is_null());
    for (what, row) in [
        ("share_rows", 2),
        ("count_unreadable", 4),
        ("item_again", 5),
    ] {
        assert_eq!(issue(&answer, what)["answers"], 1, "{what}");
        assert_eq!(issue(&answer, what)["first"]["row"], row, "{what}");
    }
}
