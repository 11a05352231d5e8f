use super::{NotComputable, Outcome};

/// A discrete distribution: sums with their probabilities, rising, none twice.
pub(super) type Points = Vec<(i128, f64)>;

/// How many more points an exact distribution may still compute: a test beyond
/// it is refused instead of waited for.
pub(super) struct Budget {
    left: u64,
    n: u64,
}

impl Budget {
    /// About a second of work; untied groups of 100 and 100 need a third of it.
    const POINTS: u64 = 50_000_000;
    /// Held at a time: 96 MiB.
    const AT_ONCE: u64 = 3_000_000;

    /// For a test of n respondents.
    pub fn new(n: u64) -> Budget {
        let left = Budget::POINTS;
        Budget { left, n }
    }

    /// Takes points off, or refuses.
    pub fn take(&mut self, points: u64) -> Outcome<()> {
        let left = self.left.checked_sub(points);
        let left = left.filter(|_| points <= Budget::AT_ONCE);
        self.left = left.ok_or(NotComputable::TooManyArrangements { n: self.n })?;
        Ok(())
    }
}

/// The sum of shifted and weighted distributions.
pub(super) fn mixture<'a>(parts: impl Iterator<Item = (&'a Points, i128, f64)>) -> Points {
    let mut points: Points = Vec::new();
    for (part, shift, weight) in parts {
        points.extend(part.iter().map(|(sum, p)| (sum + shift, p * weight)));
    }
    // Every part is a sorted run, which a stable sort only has to merge.
    points.sort_by_key(|(sum, _)| *sum);
    points.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    points
}

/// `P(A + B ≤ bound)` of two independent sums; only additions of positive
/// numbers, so that small probabilities keep their digits.
pub(super) fn at_most(a: &Points, b: &Points, bound: i128) -> f64 {
    let mut next = b.iter().peekable();
    let mut below = 0.0;
    let mut total = 0.0;
    // As A falls, more of B fits.
    for (sum, p) in a.iter().rev() {
        while let Some((_, q)) = next.next_if(|(other, _)| sum + other <= bound) {
            below += q;
        }
        total += p * below;
    }
    total
}

/// `P(A + B ≥ bound)` of two independent sums.
pub(super) fn at_least(a: &Points, b: &Points, bound: i128) -> f64 {
    let mut next = b.iter().rev().peekable();
    let mut above = 0.0;
    let mut total = 0.0;
    for (sum, p) in a {
        while let Some((_, q)) = next.next_if(|(other, _)| sum + other >= bound) {
            above += q;
        }
        total += p * above;
    }
    total
}

/// Splits levels in two so that both halves have about as many arrangements.
pub(super) fn halves<T>(levels: &[T], count: impl Fn(&T) -> u64) -> (&[T], &[T]) {
    let weight = |level: &T| libm::log1p(count(level) as f64);
    let half = levels.iter().map(weight).sum::<f64>() / 2.0;
    let mut so_far = 0.0;
    let first = levels.iter().take_while(|level| {
        so_far += weight(level);
        // Half a level is lent to the first half where it is cut.
        so_far - weight(level) / 2.0 <= half
    });
    levels.split_at(first.count().min(levels.len()))
}

/// Weights over neighbouring whole numbers from the ratio of each to the one
/// before, made to sum to 1. Starts at the largest, so that nothing overflows.
pub(super) fn normalised(length: u64, mode: u64, ratio: impl Fn(u64) -> f64) -> Vec<f64> {
    let mode = mode.min(length.saturating_sub(1));
    let mut down: Vec<f64> = Vec::new();
    let mut weight = 1.0;
    for place in (0..mode).rev() {
        weight /= ratio(place + 1);
        down.push(weight);
    }
    let mut weights: Vec<f64> = down.into_iter().rev().collect();
    weights.push(1.0);
    weight = 1.0;
    for place in mode + 1..length {
        weight *= ratio(place);
        weights.push(weight);
    }
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|w| *w /= sum);
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_two_dice() {
        let die: Points = (1..=6).map(|face| (face, 1.0 / 6.0)).collect();
        for bound in 0..=14 {
            let count = |fits: fn(i128, i128) -> bool| {
                let pairs = (1..=6).flat_map(|a| (1..=6).map(move |b| a + b));
                pairs.filter(|sum| fits(*sum, bound)).count() as f64 / 36.0
            };
            assert!((at_most(&die, &die, bound) - count(|s, b| s <= b)).abs() < 1e-15);
            assert!((at_least(&die, &die, bound) - count(|s, b| s >= b)).abs() < 1e-15);
        }
    }

    #[test]
    fn a_mixture_adds_what_coincides() {
        let coin: Points = vec![(0, 0.5), (1, 0.5)];
        let two = mixture([(&coin, 0, 0.5), (&coin, 1, 0.5)].into_iter());
        assert_eq!(two, [(0, 0.25), (1, 0.5), (2, 0.25)]);
    }

    #[test]
    fn a_budget_ends() {
        let mut budget = Budget::new(7);
        let over = Err(NotComputable::TooManyArrangements { n: 7 });
        assert_eq!(budget.take(Budget::AT_ONCE + 1), over);
        let taken = (0..100).take_while(|_| budget.take(Budget::AT_ONCE).is_ok());
        assert_eq!(taken.count(), 16);
    }
}
