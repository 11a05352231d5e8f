//! The real files of the development set through the program, as a user runs
//! it: what `check` and `analyse` say is compared with numbers computed by an
//! independent program (`expected.json` beside the files).
//!
//! A file is one line of [`CASES`]: the options a user needs (or a
//! `survey.toml`), and where in `expected.json` its numbers stand.

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// One run of a file and what it has to give.
struct Case {
    /// How the name of the file begins.
    file: &'static str,
    /// Keys below the file's entry of `expected.json`; none for the entry itself.
    part: &'static [&'static str],
    /// Options of the command line.
    options: &'static [&'static str],
    /// Or a `survey.toml`, to which `files` is added.
    survey: &'static str,
    /// Key of Cronbach's alpha in `expected.json`.
    alpha: &'static str,
}

/// Nothing beyond the file itself.
const PLAIN: Case = Case {
    file: "",
    part: &[],
    options: &[],
    survey: "",
    alpha: "cronbach_alpha_listwise",
};

/// Five levels, where no program could know.
const LIKERT_5: &[&str] = &["--instrument", "likert-5"];

const CASES: &[Case] = &[
    case("03", &[]),
    case("04", LIKERT_5),
    case("04", &["--instrument", "likert-5", "--items", "D:P"]),
    Case {
        survey: "instrument = \"likert-5\"\nitems = [\"D:P\"]\n",
        ..case("04", &[])
    },
    case("05", &["--instrument", "likert-5", "--items", "E:N"]),
    case("05", LIKERT_5),
    stacked(
        "Siswa",
        &[
            "--instrument",
            "likert-4",
            "--letters",
            "falling",
            "--range",
            "D5:I19",
        ],
    ),
    stacked(
        "Siswa",
        &[
            "--instrument",
            "likert-4",
            "--letters",
            "falling",
            "--range",
            "B3:I19",
        ],
    ),
    stacked(
        "Pengurus",
        &[
            "--instrument",
            "likert-4",
            "--letters",
            "falling",
            "--range",
            "D26:I38",
        ],
    ),
    stacked(
        "Pelatih",
        &[
            "--instrument",
            "likert-4",
            "--letters",
            "falling",
            "--range",
            "D44:I44",
        ],
    ),
    stacked(
        "gabungan",
        &["--instrument", "likert-4", "--letters", "falling"],
    ),
    stacked(
        "gabungan",
        &[
            "--instrument",
            "likert-4",
            "--letters",
            "falling",
            "--range",
            "D66:I94",
        ],
    ),
    case("07", LIKERT_5),
    case("08", LIKERT_5),
    case("09", LIKERT_5),
    case("09", &["--instrument", "likert-5", "--items", "KP1:KP10"]),
    case("11", &["--instrument", "likert-5", "--items", "H:Q"]),
    case("16", LIKERT_5),
    case("18", LIKERT_5),
    case("19", LIKERT_5),
    // The words of the answers tell the scale.
    case("10", &["--instrument", "likert"]),
    german("12", "agreement_items", AGREEMENT),
    german("12", "frequency_items", FREQUENCY),
    german("13", "agreement_items", AGREEMENT),
    german("13", "frequency_items", FREQUENCY),
    // Two blocks with other words and a question between them are not one.
    case("14", &["--instrument", "likert"]),
    case("14", &["--instrument", "likert", "--items", "BQ:BX"]),
    case(
        "14",
        &[
            "--instrument",
            "likert",
            "--labels",
            "BQ:BX=Not Satisfied|somewhat satisfied|Satisfied",
        ],
    ),
    case(
        "15",
        &[
            "--instrument",
            "likert-5",
            "--items",
            "q1_01:q1_03,q2_01:q2_08",
        ],
    ),
    case("21", &["--instrument", "likert", "--scale", "1:6"]),
    Case {
        part: &["LSTestQ5"],
        ..case(
            "22",
            &[
                "--instrument",
                "likert-7",
                "--items",
                "LSTestQ5[SQ002]:LSTestQ5[SQ005]",
            ],
        )
    },
    Case {
        part: &["LSTestQ4LRITestQ1"],
        ..case("22", &["--instrument", "likert-7", "--items", "AD:AK"])
    },
    case("23", &["--instrument", "likert-5", "--items", "D:AE"]),
];

/// Words of a language that no instrument here speaks.
const AGREEMENT: &str = "instrument = \"likert\"\n[[labels]]\nitems = [\"AE:AK\"]\n\
    words = [\"Stimme gar nicht zu\", \"Stimme eher nicht zu\", \"Stimme eher zu\", \
    \"Stimme vollständig zu\"]\nmissing = [\"Keine Angabe\"]\n";
const FREQUENCY: &str = "instrument = \"likert\"\n[[labels]]\n\
    items = [\"H:K\", \"M:Q\", \"S:V\"]\n\
    words = [\"gar nicht\", \"selten\", \"eher selten\", \"eher häufig\", \"sehr häufig\"]\n\
    missing = [\"Keine Angabe\"]\n";

const fn german(file: &'static str, part: &'static str, survey: &'static str) -> Case {
    let part: &[&str] = match part.as_bytes() {
        b"agreement_items" => &["agreement_items"],
        _ => &["frequency_items"],
    };
    Case {
        part,
        survey,
        ..case(file, &[])
    }
}

const fn case(file: &'static str, options: &'static [&'static str]) -> Case {
    Case {
        file,
        options,
        ..PLAIN
    }
}

/// One of the tables below each other in file 06.
const fn stacked(part: &'static str, options: &'static [&'static str]) -> Case {
    Case {
        part: match part.as_bytes() {
            b"Siswa" => &["tables", "Siswa"],
            b"Pengurus" => &["tables", "Pengurus"],
            b"Pelatih" => &["tables", "Pelatih"],
            _ => &["tables", "gabungan"],
        },
        ..case("06", options)
    }
}

/// The folder of real survey files, where it is present beside the repository.
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
    let begins = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.starts_with(number))
    };
    paths.find(begins).expect("real file")
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("name");
    name.to_string_lossy().into_owned()
}

fn expected(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    serde_json::from_str(&text).expect("JSON")
}

/// What a command says about a case as JSON; its exit code and messages where
/// it refuses.
fn run(folder: &Path, case: &Case, command: &[&str]) -> Result<Value, (Option<i32>, String)> {
    let path = file(folder, case.file);
    let settings = tempfile::tempdir().expect("a folder");
    let mut program = Command::cargo_bin("tridharma").expect("the program");
    program.env("TRIDHARMA_LANG", "id").args(command);
    if case.survey.is_empty() {
        program.arg(&path).args(case.options);
    } else {
        let whole = std::fs::canonicalize(&path).expect("a path");
        let text = format!("files = ['{}']\n{}", whole.display(), case.survey);
        let survey = settings.path().join("survey.toml");
        std::fs::write(&survey, text).expect("written");
        program.arg(&survey).args(case.options);
    }
    let output = program
        .args(["--format", "json"])
        .output()
        .expect("the program runs");
    match output.status.success() {
        true => Ok(serde_json::from_slice(&output.stdout).expect("JSON")),
        false => {
            let messages = String::from_utf8_lossy(&output.stderr).into_owned();
            Err((output.status.code(), messages))
        }
    }
}

fn analysed(folder: &Path, case: &Case) -> Value {
    let command = ["analyse", "--index", "--reliability"];
    run(folder, case, &command).unwrap_or_else(|refused| panic!("{}: {refused:?}", case.file))
}

fn checked(folder: &Path, case: &Case) -> Value {
    run(folder, case, &["check"]).unwrap_or_else(|refused| panic!("{}: {refused:?}", case.file))
}

/// The finding of a sort about all respondents.
fn finding<'a>(answer: &'a Value, sort: &str) -> &'a Value {
    let findings = answer["findings"].as_array().expect("findings");
    let mut outcomes = findings.iter().map(|finding| &finding["outcome"]["Ok"]);
    outcomes
        .find(|outcome| outcome["finding"] == sort)
        .unwrap_or(&Value::Null)
}

/// Compares n, missing, mean and counts of every item in file order.
fn same_items(expected: &Value, answer: &Value, name: &str) {
    let wanted = expected["items"].as_array().expect("items");
    let items = answer["items"].as_array().expect("items");
    assert_eq!(wanted.len(), items.len(), "{name}: number of items");
    // Rows without any answer are no respondents here, and blank there.
    let issues = answer["issues"].as_array().expect("issues");
    let empty = issues
        .iter()
        .filter(|issue| issue["kind"]["what"] == "empty_rows");
    let empty: u64 = empty.filter_map(|issue| issue["answers"].as_u64()).sum();
    let lowest = expected["scale"][0].as_i64().expect("scale");
    for (want, got) in wanted.iter().zip(items) {
        let name = format!("{name}: {}", want["column"].as_str().unwrap_or_default());
        assert_eq!(want["n"], got["n"], "n of {name}");
        let missing = got["missing"].as_u64().map(|missing| missing + empty);
        assert_eq!(want["missing"].as_u64(), missing, "missing of {name}");
        near(&want["mean"], &got["nrr"], &format!("mean of {name}"));
        let counts = got["counts"].as_array().expect("counts");
        let listed = want["counts"].as_object().expect("counts");
        let total: u64 = listed.values().filter_map(Value::as_u64).sum();
        assert_eq!(Some(total), got["n"].as_u64(), "answers of {name}");
        for (code, count) in (lowest..).zip(counts) {
            let want = listed.get(&code.to_string());
            let want = want.and_then(Value::as_u64).unwrap_or(0);
            assert_eq!(Some(want), count.as_u64(), "{name}: answers of {code}");
        }
    }
}

/// Equal to the six decimals that are written down.
fn near(want: &Value, got: &Value, what: &str) {
    let (Some(want), Some(got)) = (want.as_f64(), got.as_f64()) else {
        panic!("{what}: {want} and {got}");
    };
    assert!((want - got).abs() < 5.1e-7, "{what}: {want} and {got}");
}

#[test]
fn real_files_give_the_numbers_computed_with_pandas() {
    let Some(folder) = real("real_files_give_the_numbers_computed_with_pandas") else {
        return;
    };
    let all = expected(&folder);
    for case in CASES {
        let name = name(&file(&folder, case.file));
        let name = format!("{name} {:?} {:?}", case.part, case.options);
        println!("{name}");
        let entry = &all[self::name(&file(&folder, case.file))];
        let expected = case.part.iter().fold(entry, |entry, key| &entry[*key]);
        let answer = analysed(&folder, case);
        same_items(expected, &answer, &name);
        assert_eq!(expected["n_complete"], answer["n_complete"], "{name}");
        let checked = checked(&folder, case);
        assert_eq!(expected["n_rows"], checked["respondents"], "{name}");
        if let Some(grand) = expected.get("grand_mean_of_item_means") {
            let items = answer["items"].as_array().expect("items");
            let means = items.iter().filter_map(|item| item["nrr"].as_f64());
            let mean = means.sum::<f64>() / items.len() as f64;
            near(grand, &Value::from(mean), &format!("{name}: grand mean"));
        }
        let alpha = &finding(&answer, "reliability")["alpha"];
        match expected.get(case.alpha) {
            Some(want) if !want.is_null() => near(want, alpha, &format!("{name}: alpha")),
            _ => assert!(alpha.is_null(), "{name}: alpha {alpha}"),
        }
    }
}

/// The mean of each item by the code its column was given.
fn means(answer: &Value) -> Vec<f64> {
    let items = answer["items"].as_array().expect("items");
    items
        .iter()
        .filter_map(|item| item["nrr"].as_f64())
        .collect()
}

fn has_issue<'a>(answer: &'a Value, what: &str) -> Option<&'a Value> {
    let issues = answer["issues"].as_array().expect("issues");
    issues.iter().find(|issue| issue["kind"]["what"] == what)
}

#[test]
fn a_long_table_is_named_and_read_as_its_wide_twin() {
    let Some(folder) = real("a_long_table_is_named_and_read_as_its_wide_twin") else {
        return;
    };
    let (_, messages) = run(&folder, &case("02", &[]), &["index"]).expect_err("a long table");
    assert!(
        messages.contains("--long id=B,item=C,value=E"),
        "{messages}"
    );
    let checked = checked(&folder, &case("02", &[]));
    let problem = checked["problem"].as_str().expect("a problem");
    assert!(problem.contains("--long id=B,item=C,value=E"), "{problem}");

    let all = expected(&folder);
    let expected = &all["02-skm-mpp-jawaban-panjang.csv"];
    let cases = [
        case("02", &["--long", "id=B,item=C,value=E"]),
        Case {
            survey: "[reshape]\nlong = { id = \"id_responden\", item = \"id_pertanyaan\", value = \"point_jawaban\" }\n",
            ..case("02", &[])
        },
    ];
    for case in cases {
        let answer = analysed(&folder, &case);
        near(
            &expected["ikm_all_answers"],
            &answer["index"]["exact"],
            "IKM",
        );
        let by_id = expected["item_means_all_answers"]
            .as_object()
            .expect("means");
        let mut wanted: Vec<(u32, f64)> = by_id
            .iter()
            .map(|(id, mean)| (id.parse().expect("id"), mean.as_f64().expect("mean")))
            .collect();
        wanted.sort_by_key(|(id, _)| *id);
        let means = means(&answer);
        assert_eq!(means.len(), wanted.len());
        for ((id, want), mean) in wanted.iter().zip(&means) {
            assert!((want - mean).abs() < 5.1e-7, "item {id}: {mean}");
        }
        let again = has_issue(&answer, "repeated_ids").expect("an id that answers twice");
        assert_eq!(
            (again["kind"]["ids"].as_u64(), again["answers"].as_u64()),
            (Some(1), Some(9))
        );
        // The same answers as the wide twin, to the last digit of alpha.
        let twin = analysed(&folder, &self::case("03", &[]));
        let alpha = |answer: &Value| finding(answer, "reliability")["alpha"].as_f64();
        assert_eq!(alpha(&answer), alpha(&twin));
        assert_eq!(answer["n"], twin["n"]);
        // No id of a respondent leaves the reading.
        assert!(!answer.to_string().contains("id_responden"));
    }
}

#[test]
fn a_table_that_was_counted_already_is_refused_and_then_read_as_counts() {
    let Some(folder) = real("a_table_that_was_counted_already") else {
        return;
    };
    for options in [&[][..], LIKERT_5] {
        let (_, messages) =
            run(&folder, &case("24", options), &["index"]).expect_err("no respondents");
        assert!(
            messages.contains("--frequencies item=C,levels=E:I"),
            "{messages}"
        );
    }
    let all = expected(&folder);
    let expected = &all["24-sudah-agregat-persen.csv"];
    let options = &[
        "--instrument",
        "likert-5",
        "--frequencies",
        "item=C,levels=E:I",
    ];
    let answer = run(
        &folder,
        &case("24", options),
        &[
            "analyse",
            "--index",
            "--describe",
            "--reliability",
            "--correlate=spearman",
        ],
    )
    .expect("counts");
    let items = answer["items"].as_array().expect("items");
    assert_eq!(Some(items.len() as u64), expected["n_statements"].as_u64());
    for item in items {
        let name = item["header"].as_str().expect("header");
        near(
            &expected["weighted_means_from_counts"][name],
            &item["nrr"],
            name,
        );
        assert_eq!(expected["n_per_statement"][name], item["n"], "{name}");
    }
    // What needs the answers of a person together has no value.
    for key in ["standard_error", "interval", "grades", "n_complete"] {
        assert!(answer[key].is_null(), "{key}: {}", answer[key]);
    }
    let findings = answer["findings"].as_array().expect("findings");
    let refused = findings
        .iter()
        .filter(|f| f["outcome"]["Err"]["because"] == "only_counts");
    assert_eq!(refused.count(), 2, "reliability and correlations");
    assert!(has_issue(&answer, "share_rows").is_some_and(|issue| issue["answers"] == 41));
    assert!(has_issue(&answer, "blank").is_none());
}

#[test]
fn the_usability_score_is_the_one_the_file_states() {
    let Some(folder) = real("the_usability_score_is_the_one_the_file_states") else {
        return;
    };
    let all = expected(&folder);
    let expected = &all["11-sus-judul-catatan-rekap.ods"];
    const AGAIN: &[&str] = &[
        "--instrument",
        "sus",
        "--reverse",
        "SUS2,SUS4,SUS6,SUS8,SUS10",
    ];
    let cases = [
        case("11", &["--instrument", "sus"]),
        // Declared once more: an item is turned once.
        case("11", AGAIN),
    ];
    for case in cases {
        let answer = analysed(&folder, &case);
        near(&expected["sus_mean"], &answer["index"]["exact"], "SUS");
        near(
            &expected["file_says"],
            &answer["index"]["exact"],
            "SUS of the file",
        );
        assert_eq!(answer["n"], expected["n_rows"]);
        let columns = answer["items"].as_array().expect("items").iter();
        let columns: Vec<&str> = columns.filter_map(|item| item["column"].as_str()).collect();
        assert_eq!(columns, ["H", "I", "J", "K", "L", "M", "N", "O", "P", "Q"]);
    }
    // The same through declared items of a battery: the mean from 1 to 5.
    let turned = [
        "--instrument",
        "likert-5",
        "--items",
        "H:Q",
        "--reverse",
        "I,K,M,O,Q",
    ];
    let turned: &'static [&'static str] = Box::leak(Box::new(turned));
    let means = means(&analysed(&folder, &case("11", turned)));
    let mean = means.iter().sum::<f64>() / means.len() as f64;
    near(
        &expected["sus_mean"],
        &Value::from((mean - 1.0) * 25.0),
        "SUS",
    );
}

#[test]
fn a_cell_with_two_answers_is_told_and_not_counted() {
    let Some(folder) = real("a_cell_with_two_answers_is_told_and_not_counted") else {
        return;
    };
    let all = expected(&folder);
    let expected = &all["19-gform-dua-jawaban-satu-sel.csv"]["two_answers_in_one_cell"];
    let answer = checked(&folder, &case("19", LIKERT_5));
    let issues = answer["issues"].as_array().expect("issues");
    let several = issues
        .iter()
        .filter(|issue| issue["kind"]["what"] == "several_answers");
    let cells: u64 = several.filter_map(|issue| issue["answers"].as_u64()).sum();
    assert_eq!(cells, 18, "{expected}");
}

#[test]
fn check_lists_the_tables_of_a_worksheet() {
    let Some(folder) = real("check_lists_the_tables_of_a_worksheet") else {
        return;
    };
    let ranges = |answer: &Value| -> Vec<(String, String, String)> {
        let tables = answer["tables"].as_array().expect("tables").iter();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        tables
            .map(|table| {
                (
                    text(&table["sheet"]),
                    text(&table["range"]),
                    text(&table["standing"]),
                )
            })
            .collect()
    };
    let found = ranges(&checked(&folder, &case("06", &[])));
    let stands = |range: &str| {
        found
            .iter()
            .find(|table| table.1 == range)
            .map(|table| table.2.as_str())
    };
    assert_eq!(stands("B64:I94"), Some("largest"), "{found:?}");
    for range in ["B3:I19", "B24:I38"] {
        assert_eq!(stands(range), Some("same_sheet"), "{range} in {found:?}");
    }
    let found = ranges(&checked(&folder, &case("05", &[])));
    let taken: Vec<&(String, String, String)> =
        found.iter().filter(|table| table.2 == "largest").collect();
    assert_eq!(taken.len(), 1);
    assert_eq!(
        (taken[0].0.as_str(), taken[0].1.as_str()),
        ("Data Siswa", "A2:Q22")
    );
    // Names and headers without an answer are no survey.
    assert!(
        found
            .iter()
            .any(|table| table.0 == "Data" && table.2 == "empty"),
        "{found:?}"
    );
}
