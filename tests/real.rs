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
    case("07", LIKERT_5),
    case("08", LIKERT_5),
    case("09", LIKERT_5),
    case("09", &["--instrument", "likert-5", "--items", "KP1:KP10"]),
    case("16", LIKERT_5),
    case("18", LIKERT_5),
    case("19", LIKERT_5),
    // The words of the answers tell the scale.
    case("10", &["--instrument", "likert"]),
    german("12", "agreement_items", AGREEMENT),
    german("12", "frequency_items", FREQUENCY),
    german("13", "agreement_items", AGREEMENT),
    german("13", "frequency_items", FREQUENCY),
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
