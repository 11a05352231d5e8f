//! Cross tables and correlations.

use super::{Method, given, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::path::Path;
use tridharma::stats::{
    CorrelationKind, Interval, NotComputable, Observations, Outcome, Pairs, correlations, kendall,
    partial_correlation, pearson, polychoric, spearman,
};

pub const METHODS: &[Method] = &[
    ("correlation", correlation),
    ("correlation_matrix_kendall", |case, data| {
        matrix(case, data, CorrelationKind::Kendall)
    }),
    ("correlation_matrix_pearson", |case, data| {
        matrix(case, data, CorrelationKind::Pearson)
    }),
    ("correlation_matrix_spearman", |case, data| {
        matrix(case, data, CorrelationKind::Spearman)
    }),
    ("correlation_of_group", correlation_of_group),
    ("no_complete_pairs", no_complete_pairs),
    ("partial_correlation", partial),
    ("pearson_ci_n3", pearson_with_order),
    ("pearson_constant", no_complete_pairs),
    ("polychoric", polychoric_correlation),
];

/// Refuses options that are not honoured.
fn known(case: &Value, names: &[&str]) -> Result<(), String> {
    let options = case["options"].as_object();
    let mut keys = options.into_iter().flat_map(Map::keys);
    match keys.find(|key| !names.contains(&key.as_str())) {
        Some(key) => Err(format!("the option {key} is not known")),
        None => Ok(()),
    }
}

fn confidence(case: &Value) -> Result<f64, String> {
    match &case["options"]["conf_level"] {
        Value::Null => Ok(0.95),
        level => given(level.as_f64(), "conf_level as a number"),
    }
}

/// A column as the cases name it.
fn column(case: &Value, name: &str) -> Result<String, String> {
    let column = case["columns"][name].as_str();
    given(column.map(str::to_owned), name)
}

fn observations(data: &Dataset, columns: &[String]) -> Result<Observations, String> {
    let read: Result<Vec<_>, _> = columns.iter().map(|name| data.column(name)).collect();
    let read = read?;
    let slices: Vec<&[Option<f64>]> = read.iter().map(Vec::as_slice).collect();
    given(
        Observations::of_columns(&slices),
        "columns of finite numbers",
    )
}

fn pairs(case: &Value, datasets: &Path) -> Result<Pairs, String> {
    let columns = [column(case, "x")?, column(case, "y")?];
    let both = observations(&Dataset::of(case, datasets)?, &columns)?;
    Ok(Pairs::of(&both, 0, 1))
}

fn reason(reason: NotComputable) -> String {
    format!("{reason:?}")
}

/// Both ends; an end without bound is infinite.
fn ends(interval: &Outcome<Interval>) -> Value {
    let end = |end: Option<f64>, open: &str| end.map_or(json!(open), |value| json!(value));
    match interval {
        Ok(found) => json!([end(found.low, "-Inf"), end(found.high, "Inf")]),
        Err(_) => Value::Null,
    }
}

/// A statistic that is infinite where the association is perfect.
fn statistic(value: &Outcome<f64>, association: f64) -> Value {
    match value {
        Err(NotComputable::Unbounded) if association < 0.0 => json!("-Inf"),
        Err(NotComputable::Unbounded) => json!("Inf"),
        value => outcome(value),
    }
}

fn correlation(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["conf_level", "missing"])?;
    let (pairs, level) = (pairs(case, datasets)?, confidence(case)?);
    let product = pearson(&pairs, level);
    let ranks = spearman(&pairs, level);
    let order = kendall(&pairs, level);
    let product = product.map(|found| {
        json!({
            "r": found.r,
            "t": statistic(&found.t, found.r),
            "df": found.df,
            "p": outcome(&found.p),
            "ci_fisher_z": ends(&found.interval),
        })
    });
    let ranks = ranks.map(|found| {
        json!({
            "rho": found.rho,
            "t": statistic(&found.t, found.rho),
            "p_t_approx": outcome(&found.p),
            "p_exact_R": outcome(&found.p_exact),
            "ci_fisher_z": ends(&found.interval_fisher),
            "ci_bonett_wright": ends(&found.interval),
        })
    });
    let order = order.map(|found| {
        json!({
            "tau_b": found.tau_b,
            "z": outcome(&found.z),
            "p_asymptotic": outcome(&found.p),
            "p_exact": outcome(&found.p_exact),
        })
    });
    Ok(json!({
        "n": pairs.n(),
        "covariance": outcome(&pairs.covariance().map(|exact| exact.value())),
        "pearson": outcome(&product),
        "spearman": outcome(&ranks),
        "kendall": outcome(&order),
    }))
}

fn partial(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["conf_level", "missing"])?;
    match &case["options"]["missing"] {
        Value::Null => {}
        missing if missing == "listwise" => {}
        other => return Err(format!("missing = {other} is not known")),
    }
    let mut columns = vec![column(case, "x")?, column(case, "y")?];
    columns.extend(texts(&case["columns"]["controls"]));
    let all = observations(&Dataset::of(case, datasets)?, &columns)?;
    let controls: Vec<usize> = (2..columns.len()).collect();
    let found = partial_correlation(&all, 0, 1, &controls, confidence(case)?).map_err(reason)?;
    Ok(json!({
        "n": found.n,
        "r_partial": found.r,
        "t": statistic(&found.t, found.r),
        "df": found.df,
        "p": outcome(&found.p),
        "ci_fisher_z": ends(&found.interval),
        "spearman_partial": outcome(&found.spearman),
        "spearman_p": outcome(&found.spearman_p),
        "semipartial_controls_removed_from_y": outcome(&found.semipartial),
    }))
}

fn matrix(case: &Value, datasets: &Path, kind: CorrelationKind) -> Result<Value, String> {
    known(case, &[])?;
    let columns = texts(&case["columns"]["columns"]);
    let all = observations(&Dataset::of(case, datasets)?, &columns)?;
    let found = correlations(&all, kind);
    let values = |rows: &[Vec<Outcome<f64>>]| -> Vec<Vec<Value>> {
        let row = |row: &Vec<Outcome<f64>>| row.iter().map(outcome).collect();
        rows.iter().map(row).collect()
    };
    Ok(json!({
        "n_listwise": found.n_listwise,
        "r_listwise": values(&found.listwise),
        "r_pairwise": values(&found.pairwise),
        "n_pairwise": found.n_pairwise,
    }))
}

fn polychoric_correlation(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["continuity_correction", "conf_level"])?;
    let added = case["options"]["continuity_correction"].as_f64();
    let table = given(pairs(case, datasets)?.table(), "small table")?;
    let found = polychoric(&table, added.unwrap_or(0.0), confidence(case)?).map_err(reason)?;
    Ok(json!({
        "n": found.n,
        "rho_two_step": found.rho,
        "rho_ml": outcome(&found.rho_ml),
        "se_ml": outcome(&found.se_ml),
        "rho_psych": found.rho_corrected,
        "thresholds_x_two_step": found.x_thresholds,
        "thresholds_y_two_step": found.y_thresholds,
    }))
}

fn correlation_of_group(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["r_warnings"])?;
    let pairs = pairs(case, datasets)?;
    Ok(json!({
        "r": outcome(&pearson(&pairs, 0.95).map(|found| found.r)),
        "spearman": outcome(&spearman(&pairs, 0.95).map(|found| found.rho)),
        "tau_b": outcome(&kendall(&pairs, 0.95).map(|found| found.tau_b)),
    }))
}

fn no_complete_pairs(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["r_warnings"])?;
    let pairs = pairs(case, datasets)?;
    let found = pearson(&pairs, 0.95).map(|found| found.r);
    Ok(json!({ "n": pairs.n(), "r": outcome(&found) }))
}

/// With 1, 2, 3, … in the order of the rows.
fn pearson_with_order(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["r_warnings"])?;
    let x = Dataset::of(case, datasets)?.column(&column(case, "x")?)?;
    let order: Vec<Option<f64>> = (1..=x.len()).map(|place| Some(place as f64)).collect();
    let both = given(Observations::of_columns(&[&order, &x]), "numbers")?;
    let found = pearson(&Pairs::of(&both, 0, 1), 0.95).map_err(reason)?;
    Ok(json!({ "r": found.r, "p": outcome(&found.p), "has_ci": found.interval.is_ok() }))
}
