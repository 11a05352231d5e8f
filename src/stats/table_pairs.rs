use super::table_network::Past;

/// The last two columns of a table, which are one: what the first does not take
/// of a row the second does.
///
/// The rows but the two largest are gone through; of those two the first cell is
/// hypergeometric, whose logarithm rises to its mode and falls from it, so that
/// the cells rare enough are its two tails.
pub(super) struct TwoColumns {
    small: u32,
    large: u32,
    limit: f64,
    /// Rows the tails below belong to.
    of: (u32, u32),
    /// By how many of the first column the two rows take.
    tails: Vec<Option<Tails>>,
    steps: u64,
}

impl TwoColumns {
    pub fn new(small: u32, large: u32, limit: f64) -> TwoColumns {
        TwoColumns {
            small,
            large,
            limit,
            of: (u32::MAX, u32::MAX),
            tails: Vec::new(),
            steps: 0,
        }
    }

    /// Steps since the last call.
    pub fn take_steps(&mut self) -> u64 {
        std::mem::take(&mut self.steps)
    }

    /// The probability of all completions of these pasts that count. `past`
    /// falls, and `sums` are its probabilities from every place to the end.
    pub fn sum(&mut self, rows: &[u32], past: &[Past], sums: &[f64], logs: &[f64]) -> f64 {
        let Some((&[a, b], others)) = rows.split_last_chunk::<2>().map(|(o, two)| (two, o)) else {
            return 0.0;
        };
        if self.of != (a, b) {
            self.of = (a, b);
            self.tails = Vec::new();
            self.tails.resize_with(self.small as usize + 1, || None);
        }
        let log = |k: u32| logs.get(k as usize).copied().unwrap_or(f64::INFINITY);
        let all = log(self.small + self.large) - log(self.small) - log(self.large);
        let mut sum = 0.0;
        let mut taken = vec![0_u32; others.len()];
        loop {
            let left = i64::from(self.small) - taken.iter().map(|&x| i64::from(x)).sum::<i64>();
            let fits = u32::try_from(left).ok().filter(|&left| left <= a + b);
            if let Some(left) = fits {
                // Ways of the other rows, times those of the two.
                let cells = others.iter().zip(&taken);
                let value = cells.map(|(&r, &x)| -log(x) - log(r - x)).sum::<f64>();
                let rows: f64 = others.iter().map(|&r| log(r)).sum();
                let two = log(a + b) - log(left) - log(a + b - left);
                let share = libm::exp(value + rows + two - all);
                sum += share * self.counted(left, value, past, sums, &log);
            }
            self.steps += 40 + 10 * others.len() as u64;
            // An odometer.
            let mut turned = false;
            for (slot, row) in taken.iter_mut().zip(others) {
                if *slot < *row {
                    *slot += 1;
                    turned = true;
                    break;
                }
                *slot = 0;
            }
            if !turned {
                return sum;
            }
        }
    }

    /// Of the pasts' probability, what lies in the tails that count.
    fn counted(
        &mut self,
        left: u32,
        value: f64,
        past: &[Past],
        sums: &[f64],
        log: &impl Fn(u32) -> f64,
    ) -> f64 {
        let (a, b) = self.of;
        let Some(slot) = self.tails.get_mut(left as usize) else {
            return 0.0;
        };
        if slot.is_none() {
            self.steps += 30 * (u64::from(left.min(a)) + 1);
        }
        let tails = slot.get_or_insert_with(|| Tails::of(a, b, left, log));
        let limit = self.limit - value;
        let from = past.partition_point(|p| p.0 + tails.least > limit);
        let to = from
            + past
                .iter()
                .skip(from)
                .take_while(|p| p.0 + tails.greatest > limit)
                .count();
        let between = past.get(from..to).unwrap_or_default();
        self.steps += 25 * between.len() as u64;
        let some = between.iter().map(|p| p.1 * tails.share(limit - p.0));
        some.sum::<f64>() + sums.get(to).copied().unwrap_or(0.0)
    }
}

/// A hypergeometric distribution as tails by the logarithm of `1/Π x!`.
struct Tails {
    greatest: f64,
    least: f64,
    /// From the lower end to the mode: rising logarithms, and the share up to
    /// and with each.
    lower: Vec<(f64, f64)>,
    /// From the upper end down to above the mode.
    upper: Vec<(f64, f64)>,
}

impl Tails {
    /// Of the first of two rows `a` and `b` that take `left` together.
    fn of(a: u32, b: u32, left: u32, log: &impl Fn(u32) -> f64) -> Tails {
        let (low, high) = (left.saturating_sub(b), left.min(a));
        let value = |x: u32| -log(x) - log(a - x) - log(left - x) - log(b + x - left);
        let values: Vec<f64> = (low..=high).map(value).collect();
        let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let all = log(a + b) - log(a) - log(b) - log(left) - log(a + b - left);
        let mode = values.iter().position(|v| *v == greatest).unwrap_or(0);
        let side = |values: &mut dyn Iterator<Item = &f64>| -> Vec<(f64, f64)> {
            let mut sum = 0.0;
            let share = |value: &f64| {
                sum += libm::exp(value - all);
                (*value, sum)
            };
            values.map(share).collect()
        };
        let above = values.len() - mode - 1;
        Tails {
            greatest,
            least,
            lower: side(&mut values.iter().take(mode + 1)),
            upper: side(&mut values.iter().rev().take(above)),
        }
    }

    /// The share of the values not above `limit`.
    fn share(&self, limit: f64) -> f64 {
        let side = |side: &[(f64, f64)]| {
            let count = side.partition_point(|(value, _)| *value <= limit);
            count
                .checked_sub(1)
                .and_then(|last| side.get(last))
                .map_or(0.0, |(_, sum)| *sum)
        };
        side(&self.lower) + side(&self.upper)
    }
}
