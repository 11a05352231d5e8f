//! Laws of the methods of survey designs, and nonsense.

use super::*;
use proptest::prelude::*;

fn pattern(values: &[Option<f64>], weight: f64, stratum: u32, count: u64) -> DesignPattern {
    DesignPattern {
        values: values.to_vec(),
        weight: Some(weight),
        strata: vec![stratum],
        count,
        ..DesignPattern::default()
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

/// Rows of a value, a group, a column and a weight in two strata.
fn rows() -> impl Strategy<Value = Vec<DesignPattern>> {
    let row = (1_u8..5, 0_u8..2, 0_u8..3, 1_u8..4, 0_u32..2, 1_u64..4);
    let row = row.prop_map(|(y, group, column, weight, stratum, count)| {
        let values = [y, group, column].map(|v| Some(f64::from(v)));
        pattern(&values, f64::from(weight) * 1.5, stratum, count)
    });
    proptest::collection::vec(row, 6..30)
}

fn expanded(patterns: &[DesignPattern]) -> Vec<DesignPattern> {
    let one = |p: &DesignPattern| DesignPattern {
        count: 1,
        ..p.clone()
    };
    patterns
        .iter()
        .flat_map(|p| (0..p.count).map(move |_| one(p)))
        .collect()
}

proptest! {
    #[test]
    fn counts_stand_for_respondents(patterns in rows()) {
        let counted = Design::new(patterns.clone(), DesignOptions::default()).unwrap();
        let single = Design::in_order(expanded(&patterns), DesignOptions::default()).unwrap();
        prop_assert_eq!(counted.degrees_of_freedom(), single.degrees_of_freedom());
        let both = [&counted, &single];
        let means = both.map(|d| design_means(d, &[0, 1], 0.9));
        if let [Ok(a), Ok(b)] = &means {
            for (a, b) in a.estimates.iter().zip(&b.estimates) {
                prop_assert!(near(a.estimate, b.estimate) && near(a.se, b.se));
            }
        }
        let tests = both.map(|d| design_t_test(d, 0, 1, &[0.0, 1.0], 0.95).map(|t| t.t));
        if let [Ok(a), Ok(b)] = tests {
            prop_assert!(near(a, b) || a.abs().max(b.abs()) > 1e6);
        }
        let ranks = both.map(|d| {
            let options = DesignRankOptions::default();
            design_rank_test(d, 0, 2, &[0.0, 1.0, 2.0], options).map(|t| t.chi_square)
        });
        if let [Ok(a), Ok(b)] = ranks {
            prop_assert!((a - b).abs() <= 1e-6 * (1.0 + a) || a.abs().max(b.abs()) > 1e6);
        }
        let tables = both.map(|d| {
            design_chi_square(d, 1, &[0.0, 1.0], 2, &[0.0, 1.0, 2.0]).map(|t| t.second_order.value)
        });
        if let [Ok(a), Ok(b)] = tables {
            prop_assert!(near(a, b) || a.abs().max(b.abs()) > 1e6);
        }
    }

    #[test]
    fn the_order_of_the_patterns_changes_no_bit(patterns in rows(), turn in 0_usize..30) {
        let mut turned = patterns.clone();
        turned.rotate_left(turn % patterns.len());
        turned.reverse();
        let halves = Design::new(patterns, DesignOptions::default());
        prop_assert_eq!(halves, Design::new(turned, DesignOptions::default()));
    }

    #[test]
    fn doubled_weights_leave_means_and_tests(patterns in rows()) {
        let doubled = patterns.iter().map(|p| DesignPattern {
            weight: p.weight.map(|w| 2.0 * w),
            ..p.clone()
        });
        let heavy = Design::new(doubled.collect(), DesignOptions::default()).unwrap();
        let light = Design::new(patterns, DesignOptions::default()).unwrap();
        let of = |d: &Design| design_t_test(d, 0, 1, &[0.0, 1.0], 0.95);
        if let (Ok(a), Ok(b)) = (of(&light), of(&heavy)) {
            prop_assert!(near(a.t, b.t) && near(a.p, b.p) && near(a.difference, b.difference));
            prop_assert!((0.0..=1.0).contains(&a.p));
        }
    }

    #[test]
    fn raked_weights_meet_the_margins(patterns in rows()) {
        let design = Design::new(patterns, DesignOptions::default()).unwrap();
        let margin = |variable: usize| PopulationMargin {
            variable,
            totals: design.levels(variable).iter().map(|&code| (code, 600.0)).collect(),
        };
        let first = margin(1);
        let total: f64 = first.totals.iter().map(|(_, total)| total).sum();
        let mut second = margin(2);
        let share = total / second.totals.len() as f64;
        second.totals.iter_mut().for_each(|(_, total)| *total = share);
        let raked = rake(&design, &[first.clone(), second.clone()], RakingOptions::default()).unwrap();
        if raked.cautions.is_empty() {
            for margin in [first, second] {
                for (code, total) in margin.totals {
                    let met = raked.design.total(|row| {
                        row.value(margin.variable).filter(|v| *v == code).map(|_| row.weight)
                    });
                    prop_assert!((met / total - 1.0).abs() < 1e-6, "{met} {total}");
                }
            }
            // Weights that meet the margins already are left as they are.
            let again = post_stratify(&raked.design, &PopulationMargin {
                variable: 2,
                totals: raked.design.levels(2).iter().map(|&code| (code, share)).collect(),
            }).unwrap();
            prop_assert!(again.cells.iter().all(|cell| (cell.adjustment - 1.0).abs() < 1e-6));
        }
    }

    #[test]
    fn nonsense_gives_reasons_and_no_strange_numbers(
        patterns in proptest::collection::vec((
            proptest::collection::vec(proptest::option::of(prop_oneof![
                Just(0.0), Just(1.0), Just(2.0), Just(1e300), Just(f64::NAN), Just(-5.5)
            ]), 2),
            prop_oneof![Just(None), Just(Some(0.0)), Just(Some(1.5)), Just(Some(-1.0)), Just(Some(1e200))],
            proptest::collection::vec(0_u32..3, 0..2),
            proptest::collection::vec(0_u32..4, 0..3),
            proptest::collection::vec(prop_oneof![Just(0.0), Just(0.5), Just(1.0), Just(4.0), Just(1e9)], 0..3),
            0_u64..3,
        ), 0..6),
        nest: bool,
        lonely in 0_usize..4,
        alike: bool,
    ) {
        let mut patterns: Vec<DesignPattern> = patterns
            .into_iter()
            .map(|(values, weight, strata, clusters, population, count)| DesignPattern {
                values, weight, strata, clusters, population, count,
            })
            .collect();
        if let (true, Some(first)) = (alike, patterns.first().cloned()) {
            for p in &mut patterns {
                let at = |own: &mut Vec<u32>, like: &Vec<u32>| own.resize(like.len(), 0);
                at(&mut p.strata, &first.strata);
                at(&mut p.clusters, &first.clusters);
                p.population.clone_from(&first.population);
            }
        }
        let kinds = [LonelyUnit::Fail, LonelyUnit::Certainty, LonelyUnit::Adjust, LonelyUnit::Average];
        let options = DesignOptions { nest, lonely: kinds[lonely] };
        if let Ok(design) = Design::new(patterns, options) {
            for text in all_results(&design) {
                prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
            }
        }
    }
}

/// Everything there is about two variables, as text.
fn all_results(design: &Design) -> Vec<String> {
    let levels = [0.0, 1.0, 2.0];
    let margin = PopulationMargin {
        variable: 1,
        totals: design.levels(1).iter().map(|&code| (code, 10.0)).collect(),
    };
    let mut found = vec![
        format!("{:?}", design_means(design, &[0, 1], 0.95)),
        format!("{:?}", design_totals(design, &[0], 1.0)),
        format!("{:?}", design_means_by(design, 0, 1, &levels)),
        format!("{:?}", design_ratio(design, 0, 1)),
        format!("{:?}", design_t_test(design, 0, 1, &levels[..2], 0.95)),
        format!("{:?}", design_t_test(design, 0, 1, &levels, 0.95)),
        format!("{:?}", design_pairs(design, 0, 1, &levels, false)),
        format!("{:?}", design_pairs(design, 0, 1, &levels, true)),
        format!("{:?}", design_pairs(design, 0, 1, &levels[..2], true)),
        format!("{:?}", design_anova(design, 0, 1, &levels)),
        format!("{:?}", design_anova(design, 0, 1, &levels[..1])),
        format!("{:?}", design_sizes(design, &[0, 1])),
        format!("{:?}", design_sizes(design, &[7])),
        format!(
            "{:?}",
            design_chi_square(design, 0, &levels, 1, &levels[..2])
        ),
        format!("{:?}", design_means(design, &[7], 0.95)),
    ];
    for score in [RankScore::Rank, RankScore::VanDerWaerden, RankScore::Median] {
        let options = DesignRankOptions {
            score,
            ties: TiedRanks::RowOrder,
        };
        found.push(format!(
            "{:?}",
            design_rank_test(design, 0, 1, &levels, options)
        ));
    }
    if let Ok(raked) = rake(
        design,
        std::slice::from_ref(&margin),
        RakingOptions::default(),
    ) {
        found.push(format!("{:?}", raked.cells));
        found.push(format!("{:?}", design_means(&raked.design, &[0], 0.95)));
    }
    found
}

/// Clusters 1, 2 in each of two strata are four clusters where codes start again,
/// and a mistake where they do not.
#[test]
fn nested_codes_are_clusters_of_their_own() {
    let row = |value: f64, stratum: u32, cluster: u32| DesignPattern {
        values: vec![Some(value)],
        strata: vec![stratum],
        clusters: vec![cluster],
        count: 1,
        ..DesignPattern::default()
    };
    let again = vec![
        row(1.0, 1, 1),
        row(3.0, 1, 2),
        row(2.0, 2, 1),
        row(6.0, 2, 2),
        row(4.0, 2, 2),
    ];
    let own: Vec<DesignPattern> = again
        .iter()
        .map(|p| DesignPattern {
            clusters: vec![p.strata[0] * 10 + p.clusters[0]],
            ..p.clone()
        })
        .collect();
    let plain = DesignOptions::default();
    let nested = DesignOptions {
        nest: true,
        ..plain
    };
    let wrong = Design::new(again.clone(), plain);
    assert_eq!(wrong, Err(NotComputable::out_of_range("clusters")));
    let nested = Design::new(again, nested).unwrap();
    assert_eq!(nested.degrees_of_freedom(), 2);
    let own = Design::new(own, plain).unwrap();
    assert_eq!(
        design_totals(&nested, &[0], 0.95),
        design_totals(&own, &[0], 0.95)
    );
    // By hand: totals 1, 3 and 2, 10; 2·(1 + 1) + 2·(16 + 16).
    let total = &design_totals(&own, &[0], 0.95).unwrap().estimates[0];
    assert!(near(total.estimate, 16.0) && near(total.se * total.se, 68.0));
}

/// Two stages by hand: 2 of 4 villages, then 2 of 3 and 2 of 2 households.
#[test]
fn two_stages_by_hand() {
    let row = |value: f64, village: u32, house: u32, houses: f64| DesignPattern {
        values: vec![Some(value)],
        clusters: vec![village, house],
        population: vec![4.0, houses],
        count: 1,
        ..DesignPattern::default()
    };
    let rows = vec![
        row(1.0, 1, 1, 3.0),
        row(3.0, 1, 2, 3.0),
        row(5.0, 2, 1, 2.0),
        row(7.0, 2, 2, 2.0),
    ];
    let design = Design::new(rows, DesignOptions::default()).unwrap();
    let total = &design_totals(&design, &[0], 0.95).unwrap().estimates[0];
    // Weights 3 and 2; village totals 12 and 24, weighted 36 in all.
    assert!(near(total.estimate, 36.0));
    // First stage ½·2·(6² + 6²) = 72; second ½·(⅓·2·((3 − 6)² + (9 − 6)²)) = 6.
    assert!(near(total.se * total.se, 78.0), "{}", total.se * total.se);
}

#[test]
fn a_lonely_unit_does_what_it_is_told() {
    let rows = vec![
        pattern(&[Some(1.0)], 1.0, 1, 1),
        pattern(&[Some(3.0)], 1.0, 1, 1),
        pattern(&[Some(8.0)], 1.0, 2, 1),
    ];
    let variance = |lonely| {
        let options = DesignOptions {
            nest: false,
            lonely,
        };
        let design = Design::new(rows.clone(), options).unwrap();
        design_totals(&design, &[0], 0.95).map(|t| t.estimates[0].se.powi(2))
    };
    assert_eq!(
        variance(LonelyUnit::Fail),
        Err(NotComputable::TooFew { n: 1, needed: 2 })
    );
    // Stratum 1 alone: 2·(1 + 1) = 4; twice that where it stands in for the other;
    // with the distance of the other from 0: 4 + 64.
    assert!(near(variance(LonelyUnit::Certainty).unwrap(), 4.0));
    assert!(near(variance(LonelyUnit::Average).unwrap(), 8.0));
    assert!(near(variance(LonelyUnit::Adjust).unwrap(), 68.0));
}

/// A census has no sampling error, and fractions are sizes.
#[test]
fn sizes_and_fractions_agree() {
    let row = |population: f64, value: f64| DesignPattern {
        values: vec![Some(value)],
        population: vec![population],
        count: 2,
        ..DesignPattern::default()
    };
    let of = |size: f64| {
        let rows = vec![row(size, 1.0), row(size, 4.0)];
        let design = Design::new(rows, DesignOptions::default());
        design.and_then(|design| design_means(&design, &[0], 0.95))
    };
    let (sizes, fractions) = (of(10.0).unwrap(), of(0.4).unwrap());
    assert!(near(sizes.estimates[0].se, fractions.estimates[0].se));
    assert_eq!(of(4.0).unwrap().estimates[0].se, 0.0);
    assert_eq!(of(3.0), Err(NotComputable::out_of_range("population")));
    assert!(matches!(
        of(1.0).unwrap().estimates[0].deff,
        Err(NotComputable::WholePopulation { .. })
    ));
}

#[test]
fn shares_are_of_those_who_have_a_value() {
    let pattern = |value: Option<f64>, weight: f64, count: u64| DesignPattern {
        values: vec![value],
        weight: Some(weight),
        count,
        ..DesignPattern::default()
    };
    let patterns = vec![
        pattern(Some(1.0), 1.0, 2),
        pattern(Some(2.0), 3.0, 2),
        pattern(None, 50.0, 1),
    ];
    let design = Design::new(patterns, DesignOptions::default()).unwrap();
    let share = |variable, value| design_share(&design, variable, value, 0.95);
    let known = share(0, 1.0).unwrap();
    assert_eq!((known.share, known.n), (0.25, 2));
    assert_eq!(share(0, 2.0).unwrap().share, 0.75);
    let nobody = share(0, 9.0).unwrap();
    assert_eq!((nobody.share, nobody.n), (0.0, 0));
    assert_eq!(nobody.interval, Err(NotComputable::NoSpread));
    assert_eq!(share(1, 1.0), Err(NotComputable::NoAnswers));
}
