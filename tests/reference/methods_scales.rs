//! Reliability, validity, factors, satisfaction measures.

use super::{Method, given, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::path::Path;
use tridharma::stats::{
    ConvergentValidity, CorrelationMatrix, Extraction, FactorAnalysis, GuttmanLambda, LambdaBounds,
    NotComputable, Observations, Outcome, PrincipalComponents, Split, SplitHalf,
    bartlett_sphericity, convergent_validity, critical_correlation, cronbach_alpha,
    cronbach_alpha_pairwise, factor_analysis, guttman_lambda, heterotrait_monotrait, item_total,
    omega, parallel_analysis, principal_components, principal_components_of_covariances, promax,
    sampling_adequacy, split_half, varimax,
};

#[path = "methods_satisfaction.rs"]
mod satisfaction;

pub const METHODS: &[Method] = &[
    ("aiken_v", satisfaction::aiken),
    ("alpha_pairwise", alpha_pairwise),
    ("alpha_with_constant_item", alpha_with_constant_item),
    ("content_validity_index", satisfaction::content_index),
    ("content_validity_ratio", satisfaction::lawshe),
    ("convergent_validity", of_dimensions),
    ("csi_ipa_servqual", satisfaction::csi_ipa_servqual),
    ("efa_ml", efa_ml),
    ("efa_paf_minres", efa_paf_minres),
    ("item_total_validity", item_total_validity),
    ("kano", satisfaction::kano_categories),
    ("kmo_bartlett", kmo_bartlett),
    ("kmo_singular", kmo_singular),
    ("normalized_gain", satisfaction::gain),
    ("nps", satisfaction::nps),
    ("ordinal_reliability", satisfaction::ordinal_reliability),
    ("parallel_analysis", parallel),
    ("pca", pca),
    ("published_csi", satisfaction::published_csi),
    ("published_ipa", satisfaction::published_ipa),
    ("reliability", reliability),
    ("successive_intervals", satisfaction::msi),
    ("top_box", satisfaction::top_boxes),
];

/// The columns of a list in the case.
fn observations(case: &Value, datasets: &Path, list: &str) -> Result<Observations, String> {
    let dataset = Dataset::of(case, datasets)?;
    let names = texts(&case["columns"][list]);
    let columns: Result<Vec<_>, _> = names.iter().map(|name| dataset.column(name)).collect();
    let columns = columns?;
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    given(Observations::of_columns(&columns), "decimal numbers")
}

/// Refuses an option of another value than these (absent is allowed).
fn only(case: &Value, option: &str, allowed: &[&str]) -> Result<(), String> {
    match &case["options"][option] {
        Value::Null => Ok(()),
        Value::String(value) if allowed.contains(&value.as_str()) => Ok(()),
        other => Err(format!("{option} {other} is not known")),
    }
}

/// Refuses options that nobody reads.
fn known(case: &Value, names: &[&str]) -> Result<(), String> {
    let options = case["options"].as_object();
    let mut all = options.into_iter().flatten().map(|(name, _)| name);
    match all.find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err(format!("option {name} is not known")),
        None => Ok(()),
    }
}

fn reason(reason: NotComputable) -> String {
    format!("{reason:?}")
}

/// Values under the names of the columns.
fn named<T>(case: &Value, list: &str, values: &[T], one: impl Fn(&T) -> Value) -> Value {
    let names = texts(&case["columns"][list]);
    let pairs = names.into_iter().zip(values.iter().map(one));
    Value::Object(pairs.collect::<Map<_, _>>())
}

fn reliability(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["missing", "conf_level"])?;
    only(case, "missing", &["listwise"])?;
    let items = observations(case, datasets, "items")?;
    let confidence = case["options"]["conf_level"].as_f64().unwrap_or(0.95);
    let alpha = cronbach_alpha(&items, confidence).map_err(reason)?;
    let bounds = guttman_lambda(&items).map_err(reason)?;
    let omega = omega(&items);
    let omega = |pick: fn(&tridharma::stats::Omega) -> &Outcome<f64>| match &omega {
        Ok(found) => outcome(pick(found)),
        Err(_) => Value::Null,
    };
    let each = |pick: fn(&tridharma::stats::ItemOfScale) -> Value| -> Vec<Value> {
        alpha.items.iter().map(pick).collect()
    };
    Ok(json!({
        "n": alpha.n,
        "k": alpha.variables,
        "alpha_raw": alpha.alpha,
        "alpha_standardized": outcome(&alpha.standardized),
        "mean_interitem_r": outcome(&alpha.mean_correlation),
        "feldt_ci": alpha.interval.as_ref().map_or(Value::Null, |i| json!([i.low, i.high])),
        "scale_mean": alpha.scale_mean,
        "scale_variance": alpha.scale_variance,
        "scale_sd": alpha.scale_sd,
        "sem": alpha.measurement_error,
        "item_deleted": {
            "items": texts(&case["columns"]["items"]),
            "scale_mean": each(|i| json!(i.scale_mean)),
            "scale_variance": each(|i| json!(i.scale_variance)),
            "corrected_item_total_r": each(|i| outcome(&i.corrected_correlation)),
            "squared_multiple_r": each(|i| outcome(&i.squared_multiple_correlation)),
            "alpha_raw": each(|i| outcome(&i.alpha)),
            "alpha_standardized": each(|i| outcome(&i.standardized)),
        },
        "item_total_r_uncorrected": each(|i| outcome(&i.correlation)),
        "guttman_covariance_spss": lambdas(&bounds, |b| &b.covariance),
        "guttman_correlation_psych": lambdas(&bounds, |b| &b.correlation),
        "omega_total_std_ml": omega(|o| &o.standardized_ml),
        "omega_total_std_minres": omega(|o| &o.standardized_minres),
        "omega_total_cov_ml": omega(|o| &o.covariance_ml),
        "split_first_second": halves(&split_half(&items, Split::FirstSecond)),
        "split_odd_even": halves(&split_half(&items, Split::OddEven)),
    }))
}

fn lambdas(bounds: &GuttmanLambda, pick: fn(&GuttmanLambda) -> &Outcome<LambdaBounds>) -> Value {
    pick(bounds).as_ref().map_or(Value::Null, |found| {
        json!({
            "lambda1": found.lambda1,
            "lambda2": found.lambda2,
            "lambda3": found.lambda3,
            "lambda5": found.lambda5,
            "lambda6": outcome(&found.lambda6),
        })
    })
}

fn halves(found: &Outcome<SplitHalf>) -> Value {
    found.as_ref().map_or(Value::Null, |found| {
        json!({
            "r_halves": found.r,
            "spearman_brown_equal": outcome(&found.equal),
            "spearman_brown_unequal_horst": found.horst,
            "guttman_split_half": outcome(&found.guttman),
            "alpha_half1": outcome(&found.alpha_first),
            "alpha_half2": outcome(&found.alpha_second),
        })
    })
}

fn alpha_pairwise(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["missing"])?;
    only(case, "missing", &["pairwise"])?;
    let items = observations(case, datasets, "items")?;
    let alpha = cronbach_alpha_pairwise(&items).map_err(reason)?;
    Ok(json!({
        "alpha_raw": alpha.alpha,
        "alpha_standardized": outcome(&alpha.standardized),
        "lambda6": outcome(&alpha.lambda6),
    }))
}

fn alpha_with_constant_item(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["r_warnings"])?;
    let items = observations(case, datasets, "items")?;
    let found = cronbach_alpha(&items, 0.95).map_err(reason)?;
    let mut results = json!({ "alpha": found.alpha });
    for (name, item) in texts(&case["columns"]["items"]).iter().zip(&found.items) {
        results[format!("corrected_item_total_{name}")] = outcome(&item.corrected_correlation);
    }
    Ok(results)
}

fn item_total_validity(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["missing", "alpha"])?;
    only(case, "missing", &["listwise"])?;
    let found = item_total(&observations(case, datasets, "items")?).map_err(reason)?;
    let level = case["options"]["alpha"].as_f64().unwrap_or(0.05);
    let table = critical_correlation(found.n, level).map_err(reason)?;
    let each = |pick: fn(&tridharma::stats::ItemCorrelation) -> &Outcome<f64>| {
        named(case, "items", &found.items, |item| outcome(pick(item)))
    };
    Ok(json!({
        "n": found.n,
        "r": each(|i| &i.r),
        "t": each(|i| &i.t),
        "p": each(|i| &i.p),
        "r_corrected": each(|i| &i.corrected),
        "r_critical_two_sided": table.two_sided,
        "r_critical_one_sided": table.one_sided,
        "valid": named(case, "items", &found.items, |item| {
            item.r.as_ref().map_or(Value::Null, |r| json!(*r > table.two_sided))
        }),
    }))
}

/// Listwise n and the correlations.
fn correlations(case: &Value, datasets: &Path) -> Result<(u64, CorrelationMatrix), String> {
    only(case, "missing", &["listwise"])?;
    let items = observations(case, datasets, "items")?;
    let all: Vec<usize> = (0..items.variables()).collect();
    let matrix = CorrelationMatrix::of(&items).map_err(reason)?;
    Ok((items.complete(&all).n(), matrix))
}

fn kmo_bartlett(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["missing"])?;
    let (n, matrix) = correlations(case, datasets)?;
    let adequacy = sampling_adequacy(&matrix);
    let kmo = adequacy.as_ref().map_or(Value::Null, |a| json!(a.kmo));
    let each = adequacy.map(|a| a.each).unwrap_or_default();
    let test = bartlett_sphericity(&matrix, n);
    let of_test = |pick: fn(&tridharma::stats::BartlettSphericity) -> Value| {
        test.as_ref().map_or(Value::Null, pick)
    };
    Ok(json!({
        "n": n,
        "kmo": kmo,
        "msa": named(case, "items", &each, outcome),
        "bartlett_chisq": of_test(|t| json!(t.chi_square)),
        "bartlett_df": of_test(|t| json!(t.df)),
        "bartlett_p": of_test(|t| json!(t.p)),
        "determinant": of_test(|t| json!(t.determinant)),
    }))
}

/// The case counts the undefined cells of the correlation matrix; the library
/// refuses it and names the variables in whose rows and columns they are.
fn kmo_singular(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["r_warnings"])?;
    let items = observations(case, datasets, "items")?;
    let constant = match CorrelationMatrix::of(&items) {
        Err(NotComputable::Constant { variables }) => variables.len(),
        Err(other) => return Err(reason(other)),
        Ok(matrix) => match sampling_adequacy(&matrix) {
            Err(NotComputable::Singular) => 0,
            other => return Err(format!("not refused: {other:?}")),
        },
    };
    let (all, defined) = (items.variables(), items.variables() - constant);
    let off_diagonal = |size: usize| size * size.saturating_sub(1);
    Ok(json!({ "n_na": off_diagonal(all) - off_diagonal(defined) }))
}

fn pca(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["components", "matrix", "rotation", "missing"])?;
    only(case, "matrix", &["correlation", "covariance"])?;
    only(case, "rotation", &["none", "varimax, Kaiser-normalised"])?;
    let components = given(case["options"]["components"].as_u64(), "components")? as usize;
    let (n, matrix) = correlations(case, datasets)?;
    let found: Outcome<PrincipalComponents> = match case["options"]["matrix"].as_str() {
        Some("covariance") => {
            principal_components_of_covariances(&observations(case, datasets, "items")?, components)
        }
        _ => principal_components(&matrix, components),
    };
    let found = found.map_err(reason)?;
    let rotated = varimax(&found.loadings).map_err(reason)?;
    Ok(json!({
        "n": n,
        "eigenvalues": found.eigenvalues,
        "pct_variance": found.shares.iter().map(|s| 100.0 * s).collect::<Vec<_>>(),
        "n_eigen_gt_1": found.above_mean,
        "components": components,
        "loadings_unrotated": found.loadings,
        "communalities": found.communalities,
        "loadings_varimax": rotated.loadings,
        "ss_varimax": rotated.sums_of_squares,
    }))
}

fn efa_ml(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["factors", "rotation", "missing"])?;
    let (n, found) = factors(case, datasets, Extraction::MaximumLikelihood)?;
    let mut results = rotations(case, &found)?;
    let fit = |pick: fn(&tridharma::stats::FactorFit) -> Value| {
        found.fit.as_ref().map_or(Value::Null, pick)
    };
    results["n"] = json!(n);
    results["uniquenesses"] = named(case, "items", &found.uniquenesses, |u| json!(u));
    results["chisq"] = fit(|f| json!(f.chi_square));
    results["df"] = json!(found.df);
    results["p"] = fit(|f| json!(f.p));
    results["objective"] = json!(found.objective);
    Ok(results)
}

fn efa_paf_minres(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["factors", "start", "rotation", "missing"])?;
    only(case, "start", &["SMC"])?;
    let (n, found) = factors(case, datasets, Extraction::PrincipalAxis)?;
    let mut results = rotations(case, &found)?;
    results["n"] = json!(n);
    results["communalities"] = json!(found.communalities);
    Ok(results)
}

fn factors(
    case: &Value,
    datasets: &Path,
    extraction: Extraction,
) -> Result<(u64, FactorAnalysis), String> {
    let (n, matrix) = correlations(case, datasets)?;
    let factors = given(case["options"]["factors"].as_u64(), "factors")? as usize;
    let found = factor_analysis(&matrix, n, factors, extraction).map_err(reason)?;
    Ok((n, found))
}

/// Every list of the case is a dimension; pairs row by row below the diagonal.
fn of_dimensions(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &[])?;
    let lists = given(case["columns"].as_object(), "dimensions")?;
    let parts: Vec<Vec<String>> = lists.values().map(texts).collect();
    let dataset = Dataset::of(case, datasets)?;
    let columns: Result<Vec<_>, _> = parts.iter().flatten().map(|n| dataset.column(n)).collect();
    let columns = columns?;
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let all = given(Observations::of_columns(&columns), "decimal numbers")?;
    let complete = all.complete(&(0..columns.len()).collect::<Vec<_>>());
    let matrix = CorrelationMatrix::of(&complete).map_err(reason)?;
    let mut places = Vec::new();
    let mut each: Vec<ConvergentValidity> = Vec::new();
    let mut from = 0;
    for part in &parts {
        let own: Vec<usize> = (from..from + part.len()).collect();
        from += part.len();
        let own_matrix = CorrelationMatrix::of(&complete.complete(&own)).map_err(reason)?;
        each.push(convergent_validity(&own_matrix).map_err(reason)?);
        places.push(own);
    }
    let ratio = |i: usize, j: usize| heterotrait_monotrait(&matrix, &places[j], &places[i]);
    let below = (0..parts.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let ratios = below.map(|(i, j)| ratio(i, j).map_or(Value::Null, |found| json!(found.ratio)));
    let loadings = lists.keys().zip(&each);
    let loadings = loadings.map(|(name, found)| (name.clone(), json!(found.loadings)));
    Ok(json!({
        "n": complete.n(),
        "loadings": loadings.collect::<Map<_, _>>(),
        "ave": each.iter().map(|found| found.ave).collect::<Vec<_>>(),
        "composite_reliability": each.iter().map(|f| f.composite_reliability).collect::<Vec<_>>(),
        "htmt": ratios.collect::<Vec<_>>(),
        "correlations": sums(&complete, &places)?,
    }))
}

/// Correlations of the sums of dimensions below the diagonal.
fn sums(complete: &Observations, places: &[Vec<usize>]) -> Result<Vec<f64>, String> {
    let rows = complete.patterns().iter().map(|(row, count)| {
        let sum = |part: &Vec<usize>| part.iter().map(|&at| row[at]).sum::<Option<i128>>();
        (places.iter().map(sum).collect(), *count)
    });
    let all = Observations::of_patterns(vec![0; places.len()], rows.collect());
    let matrix = CorrelationMatrix::of(&all).map_err(reason)?;
    let rows = matrix.rows().iter().enumerate();
    Ok(rows.flat_map(|(i, row)| row[..i].to_vec()).collect())
}

/// Loadings as they are and rotated; the option lists rotations with `/` and
/// may name the power of promax.
fn rotations(case: &Value, found: &FactorAnalysis) -> Result<Value, String> {
    let listed = case["options"]["rotation"].as_str().unwrap_or("promax");
    let mut power = 4.0;
    for rotation in listed.split('/') {
        let named = rotation.strip_prefix("promax(m=");
        match named.and_then(|rest| rest.strip_suffix(')')) {
            Some(given) => power = given.parse().map_err(|_| format!("rotation {rotation}"))?,
            None if ["none", "varimax", "promax"].contains(&rotation) => {}
            None => return Err(format!("rotation {rotation} is not known")),
        }
    }
    let turned = varimax(&found.loadings).map_err(reason)?;
    let oblique = promax(&found.loadings, power).map_err(reason)?;
    let rows = oblique.correlations.iter().enumerate();
    let below = rows.flat_map(|(i, row)| row.iter().take(i).map(|r| r.abs()));
    let mut below: Vec<f64> = below.collect();
    below.sort_by(|a, b| b.total_cmp(a));
    Ok(json!({
        "factors": found.sums_of_squares.len(),
        "loadings_unrotated": found.loadings,
        "loadings_varimax": turned.loadings,
        "loadings_promax_pattern": oblique.pattern,
        "promax_factor_correlations_abs_sorted": below,
    }))
}

fn parallel(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["reps", "random", "missing"])?;
    only(
        case,
        "random",
        &["N(0,1), correlation matrix, PCA eigenvalues"],
    )?;
    let (n, matrix) = correlations(case, datasets)?;
    let replicates = given(case["options"]["reps"].as_u64(), "reps")? as usize;
    let found = parallel_analysis(&matrix, n, replicates, 1).map_err(reason)?;
    Ok(json!({
        "n": n,
        "observed": found.observed,
        "random_mean": found.random_mean,
        "random_sd": found.random_sd,
        "random_p95": found.random_p95,
        "n_components_mean_rule": found.by_mean,
        "n_components_p95_rule": found.by_p95,
    }))
}
