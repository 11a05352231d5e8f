//! Laws that hold between the rank tests, and what they make of nonsense.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;

type Column = Vec<Option<f64>>;

fn group(levels: usize) -> impl Strategy<Value = Sample> {
    vec(0_u64..6, 0..=levels).prop_map(|counts| Sample::of_codes(1, &counts, 0))
}

/// Few distinct values of small size, some missing.
fn column(rows: usize) -> impl Strategy<Value = Column> {
    let cell = prop_oneof![
        1 => Just(None),
        4 => (0_i32..4).prop_map(|v| Some(f64::from(v) / 2.0)),
    ];
    vec(cell, rows)
}

fn columns() -> impl Strategy<Value = Vec<Column>> {
    (0_usize..7).prop_flat_map(|rows| vec(column(rows), 0..5))
}

fn observed(columns: &[Column]) -> Observations {
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    Observations::of_columns(&columns).unwrap()
}

/// No number in it that means nothing, no p outside 0 to 1.
fn sound<T: Serialize>(found: &T) {
    walk("", &serde_json::to_value(found).unwrap(), false);
}

fn walk(name: &str, value: &serde_json::Value, optional: bool) {
    match value {
        // A float that is no number becomes null.
        serde_json::Value::Null => {
            let may =
                optional || ["low", "high", "mean_rank", "median", "proportions"].contains(&name);
            let may = may || name.starts_with("mean_rank_");
            assert!(may, "{name} is no number");
        }
        serde_json::Value::Number(number) => {
            let number = number.as_f64().unwrap();
            let is_p = name == "p" || name.starts_with("p_") || name == "f_p";
            assert!(!is_p || (0.0..=1.0).contains(&number), "{name} is {number}");
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| walk(name, item, false)),
        serde_json::Value::Object(fields) => {
            for (field, value) in fields {
                let field = if field == "Ok" { name } else { field };
                walk(field, value, false);
            }
        }
        _ => {}
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-11 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #[test]
    fn kruskal_of_two_groups_is_mann_whitney_squared(a in group(5), b in group(5)) {
        let found = (mann_whitney(&a, &b), kruskal_wallis(&[a, b]));
        if let (Ok(two), Ok(several)) = found {
            let plain = two.plain.unwrap();
            prop_assert!(close(plain.z * plain.z, several.h));
            prop_assert!((plain.p - several.p).abs() <= 1e-12 * several.p);
        }
    }

    #[test]
    fn jonckheere_of_two_groups_is_mann_whitney(a in group(5), b in group(5)) {
        let found = (mann_whitney(&b, &a), jonckheere_terpstra(&[a, b]));
        if let (Ok(two), Ok(ordered)) = found {
            prop_assert_eq!(two.u[0], ordered.j);
            prop_assert!(close(two.sd, ordered.sd));
        }
    }

    #[test]
    fn dunn_of_two_groups_is_mann_whitney(a in group(5), b in group(5)) {
        let found = (mann_whitney(&a, &b), dunn(&[a, b]));
        if let (Ok(two), Ok(pairs)) = found {
            prop_assert!(close(two.plain.unwrap().z, pairs.pairs[0].z));
        }
    }

    #[test]
    fn order_of_groups_does_not_matter(groups in vec(group(4), 2..5)) {
        let turned: Vec<Sample> = groups.iter().rev().cloned().collect();
        if let (Ok(one), Ok(other)) = (kruskal_wallis(&groups), kruskal_wallis(&turned)) {
            prop_assert_eq!(one.h.to_bits(), other.h.to_bits());
            prop_assert_eq!(one.p.to_bits(), other.p.to_bits());
        }
        if let (Ok(one), Ok(other)) = (jonckheere_terpstra(&groups), jonckheere_terpstra(&turned)) {
            prop_assert_eq!(one.test.p_less.to_bits(), other.test.p_greater.to_bits());
        }
        if let (Ok(one), Ok(other)) = (dscf(&groups), dscf(&turned)) {
            let of = |found: &Dscf| {
                let mut p: Vec<u64> =
                    found.pairs.iter().flat_map(|pair| pair.p.clone()).map(f64::to_bits).collect();
                p.sort_unstable();
                p
            };
            prop_assert_eq!(of(&one), of(&other));
        }
    }

    #[test]
    fn exchanging_two_groups_exchanges_the_tails(a in group(5), b in group(5)) {
        if let (Ok(one), Ok(other)) = (mann_whitney_exact(&a, &b), mann_whitney_exact(&b, &a)) {
            prop_assert!((one.p - other.p).abs() < 1e-12);
            prop_assert!((one.p_less - other.p_greater).abs() < 1e-12);
        }
    }

    #[test]
    fn merged_halves_give_the_same_bits(a in group(5), b in group(5), c in group(5)) {
        let once = Sample::of_units(0, [a.units(), b.units()].concat(), 0);
        let merged = a.merge(&b).unwrap();
        prop_assert_eq!(mann_whitney(&once, &c), mann_whitney(&merged, &c));
        prop_assert_eq!(wilcoxon_signed_rank(&once), wilcoxon_signed_rank(&merged));
    }

    #[test]
    fn rows_in_any_order_give_the_same_bits(rows in vec(vec(proptest::option::of(0_i32..4), 3), 1..9)) {
        let of = |rows: &[Vec<Option<i32>>]| {
            let columns: Vec<Column> = (0..3)
                .map(|item| rows.iter().map(|row| row[item].map(f64::from)).collect())
                .collect();
            let all = observed(&columns);
            (friedman(&all), rm_anova(&all))
        };
        let turned: Vec<_> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(of(&rows), of(&turned));
    }

    #[test]
    fn cochran_is_friedman_of_zeros_and_ones(rows in vec(vec(0_i32..2, 4), 1..12)) {
        let columns: Vec<Column> = (0..4)
            .map(|item| rows.iter().map(|row| Some(f64::from(row[item]))).collect())
            .collect();
        let all = observed(&columns);
        if let (Ok(cochran), Ok(friedman)) = (cochran_q(&all), friedman(&all)) {
            prop_assert!(close(cochran.q, friedman.chi_square));
            prop_assert!((0.0..=1.0 + 1e-12).contains(&friedman.kendall_w));
        }
    }

    #[test]
    fn mcnemar_is_cochran_of_two_items(counts in vec(0_u64..9, 4)) {
        let table = CrossTable::new(2, 2, counts.clone()).unwrap();
        let rows = [[0, 0], [0, 1], [1, 0], [1, 1]];
        let pattern = |row: [i128; 2]| -> Box<[Option<i128>]> { row.into_iter().map(Some).collect() };
        let patterns = rows.into_iter().map(pattern).zip(counts).collect();
        let answers = Observations::of_patterns(vec![0, 0], patterns);
        match (mcnemar(&table), cochran_q(&answers)) {
            (Ok(two), Ok(several)) => {
                prop_assert!(close(two.chi_square, several.q));
                prop_assert!(two.p_exact + 1e-12 >= two.p);
            }
            (two, several) => prop_assert_eq!(two.err(), several.err()),
        }
    }

    #[test]
    fn epsilon_lies_between_its_bounds(columns in columns()) {
        if let Ok(found) = rm_anova(&observed(&columns)) {
            let epsilon = found.sphericity.greenhouse_geisser;
            prop_assert!(epsilon >= found.sphericity.lower_bound - 1e-12 && epsilon <= 1.0 + 1e-12);
            prop_assert!(found.p <= found.p_greenhouse_geisser + 1e-12 || found.f < 2.0);
        }
    }

    #[test]
    fn mann_kendall_is_jonckheere_of_single_periods(series in vec(0_i32..6, 3..12)) {
        let numbers: Vec<f64> = series.iter().map(|&v| f64::from(v)).collect();
        let groups: Vec<Sample> =
            numbers.iter().map(|&v| Sample::of_numbers(&[Some(v)]).unwrap()).collect();
        let (trend, ordered) = (mann_kendall(&numbers).unwrap(), jonckheere_terpstra(&groups));
        if let Ok(ordered) = ordered {
            prop_assert!(close(trend.s as f64 / 2.0, ordered.j - ordered.expected));
            prop_assert!(close(trend.variance.sqrt() / 2.0, ordered.sd));
        }
    }

    #[test]
    fn the_shift_estimate_follows_a_shift(a in group(5), b in group(5), shift in -3_i128..4) {
        let moved = a.units().iter().map(|&(value, count)| (value + shift, count)).collect();
        let moved = Sample::of_units(0, moved, 0);
        let found = (hodges_lehmann(&a, &b, 0.9), hodges_lehmann(&moved, &b, 0.9));
        if let (Ok(one), Ok(other)) = found {
            prop_assert_eq!(other.estimate, one.estimate + shift as f64);
            prop_assert!(one.interval.low.unwrap() <= one.estimate);
            prop_assert!(one.interval.high.unwrap() >= one.estimate);
        }
    }

    #[test]
    fn nonsense_gives_reasons_and_no_numbers(groups in vec(group(4), 0..4), columns in columns(),
                                             confidence in prop_oneof![Just(0.0), Just(0.95), Just(1.0), Just(f64::NAN)],
                                             far in -1e37_f64..1e37) {
        let empty = Sample::default();
        let (a, b) = (groups.first().unwrap_or(&empty), groups.get(1).unwrap_or(&empty));
        sound(&mann_whitney(a, b));
        sound(&mann_whitney_exact(a, b));
        sound(&hodges_lehmann(a, b, confidence));
        sound(&kruskal_wallis(&groups));
        sound(&dunn(&groups));
        sound(&dscf(&groups));
        sound(&jonckheere_terpstra(&groups));
        let changes: Vec<(i128, u64)> =
            a.units().iter().map(|&(value, count)| (value - 2, count)).collect();
        let changes = Sample::of_units(0, changes, 0);
        sound(&wilcoxon_signed_rank(&changes));
        sound(&wilcoxon_signed_rank_exact(&changes, ZeroDifferences::Dropped));
        sound(&wilcoxon_signed_rank_exact(&changes, ZeroDifferences::Ranked));
        sound(&sign_test(&changes));
        let answers = observed(&columns);
        sound(&friedman(&answers));
        sound(&cochran_q(&answers));
        sound(&rm_anova(&answers));
        let mut series: Vec<f64> = columns.iter().flatten().flatten().copied().collect();
        sound(&mann_kendall(&series));
        sound(&sen_slope(&series, confidence));
        series.push(far);
        sound(&mann_kendall(&series));
        sound(&sen_slope(&series, confidence));
        let scored = |(place, sample): (usize, &Sample)| ScoredGroup {
            score: far * place as f64,
            successes: sample.n() / 2,
            n: sample.n(),
        };
        sound(&cochran_armitage(&groups.iter().enumerate().map(scored).collect::<Vec<_>>()));
        let counts = groups.iter().map(Sample::n).chain([0; 4]).take(4).collect();
        sound(&mcnemar(&CrossTable::new(2, 2, counts).unwrap()));
    }
}

#[test]
fn huge_counts_are_refused_and_not_overflowed() {
    let huge = Sample::of_codes(1, &[u64::MAX, u64::MAX], 0);
    let groups = [huge.clone(), huge.clone()];
    assert!(mann_whitney(&huge, &huge).is_err());
    assert!(mann_whitney_exact(&huge, &huge).is_err());
    assert!(hodges_lehmann(&huge, &huge, 0.95).is_err());
    assert!(kruskal_wallis(&groups).is_err() && dunn(&groups).is_err());
    assert!(dscf(&groups).is_err() && jonckheere_terpstra(&groups).is_err());
    assert!(wilcoxon_signed_rank(&huge).is_err() && sign_test(&huge).is_err());
    assert!(wilcoxon_signed_rank_exact(&huge, ZeroDifferences::Dropped).is_err());
    let all = vec![(vec![Some(1), Some(0)].into_boxed_slice(), u64::MAX)];
    let all = Observations::of_patterns(vec![0, 0], all);
    assert!(friedman(&all).is_err() && cochran_q(&all).is_err());
    let group = ScoredGroup {
        score: 1.0,
        successes: u64::MAX,
        n: u64::MAX,
    };
    assert!(cochran_armitage(&[group, group]).is_err());
}

#[test]
fn a_million_levels_take_no_time_worth_naming() {
    let many = |from: i128| {
        let levels = (0..1_000_000).map(|i| (from + 3 * i, 1)).collect();
        Sample::of_units(2, levels, 0)
    };
    let (a, b) = (many(0), many(100));
    let test = mann_whitney(&a, &b).unwrap();
    assert!(test.plain.unwrap().p < 0.999_9);
    assert_eq!(hodges_lehmann(&a, &b, 0.95).unwrap().estimate, -1.0);
    assert!(mann_whitney_exact(&a, &b).is_err());
    assert!(jonckheere_terpstra(&[a, b]).is_ok());
}

#[test]
fn the_exact_tests_of_ratings_are_quick_for_hundreds() {
    // Four levels: as many arrangements as levels allow, not 2^800.
    let a = Sample::of_codes(1, &[20, 110, 180, 90], 0);
    let b = Sample::of_codes(1, &[40, 120, 160, 80], 0);
    let exact = mann_whitney_exact(&a, &b).unwrap();
    let normal = exact.asymptotic.plain.clone().unwrap();
    assert!(
        (exact.p / normal.p - 1.0).abs() < 0.01,
        "{} {}",
        exact.p,
        normal.p
    );
    let changes = Sample::of_codes(-3, &[10, 60, 150, 200, 190, 70, 30], 0);
    let exact = wilcoxon_signed_rank_exact(&changes, ZeroDifferences::Ranked).unwrap();
    let normal = wilcoxon_signed_rank(&changes).unwrap().pratt.unwrap();
    assert!(
        (exact.p / normal.p - 1.0).abs() < 0.02,
        "{} {}",
        exact.p,
        normal.p
    );
}

#[test]
fn full_agreement_has_no_bound() {
    let rows: Vec<Column> = [1.0, 2.0, 3.0]
        .map(|v| vec![Some(v); 4])
        .into_iter()
        .collect();
    let found = friedman(&observed(&rows)).unwrap();
    assert_eq!(found.kendall_w, 1.0);
    assert_eq!(found.f, Err(NotComputable::Unbounded));
}

#[test]
fn the_exact_test_reaches_untied_hundreds() {
    let values = |from: i128, step: i128| {
        let levels = (0..100)
            .map(|i| (from + step * i * i % 10_007, 1))
            .collect();
        Sample::of_units(0, levels, 0)
    };
    let (a, b) = (values(1, 97), values(60_000, 101));
    let exact = mann_whitney_exact(&a, &b).unwrap();
    // All of the first group below all of the second: 2 of C(200, 100) ways.
    assert!(
        (exact.p / 2.208_760_693_199_502_8e-59 - 1.0).abs() < 1e-12,
        "{}",
        exact.p
    );
    assert!(hodges_lehmann(&a, &b, 0.95).unwrap().exact);
}
