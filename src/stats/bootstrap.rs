use super::bootstrap_statistic::{BootstrapStatistic, Prepared};
use super::draws::Draws;
use super::resample::Resample;
use super::{Interval, NotComputable, Observations, Outcome, normal_quantile, normal_upper};
use serde::{Deserialize, Serialize};

/// The bootstrap: how a statistic varies over samples drawn from the respondents
/// with putting back.
///
/// # Question
/// How far may the number be off, without a formula for its standard error?
///
/// # Formula
/// `replicates` times n of the n respondents are drawn with putting back and the
/// statistic θ* is computed; `se` is their standard deviation (divisor one less),
/// `bias` their mean minus θ̂. Percentile interval: the quantiles α/2 and 1 − α/2
/// (type 7). BCa: the quantiles at `Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z)))` with
/// `z₀ = Φ⁻¹` of the share of θ* below θ̂ (equal ones count half) and
/// `a = Σ(θ̄ − θ₍ᵢ₎)³/(6·(Σ(θ̄ − θ₍ᵢ₎)²)^{3/2})` over the statistics without one
/// respondent. Draws: see the source of `draws.rs`; the same seed gives the same
/// numbers on every platform. Only counts are drawn, so respondents alike cost
/// nothing.
///
/// # Assumes
/// Respondents independent and alike in distribution; a smooth statistic (the
/// median is not: its replicates are few values). Which interval: the percentile
/// one is the customary; BCa corrects it for bias and skewness and is the better of
/// the two for α and correlations.
///
/// # When not
/// For the mean and the index take [`super::bootstrap_limit`]: the same without
/// random error. Not for minima and maxima, nor for samples of a handful.
///
/// # Example
/// ```
/// use tridharma::stats::{BootstrapOptions, BootstrapStatistic, Observations, Sample, bootstrap};
/// let answers = Sample::of_codes(1, &[2, 10, 40, 28], 0);
/// let options = BootstrapOptions { replicates: 2000, ..BootstrapOptions::default() };
/// let found = bootstrap(&Observations::of_sample(&answers), &BootstrapStatistic::Mean, &options).unwrap();
/// assert_eq!(found.observed, 3.175);
/// assert!((found.se - 0.0826).abs() < 0.01);
/// assert_eq!(found, bootstrap(&Observations::of_sample(&answers), &BootstrapStatistic::Mean, &options).unwrap());
/// ```
///
/// # Checked against
/// `bootstrap_mean`, `_median`, `_index_x25`, `_alpha`, `_pearson` of the reference
/// cases (R, means and standard deviations over many seeds); BCa against
/// `scipy.stats.bootstrap`.
///
/// # References
/// Efron and Tibshirani, An Introduction to the Bootstrap (1993) ch. 13–14; Davison
/// and Hinkley, Bootstrap Methods and their Application (1997) ch. 5.
///
/// # Errors
/// [`NotComputable::TooFew`] below two complete respondents;
/// [`NotComputable::NoSpread`] where the statistic does not vary;
/// [`NotComputable::OutOfRange`] for fewer than 2 or more than 10⁷ replicates.
pub fn bootstrap(
    observations: &Observations,
    statistic: &BootstrapStatistic,
    options: &BootstrapOptions,
) -> Outcome<Bootstrap> {
    if !(2..=MOST_REPLICATES).contains(&options.replicates) {
        return Err(NotComputable::out_of_range("replicates"));
    }
    let upper = (1.0 - options.confidence) / 2.0;
    let z = normal_quantile(upper).filter(|z| *z > 0.0);
    let z = z.ok_or_else(|| NotComputable::out_of_range("confidence"))?;
    let prepared = Prepared::of(observations, statistic)?;
    let observed = prepared.observed()?;
    let mut replicates = replicates(&prepared, options);
    replicates.sort_unstable_by(f64::total_cmp);
    let defined = replicates.len() as f64;
    let (first, last) = (replicates.first().copied(), replicates.last().copied());
    if first.is_none() || first == last {
        return Err(NotComputable::NoSpread);
    }
    // Distances from the observed value keep the digits of the mean.
    let bias = replicates.iter().map(|value| value - observed).sum::<f64>() / defined;
    let away = |value: &f64| (value - observed - bias) * (value - observed - bias);
    let se = (replicates.iter().map(away).sum::<f64>() / (defined - 1.0)).sqrt();
    let interval = |low: f64, high: f64| Interval {
        low: quantile(&replicates, low),
        high: quantile(&replicates, high),
        confidence: options.confidence,
    };
    let bca = bca(&prepared, &replicates, observed);
    let levels = bca.clone().and_then(|bca| bca.levels(z));
    Ok(Bootstrap {
        n: prepared.n(),
        missing: observations.n().saturating_sub(prepared.n()),
        seed: options.seed,
        replicates: options.replicates,
        undefined: options.replicates.saturating_sub(replicates.len() as u64),
        observed,
        bias,
        se,
        percentile: interval(upper, 1.0 - upper),
        bca: levels.map(|(low, high)| interval(low, high)),
        correction: bca,
    })
}

/// Options of [`bootstrap`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BootstrapOptions {
    pub replicates: u64,
    pub seed: u64,
    /// Coverage of the intervals.
    pub confidence: f64,
}

impl Default for BootstrapOptions {
    fn default() -> Self {
        BootstrapOptions {
            replicates: 10_000,
            seed: 1,
            confidence: 0.95,
        }
    }
}

/// A statistic over samples drawn from the respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// Respondents drawn from, and left out.
    pub n: u64,
    pub missing: u64,
    pub seed: u64,
    pub replicates: u64,
    /// Replicates in which the statistic does not exist (a constant item); left
    /// out of everything.
    pub undefined: u64,
    /// Of the respondents themselves.
    pub observed: f64,
    /// Mean of the replicates minus that.
    pub bias: f64,
    pub se: f64,
    pub percentile: Interval,
    pub bca: Outcome<Interval>,
    pub correction: Outcome<BcaCorrection>,
}

/// What makes the BCa interval out of the percentile one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BcaCorrection {
    /// z₀: the normal deviate of the share of replicates below the observed value.
    pub bias: f64,
    /// a, from the statistics without one respondent.
    pub acceleration: f64,
}

/// Keeps the memory below 100 megabytes.
const MOST_REPLICATES: u64 = 10_000_000;

impl BcaCorrection {
    /// The shares at which the BCa interval ends, for `z` of the confidence.
    pub(super) fn levels(self, z: f64) -> Outcome<(f64, f64)> {
        let level = |z: f64| {
            let moved = self.bias + z;
            let denominator = 1.0 - self.acceleration * moved;
            let deviate = self.bias + moved / denominator;
            normal_upper(-deviate).filter(|_| denominator > 0.0)
        };
        let ends = level(-z).zip(level(z));
        ends.ok_or_else(|| NotComputable::out_of_range("acceleration"))
    }
}

fn replicates(prepared: &Prepared, options: &BootstrapOptions) -> Vec<f64> {
    let mut resample = Resample::of(prepared.counts(), options.replicates);
    let mut draws = Draws::seeded(options.seed, prepared.n());
    let mut sums = prepared.zeros();
    let one = |_| {
        sums.fill(0.0);
        prepared.draw(&mut resample, &mut draws, &mut sums);
        prepared.statistic(&sums)
    };
    (0..options.replicates).filter_map(one).collect()
}

fn bca(prepared: &Prepared, sorted: &[f64], observed: f64) -> Outcome<BcaCorrection> {
    let below = sorted.partition_point(|value| *value < observed);
    let up_to = sorted.partition_point(|value| *value <= observed);
    let share = (below + up_to) as f64 / (2 * sorted.len()) as f64;
    let bias = normal_quantile(1.0 - share).ok_or(NotComputable::NoSpread)?;
    Ok(BcaCorrection {
        bias,
        acceleration: prepared.acceleration()?,
    })
}

/// Type 7, of sorted values.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let low = *sorted.get(place.floor() as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    Some(low + (place - place.floor()) * (high - low))
}
