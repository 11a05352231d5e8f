//! What `analyse` answers about a file, as its JSON says it.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

/// The JSON of `analyse` on a file.
pub fn analysed(file: &Path, options: &[&str]) -> Value {
    let output = Command::cargo_bin("tridharma")
        .expect("the program")
        .env_remove("TRIDHARMA_LANG")
        .args(["analyse", "--format", "json"])
        .args(options)
        .arg(file)
        .output()
        .expect("a run");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{message}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The findings of a sort, in order.
pub fn findings<'a>(found: &'a Value, sort: &str) -> Vec<&'a Value> {
    let findings = found["findings"].as_array().expect("findings");
    let results = findings
        .iter()
        .filter_map(|entry| entry["outcome"].get("Ok"));
    results
        .filter(|finding| finding["finding"] == sort)
        .collect()
}

/// Two numbers that are the same to so many parts of their size.
pub fn near(found: &Value, expected: &Value, relative: f64) {
    let (a, b) = (
        found.as_f64().expect("a number"),
        expected.as_f64().expect("a number"),
    );
    assert!(
        (a - b).abs() <= relative * b.abs().max(1e-200),
        "{a} is not {b}"
    );
}
