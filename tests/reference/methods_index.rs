//! Frequencies, the index, sample sizes.

use super::{Method, given, numbers, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use tridharma::Decimal;
use tridharma::analysis::{
    IndexOptions, SatisfactionIndex, Weight, frequency_table, required_sample, satisfaction_index,
    stratified_allocation,
};
use tridharma::stats::{Outcome, normal_quantile, student_quantile};
use tridharma::survey::{Band, Item, Response, Responses, Words};

pub const METHODS: &[Method] = &[
    ("frequencies", frequencies),
    ("sample_size_proportion", sample_size),
    ("skm_index", skm_index),
    ("skm_index_by_group", skm_index_by_group),
    ("stratified_allocation", allocation),
];

fn frequencies(case: &Value, datasets: &Path) -> Result<Value, String> {
    let item = texts(&json!([case["columns"]["x"]]));
    let levels = given(numbers(&case["options"]["values"]), "values")?;
    let ends = (levels.first().copied(), levels.last().copied());
    let (min, max) = (given(ends.0, "values")?, given(ends.1, "values")?);
    let responses = responses(&Dataset::of(case, datasets)?, &item, min as i16, max as i16)?;
    let counted = given(responses.frequencies(0), "item")?;
    let table = frequency_table("x", &counted, &[]);
    let percent = |share: fn(&tridharma::analysis::LevelShare) -> f64| -> Vec<f64> {
        table.levels.iter().map(|l| 100.0 * share(l)).collect()
    };
    Ok(json!({
        "n_total": table.n_total,
        "n_valid": table.n_valid,
        "n_missing": table.n_missing,
        "count": table.levels.iter().map(|l| l.count).collect::<Vec<_>>(),
        "percent": percent(|l| l.share),
        "valid_percent": percent(|l| l.valid_share),
        "cumulative_percent": percent(|l| l.cumulative_share),
        "missing_percent": 100.0 * table.missing_share,
    }))
}

fn sample_size(case: &Value, _: &Path) -> Result<Value, String> {
    let options = &case["options"];
    let number = |name: &str| given(options[name].as_f64(), name);
    let population = given(options["N"].as_u64(), "N")?;
    let (margin, confidence) = (number("margin")?, number("conf_level")?);
    let found = required_sample(population, margin, number("P")?, confidence)
        .map_err(|reason| format!("{reason:?}"))?;
    // The cases give the printed table only for the 3.841 and 1.96 it is made with.
    let table = |value: Value| match found.chi_square == 3.841 && found.z == 1.96 {
        true => value,
        false => Value::Null,
    };
    Ok(json!({
        "krejcie_morgan_chisq_table_3.841": table(json!(found.krejcie_morgan)),
        "krejcie_morgan_table_rounded": table(json!(found.krejcie_morgan_rounded)),
        "krejcie_morgan_exact_chisq": found.krejcie_morgan_exact,
        "slovin": found.slovin,
        "slovin_ceiling": found.slovin_ceiling,
        "cochran_n0": found.cochran,
        "cochran_n0_ceiling": found.cochran_ceiling,
        "cochran_n0_z1.96": table(json!(found.cochran_printed)),
        "cochran_fpc": found.cochran_finite,
        "cochran_fpc_ceiling": found.cochran_finite_ceiling,
        "margin_at_cochran_ceiling": found.cochran_finite_margin,
    }))
}

fn allocation(case: &Value, _: &Path) -> Result<Value, String> {
    let options = &case["options"];
    let sizes: Vec<u64> = given(numbers(&options["stratum_sizes"]), "sizes")?
        .iter()
        .map(|size| *size as u64)
        .collect();
    let n = given(options["n"].as_u64(), "n")?;
    let deviations = numbers(&options["stratum_sd"]);
    let split = |deviations: Option<&[f64]>| {
        let shares = stratified_allocation(&sizes, deviations, n);
        let raw: Vec<f64> = shares.iter().map(|s| s.raw).collect();
        let whole: Vec<u64> = shares.iter().map(|s| s.allocated).collect();
        (raw, whole)
    };
    let (raw, whole) = split(None);
    let mut found = json!({
        "proportional_raw": raw,
        "proportional_largest_remainder": whole,
    });
    if let Some(deviations) = deviations {
        let (raw, whole) = split(Some(&deviations));
        found["neyman_raw"] = json!(raw);
        found["neyman_largest_remainder"] = json!(whole);
    }
    Ok(found)
}

fn skm_index(case: &Value, datasets: &Path) -> Result<Value, String> {
    let items = texts(&case["columns"]["items"]);
    let responses = responses(&Dataset::of(case, datasets)?, &items, 1, 4)?;
    skm_results(&responses, case["options"]["population"].as_u64())
}

fn skm_index_by_group(case: &Value, datasets: &Path) -> Result<Value, String> {
    let items = texts(&case["columns"]["items"]);
    let group = given(case["columns"]["group"].as_str(), "group")?;
    let dataset = Dataset::of(case, datasets)?;
    let mut found = json!({});
    for level in texts(&case["options"]["levels"]) {
        let part = responses(&dataset.only(group, &level)?, &items, 1, 4)?;
        found[format!("{group}={level}")] = skm_results(&part, None)?;
    }
    Ok(found)
}

fn skm_results(responses: &Responses, population: Option<u64>) -> Result<Value, String> {
    let exact = index(responses, Weight::Exact, None)?;
    let printed = |units| Decimal {
        units,
        places: if units > 99 { 3 } else { 2 },
    };
    let by_111 = index(responses, Weight::Printed(printed(111)), None)?;
    let by_11 = index(responses, Weight::Printed(printed(11)), None)?;
    let each = |index: &SatisfactionIndex, field: fn(&tridharma::analysis::ItemIndex) -> f64| {
        index.items.iter().map(field).collect::<Vec<f64>>()
    };
    let mut found = json!({
        "n": exact.n,
        "item_n": exact.items.iter().map(|i| i.n).collect::<Vec<_>>(),
        "nrr": each(&exact, |i| i.nrr),
        "item_index_25_100": each(&exact, |i| i.index),
        "weight_exact": exact.items.first().map(|i| i.weight),
        "nrr_weighted_exact": each(&exact, |i| i.weighted),
        "nrr_weighted_0.111": each(&by_111, |i| i.weighted),
        "nrr_weighted_0.11": each(&by_11, |i| i.weighted),
        "index_1_4": exact.weighted_sum,
        "index_x25": exact.exact,
        "index_x25_weight_0.111": by_111.exact,
        "index_x25_weight_0.11": by_11.exact,
        "category": exact.grade,
        "se_x25": outcome(&exact.standard_error),
        "ci_normal": normal_interval(exact.exact, &exact.standard_error),
        "ci_t": t_interval(&exact),
    });
    if let Some(population) = population {
        let finite = index(responses, Weight::Exact, Some(population))?;
        // The other habit, (N − n)/(N − 1), is not ours: from its definition.
        let (n, size) = (exact.n as f64, population as f64);
        let other = ((size - n) / (size - 1.0)).sqrt();
        let other = exact.standard_error.clone().map(|se| se * other);
        found["se_x25_fpc_n_over_N"] = outcome(&finite.standard_error);
        found["ci_normal_fpc_n_over_N"] = normal_interval(exact.exact, &finite.standard_error);
        found["se_x25_fpc_N_minus_1"] = outcome(&other);
        found["ci_normal_fpc_N_minus_1"] = normal_interval(exact.exact, &other);
    }
    let listwise = index(&complete(responses), Weight::Exact, None)?;
    found["listwise_n"] = json!(listwise.n);
    found["listwise_index_x25"] = json!(listwise.exact);
    found["listwise_se_x25"] = outcome(&listwise.standard_error);
    Ok(found)
}

fn index(
    responses: &Responses,
    weight: Weight,
    population: Option<u64>,
) -> Result<SatisfactionIndex, String> {
    let options = IndexOptions {
        weight,
        population,
        ..Default::default()
    };
    satisfaction_index(responses, &bands(), &options).map_err(|reason| format!("{reason:?}"))
}

fn normal_interval(centre: f64, standard_error: &Outcome<f64>) -> Value {
    match (standard_error, normal_quantile(0.025)) {
        (Ok(se), Some(z)) => json!([centre - z * se, centre + z * se]),
        _ => Value::Null,
    }
}

/// Ours, cut off at the ends of the scale; where it was cut, what was before, as
/// the cases have it.
fn t_interval(index: &SatisfactionIndex) -> Value {
    let quantile = student_quantile(0.025, index.n as f64 - 1.0);
    let (Ok(se), Some(t)) = (&index.standard_error, quantile) else {
        return outcome(&index.interval);
    };
    let (low, high) = (index.exact - t.abs() * se, index.exact + t.abs() * se);
    match low < 25.0 || high > 100.0 {
        true => json!([low, high]),
        false => outcome(&index.interval),
    }
}

/// The bands of PermenPANRB 14/2017.
fn bands() -> Vec<Band> {
    let bounds = [
        (2500, 6499, "D"),
        (6500, 7660, "C"),
        (7661, 8830, "B"),
        (8831, 10000, "A"),
    ];
    let decimal = |units| Decimal { units, places: 2 };
    let band = |(from, to, grade): (i64, i64, &str)| Band {
        from: decimal(from),
        to: decimal(to),
        grade: grade.to_owned(),
        word: Words::default(),
    };
    bounds.into_iter().map(band).collect()
}

/// Columns as items of one scale with equal weights.
fn responses(dataset: &Dataset, items: &[String], min: i16, max: i16) -> Result<Responses, String> {
    let positions: Result<Vec<usize>, String> =
        items.iter().map(|name| dataset.position(name)).collect();
    let positions = positions?;
    let mut counts: BTreeMap<Vec<Option<i16>>, u64> = BTreeMap::new();
    for row in dataset.rows() {
        let codes = positions.iter().map(|&position| row[position].parse().ok());
        *counts.entry(codes.collect()).or_default() += 1;
    }
    let item = |(position, name): (&usize, &String)| Item {
        id: name.clone(),
        code: name.to_uppercase(),
        column: u32::try_from(*position).unwrap_or(u32::MAX),
        header: name.clone(),
        name: Words::default(),
        min,
        max,
        labels: Vec::new(),
        weight: (1, i64::try_from(items.len()).unwrap_or(i64::MAX)),
    };
    let pattern = |(codes, count): (Vec<Option<i16>>, u64)| Response {
        codes: codes.into(),
        groups: [].into(),
        count,
    };
    Ok(Responses {
        items: positions.iter().zip(items).map(item).collect(),
        groups: Vec::new(),
        patterns: counts.into_iter().map(pattern).collect(),
    })
}
/// The respondents with an answer to every item.
fn complete(responses: &Responses) -> Responses {
    let patterns = responses.patterns.iter();
    let complete = patterns.filter(|p| p.codes.iter().all(Option::is_some));
    Responses {
        items: responses.items.clone(),
        groups: responses.groups.clone(),
        patterns: complete.cloned().collect(),
    }
}
