use super::kruskal_wallis::used_groups;
use super::ranking::Ranking;
use super::{
    Caution, Effect, Exact, HypothesisTest, NormalTest, NotComputable, Outcome, Sample, Sizes,
    Statistic,
};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// The Jonckheere–Terpstra test of several independent groups in an order.
///
/// # Question
/// Do the answers rise (or fall) from group to group?
///
/// # Formula
/// J counts the pairs of respondents of which the one in the later group
/// answered higher, equal answers half. `E = (N² − Σn²)/4`, variance with the
/// correction for ties (SPSS), `z = (J − E)/σ`:
/// `σ² = [N(N−1)(2N+5) − Σn(n−1)(2n+5) − Σt(t−1)(2t+5)]/72
/// + Σn(n−1)(n−2)·Σt(t−1)(t−2)/(36N(N−1)(N−2))
/// + Σn(n−1)·Σt(t−1)/(8N(N−1))`, n over groups, t over equal answers.
///
/// # Assumes
/// Independent respondents; the order of the groups was known before the data.
///
/// # When not
/// Groups without an order (sex, service): [`super::kruskal_wallis`].
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, jonckheere_terpstra};
/// let groups = [[4, 8, 3], [2, 7, 6], [1, 5, 9]].map(|counts| Sample::of_codes(1, &counts, 0));
/// let test = jonckheere_terpstra(&groups).unwrap();
/// assert_eq!((test.j, test.expected), (441.0, 337.5));
/// assert!(test.test.p_greater < 0.01);
/// ```
///
/// # Checked against
/// `kruskal_dunn` of the reference cases (formula and direct counting in R).
///
/// # References
/// Jonckheere (1954), Biometrika 41: 133–145. Terpstra (1952), Indagationes
/// Mathematicae 14: 327–333. IBM SPSS Statistics Algorithms, NPAR TESTS.
///
/// # Errors
/// As [`super::kruskal_wallis`].
pub fn jonckheere_terpstra(groups: &[Sample]) -> Outcome<JonckheereTerpstra> {
    let ranking = Ranking::of(&groups.iter().collect::<Vec<_>>())?;
    used_groups(&ranking)?;
    let twice_j = twice_pairs(&ranking);
    let total = i128::from(ranking.total);
    let squares: i128 = ranking.n.iter().map(|&n| i128::from(n).pow(2)).sum();
    let four_e = total * total - squares;
    let sd = variance(&ranking).value().sqrt();
    let deviation = (2 * twice_j - four_e) as f64 / 4.0;
    let tied = ranking.tied;
    Ok(JonckheereTerpstra {
        j: twice_j as f64 / 2.0,
        expected: four_e as f64 / 4.0,
        sd,
        test: NormalTest::of(deviation, sd, 0.0).ok_or(NotComputable::NoSpread)?,
        missing: groups
            .iter()
            .fold(0_u64, |sum, g| sum.saturating_add(g.missing)),
        cautions: [
            (tied > 0).then_some(Caution::Ties { tied }),
            (ranking.total < 20).then_some(Caution::Approximate { n: ranking.total }),
        ]
        .into_iter()
        .flatten()
        .collect(),
        n: ranking.n,
    })
}

/// Twice J: for every answer, the lower and half the equal answers of earlier
/// groups, kept in a tree of prefix sums.
fn twice_pairs(ranking: &Ranking) -> i128 {
    let mut below = Prefix::new(ranking.n.len());
    let mut twice = 0_i128;
    for level in ranking.by_value() {
        let level: Vec<(usize, u64)> = level.collect();
        let mut equal = 0_i128;
        for &(group, count) in &level {
            let count = i128::from(count);
            twice += count * (2 * below.before(group) + equal);
            equal += count;
        }
        for (group, count) in level {
            below.add(group, i128::from(count));
        }
    }
    twice
}

/// Sums over the groups before one (a Fenwick tree).
struct Prefix(Vec<i128>);

impl Prefix {
    fn new(groups: usize) -> Prefix {
        Prefix(vec![0; groups + 1])
    }

    fn add(&mut self, group: usize, count: i128) {
        let mut at = group + 1;
        while let Some(sum) = self.0.get_mut(at) {
            *sum += count;
            at += at & at.wrapping_neg();
        }
    }

    fn before(&self, group: usize) -> i128 {
        let (mut at, mut total) = (group, 0);
        while at > 0 {
            total += self.0.get(at).copied().unwrap_or(0);
            at &= at - 1;
        }
        total
    }
}

/// Exact: with many ties its terms nearly cancel.
fn variance(ranking: &Ranking) -> Exact {
    let sum = |counts: &mut dyn Iterator<Item = u64>, term: fn(i128) -> i128| -> BigInt {
        counts.map(|n| BigInt::from(term(n.into()))).sum()
    };
    let of_groups = |term| sum(&mut ranking.n.iter().copied(), term);
    let of_ties = |term| sum(&mut ranking.levels(), term);
    let first = |n: i128| n * (n - 1) * (2 * n + 5);
    let (three, two) = (|n: i128| n * (n - 1) * (n - 2), |n: i128| n * (n - 1));
    let n = i128::from(ranking.total);
    let terms = [
        (
            first(n) - of_groups(first) - of_ties(first),
            BigInt::from(72),
        ),
        (
            of_groups(three) * of_ties(three),
            BigInt::from(three(n)) * 36,
        ),
        (of_groups(two) * of_ties(two), BigInt::from(two(n)) * 8),
    ];
    let exact = |(above, below)| Exact::of_integers(above, below);
    terms.into_iter().map(exact).sum()
}

/// Result of [`jonckheere_terpstra`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JonckheereTerpstra {
    pub n: Vec<u64>,
    /// Without a value.
    pub missing: u64,
    /// Pairs in the order of the groups, equal ones half.
    pub j: f64,
    pub expected: f64,
    /// Corrected for ties.
    pub sd: f64,
    /// `p_greater` is for answers that rise with the groups.
    pub test: NormalTest,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for JonckheereTerpstra {
    fn method(&self) -> &'static str {
        "jonckheere_terpstra"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "Z".to_owned(),
            value: self.test.z,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.test.p)
    }

    fn effect(&self) -> Option<Effect> {
        None
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n.iter().sum(),
            groups: self.n.clone(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
