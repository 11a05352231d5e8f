use super::interval::{coverage, finite, possible};
use super::quantile::{five_numbers, median_distance, quantile, trimmed_mean};
use super::{Exact, Interval, NotComputable, Outcome, QuantileType, Sample, student_quantile};
use serde::{Deserialize, Serialize};

/// What one variable looks like: its middle, spread, shape and quantiles.
///
/// # Question
/// How high are the answers, how far apart, and how lopsided?
///
/// # Formula
/// `x̄ = Σx/n`, `s² = Σ(x − x̄)²/(n − 1)`, interval `x̄ ± t·s/√n`.
/// With `mₖ = Σ(x − x̄)ᵏ/n`:
///
/// | | skewness | excess kurtosis |
/// |---|---|---|
/// | `G` (SPSS, Excel) | `n/((n−1)(n−2)) Σ((x−x̄)/s)³` | `n(n+1)/((n−1)(n−2)(n−3)) Σ((x−x̄)/s)⁴ − 3(n−1)²/((n−2)(n−3))` |
/// | `g` (scipy) | `m₃/m₂^1.5` | `m₄/m₂² − 3` |
/// | `b` (R psych) | `m₃/s³` | `m₄/s⁴ − 3` |
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
    let moments = ShapeMoments::of(sample);
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
        about_float_mean: FloatShape::of(&moments, &mean),
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
    fn of(moments: &ShapeMoments, mean: &Exact) -> FloatShape {
        let away =
            Exact::binary(mean.value()).map_or(Exact::whole(0), |float| mean.clone() - float);
        let moved = moments.about(&away);
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

/// Exact sums of powers about the mean.
struct ShapeMoments {
    n: u64,
    second: Exact,
    third: Exact,
    fourth: Exact,
}

impl ShapeMoments {
    fn of(sample: &Sample) -> ShapeMoments {
        ShapeMoments {
            n: sample.n(),
            second: sample.about_mean(2),
            third: sample.about_mean(3),
            fourth: sample.about_mean(4),
        }
    }

    /// About another centre, which lies `away` below the mean.
    fn about(&self, away: &Exact) -> ShapeMoments {
        let n = whole(self.n, 0);
        let times = |factor: i128, degree: u32, moment: &Exact| match away.is_zero() {
            true => Exact::whole(0),
            false => Exact::whole(factor) * power(away, degree) * moment.clone(),
        };
        ShapeMoments {
            n: self.n,
            second: self.second.clone() + times(1, 2, &n),
            third: self.third.clone() + times(3, 1, &self.second) + times(1, 3, &n),
            fourth: self.fourth.clone()
                + times(4, 1, &self.third)
                + times(6, 2, &self.second)
                + times(1, 4, &n),
        }
    }

    fn skewness(&self) -> Skewness {
        let n = whole(self.n, 0);
        // Every definition is a factor before g₁, which is √n·Σ³/Σ²^1.5.
        let square = n.clone() * power(&self.third, 2) / power(&self.second, 3);
        let root = |factor: Exact| (factor * square.clone()).signed_root(self.third.is_negative());
        let less = whole(self.n, 1);
        let spss = less.clone() * n.clone() / power(&whole(self.n, 2), 2);
        let psych = power(&(less / n), 3);
        let value = |needed, factor| self.spread(needed).map(|()| root(factor));
        let (spss, se) = (value(3, spss), self.se_skewness());
        Skewness {
            z: over(&spss, &se),
            spss,
            se,
            moment: value(2, Exact::whole(1)),
            psych: value(2, psych),
        }
    }

    fn kurtosis(&self) -> Kurtosis {
        let n = whole(self.n, 0);
        let ratio = n.clone() * self.fourth.clone() / power(&self.second, 2);
        let three = Exact::whole(3);
        let (n1, n2, n3) = (whole(self.n, 1), whole(self.n, 2), whole(self.n, 3));
        let factor = n1.clone() / (n2 * n3);
        let more = n.clone() + Exact::whole(1);
        let spss = factor * (more * ratio.clone() - three.clone() * n1.clone());
        let shrunk = ratio.clone() * power(&(n1 / n), 2);
        let value = |needed, of: Exact| self.spread(needed).map(|()| of.value());
        let (spss, se) = (value(4, spss), self.se_kurtosis());
        Kurtosis {
            z: over(&spss, &se),
            spss,
            se,
            moment: value(2, ratio - three.clone()),
            psych: value(2, shrunk - three),
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

fn whole(n: u64, less: i128) -> Exact {
    Exact::whole(i128::from(n) - less)
}

fn power(base: &Exact, exponent: u32) -> Exact {
    (1..exponent).fold(base.clone(), |product, _| product * base.clone())
}
