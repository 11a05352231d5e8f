use super::draws::ln_factorial;

/// The tail of the sum of k respondents picked without putting back, by
/// counting: the sum of `Π C(count, number)/C(n, k)` over all numbers of members
/// picked per value that reach it. All terms are positive, so the least tail is as
/// precise as any.
#[derive(Debug, Clone)]
pub(super) struct CountedDeals {
    /// Largest class last: its number is what is left.
    classes: Vec<Class>,
    picked: u64,
    /// `ln C(n, k)`.
    all: f64,
}

#[derive(Debug, Clone)]
struct Class {
    distance: i128,
    /// `ln C(count, number)`.
    ways: Vec<f64>,
    /// Members of the classes from this one on.
    rest: u64,
    /// The greatest distance from this class on.
    farthest: i128,
}

/// Combinations beyond which the inversion is faster.
const MOST: u64 = 300_000;

impl CountedDeals {
    /// `None` where there are too many combinations.
    pub fn of(counts: &[u64], distances: &[i128], picked: u64) -> Option<CountedDeals> {
        let mut pairs: Vec<(u64, i128)> = counts
            .iter()
            .copied()
            .zip(distances.iter().copied())
            .collect();
        pairs.sort_unstable();
        let (_, free) = pairs.split_last()?;
        let combinations = free.iter().try_fold(1_u64, |product, (count, _)| {
            product
                .checked_mul(count.min(&picked) + 1)
                .filter(|product| *product <= MOST)
        });
        combinations?;
        let n: u64 = counts.iter().sum();
        let (mut rest, mut farthest) = (0, i128::MIN);
        let mut classes: Vec<Class> = Vec::new();
        for (count, distance) in pairs.into_iter().rev() {
            rest += count;
            farthest = farthest.max(distance);
            let ways = (0..=count.min(picked)).map(|number| ln_ways(count, number));
            classes.push(Class {
                distance,
                ways: ways.collect(),
                rest,
                farthest,
            });
        }
        classes.reverse();
        Some(CountedDeals {
            classes,
            picked,
            all: ln_ways(n, picked),
        })
    }

    /// The probability of a sum of distances of at least `at`.
    pub fn at_least(&self, at: i128) -> f64 {
        self.sum(&self.classes, self.picked, at, -self.all).min(1.0)
    }

    fn sum(&self, classes: &[Class], left: u64, at: i128, logarithm: f64) -> f64 {
        let Some((class, others)) = classes.split_first() else {
            return if left == 0 && at <= 0 {
                libm::exp(logarithm)
            } else {
                0.0
            };
        };
        if left > class.rest || class.farthest.saturating_mul(left.into()) < at {
            return 0.0;
        }
        // What the others cannot take has to come from here; the last class takes
        // what is left.
        let room = others.first().map_or(0, |next| next.rest);
        let mut sum = 0.0;
        for number in left.saturating_sub(room)..=left {
            let Some(ways) = class.ways.get(number as usize) else {
                break;
            };
            let gone = class.distance * i128::from(number);
            sum += self.sum(others, left - number, at - gone, logarithm + ways);
        }
        sum
    }
}

/// `ln C(n, k)`.
fn ln_ways(n: u64, k: u64) -> f64 {
    let (n, k) = (n as f64, k as f64);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}
