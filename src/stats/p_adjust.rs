use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// How p values of several tests are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    Bonferroni,
    Holm,
    Hochberg,
    Hommel,
    /// `1 − (1 − p)^m` in one step.
    Sidak,
    /// Benjamini and Hochberg's false discovery rate.
    BenjaminiHochberg,
    /// Benjamini and Yekutieli's, right under any dependence.
    BenjaminiYekutieli,
}

/// P values adjusted for the number of tests.
///
/// # Question
/// How small is this p value, given that m tests were made and not one?
///
/// # Formula
/// For `p₍₁₎ ≤ … ≤ p₍ₘ₎`: Bonferroni `m·p`; Šidák `1 − (1 − p)ᵐ`; Holm the
/// running maximum of `(m − i + 1)·p₍ᵢ₎`; Hochberg the running minimum of the
/// same from the largest; Benjamini–Hochberg the running minimum of `m/i·p₍ᵢ₎`,
/// Benjamini–Yekutieli that times `Σ 1/i`; Hommel by closed testing with Simes'
/// tests. None above 1.
///
/// # Assumes
/// Nothing: Bonferroni, Holm, Benjamini–Yekutieli. Independence or positive
/// dependence: the others.
///
/// # When not
/// Holm is never worse than Bonferroni. Benjamini–Hochberg limits the share of
/// false findings, not the chance of any.
///
/// # Example
/// ```
/// use tridharma::stats::{Adjustment, p_adjust};
/// let p = [Some(0.02), None, Some(0.001), Some(0.3)];
/// let holm = p_adjust(&p, Adjustment::Holm).unwrap();
/// assert_eq!(holm, [Some(0.04), None, Some(0.003), Some(0.3)]);
/// ```
///
/// # Checked against
/// `multiple_testing` of the reference cases (R `p.adjust`). A test without a p
/// value stays without and is not counted.
///
/// # References
/// S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70; G. Hommel,
/// Biometrika 75 (1988) 383–386; S. Wright, Biometrics 48 (1992) 1005–1013.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for a p value outside 0 to 1,
/// [`NotComputable::TooMany`] for Hommel above 20,000 tests.
pub fn p_adjust(p: &[Option<f64>], method: Adjustment) -> Outcome<Vec<Option<f64>>> {
    let mut known: Vec<(f64, usize)> = Vec::new();
    for (place, p) in p.iter().enumerate() {
        match p {
            Some(p) if (0.0..=1.0).contains(p) => known.push((*p, place)),
            Some(_) => {
                return Err(NotComputable::out_of_range("p"));
            }
            None => {}
        }
    }
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let sorted: Vec<f64> = known.iter().map(|(p, _)| *p).collect();
    let adjusted = in_order(&sorted, method)?;
    let mut found = vec![None; p.len()];
    for ((_, place), adjusted) in known.iter().zip(adjusted) {
        if let Some(slot) = found.get_mut(*place) {
            *slot = Some(adjusted);
        }
    }
    Ok(found)
}

fn in_order(sorted: &[f64], method: Adjustment) -> Outcome<Vec<f64>> {
    let m = sorted.len() as f64;
    // Each p with its rank from 1.
    let ranked = || sorted.iter().enumerate().map(|(i, p)| (*p, i as f64 + 1.0));
    let simes = |factor: f64| falling(ranked().map(|(p, i)| factor * m / i * p));
    Ok(match method {
        Adjustment::Bonferroni => sorted.iter().map(|p| (m * p).min(1.0)).collect(),
        Adjustment::Sidak => {
            let at_least_one = |p: &f64| match *p {
                1.0 => 1.0,
                p => -libm::expm1(m * libm::log1p(-p)),
            };
            sorted.iter().map(at_least_one).collect()
        }
        Adjustment::Holm => {
            let mut greatest = 0.0_f64;
            let step = |(p, i): (f64, f64)| {
                greatest = greatest.max((m - i + 1.0) * p);
                greatest.min(1.0)
            };
            ranked().map(step).collect()
        }
        Adjustment::Hochberg => falling(ranked().map(|(p, i)| (m - i + 1.0) * p)),
        Adjustment::BenjaminiHochberg => simes(1.0),
        Adjustment::BenjaminiYekutieli => simes(ranked().map(|(_, i)| 1.0 / i).sum()),
        Adjustment::Hommel => hommel(sorted)?,
    })
}

/// The running minimum from the last on, none above 1.
fn falling(values: impl DoubleEndedIterator<Item = f64>) -> Vec<f64> {
    let mut least = 1.0_f64;
    let mut found: Vec<f64> = values
        .rev()
        .map(|value| {
            least = least.min(value);
            least
        })
        .collect();
    found.reverse();
    found
}

/// The greatest of Simes' p values over all sets of tests that hold this one;
/// of the sets of one size that with the largest other p values is the worst.
fn hommel(sorted: &[f64]) -> Outcome<Vec<f64>> {
    let n = sorted.len();
    if n > MOST {
        return Err(NotComputable::TooMany {
            n: n as u64,
            most: MOST as u64,
        });
    }
    let mut adjusted = sorted.to_vec();
    for size in 2..=n {
        let m = size as f64;
        // The set of the `size` largest; its others are its last `size − 1`.
        let others = sorted.iter().skip(n - size + 1).zip(2_u32..);
        let least = others.map(|(p, j)| m * p / f64::from(j));
        let least = least.fold(f64::INFINITY, f64::min);
        let outside = n - size + 1;
        let own = |p: f64| (m * p).min(least);
        let of_last = sorted.get(outside - 1).map_or(least, |p| own(*p));
        for (place, (adjusted, p)) in adjusted.iter_mut().zip(sorted).enumerate() {
            let simes = if place < outside { own(*p) } else { of_last };
            *adjusted = adjusted.max(simes);
        }
    }
    Ok(adjusted.iter().map(|p| p.min(1.0)).collect())
}

/// Hommel takes the square of it in steps.
const MOST: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Adjustment; 7] = [
        Adjustment::Bonferroni,
        Adjustment::Holm,
        Adjustment::Hochberg,
        Adjustment::Hommel,
        Adjustment::Sidak,
        Adjustment::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli,
    ];

    /// The greatest Simes p value over all sets that hold test i.
    fn hommel_by_all_sets(p: &[f64]) -> Vec<f64> {
        let simes = |set: u32| {
            let mut of: Vec<f64> = (0..p.len())
                .filter(|i| set >> i & 1 == 1)
                .map(|i| p[i])
                .collect();
            of.sort_by(f64::total_cmp);
            let m = of.len() as f64;
            let terms = of.iter().enumerate().map(|(j, p)| m * p / (j + 1) as f64);
            terms.fold(1.0, f64::min)
        };
        let sets = |i: usize| (1_u32..1 << p.len()).filter(move |set| set >> i & 1 == 1);
        (0..p.len())
            .map(|i| sets(i).map(simes).fold(0.0, f64::max))
            .collect()
    }

    #[test]
    fn no_tests_and_impossible_p() {
        for method in ALL {
            assert_eq!(p_adjust(&[], method), Ok(vec![]));
            assert_eq!(p_adjust(&[None], method), Ok(vec![None]));
            assert!(p_adjust(&[Some(1.5)], method).is_err());
            assert!(p_adjust(&[Some(f64::NAN)], method).is_err());
        }
        let many = vec![Some(0.5); MOST + 1];
        assert!(p_adjust(&many, Adjustment::Hommel).is_err());
    }

    proptest! {
        #[test]
        fn adjusted_p_keep_the_order_and_never_fall(
            p in proptest::collection::vec(0.0_f64..=1.0, 1..8)) {
            let given: Vec<_> = p.iter().copied().map(Some).collect();
            let of = |method| -> Vec<f64> {
                p_adjust(&given, method).unwrap().into_iter().flatten().collect()
            };
            for method in ALL {
                let found = of(method);
                for i in 0..p.len() {
                    prop_assert!(found[i] >= p[i] - 1e-15 && found[i] <= 1.0);
                    for j in 0..p.len() {
                        prop_assert!(p[i] > p[j] || found[i] <= found[j]);
                    }
                }
            }
            let (holm, hochberg, hommel) =
                (of(Adjustment::Holm), of(Adjustment::Hochberg), of(Adjustment::Hommel));
            let (bonferroni, brute) = (of(Adjustment::Bonferroni), hommel_by_all_sets(&p));
            for i in 0..p.len() {
                prop_assert!((hommel[i] - brute[i]).abs() < 1e-12);
                prop_assert!(hommel[i] <= hochberg[i] + 1e-12);
                prop_assert!(hochberg[i] <= holm[i] + 1e-12 && holm[i] <= bonferroni[i] + 1e-12);
            }
        }
    }
}
