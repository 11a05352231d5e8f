//! Every public method of `stats` is asked about nonsense somewhere: those that
//! have no property test beside them are asked here. Nothing may panic, and no
//! number may come out that is none.

use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use tridharma::stats::*;

/// Numbers of every sort, impossible ones too.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -3.0_f64..60.0,
        4 => 0.0_f64..1.0,
        1 => prop::sample::select(vec![
            f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1.0, -1.0, 1e-300, 1e300, 1e9,
        ]),
    ]
}

fn small_table() -> impl Strategy<Value = CrossTable> {
    (1_usize..4, 1_usize..4).prop_flat_map(|(rows, columns)| {
        vec(0_u64..6, rows * columns)
            .prop_map(move |counts| CrossTable::new(rows, columns, counts).expect("a table"))
    })
}

fn small_columns() -> impl Strategy<Value = Observations> {
    let cell = || prop_oneof![1 => Just(None), 4 => (0_i32..4).prop_map(|v| Some(f64::from(v)))];
    (0_usize..7, 0_usize..4).prop_flat_map(move |(rows, columns)| {
        vec(vec(cell(), rows), columns).prop_map(|columns| {
            let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
            Observations::of_columns(&columns).expect("numbers")
        })
    })
}

/// Nothing in it is NaN or infinite.
fn sound<T: Debug>(found: &T) {
    let said = format!("{found:?}");
    let words = said.split(|c: char| !c.is_ascii_alphanumeric());
    let none = words.filter(|word| matches!(*word, "NaN" | "inf"));
    assert_eq!(none.count(), 0, "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_of_every_sort(a in any_number(), b in any_number(), c in any_number(), d in any_number()) {
        sound(&bivariate_normal_lower(a, b, c));
        sound(&studentized_range_quantile_r(a, b, c));
        sound(&studentized_range_upper_r(a, b, c));
        sound(&t_interval(a, b, c, d).ok().filter(|(low, high)| low.is_finite() && high.is_finite()));
        sound(&power_chi_square(a, b, c, d));
        sound(&power_chi_square_effect(a, b, c, d));
        sound(&power_chi_square_sample_size(a, b, c, d));
        sound(&power_anova(a, b, c, d));
        sound(&power_anova_effect(a, b, c, d));
        sound(&power_anova_sample_size(a, b, c, d));
        for sides in [Sides::One, Sides::Two] {
            sound(&power_proportions(a, b, c, d, sides));
            sound(&power_proportions_sample_size(a, b, c, sides, d));
            for design in [TDesign::OneSample, TDesign::TwoSample, TDesign::Paired] {
                let plan = TPlan { design, alpha: a, sides };
                sound(&power_t(&plan, b, c));
                sound(&power_t_effect(&plan, b, c));
                sound(&power_t_sample_size(&plan, b, c));
            }
        }
        sound(&durbin_watson_bounds(a as u64, b as u64, c));
    }

    #[test]
    fn tables_of_every_sort(table in small_table(), level in any_number(), counts in vec(0_u64..5, 0..5), shares in vec(any_number(), 0..5)) {
        sound(&chi_square_fit(&counts, &shares));
        sound(&fisher_freeman_halton_within(&table, 500));
        sound(&polychoric_as_polycor(&table));
        if let Ok(found) = chi_square_independence(&table) {
            sound(&cramer_v_interval(&found, level));
        }
        let of = |at: usize| counts.get(at).copied().unwrap_or(0);
        sound(&kano_of_counts(KanoCounts {
            attractive: of(0), one_dimensional: of(1), must_be: of(2), indifferent: of(3), reverse: of(4), questionable: 0,
        }));
    }

    #[test]
    fn answers_of_every_sort(answers in small_columns(), level in any_number(), codes in vec(vec(0_u64..4, 0..5), 0..4)) {
        for kind in [CorrelationKind::Pearson, CorrelationKind::Spearman, CorrelationKind::Kendall, CorrelationKind::Polychoric] {
            sound(&correlations(&answers, kind));
        }
        sound(&intraclass_correlation(&answers, level));
        sound(&rating_counts(&answers));
        let groups: Vec<Sample> = codes.iter().map(|counts| Sample::of_codes(1, counts, 0)).collect();
        sound(&permutation_groups(&groups, PermutationOptions { replicates: 50, ..PermutationOptions::default() }));
    }

    #[test]
    fn designs_of_every_sort(rows in vec((0_i32..4, 0_i32..4, any_number(), 0_u64..3), 0..8), level in any_number()) {
        let rows = rows.into_iter().map(|(x, y, weight, count)| DesignPattern {
            values: vec![Some(f64::from(x)), (y > 0).then(|| f64::from(y))],
            weight: Some(weight),
            count,
            ..DesignPattern::default()
        });
        if let Ok(design) = Design::new(rows.collect(), DesignOptions::default()) {
            sound(&design_correlation(&design, 0, 1, level));
            sound(&design_correlation(&design, 0, 5, level));
            sound(&design_regression(&design, 1, &[0], level));
            sound(&design_regression(&design, 1, &[0, 0, 7], level));
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/stats");
    let files = std::fs::read_dir(folder).expect("the room");
    let paths = files.map(|file| file.expect("a file").path());
    paths
        .map(|path| (path.clone(), std::fs::read_to_string(path).expect("text")))
        .collect()
}

/// The property tests of a text: what stands in the braces after `proptest!`.
fn properties(text: &str) -> String {
    let mut found = String::new();
    for (at, _) in text.match_indices("proptest! {") {
        let mut depth = 0_usize;
        for c in text[at..].chars() {
            found.push(c);
            depth += usize::from(c == '{');
            depth -= usize::from(c == '}');
            if depth == 0 && c == '}' {
                break;
            }
        }
    }
    found
}

#[test]
fn every_public_method_is_asked_about_nonsense() {
    let sources = sources();
    let mut asked = properties(include_str!("nonsense.rs"));
    for (path, text) in &sources {
        // A file of tests has its helpers beside its properties.
        match path.to_string_lossy().ends_with("_tests.rs") {
            true => asked.push_str(text),
            false => asked.push_str(&properties(text)),
        }
    }
    let known: std::collections::BTreeSet<&str> = asked
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    let mut public = 0;
    let mut forgotten = Vec::new();
    for (_, text) in &sources {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines() {
            let Some(rest) = line.strip_prefix("pub fn ") else {
                continue;
            };
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            public += 1;
            if !known.contains(name) {
                forgotten.push(name.to_owned());
            }
        }
    }
    assert!(public > 150, "{public} public functions were found");
    assert_eq!(forgotten, Vec::<String>::new());
}
