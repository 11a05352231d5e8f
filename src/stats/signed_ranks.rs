use super::{NotComputable, Outcome, Sample};

/// Differences in the order of their size, sign apart: what the signed rank
/// tests start from. Ranks are kept doubled.
pub(super) struct SignedRanks {
    /// Twice the rank, how many are positive, how many negative; rising.
    pub levels: Vec<(i128, u64, u64)>,
    pub zeros: u64,
    pub positive: u64,
    pub negative: u64,
    /// How many share their size with another, zeros apart.
    pub tied: u64,
    /// Twice the rank sums of the positive and of the negative differences.
    pub twice_positive: i128,
    pub twice_negative: i128,
    /// `Σ (2·rank)²`, zeros apart.
    pub squares: i128,
}

/// The most differences whose squared ranks fit the integers here.
const MOST: u64 = 1 << 40;

impl SignedRanks {
    /// Zeros have no rank; where they are `ranked` (Pratt), they take the lowest
    /// ranks from the others.
    pub fn of(differences: &Sample, ranked: bool) -> Outcome<SignedRanks> {
        let units = differences.units();
        let sum = |keep: fn(i128) -> bool| {
            let counts = units.iter().filter(|(value, _)| keep(*value));
            counts
                .map(|(_, count)| *count)
                .try_fold(0_u64, u64::checked_add)
        };
        let counts = (
            sum(|v| v == 0),
            sum(|v| v > 0),
            sum(|v| v < 0),
            sum(|_| true),
        );
        let (Some(zeros), Some(positive), Some(negative), Some(0..=MOST)) = counts else {
            return Err(NotComputable::out_of_range("respondents"));
        };
        let mut ranks = SignedRanks {
            levels: Vec::with_capacity(units.len()),
            zeros,
            positive,
            negative,
            tied: 0,
            twice_positive: 0,
            twice_negative: 0,
            squares: 0,
        };
        ranks.rank(units, if ranked { zeros } else { 0 });
        Ok(ranks)
    }

    fn rank(&mut self, units: &[(i128, u64)], before: u64) {
        let mut sizes: Vec<(u128, u64, u64)> = units
            .iter()
            .filter(|(value, _)| *value != 0)
            .map(|&(value, count)| match value > 0 {
                true => (value.unsigned_abs(), count, 0),
                false => (value.unsigned_abs(), 0, count),
            })
            .collect();
        sizes.sort();
        let mut before = i128::from(before);
        for level in sizes.chunk_by(|a, b| a.0 == b.0) {
            let positive: u64 = level.iter().map(|(_, count, _)| count).sum();
            let negative: u64 = level.iter().map(|(_, _, count)| count).sum();
            let t = i128::from(positive + negative);
            let twice_rank = 2 * before + t + 1;
            self.twice_positive += twice_rank * i128::from(positive);
            self.twice_negative += twice_rank * i128::from(negative);
            self.squares += twice_rank * twice_rank * t;
            self.tied += if t > 1 { positive + negative } else { 0 };
            self.levels.push((twice_rank, positive, negative));
            before += t;
        }
    }

    /// Differences that are not 0.
    pub fn used(&self) -> u64 {
        self.positive + self.negative
    }

    /// `V − E`: half the difference of the rank sums.
    pub fn deviation(&self) -> f64 {
        (self.twice_positive - self.twice_negative) as f64 / 4.0
    }

    /// Standard deviation of V: half the root of the sum of squared ranks. With
    /// mean ranks that is `√(n(n+1)(2n+1)/24 − Σ(t³−t)/48)`.
    pub fn sd(&self) -> f64 {
        (self.squares as f64).sqrt() / 4.0
    }
}
