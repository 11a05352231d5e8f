use super::binary_model::{BinaryModel, logistic};
use super::classification::{Classification, area};
use super::hosmer_lemeshow::{HosmerLemeshow, RiskGroups};
use super::likelihood_ratio::{LikelihoodRatio, PseudoRSquared, compared};
use super::newton::{Maximum, solvable};
use super::reweighted::{StandardErrors, last_information};
use super::wald::OddsCoefficient;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Binary logistic regression by maximum likelihood.
///
/// # Question
/// How do the odds of an event change with each predictor while the others stay?
///
/// # Formula
/// `ln(p/(1 − p)) = a + b'x`, `ℓ = Σ[y·ln p + (1 − y)·ln(1 − p)]` maximised by
/// Newton's steps on orthogonal columns; `SE` from the inverse information, Wald
/// `z = b/SE`, `χ² = z²`, odds ratio `e^b` with `e^(b ± z·SE)`. Likelihood ratio
/// `2(ℓ − ℓ₀)`; Cox and Snell, Nagelkerke, McFadden; Hosmer and Lemeshow in both
/// groupings; area under the ROC curve with ties as half; classification at a cut.
///
/// The standard errors are those at the maximum; R's, which are those one step
/// before it, are there as an option and agree to about the root of its `epsilon`.
///
/// Where the predictors tell the events apart (`separation`) no finite estimate
/// exists: the likelihood and its ratio remain, the coefficients do not.
///
/// # Assumes
/// Independent respondents, log-odds linear in the predictors, about ten events
/// and ten non-events per predictor.
///
/// # When not
/// More than two ordered answers: `ordinal_regression`.
///
/// # Example
/// ```
/// use tridharma::stats::{LogisticOptions, Observations, logistic_regression};
/// let hours = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(Some);
/// let passed = [0.0, 0.0, 1.0, 0.0, 1.0, 1.0].map(Some);
/// let both = Observations::of_columns(&[&passed, &hours]).unwrap();
/// let found = logistic_regression(&both, 0, 1.0, &[1], LogisticOptions::default()).unwrap();
/// let slope = found.slopes[0].as_ref().unwrap();
/// assert!(found.separation.is_none() && slope.wald.estimate > 0.0);
/// ```
///
/// # Checked against
/// `logistic_regression` and `logistic_separation` of the reference cases (R
/// `glm`).
///
/// # References
/// Hosmer, Lemeshow & Sturdivant, *Applied Logistic Regression* (2013). Albert &
/// Anderson, *Biometrika* 71 (1984) 1 (separation).
///
/// # Errors
/// [`NotComputable::NoAnswers`], [`NotComputable::NoSpread`] without events, without
/// non-events or with constant predictors, [`NotComputable::OutOfRange`] for an
/// impossible confidence or cut.
pub fn logistic_regression(
    observations: &Observations,
    outcome: usize,
    event: f64,
    predictors: &[usize],
    options: LogisticOptions,
) -> Outcome<LogisticRegression> {
    options.check()?;
    let model = BinaryModel::of(observations, outcome, event, predictors)?;
    let maximum = model.fit()?;
    let separation = separation(&model, &maximum);
    let mut cautions = Vec::new();
    let dropped = predictors.len().saturating_sub(model.design.kept.len());
    if dropped > 0 {
        cautions.push(Caution::Collinear {
            variables: dropped as u64,
        });
    }
    if !maximum.converged {
        cautions.push(Caution::NotConverged {
            iterations: maximum.iterations.into(),
        });
    }
    let (n, events) = (model.n as f64, model.events.iter().sum::<f64>());
    let null = events * libm::log(events / n) + (n - events) * libm::log((n - events) / n);
    let df = model.design.kept.len() as f64;
    let (likelihood_ratio, pseudo) = compared(null, maximum.value, n, df)?;
    let patterns = probabilities(&model, &maximum);
    let (intercept, slopes) = coefficients(&model, &maximum, options);
    Ok(LogisticRegression {
        n: model.n,
        events: events as u64,
        missing: model.missing,
        intercept,
        slopes,
        separation,
        confidence: options.confidence,
        minus2_log_likelihood: -2.0 * maximum.value,
        null_minus2_log_likelihood: -2.0 * null,
        likelihood_ratio,
        aic: -2.0 * maximum.value + 2.0 * (df + 1.0),
        bic: -2.0 * maximum.value + libm::log(n) * (df + 1.0),
        pseudo_r_squared: pseudo,
        area_under_curve: area(&patterns),
        classification: Classification::at(options.cut, &patterns),
        hosmer_lemeshow: HosmerLemeshow::of(&patterns, RiskGroups::Deciles),
        hosmer_lemeshow_patterns: HosmerLemeshow::of(&patterns, RiskGroups::Patterns),
        cautions,
    })
}

/// What may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LogisticOptions {
    /// Coverage of the intervals; 0.95.
    pub confidence: f64,
    /// Probability from which an event is predicted; 0.5.
    pub cut: f64,
    pub standard_errors: StandardErrors,
}

impl Default for LogisticOptions {
    fn default() -> Self {
        LogisticOptions {
            confidence: 0.95,
            cut: 0.5,
            standard_errors: StandardErrors::AtMaximum,
        }
    }
}

impl LogisticOptions {
    fn check(&self) -> Outcome<()> {
        let out = |what: &str| NotComputable::out_of_range(what);
        match (self.confidence, self.cut) {
            (c, _) if !(c > 0.0 && c < 1.0) => Err(out("confidence")),
            (_, cut) if !(0.0..=1.0).contains(&cut) => Err(out("cut")),
            _ => Ok(()),
        }
    }
}

/// Whether and how the predictors tell events from non-events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separation {
    /// Every respondent: the likelihood tends to 1.
    Complete,
    /// All but those on the border between both.
    Quasi,
}

/// The direction in which the likelihood still rises tells events from
/// non-events, or nothing does.
fn separation(model: &BinaryModel, maximum: &Maximum) -> Option<Separation> {
    if maximum.converged {
        return None;
    }
    let direction = model.log_odds(&maximum.step);
    let largest = direction.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    let rows = direction
        .iter()
        .zip(&model.events)
        .zip(&model.design.weights);
    let strict = rows.clone().all(|((x, events), n)| {
        (*events <= 0.0 || *x > 1e-3 * largest) && (events >= n || *x < -1e-3 * largest)
    });
    match strict {
        true => Some(Separation::Complete),
        false => Some(Separation::Quasi),
    }
}

fn coefficients(
    model: &BinaryModel,
    maximum: &Maximum,
    options: LogisticOptions,
) -> (Outcome<OddsCoefficient>, Vec<Outcome<OddsCoefficient>>) {
    let factor = match maximum.converged {
        true => match options.standard_errors {
            StandardErrors::AtMaximum => solvable(&maximum.information),
            StandardErrors::LastWeights { epsilon } => {
                last_information(model, epsilon).and_then(|information| solvable(&information))
            }
        }
        .ok_or(NotComputable::Singular),
        false => Err(NotComputable::Separated),
    };
    let mut rows = model.back.iter().map(|row| {
        let factor = factor.as_ref().map_err(Clone::clone)?;
        let variance = row.dot(&factor.solve(row));
        let estimate = row.dot(&maximum.parameters);
        OddsCoefficient::of(estimate, variance.sqrt(), options.confidence)
    });
    let intercept = rows.next().unwrap_or(Err(NotComputable::Singular));
    let mut slopes: Vec<Outcome<OddsCoefficient>> = (0..model.design.centred.len())
        .map(|variable| Err(NotComputable::Collinear { variable }))
        .collect();
    for (row, &place) in rows.zip(&model.design.kept) {
        if let Some(slope) = slopes.get_mut(place) {
            *slope = row;
        }
    }
    (intercept, slopes)
}

/// Probability, respondents and events of every pattern.
fn probabilities(model: &BinaryModel, maximum: &Maximum) -> Vec<(f64, f64, f64)> {
    let log_odds = model.log_odds(&maximum.parameters);
    let counts = model.design.weights.iter().zip(&model.events);
    let rows = log_odds.iter().zip(counts);
    rows.map(|(x, (n, events))| (logistic(*x), *n, *events))
        .collect()
}

/// A binary logistic model with its tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogisticRegression {
    /// Complete respondents, those with the event, and those left out.
    pub n: u64,
    pub events: u64,
    pub missing: u64,
    pub intercept: Outcome<OddsCoefficient>,
    /// One per predictor in their order.
    pub slopes: Vec<Outcome<OddsCoefficient>>,
    /// The estimates do not exist, and why.
    pub separation: Option<Separation>,
    pub confidence: f64,
    pub minus2_log_likelihood: f64,
    pub null_minus2_log_likelihood: f64,
    pub likelihood_ratio: LikelihoodRatio,
    pub aic: f64,
    pub bic: f64,
    pub pseudo_r_squared: PseudoRSquared,
    pub area_under_curve: f64,
    pub classification: Classification,
    /// Groups cut at deciles (R).
    pub hosmer_lemeshow: Outcome<HosmerLemeshow>,
    /// Groups of whole patterns (SPSS, SAS).
    pub hosmer_lemeshow_patterns: Outcome<HosmerLemeshow>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for LogisticRegression {
    fn method(&self) -> &'static str {
        "logistic_regression"
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
            groups: vec![self.events, self.n.saturating_sub(self.events)],
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
