use super::respondent::Target;
use super::variable::Variable;
use crate::stats::{
    Design, DesignChiSquare, DesignCorrelation, DesignRegression, DesignSizes, NotComputable,
    Outcome, design_chi_square, design_correlation, design_regression, design_sizes,
};
use crate::survey::{Response, Responses, Words};
use serde::{Deserialize, Serialize};

/// What is asked with the design of the sample, beside the means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WeightedQuestions {
    /// What is compared, and the group column.
    pub groups: Vec<(Target, String)>,
    pub pairs: Vec<(Target, Target)>,
    pub tables: Vec<(Variable, Variable)>,
    /// An outcome and its predictors.
    pub models: Vec<(Variable, Vec<Variable>)>,
}

/// A column of the design: a variable, or whether a characteristic has one value.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    Of(Variable),
    Level(Variable, usize),
}

/// The value of a pattern, where it has one.
type Reader<'a> = Box<dyn Fn(&Response) -> Option<f64> + 'a>;

impl Wanted {
    /// What reads its value of each pattern.
    pub(super) fn reader<'a>(&'a self, responses: &'a Responses) -> Reader<'a> {
        match self {
            Wanted::Of(variable) => {
                let reader = variable.reader(responses);
                Box::new(move |pattern| reader.number(responses, pattern))
            }
            Wanted::Level(variable, level) => Box::new(move |pattern| {
                let category = variable.category(responses, pattern)?;
                Some(f64::from(u8::from(category == *level)))
            }),
        }
    }
}

/// A question with the places of its columns in the design.
pub(super) enum Asked {
    Pair {
        of: (Target, Target),
        at: usize,
    },
    Table {
        of: (Variable, Variable),
        at: usize,
    },
    Model {
        outcome: Variable,
        predictors: Vec<Variable>,
        terms: Vec<WeightedTerm>,
        at: usize,
        /// Why there is none.
        none: Option<NotComputable>,
    },
}

/// Puts the columns the questions need behind those already wanted.
pub(super) fn wish(
    responses: &Responses,
    questions: &WeightedQuestions,
    wanted: &mut Vec<Wanted>,
) -> Vec<Asked> {
    let mut asked = Vec::new();
    for (first, second) in &questions.pairs {
        asked.push(Asked::Pair {
            of: (first.clone(), second.clone()),
            at: wanted.len(),
        });
        wanted.extend([first, second].map(|of| Wanted::Of(Variable::Value(of.clone()))));
    }
    for (rows, columns) in &questions.tables {
        asked.push(Asked::Table {
            of: (rows.clone(), columns.clone()),
            at: wanted.len(),
        });
        wanted.extend([rows, columns].map(|of| Wanted::Of(of.clone())));
    }
    for (outcome, predictors) in &questions.models {
        let at = wanted.len();
        wanted.push(Wanted::Of(outcome.clone()));
        let mut terms = Vec::new();
        for predictor in predictors {
            for level in levels(responses, predictor) {
                let value = level.and_then(|level| name(responses, predictor, level));
                wanted.push(match level {
                    None => Wanted::Of(predictor.clone()),
                    Some(level) => Wanted::Level(predictor.clone(), level),
                });
                terms.push(WeightedTerm {
                    of: predictor.clone(),
                    value,
                });
            }
        }
        asked.push(Asked::Model {
            outcome: outcome.clone(),
            predictors: predictors.clone(),
            terms,
            at,
            none: not_a_sum(outcome),
        });
    }
    asked
}

/// A design has linear models here, and those are for sums and means.
fn not_a_sum(outcome: &Variable) -> Option<NotComputable> {
    match outcome {
        Variable::Value(of) if !of.is_ordinal() => None,
        _ => Some(NotComputable::not_given("design_form")),
    }
}

/// The columns of a predictor: itself, or one for each value that occurs but for the
/// first.
fn levels(responses: &Responses, predictor: &Variable) -> Vec<Option<usize>> {
    let Variable::Group(_) = predictor else {
        return vec![None];
    };
    let all = responses.patterns.iter();
    let mut used: Vec<usize> = all
        .filter_map(|pattern| predictor.category(responses, pattern))
        .collect();
    used.sort_unstable();
    used.dedup();
    used.into_iter().skip(1).map(Some).collect()
}

fn name(responses: &Responses, predictor: &Variable, level: usize) -> Option<Words> {
    predictor.categories(responses)?.get(level).cloned()
}

impl Asked {
    pub(super) fn answered(self, design: &Design, confidence: f64) -> WeightedAnswer {
        match self {
            Asked::Pair {
                of: (first, second),
                at,
            } => WeightedAnswer::Correlation {
                first,
                second,
                found: design_correlation(design, at, at + 1, confidence),
                sizes: design_sizes(design, &[at, at + 1]).ok(),
            },
            Asked::Table {
                of: (rows, columns),
                at,
            } => {
                let (first, second) = (design.levels(at), design.levels(at + 1));
                WeightedAnswer::Crosstab {
                    rows,
                    columns,
                    found: design_chi_square(design, at, &first, at + 1, &second),
                    sizes: design_sizes(design, &[at, at + 1]).ok(),
                }
            }
            Asked::Model {
                outcome,
                predictors,
                terms,
                at,
                none,
            } => {
                let last = at + terms.len();
                let slopes: Vec<usize> = (at + 1..=last).collect();
                let found = match none {
                    Some(why) => Err(why),
                    None => design_regression(design, at, &slopes, confidence),
                };
                WeightedAnswer::Regression {
                    outcome,
                    predictors,
                    terms,
                    sizes: design_sizes(design, &(at..=last).collect::<Vec<_>>()).ok(),
                    found,
                }
            }
        }
    }
}

/// An answer with the design of the sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum WeightedAnswer {
    Correlation {
        first: Target,
        second: Target,
        found: Outcome<DesignCorrelation>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sizes: Option<DesignSizes>,
    },
    /// Codes are those of the answers, and the positions of values of a group.
    Crosstab {
        rows: Variable,
        columns: Variable,
        found: Outcome<DesignChiSquare>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sizes: Option<DesignSizes>,
    },
    Regression {
        outcome: Variable,
        predictors: Vec<Variable>,
        /// Of each slope.
        terms: Vec<WeightedTerm>,
        found: Outcome<DesignRegression>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sizes: Option<DesignSizes>,
    },
}

/// What a slope is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedTerm {
    pub of: Variable,
    /// Of a characteristic: the value, against the first that occurs.
    pub value: Option<Words>,
}
