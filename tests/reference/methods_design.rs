//! Survey designs and resampling.

use super::{Method, given, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use tridharma::stats::{
    Bootstrap, BootstrapOptions, BootstrapStatistic, Design, DesignCoefficient, DesignOptions,
    DesignPattern, DesignRankOptions, DesignStatistic, Interval, LonelyUnit, NotComputable,
    Observations, Outcome, PermutationScore, PopulationMargin, RakingOptions, RankScore, Sample,
    TiedRanks, bootstrap, bootstrap_limit, design_anova, design_chi_square, design_correlation,
    design_means, design_means_by, design_pairs, design_rank_test, design_ratio, design_regression,
    design_share, design_sizes, design_t_test, design_totals, permutation_limit, post_stratify,
    rake,
};

pub const METHODS: &[Method] = &[
    ("bootstrap_alpha", resampled),
    ("bootstrap_index_x25", resampled),
    ("bootstrap_limit", limit),
    ("bootstrap_mean", resampled),
    ("bootstrap_median", resampled),
    ("bootstrap_pearson", resampled),
    ("permutation_limit", permutations),
    ("rake_poststratify", raking),
    ("svy_anova", anova),
    ("svy_by", by),
    ("svy_chisq", chi_square),
    ("svy_cor", correlated),
    ("svy_glm", modelled),
    ("svy_mean_total", means_and_totals),
    ("svy_pairs", pairs),
    ("svy_ranktest", rank_test),
    ("svy_ratio", ratio),
    ("svy_share", share),
    ("svy_spread", spread),
    ("svy_ttest", t_test),
];

/// Options that describe the design.
const DESIGN: &[&str] = &[
    "ids",
    "strata",
    "weights",
    "fpc",
    "nest",
    "lonely_psu",
    "survey.lonely.psu",
    "conf_level",
];

/// A column as numbers; with levels, as the places of its texts among them.
enum Read<'a> {
    Numbers(&'a str),
    Levels(&'a str, &'a [String]),
}

fn check_options(case: &Value, more: &[&str]) -> Result<(), String> {
    only_options(case, &[DESIGN, more].concat())
}

fn only_options(case: &Value, known: &[&str]) -> Result<(), String> {
    let options = case["options"].as_object();
    let mut keys = options.into_iter().flat_map(Map::keys);
    let unknown = keys.find(|key| !known.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| Err(format!("unknown option {key}")))
}

/// One name or several; none where the option is absent.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(_) => texts(value),
        one => texts(&json!([one])),
    }
}

fn confidence(case: &Value) -> Result<f64, String> {
    match &case["options"]["conf_level"] {
        Value::Null => Ok(0.95),
        level => given(level.as_f64(), "confidence"),
    }
}

/// The design of a case in the order of the rows, with these variables.
fn design(case: &Value, data: &Dataset, read: &[Read]) -> Result<Outcome<Design>, String> {
    let options = &case["options"];
    let numbers = |name: &String| data.column(name);
    let variables: Vec<Vec<Option<f64>>> = read
        .iter()
        .map(|column| match column {
            Read::Numbers(name) => data.column(name),
            Read::Levels(name, levels) => codes(data, name, levels),
        })
        .collect::<Result<_, _>>()?;
    let strata = columns(&names(&options["strata"]), |name| labels(data, name))?;
    let clusters = names(&options["ids"]);
    let clusters: Vec<String> = clusters.into_iter().filter(|name| name != "1").collect();
    let clusters = columns(&clusters, |name| labels(data, name))?;
    let weights = columns(&names(&options["weights"]), numbers)?;
    let population = columns(&names(&options["fpc"]), numbers)?;
    let mut patterns = Vec::new();
    for row in 0..data.rows().len() {
        let pick = |columns: &[Vec<Option<f64>>]| -> Option<Vec<f64>> {
            columns.iter().map(|column| column[row]).collect()
        };
        let weight = given(pick(&weights), "weight in every row")?;
        patterns.push(DesignPattern {
            values: variables.iter().map(|column| column[row]).collect(),
            weight: weight.into_iter().reduce(|product, w| product * w),
            strata: strata.iter().map(|column| column[row]).collect(),
            clusters: clusters.iter().map(|column| column[row]).collect(),
            population: given(pick(&population), "population in every row")?,
            count: 1,
        });
    }
    let options = DesignOptions {
        nest: options["nest"].as_bool().unwrap_or(false),
        lonely: lonely(options)?,
    };
    Ok(Design::in_order(patterns, options))
}

fn lonely(options: &Value) -> Result<LonelyUnit, String> {
    let named = ["lonely_psu", "survey.lonely.psu"].map(|key| options[key].as_str());
    match named.into_iter().flatten().next().unwrap_or("fail") {
        "fail" => Ok(LonelyUnit::Fail),
        "certainty" | "remove" => Ok(LonelyUnit::Certainty),
        "adjust" => Ok(LonelyUnit::Adjust),
        "average" => Ok(LonelyUnit::Average),
        other => Err(format!("unknown lonely unit {other}")),
    }
}

fn columns<T>(
    names: &[String],
    read: impl Fn(&String) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    names.iter().map(read).collect()
}

/// Texts as numbers in the order of their first occurrence.
fn labels(data: &Dataset, name: &str) -> Result<Vec<u32>, String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |text: Option<String>| {
        let text = given(text, "label in every row")?;
        let next = seen.len() as u32;
        Ok(*seen.entry(text).or_insert(next))
    };
    data.texts(name)?.into_iter().map(&mut number).collect()
}

/// The place of every text among the levels; other texts are missing.
fn codes(data: &Dataset, name: &str, levels: &[String]) -> Result<Vec<Option<f64>>, String> {
    let same = |level: &String, text: &String| {
        level == text
            || matches!((level.parse::<f64>(), text.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
    };
    let place = |text: Option<String>| {
        let text = text?;
        let place = levels.iter().position(|level| same(level, &text))?;
        Some(place as f64)
    };
    Ok(data.texts(name)?.into_iter().map(place).collect())
}

fn places(levels: &[String]) -> Vec<f64> {
    (0..levels.len()).map(|place| place as f64).collect()
}

fn column_name(case: &Value, name: &str) -> Result<String, String> {
    given(case["columns"][name].as_str(), name).map(str::to_owned)
}

/// What cannot be computed is null; its reason is not part of a case.
fn nulled(found: Outcome<Value>) -> Value {
    found.unwrap_or(Value::Null)
}

fn means_and_totals(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &[])?;
    let data = Dataset::of(case, datasets)?;
    let y = names(&case["columns"]["y"]);
    let read: Vec<Read> = y.iter().map(|name| Read::Numbers(name)).collect();
    let variables: Vec<usize> = (0..y.len()).collect();
    let confidence = confidence(case)?;
    let design = match design(case, &data, &read)? {
        Ok(design) => design,
        Err(_) => return Ok(Value::Null),
    };
    let means = design_means(&design, &variables, confidence).map_err(|e| format!("{e:?}"))?;
    let totals = design_totals(&design, &variables, confidence).map_err(|e| format!("{e:?}"))?;
    let part = |found: &tridharma::stats::DesignEstimates| {
        let estimates = &found.estimates;
        let each = |of: &dyn Fn(&tridharma::stats::DesignEstimate) -> Value| -> Vec<Value> {
            estimates.iter().map(of).collect()
        };
        let by_name = |values: Vec<Value>| -> Value {
            y.iter()
                .cloned()
                .zip(values)
                .collect::<Map<String, Value>>()
                .into()
        };
        let t = |e: &tridharma::stats::DesignEstimate, low: bool| match &e.interval_t {
            Ok(interval) => json!(if low { interval.low } else { interval.high }),
            Err(_) => Value::Null,
        };
        json!({
            "estimate": each(&|e| json!(e.estimate)),
            "se": each(&|e| json!(e.se)),
            "ci_normal_lower": each(&|e| json!(e.interval_normal.low)),
            "ci_normal_upper": each(&|e| json!(e.interval_normal.high)),
            "ci_t_lower": by_name(each(&|e| t(e, true))),
            "ci_t_upper": by_name(each(&|e| t(e, false))),
            // The cases hold the design effect of the first variable only.
            "deff": estimates.first().map(|e| design_effect(&e.deff)),
            "deff_replace": estimates.first().map(|e| design_effect(&e.deff_replacement)),
        })
    };
    Ok(json!({
        "n": means.n,
        "degf": means.degrees_of_freedom,
        "sum_weights": means.sum_weights,
        "mean": part(&means),
        "total": part(&totals),
        "kish_effective_n": means.kish_effective_n,
        "kish_deff": means.kish_design_effect,
    }))
}

/// R divides by the 0 of a sample that is the whole population.
fn design_effect(found: &Outcome<f64>) -> Value {
    match found {
        Err(NotComputable::WholePopulation { .. }) => json!("Inf"),
        found => outcome(found),
    }
}

fn by(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["levels"])?;
    let data = Dataset::of(case, datasets)?;
    let (y, by) = (column_name(case, "y")?, column_name(case, "by")?);
    let levels = texts(&case["options"]["levels"]);
    let read = [Read::Numbers(&y), Read::Levels(&by, &levels)];
    let found = design(case, &data, &read)?.map(|design| {
        let parts = design_means_by(&design, 0, 1, &places(&levels));
        let each = |of: &dyn Fn(&tridharma::stats::DesignDomain) -> Outcome<f64>| -> Vec<Value> {
            parts.iter().map(|part| outcome(&of(part))).collect()
        };
        json!({
            "mean": each(&|p| p.mean.clone().map(|m| m.estimate)),
            "mean_se": each(&|p| p.mean.clone().map(|m| m.se)),
            "total": each(&|p| p.total.clone().map(|t| t.estimate)),
            "total_se": each(&|p| p.total.clone().map(|t| t.se)),
        })
    });
    Ok(nulled(found))
}

fn ratio(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &[])?;
    let data = Dataset::of(case, datasets)?;
    let (top, bottom) = (
        column_name(case, "numerator")?,
        column_name(case, "denominator")?,
    );
    let read = [Read::Numbers(&top), Read::Numbers(&bottom)];
    let design = design(case, &data, &read)?;
    let found = design.and_then(|design| design_ratio(&design, 0, 1));
    Ok(nulled(found.map(|r| json!({"ratio": r.ratio, "se": r.se}))))
}

fn chi_square(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["row_levels", "column_levels"])?;
    let data = Dataset::of(case, datasets)?;
    let (row, column) = (column_name(case, "row")?, column_name(case, "column")?);
    let rows = texts(&case["options"]["row_levels"]);
    let columns = texts(&case["options"]["column_levels"]);
    let read = [Read::Levels(&row, &rows), Read::Levels(&column, &columns)];
    let design = design(case, &data, &read)?;
    let found = design
        .and_then(|design| design_chi_square(&design, 0, &places(&rows), 1, &places(&columns)));
    let rows_fastest = |lines: &[Vec<f64>]| -> Vec<f64> {
        let places = 0..lines.first().map_or(0, Vec::len);
        places
            .flat_map(|c| lines.iter().map(move |line| line[c]))
            .collect()
    };
    let part = |s: &DesignStatistic| json!({"statistic": s.value, "parameter": s.df, "p": s.p});
    let found = found.map(|test| {
        let mut first = part(&test.first_order);
        // R prints the uncorrected statistic beside the corrected p.
        first["statistic"] = json!(test.pearson);
        json!({
            "weighted_table": test.weighted,
            "cell_proportion_rows_fastest": rows_fastest(&test.proportions),
            "cell_se_rows_fastest": rows_fastest(&test.proportion_se),
            "rao_scott_F": part(&test.second_order),
            "rao_scott_chisq": first,
            "wald": test.wald.as_ref().map_or(Value::Null, part),
            "adj_wald": test.adjusted_wald.as_ref().map_or(Value::Null, part),
        })
    });
    Ok(nulled(found))
}

fn t_test(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["levels"])?;
    let data = Dataset::of(case, datasets)?;
    let (y, group) = (column_name(case, "y")?, column_name(case, "group")?);
    let levels = texts(&case["options"]["levels"]);
    let read = [Read::Numbers(&y), Read::Levels(&group, &levels)];
    let confidence = confidence(case)?;
    let design = design(case, &data, &read)?;
    let found =
        design.and_then(|design| design_t_test(&design, 0, 1, &places(&levels), confidence));
    let found = found.map(|test| {
        json!({
            "t": -test.t,
            "df": test.degrees_of_freedom,
            "p": test.p,
            "difference_second_minus_first": -test.difference,
        })
    });
    Ok(nulled(found))
}

fn pairs(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["levels"])?;
    let data = Dataset::of(case, datasets)?;
    let (y, group) = (column_name(case, "y")?, column_name(case, "group")?);
    let levels = texts(&case["options"]["levels"]);
    let read = [Read::Numbers(&y), Read::Levels(&group, &levels)];
    let found = design(case, &data, &read)?
        .and_then(|design| design_pairs(&design, 0, 1, &places(&levels), false));
    let found = found.map(|pairs| {
        let each = |of: fn(&tridharma::stats::DesignPairTest) -> Value| {
            let tests = pairs.iter().map(|pair| pair.test.as_ref());
            tests
                .map(|test| test.map_or(Value::Null, of))
                .collect::<Vec<Value>>()
        };
        json!({
            // Of R: the second less the first.
            "difference": each(|test| json!(-test.difference)),
            "t": each(|test| json!(-test.t)),
            "df": each(|test| json!(test.degrees_of_freedom)),
            "p": each(|test| json!(test.p)),
            "p_holm": pairs.iter().map(|pair| json!(pair.adjusted)).collect::<Vec<Value>>(),
        })
    });
    Ok(nulled(found))
}

fn spread(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &[])?;
    let data = Dataset::of(case, datasets)?;
    let (y, x) = (column_name(case, "y")?, column_name(case, "x")?);
    let design = design(case, &data, &[Read::Numbers(&y), Read::Numbers(&x)])?;
    let found = design.and_then(|design| {
        let means = design_means(&design, &[0], 0.95)?;
        let sizes = design_sizes(&design, &[0, 1])?;
        Ok(json!({
            "sd": means.estimates.first().and_then(|found| found.sd),
            "n": sizes.n,
            "sum_weights": sizes.sum_weights,
            "effective_n": sizes.effective_n,
            "design_effect": sizes.design_effect,
        }))
    });
    Ok(nulled(found))
}

fn modelled(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &[])?;
    let data = Dataset::of(case, datasets)?;
    let (y, x) = (column_name(case, "y")?, names(&case["columns"]["x"]));
    let mut read = vec![Read::Numbers(&y)];
    read.extend(x.iter().map(|name| Read::Numbers(name)));
    let predictors: Vec<usize> = (1..=x.len()).collect();
    let confidence = confidence(case)?;
    let found = design(case, &data, &read)?
        .and_then(|design| design_regression(&design, 0, &predictors, confidence));
    let found = found.map(|model| {
        let all = || std::iter::once(&model.intercept).chain(&model.slopes);
        let each = |of: fn(&DesignCoefficient) -> Value| all().map(of).collect::<Vec<Value>>();
        let f = model.f.as_ref().ok();
        json!({
            "estimate": each(|c| json!(c.estimate)),
            "se": each(|c| json!(c.se)),
            "t": each(|c| json!(c.t)),
            "p": each(|c| json!(c.p)),
            "low": each(|c| json!(c.interval.low)),
            "high": each(|c| json!(c.interval.high)),
            "r_squared": model.r_squared,
            "f": f.map(|f| f.value),
            "f_df": f.map(|f| f.df.clone()),
            "f_p": f.map(|f| f.p),
            "n": model.sizes.n,
            "sum_weights": model.sum_weights,
        })
    });
    Ok(nulled(found))
}

fn correlated(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &[])?;
    let data = Dataset::of(case, datasets)?;
    let (x, y) = (column_name(case, "x")?, column_name(case, "y")?);
    let read = [Read::Numbers(&x), Read::Numbers(&y)];
    let confidence = confidence(case)?;
    let found = design(case, &data, &read)?
        .and_then(|design| design_correlation(&design, 0, 1, confidence));
    let found = found.map(|found| {
        json!({
            "r": found.r,
            "se": found.se,
            "t": found.t,
            "df": found.degrees_of_freedom,
            "p": found.p,
            "n": found.sizes.n,
            "sum_weights": found.sum_weights,
        })
    });
    Ok(nulled(found))
}

fn anova(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["levels"])?;
    let data = Dataset::of(case, datasets)?;
    let (y, group) = (column_name(case, "y")?, column_name(case, "group")?);
    let levels = texts(&case["options"]["levels"]);
    let read = [Read::Numbers(&y), Read::Levels(&group, &levels)];
    let design = design(case, &data, &read)?;
    let found = design.and_then(|design| design_anova(&design, 0, 1, &places(&levels)));
    let found = found.map(|test| {
        json!({
            "f": test.f,
            "df": [test.df_between, test.df_within],
            "p": test.p,
            "means": test.means,
            "n": test.sizes.n,
        })
    });
    Ok(nulled(found))
}

fn share(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["level"])?;
    let data = Dataset::of(case, datasets)?;
    let y = column_name(case, "y")?;
    let level = &case["options"]["level"];
    let wanted = level
        .as_str()
        .map_or_else(|| level.to_string(), str::to_owned);
    // Whoever has another value has one, too.
    let mut levels: Vec<String> = data.texts(&y)?.into_iter().flatten().collect();
    levels.sort();
    levels.dedup();
    let place = levels.iter().position(|level| *level == wanted);
    let place = given(place, "level")? as f64;
    let design = design(case, &data, &[Read::Levels(&y, &levels)])?;
    let found = design.and_then(|design| design_share(&design, 0, place, 0.95));
    let found = found.and_then(|found| {
        let interval = found.interval?;
        Ok(json!({
            "share": found.share,
            "se": found.se,
            "low": interval.low,
            "high": interval.high,
            "n": found.n,
        }))
    });
    Ok(nulled(found))
}

fn rank_test(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["levels", "test"])?;
    let data = Dataset::of(case, datasets)?;
    let (y, group) = (column_name(case, "y")?, column_name(case, "group")?);
    let levels = texts(&case["options"]["levels"]);
    let score = match case["options"]["test"].as_str().unwrap_or("wilcoxon") {
        "wilcoxon" | "KruskalWallis" => RankScore::Rank,
        "vanderWaerden" => RankScore::VanDerWaerden,
        "median" => RankScore::Median,
        other => return Err(format!("unknown test {other}")),
    };
    let options = DesignRankOptions {
        score,
        // The ranks of R survey depend on the order of the rows.
        ties: TiedRanks::RowOrder,
    };
    let read = [Read::Numbers(&y), Read::Levels(&group, &levels)];
    let design = design(case, &data, &read)?;
    let found =
        design.and_then(|design| design_rank_test(&design, 0, 1, &places(&levels), options));
    let found = found.map(|test| match test.t {
        // Of R: the second less the first.
        Some(t) => json!({
            "statistic": -t,
            "df": [test.df_within],
            "p": test.p,
            "estimate": test.difference.map(|difference| -difference),
        }),
        // With more groups R calls the degrees of freedom `statistic` and the
        // chi-square `parameter`.
        None => json!({
            "statistic": test.df_between,
            "df": [test.chi_square],
            "p": test.p,
            "estimate": [],
        }),
    });
    Ok(nulled(found))
}

fn raking(case: &Value, datasets: &Path) -> Result<Value, String> {
    check_options(case, &["population_margins", "maxit", "epsilon"])?;
    let data = Dataset::of(case, datasets)?;
    let y = column_name(case, "y")?;
    let margins = names(&case["columns"]["margins"]);
    let known = &case["options"]["population_margins"];
    let mut levels: Vec<Vec<String>> = Vec::new();
    let mut totals: Vec<Vec<f64>> = Vec::new();
    for margin in &margins {
        let margin = given(known[margin].as_object(), "population margin")?;
        levels.push(margin.keys().cloned().collect());
        totals.push(margin.values().filter_map(Value::as_f64).collect());
    }
    let mut read = vec![Read::Numbers(&y)];
    let named = margins.iter().zip(&levels);
    read.extend(named.map(|(name, levels)| Read::Levels(name, levels)));
    let margins: Vec<PopulationMargin> = totals
        .iter()
        .enumerate()
        .map(|(place, totals)| PopulationMargin {
            variable: place + 1,
            totals: totals
                .iter()
                .enumerate()
                .map(|(code, t)| (code as f64, *t))
                .collect(),
        })
        .collect();
    let usual = RakingOptions::default();
    let options = RakingOptions {
        tolerance: case["options"]["epsilon"]
            .as_f64()
            .unwrap_or(usual.tolerance),
        most_rounds: case["options"]["maxit"]
            .as_u64()
            .unwrap_or(usual.most_rounds),
    };
    let design = design(case, &data, &read)?;
    Ok(nulled(design.and_then(|design| {
        raked(&design, &margins, &levels, options)
    })))
}

fn raked(
    design: &Design,
    margins: &[PopulationMargin],
    levels: &[Vec<String>],
    options: RakingOptions,
) -> Outcome<Value> {
    let raked = rake(design, margins, options)?;
    let first = margins.first().ok_or(NotComputable::NoAnswers)?;
    let stratified = post_stratify(design, first)?;
    let estimates = |design: &Design| -> Outcome<Value> {
        let means = design_means(design, &[0], 0.95)?;
        let totals = design_totals(design, &[0], 0.95)?;
        Ok(json!({
            "mean": means.estimates[0].estimate,
            "mean_se": means.estimates[0].se,
            "total": totals.estimates[0].estimate,
            "total_se": totals.estimates[0].se,
            "sum_weights": design.sum_weights(),
        }))
    };
    let name = |codes: &[f64]| -> String {
        let parts = codes
            .iter()
            .zip(levels)
            .map(|(code, levels)| levels[*code as usize].clone());
        parts.collect::<Vec<_>>().join(".")
    };
    let cells = raked
        .cells
        .iter()
        .map(|cell| (name(&cell.levels), json!(cell.adjustment)));
    let weights = raked.design.weights().map(|(weight, _)| weight);
    let mut found = estimates(&raked.design)?;
    found["weight_adjustment_by_cell"] = Value::Object(cells.collect());
    found["weights_first_10_rows"] = json!(weights.take(10).collect::<Vec<_>>());
    found["min_weight"] = json!(raked.least_weight);
    found["max_weight"] = json!(raked.greatest_weight);
    found["poststratified_first_margin"] = estimates(&stratified.design)?;
    Ok(found)
}

/// One seeded run held against many runs of R: the cases' rule allows five of
/// their standard deviations, and 1e-10 for the observed value. What keeps the
/// rule is handed back as the case has it, what breaks it as it was found.
fn resampled(case: &Value, datasets: &Path) -> Result<Value, String> {
    let known = ["statistic", "replicates", "seeds", "interval", "conf_level"];
    only_options(case, &known)?;
    let data = Dataset::of(case, datasets)?;
    let columns = columns(&names(&case["columns"]["columns"]), |name| {
        data.column(name)
    })?;
    let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let all: Vec<usize> = (0..columns.len()).collect();
    let complete = given(Observations::of_columns(&slices), "finite columns")?.complete(&all);
    let statistic = match case["options"]["statistic"].as_str() {
        Some("mean") => BootstrapStatistic::Mean,
        Some("median") => BootstrapStatistic::Median,
        Some("index_x25") => BootstrapStatistic::Index {
            weights: vec![25.0 / all.len() as f64; all.len()],
        },
        Some("alpha") => BootstrapStatistic::Alpha,
        Some("pearson") => BootstrapStatistic::Correlation,
        other => return Err(format!("unknown statistic {other:?}")),
    };
    let options = BootstrapOptions {
        replicates: given(case["options"]["replicates"].as_u64(), "replicates")?,
        confidence: confidence(case)?,
        ..BootstrapOptions::default()
    };
    let Ok(found) = bootstrap(&complete, &statistic, &options) else {
        return Ok(Value::Null);
    };
    let interval = match case["options"]["interval"].as_str().unwrap_or("percentile") {
        text if text.to_lowercase().starts_with("percentile") => found.percentile,
        text if text.to_lowercase().starts_with("bca") => match &found.bca {
            Ok(interval) => *interval,
            Err(_) => return Ok(Value::Null),
        },
        other => return Err(format!("unknown interval {other}")),
    };
    let step = |name: &str| match (&statistic, case["results"][name].as_f64()) {
        (BootstrapStatistic::Median, Some(at)) => data_step(&complete, at),
        _ => 0.0,
    };
    let steps = (step("lower_mean_over_seeds"), step("upper_mean_over_seeds"));
    Ok(held_to_the_rule(&case["results"], &found, interval, steps))
}

/// The gap between the values about a place: a median may be off by one step of
/// the data.
fn data_step(complete: &Observations, at: f64) -> f64 {
    let sample = complete.sample(0);
    let below = sample
        .values()
        .map(|(value, _)| value)
        .rfind(|value| *value <= at);
    let above = sample
        .values()
        .map(|(value, _)| value)
        .find(|value| *value > at);
    below.zip(above).map_or(0.0, |(below, above)| above - below)
}

fn held_to_the_rule(
    expected: &Value,
    found: &Bootstrap,
    interval: Interval,
    steps: (f64, f64),
) -> Value {
    let within = |name: &str, value: Option<f64>, allowed: f64| {
        let near = value.zip(expected[name].as_f64());
        match near.is_some_and(|(value, mean)| (value - mean).abs() <= allowed) {
            true => expected[name].clone(),
            false => json!(value),
        }
    };
    let deviations = |name: &str| 5.0 * expected[name].as_f64().unwrap_or(0.0);
    let spread = expected["se_mean_over_seeds"].as_f64().unwrap_or(0.0);
    let of_mean = 5.0 * spread / (found.replicates as f64).sqrt();
    json!({
        "n": found.n,
        "observed": within("observed", Some(found.observed), 1e-10),
        "lower_mean_over_seeds":
            within("lower_mean_over_seeds", interval.low, deviations("lower_sd_over_seeds") + steps.0),
        "upper_mean_over_seeds":
            within("upper_mean_over_seeds", interval.high, deviations("upper_sd_over_seeds") + steps.1),
        "se_mean_over_seeds":
            within("se_mean_over_seeds", Some(found.se), deviations("se_sd_over_seeds")),
        "bias_mean_over_seeds": within("bias_mean_over_seeds", Some(found.bias), of_mean),
        // They tell how far one run may be off, and are no results of a run.
        "lower_sd_over_seeds": expected["lower_sd_over_seeds"],
        "upper_sd_over_seeds": expected["upper_sd_over_seeds"],
        "se_sd_over_seeds": expected["se_sd_over_seeds"],
    })
}

/// The bootstrap of a mean with infinitely many replicates.
fn limit(case: &Value, datasets: &Path) -> Result<Value, String> {
    only_options(case, &["conf_level"])?;
    let data = Dataset::of(case, datasets)?;
    let column = data.column(&column_name(case, "x")?)?;
    let sample = given(Sample::of_numbers(&column), "finite column")?;
    let Ok(found) = bootstrap_limit(&sample, confidence(case)?) else {
        return Ok(Value::Null);
    };
    let bca = found.bca.as_ref().ok();
    let correction = found.correction.as_ref().ok();
    Ok(json!({
        "n": found.n,
        "observed": found.observed,
        "se": found.se,
        "lower": found.percentile.low,
        "upper": found.percentile.high,
        "bca_lower": bca.and_then(|interval| interval.low),
        "bca_upper": bca.and_then(|interval| interval.high),
        "z0": correction.map(|c| c.bias),
        "acceleration": correction.map(|c| c.acceleration),
    }))
}

/// The permutation test over all deals.
fn permutations(case: &Value, datasets: &Path) -> Result<Value, String> {
    only_options(case, &["levels", "score"])?;
    let data = Dataset::of(case, datasets)?;
    let (y, group) = (column_name(case, "y")?, column_name(case, "group")?);
    let score = match case["options"]["score"].as_str().unwrap_or("mean") {
        "mean" => PermutationScore::Mean,
        "rank" => PermutationScore::Rank,
        other => return Err(format!("unknown score {other}")),
    };
    let levels = texts(&case["options"]["levels"]);
    let codes = codes(&data, &group, &levels)?;
    let values = data.column(&y)?;
    let part = |place: usize| {
        let rows = values.iter().zip(&codes);
        let rows = rows.filter(|(_, code)| **code == Some(place as f64));
        let values: Vec<Option<f64>> = rows.map(|(value, _)| *value).collect();
        given(Sample::of_numbers(&values), "finite column")
    };
    let Ok(found) = permutation_limit(&part(0)?, &part(1)?, score) else {
        return Ok(Value::Null);
    };
    Ok(json!({
        "n": found.sizes.groups,
        "difference": found.difference,
        "p_two_sided": found.p_two_sided,
        "p_greater": found.p_greater,
        "p_less": found.p_less,
    }))
}
