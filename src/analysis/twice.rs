use crate::stats::{Centre, ImportancePerformance, Observations, Outcome, Sample};
use crate::stats::{descriptives, importance_performance, paired_t_test};
use crate::survey::{Listing, Responses, Short};
use std::collections::{BTreeMap, BTreeSet};

/// The same items asked twice of the same respondents: performance and
/// importance, perception and expectation, after and before.
#[derive(Debug, Clone)]
pub struct Twice {
    /// Variables 0..k are the first answers, k..2k the second.
    answers: Observations,
    items: usize,
    pairs: Vec<Pair>,
}

/// Respondents who answered both alike.
#[derive(Debug, Clone)]
struct Pair {
    /// Codes of the first answers, and position in each group's values.
    codes: Short<Option<i16>, 10>,
    groups: Short<Option<u32>, 4>,
    both: Box<[Option<i128>]>,
    count: u64,
}

/// One item asked twice.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedTwice {
    pub first: Mean,
    pub second: Mean,
    /// Means of those who answered both.
    pub both: [f64; 2],
    /// The first of these less the second.
    pub gap: f64,
    /// 95 % interval of the mean difference of those who answered both.
    pub interval: Outcome<(f64, f64)>,
    /// Those who answered both.
    pub n: u64,
}

/// A mean with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Mean {
    pub mean: f64,
    /// 95 % by Student's t; of equal answers there is none.
    pub interval: Outcome<(f64, f64)>,
    pub n: u64,
}

impl Twice {
    /// Joins the answers of the same rows. `None` where the numbers of items
    /// differ.
    pub fn join(first: (&Responses, &Listing), second: (&Responses, &Listing)) -> Option<Twice> {
        let items = first.0.items.len();
        if items == 0 || items != second.0.items.len() {
            return None;
        }
        let mut rows: BTreeMap<_, [Option<u32>; 2]> = BTreeMap::new();
        for (at, listing) in [first.1, second.1].into_iter().enumerate() {
            for (place, pattern) in &listing.rows {
                let key = (&place.file, &place.sheet, place.row);
                if let Some(slot) = rows.entry(key).or_default().get_mut(at) {
                    *slot = Some(*pattern);
                }
            }
        }
        let mut counts: BTreeMap<[Option<u32>; 2], u64> = BTreeMap::new();
        // Who answered nothing of the first is no respondent of the survey.
        for pair in rows.into_values().filter(|pair| pair[0].is_some()) {
            *counts.entry(pair).or_default() += 1;
        }
        let codes = |responses: &Responses, pattern: Option<u32>| {
            let found = pattern.and_then(|p| responses.patterns.get(p as usize));
            (0..items)
                .map(|item| found.and_then(|f| f.codes.get(item).copied().flatten()))
                .map(|code| code.map(i128::from))
                .collect::<Vec<_>>()
        };
        let pairs = counts.into_iter().filter_map(|([a, b], count)| {
            let mut both = codes(first.0, a);
            both.extend(codes(second.0, b));
            let own = first.0.patterns.get(a? as usize)?;
            Some(Pair {
                codes: own.codes.clone(),
                groups: own.groups.clone(),
                both: both.into(),
                count,
            })
        });
        Some(Twice::of(pairs.collect(), items))
    }

    fn of(pairs: Vec<Pair>, items: usize) -> Twice {
        let patterns = pairs.iter().map(|pair| (pair.both.clone(), pair.count));
        Twice {
            answers: Observations::of_patterns(vec![0; 2 * items], patterns.collect()),
            items,
            pairs,
        }
    }

    /// The same of some of the respondents, as [`Responses::split`] gives them.
    pub fn within(&self, part: &Responses) -> Twice {
        let patterns = part.patterns.iter();
        let known: BTreeSet<_> = patterns.map(|p| (&p.codes, &p.groups)).collect();
        let pairs = self.pairs.iter();
        let pairs = pairs.filter(|pair| known.contains(&(&pair.codes, &pair.groups)));
        Twice::of(pairs.cloned().collect(), self.items)
    }

    /// Every item, in the order of the first answers.
    ///
    /// # Errors
    /// An item that nobody answered.
    pub fn items(&self) -> Outcome<Vec<AskedTwice>> {
        (0..self.items).map(|item| self.item(item)).collect()
    }

    fn item(&self, item: usize) -> Outcome<AskedTwice> {
        let second = item + self.items;
        let [one, two] = [item, second].map(|at| self.answers.sample(at));
        let (first, last) = (mean(&one)?, mean(&two)?);
        let complete = self.answers.complete(&[item, second]);
        let [one, two] = [complete.sample(0).mean()?, complete.sample(1).mean()?];
        let interval = paired_t_test(&self.answers, item, second, 0.95)
            .map(|found| found.test.two_sided.interval.ends());
        Ok(AskedTwice {
            first: first.clone(),
            second: last.clone(),
            both: [one.value(), two.value()],
            gap: (one - two).value(),
            interval,
            n: complete.n(),
        })
    }

    /// The plane of importance (second) and performance (first).
    ///
    /// # Errors
    /// Those of [`importance_performance`].
    pub fn plane(&self, centre: Centre) -> Outcome<ImportancePerformance> {
        let samples = |from: usize| -> Vec<Sample> {
            (from..from + self.items)
                .map(|at| self.answers.sample(at))
                .collect()
        };
        importance_performance(&samples(0), &samples(self.items), centre)
    }
}

fn mean(sample: &Sample) -> Outcome<Mean> {
    let found = descriptives(sample, 0.95)?;
    Ok(Mean {
        mean: found.mean,
        interval: found.drawn_interval(),
        n: found.n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::responses_of;
    use crate::error::Place;

    fn listing(rows: &[(u32, u32)]) -> Listing {
        let place = |row: u32| Place {
            row: Some(row),
            ..Place::file("jawaban.csv")
        };
        Listing {
            rows: rows.iter().map(|(row, at)| (place(*row), *at)).collect(),
        }
    }

    #[test]
    fn rows_are_joined_by_their_place() {
        // Rows 1 to 4 answered 4, 2, 3, 3; their importance 4, blank, 2, 1.
        let done = responses_of(&[
            (&[Some(4)], None, 1),
            (&[Some(2)], None, 1),
            (&[Some(3)], None, 2),
        ]);
        let position = |of: &Responses, code: i16| {
            let found = of.patterns.iter().position(|p| p.codes[0] == Some(code));
            found.unwrap() as u32
        };
        let at = |code| position(&done, code);
        let first = listing(&[(1, at(4)), (2, at(2)), (3, at(3)), (4, at(3))]);
        let wanted = responses_of(&[
            (&[Some(4)], None, 1),
            (&[Some(2)], None, 1),
            (&[Some(1)], None, 1),
        ]);
        let at = |code| position(&wanted, code);
        let second = listing(&[(1, at(4)), (3, at(2)), (4, at(1)), (9, at(1))]);
        let both = Twice::join((&done, &first), (&wanted, &second)).unwrap();
        let items = both.items().unwrap();
        assert_eq!((items[0].first.n, items[0].second.n, items[0].n), (4, 3, 3));
        // Of the rows with both: 10/3 − 7/3
        assert_eq!(items[0].both, [10.0 / 3.0, 7.0 / 3.0]);
        assert_eq!(items[0].gap, 1.0);
        // Differences 0, 1, 2: mean 1, se 1/√3, t(2) = 4.302653.
        let (low, high) = items[0].interval.clone().unwrap();
        assert!((high - low - 2.0 * 4.302652729911275 / 3f64.sqrt()).abs() < 1e-9);
        // Those who answered 3: rows 3 and 4, importance 2 and 1.
        let mut part = done.clone();
        part.patterns.retain(|p| p.codes[0] == Some(3));
        let items = both.within(&part).items().unwrap();
        assert_eq!((items[0].first.n, items[0].second.n, items[0].n), (2, 2, 2));
        assert_eq!(items[0].gap, 1.5);
    }
}
