use super::comoments::Comoments;
use super::eigen::inverse;
use super::{CorrelationMatrix, NotComputable, Observations, Outcome};
use serde::{Deserialize, Serialize};

/// Guttman's lower bounds of the reliability of a sum, from the covariances
/// (as SPSS) and from the correlations (as psych).
///
/// # Question
/// How reliable is the sum at least? λ3 is Cronbach's α; λ2 is never below it;
/// λ6 is better where items share much with some others only.
///
/// # Formula
/// On a matrix `M` with total `V`: `λ1 = 1 − Σm_jj/V`,
/// `λ2 = λ1 + √(k/(k−1)·Σm_ij²)/V`, `λ3 = λ1·k/(k−1)`,
/// `λ5 = λ1 + 2·√(max_j Σ_i m_ij²)/V` (i ≠ j), `λ6 = 1 − Σ m_jj(1 − smc_j)/V`,
/// smc the squared multiple correlation. λ4 is the split half of
/// [`super::split_half`] (`guttman`), which depends on the split.
///
/// # Assumes
/// As [`super::cronbach_alpha`], without equal loadings.
///
/// # When not
/// λ6 with few respondents and many items: the multiple correlations, and with
/// them the bound, are too high.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, guttman_lambda};
/// let a = [3.0, 4.0, 4.0, 2.0, 3.0].map(Some);
/// let b = [3.0, 4.0, 3.0, 2.0, 4.0].map(Some);
/// let bounds = guttman_lambda(&Observations::of_columns(&[&a, &b]).unwrap()).unwrap();
/// let by_covariance = bounds.covariance.unwrap();
/// assert!(by_covariance.lambda2 >= by_covariance.lambda3);
/// ```
///
/// # Checked against
/// `reliability` of the reference cases.
///
/// # References
/// Guttman (1945) Psychometrika 10.
///
/// # Errors
/// Fewer than two variables or respondents.
pub fn guttman_lambda(items: &Observations) -> Outcome<GuttmanLambda> {
    let moments = Comoments::enough(items, 2)?;
    let correlations = CorrelationMatrix::of_moments(&moments);
    // 1 − smc_j of the correlations serves both matrices.
    let unique: Outcome<Vec<f64>> = correlations.as_ref().map_err(Clone::clone).and_then(|r| {
        let (inverse, _) = inverse(&r.matrix())?;
        Ok(inverse.diagonal().iter().map(|d| 1.0 / d).collect())
    });
    Ok(GuttmanLambda {
        n: moments.n,
        missing: moments.missing,
        covariance: bounds(&moments.covariances(), &unique),
        correlation: correlations.and_then(|r| bounds(r.rows(), &unique)),
    })
}

fn bounds(matrix: &[Vec<f64>], unique: &Outcome<Vec<f64>>) -> Outcome<LambdaBounds> {
    let k = matrix.len() as f64;
    let total: f64 = matrix.iter().flatten().sum();
    let diagonal = || matrix.iter().enumerate().filter_map(|(i, row)| row.get(i));
    if total <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let squares = matrix.iter().enumerate().map(|(i, row)| {
        let others = row.iter().enumerate().filter(|(j, _)| *j != i);
        others.map(|(_, cell)| cell * cell).sum::<f64>()
    });
    let squares: Vec<f64> = squares.collect();
    let most = squares.iter().copied().fold(0.0, f64::max);
    let lambda1 = 1.0 - diagonal().sum::<f64>() / total;
    let all = squares.iter().sum::<f64>();
    Ok(LambdaBounds {
        lambda1,
        lambda2: lambda1 + libm::sqrt(k / (k - 1.0) * all) / total,
        lambda3: lambda1 * k / (k - 1.0),
        lambda5: lambda1 + 2.0 * libm::sqrt(most) / total,
        lambda6: unique.as_ref().map_err(Clone::clone).map(|unique| {
            let left = diagonal().zip(unique).map(|(own, unique)| own * unique);
            1.0 - left.sum::<f64>() / total
        }),
    })
}

/// Guttman's bounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuttmanLambda {
    pub n: u64,
    pub missing: u64,
    /// On the covariances (SPSS), the items as they are answered.
    pub covariance: Outcome<LambdaBounds>,
    /// On the correlations (psych), every item with the same spread.
    pub correlation: Outcome<LambdaBounds>,
}

/// The bounds on one matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LambdaBounds {
    pub lambda1: f64,
    pub lambda2: f64,
    pub lambda3: f64,
    pub lambda5: f64,
    /// Not computable where an item follows from the others.
    pub lambda6: Outcome<f64>,
}
