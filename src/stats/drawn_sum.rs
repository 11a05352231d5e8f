use super::Outcome;
use super::sum_distribution::{Budget, Points, at_least, at_most, halves, mixture, normalised};

/// The exact distribution of the sum of the scores of people drawn without
/// replacement: what a rank sum is when the groups are alike.
///
/// People with the same score are one level, so the cost follows the levels and
/// not the respondents. The levels are split in two halves whose distributions
/// are never multiplied out; a tail is read off both.
pub(super) struct DrawnSum {
    low: Half,
    high: Half,
    drawn: u64,
    /// `P(so many of the drawn are from the low half)`, from `first`.
    shares: Vec<f64>,
    first: u64,
}

/// Conditional on how many are drawn from it.
struct Half {
    people: u64,
    /// By the number drawn.
    sums: Vec<Points>,
}

impl DrawnSum {
    /// From scores with how many have each, rising.
    pub fn of(levels: &[(i128, u64)], drawn: u64, budget: &mut Budget) -> Outcome<DrawnSum> {
        let (low, high) = halves(levels, |(_, count)| *count);
        let (low, high) = (
            Half::of(low, drawn, budget)?,
            Half::of(high, drawn, budget)?,
        );
        let (first, shares) = hypergeometric(low.people, high.people, drawn);
        Ok(DrawnSum {
            low,
            high,
            drawn,
            shares,
            first,
        })
    }

    /// The probability of such a sum or a smaller one.
    pub fn at_most(&self, bound: i128) -> f64 {
        self.tail(bound, at_most)
    }

    /// The probability of such a sum or a larger one.
    pub fn at_least(&self, bound: i128) -> f64 {
        self.tail(bound, at_least)
    }

    fn tail(&self, bound: i128, pair: fn(&Points, &Points, i128) -> f64) -> f64 {
        let shares = self.shares.iter().zip(self.first..);
        let part = |(share, of_low): (&f64, u64)| {
            let low = self.low.given(of_low)?;
            let high = self.high.given(self.drawn.checked_sub(of_low)?)?;
            Some(share * pair(low, high, bound))
        };
        shares.filter_map(part).sum::<f64>().min(1.0)
    }
}

impl Half {
    fn of(levels: &[(i128, u64)], drawn: u64, budget: &mut Budget) -> Outcome<Half> {
        let mut half = Half {
            people: 0,
            sums: vec![vec![(0, 1.0)]],
        };
        for &(score, count) in levels {
            half = half.with(score, count, drawn, budget)?;
        }
        Ok(half)
    }

    fn given(&self, drawn: u64) -> Option<&Points> {
        self.sums.get(usize::try_from(drawn).ok()?)
    }

    fn with(self, score: i128, count: u64, drawn: u64, budget: &mut Budget) -> Outcome<Half> {
        let people = self.people.saturating_add(count);
        let most = people.min(drawn);
        let before: u64 = self.sums.iter().map(|points| points.len() as u64).sum();
        // Every point there is goes to every number that this level may give.
        let copies = count.min(drawn).saturating_add(1);
        budget.take(before.saturating_mul(copies).saturating_add(most))?;
        let total = |taken: u64| {
            let (first, shares) = hypergeometric(count, self.people, taken);
            let part = |(share, here): (f64, u64)| {
                let rest = self.given(taken.checked_sub(here)?)?;
                Some((rest, score * i128::from(here), share))
            };
            mixture(shares.into_iter().zip(first..).filter_map(part))
        };
        let sums = (0..=most).map(total).collect();
        Ok(Half { people, sums })
    }
}

/// The probabilities that of `drawn` out of `a + b`, x are from the `a`: the
/// least x possible, and from there.
pub(super) fn hypergeometric(a: u64, b: u64, drawn: u64) -> (u64, Vec<f64>) {
    let first = drawn.saturating_sub(b);
    let last = drawn.min(a);
    if last < first {
        return (first, Vec::new());
    }
    let all = (a as f64) + (b as f64) + 2.0;
    let mode = ((drawn as f64 + 1.0) * (a as f64 + 1.0) / all) as u64;
    let ratio = |place: u64| {
        let x = (first + place) as f64;
        let (a, b, drawn) = (a as f64, b as f64, drawn as f64);
        (a - x + 1.0) * (drawn - x + 1.0) / (x * (b - drawn + x))
    };
    let mode = mode.clamp(first, last) - first;
    (first, normalised(last - first + 1, mode, ratio))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hypergeometric_is_that_of_r() {
        // R: dhyper(0:3, 3, 7, 5)
        let (first, shares) = hypergeometric(3, 7, 5);
        let expected = [1.0 / 12.0, 5.0 / 12.0, 5.0 / 12.0, 1.0 / 12.0];
        assert_eq!((first, shares.len()), (0, 4));
        for (found, expected) in shares.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert_eq!(hypergeometric(3, 2, 5), (3, vec![1.0]));
    }

    #[test]
    fn work_is_bounded() {
        let levels: Vec<(i128, u64)> = (0..2000).map(|score| (score, 1)).collect();
        assert!(DrawnSum::of(&levels, 1000, &mut Budget::new(2000)).is_err());
        let two = [(0, u64::MAX / 4), (1, u64::MAX / 4)];
        assert!(DrawnSum::of(&two, u64::MAX / 4, &mut Budget::new(1)).is_err());
    }

    /// All ways of drawing, one by one.
    fn enumerated(levels: &[(i128, u64)], drawn: usize, bound: i128) -> (f64, f64) {
        let people: Vec<i128> = levels
            .iter()
            .flat_map(|&(score, count)| std::iter::repeat_n(score, count as usize))
            .collect();
        let (mut all, mut below, mut above) = (0.0, 0.0, 0.0);
        for set in 0_u32..1 << people.len() {
            if set.count_ones() as usize != drawn {
                continue;
            }
            let chosen = people.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
            let sum: i128 = chosen.map(|(_, score)| score).sum();
            all += 1.0;
            below += f64::from(u8::from(sum <= bound));
            above += f64::from(u8::from(sum >= bound));
        }
        (below / all, above / all)
    }

    proptest! {
        #[test]
        fn equals_enumeration(counts in proptest::collection::vec(1_u64..4, 1..5),
                              steps in proptest::collection::vec(1_i128..4, 5),
                              drawn in 0_usize..13, bound in 0_i128..60) {
            let mut score = 0;
            let levels: Vec<(i128, u64)> = counts
                .iter()
                .zip(&steps)
                .map(|(&count, step)| { score += step; (score, count) })
                .collect();
            let drawn = drawn.min(counts.iter().sum::<u64>() as usize);
            let sums = DrawnSum::of(&levels, drawn as u64, &mut Budget::new(0)).unwrap();
            let (below, above) = enumerated(&levels, drawn, bound);
            prop_assert!((sums.at_most(bound) - below).abs() < 1e-13);
            prop_assert!((sums.at_least(bound) - above).abs() < 1e-13);
        }
    }
}
