use super::design::Row;
use super::{Design, Interval, NotComputable, Outcome, student_quantile};
use serde::{Deserialize, Serialize};

/// What share of the population has one value, among those who have the variable.
///
/// # Question
/// How many of a hundred in the population answer so, or are of this kind, and how far
/// may the sample be off, given how it was drawn?
///
/// # Formula
/// `p = Σ w·[y = v] / Σ w` over the respondents with a value; its standard error by
/// linearisation, as of a mean. The interval is symmetric on the logits, so that it
/// stays between 0 and 1: `logit p ± t·se / (p(1 − p))`, Student's t with units minus
/// strata degrees of freedom.
///
/// # Assumes
/// As [`super::design_means`].
///
/// # When not
/// Where nobody or everybody has the value there is a share and no interval.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_share};
/// let pattern = |answer: f64, weight: f64, count: u64| DesignPattern {
///     values: vec![Some(answer)],
///     weight: Some(weight),
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![pattern(3.0, 1.0, 6), pattern(4.0, 3.0, 6)];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let found = design_share(&design, 0, 4.0, 0.95).unwrap();
/// assert_eq!((found.share, found.n), (0.75, 6));
/// let interval = found.interval.unwrap();
/// assert!(interval.low.unwrap() > 0.4 && interval.high.unwrap() < 1.0);
/// ```
///
/// # Checked against
/// `svy_share` of the reference cases (R `survey::svyciprop(method = "logit")`).
///
/// # References
/// Lumley, Complex Surveys (Wiley 2010).
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody with a weight has the variable; those of
/// the design. The interval: [`NotComputable::NoSpread`] for a share of 0 or 1,
/// [`NotComputable::OutOfRange`] without degrees of freedom.
pub fn design_share(
    design: &Design,
    variable: usize,
    value: f64,
    confidence: f64,
) -> Outcome<DesignShare> {
    let has = |row: &Row| row.value(variable).map(|found| found == value);
    let size = design.total(|row| has(row).map(|_| row.weight));
    if size <= 0.0 {
        return Err(NotComputable::NoAnswers);
    }
    let own = design.rows.iter().filter(|row| has(row) == Some(true));
    let share = design.total(|row| has(row).filter(|own| *own).map(|_| row.weight)) / size;
    let score = |row: &Row| match has(row) {
        Some(own) => (f64::from(u8::from(own)) - share) * row.weight / size,
        None => 0.0,
    };
    let present: Vec<bool> = design.rows.iter().map(|row| has(row).is_some()).collect();
    let variance = design.variance(design.rows.iter().map(score).collect(), &present)?;
    let se = variance.sqrt();
    Ok(DesignShare {
        n: own.map(|row| row.count).sum(),
        share,
        se,
        interval: interval(share, se, design.degrees_of_freedom(), confidence),
    })
}

/// Symmetric on the logits.
fn interval(share: f64, se: f64, df: u64, confidence: f64) -> Outcome<Interval> {
    let spread = share * (1.0 - share);
    if !(spread > 0.0 && se > 0.0) {
        return Err(NotComputable::NoSpread);
    }
    let t = student_quantile((1.0 - confidence) / 2.0, df as f64)
        .ok_or_else(|| NotComputable::out_of_range("degrees_of_freedom"))?;
    let (logit, half) = (libm::log(share / (1.0 - share)), t * se / spread);
    let back = |logit: f64| Some(1.0 / (1.0 + libm::exp(-logit)));
    Ok(Interval {
        low: back(logit - half),
        high: back(logit + half),
        confidence,
    })
}

/// A share of a population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignShare {
    /// Respondents with the value, each counted once.
    pub n: u64,
    /// Of the population of those who have the variable (0–1).
    pub share: f64,
    pub se: f64,
    pub interval: Outcome<Interval>,
}
