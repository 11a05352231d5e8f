use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// Letters that say which groups differ: two groups share a letter where they
/// do not.
///
/// # Question
/// Which services differ, in one line under a chart?
///
/// # Formula
/// Every letter is a largest set of groups of which no pair has `p < alpha`,
/// found by insertion and absorption: all groups begin in one set; each pair
/// that differs splits the sets that hold both; a set inside another goes. The
/// sets are lettered in the order of the groups, so `a` is with the first: give
/// the groups by falling mean to read `a` as the best.
///
/// # Assumes
/// p values of all pairs, adjusted for their number, as from
/// [`tukey_hsd`](super::tukey_hsd), [`games_howell`](super::games_howell) or
/// Dunn's test. `None` counts as no difference shown.
///
/// # When not
/// A shared letter is no proof of equality. More than a dozen groups make words
/// of letters nobody reads.
///
/// # Example
/// ```
/// use tridharma::stats::compact_letters;
/// let p = |first: f64, second: f64| vec![vec![None, Some(first), Some(second)], vec![None, None, Some(0.01)]];
/// // only the second and the third differ
/// let found = compact_letters(3, &p(0.3, 0.2), 0.05).unwrap();
/// assert_eq!(found.letters, ["ab", "a", "b"]);
/// ```
///
/// # Checked against
/// `compact_letters` of the reference cases (all sets tried). R multcompView
/// leaves out Piepho's sweeping of letters that could be spared, as we do.
///
/// # References
/// Piepho, Journal of Computational and Graphical Statistics 13 (2004) 456–466.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two, [`NotComputable::TooLarge`] above
/// 100 groups and for more sets than the 52 letters,
/// [`NotComputable::OutOfRange`] for an alpha or p outside 0 to 1.
pub fn compact_letters(
    groups: usize,
    p: &[Vec<Option<f64>>],
    alpha: f64,
) -> Outcome<CompactLetters> {
    let out_of = |what: &str| NotComputable::out_of_range(what);
    if groups < 2 {
        return Err(NotComputable::TooFewGroups {
            groups: groups as u64,
            needed: 2,
        });
    }
    if groups > MOST_GROUPS {
        return Err(NotComputable::TooLarge);
    }
    if !(0.0..=1.0).contains(&alpha) {
        return Err(out_of("alpha"));
    }
    let mut sets: Vec<u128> = vec![(1 << groups) - 1];
    for (first, second, p) in pairs(groups, p) {
        if !(0.0..=1.0).contains(&p) {
            return Err(out_of("p"));
        }
        if p < alpha {
            split(&mut sets, 1 << first, 1 << second);
        }
        if sets.len() > MOST_SETS {
            return Err(NotComputable::TooLarge);
        }
    }
    // With the bits turned round, the set that holds the first group is greatest.
    sets.sort_unstable_by_key(|set| std::cmp::Reverse(set.reverse_bits()));
    if sets.len() > LETTERS.len() {
        return Err(NotComputable::TooLarge);
    }
    let word = |group: usize| {
        let own = sets.iter().zip(LETTERS.chars());
        own.filter(|(set, _)| *set & (1 << group) != 0)
            .map(|(_, letter)| letter)
            .collect()
    };
    let members = |set: &u128| (0..groups).filter(|g| *set & (1 << *g) != 0).collect();
    Ok(CompactLetters {
        alpha,
        letters: (0..groups).map(word).collect(),
        sets: sets.iter().map(members).collect(),
    })
}

/// Result of [`compact_letters`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompactLetters {
    /// Below which p two groups differ.
    pub alpha: f64,
    /// Of every group, in the order given.
    pub letters: Vec<String>,
    /// The groups of every letter, `a` first.
    pub sets: Vec<Vec<usize>>,
}

/// A set is a bit per group.
const MOST_GROUPS: usize = 100;
/// On the way there can be more sets than in the end; with differences in no
/// order their number could double with every pair.
const MOST_SETS: usize = 2_000;
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Every pair with the smaller of the p values given for it, as a matrix may be
/// filled above its diagonal, below, or on both sides.
fn pairs(groups: usize, p: &[Vec<Option<f64>>]) -> Vec<(usize, usize, f64)> {
    let at = |row: usize, column: usize| p.get(row)?.get(column).copied().flatten();
    let pair = |first: usize, second: usize| {
        let p = match (at(first, second), at(second, first)) {
            // NaN must not hide behind a number.
            (Some(a), Some(b)) if a.is_nan() || b.is_nan() => f64::NAN,
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b)?,
        };
        Some((first, second, p))
    };
    (0..groups)
        .flat_map(|first| (first + 1..groups).filter_map(move |second| pair(first, second)))
        .collect()
}

/// Every set that holds both becomes two without the one and without the other,
/// unless another set holds that already.
fn split(sets: &mut Vec<u128>, first: u128, second: u128) {
    let both = first | second;
    let (old, mut kept): (Vec<u128>, Vec<u128>) =
        sets.drain(..).partition(|set| set & both == both);
    for set in &old {
        for part in [set & !first, set & !second] {
            if kept.iter().all(|other| other & part != part) {
                kept.retain(|other| other & part != *other);
                kept.push(part);
            }
        }
    }
    *sets = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix(groups: usize, values: &[bool]) -> Vec<Vec<Option<f64>>> {
        let p = |differs: bool| Some(if differs { 0.01 } else { 0.5 });
        let at = |row: usize, column: usize| p(values[(row * groups + column) % values.len()]);
        let cell = |row: usize, column: usize| (column > row).then(|| at(row, column)).flatten();
        let row = |row: usize| (0..groups).map(|column| cell(row, column)).collect();
        (0..groups).map(row).collect()
    }

    #[test]
    fn nothing_and_everything() {
        let none = compact_letters(3, &[], 0.05).unwrap();
        assert_eq!(none.letters, ["a", "a", "a"]);
        let all = compact_letters(4, &matrix(4, &[true]), 0.05).unwrap();
        assert_eq!(all.letters, ["a", "b", "c", "d"]);
        assert!(compact_letters(1, &[], 0.05).is_err());
        assert!(compact_letters(101, &[], 0.05).is_err());
        assert!(compact_letters(60, &matrix(60, &[true]), 0.05).is_err());
        assert!(compact_letters(2, &[vec![None, Some(f64::NAN)]], 0.05).is_err());
    }

    proptest! {
        #[test]
        fn a_letter_is_shared_just_where_nothing_differs(
            groups in 2_usize..9,
            values in proptest::collection::vec(any::<bool>(), 40),
        ) {
            let p = matrix(groups, &values);
            let found = compact_letters(groups, &p, 0.05).unwrap();
            for (first, own) in found.letters.iter().enumerate() {
                prop_assert!(!own.is_empty());
                for (second, other) in found.letters.iter().enumerate().skip(first + 1) {
                    let shared = own.chars().any(|letter| other.contains(letter));
                    prop_assert_eq!(shared, p[first][second] == Some(0.5));
                }
            }
            // No set lies within another: every letter is needed as it is.
            for (place, set) in found.sets.iter().enumerate() {
                for (other_place, other) in found.sets.iter().enumerate() {
                    let inside = set.iter().all(|group| other.contains(group));
                    prop_assert!(place == other_place || !inside);
                }
            }
        }
    }
}
