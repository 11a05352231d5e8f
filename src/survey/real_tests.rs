//! Real survey files, mapped and coded, against counts made independently.
//! Only those a plain split of CSV can read; workbooks are tested end to end.

use super::code_tests::tally;
use super::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/real")).to_owned()
}

/// Header and rows of a CSV file, quotes and line breaks in cells included.
fn split(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut signs = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(sign) = signs.next() {
        let row = rows.last_mut().unwrap();
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                row.last_mut().unwrap().extend(signs.next())
            }
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            sign if sign == delimiter && !quoted => row.push(String::new()),
            sign => row.last_mut().unwrap().push(sign),
        }
    }
    let width = rows[0].len();
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows.iter_mut()
        .for_each(|row| row.resize(width, String::new()));
    rows
}

fn samples(rows: &[Vec<String>]) -> Vec<ColumnSample> {
    let header = rows[0].iter().enumerate();
    header
        .map(|(at, header)| {
            let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
            for row in &rows[1..] {
                let text = row[at].trim();
                if !text.is_empty() {
                    *counts.entry(text).or_default() += 1;
                }
            }
            let mut values: Vec<(String, u64)> = counts
                .into_iter()
                .map(|(text, n)| (text.to_owned(), n))
                .collect();
            values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            ColumnSample {
                column: at as u32,
                header: header.split_whitespace().collect::<Vec<_>>().join(" "),
                group: None,
                rows: rows.len() as u64 - 1,
                distinct: values.len() as u64,
                values,
            }
        })
        .collect()
}

/// Mapping and coding of a file; none where the files are absent.
fn read(
    name: &str,
    delimiter: char,
    instrument: &str,
    wish: &MappingWish,
) -> Option<(Value, Mapping, Coded)> {
    let folder = folder();
    let (Ok(bytes), Ok(expected)) = (
        std::fs::read(folder.join(name)),
        std::fs::read(folder.join("expected.json")),
    ) else {
        println!("SKIPPED {name}: {} is absent", folder.display());
        return None;
    };
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let rows = split(&String::from_utf8_lossy(&bytes), delimiter);
    let instrument = Instrument::named(instrument).unwrap();
    let mapping = map(&instrument, &samples(&rows), wish).unwrap();
    let positions = mapping
        .items
        .iter()
        .map(|item| item.position)
        .chain(mapping.groups.iter().map(|group| group.position));
    let positions: Vec<usize> = positions.collect();
    let cells: Vec<Vec<&str>> = rows[1..]
        .iter()
        .map(|row| positions.iter().map(|&at| row[at].as_str()).collect())
        .collect();
    let coded = code(&tally(&cells), &mapping);
    Some((expected[name].clone(), mapping, coded))
}

/// Every item's n, missing and counts equal the expected ones, in file order.
fn same_counts(expected: &Value, coded: &Coded) {
    let items = expected["items"].as_array().unwrap();
    assert_eq!(coded.responses.items.len(), items.len());
    assert_eq!(coded.responses.n(), expected["n_rows"].as_u64().unwrap());
    for (at, item) in items.iter().enumerate() {
        let found = coded.responses.frequencies(at).unwrap();
        let header = &coded.responses.items[at].header;
        assert_eq!(Some(found.n()), item["n"].as_u64(), "{header}");
        assert_eq!(Some(found.missing), item["missing"].as_u64(), "{header}");
        let counts: BTreeMap<String, u64> = (found.min..)
            .zip(&found.counts)
            .filter(|(_, count)| **count > 0)
            .map(|(code, count)| (code.to_string(), *count))
            .collect();
        let wanted: BTreeMap<String, u64> = serde_json::from_value(item["counts"].clone()).unwrap();
        assert_eq!(counts, wanted, "{header}");
    }
}

fn unused_as(mapping: &Mapping, why: WhyUnused) -> Vec<&str> {
    let such = mapping.unused.iter().filter(|unused| unused.why == why);
    such.map(|unused| unused.header.as_str()).collect()
}

fn roles(mapping: &Mapping) -> Vec<(&str, GroupRole)> {
    mapping
        .groups
        .iter()
        .map(|group| (group.header.as_str(), group.role))
        .collect()
}

#[test]
fn file_03_words_of_the_office_itself() {
    let Some((expected, mapping, coded)) = read(
        "03-skm-mpp-lebar-label.csv",
        ',',
        "skm-2017",
        &MappingWish::default(),
    ) else {
        return;
    };
    same_counts(&expected, &coded);
    let ids: Vec<&str> = mapping.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "persyaratan",
            "prosedur",
            "waktu",
            "biaya",
            "produk",
            "kompetensi",
            "perilaku",
            "sarana",
            "pengaduan"
        ]
    );
    assert_eq!(
        roles(&mapping),
        [
            ("instansi", GroupRole::Unit),
            ("jkel", GroupRole::Sex),
            ("pekerjaan", GroupRole::Job),
            ("pendidikan", GroupRole::Education)
        ]
    );
    assert_eq!(
        unused_as(&mapping, WhyUnused::Personal(Personal::Name)),
        ["nama_responden"]
    );
    assert_eq!(
        unused_as(&mapping, WhyUnused::Personal(Personal::Phone)),
        ["no_wa"]
    );
    assert_eq!(unused_as(&mapping, WhyUnused::Time), ["tgl_responden"]);
    assert_eq!(unused_as(&mapping, WhyUnused::Comment), ["saran"]);
    let offices = expected["ikm_by_instansi"].as_object().unwrap();
    for (value, part) in coded.responses.split(0) {
        let name = &coded.responses.groups[0].values[value.unwrap() as usize].id;
        assert_eq!(Some(part.n()), offices[name]["n"].as_u64(), "{name}");
    }
    let words = coded
        .issues
        .iter()
        .filter(|issue| matches!(issue.kind, IssueKind::OtherWords { .. }));
    assert_eq!(words.count(), 4, "{:#?}", coded.issues);
    assert!(
        !coded
            .issues
            .iter()
            .any(|issue| matches!(issue.kind, IssueKind::UnknownAnswer { .. }))
    );
}

#[test]
fn file_03_every_word_has_the_score_its_office_gives() {
    let Some((expected, mapping, _)) = read(
        "03-skm-mpp-lebar-label.csv",
        ',',
        "skm-2017",
        &MappingWish::default(),
    ) else {
        return;
    };
    let scores = expected["label_scores"].as_object().unwrap();
    for (item, (code, words)) in mapping.items.iter().zip(scores) {
        let words: Vec<&str> = words
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let reader =
            super::answer::Reader::new(&item.scale, &item.word_sets, true, words.iter().copied());
        for (word, score) in words.iter().zip(1..) {
            let answer = reader.read(word);
            assert!(
                matches!(answer, super::answer::Answer::Code(found, _) if found == score),
                "{code} {word}: {answer:?}"
            );
        }
    }
}

#[test]
fn file_07_a_long_battery_among_other_questions() {
    let Some((expected, mapping, coded)) = read(
        "07-gform-bom-baris-kosong.csv",
        ',',
        "likert-5",
        &MappingWish::default(),
    ) else {
        return;
    };
    same_counts(&expected, &coded);
    assert_eq!((mapping.items[0].column, mapping.items[45].column), (9, 54));
    assert_eq!(
        roles(&mapping),
        [("Usia", GroupRole::Age), ("Jenis Kelamin", GroupRole::Sex)]
    );
    assert_eq!(
        unused_as(&mapping, WhyUnused::Personal(Personal::Email)),
        ["Email Address"]
    );
    assert_eq!(
        unused_as(&mapping, WhyUnused::Personal(Personal::Name)),
        ["Nama"]
    );
}

#[test]
fn file_09_a_group_by_wish() {
    let wish = MappingWish {
        by: vec!["Aplikasi".into()],
        ..MappingWish::default()
    };
    let Some((expected, mapping, coded)) =
        read("09-titik-koma-r1-r240.csv", ';', "likert-5", &wish)
    else {
        return;
    };
    same_counts(&expected, &coded);
    assert_eq!(unused_as(&mapping, WhyUnused::Number), ["Responden"]);
    for (value, part) in coded.responses.split(0) {
        let group =
            &expected["group_means"][&coded.responses.groups[0].values[value.unwrap() as usize].id];
        assert_eq!(Some(part.n()), group["n"].as_u64());
        let sum: i64 = (0..10)
            .filter_map(|at| part.frequencies(at))
            .map(|f| f.sum())
            .sum();
        let mean = sum as f64 / (10 * part.n()) as f64;
        assert!((mean - group["mean"].as_f64().unwrap()).abs() < 1e-6);
    }
}

#[test]
fn file_16_a_text_in_a_column_of_digits() {
    let Some((expected, _, coded)) = read(
        "16-fasilitas-kampus-teks-di-kolom-skala.csv",
        ',',
        "likert-5",
        &MappingWish::default(),
    ) else {
        return;
    };
    same_counts(&expected, &coded);
    let missing = coded
        .issues
        .iter()
        .find(|issue| matches!(issue.kind, IssueKind::MissingWord { .. }));
    assert_eq!(missing.unwrap().answers, 11);
}

#[test]
fn file_19_two_answers_in_one_cell() {
    let Some((expected, mapping, coded)) = read(
        "19-gform-dua-jawaban-satu-sel.csv",
        ',',
        "likert-5",
        &MappingWish::default(),
    ) else {
        return;
    };
    same_counts(&expected, &coded);
    let several = coded
        .issues
        .iter()
        .filter(|issue| matches!(issue.kind, IssueKind::SeveralAnswers { .. }));
    let cells: u64 = several.map(|issue| issue.answers).sum();
    assert_eq!(Some(cells), expected["two_answers_in_one_cell"].as_u64());
    // The short name repeats in both grids, so the header stays the name.
    assert!(mapping.items[0].name.id.ends_with("[Harga laptop]"));
}

#[test]
fn file_20_one_agreement_item_by_name() {
    let wish = MappingWish {
        items: vec!["Kecukupan_Jumlah_Lift".into()],
        ..MappingWish::default()
    };
    let Some((expected, mapping, coded)) =
        read("20-layanan-lift-label-dan-kode.csv", ',', "likert-5", &wish)
    else {
        return;
    };
    let found = coded.responses.frequencies(0).unwrap();
    let wanted: BTreeMap<String, u64> = serde_json::from_value(expected["counts"].clone()).unwrap();
    assert_eq!(found.counts, wanted.values().copied().collect::<Vec<_>>());
    for (header, sort) in [
        ("No_HP", Personal::Phone),
        ("NPM", Personal::Identity),
        ("Nama", Personal::Name),
    ] {
        assert!(
            unused_as(&mapping, WhyUnused::Personal(sort)).contains(&header),
            "{header}"
        );
    }
}
