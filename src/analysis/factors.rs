use super::respondent::answers;
use crate::stats::{
    BartlettSphericity, Caution, CorrelationMatrix, Extraction, FactorAnalysis, FactorFit,
    NotComputable, Observations, Outcome, ParallelAnalysis, PrincipalComponents, SamplingAdequacy,
    bartlett_sphericity, factor_analysis, parallel_analysis, principal_components, promax,
    sampling_adequacy, varimax,
};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Which items go together, as a thesis shows construct validity: whether they can
/// be factored at all, how many factors stand out, and the rotated loadings, over
/// the respondents who answered every item. The methods are on the cards of
/// [`sampling_adequacy`], [`bartlett_sphericity`], [`parallel_analysis`],
/// [`factor_analysis`], [`principal_components`], [`varimax`] and [`promax`].
/// Where the correlations cannot be computed every part says why.
pub fn factors(responses: &Responses, items: &[String], options: &FactorOptions) -> Factors {
    let at = |id: &String| responses.items.iter().position(|item| item.id == *id);
    let positions: Vec<usize> = items.iter().filter_map(at).collect();
    let all = answers(responses, &positions);
    let columns: Vec<usize> = (0..positions.len()).collect();
    let complete: Observations = all.complete(&columns);
    let n = complete.n();
    let matrix = CorrelationMatrix::of(&complete);
    let matrix = matrix.as_ref().map_err(Clone::clone);
    let parallel = matrix
        .clone()
        .and_then(|matrix| parallel_analysis(matrix, n, options.replicates, options.seed));
    let (number, rule) = match options.factors {
        Some(asked) => (asked, FactorRule::Asked),
        None => match &parallel {
            Ok(found) if found.by_p95 > 0 => (found.by_p95, FactorRule::Parallel),
            _ => (1, FactorRule::One),
        },
    };
    Factors {
        items: items.to_vec(),
        n,
        missing: all.n().saturating_sub(n),
        adequacy: matrix.clone().and_then(sampling_adequacy),
        sphericity: matrix
            .clone()
            .and_then(|matrix| bartlett_sphericity(matrix, n)),
        components: matrix
            .clone()
            .and_then(|matrix| principal_components(matrix, 1)),
        parallel,
        extraction: options.extraction,
        rotation: options.rotation,
        number,
        rule,
        solution: matrix.and_then(|matrix| solution(matrix, n, number, options)),
    }
}

/// The factors of so many, rotated.
fn solution(
    matrix: &CorrelationMatrix,
    n: u64,
    number: u64,
    options: &FactorOptions,
) -> Outcome<FactorSolution> {
    let count = usize::try_from(number).unwrap_or(usize::MAX);
    let extract = |extraction| factor_analysis(matrix, n, count, extraction);
    let found = match options.extraction {
        FactorExtraction::MaximumLikelihood => extract(Extraction::MaximumLikelihood)?.into(),
        FactorExtraction::Minres => extract(Extraction::PrincipalAxis)?.into(),
        FactorExtraction::Components => components(principal_components(matrix, count)?),
    };
    rotated(found, options.rotation)
}

/// Components as factors: what each explains is its eigenvalue.
fn components(found: PrincipalComponents) -> FactorSolution {
    let count = found.loadings.first().map_or(0, Vec::len);
    let none = NotComputable::NotGiven {
        what: "likelihood".to_owned(),
    };
    let sums_of_squares = found.eigenvalues.into_iter().take(count).collect();
    let both = (found.loadings, found.communalities);
    unrotated(both, sums_of_squares, Err(none), Vec::new())
}

impl From<FactorAnalysis> for FactorSolution {
    fn from(found: FactorAnalysis) -> Self {
        let both = (found.loadings, found.communalities);
        unrotated(both, found.sums_of_squares, found.fit, found.cautions)
    }
}

/// Loadings and communalities as they were extracted.
fn unrotated(
    (loadings, communalities): (Vec<Vec<f64>>, Vec<f64>),
    sums_of_squares: Vec<f64>,
    fit: Outcome<FactorFit>,
    cautions: Vec<Caution>,
) -> FactorSolution {
    FactorSolution {
        loadings,
        communalities,
        sums_of_squares,
        shares: Vec::new(),
        structure: None,
        correlations: None,
        fit,
        cautions,
    }
}

/// Turned as asked; one factor has nothing to turn.
fn rotated(mut found: FactorSolution, rotation: Rotation) -> Outcome<FactorSolution> {
    let variables = found.loadings.len().max(1) as f64;
    let several = found.loadings.first().is_some_and(|row| row.len() > 1);
    match rotation {
        Rotation::Varimax if several => {
            let turned = varimax(&found.loadings)?;
            found.loadings = turned.loadings;
            found.sums_of_squares = turned.sums_of_squares;
        }
        Rotation::Promax if several => {
            let turned = promax(&found.loadings, POWER)?;
            found.sums_of_squares = explained(&turned.pattern, &turned.structure);
            found.loadings = turned.pattern;
            found.structure = Some(turned.structure);
            found.correlations = Some(turned.correlations);
        }
        _ => {}
    }
    let sums = found.sums_of_squares.iter();
    found.shares = sums.map(|sum| sum / variables).collect();
    Ok(found)
}

/// κ of promax, as in R and SPSS.
const POWER: f64 = 4.0;

/// What each of correlated factors explains: the sums over the items of pattern
/// times structure, which together are the communalities.
fn explained(pattern: &[Vec<f64>], structure: &[Vec<f64>]) -> Vec<f64> {
    let count = pattern.first().map_or(0, Vec::len);
    let product = |j: usize| {
        let both = pattern.iter().zip(structure);
        both.filter_map(|(p, s)| Some(p.get(j)? * s.get(j)?)).sum()
    };
    (0..count).map(product).collect()
}

/// How factors are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FactorOptions {
    pub extraction: FactorExtraction,
    pub rotation: Rotation,
    /// How many; none: as many as stand out from chance.
    pub factors: Option<u64>,
    /// Random data sets of the parallel analysis, and where their draws start.
    pub replicates: usize,
    pub seed: u64,
}

impl Default for FactorOptions {
    fn default() -> Self {
        FactorOptions {
            extraction: FactorExtraction::default(),
            rotation: Rotation::default(),
            factors: None,
            replicates: 1_000,
            seed: 1,
        }
    }
}

/// How factors are extracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorExtraction {
    /// Least squares, needs no normal answers.
    #[default]
    Minres,
    MaximumLikelihood,
    /// Principal components, the default of SPSS.
    Components,
}

/// How factors are turned to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Factors stay uncorrelated.
    #[default]
    Varimax,
    /// Factors may correlate.
    Promax,
    None,
}

/// Why so many factors were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorRule {
    /// The user said so.
    Asked,
    /// Eigenvalues above the 95th percentile of random data.
    Parallel,
    /// None stands out, or it cannot be told: one is shown.
    One,
}

/// Result of [`factors`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factors {
    /// Ids of the items.
    pub items: Vec<String>,
    /// Respondents who answered all of them, and the others.
    pub n: u64,
    pub missing: u64,
    pub adequacy: Outcome<SamplingAdequacy>,
    pub sphericity: Outcome<BartlettSphericity>,
    /// The eigenvalues of all components; `above_mean` is Kaiser's number.
    pub components: Outcome<PrincipalComponents>,
    pub parallel: Outcome<ParallelAnalysis>,
    pub extraction: FactorExtraction,
    pub rotation: Rotation,
    pub number: u64,
    pub rule: FactorRule,
    pub solution: Outcome<FactorSolution>,
}

/// Factors of items, rotated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorSolution {
    /// A row per item, a column per factor; of promax the pattern.
    pub loadings: Vec<Vec<f64>>,
    pub communalities: Vec<f64>,
    /// Of each factor after rotation, and as shares of the variance of all items.
    pub sums_of_squares: Vec<f64>,
    pub shares: Vec<f64>,
    /// Correlations of items and factors, and of the factors; of promax only.
    pub structure: Option<Vec<Vec<f64>>>,
    pub correlations: Option<Vec<Vec<f64>>>,
    /// Test that so many factors suffice; of maximum likelihood only.
    pub fit: Outcome<FactorFit>,
    pub cautions: Vec<Caution>,
}
