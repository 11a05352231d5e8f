//! Cross tables and correlations.

use super::{Method, given, numbers, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use tridharma::stats::{
    Adjustment, Association, CategoryKappa, CorrelationKind, CrossTable, IccForm, Interval,
    KappaWeights, NotComputable, Observations, Outcome, Pairs, ProportionPair,
    chi_square_independence, cohen_kappa, column_proportions, correlations, fisher_exact,
    fisher_freeman_halton, fleiss_kappa, intraclass_correlation, kendall, linear_by_linear,
    nominal_association, odds_ratio, ordinal_association, partial_correlation, pearson, polychoric,
    polychoric_as_polycor, rating_counts, spearman,
};

pub const METHODS: &[Method] = &[
    ("cohen_kappa", cohen),
    ("column_proportions", proportions),
    ("conditional_odds_ratio", conditional_odds_ratio),
    ("contingency", contingency),
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
    ("fleiss_kappa", fleiss),
    ("intraclass_correlation", intraclass),
    ("no_complete_pairs", no_complete_pairs),
    ("partial_correlation", partial),
    ("pearson_ci_n3", pearson_with_order),
    ("pearson_constant", no_complete_pairs),
    ("polychoric", polychoric_correlation),
    ("polychoric_maximum", polychoric_maximum),
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
        "rho_ml": outcome(&polychoric_as_polycor(&table)),
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

/// The table of two columns whose levels the options name, with counts from a
/// third where there is one.
fn table(case: &Value, datasets: &Path) -> Result<CrossTable, String> {
    let data = Dataset::of(case, datasets)?;
    let place = |name: &str| -> Result<(BTreeMap<String, usize>, Vec<Option<String>>), String> {
        let levels = texts(&case["options"][format!("{name}_levels")]);
        let levels = levels
            .into_iter()
            .enumerate()
            .map(|(at, level)| (level, at));
        Ok((levels.collect(), data.texts(&column(case, name)?)?))
    };
    let ((rows, row_texts), (columns, column_texts)) = (place("row")?, place("column")?);
    let weights = match case["columns"]["frequency"].as_str() {
        Some(name) => data.column(name)?,
        None => vec![Some(1.0); row_texts.len()],
    };
    let mut counts = vec![0_u64; rows.len() * columns.len()];
    for ((row, column), weight) in row_texts.iter().zip(&column_texts).zip(weights) {
        let (Some(row), Some(column), Some(weight)) = (row, column, weight) else {
            continue;
        };
        let (Some(row), Some(column)) = (rows.get(row), columns.get(column)) else {
            return Err(format!(
                "levels {row} and {column} are not among the options'"
            ));
        };
        counts[row * columns.len() + column] += weight as u64;
    }
    given(CrossTable::new(rows.len(), columns.len(), counts), "table")
}

fn contingency(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(
        case,
        &[
            "row_levels",
            "column_levels",
            "ordinal_scores",
            "conf_level",
        ],
    )?;
    let (table, level) = (table(case, datasets)?, confidence(case)?);
    let test = chi_square_independence(&table).map_err(reason)?;
    let strength = nominal_association(&table).map_err(reason)?;
    let counts: Vec<&[u64]> = table.counts().chunks(table.columns()).collect();
    let mut found = json!({
        "n": test.n,
        "table": counts,
        "expected": test.expected,
        "min_expected": test.least_expected,
        "cells_expected_lt_5": test.small_expected,
        "chisq": test.chi_square,
        "df": test.df,
        "p": test.p,
        "G": test.g,
        "p_G": test.p_g,
        "phi": strength.phi,
        "contingency_C": strength.contingency,
        "cramers_v": strength.cramer_v,
        "cramers_v_bias_corrected": outcome(&strength.cramer_v_corrected),
        "tschuprow_t": strength.tschuprow_t,
        "std_residuals_pearson": test.residuals,
        "adjusted_residuals": test.adjusted_residuals,
        "lambda_column_dependent": strength.lambda_columns,
        "lambda_row_dependent": strength.lambda_rows,
        "gk_tau_column_dependent": strength.tau_columns,
        "uncertainty_symmetric": strength.uncertainty,
    });
    let mut add = |more: Value| {
        let more = more.as_object().cloned().unwrap_or_default();
        found
            .as_object_mut()
            .into_iter()
            .for_each(|all| all.extend(more.clone()));
    };
    if table.rows() == table.columns() {
        let kappa = cohen_kappa(&table, KappaWeights::None, level).map(|found| found.kappa);
        add(json!({ "cohen_kappa_if_same_categories": outcome(&kappa) }));
    }
    match (table.rows(), table.columns()) {
        (2, 2) => {
            let exact = fisher_exact(&table, level).map_err(reason)?;
            let odds = odds_ratio(&table, level).map_err(reason)?;
            add(json!({
                "chisq_yates": test.yates.map(|yates| yates.chi_square),
                "p_yates": test.yates.map(|yates| yates.p),
                "phi_signed": strength.phi_signed,
                "fisher_p_two_sided": exact.p,
                "fisher_p_less": exact.p_less,
                "fisher_p_greater": exact.p_greater,
                "fisher_or_conditional_mle": statistic(&exact.r.odds_ratio, 1.0),
                "fisher_or_ci": [statistic(&exact.r.low, 1.0), statistic(&exact.r.high, 1.0)],
                "odds_ratio_sample": statistic(&odds.odds_ratio, 1.0),
                "odds_ratio_ci_wald": [statistic(&odds.low, 1.0), statistic(&odds.high, 1.0)],
                "risk_ratio_first_column": statistic(&odds.risk_ratio, 1.0),
                "yule_q": outcome(&odds.yule_q),
            }));
        }
        // Asked for only where the case has it, since a large one takes seconds.
        _ if case["results"].get("fisher_p_two_sided").is_some() => {
            let exact = fisher_freeman_halton(&table).map(|found| found.p);
            add(json!({ "fisher_p_two_sided": outcome(&exact) }));
        }
        _ => {}
    }
    match case["options"]["ordinal_scores"].as_str() {
        Some("1,2,3,... in level order") => add(ordinal(&Pairs::of_table(&table, 0))?),
        Some(other) => return Err(format!("ordinal_scores = {other} is not known")),
        None => {}
    }
    Ok(found)
}

fn ordinal(pairs: &Pairs) -> Result<Value, String> {
    let line = linear_by_linear(pairs).map_err(reason)?;
    let found = ordinal_association(pairs).map_err(reason)?;
    let (t, p) = (outcome(&found.z), outcome(&found.p));
    let measure = |measure: Association| {
        json!({
            "value": measure.value,
            "ase": measure.ase0,
            "ase1": measure.ase1,
            "ase0": measure.ase0,
            "t": t,
            "p": p,
        })
    };
    Ok(json!({
        "linear_by_linear": line.chi_square,
        "linear_by_linear_p": line.p,
        "pearson_r_scores": line.r,
        "ordinal": {
            "concordant": found.concordant,
            "discordant": found.discordant,
            "gamma": measure(found.gamma),
            "tau_b": measure(found.tau_b),
            "tau_c": measure(found.tau_c),
            "somers_d": {
                "symmetric": found.somers_symmetric,
                "column_dependent": found.somers_columns.value,
                "row_dependent": found.somers_rows.value,
                "ase1_column_dependent": found.somers_columns.ase1,
                "ase1_row_dependent": found.somers_rows.ase1,
                "t": t,
                "p": p,
            },
        },
    }))
}

/// The rows of numbers the options give.
fn given_rows(case: &Value) -> Result<Vec<Vec<f64>>, String> {
    let rows = given(case["options"]["table"].as_array(), "table")?;
    let row = |row: &Value| given(numbers(row), "row of numbers");
    rows.iter().map(row).collect()
}

/// The same as a cross table.
fn given_table(case: &Value) -> Result<CrossTable, String> {
    let rows = given_rows(case)?;
    let columns = rows.first().map_or(0, Vec::len);
    let counts = rows.iter().flatten().map(|count| *count as u64).collect();
    given(CrossTable::new(rows.len(), columns, counts), "table")
}

fn cohen(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["table", "weights", "conf_level"])?;
    let weights = match case["options"]["weights"].as_str() {
        Some("none") | None => KappaWeights::None,
        Some("linear") => KappaWeights::Linear,
        Some("quadratic") => KappaWeights::Quadratic,
        Some(other) => return Err(format!("weights = {other} is not known")),
    };
    let found = cohen_kappa(&given_table(case)?, weights, confidence(case)?).map_err(reason)?;
    Ok(json!({
        "n": found.n,
        "kappa": found.kappa,
        "se": found.se,
        "se0": found.se0,
        "z": outcome(&found.z),
        "p": outcome(&found.p),
        "ci": ends(&Ok(found.interval)),
    }))
}

/// Subjects by raters, from the options or from columns of the dataset.
fn ratings(case: &Value, datasets: &Path) -> Result<Observations, String> {
    if case["dataset"].is_null() {
        let rows = given_rows(case)?;
        let width = rows.first().map_or(0, Vec::len);
        let rater = |at: usize| rows.iter().map(|row| row.get(at).copied()).collect();
        let columns: Vec<Vec<Option<f64>>> = (0..width).map(rater).collect();
        let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        return given(Observations::of_columns(&slices), "ratings");
    }
    let columns = texts(&case["columns"]["raters"]);
    observations(&Dataset::of(case, datasets)?, &columns)
}

fn fleiss(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["table", "conf_level"])?;
    let subjects = match case["dataset"].is_null() {
        true => {
            let whole = |row: Vec<f64>| (row.into_iter().map(|x| x as u64).collect(), 1);
            given_rows(case)?.into_iter().map(whole).collect()
        }
        false => rating_counts(&ratings(case, datasets)?).0,
    };
    let found = fleiss_kappa(&subjects, confidence(case)?).map_err(reason)?;
    let each = |value: fn(&CategoryKappa) -> &Outcome<f64>| -> Vec<Value> {
        found.categories.iter().map(|c| outcome(value(c))).collect()
    };
    Ok(json!({
        "n": found.n,
        "raters": found.raters,
        "kappa": found.kappa,
        "se": outcome(&found.se),
        "se0": found.se0,
        "z": outcome(&found.z),
        "p": outcome(&found.p),
        "ci": ends(&found.interval),
        "category_kappa": each(|c| &c.kappa),
        "category_z": each(|c| &c.z),
        "category_p": each(|c| &c.p),
    }))
}

fn intraclass(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["table", "conf_level"])?;
    let ratings = ratings(case, datasets)?;
    let found = intraclass_correlation(&ratings, confidence(case)?).map_err(reason)?;
    let form = |form: &Outcome<IccForm>| match form {
        Ok(form) => json!({
            "value": form.value,
            "F": form.f,
            "df1": form.df1,
            "df2": form.df2,
            "p": form.p,
            "ci": ends(&Ok(form.interval)),
        }),
        Err(_) => Value::Null,
    };
    Ok(json!({
        "n": found.n,
        "raters": found.raters,
        "icc1": form(&found.icc1),
        "icc2": form(&found.icc2),
        "icc3": form(&found.icc3),
        "icc1k": form(&found.icc1k),
        "icc2k": form(&found.icc2k),
        "icc3k": form(&found.icc3k),
    }))
}

fn proportions(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["table", "adjustment", "level"])?;
    let adjustment = match case["options"]["adjustment"].as_str() {
        Some("bonferroni") => Adjustment::Bonferroni,
        Some("holm") => Adjustment::Holm,
        Some("benjamini_hochberg") => Adjustment::BenjaminiHochberg,
        other => return Err(format!("adjustment = {other:?} is not known")),
    };
    let level = given(case["options"]["level"].as_f64(), "level")?;
    let found = column_proportions(&given_table(case)?, adjustment).map_err(reason)?;
    let rows = found.rows.iter().enumerate().map(|(at, row)| {
        let each = |value: fn(&ProportionPair) -> f64| -> Vec<f64> {
            row.pairs.iter().map(value).collect()
        };
        let pairs = row.pairs.iter().map(|pair| [pair.first, pair.second]);
        json!({
            "shares": row.shares,
            "pairs": pairs.collect::<Vec<_>>(),
            "z": each(|pair| pair.z),
            "p": each(|pair| pair.p),
            "p_adjusted": each(|pair| pair.p_adjusted),
            "letters": found.letters(at, level),
        })
    });
    Ok(json!({ "rows": rows.collect::<Vec<_>>() }))
}

fn polychoric_maximum(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &[])?;
    let table = given(pairs(case, datasets)?.table(), "small table")?;
    let found = polychoric(&table, 0.0, 0.95).map_err(reason)?;
    Ok(json!({ "rho_ml": outcome(&found.rho_ml), "se_ml": outcome(&found.se_ml) }))
}

fn conditional_odds_ratio(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["table", "conf_level"])?;
    let found = fisher_exact(&given_table(case)?, confidence(case)?).map_err(reason)?;
    Ok(json!({
        "odds_ratio": statistic(&found.odds_ratio, 1.0),
        "ci": [statistic(&found.low, 1.0), statistic(&found.high, 1.0)],
    }))
}
