//! Draws, the bootstrap, permutations and their limits, held against counting.

use super::alias::Alias;
use super::counted_deals::CountedDeals;
use super::draws::{Chance, Draws};
use super::pooled::Pooled;
use super::resample::Resample;
use super::tilted_tail::TiltedTail;
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The chi-square tail of how often values 0, 1, … came, against their
/// probabilities; rare values are put together.
fn fit(found: &BTreeMap<u64, u64>, probability: impl Fn(u64) -> f64, last: u64) -> f64 {
    let draws = found.values().sum::<u64>() as f64;
    let (mut chi, mut classes, mut seen, mut expected) = (0.0, 0.0, 0.0, 0.0);
    for k in 0..=last {
        seen += found.get(&k).copied().unwrap_or(0) as f64;
        expected += draws * probability(k);
        if expected > 20.0 {
            chi += (seen - expected) * (seen - expected) / expected;
            classes += 1.0;
            (seen, expected) = (0.0, 0.0);
        }
    }
    chi_square_upper(chi, classes - 1.0).unwrap()
}

fn ln_binomial(n: u64, p: f64, k: u64) -> f64 {
    let ln_factorial = |k: u64| ln_gamma(k as f64 + 1.0).unwrap();
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
        + k as f64 * p.ln()
        + (n - k) as f64 * (1.0 - p).ln()
}

#[test]
fn binomial_draws_follow_their_law() {
    for (n, part, whole) in [
        (30, 1, 6),
        (100, 3, 10),
        (5_000, 37, 100),
        (5_000, 93, 100),
        (200_000, 1, 2),
    ] {
        let p = part as f64 / whole as f64;
        let (chance, table) = (Chance::of(part, whole), Alias::binomial(n, p));
        let mut draws = Draws::seeded(11, n);
        for way in 0..2 {
            let mut found = BTreeMap::new();
            for _ in 0..100_000 {
                let k = if way == 0 {
                    draws.binomial(n, &chance)
                } else {
                    table.draw(&mut draws)
                };
                *found.entry(k).or_default() += 1;
            }
            let tail = fit(&found, |k| ln_binomial(n, p, k).exp(), n);
            assert!(tail > 1e-4, "{n} {p} {way}: {tail}");
        }
    }
}

/// Every way of drawing gives each class its binomial number, and n in all.
#[test]
fn resamples_follow_their_law() {
    let few = [5_000_u64, 20_000, 0, 1_000, 3];
    let many: Vec<u64> = (0..60).map(|k| 20 + 3 * k).collect();
    let small = [3_u64, 1, 4, 1, 5];
    for counts in [&few[..], &many, &small] {
        let n: u64 = counts.iter().sum();
        let mut draws = Draws::seeded(5, n);
        let mut resample = Resample::of(counts, 20_000);
        let watched = counts.len() - 2;
        let mut found = BTreeMap::new();
        for _ in 0..20_000 {
            let (mut all, mut own) = (0, 0);
            resample.draw(&mut draws, |class, count| {
                all += count;
                own += if class == watched { count } else { 0 };
            });
            assert_eq!(all, n);
            *found.entry(own).or_default() += 1;
        }
        let p = counts[watched] as f64 / n as f64;
        let tail = fit(&found, |k| ln_binomial(n, p, k).exp(), n.min(2_000));
        assert!(tail > 1e-4, "{counts:?}: {tail}");
    }
}

/// The same on every platform: fixed by the seed to the last bit.
#[test]
fn a_seed_fixes_every_number() {
    let answers = Observations::of_sample(&Sample::of_codes(1, &[20, 130, 410, 240], 7));
    let options = BootstrapOptions {
        replicates: 1_000,
        seed: 42,
        ..BootstrapOptions::default()
    };
    let found = bootstrap(&answers, &BootstrapStatistic::Mean, &options).unwrap();
    assert_eq!((found.n, found.missing), (800, 7));
    assert_eq!(found.percentile.low, Some(LOW));
    assert_eq!(found.percentile.high, Some(HIGH));
    let groups = (
        Sample::of_codes(1, &[4, 6, 9, 1], 0),
        Sample::of_codes(1, &[2, 5, 9, 8], 0),
    );
    let test = permutation_test(&groups.0, &groups.1, PermutationOptions::default()).unwrap();
    assert_eq!(test.hits, HITS);
}

const LOW: f64 = 3.0325;
const HIGH: f64 = 2_512.0 / 800.0;
const HITS: u64 = 3922;

/// The exact distribution of a sum of n draws, by convolution.
fn sums(values: &[(i128, u64)]) -> BTreeMap<i128, f64> {
    let n: u64 = values.iter().map(|(_, count)| count).sum();
    let mut sums = BTreeMap::from([(0_i128, 1.0_f64)]);
    for _ in 0..n {
        let mut next = BTreeMap::new();
        for (sum, mass) in &sums {
            for (value, count) in values {
                *next.entry(sum + value).or_insert(0.0) += mass * *count as f64 / n as f64;
            }
        }
        sums = next;
    }
    sums
}

/// The share of all deals at least as far apart (either way, above, below), by
/// going through them.
fn all_deals(first: &[i128], second: &[i128]) -> [f64; 3] {
    let all: Vec<i128> = first.iter().chain(second).copied().collect();
    let (k, n) = (first.len() as i128, all.len() as i128);
    let total: i128 = all.iter().sum();
    let distance = |sum: i128| n * sum - k * total;
    let observed = distance(first.iter().sum());
    let (mut deals, mut hits) = (0.0, [0.0; 3]);
    for mask in 0_u32..1 << n {
        if i128::from(mask.count_ones()) == k {
            let picked = all
                .iter()
                .enumerate()
                .filter(|(place, _)| mask >> place & 1 == 1);
            let dealt = distance(picked.map(|(_, value)| value).sum());
            let far = [
                dealt.abs() >= observed.abs(),
                dealt >= observed,
                dealt <= observed,
            ];
            hits.iter_mut()
                .zip(far)
                .for_each(|(hit, far)| *hit += f64::from(u8::from(far)));
            deals += 1.0;
        }
    }
    hits.map(|hit| hit / deals)
}

fn sample_of(values: &[i128]) -> Sample {
    Sample::of_units(0, values.iter().map(|&value| (value, 1)).collect(), 0)
}

proptest! {
    #[test]
    fn the_limit_of_the_bootstrap_is_the_convolution(
        values in proptest::collection::vec(prop_oneof![1_i128..6, 0_i128..60], 2..14),
        confidence in 0.5_f64..0.99,
    ) {
        let sample = sample_of(&values);
        let n = values.len() as f64;
        let limit = bootstrap_limit(&sample, confidence);
        let Ok(limit) = limit else {
            prop_assert_eq!(limit, Err(NotComputable::NoSpread));
            return Ok(());
        };
        prop_assert_eq!(limit.form, LimitForm::Lattice);
        let exact = sums(sample.units());
        let mean = values.iter().sum::<i128>() as f64;
        let spread: f64 = exact.iter().map(|(s, p)| p * (*s as f64 - mean).powi(2)).sum();
        prop_assert!((limit.se - spread.sqrt() / n).abs() < 1e-10 * limit.se);
        for (end, share) in [
            (limit.percentile.low.unwrap(), (1.0 - confidence) / 2.0),
            (limit.percentile.high.unwrap(), f64::midpoint(1.0, confidence)),
        ] {
            let reach = |slack: f64| {
                let mut so_far = 0.0;
                let reached = exact.iter().find(|(_, p)| {
                    so_far += **p;
                    so_far >= share + slack
                });
                reached.map_or(f64::INFINITY, |(sum, _)| *sum as f64)
            };
            let sum = end * n;
            prop_assert!(reach(-1e-9) - 1e-6 <= sum && sum <= reach(1e-9) + 1e-6,
                "{} {} {}", reach(-1e-9), sum, reach(1e-9));
        }
        let below: f64 = exact.iter().filter(|(s, _)| (**s as f64) < mean).map(|(_, p)| p).sum();
        let at: f64 = exact.iter().filter(|(s, _)| (**s as f64) == mean).map(|(_, p)| p).sum();
        let z = normal_quantile(1.0 - below - at / 2.0).unwrap();
        prop_assert!((limit.correction.unwrap().bias - z).abs() < 1e-8);
    }

    #[test]
    fn the_limit_of_permutations_is_the_enumeration(
        first in proptest::collection::vec(prop_oneof![0_i128..4, 0_i128..40], 1..7),
        second in proptest::collection::vec(prop_oneof![0_i128..4, 0_i128..40], 1..7),
    ) {
        let (a, b) = (sample_of(&first), sample_of(&second));
        let limit = permutation_limit(&a, &b, PermutationScore::Mean);
        let Ok(limit) = limit else {
            prop_assert_eq!(limit, Err(NotComputable::NoSpread));
            return Ok(());
        };
        let exact = all_deals(&first, &second);
        let found = [limit.p_two_sided, limit.p_greater, limit.p_less];
        for (found, exact) in found.iter().zip(exact) {
            prop_assert!((found / exact - 1.0).abs() < 1e-10, "{found} {exact}");
        }
        // The other way round, greater is less.
        let turned = permutation_limit(&b, &a, PermutationScore::Mean).unwrap();
        prop_assert!((turned.p_greater - limit.p_less).abs() < 1e-12);
        prop_assert!((turned.difference + limit.difference).abs() < 1e-12);
    }

    #[test]
    fn inversion_equals_counting(
        first in proptest::collection::vec(0_u64..12, 2..5),
        second in proptest::collection::vec(0_u64..12, 2..5),
        at in 0.0_f64..1.0,
    ) {
        let (a, b) = (Sample::of_codes(1, &first, 0), Sample::of_codes(1, &second, 0));
        let Ok(pooled) = Pooled::of(&a, &b, PermutationScore::Mean) else {
            return Ok(());
        };
        let Some(counted) = CountedDeals::of(&pooled.counts, &pooled.distances, pooled.first) else {
            return Ok(());
        };
        let n = pooled.n() as i128;
        let distances: Vec<f64> = pooled.distances.iter().map(|d| *d as f64 / n as f64).collect();
        let tail = TiltedTail {
            distances: &distances,
            counts: &pooled.counts,
            picked: pooled.first as f64,
            n: n as f64,
        };
        // From the middle to the far end.
        let most: i128 = {
            let mut left = pooled.first;
            pooled.distances.iter().zip(&pooled.counts).rev().map(|(d, &c)| {
                let taken = left.min(c);
                left -= taken;
                d * i128::from(taken)
            }).sum()
        };
        let steps = (at * (most / n) as f64) as i128;
        let x = most - steps * n;
        let (exact, inverted) = (counted.at_least(x), tail.at_least(x as f64 / n as f64, true).unwrap());
        prop_assert!((inverted / exact - 1.0).abs() < 1e-9, "{inverted} {exact}");
    }

    #[test]
    fn nonsense_gives_reasons(
        first in proptest::collection::vec(proptest::option::of(prop_oneof![
            Just(0.0), Just(1.0), Just(1e15), Just(-3.25), Just(1e-15)]), 0..6),
        second in proptest::collection::vec(proptest::option::of(prop_oneof![
            Just(0.0), Just(1.0), Just(1e15), Just(7.5)]), 0..6),
        replicates in 0_u64..30,
        confidence in prop_oneof![Just(0.0), Just(0.95), Just(1.0), Just(-1.0), Just(f64::NAN)],
    ) {
        let columns = [&first[..], &second];
        let (Some(a), Some(b)) = (Sample::of_numbers(&first), Sample::of_numbers(&second)) else {
            return Ok(());
        };
        let options = BootstrapOptions { replicates, seed: 3, confidence };
        let deals = PermutationOptions { replicates, ..PermutationOptions::default() };
        let mut found = vec![
            format!("{:?}", bootstrap_limit(&a, confidence)),
            format!("{:?}", permutation_test(&a, &b, deals)),
            format!("{:?}", permutation_limit(&a, &b, PermutationScore::Mean)),
            format!("{:?}", permutation_limit(&a, &b, PermutationScore::Rank)),
        ];
        let length = first.len().min(second.len());
        let cut: Vec<&[Option<f64>]> = columns.iter().map(|column| &column[..length]).collect();
        if let Some(both) = Observations::of_columns(&cut) {
            let weights = vec![12.5, 1.0];
            found.push(format!("{:?}", bootstrap_limit_index(&both, &weights, 0.95)));
            found.push(format!("{:?}", bootstrap_limit_index(&both, &[1.0, 1.0], 0.95)));
            for statistic in [
                BootstrapStatistic::Mean,
                BootstrapStatistic::Median,
                BootstrapStatistic::Index { weights },
                BootstrapStatistic::Index { weights: vec![f64::NAN] },
                BootstrapStatistic::Alpha,
                BootstrapStatistic::Correlation,
            ] {
                found.push(format!("{:?}", bootstrap(&both, &statistic, &options)));
            }
        }
        for text in found {
            let text = text.replace("confidence: NaN", "");
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
}

/// Tails down to 1e-250 keep their relative precision.
#[test]
fn far_tails_of_permutations_are_relative() {
    let first = Sample::of_codes(1, &[400, 30, 5], 0);
    let second = Sample::of_codes(1, &[10, 60, 380], 0);
    let pooled = Pooled::of(&first, &second, PermutationScore::Mean).unwrap();
    let counted = CountedDeals::of(&pooled.counts, &pooled.distances, pooled.first).unwrap();
    let turned: Vec<i128> = pooled.distances.iter().map(|d| -d).collect();
    let less = CountedDeals::of(&pooled.counts, &turned, pooled.first).unwrap();
    let n = pooled.n() as f64;
    let distances: Vec<f64> = pooled
        .distances
        .iter()
        .rev()
        .map(|d| -*d as f64 / n)
        .collect();
    let counts: Vec<u64> = pooled.counts.iter().rev().copied().collect();
    let tail = TiltedTail {
        distances: &distances,
        counts: &counts,
        picked: pooled.first as f64,
        n,
    };
    let exact = less.at_least(-pooled.observed);
    let inverted = tail.at_least(-pooled.observed as f64 / n, false).unwrap();
    assert!(
        exact < 1e-140 && (inverted / exact - 1.0).abs() < 1e-8,
        "{exact} {inverted}"
    );
    assert!((counted.at_least(pooled.observed) - 1.0).abs() < 1e-9);
}

/// Draws and limit of a mean without a lattice, of an index with missing values,
/// and of permutations agree within the error of the draws.
#[test]
fn draws_agree_with_their_limits() {
    let answer = |i: u32, item: u32| {
        let mixed = i.wrapping_mul(2_654_435_761).wrapping_add(item * 97) >> 7;
        (!mixed.is_multiple_of(11)).then_some(f64::from(1 + mixed % 13 % 4))
    };
    let columns: Vec<Vec<Option<f64>>> = (0..4)
        .map(|item| (0..300).map(|i| answer(i, item)).collect())
        .collect();
    let slices: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let all = Observations::of_columns(&slices).unwrap();
    let weights = vec![6.25; 4];
    let limit = bootstrap_limit_index(&all, &weights, 0.95).unwrap();
    assert!(limit.linearised && limit.form == LimitForm::Smooth);
    let options = BootstrapOptions {
        replicates: 20_000,
        ..BootstrapOptions::default()
    };
    let seeded = bootstrap(&all, &BootstrapStatistic::Index { weights }, &options).unwrap();
    assert!((limit.observed - seeded.observed).abs() < 1e-12);
    // Five standard errors of a 2.5 % quantile by 20,000 draws, and of the standard
    // error itself, with a little for the linearisation.
    let near = |a: Option<f64>, b: Option<f64>, by: f64| {
        assert!(
            (a.unwrap() - b.unwrap()).abs() < by * limit.se,
            "{a:?} {b:?}"
        );
    };
    near(limit.percentile.low, seeded.percentile.low, 0.11);
    near(limit.percentile.high, seeded.percentile.high, 0.11);
    near(
        limit.bca.clone().unwrap().low,
        seeded.bca.clone().unwrap().low,
        0.15,
    );
    near(Some(limit.se), Some(seeded.se), 0.03);
}

#[test]
fn permutations_agree_with_their_limit() {
    let groups = [
        (vec![4, 60, 300, 136], vec![20, 90, 260, 110]),
        (
            vec![1; 60],
            vec![0, 1, 1, 1, 2, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9],
        ),
    ];
    for (first, second) in groups {
        let (a, b) = (
            Sample::of_codes(1, &first, 0),
            Sample::of_codes(1, &second, 0),
        );
        for score in [PermutationScore::Mean, PermutationScore::Rank] {
            let limit = permutation_limit(&a, &b, score).unwrap();
            let options = PermutationOptions {
                score,
                replicates: 50_000,
                seed: 9,
            };
            let seeded = permutation_test(&a, &b, options).unwrap();
            let error = 5.0 * seeded.p_error + 2e-5;
            assert!(
                (limit.p_two_sided - seeded.p_two_sided).abs() < error,
                "{limit:?} {seeded:?}"
            );
            assert!(
                (limit.p_less - seeded.p_less).abs() < 0.012,
                "{limit:?} {seeded:?}"
            );
            assert!((limit.difference - seeded.difference).abs() < 1e-12);
        }
    }
}
