//! What the tests of normality promise together.

use super::*;
use proptest::prelude::*;

fn p_values(sample: &Sample) -> Vec<Outcome<f64>> {
    vec![
        shapiro_wilk(sample).and_then(|t| t.p_value()),
        lilliefors(sample).and_then(|t| t.p_value()),
        anderson_darling(sample).and_then(|t| t.p_value()),
        cramer_von_mises(sample).and_then(|t| t.p_value()),
        jarque_bera(sample).and_then(|t| t.p_value()),
        kolmogorov_smirnov(sample, 2.0, 1.5).and_then(|t| t.p_value()),
    ]
}

/// scipy 1.17 `stats.shapiro`.
#[test]
fn few_and_tied_values_are_those_of_scipy() {
    let of = |values: &[f64]| {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        shapiro_wilk(&Sample::of_numbers(&values).unwrap()).unwrap()
    };
    assert!((of(&[1.0, 2.0, 4.0]).p - 0.6368868450289689).abs() < 1e-12);
    let tied = of(&[1.0, 1.0, 1.0, 5.0]);
    assert!((tied.w - 0.629776264554299).abs() < 1e-7, "{}", tied.w);
    assert!((tied.p - 0.0012407259151036264).abs() < 1e-7, "{}", tied.p);
    let answers = shapiro_wilk(&Sample::of_codes(1, &[20, 30, 10], 0)).unwrap();
    assert!((answers.w - 0.7971698301035606).abs() < 1e-7);
    assert_eq!(answers.cautions, [Caution::Ties { tied: 60 }]);
}

#[test]
fn too_few_too_many_and_no_spread_are_said() {
    let constant = Sample::of_codes(3, &[9], 1);
    assert!(
        p_values(&constant)[..5]
            .iter()
            .all(|p| *p == Err(NotComputable::NoSpread))
    );
    assert!(
        p_values(&Sample::default())
            .iter()
            .all(|p| *p == Err(NotComputable::NoAnswers))
    );
    let many = Sample::of_codes(1, &[3000, 3000], 0);
    let most = 5_000;
    assert_eq!(
        shapiro_wilk(&many),
        Err(NotComputable::TooMany { n: 6_000, most })
    );
    assert!(kolmogorov_smirnov(&many, 1.5, 0.0).is_err());
    // A million values without ties take no longer than reading them.
    let units = (0..1_000_000).map(|unit| (unit, 1)).collect();
    let all = p_values(&Sample::of_units(3, units, 0));
    assert!(all[1..].iter().all(Result::is_ok));
}

proptest! {
    #[test]
    fn shift_scale_and_mirror_change_nothing(counts in proptest::collection::vec(0_u64..9, 2..9),
        shift in -10_000_i128..10_000, factor in 1_i128..50) {
        let plain = Sample::of_units(0, (0_i128..).zip(counts.iter().copied()).collect(), 0);
        let moved = (0..).zip(counts.iter().copied()).map(|(u, c)| (shift + factor * u, c));
        let moved = Sample::of_units(1, moved.collect(), 0);
        let mirrored = (0..).zip(counts.iter().copied()).map(|(u, c)| (-u, c)).collect();
        let mirrored = Sample::of_units(0, mirrored, 0);
        for other in [moved, mirrored] {
            for (a, b) in p_values(&plain).iter().zip(&p_values(&other)).take(5) {
                match (a, b) {
                    // Equal to the printed digits: roots of tiny sums lose a few.
                    (Ok(a), Ok(b)) => prop_assert!((a - b).abs() < 1e-6, "{a} {b}"),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
        }
    }

    #[test]
    fn nothing_panics_and_every_p_is_a_chance(
        values in proptest::collection::vec(proptest::option::of(-3_i32..4), 0..14)) {
        let numbers: Vec<_> = values.iter().map(|v| v.map(|v| f64::from(v) / 2.0)).collect();
        let sample = Sample::of_numbers(&numbers).unwrap();
        for p in p_values(&sample).into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }
}
