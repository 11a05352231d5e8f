//! Holds the library against reference values made with R.
//!
//! Reads every `*.json` in `tests/reference/expected` and, in addition, in the
//! folder named by the environment variable `TRIDHARMA_REFERENCE` (the same
//! layout: `expected/`, `datasets/`). The form of a case and the rule for
//! comparing are in `tests/reference/README.md`.
//!
//! A new method is one function in `tests/reference/methods.rs` and one line in
//! its table.

#[path = "reference/compare.rs"]
mod compare;
#[path = "reference/dataset.rs"]
mod dataset;
#[path = "reference/methods.rs"]
mod methods;

use compare::differences;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What became of the cases of a family.
#[derive(Default)]
struct Tally {
    passed: usize,
    total: usize,
    /// Cases whose method the library does not have yet.
    pending: usize,
}

fn main() -> ExitCode {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    let extra = std::env::var_os("TRIDHARMA_REFERENCE").map(PathBuf::from);
    let mut families = BTreeMap::new();
    let mut failed = run(&own, false, &mut families);
    match &extra {
        Some(folder) => failed += run(folder, true, &mut families),
        None => println!("no further folder: TRIDHARMA_REFERENCE is not set"),
    }
    let passed: usize = families.values().map(|f| f.passed).sum();
    let total: usize = families.values().map(|f| f.total).sum();
    println!("{passed} passed, {failed} failed");
    for (family, found) in &families {
        let pending = if found.pending == found.total {
            "pending "
        } else {
            ""
        };
        println!(
            "reference {family} {pending}{}/{}",
            found.passed, found.total
        );
    }
    println!("reference TOTAL {passed}/{total}");
    match failed == 0 && passed > 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// Runs the cases of one folder and says how many failed; a method that does
/// not exist yet is a failure only where `strict`.
fn run(folder: &Path, strict: bool, families: &mut BTreeMap<String, Tally>) -> usize {
    let mut failed = 0;
    let files = expected_files(folder);
    if files.is_empty() {
        println!("FAILED {}: no expected/*.json", folder.display());
        return 1;
    }
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let Ok(parsed) = serde_json::from_str::<Value>(&text) else {
            println!("FAILED {}: not JSON", file.display());
            failed += 1;
            continue;
        };
        let name = parsed["family"].as_str().unwrap_or("?").to_owned();
        let family = families.entry(name).or_default();
        for case in parsed["cases"].as_array().into_iter().flatten() {
            family.total += 1;
            match check(case, &folder.join("datasets")) {
                Checked::Passed => family.passed += 1,
                Checked::Pending => {
                    family.pending += 1;
                    failed += usize::from(strict);
                }
                Checked::Failed(reasons) => {
                    failed += 1;
                    let id = case["id"].as_str().unwrap_or("?");
                    reasons.iter().for_each(|r| println!("FAILED {id}: {r}"));
                }
            }
        }
    }
    failed
}

fn expected_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("expected"));
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

enum Checked {
    Passed,
    Pending,
    Failed(Vec<String>),
}

fn check(case: &Value, datasets: &Path) -> Checked {
    let method = case["method"].as_str().unwrap_or("?");
    let Some(compute) = methods::find(method) else {
        return Checked::Pending;
    };
    let reasons = match compute(case, datasets) {
        Ok(found) => differences(&case["results"], &found, &case["tol"]),
        Err(reason) => vec![reason],
    };
    match reasons.is_empty() {
        true => Checked::Passed,
        false => Checked::Failed(reasons),
    }
}
