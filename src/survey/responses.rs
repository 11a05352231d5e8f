use super::{GroupRole, Words};
use serde::{Deserialize, Serialize};

/// Distinct coded answer patterns and how often each occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct Responses {
    /// In file order.
    pub items: Vec<Item>,
    /// In file order.
    pub groups: Vec<Group>,
    /// Distinct patterns in a fixed order.
    pub patterns: Vec<Response>,
}

/// An item as it was found in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub code: String,
    /// Column of the sheet from 0, and its header.
    pub column: u32,
    pub header: String,
    pub name: Words,
    /// Codes run from `min` to `max`; `labels` names all of them.
    pub min: i16,
    pub max: i16,
    pub labels: Vec<Words>,
    /// Weight as an exact fraction.
    pub weight: (i64, i64),
}

/// A characteristic of respondents with its values in the order to print.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    pub role: GroupRole,
    pub header: String,
    pub column: u32,
    /// Values after folding case and spelling; unused boxes of the form too.
    pub values: Vec<Words>,
}

/// One distinct pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Response {
    /// A code per item; none is missing.
    pub codes: Box<[Option<i16>]>,
    /// Position in each group's values; none is blank.
    pub groups: Box<[Option<u32>]>,
    pub count: u64,
}

/// How often each level of an item was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequencies {
    /// The code of the first level.
    pub min: i16,
    /// Answers per level, unused levels too.
    pub counts: Vec<u64>,
    pub missing: u64,
}

impl Frequencies {
    /// Answers given.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Sum of the codes.
    pub fn sum(&self) -> i64 {
        self.counts
            .iter()
            .zip(i64::from(self.min)..)
            .map(|(&count, code)| {
                i64::try_from(count)
                    .unwrap_or(i64::MAX)
                    .saturating_mul(code)
            })
            .sum()
    }
}

impl Responses {
    /// Respondents.
    pub fn n(&self) -> u64 {
        self.patterns.iter().map(|p| p.count).sum()
    }

    /// The frequencies of one item by its position; none for a position that
    /// does not exist.
    pub fn frequencies(&self, item: usize) -> Option<Frequencies> {
        let spec = self.items.get(item)?;
        let levels = usize::try_from(spec.max - spec.min).ok()? + 1;
        let mut counts = vec![0; levels];
        let mut missing = 0;
        for pattern in &self.patterns {
            let level = pattern.codes.get(item).copied().flatten();
            let slot = level
                .and_then(|code| usize::try_from(code - spec.min).ok())
                .and_then(|level| counts.get_mut(level));
            match slot {
                Some(slot) => *slot += pattern.count,
                None => missing += pattern.count,
            }
        }
        Some(Frequencies {
            min: spec.min,
            counts,
            missing,
        })
    }

    /// The responses of each value of a group, by position in its values;
    /// blank last (`None`). Values without respondents are included.
    pub fn split(&self, group: usize) -> Vec<(Option<u32>, Responses)> {
        let _ = group;
        todo!()
    }

    /// Both together; `None` when items or groups differ.
    pub fn merge(self, other: Responses) -> Option<Responses> {
        let _ = other;
        todo!()
    }
}
