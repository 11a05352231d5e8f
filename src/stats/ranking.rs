use super::{NotComputable, Outcome, Sample};

/// All values of some groups in one order: what every rank test starts from.
///
/// Ranks are kept doubled, so that the mean rank of a tie is a whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranking {
    /// Value, group and count, rising by value, then by group.
    places: Vec<Place>,
    /// Respondents per group.
    pub n: Vec<u64>,
    /// Respondents together.
    pub total: u64,
    /// Twice the rank sum of each group.
    pub twice_rank_sum: Vec<i128>,
    /// `Σ (t³ − t)` over the values, t respondents each.
    pub tie_sum: i128,
    /// Respondents who share their value with another.
    pub tied: u64,
}

/// How many of a group have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    value: i128,
    group: usize,
    count: u64,
}

/// The most respondents whose cubes fit the integers here; more than people
/// have ever lived.
const MOST: u64 = 1 << 40;

impl Ranking {
    /// One merge of the sorted levels of the groups.
    pub fn of(groups: &[&Sample]) -> Outcome<Ranking> {
        let digits = groups.iter().map(|group| group.places()).max().unwrap_or(0);
        let mut places = Vec::new();
        for (group, sample) in groups.iter().enumerate() {
            let scaled = sample
                .at(digits)
                .ok_or_else(|| NotComputable::out_of_range("decimal places"))?;
            let place = |(value, count)| Place {
                value,
                group,
                count,
            };
            places.extend(scaled.into_iter().map(place));
        }
        // A stable sort finds the sorted runs and merges them.
        places.sort();
        let mut ranking = Ranking {
            places,
            n: vec![0; groups.len()],
            total: 0,
            twice_rank_sum: vec![0; groups.len()],
            tie_sum: 0,
            tied: 0,
        };
        ranking.count()?;
        Ok(ranking)
    }

    fn count(&mut self) -> Outcome<()> {
        let (mut n, mut sums) = (vec![0_u64; self.n.len()], self.twice_rank_sum.clone());
        let (mut total, mut tie_sum, mut tied) = (0_u64, 0_i128, 0_u64);
        for level in self.places.chunk_by(|a, b| a.value == b.value) {
            let all = level
                .iter()
                .try_fold(0_u64, |sum, place| sum.checked_add(place.count))
                .filter(|all| all.checked_add(total).is_some_and(|sum| sum <= MOST))
                .ok_or_else(|| NotComputable::out_of_range("respondents"))?;
            let t = i128::from(all);
            let twice_rank = 2 * i128::from(total) + t + 1;
            for place in level {
                if let (Some(n), Some(sum)) = (n.get_mut(place.group), sums.get_mut(place.group)) {
                    *n += place.count;
                    *sum += twice_rank * i128::from(place.count);
                }
            }
            total += all;
            tie_sum += t * t * t - t;
            tied += if all > 1 { all } else { 0 };
        }
        (self.n, self.twice_rank_sum) = (n, sums);
        (self.total, self.tie_sum, self.tied) = (total, tie_sum, tied);
        Ok(())
    }

    /// Respondents per value, rising, all groups together.
    pub fn levels(&self) -> impl Iterator<Item = u64> + '_ {
        self.by_value()
            .map(|level| level.map(|(_, count)| count).sum())
    }

    /// Group and count of everybody of a value, value by value, rising.
    pub fn by_value(&self) -> impl Iterator<Item = impl Iterator<Item = (usize, u64)> + '_> + '_ {
        self.places
            .chunk_by(|a, b| a.value == b.value)
            .map(|level| level.iter().map(|place| (place.group, place.count)))
    }

    /// `N³ − N − Σ(t³ − t)`: 0 where all values are equal.
    pub fn spread(&self) -> i128 {
        let n = i128::from(self.total);
        n * n * n - n - self.tie_sum
    }

    /// The share of the spread of the ranks that the ties leave,
    /// `1 − Σ(t³ − t)/(N³ − N)`; 1 below two respondents.
    pub fn tie_correction(&self) -> f64 {
        match i128::from(self.total) {
            0 | 1 => 1.0,
            n => self.spread() as f64 / (n * n * n - n) as f64,
        }
    }

    /// The mean rank of each group; `None` for a group without anybody.
    pub fn mean_ranks(&self) -> Vec<Option<f64>> {
        let sums = self.twice_rank_sum.iter().zip(&self.n);
        sums.map(|(&sum, &n)| (n > 0).then(|| sum as f64 / (2.0 * n as f64)))
            .collect()
    }

    /// The rank sum of each group.
    pub fn rank_sums(&self) -> Vec<f64> {
        let sums = self.twice_rank_sum.iter();
        sums.map(|&sum| sum as f64 / 2.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ties_share_the_mean_of_their_ranks() {
        // 1 2 2 | 2 3: ranks 1 3 3 3 5
        let first = Sample::of_codes(1, &[1, 2], 0);
        let second = Sample::of_codes(2, &[1, 1], 0);
        let ranking = Ranking::of(&[&first, &second]).unwrap();
        assert_eq!(ranking.rank_sums(), [7.0, 8.0]);
        assert_eq!((ranking.tie_sum, ranking.tied), (24, 3));
        assert_eq!(ranking.tie_correction(), 1.0 - 24.0 / 120.0);
        assert_eq!(ranking.levels().collect::<Vec<_>>(), [1, 3, 1]);
    }

    #[test]
    fn decimals_of_other_length_are_compared_as_numbers() {
        let first = Sample::of_numbers(&[Some(1.5), Some(2.0)]).unwrap();
        let second = Sample::of_codes(1, &[1, 1], 0);
        let ranking = Ranking::of(&[&first, &second]).unwrap();
        assert_eq!(ranking.rank_sums(), [5.5, 4.5]);
    }

    #[test]
    fn too_many_respondents_are_refused() {
        let many = Sample::of_codes(1, &[u64::MAX, u64::MAX], 0);
        assert!(Ranking::of(&[&many]).is_err());
    }

    proptest! {
        #[test]
        fn rank_sums_add_up(a in proptest::collection::vec(0_u64..50, 0..6),
                            b in proptest::collection::vec(0_u64..50, 0..6)) {
            let ranking =
                Ranking::of(&[&Sample::of_codes(1, &a, 0), &Sample::of_codes(2, &b, 0)]).unwrap();
            let n = i128::from(ranking.total);
            prop_assert_eq!(ranking.twice_rank_sum.iter().sum::<i128>(), n * (n + 1));
            prop_assert!(ranking.spread() >= 0);
        }
    }
}
