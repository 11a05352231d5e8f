use super::exact::quotient;
use super::interval::{coverage, finite, possible};
use super::quantile::{five_numbers, median_distance, quantile, trimmed_mean};
use super::{Exact, Interval, NotComputable, Outcome, QuantileType, Sample, student_quantile};
use num_bigint::{BigInt, Sign};
use num_traits::{Pow, Zero};
use serde::{Deserialize, Serialize};

/// What one variable looks like: its middle, spread, shape and quantiles.
///
/// # Question
/// How high are the answers, how far apart, and how lopsided?
///
/// # Formula
/// `x̄ = Σx/n`, `s² = Σ(x − x̄)²/(n − 1)`, interval `x̄ ± t·s/√n`.
/// Skewness: `G1 = n/((n−1)(n−2)) Σ((x−x̄)/s)³` (SPSS, Excel); with
/// `mₖ = Σ(x − x̄)ᵏ/n` also `g1 = m₃/m₂^1.5` (scipy) and `b1 = m₃/s³` (R psych).
/// Excess kurtosis:
/// `G2 = n(n+1)/((n−1)(n−2)(n−3)) Σ((x−x̄)/s)⁴ − 3(n−1)²/((n−2)(n−3))`,
/// `g2 = m₄/m₂² − 3` and `b2 = m₄/s⁴ − 3`.
///
/// The default is `G` with SPSS's standard errors: nearly unbiased for normal
/// data, and what readers of theses know. The quartiles are given by type 6
/// (SPSS) and type 7 (R), see [`quantile`].
///
/// # Assumes
/// A mean assumes that the steps of the scale are of equal size.
///
/// # When not
/// Few answers: the shape of fewer than about 30 says little. On a scale of
/// four steps the median moves in whole steps.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, descriptives};
/// let answers = Sample::of_codes(1, &[0, 3, 5, 2], 1);
/// let of = descriptives(&answers, 0.95).unwrap();
/// assert_eq!((of.n, of.missing, of.mean, of.median), (10, 1, 2.9, 3.0));
/// assert_eq!(of.variance, Ok(49.0 / 90.0));
/// ```
///
/// # Checked against
/// `descriptives` of the reference cases (R; `psych::skew`, `kurtosi`), and the
/// nine univariate sets of NIST StRD to 13 digits.
///
/// # References
/// Joanes & Gill, The Statistician 47 (1998) 183–189; Hyndman & Fan, American
/// Statistician 50 (1996) 361–365; Tukey, Exploratory Data Analysis (1977).
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a value, [`NotComputable::OutOfRange`]
/// for a confidence outside 0 to 1.
pub fn descriptives(sample: &Sample, confidence: f64) -> Outcome<Descriptives> {
    let confidence = coverage(confidence)?;
    let mean = sample.mean()?;
    let moments = ShapeMoments::about(sample, &mean);
    let sd = sample.variance().map(|v| v.signed_root(false));
    let se_mean = standard_error(sample);
    let [min, lower_hinge, middle, upper_hinge, max] = five_numbers(sample)?;
    let quartiles = |kind| quartiles(sample, kind);
    Ok(Descriptives {
        n: sample.n(),
        missing: sample.missing,
        sum: finite(sample.sum().value(), "values")?,
        mean: finite(mean.value(), "values")?,
        variance: sample.variance().and_then(|v| finite(v.value(), "values")),
        mean_interval: mean_interval(&mean, &se_mean, sample.n(), confidence),
        cv: sd.clone().and_then(|sd| ratio(sd, mean.value(), "mean")),
        sd,
        se_mean,
        median: middle,
        min,
        max,
        range: finite(max - min, "values")?,
        hinges: [lower_hinge, upper_hinge],
        quartiles_type2: quartiles(QuantileType::Type2)?,
        quartiles_type6: quartiles(QuantileType::Type6)?,
        quartiles_type7: quartiles(QuantileType::Type7)?,
        deciles_type6: deciles(sample, QuantileType::Type6)?,
        deciles_type7: deciles(sample, QuantileType::Type7)?,
        mad: finite(1.4826 * median_distance(sample)?.value(), "values")?,
        trimmed_mean_10: trimmed_mean(sample, &Exact::ratio(1, 10))?.value(),
        skewness: moments.skewness(),
        kurtosis: moments.kurtosis(),
        about_float_mean: FloatShape::of(sample, &mean),
        modes: modes(sample),
    })
}

/// Descriptives of one variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Descriptives {
    /// Respondents with a value.
    pub n: u64,
    /// Respondents without.
    pub missing: u64,
    pub sum: f64,
    pub mean: f64,
    /// Divisor n − 1.
    pub variance: Outcome<f64>,
    pub sd: Outcome<f64>,
    /// `s/√n`.
    pub se_mean: Outcome<f64>,
    /// By Student's t.
    pub mean_interval: Outcome<Interval>,
    /// `s/x̄`.
    pub cv: Outcome<f64>,
    pub median: f64,
    pub min: f64,
    pub max: f64,
    pub range: f64,
    /// Tukey's lower and upper hinge (R `fivenum`).
    pub hinges: [f64; 2],
    pub quartiles_type2: [f64; 3],
    /// SPSS.
    pub quartiles_type6: [f64; 3],
    /// R, numpy, Excel.
    pub quartiles_type7: [f64; 3],
    pub deciles_type6: [f64; 9],
    pub deciles_type7: [f64; 9],
    /// `1.4826 · median |x − median|`, which estimates σ of normal data.
    pub mad: f64,
    /// Without the lowest and the highest tenth.
    pub trimmed_mean_10: f64,
    pub skewness: Skewness,
    pub kurtosis: Kurtosis,
    /// The same as programs have it that round the mean to a float first.
    pub about_float_mean: FloatShape,
    /// Every most frequent value, rising; SPSS prints the first.
    pub modes: Vec<f64>,
}

/// Skewness and kurtosis about the mean as the nearest float, as R and scipy
/// compute them: of values far from 0 the rounding shows in the seventh digit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FloatShape {
    pub skewness: Skewness,
    pub kurtosis: Kurtosis,
}

impl FloatShape {
    fn of(sample: &Sample, mean: &Exact) -> FloatShape {
        let centre = Exact::binary(mean.value());
        let moved = ShapeMoments::about(sample, centre.as_ref().unwrap_or(mean));
        FloatShape {
            skewness: moved.skewness(),
            kurtosis: moved.kurtosis(),
        }
    }
}

/// Lopsidedness: above 0 with a long tail of high values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Skewness {
    /// `G₁` (SPSS, Excel; R `e1071` type 2); from three values.
    pub spss: Outcome<f64>,
    /// Of `G₁`, as SPSS prints it.
    pub se: Outcome<f64>,
    /// `G₁/se`.
    pub z: Outcome<f64>,
    /// `g₁` (scipy default).
    pub moment: Outcome<f64>,
    /// `b₁` (R `psych`, Minitab).
    pub psych: Outcome<f64>,
}

/// Heaviness of the tails against the normal distribution's, which has 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kurtosis {
    /// `G₂` (SPSS, Excel; R `e1071` type 2); from four values.
    pub spss: Outcome<f64>,
    /// Of `G₂`, as SPSS prints it.
    pub se: Outcome<f64>,
    /// `G₂/se`.
    pub z: Outcome<f64>,
    /// `g₂` (scipy default).
    pub moment: Outcome<f64>,
    /// `b₂` (R `psych`, Minitab).
    pub psych: Outcome<f64>,
}

fn standard_error(sample: &Sample) -> Outcome<f64> {
    let of_mean = sample.variance()? / Exact::whole(sample.n().into());
    finite(of_mean.signed_root(false), "values")
}

impl Descriptives {
    /// The ends of [`Descriptives::mean_interval`], to be drawn.
    ///
    /// # Errors
    /// Those of the interval; equal values, of which an interval without width would look
    /// exact.
    pub fn drawn_interval(&self) -> Outcome<(f64, f64)> {
        let interval = self.mean_interval.clone()?;
        match self.sd {
            Ok(sd) if sd > 0.0 => Ok(interval.ends()),
            _ => Err(NotComputable::NoSpread),
        }
    }
}

fn mean_interval(mean: &Exact, se: &Outcome<f64>, n: u64, confidence: f64) -> Outcome<Interval> {
    let se = se.clone()?;
    let t = student_quantile((1.0 - confidence) / 2.0, n as f64 - 1.0);
    let half = possible(t, "confidence")? * se;
    Ok(Interval {
        low: Some(mean.value() - half),
        high: Some(mean.value() + half),
        confidence,
    })
}

fn quartiles(sample: &Sample, kind: QuantileType) -> Outcome<[f64; 3]> {
    let quarter = |q| quantile(sample, &Exact::ratio(q, 4), kind);
    Ok([quarter(1)?, quarter(2)?, quarter(3)?])
}

fn deciles(sample: &Sample, kind: QuantileType) -> Outcome<[f64; 9]> {
    let mut found = [0.0; 9];
    for (slot, tenths) in found.iter_mut().zip(1..) {
        *slot = quantile(sample, &Exact::ratio(tenths, 10), kind)?;
    }
    Ok(found)
}

fn modes(sample: &Sample) -> Vec<f64> {
    let most = sample.values().map(|(_, count)| count).max();
    let common = sample.values().filter(|(_, count)| Some(*count) == most);
    common.map(|(value, _)| value).collect()
}

fn ratio(numerator: f64, denominator: f64, what: &str) -> Outcome<f64> {
    finite(numerator / denominator, what)
}

/// `Σ (x − c)²`, `³` and `⁴` as whole numbers of some unit: what is made of them
/// has none, and a fraction need not be reduced before its only division.
struct ShapeMoments {
    n: u64,
    second: BigInt,
    third: BigInt,
    fourth: BigInt,
}

impl ShapeMoments {
    /// About the mean or what stands for it.
    fn about(sample: &Sample, centre: &Exact) -> ShapeMoments {
        let (above, below) = centre.parts();
        let origin = above * BigInt::from(10).pow(sample.places());
        let mut moments = ShapeMoments {
            n: sample.n(),
            second: BigInt::ZERO,
            third: BigInt::ZERO,
            fourth: BigInt::ZERO,
        };
        for &(units, count) in sample.units() {
            let away = below * units - &origin;
            let square = &away * &away;
            let weighted = &square * count;
            moments.third += &weighted * away;
            moments.fourth += &weighted * square;
            moments.second += weighted;
        }
        moments
    }

    fn skewness(&self) -> Skewness {
        let n = BigInt::from(self.n);
        // Every definition is a factor before g₁, which is √n·Σ³/Σ²^1.5.
        let above = &n * &self.third * &self.third;
        let below = &self.second * &self.second * &self.second;
        let value = |needed, (more, less): (BigInt, BigInt)| {
            let square = |()| quotient(&(&above * more), &(&below * less));
            let root = |square: f64| match self.third.sign() {
                Sign::Minus => -libm::sqrt(square.max(0.0)),
                _ => libm::sqrt(square.max(0.0)),
            };
            self.spread(needed).map(square).map(root)
        };
        let (n1, n2) = (&n - 1, &n - 2);
        let spss = value(3, (&n1 * &n, &n2 * &n2));
        let se = self.se_skewness();
        Skewness {
            z: over(&spss, &se),
            spss,
            se,
            moment: value(2, (1.into(), 1.into())),
            psych: value(2, (&n1 * &n1 * &n1, &n * &n * &n)),
        }
    }

    fn kurtosis(&self) -> Kurtosis {
        let n = BigInt::from(self.n);
        // n·Σ⁴/Σ²², which is g₂ + 3.
        let (above, below) = (&n * &self.fourth, &self.second * &self.second);
        let (n1, n2, n3) = (&n - 1, &n - 2, &n - 3);
        let value = |needed, more: BigInt, less: BigInt| {
            self.spread(needed).map(|()| quotient(&more, &less))
        };
        let spss = &n1 * ((&n + 1) * &above - 3 * &n1 * &below);
        let (spss, se) = (value(4, spss, n2 * n3 * &below), self.se_kurtosis());
        Kurtosis {
            z: over(&spss, &se),
            spss,
            se,
            moment: value(2, &above - 3 * &below, below.clone()),
            psych: value(
                2,
                &above * &n1 * &n1 - 3 * &below * &n * &n,
                &below * &n * &n,
            ),
        }
    }

    fn se_skewness(&self) -> Outcome<f64> {
        let n = self.enough(3)?;
        let square = 6.0 * n * (n - 1.0) / ((n - 2.0) * (n + 1.0) * (n + 3.0));
        Ok(libm::sqrt(square))
    }

    fn se_kurtosis(&self) -> Outcome<f64> {
        let n = self.enough(4)?;
        let skewness = self.se_skewness()?;
        let factor = 4.0 * (n * n - 1.0) / ((n - 3.0) * (n + 5.0));
        Ok(libm::sqrt(factor) * skewness)
    }

    fn enough(&self, needed: u64) -> Outcome<f64> {
        match self.n < needed {
            true => Err(NotComputable::TooFew { n: self.n, needed }),
            false => Ok(self.n as f64),
        }
    }

    fn spread(&self, needed: u64) -> Outcome<()> {
        self.enough(needed)?;
        match self.second.is_zero() {
            true => Err(NotComputable::NoSpread),
            false => Ok(()),
        }
    }
}

fn over(value: &Outcome<f64>, se: &Outcome<f64>) -> Outcome<f64> {
    ratio(value.clone()?, se.clone()?, "standard error")
}
