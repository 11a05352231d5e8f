use super::{
    About, ComparisonOptions, Correlation, Entry, Finding, Target, compare, correlations, describe,
    reliability, validity,
};
use crate::stats::{Adjustment, NotComputable, Outcome, p_adjust};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// What was asked beyond the index.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    Describe,
    Reliability,
    Validity,
    /// Groups, by the header of their column.
    Compare {
        by: String,
        of: Target,
        options: ComparisonOptions,
    },
    Correlate(Correlation),
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

/// Answers a request from the responses that hold its columns.
pub fn answer(responses: &Responses, request: &Request, levels: Levels) -> Entry {
    let (about, outcome) = match request {
        Request::Describe => (
            About::Total,
            Ok(Finding::Description(Box::new(describe(
                responses,
                levels.confidence,
            )))),
        ),
        Request::Reliability => (
            About::Total,
            reliability(responses, levels.confidence)
                .map(|found| Finding::Reliability(Box::new(found))),
        ),
        Request::Validity => (
            About::Total,
            validity(responses, levels.alpha).map(|found| Finding::Validity(Box::new(found))),
        ),
        Request::Correlate(kind) => (
            About::Total,
            Ok(Finding::Correlations(Box::new(correlations(
                responses,
                *kind,
                levels.confidence,
            )))),
        ),
        Request::Compare { by, of, options } => (
            About::Question {
                of: of.clone(),
                by: by.clone(),
            },
            compared(responses, by, of, options),
        ),
    };
    Entry {
        about,
        outcome,
        adjusted: None,
    }
}

fn compared(
    responses: &Responses,
    by: &str,
    of: &Target,
    options: &ComparisonOptions,
) -> Outcome<Finding> {
    let mut groups = responses.groups.iter();
    let group = groups.position(|group| group.header == by);
    let group = group.ok_or(NotComputable::NotGiven {
        what: "group".to_owned(),
    })?;
    compare(responses, group, of, options).map(|found| Finding::Comparison(Box::new(found)))
}

/// Adjusts the p values of all questions together; says how many there were.
///
/// # Errors
/// Nothing that a p value from 0 to 1 can cause.
pub fn adjust(entries: &mut [Entry], policy: Policy) -> Outcome<Multiplicity> {
    let p: Vec<Option<f64>> = entries.iter().map(p_of).collect();
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

/// The p value of an entry that answers a question.
fn p_of(entry: &Entry) -> Option<f64> {
    match &entry.outcome {
        Ok(Finding::Comparison(comparison)) => {
            let test = comparison.test.as_ref().ok()?;
            test.as_test().p_value().ok()
        }
        _ => None,
    }
}
