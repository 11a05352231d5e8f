use super::bootstrap::BcaCorrection;
use super::characteristic::{CentredHistogram, LatticeRange, SumOfDraws};
use super::pooled::common_divisor;
use super::sample::as_float;
use super::{Interval, NotComputable, Observations, Outcome, Sample, normal_quantile};
use serde::{Deserialize, Serialize};

/// The bootstrap of a mean with infinitely many replicates, computed instead of
/// drawn: its intervals and standard error without random error.
///
/// # Question
/// What would [`super::bootstrap`] tell if one could wait for ever?
///
/// # Formula
/// A replicate is `S/n`, S the sum of n draws from the histogram, so the
/// characteristic function of S is `φⁿ`, `φ(t) = Σ (count/n)·exp(i·t·value)`. Its
/// Fourier inversion gives the distribution function `F` of the replicates, to
/// about 1e-12. The percentile interval is `F⁻¹(α/2)` and `F⁻¹(1 − α/2)`; BCa takes
/// `z₀ = Φ⁻¹(F)` at the mean (half of a jump counted) and
/// `a = Σ(x − x̄)³/(6·(Σ(x − x̄)²)^{3/2})`; `se = √(Σ(x − x̄)²)/n`; the bias is 0.
///
/// Values on a lattice of a manageable step (codes, sums of codes) give the exact
/// discrete distribution for every n ([`LimitForm::Lattice`]); others, from 50
/// respondents on, a smooth one whose jumps are filled in half-way
/// ([`LimitForm::Smooth`]), which is off by no more than half the largest jump.
///
/// # Assumes
/// As [`super::bootstrap`].
///
/// # When not
/// Of other statistics than means; of fewer than 50 respondents with values that
/// share no step (take the seeded draws).
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, bootstrap_limit};
/// // Three respondents, 1 or 2: the mean of three draws is 1, 4/3, 5/3 or 2 with
/// // probabilities 8/27, 12/27, 6/27 and 1/27.
/// let limit = bootstrap_limit(&Sample::of_codes(1, &[2, 1], 0), 0.9).unwrap();
/// assert_eq!(limit.percentile.low, Some(1.0));
/// assert!((limit.percentile.high.unwrap() - 5.0 / 3.0).abs() < 1e-15);
/// assert!((limit.se - (2.0_f64 / 3.0).sqrt() / 3.0).abs() < 1e-15);
/// ```
///
/// # Checked against
/// Enumeration of small samples, seeded draws of [`super::bootstrap`].
///
/// # References
/// Efron, JASA 82 (1987) 171–185 (BCa); Gil-Pelaez, Biometrika 38 (1951) 481–482;
/// Hall, The Bootstrap and Edgeworth Expansion (1992) appendix I (exact bootstraps
/// of means).
///
/// # Errors
/// [`NotComputable::TooFew`] below two respondents, or below 50 off a lattice;
/// [`NotComputable::NoSpread`] where all are equal.
pub fn bootstrap_limit(sample: &Sample, confidence: f64) -> Outcome<BootstrapLimit> {
    let n = sample.n();
    if n < 2 {
        return Err(NotComputable::TooFew { n, needed: 2 });
    }
    let step = step_of(sample).ok_or(NotComputable::NoSpread)?;
    let histogram = histogram_of(sample, step)?;
    let limit = Limit {
        histogram,
        scale: step as f64 * as_float(1, sample.places()),
        observed: sample.mean()?.value(),
        missing: sample.missing,
        linearised: false,
    };
    limit.described(confidence)
}

/// The same of an index: `Σ weight·mean` over several variables.
///
/// # Question
/// How far may the index be off, without random error?
///
/// # Formula
/// Nobody lacks a value: the index is the mean of the respondents' own
/// `Σ weight·value`, as in [`bootstrap_limit`]. Otherwise its linearised form
/// (`linearised` says so): the mean of
/// `Σ_j weight_j·(n/n_j)·(value_j − mean_j)` over the values a respondent has, about
/// the index. To first order that is how the index answers to resampling.
///
/// # Assumes
/// As [`bootstrap_limit`]; values missing at random enough for a mean of those
/// given.
///
/// # When not
/// With missing values and few respondents; the seeded draws do not linearise.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, bootstrap_limit_index};
/// let item = |codes: &str| -> Vec<Option<f64>> {
///     codes.bytes().map(|b| b.is_ascii_digit().then(|| f64::from(b - b'0'))).collect()
/// };
/// let (first, second) = (item("3444333244"), item("4343332233"));
/// let both = Observations::of_columns(&[&first, &second]).unwrap();
/// let limit = bootstrap_limit_index(&both, &[12.5, 12.5], 0.95).unwrap();
/// assert_eq!((limit.observed, limit.linearised), (80.0, false));
/// ```
///
/// # Checked against
/// Seeded draws of [`super::bootstrap`], which draw the ratio of sums itself.
///
/// # References
/// As [`bootstrap_limit`]; Davison and Hinkley (1997) section 2.7 (linear
/// approximation).
///
/// # Errors
/// As [`bootstrap_limit`]; [`NotComputable::ItemWithoutAnswers`] (by its place) for a
/// variable without values; [`NotComputable::OutOfRange`] unless there is a finite
/// weight per variable.
pub fn bootstrap_limit_index(
    observations: &Observations,
    weights: &[f64],
    confidence: f64,
) -> Outcome<BootstrapLimit> {
    if weights.len() != observations.variables() || !weights.iter().all(|w| w.is_finite()) {
        return Err(NotComputable::OutOfRange {
            what: "weights".to_owned(),
        });
    }
    if let Some((sums, weight)) = whole_sums(observations, weights) {
        let n = sums.n();
        if n < 2 {
            return Err(NotComputable::TooFew { n, needed: 2 });
        }
        let step = step_of(&sums).ok_or(NotComputable::NoSpread)?;
        let limit = Limit {
            histogram: histogram_of(&sums, step)?,
            scale: weight * step as f64 * as_float(1, sums.places()),
            observed: weight * sums.mean()?.value(),
            missing: 0,
            linearised: false,
        };
        return limit.described(confidence);
    }
    linearised(observations, weights)?.described(confidence)
}

/// The bootstrap with infinitely many replicates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BootstrapLimit {
    /// Respondents drawn from, and left out.
    pub n: u64,
    pub missing: u64,
    pub observed: f64,
    pub se: f64,
    pub percentile: Interval,
    pub bca: Outcome<Interval>,
    pub correction: Outcome<BcaCorrection>,
    pub form: LimitForm,
    /// Whether an index with missing values was linearised.
    pub linearised: bool,
    /// Terms of the Fourier series.
    pub terms: u64,
}

/// How the distribution of the replicates was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitForm {
    /// Exactly, as the discrete one it is.
    Lattice,
    /// As a smooth one.
    Smooth,
}

/// What the inversion needs.
struct Limit {
    histogram: CentredHistogram,
    /// The size of a distance of 1 in the statistic.
    scale: f64,
    observed: f64,
    missing: u64,
    linearised: bool,
}

impl Limit {
    fn described(self, confidence: f64) -> Outcome<BootstrapLimit> {
        let upper = (1.0 - confidence) / 2.0;
        let z = normal_quantile(upper).filter(|z| *z > 0.0);
        let z = z.ok_or_else(|| NotComputable::OutOfRange {
            what: "confidence".to_owned(),
        })?;
        let sum = SumOfDraws::of(&self.histogram)?;
        let n = self.histogram.n as f64;
        // A negative weight turns the distribution round.
        let quantile = |share: f64| match self.scale < 0.0 {
            true => self.observed + self.scale / n * sum.quantile(1.0 - share),
            false => self.observed + self.scale / n * sum.quantile(share),
        };
        let interval = |low: f64, high: f64| Interval {
            low: Some(quantile(low)),
            high: Some(quantile(high)),
            confidence,
        };
        let correction = self.correction(&sum);
        let levels = correction
            .clone()
            .and_then(|correction| correction.levels(z));
        Ok(BootstrapLimit {
            n: self.histogram.n,
            missing: self.missing,
            observed: self.observed,
            se: self.scale.abs() * self.histogram.spread() / n,
            percentile: interval(upper, 1.0 - upper),
            bca: levels.map(|(low, high)| interval(low, high)),
            correction,
            form: match sum.is_lattice() {
                true => LimitForm::Lattice,
                false => LimitForm::Smooth,
            },
            linearised: self.linearised,
            terms: sum.terms() as u64,
        })
    }

    fn correction(&self, sum: &SumOfDraws) -> Outcome<BcaCorrection> {
        let bias = normal_quantile(1.0 - sum.share_below_mean()).ok_or(NotComputable::NoSpread)?;
        let cells = self.histogram.distances.iter().zip(&self.histogram.counts);
        let cubes: f64 = cells.map(|(d, count)| d * d * d * *count as f64).sum();
        let spread = self.histogram.spread();
        let turned = if self.scale < 0.0 { -1.0 } else { 1.0 };
        Ok(BcaCorrection {
            bias: turned * bias,
            acceleration: turned * cubes / (6.0 * spread * spread * spread),
        })
    }
}

/// The greatest step all values are multiples of, from the least; `None` for a
/// single value.
fn step_of(sample: &Sample) -> Option<i128> {
    let (least, _) = sample.units().first()?;
    let steps = sample
        .units()
        .iter()
        .map(|(units, _)| units.saturating_sub(*least));
    Some(steps.fold(0, common_divisor)).filter(|step| *step > 0)
}

fn histogram_of(sample: &Sample, step: i128) -> Outcome<CentredHistogram> {
    let n = sample.n();
    let least = sample.units().first().map_or(0, |(units, _)| *units);
    let steps: Vec<i128> = sample
        .units()
        .iter()
        .map(|(units, _)| units.saturating_sub(least) / step)
        .collect();
    let counts: Vec<u64> = sample.units().iter().map(|(_, count)| *count).collect();
    let cells = steps.iter().zip(&counts);
    let products = cells.map(|(step, count)| step.checked_mul(i128::from(*count)));
    let sum = products.fold(Some(0_i128), |sum, product| sum?.checked_add(product?));
    let sum = sum.ok_or_else(too_wide)?;
    let away = |step: &i128| {
        let distance = step.checked_mul(n.into())?.checked_sub(sum)?;
        Some(distance as f64 / n as f64)
    };
    let distances: Option<Vec<f64>> = steps.iter().map(away).collect();
    let greatest = steps.last().map_or(0.0, |step| *step as f64) * n as f64;
    // Beyond 2^53 lattice points are no doubles any more.
    let range = LatticeRange {
        sum: sum as f64,
        greatest,
    };
    Ok(CentredHistogram {
        distances: distances.ok_or_else(too_wide)?,
        counts,
        n,
        lattice: (greatest < 9e15).then_some(range),
    })
}

fn too_wide() -> NotComputable {
    NotComputable::OutOfRange {
        what: "values".to_owned(),
    }
}

/// Sums over the variables in one unit, and their common weight; `None` where a
/// value is missing or weights differ.
fn whole_sums(observations: &Observations, weights: &[f64]) -> Option<(Sample, f64)> {
    let weight = *weights.first()?;
    let places = *observations.places().iter().max()?;
    if !weights.iter().all(|w| *w == weight) {
        return None;
    }
    let mut sums = Vec::new();
    for (row, count) in observations.patterns() {
        let mut sum = 0_i128;
        for (cell, own) in row.iter().zip(observations.places()) {
            let factor = 10_i128.checked_pow(places.saturating_sub(*own))?;
            sum = sum.checked_add((*cell)?.checked_mul(factor)?)?;
        }
        sums.push((sum, *count));
    }
    Some((Sample::of_units(places, sums, 0), weight))
}

/// The linearised index; exact (and not called linearised) without missing
/// values.
fn linearised(observations: &Observations, weights: &[f64]) -> Outcome<Limit> {
    let mut parts = Vec::new();
    let mut observed = 0.0;
    for (variable, weight) in weights.iter().enumerate() {
        let sample = observations.sample(variable);
        let mean = sample
            .mean()
            .map_err(|_| NotComputable::ItemWithoutAnswers {
                item: variable.to_string(),
            })?;
        observed += weight * mean.value();
        parts.push((weight / sample.n() as f64, mean.value()));
    }
    let answered = observations
        .values()
        .filter(|(row, _)| row.iter().any(Option::is_some));
    let rows: Vec<(Vec<Option<f64>>, u64)> = answered.collect();
    let n: u64 = rows.iter().map(|(_, count)| count).sum();
    if n < 2 {
        return Err(NotComputable::TooFew { n, needed: 2 });
    }
    let influence = |row: &[Option<f64>]| -> f64 {
        let cells = row.iter().zip(&parts);
        cells
            .map(|(cell, (weight, mean))| cell.map_or(0.0, |value| weight * (value - mean)))
            .sum()
    };
    let mut levels: Vec<(f64, u64)> = rows
        .iter()
        .map(|(row, count)| (influence(row) * n as f64, *count))
        .collect();
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    levels.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.saturating_add(next.1);
        }
        same
    });
    let missing = rows.iter().any(|(row, _)| row.iter().any(Option::is_none));
    Ok(Limit {
        histogram: CentredHistogram {
            distances: levels.iter().map(|(distance, _)| *distance).collect(),
            counts: levels.iter().map(|(_, count)| *count).collect(),
            n,
            lattice: None,
        },
        scale: 1.0,
        observed,
        missing: observations.n().saturating_sub(n),
        linearised: missing,
    })
}
