use super::eigen::{entry, order_and_signs, product, rows};
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
/// `L·T` by column, the rows of L first brought to length 1; iterated as in R
/// and, where that stops short, by planes as Kaiser did.
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
/// Kaiser (1958) Psychometrika 23, (1959) Educational and Psychological
/// Measurement 19; Horst (1965) Factor Analysis of Data Matrices.
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
        entry(&raw, i, j) * libm::sqrt(entry(&spread, j, j))
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

/// As many as R allows.
const ITERATIONS: u64 = 1_000;

/// Sweeps over all pairs of columns; five to twenty are usual.
const SWEEPS: u64 = 1_000;

/// R's iteration, or Kaiser's where it stopped short: it goes round in circles
/// where loadings are symmetric, and is then far from the greatest. Otherwise
/// its end is kept as it is, within 1e-6 of the greatest, so that all printed
/// digits are R's.
fn varimax_turn(loadings: &DMatrix<f64>) -> Outcome<DMatrix<f64>> {
    let (variables, factors) = loadings.shape();
    if factors < 2 {
        return Ok(DMatrix::identity(factors, factors));
    }
    let squares = loadings.row_iter();
    let squares = squares.map(|row| row.iter().map(|l| l * l).sum::<f64>());
    let lengths: Vec<f64> = squares.map(libm::sqrt).collect();
    let normal = DMatrix::from_fn(variables, factors, |i, j| {
        match lengths.get(i).copied().unwrap_or(0.0) {
            0.0 => 0.0,
            length => entry(loadings, i, j) / length,
        }
    });
    let start = by_singular_values(&normal)?;
    let (turn, moved) = by_planes(&normal, start.clone())?;
    Ok(if moved < 1e-5 { start } else { turn })
}

/// The iteration of R's varimax with eps 1e-14 (Horst 1965).
fn by_singular_values(normal: &DMatrix<f64>) -> Outcome<DMatrix<f64>> {
    let (variables, factors) = normal.shape();
    let mut turn = DMatrix::identity(factors, factors);
    let across = normal.transpose();
    let mut before = 0.0;
    for _ in 0..ITERATIONS {
        let turned = product(normal, &turn);
        let squares = turned.column_iter();
        let squares = squares.map(|column| column.iter().map(|z| z * z).sum::<f64>());
        let means: Vec<f64> = squares.map(|sum| sum / variables as f64).collect();
        let slope = DMatrix::from_fn(variables, factors, |i, j| {
            let z = entry(&turned, i, j);
            z * z * z - z * means.get(j).copied().unwrap_or(0.0)
        });
        let failed = NotComputable::NotConverged {
            iterations: ITERATIONS,
        };
        let found = SVD::try_new(product(&across, &slope), true, true, f64::EPSILON, 1_000);
        let found = found.ok_or(failed.clone())?;
        let sum: f64 = found.singular_values.iter().sum();
        let (u, v) = found.u.zip(found.v_t).ok_or(failed)?;
        turn = product(&u, &v);
        if sum < before * (1.0 + 1e-14) {
            break;
        }
        before = sum;
    }
    Ok(turn)
}

/// Kaiser's rotation of one pair of columns after the other by the angle that
/// is best for the two, until no angle is left; and the widest angle.
fn by_planes(normal: &DMatrix<f64>, mut turn: DMatrix<f64>) -> Outcome<(DMatrix<f64>, f64)> {
    let mut turned = product(normal, &turn);
    let mut moved = 0.0_f64;
    for _ in 0..SWEEPS {
        let mut widest = 0.0_f64;
        for first in 0..turn.ncols() {
            for second in first + 1..turn.ncols() {
                let angle = best_angle(&turned, first, second);
                widest = widest.max(angle.abs());
                rotate(&mut turned, first, second, angle);
                rotate(&mut turn, first, second, angle);
            }
        }
        moved = moved.max(widest);
        if widest < 1e-13 {
            return Ok((turn, moved));
        }
    }
    let iterations = SWEEPS;
    Err(NotComputable::NotConverged { iterations })
}

/// The angle between −45° and 45° that maximises the criterion of two columns.
fn best_angle(normal: &DMatrix<f64>, first: usize, second: usize) -> f64 {
    let (mut a, mut b, mut c, mut d) = (0.0, 0.0, 0.0, 0.0);
    for row in 0..normal.nrows() {
        let (x, y) = (entry(normal, row, first), entry(normal, row, second));
        let (u, v) = (x * x - y * y, 2.0 * x * y);
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2.0 * u * v;
    }
    let size = normal.nrows() as f64;
    let across = d - 2.0 * a * b / size;
    let along = c - (a * a - b * b) / size;
    // All angles are alike: what is left is rounding.
    match across.abs().max(along.abs()) < 1e-13 * size {
        true => 0.0,
        false => libm::atan2(across, along) / 4.0,
    }
}

fn rotate(matrix: &mut DMatrix<f64>, first: usize, second: usize, angle: f64) {
    let (cos, sin) = (libm::cos(angle), libm::sin(angle));
    for mut row in matrix.row_iter_mut() {
        let (x, y) = (entry(&row, 0, first), entry(&row, 0, second));
        if let Some(cell) = row.get_mut(first) {
            *cell = x * cos + y * sin;
        }
        if let Some(cell) = row.get_mut(second) {
            *cell = y * cos - x * sin;
        }
    }
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
        signs.get(j).copied().unwrap_or(1.0) * entry(matrix, i, place)
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
