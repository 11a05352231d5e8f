use super::normal::{normal_quantile, normal_upper};
use super::standardized::{Standardized, standardized};
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Shapiro and Wilk's test of normality, by Royston's algorithm AS R94.
///
/// # Question
/// Could these values be a sample of a normal distribution?
///
/// # Formula
/// `W = (Σ aᵢ x₍ᵢ₎)² / Σ (xᵢ − x̄)²`, with weights `a` for the ordered values
/// from Blom's normal scores and Royston's polynomials in `1/√n`. The p value
/// is that of `ln(1 − W)`, which is about normal; exact for n = 3.
///
/// # Assumes
/// Independent values, 3 to 5,000 of them.
///
/// # When not
/// Answers on a scale of few levels are never normal: with many respondents the
/// test only says so. A mean of many of them may be near enough to normal all
/// the same. Above 5,000 look at the histogram. Residuals come in by
/// [`Sample::of_computed`].
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, shapiro_wilk};
/// let weights = [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236];
/// let weights: Vec<_> = weights.iter().map(|&w| Some(f64::from(w))).collect();
/// let test = shapiro_wilk(&Sample::of_numbers(&weights).unwrap()).unwrap();
/// assert!((test.w - 0.79).abs() < 0.005);
/// assert!((test.p - 0.0067).abs() < 1e-4);
/// ```
///
/// # Checked against
/// `normality` of the reference cases (R `shapiro.test`).
///
/// # References
/// P. Royston, Remark AS R94, Applied Statistics 44 (1995) 547–551; S. Shapiro,
/// M. Wilk, Biometrika 52 (1965) 591–611 (the example).
///
/// # Errors
/// [`NotComputable::TooFew`] below 3, [`NotComputable::TooMany`] above 5,000,
/// [`NotComputable::NoSpread`] where all are alike.
pub fn shapiro_wilk(sample: &Sample) -> Outcome<ShapiroWilk> {
    let n = sample.n();
    match n {
        0 => return Err(NotComputable::NoAnswers),
        1..=2 => return Err(NotComputable::TooFew { n, needed: 3 }),
        3..=5_000 => {}
        _ => return Err(NotComputable::TooMany { n, most: 5_000 }),
    }
    let values = standardized(sample)?;
    let weights = upper_weights(n)?;
    let (w, rest) = statistic(&values, &weights);
    let tied: u64 = values.z.iter().filter(|v| v.1 > 1).map(|v| v.1).sum();
    Ok(ShapiroWilk {
        w,
        p: p_value(w, rest, n as f64),
        n,
        missing: sample.missing,
        weights,
        cautions: Vec::from_iter((tied > 0).then_some(Caution::Ties { tied })),
    })
}

/// The weights of the largest value, the second largest, … down to the middle;
/// those of the lower half are their negatives.
fn upper_weights(n: u64) -> Outcome<Vec<f64>> {
    if n == 3 {
        return Ok(vec![FRAC_1_SQRT_2]);
    }
    let size = n as f64;
    let score = |i: u64| normal_quantile((i as f64 - 0.375) / (size + 0.25));
    let scores: Option<Vec<f64>> = (1..=n / 2).map(score).collect();
    let mut weights = scores.ok_or(NotComputable::TooFew { n, needed: 3 })?;
    let squares: f64 = 2.0 * weights.iter().rev().map(|m| m * m).sum::<f64>();
    let u = 1.0 / size.sqrt();
    let ends = [
        [0.0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056],
        [0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633],
    ];
    let by_polynomial = if n > 5 { 2 } else { 1 };
    let (mut scores_left, mut weight_left) = (squares, 1.0);
    for (weight, end) in weights.iter_mut().zip(&ends).take(by_polynomial) {
        scores_left -= 2.0 * *weight * *weight;
        *weight = *weight / squares.sqrt() + polynomial(end, u);
        weight_left -= 2.0 * *weight * *weight;
    }
    let factor = (scores_left / weight_left).sqrt();
    for weight in weights.iter_mut().skip(by_polynomial) {
        *weight /= factor;
    }
    Ok(weights)
}

/// W and 1 − W, each without loss of digits.
fn statistic(values: &Standardized, upper: &[f64]) -> (f64, f64) {
    // Sums of the weights of all ranks up to each: 0 for none and for all.
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for weight in upper {
        sum -= weight;
        sums.push(sum);
    }
    let n = values.n as usize;
    let up_to = |rank: usize| sums.get(rank.min(n - rank)).copied().unwrap_or(0.0);
    let (mut product, mut squares, mut rank) = (0.0, 0.0, 0);
    for &(z, count) in &values.z {
        let next = (rank + count as usize).min(n);
        product += z * (up_to(next) - up_to(rank));
        squares += count as f64 * z * z;
        rank = next;
    }
    let of_weights = 2.0 * upper.iter().rev().map(|a| a * a).sum::<f64>();
    let all = (of_weights * squares).sqrt();
    let rest = (all - product) * (all + product) / (of_weights * squares);
    let rest = rest.clamp(0.0, 1.0);
    (1.0 - rest, rest)
}

fn p_value(w: f64, rest: f64, n: f64) -> f64 {
    if n == 3.0 {
        let p = 6.0 / PI * (libm::asin(w.sqrt()) - PI / 3.0);
        return p.clamp(0.0, 1.0);
    }
    let y = libm::log(rest);
    let (y, mean, ln_deviation) = if n <= 11.0 {
        let gamma = polynomial(&[-2.273, 0.459], n);
        if y >= gamma {
            // Royston's "obvious" value.
            return 1e-99;
        }
        (
            -libm::log(gamma - y),
            polynomial(&[0.544, -0.39978, 0.025054, -6.714e-4], n),
            polynomial(&[1.3822, -0.77857, 0.062767, -0.0020322], n),
        )
    } else {
        let ln = libm::log(n);
        (
            y,
            polynomial(&[-1.5861, -0.31082, -0.083751, 0.0038915], ln),
            polynomial(&[-0.4803, -0.082676, 0.0030302], ln),
        )
    };
    normal_upper((y - mean) / libm::exp(ln_deviation)).unwrap_or(1.0)
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// What [`shapiro_wilk`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShapiroWilk {
    pub w: f64,
    pub p: f64,
    pub n: u64,
    pub missing: u64,
    /// Of the largest value, the second largest, … down to the middle.
    pub weights: Vec<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for ShapiroWilk {
    fn method(&self) -> &'static str {
        "shapiro_wilk"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "W".to_owned(),
            value: self.w,
            df: vec![],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        None
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![],
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
