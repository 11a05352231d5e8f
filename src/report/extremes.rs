use crate::analysis::ItemIndex;
use crate::survey::Item;
use std::cmp::Ordering;

/// The lowest or the highest items, and those that tie with the last of them.
pub struct Extremes<'a> {
    pub named: Vec<(&'a Item, &'a ItemIndex)>,
    pub tied: Vec<(&'a Item, &'a ItemIndex)>,
}

/// Which end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Lowest,
    Highest,
}

/// Up to `count` items of one end, never more than half of all, ties in the
/// order given; means are compared as the integer fractions they are.
pub fn extremes<'a>(items: &[(&'a Item, &'a ItemIndex)], count: usize, end: End) -> Extremes<'a> {
    let mut sorted = items.to_vec();
    sorted.sort_by(|a, b| match end {
        End::Lowest => compare(a.1, b.1),
        End::Highest => compare(b.1, a.1),
    });
    let count = count.min(items.len() / 2).max(usize::from(items.len() > 1));
    let mut rest = sorted.split_off(count.min(sorted.len()));
    let tied = match sorted.last() {
        Some(last) => {
            rest.retain(|item| compare(item.1, last.1) == Ordering::Equal);
            rest
        }
        None => Vec::new(),
    };
    Extremes {
        named: sorted,
        tied,
    }
}

/// Whether all items have the same mean.
pub fn all_equal(items: &[(&Item, &ItemIndex)]) -> bool {
    items
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if compare(a.1, b.1) == Ordering::Equal))
}

/// Means as fractions `sum / n`, cross-multiplied; an item without answers is last.
fn compare(a: &ItemIndex, b: &ItemIndex) -> Ordering {
    let left = i128::from(a.sum) * i128::from(b.n);
    let right = i128::from(b.sum) * i128::from(a.n);
    left.cmp(&right)
}
