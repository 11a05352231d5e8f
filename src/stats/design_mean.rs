use super::design::{Row, out_of_range};
use super::{Design, Interval, NotComputable, Outcome, normal_quantile, student_quantile};
use serde::{Deserialize, Serialize};

/// Means of several variables for the population of a design, with standard
/// errors, intervals and design effects.
///
/// # Question
/// What is the mean in the population, and how far may the sample be off, given
/// how it was drawn?
///
/// # Formula
/// `ȳ = Σ w·y / Σ w` over the respondents who have every variable asked for;
/// its variance is that of the total of `w·(y − ȳ)/Σw` (Taylor linearisation),
/// stage by stage: `Σ_strata (1 − n/N)·n/(n − 1)·Σ (t − t̄)²`. The design effect is
/// the variance over the one of a simple random sample of as many without
/// replacement, `(1 − n/N̂)·s²/n`, and with replacement, `s²/n`.
///
/// # Assumes
/// Weights are one over the probabilities of being drawn; units were drawn at
/// random within strata; at least two units per stratum. Both intervals are
/// given: `interval_t` by Student's t with units minus strata degrees of freedom
/// (the one to print: wider where clusters are few) and `interval_normal`, the
/// default of R survey's `confint`.
///
/// # When not
/// For respondents who came by themselves there is no design; then weights remove
/// known imbalances at best.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_means};
/// // A simple random sample of 4 of 20: the textbook formula.
/// let pattern = |value: f64, count: u64| DesignPattern {
///     values: vec![Some(value)],
///     population: vec![20.0],
///     count,
///     ..DesignPattern::default()
/// };
/// let design = Design::new(vec![pattern(2.0, 2), pattern(4.0, 2)], DesignOptions::default()).unwrap();
/// let mean = &design_means(&design, &[0], 0.95).unwrap().estimates[0];
/// assert_eq!(mean.estimate, 3.0);
/// // s² = 4/3, (1 − 4/20)·s²/4
/// assert!((mean.se - (0.8_f64 * 4.0 / 3.0 / 4.0).sqrt()).abs() < 1e-15);
/// assert!((mean.deff.clone().unwrap() - 1.0).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `svy_mean_total` of the reference cases (R `survey::svymean`).
///
/// # References
/// Lumley, Complex Surveys (Wiley 2010) ch. 2; Särndal, Swensson and Wretman, Model
/// Assisted Survey Sampling (Springer 1992) ch. 4–5; Kish, Survey Sampling (1965).
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has every variable;
/// [`NotComputable::TooFew`] for a stratum with a single unit.
pub fn design_means(
    design: &Design,
    variables: &[usize],
    confidence: f64,
) -> Outcome<DesignEstimates> {
    estimates(design, variables, confidence, Target::Mean)
}

/// Totals of several variables over the population of a design.
///
/// # Question
/// How much is it in the whole population?
///
/// # Formula
/// `Σ w·y`, its variance that of the total of `w·y`; all else as in
/// [`design_means`]. Respondents without a value add nothing, so a total over
/// incomplete answers is too small.
///
/// # Assumes
/// As [`design_means`]; and weights that add up to the population.
///
/// # When not
/// Where weights were scaled to the number of respondents.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_totals};
/// let pattern = |value: f64, count: u64| DesignPattern {
///     values: vec![Some(value)],
///     population: vec![20.0],
///     count,
///     ..DesignPattern::default()
/// };
/// let design = Design::new(vec![pattern(2.0, 2), pattern(4.0, 2)], DesignOptions::default()).unwrap();
/// assert_eq!(design_totals(&design, &[0], 0.95).unwrap().estimates[0].estimate, 60.0);
/// ```
///
/// # Checked against
/// `svy_mean_total` of the reference cases (R `survey::svytotal`).
///
/// # References
/// As [`design_means`].
///
/// # Errors
/// As [`design_means`].
pub fn design_totals(
    design: &Design,
    variables: &[usize],
    confidence: f64,
) -> Outcome<DesignEstimates> {
    estimates(design, variables, confidence, Target::Total)
}

/// Means or totals of a population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignEstimates {
    /// Respondents, used, and left out because a value is missing.
    pub n: u64,
    pub used: u64,
    pub missing: u64,
    /// First-stage units minus strata.
    pub degrees_of_freedom: u64,
    /// Of all respondents.
    pub sum_weights: f64,
    /// `(Σw)²/Σw²`: as many respondents with equal weights tell as much.
    pub kish_effective_n: f64,
    /// `n·Σw²/(Σw)²`: what unequal weights cost.
    pub kish_design_effect: f64,
    /// In the order asked for.
    pub estimates: Vec<DesignEstimate>,
}

/// A mean or a total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignEstimate {
    pub estimate: f64,
    pub se: f64,
    pub interval_normal: Interval,
    /// None without degrees of freedom.
    pub interval_t: Outcome<Interval>,
    /// Standard deviation in the population, `√(Σw(y − ȳ)²/Σw · n/(n − 1))` over the
    /// respondents with a value and a weight; none of fewer than two.
    #[serde(default)]
    pub sd: Option<f64>,
    /// Against a simple random sample without replacement;
    /// [`NotComputable::WholePopulation`] where the weights add up to the number
    /// of respondents, [`NotComputable::OutOfRange`] where to less.
    pub deff: Outcome<f64>,
    /// Against one with replacement.
    pub deff_replacement: Outcome<f64>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Target {
    Mean,
    Total,
}

fn estimates(
    design: &Design,
    variables: &[usize],
    confidence: f64,
    target: Target,
) -> Outcome<DesignEstimates> {
    let complete = |row: &Row| variables.iter().all(|&v| row.value(v).is_some());
    let sum_weights = design.sum_weights();
    let squares = design.total(|row| Some(row.weight * row.weight));
    let used = design.rows.iter().filter(|row| complete(row));
    let (n, used) = (design.n(), used.map(|row| row.count).sum::<u64>());
    let estimates = variables.iter().map(|&variable| {
        let found = estimate(design, variable, complete, target)?;
        found.described(design, confidence)
    });
    Ok(DesignEstimates {
        n,
        used,
        missing: n.saturating_sub(used),
        degrees_of_freedom: design.degrees_of_freedom(),
        sum_weights,
        kish_effective_n: sum_weights * sum_weights / squares,
        kish_design_effect: n as f64 * squares / (sum_weights * sum_weights),
        estimates: estimates.collect::<Outcome<_>>()?,
    })
}

/// An estimate with what its design effect needs.
pub(super) struct Estimated {
    pub estimate: f64,
    pub variance: f64,
    /// Respondents with a weight, and the sum of their weights.
    used: f64,
    size: f64,
    /// `s²`, weighted.
    spread: f64,
    target: Target,
}

/// A mean or total over the part of the respondents that is `inside` and has a
/// value, as a domain of the whole design.
pub(super) fn estimate(
    design: &Design,
    variable: usize,
    inside: impl Fn(&Row) -> bool,
    target: Target,
) -> Outcome<Estimated> {
    let value = |row: &Row| row.value(variable).filter(|_| inside(row));
    let size = design.total(|row| value(row).map(|_| row.weight));
    if size <= 0.0 {
        return Err(NotComputable::NoAnswers);
    }
    let total = design.total(|row| value(row).map(|y| y * row.weight));
    let mean = total / size;
    let score = |row: &Row| match (value(row), target) {
        (Some(y), Target::Mean) => (y - mean) * row.weight / size,
        (Some(y), Target::Total) => y * row.weight,
        (None, _) => 0.0,
    };
    let present: Vec<bool> = design.rows.iter().map(|row| value(row).is_some()).collect();
    let variance = design.variance(design.rows.iter().map(score).collect(), &present)?;
    let weighted = |row: &Row| value(row).filter(|_| row.weight != 0.0);
    let used = design.total(|row| weighted(row).map(|_| 1.0));
    let squares = design.total(|row| value(row).map(|y| (y - mean) * (y - mean) * row.weight));
    Ok(Estimated {
        estimate: if target == Target::Mean { mean } else { total },
        variance,
        used,
        size,
        spread: squares / size * used / (used - 1.0),
        target,
    })
}

impl Estimated {
    fn described(&self, design: &Design, confidence: f64) -> Outcome<DesignEstimate> {
        let (estimate, se) = (self.estimate, self.variance.sqrt());
        let upper = (1.0 - confidence) / 2.0;
        let z = normal_quantile(upper).ok_or_else(|| out_of_range("confidence"))?;
        let df = design.degrees_of_freedom() as f64;
        let t = student_quantile(upper, df).ok_or_else(|| out_of_range("degrees_of_freedom"));
        let around = |half: f64| Interval {
            low: Some(estimate - half),
            high: Some(estimate + half),
            confidence,
        };
        if !(estimate.is_finite() && se.is_finite()) {
            return Err(out_of_range("values"));
        }
        Ok(DesignEstimate {
            estimate,
            se,
            interval_normal: around(z * se),
            interval_t: t.map(|t| around(t * se)),
            sd: Some(self.spread.sqrt()).filter(|sd| sd.is_finite()),
            deff: self.deff(),
            deff_replacement: self.over(self.spread / self.used),
        })
    }

    fn deff(&self) -> Outcome<f64> {
        if self.size == self.used {
            let n = self.used as u64;
            return Err(NotComputable::WholePopulation { n, population: n });
        }
        if self.size < self.used {
            return Err(out_of_range("weight"));
        }
        self.over(self.spread / self.used * (self.size - self.used) / self.size)
    }

    /// The variance over that of a mean by simple random sampling.
    fn over(&self, simple: f64) -> Outcome<f64> {
        if self.used <= 1.0 {
            return Err(NotComputable::TooFew {
                n: self.used as u64,
                needed: 2,
            });
        }
        let simple = match self.target {
            Target::Mean => simple,
            Target::Total => simple * self.size * self.size,
        };
        match simple > 0.0 {
            true => Ok(self.variance / simple),
            false => Err(NotComputable::NoSpread),
        }
    }
}
