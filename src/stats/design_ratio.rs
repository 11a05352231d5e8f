use super::design::Row;
use super::{Design, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// The ratio of two totals of the population.
///
/// # Question
/// How much of one thing is there per unit of another?
///
/// # Formula
/// `r = Σ w·y / Σ w·x` over the respondents who have both; its variance is that of
/// the total of `w·(y − r·x)/Σ w·x`.
///
/// # Assumes
/// As [`super::design_means`]; a total of x well away from 0.
///
/// # When not
/// Not the mean of the respondents' own ratios.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_ratio};
/// let pattern = |y: f64, x: f64| DesignPattern {
///     values: vec![Some(y), Some(x)],
///     count: 3,
///     ..DesignPattern::default()
/// };
/// let design = Design::new(vec![pattern(1.0, 2.0), pattern(3.0, 6.0)], DesignOptions::default()).unwrap();
/// let ratio = design_ratio(&design, 0, 1).unwrap();
/// assert_eq!((ratio.ratio, ratio.se), (0.5, 0.0));
/// ```
///
/// # Checked against
/// `svy_ratio` of the reference cases (R `survey::svyratio`).
///
/// # References
/// Cochran, Sampling Techniques (3rd ed., Wiley 1977) ch. 6.
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has both;
/// [`NotComputable::OutOfRange`] for a denominator of 0.
pub fn design_ratio(design: &Design, numerator: usize, denominator: usize) -> Outcome<DesignRatio> {
    let both = |row: &Row| Some((row.value(numerator)?, row.value(denominator)?));
    let used = design.rows.iter().filter(|row| both(row).is_some());
    let used: u64 = used.map(|row| row.count).sum();
    if used == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let top = design.total(|row| both(row).map(|(y, _)| y * row.weight));
    let bottom = design.total(|row| both(row).map(|(_, x)| x * row.weight));
    let ratio = top / bottom;
    if !ratio.is_finite() {
        return Err(NotComputable::out_of_range("denominator"));
    }
    let score = |row: &Row| both(row).map_or(0.0, |(y, x)| (y - ratio * x) * row.weight / bottom);
    let present: Vec<bool> = design.rows.iter().map(|row| both(row).is_some()).collect();
    let variance = design.variance(design.rows.iter().map(score).collect(), &present)?;
    Ok(DesignRatio {
        used,
        numerator: top,
        denominator: bottom,
        ratio,
        se: variance.sqrt(),
    })
}

/// A ratio of totals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignRatio {
    /// Respondents who have both.
    pub used: u64,
    /// The two totals.
    pub numerator: f64,
    pub denominator: f64,
    pub ratio: f64,
    pub se: f64,
}
