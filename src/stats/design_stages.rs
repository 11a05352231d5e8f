use super::{DesignPattern, NotComputable, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Strata and clusters of every row, stage by stage, with how many units were
/// drawn from how many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Stages {
    /// At least one.
    pub stages: Vec<Stage>,
    /// Whether every respondent is a unit (then there is one stage).
    pub single: bool,
    /// Whether population sizes are known; without them only the first stage
    /// counts (drawing with replacement).
    pub finite: bool,
}

/// One stage, row by row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Stage {
    pub stratum: Vec<usize>,
    /// All 0 where every respondent is a unit.
    pub cluster: Vec<usize>,
    /// Units drawn in the row's stratum.
    pub drawn: Vec<f64>,
    /// Units there are; infinite where unknown.
    pub population: Vec<f64>,
}

impl Stages {
    /// Reads the columns of patterns of the same form.
    pub fn of(patterns: &[DesignPattern], nest: bool) -> Outcome<Stages> {
        let single = patterns.first().is_none_or(|p| p.clusters.is_empty());
        let depth = patterns.first().map_or(1, |p| p.clusters.len().max(1));
        let known = patterns.first().map_or(0, |p| p.population.len());
        let mut stages = Vec::new();
        for stage in 0..depth {
            let stratum = numbered(patterns.iter().map(|p| stratum_key(p, stage, nest)));
            let cluster = match single {
                true => vec![0; patterns.len()],
                false => numbered(patterns.iter().map(|p| cluster_key(p, stage, nest))),
            };
            let drawn = drawn(patterns, &stratum, &cluster, single);
            stages.push(Stage {
                stratum,
                cluster,
                drawn,
                population: vec![f64::INFINITY; patterns.len()],
            });
        }
        if let Some(first) = stages.first().filter(|_| !single) {
            clusters_in_one_stratum(first)?;
        }
        let mut stages = Stages {
            stages,
            single,
            finite: known > 0,
        };
        stages.read_population(patterns)?;
        Ok(stages)
    }

    /// Population sizes, or fractions where none is above 1.
    fn read_population(&mut self, patterns: &[DesignPattern]) -> Outcome<()> {
        let mut all = patterns.iter().flat_map(|p| p.population.iter());
        let sizes = all.any(|size| *size > 1.0);
        for (depth, stage) in self.stages.iter_mut().enumerate() {
            let cells = stage.population.iter_mut().zip(&stage.drawn).zip(patterns);
            for ((cell, drawn), pattern) in cells {
                let Some(&given) = pattern.population.get(depth) else {
                    continue;
                };
                let size = if sizes { given } else { drawn / given };
                // Fractions come back with a rounding error.
                let enough = size >= drawn * (1.0 - 1e-12);
                let possible = given > 0.0 && (given >= 1.0 || !sizes);
                if !(enough && possible) {
                    return Err(NotComputable::out_of_range("population"));
                }
                *cell = size.max(*drawn);
            }
        }
        Ok(())
    }

    /// One over the probability of being drawn, by the sizes; 1 without sizes.
    pub fn inverse_probabilities(&self, rows: usize) -> Vec<f64> {
        let mut product = vec![1.0; rows];
        for stage in self.stages.iter().filter(|_| self.finite) {
            let factors = stage.population.iter().zip(&stage.drawn);
            for (cell, (population, drawn)) in product.iter_mut().zip(factors) {
                *cell *= population / drawn;
            }
        }
        product
    }

    /// First-stage units and strata among the rows kept.
    pub fn units_and_strata(&self, kept: &[bool], counts: &[u64]) -> (u64, u64) {
        let Some(stage) = self.stages.first() else {
            return (0, 0);
        };
        let inside = |ids: &[usize]| -> u64 {
            let ids = ids.iter().zip(kept).filter(|(_, kept)| **kept);
            ids.map(|(id, _)| *id).collect::<BTreeSet<usize>>().len() as u64
        };
        let units = match self.single {
            true => counts
                .iter()
                .zip(kept)
                .filter(|(_, kept)| **kept)
                .map(|(count, _)| count)
                .sum(),
            false => inside(&stage.cluster),
        };
        (units, inside(&stage.stratum))
    }
}

/// The first stratum column at the first stage; deeper, the column of the stage
/// (or the last) within the clusters above.
fn stratum_key(pattern: &DesignPattern, stage: usize, nest: bool) -> Vec<u32> {
    let column = pattern.strata.get(stage).or(pattern.strata.last()).copied();
    let mut key: Vec<u32> = column.into_iter().collect();
    if let Some(above) = stage.checked_sub(1) {
        key.extend(cluster_key(pattern, above, nest));
    }
    key
}

/// Clusters are counted within the clusters above, and where codes start again
/// within the strata, too.
fn cluster_key(pattern: &DesignPattern, stage: usize, nest: bool) -> Vec<u32> {
    let strata = pattern.strata.iter().take(if nest { stage + 1 } else { 0 });
    let clusters = pattern.clusters.iter().take(stage + 1);
    strata.chain(clusters).copied().collect()
}

/// Numbers from 0 in the order of the keys.
fn numbered(keys: impl Iterator<Item = Vec<u32>>) -> Vec<usize> {
    let keys: Vec<Vec<u32>> = keys.collect();
    let distinct: BTreeSet<&Vec<u32>> = keys.iter().collect();
    let number: BTreeMap<&Vec<u32>, usize> = distinct.into_iter().zip(0..).collect();
    let of = |key| number.get(key).copied().unwrap_or(0);
    keys.iter().map(of).collect()
}

fn drawn(
    patterns: &[DesignPattern],
    stratum: &[usize],
    cluster: &[usize],
    single: bool,
) -> Vec<f64> {
    let mut units: BTreeMap<usize, u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for ((pattern, stratum), cluster) in patterns.iter().zip(stratum).zip(cluster) {
        let more = match single {
            true => pattern.count,
            false => u64::from(seen.insert((*stratum, *cluster))),
        };
        let slot = units.entry(*stratum).or_default();
        *slot = slot.saturating_add(more);
    }
    let of = |stratum| units.get(stratum).map_or(0.0, |units| *units as f64);
    stratum.iter().map(of).collect()
}

fn clusters_in_one_stratum(stage: &Stage) -> Outcome<()> {
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    let pairs = stage.cluster.iter().zip(&stage.stratum);
    let crossed = pairs.fold(false, |crossed, (cluster, stratum)| {
        crossed | (home.entry(*cluster).or_insert(*stratum) != stratum)
    });
    match crossed {
        true => Err(NotComputable::out_of_range("clusters")),
        false => Ok(()),
    }
}
