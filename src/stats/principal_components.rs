use super::comoments::Comoments;
use super::eigen::{Eigen, eigen, entry, in_order, rows};
use super::{CorrelationMatrix, NotComputable, Observations, Outcome};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Principal components of a correlation matrix.
///
/// # Question
/// How few sums of the variables hold how much of their variance?
///
/// # Formula
/// Eigenvalues λ and vectors v of the matrix; loadings `v·√λ` of the first
/// components, communality the sum of their squares. Columns in falling order
/// of λ, each turned so that its loadings do not sum to less than 0.
///
/// # Assumes
/// Linear relations. The scale of the variables does not matter (for
/// covariances, where it does: [`principal_components_of_covariances`]).
///
/// # When not
/// To find what causes the answers: that is [`super::factor_analysis`], which
/// leaves each variable a part of its own. An eigenvalue above 1 is Kaiser's
/// rule, known to keep too many; see [`super::parallel_analysis`].
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, principal_components};
/// let rows = [[1.0, 0.6], [0.6, 1.0]].map(Vec::from);
/// let found = principal_components(&CorrelationMatrix::of_rows(&rows).unwrap(), 1).unwrap();
/// assert!((found.eigenvalues[0] - 1.6).abs() < 1e-15);
/// assert!((found.communalities[0] - 0.8).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `pca` of the reference cases (R `eigen`).
///
/// # References
/// Hotelling (1933) Journal of Educational Psychology 24; Kaiser (1960)
/// Educational and Psychological Measurement 20.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for 0 components or more than variables.
pub fn principal_components(
    correlations: &CorrelationMatrix,
    components: usize,
) -> Outcome<PrincipalComponents> {
    decompose(&correlations.matrix(), components)
}

/// Principal components of the covariances of all variables (divisor n − 1)
/// over the respondents who have all of them; Kaiser's rule is then an
/// eigenvalue above the mean variance. The card is that of
/// [`principal_components`].
///
/// # Errors
/// As [`principal_components`], and fewer than two variables or respondents.
pub fn principal_components_of_covariances(
    variables: &Observations,
    components: usize,
) -> Outcome<PrincipalComponents> {
    let covariances = Comoments::enough(variables, 2)?.covariances();
    let size = covariances.len();
    let cells = covariances.into_iter().flatten();
    decompose(&DMatrix::from_row_iterator(size, size, cells), components)
}

fn decompose(matrix: &DMatrix<f64>, components: usize) -> Outcome<PrincipalComponents> {
    let size = matrix.nrows();
    if components == 0 || components > size {
        let what = "components".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let Eigen { values, vectors } = eigen(matrix)?;
    let total: f64 = matrix.diagonal().iter().sum();
    if total <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let loadings = DMatrix::from_fn(size, components, |i, j| {
        let value = values.get(j).copied().unwrap_or(0.0);
        entry(&vectors, i, j) * libm::sqrt(value.max(0.0))
    });
    let mean = total / size as f64;
    let communality = |row: &Vec<f64>| row.iter().map(|l| l * l).sum();
    let loadings = rows(&in_order(&loadings));
    Ok(PrincipalComponents {
        shares: values.iter().map(|value| value / total).collect(),
        above_mean: values.iter().filter(|value| **value > mean).count() as u64,
        communalities: loadings.iter().map(communality).collect(),
        eigenvalues: values,
        loadings,
    })
}

/// Principal components.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrincipalComponents {
    /// Of all components, falling.
    pub eigenvalues: Vec<f64>,
    /// Share of the variance of each.
    pub shares: Vec<f64>,
    /// How many eigenvalues are above the mean variance (1 for correlations).
    pub above_mean: u64,
    /// A row per variable, a column per component asked for.
    pub loadings: Vec<Vec<f64>>,
    /// Share (for correlations) of each variable that these components hold.
    pub communalities: Vec<f64>,
}
