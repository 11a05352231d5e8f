use super::coded::Coded;
use super::{NotComputable, Observations, Outcome, Pairs, kendall, polychoric};
use serde::{Deserialize, Serialize};

/// The correlations of every two of several variables, over those who have
/// both and over those who have all.
///
/// # Question
/// Which of many variables go together?
///
/// # Formula
/// As [`super::pearson`], [`super::spearman`] (ranks taken within the pairs
/// used), [`super::kendall`] (τ-b), [`super::polychoric`] (two-step).
///
/// # Assumes
/// What the single correlation assumes.
///
/// # When not
/// Pairwise matrices are made of different respondents each and need not be
/// positive definite: factor analysis and regression take the listwise one. For
/// p values of many correlations adjust for their number.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationKind, Observations, correlations};
/// let x = [Some(1.0), Some(2.0), Some(3.0), Some(4.0)];
/// let y = [Some(2.0), Some(1.0), Some(4.0), None];
/// let z = [Some(1.0), Some(3.0), Some(2.0), Some(9.0)];
/// let all = Observations::of_columns(&[&x, &y, &z]).unwrap();
/// let found = correlations(&all, CorrelationKind::Spearman);
/// assert_eq!(found.n_listwise, 3);
/// assert_eq!(found.n_pairwise[0], [4, 3, 4]);
/// assert_eq!(found.pairwise[0][2], Ok(0.8));
/// assert_eq!(found.listwise[0][2], Ok(0.5));
/// ```
///
/// # Checked against
/// R `cor(use = "complete.obs")` and `cor(use = "pairwise.complete.obs")`.
///
/// # References
/// Those of the single correlations.
pub fn correlations(observations: &Observations, kind: CorrelationKind) -> Correlations {
    let variables = observations.variables();
    let all: Vec<usize> = (0..variables).collect();
    let complete = observations.complete(&all);
    // Where nothing is missing both are one, and the work is done once.
    let whole = complete.n() == observations.n();
    let pairwise = half(observations, variables, kind);
    let listwise = match whole {
        true => pairwise.clone(),
        false => half(&complete, variables, kind),
    };
    let value = |(_, value): &(u64, Outcome<f64>)| value.clone();
    Correlations {
        kind,
        n_listwise: complete.n(),
        listwise: square(&listwise, value),
        pairwise: square(&pairwise, value),
        n_pairwise: square(&pairwise, |(n, _)| *n),
    }
}

/// Which correlation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrelationKind {
    Pearson,
    Spearman,
    /// τ-b.
    Kendall,
    /// Of normal variables behind ordered answers, with given thresholds.
    Polychoric,
}

/// What [`correlations`] finds, row by row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlations {
    pub kind: CorrelationKind,
    /// Respondents who have all variables.
    pub n_listwise: u64,
    pub listwise: Vec<Vec<Outcome<f64>>>,
    pub pairwise: Vec<Vec<Outcome<f64>>>,
    /// Respondents who have both; on the diagonal those who have the one.
    pub n_pairwise: Vec<Vec<u64>>,
}

/// One correlation without test or interval.
pub(super) fn correlation(pairs: &Pairs, kind: CorrelationKind) -> Outcome<f64> {
    pairs.enough(2)?;
    match kind {
        CorrelationKind::Pearson => pairs.products().correlation(),
        CorrelationKind::Spearman => pairs.rank_products().correlation(),
        CorrelationKind::Kendall => kendall::tau_b(pairs),
        CorrelationKind::Polychoric => {
            let table = pairs.table().ok_or(NotComputable::TooLarge)?;
            polychoric::two_step(&table)
        }
    }
}

/// The lower half with the diagonal, each with its n.
fn half(
    observations: &Observations,
    variables: usize,
    kind: CorrelationKind,
) -> Vec<Vec<(u64, Outcome<f64>)>> {
    let all: Vec<usize> = (0..variables).collect();
    let coded = Coded::of(observations, &all);
    let cell = |i: usize, j: usize| {
        let pairs = coded.pairs(i, j);
        let value = match i == j {
            true => pairs.products().correlation(),
            false => correlation(&pairs, kind),
        };
        (pairs.n(), value)
    };
    let row = |i: usize| (0..=i).map(|j| cell(i, j)).collect();
    (0..variables).map(row).collect()
}

fn square<T, U>(half: &[Vec<T>], pick: impl Fn(&T) -> U) -> Vec<Vec<U>> {
    let cell = |i: usize, j: usize| half.get(i.max(j))?.get(i.min(j)).map(&pick);
    let row = |i: usize| (0..half.len()).filter_map(|j| cell(i, j)).collect();
    (0..half.len()).map(row).collect()
}
