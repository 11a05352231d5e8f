//! One function per method of the reference cases: calls the library and names
//! its results as the cases do. One file per kind of method.

use serde_json::{Value, json};
use std::path::Path;
use tridharma::stats::Outcome;

#[path = "methods_design.rs"]
mod design;
#[path = "methods_distributions.rs"]
mod distributions;
#[path = "methods_groups.rs"]
mod groups;
#[path = "methods_index.rs"]
mod index;
#[path = "methods_models.rs"]
mod models;
#[path = "methods_ranks.rs"]
mod ranks;
#[path = "methods_scales.rs"]
mod scales;
#[path = "methods_tables.rs"]
mod tables;

/// Takes a case and the folder of the datasets.
pub type Compute = fn(&Value, &Path) -> Result<Value, String>;

/// The name of a method in the cases, and its function.
pub type Method = (&'static str, Compute);

/// The function of a method.
pub fn find(method: &str) -> Option<Compute> {
    let kinds = [
        design::METHODS,
        distributions::METHODS,
        groups::METHODS,
        index::METHODS,
        models::METHODS,
        ranks::METHODS,
        scales::METHODS,
        tables::METHODS,
    ];
    let mut all = kinds.into_iter().flatten();
    all.find(|(name, _)| *name == method)
        .map(|(_, compute)| *compute)
}

fn texts(value: &Value) -> Vec<String> {
    let text = |v: &Value| v.as_str().map_or(v.to_string(), str::to_owned);
    value.as_array().into_iter().flatten().map(text).collect()
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    let numbers = value.as_array()?.iter();
    Some(numbers.filter_map(Value::as_f64).collect())
}

fn given<T>(value: Option<T>, what: &str) -> Result<T, String> {
    value.ok_or(format!("the case has no {what}"))
}

/// A statistic, or null where it is not computable.
fn outcome<T: serde::Serialize>(outcome: &Outcome<T>) -> Value {
    outcome.as_ref().map_or(Value::Null, |value| json!(value))
}
