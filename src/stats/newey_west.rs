use nalgebra::{DMatrix, DVector};

/// The covariance of estimates from what each period adds to them (`c·e`), with
/// Bartlett's weights for neighbours to a lag: `Σ_l (1 − l/(L + 1))·Γ(l)`, which
/// is never negative. A period without a value adds nothing.
///
/// Newey & West, *Econometrica* 55 (1987) 703.
pub(super) fn newey_west(parts: &[Vec<f64>], lags: usize) -> DMatrix<f64> {
    let size = parts.len();
    let sum = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let cell = |i: usize, j: usize| {
        let (Some(first), Some(second)) = (parts.get(i), parts.get(j)) else {
            return 0.0;
        };
        let mut cell = sum(first, second);
        for lag in 1..=lags {
            let weight = 1.0 - lag as f64 / (lags as f64 + 1.0);
            let (late, other) = (first.get(lag..), second.get(lag..));
            cell += weight * late.map_or(0.0, |late| sum(late, second));
            cell += weight * other.map_or(0.0, |other| sum(first, other));
        }
        cell
    };
    DMatrix::from_fn(size, size, cell)
}

/// `b'V⁻¹b`; `None` where V is not positive definite.
pub(super) fn wald(estimates: &[f64], covariance: &DMatrix<f64>) -> Option<f64> {
    let b = DVector::from_column_slice(estimates);
    // To unit variances first: levels and slopes are of different size.
    let scale = covariance.diagonal().map(|v| 1.0 / v.sqrt());
    if !scale.iter().all(|s| s.is_finite()) {
        return None;
    }
    let correlation = covariance.component_mul(&(&scale * scale.transpose()));
    let b = b.component_mul(&scale);
    let found = b.dot(&correlation.cholesky()?.solve(&b));
    Some(found).filter(|w| w.is_finite())
}

/// The customary number of lags, `⌊4·(n/100)^(2/9)⌋`.
pub(super) fn customary_lags(n: usize) -> usize {
    (4.0 * libm::pow(n as f64 / 100.0, 2.0 / 9.0)).floor() as usize
}
