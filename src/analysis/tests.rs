//! Tests of the analyses over responses built by hand.

use super::*;
use crate::decimal::Decimal;
use crate::language::Language;
use crate::stats::NotComputable;
use crate::survey::{Band, Frequencies, GroupRole, Item, Response, Responses, Words};
use proptest::prelude::*;

fn words(text: &str) -> Words {
    Words {
        id: text.to_owned(),
        en: text.to_owned(),
    }
}

fn item(number: usize, of: i64) -> Item {
    Item {
        id: format!("butir-{number}"),
        code: format!("U{number}"),
        column: u32::try_from(number).unwrap_or(0),
        header: format!("Pertanyaan {number}"),
        name: words("nama"),
        min: 1,
        max: 4,
        labels: Vec::new(),
        weight: (1, of),
    }
}

/// Respondents of `k` items on 1–4, each pattern with its count.
fn responses(k: usize, patterns: &[(&[Option<i16>], u64)]) -> Responses {
    let pattern = |(codes, count): &(&[Option<i16>], u64)| Response {
        codes: (*codes).into(),
        groups: [].into(),
        count: *count,
    };
    Responses {
        items: (1..=k).map(|number| item(number, k as i64)).collect(),
        groups: Vec::new(),
        patterns: patterns.iter().map(pattern).collect(),
    }
}

/// Codes, the value of a group, and how many.
type Pattern<'a> = (&'a [Option<i16>], Option<u32>, u64);

/// Respondents of as many items as a pattern has codes, and one group of three.
pub(super) fn responses_of(patterns: &[Pattern]) -> Responses {
    let codes: Vec<(&[Option<i16>], u64)> = patterns.iter().map(|p| (p.0, p.2)).collect();
    let items = patterns.first().map_or(0, |p| p.0.len());
    let mut made = responses(items, &codes);
    made.groups.push(crate::survey::Group {
        role: GroupRole::Service,
        header: "Layanan".to_owned(),
        column: 0,
        values: vec![words("A"), words("B"), words("C")],
    });
    for (pattern, given) in made.patterns.iter_mut().zip(patterns) {
        pattern.groups = [given.1].into();
    }
    made
}

fn bands() -> Vec<Band> {
    let band = |from: i64, to: i64, grade: &str| Band {
        from: Decimal {
            units: from,
            places: 2,
        },
        to: Decimal {
            units: to,
            places: 2,
        },
        grade: grade.to_owned(),
        word: words(grade),
    };
    vec![
        band(2500, 6499, "D"),
        band(6500, 7660, "C"),
        band(7661, 8830, "B"),
        band(8831, 10000, "A"),
    ]
}

fn index(responses: &Responses, options: &IndexOptions) -> SatisfactionIndex {
    satisfaction_index(responses, &bands(), options).expect("an index")
}

#[test]
fn says_why_there_is_no_index() {
    let options = IndexOptions::default();
    let why = |responses: &Responses| satisfaction_index(responses, &bands(), &options).err();
    assert_eq!(why(&responses(0, &[])), Some(NotComputable::NoAnswers));
    assert_eq!(why(&responses(1, &[])), Some(NotComputable::NoAnswers));
    let blank = responses(2, &[(&[None, None], 3)]);
    assert_eq!(why(&blank), Some(NotComputable::NoAnswers));
    let half = responses(2, &[(&[Some(3), None], 3)]);
    let item = "U2".to_owned();
    assert_eq!(why(&half), Some(NotComputable::ItemWithoutAnswers { item }));
    let mut mixed = responses(2, &[(&[Some(3), Some(3)], 3)]);
    mixed.items[1].max = 5;
    assert_eq!(why(&mixed), Some(NotComputable::MixedScales));
}

#[test]
fn says_why_there_is_no_interval() {
    let plain = IndexOptions::default();
    let one = index(&responses(1, &[(&[Some(3)], 1)]), &plain);
    let too_few = NotComputable::TooFew { n: 1, needed: 2 };
    assert_eq!(one.standard_error, Err(too_few.clone()));
    assert_eq!(one.grades, Err(too_few));
    let alike = index(&responses(1, &[(&[Some(3)], 5)]), &plain);
    assert_eq!(alike.interval, Err(NotComputable::NoSpread));
    assert_eq!(alike.items[0].interval, Err(NotComputable::NoSpread));
    let spread = responses(1, &[(&[Some(3)], 5), (&[Some(4)], 5)]);
    let all = IndexOptions {
        population: Some(10),
        ..Default::default()
    };
    let whole = NotComputable::WholePopulation {
        n: 10,
        population: 10,
    };
    assert_eq!(index(&spread, &all).interval, Err(whole));
    let no_bands = satisfaction_index(&spread, &[], &plain).expect("an index");
    assert_eq!(no_bands.grades, Err(NotComputable::NoBands));
    assert_eq!(no_bands.grade, None);
}

#[test]
fn a_blank_is_not_zero_and_an_empty_row_is_nobody() {
    let found = index(
        &responses(
            2,
            &[
                (&[None, None], 9),
                (&[Some(4), None], 2),
                (&[Some(2), Some(3)], 2),
            ],
        ),
        &IndexOptions::default(),
    );
    assert_eq!((found.n, found.n_complete), (4, 2));
    let items: Vec<_> = found
        .items
        .iter()
        .map(|i| (i.n, i.missing, i.nrr))
        .collect();
    assert_eq!(items, [(4, 0, 3.0), (2, 2, 3.0)]);
    assert_eq!(found.printed.text(Language::Id), "75,00");
    assert_eq!(found.items[0].counts, [0, 2, 0, 2]);
}

#[test]
fn the_printed_index_decides_the_grade() {
    // 3 + 321/5000 = 3.0642, × 25 = 76.605 exactly, which prints as 76.61, a B.
    let found = index(
        &responses(1, &[(&[Some(3)], 4679), (&[Some(4)], 321)]),
        &IndexOptions::default(),
    );
    assert_eq!(found.printed.text(Language::En), "76.61");
    assert_eq!(found.grade.as_deref(), Some("B"));
    // One answer less: 76.60, a C.
    let less = index(
        &responses(1, &[(&[Some(3)], 4680), (&[Some(4)], 320)]),
        &IndexOptions::default(),
    );
    assert_eq!(less.grade.as_deref(), Some("C"));
}

#[test]
fn another_weight_keeps_the_plain_index_beside_it() {
    let nine = [Some(3); 9];
    let options = IndexOptions {
        weight: Weight::Printed(Decimal {
            units: 11,
            places: 2,
        }),
        ..Default::default()
    };
    let found = index(&responses(9, &[(&nine, 40), (&[Some(4); 9], 4)]), &options);
    // (27 + 9·4/44) × 0.11 × 25 and 75 + 25/11
    assert_eq!(found.printed.text(Language::En), "76.50");
    assert_eq!(found.grade.as_deref(), Some("C"));
    let (_, printed, grade) = found.plain.clone().expect("the plain index");
    assert_eq!(printed.text(Language::En), "77.27");
    assert_eq!(grade.as_deref(), Some("B"));
    assert!(
        index(&responses(1, &[(&[Some(3)], 2)]), &IndexOptions::default())
            .plain
            .is_none()
    );
}

#[test]
fn an_interval_never_leaves_the_scale() {
    let found = index(
        &responses(1, &[(&[Some(4)], 3), (&[Some(1)], 1)]),
        &IndexOptions::default(),
    );
    // 81.25 ± 3.18 · 18.75 would reach from 21.6 to 140.9.
    assert_eq!(found.interval, Ok((25.0, 100.0)));
}

#[test]
fn ties_share_the_least_rank() {
    let found = index(
        &responses(4, &[(&[Some(3), Some(4), Some(3), Some(1)], 2)]),
        &IndexOptions::default(),
    );
    let ranks: Vec<u32> = found.items.iter().map(|i| i.rank).collect();
    assert_eq!(ranks, [2, 1, 2, 4]);
}

/// Welch's t of R 4.2.2 on the same answers, ×25 where it is on the scale of the
/// item: `t_two_sample.skm30.u3_by_sex` and `t_two_sample.skm150.u2_by_sex` of the
/// reference cases (`t.test`), women first.
#[test]
fn a_change_of_one_item_is_welchs_t() {
    type Counts = &'static [(i16, u64)];
    let cases: [(Counts, Counts, [f64; 6]); 2] = [
        (
            &[(2, 4), (3, 6), (4, 4)],
            &[(2, 3), (3, 5), (4, 8)],
            [
                1.0828850887605526,
                27.55288155826061,
                0.2882455080784321,
                0.2885809429305938,
                -0.27906373136743706,
                0.9040637313674371,
            ],
        ),
        (
            &[(1, 2), (2, 20), (3, 31), (4, 22)],
            &[(1, 1), (2, 14), (3, 26), (4, 31)],
            [
                1.7528831151607118,
                144.9461227773561,
                0.08173632366833598,
                0.13406484321029843,
                -0.029974570169734923,
                0.49997457016973557,
            ],
        ),
    ];
    let earlier = |counts: Counts| {
        let patterns: Vec<([Option<i16>; 1], u64)> =
            counts.iter().map(|&(c, n)| ([Some(c)], n)).collect();
        let borrowed: Vec<(&[Option<i16>], u64)> =
            patterns.iter().map(|(c, n)| (c.as_slice(), *n)).collect();
        let found = index(&responses(1, &borrowed), &IndexOptions::default());
        Earlier {
            period: "p".to_owned(),
            index: found.exact,
            printed: found.printed,
            grade: found.grade,
            n: Some(found.n),
            standard_error: found.standard_error.ok(),
            df: Some(found.df),
            interval: found.interval.ok(),
        }
    };
    for (from, to, [t, df, p, se, low, high]) in cases {
        let options = ChangeOptions { confidence: 0.95 };
        let found = change(&earlier(from), &earlier(to), options);
        let near = |found: Result<f64, NotComputable>, expected: f64| {
            let found = found.expect("a value");
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs(),
                "{found} {expected}"
            );
        };
        near(found.t, t);
        near(found.df, df);
        near(found.p, p);
        near(found.standard_error, 25.0 * se);
        near(found.interval.clone().map(|i| i.0), 25.0 * low);
        near(found.interval.map(|i| i.1), 25.0 * high);
    }
}

#[test]
fn counts_what_is_complete_and_what_is_straight() {
    let found = quality(&responses(
        3,
        &[
            (&[Some(3), Some(3), Some(3)], 4),
            (&[Some(3), None, Some(3)], 2),
            (&[Some(2), None, None], 1),
            (&[Some(1), Some(2), Some(1)], 5),
        ],
    ));
    let expected = Quality {
        n: 12,
        complete: 9,
        answers: 4 * 3 + 2 * 2 + 1 + 5 * 3,
        possible: 36,
        straight_line: 4,
    };
    assert_eq!(found, expected);
}

#[test]
fn a_sample_needs_numbers_that_make_sense() {
    let what = |found: crate::stats::Outcome<SampleSize>| match found {
        Err(NotComputable::OutOfRange { what }) => what,
        other => format!("{other:?}"),
    };
    assert_eq!(what(required_sample(0, 0.05, 0.5, 0.95)), "population");
    assert_eq!(what(required_sample(9, 0.0, 0.5, 0.95)), "margin");
    assert_eq!(what(required_sample(9, f64::NAN, 0.5, 0.95)), "margin");
    assert_eq!(what(required_sample(9, 0.05, 1.0, 0.95)), "proportion");
    assert_eq!(what(required_sample(9, 0.05, 0.5, 95.0)), "confidence");
    assert_eq!(margin_of_error(0, Some(9), 0.95), None);
    assert_eq!(margin_of_error(9, Some(9), 0.95), Some(0.0));
    assert_eq!(margin_of_error(1, Some(1), 0.95), Some(0.0));
    let one = required_sample(1, 0.05, 0.5, 0.95).expect("a sample");
    assert_eq!((one.krejcie_morgan_rounded, one.slovin_ceiling), (1, 1));
    // Exactly 200: a float would round up to 201 or not by accident.
    let slovin = required_sample(400, 0.05, 0.5, 0.95).expect("a sample");
    assert_eq!(slovin.slovin_ceiling, 200);
}

/// The whole of what `study.json` can hold, with floats that have no short form.
fn study(found: SatisfactionIndex) -> Study {
    let entry = |finding| Entry {
        about: About::Total,
        outcome: Ok(finding),
        adjusted: None,
    };
    let earlier = Earlier {
        period: "2025-S2".to_owned(),
        index: 84.955,
        printed: Decimal {
            units: 8496,
            places: 2,
        },
        grade: Some("B".to_owned()),
        n: Some(120),
        standard_error: Some(1.0 / 3.0),
        df: Some(119),
        interval: Some((2.0_f64.sqrt(), 1e300)),
    };
    let options = ChangeOptions { confidence: 0.95 };
    let changed = change(&earlier, &earlier, options);
    let required = required_sample(1240, 0.05, 0.5, 0.95).expect("a sample");
    let without = Entry {
        about: About::Group {
            role: GroupRole::Service,
            by: "Jenis Layanan".to_owned(),
            value: None,
        },
        outcome: Err(NotComputable::ItemWithoutAnswers {
            item: "U4".to_owned(),
        }),
        adjusted: None,
    };
    Study {
        schema: SCHEMA,
        made_by: MadeBy {
            name: "tridharma".to_owned(),
            version: "0".to_owned(),
        },
        survey: facts(),
        issues: Vec::new(),
        entries: vec![
            entry(Finding::Index(Box::new(found))),
            entry(Finding::Frequencies(frequency_table(
                "butir-1",
                &Frequencies {
                    min: 1,
                    counts: vec![1, 0, 2],
                    missing: 4,
                },
                &[words("satu")],
            ))),
            entry(Finding::Earlier(earlier)),
            entry(Finding::Change(changed)),
            entry(Finding::SampleSize {
                required,
                reached: margin_of_error(303, Some(1240), 0.95),
                n: 303,
            }),
            entry(Finding::Quality(quality(&responses(1, &[(&[None], 1)])))),
            without,
        ],
        multiplicity: None,
    }
}

fn facts() -> SurveyFacts {
    SurveyFacts {
        not_applicable: Vec::new(),
        instrument: "skm-2017".to_owned(),
        instrument_title: words("SKM"),
        regulation: words("PermenPANRB 14/2017"),
        instrument_sources: vec!["sumber".to_owned()],
        public_service: true,
        reversed: Vec::new(),
        index_name: words("Indeks Kepuasan Masyarakat"),
        index_short: words("IKM"),
        item_word: words("unsur"),
        bands: bands(),
        items: vec![item(1, 9)],
        questions: vec![words("?")],
        groups: Vec::new(),
        left_out: Vec::new(),
        sources: Vec::new(),
        period: Some("2026-S1".to_owned()),
        population: Some(1240),
        office: Office::default(),
        options: Options::default(),
        dimensions: Vec::new(),
    }
}

/// Up to a dozen respondents on three items, blanks among them.
fn any_rows() -> impl Strategy<Value = Vec<Vec<Option<i16>>>> {
    let answer = proptest::option::weighted(0.85, 1_i16..=4);
    proptest::collection::vec(proptest::collection::vec(answer, 3), 1..12)
}

fn from_rows(rows: &[Vec<Option<i16>>]) -> Responses {
    let patterns: Vec<(&[Option<i16>], u64)> = rows.iter().map(|r| (r.as_slice(), 1)).collect();
    responses(3, &patterns)
}

proptest! {
    #[test]
    fn a_study_reads_back_from_json_as_it_was(rows in any_rows()) {
        let options = IndexOptions { population: Some(1000), ..Default::default() };
        if let Ok(found) = satisfaction_index(&from_rows(&rows), &bands(), &options) {
            let study = study(found);
            let json = serde_json::to_string(&study).expect("JSON");
            let again: Study = serde_json::from_str(&json).expect("a study");
            prop_assert_eq!(&again, &study);
            prop_assert_eq!(serde_json::to_string(&again).expect("JSON"), json);
        }
    }

    #[test]
    fn the_order_of_rows_never_shows(rows in any_rows()) {
        let options = IndexOptions::default();
        let forward = satisfaction_index(&from_rows(&rows), &bands(), &options);
        let backward: Vec<_> = rows.iter().rev().cloned().collect();
        let backward = satisfaction_index(&from_rows(&backward), &bands(), &options);
        prop_assert_eq!(forward, backward);
    }

    #[test]
    fn grades_share_out_the_whole(index in 25.0_f64..100.0, se in 1e-6_f64..30.0) {
        let masses = grade_masses(index, &Ok(se), &bands()).expect("masses");
        let sum: f64 = masses.iter().map(|m| m.probability).sum();
        prop_assert!((sum - 1.0).abs() < 1e-12);
        prop_assert!(masses.iter().all(|m| (0.0..=1.0).contains(&m.probability)));
    }
}
