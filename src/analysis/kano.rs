use crate::stats::{CrossTable, Kano, NotComputable, Outcome, kano as of_pairs};
use crate::survey::{Item, Responses};
use serde::{Deserialize, Serialize};

/// Kano's categories of qualities, each asked twice: how if it is there
/// (functional), how if it is not (dysfunctional). Items have five levels, the
/// highest is the best answer ("like"). The method is on the card of
/// [`crate::stats::kano`].
pub fn kano(responses: &Responses, functional: &[String], dysfunctional: &[String]) -> KanoPairs {
    let pairs = functional.iter().zip(dysfunctional);
    KanoPairs {
        pairs: pairs
            .map(|(with, without)| pair(responses, with, without))
            .collect(),
    }
}

fn pair(responses: &Responses, with: &str, without: &str) -> KanoPair {
    let (mut counts, mut n) = (vec![0_u64; LEVELS * LEVELS], 0_u64);
    let both = five(responses, with).zip(five(responses, without));
    if let Some((first, second)) = both {
        for pattern in &responses.patterns {
            let place = |(at, item): (usize, &Item)| {
                let code = pattern.codes.get(at).copied().flatten()?;
                usize::try_from(item.max - code).ok()
            };
            let cell = place(first).zip(place(second));
            if let Some(slot) = cell.and_then(|(r, c)| counts.get_mut(r * LEVELS + c)) {
                *slot = slot.saturating_add(pattern.count);
                n = n.saturating_add(pattern.count);
            }
        }
    }
    let table = CrossTable::new(LEVELS, LEVELS, counts);
    KanoPair {
        functional: with.to_owned(),
        dysfunctional: without.to_owned(),
        n,
        missing: responses.n().saturating_sub(n),
        found: match both {
            Some(_) => table
                .ok_or(NotComputable::NoAnswers)
                .and_then(|table| of_pairs(&table)),
            None => Err(NotComputable::not_given("five_levels")),
        },
    }
}

const LEVELS: usize = 5;

/// An item of five levels with its position.
fn five<'a>(responses: &'a Responses, id: &str) -> Option<(usize, &'a Item)> {
    let mut items = responses.items.iter().enumerate();
    let found = items.find(|(_, item)| item.id == id)?;
    (i32::from(found.1.max) - i32::from(found.1.min) == 4).then_some(found)
}

/// Result of [`kano`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KanoPairs {
    pub pairs: Vec<KanoPair>,
}

/// A quality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KanoPair {
    /// Ids of its two items.
    pub functional: String,
    pub dysfunctional: String,
    /// Respondents who answered both, and the others.
    pub n: u64,
    pub missing: u64,
    pub found: Outcome<Kano>,
}
