//! Ten questions over real survey files: the numbers of `analyse` are those R
//! computes from the same files (`tests/reference/make/questions.R`).

mod answered;

use serde_json::Value;
use std::path::{Path, PathBuf};

/// A real file, where the folder of them is present beside the repository.
fn real(number: &str, test: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("SKIPPED {test}: the real files are not at hand");
        return None;
    };
    let mut paths = entries.map(|entry| entry.expect("an entry").path());
    paths.find(|path| {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with(number))
    })
}

fn analysed(file: &Path, options: &[&str]) -> Value {
    answered::analysed(file, &[&["--adjust", "none"][..], options].concat())
}

fn finding<'a>(found: &'a Value, sort: &str, at: usize) -> &'a Value {
    let all = answered::findings(found, sort);
    all.get(at)
        .unwrap_or_else(|| panic!("no {sort} {at} in {found:#}"))
}

/// What R found.
fn of_r(question: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("fixtures/questions.json")).expect("JSON");
    all[question].clone()
}

fn near(found: &Value, expected: &Value) {
    answered::near(found, expected, 1e-8);
}

#[test]
fn two_groups_and_a_correlation() {
    let Some(file) = real("09", "two_groups_and_a_correlation") else {
        return;
    };
    let options = ["--instrument", "likert-5", "--items", "KP1:KP10"];
    let questions = ["--question", "sum by Aplikasi", "--test", "welch"];
    let found = analysed(&file, &[&options[..], &questions[..]].concat());
    let test = &finding(&found, "comparison", 0)["test"]["Ok"]["test"];
    let r = of_r("two_groups");
    near(
        &serde_json::json!(test["t"].as_f64().expect("t").abs()),
        &r["t"],
    );
    near(&test["df"], &r["df"]);
    near(&test["two_sided"]["p"], &r["p"]);
    let questions = [
        "--question",
        "B1 menurut Aplikasi",
        "--question",
        "B1 dengan B2",
    ];
    let found = analysed(&file, &[&options[..], &questions[..]].concat());
    let test = &finding(&found, "comparison", 0)["test"]["Ok"];
    assert_eq!(test["method"], "mann_whitney");
    near(&test["plain"]["Ok"]["p"], &of_r("two_groups_ranks")["p"]);
    let pair = &finding(&found, "correlations", 0)["pairs"][0];
    near(&pair["found"]["Ok"]["rho"], &of_r("correlation")["rho"]);
}

#[test]
fn a_regression_with_its_assumptions_and_reliability() {
    let Some(file) = real("23", "a_regression_with_its_assumptions_and_reliability") else {
        return;
    };
    let found = analysed(
        &file,
        &[
            "--instrument",
            "likert-5",
            "--items",
            "ED1:IC3",
            "--missing",
            "999",
            "--dimension",
            "X1=ED1:ED4",
            "--dimension",
            "X2=EE1:EE4",
            "--dimension",
            "Y=IC1:IC3",
            "--question",
            "Y ~ X1 + X2",
            "--recipe",
            "skripsi",
        ],
    );
    let regression = finding(&found, "regression", 0);
    let (model, r) = (&regression["model"]["model"], of_r("regression"));
    assert_eq!(regression["n"], r["n"]);
    near(&model["r_squared"], &r["r_squared"]);
    near(&model["r_squared_adjusted"]["Ok"], &r["adjusted"]);
    near(&model["f"]["Ok"]["f"], &r["f"]);
    let looked = &regression["model"]["assumptions"];
    for at in 0..2 {
        let slope = &model["slopes"][at]["Ok"];
        near(&slope["estimate"], &r["b"][at]);
        near(&slope["test"]["Ok"]["t"], &r["t"][at]);
        near(&slope["test"]["Ok"]["p"], &r["p"][at]);
        near(&slope["vif"], &r["vif"]);
        let glejser = looked["glejser"]["Ok"]["slopes"][at]["Ok"]["test"]["Ok"]["p"].as_f64();
        let expected = r["glejser"][at].as_f64().expect("p");
        assert!((glejser.expect("p") - expected).abs() < 1e-9);
    }
    let shapiro = looked["shapiro_wilk"]["Ok"]["p"].as_f64().expect("p");
    // R's own approximation of the weights differs in the last digits.
    assert!((shapiro - r["shapiro"].as_f64().expect("p")).abs() < 1e-9);
    near(
        &looked["breusch_pagan"]["Ok"]["koenker"]["chi_square"],
        &r["koenker"],
    );
    near(&looked["durbin_watson"]["Ok"]["d"], &r["durbin_watson"]);
    let scale = &finding(&found, "scale", 0)["reliability"]["Ok"];
    near(&scale["alpha"], &of_r("reliability")["alpha"]);
    assert_eq!(scale["n"], of_r("reliability")["n"]);
}

#[test]
fn several_groups_pairs_tables_odds_and_weights() {
    let Some(file) = real("21", "several_groups_pairs_tables_odds_and_weights") else {
        return;
    };
    let found = analysed(
        &file,
        &[
            "--instrument",
            SIX,
            "--items",
            "A1:O5",
            "--question",
            "N1 by education",
            "--before-after",
            "N1,N2",
            "--crosstab",
            "gender,education",
            "--question",
            "gender ~ A1 + N1",
            "--weights",
            "rownames",
            "--strata",
            "gender",
        ],
    );
    let r = of_r("k_groups");
    let test = &finding(&found, "comparison", 0)["test"]["Ok"];
    near(&test["h"], &r["h"]);
    near(&test["p"], &r["p"]);
    let (pair, r) = (finding(&found, "paired", 0), of_r("paired"));
    assert_eq!(pair["n"], r["n"]);
    near(&pair["t_test"]["Ok"]["test"]["t"], &r["t"]);
    near(&pair["t_test"]["Ok"]["test"]["two_sided"]["p"], &r["p_t"]);
    near(&pair["wilcoxon"]["Ok"]["rank_sum_positive"], &r["v"]);
    near(
        &pair["wilcoxon"]["Ok"]["plain"]["Ok"]["p"],
        &r["p_wilcoxon"],
    );
    let (table, r) = (
        &finding(&found, "crosstab", 0)["chi_square"],
        of_r("crosstab"),
    );
    near(&table["chi_square"], &r["chi_square"]);
    near(&table["p"], &r["p"]);
    near(&table["cramer_v"], &r["v"]);
    let (model, r) = (&finding(&found, "regression", 0)["model"], of_r("logistic"));
    near(&model["likelihood_ratio"]["chi_square"], &r["lr"]);
    for at in 0..2 {
        let slope = model["slopes"][at]["Ok"]["wald"]["estimate"]
            .as_f64()
            .expect("b");
        assert!((slope - r["b"][at].as_f64().expect("b")).abs() < 1e-8);
    }
    let (rows, r) = (&finding(&found, "weighted", 0)["rows"], of_r("weighted"));
    let mut rows = rows.as_array().expect("rows").iter();
    let item = |row: &&Value| {
        row["of"]["item"]
            .as_str()
            .is_some_and(|id| id == "butir-16")
    };
    let row = rows.find(item).expect("N1");
    near(&row["weighted"]["estimate"], &r["mean"]);
    near(&row["weighted"]["se"], &r["se"]);
}

/// A scale from 1 to 6.
const SIX: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/six.toml");

#[test]
fn a_long_scale() {
    let Some(file) = real("07", "a_long_scale") else {
        return;
    };
    let options = [
        "--instrument",
        "likert-5",
        "--items",
        "J:BC",
        "--reliability",
        "--validity",
    ];
    let found = analysed(&file, &options);
    let reliability = finding(&found, "reliability", 0);
    near(&reliability["alpha"], &of_r("long_scale")["alpha"]);
    assert_eq!(reliability["n"], of_r("long_scale")["n"]);
    let validity = finding(&found, "validity", 0);
    near(
        &validity["total"]["items"][0]["r"]["Ok"],
        &of_r("validity")["r"],
    );
}

#[test]
fn factors_of_a_questionnaire() {
    let Some(file) = real("23", "factors_of_a_questionnaire") else {
        return;
    };
    let options = [
        "--instrument",
        "likert-5",
        "--items",
        "ED1:IC3",
        "--missing",
        "999",
        "--factor",
        "--factor-count",
        "4",
    ];
    let found = analysed(&file, &options);
    let (factors, r) = (finding(&found, "factors", 0), of_r("factor"));
    assert_eq!(factors["n"], r["n"]);
    near(&factors["adequacy"]["Ok"]["kmo"], &r["kmo"]);
    near(&factors["sphericity"]["Ok"]["chi_square"], &r["bartlett"]);
    assert_eq!(factors["components"]["Ok"]["above_mean"], r["kaiser"]);
    for at in 0..5 {
        let value = &factors["components"]["Ok"]["eigenvalues"][at];
        near(value, &r["eigen"][at]);
    }
    let solution = &factors["solution"]["Ok"];
    let close = |found: &Value, expected: &Value| {
        let (a, b) = (found.as_f64().expect("ours"), expected.as_f64().expect("R"));
        assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    };
    for at in 0..28 {
        close(&solution["communalities"][at], &r["communalities"][at]);
    }
    for at in 0..4 {
        close(&solution["sums_of_squares"][at], &r["sums"][at]);
    }
}

#[test]
fn weights_and_strata_in_models_and_a_trend() {
    let Some(file) = real("21", "weights_and_strata_in_models_and_a_trend") else {
        return;
    };
    let found = analysed(
        &file,
        &[
            "--instrument",
            SIX,
            "--items",
            "A1:O5",
            "--dimension",
            "X1=N1:N5",
            "--dimension",
            "X2=A1:A5",
            "--question",
            "X1 ~ X2",
            "--question",
            "X1 with X2",
            "--weights",
            "rownames",
            "--strata",
            "gender",
            "--trend",
            "education",
            "--on",
            "N1",
        ],
    );
    let (answers, r) = (
        &finding(&found, "weighted", 0)["answers"],
        of_r("design_models"),
    );
    let answers = answers.as_array().expect("answers");
    let of = |sort: &str| {
        let mut all = answers.iter().filter(|answer| answer["answer"] == sort);
        &all.next().expect("an answer")["found"]["Ok"]
    };
    let (model, correlation) = (of("regression"), of("correlation"));
    for (at, coefficient) in [&model["intercept"], &model["slopes"][0]]
        .iter()
        .enumerate()
    {
        near(&coefficient["estimate"], &r["b"][at]);
        near(&coefficient["se"], &r["se"][at]);
    }
    near(&model["slopes"][0]["p"], &r["p"]);
    near(&correlation["r"], &r["r"]);
    near(&correlation["se"], &r["r_se"]);
    let (trend, r) = (finding(&found, "trend", 0), of_r("trend"));
    let test = &trend["jonckheere_terpstra"]["Ok"];
    near(&test["test"]["z"], &r["z"]);
    near(&test["test"]["p"], &r["p"]);
    near(&trend["sen_slope"]["Ok"]["slope"], &r["sen"]);
}
