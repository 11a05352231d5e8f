//! Properties of the regressions and what garbage does to them.

use super::*;
use proptest::prelude::*;

type Column = Vec<Option<f64>>;

fn cell() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        1 => Just(None),
        8 => (0_i32..5).prop_map(|x| Some(f64::from(x))),
        1 => (-1e6_f64..1e6).prop_map(Some),
        1 => Just(Some(1e15)),
        1 => Just(Some(1e-12)),
    ]
}

fn table() -> impl Strategy<Value = Vec<Column>> {
    (0_usize..14).prop_flat_map(|n| {
        let column = prop_oneof![
            4 => proptest::collection::vec(cell(), n),
            1 => Just(vec![Some(3.0); n]),
            1 => Just(vec![None; n]),
            3 => proptest::collection::vec((0_i32..2).prop_map(|x| Some(f64::from(x))), n),
        ];
        proptest::collection::vec(column, 3)
    })
}

fn observations(columns: &[Column]) -> Observations {
    let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    Observations::of_columns(&slices).unwrap()
}

/// Neither NaN nor an infinity in any field.
fn finite(found: &impl std::fmt::Debug) -> bool {
    let text = format!("{found:?}");
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    !words.any(|word| word == "NaN" || word == "inf")
}

/// Well-behaved data: an outcome of 1 to 4 and two predictors.
fn answers() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    proptest::collection::vec((1_u8..5, 1_u8..6, 0_u8..2), 30..80)
}

fn columns(rows: &[(u8, u8, u8)]) -> Vec<Column> {
    let column = |pick: fn(&(u8, u8, u8)) -> u8| rows.iter().map(move |r| Some(f64::from(pick(r))));
    vec![
        column(|r| r.0).collect(),
        column(|r| r.1).collect(),
        column(|r| r.2).collect(),
    ]
}

fn near(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn garbage_gives_reasons_not_panics(columns in table(), first in 0_usize..4) {
        let all = observations(&columns);
        let x = [1, 2];
        prop_assert!(finite(&linear_regression(&all, 0, &x, 0.95)));
        prop_assert!(finite(&linear_regression(&all, 0, &[1, 1, 7], 0.95)));
        prop_assert!(finite(&breusch_pagan(&all, 0, &x)));
        prop_assert!(finite(&white_test(&all, 0, &x)));
        prop_assert!(finite(&glejser(&all, 0, &x)));
        prop_assert!(finite(&reset_test(&all, 0, &x, 3)));
        prop_assert!(finite(&linearity_test(&all, 0, 1)));
        prop_assert!(finite(&collinearity(&all, &x)));
        prop_assert!(finite(&influence(&all, 0, &x)));
        prop_assert!(finite(&residuals(&all, 0, &x)));
        let event = columns[0].iter().flatten().next().copied().unwrap_or(1.0);
        let logistic = logistic_regression(&all, 0, event, &x, LogisticOptions::default());
        prop_assert!(finite(&logistic), "{logistic:?}");
        let limits = profile_intervals(&all, 0, event, &x, 0.9, ProfileLimits::Solved);
        prop_assert!(finite(&limits), "{limits:?}");
        prop_assert!(finite(&profile_intervals(&all, 0, event, &x, 0.9, ProfileLimits::Interpolated)));
        for link in [Link::Logit, Link::Probit, Link::LogLog, Link::ComplementaryLogLog, Link::Cauchit] {
            let options = OrdinalOptions { link, confidence: 0.95 };
            let ordinal = ordinal_regression(&all, 0, &x, options);
            prop_assert!(finite(&ordinal), "{ordinal:?}");
        }
        let series = interrupted_time_series(&columns[0], &[first], SeriesOptions::default());
        prop_assert!(finite(&series), "{series:?}");
        let rows: Vec<f64> = columns[0].iter().flatten().copied().collect();
        let other: Vec<f64> = columns[1].iter().flatten().copied().collect();
        prop_assert!(finite(&durbin_watson(&rows, &[&other])));
        let time: Vec<f64> = (0..rows.len()).map(|t| t as f64).collect();
        prop_assert!(finite(&durbin_watson(&rows, &[&time])));
        let factor = Predictor::Factor { variable: 1, coding: Coding::Sum };
        let product = Predictor::Product { of: vec![factor.clone(), Predictor::Numeric { variable: 2 }] };
        if let Ok((design, names)) = design_columns(&all, 0, &[factor, product]) {
            let x: Vec<usize> = (1..=names.len()).collect();
            prop_assert!(finite(&linear_regression(&design, 0, &x, 0.95)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn order_and_doubling_do_not_matter(rows in answers(), turn in 0_usize..30) {
        let all = observations(&columns(&rows));
        let mut turned = rows.clone();
        turned.rotate_left(turn);
        let turned = observations(&columns(&turned));
        let found = linear_regression(&all, 0, &[1, 2], 0.95);
        prop_assert_eq!(&found, &linear_regression(&turned, 0, &[1, 2], 0.95));
        let options = LogisticOptions::default();
        let logistic = logistic_regression(&all, 2, 1.0, &[0, 1], options);
        prop_assert_eq!(&logistic, &logistic_regression(&turned, 2, 1.0, &[0, 1], options));
        let twice = observations(&columns(&[rows.clone(), rows].concat()));
        let doubled = linear_regression(&twice, 0, &[1, 2], 0.95);
        if let (Ok(found), Ok(doubled)) = (found, doubled) {
            for (one, two) in found.slopes.iter().zip(&doubled.slopes) {
                let (one, two) = (one.as_ref().unwrap(), two.as_ref().unwrap());
                prop_assert_eq!(one.estimate, two.estimate);
                prop_assert_eq!(one.beta, two.beta);
            }
            prop_assert_eq!(found.r_squared, doubled.r_squared);
        }
    }

    #[test]
    fn shares_add_up_and_p_is_a_probability(rows in answers()) {
        let all = observations(&columns(&rows));
        let Ok(found) = linear_regression(&all, 0, &[1, 2], 0.95) else { return Ok(()) };
        let slopes: Vec<&Slope> = found.slopes.iter().flatten().collect();
        let shares: f64 = slopes.iter().map(|s| s.contribution).sum();
        prop_assert!(near(shares, found.r_squared, 1e-12));
        prop_assert!(near(found.ss_regression + found.ss_residual, found.ss_total, 1e-13));
        for slope in slopes {
            let test = slope.test.as_ref().unwrap();
            prop_assert!((0.0..=1.0).contains(&test.p));
            prop_assert!(slope.vif >= 1.0 && slope.part.abs() <= slope.partial.abs() + 1e-15);
            // The square of a coefficient's t is the F of leaving it out.
            prop_assert!(near(slope.part * slope.part * found.ss_total,
                test.t * test.t * found.ss_residual / found.df_residual as f64, 1e-10));
        }
        for p in [
            breusch_pagan(&all, 0, &[1, 2]).and_then(|t| t.p_value()),
            white_test(&all, 0, &[1, 2]).and_then(|t| t.p_value()),
            glejser(&all, 0, &[1, 2]).and_then(|t| t.p_value()),
            reset_test(&all, 0, &[1, 2], 3).and_then(|t| t.p_value()),
            linearity_test(&all, 0, 1).and_then(|t| t.p_value()),
        ].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }

    #[test]
    fn two_levels_are_a_logistic_regression(rows in answers()) {
        let all = observations(&columns(&rows));
        let options = LogisticOptions::default();
        let Ok(binary) = logistic_regression(&all, 2, 1.0, &[0, 1], options) else { return Ok(()) };
        let ordinal = ordinal_regression(&all, 2, &[0, 1], OrdinalOptions::default()).unwrap();
        prop_assert!(near(binary.minus2_log_likelihood, -2.0 * ordinal.log_likelihood, 1e-9));
        let other = logistic_regression(&all, 2, 0.0, &[0, 1], options).unwrap();
        if binary.separation.is_some() { return Ok(()) }
        for ((one, two), opposite) in binary.slopes.iter().zip(&ordinal.slopes).zip(&other.slopes) {
            let (Ok(one), Ok(two), Ok(opposite)) = (one, two, opposite) else { continue };
            prop_assert!(near(one.wald.estimate, two.wald.estimate, 1e-8));
            prop_assert!(near(one.wald.standard_error, two.wald.standard_error, 1e-8));
            prop_assert!(near(one.wald.estimate, -opposite.wald.estimate, 1e-8));
        }
        let (Ok(intercept), Ok(thresholds)) = (binary.intercept, ordinal.thresholds) else { return Ok(()) };
        prop_assert!(near(intercept.wald.estimate, -thresholds[0].estimate, 1e-8));
        prop_assert!((0.0..=1.0).contains(&binary.area_under_curve));
    }

    #[test]
    fn reversed_answers_turn_the_slopes(rows in answers()) {
        let all = observations(&columns(&rows));
        let reversed: Vec<(u8, u8, u8)> = rows.iter().map(|r| (5 - r.0, r.1, r.2)).collect();
        let reversed = observations(&columns(&reversed));
        let options = OrdinalOptions::default();
        let (Ok(one), Ok(two)) = (ordinal_regression(&all, 0, &[1, 2], options),
            ordinal_regression(&reversed, 0, &[1, 2], options)) else { return Ok(()) };
        for (one, two) in one.slopes.iter().zip(&two.slopes) {
            let (Ok(one), Ok(two)) = (one, two) else { continue };
            prop_assert!(near(one.wald.estimate, -two.wald.estimate, 1e-8));
        }
    }

    #[test]
    fn a_series_read_backwards_has_the_same_d(values in proptest::collection::vec(0_i32..50, 5..40)) {
        let time: Vec<f64> = (0..values.len()).map(|t| t as f64).collect();
        let forward: Vec<f64> = values.iter().map(|x| f64::from(*x)).collect();
        let backward: Vec<f64> = forward.iter().rev().copied().collect();
        let (Ok(one), Ok(two)) = (durbin_watson(&forward, &[&time]), durbin_watson(&backward, &[&time])) else {
            return Ok(());
        };
        prop_assert!(near(one.d, two.d, 1e-10));
        prop_assert!(near(one.p_positive, two.p_positive, 1e-8));
        prop_assert!(near(one.p_positive + one.p_negative, 1.0, 1e-10));
    }
}

#[test]
fn a_predictor_that_repeats_others_is_left_out() {
    let a = [1.0, 2.0, 3.0, 4.0, 6.0].map(Some).to_vec();
    let b = [2.0, 1.0, 4.0, 3.0, 3.0].map(Some).to_vec();
    let sum: Column = a
        .iter()
        .zip(&b)
        .map(|(a, b)| Some(a.unwrap() + b.unwrap()))
        .collect();
    let y = [3.0, 1.0, 5.0, 4.0, 8.0].map(Some).to_vec();
    let all = observations(&[y, a, b, sum]);
    let three = linear_regression(&all, 0, &[1, 2, 3], 0.95).unwrap();
    let two = linear_regression(&all, 0, &[1, 2], 0.95).unwrap();
    assert_eq!(
        three.slopes[2],
        Err(NotComputable::Collinear { variable: 2 })
    );
    assert_eq!(three.slopes[..2], two.slopes[..]);
    assert_eq!(three.f, two.f);
    assert_eq!(three.cautions, [Caution::Collinear { variables: 1 }]);
}

#[test]
fn a_perfect_fit_has_estimates_and_no_tests() {
    let x = [1.0, 2.0, 3.0, 4.0].map(Some).to_vec();
    let y = [0.3, 0.5, 0.7, 0.9].map(Some).to_vec();
    let all = observations(&[y, x]);
    let found = linear_regression(&all, 0, &[1], 0.95).unwrap();
    let slope = found.slopes[0].as_ref().unwrap();
    assert_eq!(
        (slope.estimate, found.intercept.estimate, found.r_squared),
        (0.2, 0.1, 1.0)
    );
    assert_eq!(slope.test, Err(NotComputable::NoSpread));
    assert_eq!(found.f, Err(NotComputable::NoSpread));
    assert_eq!(glejser(&all, 0, &[1]), Err(NotComputable::NoSpread));
}

#[test]
fn separation_is_told_from_estimates() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(Some).to_vec();
    let complete = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0].map(Some).to_vec();
    let all = observations(&[complete, x]);
    let found = logistic_regression(&all, 0, 1.0, &[1], LogisticOptions::default()).unwrap();
    assert_eq!(found.separation, Some(Separation::Complete));
    assert_eq!(found.slopes[0], Err(NotComputable::Separated));
    assert!(found.minus2_log_likelihood < 1e-9);
    // Both outcomes at 3: the likelihood tends to that of a fair coin there.
    let x = [1.0, 2.0, 3.0, 3.0, 4.0, 5.0].map(Some).to_vec();
    let quasi = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0].map(Some).to_vec();
    let all = observations(&[quasi, x]);
    let found = logistic_regression(&all, 0, 1.0, &[1], LogisticOptions::default()).unwrap();
    assert_eq!(found.separation, Some(Separation::Quasi));
    assert!((found.minus2_log_likelihood - 4.0 * 2.0_f64.ln()).abs() < 1e-9);
    let limits = profile_intervals(&all, 0, 1.0, &[1], 0.95, ProfileLimits::Solved);
    assert_eq!(limits, Err(NotComputable::Separated));
}

#[test]
fn numbers_of_37_digits_do_not_overflow() {
    let huge = [1e36, 3e36, 2e36, 5e36].map(Some).to_vec();
    let y = [1.0, 2.0, 1.5, 4.0].map(Some).to_vec();
    let found = linear_regression(&observations(&[y.clone(), huge]), 0, &[1], 0.95).unwrap();
    let small = [1.0, 3.0, 2.0, 5.0].map(Some).to_vec();
    let same = linear_regression(&observations(&[y, small]), 0, &[1], 0.95).unwrap();
    assert_eq!(found.r_squared, same.r_squared);
    let slopes = (
        found.slopes[0].as_ref().unwrap(),
        same.slopes[0].as_ref().unwrap(),
    );
    assert!((slopes.0.estimate * 1e36 - slopes.1.estimate).abs() < 1e-15);
}

#[test]
fn a_series_with_a_gap_keeps_its_time() {
    // The line before 1 + t, the level up by 5; the gap changes nothing of it.
    let value = |t: usize| 1.0 + t as f64 + if t >= 7 { 5.0 } else { 0.0 };
    let noise = [0.1, -0.1, 0.05, -0.05, 0.08, -0.08];
    let series: Column = (0..14)
        .map(|t| (t != 3).then(|| value(t + 1) + noise[t % 6]))
        .collect();
    let found = interrupted_time_series(&series, &[6], SeriesOptions::default()).unwrap();
    assert!((found.trend.estimate - 1.0).abs() < 0.1);
    assert!((found.changes[0].level.as_ref().unwrap().estimate - 5.0).abs() < 0.3);
    assert_eq!((found.n, found.missing), (13, 1));
    assert!(found.durbin_watson.is_err() && found.fitted.len() == 14);
}

#[test]
fn a_stored_model_of_an_earlier_version_is_read() {
    let columns = [vec![1.0, 2.0, 4.0, 3.0, 6.0], vec![1.0, 2.0, 3.0, 4.0, 5.0]];
    let columns = columns.map(|column| column.into_iter().map(Some).collect::<Column>());
    let model = linear_regression(&observations(&columns), 0, &[1], 0.95).unwrap();
    assert!(model.r_squared_interval.is_ok());
    let mut stored = serde_json::to_value(&model).unwrap();
    stored.as_object_mut().unwrap().remove("r_squared_interval");
    let read: LinearRegression = serde_json::from_value(stored).unwrap();
    assert!(read.r_squared_interval.is_err());
    assert_eq!(read.slopes, model.slopes);
}
