use super::comoments::Comoments;
use super::cronbach_alpha::standardized;
use super::factor_analysis::{Extraction, FactorAnalysis, factor_analysis};
use super::{Caution, CorrelationMatrix, NotComputable, Observations, Outcome};
use serde::{Deserialize, Serialize};

/// McDonald's ω of one factor, in the three ways programs compute it.
///
/// # Question
/// How much of the variance of the sum comes from the one thing that all items
/// measure, each as much as it does?
///
/// # Formula
/// `ω = (Σλ)² / ((Σλ)² + Σψ)`, λ and ψ the loadings and uniquenesses of one
/// factor: of the correlations by maximum likelihood, of the correlations by
/// minres, and of the covariances by maximum likelihood (λ and ψ times s and
/// s²), which is the reliability of the sum of the answers as they are (lavaan,
/// JASP). The last is the one to report for a sum of items.
///
/// # Assumes
/// One factor. α asks in addition for equal loadings, ω does not.
///
/// # When not
/// Items of several dimensions: then ω of each dimension. Fewer than three
/// items have no unique factor.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, omega};
/// let a = [3.0, 4.0, 4.0, 2.0, 3.0, 1.0, 4.0].map(Some);
/// let b = [3.0, 4.0, 3.0, 2.0, 4.0, 2.0, 4.0].map(Some);
/// let c = [2.0, 4.0, 4.0, 1.0, 3.0, 2.0, 3.0].map(Some);
/// let found = omega(&Observations::of_columns(&[&a, &b, &c]).unwrap()).unwrap();
/// assert!(found.covariance_ml.unwrap() > 0.8);
/// ```
///
/// # Checked against
/// `reliability` of the reference cases (R factanal, psych, lavaan).
///
/// # References
/// McDonald (1999) Test Theory; Revelle & Zinbarg (2009) Psychometrika 74.
///
/// # Errors
/// Fewer than three variables or two respondents; constant or dependent
/// variables.
pub fn omega(items: &Observations) -> Outcome<Omega> {
    let moments = Comoments::enough(items, 3)?;
    let correlations = CorrelationMatrix::of_moments(&moments)?;
    let likelihood = one_factor(&correlations, moments.n, Extraction::MaximumLikelihood);
    let squares = one_factor(&correlations, moments.n, Extraction::PrincipalAxis);
    let spread = (0..moments.variables()).map(|j| moments.covariance(&moments.about(j, j)));
    let spread: Vec<f64> = spread.map(libm::sqrt).collect();
    let even = vec![1.0; spread.len()];
    let of = |found: &Outcome<FactorAnalysis>, scale: &[f64]| {
        let found = found.as_ref().map_err(Clone::clone)?;
        total(found, scale)
    };
    let cautions = likelihood.as_ref().map(|found| found.cautions.clone());
    Ok(Omega {
        n: moments.n,
        missing: moments.missing,
        standardized_ml: of(&likelihood, &even),
        standardized_minres: of(&squares, &even),
        covariance_ml: of(&likelihood, &spread),
        cautions: cautions.unwrap_or_default(),
    })
}

/// α and ω from a correlation matrix: with polychoric correlations, ordinal α
/// and ordinal ω.
///
/// # Question
/// How reliable would the scale be, were its few answer levels cut from
/// continuous ones?
///
/// # Formula
/// α `k·r̄/(1 + (k − 1)·r̄)`; ω as [`omega`] on these correlations, by maximum
/// likelihood and by minres.
///
/// # Assumes
/// As [`super::cronbach_alpha`] and [`omega`], for the continuous variables
/// behind the answers, taken as normal.
///
/// # When not
/// As the reliability of the sum of the answers: it is that of a score nobody
/// has observed, and is mostly higher (Chalmers 2018). Report it beside α.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, reliability_of_correlations};
/// let rows = [[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]].map(Vec::from);
/// let found = reliability_of_correlations(&CorrelationMatrix::of_rows(&rows).unwrap()).unwrap();
/// assert_eq!(found.alpha, 0.75);
/// assert!((found.omega_ml.unwrap() - 0.75).abs() < 1e-9);
/// ```
///
/// # Checked against
/// `ordinal_reliability` of the reference cases (a second program on the same
/// correlations, `make/scales.py`).
///
/// # References
/// Zumbo, Gadermann & Zeisser (2007) Journal of Modern Applied Statistical
/// Methods 6; Chalmers (2018) Educational and Psychological Measurement 78.
///
/// # Errors
/// [`NotComputable::NoSpread`] where the correlations leave the sum no variance.
pub fn reliability_of_correlations(
    correlations: &CorrelationMatrix,
) -> Outcome<ReliabilityOfCorrelations> {
    let even = vec![1.0; correlations.variables()];
    let of = |extraction: Extraction| {
        // n plays no part in the loadings.
        total(&one_factor(correlations, 0, extraction)?, &even)
    };
    Ok(ReliabilityOfCorrelations {
        mean_correlation: correlations.mean(),
        alpha: standardized(correlations.mean(), correlations.variables())?,
        omega_ml: of(Extraction::MaximumLikelihood),
        omega_minres: of(Extraction::PrincipalAxis),
    })
}

fn one_factor(
    correlations: &CorrelationMatrix,
    n: u64,
    extraction: Extraction,
) -> Outcome<FactorAnalysis> {
    factor_analysis(correlations, n, 1, extraction)
}

fn total(found: &FactorAnalysis, scale: &[f64]) -> Outcome<f64> {
    let loadings = found.loadings.iter().flatten().zip(scale);
    let sum: f64 = loadings.map(|(l, s)| l * s).sum();
    let unique = found.uniquenesses.iter().zip(scale);
    let unique: f64 = unique.map(|(u, s)| u * s * s).sum();
    let variance = sum * sum + unique;
    match variance > 0.0 {
        true => Ok(sum * sum / variance),
        false => Err(NotComputable::NoSpread),
    }
}

/// ω of one factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Omega {
    pub n: u64,
    pub missing: u64,
    pub standardized_ml: Outcome<f64>,
    pub standardized_minres: Outcome<f64>,
    pub covariance_ml: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

/// Reliability from correlations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityOfCorrelations {
    pub mean_correlation: f64,
    pub alpha: f64,
    pub omega_ml: Outcome<f64>,
    pub omega_minres: Outcome<f64>,
}
