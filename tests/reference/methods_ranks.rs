//! Rank tests, repeated measures, trends.

use super::{Method, given, numbers, texts};
use crate::dataset::Dataset;
use serde_json::{Value, json};
use std::path::Path;
use tridharma::stats::{
    CrossTable, HypothesisTest, NormalTest, NotComputable, Observations, Outcome, Sample,
    ScoredGroup, WilcoxonSignedRank, ZeroDifferences, cochran_armitage, cochran_q, dscf, dunn,
    friedman, hodges_lehmann, jonckheere_terpstra, kruskal_wallis, mann_kendall, mann_whitney,
    mann_whitney_exact, mcnemar, rm_anova, sen_slope, sign_test, wilcoxon_signed_rank,
    wilcoxon_signed_rank_exact,
};

type Column = Vec<Option<f64>>;

pub const METHODS: &[Method] = &[
    ("cochran_armitage", cochran_armitage_case),
    ("cochran_q", cochran_q_case),
    ("dscf", dscf_case),
    ("friedman", friedman_case),
    ("hodges_lehmann", hodges_lehmann_case),
    ("kruskal_all_ties", kruskal_alone),
    ("kruskal_dunn", kruskal_dunn),
    ("kruskal_group_of_one", kruskal_alone),
    ("mann_kendall", mann_kendall_case),
    ("mann_whitney", mann_whitney_case),
    ("mann_whitney_all_ties", mann_whitney_all_ties),
    ("mann_whitney_exact_permutation", exact_permutation),
    ("mauchly", mauchly_case),
    ("mcnemar", mcnemar_case),
    ("rm_anova", rm_anova_case),
    ("sen_slope", sen_slope_case),
    ("wilcoxon_all_zero_differences", wilcoxon_all_zero),
    ("wilcoxon_exact", wilcoxon_exact_case),
    ("wilcoxon_signed_rank_and_sign", wilcoxon_case),
];

/// The options of a case, refused where one is not among `known`.
fn options<'a>(case: &'a Value, known: &[&str]) -> Result<&'a Value, String> {
    let options = &case["options"];
    let names = options.as_object().into_iter().flat_map(|o| o.keys());
    // What R said beside the number is information.
    let mut unknown = names.filter(|name| {
        !["r_warnings", "r_error"].contains(&name.as_str()) && !known.contains(&name.as_str())
    });
    match unknown.next() {
        Some(name) => Err(format!("unknown option {name}")),
        None => Ok(options),
    }
}

fn column_name<'a>(case: &'a Value, role: &str) -> Result<&'a str, String> {
    given(case["columns"][role].as_str(), role)
}

fn sample(numbers: &[Option<f64>]) -> Result<Sample, String> {
    given(Sample::of_numbers(numbers), "numbers that fit")
}

/// The groups of `columns.y` by `columns.group` in the order of
/// `options.levels`, or else rising, with their names.
fn groups(case: &Value, datasets: &Path) -> Result<(Vec<String>, Vec<Sample>), String> {
    let dataset = Dataset::of(case, datasets)?;
    let values = dataset.column(column_name(case, "y")?)?;
    let of = dataset.texts(column_name(case, "group")?)?;
    let levels = match &case["options"]["levels"] {
        Value::Null => rising(&of),
        levels => texts(levels),
    };
    let member = |level: &String| {
        let rows = values.iter().zip(&of);
        let kept = rows.filter(|(_, group)| group.as_ref().is_some_and(|g| same(g, level)));
        let numbers: Vec<Option<f64>> = kept.map(|(value, _)| *value).collect();
        sample(&numbers)
    };
    let samples: Result<Vec<Sample>, String> = levels.iter().map(member).collect();
    Ok((levels, samples?))
}

fn same(cell: &str, level: &str) -> bool {
    let numbers = (cell.parse::<f64>(), level.parse::<f64>());
    cell == level || matches!(numbers, (Ok(a), Ok(b)) if a == b)
}

/// Distinct texts, by number where all are numbers, else by byte.
fn rising(of: &[Option<String>]) -> Vec<String> {
    let mut levels: Vec<String> = of.iter().flatten().cloned().collect();
    levels.sort();
    levels.dedup();
    if levels.iter().all(|level| level.parse::<f64>().is_ok()) {
        levels.sort_by(|a, b| {
            let number = |text: &str| text.parse::<f64>().unwrap_or(0.0);
            number(a).total_cmp(&number(b))
        });
    }
    levels
}

fn two_groups(case: &Value, datasets: &Path) -> Result<(Sample, Sample), String> {
    let (_, mut groups) = groups(case, datasets)?;
    let found = groups.len();
    match (groups.pop(), groups.pop(), groups.pop()) {
        (Some(second), Some(first), None) => Ok((first, second)),
        _ => Err(format!("{found} groups, not two")),
    }
}

/// A statistic, null where it is not computable, "Inf" where it has no bound.
fn shown<T: serde::Serialize>(outcome: &Outcome<T>) -> Value {
    match outcome {
        Ok(value) => json!(value),
        Err(NotComputable::Unbounded) => json!("Inf"),
        Err(_) => Value::Null,
    }
}

fn part(test: &Outcome<NormalTest>, field: fn(&NormalTest) -> f64) -> Value {
    shown(&test.clone().map(|test| field(&test)))
}

fn mann_whitney_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["levels", "conf_level"])?;
    let (first, second) = two_groups(case, datasets)?;
    let test = mann_whitney(&first, &second).map_err(|e| format!("{e:?}"))?;
    let ties = test.tie_correction < 1.0;
    let (plain, corrected) = (&test.plain, &test.continuity);
    let mut found = json!({
        "n": test.n,
        "U1_R_W": test.u[0],
        "U2": test.u[1],
        "U_min_spss": test.u_min,
        "rank_sum": test.rank_sum,
        "mean_rank": test.mean_rank,
        "z_no_correction_spss": shown(&test.z_min),
        "z_signed_first_group": part(plain, |t| t.z),
        "z_continuity": part(corrected, |t| t.z),
        "p_two_sided_no_correction": part(plain, |t| t.p),
        "p_two_sided_continuity": part(corrected, |t| t.p),
        "p_less_continuity": part(corrected, |t| t.p_less),
        "p_greater_continuity": part(corrected, |t| t.p_greater),
        "p_less_no_correction": part(plain, |t| t.p_less),
        "p_greater_no_correction": part(plain, |t| t.p_greater),
        "rank_biserial": test.rank_biserial,
        "r_z_over_sqrt_n": shown(&test.r),
        "has_ties": ties,
    });
    // The cases give the exact results where R has them: without ties, N ≤ 200.
    if !ties && test.sizes().n <= 200 {
        let confidence = options["conf_level"].as_f64().unwrap_or(0.95);
        let exact = mann_whitney_exact(&first, &second).map_err(|e| format!("{e:?}"))?;
        let shift = hodges_lehmann(&first, &second, confidence).map_err(|e| format!("{e:?}"))?;
        found["p_exact_two_sided"] = json!(exact.p);
        found["p_exact_less"] = json!(exact.p_less);
        found["p_exact_greater"] = json!(exact.p_greater);
        found["hodges_lehmann"] = json!(shift.estimate);
        found["hodges_lehmann_ci_exact"] = json!([shift.interval.low, shift.interval.high]);
    }
    Ok(found)
}

fn mann_whitney_all_ties(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["levels"])?;
    let (first, second) = two_groups(case, datasets)?;
    let test = mann_whitney(&first, &second).map_err(|e| format!("{e:?}"))?;
    Ok(json!({ "W": test.u[0], "p": part(&test.continuity, |t| t.p) }))
}

fn exact_permutation(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["levels"])?;
    let (first, second) = two_groups(case, datasets)?;
    let test = mann_whitney_exact(&first, &second).map_err(|e| format!("{e:?}"))?;
    Ok(json!({
        "z": part(&test.asymptotic.plain, |t| t.z),
        "p_exact_two_sided": test.p,
        "p_exact_less": test.p_less,
        "p_exact_greater": test.p_greater,
    }))
}

/// `columns.x` minus `columns.y` (or nothing) minus `options.mu`, row by row, by
/// the subtraction of floats that R makes.
fn differences(case: &Value, datasets: &Path) -> Result<Sample, String> {
    let dataset = Dataset::of(case, datasets)?;
    let mu = case["options"]["mu"].as_f64().unwrap_or(0.0);
    let x = dataset.column(column_name(case, "x")?)?;
    let y = match case["columns"]["y"].as_str() {
        Some(name) => dataset.column(name)?,
        None => vec![Some(0.0); x.len()],
    };
    let rows = x.iter().zip(&y);
    let differences: Vec<Option<f64>> = rows.map(|(x, y)| Some((*x)? - (*y)? - mu)).collect();
    sample(&differences)
}

fn wilcoxon_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["mu", "zero_method"])?;
    let zeros = match options["zero_method"].as_str() {
        None | Some("wilcox (drop)" | "wilcox" | "drop") => ZeroDifferences::Dropped,
        Some(other) => return Err(format!("unknown zero_method {other}")),
    };
    let differences = differences(case, datasets)?;
    let test = wilcoxon_signed_rank(&differences).map_err(|e| format!("{e:?}"))?;
    let (plain, corrected) = (&test.plain, &test.continuity);
    let z = z_of_the_script(&test, &differences)?;
    let r = |n: u64, own: &Outcome<f64>| match &z {
        Some(z) => json!(z.plain.abs() / (n as f64).sqrt()),
        None => shown(own),
    };
    let mut found = json!({
        "n_pairs": test.n_pairs,
        "n_zero": test.zeros,
        "n_used": test.n_used,
        "V_plus_R": test.rank_sum_positive,
        "V_minus": test.rank_sum_negative,
        "n_positive": test.n_positive,
        "n_negative": test.n_negative,
        "mean_rank_positive": test.mean_rank_positive,
        "mean_rank_negative": test.mean_rank_negative,
        "z_no_correction_spss": z.as_ref().map_or(shown(&test.z_min), |z| json!(-z.plain.abs())),
        "z_signed": z.as_ref().map_or(part(plain, |t| t.z), |z| json!(z.plain)),
        "z_continuity": z.as_ref().map_or(part(corrected, |t| t.z), |z| json!(z.continuity)),
        "p_two_sided_no_correction": part(plain, |t| t.p),
        "p_two_sided_continuity": part(corrected, |t| t.p),
        "p_less_continuity": part(corrected, |t| t.p_less),
        "p_greater_continuity": part(corrected, |t| t.p_greater),
        "pratt_z": part(&test.pratt, |t| t.z),
        "pratt_p": part(&test.pratt, |t| t.p),
        "matched_rank_biserial": shown(&test.rank_biserial),
        "r_z_over_sqrt_n_pairs": r(test.n_pairs, &test.r_pairs),
        "r_z_over_sqrt_n_used": r(test.n_used, &test.r_used),
        "sign_test": signs(&differences),
    });
    let exact = wilcoxon_signed_rank_exact(&differences, zeros);
    found["p_exact_two_sided"] = shown(&exact.clone().map(|test| test.p));
    found["p_exact_less"] = shown(&exact.clone().map(|test| test.p_less));
    found["p_exact_greater"] = shown(&exact.map(|test| test.p_greater));
    Ok(found)
}

/// The z of the script where its ties are not those of the ranks.
struct ScriptZ {
    plain: f64,
    continuity: f64,
}

/// The script of these cases ranks differences of floats, as R does, and counts
/// ties by R's `table`, which sees fifteen digits: only the spread of its z does.
/// `None` where both count the same ties, and the library's own z are compared.
fn z_of_the_script(
    test: &WilcoxonSignedRank,
    differences: &Sample,
) -> Result<Option<ScriptZ>, String> {
    let seen = wilcoxon_signed_rank(&of_15_digits(differences)?);
    let sd = seen.map_or(test.sd, |seen| seen.sd);
    if sd == test.sd {
        return Ok(None);
    }
    let away = test.rank_sum_positive - test.expected;
    Ok(Some(ScriptZ {
        plain: away / sd,
        continuity: (away - 0.5_f64.copysign(away)) / sd,
    }))
}

fn of_15_digits(differences: &Sample) -> Result<Sample, String> {
    let each = differences.values().flat_map(|(value, count)| {
        let seen: Option<f64> = format!("{value:.14e}").parse().ok();
        std::iter::repeat_n(seen, count as usize)
    });
    sample(&each.collect::<Vec<_>>())
}

fn signs(differences: &Sample) -> Value {
    let Ok(test) = sign_test(differences) else {
        return Value::Null;
    };
    json!({
        "n_positive": test.n_positive,
        "n_used": test.n_used,
        "p_exact_two_sided": test.p_exact,
        "z_continuity_spss": test.z,
        "p_asymptotic_spss": test.p_asymptotic,
    })
}

fn wilcoxon_all_zero(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["mu"])?;
    let test = wilcoxon_signed_rank(&differences(case, datasets)?);
    let test = test.map_err(|e| format!("{e:?}"))?;
    Ok(json!({ "V": test.rank_sum_positive, "p": part(&test.continuity, |t| t.p) }))
}

fn kruskal_alone(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["levels"])?;
    let test = kruskal_wallis(&groups(case, datasets)?.1);
    Ok(json!({
        "H": shown(&test.clone().map(|t| t.h)),
        "df": shown(&test.clone().map(|t| t.df)),
        "p": shown(&test.map(|t| t.p)),
    }))
}

fn kruskal_dunn(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["levels"])?;
    let (levels, groups) = groups(case, datasets)?;
    let test = kruskal_wallis(&groups).map_err(|e| format!("{e:?}"))?;
    let pairs = dunn(&groups).map_err(|e| format!("{e:?}"))?;
    let named = |place: usize| levels.get(place).cloned();
    Ok(json!({
        "n": test.n,
        "mean_rank": test.mean_rank,
        "median": test.median,
        "H": test.h,
        "df": test.df,
        "p": test.p,
        "H_uncorrected": test.h_uncorrected,
        "p_uncorrected": test.p_uncorrected,
        "tie_correction": test.tie_correction,
        "epsilon2": test.epsilon_squared,
        "eta2_H": shown(&test.eta_squared),
        "dunn": {
            "pairs": pairs.pairs.iter().map(|p| (named(p.first), named(p.second))).collect::<Vec<_>>(),
            "z": pairs.pairs.iter().map(|p| p.z).collect::<Vec<_>>(),
            "p_unadjusted": pairs.pairs.iter().map(|p| p.p).collect::<Vec<_>>(),
            "p_bonferroni": pairs.adjusted.bonferroni,
            "p_holm": pairs.adjusted.holm,
            "p_bh": pairs.adjusted.bh,
            "p_sidak": pairs.adjusted.sidak,
        },
        "jonckheere_terpstra": jonckheere(&groups),
    }))
}

fn jonckheere(groups: &[Sample]) -> Value {
    let Ok(test) = jonckheere_terpstra(groups) else {
        return Value::Null;
    };
    json!({
        "J": test.j,
        "mean": test.expected,
        "sd": test.sd,
        "z": test.test.z,
        "p_two_sided": test.test.p,
        "p_increasing": test.test.p_greater,
    })
}

/// The columns a case lists, with their names.
fn items(case: &Value, datasets: &Path) -> Result<(Vec<String>, Vec<Column>), String> {
    let dataset = Dataset::of(case, datasets)?;
    let names = texts(&case["columns"]["columns"]);
    let columns: Result<Vec<_>, String> = names.iter().map(|name| dataset.column(name)).collect();
    Ok((names, columns?))
}

fn observations(columns: &[Column]) -> Result<Observations, String> {
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    given(Observations::of_columns(&columns), "columns that fit")
}

/// All methods of repeated measures leave out who lacks an answer.
fn listwise(options: &Value) -> Result<(), String> {
    match options["missing"].as_str() {
        None | Some("listwise") => Ok(()),
        Some(other) => Err(format!("unknown missing {other}")),
    }
}

fn by_name<T: serde::Serialize>(names: &[String], values: &[T]) -> Value {
    let pairs = names.iter().zip(values);
    Value::Object(
        pairs
            .map(|(name, value)| (name.clone(), json!(value)))
            .collect(),
    )
}

fn friedman_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    listwise(options(case, &["missing"])?)?;
    let (names, columns) = items(case, datasets)?;
    let test = friedman(&observations(&columns)?).map_err(|e| format!("{e:?}"))?;
    let pairs = &test.pairs.pairs;
    let named = |place: usize| names.get(place).cloned();
    Ok(json!({
        "n": test.n,
        "chisq": test.chi_square,
        "df": test.df,
        "p": test.p,
        "kendall_W": test.kendall_w,
        "mean_rank": by_name(&names, &test.mean_rank),
        "iman_davenport_F": shown(&test.f),
        // Full agreement: F is unbounded, and nothing lies above it.
        "iman_davenport_p": match &test.f_p {
            Err(NotComputable::Unbounded) => json!(0),
            other => shown(other),
        },
        "pairs": pairs.iter().map(|p| (named(p.first), named(p.second))).collect::<Vec<_>>(),
        "pairwise_z_dunn": pairs.iter().map(|p| p.z).collect::<Vec<_>>(),
        "pairwise_p": pairs.iter().map(|p| p.p).collect::<Vec<_>>(),
        "pairwise_p_bonferroni": test.pairs.adjusted.bonferroni,
    }))
}

/// `>= 3`, `< 2`, `== 1`: 1 where it holds, 0 where not, missing where missing.
fn successes(options: &Value, column: &[Option<f64>]) -> Result<Column, String> {
    let rule = given(options["success"].as_str(), "success")?;
    let (sign, bound) = given(rule.trim().split_once(' '), "success of two words")?;
    let bound: f64 = bound.trim().parse().map_err(|_| "success without number")?;
    let holds: fn(f64, f64) -> bool = match sign {
        ">=" => |x, bound| x >= bound,
        ">" => |x, bound| x > bound,
        "<=" => |x, bound| x <= bound,
        "<" => |x, bound| x < bound,
        "=" | "==" => |x, bound| x == bound,
        "!=" => |x, bound| x != bound,
        other => return Err(format!("unknown success {other}")),
    };
    let code = |cell: &Option<f64>| cell.map(|x| f64::from(u8::from(holds(x, bound))));
    Ok(column.iter().map(code).collect())
}

fn cochran_q_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["success", "missing"])?;
    listwise(options)?;
    let (names, columns) = items(case, datasets)?;
    let coded: Result<Vec<_>, String> = columns.iter().map(|c| successes(options, c)).collect();
    let answers = observations(&coded?)?;
    let test = match cochran_q(&answers) {
        Err(NotComputable::NoSpread) => {
            let all: Vec<usize> = (0..names.len()).collect();
            let complete = answers.complete(&all);
            let sum = |&item: &usize| complete.sample(item).sum().value();
            let successes: Vec<f64> = all.iter().map(sum).collect();
            return Ok(json!({
                "n": complete.n(),
                "count_success": by_name(&names, &successes),
                "Q": Value::Null,
                "df": names.len() - 1,
                "p": Value::Null,
            }));
        }
        other => other.map_err(|e| format!("{e:?}"))?,
    };
    Ok(json!({
        "n": test.n,
        "count_success": by_name(&names, &test.successes),
        "Q": test.q,
        "df": test.df,
        "p": test.p,
    }))
}

fn mcnemar_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["success", "missing"])?;
    listwise(options)?;
    let dataset = Dataset::of(case, datasets)?;
    let coded = |role| successes(options, &dataset.column(column_name(case, role)?)?);
    let (x, y) = (coded("x")?, coded("y")?);
    let mut counts = vec![0_u64; 4];
    for (x, y) in x.iter().zip(&y) {
        if let (Some(x), Some(y)) = (x, y) {
            counts[(2.0 * x + y) as usize] += 1;
        }
    }
    let table = given(CrossTable::new(2, 2, counts), "table")?;
    let test = mcnemar(&table);
    Ok(json!({
        "table_FF_FT_TF_TT": table.counts(),
        "chisq_continuity": shown(&test.clone().map(|t| t.chi_square_continuity)),
        "p_continuity": shown(&test.clone().map(|t| t.p_continuity)),
        "chisq": shown(&test.clone().map(|t| t.chi_square)),
        "p": shown(&test.clone().map(|t| t.p)),
        "p_exact": shown(&test.map(|t| t.p_exact)),
    }))
}

fn cochran_armitage_case(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["successes", "totals", "scores"])?;
    let counts = |name: &str| -> Result<Vec<u64>, String> {
        let list = given(options[name].as_array(), name)?;
        given(list.iter().map(Value::as_u64).collect(), name)
    };
    let (successes, totals) = (counts("successes")?, counts("totals")?);
    let in_order = || (1..=successes.len()).map(|place| place as f64).collect();
    let scores = numbers(&options["scores"]).unwrap_or_else(in_order);
    if successes.len() != totals.len() || totals.len() != scores.len() {
        return Err("lists of different lengths".to_owned());
    }
    let cells = successes.iter().zip(&totals).zip(&scores);
    let groups: Vec<ScoredGroup> = cells
        .map(|((&successes, &n), &score)| ScoredGroup {
            score,
            successes,
            n,
        })
        .collect();
    let test = cochran_armitage(&groups);
    Ok(json!({
        "chisq": shown(&test.clone().map(|t| t.chi_square)),
        "z": shown(&test.clone().map(|t| t.test.z)),
        "p_two_sided": shown(&test.clone().map(|t| t.test.p)),
        "mantel_haenszel_linear": shown(&test.map(|t| t.linear_by_linear)),
    }))
}

fn mann_kendall_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["order", "conf_level"])?;
    match options["order"].as_str() {
        None | Some("row order, missing dropped") => {}
        Some(other) => return Err(format!("unknown order {other}")),
    }
    let confidence = options["conf_level"].as_f64().unwrap_or(0.95);
    let column = Dataset::of(case, datasets)?.column(column_name(case, "x")?)?;
    let series: Vec<f64> = column.into_iter().flatten().collect();
    let test = mann_kendall(&series).map_err(|e| format!("{e:?}"))?;
    let sen = sen_slope(&series, confidence);
    let end = |sen: &tridharma::stats::SenSlope| [sen.interval.low, sen.interval.high];
    Ok(json!({
        "n": test.n,
        "S": test.s,
        "var_S": test.variance,
        "z_continuity": part(&test.continuity, |t| t.z),
        "p": part(&test.continuity, |t| t.p),
        "z_no_correction": part(&test.plain, |t| t.z),
        "tau_b_with_time": shown(&test.tau_b),
        "sen_slope": shown(&sen.clone().map(|s| s.slope)),
        "sen_slope_ci": shown(&sen.map(|s| end(&s))),
    }))
}

fn rm_anova_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    listwise(options(case, &["missing"])?)?;
    let (_, columns) = items(case, datasets)?;
    let test = rm_anova(&observations(&columns)?).map_err(|e| format!("{e:?}"))?;
    Ok(json!({
        "n": test.n,
        "ss_effect": test.ss_effect,
        "ss_error": test.ss_error,
        "df1": test.df[0],
        "df2": test.df[1],
        "F": test.f,
        "p": test.p,
        "greenhouse_geisser_eps": test.sphericity.greenhouse_geisser,
        "p_gg": test.p_greenhouse_geisser,
        "huynh_feldt_eps": shown(&test.sphericity.huynh_feldt),
        "p_hf": shown(&test.p_huynh_feldt),
        "mauchly_W": test.sphericity.mauchly_w,
        "mauchly_p": shown(&test.sphericity.mauchly.clone().map(|m| m.p_r)),
        "partial_eta2": test.partial_eta_squared,
    }))
}

fn dscf_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["levels"])?;
    let (levels, groups) = groups(case, datasets)?;
    let test = dscf(&groups).map_err(|e| format!("{e:?}"))?;
    let named = |place: usize| levels.get(place).cloned();
    Ok(json!({
        "pairs": test.pairs.iter().map(|p| (named(p.first), named(p.second))).collect::<Vec<_>>(),
        "w": test.pairs.iter().map(|p| shown(&p.w)).collect::<Vec<_>>(),
        "p": test.pairs.iter().map(|p| shown(&p.p)).collect::<Vec<_>>(),
    }))
}

fn hodges_lehmann_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["levels", "conf_level"])?;
    let (first, second) = two_groups(case, datasets)?;
    let confidence = options["conf_level"].as_f64().unwrap_or(0.95);
    let found = hodges_lehmann(&first, &second, confidence).map_err(|e| format!("{e:?}"))?;
    Ok(json!({ "estimate": found.estimate, "ci": [found.interval.low, found.interval.high] }))
}

fn mauchly_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    listwise(options(case, &["missing"])?)?;
    let (_, columns) = items(case, datasets)?;
    let test = rm_anova(&observations(&columns)?).map_err(|e| format!("{e:?}"))?;
    let mauchly = &test.sphericity.mauchly;
    Ok(json!({
        "W": test.sphericity.mauchly_w,
        "chisq": shown(&mauchly.clone().map(|m| m.chi_square)),
        "df": shown(&mauchly.clone().map(|m| m.df)),
        "p_chisq": shown(&mauchly.clone().map(|m| m.p_chi_square)),
        "p_r": shown(&mauchly.clone().map(|m| m.p_r)),
        "p_published": shown(&mauchly.clone().map(|m| m.p)),
    }))
}

fn sen_slope_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["conf_level"])?;
    let confidence = options["conf_level"].as_f64().unwrap_or(0.95);
    let column = Dataset::of(case, datasets)?.column(column_name(case, "x")?)?;
    let series: Vec<f64> = column.into_iter().flatten().collect();
    let found = sen_slope(&series, confidence).map_err(|e| format!("{e:?}"))?;
    Ok(json!({ "slope": found.slope, "ci": [found.interval.low, found.interval.high] }))
}

fn wilcoxon_exact_case(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["mu", "zero_method"])?;
    let zeros = match options["zero_method"].as_str() {
        None | Some("wilcox") => ZeroDifferences::Dropped,
        Some("pratt") => ZeroDifferences::Ranked,
        Some(other) => return Err(format!("unknown zero_method {other}")),
    };
    let test = wilcoxon_signed_rank_exact(&differences(case, datasets)?, zeros);
    let test = test.map_err(|e| format!("{e:?}"))?;
    Ok(json!({
        "n_used": test.n_used,
        "V": test.rank_sum_positive,
        "p_two_sided": test.p,
        "p_less": test.p_less,
        "p_greater": test.p_greater,
    }))
}
