use std::collections::BTreeMap;

/// A characteristic by which somebody may be known: the level of each row, by
/// its position; none is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quasi {
    pub levels: Vec<Option<u32>>,
    /// Levels have an order, so that a rare one may join its neighbour.
    pub ordered: bool,
}

/// Levels that were joined, lowest first, by the level that now stands for them.
pub type JoinedLevels = Vec<(u32, Vec<u32>)>;

/// Coarsens characteristics until every combination of them is shared by at
/// least `k` rows, within each class of `fixed` (one number per row, a period
/// say, which is not changed).
///
/// Rare levels of an ordered characteristic join the smaller of their neighbours
/// first. Then the rows are parted top-down: the characteristic that leaves the
/// fewest cells blank parts a class, as long as each part keeps `k` rows; rows of
/// rarer levels stay together, with a blank, and are at least `k` themselves.
/// What could not part a class is blank in it. The order of rows and columns
/// decides nothing but ties, so that the same data give the same copy.
///
/// Gives for each column the levels that were joined, lowest first, by the level
/// that now stands for them. A class of fewer than `k` rows is left blank as a
/// whole, and its caller has to refuse it.
///
/// # References
/// L. Sweeney, k-anonymity: a model for protecting privacy, International Journal
/// of Uncertainty, Fuzziness and Knowledge-Based Systems 10 (2002) 557–570;
/// K. LeFevre, D. DeWitt & R. Ramakrishnan, Mondrian multidimensional
/// k-anonymity, ICDE 2006.
///
/// ```
/// use tridharma::survey::{Quasi, k_anonymous};
///
/// let mut columns = [Quasi { levels: [0, 0, 0, 1, 1].map(Some).to_vec(), ordered: false }];
/// k_anonymous(&[0; 5], &mut columns, 2);
/// assert_eq!(columns[0].levels, [0, 0, 0, 1, 1].map(Some));
/// k_anonymous(&[0; 5], &mut columns, 3);
/// // Two rows alone would stand out, and blank cells too: three of five are left.
/// assert_eq!(columns[0].levels, [None; 5]);
/// ```
pub fn k_anonymous(fixed: &[u32], columns: &mut [Quasi], k: usize) -> Vec<JoinedLevels> {
    let joined = columns.iter_mut().map(|column| match column.ordered {
        true => join_rare(column, k),
        false => Vec::new(),
    });
    let joined = joined.collect();
    let mut classes: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, class) in fixed.iter().enumerate() {
        classes.entry(*class).or_default().push(row);
    }
    let all: Vec<usize> = (0..columns.len()).collect();
    // Each class with the characteristics that have not parted it yet.
    let mut waiting: Vec<(Vec<usize>, Vec<usize>)> = classes
        .into_values()
        .map(|rows| (rows, all.clone()))
        .collect();
    while let Some((rows, free)) = waiting.pop() {
        let cuts = free
            .iter()
            .filter_map(|&at| Some((at, cut(columns.get(at)?, &rows, k)?)));
        let best = cuts.max_by_key(|(at, cut)| (cut.kept, cut.evenness, std::cmp::Reverse(*at)));
        let Some((at, cut)) = best else {
            for &free in &free {
                blank(columns, free, &rows);
            }
            continue;
        };
        let rest: Vec<usize> = free.into_iter().filter(|&other| other != at).collect();
        blank(columns, at, &cut.blank);
        let parts = cut.parts.into_iter().chain([cut.blank]);
        waiting.extend(
            parts
                .filter(|part| !part.is_empty())
                .map(|part| (part, rest.clone())),
        );
    }
    joined
}

/// Sizes of the classes of rows that share all their characteristics: how many
/// classes there are and how many rows the smallest one has.
pub fn classes(fixed: &[u32], columns: &[Quasi]) -> (usize, usize) {
    let mut sizes: BTreeMap<Vec<Option<u32>>, usize> = BTreeMap::new();
    for (row, class) in fixed.iter().enumerate() {
        let levels = columns
            .iter()
            .map(|column| column.levels.get(row).copied().flatten());
        let key = std::iter::once(Some(*class)).chain(levels).collect();
        *sizes.entry(key).or_default() += 1;
    }
    (sizes.len(), sizes.values().copied().min().unwrap_or(0))
}

/// How a characteristic parts a class.
struct Cut {
    /// Rows that keep their level.
    kept: usize,
    /// Sum of the squares of the parts: large where few parts are large.
    evenness: usize,
    parts: Vec<Vec<usize>>,
    blank: Vec<usize>,
}

/// None where not one level is shared by `k` rows.
fn cut(column: &Quasi, rows: &[usize], k: usize) -> Option<Cut> {
    let mut by_level: BTreeMap<Option<u32>, Vec<usize>> = BTreeMap::new();
    for &row in rows {
        let level = column.levels.get(row).copied().flatten();
        by_level.entry(level).or_default().push(row);
    }
    let mut blank = by_level.remove(&None).unwrap_or_default();
    let mut parts = Vec::new();
    for rows in by_level.into_values() {
        match rows.len() >= k {
            true => parts.push(rows),
            false => blank.extend(rows),
        }
    }
    // Blank cells of fewer than k rows would point to them.
    while !blank.is_empty() && blank.len() < k {
        let smallest = (0..parts.len()).min_by_key(|&at| parts.get(at).map_or(0, Vec::len))?;
        blank.extend(parts.remove(smallest));
    }
    blank.sort_unstable();
    let kept: usize = parts.iter().map(Vec::len).sum();
    let squares = parts.iter().chain([&blank]);
    let evenness = squares.map(|part| part.len() * part.len()).sum();
    (kept > 0).then_some(Cut {
        kept,
        evenness,
        parts,
        blank,
    })
}

fn blank(columns: &mut [Quasi], at: usize, rows: &[usize]) {
    let Some(column) = columns.get_mut(at) else {
        return;
    };
    for &row in rows {
        if let Some(level) = column.levels.get_mut(row) {
            *level = None;
        }
    }
}

/// Joins levels of fewer than `k` rows to a neighbour, smallest first.
fn join_rare(column: &mut Quasi, k: usize) -> JoinedLevels {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for level in column.levels.iter().flatten() {
        *counts.entry(*level).or_default() += 1;
    }
    let mut ranges: Vec<(usize, Vec<u32>)> = counts
        .into_iter()
        .map(|(level, count)| (count, vec![level]))
        .collect();
    let size = |ranges: &[(usize, Vec<u32>)], at: usize| ranges.get(at).map(|(count, _)| *count);
    while ranges.len() > 1 {
        let rare = (0..ranges.len()).min_by_key(|&at| size(&ranges, at));
        let Some(at) = rare.filter(|&at| size(&ranges, at).is_some_and(|count| count < k)) else {
            break;
        };
        let below = at.checked_sub(1);
        let above = Some(at + 1).filter(|above| *above < ranges.len());
        let other = below
            .into_iter()
            .chain(above)
            .min_by_key(|&other| size(&ranges, other));
        let Some(other) = other else {
            break;
        };
        let (count, levels) = ranges.remove(at.max(other));
        if let Some(kept) = ranges.get_mut(at.min(other)) {
            kept.0 += count;
            kept.1.extend(levels);
        }
    }
    let joined: JoinedLevels = ranges
        .into_iter()
        .filter_map(|(_, levels)| Some((*levels.first()?, levels)))
        .filter(|(_, levels)| levels.len() > 1)
        .collect();
    for level in column.levels.iter_mut().flatten() {
        let range = joined.iter().find(|(_, levels)| levels.contains(level));
        *level = range.map_or(*level, |(first, _)| *first);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quasi(levels: &[u32], ordered: bool) -> Quasi {
        let levels = levels
            .iter()
            .map(|&level| (level > 0).then_some(level))
            .collect();
        Quasi { levels, ordered }
    }

    #[test]
    fn rare_neighbours_are_joined_and_not_lost() {
        let mut columns = [quasi(&[1, 2, 2, 2, 3, 3, 3, 3, 4, 5], true)];
        let joined = k_anonymous(&[0; 10], &mut columns, 2);
        assert_eq!(joined, [vec![(1, vec![1, 2]), (4, vec![4, 5])]]);
        let levels: Vec<u32> = columns[0].levels.iter().flatten().copied().collect();
        assert_eq!(levels, [1, 1, 1, 1, 3, 3, 3, 3, 4, 4]);
    }

    #[test]
    fn what_parts_best_is_kept() {
        // Sex parts 4 and 4; the job is shared by no two of one sex.
        let mut columns = [
            quasi(&[1, 1, 1, 1, 2, 2, 2, 2], false),
            quasi(&[1, 2, 3, 4, 1, 2, 3, 4], false),
        ];
        k_anonymous(&[0; 8], &mut columns, 2);
        assert!(
            columns[0].levels.iter().all(Option::is_some)
                ^ columns[1].levels.iter().all(Option::is_some)
        );
        assert!(classes(&[0; 8], &columns).1 >= 2);
    }

    proptest! {
        #[test]
        fn every_combination_is_shared_by_k_rows(
            rows in prop::collection::vec((0_u32..2, 0_u32..4, 0_u32..7, 0_u32..12), 0..120),
            k in 1_usize..9,
        ) {
            let fixed: Vec<u32> = rows.iter().map(|row| row.0).collect();
            let column = |of: fn(&(u32, u32, u32, u32)) -> u32, ordered| {
                let levels: Vec<u32> = rows.iter().map(of).collect();
                quasi(&levels, ordered)
            };
            let before = [column(|r| r.1, false), column(|r| r.2, true), column(|r| r.3, false)];
            let mut after = before.clone();
            let joined = k_anonymous(&fixed, &mut after, k);
            for class in 0..2 {
                let of: Vec<usize> = (0..rows.len()).filter(|&row| fixed[row] == class).collect();
                let part: Vec<Quasi> = after.iter().map(|column| Quasi {
                    levels: of.iter().map(|&row| column.levels[row]).collect(),
                    ordered: false,
                }).collect();
                let least = classes(&vec![0; of.len()], &part).1;
                prop_assert!(of.is_empty() || least >= k.min(of.len()), "{least} of {}", of.len());
            }
            // A level is kept, joined or blank; never another one.
            for (column, (one, other)) in before.iter().zip(&after).enumerate() {
                for (was, is) in one.levels.iter().zip(&other.levels) {
                    let same = is == was || is.is_none();
                    let range = joined[column].iter().find(|(first, _)| Some(*first) == *is);
                    let in_range = range.is_some_and(|(_, levels)| was.is_some_and(|l| levels.contains(&l)));
                    prop_assert!(same || in_range);
                }
            }
        }
    }
}
