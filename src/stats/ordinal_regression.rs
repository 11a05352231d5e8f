use super::likelihood_ratio::{LikelihoodRatio, PseudoRSquared, compared};
use super::newton::{Maximum, maximise, solvable};
use super::ordinal_model::OrdinalModel;
use super::wald::{OddsCoefficient, WaldTest};
use super::{
    Caution, Effect, HypothesisTest, Link, NotComputable, Observations, Outcome, Sizes, Statistic,
};
use nalgebra::DVector;
use serde::{Deserialize, Serialize};

/// Ordinal regression: the cumulative model, by default with proportional odds.
///
/// # Question
/// How do the odds of a higher answer change with each predictor while the others
/// stay?
///
/// # Formula
/// `F⁻¹(P(Y ≤ j)) = θⱼ − b'x` with the logistic `F` by default (the sign of R
/// `clm`/`polr` and SPSS PLUM: positive b, higher answers), by maximum likelihood
/// with Newton's steps; `SE` from the inverse observed information; Wald z; odds
/// ratio `e^b`; likelihood ratio against thresholds alone; Cox and Snell,
/// Nagelkerke, McFadden.
///
/// # Assumes
/// The same b at every threshold (parallel lines); independent respondents.
/// Levels nobody gave do not count.
///
/// # When not
/// Two answers: `logistic_regression`. Many levels at equal distances:
/// `linear_regression`.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, OrdinalOptions, ordinal_regression};
/// let service = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0].map(Some);
/// let answer = [1.0, 2.0, 1.0, 3.0, 2.0, 3.0, 2.0, 3.0].map(Some);
/// let both = Observations::of_columns(&[&answer, &service]).unwrap();
/// let found = ordinal_regression(&both, 0, &[1], OrdinalOptions::default()).unwrap();
/// assert!(found.slopes[0].as_ref().unwrap().odds_ratio > 1.0);
/// assert_eq!(found.thresholds.unwrap().len(), 2);
/// ```
///
/// # Checked against
/// `ordinal_logit` of the reference cases (R `ordinal::clm`, `MASS::polr`).
///
/// # References
/// McCullagh, *Journal of the Royal Statistical Society B* 42 (1980) 109.
///
/// # Errors
/// [`NotComputable::NoAnswers`], [`NotComputable::NoSpread`] with one level or
/// constant predictors, [`NotComputable::OutOfRange`] for more than 100 levels or
/// an impossible confidence.
pub fn ordinal_regression(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
    options: OrdinalOptions,
) -> Outcome<OrdinalRegression> {
    if !(options.confidence > 0.0 && options.confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let model = OrdinalModel::of(observations, outcome, predictors, options.link)?;
    let start = model.start();
    let maximum = maximise(&model, start, None).ok_or(NotComputable::Singular)?;
    let n = model.n as f64;
    let shares = model.counts.iter().map(|c| c * libm::log(c / n));
    let null: f64 = shares.sum();
    let df = model.design.kept.len() as f64;
    let (likelihood_ratio, pseudo_r_squared) = compared(null, maximum.value, n, df)?;
    let parameters = maximum.parameters.len() as f64;
    let dropped = predictors.len().saturating_sub(model.design.kept.len());
    Ok(OrdinalRegression {
        n: model.n,
        missing: model.missing,
        levels: model.levels.clone(),
        counts: model.counts.iter().map(|c| *c as u64).collect(),
        thresholds: thresholds(&model, &maximum, options.confidence),
        slopes: slopes(&model, &maximum, options.confidence),
        link: options.link,
        confidence: options.confidence,
        log_likelihood: maximum.value,
        null_log_likelihood: null,
        likelihood_ratio,
        aic: -2.0 * maximum.value + 2.0 * parameters,
        bic: -2.0 * maximum.value + libm::log(n) * parameters,
        pseudo_r_squared,
        cautions: cautions(dropped as u64, &maximum),
    })
}

fn cautions(dropped: u64, maximum: &Maximum) -> Vec<Caution> {
    let dropped = (dropped > 0).then_some(Caution::Collinear { variables: dropped });
    let diverged = (!maximum.converged).then_some(Caution::NotConverged {
        iterations: maximum.iterations.into(),
    });
    dropped.into_iter().chain(diverged).collect()
}

/// What may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OrdinalOptions {
    pub link: Link,
    /// Coverage of the intervals; 0.95.
    pub confidence: f64,
}

impl Default for OrdinalOptions {
    fn default() -> Self {
        OrdinalOptions {
            link: Link::Logit,
            confidence: 0.95,
        }
    }
}

/// Estimate and standard error of a linear combination of the parameters.
fn combined(maximum: &Maximum, row: &DVector<f64>) -> Outcome<(f64, f64)> {
    if !maximum.converged {
        return Err(NotComputable::Separated);
    }
    let factor = solvable(&maximum.information).ok_or(NotComputable::Singular)?;
    let variance = row.dot(&factor.solve(row));
    Ok((row.dot(&maximum.parameters), variance.sqrt()))
}

fn thresholds(model: &OrdinalModel, maximum: &Maximum, confidence: f64) -> Outcome<Vec<WaldTest>> {
    let rows = model.threshold_rows();
    rows.iter()
        .map(|row| {
            let (estimate, error) = combined(maximum, row)?;
            WaldTest::of(estimate, error, confidence)
        })
        .collect()
}

fn slopes(
    model: &OrdinalModel,
    maximum: &Maximum,
    confidence: f64,
) -> Vec<Outcome<OddsCoefficient>> {
    let mut slopes: Vec<Outcome<OddsCoefficient>> = (0..model.design.centred.len())
        .map(|variable| Err(NotComputable::Collinear { variable }))
        .collect();
    for (row, &place) in model.slope_rows().iter().zip(&model.design.kept) {
        if let Some(slope) = slopes.get_mut(place) {
            *slope = combined(maximum, row)
                .and_then(|(estimate, error)| OddsCoefficient::of(estimate, error, confidence));
        }
    }
    slopes
}

/// An ordinal model with its tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdinalRegression {
    pub n: u64,
    pub missing: u64,
    /// Levels that occur, rising, and how many gave each.
    pub levels: Vec<f64>,
    pub counts: Vec<u64>,
    /// Between each level and the next.
    pub thresholds: Outcome<Vec<WaldTest>>,
    /// One per predictor in their order. The odds ratio has its meaning with the
    /// logit link only.
    pub slopes: Vec<Outcome<OddsCoefficient>>,
    pub link: Link,
    pub confidence: f64,
    pub log_likelihood: f64,
    pub null_log_likelihood: f64,
    pub likelihood_ratio: LikelihoodRatio,
    pub aic: f64,
    pub bic: f64,
    pub pseudo_r_squared: PseudoRSquared,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for OrdinalRegression {
    fn method(&self) -> &'static str {
        "ordinal_regression"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.likelihood_ratio.chi_square,
            df: vec![self.likelihood_ratio.df],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.likelihood_ratio.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "nagelkerke_r_squared".to_owned(),
            value: self.pseudo_r_squared.nagelkerke,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: self.counts.clone(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
