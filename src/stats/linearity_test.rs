use super::coefficient::ModelTest;
use super::design_matrix::{centred_column, counts, inner};
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The test for linearity of SPSS MEANS: the spread between the levels of a
/// predictor, split into a straight line and what departs from it.
///
/// # Question
/// Is the relation between a predictor and an outcome a straight line?
///
/// # Formula
/// Between levels `Σ n(ȳ_g − ȳ)²` with `k − 1` degrees of freedom; linear
/// `b·Σ(x − x̄)(y − ȳ)` with 1; deviation `Σ n(ȳ_g − ȳ − b(x_g − x̄))²` with
/// `k − 2`; each over the mean square within levels, `n − k`.
///
/// # Assumes
/// As analysis of variance; several respondents at the same level.
///
/// # When not
/// A predictor with almost as many values as respondents: nothing is left within
/// levels.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, linearity_test};
/// let x = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0].map(Some);
/// let y = [1.0, 3.0, 4.0, 6.0, 4.0, 6.0, 1.0, 3.0].map(Some);
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// let found = linearity_test(&both, 0, 1).unwrap();
/// assert_eq!(found.linear.f, 0.0);
/// assert_eq!(found.deviation.unwrap().f, 9.0 / 2.0);
/// ```
///
/// # Checked against
/// `linearity_test` of the reference cases (statsmodels, nested models of levels
/// and of the line).
///
/// # References
/// IBM SPSS Statistics Algorithms, MEANS.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::NoSpread`] for a constant
/// variable or no spread within levels; [`NotComputable::TooFew`] without repeated
/// levels.
pub fn linearity_test(
    observations: &Observations,
    outcome: usize,
    predictor: usize,
) -> Outcome<LinearityTest> {
    let complete = observations.complete(&[predictor, outcome]);
    let n = complete.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let sums = Split::of(&complete);
    let (levels, n_levels) = (sums.levels, sums.levels as f64);
    if n <= levels {
        return Err(NotComputable::TooFew {
            n,
            needed: levels + 1,
        });
    }
    let floor = 1e-26 * sums.total;
    if levels < 2 || sums.within <= floor || sums.total <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let (df, within) = (n - levels, sums.within / (n as f64 - n_levels));
    let test = |ss: f64, df1: u64| ModelTest::of(ss / df1 as f64 / within, df1, df);
    Ok(LinearityTest {
        between: test(sums.between, levels - 1)?,
        linear: test(sums.linear, 1)?,
        deviation: match levels {
            2 => Err(NotComputable::TooFew {
                n: levels,
                needed: 3,
            }),
            _ => test(sums.deviation, levels - 2),
        },
        ss_between: sums.between,
        ss_linear: sums.linear,
        ss_deviation: sums.deviation,
        ss_within: sums.within,
        r_squared: sums.linear / sums.total,
        eta_squared: sums.between / sums.total,
        n,
        missing: observations.n().saturating_sub(n),
        cautions: Vec::new(),
    })
}

/// Sums of squares.
struct Split {
    levels: u64,
    between: f64,
    linear: f64,
    deviation: f64,
    within: f64,
    total: f64,
}

impl Split {
    /// Patterns come in rising order of the predictor, variable 0.
    fn of(complete: &Observations) -> Split {
        let (weights, (_, x), (_, y)) = (
            counts(complete),
            centred_column(complete, 0),
            centred_column(complete, 1),
        );
        let total = inner(&weights, &y, &y);
        let ss = inner(&weights, &x, &x);
        let slope = match ss > 0.0 {
            true => inner(&weights, &x, &y) / ss,
            false => 0.0,
        };
        let mut split = Split {
            levels: 0,
            between: 0.0,
            linear: slope * slope * ss,
            deviation: 0.0,
            within: 0.0,
            total,
        };
        let rows: Vec<(f64, f64, f64)> = weights
            .iter()
            .zip(&x)
            .zip(&y)
            .map(|((w, x), y)| (*w, *x, *y))
            .collect();
        for level in rows.chunk_by(|a, b| a.1 == b.1) {
            split.add(level, slope);
        }
        split
    }

    fn add(&mut self, level: &[(f64, f64, f64)], slope: f64) {
        let n: f64 = level.iter().map(|(w, _, _)| w).sum();
        let mean = level.iter().map(|(w, _, y)| w * y).sum::<f64>() / n;
        let x = level.first().map_or(0.0, |(_, x, _)| *x);
        let beyond = mean - slope * x;
        self.levels += 1;
        self.between += n * mean * mean;
        self.deviation += n * beyond * beyond;
        let within = level.iter().map(|(w, _, y)| w * (y - mean) * (y - mean));
        self.within += within.sum::<f64>();
    }
}

/// The split and its tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinearityTest {
    /// Levels together.
    pub between: ModelTest,
    /// The straight line.
    pub linear: ModelTest,
    /// What departs from it; not computable with two levels.
    pub deviation: Outcome<ModelTest>,
    pub ss_between: f64,
    pub ss_linear: f64,
    pub ss_deviation: f64,
    pub ss_within: f64,
    pub r_squared: f64,
    pub eta_squared: f64,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for LinearityTest {
    fn method(&self) -> &'static str {
        "linearity_test"
    }

    /// Of the deviation; of the line where there is none.
    fn statistic(&self) -> Statistic {
        let test = self.deviation.as_ref().unwrap_or(&self.linear);
        Statistic {
            symbol: "F".to_owned(),
            value: test.f,
            df: vec![test.df1 as f64, test.df2 as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.deviation.clone().map(|test| test.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "eta_squared".to_owned(),
            value: self.eta_squared,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
