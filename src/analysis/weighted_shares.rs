use super::respondent::Target;
use super::variable::{Variable, group};
use crate::stats::Design;
use crate::survey::{Response, Responses, Words};
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
}

/// The shares of a variable that stands at a place of the design; none for what is
/// neither an item nor a characteristic, and where nobody has a value.
pub(super) fn shares(
    responses: &Responses,
    design: &Design,
    (of, at): (&Variable, usize),
) -> Option<WeightedShares> {
    let counts: Vec<(i64, u64)> = match of {
        Variable::Value(Target::Item(id)) => {
            let place = responses.items.iter().position(|item| item.id == *id)?;
            let found = responses.frequencies(place)?;
            (i64::from(found.min)..).zip(found.counts).collect()
        }
        Variable::Group(header) => {
            let (place, spec) = group(responses, header)?;
            let of = |pattern: &Response| pattern.groups.get(place).copied().flatten();
            let mut counts = vec![0_u64; spec.values.len()];
            for pattern in &responses.patterns {
                let value = of(pattern).and_then(|value| usize::try_from(value).ok());
                if let Some(count) = value.and_then(|value| counts.get_mut(value)) {
                    *count += pattern.count;
                }
            }
            (0..).zip(counts).collect()
        }
        Variable::Value(_) => return None,
    };
    let spec = match of {
        Variable::Group(header) => group(responses, header).map(|(_, spec)| spec),
        Variable::Value(_) => None,
    };
    let named = |code: i64| spec?.values.get(usize::try_from(code).ok()?).cloned();
    let levels = counts.into_iter().map(|(code, n)| {
        Some(WeightedShare {
            code,
            value: named(code),
            n,
            share: design.share(at, code as f64)?,
        })
    });
    Some(WeightedShares {
        of: of.clone(),
        levels: levels.collect::<Option<_>>()?,
    })
}
