use super::assumptions::{Assumptions, assumptions};
use super::variable::{Variable, observations};
use crate::stats::{
    Coding, DesignColumn, LinearRegression, LogisticOptions, LogisticRegression, NotComputable,
    Observations, OrdinalOptions, OrdinalRegression, Outcome, Predictor, design_columns,
    linear_regression, logistic_regression, ordinal_regression,
};
use crate::survey::{Listing, Responses, Words};
use serde::{Deserialize, Serialize};

/// What a regression was asked with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegressionOptions {
    /// A model the user fixed.
    pub model: Option<ModelKind>,
    pub confidence: f64,
}

/// The kind of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelKind {
    LinearRegression,
    LogisticRegression,
    OrdinalRegression,
}

/// Why a model was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelRule {
    /// The user fixed it.
    Fixed,
    /// The outcome is a sum or a mean.
    Sum,
    /// The outcome has two values.
    TwoValues,
    /// The outcome has several values in order.
    OrderedValues,
}

/// What an outcome depends on.
///
/// # Question
/// How does an outcome change with several predictors, each at fixed values of the
/// others?
///
/// # Formula
/// Least squares for sums, means and the index; binary logistic for an outcome of
/// two values, whose second is the event; proportional odds for one answer of
/// several levels. Characteristics become columns of 0 and 1 against their first
/// value that occurs. Respondents who lack one of the values are left out.
///
/// # Assumes
/// What the assumptions beside a linear model look at.
///
/// # When not
/// An outcome of several values without order; the same respondents twice.
///
/// # Example
/// ```
/// use tridharma::analysis::{RegressionOptions, Target, Variable, regression};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let index = Variable::Value(Target::Index);
/// let options = RegressionOptions { model: None, confidence: 0.95 };
/// assert!(regression(&responses, None, &index, &[], &options).is_err());
/// ```
///
/// # Checked against
/// `linear_regression`, `logistic_regression`, `ordinal_logit` of the reference
/// cases (R).
///
/// # References
/// Those on the cards of the models.
///
/// # Errors
/// [`NotComputable::NotGiven`] without predictors or for an outcome without
/// order; those of the model.
pub fn regression(
    responses: &Responses,
    listing: Option<&Listing>,
    outcome: &Variable,
    predictors: &[Variable],
    options: &RegressionOptions,
) -> Outcome<Regression> {
    if predictors.is_empty() {
        return Err(NotComputable::not_given("predictors"));
    }
    let mut variables = vec![outcome.clone()];
    variables.extend_from_slice(predictors);
    let all = observations(responses, &variables);
    let complete = all.complete(&(0..variables.len()).collect::<Vec<_>>());
    let (rule, kind) = route(responses, outcome, &complete, options.model)?;
    let (design, columns) = design_columns(&complete, 0, &predictors_of(predictors))?;
    let missing = all.n().saturating_sub(complete.n());
    let terms = terms(responses, &variables, &columns);
    let event = complete.sample(0).units().last().map(|(units, _)| *units);
    let model = match kind {
        ModelKind::LinearRegression => {
            let slopes: Vec<usize> = (1..=terms.len()).collect();
            let model = linear_regression(&design, 0, &slopes, options.confidence)?;
            let looked = assumptions(responses, listing, &variables, &design, &model);
            Model::LinearRegression {
                model: Box::new(model),
                assumptions: Box::new(looked),
            }
        }
        other => of_odds(other, &design, terms.len(), event, options.confidence)?,
    };
    Ok(Regression {
        outcome: outcome.clone(),
        predictors: predictors.to_vec(),
        references: references(responses, &complete, predictors),
        event: match kind {
            ModelKind::LogisticRegression => event.and_then(|e| name_of(responses, outcome, e)),
            _ => None,
        },
        rule,
        terms,
        n: complete.n(),
        missing,
        model,
    })
}

/// Outcome and columns of the respondents who have all of them, as a linear model
/// takes them.
pub(super) fn linear_design(
    responses: &Responses,
    outcome: &Variable,
    predictors: &[Variable],
) -> Outcome<Observations> {
    let mut variables = vec![outcome.clone()];
    variables.extend_from_slice(predictors);
    let all = observations(responses, &variables);
    let complete = all.complete(&(0..variables.len()).collect::<Vec<_>>());
    let (design, _) = design_columns(&complete, 0, &predictors_of(predictors))?;
    Ok(design)
}

/// What each column of the design stands for.
fn terms(responses: &Responses, variables: &[Variable], columns: &[DesignColumn]) -> Vec<Term> {
    let first = columns.iter().filter_map(|column| column.parts.first());
    first
        .map(|(variable, level)| Term {
            predictor: variable.saturating_sub(1),
            value: level.and_then(|level| name_of(responses, variables.get(*variable)?, level)),
            number: level.and_then(|level| u32::try_from(level + 1).ok()),
        })
        .collect()
}

/// A model of odds: of an event, or of higher answers.
fn of_odds(
    kind: ModelKind,
    design: &Observations,
    columns: usize,
    event: Option<i128>,
    confidence: f64,
) -> Outcome<Model> {
    let slopes: Vec<usize> = (1..=columns).collect();
    if kind == ModelKind::OrdinalRegression {
        let options = OrdinalOptions {
            confidence,
            ..OrdinalOptions::default()
        };
        let found = ordinal_regression(design, 0, &slopes, options)?;
        return Ok(Model::OrdinalRegression(Box::new(found)));
    }
    let event = event.ok_or(NotComputable::NoAnswers)?;
    let options = LogisticOptions {
        confidence,
        ..LogisticOptions::default()
    };
    let found = logistic_regression(design, 0, event as f64, &slopes, options)?;
    Ok(Model::LogisticRegression(Box::new(found)))
}

/// The model that fits the outcome.
fn route(
    responses: &Responses,
    outcome: &Variable,
    complete: &Observations,
    fixed: Option<ModelKind>,
) -> Outcome<(ModelRule, ModelKind)> {
    let sum = outcome.categories(responses).is_none();
    if let Some(kind) = fixed {
        if sum && kind != ModelKind::LinearRegression {
            return Err(NotComputable::not_given("categories"));
        }
        return Ok((ModelRule::Fixed, kind));
    }
    if sum {
        return Ok((ModelRule::Sum, ModelKind::LinearRegression));
    }
    let levels = complete.sample(0).units().len();
    match levels {
        2 => Ok((ModelRule::TwoValues, ModelKind::LogisticRegression)),
        _ if outcome.is_ordered(responses) => {
            Ok((ModelRule::OrderedValues, ModelKind::OrdinalRegression))
        }
        _ => Err(NotComputable::not_given("order")),
    }
}

fn predictors_of(predictors: &[Variable]) -> Vec<Predictor> {
    let one = |(at, variable): (usize, &Variable)| match variable {
        Variable::Value(_) => Predictor::Numeric { variable: at },
        Variable::Group(_) => Predictor::Factor {
            variable: at,
            coding: Coding::TreatmentFirst,
        },
    };
    (1..).zip(predictors).map(one).collect()
}

/// The name of a category by its units.
fn name_of(responses: &Responses, variable: &Variable, units: i128) -> Option<Words> {
    let min = match variable {
        Variable::Value(super::Target::Item(id)) => {
            let item = responses.items.iter().find(|item| item.id == *id)?;
            i128::from(item.min)
        }
        _ => 0,
    };
    let at = usize::try_from(units - min).ok()?;
    variable.categories(responses)?.get(at).cloned()
}

/// The value the others of a characteristic are compared with, per predictor.
fn references(
    responses: &Responses,
    complete: &Observations,
    predictors: &[Variable],
) -> Vec<Option<Words>> {
    let first = |(at, variable): (usize, &Variable)| match variable {
        Variable::Value(_) => None,
        Variable::Group(_) => {
            let units = complete.sample(at).units().first()?.0;
            name_of(responses, variable, units)
        }
    };
    (1..).zip(predictors).map(first).collect()
}

/// Result of [`regression`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Regression {
    pub outcome: Variable,
    pub predictors: Vec<Variable>,
    /// The value a characteristic's others are compared with.
    pub references: Vec<Option<Words>>,
    /// The value whose odds a logistic model is about.
    pub event: Option<Words>,
    pub rule: ModelRule,
    /// One per slope.
    pub terms: Vec<Term>,
    /// Respondents who have every value, and who lack one.
    pub n: u64,
    pub missing: u64,
    pub model: Model,
}

/// What a slope belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Position among the predictors.
    pub predictor: usize,
    /// The value of a characteristic, and its number in its column from 1.
    pub value: Option<Words>,
    pub number: Option<u32>,
}

/// A model with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Model {
    LinearRegression {
        model: Box<LinearRegression>,
        assumptions: Box<Assumptions>,
    },
    LogisticRegression(Box<LogisticRegression>),
    OrdinalRegression(Box<OrdinalRegression>),
}

impl Model {
    /// p of the whole model: the question it answers.
    pub fn p(&self) -> Outcome<f64> {
        match self {
            Model::LinearRegression { model, .. } => {
                model.f.as_ref().map(|f| f.p).map_err(Clone::clone)
            }
            Model::LogisticRegression(model) => Ok(model.likelihood_ratio.p),
            Model::OrdinalRegression(model) => Ok(model.likelihood_ratio.p),
        }
    }
}
