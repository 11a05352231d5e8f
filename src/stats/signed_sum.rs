use super::Outcome;
use super::sum_distribution::{Budget, Points, at_least, at_most, halves, mixture, normalised};

/// The exact distribution of the sum of the scores that get a plus when every
/// score gets plus or minus with probability ½: what a signed rank sum is when
/// differences are symmetric about 0.
pub(super) struct SignedSum {
    low: Points,
    high: Points,
}

impl SignedSum {
    /// From scores with how many have each.
    pub fn of(levels: &[(i128, u64)], budget: &mut Budget) -> Outcome<SignedSum> {
        let (low, high) = halves(levels, |(_, count)| *count);
        Ok(SignedSum {
            low: half(low, budget)?,
            high: half(high, budget)?,
        })
    }

    /// The probability of such a sum or a smaller one.
    pub fn at_most(&self, bound: i128) -> f64 {
        at_most(&self.low, &self.high, bound).min(1.0)
    }

    /// The probability of such a sum or a larger one.
    pub fn at_least(&self, bound: i128) -> f64 {
        at_least(&self.low, &self.high, bound).min(1.0)
    }
}

fn half(levels: &[(i128, u64)], budget: &mut Budget) -> Outcome<Points> {
    let mut points: Points = vec![(0, 1.0)];
    for &(score, count) in levels {
        let copies = count.saturating_add(1);
        budget.take(copies.saturating_mul(points.len() as u64))?;
        let n = count as f64;
        let signs = normalised(copies, count / 2, |x| (n - x as f64 + 1.0) / x as f64);
        let parts = (0_i128..).zip(signs);
        points = mixture(parts.map(|(plus, p)| (&points, score * plus, p)));
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn work_is_bounded() {
        assert!(SignedSum::of(&[(1, u64::MAX)], &mut Budget::new(0)).is_err());
        let levels: Vec<(i128, u64)> = (1..3000).map(|score| (score, 1)).collect();
        assert!(SignedSum::of(&levels, &mut Budget::new(0)).is_err());
    }

    proptest! {
        #[test]
        fn equals_enumeration(scores in proptest::collection::vec(1_i128..9, 1..11), bound in -1_i128..40) {
            let mut levels: Vec<(i128, u64)> = scores.iter().map(|&score| (score, 1)).collect();
            levels.sort_unstable();
            levels.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same { kept.1 += next.1; }
                same
            });
            let sums = SignedSum::of(&levels, &mut Budget::new(0)).unwrap();
            let of = |signs: u32| -> i128 {
                let plus = scores.iter().enumerate().filter(|(i, _)| signs >> i & 1 == 1);
                plus.map(|(_, score)| score).sum()
            };
            let all = 1_u32 << scores.len();
            let share = |fits: &dyn Fn(i128) -> bool| {
                (0..all).filter(|signs| fits(of(*signs))).count() as f64 / f64::from(all)
            };
            prop_assert!((sums.at_most(bound) - share(&|s| s <= bound)).abs() < 1e-14);
            prop_assert!((sums.at_least(bound) - share(&|s| s >= bound)).abs() < 1e-14);
        }
    }
}
