//! What the distributions promise together, against values from elsewhere.

use super::*;
use std::f64::consts::PI;

/// Within a relative distance, so that small tails count too.
fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.expect("a value");
    let away = (found / expected - 1.0).abs();
    assert!(away <= tolerance, "{found} is not {expected}: {away}");
}

/// t, df and two-sided p of R 4.2.2 (`t.test`, `cor.test`), from the
/// reference cases that are named.
#[test]
fn student_tails_are_those_of_r() {
    let cases = [
        // t_one_sample.airquality.Ozone
        (0.6952059703868354, 115.0, 0.48832860050190685),
        // t_two_sample.n12.x_by_g, Welch
        (2.1551924971571483, 7.400983263881659, 0.06599290667396898),
        // t_one_sample.n3.x
        (5.858449331643023, 2.0, 0.02792176933694946),
        // t_two_sample.infert.age_by_case, Welch
        (-0.05528826973207637, 163.7657380898768, 0.9559762006060529),
        // t_one_sample.skm400.u6
        (12.067688483810395, 394.0, 9.449096316889043e-29),
        // t_two_sample.edge_extreme_p.y_by_g, Welch
        (
            -20.985120821627806,
            154.26853354578918,
            4.70156238762533e-47,
        ),
        // correlation.bfi_sub.N1_N2
        (18.632116999396914, 302.0, 4.098406913395566e-52),
        // t_two_sample.edge_identical_groups.y_by_g
        (0.0, 8.0, 1.0),
    ];
    for (t, df, p) in cases {
        near(student_two_sided(t, df), p, 1e-11);
    }
}

/// Two-sided p of R 4.2.2 (`2*pnorm(-abs(z))`) from `contingency` cases.
#[test]
fn normal_tails_are_those_of_r() {
    let cases = [
        // contingency.skm400.period_x_u9, gamma
        (0.7777576094240745, 0.4367119226772969),
        // contingency.mtcars.cyl_x_gear, gamma
        (3.659557764628235, 0.00025265088798729816),
        // contingency.skm400.u1_x_u2, tau-b
        (6.153187228052661, 7.594106365210107e-10),
        // contingency.bfi_sub.A4_x_A5, gamma
        (7.373628923345017, 1.6604495884854357e-13),
    ];
    for (z, p) in cases {
        near(normal_upper(z).map(|tail| 2.0 * tail), p, 1e-13);
    }
    // Far out the tail follows its asymptotic series.
    let z2: f64 = 1352.0;
    let series = 1.0 - 1.0 / z2 + 3.0 / z2.powi(2) - 15.0 / z2.powi(3);
    let density = (-z2 / 2.0).exp() / (2.0 * PI * z2).sqrt();
    near(normal_upper(z2.sqrt()), density * series, 1e-10);
}

/// One and two degrees of freedom have closed forms.
#[test]
fn student_quantiles_follow_their_closed_forms() {
    for upper in [0.45, 0.3, 0.025, 0.005, 1e-6, 1e-12, 1e-100] {
        near(
            student_quantile(upper, 1.0),
            1.0 / (PI * upper).tan(),
            1e-12,
        );
        let two = (1.0 - 2.0 * upper) / (2.0 * upper * (1.0 - upper)).sqrt();
        near(student_quantile(upper, 2.0), two, 1e-12);
    }
}

/// Even degrees of freedom have a finite sum (Abramowitz and Stegun 26.7.4).
#[test]
fn many_degrees_of_freedom_agree_with_the_finite_sum() {
    for (df, t) in [
        (9_998_u32, 2.0),
        (10_002, 2.0),
        (30_000, 0.7),
        (30_000, 1.2),
    ] {
        let cos2 = f64::from(df) / (f64::from(df) + t * t);
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..df / 2 {
            term *= f64::from(2 * k - 1) / f64::from(2 * k) * cos2;
            sum += term;
        }
        let inside = (1.0 - cos2).sqrt() * sum;
        near(student_two_sided(t, df.into()), 1.0 - inside, 1e-10);
    }
    // Both methods meet in the far tail, too.
    for t in [5.0, 15.0, 30.0] {
        let (below, above) = (
            student_two_sided(t, 100_000.0),
            student_upper(t, 100_000.000_000_001),
        );
        near(above.map(|tail| 2.0 * tail), below.unwrap_or(0.0), 1e-10);
    }
}

/// Chi-square with two degrees of freedom is −2·ln p, with one the square of
/// a normal deviate.
#[test]
fn quantiles_invert_their_tails() {
    for upper in [0.5, 0.4, 0.05, 0.025, 0.005, 1e-10, 1e-200] {
        near(chi_square_quantile(upper, 2.0), -2.0 * upper.ln(), 1e-13);
        for df in [0.5, 3.0, 29.0, 149.5, 1e6, 1e12] {
            if let Some(t) = student_quantile(upper, df).filter(|&t| t > 0.0) {
                near(student_two_sided(t, df), 2.0 * upper, 1e-12);
            }
        }
        let z = normal_quantile(upper).expect("a quantile");
        near(normal_upper(z), upper, 1e-12);
        assert_eq!(normal_quantile(1.0 - upper).is_some(), 1.0 - upper < 1.0);
    }
    near(normal_quantile(0.975), -1.959963984540054, 1e-15);
    let z = normal_quantile(0.025).expect("a quantile");
    near(chi_square_quantile(0.05, 1.0), z * z, 1e-13);
}

#[test]
fn nothing_panics_outside() {
    let odd = [
        f64::NAN,
        f64::INFINITY,
        -f64::INFINITY,
        -1.0,
        0.0,
        1.0,
        1e-310,
        1e300,
    ];
    for a in odd {
        assert!(normal_quantile(a).is_none(), "{a}");
        for b in odd {
            let found = [
                student_two_sided(a, b),
                student_quantile(a, b),
                student_quantile(0.025, b),
                chi_square_quantile(a, b),
                chi_square_quantile(0.05, b),
                normal_upper(a),
            ];
            assert!(found.iter().flatten().all(|v| v.is_finite()), "{a} {b}");
        }
    }
}

/// Complementary tails, the identities between the families, and values that
/// rise or fall as they must.
mod laws {
    use super::*;
    use proptest::prelude::*;

    fn is_near(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() <= tolerance * a.abs().max(b.abs()) + 1e-290
    }

    proptest! {
        #[test]
        fn tails_add_up_to_one(x in 0.0_f64..1.0, a in 0.01_f64..500.0, b in 0.01_f64..500.0) {
            let (below, above) = (beta_lower(x, a, b).unwrap(), beta_upper(x, a, b).unwrap());
            prop_assert!((below + above - 1.0).abs() < 1e-14);
            let x = 1e3 * x;
            let (below, above) = (gamma_lower(a, x).unwrap(), gamma_upper(a, x).unwrap());
            prop_assert!((below + above - 1.0).abs() < 1e-14);
        }

        #[test]
        fn f_with_one_is_t_squared(t in 0.0_f64..100.0, df in 0.1_f64..1e4) {
            let f = f_upper(t * t, 1.0, df).unwrap();
            prop_assert!(is_near(f, student_two_sided(t, df).unwrap(), 1e-11));
        }

        #[test]
        fn chi_square_with_one_is_z_squared(z in 0.0_f64..36.0) {
            let p = chi_square_upper(z * z, 1.0).unwrap();
            prop_assert!(is_near(p, 2.0 * normal_upper(z).unwrap(), 1e-11));
        }

        #[test]
        fn a_range_of_two_is_a_t(q in 0.01_f64..200.0, df in 0.5_f64..1e5) {
            let range = studentized_range_upper(q, 2.0, df).unwrap();
            let t = student_two_sided(q / 2_f64.sqrt(), df).unwrap();
            prop_assert!(is_near(range, t, 1e-10), "{range} {t}");
        }

        #[test]
        fn without_noncentrality_all_is_central(x in 0.01_f64..60.0, a in 0.5_f64..90.0,
            b in 0.5_f64..90.0) {
            let chi = noncentral_chi_square_upper(x, a, 0.0).unwrap();
            prop_assert!(is_near(chi, chi_square_upper(x, a).unwrap(), 1e-12));
            let f = noncentral_f_upper(x, a, b, 0.0).unwrap();
            prop_assert!(is_near(f, f_upper(x, a, b).unwrap(), 1e-12));
            let t = noncentral_t_upper(x, a, 0.0).unwrap();
            prop_assert!(is_near(t, student_upper(x, a).unwrap(), 1e-11));
        }

        #[test]
        fn noncentral_tails_add_up(x in 0.1_f64..60.0, a in 0.5_f64..90.0, b in 0.5_f64..90.0,
            ncp in 0.0_f64..100.0) {
            let (above, below) =
                (noncentral_chi_square_upper(x, a, ncp), noncentral_chi_square_lower(x, a, ncp));
            prop_assert!((above.unwrap() + below.unwrap() - 1.0).abs() < 1e-12);
            let (above, below) =
                (noncentral_f_upper(x, a, b, ncp), noncentral_f_lower(x, a, b, ncp));
            prop_assert!((above.unwrap() + below.unwrap() - 1.0).abs() < 1e-12);
            let t = x - 30.0;
            let (above, below) =
                (noncentral_t_upper(t, a, ncp - 50.0), noncentral_t_lower(t, a, ncp - 50.0));
            prop_assert!((above.unwrap() + below.unwrap() - 1.0).abs() < 1e-12);
        }

        #[test]
        fn noncentral_t_squared_is_noncentral_f(t in 0.1_f64..20.0, df in 1.0_f64..90.0,
            ncp in -6.0_f64..6.0) {
            let both = noncentral_t_upper(t, df, ncp).unwrap()
                + noncentral_t_lower(-t, df, ncp).unwrap();
            let f = noncentral_f_upper(t * t, 1.0, df, ncp * ncp).unwrap();
            prop_assert!(is_near(both, f, 1e-11), "{both} {f}");
        }

        #[test]
        fn quantiles_invert(log in -280.0_f64..-0.31, a in 0.3_f64..300.0, b in 0.3_f64..300.0) {
            let p = 10_f64.powf(log);
            if let Some(x) = f_quantile(p, a, b) {
                prop_assert!(is_near(f_upper(x, a, b).unwrap(), p, 1e-9));
            }
            let x = chi_square_quantile(p, a).unwrap();
            prop_assert!(is_near(chi_square_upper(x, a).unwrap(), p, 1e-10));
            let x = chi_square_quantile(1.0 - p, a).unwrap();
            prop_assert!((chi_square_upper(x, a).unwrap() - (1.0 - p)).abs() < 1e-13);
            let x = beta_quantile(p, a, b).unwrap();
            prop_assert!(x == 0.0 || is_near(beta_lower(x, a, b).unwrap(), p, 1e-9), "{x}");
            for lower in [1.0 - p, beta_lower(0.5, a, b).unwrap()] {
                let x = beta_quantile(lower, a, b).unwrap();
                prop_assert!((beta_lower(x, a, b).unwrap() - lower).abs() < 1e-12, "{x}");
            }
            if let Some(t) = student_quantile(p, a) {
                prop_assert!(is_near(student_upper(t, a).unwrap(), p, 1e-10));
            }
        }

        #[test]
        fn no_number_makes_a_panic_or_an_infinity(a: f64, b: f64, c: f64, d: f64) {
            all_finite([a, b, c, d]);
        }

        #[test]
        fn nor_do_plain_ones(a in -50.0_f64..50.0, b in -1.0_f64..100.0, c in -1.0_f64..100.0,
            d in -1.0_f64..100.0) {
            all_finite([a, b, c, d]);
            all_finite([a / 50.0, b, c, d]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn ranges_invert(log in -30.0_f64..-0.05, k in 2.0_f64..40.0, df in 2.0_f64..400.0) {
            let p = 10_f64.powf(log);
            let q = studentized_range_quantile(p, k.floor(), df).unwrap();
            prop_assert!(is_near(studentized_range_upper(q, k.floor(), df).unwrap(), p, 1e-10));
        }
    }

    fn all_finite([a, b, c, d]: [f64; 4]) {
        let tails = [
            normal_upper(a),
            student_upper(a, b),
            student_two_sided(a, b),
            chi_square_upper(a, b),
            f_upper(a, b, c),
            beta_lower(a, b, c),
            beta_upper(a, b, c),
            gamma_lower(b, a),
            gamma_upper(b, a),
            studentized_range_upper(a, b, c),
            noncentral_t_upper(a, b, c),
            noncentral_t_lower(a, b, c),
            noncentral_f_upper(a, b, c, d),
            noncentral_f_lower(a, b, c, d),
            noncentral_chi_square_upper(a, b, c),
            noncentral_chi_square_lower(a, b, c),
        ];
        for (place, p) in tails.iter().enumerate() {
            if let Some(p) = p {
                assert!((0.0..=1.0).contains(p), "{place}: {p} of {a} {b} {c} {d}");
            }
        }
        let quantiles = [
            normal_quantile(a),
            student_quantile(a, b),
            chi_square_quantile(a, b),
            f_quantile(a, b, c),
            beta_quantile(a, b, c),
            studentized_range_quantile(a, b, c),
            ln_gamma(a),
        ];
        for (place, x) in quantiles.iter().enumerate() {
            assert!(x.is_none_or(f64::is_finite), "{place} of {a} {b} {c}");
        }
    }

    #[test]
    fn odd_numbers_in_every_place() {
        let odd = [f64::NAN, f64::INFINITY, 0.0, 1.0, -1.0, 1e-310, 1e300, 1e5];
        for a in odd {
            for b in odd {
                for c in odd {
                    for d in [0.0, f64::NAN, 1e300] {
                        all_finite([a, b, c, d]);
                    }
                }
            }
        }
    }
}
