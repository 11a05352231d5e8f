use super::drawn_sum::DrawnSum;
use super::ranking::Ranking;
use super::sum_distribution::Budget;
use super::{
    Caution, Effect, HypothesisTest, MannWhitney, Outcome, Sample, Sizes, Statistic, mann_whitney,
};
use serde::{Deserialize, Serialize};

/// The exact Mann–Whitney test: the permutation distribution of the rank sum,
/// also with ties.
///
/// # Question
/// Does one group tend to higher values than the other, with so few respondents
/// that the normal approximation cannot be relied on?
///
/// # Formula
/// Every choice of `n₁` of the `N` respondents is equally likely; with mean
/// ranks for ties, `p_less = P(R ≤ r)`, `p_greater = P(R ≥ r)`, two-sided
/// `p = P(|R − E| ≥ |r − E|)`. Computed level by level over counts, not by
/// listing the choices. Without ties it is R's `wilcox.test(exact = TRUE)`; with
/// ties R refuses and scipy's `method = "exact"` ignores them, SPSS Exact and
/// coin agree with this.
///
/// # Assumes
/// Independent respondents, exchangeable when the groups are alike.
///
/// # When not
/// Hundreds of respondents with many distinct values: refused
/// ([`super::NotComputable::TooManyArrangements`]), and [`mann_whitney`] is as good.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, mann_whitney_exact};
/// // 1, 2, 3 against 4, 5, 6: the most extreme of 20 choices, on either side
/// let first = Sample::of_codes(1, &[1, 1, 1], 0);
/// let second = Sample::of_codes(4, &[1, 1, 1], 0);
/// let test = mann_whitney_exact(&first, &second).unwrap();
/// assert!((test.p - 0.1).abs() < 1e-15);
/// assert!((test.p_less - 0.05).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `rank_tests` of the reference cases (R `wilcox.test(exact = TRUE)`,
/// `coin::wilcox_test(distribution = "exact")`); enumeration in its tests.
///
/// # References
/// Mehta & Patel (1998), Exact inference for categorical data. Streitberg &
/// Röhmel (1986), Statistical Software Newsletter 12: 10–17.
///
/// # Errors
/// As [`mann_whitney`]; [`super::NotComputable::TooManyArrangements`].
pub fn mann_whitney_exact(first: &Sample, second: &Sample) -> Outcome<MannWhitneyExact> {
    let asymptotic = mann_whitney(first, second)?;
    let ranking = Ranking::of(&[first, second])?;
    let distribution = RankSums::of(&ranking)?;
    let sum = ranking.twice_rank_sum.first().copied().unwrap_or(0);
    let (p, p_less, p_greater) = distribution.tails(sum);
    Ok(MannWhitneyExact {
        asymptotic,
        p,
        p_less,
        p_greater,
    })
}

/// Result of [`mann_whitney_exact`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MannWhitneyExact {
    /// Ranks, U and the normal approximation.
    pub asymptotic: MannWhitney,
    /// Two-sided: as far from the expectation as found, or farther.
    pub p: f64,
    /// As low as found, or lower, for the first group.
    pub p_less: f64,
    /// As high as found, or higher, for the first group.
    pub p_greater: f64,
}

/// The distribution of twice the rank sum of the first group.
pub(super) struct RankSums {
    sums: DrawnSum,
    n: [i128; 2],
    /// Whether the drawn are the second group, the smaller one.
    turned: bool,
}

impl RankSums {
    /// Of a ranking of two groups.
    pub fn of(ranking: &Ranking) -> Outcome<RankSums> {
        let n = [0, 1].map(|group| ranking.n.get(group).copied().unwrap_or(0));
        let turned = n[1] < n[0];
        let mut before = 0_i128;
        let level = |count: u64| {
            let twice_rank = 2 * before + i128::from(count) + 1;
            before += i128::from(count);
            (twice_rank, count)
        };
        let levels: Vec<(i128, u64)> = ranking.levels().map(level).collect();
        let mut budget = Budget::new(ranking.total);
        Ok(RankSums {
            sums: DrawnSum::of(&levels, n[0].min(n[1]), &mut budget)?,
            n: n.map(i128::from),
            turned,
        })
    }

    /// `P(2R ≤ bound)` for the first group.
    pub fn at_most(&self, bound: i128) -> f64 {
        match self.turned {
            true => self.sums.at_least(self.other(bound)),
            false => self.sums.at_most(bound),
        }
    }

    /// `P(2R ≥ bound)` for the first group.
    pub fn at_least(&self, bound: i128) -> f64 {
        match self.turned {
            true => self.sums.at_most(self.other(bound)),
            false => self.sums.at_least(bound),
        }
    }

    /// Twice the rank sum of the second group where the first has `sum`.
    fn other(&self, sum: i128) -> i128 {
        let n = self.n[0] + self.n[1];
        n * (n + 1) - sum
    }

    /// Two-sided p, `P(2R ≤ sum)`, `P(2R ≥ sum)`.
    fn tails(&self, sum: i128) -> (f64, f64, f64) {
        let expected = self.n[0] * (self.n[0] + self.n[1] + 1);
        let away = (sum - expected).abs();
        let p = match away {
            0 => 1.0,
            _ => self.at_most(expected - away) + self.at_least(expected + away),
        };
        (p.min(1.0), self.at_most(sum), self.at_least(sum))
    }
}

impl HypothesisTest for MannWhitneyExact {
    fn method(&self) -> &'static str {
        "mann_whitney_exact"
    }

    fn statistic(&self) -> Statistic {
        self.asymptotic.statistic()
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        self.asymptotic.effect()
    }

    fn sizes(&self) -> Sizes {
        self.asymptotic.sizes()
    }

    /// None: nothing is approximated, and ties are in the distribution.
    fn cautions(&self) -> &[Caution] {
        &[]
    }
}
