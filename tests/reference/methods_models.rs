//! Regressions and resampling.

use super::{Method, given, outcome, texts};
use crate::dataset::Dataset;
use serde_json::{Map, Value, json};
use std::path::Path;
use tridharma::stats::{
    AuxiliaryTest, Coefficient, LinearRegression, Observations, Outcome, Robust, breusch_pagan,
    glejser, influence, linear_regression, white_test,
};

pub const METHODS: &[Method] = &[("linear_regression", linear)];

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
    let points = reason(influence(&all, 0, &x))?;
    found["max_leverage"] = json!(points.largest_leverage);
    found["max_cook"] = json!(points.largest_cook);
    found["max_abs_rstudent"] = json!(points.largest_studentized);
    let robust = reason(points.robust_errors(Robust::Hc3))?;
    found["robust_hc3_se"] = named(&with_constant(&data.names), |i| json!(robust.get(i)));
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
