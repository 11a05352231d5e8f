use super::design::{CalibratedMargin, Calibration, LonelyUnit};
use super::design_stages::Stage;
use super::{Design, NotComputable, Outcome};
use std::collections::BTreeMap;

/// The variances and covariances of weighted totals `Σ count·score`, by
/// linearisation stage by stage: in each stratum
/// `(1 − n/N)·n/(n − 1)·Σ (t − t̄)(t − t̄)ᵀ` over the totals t of its n units of N,
/// and from the second stage on the same within each unit, times n/N of the stage
/// above. Units without a score count as 0, so a part of the respondents
/// is a domain of the whole design.
///
/// # Errors
/// [`NotComputable::TooFew`] for a stratum with a single unit, unless the design
/// says what to do with it; [`NotComputable::OutOfRange`] for a result beyond
/// the floats.
impl Design {
    /// `scores`: per row and per total, the weight included. `present` tells the
    /// rows that belong to the analysis.
    pub(super) fn covariance(
        &self,
        mut scores: Vec<Vec<f64>>,
        present: &[bool],
    ) -> Outcome<Vec<Vec<f64>>> {
        let totals = scores.first().map_or(0, Vec::len);
        for calibration in &self.calibrations {
            match calibration {
                Calibration::PostStratified(margin) => {
                    self.post_stratum_residuals(margin, &mut scores)
                }
                Calibration::Raked(margins) => self.raking_residuals(margins, &mut scores),
            }
        }
        // Calibration ties every row to the totals, also those outside.
        let everyone = !self.calibrations.is_empty();
        let rows = (0..self.rows.len()).zip(present);
        let rows = rows.filter(|(_, present)| everyone || **present);
        let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
        let found = self.stage_covariance(0, &rows, &scores, totals)?;
        let square = found.chunks(totals.max(1)).map(<[f64]>::to_vec).collect();
        match found.iter().all(|value| value.is_finite()) {
            true => Ok(square),
            false => Err(NotComputable::out_of_range("variance")),
        }
    }

    /// The variance of one total.
    pub(super) fn variance(&self, scores: Vec<f64>, present: &[bool]) -> Outcome<f64> {
        let columns = scores.into_iter().map(|score| vec![score]).collect();
        let found = self.covariance(columns, present)?;
        Ok(found
            .first()
            .and_then(|row| row.first())
            .copied()
            .unwrap_or(0.0))
    }

    fn stage_covariance(
        &self,
        depth: usize,
        rows: &[usize],
        scores: &[Vec<f64>],
        totals: usize,
    ) -> Outcome<Vec<f64>> {
        let mut sum = vec![0.0; totals * totals];
        let Some(stage) = self.stages.stages.get(depth) else {
            return Ok(sum);
        };
        let strata = grouped(rows, &stage.stratum);
        let (all, mut counted) = (strata.len(), 0_usize);
        for members in strata.values() {
            if let Some(part) = self.stratum(stage, members, scores, totals)? {
                counted += 1;
                sum.iter_mut()
                    .zip(part)
                    .for_each(|(cell, more)| *cell += more);
            }
        }
        if counted == 0 && all > 0 {
            return Err(NotComputable::TooFew { n: 1, needed: 2 });
        }
        // Strata without a variance of their own get the average of the others.
        let share = all as f64 / counted.max(1) as f64;
        sum.iter_mut().for_each(|cell| *cell *= share);
        if self.stages.finite && depth + 1 < self.stages.stages.len() {
            for members in grouped(rows, &stage.cluster).values() {
                let part = self.stage_covariance(depth + 1, members, scores, totals)?;
                let fraction = drawn_fraction(stage, members);
                sum.iter_mut()
                    .zip(part)
                    .for_each(|(cell, more)| *cell += more * fraction);
            }
        }
        Ok(sum)
    }

    /// What a stratum adds; `None` where the others have to stand in for it.
    fn stratum(
        &self,
        stage: &Stage,
        members: &[usize],
        scores: &[Vec<f64>],
        totals: usize,
    ) -> Outcome<Option<Vec<f64>>> {
        let first = members.first().copied().unwrap_or(0);
        let at = |column: &[f64]| column.get(first).copied().unwrap_or(f64::INFINITY);
        let (drawn, population) = (at(&stage.drawn), at(&stage.population));
        let unseen = match population.is_finite() {
            true => (population - drawn) / population,
            false => 1.0,
        };
        if unseen < 1e-7 {
            return Ok(Some(vec![0.0; totals * totals]));
        }
        let units = self.units(stage, members, scores, totals);
        if drawn > 1.0 {
            let scale = unseen * drawn / (drawn - 1.0);
            return Ok(Some(scatter(&units, drawn, totals, scale)));
        }
        match self.lonely {
            LonelyUnit::Fail => Err(NotComputable::TooFew { n: 1, needed: 2 }),
            LonelyUnit::Certainty => Ok(Some(vec![0.0; totals * totals])),
            LonelyUnit::Average => Ok(None),
            LonelyUnit::Adjust => Ok(Some(products(&units, &vec![0.0; totals], totals, unseen))),
        }
    }

    /// Totals of the units with how many units have them.
    fn units(
        &self,
        stage: &Stage,
        members: &[usize],
        scores: &[Vec<f64>],
        totals: usize,
    ) -> Vec<(Vec<f64>, f64)> {
        let parts = members.iter().filter_map(|&row| {
            let count = self.rows.get(row)?.count as f64;
            Some((*stage.cluster.get(row)?, scores.get(row)?, count))
        });
        if self.stages.single {
            return parts
                .map(|(_, score, count)| (score.clone(), count))
                .collect();
        }
        let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (cluster, score, count) in parts {
            let sum = sums.entry(cluster).or_insert_with(|| vec![0.0; totals]);
            let cells = sum.iter_mut().zip(score);
            cells.for_each(|(cell, score)| *cell += score * count);
        }
        sums.into_values().map(|sum| (sum, 1.0)).collect()
    }

    /// Residuals from the weighted mean of each post-stratum.
    fn post_stratum_residuals(&self, margin: &CalibratedMargin, scores: &mut [Vec<f64>]) {
        self.residuals(margin, scores, &margin.before);
    }

    /// Residuals from the margins in turn; ten rounds, as R survey does, leave
    /// nothing that matters.
    fn raking_residuals(&self, margins: &[CalibratedMargin], scores: &mut [Vec<f64>]) {
        let alike = vec![1.0; scores.len()];
        for _ in 0..10 {
            for margin in margins {
                self.residuals(margin, scores, &alike);
            }
        }
    }

    /// Takes from every `score/weight` its mean in the category of the row.
    fn residuals(&self, margin: &CalibratedMargin, scores: &mut [Vec<f64>], by: &[f64]) {
        let totals = scores.first().map_or(0, Vec::len);
        let mut sums = vec![(vec![0.0; totals], 0.0); margin.categories];
        let rows = self
            .rows
            .iter()
            .zip(&margin.category)
            .zip(&margin.after)
            .zip(by);
        let rows: Vec<_> = rows
            .map(|(((row, &category), &after), by)| (category, after, by * row.count as f64))
            .collect();
        for ((category, after, by), score) in rows.iter().zip(scores.iter()) {
            if let Some((sum, whole)) = sums.get_mut(*category).filter(|_| *after > 0.0) {
                *whole += by;
                let cells = sum.iter_mut().zip(score);
                cells.for_each(|(cell, score)| *cell += by * score / after);
            }
        }
        for ((category, after, _), score) in rows.iter().zip(scores.iter_mut()) {
            if let Some((sum, whole)) = sums.get(*category).filter(|(_, whole)| *whole > 0.0) {
                let cells = score.iter_mut().zip(sum);
                cells.for_each(|(cell, sum)| *cell -= after * sum / whole);
            }
        }
    }
}

fn grouped(rows: &[usize], by: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &row in rows {
        if let Some(&key) = by.get(row) {
            groups.entry(key).or_default().push(row);
        }
    }
    groups
}

fn drawn_fraction(stage: &Stage, members: &[usize]) -> f64 {
    let first = members.first().copied().unwrap_or(0);
    let drawn = stage.drawn.get(first).copied().unwrap_or(0.0);
    drawn
        / stage
            .population
            .get(first)
            .copied()
            .unwrap_or(f64::INFINITY)
}

/// Products about the mean of all `drawn` units, of which those not listed are 0.
fn scatter(units: &[(Vec<f64>, f64)], drawn: f64, totals: usize, scale: f64) -> Vec<f64> {
    let mut mean = vec![0.0; totals];
    let mut listed = 0.0;
    for (unit, count) in units {
        listed += count;
        let cells = mean.iter_mut().zip(unit);
        cells.for_each(|(cell, value)| *cell += value * count / drawn);
    }
    let mut sum = products(units, &mean, totals, scale);
    let absent = [(vec![0.0; totals], drawn - listed)];
    let rest = products(&absent, &mean, totals, scale);
    sum.iter_mut()
        .zip(rest)
        .for_each(|(cell, more)| *cell += more);
    sum
}

fn products(units: &[(Vec<f64>, f64)], mean: &[f64], totals: usize, scale: f64) -> Vec<f64> {
    let mut sum = vec![0.0; totals * totals];
    for (unit, count) in units {
        let away: Vec<f64> = unit
            .iter()
            .zip(mean)
            .map(|(value, mean)| value - mean)
            .collect();
        for (line, first) in sum.chunks_mut(totals.max(1)).zip(&away) {
            let cells = line.iter_mut().zip(&away);
            cells.for_each(|(cell, second)| *cell += scale * count * first * second);
        }
    }
    sum
}
