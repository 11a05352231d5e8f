use super::eigen::{in_order, inverse, rows};
use super::factor_likelihood::maximum_likelihood;
use super::principal_axis::principal_axis;
use super::{Caution, CorrelationMatrix, NotComputable, Outcome, chi_square_upper};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Exploratory factor analysis of a correlation matrix, unrotated.
///
/// # Question
/// Which few unseen qualities explain why the variables correlate?
///
/// # Formula
/// `R ≈ Λ·Λ' + Ψ`. Maximum likelihood minimises
/// `ln|Σ| + tr(RΣ⁻¹) − ln|R| − k`, as R's factanal with uniquenesses of at least
/// 0.005 and at most one, and has a test of fit,
/// `χ² = (n − 1 − (2k + 5)/6 − 2m/3)·F` with `((k − m)² − k − m)/2` degrees of
/// freedom (Bartlett's correction). Principal axis starts from squared multiple
/// correlations and repeats the eigen-decomposition until no communality moves
/// by 1e-13: the least-squares solution, that of minres.
///
/// # Assumes
/// Linear relations, enough respondents (a common rule: five or ten a variable);
/// for the test of ML normal answers, for scales of few levels an
/// approximation. Polychoric correlations may be given.
///
/// # When not
/// Fewer than three variables. A uniqueness of 0 (a Heywood case, told as a
/// caution) means too many factors or too few respondents.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, Extraction, factor_analysis};
/// // one factor with loadings 0.9, 0.8 and 0.7
/// let rows = [[1.0, 0.72, 0.63], [0.72, 1.0, 0.56], [0.63, 0.56, 1.0]].map(Vec::from);
/// let found = CorrelationMatrix::of_rows(&rows).unwrap();
/// let found = factor_analysis(&found, 100, 1, Extraction::MaximumLikelihood).unwrap();
/// assert!((found.loadings[0][0] - 0.9).abs() < 1e-9);
/// ```
///
/// # Checked against
/// `efa_ml`, `efa_paf_minres` of the reference cases (R factanal; psych).
///
/// # References
/// Jöreskog (1967) Psychometrika 32; Lawley & Maxwell (1971) Factor Analysis as
/// a Statistical Method; Harman & Jones (1966) Psychometrika 31.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for 0 factors or more than can be told apart;
/// [`NotComputable::TooFewVariables`] below three; [`NotComputable::Singular`];
/// [`NotComputable::NotConverged`] for a principal axis without end: the
/// variables have no such factors.
pub fn factor_analysis(
    correlations: &CorrelationMatrix,
    n: u64,
    factors: usize,
    extraction: Extraction,
) -> Outcome<FactorAnalysis> {
    let variables = correlations.variables();
    if variables < 3 {
        let (variables, needed) = (variables as u64, 3);
        return Err(NotComputable::TooFewVariables { variables, needed });
    }
    let df = degrees_of_freedom(variables, factors);
    let most = match extraction {
        Extraction::MaximumLikelihood if df.is_none() => 0,
        _ => variables - 1,
    };
    if factors == 0 || factors > most {
        let what = "factors".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let matrix = correlations.matrix();
    let (inverse, _) = inverse(&matrix)?;
    let unique: Vec<f64> = inverse.diagonal().iter().map(|d| 1.0 / d).collect();
    let found = match extraction {
        Extraction::MaximumLikelihood => maximum_likelihood(&matrix, &unique, factors)?,
        Extraction::PrincipalAxis => principal_axis(&matrix, &unique, factors)?,
    };
    let loadings = in_order(&found.loadings);
    let fit = match extraction {
        Extraction::MaximumLikelihood => fit_test(found.objective, n, variables, factors, df),
        Extraction::PrincipalAxis => Err(NotComputable::not_given("likelihood")),
    };
    let squares = |j: usize| loadings.column(j).iter().map(|l| l * l).sum::<f64>();
    let sums_of_squares: Vec<f64> = (0..factors).map(squares).collect();
    Ok(FactorAnalysis {
        n,
        shares: sums_of_squares
            .iter()
            .map(|s| s / variables as f64)
            .collect(),
        sums_of_squares,
        communalities: found.uniquenesses.iter().map(|u| 1.0 - u).collect(),
        loadings: rows(&loadings),
        objective: found.objective,
        df,
        fit,
        cautions: cautions(&found),
        uniquenesses: found.uniquenesses,
    })
}

/// What a way of extraction finds.
pub(super) struct Extracted {
    pub(super) uniquenesses: Vec<f64>,
    pub(super) loadings: DMatrix<f64>,
    pub(super) objective: f64,
    pub(super) iterations: u64,
    pub(super) converged: bool,
    /// The least uniqueness a way of extraction allows.
    pub(super) bound: f64,
}

fn cautions(found: &Extracted) -> Vec<Caution> {
    let at_bound = found
        .uniquenesses
        .iter()
        .zip(0..)
        .filter(|(u, _)| **u <= found.bound);
    let variables: Vec<u64> = at_bound.map(|(_, place)| place).collect();
    let mut cautions = Vec::new();
    if !variables.is_empty() {
        cautions.push(Caution::Heywood { variables });
    }
    if !found.converged {
        let iterations = found.iterations;
        cautions.push(Caution::NotConverged { iterations });
    }
    cautions
}

/// `((k − m)² − k − m)/2`; `None` below 0.
fn degrees_of_freedom(variables: usize, factors: usize) -> Option<u64> {
    let left = variables.checked_sub(factors)? as u64;
    let square = left.checked_mul(left)?;
    Some(square.checked_sub(variables as u64 + factors as u64)? / 2)
}

fn fit_test(
    objective: f64,
    n: u64,
    variables: usize,
    factors: usize,
    df: Option<u64>,
) -> Outcome<FactorFit> {
    let df = df
        .filter(|df| *df > 0)
        .ok_or(NotComputable::out_of_range("df"))?;
    let (k, m) = (variables as f64, factors as f64);
    let factor = n as f64 - 1.0 - (2.0 * k + 5.0) / 6.0 - 2.0 * m / 3.0;
    if factor <= 0.0 {
        let needed = n
            .saturating_add(libm::ceil(-factor) as u64)
            .saturating_add(1);
        return Err(NotComputable::TooFew { n, needed });
    }
    let chi_square = factor * objective;
    let p = chi_square_upper(chi_square, df as f64);
    Ok(FactorFit {
        chi_square,
        df,
        p: p.ok_or(NotComputable::out_of_range("df"))?,
    })
}

/// How factors are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extraction {
    /// Maximum likelihood.
    MaximumLikelihood,
    /// Principal axis, iterated to the least-squares (minres) solution.
    PrincipalAxis,
}

/// Factors, unrotated: columns in falling order of their sums of squares, each
/// turned so that its loadings do not sum to less than 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorAnalysis {
    pub n: u64,
    /// A row per variable, a column per factor. For [`super::varimax`] and
    /// [`super::promax`].
    pub loadings: Vec<Vec<f64>>,
    pub uniquenesses: Vec<f64>,
    pub communalities: Vec<f64>,
    /// Of each factor, and their shares of the variance of all variables.
    pub sums_of_squares: Vec<f64>,
    pub shares: Vec<f64>,
    /// What the extraction minimises, at its end.
    pub objective: f64,
    /// `((k − m)² − k − m)/2`: correlations beyond the numbers estimated; `None`
    /// below 0. At 0 any correlations fit.
    pub df: Option<u64>,
    /// The test that so many factors suffice; of maximum likelihood only.
    pub fit: Outcome<FactorFit>,
    pub cautions: Vec<Caution>,
}

/// Test of fit of the factors: a small p says that they do not suffice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorFit {
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
}
