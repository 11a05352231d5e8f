//! Real files and the bundled example through the whole pipeline, compared with
//! answers computed elsewhere.

use serde_json::Value;
use std::path::{Path, PathBuf};
use tridharma::analysis::{About, Finding, IndexOptions, SatisfactionIndex, Study, Weight};
use tridharma::pipeline::{Setup, study, survey, understand};
use tridharma::survey::IssueKind;
use tridharma::{Decimal, Error, ErrorKind};

/// The folder of real survey files, where it is present beside the repository.
fn real(test: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED {test}: the real files are not at hand");
    None
}

fn file(folder: &Path, number: &str) -> PathBuf {
    let mut found = std::fs::read_dir(folder)
        .expect("folder of real files")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(number))
        });
    found.next().expect("real file")
}

fn run(path: &Path, setup: &Setup) -> Result<Study, Error> {
    let understanding = understand(&[path], setup)?;
    let surveyed = survey(&understanding, setup)?;
    study(&understanding, &surveyed, setup)
}

fn total(study: &Study) -> &SatisfactionIndex {
    study
        .entries
        .iter()
        .find_map(|entry| match (&entry.about, &entry.outcome) {
            (About::Total, Ok(Finding::Index(index))) => Some(&**index),
            _ => None,
        })
        .expect("an index")
}

fn battery(instrument: &str, items: &[&str]) -> Setup {
    let mut setup = Setup {
        instrument: Some(instrument.to_owned()),
        ..Setup::default()
    };
    setup.wish.items = items.iter().map(|item| (*item).to_owned()).collect();
    setup
}

#[test]
fn words_without_a_known_scale_are_counted_once_the_columns_are_named() {
    let Some(folder) = real("words_without_a_known_scale") else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let path = file(&folder, "20");
    let name = path
        .file_name()
        .expect("name")
        .to_string_lossy()
        .into_owned();
    let study = run(&path, &battery("likert-5", &["Kecukupan_Jumlah_Lift"])).expect("file 20");
    let item = &total(&study).items[0];
    assert_eq!(item.counts, [28, 48, 28, 12, 3]);
    let mean = expected[&name]["label_mean"].as_f64().expect("mean");
    assert!((item.nrr - mean).abs() < 5.1e-7);
    // Telephone and student numbers are persons' data, never items.
    let left: Vec<&str> = study
        .survey
        .left_out
        .iter()
        .filter(|l| l.personal.is_some())
        .map(|l| l.header.as_str())
        .collect();
    assert!(left.contains(&"No_HP") && left.contains(&"NPM"), "{left:?}");

    let path = file(&folder, "17");
    let name = path
        .file_name()
        .expect("name")
        .to_string_lossy()
        .into_owned();
    let study = run(&path, &battery("likert-4", &["H:R"])).expect("file 17");
    let items = expected[&name]["items"].as_array().expect("items");
    for (want, got) in items.iter().zip(&total(&study).items) {
        let mut want: Vec<u64> = want["counts_case_folded"]
            .as_object()
            .expect("counts")
            .values()
            .filter_map(Value::as_u64)
            .collect();
        let mut got_counts: Vec<u64> = got.counts.iter().copied().filter(|&c| c > 0).collect();
        want.sort_unstable();
        got_counts.sort_unstable();
        assert_eq!(want, got_counts, "{}", got.header);
    }
}

#[test]
fn index_of_the_public_service_mall_in_total_and_per_agency() {
    let Some(folder) = real("index_of_the_public_service_mall") else {
        return;
    };
    let path = file(&folder, "03");
    let mut setup = Setup::default();
    setup.wish.by = vec!["instansi".to_owned()];
    let exact = run(&path, &setup).expect("file 03");
    assert_eq!(total(&exact).n, 56);
    assert_eq!(total(&exact).exact, 93.75);
    assert_eq!(total(&exact).grade.as_deref(), Some("A"));

    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    let groups = &expected["03-skm-mpp-lebar-label.csv"]["ikm_by_instansi"];
    let mut seen = 0;
    for entry in &exact.entries {
        if let (About::Group { by, value, .. }, Ok(Finding::Index(index))) =
            (&entry.about, &entry.outcome)
            && by == "instansi"
        {
            let value = &value.as_ref().expect("an agency").id;
            let want = &groups[value.as_str()];
            assert_eq!(want["n"].as_u64(), Some(index.n), "{value}");
            let ikm = want["ikm"].as_f64().expect("ikm");
            assert!(
                (ikm - index.exact).abs() < 5.1e-7,
                "{value}: {}",
                index.exact
            );
            seen += 1;
        }
    }
    assert_eq!(Some(seen), groups.as_object().map(serde_json::Map::len));

    setup.index = IndexOptions {
        weight: Weight::Printed(Decimal {
            units: 11,
            places: 2,
        }),
        ..IndexOptions::default()
    };
    let printed = run(&path, &setup).expect("file 03");
    assert_eq!(total(&printed).exact, 92.8125);
}

#[test]
fn a_template_without_answers_says_so() {
    let Some(folder) = real("a_template_without_answers_says_so") else {
        return;
    };
    let path = file(&folder, "01");
    let understanding = understand(&[&path], &Setup::default()).expect("a table");
    let mapping = understanding
        .mapping
        .as_ref()
        .expect("items are recognised");
    assert_eq!(mapping.items.len(), 10);
    assert_eq!(mapping.form_order, Some(false));
    let error = run(&path, &Setup::default()).expect_err("no answers");
    assert_eq!(error.kind(), ErrorKind::NoAnswers);
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx")
}

#[test]
fn the_example_is_read_as_it_was_simulated() {
    let study = run(&example(), &Setup::default()).expect("the example");
    assert_eq!(total(&study).n, 304);
    assert_eq!(study.survey.items.len(), 9);
    let personal: Vec<&str> = study
        .survey
        .left_out
        .iter()
        .filter(|l| l.personal.is_some())
        .map(|l| l.header.as_str())
        .collect();
    assert_eq!(personal, ["Nama", "No HP"]);
    let json = serde_json::to_string(&study).expect("JSON");
    assert!(!json.contains("Responden simulasi"), "a name in study.json");
    assert!(
        !json.contains("0800000"),
        "a telephone number in study.json"
    );
    assert!(
        study
            .issues
            .iter()
            .any(|issue| issue.kind == IssueKind::TotalRow)
    );
}

#[test]
fn a_period_selects_rows_and_the_earlier_one_becomes_the_trend() {
    let setup = Setup {
        period: Some("2026-S1".to_owned()),
        ..Setup::default()
    };
    let later = run(&example(), &setup).expect("the example");
    assert_eq!(total(&later).n, 152);
    let change = later.entries.iter().find_map(|e| match &e.outcome {
        Ok(Finding::Change(change)) => Some(change),
        _ => None,
    });
    let change = change.expect("a change from the period before");
    assert_eq!(
        (change.from.as_str(), change.to.as_str()),
        ("2025-S2", "2026-S1")
    );
    let before = run(
        &example(),
        &Setup {
            period: Some("2025-S2".to_owned()),
            ..Setup::default()
        },
    )
    .expect("the example");
    let difference = total(&later).exact - total(&before).exact;
    assert!((change.difference - difference).abs() < 1e-12);
    // The earlier period has no period before it: the later one is no trend.
    assert!(
        !before
            .entries
            .iter()
            .any(|e| matches!(e.outcome, Ok(Finding::Change(_))))
    );
    let missing = Setup {
        period: Some("2019-S1".to_owned()),
        ..Setup::default()
    };
    let error = run(&example(), &missing).expect_err("no such period");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
