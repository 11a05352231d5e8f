//! The methods about means and variances held against nonsense and against the
//! identities between them.

use super::*;
use proptest::prelude::*;
use serde::Serialize;

/// Serde writes NaN and the infinities as null: a number that is none. A missing
/// option is null too, so they are looked for in the debug text instead.
fn sound<T: Serialize + std::fmt::Debug>(found: &Outcome<T>) -> Result<(), TestCaseError> {
    let text = format!("{found:?}");
    prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
    prop_assert!(serde_json::to_string(found).is_ok());
    Ok(())
}

/// p, effect and statistic of a test are numbers, and p is a probability.
fn sound_test<T: HypothesisTest + Serialize + std::fmt::Debug>(
    found: &Outcome<T>,
) -> Result<(), TestCaseError> {
    sound(found)?;
    if let Ok(test) = found {
        let p = test.p_value();
        prop_assert!(p.is_ok_and(|p| (0.0..=1.0).contains(&p)), "{:?}", test);
        prop_assert!(test.statistic().value.is_finite());
        prop_assert!(test.effect().is_none_or(|effect| effect.value.is_finite()));
    }
    Ok(())
}

/// Few values of any size, most of them equal, many of them missing.
fn numbers() -> impl Strategy<Value = Vec<Option<f64>>> {
    let value = prop_oneof![
        3 => Just(None),
        8 => (1_i32..5).prop_map(|v| Some(f64::from(v))),
        2 => (-50_i32..50).prop_map(|v| Some(f64::from(v) / 8.0)),
        1 => prop_oneof![Just(1e12), Just(-1e12), Just(1e-9), Just(0.0)].prop_map(Some),
    ];
    proptest::collection::vec(value, 0..7)
}

fn groups() -> impl Strategy<Value = Vec<Sample>> {
    let sample = numbers().prop_map(|n| Sample::of_numbers(&n).unwrap_or_default());
    proptest::collection::vec(sample, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn nonsense_has_reasons_and_no_nonsense_comes_out(groups in groups(), confidence in -0.1_f64..1.1) {
        sound_test(&anova_oneway(&groups))?;
        sound_test(&welch_anova(&groups))?;
        sound_test(&brown_forsythe_anova(&groups))?;
        sound_test(&bartlett(&groups))?;
        sound_test(&fligner_killeen(&groups))?;
        for centre in [LeveneCentre::Mean, LeveneCentre::Median, LeveneCentre::TrimmedMean] {
            sound_test(&levene(&groups, centre))?;
        }
        sound(&sums_of_squares(&groups))?;
        sound(&pairwise_t_test(&groups))?;
        sound(&tukey_hsd(&groups, confidence))?;
        sound(&games_howell(&groups, confidence))?;
        sound(&effect_k_groups(&groups, confidence))?;
        let cells: Vec<Vec<Sample>> = groups.chunks(2).map(<[Sample]>::to_vec).collect();
        sound_test(&anova_twoway(&cells))?;
    }

    #[test]
    fn nonsense_of_one_or_two_groups(first in numbers(), second in numbers(), confidence in -0.1_f64..1.1) {
        let sample = |numbers: &[Option<f64>]| Sample::of_numbers(numbers).unwrap_or_default();
        let (a, b) = (sample(&first), sample(&second));
        sound(&descriptives(&a, confidence))?;
        sound_test(&one_sample_t_test(&a, &Exact::ratio(5, 2), confidence))?;
        sound_test(&student_t_test(&a, &b, confidence))?;
        sound_test(&welch_t_test(&a, &b, confidence))?;
        sound_test(&variance_ratio(&a, &b, confidence))?;
        sound(&effect_two_groups(&a, &b, confidence))?;
        sound(&cliffs_delta(&a, &b, confidence))?;
        let length = first.len().min(second.len());
        let both = Observations::of_columns(&[&first[..length], &second[..length]]);
        if let Some(both) = both {
            sound_test(&paired_t_test(&both, 0, 1, confidence))?;
        }
        let series: Vec<f64> = first.into_iter().flatten().collect();
        sound(&autocorrelation(&series, 1))?;
    }

    #[test]
    fn two_groups_make_every_analysis_of_variance_a_t_test(
        a in proptest::collection::vec(0_u64..5, 2..5),
        b in proptest::collection::vec(0_u64..5, 2..5),
    ) {
        let groups = [Sample::of_codes(1, &a, 0), Sample::of_codes(1, &b, 0)];
        if let (Ok(anova), Ok(t)) = (welch_anova(&groups), welch_t_test(&groups[0], &groups[1], 0.95)) {
            prop_assert!((anova.f - t.test.t.powi(2)).abs() <= 1e-12 * (1.0 + anova.f));
            prop_assert!((anova.df2 - t.test.df).abs() <= 1e-10 * anova.df2);
            let pair = &games_howell(&groups, 0.95).unwrap()[0];
            prop_assert!((pair.p - t.test.two_sided.p).abs() < 1e-9);
        }
        if let Ok(pairs) = tukey_hsd(&groups, 0.95) {
            let t = student_t_test(&groups[0], &groups[1], 0.95).unwrap();
            prop_assert!((pairs[0].p - t.test.two_sided.p).abs() < 1e-9);
            let low = |interval: Interval| interval.low.unwrap();
            let away = low(pairs[0].interval) - low(t.test.two_sided.interval);
            prop_assert!(away.abs() < 1e-8);
        }
    }

    #[test]
    fn an_even_table_has_one_type_of_sums(values in proptest::collection::vec(1_i32..5, 18)) {
        let cell = |cell: &[i32]| {
            let numbers: Vec<_> = cell.iter().map(|v| Some(f64::from(*v))).collect();
            Sample::of_numbers(&numbers).unwrap()
        };
        let cells: Vec<Sample> = values.chunks(3).map(cell).collect();
        let cells: Vec<Vec<Sample>> = cells.chunks(3).map(<[Sample]>::to_vec).collect();
        if let Ok(found) = anova_twoway(&cells) {
            prop_assert_eq!(&found.type_1, &found.type_2);
            prop_assert_eq!(Ok(&found.type_2), found.type_3.as_ref());
            let turned: Vec<Vec<Sample>> =
                (0..3).map(|j| cells.iter().map(|row| row[j].clone()).collect()).collect();
            let turned = anova_twoway(&turned).unwrap();
            prop_assert_eq!(turned.type_2.a, found.type_2.b);
            prop_assert_eq!(turned.type_2.interaction, found.type_2.interaction);
        }
    }

    #[test]
    fn a_shift_and_another_unit_change_no_test(
        counts in proptest::collection::vec(proptest::collection::vec(0_u64..4, 4), 3),
        shift in -1_000_000_i64..1_000_000,
    ) {
        let of = |map: &dyn Fn(i128) -> i128, places: u32| -> Vec<Sample> {
            let sample = |counts: &Vec<u64>| {
                let values = (1_i128..).zip(counts).map(|(v, c)| (map(v), *c)).collect();
                Sample::of_units(places, values, 0)
            };
            counts.iter().map(sample).collect()
        };
        let (plain, moved) = (of(&|v| v, 0), of(&|v| v * 7 + i128::from(shift), 2));
        if let (Ok(a), Ok(b)) = (anova_oneway(&plain), anova_oneway(&moved)) {
            prop_assert_eq!((a.f, a.p, a.eta2), (b.f, b.p, b.eta2));
        }
        if let (Ok(a), Ok(b)) = (levene(&plain, LeveneCentre::Mean), levene(&moved, LeveneCentre::Mean)) {
            prop_assert_eq!((a.f, a.p), (b.f, b.p));
        }
        let (a, b) = (descriptives(&plain[0], 0.95), descriptives(&moved[0], 0.95));
        if let (Ok(a), Ok(b)) = (a, b) {
            prop_assert_eq!((a.skewness, a.kurtosis), (b.skewness, b.kurtosis));
        }
    }
}

#[test]
fn empty_cells_leave_type_1_and_2() {
    let cell = |counts: &[u64]| Sample::of_codes(1, counts, 0);
    let cells = [
        vec![cell(&[2, 1]), cell(&[1, 3]), cell(&[1, 1])],
        vec![cell(&[3, 0, 1]), cell(&[]), cell(&[0, 2, 2])],
    ];
    let found = anova_twoway(&cells).unwrap();
    assert_eq!(found.type_3, Err(NotComputable::EmptyCell));
    let df = |table: &TwoWayTable| table.interaction.as_ref().map(|line| line.df);
    assert_eq!((found.type_1.a.df, found.type_1.b.df), (1, 2));
    assert_eq!((df(&found.type_1), df(&found.type_2)), (Some(1), Some(1)));
    assert_eq!(found.cautions, [Caution::EmptyLevels { levels: 1 }]);
}

#[test]
fn a_million_levels_or_groups_end() {
    let levels = (0..1_000_000).map(|v| (v, 1)).collect();
    let many = Sample::of_units(3, levels, 0);
    assert_eq!(descriptives(&many, 0.95).unwrap().modes.len(), 1_000_000);
    assert!(cliffs_delta(&many, &many, 0.95).unwrap().delta.abs() < 1e-15);
    let groups: Vec<Sample> = (0..100_000)
        .map(|v| Sample::of_codes(v as i16 % 4, &[1, 1], 0))
        .collect();
    assert_eq!(anova_oneway(&groups).unwrap().df_between, 99_999);
    assert!(welch_anova(&groups).is_ok() && levene(&groups, LeveneCentre::Median).is_err());
    assert_eq!(tukey_hsd(&groups, 0.95), Err(NotComputable::TooLarge));
    let cells = vec![groups; 1];
    assert!(anova_twoway(&cells).is_err());
}
