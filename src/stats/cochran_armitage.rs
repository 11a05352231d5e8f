use super::{
    Caution, Effect, Exact, HypothesisTest, NormalTest, NotComputable, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The Cochran–Armitage test of a trend in proportions.
///
/// # Question
/// Does the share of "yes" rise (or fall) from group to group, by year, by level?
///
/// # Formula
/// With successes x, respondents n and scores s per group, `p = Σx/N`,
/// `s̄ = Σns/N`: `T = Σx(s − s̄)`, `z = T/√(p(1−p) Σn(s − s̄)²)`, `χ² = z²` with one
/// degree of freedom (R `prop.trend.test`). The linear-by-linear statistic of
/// SPSS has N − 1 in place of N: `χ²(N−1)/N`.
///
/// # Assumes
/// Independent respondents; the scores say how far apart the groups are.
///
/// # When not
/// Groups without an order. A share that rises and falls again has no trend and
/// may differ all the same.
///
/// # Example
/// ```
/// use tridharma::stats::{ScoredGroup, cochran_armitage};
/// let year = |score, successes| ScoredGroup { score, successes, n: 100 };
/// let test = cochran_armitage(&[year(1.0, 62), year(2.0, 70), year(3.0, 78)]).unwrap();
/// assert!((test.test.z - 2.469).abs() < 1e-3);
/// ```
///
/// # Checked against
/// `trend` of the reference cases (R `prop.trend.test`).
///
/// # References
/// Cochran (1954), Biometrics 10: 417–451. Armitage (1955), Biometrics 11:
/// 375–386.
///
/// # Errors
/// [`NotComputable::NoAnswers`], [`NotComputable::TooFewGroups`] unless two have
/// somebody, [`NotComputable::OutOfRange`] for more successes than respondents or
/// a score that is no plain number, [`NotComputable::NoSpread`] where all succeed,
/// none does, or the scores are equal.
pub fn cochran_armitage(groups: &[ScoredGroup]) -> Outcome<CochranArmitage> {
    let sums = Sums::of(groups)?;
    let filled = groups.iter().filter(|g| g.n > 0).count() as u64;
    match filled {
        0 => return Err(NotComputable::NoAnswers),
        1 => {
            let needed = 2;
            return Err(NotComputable::TooFewGroups { groups: 1, needed });
        }
        _ => {}
    }
    let n = Exact::whole(sums.n.into());
    let successes = Exact::whole(sums.successes.into());
    let about = |squares: Exact, a: &Exact, b: &Exact| n.clone() * squares - a.clone() * b.clone();
    // N·T, N²·p(1−p) and N·Σn(s − s̄)²
    let trend = about(sums.success_scores.clone(), &successes, &sums.scores);
    let binomial = about(successes.clone(), &successes, &successes);
    let spread = about(sums.score_squares.clone(), &sums.scores, &sums.scores);
    if binomial.is_zero() || spread.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let variance = (binomial * spread / n.clone()).value();
    let test = NormalTest::of(trend.value(), variance.sqrt(), 0.0);
    let test = test.ok_or_else(|| NotComputable::out_of_range("scores"))?;
    let chi_square = (trend.clone() * trend).value() / variance;
    let total = sums.n as f64;
    Ok(CochranArmitage {
        n: sums.n,
        successes: sums.successes,
        proportions: groups
            .iter()
            .map(|g| (g.n > 0).then(|| g.successes as f64 / g.n as f64))
            .collect(),
        chi_square,
        linear_by_linear: chi_square * (total - 1.0) / total,
        test,
        sizes: groups.iter().map(|g| g.n).collect(),
        cautions: cautions(groups, &sums),
    })
}

/// A group at a place of the order.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoredGroup {
    /// Its place; taken as its shortest decimal form.
    pub score: f64,
    pub successes: u64,
    /// Respondents.
    pub n: u64,
}

struct Sums {
    n: u64,
    successes: u64,
    scores: Exact,
    success_scores: Exact,
    score_squares: Exact,
}

impl Sums {
    fn of(groups: &[ScoredGroup]) -> Outcome<Sums> {
        let mut sums = Sums {
            n: 0,
            successes: 0,
            scores: Exact::whole(0),
            success_scores: Exact::whole(0),
            score_squares: Exact::whole(0),
        };
        for group in groups {
            let n = sums.n.checked_add(group.n);
            sums.n = n.ok_or_else(|| NotComputable::out_of_range("respondents"))?;
            if group.successes > group.n {
                return Err(NotComputable::out_of_range("successes"));
            }
            sums.successes += group.successes;
            let score =
                Exact::written(group.score).ok_or_else(|| NotComputable::out_of_range("scores"))?;
            let weighted = |count: u64| Exact::whole(count.into()) * score.clone();
            sums.scores = sums.scores + weighted(group.n);
            sums.success_scores = sums.success_scores + weighted(group.successes);
            sums.score_squares = sums.score_squares + weighted(group.n) * score.clone();
        }
        Ok(sums)
    }
}

fn cautions(groups: &[ScoredGroup], sums: &Sums) -> Vec<Caution> {
    let share = sums.successes as f64 / sums.n as f64;
    let cells = groups.iter().filter(|g| g.n > 0);
    let expected: Vec<f64> = cells
        .flat_map(|g| [share, 1.0 - share].map(|share| share * g.n as f64))
        .collect();
    let small = expected.iter().filter(|e| **e < 5.0).count() as u64;
    let caution = Caution::SmallExpected {
        cells: small,
        of: expected.len() as u64,
        least: expected.iter().copied().fold(f64::MAX, f64::min),
    };
    (small > 0).then_some(caution).into_iter().collect()
}

/// Result of [`cochran_armitage`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CochranArmitage {
    /// Respondents.
    pub n: u64,
    pub successes: u64,
    /// Per group; `None` for one without anybody.
    pub proportions: Vec<Option<f64>>,
    /// One degree of freedom.
    pub chi_square: f64,
    /// With N − 1 (SPSS "linear-by-linear association").
    pub linear_by_linear: f64,
    /// `p_greater` is for shares that rise with the scores.
    pub test: NormalTest,
    /// Respondents per group.
    pub sizes: Vec<u64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for CochranArmitage {
    fn method(&self) -> &'static str {
        "cochran_armitage"
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
            n: self.n,
            groups: self.sizes.clone(),
            missing: 0,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
