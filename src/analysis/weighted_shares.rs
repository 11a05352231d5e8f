use super::respondent::Target;
use super::variable::{Variable, group};
use crate::stats::{Design, Interval, NotComputable, Outcome, design_share};
use crate::survey::{Responses, Words};
use serde::{Deserialize, Serialize};

/// How the population that the weights stand for answers an item, or is made up of the
/// values of a characteristic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedShares {
    pub of: Variable,
    /// In their order, unused ones too.
    pub levels: Vec<WeightedShare>,
}

/// One answer, or one value of a characteristic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedShare {
    /// The code of the answer, or the position of the value.
    pub code: i64,
    /// The value of a characteristic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Words>,
    /// Respondents, each counted once.
    pub n: u64,
    /// Of those who have an answer or a value, with weights (0–1).
    pub share: f64,
    /// Of the share; none of 0 and of all.
    #[serde(default = "unknown")]
    pub interval: Outcome<Interval>,
}

/// In studies kept before there were intervals.
fn unknown() -> Outcome<Interval> {
    Err(NotComputable::not_given("interval"))
}

/// The shares of a variable that stands at a place of the design; none for what is
/// neither an item nor a characteristic, and where nobody has a value.
pub(super) fn shares(
    responses: &Responses,
    design: &Design,
    (of, at): (&Variable, usize),
    confidence: f64,
) -> Option<WeightedShares> {
    let levels: Vec<(i64, Option<Words>)> = match of {
        Variable::Value(Target::Item(id)) => {
            let item = responses.items.iter().find(|item| item.id == *id)?;
            let codes = i64::from(item.min)..=i64::from(item.max);
            codes.map(|code| (code, None)).collect()
        }
        Variable::Group(header) => {
            let values = group(responses, header)?.1.values.iter();
            (0..).zip(values.cloned().map(Some)).collect()
        }
        Variable::Value(_) => return None,
    };
    let levels = levels.into_iter().map(|(code, value)| {
        let found = design_share(design, at, code as f64, confidence).ok()?;
        Some(WeightedShare {
            code,
            value,
            n: found.n,
            share: found.share,
            interval: found.interval,
        })
    });
    Some(WeightedShares {
        of: of.clone(),
        levels: levels.collect::<Option<_>>()?,
    })
}
