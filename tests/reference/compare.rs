//! Compares the results of a case field by field.

use serde_json::Value;

/// Results that tell how a value was found and are not compared.
const INFORMATION: &[&str] = &[
    "iterations_to_1e13",
    "polr_max_abs_coef_difference",
    "psych_minres_max_abs_difference_in_communality",
];

/// Where `found` is not what `expected` says, one sentence each. Every field of
/// `expected` must be found; `found` may hold more.
pub fn differences(expected: &Value, found: &Value, tolerance: &Value) -> Vec<String> {
    let mut reasons = Vec::new();
    compare(&mut Vec::new(), expected, found, tolerance, &mut reasons);
    reasons
}

fn compare<'a>(
    path: &mut Vec<&'a str>,
    expected: &'a Value,
    found: &Value,
    tolerance: &Value,
    reasons: &mut Vec<String>,
) {
    match expected {
        Value::Object(fields) => {
            for (name, expected) in fields {
                if INFORMATION.contains(&name.as_str()) {
                    continue;
                }
                path.push(name);
                match found.get(name) {
                    Some(found) => compare(path, expected, found, tolerance, reasons),
                    None => reasons.push(format!("{} is not computed", path.join("/"))),
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            let others = found.as_array().map(Vec::as_slice).unwrap_or_default();
            if items.len() != others.len() {
                let lengths = format!("{} values, not {}", others.len(), items.len());
                reasons.push(format!("{} has {lengths}", path.join("/")));
            }
            for (expected, found) in items.iter().zip(others) {
                compare(path, expected, found, tolerance, reasons);
            }
        }
        _ if same(path, expected, alone(found), tolerance) => {}
        _ => reasons.push(format!("{} is {found}, not {expected}", path.join("/"))),
    }
}

/// The only value of a list or an object of one, which the cases may write as the
/// value itself.
fn alone(found: &Value) -> &Value {
    match found {
        Value::Array(items) if items.len() == 1 => items.first().unwrap_or(found),
        Value::Object(fields) if fields.len() == 1 => fields.values().next().unwrap_or(found),
        _ => found,
    }
}

fn same(path: &[&str], expected: &Value, found: &Value, tolerance: &Value) -> bool {
    match (number(expected), number(found)) {
        (Some(expected), Some(found)) if expected.is_finite() => {
            let (relative, absolute) = allowed(path, tolerance);
            (found - expected).abs() <= absolute + relative * expected.abs()
        }
        (Some(expected), Some(found)) => expected == found,
        // Words, truth values, and null: not computable must be not computable.
        _ => expected == found,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("Inf") => Some(f64::INFINITY),
        Some("-Inf") => Some(f64::NEG_INFINITY),
        _ => value.as_f64(),
    }
}

/// Relative and absolute tolerance of a result: what the case says for its name
/// or a name above it; for p values relative only; else the case's own.
fn allowed(path: &[&str], tolerance: &Value) -> (f64, f64) {
    let relative = tolerance["rel"].as_f64().unwrap_or(1e-9);
    let absolute = tolerance["abs"].as_f64().unwrap_or(1e-11);
    let special = path.iter().rev().find_map(|name| {
        let special = tolerance["override"].get(name)?;
        Some(match special.as_f64() {
            Some(relative) => (relative, absolute),
            None => (
                special["rel"].as_f64().unwrap_or(relative),
                special["abs"].as_f64().unwrap_or(absolute),
            ),
        })
    });
    let is_p = path.last().is_some_and(|name| is_p_value(name));
    match special {
        Some(special) => special,
        None if is_p => (1e-6, 0.0),
        None => (relative, absolute),
    }
}

fn is_p_value(name: &str) -> bool {
    name == "p" || name.starts_with("p_") || name.ends_with("_p") || name.contains("_p_")
}
