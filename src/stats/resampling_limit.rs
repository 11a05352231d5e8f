use super::bootstrap::BcaCorrection;
use super::characteristic::{CentredHistogram, LatticeRange, SumOfDraws};
use super::pooled::common_divisor;
use super::sample::as_float;
use super::{Interval, NotComputable, Outcome, Sample, normal_quantile};
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
pub(super) struct Limit {
    pub histogram: CentredHistogram,
    /// The size of a distance of 1 in the statistic.
    pub scale: f64,
    pub observed: f64,
    pub missing: u64,
    pub linearised: bool,
}

impl Limit {
    pub fn described(self, confidence: f64) -> Outcome<BootstrapLimit> {
        let upper = (1.0 - confidence) / 2.0;
        let z = normal_quantile(upper).filter(|z| *z > 0.0);
        let z = z.ok_or_else(|| NotComputable::out_of_range("confidence"))?;
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
pub(super) fn step_of(sample: &Sample) -> Option<i128> {
    let (least, _) = sample.units().first()?;
    let steps = sample
        .units()
        .iter()
        .map(|(units, _)| units.saturating_sub(*least));
    Some(steps.fold(0, common_divisor)).filter(|step| *step > 0)
}

pub(super) fn histogram_of(sample: &Sample, step: i128) -> Outcome<CentredHistogram> {
    let n = sample.n();
    let least = sample.units().first().map_or(0, |(units, _)| *units);
    let steps: Vec<i128> = sample
        .units()
        .iter()
        .map(|(units, _)| units.saturating_sub(least) / step)
        .collect();
    let counts: Vec<u64> = sample.units().iter().map(|(_, count)| *count).collect();
    let cells = steps.iter().zip(&counts);
    let mut products = cells.map(|(step, count)| step.checked_mul(i128::from(*count)));
    let sum = products.try_fold(0_i128, |sum, product| sum.checked_add(product?));
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
    NotComputable::out_of_range("values")
}
