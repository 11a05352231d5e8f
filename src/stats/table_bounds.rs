use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Bounds of `Σ ln(1/x!)` over all ways to fill the columns left, as sums over
/// the rows.
///
/// Above: Lagrange's, with multipliers that would be exact if x were no whole
/// numbers. Below: each row by itself, put into as few columns as hold it.
pub(super) struct Bounds {
    /// By row sum.
    above: Vec<f64>,
    below: Vec<f64>,
    shift: f64,
}

impl Bounds {
    pub fn of(columns: &[u32], rows: usize, logs: &[f64]) -> Bounds {
        let all: usize = columns.iter().map(|&column| column as usize).sum();
        let multiplier = |column: u32| libm::log(f64::from(column) + rows as f64 / 2.0);
        // The column whose next one costs least is at the top.
        let mut gains: BinaryHeap<Gain> =
            columns.iter().map(|&c| Gain(multiplier(c), c, 0)).collect();
        let (mut above, mut below) = (vec![0.0], vec![0.0]);
        let (mut greatest, mut filled) = (0.0, 0.0);
        let mut fullest = columns.iter();
        let (mut size, mut used) = (0, 0);
        for _ in 0..all {
            if let Some(mut top) = gains.peek_mut() {
                greatest += top.0;
                top.2 += 1;
                top.0 = multiplier(top.1) - libm::log(f64::from(top.2) + 1.0);
            }
            above.push(greatest);
            if used == size {
                filled = below.last().copied().unwrap_or(0.0);
                (size, used) = (fullest.next().map_or(0, |&c| c as usize), 0);
            }
            used += 1;
            below.push(filled - logs.get(used).copied().unwrap_or(0.0));
        }
        let shift = columns
            .iter()
            .map(|&column| f64::from(column) * multiplier(column));
        Bounds {
            above,
            below,
            shift: shift.sum(),
        }
    }

    /// The greatest and the least.
    pub fn both(&self, rows: &[u32]) -> (f64, f64) {
        let sum = |bound: &[f64]| -> f64 {
            let terms = rows.iter().filter_map(|&row| bound.get(row as usize));
            terms.sum()
        };
        (sum(&self.above) - self.shift, sum(&self.below))
    }
}

/// What the next one in a column adds, the column, and how many are in it.
#[derive(PartialEq)]
struct Gain(f64, u32, u32);

impl Eq for Gain {}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_table_lies_outside(cells in proptest::collection::vec(0_u32..6, 6)) {
            let logs: Vec<f64> = (0..40).map(|k| libm::lgamma(f64::from(k) + 1.0)).collect();
            let rows: Vec<u32> = cells.chunks(2).map(|row| row.iter().sum()).collect();
            let mut columns: Vec<u32> =
                (0..2).map(|j| cells.iter().skip(j).step_by(2).sum()).collect();
            columns.sort_unstable_by(|a, b| b.cmp(a));
            let value: f64 = cells.iter().map(|&x| -logs[x as usize]).sum();
            let (greatest, least) = Bounds::of(&columns, 3, &logs).both(&rows);
            prop_assert!(least <= value + 1e-12 && value <= greatest + 1e-12);
        }
    }
}
