use super::eigen::{order_and_signs, product, rows};
use super::{NotComputable, Outcome};
use nalgebra::{DMatrix, SVD};
use serde::{Deserialize, Serialize};

/// Varimax rotation of loadings with Kaiser's normalisation.
///
/// # Question
/// Seen from which side does each variable belong to as few factors as
/// possible, the factors staying uncorrelated?
///
/// # Formula
/// The orthogonal T that maximises the variance of the squared loadings of
/// `L·T` by column, the rows of L first brought to length 1. Iterated by
/// singular value decompositions (as R does) until nothing moves.
///
/// # Assumes
/// Two factors or more; one is returned as it is.
///
/// # When not
/// Where the factors should correlate, as dimensions of one satisfaction do:
/// [`promax`].
///
/// # Example
/// ```
/// use tridharma::stats::varimax;
/// // two bundles of two variables, turned by 45°
/// let turned = [[0.5, 0.5], [0.5, 0.5], [0.5, -0.5], [0.5, -0.5]].map(Vec::from);
/// let simple = varimax(&turned).unwrap();
/// assert!(simple.loadings[0][0].abs().max(simple.loadings[0][1].abs()) > 0.7071);
/// ```
///
/// # Checked against
/// `pca`, `efa_ml`, `efa_paf_minres` of the reference cases (stats::varimax
/// with eps 1e-14).
///
/// # References
/// Kaiser (1958) Psychometrika 23; Horst (1965) Factor Analysis of Data
/// Matrices.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for loadings that are no finite table;
/// [`NotComputable::NotConverged`].
pub fn varimax(loadings: &[Vec<f64>]) -> Outcome<Varimax> {
    let loadings = table(loadings)?;
    let turn = varimax_turn(&loadings)?;
    let turned = product(&loadings, &turn);
    let (order, signs) = order_and_signs(&turned);
    let loadings = rows(&arranged(&turned, &order, &signs));
    Ok(Varimax {
        sums_of_squares: sums_of_squares(&loadings),
        rotation: rows(&arranged(&turn, &order, &signs)),
        loadings,
    })
}

/// Promax rotation: varimax made oblique.
///
/// # Question
/// As [`varimax`], the factors allowed to correlate, and how they do.
///
/// # Formula
/// With varimax loadings A: regress `A·|A|^(m−1)` on A, scale the coefficients
/// U so that the factors have variance 1, pattern `A·U`; correlations of the
/// factors `(U'U)⁻¹`. m is 4 as in R and SPSS (κ).
///
/// # Assumes
/// As [`varimax`]. SPSS normalises the rows once more in this step, so its
/// numbers are slightly different.
///
/// # When not
/// With one factor. A pattern loading is a regression weight and may exceed 1.
///
/// # Example
/// ```
/// use tridharma::stats::promax;
/// let loadings = [[0.8, 0.2], [0.7, 0.1], [0.3, 0.7], [0.2, 0.8]].map(Vec::from);
/// let oblique = promax(&loadings, 4.0).unwrap();
/// assert!(oblique.correlations[0][1] > 0.3);
/// ```
///
/// # Checked against
/// `efa_ml`, `efa_paf_minres` of the reference cases (stats::promax).
///
/// # References
/// Hendrickson & White (1964) British Journal of Statistical Psychology 17.
///
/// # Errors
/// As [`varimax`]; [`NotComputable::OutOfRange`] for a power below 1 or above
/// 100; [`NotComputable::Singular`] where two factors coincide.
pub fn promax(loadings: &[Vec<f64>], power: f64) -> Outcome<Promax> {
    if !(1.0..=100.0).contains(&power) {
        let what = "power".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let loadings = table(loadings)?;
    let start = product(&loadings, &varimax_turn(&loadings)?);
    let target = start.map(|l| l * libm::pow(l.abs(), power - 1.0));
    let across = start.transpose();
    let normal = gram(&start).cholesky().ok_or(NotComputable::Singular)?;
    let raw = normal.solve(&product(&across, &target));
    let spread = inverse_gram(&raw)?;
    let turn = DMatrix::from_fn(raw.nrows(), raw.ncols(), |i, j| {
        raw[(i, j)] * libm::sqrt(spread[(j, j)])
    });
    let pattern = product(&start, &turn);
    let (order, signs) = order_and_signs(&pattern);
    let turn = arranged(&turn, &order, &signs);
    let correlations = inverse_gram(&turn)?;
    let pattern = arranged(&pattern, &order, &signs);
    if pattern
        .iter()
        .chain(correlations.iter())
        .any(|x| !x.is_finite())
    {
        return Err(NotComputable::Singular);
    }
    Ok(Promax {
        structure: rows(&product(&pattern, &correlations)),
        pattern: rows(&pattern),
        correlations: rows(&correlations),
    })
}

/// R stops after 1,000; what has not settled then creeps.
const ITERATIONS: u64 = 5_000;

fn varimax_turn(loadings: &DMatrix<f64>) -> Outcome<DMatrix<f64>> {
    let (variables, factors) = loadings.shape();
    let mut turn = DMatrix::identity(factors, factors);
    if factors < 2 {
        return Ok(turn);
    }
    let length = |i: usize| libm::sqrt(loadings.row(i).iter().map(|l| l * l).sum::<f64>());
    let normal = DMatrix::from_fn(variables, factors, |i, j| match length(i) {
        0.0 => 0.0,
        length => loadings[(i, j)] / length,
    });
    let across = normal.transpose();
    let mut before = 0.0;
    for _ in 0..ITERATIONS {
        let turned = product(&normal, &turn);
        let mean_square =
            |j: usize| turned.column(j).iter().map(|z| z * z).sum::<f64>() / variables as f64;
        let means: Vec<f64> = (0..factors).map(mean_square).collect();
        let slope = DMatrix::from_fn(variables, factors, |i, j| {
            let z = turned[(i, j)];
            z * z * z - z * means.get(j).copied().unwrap_or(0.0)
        });
        let (nearest, sum) = nearest_rotation(product(&across, &slope))?;
        turn = nearest;
        if sum <= before * (1.0 + 1e-14) {
            return Ok(turn);
        }
        before = sum;
    }
    let iterations = ITERATIONS;
    Err(NotComputable::NotConverged { iterations })
}

/// `U·V'` of a singular value decomposition, and the sum of singular values.
fn nearest_rotation(matrix: DMatrix<f64>) -> Outcome<(DMatrix<f64>, f64)> {
    let failed = NotComputable::NotConverged { iterations: 1_000 };
    if matrix.iter().any(|x| !x.is_finite()) {
        return Err(failed);
    }
    let found = SVD::try_new(matrix, true, true, f64::EPSILON, 1_000);
    let found = found.ok_or(failed.clone())?;
    let sum = found.singular_values.iter().sum();
    let (u, v) = found.u.zip(found.v_t).ok_or(failed)?;
    Ok((product(&u, &v), sum))
}

fn gram(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    product(&matrix.transpose(), matrix)
}

fn inverse_gram(matrix: &DMatrix<f64>) -> Outcome<DMatrix<f64>> {
    let root = gram(matrix).cholesky().ok_or(NotComputable::Singular)?;
    Ok(root.inverse())
}

fn arranged(matrix: &DMatrix<f64>, order: &[usize], signs: &[f64]) -> DMatrix<f64> {
    DMatrix::from_fn(matrix.nrows(), order.len(), |i, j| {
        let place = order.get(j).copied().unwrap_or(j);
        signs.get(j).copied().unwrap_or(1.0) * matrix[(i, place)]
    })
}

fn table(loadings: &[Vec<f64>]) -> Outcome<DMatrix<f64>> {
    let columns = loadings.first().map_or(0, Vec::len);
    let fits = loadings.iter().all(|row| row.len() == columns);
    let finite = loadings
        .iter()
        .flatten()
        .all(|l| l.is_finite() && l.abs() < 1e100);
    if columns == 0 || columns > loadings.len() || !fits || !finite {
        let what = "loadings".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let cells = loadings.iter().flatten().copied();
    Ok(DMatrix::from_row_iterator(loadings.len(), columns, cells))
}

fn sums_of_squares(loadings: &[Vec<f64>]) -> Vec<f64> {
    let columns = loadings.first().map_or(0, Vec::len);
    let of = |j: usize| {
        loadings
            .iter()
            .filter_map(|row| row.get(j))
            .map(|l| l * l)
            .sum()
    };
    (0..columns).map(of).collect()
}

/// Orthogonally rotated loadings, columns in falling order of their sums of
/// squares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Varimax {
    /// A row per variable.
    pub loadings: Vec<Vec<f64>>,
    pub sums_of_squares: Vec<f64>,
    /// Loadings before, times this, are the loadings after.
    pub rotation: Vec<Vec<f64>>,
}

/// Obliquely rotated loadings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promax {
    /// Weights of the factors in each variable.
    pub pattern: Vec<Vec<f64>>,
    /// Correlations of variables and factors.
    pub structure: Vec<Vec<f64>>,
    /// Of the factors.
    pub correlations: Vec<Vec<f64>>,
}
