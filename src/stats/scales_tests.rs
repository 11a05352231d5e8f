//! Properties that hold for any answers, and answers that hold nothing.

use super::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;

type Rows = Vec<Vec<Option<f64>>>;

/// Respondents by items as observations.
fn observed(rows: &Rows, items: usize) -> Observations {
    let column = |j: usize| -> Vec<Option<f64>> { rows.iter().map(|row| row[j]).collect() };
    let columns: Vec<Vec<Option<f64>>> = (0..items).map(column).collect();
    let columns: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    Observations::of_columns(&columns).unwrap()
}

fn answers(items: usize, blanks: f64) -> impl Strategy<Value = Rows> {
    let code = (1_i32..=4).prop_map(f64::from);
    vec(vec(option::weighted(1.0 - blanks, code), items), 0..25)
}

/// No number anywhere that is not finite: serde writes those as null, and an
/// `Ok` never holds null.
fn finite<T: serde::Serialize>(found: &Outcome<T>) -> bool {
    fn sound(value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields
                .iter()
                .all(|(name, value)| (name != "Ok" || !value.is_null()) && sound(value)),
            Value::Array(items) => items.iter().all(|item| !item.is_null() && sound(item)),
            _ => true,
        }
    }
    match found {
        Ok(found) => {
            let written = serde_json::to_value(found).unwrap();
            // The last level of MSI has no z, and a factor model may have no df.
            let fields = written.as_object().into_iter().flatten();
            let filled = fields.filter(|(name, _)| *name != "df");
            sound(&written) && filled.into_iter().all(|(_, value)| !value.is_null())
        }
        Err(_) => true,
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn garbage_gives_reasons(rows in answers(4, 0.15), confidence in -0.5_f64..1.5) {
        let items = observed(&rows, 4);
        prop_assert!(finite(&cronbach_alpha(&items, confidence)));
        prop_assert!(finite(&cronbach_alpha_pairwise(&items)));
        prop_assert!(finite(&guttman_lambda(&items)));
        prop_assert!(finite(&split_half(&items, Split::FirstSecond)));
        prop_assert!(finite(&split_half(&items, Split::OddEven)));
        prop_assert!(finite(&omega(&items)));
        prop_assert!(finite(&item_total(&items)));
        prop_assert!(finite(&critical_correlation(rows.len() as u64, confidence)));
        prop_assert!(finite(&principal_components_of_covariances(&items, 2)));
        prop_assert!(finite(&normalized_gain(&items, 0, 1, 4.0)));
        prop_assert!(finite(&normalized_gain(&items, 0, 9, 3.5)));
        if let Ok(matrix) = CorrelationMatrix::of(&items) {
            let n = rows.len() as u64;
            prop_assert!(finite(&sampling_adequacy(&matrix)));
            prop_assert!(finite(&bartlett_sphericity(&matrix, n)));
            prop_assert!(finite(&parallel_analysis(&matrix, n, 5, 1)));
            prop_assert!(finite(&reliability_of_correlations(&matrix)));
            let convergent = convergent_validity(&matrix);
            prop_assert!(finite(&convergent));
            // Composite reliability is omega of the standardised items.
            if let (Ok(own), Ok(of_one)) = (convergent, omega(&items).and_then(|o| o.standardized_ml)) {
                prop_assert!(close(own.composite_reliability, of_one));
                prop_assert!(own.ave <= 1.0 && own.ave >= 0.0);
            }
            let ratio = heterotrait_monotrait(&matrix, &[0, 1], &[2, 3]);
            prop_assert!(finite(&ratio));
            let turned = heterotrait_monotrait(&matrix, &[3, 2], &[1, 0]);
            prop_assert_eq!(ratio.is_ok(), turned.is_ok());
            if let (Ok(one), Ok(other)) = (ratio, turned) {
                prop_assert!(close(one.ratio, other.ratio));
            }
            for nonsense in [vec![], vec![1], vec![1, 2], vec![0, 9]] {
                prop_assert!(heterotrait_monotrait(&matrix, &[1, 3], &nonsense).is_err());
            }
            for m in 0..5 {
                prop_assert!(finite(&principal_components(&matrix, m)));
                for way in [Extraction::MaximumLikelihood, Extraction::PrincipalAxis] {
                    let found = factor_analysis(&matrix, n, m, way);
                    prop_assert!(finite(&found));
                    let loadings = found.map(|f| f.loadings).unwrap_or_default();
                    prop_assert!(finite(&varimax(&loadings)));
                    prop_assert!(finite(&promax(&loadings, 4.0)));
                }
            }
        }
    }

    #[test]
    fn garbage_in_a_battery_gives_reasons(
        rows in answers(4, 0.4), confidence in -0.5_f64..1.5, low in -3_i32..6, high in -3_i32..6,
    ) {
        let items = observed(&rows, 4);
        let done = [items.sample(0), items.sample(1)];
        let important = [items.sample(2), items.sample(3)];
        prop_assert!(finite(&customer_satisfaction_index(&done, &important, f64::from(high))));
        for centre in [Centre::Mean, Centre::Median] {
            prop_assert!(finite(&importance_performance(&done, &important, centre)));
        }
        prop_assert!(finite(&service_gap(&done, &important, &[vec![0, 1], vec![high.unsigned_abs() as usize]])));
        prop_assert!(finite(&net_promoter_score_of(&done[0], low, high, confidence)));
        prop_assert!(finite(&top_box(&done[0], &[f64::from(high), f64::NAN], confidence)));
        prop_assert!(finite(&aiken_v(&done[0], low, high, confidence)));
        let scaled = successive_intervals(&done[0]);
        if let Ok(scaled) = &scaled {
            prop_assert!(scaled.levels.iter().all(|l| l.score.is_finite() && l.score >= 1.0));
        }
    }

    #[test]
    fn garbage_counts_give_reasons(counts in vec(prop_oneof![0..4_u64, Just(u64::MAX / 50)], 25)) {
        let kano_found = CrossTable::new(5, 5, counts.clone()).map(|table| kano(&table));
        prop_assert!(kano_found.is_none_or(|found| finite(&found)));
        let (a, b, c) = (counts[0], counts[1], counts[2]);
        prop_assert!(finite(&net_promoter_score(a, b, c, 0.95)));
        prop_assert!(finite(&content_validity_ratio(a, b, 0.05)));
        prop_assert!(finite(&content_validity_index(&[(a, b), (c, b)], 0.05)));
    }

    #[test]
    fn garbage_loadings_give_reasons(cells in vec(prop_oneof![Just(0.0), -1.0..1.0, Just(f64::NAN), Just(1e200)], 8)) {
        let loadings: Vec<Vec<f64>> = cells.chunks(2).map(<[f64]>::to_vec).collect();
        prop_assert!(finite(&varimax(&loadings)));
        prop_assert!(finite(&promax(&loadings, 4.0)));
        let matrix = CorrelationMatrix::of_rows(&loadings);
        prop_assert!(matrix.is_err());
    }

    #[test]
    fn order_and_doubling_do_not_matter(rows in answers(4, 0.1), cut in 0_usize..25) {
        let items = observed(&rows, 4);
        let mut turned = rows.clone();
        turned.rotate_left(cut.min(rows.len()));
        turned.reverse();
        prop_assert_eq!(cronbach_alpha(&observed(&turned, 4), 0.95), cronbach_alpha(&items, 0.95));
        prop_assert_eq!(omega(&observed(&turned, 4)), omega(&items));
        let doubled: Rows = rows.iter().chain(&rows).cloned().collect();
        let (once, twice) = (cronbach_alpha(&items, 0.95), cronbach_alpha(&observed(&doubled, 4), 0.95));
        if let (Ok(once), Ok(twice)) = (once, twice) {
            // Exact ratios: the divisor cancels to the bit.
            prop_assert_eq!(once.alpha, twice.alpha);
            prop_assert_eq!(once.scale_mean, twice.scale_mean);
        }
    }

    #[test]
    fn reversing_all_items_or_their_order_leaves_alpha(rows in answers(5, 0.05)) {
        let reversed: Rows = rows.iter().map(|r| r.iter().map(|c| c.map(|c| 5.0 - c)).collect()).collect();
        let other: Rows = rows.iter().map(|r| r.iter().rev().copied().collect()).collect();
        let of = |rows: &Rows| cronbach_alpha(&observed(rows, 5), 0.95).map(|found| found.alpha);
        prop_assert_eq!(of(&rows), of(&reversed));
        prop_assert_eq!(of(&rows), of(&other));
    }

    #[test]
    fn identities_of_reliability(rows in answers(4, 1e-6)) {
        let items = observed(&rows, 4);
        let (Ok(alpha), Ok(bounds)) = (cronbach_alpha(&items, 0.95), guttman_lambda(&items)) else {
            return Ok(());
        };
        let covariance = bounds.covariance.unwrap();
        prop_assert!(close(covariance.lambda3, alpha.alpha));
        prop_assert!(covariance.lambda2 >= covariance.lambda3 - 1e-12);
        if let Ok(interval) = alpha.interval {
            prop_assert!(interval.low.unwrap() <= alpha.alpha);
            prop_assert!(interval.high.unwrap() <= 1.0);
        }
        let validity = item_total(&items);
        if let Ok(validity) = validity {
            for (item, own) in validity.items.iter().zip(&alpha.items) {
                prop_assert_eq!(&item.corrected, &own.corrected_correlation);
                prop_assert!(item.p.as_ref().is_err() || (0.0..=1.0).contains(item.p.as_ref().unwrap()));
            }
        }
    }

    #[test]
    fn factors_account_for_the_diagonal(rows in answers(6, 1e-6)) {
        let Ok(matrix) = CorrelationMatrix::of(&observed(&rows, 6)) else { return Ok(()) };
        if let Ok(all) = principal_components(&matrix, 6) {
            prop_assert!(close(all.eigenvalues.iter().sum::<f64>(), 6.0));
            prop_assert!(all.communalities.iter().all(|h| close(*h, 1.0)));
        }
        let Ok(found) = factor_analysis(&matrix, 30, 2, Extraction::MaximumLikelihood) else { return Ok(()) };
        prop_assert!(found.uniquenesses.iter().all(|u| (0.005 - 1e-12..=1.0).contains(u)));
        if let Ok(turned) = varimax(&found.loadings) {
            for (before, after) in found.loadings.iter().zip(&turned.loadings) {
                let square = |row: &[f64]| row.iter().map(|l| l * l).sum::<f64>();
                prop_assert!(close(square(before), square(after)));
            }
        }
    }

    #[test]
    fn wishart_draws_and_ratings_stay_in_their_range(ratings in vec(0_u64..6, 4), seed: u64) {
        let sample = Sample::of_codes(1, &ratings, 0);
        if let Ok(found) = aiken_v(&sample, 1, 4, 0.95) {
            prop_assert!((0.0..=1.0).contains(&found.v));
            prop_assert!(found.interval.low.unwrap() <= found.v && found.v <= found.interval.high.unwrap());
            prop_assert!(found.p.is_ok_and(|p| (0.0..=1.0).contains(&p)));
        }
        let identity: Vec<Vec<f64>> =
            (0..4).map(|i| (0..4).map(|j| f64::from(u8::from(i == j))).collect()).collect();
        let identity = CorrelationMatrix::of_rows(&identity).unwrap();
        let found = parallel_analysis(&identity, 3 + seed % 40, 3, seed).unwrap();
        prop_assert!(close(found.random_mean.iter().sum::<f64>(), 4.0));
    }
}

/// The rule of the reference cases, with their numbers for ten variables and
/// 294 respondents: within five standard errors of both runs.
#[test]
fn random_eigenvalues_are_those_of_normal_samples() {
    let mean = [1.2984988761502003, 1.207703386368347, 1.1358708631900771];
    let sd = [
        0.048333469935328076,
        0.03476558434202094,
        0.028454633455468135,
    ];
    let identity: Vec<Vec<f64>> = (0..10)
        .map(|i| (0..10).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    let identity = CorrelationMatrix::of_rows(&identity).unwrap();
    let replicates = 4_000;
    let found = parallel_analysis(&identity, 294, replicates, 7).unwrap();
    let error = 1.0 / (replicates as f64).sqrt() + 1.0 / 1000_f64.sqrt();
    for (place, (mean, sd)) in mean.into_iter().zip(sd).enumerate() {
        assert!((found.random_mean[place] - mean).abs() < 5.0 * sd * error);
        assert!((found.random_sd[place] - sd).abs() < 5.0 * sd * error);
    }
    // The second of the percentiles is that of the first eigenvalue in R.
    assert!((found.random_p95[0] - 1.3850018771378392).abs() < 0.01);
}

/// With fewer respondents than variables the random matrix has as many
/// eigenvalues of 0 as are missing.
#[test]
fn random_correlations_of_few_respondents_are_singular() {
    let rows: Vec<Vec<f64>> = (0..6)
        .map(|i| (0..6).map(|j| f64::from(u8::from(i == j))).collect())
        .collect();
    let identity = CorrelationMatrix::of_rows(&rows).unwrap();
    let found = parallel_analysis(&identity, 4, 50, 3).unwrap();
    assert!(
        found.random_mean[3..]
            .iter()
            .all(|value| value.abs() < 1e-12)
    );
    assert!(found.random_mean[2] > 0.1);
}

/// Harman's (1976) five socio-economic variables, a known Heywood case with two
/// principal-axis factors: plain iteration needs thousands of rounds.
#[test]
fn a_heywood_case_is_reached_and_told() {
    let rows = [
        [1.0, 0.00975, 0.97245, 0.43887, 0.02241],
        [0.00975, 1.0, 0.15428, 0.69141, 0.86307],
        [0.97245, 0.15428, 1.0, 0.51472, 0.12193],
        [0.43887, 0.69141, 0.51472, 1.0, 0.77765],
        [0.02241, 0.86307, 0.12193, 0.77765, 1.0],
    ];
    let matrix = CorrelationMatrix::of_rows(&rows.map(Vec::from)).unwrap();
    let found = factor_analysis(&matrix, 12, 2, Extraction::PrincipalAxis).unwrap();
    let most = found.communalities.iter().copied().fold(0.0, f64::max);
    assert!(most > 1.0, "{most}");
    assert!(matches!(found.cautions[0], Caution::Heywood { .. }));
    // Stationary: each communality is the sum of squared loadings, and the rest
    // of the reduced matrix has nothing left in the factors' direction.
    for (row, communality) in found.loadings.iter().zip(&found.communalities) {
        assert!((row.iter().map(|l| l * l).sum::<f64>() - communality).abs() < 1e-11);
    }
    let bounded = factor_analysis(&matrix, 12, 2, Extraction::MaximumLikelihood).unwrap();
    assert!(
        bounded
            .uniquenesses
            .iter()
            .any(|u| (u - 0.005).abs() < 1e-12)
    );
}
