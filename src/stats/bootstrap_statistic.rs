use super::centred::Centred;
use super::draws::Draws;
use super::packed_features::PackedFeatures;
use super::resample::Resample;
use super::{NotComputable, Observations, Outcome};
use serde::{Deserialize, Serialize};

/// What is computed of every bootstrap sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BootstrapStatistic {
    /// Of the first variable.
    Mean,
    /// Of the first variable; the middle of the two middle ones.
    Median,
    /// `Σ weight·mean` over all variables, each mean over those who have that
    /// value.
    Index { weights: Vec<f64> },
    /// Cronbach's α of all variables, of complete respondents.
    Alpha,
    /// Pearson's correlation of the first two variables.
    Correlation,
}

/// A statistic as a function of sums over the respondents drawn: every pattern
/// of values has a few numbers (its features) that are added up. Integers as far
/// as a double holds them, so that the order of the draws does not matter.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    kind: Kind,
    counts: Vec<u64>,
    /// Pattern by pattern.
    features: Vec<f64>,
    width: usize,
    n: u64,
    /// The features again, where they are small whole numbers.
    packed: Option<PackedFeatures>,
}

#[derive(Debug, Clone)]
enum Kind {
    /// `at + scale·sum/n`.
    Mean {
        at: f64,
        scale: f64,
    },
    /// The features are the counts themselves; holds the values, rising.
    Median {
        values: Vec<f64>,
    },
    /// Per variable the sum and the number of values: `Σ weight·(at + sum/number)`.
    Index {
        weights: Vec<(f64, f64)>,
    },
    Alpha,
    Correlation,
}

impl Prepared {
    pub fn of(observations: &Observations, statistic: &BootstrapStatistic) -> Outcome<Prepared> {
        let all: Vec<usize> = (0..observations.variables()).collect();
        let prepared = match statistic {
            BootstrapStatistic::Mean => Prepared::index(&observations.complete(&[0]), &[1.0]),
            BootstrapStatistic::Median => Prepared::median(&observations.complete(&[0])),
            BootstrapStatistic::Index { weights } => {
                if weights.len() != all.len() || !weights.iter().all(|w| w.is_finite()) {
                    return Err(NotComputable::OutOfRange {
                        what: "weights".to_owned(),
                    });
                }
                Prepared::index(observations, weights)
            }
            BootstrapStatistic::Alpha => Prepared::alpha(&observations.complete(&all)),
            BootstrapStatistic::Correlation => {
                Prepared::correlation(&observations.complete(&[0, 1]))
            }
        };
        match prepared.n {
            n @ 0..=1 => Err(NotComputable::TooFew { n, needed: 2 }),
            _ => Ok(prepared),
        }
    }

    pub fn n(&self) -> u64 {
        self.n
    }

    /// Respondents of every pattern.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    pub fn zeros(&self) -> Vec<f64> {
        vec![0.0; self.width]
    }

    /// Adds the features of one bootstrap sample.
    #[inline]
    pub fn draw(&self, resample: &mut Resample, draws: &mut Draws, sums: &mut [f64]) {
        if let ([sum], 1) = (&mut *sums, self.width) {
            let mut total = 0.0;
            resample.draw(draws, |class, count| {
                total += self
                    .features
                    .get(class)
                    .map_or(0.0, |value| value * count as f64);
            });
            *sum = total;
            return;
        }
        if matches!(self.kind, Kind::Median { .. }) {
            resample.draw(draws, |class, count| {
                if let Some(cell) = sums.get_mut(class) {
                    *cell += count as f64;
                }
            });
            return;
        }
        if let Some(packed) = &self.packed {
            return packed.draw(resample, draws, sums);
        }
        resample.draw(draws, |class, count| self.add(class, count as f64, sums));
    }

    fn add(&self, class: usize, count: f64, sums: &mut [f64]) {
        if matches!(self.kind, Kind::Median { .. }) {
            if let Some(cell) = sums.get_mut(class) {
                *cell += count;
            }
            return;
        }
        let start = class * self.width;
        if let Some(features) = self.features.get(start..start + self.width) {
            let cells = sums.iter_mut().zip(features);
            cells.for_each(|(cell, value)| *cell += value * count);
        }
    }

    /// Of the respondents themselves.
    pub fn observed(&self) -> Outcome<f64> {
        self.statistic(&self.whole()).ok_or(NotComputable::NoSpread)
    }

    fn whole(&self) -> Vec<f64> {
        let mut sums = self.zeros();
        for (class, count) in self.counts.iter().enumerate() {
            self.add(class, *count as f64, &mut sums);
        }
        sums
    }

    /// `None` where it does not exist for these sums.
    #[inline]
    pub fn statistic(&self, sums: &[f64]) -> Option<f64> {
        self.of_n(sums, self.n as f64)
    }

    fn of_n(&self, sums: &[f64], n: f64) -> Option<f64> {
        let found = match &self.kind {
            Kind::Mean { at, scale } => at + scale * (sums.first()? / n),
            Kind::Median { values } => median(values, sums, n)?,
            Kind::Index { weights } => index(weights, sums)?,
            Kind::Alpha => alpha(sums, n)?,
            Kind::Correlation => correlation(sums, n)?,
        };
        found.is_finite().then_some(found)
    }

    /// Of the BCa interval: from the statistics without one respondent.
    pub fn acceleration(&self) -> Outcome<f64> {
        let whole = self.whole();
        let mut without = Vec::with_capacity(self.counts.len());
        for (class, count) in self
            .counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0)
        {
            let mut sums = whole.clone();
            self.add(class, -1.0, &mut sums);
            let value = self.of_n(&sums, self.n as f64 - 1.0);
            without.push((value.ok_or(NotComputable::NoSpread)?, *count as f64));
        }
        let mean = without
            .iter()
            .map(|(value, count)| value * count)
            .sum::<f64>()
            / self.n as f64;
        let power = |power: i32| -> f64 {
            let terms = without
                .iter()
                .map(|(value, count)| count * (mean - value).powi(power));
            terms.sum()
        };
        let spread = power(2);
        match spread > 0.0 {
            true => Ok(power(3) / (6.0 * spread * spread.sqrt())),
            false => Err(NotComputable::NoSpread),
        }
    }

    fn median(complete: &Observations) -> Prepared {
        let sample = complete.sample(0);
        let counts: Vec<u64> = sample.values().map(|(_, count)| count).collect();
        Prepared {
            kind: Kind::Median {
                values: sample.values().map(|(value, _)| value).collect(),
            },
            width: counts.len(),
            features: Vec::new(),
            n: sample.n(),
            counts,
            packed: None,
        }
    }

    fn index(observations: &Observations, weights: &[f64]) -> Prepared {
        let centred = Centred::of(observations);
        let whole = centred
            .rows
            .iter()
            .all(|(row, _)| row.iter().all(Option::is_some));
        let alike = weights.windows(2).all(|pair| pair.first() == pair.last());
        let same_unit = centred
            .units
            .windows(2)
            .all(|pair| pair.first() == pair.last());
        if whole && alike && same_unit {
            return Prepared::whole_index(&centred, weights);
        }
        let features = |row: &[Option<f64>]| -> Vec<f64> {
            let cells = row
                .iter()
                .flat_map(|cell| [cell.unwrap_or(0.0), f64::from(u8::from(cell.is_some()))]);
            cells.collect()
        };
        let at = centred.origins.iter().zip(&centred.units).zip(weights);
        let kind = Kind::Index {
            weights: at
                .map(|((at, unit), weight)| (weight * unit, weight * at))
                .collect(),
        };
        Prepared::from_rows(kind, &centred, features)
    }

    /// Nothing missing and equal weights: one number per respondent, and
    /// respondents with the same number are alike.
    fn whole_index(centred: &Centred, weights: &[f64]) -> Prepared {
        let mut sums: Vec<(f64, u64)> = centred
            .rows
            .iter()
            .map(|(row, count)| (row.iter().flatten().sum(), *count))
            .collect();
        sums.sort_by(|a, b| a.0.total_cmp(&b.0));
        sums.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let weight = weights.first().copied().unwrap_or(1.0);
        let unit = centred.units.first().copied().unwrap_or(1.0);
        Prepared {
            kind: Kind::Mean {
                at: weight * centred.origins.iter().sum::<f64>(),
                scale: weight * unit,
            },
            n: sums.iter().map(|(_, count)| count).sum(),
            counts: sums.iter().map(|(_, count)| *count).collect(),
            features: sums.iter().map(|(sum, _)| *sum).collect(),
            width: 1,
            packed: None,
        }
    }

    fn alpha(complete: &Observations) -> Prepared {
        let centred = Centred::of(complete).in_one_unit();
        Prepared::from_rows(Kind::Alpha, &centred, |row| {
            let values = row.iter().flatten();
            let total: f64 = values.clone().sum();
            let squares: f64 = values.clone().map(|value| value * value).sum();
            let mut features = vec![squares, total, total * total];
            features.extend(values);
            features
        })
    }

    fn correlation(complete: &Observations) -> Prepared {
        Prepared::from_rows(Kind::Correlation, &Centred::of(complete), |row| {
            let cell = |place: usize| row.get(place).copied().flatten().unwrap_or(0.0);
            let (x, y) = (cell(0), cell(1));
            vec![x, y, x * x, y * y, x * y]
        })
    }

    fn from_rows(
        kind: Kind,
        centred: &Centred,
        features: impl Fn(&[Option<f64>]) -> Vec<f64>,
    ) -> Prepared {
        let mut all = Vec::new();
        let mut width = 0;
        for (row, _) in &centred.rows {
            let found = features(row);
            width = found.len();
            all.extend(found);
        }
        let n = centred.rows.iter().map(|(_, count)| count).sum();
        Prepared {
            kind,
            n,
            packed: PackedFeatures::of(&all, width, n),
            counts: centred.rows.iter().map(|(_, count)| *count).collect(),
            features: all,
            width,
        }
    }
}

/// Of rising values with how many have them, `n` together.
fn median(values: &[f64], counts: &[f64], n: f64) -> Option<f64> {
    let mut so_far = 0.0;
    let mut lower = None;
    for (value, count) in values.iter().zip(counts) {
        so_far += count;
        if 2.0 * so_far > n {
            return Some(lower.map_or(*value, |lower: f64| lower.midpoint(*value)));
        }
        if 2.0 * so_far == n && lower.is_none() {
            lower = Some(*value);
        }
    }
    lower
}

/// Each weight with its unit, and what it adds for the origin.
fn index(weights: &[(f64, f64)], sums: &[f64]) -> Option<f64> {
    let mut total = 0.0;
    for ((weight, at), pair) in weights.iter().zip(sums.chunks_exact(2)) {
        let &[sum, number] = pair else { return None };
        if number <= 0.0 {
            return None;
        }
        total += at + weight * (sum / number);
    }
    Some(total)
}

/// From the squares of all items, the totals, their squares, and each item.
fn alpha(sums: &[f64], n: f64) -> Option<f64> {
    let [squares, total, total_squares, items @ ..] = sums else {
        return None;
    };
    let own = squares - items.iter().map(|sum| sum * sum).sum::<f64>() / n;
    let whole = total_squares - total * total / n;
    let k = items.len() as f64;
    (k > 1.0 && whole > 0.0).then(|| k / (k - 1.0) * (1.0 - own / whole))
}

fn correlation(sums: &[f64], n: f64) -> Option<f64> {
    let &[x, y, xx, yy, xy] = sums else {
        return None;
    };
    let (sxx, syy) = (xx - x * x / n, yy - y * y / n);
    let together = xy - x * y / n;
    (sxx > 0.0 && syy > 0.0).then(|| (together / (sxx.sqrt() * syy.sqrt())).clamp(-1.0, 1.0))
}
