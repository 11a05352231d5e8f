use super::respondent::answers;
use super::variable::Dimension;
use crate::stats::{
    ConvergentValidity, CorrelationMatrix, HeterotraitMonotrait, NotComputable, Observations,
    Outcome, convergent_validity, heterotrait_monotrait,
};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Whether the items of each dimension belong together, and whether the dimensions
/// are different things, over the respondents who answered every item of all of them.
/// The methods are on the cards of [`convergent_validity`] and
/// [`heterotrait_monotrait`]; the correlations are those of the sums of the items
/// (Pearson), which Fornell and Larcker's rule holds against the AVE.
pub fn constructs(responses: &Responses, dimensions: &[Dimension]) -> Constructs {
    let place = |id: &String| responses.items.iter().position(|item| item.id == *id);
    let mut positions: Vec<usize> = Vec::new();
    let mut parts: Vec<Vec<usize>> = Vec::new();
    for dimension in dimensions {
        let own = dimension.items.iter().filter_map(place);
        let columns = own.map(|position| {
            let known = positions.iter().position(|p| *p == position);
            known.unwrap_or_else(|| {
                positions.push(position);
                positions.len() - 1
            })
        });
        parts.push(columns.collect());
    }
    let all = answers(responses, &positions);
    let columns: Vec<usize> = (0..positions.len()).collect();
    let complete = all.complete(&columns);
    let each = dimensions.iter().zip(&parts);
    let each = each.map(|(dimension, part)| Construct {
        name: dimension.name.clone(),
        items: dimension.items.clone(),
        validity: CorrelationMatrix::of(&complete.complete(part))
            .and_then(|matrix| convergent_validity(&matrix)),
        cross: part
            .iter()
            .map(|item| crossed(&complete, *item, &parts))
            .collect(),
    });
    let two = (0..parts.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    let pairs = two.filter_map(|(first, second)| {
        let (one, other) = (parts.get(first)?, parts.get(second)?);
        Some(ConstructPair {
            first,
            second,
            correlation: of_sums(&complete, one, other),
            htmt: ratio(&complete, one, other),
        })
    });
    Constructs {
        n: complete.n(),
        missing: all.n().saturating_sub(complete.n()),
        dimensions: each.collect(),
        pairs: pairs.collect(),
    }
}

/// How an item goes with the sum of every dimension, of its own with that of its
/// other items.
fn crossed(complete: &Observations, item: usize, parts: &[Vec<usize>]) -> Vec<Outcome<f64>> {
    let others = parts.iter().map(|part| {
        let others: Vec<usize> = part.iter().copied().filter(|at| *at != item).collect();
        of_sums(complete, &[item], &others)
    });
    others.collect()
}

/// The correlation of the sums of two lists of columns.
fn of_sums(complete: &Observations, one: &[usize], other: &[usize]) -> Outcome<f64> {
    let patterns = complete.patterns().iter().map(|(row, count)| {
        let sum = |part: &[usize]| -> Option<i128> {
            let cells = part.iter().map(|&at| row.get(at).copied().flatten());
            cells.sum()
        };
        (Box::from([sum(one), sum(other)]), *count)
    });
    let sums = Observations::of_patterns(vec![0, 0], patterns.collect());
    let matrix = CorrelationMatrix::of(&sums)?;
    let first = matrix.rows().first().and_then(|row| row.get(1));
    first
        .copied()
        .ok_or_else(|| NotComputable::not_given("dimensions"))
}

/// HTMT from the items of the two dimensions alone, so that an item without spread
/// elsewhere does not take it away.
fn ratio(complete: &Observations, one: &[usize], other: &[usize]) -> Outcome<HeterotraitMonotrait> {
    let mut columns = one.to_vec();
    columns.extend(other.iter().filter(|column| !one.contains(column)));
    let places = |part: &[usize]| -> Vec<usize> {
        let place = |column: &usize| columns.iter().position(|c| c == column);
        part.iter().filter_map(place).collect()
    };
    let matrix = CorrelationMatrix::of(&complete.complete(&columns))?;
    heterotrait_monotrait(&matrix, &places(one), &places(other))
}

/// Result of [`constructs`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Constructs {
    /// Respondents who answered every item of all dimensions, and the others.
    pub n: u64,
    pub missing: u64,
    pub dimensions: Vec<Construct>,
    /// Every two of them.
    pub pairs: Vec<ConstructPair>,
}

/// A dimension as something that is measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Construct {
    pub name: String,
    /// Ids of its items, in the order of the loadings.
    pub items: Vec<String>,
    pub validity: Outcome<ConvergentValidity>,
    /// Of each item its correlation with the sum of every dimension, without the item
    /// itself (cross-loadings of sums for scores).
    pub cross: Vec<Vec<Outcome<f64>>>,
}

/// Two dimensions by their places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConstructPair {
    pub first: usize,
    pub second: usize,
    /// Pearson's, of the sums of their items.
    pub correlation: Outcome<f64>,
    pub htmt: Outcome<HeterotraitMonotrait>,
}

impl Constructs {
    /// Names and HTMT of every two dimensions whose ratio, whatever its sign, reaches a
    /// limit.
    pub fn hardly_two(&self, limit: f64) -> impl Iterator<Item = (&str, &str, f64)> {
        let name = |at: usize| self.dimensions.get(at).map_or("", |d| d.name.as_str());
        self.pairs.iter().filter_map(move |pair| {
            let ratio = pair.htmt.as_ref().ok()?.ratio;
            let two = (name(pair.first), name(pair.second), ratio);
            (ratio.abs() >= limit).then_some(two)
        })
    }

    /// What joins two dimensions, in either order.
    pub fn pair(&self, one: usize, other: usize) -> Option<&ConstructPair> {
        let (first, second) = (one.min(other), one.max(other));
        let mut pairs = self.pairs.iter();
        pairs.find(|pair| (pair.first, pair.second) == (first, second))
    }

    /// The items, by dimension and place, that go with another dimension at least as
    /// well as with their own; none where a number is missing.
    pub fn crossing(&self) -> Option<Vec<(usize, usize)>> {
        let mut all = Vec::new();
        for (own, dimension) in self.dimensions.iter().enumerate() {
            for (place, row) in dimension.cross.iter().enumerate() {
                let sizes: Result<Vec<f64>, _> =
                    row.iter().map(|r| r.as_ref().map(|r| r.abs())).collect();
                let sizes = sizes.ok()?;
                let with_own = sizes.get(own).copied()?;
                let mut others = sizes.iter().enumerate().filter(|(at, _)| *at != own);
                if others.any(|(_, other)| *other >= with_own) {
                    all.push((own, place));
                }
            }
        }
        Some(all)
    }

    /// Whether the root of a dimension's AVE exceeds, in size, its correlation with
    /// every other one (Fornell and Larcker); none where a number is missing.
    pub fn stands_apart(&self, at: usize) -> Option<bool> {
        let own = self.dimensions.get(at)?.validity.as_ref().ok()?;
        let root = libm::sqrt(own.ave);
        let others = (0..self.dimensions.len()).filter(|other| *other != at);
        let mut apart = true;
        for other in others {
            let r = self.pair(at, other)?.correlation.as_ref().ok()?;
            apart &= root > r.abs();
        }
        Some(apart)
    }
}
