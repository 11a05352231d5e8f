use super::table_bounds::Bounds;
use super::table_pairs::TwoColumns;
use super::{CrossTable, NotComputable, Outcome};
use std::collections::BTreeMap;

/// The probability of all tables with the same margins that are not likelier
/// than this one.
///
/// Deals out the columns one by one, the smallest first. What matters of those
/// dealt is what they leave of every row (a node; rows are interchangeable, so
/// they are kept sorted) and the product of their probabilities so far (the
/// past of a node). A past all of whose completions are rare enough is counted
/// at once with all of them, one all of whose completions are too likely is
/// dropped, and the last two columns are summed by the tails of a
/// hypergeometric distribution.
///
/// # Errors
/// [`NotComputable::TooLarge`] where that takes more than a bounded number of
/// steps or of pasts.
pub(super) fn share_not_above(table: &CrossTable, steps: u64) -> Outcome<f64> {
    let table = match table.rows() > table.columns() {
        true => table.transposed(),
        false => table.clone(),
    };
    let mut network = Network::of(&table, steps).ok_or(NotComputable::TooLarge)?;
    let mut nodes = network.start()?;
    while network.columns.len() > 2 {
        nodes = network.deal(nodes)?;
    }
    let p = network.counted + network.last_two(nodes)?;
    match p > 0.0 {
        true => Ok(p.min(1.0)),
        false => Err(NotComputable::out_of_range("p")),
    }
}

/// Most respondents, whose factorials are tabulated.
const MOST: u64 = 1_000_000;
/// Most pasts kept at a time (16 bytes each), and one for so many steps allowed.
const PASTS: u64 = 12_000_000;
const STEPS_PER_PAST: u64 = 300;
/// Steps of a new node.
const NODE: u64 = 300;
/// Pasts nearer than this on the scale of logarithms are one.
const SAME: f64 = 1e-10;
/// R counts tables up to this factor (its logarithm) above the one seen.
const RELATIVE: f64 = 1e-7;

/// The logarithm of the product of `1/x!` so far, and the probability of
/// getting there by any of the ways that have it.
pub(super) type Past = (f64, f64);

type Nodes = BTreeMap<u128, Vec<Past>>;

struct Network {
    /// Of the rows at the start.
    rows: Vec<u32>,
    /// Those not yet dealt; the next one is the last, the largest are first.
    columns: Vec<u32>,
    /// `ln k!`.
    logs: Vec<f64>,
    /// What `Σ ln(1/x!)` may be at most to count.
    limit: f64,
    counted: f64,
    steps: u64,
    most_steps: u64,
}

impl Network {
    fn of(table: &CrossTable, most_steps: u64) -> Option<Network> {
        if table.n() > MOST {
            return None;
        }
        let narrow = |sums: Vec<u64>| -> Option<Vec<u32>> {
            sums.into_iter()
                .map(|sum| u32::try_from(sum).ok())
                .collect()
        };
        let (mut rows, mut columns) = (narrow(table.row_sums())?, narrow(table.column_sums())?);
        rows.sort_unstable();
        columns.sort_unstable_by(|a, b| b.cmp(a));
        let size = u32::try_from(table.n()).ok()?;
        // Each row has a digit of the key of a node.
        u128::from(size + 1).checked_pow(u32::try_from(rows.len()).ok()?)?;
        let logs: Vec<f64> = (0..=size)
            .map(|k| libm::lgamma(f64::from(k) + 1.0))
            .collect();
        let mut network = Network {
            rows,
            columns,
            logs,
            limit: RELATIVE,
            counted: 0.0,
            steps: 0,
            most_steps,
        };
        let seen = table
            .counts()
            .iter()
            .filter_map(|&count| u32::try_from(count).ok());
        network.limit -= seen.map(|count| network.log(count)).sum::<f64>();
        Some(network)
    }

    fn log(&self, k: u32) -> f64 {
        self.logs.get(k as usize).copied().unwrap_or(f64::INFINITY)
    }

    /// The node before any column: a probability of 1.
    fn start(&self) -> Outcome<Nodes> {
        Ok(Nodes::from([(self.key(&self.rows), vec![(0.0, 1.0)])]))
    }

    /// Rows as the digits of a number, the largest row first.
    fn key(&self, rows: &[u32]) -> u128 {
        let base = self.logs.len() as u128;
        rows.iter()
            .rev()
            .fold(0, |key, &row| key * base + u128::from(row))
    }

    fn rows_of(&self, mut key: u128) -> Vec<u32> {
        let base = self.logs.len() as u128;
        let mut rows = Vec::with_capacity(self.rows.len());
        for _ in 0..self.rows.len() {
            rows.push(u32::try_from(key % base).unwrap_or(0));
            key /= base;
        }
        rows
    }

    fn work(&mut self, steps: usize) -> Outcome<()> {
        self.steps = self.steps.saturating_add(steps as u64);
        match self.steps > self.most_steps {
            true => Err(NotComputable::TooLarge),
            false => Ok(()),
        }
    }

    /// Deals the next column from every node.
    fn deal(&mut self, nodes: Nodes) -> Outcome<Nodes> {
        let column = self.columns.pop().unwrap_or(0);
        let bounds = Bounds::of(&self.columns, self.rows.len(), &self.logs);
        self.work(self.logs.len().saturating_mul(50))?;
        let mut next = Nodes::new();
        let most = PASTS.min(self.most_steps / STEPS_PER_PAST);
        let mut kept = 0_usize;
        for (key, mut past) in nodes {
            kept = kept.saturating_sub(past.len());
            let rows = self.rows_of(key);
            let before = past.len();
            let sums = sorted(&mut past);
            self.work(sorting(before))?;
            let mut deals = Deals::of(&rows, column);
            let ways = self.ways(&rows, column);
            let mut child = Vec::with_capacity(rows.len());
            while let Some(dealt) = deals.next() {
                self.work(50 + 20 * rows.len())?;
                let (change, logarithm) = self.give(&rows, dealt, &mut child);
                let share = libm::exp(logarithm - ways);
                // Sorted by falling likelihood: the first are dropped, the last
                // counted, and those between go on.
                let (greatest, least) = bounds.both(&child);
                let from = past.partition_point(|p| p.0 + change + least > self.limit);
                let to = past.partition_point(|p| p.0 + change + greatest > self.limit);
                let rest = sums.get(to).copied().unwrap_or(0.0);
                self.counted += rest * share;
                let Some(between) = past.get(from..to).filter(|part| !part.is_empty()) else {
                    continue;
                };
                self.work(between.len().saturating_mul(5))?;
                kept += between.len();
                if kept as u64 > most {
                    return Err(NotComputable::TooLarge);
                }
                let slot = next.entry(self.key(&child)).or_default();
                if slot.is_empty() {
                    self.steps += NODE;
                }
                slot.extend(between.iter().map(|p| (p.0 + change, p.1 * share)));
            }
        }
        Ok(next)
    }

    /// The logarithm of the number of ways to draw the column from all left.
    fn ways(&self, rows: &[u32], column: u32) -> f64 {
        let all: u32 = rows.iter().sum();
        self.log(all) - self.log(column) - self.log(all - column)
    }

    /// What is left of the rows, sorted, the change of the logarithm of
    /// `1/Π x!`, and that of the number of ways to draw just this.
    fn give(&self, rows: &[u32], dealt: &[u32], child: &mut Vec<u32>) -> (f64, f64) {
        let (mut change, mut ways) = (0.0, 0.0);
        child.clear();
        for (&row, &x) in rows.iter().zip(dealt) {
            change -= self.log(x);
            ways += self.log(row) - self.log(row - x);
            child.push(row - x);
        }
        child.sort_unstable();
        (change, ways + change)
    }

    fn last_two(&mut self, nodes: Nodes) -> Outcome<f64> {
        let &[large, small] = self.columns.as_slice() else {
            return Err(NotComputable::TooLarge);
        };
        let mut tails = TwoColumns::new(small, large, self.limit);
        let mut sum = 0.0;
        for (key, mut past) in nodes {
            let rows = self.rows_of(key);
            let before = past.len();
            let sums = sorted(&mut past);
            self.work(sorting(before))?;
            sum += tails.sum(&rows, &past, &sums, &self.logs);
            let steps = usize::try_from(tails.take_steps()).unwrap_or(usize::MAX);
            self.work(steps)?;
        }
        Ok(sum)
    }
}

/// Sorts by falling likelihood, makes one of equal pasts, and gives the sums of
/// the probabilities from every place to the end.
fn sorted(past: &mut Vec<Past>) -> Vec<f64> {
    past.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    past.dedup_by(|next, kept| {
        let same = (kept.0 - next.0).abs() < SAME;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let mut sums = vec![0.0; past.len() + 1];
    let mut sum = 0.0;
    for (slot, one) in sums
        .iter_mut()
        .zip(past.iter())
        .rev()
        .map(|(s, p)| (s, p.1))
    {
        sum += one;
        *slot = sum;
    }
    sums
}

/// Steps that sorting takes.
fn sorting(length: usize) -> usize {
    let doublings = usize::BITS - length.leading_zeros();
    length.saturating_mul(5 + 5 * doublings as usize)
}

/// All ways to deal a column out to rows.
struct Deals {
    rows: Vec<u32>,
    column: u32,
    dealt: Vec<u32>,
    started: bool,
}

impl Deals {
    fn of(rows: &[u32], column: u32) -> Deals {
        Deals {
            rows: rows.to_vec(),
            column,
            dealt: vec![0; rows.len()],
            started: false,
        }
    }

    /// In the order of an odometer whose first row turns fastest.
    fn next(&mut self) -> Option<&[u32]> {
        if !self.started {
            self.started = true;
            return self.fill(self.rows.len(), self.column);
        }
        // The first place that can pass one on to a later row.
        let mut freed = 0_u32;
        for place in 0..self.rows.len() {
            let (row, dealt) = (self.rows.get(place)?, self.dealt.get_mut(place)?);
            if freed > 0 && *dealt < *row {
                *dealt += 1;
                return self.fill(place, freed - 1);
            }
            freed += *dealt;
        }
        None
    }

    /// Deals `left` to the first `places` rows, the first ones as full as can
    /// be.
    fn fill(&mut self, places: usize, mut left: u32) -> Option<&[u32]> {
        for (slot, row) in self.dealt.iter_mut().zip(&self.rows).take(places) {
            *slot = left.min(*row);
            left -= *slot;
        }
        (left == 0).then_some(self.dealt.as_slice())
    }
}
