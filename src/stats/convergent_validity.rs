use super::factor_analysis::{Extraction, factor_analysis};
use super::{Caution, CorrelationMatrix, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// Average variance extracted (AVE) and composite reliability (CR) of the items of
/// one dimension.
///
/// # Question
/// Do the items of a dimension measure one thing, and most of them that thing
/// rather than error?
///
/// # Formula
/// λ and ψ are the loadings and uniquenesses of one factor by maximum likelihood,
/// of this dimension alone. `AVE = Σλ²/k`;
/// `CR = (Σλ)² / ((Σλ)² + Σψ)`, which is McDonald's ω of the standardised items.
///
/// # Assumes
/// One factor in the items; items worded the same way, or reversed before.
///
/// # When not
/// Fewer than three items: one factor of two items is not determined. A confirmatory
/// model of all dimensions together gives somewhat other loadings, PLS greater ones:
/// say which.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, convergent_validity};
/// // one factor with loadings 0.9, 0.8 and 0.7
/// let rows = [[1.0, 0.72, 0.63], [0.72, 1.0, 0.56], [0.63, 0.56, 1.0]].map(Vec::from);
/// let found = convergent_validity(&CorrelationMatrix::of_rows(&rows).unwrap()).unwrap();
/// assert!((found.ave - (0.81 + 0.64 + 0.49) / 3.0).abs() < 1e-9);
/// assert!((found.composite_reliability - 5.76 / (5.76 + 1.06)).abs() < 1e-9);
/// ```
///
/// # Checked against
/// `convergent_validity` of the reference cases (R factanal, lavaan).
///
/// # References
/// Fornell & Larcker (1981) Journal of Marketing Research 18, 39; Jöreskog (1971)
/// Psychometrika 36, 109.
///
/// # Errors
/// Those of [`factor_analysis`]; [`NotComputable::NoSpread`] where the loadings
/// cancel each other and nothing is unique.
pub fn convergent_validity(correlations: &CorrelationMatrix) -> Outcome<ConvergentValidity> {
    // n plays no part in the loadings.
    let found = factor_analysis(correlations, 0, 1, Extraction::MaximumLikelihood)?;
    let loadings: Vec<f64> = found.loadings.into_iter().flatten().collect();
    let squares: f64 = loadings.iter().map(|l| l * l).sum();
    let common = loadings.iter().sum::<f64>() * loadings.iter().sum::<f64>();
    let variance = common + found.uniquenesses.iter().sum::<f64>();
    if variance <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    Ok(ConvergentValidity {
        ave: squares / loadings.len() as f64,
        composite_reliability: common / variance,
        loadings,
        cautions: found.cautions,
    })
}

/// Convergent validity of one dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConvergentValidity {
    /// Standardised, in the order of the items; their sum is not below 0.
    pub loadings: Vec<f64>,
    /// From 0 to 1.
    pub ave: f64,
    /// From 0 to 1.
    pub composite_reliability: f64,
    pub cautions: Vec<Caution>,
}
