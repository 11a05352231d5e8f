use super::{NotComputable, Outcome};
use nalgebra::{DMatrix, Dim, Matrix, RawStorage, SymmetricEigen};

/// Eigenvalues and vectors of a symmetric matrix, in a fixed form.
pub(super) struct Eigen {
    /// Falling; equal ones in the order the decomposition gives them.
    pub(super) values: Vec<f64>,
    /// One column per value, of length 1.
    pub(super) vectors: DMatrix<f64>,
}

/// More than any matrix needs: two or three per value are usual.
const ITERATIONS: usize = 100;

/// Decomposes a symmetric matrix.
///
/// # Errors
/// [`NotComputable::NotConverged`], which finite matrices do not reach.
pub(super) fn eigen(matrix: &DMatrix<f64>) -> Outcome<Eigen> {
    let size = matrix.nrows();
    let iterations = ITERATIONS.saturating_mul(size.max(1));
    let failed = NotComputable::NotConverged {
        iterations: iterations as u64,
    };
    if size == 0 || !matrix.is_square() || matrix.iter().any(|cell| !cell.is_finite()) {
        return Err(failed);
    }
    let found = SymmetricEigen::try_new(matrix.clone(), f64::EPSILON, iterations);
    let found = found.ok_or(failed)?;
    let mut order: Vec<(f64, usize)> = found.eigenvalues.iter().copied().zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let columns: Vec<_> = order
        .iter()
        .map(|&(_, i)| found.eigenvectors.column(i))
        .collect();
    Ok(Eigen {
        values: order.iter().map(|(value, _)| *value).collect(),
        vectors: DMatrix::from_columns(&columns),
    })
}

/// The inverse of a positive definite matrix and the logarithm of its
/// determinant.
///
/// # Errors
/// [`NotComputable::Singular`] where it has none to machine accuracy.
pub(super) fn inverse(matrix: &DMatrix<f64>) -> Outcome<(DMatrix<f64>, f64)> {
    let Eigen { values, .. } = eigen(matrix)?;
    let ends = values.first().zip(values.last());
    let (most, least) = ends.ok_or(NotComputable::Singular)?;
    let rounding = 4.0 * f64::EPSILON * values.len() as f64;
    if *least <= rounding * most {
        return Err(NotComputable::Singular);
    }
    let root = matrix.clone().cholesky().ok_or(NotComputable::Singular)?;
    let diagonal = root.l_dirty().diagonal();
    let logarithm = diagonal.iter().map(|d| 2.0 * libm::log(*d)).sum();
    Ok((root.inverse(), logarithm))
}

/// `a·b` by plain loops: the product of the library picks other instructions
/// on other processors, and with them other last bits.
pub(super) fn product(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
        (0..a.ncols())
            .map(|t| entry(a, i, t) * entry(b, t, j))
            .sum()
    })
}

/// A cell; 0 outside.
pub(super) fn entry<R: Dim, C: Dim, S: RawStorage<f64, R, C>>(
    matrix: &Matrix<f64, R, C, S>,
    row: usize,
    column: usize,
) -> f64 {
    matrix.get((row, column)).copied().unwrap_or(0.0)
}

/// Columns in falling order of their sums of squares, each with a sum that is
/// not negative: what signs and order of factors are free to be.
pub(super) fn in_order(loadings: &DMatrix<f64>) -> DMatrix<f64> {
    let (order, signs) = order_and_signs(loadings);
    DMatrix::from_fn(loadings.nrows(), loadings.ncols(), |row, column| {
        let place = order.get(column).copied().unwrap_or(column);
        let sign = signs.get(column).copied().unwrap_or(1.0);
        sign * entry(loadings, row, place)
    })
}

/// Which column comes where, and with which sign.
pub(super) fn order_and_signs(loadings: &DMatrix<f64>) -> (Vec<usize>, Vec<f64>) {
    let squares = |c: usize| loadings.column(c).iter().map(|x| x * x).sum::<f64>();
    let mut order: Vec<(f64, usize)> = (0..loadings.ncols()).map(|c| (squares(c), c)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let order: Vec<usize> = order.into_iter().map(|(_, c)| c).collect();
    let sign = |&c: &usize| match loadings.column(c).iter().sum::<f64>() < 0.0 {
        true => -1.0,
        false => 1.0,
    };
    let signs = order.iter().map(sign).collect();
    (order, signs)
}

/// Rows of a matrix.
pub(super) fn rows(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    let rows = matrix.row_iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}
