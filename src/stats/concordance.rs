use super::Pairs;

/// For every cell of the pairs, how many respondents are concordant with one in
/// it (higher on both or lower on both) and how many discordant.
///
/// Goes through the cells once upwards and once downwards with a tree of sums
/// over the second variable (Fenwick): O(cells · log levels), so that 10⁵
/// different values cost as little as their sorting.
pub(super) fn concordance(pairs: &Pairs) -> Vec<(u64, u64)> {
    let levels = pairs.y_counts().len();
    let cells = pairs.cells();
    let below = earlier(cells.iter().copied(), levels);
    let last = u32::try_from(levels.saturating_sub(1)).unwrap_or(u32::MAX);
    // Turned round, so that what lies above lies below.
    let turned = |&(i, j, count): &(u32, u32, u64)| (i, last.saturating_sub(j), count);
    let mut above = earlier(cells.iter().rev().map(turned), levels);
    above.reverse();
    let both = below.iter().zip(&above);
    both.map(|(b, a)| (b.0.saturating_add(a.0), b.1.saturating_add(a.1)))
        .collect()
}

/// Per cell, those in earlier rows with a lower and with a higher position.
fn earlier(cells: impl Iterator<Item = (u32, u32, u64)>, levels: usize) -> Vec<(u64, u64)> {
    let mut seen = Sums::new(levels);
    let mut row: Vec<(u32, u64)> = Vec::new();
    let mut row_of = None;
    let mut found = Vec::new();
    for (i, j, count) in cells {
        if row_of != Some(i) {
            row.drain(..).for_each(|(j, count)| seen.add(j, count));
            row_of = Some(i);
        }
        let lower = seen.below(j);
        let higher = seen.total.saturating_sub(seen.below(j.saturating_add(1)));
        found.push((lower, higher));
        row.push((j, count));
    }
    found
}

/// Sums over the positions below any position, in logarithmic time.
struct Sums {
    tree: Vec<u64>,
    total: u64,
}

impl Sums {
    fn new(levels: usize) -> Sums {
        Sums {
            tree: vec![0; levels + 1],
            total: 0,
        }
    }

    fn add(&mut self, position: u32, count: u64) {
        self.total = self.total.saturating_add(count);
        let mut at = position as usize + 1;
        while let Some(slot) = self.tree.get_mut(at) {
            *slot = slot.saturating_add(count);
            at += at & at.wrapping_neg();
        }
    }

    fn below(&self, position: u32) -> u64 {
        let mut at = position as usize;
        let mut sum = 0_u64;
        while at > 0 {
            sum = sum.saturating_add(self.tree.get(at).copied().unwrap_or(0));
            at &= at - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_comparing_everybody_with_everybody(
            rows in proptest::collection::vec((0_i128..6, 0_i128..6, 1_u64..4), 0..30)) {
            let pairs = Pairs::of_units((0, 0), rows, 0);
            let against = |&(i, j, _): &(u32, u32, u64)| {
                let with = |same: bool| -> u64 {
                    let others = pairs.cells().iter();
                    let found = others.filter(|o| o.0 != i && o.1 != j && ((o.0 > i) == (o.1 > j)) == same);
                    found.map(|o| o.2).sum()
                };
                (with(true), with(false))
            };
            let slow: Vec<_> = pairs.cells().iter().map(against).collect();
            prop_assert_eq!(concordance(&pairs), slow);
        }
    }
}
