use super::draws::{Chance, Draws};

/// Draws n of n respondents with putting back, over their counts: the large
/// classes by binomial draws one after another, what is left for the small ones
/// respondent by respondent (alias method of Walker 1977, as Vose 1991), split
/// where the expected time is least.
#[derive(Debug, Clone)]
pub(super) struct Resample {
    n: u64,
    /// Class and its chance among it and all that follow; `None` for the last.
    large: Vec<(usize, Option<Chance>)>,
    small: Vec<Alias>,
}

/// A column of the alias table.
#[derive(Debug, Clone, Copy)]
struct Alias {
    /// Below it the word stays with `own`.
    limit: u64,
    own: u32,
    other: u32,
}

/// Time of a binomial draw in times of drawing a respondent.
const BINOMIAL_COST: f64 = 14.0;

impl Resample {
    /// From the counts of the classes.
    pub fn of(counts: &[u64]) -> Resample {
        let n = counts
            .iter()
            .fold(0_u64, |n, count| n.saturating_add(*count));
        let mut classes: Vec<(usize, u64)> = counts.iter().copied().enumerate().collect();
        classes.retain(|(_, count)| *count > 0);
        // Largest first, so that few respondents are left early.
        classes.sort_by_key(|(class, count)| (std::cmp::Reverse(*count), *class));
        let (mut rest, mut best, mut split) = (n, n as f64, 0);
        for (place, (_, count)) in classes.iter().enumerate() {
            rest -= count;
            // The last class takes what is left.
            let drawn = (place + 1).min(classes.len().saturating_sub(1));
            let cost = drawn as f64 * BINOMIAL_COST + rest as f64;
            if cost < best {
                (best, split) = (cost, place + 1);
            }
        }
        let (large, small) = classes.split_at_checked(split).unwrap_or((&classes, &[]));
        let mut rest = n;
        let large = large.iter().map(|&(class, count)| {
            let chance = (count < rest).then(|| Chance::of(count, rest));
            rest -= count;
            (class, chance)
        });
        Resample {
            n,
            large: large.collect(),
            small: alias_table(small),
        }
    }

    /// Calls `add(class, how many)`; a class may come several times.
    #[inline]
    pub fn draw(&self, draws: &mut Draws, mut add: impl FnMut(usize, u64)) {
        let mut left = self.n;
        for (class, chance) in &self.large {
            let drawn = chance
                .as_ref()
                .map_or(left, |chance| draws.binomial(left, chance));
            let class = *class;
            add(class, drawn);
            left -= drawn;
            if left == 0 {
                return;
            }
        }
        let columns = self.small.len() as u128;
        for _ in 0..left {
            let product = u128::from(draws.word()) * columns;
            if let Some(column) = self.small.get((product >> 64) as usize) {
                let own = (product as u64) < column.limit;
                add(if own { column.own } else { column.other } as usize, 1);
            }
        }
    }
}

fn alias_table(classes: &[(usize, u64)]) -> Vec<Alias> {
    let total: u128 = classes.iter().map(|(_, count)| u128::from(*count)).sum();
    let columns = classes.len() as u128;
    let (mut poor, mut rich): (Vec<_>, Vec<_>) = classes
        .iter()
        .map(|&(class, count)| (class as u32, u128::from(count) * columns))
        .partition(|(_, share)| *share < total);
    let mut table = Vec::with_capacity(classes.len());
    while let Some((other, share)) = rich.pop() {
        let Some((own, filled)) = poor.pop() else {
            let limit = u64::MAX;
            table.push(Alias {
                limit,
                own: other,
                other,
            });
            continue;
        };
        let limit = ((filled << 64) / total.max(1)) as u64;
        table.push(Alias { limit, own, other });
        let share = share + filled - total;
        if share < total {
            poor.push((other, share));
        } else {
            rich.push((other, share));
        }
    }
    table
}
