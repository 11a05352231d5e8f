use super::{NotComputable, Outcome, chi_square_upper};
use serde::{Deserialize, Serialize};

/// Hosmer and Lemeshow's test of a logistic model: observed against expected
/// events in groups of rising probability.
///
/// `χ² = Σ (O − E)²/(E(1 − E/n))` with as many degrees of freedom as groups less
/// two. How the groups are made decides the result, so both habits are there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HosmerLemeshow {
    pub groups: Vec<RiskGroup>,
    pub chi_square: f64,
    pub df: f64,
    pub p: f64,
}

/// One group of respondents with similar probabilities.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RiskGroup {
    pub n: u64,
    pub events: u64,
    pub expected: f64,
}

/// How respondents are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskGroups {
    /// Cut at the deciles of the probabilities, type 7; equal deciles are one
    /// (R).
    Deciles,
    /// Filled with whole patterns up to a tenth of the respondents (SPSS, SAS).
    Patterns,
}

/// Number of groups aimed at.
const GROUPS: u32 = 10;

impl HosmerLemeshow {
    /// From probability, respondents and events of each pattern.
    pub(super) fn of(patterns: &[(f64, f64, f64)], groups: RiskGroups) -> Outcome<Self> {
        let mut patterns = patterns.to_vec();
        patterns.sort_by(|a, b| a.0.total_cmp(&b.0));
        let groups = match groups {
            RiskGroups::Deciles => by_deciles(&patterns),
            RiskGroups::Patterns => by_patterns(&patterns),
        };
        let df = groups.len() as f64 - 2.0;
        if df < 1.0 {
            return Err(NotComputable::TooFew {
                n: groups.len() as u64,
                needed: 3,
            });
        }
        let terms = groups.iter().map(|group| {
            let spread = group.expected * (1.0 - group.expected / group.n as f64);
            let beyond = group.events as f64 - group.expected;
            beyond * beyond / spread
        });
        let chi_square: f64 = terms.sum();
        let p = chi_square_upper(chi_square, df).filter(|_| chi_square.is_finite());
        Ok(HosmerLemeshow {
            groups,
            chi_square,
            df,
            p: p.ok_or(NotComputable::NoSpread)?,
        })
    }
}

fn gathered(patterns: &[(f64, f64, f64)]) -> RiskGroup {
    RiskGroup {
        n: patterns.iter().map(|(_, n, _)| n).sum::<f64>() as u64,
        events: patterns.iter().map(|(_, _, e)| e).sum::<f64>() as u64,
        expected: patterns.iter().map(|(p, n, _)| p * n).sum(),
    }
}

fn by_deciles(patterns: &[(f64, f64, f64)]) -> Vec<RiskGroup> {
    let n: f64 = patterns.iter().map(|(_, n, _)| n).sum();
    let mut below = 0.0;
    let ends: Vec<(f64, f64)> = patterns
        .iter()
        .map(|(p, count, _)| {
            below += count;
            (below, *p)
        })
        .collect();
    // The respondent of a rank, from 1.
    let ranked = |rank: f64| {
        let at = ends.partition_point(|(last, _)| *last < rank);
        ends.get(at).map_or(1.0, |(_, p)| *p)
    };
    let mut cuts: Vec<f64> = (1..=GROUPS)
        .map(|k| {
            let index = 1.0 + (n - 1.0) * (f64::from(k) / f64::from(GROUPS));
            let (low, part) = (ranked(index.floor()), index - index.floor());
            let high = ranked(index.ceil());
            match part > 0.0 && high != low {
                true => (1.0 - part) * low + part * high,
                false => low,
            }
        })
        .collect();
    cuts.dedup();
    // The least probability is a break too, and its group includes it.
    let least = patterns.first().map_or(0.0, |(p, _, _)| *p);
    cuts.retain(|cut| *cut > least);
    let mut rest = patterns;
    let mut groups = Vec::new();
    for cut in cuts {
        let (group, beyond) = rest
            .split_at_checked(rest.partition_point(|(p, _, _)| *p <= cut))
            .unwrap_or((rest, &[]));
        rest = beyond;
        if !group.is_empty() {
            groups.push(gathered(group));
        }
    }
    groups
}

fn by_patterns(patterns: &[(f64, f64, f64)]) -> Vec<RiskGroup> {
    let n: f64 = patterns.iter().map(|(_, n, _)| n).sum();
    let target = (n / f64::from(GROUPS) + 0.5).floor();
    let mut groups: Vec<RiskGroup> = Vec::new();
    // Patterns of one probability are one block.
    for block in patterns.chunk_by(|a, b| a.0 == b.0) {
        let block = gathered(block);
        match groups.last_mut() {
            Some(group) if fits(group, &block, target) => add(group, &block),
            _ => groups.push(block),
        }
    }
    // A last group of less than half a group joins the one before.
    let small = groups.last().is_some_and(|last| last.n as f64 <= 0.05 * n);
    if small && groups.len() > 1 {
        let last = groups.pop().unwrap_or_default();
        if let Some(group) = groups.last_mut() {
            add(group, &last);
        }
    }
    groups
}

fn fits(group: &RiskGroup, block: &RiskGroup, target: f64) -> bool {
    let held = group.n as f64;
    held < target && held + (0.5 * block.n as f64).floor() <= target
}

fn add(group: &mut RiskGroup, other: &RiskGroup) {
    group.n += other.n;
    group.events += other.events;
    group.expected += other.expected;
}
