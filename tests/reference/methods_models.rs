//! Regressions and resampling.

use super::{Method, given, numbers, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::path::Path;
use tridharma::stats::{
    AuxiliaryTest, Coefficient, CoefficientTest, Dimension, HosmerLemeshow, LinearRegression, Link,
    LogisticOptions, LogisticRegression, Observations, OddsCoefficient, OrdinalOptions,
    OrdinalRegression, Outcome, ProfileLimits, Robust, Separation, SeriesOptions, StandardErrors,
    WaldTest, breusch_pagan, collinearity, durbin_watson, glejser, influence,
    interrupted_time_series, linear_regression, linearity_test, logistic_regression,
    ordinal_regression, profile_intervals, reset_test, residuals, shapiro_wilk, white_test,
};

pub const METHODS: &[Method] = &[
    ("collinearity", collinear),
    ("durbin_watson", neighbours),
    ("interrupted_time_series", series),
    ("linear_regression", linear),
    ("linearity_test", line),
    ("logistic_at_maximum", logistic_at_maximum),
    ("logistic_regression", logistic),
    ("logistic_separation", separated),
    ("ordinal_logit", ordinal),
    ("reset_test", reset),
    ("white_test", white),
];

fn linear(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let (all, x) = (data.observations()?, data.predictors());
    let fit = reason(linear_regression(&all, 0, &x, confidence(case)?))?;
    let mut found = linear_results(&fit, &data.names);
    let heteroscedastic = reason(breusch_pagan(&all, 0, &x))?;
    found["breusch_pagan_koenker"] = auxiliary(&heteroscedastic.koenker);
    found["breusch_pagan_original"] = auxiliary(&heteroscedastic.original);
    found["white_on_fitted"] = auxiliary(&reason(white_test(&all, 0, &x))?.on_fitted);
    found["glejser"] = glejser_results(&all, &data.names)?;
    let in_order: Vec<&[f64]> = data.x.iter().map(Vec::as_slice).collect();
    let neighbours = reason(durbin_watson(&data.numbers()?, &in_order))?;
    found["durbin_watson"] = json!(neighbours.d);
    let points = reason(influence(&all, 0, &x))?;
    found["max_leverage"] = json!(points.largest_leverage);
    found["max_cook"] = json!(points.largest_cook);
    found["max_abs_rstudent"] = json!(points.largest_studentized);
    let robust = points.robust_errors(Robust::Hc3).unwrap_or_default();
    found["robust_hc3_se"] = named(&with_constant(&data.names), |i| json!(robust.get(i)));
    let left = reason(residuals(&all, 0, &x))?;
    found["residual_shapiro_W"] = outcome(&shapiro_wilk(&left).map(|test| test.w));
    Ok(found)
}

fn linear_results(fit: &LinearRegression, names: &[String]) -> Value {
    let all = with_constant(names);
    let tests: Vec<_> = std::iter::once(Ok((fit.intercept.estimate, fit.intercept.test.clone())))
        .chain(
            fit.slopes
                .iter()
                .map(|s| s.clone().map(|s| (s.estimate, s.test))),
        )
        .collect();
    let estimate = |i: usize| tests[i].as_ref().map_or(Value::Null, |t| json!(t.0));
    let test = |i: usize, field: fn(&tridharma::stats::CoefficientTest) -> f64| {
        let test = tests[i].as_ref().ok().and_then(|t| t.1.as_ref().ok());
        test.map_or(Value::Null, |t| json!(field(t)))
    };
    let slope = |field: fn(&tridharma::stats::Slope) -> f64| {
        named(names, |i| {
            outcome(&fit.slopes[i].clone().map(|s| field(&s)))
        })
    };
    let f = fit.f.as_ref().ok();
    let information = fit.information.as_ref().ok();
    json!({
        "n": fit.n,
        "coef": named(&all, estimate),
        "se": named(&all, |i| test(i, |t| t.standard_error)),
        "t": named(&all, |i| test(i, |t| t.t)),
        "p": named(&all, |i| test(i, |t| t.p)),
        "ci_lower": named(&all, |i| test(i, |t| t.low)),
        "ci_upper": named(&all, |i| test(i, |t| t.high)),
        "beta_standardized": slope(|s| s.beta),
        "r2": fit.r_squared,
        "r2_adj": outcome(&fit.r_squared_adjusted),
        "residual_se": outcome(&fit.residual_standard_error),
        "residual_df": fit.df_residual,
        "F": f.map(|f| f.f),
        "df1": f.map(|f| f.df1),
        "df2": f.map(|f| f.df2),
        "p_F": f.map(|f| f.p),
        "ss_regression": fit.ss_regression,
        "ss_residual": fit.ss_residual,
        "log_likelihood": information.map(|i| i.log_likelihood),
        "aic": information.map(|i| i.aic),
        "bic": information.map(|i| i.bic),
        "vif": slope(|s| s.vif),
        "tolerance": slope(|s| s.tolerance),
    })
}

fn glejser_results(all: &Observations, names: &[String]) -> Result<Value, String> {
    let x: Vec<usize> = (1..=names.len()).collect();
    let found = reason(glejser(all, 0, &x))?;
    let rows: Vec<Outcome<Coefficient>> = std::iter::once(Ok(found.intercept.clone()))
        .chain(found.slopes.iter().cloned())
        .collect();
    let all = with_constant(names);
    let test = |i: usize| rows[i].as_ref().ok().and_then(|c| c.test.as_ref().ok());
    Ok(json!({
        "coef": named(&all, |i| outcome(&rows[i].clone().map(|c| c.estimate))),
        "t": named(&all, |i| json!(test(i).map(|t| t.t))),
        "p": named(&all, |i| json!(test(i).map(|t| t.p))),
    }))
}

fn logistic(case: &Value, datasets: &Path) -> Result<Value, String> {
    let mut data = Columns::of(case, datasets)?;
    // The cases name a predictor in words of two levels by its column.
    data.names = match &case["columns"]["x"] {
        several if texts(several).len() == data.names.len() => texts(several),
        _ => data.names,
    };
    let event = texts(&json!([case["options"]["event"]]));
    let happened = |y: &String| f64::from(u8::from(event.contains(y)));
    let all = data.with_outcome(&data.y.iter().map(happened).collect::<Vec<f64>>())?;
    // The cases are R's, made with this epsilon.
    let options = LogisticOptions {
        confidence: confidence(case)?,
        standard_errors: StandardErrors::LastWeights { epsilon: 1e-14 },
        ..LogisticOptions::default()
    };
    let fit = reason(logistic_regression(
        &all,
        0,
        1.0,
        &data.predictors(),
        options,
    ))?;
    let mut found = logistic_results(&fit, &data.names);
    let intervals = profile_intervals(
        &all,
        0,
        1.0,
        &data.predictors(),
        options.confidence,
        ProfileLimits::Interpolated,
    );
    let intervals = intervals.unwrap_or_default();
    let names = with_constant(&data.names);
    let end = |i: usize, high: bool| {
        let interval = intervals.get(i).copied().flatten();
        json!(interval.and_then(|ends| if high { ends.high } else { ends.low }))
    };
    found["ci_profile_lower"] = named(&names, |i| end(i, false));
    found["ci_profile_upper"] = named(&names, |i| end(i, true));
    Ok(found)
}

fn logistic_results(fit: &LogisticRegression, names: &[String]) -> Value {
    let all = with_constant(names);
    let rows: Vec<&Outcome<OddsCoefficient>> =
        std::iter::once(&fit.intercept).chain(&fit.slopes).collect();
    let each = |field: fn(&OddsCoefficient) -> f64| {
        named(&all, |i| outcome(&rows[i].clone().map(|c| field(&c))))
    };
    json!({
        "n": fit.n,
        "n_event": fit.events,
        "coef": each(|c| c.wald.estimate),
        "se": each(|c| c.wald.standard_error),
        "z": each(|c| c.wald.z),
        "wald_chisq": each(|c| c.wald.chi_square),
        "p": each(|c| c.wald.p),
        "odds_ratio": each(|c| c.odds_ratio),
        "or_ci_wald_lower": each(|c| c.odds_ratio_low),
        "or_ci_wald_upper": each(|c| c.odds_ratio_high),
        "minus2_log_likelihood": fit.minus2_log_likelihood,
        "null_minus2_log_likelihood": fit.null_minus2_log_likelihood,
        "lr_chisq": fit.likelihood_ratio.chi_square,
        "lr_df": fit.likelihood_ratio.df,
        "lr_p": fit.likelihood_ratio.p,
        "aic": fit.aic,
        "cox_snell_r2": fit.pseudo_r_squared.cox_snell,
        "nagelkerke_r2": fit.pseudo_r_squared.nagelkerke,
        "mcfadden_r2": fit.pseudo_r_squared.mcfadden,
        "auc": fit.area_under_curve,
        "classification_cut_0.5": {
            "true_negative": fit.classification.true_negative,
            "false_positive": fit.classification.false_positive,
            "false_negative": fit.classification.false_negative,
            "true_positive": fit.classification.true_positive,
        },
        "hosmer_lemeshow_type7_groups": risk_groups(&fit.hosmer_lemeshow),
    })
}

fn risk_groups(test: &Outcome<HosmerLemeshow>) -> Value {
    test.as_ref().map_or(Value::Null, |test| {
        json!({
            "groups": test.groups.len(),
            "chisq": test.chi_square,
            "df": test.df,
            "p": test.p,
        })
    })
}

fn logistic_at_maximum(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let event = texts(&json!([case["options"]["event"]]));
    let happened = |y: &String| f64::from(u8::from(event.contains(y)));
    let all = data.with_outcome(&data.y.iter().map(happened).collect::<Vec<f64>>())?;
    let x = data.predictors();
    let options = LogisticOptions {
        confidence: confidence(case)?,
        ..LogisticOptions::default()
    };
    let fit = reason(logistic_regression(&all, 0, 1.0, &x, options))?;
    let limits = ProfileLimits::Solved;
    let intervals = reason(profile_intervals(
        &all,
        0,
        1.0,
        &x,
        options.confidence,
        limits,
    ))?;
    let results = logistic_results(&fit, &data.names);
    let names = with_constant(&data.names);
    Ok(json!({
        "se": results["se"],
        "bic": fit.bic,
        "profile_lower": named(&names, |i| json!(intervals[i].and_then(|ends| ends.low))),
        "profile_upper": named(&names, |i| json!(intervals[i].and_then(|ends| ends.high))),
        "hosmer_lemeshow_patterns": risk_groups(&fit.hosmer_lemeshow_patterns),
    }))
}

fn collinear(case: &Value, datasets: &Path) -> Result<Value, String> {
    let mut case = case.clone();
    case["columns"]["y"] = case["columns"]["x"][0].clone();
    let data = Columns::of(&case, datasets)?;
    let found = reason(collinearity(&data.observations()?, &data.predictors()))?;
    let each =
        |field: fn(&Dimension) -> f64| -> Vec<f64> { found.dimensions.iter().map(field).collect() };
    let shares: Vec<&Vec<f64>> = found
        .dimensions
        .iter()
        .map(|d| &d.variance_shares)
        .collect();
    Ok(json!({
        "vif": named(&data.names, |i| outcome(&found.vif[i])),
        "eigenvalues": each(|d| d.eigenvalue),
        "condition_index": each(|d| d.condition_index),
        "variance_shares": shares,
    }))
}

fn neighbours(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let x: Vec<&[f64]> = data.x.iter().map(Vec::as_slice).collect();
    let found = reason(durbin_watson(&data.numbers()?, &x))?;
    Ok(json!(found))
}

fn white(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let found = reason(white_test(&data.observations()?, 0, &data.predictors()))?;
    let mut results = auxiliary(&reason(found.full)?);
    results["on_fitted_chisq"] = json!(found.on_fitted.chi_square);
    Ok(results)
}

fn reset(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let power = given(case["options"]["power"].as_u64(), "power")? as u32;
    let found = reason(reset_test(
        &data.observations()?,
        0,
        &data.predictors(),
        power,
    ))?;
    let test = found.test;
    Ok(json!({"F": test.f, "df1": test.df1, "df2": test.df2, "p": test.p}))
}

fn line(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let found = reason(linearity_test(&data.observations()?, 0, 1))?;
    let deviation = reason(found.deviation)?;
    Ok(json!({
        "F_deviation": deviation.f,
        "df1_deviation": deviation.df1,
        "df2": deviation.df2,
        "p_deviation": deviation.p,
        "F_between": found.between.f,
        "p_between": found.between.p,
        "F_linear": found.linear.f,
        "p_linear": found.linear.p,
        "r2": found.r_squared,
        "eta2": found.eta_squared,
    }))
}

fn series(case: &Value, datasets: &Path) -> Result<Value, String> {
    let y = given(case["columns"]["y"].as_str(), "y")?;
    let values = Dataset::of(case, datasets)?.column(y)?;
    let options = &case["options"];
    let truth = |name: &str, otherwise: bool| options[name].as_bool().unwrap_or(otherwise);
    let chosen = SeriesOptions {
        lags: options["lags"].as_u64().map(|lags| lags as usize),
        small_sample: truth("small_sample", true),
        from_one: truth("from_one", false),
        confidence: confidence(case)?,
    };
    let changes = given(numbers(&options["changes"]), "changes")?;
    let changes: Vec<usize> = changes.iter().map(|first| *first as usize).collect();
    let found = reason(interrupted_time_series(&values, &changes, chosen))?;
    let mut names = vec!["(Intercept)".to_owned(), "time".to_owned()];
    let mut rows = vec![found.intercept.clone(), found.trend.clone()];
    for (change, k) in found.changes.iter().zip(1..) {
        names.extend([format!("level{k}"), format!("slope{k}")]);
        rows.extend([reason(change.level.clone())?, reason(change.slope.clone())?]);
    }
    let robust = |field: fn(&CoefficientTest) -> f64| {
        named(&names, |i| {
            outcome(&rows[i].robust.clone().map(|t| field(&t)))
        })
    };
    let ordinary = |field: fn(&CoefficientTest) -> f64| {
        named(&names, |i| {
            outcome(&rows[i].ordinary.clone().map(|t| field(&t)))
        })
    };
    let together = reason(found.together.clone())?;
    let end = reason(found.changes[0].effect_at_end.clone())?;
    Ok(json!({
        "n": found.n,
        "lags": found.lags,
        "coef": named(&names, |i| json!(rows[i].estimate)),
        "se": robust(|t| t.standard_error),
        "t": robust(|t| t.t),
        "p": robust(|t| t.p),
        "ci_lower": robust(|t| t.low),
        "ci_upper": robust(|t| t.high),
        "se_ordinary": ordinary(|t| t.standard_error),
        "p_ordinary": ordinary(|t| t.p),
        "F_changes": together.f,
        "p_F_changes": together.p,
        "effect_at_end": end.estimate,
        "effect_at_end_se": outcome(&end.robust.map(|t| t.standard_error)),
        "durbin_watson": outcome(&found.durbin_watson.map(|d| d.d)),
        "r2": found.r_squared,
    }))
}

fn separated(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let (all, x) = (data.observations()?, data.predictors());
    let fit = reason(logistic_regression(
        &all,
        0,
        1.0,
        &x,
        LogisticOptions::default(),
    ))?;
    Ok(json!({
        "converged": fit.separation.is_none(),
        "minus2ll_lt_1e6": fit.separation == Some(Separation::Complete)
            && fit.minus2_log_likelihood < 1e-6,
    }))
}

fn ordinal(case: &Value, datasets: &Path) -> Result<Value, String> {
    let data = Columns::of(case, datasets)?;
    let levels = texts(&case["options"]["levels"]);
    let place = |y: &String| levels.iter().position(|level| level == y);
    let codes: Option<Vec<f64>> = data.y.iter().map(|y| Some(place(y)? as f64)).collect();
    let all = data.with_outcome(&given(codes, "level of every answer")?)?;
    let options = OrdinalOptions {
        link: link(&case["options"]["link"])?,
        confidence: confidence(case)?,
    };
    let fit = reason(ordinal_regression(&all, 0, &data.predictors(), options))?;
    Ok(ordinal_results(&fit, &data.names, &levels))
}

fn link(option: &Value) -> Result<Link, String> {
    match option.as_str() {
        None | Some("logit") => Ok(Link::Logit),
        Some("probit") => Ok(Link::Probit),
        Some("cloglog") => Ok(Link::ComplementaryLogLog),
        Some("loglog") => Ok(Link::LogLog),
        Some("cauchit") => Ok(Link::Cauchit),
        Some(other) => Err(format!("link {other}")),
    }
}

fn ordinal_results(fit: &OrdinalRegression, names: &[String], levels: &[String]) -> Value {
    let label = |code: &f64| levels.get(*code as usize).cloned().unwrap_or_default();
    let used: Vec<String> = fit.levels.iter().map(label).collect();
    let between: Vec<String> = used.windows(2).map(|pair| pair.join("|")).collect();
    let threshold = |field: fn(&WaldTest) -> f64| {
        let rows = fit.thresholds.as_ref().ok();
        lone(named(&between, |i| {
            json!(rows.and_then(|r| r.get(i)).map(field))
        }))
    };
    let slope = |field: fn(&OddsCoefficient) -> f64| {
        lone(named(names, |i| {
            outcome(&fit.slopes[i].clone().map(|s| field(&s)))
        }))
    };
    json!({
        "n": fit.n,
        "thresholds": threshold(|t| t.estimate),
        "thresholds_se": threshold(|t| t.standard_error),
        "coef": slope(|s| s.wald.estimate),
        "se": slope(|s| s.wald.standard_error),
        "z": slope(|s| s.wald.z),
        "p": slope(|s| s.wald.p),
        "odds_ratio": slope(|s| s.odds_ratio),
        "log_likelihood": fit.log_likelihood,
        "null_log_likelihood": fit.null_log_likelihood,
        "lr_chisq": fit.likelihood_ratio.chi_square,
        "lr_p": fit.likelihood_ratio.p,
        "aic": fit.aic,
        "cox_snell_r2": fit.pseudo_r_squared.cox_snell,
        "nagelkerke_r2": fit.pseudo_r_squared.nagelkerke,
        "mcfadden_r2": fit.pseudo_r_squared.mcfadden,
    })
}

fn auxiliary(test: &AuxiliaryTest) -> Value {
    json!({"chisq": test.chi_square, "df": test.df, "p": test.p})
}

fn with_constant(names: &[String]) -> Vec<String> {
    let constant = std::iter::once("(Intercept)".to_owned());
    constant.chain(names.iter().cloned()).collect()
}

fn named(names: &[String], value: impl Fn(usize) -> Value) -> Value {
    let pairs = names
        .iter()
        .enumerate()
        .map(|(i, name)| (name.clone(), value(i)));
    Value::Object(pairs.collect::<Map<String, Value>>())
}

/// A single value has lost its name in the ordinal cases.
fn lone(values: Value) -> Value {
    match values.as_object() {
        Some(fields) if fields.len() == 1 => json!(fields.values().next()),
        _ => values,
    }
}

fn reason<T>(outcome: Outcome<T>) -> Result<T, String> {
    outcome.map_err(|reason| format!("{reason:?}"))
}

fn confidence(case: &Value) -> Result<f64, String> {
    match &case["options"]["conf_level"] {
        Value::Null => Ok(0.95),
        given => given.as_f64().ok_or(format!("conf_level {given}")),
    }
}

/// Outcome and predictors of a case, listwise complete and in the order of the
/// rows. A predictor in words becomes one column of 0 and 1 per level but the
/// first, as R codes it.
struct Columns {
    /// Of the predictors.
    names: Vec<String>,
    y: Vec<String>,
    x: Vec<Vec<f64>>,
}

impl Columns {
    fn of(case: &Value, datasets: &Path) -> Result<Columns, String> {
        match case["options"]["missing"].as_str() {
            None | Some("listwise") => {}
            Some(other) => return Err(format!("missing {other}")),
        }
        let data = Dataset::of(case, datasets)?;
        let y = given(case["columns"]["y"].as_str(), "y")?.to_owned();
        let x = match &case["columns"]["x"] {
            Value::String(one) => vec![one.clone()],
            several => texts(several),
        };
        let columns: Result<Vec<_>, String> = std::iter::once(&y)
            .chain(&x)
            .map(|c| data.texts(c))
            .collect();
        let columns: Vec<Vec<Option<String>>> = columns?;
        let rows = 0..data.rows().len();
        let complete: Vec<usize> = rows
            .filter(|&row| columns.iter().all(|c| present(&c[row])))
            .collect();
        let cell = |c: &Vec<Option<String>>, row: usize| c[row].clone().unwrap_or_default();
        let pick = |c: &Vec<Option<String>>| complete.iter().map(|&r| cell(c, r)).collect();
        let mut found = Columns {
            names: Vec::new(),
            y: pick(&columns[0]),
            x: Vec::new(),
        };
        for (name, column) in x.iter().zip(&columns[1..]) {
            found.add(name, pick(column));
        }
        Ok(found)
    }

    fn add(&mut self, name: &str, cells: Vec<String>) {
        let numbers: Option<Vec<f64>> = cells.iter().map(|c| c.parse().ok()).collect();
        if let Some(numbers) = numbers {
            self.names.push(name.to_owned());
            self.x.push(numbers);
            return;
        }
        let mut levels = cells.clone();
        levels.sort();
        levels.dedup();
        for level in levels.iter().skip(1) {
            self.names.push(format!("{name}{level}"));
            self.x.push(
                cells
                    .iter()
                    .map(|c| f64::from(u8::from(c == level)))
                    .collect(),
            );
        }
    }

    fn numbers(&self) -> Result<Vec<f64>, String> {
        let parsed = self
            .y
            .iter()
            .map(|y| y.parse().map_err(|_| format!("y {y}")));
        parsed.collect()
    }

    fn predictors(&self) -> Vec<usize> {
        (1..=self.x.len()).collect()
    }

    fn observations(&self) -> Result<Observations, String> {
        self.with_outcome(&self.numbers()?)
    }

    fn with_outcome(&self, y: &[f64]) -> Result<Observations, String> {
        let some = |column: &[f64]| column.iter().map(|x| Some(*x)).collect::<Vec<_>>();
        let columns: Vec<Vec<Option<f64>>> = std::iter::once(some(y))
            .chain(self.x.iter().map(|x| some(x)))
            .collect();
        let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
        given(Observations::of_columns(&slices), "decimal columns")
    }
}

fn present(cell: &Option<String>) -> bool {
    cell.as_deref().is_some_and(|text| text != "NA")
}
