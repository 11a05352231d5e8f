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
/// order given; means are compared as the integer fractions they are. No item is
/// named at both ends: a mean that reaches into both lists is left out of the
/// one it is not the very end of.
pub fn extremes<'a>(items: &[(&'a Item, &'a ItemIndex)], count: usize, end: End) -> Extremes<'a> {
    let towards = |a: &ItemIndex, b: &ItemIndex| match end {
        End::Lowest => compare(a, b),
        End::Highest => compare(b, a),
    };
    let mut sorted = items.to_vec();
    sorted.sort_by(|a, b| towards(a.1, b.1));
    let count = count.min(items.len() / 2).max(1).min(items.len());
    let opposite = sorted.get(items.len() - count).map(|item| item.1);
    let first = sorted.first().map(|item| item.1);
    let mut rest = sorted.split_off(count);
    if let (Some(opposite), Some(first)) = (opposite, first) {
        sorted.retain(|item| {
            towards(item.1, opposite) == Ordering::Less || compare(item.1, first) == Ordering::Equal
        });
    }
    let last = sorted.last().map(|item| item.1);
    rest.retain(|item| last.is_some_and(|last| compare(item.1, last) == Ordering::Equal));
    Extremes {
        named: sorted,
        tied: rest,
    }
}

/// Whether all items have the same mean.
pub fn all_equal(items: &[(&Item, &ItemIndex)]) -> bool {
    items
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if compare(a.1, b.1) == Ordering::Equal))
}

/// Means as fractions `sum / n`, cross-multiplied; items of an index all have
/// answers.
fn compare(a: &ItemIndex, b: &ItemIndex) -> Ordering {
    let left = i128::from(a.sum) * i128::from(b.n);
    let right = i128::from(b.sum) * i128::from(a.n);
    left.cmp(&right)
}
