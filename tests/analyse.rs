//! `analyse` from the file to the JSON: the numbers are those R computes from
//! the same file (`tests/reference/expected`).

mod answered;

use answered::findings;
use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn reference(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/reference")
        .join(path)
}

/// The results of a reference case.
fn expected(family: &str, id: &str) -> Value {
    let text = std::fs::read_to_string(reference(&format!("expected/{family}.json")));
    let family: Value = serde_json::from_str(&text.expect("a family")).expect("JSON");
    let cases = family["cases"].as_array().expect("cases");
    let case = cases.iter().find(|case| case["id"] == id).expect("a case");
    case["results"].clone()
}

/// How the datasets are read: nine items on 1–4.
const SURVEY: [&str; 6] = [
    "--instrument",
    "skm-2017",
    "--items",
    "u1:u9",
    "--period",
    "semua",
];

/// Runs `analyse` on a dataset with nine items on 1–4.
fn analysed(dataset: &str, options: &[&str]) -> Value {
    let file = reference(&format!("datasets/{dataset}.csv"));
    answered::analysed(&file, &[&SURVEY[..], options].concat())
}

fn near(found: &Value, expected: &Value) {
    answered::near(found, expected, 1e-10);
}

#[test]
fn reliability_and_validity_are_those_of_r() {
    for dataset in ["skm30", "skm150", "skm400"] {
        let found = analysed(dataset, &["--reliability", "--validity"]);
        let alpha = expected("reliability", &format!("reliability.{dataset}.U9"));
        let reliability = findings(&found, "reliability")[0];
        near(&reliability["alpha"], &alpha["alpha_raw"]);
        assert_eq!(reliability["n"], alpha["n"]);
        let validity = findings(&found, "validity")[0];
        let r = expected("validity", &format!("item_total_validity.{dataset}.U9"));
        near(
            &validity["critical"]["Ok"]["two_sided"],
            &r["r_critical_two_sided"],
        );
        for (item, name) in validity["items"]
            .as_array()
            .expect("ids")
            .iter()
            .enumerate()
        {
            let expected = &r["r"][format!("u{}", item + 1)];
            assert!(name.is_string());
            near(&validity["total"]["items"][item]["r"]["Ok"], expected);
        }
    }
}

#[test]
fn comparisons_are_those_of_r_and_name_their_reason() {
    let options = [
        "--compare",
        "service",
        "--on",
        "U4",
        "--test",
        "kruskal-wallis",
    ];
    let found = analysed("skm150", &options);
    let comparison = findings(&found, "comparison")[0];
    let r = expected("kruskal_dunn", "kruskal_dunn.skm150.u4_by_service");
    near(&comparison["test"]["Ok"]["h"], &r["H"]);
    near(&comparison["test"]["Ok"]["p"], &r["p"]);
    assert_eq!(comparison["route"]["rule"], "fixed");

    let found = analysed("skm400", &["--compare", "sex", "--on", "U8"]);
    let comparison = findings(&found, "comparison")[0];
    let r = expected("rank_tests", "mann_whitney.skm400.u8_by_sex");
    assert_eq!(comparison["route"]["rule"], "ordinal_ranks");
    assert_eq!(comparison["route"]["chosen"], "mann_whitney");
    let plain = &comparison["test"]["Ok"]["plain"]["Ok"];
    near(&plain["p"], &r["p_two_sided_no_correction"]);

    let found = analysed(
        "skm150",
        &["--compare", "sex", "--on", "U2", "--test", "welch"],
    );
    let comparison = findings(&found, "comparison")[0];
    let r = expected("t_tests", "t_two_sample.skm150.u2_by_sex");
    near(
        &comparison["test"]["Ok"]["test"]["t"],
        &r["welch"]["two.sided"]["t"],
    );
}

#[test]
fn p_values_of_several_questions_are_adjusted_together() {
    let options = [
        "--compare",
        "sex",
        "--compare",
        "service",
        "--compare",
        "education",
    ];
    let found = analysed("skm400", &options);
    assert_eq!(found["multiplicity"]["policy"], "holm");
    assert_eq!(found["multiplicity"]["tests"], 3);
    let findings = found["findings"].as_array().expect("findings");
    let adjusted: Vec<f64> = findings
        .iter()
        .filter_map(|e| e["adjusted"].as_f64())
        .collect();
    assert_eq!(adjusted.len(), 3);
    let none = analysed("skm400", &[&options[..], &["--adjust", "none"]].concat());
    let findings = none["findings"].as_array().expect("findings");
    assert!(findings.iter().all(|entry| entry.get("adjusted").is_none()));
}

#[test]
fn the_text_names_test_reason_and_effect_in_both_languages() {
    for (language, words) in [
        (
            "id",
            [
                "uji Mann–Whitney",
                "kategori berurutan",
                "rank-biserial",
                "r tabel",
            ],
        ),
        (
            "en",
            [
                "Mann–Whitney test",
                "category in order",
                "rank-biserial",
                "critical r",
            ],
        ),
    ] {
        let output = Command::cargo_bin("tridharma")
            .expect("the program")
            .args([
                "analyse",
                "--lang",
                language,
                "--items",
                "u1:u9",
                "--validity",
            ])
            .args(["--compare", "sex", "--on", "U8", "--period", "semua"])
            .arg(reference("datasets/skm150.csv"))
            .output()
            .expect("a run");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        for word in words {
            let found = text.to_lowercase().contains(&word.to_lowercase());
            assert!(found, "«{word}» is not in:\n{text}");
        }
        assert!(!text.contains('[') && !text.contains("NaN"), "{text}");
    }
}

#[test]
fn cross_tables_are_those_of_r() {
    let found = analysed("skm400", &["--crosstab", "U1,U2"]);
    let table = findings(&found, "crosstab")[0];
    let r = expected("contingency", "contingency.skm400.u1_x_u2");
    near(&table["chi_square"]["chi_square"], &r["chisq"]);
    near(&table["chi_square"]["p"], &r["p"]);
    near(&table["chi_square"]["cramer_v"], &r["cramers_v"]);
    assert_eq!(table["n"], r["n"]);
    let ordinal = &table["ordinal"]["Ok"];
    near(&ordinal["gamma"]["value"], &r["ordinal"]["gamma"]["value"]);
    // Small expected counts, and too many tables for an exact test: it says so.
    assert_eq!(table["route"]["rule"], "exact_too_large");
    let fixed = analysed("skm400", &["--crosstab", "U1,U2", "--test", "chi-square"]);
    let table = findings(&fixed, "crosstab")[0];
    assert_eq!(table["route"]["rule"], "fixed");
    near(&table["test"]["Ok"]["p"], &r["p"]);
}

#[test]
fn a_test_or_a_model_that_answers_nothing_is_refused() {
    let file = reference("datasets/skm150.csv");
    for (options, said) in [
        (
            ["--crosstab", "U1,U2", "--test", "welch"],
            "--test welch tidak terpakai",
        ),
        (
            ["--compare", "sex", "--test", "fisher"],
            "tambahkan --crosstab A,B",
        ),
        (
            ["--compare", "sex", "--model", "ordinal"],
            "--model ordinal tidak terpakai",
        ),
        (
            ["--crosstab", "U1,U2", "--post-hoc", "dunn"],
            "tambahkan --compare KOLOM",
        ),
    ] {
        let mut command = Command::cargo_bin("tridharma").expect("the program");
        command
            .env_remove("TRIDHARMA_LANG")
            .arg("analyse")
            .arg(&file);
        let failed = command.args(SURVEY).args(options).assert().failure();
        let text = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(text.contains(said), "«{said}» is not in:\n{text}");
    }
}

#[test]
fn an_ordinal_model_is_that_of_r() {
    let found = analysed("skm150", &["--question", "U9 ~ U1 + U2"]);
    let model = findings(&found, "regression")[0];
    let r = expected("regression_ordinal", "ordinal_logit.skm150.u9");
    assert_eq!(model["rule"], "ordered_values");
    assert_eq!(model["n"], r["n"]);
    for (at, name) in ["u1", "u2"].iter().enumerate() {
        let slope = &model["model"]["slopes"][at]["Ok"]["wald"]["estimate"];
        let estimate = r["coef"][name].as_f64().expect("an estimate");
        let found = slope.as_f64().expect("a slope");
        assert!((found - estimate).abs() < 1e-6, "{found} {estimate}");
    }
}

#[test]
fn pairs_of_the_same_respondents_are_those_of_r() {
    let found = analysed("skm150", &["--before-after", "U1,U9"]);
    let pair = findings(&found, "paired")[0];
    let r = expected("t_tests", "t_paired.skm150.u1_u9");
    assert_eq!(pair["rule"], "ordinal_ranks");
    let t = pair["t_test"]["Ok"]["test"]["t"].as_f64().expect("t");
    // Ours is after minus before.
    let of_r = r["two.sided"]["t"].as_f64().expect("t of R");
    assert!((t + of_r).abs() < 1e-10, "{t} {of_r}");
}

#[test]
fn bootstrap_intervals_are_those_of_r() {
    let r = expected("bootstrap", "bootstrap_index_x25.skm30.u1");
    let within = |found: &Value, name: &str, errors: f64| {
        let of = |what: &str| {
            r[format!("{name}_{what}_over_seeds")]
                .as_f64()
                .expect("a number")
        };
        let found = found.as_f64().expect("a number");
        assert!(
            (found - of("mean")).abs() <= errors * of("sd"),
            "{name}: {found}"
        );
    };
    for (options, errors) in [
        (
            &[
                "--bootstrap",
                "2000",
                "--resampling",
                "seeded",
                "--seed",
                "7",
            ][..],
            5.0,
        ),
        // No random error of its own: the mean over R's seeds is as near as they allow.
        (&["--bootstrap", "2000"][..], 1.0),
    ] {
        let found = analysed("skm30", options);
        let index = &findings(&found, "bootstrap")[0]["rows"][0]["index"]["Ok"];
        near(&index["observed"], &r["observed"]);
        assert_eq!(index["n"], r["n"]);
        within(&index["percentile"]["low"], "lower", errors);
        within(&index["percentile"]["high"], "upper", errors);
        within(&index["se"], "se", errors);
    }
}

#[test]
fn resampling_says_how_it_was_done() {
    let options = [
        "--by",
        "service",
        "--compare",
        "sex",
        "--compare",
        "service",
    ];
    let ask = |more: &[&str]| analysed("skm400", &[&options[..], more].concat());
    let limit = ask(&["--bootstrap", "1000", "--permute", "2000"]);
    let seeded = ask(&[
        "--bootstrap",
        "1000",
        "--permute",
        "2000",
        "--resampling",
        "seeded",
    ]);
    let rows = |found: &Value| {
        findings(found, "bootstrap")[0]["rows"]
            .as_array()
            .expect("rows")
            .clone()
    };
    // Answers are missing: the index is linearised, its neighbour drawn or not.
    assert_eq!(
        rows(&limit)[0]["index"]["Ok"]["by"]["replicates"],
        "linearised"
    );
    assert_eq!(
        rows(&limit)[0]["respondents"]["Ok"]["by"]["replicates"],
        "limit"
    );
    assert_eq!(rows(&seeded)[0]["respondents"]["Ok"]["by"]["number"], 1000);
    assert_eq!(rows(&limit).len(), 5);
    for (a, b) in rows(&limit).iter().zip(&rows(&seeded)) {
        let end = |row: &Value| {
            row["respondents"]["Ok"]["percentile"]["low"]
                .as_f64()
                .expect("an end")
        };
        let se = a["respondents"]["Ok"]["se"].as_f64().expect("se");
        assert!((end(a) - end(b)).abs() < 0.3 * se, "{a} {b}");
        let centre = a["index"]["Ok"]["observed"].as_f64().expect("an index");
        assert!(
            (centre - a["respondents"]["Ok"]["observed"].as_f64().expect("a mean")).abs() < 1.0
        );
    }
    for (found, two) in [(&limit, "limit"), (&seeded, "draws")] {
        let comparisons = findings(found, "comparison");
        assert_eq!(comparisons[0]["permutation"]["Ok"]["deals"], two);
        assert_eq!(comparisons[1]["permutation"]["Ok"]["deals"], "groups");
    }
    let p = |found: &Value| {
        findings(found, "comparison")[0]["permutation"]["Ok"]["p_two_sided"].as_f64()
    };
    assert!((p(&limit).expect("p") - p(&seeded).expect("p")).abs() < 0.06);
}

/// The values are those of `make/intervals.R`: MSI from its definition, then base R.
#[test]
fn questions_on_interval_values_are_those_of_r() {
    let r: Value = serde_json::from_str(include_str!("fixtures/intervals.json")).expect("JSON");
    let options = [
        "--dimension",
        "X=U1:U4",
        "--dimension",
        "Y=U5:U9",
        "--scores",
        "msi",
        "--question",
        "Y ~ X",
        "--question",
        "Y by sex",
        "--question",
        "U1 with Y",
        "--crosstab",
        "U1,sex",
        "--test",
        "welch",
    ];
    let found = analysed("skm150", &options);
    let close = |found: &Value, expected: &Value| {
        let (a, b) = (found.as_f64().expect("a"), expected.as_f64().expect("b"));
        assert!((a - b).abs() <= 1e-8 * b.abs(), "{a} is not {b}");
    };
    let model = &findings(&found, "regression")[0];
    assert_eq!(model["n"], r["regression"]["n"]);
    assert!(model["outcome"]["value"]["intervals"]["dimension"].is_object());
    let model = &model["model"]["model"];
    close(&model["r_squared"], &r["regression"]["r_squared"]);
    let slope = &model["slopes"][0]["Ok"];
    close(&slope["estimate"], &r["regression"]["b"]);
    close(&slope["test"]["Ok"]["t"], &r["regression"]["t"]);
    close(&slope["test"]["Ok"]["p"], &r["regression"]["p"]);
    let test = &findings(&found, "comparison")[0]["test"]["Ok"]["test"];
    let t = test["t"].as_f64().expect("t").abs();
    close(&serde_json::json!(t), &r["groups"]["t"]);
    close(&test["df"], &r["groups"]["df"]);
    close(&test["two_sided"]["p"], &r["groups"]["p"]);
    let pair = &findings(&found, "correlations")[0]["pairs"][0]["found"]["Ok"];
    close(&pair["r"], &r["correlation"]["r"]);
    close(&pair["p"]["Ok"], &r["correlation"]["p"]);
    // A cross table counts answers as they are, and the values are shown.
    assert!(findings(&found, "crosstab")[0]["rows"]["value"]["item"].is_string());
    assert_eq!(findings(&found, "successive_intervals").len(), 1);
}

#[test]
fn a_design_is_in_spreads_sizes_and_pairs() {
    let options = [
        "--compare",
        "service",
        "--on",
        "U6",
        "--question",
        "U1 with U9",
        "--strata",
        "service",
        "--stratum-population",
        "service_population",
    ];
    let found = analysed("skm400", &options);
    let weighted = findings(&found, "weighted")[0];
    let r = expected("design_more", "svy_spread.skm400.u1_u9");
    let rows = weighted["rows"].as_array().expect("rows");
    let first = rows.iter().find(|row| row["of"]["item"].is_string());
    near(&first.expect("U1")["weighted"]["sd"], &r["sd"]);
    let sizes = &weighted["answers"][0]["sizes"];
    assert_eq!(sizes["n"], r["n"]);
    near(&sizes["effective_n"], &r["effective_n"]);
    near(&sizes["design_effect"], &r["design_effect"]);
    // Four services make six pairs; Holm never makes p smaller.
    let pairs = &weighted["comparisons"][0]["pairs"];
    assert_eq!(pairs["ranks"], true);
    let pairs = pairs["pairs"]["Ok"].as_array().expect("pairs");
    assert_eq!(pairs.len(), 6);
    for pair in pairs {
        let p = pair["test"]["Ok"]["p"].as_f64().expect("p");
        assert!(pair["adjusted"].as_f64().expect("adjusted") >= p);
    }
}
