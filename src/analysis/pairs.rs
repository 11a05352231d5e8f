use super::route::GroupTest;
use crate::stats::{Outcome, Sample, dunn, games_howell, tukey_hsd};
use serde::{Deserialize, Serialize};

/// Every two groups, with p values adjusted for the number of pairs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairTable {
    pub method: PairMethod,
    pub pairs: Vec<Pair>,
}

/// How pairs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairMethod {
    /// Mean ranks, Holm's adjustment.
    DunnHolm,
    /// Means, unequal variances.
    GamesHowell,
    /// Means, equal variances.
    TukeyHsd,
}

impl PairMethod {
    /// What belongs to a test of all groups.
    pub fn of(test: GroupTest) -> PairMethod {
        match test {
            GroupTest::WelchAnova | GroupTest::WelchTTest => PairMethod::GamesHowell,
            GroupTest::AnovaOneway | GroupTest::StudentTTest => PairMethod::TukeyHsd,
            _ => PairMethod::DunnHolm,
        }
    }

    /// By its name on the command line.
    pub fn named(name: &str) -> Option<PairMethod> {
        match name {
            "dunn" => Some(PairMethod::DunnHolm),
            "games-howell" => Some(PairMethod::GamesHowell),
            "tukey" => Some(PairMethod::TukeyHsd),
            _ => None,
        }
    }
}

/// Two groups by their place among those compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub first: usize,
    pub second: usize,
    /// First minus second: of means, or of mean ranks.
    pub difference: f64,
    pub statistic: f64,
    /// Adjusted for all pairs.
    pub p: f64,
}

/// Compares every two groups.
pub(super) fn compare_pairs(
    method: PairMethod,
    groups: &[Sample],
    confidence: f64,
) -> Outcome<PairTable> {
    let found = match method {
        PairMethod::DunnHolm => return by_ranks(groups),
        PairMethod::GamesHowell => games_howell(groups, confidence)?,
        PairMethod::TukeyHsd => tukey_hsd(groups, confidence)?,
    };
    let pairs = found.into_iter().map(|pair| Pair {
        first: pair.first,
        second: pair.second,
        difference: pair.difference,
        statistic: pair.t,
        p: pair.p,
    });
    Ok(PairTable {
        method,
        pairs: pairs.collect(),
    })
}

fn by_ranks(groups: &[Sample]) -> Outcome<PairTable> {
    let found = dunn(groups)?;
    let pairs = found.pairs.iter().zip(&found.adjusted.holm);
    let pairs = pairs.map(|(pair, &p)| Pair {
        first: pair.first,
        second: pair.second,
        difference: pair.mean_rank_difference,
        statistic: pair.z,
        p,
    });
    Ok(PairTable {
        method: PairMethod::DunnHolm,
        pairs: pairs.collect(),
    })
}
