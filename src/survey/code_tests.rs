use super::*;
use crate::Place;
use crate::count::{Dictionary, Tally};
use std::collections::BTreeMap;

/// A tally of rows of texts, as the counting engine gives it.
pub(super) fn tally(rows: &[Vec<&str>]) -> Tally {
    let width = rows.first().map_or(0, Vec::len);
    let columns: Vec<Dictionary> = (0..width)
        .map(|column| {
            let mut values: Vec<String> = rows
                .iter()
                .map(|row| row[column].trim().to_owned())
                .collect();
            values.sort();
            values.dedup();
            Dictionary {
                header: format!("K{column}"),
                column: column as u32,
                values,
            }
        })
        .collect();
    let mut patterns: BTreeMap<Vec<u32>, (u64, u32)> = BTreeMap::new();
    for (row, cells) in rows.iter().enumerate() {
        let ids = cells
            .iter()
            .zip(&columns)
            .map(|(cell, column)| {
                column.values.iter().position(|v| v == cell.trim()).unwrap() as u32
            })
            .collect();
        patterns.entry(ids).or_insert((0, row as u32 + 1)).0 += 1;
    }
    let patterns = patterns.into_iter().map(|(ids, (count, row))| {
        let first = Place {
            row: Some(row),
            ..Place::file("uji.csv")
        };
        (ids.into(), count, first)
    });
    Tally::from_patterns(columns, patterns.collect())
}

/// One item of an instrument as if a column were mapped to it.
pub(super) fn item(instrument: &str, id: &str) -> MappedItem {
    let instrument = Instrument::named(instrument).unwrap();
    let column = ColumnSample {
        column: 0,
        header: "K0".into(),
        group: None,
        values: Vec::new(),
        rows: 0,
        distinct: 0,
    };
    let wish = MappingWish {
        items: vec![format!("{id} = A")],
        ..MappingWish::default()
    };
    map(&instrument, &[column], &wish).unwrap().items.remove(0)
}

fn mapping(items: Vec<MappedItem>, groups: Vec<MappedGroup>) -> Mapping {
    Mapping {
        items,
        groups,
        unused: Vec::new(),
        form_order: None,
        missing_items: Vec::new(),
        doubts: Vec::new(),
    }
}

/// The code of each text of a column and the issues about it.
fn column(item: MappedItem, texts: &[&str]) -> (Vec<Option<i16>>, Vec<Issue>) {
    // A second item with an answer everywhere keeps rows without one here.
    let mut anchor = item.clone();
    anchor.id = "jangkar".into();
    let top = item.scale.max.to_string();
    let rows: Vec<Vec<&str>> = texts.iter().map(|text| vec![*text, top.as_str()]).collect();
    let tally = tally(&rows);
    let coded = code(&tally, &mapping(vec![item, anchor], Vec::new()));
    let of_text = |text: &str| {
        let id = tally.columns[0]
            .values
            .iter()
            .position(|v| v == text.trim())
            .unwrap() as u32;
        let pattern = tally.patterns().position(|p| p.ids[0] == id).unwrap();
        let response = coded.response_of[pattern].unwrap() as usize;
        coded.responses.patterns[response].codes[0]
    };
    let issues = coded
        .issues
        .iter()
        .filter(|issue| issue.kind != IssueKind::StraightLine)
        .cloned()
        .collect();
    (texts.iter().map(|text| of_text(text)).collect(), issues)
}

fn codes(item: MappedItem, texts: &[&str]) -> Vec<Option<i16>> {
    column(item, texts).0
}

fn skm(id: &str) -> MappedItem {
    item("skm-2017", id)
}

#[test]
fn digits_in_every_form_an_office_writes_them() {
    assert_eq!(
        codes(skm("waktu"), &["3", " 4 ", "2.0", "1,0", "(3)", "4."]),
        [Some(3), Some(4), Some(2), Some(1), Some(3), Some(4)]
    );
}

#[test]
fn labels_in_any_case_spacing_and_punctuation() {
    let texts = ["TIDAK  SESUAI", "kurang-sesuai.", "Sesuai ", "Sgt. Sesuai"];
    let (codes, issues) = column(skm("persyaratan"), &texts);
    assert_eq!(codes, [Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!(issues, []);
}

#[test]
fn label_and_digit_together_must_agree() {
    let texts = [
        "3 - Sesuai",
        "3. Sesuai ",
        "Sesuai (3)",
        "(4) Sangat sesuai",
        "c. Sesuai",
        "4 = Kurang sesuai",
    ];
    let (codes, issues) = column(skm("produk"), &texts);
    assert_eq!(codes, [Some(3), Some(3), Some(3), Some(4), Some(3), None]);
    let value = "4 = Kurang sesuai".to_owned();
    assert_eq!(issues[0].kind, IssueKind::UnknownAnswer { value });
}

#[test]
fn a_column_may_number_words_of_its_own() {
    let own = ["1 - Lambat sekali", "2 - Lama", "4 - Kilat"];
    assert_eq!(codes(skm("waktu"), &own), [Some(1), Some(2), Some(4)]);
    // Two texts for one digit: these are durations, no answers.
    assert_eq!(
        codes(skm("waktu"), &["1 bulan", "1 minggu", "3 bulan"]),
        [None, None, None]
    );
    assert_eq!(
        codes(skm("waktu"), &["3.5", "2.7", "1.5"]),
        [None, None, None]
    );
}

#[test]
fn letters_only_where_the_whole_column_is_letters() {
    let (found, _) = column(skm("perilaku"), &["a", "B", "c", "D", "-"]);
    assert_eq!(found, [Some(1), Some(2), Some(3), Some(4), None]);
    assert_eq!(codes(skm("perilaku"), &["a", "3"]), [None, Some(3)]);
    let (found, issues) = column(skm("perilaku"), &["a", "e"]);
    assert_eq!(found, [Some(1), None]);
    let outside = |issue: &&Issue| matches!(&issue.kind, IssueKind::OutsideScale { value, .. } if value == "e");
    assert_eq!(issues.iter().filter(outside).count(), 1);
    assert!(
        issues
            .iter()
            .any(|i| i.kind == IssueKind::Letters { fall: false })
    );
    let mut falling = skm("perilaku");
    falling.reading.letters_fall = true;
    let (found, issues) = column(falling, &["a", "b", "d"]);
    assert_eq!(found, [Some(4), Some(3), Some(1)]);
    assert!(
        issues
            .iter()
            .any(|i| i.kind == IssueKind::Letters { fall: true })
    );
}

#[test]
fn an_item_worded_the_other_way_round_is_turned() {
    let mut turned = item("likert-5", "unsur-1");
    turned.reading.reversed = true;
    let (found, _) = column(turned, &["1", "5", "2", "Sangat setuju", "7"]);
    assert_eq!(found, [Some(5), Some(1), Some(4), Some(1), None]);
}

#[test]
fn a_typing_error_is_read_and_said() {
    let texts = ["Sesuai", "Seusai", "Kurang sesuai", "Kejora"];
    let (found, issues) = column(skm("persyaratan"), &texts);
    assert_eq!(found, [Some(3), Some(3), Some(2), None]);
    let told = IssueKind::Typo {
        value: "Seusai".into(),
        label: "sesuai".into(),
        code: 3,
    };
    assert!(issues.iter().any(|issue| issue.kind == told), "{issues:?}");
}

#[test]
fn declared_codes_stars_and_words_that_do_not_apply() {
    let mut declared = skm("waktu");
    declared.reading.missing = vec!["0".into(), "entah".into()];
    let texts = [
        "0",
        "Entah",
        "9",
        "99",
        "tidak berlaku",
        "★★★☆",
        "2 bintang",
    ];
    let (found, issues) = column(declared, &texts);
    assert_eq!(found, [None, None, None, None, None, Some(3), Some(2)]);
    let count = |test: fn(&IssueKind) -> bool| issues.iter().filter(|i| test(&i.kind)).count();
    assert_eq!(count(|k| matches!(k, IssueKind::MissingWord { .. })), 2);
    assert_eq!(count(|k| matches!(k, IssueKind::MissingCode { .. })), 2);
    assert_eq!(count(|k| matches!(k, IssueKind::NotApplicable { .. })), 1);
}

#[test]
fn a_name_typed_into_an_answer_is_shown_nowhere() {
    let (_, issues) = column(skm("waktu"), &["Cepat", "Siti Rahmawati", "lumayan"]);
    let told = format!("{issues:?}");
    assert!(
        !told.contains("Siti") && told.contains("•••") && told.contains("lumayan"),
        "{told}"
    );
}

#[test]
fn outside_the_scale_is_missing_and_never_clamped() {
    let (found, issues) = column(skm("waktu"), &["5", "0", "4", "5"]);
    assert_eq!(found, [None, None, Some(4), None]);
    let value = "5".to_owned();
    let first = Place {
        row: Some(1),
        column: Some(0),
        ..Place::file("uji.csv")
    };
    assert_eq!(
        issues[0],
        Issue {
            kind: IssueKind::OutsideScale {
                value,
                min: 1,
                max: 4
            },
            column: Some("K0".into()),
            answers: 2,
            first: Some(first),
        }
    );
    assert_eq!(issues[1].answers, 1);
}

#[test]
fn two_answers_in_one_cell_are_none() {
    let (found, issues) = column(skm("waktu"), &["3;4", "3,4", "Cepat, Sangat cepat", "4"]);
    assert_eq!(found, [None, None, None, Some(4)]);
    assert!(
        issues
            .iter()
            .all(|issue| matches!(issue.kind, IssueKind::SeveralAnswers { .. }))
    );
    assert_eq!(issues.len(), 3);
}

#[test]
fn words_for_no_answer_blanks_and_broken_cells_are_told_apart() {
    let (found, issues) = column(
        skm("waktu"),
        &["-", "N/A", "tidak menjawab", "", "#REF!", "lumayan", "4"],
    );
    assert_eq!(found[..6], [None; 6]);
    let kinds: Vec<String> = issues
        .iter()
        .map(|issue| format!("{:?}", issue.kind))
        .collect();
    for part in [
        "MissingWord { value: \"-\"",
        "MissingWord { value: \"N/A\"",
        "MissingWord { value: \"tidak menjawab\"",
        "Blank",
        "ErrorCell { value: \"#REF!\"",
        "UnknownAnswer { value: \"lumayan\"",
    ] {
        assert!(
            kinds.iter().any(|kind| kind.contains(part)),
            "{part} in {kinds:?}"
        );
    }
}

#[test]
fn none_is_an_answer_where_the_form_has_it() {
    let (found, issues) = column(
        skm("pengaduan"),
        &[
            "Tidak ada",
            "Dikelola dengan baik",
            "Ada tapi tidak berfungsi",
        ],
    );
    assert_eq!(found, [Some(1), Some(4), Some(2)]);
    assert!(matches!(&issues[0].kind, IssueKind::OtherWords { .. }));
}

#[test]
fn the_set_that_covers_the_column_is_taken_and_named() {
    let texts = [
        "Tidak tepat waktu",
        "Kadang Tepat Waktu",
        "Banyak tepat waktu",
        "Selalu Tepat Waktu",
    ];
    let (found, issues) = column(skm("waktu"), &texts);
    assert_eq!(found, [Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!(issues.len(), 1);
    assert_eq!(issues[0].answers, 4);
    // `Cukup` alone is the official 2 of sarana; with `Kurang` and no `Buruk` too.
    assert_eq!(
        codes(skm("sarana"), &["Buruk", "Cukup", "Baik"]),
        [Some(1), Some(2), Some(3)]
    );
}

#[test]
fn sets_with_a_star_fit_words_nobody_listed() {
    let (found, issues) = column(
        skm("sarana"),
        &["Tidak bersih", "Kurang bersih", "Bersih", "Sangat bersih"],
    );
    assert_eq!(found, [Some(1), Some(2), Some(3), Some(4)]);
    assert!(matches!(&issues[0].kind, IssueKind::OtherWords { words } if words.len() == 4));
    let strong = ["Sangat tidak aman", "Tidak aman", "Aman", "Sangat aman"];
    assert_eq!(
        codes(item("likert-4", "x"), &strong),
        [Some(1), Some(2), Some(3), Some(4)]
    );
    let (found, issues) = column(
        item("likert-4", "x"),
        &["Tidak efektif", "Efektif", "Sangat efektif"],
    );
    assert_eq!(found[1..], [Some(3), Some(4)]);
    assert!(issues.iter().any(|issue| matches!(&issue.kind, IssueKind::AmbiguousWord { value, .. } if value == "Tidak efektif")));
}

#[test]
fn agreement_with_a_neutral_level() {
    let texts = [
        "Sangat tidak setuju",
        "Tidak Setuju",
        "Netral",
        "Setuju",
        "SANGAT SETUJU",
    ];
    let (found, issues) = column(item("likert-5", "x"), &texts);
    assert_eq!(found, [Some(1), Some(2), Some(3), Some(4), Some(5)]);
    assert_eq!(issues, []);
    let doubt = [
        "Sgt Tdk Setuju",
        "Tdk Setuju",
        "Ragu-ragu",
        "Setuju",
        "Sangat Setuju",
    ];
    assert_eq!(codes(item("likert-5", "x"), &doubt)[2], Some(3));
}

#[test]
fn a_word_that_other_sets_contradict_is_no_answer() {
    // `Cukup sesuai` is 2 in one habit and 3 in another; the column uses neither.
    let (found, _) = column(
        skm("persyaratan"),
        &[
            "Sesuai",
            "Sangat sesuai",
            "Tidak sesuai",
            "Kurang sesuai",
            "Cukup sesuai",
        ],
    );
    assert_eq!(found[4], None);
}

#[test]
fn rows_without_an_answer_are_left_out() {
    let tally = tally(&[vec!["4", ""], vec!["", ""], vec!["", "-"], vec!["3", "3"]]);
    let coded = code(
        &tally,
        &mapping(vec![skm("waktu"), skm("biaya")], Vec::new()),
    );
    assert_eq!(coded.responses.n(), 2);
    let empty = coded
        .issues
        .iter()
        .find(|issue| issue.kind == IssueKind::EmptyRows)
        .unwrap();
    assert_eq!(
        (empty.answers, empty.first.as_ref().unwrap().row),
        (2, Some(2))
    );
    let blank: u64 = coded
        .issues
        .iter()
        .filter(|issue| issue.kind == IssueKind::Blank)
        .map(|issue| issue.answers)
        .sum();
    assert_eq!(blank, 1);
    let straight = coded
        .issues
        .iter()
        .find(|issue| issue.kind == IssueKind::StraightLine)
        .unwrap();
    assert_eq!(straight.answers, 1);
    assert_eq!(
        coded.response_of.iter().filter(|of| of.is_none()).count(),
        2
    );
}

#[test]
fn patterns_are_distinct_sorted_and_traceable() {
    let rows = [
        vec!["4", "L"],
        vec!["Sangat cepat", "laki laki"],
        vec!["1", "P"],
        vec!["4", "l"],
    ];
    let tally = tally(&rows);
    let coded = code(
        &tally,
        &mapping(vec![skm("waktu")], vec![group("skm-2017", GroupRole::Sex)]),
    );
    let responses = &coded.responses;
    let found: Vec<_> = responses
        .patterns
        .iter()
        .map(|p| (p.codes[0], p.groups[0], p.count))
        .collect();
    assert_eq!(found, [(Some(1), Some(1), 1), (Some(4), Some(0), 3)]);
    for (pattern, of) in tally.patterns().zip(&coded.response_of) {
        let text = &tally.columns[0].values[pattern.ids[0] as usize];
        let wanted = if text == "1" { 0 } else { 1 };
        assert_eq!(*of, Some(wanted), "{text}");
    }
}

fn group(instrument: &str, role: GroupRole) -> MappedGroup {
    let spec = Instrument::named(instrument)
        .unwrap()
        .groups
        .into_iter()
        .find(|spec| spec.role == role);
    MappedGroup {
        position: 1,
        column: 1,
        header: "Kelompok".into(),
        role,
        spec,
        why: WhyMapped::Header,
    }
}

/// The values of a group with their respondents, in the order to print.
fn profile(group: MappedGroup, texts: &[&str]) -> Vec<(String, u64)> {
    let rows: Vec<Vec<&str>> = texts.iter().map(|text| vec!["4", *text]).collect();
    let coded = code(&tally(&rows), &mapping(vec![skm("waktu")], vec![group]));
    let values = &coded.responses.groups[0].values;
    coded
        .responses
        .split(0)
        .into_iter()
        .map(|(value, part)| {
            let name = value.map_or("(kosong)", |at| &values[at as usize].id);
            (name.to_owned(), part.n())
        })
        .collect()
}

fn pairs(found: &[(String, u64)]) -> Vec<(&str, u64)> {
    found.iter().map(|(name, n)| (name.as_str(), *n)).collect()
}

#[test]
fn boxes_come_in_form_order_with_their_spellings_and_unused_ones() {
    let found = profile(
        group("skm-2017", GroupRole::Sex),
        &["p", "PEREMPUAN", "wanita", "-"],
    );
    assert_eq!(
        pairs(&found),
        [("Laki-laki", 0), ("Perempuan", 3), ("(kosong)", 1)]
    );
    let found = profile(
        group("skm-2017", GroupRole::Education),
        &["S-1", "S1", "DIII", "D 3", "SLTA", "Pesantren"],
    );
    assert_eq!(
        pairs(&found),
        [
            ("SD ke bawah", 0),
            ("SMP", 0),
            ("SMA", 1),
            ("D1–D3", 2),
            ("D4/S1", 2),
            ("S2", 0),
            ("S3", 0),
            ("Pesantren", 1)
        ]
    );
    let found = profile(
        group("skm-2017", GroupRole::Job),
        &["PNS/TNI/POLRI", "Wiraswasta", "Pegawai Swasta", "lain-lain"],
    );
    assert_eq!(found.last().unwrap(), &("PNS/TNI/POLRI".to_owned(), 1));
    // Boxes that this value names would show a misleading zero.
    assert!(!found.iter().any(|(name, _)| name == "PNS" || name == "TNI"));
    assert_eq!(found[..3].iter().map(|(_, n)| n).sum::<u64>(), 3);
}

#[test]
fn ages_become_bands_unless_the_file_has_its_own() {
    let found = profile(
        group("skm-2017", GroupRole::Age),
        &["20", "21 tahun", "30.0", "61 th", "31–40"],
    );
    let ages: Vec<u64> = found.iter().map(|(_, n)| *n).collect();
    assert_eq!(ages, [1, 2, 1, 0, 0, 1]);
    let own = profile(
        group("skm-2017", GroupRole::Age),
        &["26-35 tahun", "< 17", "17-25 tahun", "> 50"],
    );
    assert_eq!(
        pairs(&own),
        [
            ("< 17", 1),
            ("17-25 tahun", 1),
            ("26-35 tahun", 1),
            ("> 50", 1)
        ]
    );
}

#[test]
fn an_impossible_age_is_blank_and_reported() {
    let coded = code(
        &tally(&[vec!["4", "250"], vec!["4", "30"]]),
        &mapping(vec![skm("waktu")], vec![group("skm-2017", GroupRole::Age)]),
    );
    assert_eq!(coded.responses.split(0).last().unwrap().0, None);
    assert!(coded.issues.iter().any(|issue| matches!(&issue.kind, IssueKind::OutsideScale { value, max: 120, .. } if value == "250")));
}

#[test]
fn values_without_a_form_fold_to_the_usual_spelling() {
    let mut free = group("skm-2017", GroupRole::Service);
    let found = profile(
        free.clone(),
        &["KTP", "ktp", "KTP ", "Akta  Lahir", "akta lahir"],
    );
    assert_eq!(pairs(&found), [("Akta Lahir", 2), ("KTP", 3)]);
    free.spec = None;
    let found = profile(free, &["Semester 10", "Semester 2", "semester 2"]);
    assert_eq!(pairs(&found)[0].1, 2);
}

#[test]
fn issues_come_by_answers_touched_and_stay_few() {
    let texts: Vec<String> = (0..60)
        .map(|i| format!("jawaban aneh {}", "x".repeat(i)))
        .collect();
    let mut texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    texts.extend(["9", "9"]);
    let (_, issues) = column(skm("waktu"), &texts);
    assert_eq!(issues.len(), 21);
    assert_eq!(issues.iter().map(|issue| issue.answers).sum::<u64>(), 62);
    assert!(issues.is_sorted_by(|a, b| a.answers >= b.answers));
    let longest = issues
        .iter()
        .map(|issue| format!("{:?}", issue.kind).len())
        .max();
    assert!(longest < Some(120));
}
