use super::variable::group;
use super::{
    About, ComparisonOptions, Correlation, CrosstabOptions, DesignColumns, Dimension, Entry,
    FactorOptions, Finding, IndexOptions, RegressionOptions, ResamplingOptions, RoutePolicy,
    Target, Variable, Waves, WeightedQuestions, compare, constructs, correlations, correlations_of,
    crosstab, describe, factors, gap, importance, intervals, kano, normality, paired,
    recommendation, regression, reliability, resampled, scale, trend, validity, weighted,
};
use crate::stats::{Adjustment, NotComputable, Outcome, p_adjust};
use crate::survey::{Listing, Responses};
use serde::{Deserialize, Serialize};

/// What was asked beyond the index.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Every item, the dimensions and the index.
    Describe(Vec<Dimension>),
    Reliability,
    Validity,
    /// Groups, by the header of their column.
    Compare {
        by: String,
        of: Target,
        options: ComparisonOptions,
    },
    Correlate(Correlation),
    /// Two values of each respondent.
    CorrelateTwo {
        first: Target,
        second: Target,
        kind: Correlation,
    },
    Crosstab {
        rows: Variable,
        columns: Variable,
        options: CrosstabOptions,
    },
    Regress {
        outcome: Variable,
        predictors: Vec<Variable>,
        options: RegressionOptions,
    },
    /// Over the periods of a column.
    Trend {
        by: String,
        of: Target,
        /// The first period after an event.
        event: Option<String>,
    },
    /// The same respondents twice.
    Pair {
        before: Target,
        after: Target,
        policy: RoutePolicy,
    },
    /// Validity and reliability of a dimension, or of all items.
    Scale(Option<Dimension>),
    Normality(Target),
    SuccessiveIntervals,
    /// Ids of items in pairs.
    /// One value of the same respondents in two waves.
    Waves {
        waves: Box<Waves>,
        of: Target,
        policy: RoutePolicy,
    },
    Importance {
        performance: Vec<String>,
        importance: Vec<String>,
    },
    Gap {
        perception: Vec<String>,
        expectation: Vec<String>,
        dimensions: Vec<Dimension>,
    },
    /// Which items go together, by their ids.
    Factors {
        items: Vec<String>,
        options: FactorOptions,
    },
    /// Whether the items of each dimension belong together, and the dimensions apart.
    Constructs(Vec<Dimension>),
    /// Ids of items in pairs: how if it is there, how if it is not.
    Kano {
        functional: Vec<String>,
        dysfunctional: Vec<String>,
    },
    /// The net promoter score of a question on 0 to 10.
    Recommendation(Variable),
    /// Means, and comparisons of groups, with weights, strata and clusters.
    Weighted {
        columns: DesignColumns,
        questions: Box<WeightedQuestions>,
    },
    /// The bootstrap of the index in total and per value of these group columns,
    /// and of the item means.
    Bootstrap {
        by: Vec<String>,
        index: IndexOptions,
        options: ResamplingOptions,
    },
}

/// How p values of several questions are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    #[default]
    Holm,
    BenjaminiHochberg,
    None,
}

/// One policy for all questions of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Multiplicity {
    pub policy: Policy,
    /// Questions with a p value.
    pub tests: u64,
}

/// Coverage of the intervals, and the level of critical values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Levels {
    pub confidence: f64,
    pub alpha: f64,
}

impl Default for Levels {
    fn default() -> Self {
        Levels {
            confidence: 0.95,
            alpha: 0.05,
        }
    }
}

/// Answers a request from the responses that hold its columns, and the rows where
/// their order matters.
pub fn answer(
    responses: &Responses,
    listing: Option<&Listing>,
    request: &Request,
    levels: Levels,
) -> Entry {
    Entry {
        about: about(request),
        outcome: found(responses, listing, request, levels),
        adjusted: None,
    }
}

fn about(request: &Request) -> About {
    match request {
        Request::Compare { by, of, .. } | Request::Trend { by, of, .. } => About::Question {
            of: of.clone(),
            by: by.clone(),
        },
        Request::Waves { waves, of, .. } => About::Question {
            of: of.clone(),
            by: waves.by.clone(),
        },
        Request::Crosstab { rows, columns, .. } => About::Together {
            of: vec![rows.clone(), columns.clone()],
        },
        Request::CorrelateTwo { first, second, .. } => About::Together {
            of: [first, second].map(|t| Variable::Value(t.clone())).into(),
        },
        Request::Recommendation(of) => About::Together {
            of: vec![of.clone()],
        },
        Request::Pair { before, after, .. } => About::Together {
            of: [before, after].map(|t| Variable::Value(t.clone())).into(),
        },
        Request::Regress {
            outcome,
            predictors,
            ..
        } => About::Model {
            outcome: outcome.clone(),
            predictors: predictors.clone(),
        },
        _ => About::Total,
    }
}

fn found(
    responses: &Responses,
    listing: Option<&Listing>,
    request: &Request,
    levels: Levels,
) -> Outcome<Finding> {
    let confidence = levels.confidence;
    Ok(match request {
        Request::Describe(dimensions) => {
            Finding::Description(Box::new(describe(responses, dimensions, confidence)))
        }
        Request::Scale(dimension) => {
            let found = scale(responses, dimension.as_ref(), confidence, levels.alpha);
            Finding::Scale(Box::new(found))
        }
        Request::Normality(of) => Finding::Normality(Box::new(normality(responses, of))),
        Request::SuccessiveIntervals => Finding::SuccessiveIntervals {
            items: intervals(responses),
        },
        Request::Importance {
            performance,
            importance: wanted,
        } => Finding::Importance(Box::new(importance(responses, performance, wanted))),
        Request::Gap {
            perception,
            expectation,
            dimensions,
        } => Finding::Gap(Box::new(gap(
            responses,
            perception,
            expectation,
            dimensions,
        ))),
        Request::Factors { items, options } => {
            Finding::Factors(Box::new(factors(responses, items, options)))
        }
        Request::Constructs(dimensions) => {
            Finding::Constructs(Box::new(constructs(responses, dimensions)))
        }
        Request::Kano {
            functional,
            dysfunctional,
        } => Finding::Kano(Box::new(kano(responses, functional, dysfunctional))),
        Request::Recommendation(of) => {
            let found = recommendation(responses, of, confidence)?;
            Finding::Recommendation(Box::new(found))
        }
        Request::Weighted { columns, questions } => {
            let found = weighted(responses, columns, questions, confidence)?;
            Finding::Weighted(Box::new(found))
        }
        Request::Bootstrap { by, index, options } => {
            let places = by.iter().filter_map(|by| group(responses, by));
            let groups: Vec<usize> = places.map(|(place, _)| place).collect();
            let found = resampled(responses, &groups, index, *options, confidence);
            Finding::Bootstrap(Box::new(found))
        }
        other => asked(responses, listing, other, levels)?,
    })
}

/// What a question asks.
fn asked(
    responses: &Responses,
    listing: Option<&Listing>,
    request: &Request,
    levels: Levels,
) -> Outcome<Finding> {
    let confidence = levels.confidence;
    Ok(match request {
        Request::Reliability => Finding::Reliability(Box::new(reliability(responses, confidence)?)),
        Request::Validity => Finding::Validity(Box::new(validity(responses, levels.alpha)?)),
        Request::Correlate(kind) => {
            Finding::Correlations(Box::new(correlations(responses, *kind, confidence)))
        }
        Request::CorrelateTwo {
            first,
            second,
            kind,
        } => {
            let of = vec![first.clone(), second.clone()];
            Finding::Correlations(Box::new(correlations_of(responses, of, *kind, confidence)))
        }
        Request::Compare { by, of, options } => {
            let (group, _) =
                group(responses, by).ok_or_else(|| NotComputable::not_given("group"))?;
            Finding::Comparison(Box::new(compare(responses, group, of, options)?))
        }
        Request::Crosstab {
            rows,
            columns,
            options,
        } => Finding::Crosstab(Box::new(crosstab(responses, rows, columns, options)?)),
        Request::Regress {
            outcome,
            predictors,
            options,
        } => {
            let found = regression(responses, listing, outcome, predictors, options)?;
            Finding::Regression(Box::new(found))
        }
        Request::Trend { by, of, event } => {
            let (group, _) =
                group(responses, by).ok_or_else(|| NotComputable::not_given("period"))?;
            let found = trend(responses, group, of, event.as_deref(), confidence)?;
            Finding::Trend(Box::new(found))
        }
        Request::Pair {
            before,
            after,
            policy,
        } => Finding::Paired(Box::new(paired(
            responses, before, after, *policy, confidence,
        )?)),
        Request::Waves { waves, of, policy } => {
            let found = waves.compared(responses, of, *policy, confidence)?;
            Finding::Paired(Box::new(found))
        }
        _ => return Err(NotComputable::not_given("question")),
    })
}

/// Adjusts the p values of all questions together; says how many there were.
///
/// # Errors
/// Nothing that a p value from 0 to 1 can cause.
pub fn adjust(entries: &mut [Entry], policy: Policy) -> Outcome<Multiplicity> {
    let p: Vec<Option<f64>> = entries.iter().map(Entry::p).collect();
    let tests = p.iter().flatten().count() as u64;
    let method = match policy {
        Policy::Holm => Some(Adjustment::Holm),
        Policy::BenjaminiHochberg => Some(Adjustment::BenjaminiHochberg),
        Policy::None => None,
    };
    if let Some(method) = method.filter(|_| tests > 1) {
        for (entry, adjusted) in entries.iter_mut().zip(p_adjust(&p, method)?) {
            entry.adjusted = adjusted;
        }
    }
    Ok(Multiplicity { policy, tests })
}
