use super::eigen::{entry, inverse};
use super::{CorrelationMatrix, NotComputable, Outcome};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Kaiser–Meyer–Olkin measure of sampling adequacy, of all variables and of
/// each.
///
/// # Question
/// Do the variables share enough for a factor analysis?
///
/// # Formula
/// `KMO = Σr² / (Σr² + Σq²)` over different variables, q the partial (anti-image)
/// correlations `−r^ij/√(r^ii·r^jj)` from the inverse; MSA the same by column.
///
/// # Assumes
/// Correlations of one set of respondents.
///
/// # When not
/// Where an item follows from the others (a total among its parts): there is no
/// inverse. Rotation and number of factors are not its question.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, sampling_adequacy};
/// let rows = [[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]].map(Vec::from);
/// let found = sampling_adequacy(&CorrelationMatrix::of_rows(&rows).unwrap()).unwrap();
/// // every partial correlation is 1/3: 0.25 / (0.25 + 1/9)
/// assert!((found.kmo - 0.25 / (0.25 + 1.0 / 9.0)).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `kmo_bartlett` of the reference cases (psych::KMO).
///
/// # References
/// Kaiser (1974) Psychometrika 39; Kaiser & Rice (1974) Educational and
/// Psychological Measurement 34.
///
/// # Errors
/// [`NotComputable::Singular`]; [`NotComputable::NoSpread`] where all
/// correlations are 0.
pub fn sampling_adequacy(correlations: &CorrelationMatrix) -> Outcome<SamplingAdequacy> {
    let matrix = correlations.matrix();
    let (inverse, _) = inverse(&matrix)?;
    let partial = DMatrix::from_fn(inverse.nrows(), inverse.ncols(), |i, j| {
        -entry(&inverse, i, j) / libm::sqrt(entry(&inverse, i, i) * entry(&inverse, j, j))
    });
    let squares = |of: &DMatrix<f64>, column: usize| -> f64 {
        let cells = of.column(column);
        let others = cells.iter().enumerate().filter(|(row, _)| *row != column);
        others.map(|(_, cell)| cell * cell).sum()
    };
    let columns = 0..matrix.ncols();
    let both = columns.map(|c| (squares(&matrix, c), squares(&partial, c)));
    let both: Vec<(f64, f64)> = both.collect();
    let share = |(r, q): (f64, f64)| match r + q > 0.0 {
        true => Ok(r / (r + q)),
        false => Err(NotComputable::NoSpread),
    };
    let sums = both
        .iter()
        .fold((0.0, 0.0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
    Ok(SamplingAdequacy {
        kmo: share(sums)?,
        each: both.into_iter().map(share).collect(),
    })
}

/// The Kaiser–Meyer–Olkin measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SamplingAdequacy {
    pub kmo: f64,
    /// MSA of each variable; not computable where it correlates with none.
    pub each: Vec<Outcome<f64>>,
}
