use super::pooled::Pooled;

/// The sums of all deals of the smaller group, each with in how many deals it
/// comes, respondent after respondent:
/// `ways(m + 1 picked, sum + value) += ways(m picked, sum)`. Whole numbers added up
/// in doubles: all terms are positive, so every tail is precise.
#[derive(Debug, Clone)]
pub(super) struct DealtSums {
    /// Deals of each sum from 0 on, in steps.
    ways: Vec<f64>,
    all: f64,
    n: i128,
    /// `n` times the mean sum.
    mean: i128,
}

/// Additions beyond which inversion is faster: some 50 milliseconds.
const MOST_ADDITIONS: usize = 60_000_000;
/// Deals of more respondents are too many for a double.
const MOST_RESPONDENTS: u64 = 1_000;

impl DealtSums {
    /// `None` where there is too much to add.
    pub fn of(pooled: &Pooled) -> Option<DealtSums> {
        let n = pooled.n();
        if n > MOST_RESPONDENTS {
            return None;
        }
        let picked = usize::try_from(pooled.first.min(pooled.second)).ok()?;
        let classes = pooled.steps.iter().zip(&pooled.counts);
        let mut values = Vec::new();
        for (step, count) in classes {
            let step = usize::try_from(*step).ok()?;
            values.extend(std::iter::repeat_n(step, usize::try_from(*count).ok()?));
        }
        // Rising, as the steps are: the last ones give the greatest sum.
        let top = values.iter().rev().take(picked);
        let width = top.copied().try_fold(1_usize, usize::checked_add)?;
        let additions = width.checked_mul(picked)?.checked_mul(values.len())?;
        if additions > MOST_ADDITIONS {
            return None;
        }
        let mut table = vec![0.0; (picked + 1) * width];
        *table.first_mut()? = 1.0;
        for value in &values {
            add(&mut table, width, picked, *value);
        }
        let ways = table.split_off(picked * width);
        let sum: i128 = values.iter().map(|value| *value as i128).sum();
        Some(DealtSums {
            all: ways.iter().sum(),
            ways,
            n: n.into(),
            mean: sum * picked as i128,
        })
    }

    /// `P(n·(sum − mean) ≥ at)`.
    pub fn at_least(&self, at: i128) -> f64 {
        let inside = |sum: usize| sum as i128 * self.n - self.mean >= at;
        self.share(inside)
    }

    /// `P(n·(sum − mean) ≤ at)`.
    pub fn at_most(&self, at: i128) -> f64 {
        let inside = |sum: usize| sum as i128 * self.n - self.mean <= at;
        self.share(inside)
    }

    fn share(&self, inside: impl Fn(usize) -> bool) -> f64 {
        let sums = self.ways.iter().enumerate();
        let ways: f64 = sums
            .filter(|(sum, _)| inside(*sum))
            .map(|(_, ways)| ways)
            .sum();
        ways / self.all
    }
}

/// One more respondent who may be picked.
fn add(table: &mut [f64], width: usize, picked: usize, value: usize) {
    for m in (0..picked).rev() {
        let Some((below, above)) = table.split_at_mut_checked((m + 1) * width) else {
            continue;
        };
        let from = below.get(m * width..).unwrap_or_default();
        let to = above.get_mut(value..width).unwrap_or_default();
        to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
    }
}
