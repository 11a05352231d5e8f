use super::design_matrix::counts;
use super::least_squares::{complete, solve};
use super::{NotComputable, Observations, Outcome};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// How much the predictors of a regression say the same.
///
/// # Question
/// Can the effects of the predictors be told apart?
///
/// # Formula
/// `VIFⱼ = 1/(1 − R²ⱼ)` with `R²ⱼ` of predictor j on the others, tolerance its
/// inverse, both from exact sums. Condition indices `√(λ₁/λ)` of the columns,
/// constant included, scaled to length 1 and not centred, with the share of each
/// coefficient's variance at each (Belsley, Kuh & Welsch; SPSS "collinearity
/// diagnostics").
///
/// # Assumes
/// Nothing.
///
/// # When not
/// Dummies of one characteristic: they depend on each other by construction.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, collinearity};
/// let a = [1.0, 2.0, 3.0, 4.0].map(Some);
/// let b = [1.0, 2.0, 3.0, 5.0].map(Some);
/// let both = Observations::of_columns(&[&a, &b]).unwrap();
/// let vif = collinearity(&both, &[0, 1]).unwrap().vif;
/// assert!((vif[0].as_ref().unwrap() - 29.1666666666666667).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `linear_regression` (VIF, R) and `collinearity` of the reference cases (numpy).
///
/// # References
/// Belsley, Kuh & Welsch, *Regression Diagnostics* (1980).
///
/// # Errors
/// [`NotComputable::NotGiven`] without predictors, [`NotComputable::TooFew`] below
/// two complete respondents, [`NotComputable::NoSpread`] where all are constant.
pub fn collinearity(observations: &Observations, predictors: &[usize]) -> Outcome<Collinearity> {
    let first = *predictors
        .first()
        .ok_or(NotComputable::not_given("predictors"))?;
    let (rows, missing) = complete(observations, first, predictors)?;
    // Any predictor with spread serves as outcome: VIF does not depend on it.
    let places = 1..rows.variables();
    let spread = places.clone().find(|&p| rows.sample(p).units().len() > 1);
    let mut order = vec![spread.ok_or(NotComputable::NoSpread)?];
    order.extend(places);
    let equations = solve(&rows.complete(&order))?;
    let vif = equations.slopes.iter().enumerate().map(|(place, slope)| {
        let dropped = NotComputable::Collinear { variable: place };
        slope.as_ref().map(|s| s.inflation).ok_or(dropped)
    });
    let vif: Vec<Outcome<f64>> = vif.collect();
    let kept: Vec<usize> = (1..)
        .zip(&vif)
        .filter(|(_, vif)| vif.is_ok())
        .map(|(place, _)| place)
        .collect();
    Ok(Collinearity {
        tolerance: vif.iter().map(|vif| vif.clone().map(|v| 1.0 / v)).collect(),
        vif,
        dimensions: dimensions(&rows, &kept),
        n: rows.n(),
        missing,
    })
}

fn dimensions(rows: &Observations, kept: &[usize]) -> Vec<Dimension> {
    let weights = counts(rows);
    let mut columns = vec![vec![1.0; weights.len()]];
    columns.extend(kept.iter().map(|&place| {
        let cell = |row: Vec<Option<f64>>| row.get(place).copied().flatten().unwrap_or(0.0);
        rows.values().map(|(row, _)| cell(row)).collect()
    }));
    for column in &mut columns {
        let length = super::design_matrix::inner(&weights, column, column).sqrt();
        column.iter_mut().for_each(|x| *x /= length);
    }
    // The singular values of the columns: their squares lose no digits as the
    // eigenvalues of the products would.
    let roots: Vec<f64> = weights.iter().map(|w| w.sqrt()).collect();
    let matrix = DMatrix::from_fn(weights.len(), columns.len(), |i, j| {
        let cell = columns.get(j).and_then(|column| column.get(i));
        cell.copied().unwrap_or(0.0) * roots.get(i).copied().unwrap_or(0.0)
    });
    let triangle = matrix.qr().r();
    let Some(decomposed) = triangle.try_svd(false, true, f64::EPSILON, 1000) else {
        return Vec::new();
    };
    let Some(vectors) = decomposed.v_t else {
        return Vec::new();
    };
    let values: Vec<f64> = decomposed.singular_values.iter().map(|s| s * s).collect();
    let largest = values.iter().copied().fold(0.0, f64::max);
    let part = |k: usize, j: usize| -> f64 {
        let vector = vectors.get((j, k)).copied().unwrap_or(0.0);
        vector * vector / values.get(j).copied().unwrap_or(1.0)
    };
    let sums: Vec<f64> = (0..columns.len())
        .map(|k| (0..values.len()).map(|j| part(k, j)).sum())
        .collect();
    let mut found: Vec<Dimension> = values
        .iter()
        .enumerate()
        .map(|(j, value)| Dimension {
            eigenvalue: *value,
            condition_index: (largest / value).sqrt(),
            variance_shares: sums
                .iter()
                .enumerate()
                .map(|(k, s)| part(k, j) / s)
                .collect(),
        })
        .filter(|d| {
            d.condition_index.is_finite() && d.variance_shares.iter().all(|s| s.is_finite())
        })
        .collect();
    found.sort_by(|a, b| b.eigenvalue.total_cmp(&a.eigenvalue));
    found
}

/// Collinearity of each predictor and of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Collinearity {
    /// One per predictor in their order.
    pub vif: Vec<Outcome<f64>>,
    pub tolerance: Vec<Outcome<f64>>,
    /// Falling eigenvalues; those of predictors left out are not among them.
    pub dimensions: Vec<Dimension>,
    pub n: u64,
    pub missing: u64,
}

/// One eigenvalue of the scaled columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    pub eigenvalue: f64,
    pub condition_index: f64,
    /// Of the intercept's and each kept predictor's variance.
    pub variance_shares: Vec<f64>,
}
