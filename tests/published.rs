//! Recomputes published reports with the library: each index that can be
//! recomputed from what its source prints, under the weight and rounding the
//! source used, and says of every other one why it cannot.
//!
//! `tests/reference/published.md` is the table this test makes. After a change of
//! `published.json` run it with `TRIDHARMA_UPDATE=1` and look at the difference.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tridharma::analysis::{
    IndexOptions, IndexValue, Rounding, Weight, grade_of, index_from_means, quality,
    required_sample, satisfaction_index,
};
use tridharma::stats::Exact;
use tridharma::survey::{Band, Item, Response, Responses, Words};
use tridharma::{Decimal, Language};

#[derive(Deserialize)]
struct Reports {
    entries: Vec<Report>,
}

#[derive(Deserialize)]
struct Report {
    id: String,
    title: String,
    bands: String,
    given: Given,
    #[serde(default)]
    weight: String,
    #[serde(default)]
    round: Rounding,
    published: Published,
    recomputes: bool,
    why: Option<Why>,
    reason: String,
}

/// What a source prints to compute from: sums or NRR per item, a grand total,
/// or the NRR total alone.
#[derive(Deserialize)]
struct Given {
    sums: Option<Vec<i64>>,
    nrr: Option<Vec<String>>,
    total: Option<i64>,
    nrr_total: Option<String>,
    n: Option<i64>,
    items: Option<i64>,
}

#[derive(Deserialize)]
struct Published {
    index: Option<String>,
    grade: String,
    nrr_total: Option<String>,
    #[serde(default)]
    items: Vec<String>,
    #[serde(default)]
    item_words: Vec<String>,
}

/// Why an index does not recompute.
#[derive(Deserialize, PartialEq, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Why {
    /// Only a rounded NRR total is printed, and the index comes from more digits.
    RoundedTotal,
    WrongInPrint,
    OnlyTheIndex,
}

fn reference(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference");
    folder.join(name)
}

fn reports() -> Vec<Report> {
    let text = std::fs::read_to_string(reference("published.json")).expect("published.json");
    serde_json::from_str::<Reports>(&text)
        .expect("reports")
        .entries
}

fn exact(text: &str) -> Exact {
    Exact::parse(text).expect("a decimal")
}

/// A decimal as printed, with the places it is printed with.
fn printed(text: &str) -> Decimal {
    let places = text.split_once('.').map_or(0, |(_, digits)| digits.len());
    exact(text).round(u8::try_from(places).expect("few places"))
}

/// The grade tables of PermenPANRB 14/2017 and KepMenPAN 25/2004.
fn bands(rule: &str) -> Vec<Band> {
    let lower = match rule {
        "2017" => [2500, 6500, 7661, 8831],
        _ => [2500, 4376, 6251, 8126],
    };
    let names = ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"];
    let band = |i: usize| Band {
        from: Decimal {
            units: lower[i],
            places: 2,
        },
        to: Decimal {
            units: lower.get(i + 1).map_or(10_000, |next| next - 1),
            places: 2,
        },
        grade: ["D", "C", "B", "A"][i].to_owned(),
        word: Words {
            id: names[i].to_owned(),
            en: String::new(),
        },
    };
    (0..4).map(band).collect()
}

/// The means of a report; one mean where only a total is printed.
fn means(given: &Given) -> Option<Vec<Exact>> {
    let over = |sum: i64, n: i64| Exact::ratio(sum.into(), n.into());
    if let (Some(sums), Some(n)) = (&given.sums, given.n) {
        return Some(sums.iter().map(|&sum| over(sum, n)).collect());
    }
    if let Some(nrr) = &given.nrr {
        return Some(nrr.iter().map(|text| exact(text)).collect());
    }
    if let (Some(total), Some(n), Some(items)) = (given.total, given.n, given.items) {
        return Some(vec![over(total, n * items)]);
    }
    given.nrr_total.as_ref().map(|text| vec![exact(text)])
}

fn recompute(report: &Report) -> Option<IndexValue> {
    let means = means(&report.given)?;
    let k = i128::try_from(means.len()).expect("few items");
    let weights = vec![Exact::ratio(1, k); means.len()];
    // A printed total has its weights in it already.
    let weight = match report.weight.as_str() {
        "exact" => Weight::Exact,
        _ if k == 1 => Weight::Exact,
        text => Weight::Printed(printed(text)),
    };
    let options = IndexOptions {
        weight,
        round: report.round,
        population: None,
    };
    let bands = bands(&report.bands);
    Some(index_from_means(&means, &weights, 4, &bands, &options))
}

/// Whether our index is the printed one, to the digits that are printed.
fn agrees(report: &Report, ours: &IndexValue) -> bool {
    let Some(index) = report.published.index.as_deref().map(printed) else {
        return false;
    };
    let total = report.published.nrr_total.as_deref().map(printed);
    let same_total = total.is_none_or(|total| ours.weighted_sum.round(total.places) == total);
    ours.index.round(index.places) == index
        && ours.grade.as_ref() == Some(&report.published.grade)
        && same_total
}

#[test]
fn published_reports_recompute_as_listed() {
    for report in reports() {
        let ours = recompute(&report);
        let found = ours.as_ref().is_some_and(|ours| agrees(&report, ours));
        assert_eq!(found, report.recomputes, "{}", report.id);
        assert_eq!(report.why.is_none(), report.recomputes, "{}", report.id);
        let bands = bands(&report.bands);
        if let Some(index) = &report.published.index {
            let grade = grade_of(printed(index), &bands).map(|band| &band.grade);
            let fits = grade == Some(&report.published.grade);
            // The grade that goes with a printed index, wrong in print or not.
            let wrong = report.why == Some(Why::WrongInPrint);
            assert_eq!(fits, !wrong, "{}: grade of {index}", report.id);
        }
        if report.why == Some(Why::RoundedTotal) {
            within_rounding(&report);
        }
    }
}

/// A printed index must lie where its rounded NRR total allows.
fn within_rounding(report: &Report) {
    let total = exact(report.given.nrr_total.as_deref().expect("a total"));
    let index = exact(report.published.index.as_deref().expect("an index"));
    let half = Exact::ratio(5, 1000);
    let ends = [total.clone() - half.clone(), total + half].map(|t| t * Exact::whole(25));
    assert!(ends[0] <= index && index < ends[1], "{}", report.id);
}

#[test]
fn the_items_of_a_report_recompute_too() {
    let reports = reports();
    let with_items = reports.iter().filter(|r| !r.published.items.is_empty());
    let mut checked = 0;
    for report in with_items {
        let bands = bands(&report.bands);
        let items = means(&report.given).expect("means").into_iter();
        let published = report.published.items.iter();
        for ((mean, index), word) in items.zip(published).zip(&report.published.item_words) {
            let ours = (mean * Exact::whole(25)).round(2);
            assert_eq!(&ours.text(Language::En), index, "{}", report.id);
            let band = grade_of(ours, &bands).expect("a grade");
            assert_eq!(&band.word.id, word, "{}: {index}", report.id);
            checked += 1;
        }
    }
    assert_eq!(checked, 9);
}

#[test]
fn the_table_of_published_reports_is_up_to_date() {
    let mut table = String::from(TABLE_HEAD);
    for report in reports() {
        let ours = recompute(&report).map_or("–".to_owned(), |ours| index_text(&ours, &report));
        let verdict = match report.why {
            None => "yes",
            Some(Why::WrongInPrint) => "no: wrong in print",
            Some(Why::RoundedTotal) => "no: rounded total",
            Some(Why::OnlyTheIndex) => "no: not enough numbers",
        };
        let index = report.published.index.as_deref().unwrap_or("–");
        let (id, title, grade) = (&report.id, &report.title, &report.published.grade);
        let (weight, round) = (&report.weight, habit(&report));
        let reason = &report.reason;
        table.push_str(&format!(
            "| {id} | {title} | {index} {grade} | {weight} | {round} | {ours} | {verdict} | {reason} |\n"
        ));
    }
    table.push_str(&sekadau_row());
    println!("{table}");
    let file = reference("published.md");
    if std::env::var_os("TRIDHARMA_UPDATE").is_some() {
        std::fs::write(&file, &table).expect("published.md is written");
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(committed.replace('\r', ""), table);
}

const TABLE_HEAD: &str = "\
# Published reports, recomputed

Made by `tests/published.rs` from `published.json`; `TRIDHARMA_UPDATE=1 cargo test --test published`
writes it anew. An index recomputes when ours, under the weight and the rounding that the source
used, is the printed one to its last digit, with its grade and its NRR total.

| report | of | published | weight | round | ours | recomputes | remark |
|---|---|---|---|---|---|---|---|
";

fn habit(report: &Report) -> &'static str {
    match report.round {
        _ if report.weight.is_empty() => "",
        Rounding::None => "none",
        Rounding::Nrr2 => "nrr2",
        Rounding::Sum3 => "sum3",
    }
}

/// Our index with as many digits as the printed one.
fn index_text(ours: &IndexValue, report: &Report) -> String {
    let index = report.published.index.as_deref();
    let places = index.map_or(2, |text| printed(text).places);
    let grade = ours.grade.as_deref().unwrap_or_default();
    format!("{} {grade}", ours.index.round(places).text(Language::En))
}

/// The first 49 respondents of a printed matrix; its printed index was not kept.
fn sekadau() -> Responses {
    let text = std::fs::read_to_string(reference("datasets/sekadau-2019s1-first49.csv"));
    let text = text.expect("the matrix");
    let mut counts: BTreeMap<Vec<Option<i16>>, u64> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let codes = line
            .split(',')
            .skip(1)
            .map(|field| field.trim().parse().ok());
        *counts.entry(codes.collect()).or_default() += 1;
    }
    let item = |number: u32| Item {
        id: format!("u{number}"),
        code: format!("U{number}"),
        column: number,
        header: format!("U{number}"),
        name: Words::default(),
        min: 1,
        max: 4,
        labels: Vec::new(),
        weight: (1, 9),
    };
    let pattern = |(codes, count): (Vec<Option<i16>>, u64)| Response {
        codes: codes.into(),
        groups: [].into(),
        count,
    };
    Responses {
        items: (1..=9).map(item).collect(),
        groups: Vec::new(),
        patterns: counts.into_iter().map(pattern).collect(),
    }
}

fn sekadau_index(weight: Weight) -> tridharma::analysis::SatisfactionIndex {
    let options = IndexOptions {
        weight,
        ..Default::default()
    };
    satisfaction_index(&sekadau(), &bands("2017"), &options).expect("an index")
}

fn sekadau_row() -> String {
    let index = sekadau_index(Weight::Exact);
    let ours = index.printed.text(Language::En);
    let grade = index.grade.unwrap_or_default();
    format!(
        "| sekadau-2019s1-raw | Kabupaten Sekadau, semester I 2019, first 49 respondents | – | exact | none | {ours} {grade} | – | the printed index covers more respondents than could be captured; ours equals an independent computation on the 49 rows |\n"
    )
}

#[test]
fn the_sekadau_matrix_gives_its_sums_and_index() {
    let exact = sekadau_index(Weight::Exact);
    let sums: Vec<i64> = exact.items.iter().map(|item| item.sum).collect();
    assert_eq!(sums, [138, 139, 150, 177, 159, 163, 161, 143, 159]);
    let nrr: Vec<String> = exact
        .items
        .iter()
        .map(|i| i.nrr_printed.text(Language::En))
        .collect();
    let expected = "2.816 2.837 3.061 3.612 3.245 3.327 3.286 2.918 3.245";
    assert_eq!(nrr.join(" "), expected);
    assert_eq!(exact.n, 49);
    let by = |text: &str| sekadau_index(Weight::Printed(printed(text)));
    let shown = |index: f64| {
        Decimal::round(index, 4)
            .expect("a number")
            .text(Language::En)
    };
    assert_eq!(shown(exact.exact), "78.7415");
    assert_eq!(shown(by("0.111").exact), "78.6628");
    assert_eq!(shown(by("0.11").exact), "77.9541");
    let found = quality(&sekadau());
    assert_eq!((found.n, found.complete, found.answers), (49, 49, 441));
}

#[test]
fn the_printed_table_of_krejcie_and_morgan_is_kept_row_by_row() {
    let text = std::fs::read_to_string(reference("datasets/krejcie-morgan.csv"));
    let text = text.expect("the table");
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let (population, sample) = line.split_once(',').expect("two columns");
        let population = population.parse().expect("N");
        let found = required_sample(population, 0.05, 0.5, 0.95).expect("a sample");
        assert_eq!(
            found.krejcie_morgan_rounded.to_string(),
            sample,
            "N {population}"
        );
        rows += 1;
    }
    assert_eq!(rows, 90);
}

/// Every report of the collection our file was taken from is in it, with the
/// numbers it has there.
#[test]
fn no_known_report_is_left_out() {
    let shared = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/domain/published-reports.json"
    );
    let Ok(text) = std::fs::read_to_string(shared) else {
        println!("SKIPPED no_known_report_is_left_out: ../shared is not here");
        return;
    };
    let collection: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let ours = reports();
    for known in collection["reports"].as_array().expect("reports") {
        let id = known["id"].as_str().expect("an id");
        if id == "sekadau-2019s1-raw" {
            continue;
        }
        let mut found = ours
            .iter()
            .filter(|r| r.id.split(' ').next() == Some(id))
            .peekable();
        assert!(found.peek().is_some(), "{id} is not in published.json");
        for report in found {
            let number = |text: &String| text.parse::<f64>().ok();
            if let Some(index) = known["published"]["index"].as_f64() {
                let listed = report.published.index.as_ref().and_then(number);
                assert_eq!(listed, Some(index), "{id}");
            }
            if let Some(nrr) = &report.given.nrr {
                let listed: Vec<Option<f64>> = nrr.iter().map(number).collect();
                let known = known["nrr"].as_array().expect("NRR").iter();
                let known: Vec<Option<f64>> = known.map(serde_json::Value::as_f64).collect();
                assert_eq!(listed, known, "{id}");
            }
        }
    }
}
