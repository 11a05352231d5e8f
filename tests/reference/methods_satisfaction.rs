//! Satisfaction measures, experts' ratings, gains.

use super::super::{given, numbers, outcome, texts};
use super::{known, reason};
use crate::dataset::Dataset;
use serde_json::{Value, json};
use std::path::Path;
use tridharma::stats::{
    Centre, CorrelationMatrix, CrossTable, ImportancePerformance, Interval, KanoCounts,
    Observations, Sample, aiken_v, content_validity_index, content_validity_ratio,
    customer_satisfaction_index, importance_performance, kano, kano_of_counts,
    net_promoter_score_of, normalized_gain, reliability_of_correlations, service_gap,
    successive_intervals, top_box,
};

/// A column of the case by its role.
fn sample(case: &Value, datasets: &Path, role: &str) -> Result<Sample, String> {
    let name = given(case["columns"][role].as_str(), role)?;
    let column = Dataset::of(case, datasets)?.column(name)?;
    given(Sample::of_numbers(&column), "decimal numbers")
}

fn samples(case: &Value, datasets: &Path, role: &str) -> Result<Vec<Sample>, String> {
    let dataset = Dataset::of(case, datasets)?;
    let one = |name: &String| given(Sample::of_numbers(&dataset.column(name)?), "numbers");
    texts(&case["columns"][role]).iter().map(one).collect()
}

fn confidence(case: &Value) -> f64 {
    case["options"]["conf_level"].as_f64().unwrap_or(0.95)
}

fn ends(interval: &Interval) -> Value {
    json!([interval.low, interval.high])
}

pub fn nps(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["conf_level"])?;
    let answers = sample(case, datasets, "x")?;
    let found = net_promoter_score_of(&answers, 6, 9, confidence(case)).map_err(reason)?;
    let maybe = |interval: &tridharma::stats::Outcome<Interval>| {
        interval.as_ref().map_or(Value::Null, ends)
    };
    Ok(json!({
        "n": found.n,
        "promoters": found.promoters,
        "passives": found.passives,
        "detractors": found.detractors,
        "nps": found.score,
        "se_n": found.standard_error,
        "ci_normal_n": ends(&found.interval),
        "se_n_minus_1": outcome(&found.sample_error),
        "ci_t": maybe(&found.interval_t),
        "ci_normal_n_minus_1": maybe(&found.interval_sample),
        "adjusted_wald_nps": found.adjusted.score,
        "adjusted_wald_ci": ends(&found.adjusted.interval),
    }))
}

pub fn top_boxes(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["conf_level", "top_values"])?;
    let answers = sample(case, datasets, "x")?;
    let top = given(numbers(&case["options"]["top_values"]), "top_values")?;
    let found = top_box(&answers, &top, confidence(case)).map_err(reason)?;
    let interval = &found.interval;
    Ok(json!({
        "x": found.x,
        "n": found.n,
        "proportion": found.share,
        "se_wald": interval.se_wald,
        "wald": interval.wald,
        "wilson": interval.wilson,
        "wilson_continuity": interval.wilson_continuity,
        "clopper_pearson": interval.clopper_pearson,
        "agresti_coull": interval.agresti_coull,
        "jeffreys": interval.jeffreys,
    }))
}

pub fn csi_ipa_servqual(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["scale_max", "dimensions"])?;
    let performance = samples(case, datasets, "performance")?;
    let importance = samples(case, datasets, "importance")?;
    let greatest = given(case["options"]["scale_max"].as_f64(), "scale_max")?;
    let index = customer_satisfaction_index(&performance, &importance, greatest);
    let index = index.map_err(reason)?;
    let by = |centre| importance_performance(&performance, &importance, centre).map_err(reason);
    let (by_mean, by_median) = (by(Centre::Mean)?, by(Centre::Median)?);
    let names = texts(&case["columns"]["performance"]);
    let dimensions = given(case["options"]["dimensions"].as_object(), "dimensions")?;
    let places = |list: &Value| -> Result<Vec<usize>, String> {
        let place = |name: &String| names.iter().position(|n| n == name);
        texts(list).iter().map(|n| given(place(n), n)).collect()
    };
    let members: Vec<Vec<usize>> = dimensions.values().map(places).collect::<Result<_, _>>()?;
    let gaps = service_gap(&performance, &importance, &members).map_err(reason)?;
    let each = |pick: fn(&tridharma::stats::WeightedItem) -> f64| -> Vec<f64> {
        index.items.iter().map(pick).collect()
    };
    let centre =
        |found: &ImportancePerformance| json!([found.centre_performance, found.centre_importance]);
    let fields = |found: &ImportancePerformance| -> Value {
        json!(
            found
                .items
                .iter()
                .map(|item| item.quadrant)
                .collect::<Vec<_>>()
        )
    };
    let conformity = by_mean.items.iter().map(|item| outcome(&item.conformity));
    let of_dimensions = dimensions
        .keys()
        .cloned()
        .zip(gaps.dimensions.iter().map(|g| json!(g)));
    Ok(json!({
        "mean_performance": each(|i| i.satisfaction),
        "mean_importance": each(|i| i.importance),
        "weight_factor": each(|i| i.weight),
        "weighted_score": each(|i| i.score),
        "weighted_total": index.weighted_total,
        "csi_percent": index.percent,
        "ipa_centre_mean": centre(&by_mean),
        "ipa_quadrant_mean": fields(&by_mean),
        "ipa_centre_median": centre(&by_median),
        "ipa_quadrant_median": fields(&by_median),
        "gap": gaps.gaps,
        "dimension_gap": Value::Object(of_dimensions.collect()),
        "servqual_unweighted": outcome(&gaps.overall),
        "conformity_level_percent": conformity.collect::<Vec<_>>(),
        "total_conformity_percent": outcome(&by_mean.conformity),
    }))
}

/// One respondent per number: its mean is the number.
fn printed(numbers: &[f64]) -> Result<Vec<Sample>, String> {
    let one = |number: &f64| given(Sample::of_numbers(&[Some(*number)]), "numbers");
    numbers.iter().map(one).collect()
}

pub fn published_csi(case: &Value, _: &Path) -> Result<Value, String> {
    let list = |name: &str| given(numbers(&case["options"][name]), name);
    let (mut importance, mut satisfaction) = (list("importance")?, list("satisfaction")?);
    let total = given(
        case["options"]["total_importance"].as_f64(),
        "total_importance",
    )?;
    // The items that are not printed, as one.
    importance.push(total - importance.iter().sum::<f64>());
    satisfaction.push(0.0);
    let (done, important) = (printed(&satisfaction)?, printed(&importance)?);
    let found = customer_satisfaction_index(&done, &important, 5.0).map_err(reason)?;
    let items = &found.items[..found.items.len() - 1];
    Ok(json!({
        "weight_percent": items.iter().map(|i| 100.0 * i.weight).collect::<Vec<_>>(),
        "weighted_score_percent": items.iter().map(|i| 100.0 * i.score).collect::<Vec<_>>(),
    }))
}

pub fn published_ipa(case: &Value, _: &Path) -> Result<Value, String> {
    let list = |name: &str| given(numbers(&case["options"][name]), name);
    let (done, important) = (
        printed(&list("performance")?)?,
        printed(&list("importance")?)?,
    );
    let found = importance_performance(&done, &important, Centre::Mean).map_err(reason)?;
    let each = found.items.iter().map(|item| outcome(&item.conformity));
    Ok(json!({ "conformity_percent": each.collect::<Vec<_>>() }))
}

pub fn msi(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["counts", "first_level"])?;
    let answers = match &case["dataset"] {
        Value::Null => {
            let counts = given(numbers(&case["options"]["counts"]), "counts")?;
            let counts: Vec<u64> = counts.iter().map(|count| *count as u64).collect();
            let first = given(case["options"]["first_level"].as_i64(), "first_level")?;
            Sample::of_codes(first as i16, &counts, 0)
        }
        _ => sample(case, datasets, "x")?,
    };
    let Ok(found) = successive_intervals(&answers) else {
        return Ok(Value::Null);
    };
    let inner = &found.levels[..found.levels.len() - 1];
    let each = |pick: fn(&tridharma::stats::ScaledLevel) -> f64| -> Vec<f64> {
        found.levels.iter().map(pick).collect()
    };
    Ok(json!({
        "n": found.n,
        "level": each(|l| l.value),
        "count": found.levels.iter().map(|l| l.count).collect::<Vec<_>>(),
        "z": inner.iter().map(|l| l.z).collect::<Vec<_>>(),
        "density": inner.iter().map(|l| l.density).collect::<Vec<_>>(),
        "scale_value": each(|l| l.scale_value),
        "score": each(|l| l.score),
    }))
}

pub fn kano_categories(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["table", "counts"])?;
    let options = &case["options"];
    let found = match &options["table"] {
        Value::Null => {
            let counts: Result<KanoCounts, _> = serde_json::from_value(options["counts"].clone());
            kano_of_counts(counts.map_err(|e| e.to_string())?)
        }
        table => {
            let rows: Vec<Vec<f64>> = table
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(numbers)
                .collect();
            let columns = rows.first().map_or(0, Vec::len);
            let cells = rows.iter().flatten().map(|cell| *cell as u64).collect();
            kano(&given(
                CrossTable::new(rows.len(), columns, cells),
                "table",
            )?)
        }
    };
    let Ok(found) = found else {
        return Ok(Value::Null);
    };
    let mut results = json!(found);
    results["better"] = outcome(&found.better);
    results["worse"] = outcome(&found.worse);
    Ok(results)
}

pub fn aiken(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["ratings", "least", "greatest", "conf_level"])?;
    let options = &case["options"];
    let ratings = given(numbers(&options["ratings"]), "ratings")?;
    let ratings: Vec<Option<f64>> = ratings.into_iter().map(Some).collect();
    let ratings = given(Sample::of_numbers(&ratings), "ratings")?;
    let end = |name: &str| given(options[name].as_i64().map(|end| end as i32), name);
    let found = aiken_v(&ratings, end("least")?, end("greatest")?, confidence(case));
    let found = found.map_err(reason)?;
    Ok(json!({
        "n": found.n,
        "sum": found.sum,
        "v": found.v,
        "ci": ends(&found.interval),
        "p": outcome(&found.p),
    }))
}

pub fn lawshe(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["essential", "experts", "alpha"])?;
    let count = |name: &str| given(case["options"][name].as_u64(), name);
    let alpha = given(case["options"]["alpha"].as_f64(), "alpha")?;
    let found = content_validity_ratio(count("essential")?, count("experts")?, alpha);
    let found = found.map_err(reason)?;
    let critical = found.critical.as_ref();
    Ok(json!({
        "cvr": found.ratio,
        "p": found.p,
        "critical_essential": critical.map_or(Value::Null, |c| json!(c.essential)),
        "critical_cvr": critical.map_or(Value::Null, |c| json!(c.ratio)),
    }))
}

pub fn content_index(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["items", "alpha"])?;
    let alpha = given(case["options"]["alpha"].as_f64(), "alpha")?;
    let items = case["options"]["items"].as_array().into_iter().flatten();
    let pair = |item: &Value| Some((item[0].as_u64()?, item[1].as_u64()?));
    let items: Option<Vec<(u64, u64)>> = items.map(pair).collect();
    let found = content_validity_index(&given(items, "items")?, alpha).map_err(reason)?;
    Ok(json!({
        "cvr": found.items.iter().map(|item| item.ratio).collect::<Vec<_>>(),
        "kept": found.kept,
        "cvi": outcome(&found.index),
        "mean_of_all": found.mean_of_all,
    }))
}

pub fn gain(case: &Value, datasets: &Path) -> Result<Value, String> {
    known(case, &["before", "after", "greatest"])?;
    let column = |role: &str| -> Result<Vec<Option<f64>>, String> {
        match case["columns"][role].as_str() {
            Some(name) => Dataset::of(case, datasets)?.column(name),
            None => {
                let list = given(case["options"][role].as_array(), role)?;
                Ok(list.iter().map(Value::as_f64).collect())
            }
        }
    };
    let (before, after) = (column("before")?, column("after")?);
    let scores = given(Observations::of_columns(&[&before, &after]), "numbers")?;
    let greatest = given(case["options"]["greatest"].as_f64(), "greatest")?;
    let found = normalized_gain(&scores, 0, 1, greatest).map_err(reason)?;
    Ok(json!({
        "n": found.n,
        "at_maximum": found.at_maximum,
        "mean_before": found.mean_before,
        "mean_after": found.mean_after,
        "course_gain": outcome(&found.course_gain),
        "mean_gain": outcome(&found.mean_gain),
        "sd_gain": outcome(&found.sd_gain),
    }))
}

pub fn ordinal_reliability(case: &Value, _: &Path) -> Result<Value, String> {
    known(case, &["correlations"])?;
    let rows = case["options"]["correlations"]
        .as_array()
        .into_iter()
        .flatten();
    let rows: Vec<Vec<f64>> = rows.filter_map(numbers).collect();
    let matrix = CorrelationMatrix::of_rows(&rows).map_err(reason)?;
    let found = reliability_of_correlations(&matrix).map_err(reason)?;
    Ok(json!({
        "mean_correlation": found.mean_correlation,
        "alpha": found.alpha,
        "omega_ml": outcome(&found.omega_ml),
        "omega_minres": outcome(&found.omega_minres),
    }))
}
