use super::comoments::Comoments;
use super::cronbach_alpha::standardized;
use super::eigen::inverse;
use super::{CorrelationMatrix, NotComputable, Observations, Outcome};
use serde::{Deserialize, Serialize};

/// α from the covariances of all pairs, each over those who have both.
///
/// # Question
/// As [`super::cronbach_alpha`], keeping respondents who left something blank.
///
/// # Formula
/// The covariance of two items over those who answered both, the variance of
/// an item over those who answered it; then as [`super::cronbach_alpha`].
/// `λ6 = 1 − Σ(1 − smc) / Σr` on the correlations `s_ij / √(s_ii·s_jj)`.
///
/// # Assumes
/// Blanks that have nothing to do with the answers.
///
/// # When not
/// Where many are blank: the covariances then belong to different people, and
/// together may be those of nobody. No interval is given, as there is no one n.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, cronbach_alpha_pairwise};
/// let a = [Some(3.0), Some(4.0), Some(4.0), Some(2.0), None];
/// let b = [Some(3.0), Some(4.0), Some(3.0), Some(2.0), Some(4.0)];
/// let items = Observations::of_columns(&[&a, &b]).unwrap();
/// let alpha = cronbach_alpha_pairwise(&items).unwrap();
/// assert_eq!((alpha.least_n, alpha.most_n), (4, 5));
/// ```
///
/// # Checked against
/// `alpha_pairwise` of the reference cases (psych::alpha on data with blanks).
///
/// # References
/// Revelle (2022) psych, R package.
///
/// # Errors
/// As [`super::cronbach_alpha`]; [`NotComputable::TooFew`] where a pair has fewer than
/// two respondents.
pub fn cronbach_alpha_pairwise(items: &Observations) -> Outcome<PairwiseAlpha> {
    let size = items.variables();
    if size < 2 {
        let variables = size as u64;
        return Err(NotComputable::TooFewVariables {
            variables,
            needed: 2,
        });
    }
    let (mut least_n, mut most_n) = (u64::MAX, 0);
    let mut covariances = vec![vec![0.0; size]; size];
    for (i, row) in covariances.iter_mut().enumerate() {
        for (j, cell) in row.iter_mut().enumerate() {
            let pair = Comoments::of_variables(items, &[i, j]);
            if pair.n < 2 {
                return Err(NotComputable::TooFew {
                    n: pair.n,
                    needed: 2,
                });
            }
            (least_n, most_n) = (least_n.min(pair.n), most_n.max(pair.n));
            *cell = pair.covariance(&pair.about(0, 1));
        }
    }
    let k = size as f64;
    let total: f64 = covariances.iter().flatten().sum();
    let variances: Vec<f64> = covariances
        .iter()
        .zip(0..)
        .filter_map(|(row, i): (_, usize)| row.get(i).copied())
        .collect();
    if total <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let correlations = scaled_to_one(&covariances, &variances);
    Ok(PairwiseAlpha {
        least_n,
        most_n,
        alpha: k / (k - 1.0) * (1.0 - variances.iter().sum::<f64>() / total),
        standardized: correlations
            .clone()
            .and_then(|r| standardized(r.mean(), size)),
        lambda6: correlations.and_then(|r| lambda6(&r)),
    })
}

fn scaled_to_one(covariances: &[Vec<f64>], variances: &[f64]) -> Outcome<CorrelationMatrix> {
    let constant = variances.iter().zip(0..).filter(|(v, _)| **v <= 0.0);
    let variables: Vec<u64> = constant.map(|(_, i)| i).collect();
    if !variables.is_empty() {
        return Err(NotComputable::Constant { variables });
    }
    let row = |(row, own): (&Vec<f64>, &f64)| -> Vec<f64> {
        let cells = row.iter().zip(variables_sd(variances));
        cells
            .map(|(cell, sd)| cell / (libm::sqrt(*own) * sd))
            .collect()
    };
    CorrelationMatrix::of_rows(
        &covariances
            .iter()
            .zip(variances)
            .map(row)
            .collect::<Vec<_>>(),
    )
}

fn variables_sd(variances: &[f64]) -> impl Iterator<Item = f64> + '_ {
    variances.iter().map(|v| libm::sqrt(*v))
}

fn lambda6(correlations: &CorrelationMatrix) -> Outcome<f64> {
    let (inverse, _) = inverse(&correlations.matrix())?;
    let unique: f64 = inverse.diagonal().iter().map(|d| 1.0 / d).sum();
    let total: f64 = correlations.rows().iter().flatten().sum();
    match total > 0.0 {
        true => Ok(1.0 - unique / total),
        false => Err(NotComputable::NoSpread),
    }
}

/// α from pairwise covariances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairwiseAlpha {
    /// Respondents of the smallest and of the largest pair.
    pub least_n: u64,
    pub most_n: u64,
    pub alpha: f64,
    pub standardized: Outcome<f64>,
    /// Guttman's λ6 on the correlations.
    pub lambda6: Outcome<f64>,
}
