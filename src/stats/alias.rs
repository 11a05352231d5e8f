use super::draws::Draws;

/// Draws from a fixed discrete distribution in the time of one random word: the
/// alias method of Walker (1977), built as Vose (1991), in integers.
#[derive(Debug, Clone)]
pub(super) struct Alias {
    columns: Vec<Column>,
    /// What is added to the place drawn.
    low: u64,
}

#[derive(Debug, Clone, Copy)]
struct Column {
    /// Below it the word stays with `own`.
    limit: u64,
    own: u32,
    other: u32,
}

/// Weights of computed probabilities are whole multiples of `2^-52`.
const WEIGHT: f64 = 4_503_599_627_370_496.0;
/// Probabilities below it, over the greatest, are left out.
const LEAST: f64 = 1e-18;

impl Alias {
    /// Places 0, 1, … with these weights, whose sum fits a `u64`.
    pub fn of(weights: &[u64]) -> Alias {
        let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        let columns = weights.len() as u128;
        let shares = weights.iter().zip(0_u32..);
        let shares = shares.map(|(weight, place)| (place, u128::from(*weight) * columns));
        let (mut poor, mut rich): (Vec<_>, Vec<_>) = shares.partition(|(_, share)| *share < total);
        let mut table = Vec::with_capacity(weights.len());
        while let Some((other, share)) = rich.pop() {
            let Some((own, filled)) = poor.pop() else {
                table.push(Column {
                    limit: u64::MAX,
                    own: other,
                    other,
                });
                continue;
            };
            let limit = ((filled << 64) / total.max(1)) as u64;
            table.push(Column { limit, own, other });
            let rest = share + filled - total;
            match rest < total {
                true => poor.push((other, rest)),
                false => rich.push((other, rest)),
            }
        }
        Alias {
            columns: table,
            low: 0,
        }
    }

    /// Successes among `n` of probability `p`, 0 < p < 1.
    pub fn binomial(n: u64, p: f64) -> Alias {
        let odds = p / (1.0 - p);
        let mode = (((n + 1) as f64 * p) as u64).min(n);
        Alias::about(mode, n, |k| odds * (n - k) as f64 / (k + 1) as f64)
    }

    /// Events of a mean number `mean`.
    pub fn poisson(mean: f64) -> Alias {
        Alias::about(mean as u64, u64::MAX, |k| mean / (k + 1) as f64)
    }

    /// From the mode outwards; `rise` is the probability of k + 1 over that of k,
    /// which falls.
    fn about(mode: u64, last: u64, rise: impl Fn(u64) -> f64) -> Alias {
        let mut masses = std::collections::VecDeque::from([1.0]);
        let (mut low, mut mass) = (mode, 1.0);
        while low > 0 && mass > LEAST {
            low -= 1;
            mass /= rise(low);
            masses.push_front(mass);
        }
        let (mut high, mut mass) = (mode, 1.0);
        while high < last && mass > LEAST {
            mass *= rise(high);
            high += 1;
            masses.push_back(mass);
        }
        let sum: f64 = masses.iter().sum();
        let weights = masses.iter().map(|mass| (mass / sum * WEIGHT) as u64);
        let mut table = Alias::of(&weights.collect::<Vec<_>>());
        table.low = low;
        table
    }

    #[inline]
    pub fn draw(&self, draws: &mut Draws) -> u64 {
        let product = u128::from(draws.word()) * self.columns.len() as u128;
        let column = self.columns.get((product >> 64) as usize);
        column.map_or(self.low, |column| {
            let own = (product as u64) < column.limit;
            self.low + u64::from(if own { column.own } else { column.other })
        })
    }
}
