//! Normality, goodness of fit, p values adjusted, power.

use super::{Method, given, outcome};
use crate::dataset::Dataset;
use serde_json::{Value, json};
use std::path::Path;
use tridharma::stats::{
    self, Adjustment, NotComputable, Outcome, PowerAnova, PowerProportions, PowerT, Sample, Sides,
    TDesign, TPlan, anderson_darling, binomial_test, chi_square_fit, cramer_von_mises, jarque_bera,
    kolmogorov_smirnov, lilliefors, p_adjust, power_anova, power_anova_effect,
    power_anova_sample_size, power_chi_square, power_proportions, power_proportions_sample_size,
    power_t, power_t_effect, power_t_sample_size, proportion_interval, proportion_test,
    shapiro_wilk,
};

pub const METHODS: &[Method] = &[
    ("binomial_test", binomial),
    ("chisq_gof", goodness_of_fit),
    ("distribution", distribution),
    ("ks_known", known_normal),
    ("normality", normality),
    ("p_adjust", adjusted),
    ("power_anova", anova_power),
    ("power_chisq", chi_square_power),
    ("power_prop", proportions_power),
    ("power_t", t_power),
    ("prop_test", proportions),
    ("proportion_ci", proportion),
    ("shapiro_constant", shapiro_constant),
];

/// Fails for an option this file does not know.
fn options<'a>(case: &'a Value, known: &[&str]) -> Result<&'a Value, String> {
    let options = &case["options"];
    let keys = options
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key);
    match keys.into_iter().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("unknown option {key}")),
        None => Ok(options),
    }
}

fn number(options: &Value, name: &str) -> Result<f64, String> {
    given(options[name].as_f64(), name)
}

/// A number that may be left out.
fn optional(options: &Value, name: &str) -> Result<Option<f64>, String> {
    match &options[name] {
        Value::Null => Ok(None),
        value => given(value.as_f64(), name).map(Some),
    }
}

fn or_else(options: &Value, name: &str, default: f64) -> Result<f64, String> {
    Ok(optional(options, name)?.unwrap_or(default))
}

/// A whole number, or a list of them.
fn wholes(options: &Value, name: &str) -> Result<Vec<u64>, String> {
    let whole = |value: &Value| {
        let float = value.as_f64().filter(|f| f.fract() == 0.0 && *f >= 0.0);
        given(float.map(|f| f as u64), name)
    };
    match &options[name] {
        Value::Array(values) => values.iter().map(whole).collect(),
        value => Ok(vec![whole(value)?]),
    }
}

fn whole(options: &Value, name: &str) -> Result<u64, String> {
    given(wholes(options, name)?.first().copied(), name)
}

fn sample(case: &Value, datasets: &Path) -> Result<Sample, String> {
    let dataset = Dataset::of(case, datasets)?;
    let columns = &case["columns"];
    let dataset = match (columns["group"].as_str(), &case["options"]["level"]) {
        (None, _) | (_, Value::Null) => dataset,
        (Some(group), Value::String(level)) => dataset.only(group, level)?,
        (Some(group), level) => dataset.only(group, &level.to_string())?,
    };
    let column = dataset.column(given(columns["x"].as_str(), "x")?)?;
    given(Sample::of_numbers(&column), "sample")
}

/// A field of a result that may not be computable.
fn field<T>(outcome: &Outcome<T>, of: impl Fn(&T) -> f64) -> Value {
    outcome
        .as_ref()
        .map_or(Value::Null, |found| json!(of(found)))
}

fn normality(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["level"])?;
    let sample = sample(case, datasets)?;
    let shapiro = shapiro_wilk(&sample);
    let lilliefors = lilliefors(&sample);
    let anderson = anderson_darling(&sample);
    let cramer = cramer_von_mises(&sample);
    let jarque = jarque_bera(&sample);
    Ok(json!({
        "n": sample.n(),
        "shapiro_W": field(&shapiro, |s| s.w),
        "shapiro_p": field(&shapiro, |s| s.p),
        "lilliefors_D": field(&lilliefors, |l| l.d),
        "lilliefors_p_dallal": field(&lilliefors, |l| l.p),
        "ks_D": field(&lilliefors, |l| l.d),
        "ks_p_asymptotic_estimated_params": field(&lilliefors, |l| l.p_without_correction),
        "ks_z": field(&lilliefors, |l| l.z),
        "anderson_darling_A": field(&anderson, |a| a.a),
        "anderson_darling_p": field(&anderson, |a| a.p),
        "cramer_von_mises_W": field(&cramer, |c| c.w),
        "cramer_von_mises_p": field(&cramer, |c| c.p),
        "jarque_bera": field(&jarque, |j| j.jb),
        "jarque_bera_p": field(&jarque, |j| j.p),
    }))
}

fn known_normal(case: &Value, datasets: &Path) -> Result<Value, String> {
    let options = options(case, &["mean", "sd"])?;
    let sample = sample(case, datasets)?;
    let test = kolmogorov_smirnov(&sample, number(options, "mean")?, number(options, "sd")?);
    let test = test.map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "D": test.d,
        "p_exact": outcome(&test.p_exact),
        "p_asymptotic": test.p_asymptotic_r,
    }))
}

/// R stops where all values are alike; its words are not ours.
fn shapiro_constant(case: &Value, datasets: &Path) -> Result<Value, String> {
    options(case, &["r_warnings"])?;
    match shapiro_wilk(&sample(case, datasets)?) {
        Err(NotComputable::NoSpread) => Ok(json!({"r_error": case["results"]["r_error"]})),
        Err(reason) => Err(format!("{reason:?}")),
        Ok(test) => Ok(json!({"statistic": test.w, "p.value": test.p})),
    }
}

fn goodness_of_fit(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["counts", "p"])?;
    let counts = wholes(options, "counts")?;
    let shares = match &options["p"] {
        Value::Null => vec![1.0 / counts.len() as f64; counts.len()],
        shares => given(super::numbers(shares), "p")?,
    };
    let test = chi_square_fit(&counts, &shares).map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "expected": test.expected,
        "chisq": test.chi_square,
        "df": test.df,
        "p": test.p,
        "G": test.g,
        "p_G": test.p_g,
        "cohens_w": test.cohen_w,
        "residuals": test.residuals,
    }))
}

fn binomial(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["x", "n", "p0"])?;
    let (x, n) = (whole(options, "x")?, whole(options, "n")?);
    let test = binomial_test(x, n, number(options, "p0")?);
    let test = test.map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "p_exact_two_sided": test.p_two_sided,
        "p_exact_less": test.p_less,
        "p_exact_greater": test.p_greater,
        "z": outcome(&test.z),
        "p_z_two_sided": outcome(&test.p_z_two_sided),
        "p_chisq_yates": outcome(&test.p_continuity),
    }))
}

fn proportions(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["x", "n", "conf_level"])?;
    let (x, n) = (wholes(options, "x")?, wholes(options, "n")?);
    let groups: Vec<(u64, u64)> = x.into_iter().zip(n).collect();
    let test = proportion_test(&groups, or_else(options, "conf_level", 0.95)?);
    let test = test.map_err(|reason| format!("{reason:?}"))?;
    let interval = |of: &Option<tridharma::stats::DifferenceOfShares>| {
        of.as_ref().map_or(Value::Null, |d| json!([d.low, d.high]))
    };
    Ok(json!({
        "estimate": test.estimates,
        "chisq": field(&test.plain, |t| t.chi_square),
        "df": test.groups.len() - 1,
        "p": field(&test.plain, |t| t.p),
        "chisq_default_correct": field(&test.corrected, |t| t.chi_square),
        "p_default_correct": field(&test.corrected, |t| t.p),
        "ci_difference_no_correction": interval(&test.difference),
        "ci_difference_correct": interval(&test.difference_corrected),
    }))
}

fn proportion(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["x", "n", "conf_level"])?;
    let (x, n) = (whole(options, "x")?, whole(options, "n")?);
    let found = proportion_interval(x, n, or_else(options, "conf_level", 0.95)?);
    let found = found.map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "x": found.x,
        "n": found.n,
        "proportion": found.proportion,
        "se_wald": found.se_wald,
        "wald": found.wald,
        "wilson": found.wilson,
        "wilson_continuity": found.wilson_continuity,
        "clopper_pearson": found.clopper_pearson,
        "agresti_coull": found.agresti_coull,
        "jeffreys": found.jeffreys,
    }))
}

fn adjusted(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["p"])?;
    let p: Vec<Option<f64>> = match &options["p"] {
        Value::Array(values) => values.iter().map(Value::as_f64).collect(),
        value => vec![value.as_f64()],
    };
    let methods = [
        ("bonferroni", Adjustment::Bonferroni),
        ("holm", Adjustment::Holm),
        ("hochberg", Adjustment::Hochberg),
        ("hommel", Adjustment::Hommel),
        ("BH", Adjustment::BenjaminiHochberg),
        ("BY", Adjustment::BenjaminiYekutieli),
        ("sidak", Adjustment::Sidak),
    ];
    let mut found = json!({});
    for (name, method) in methods {
        found[name] = outcome(&p_adjust(&p, method));
    }
    Ok(found)
}

fn t_power(case: &Value, _: &Path) -> Result<Value, String> {
    let known = [
        "n",
        "delta",
        "power",
        "sd",
        "sig_level",
        "type",
        "alternative",
    ];
    let options = options(case, &known)?;
    let plan = TPlan {
        design: match options["type"].as_str() {
            Some("two.sample") | None => TDesign::TwoSample,
            Some("one.sample") => TDesign::OneSample,
            Some("paired") => TDesign::Paired,
            Some(other) => return Err(format!("unknown type {other}")),
        },
        alpha: or_else(options, "sig_level", 0.05)?,
        sides: sides(&options["alternative"])?,
    };
    let sd = or_else(options, "sd", 1.0)?;
    let n = optional(options, "n")?;
    let effect = optional(options, "delta")?.map(|delta| delta / sd);
    let found: Outcome<PowerT> = match (n, effect, optional(options, "power")?) {
        (Some(n), Some(effect), _) => power_t(&plan, n, effect),
        (None, Some(effect), Some(power)) => power_t_sample_size(&plan, effect, power),
        (Some(n), None, Some(power)) => power_t_effect(&plan, n, power),
        _ => return Err("two of n, delta and power are needed".to_owned()),
    };
    let found = found.map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "n": found.n,
        "delta": found.effect * sd,
        "power": found.power,
        "power_strict_both_tails": found.power_both_tails,
    }))
}

fn sides(alternative: &Value) -> Result<Sides, String> {
    match alternative.as_str() {
        Some("two.sided") | None => Ok(Sides::Two),
        Some("one.sided") => Ok(Sides::One),
        Some(other) => Err(format!("unknown alternative {other}")),
    }
}

fn anova_power(case: &Value, _: &Path) -> Result<Value, String> {
    let known = [
        "groups",
        "n_per_group",
        "between_var",
        "within_var",
        "power",
        "sig_level",
    ];
    let options = options(case, &known)?;
    let groups = number(options, "groups")?;
    let alpha = or_else(options, "sig_level", 0.05)?;
    let variances = (
        optional(options, "between_var")?,
        optional(options, "within_var")?,
    );
    let effect = match variances {
        (Some(between), Some(within)) => Some((between * (groups - 1.0) / groups / within).sqrt()),
        _ => None,
    };
    let n = optional(options, "n_per_group")?;
    let found: Outcome<PowerAnova> = match (n, effect, optional(options, "power")?) {
        (Some(n), Some(effect), _) => power_anova(groups, n, effect, alpha),
        (None, Some(effect), Some(power)) => power_anova_sample_size(groups, effect, alpha, power),
        (Some(n), None, Some(power)) => power_anova_effect(groups, n, alpha, power),
        _ => return Err("two of n_per_group, variances and power are needed".to_owned()),
    };
    let found = found.map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "n_per_group": found.n_per_group,
        "power": found.power,
        "cohens_f": found.cohen_f,
    }))
}

fn proportions_power(case: &Value, _: &Path) -> Result<Value, String> {
    let known = [
        "p1",
        "p2",
        "n",
        "power",
        "sig_level",
        "alternative",
        "strict",
    ];
    let options = options(case, &known)?;
    let sides = match (sides(&options["alternative"])?, options["strict"].as_bool()) {
        (Sides::Two, Some(true)) => Sides::TwoStrict,
        (sides, _) => sides,
    };
    let (p1, p2) = (number(options, "p1")?, number(options, "p2")?);
    let alpha = or_else(options, "sig_level", 0.05)?;
    let n = optional(options, "n")?;
    let found: Outcome<PowerProportions> = match (n, optional(options, "power")?) {
        (Some(n), _) => power_proportions(p1, p2, n, alpha, sides),
        (None, Some(power)) => power_proportions_sample_size(p1, p2, alpha, sides, power),
        (None, None) => return Err("n or power is needed".to_owned()),
    };
    let found = found.map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({
        "n_per_group": found.n_per_group,
        "power": found.power,
        "cohens_h": found.cohen_h,
    }))
}

fn chi_square_power(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["w", "N", "df", "sig_level"])?;
    let alpha = or_else(options, "sig_level", 0.05)?;
    let (w, n, df) = (
        number(options, "w")?,
        number(options, "N")?,
        number(options, "df")?,
    );
    let found = power_chi_square(w, n, df, alpha).map_err(|reason| format!("{reason:?}"))?;
    Ok(json!({"power": found.power}))
}

/// A distribution function at every point of a grid.
fn distribution(case: &Value, _: &Path) -> Result<Value, String> {
    let options = options(case, &["function", "arguments"])?;
    let function = given(options["function"].as_str(), "function")?;
    let points = given(options["arguments"].as_array(), "arguments")?;
    let mut found = Vec::new();
    for point in points {
        let coordinates = point.as_array().into_iter().flatten();
        let coordinates: Vec<f64> = coordinates.map(coordinate).collect::<Result<_, _>>()?;
        found.push(json!(at(function, &coordinates)?));
    }
    Ok(json!({"value": found}))
}

fn coordinate(value: &Value) -> Result<f64, String> {
    match value.as_str() {
        Some("Inf") => Ok(f64::INFINITY),
        Some("-Inf") => Ok(f64::NEG_INFINITY),
        _ => given(value.as_f64(), "number"),
    }
}

fn at(function: &str, point: &[f64]) -> Result<Option<f64>, String> {
    Ok(match (function, point) {
        ("normal_upper", [z]) => stats::normal_upper(*z),
        ("normal_quantile", [p]) => stats::normal_quantile(*p),
        ("student_upper", [t, df]) => stats::student_upper(*t, *df),
        ("student_two_sided", [t, df]) => stats::student_two_sided(*t, *df),
        ("student_quantile", [p, df]) => stats::student_quantile(*p, *df),
        ("chi_square_upper", [x, df]) => stats::chi_square_upper(*x, *df),
        ("chi_square_quantile", [p, df]) => stats::chi_square_quantile(*p, *df),
        ("f_upper", [f, a, b]) => stats::f_upper(*f, *a, *b),
        ("f_quantile", [p, a, b]) => stats::f_quantile(*p, *a, *b),
        ("beta_lower", [x, a, b]) => stats::beta_lower(*x, *a, *b),
        ("beta_upper", [x, a, b]) => stats::beta_upper(*x, *a, *b),
        ("beta_quantile", [p, a, b]) => stats::beta_quantile(*p, *a, *b),
        ("gamma_lower", [a, x]) => stats::gamma_lower(*a, *x),
        ("gamma_upper", [a, x]) => stats::gamma_upper(*a, *x),
        ("ln_gamma", [x]) => stats::ln_gamma(*x),
        ("studentized_range_upper", [q, k, df]) => stats::studentized_range_upper(*q, *k, *df),
        ("studentized_range_quantile", [p, k, df]) => {
            stats::studentized_range_quantile(*p, *k, *df)
        }
        ("noncentral_t_upper", [t, df, ncp]) => stats::noncentral_t_upper(*t, *df, *ncp),
        ("noncentral_t_lower", [t, df, ncp]) => stats::noncentral_t_lower(*t, *df, *ncp),
        ("noncentral_f_upper", [f, a, b, ncp]) => stats::noncentral_f_upper(*f, *a, *b, *ncp),
        ("noncentral_f_lower", [f, a, b, ncp]) => stats::noncentral_f_lower(*f, *a, *b, *ncp),
        ("noncentral_chi_square_upper", [x, df, ncp]) => {
            stats::noncentral_chi_square_upper(*x, *df, *ncp)
        }
        ("noncentral_chi_square_lower", [x, df, ncp]) => {
            stats::noncentral_chi_square_lower(*x, *df, *ncp)
        }
        _ => return Err(format!("unknown function {function} of {}", point.len())),
    })
}
