use super::design::Row;
use super::{Design, Interval, NotComputable, Outcome, Sizes, student_quantile, student_two_sided};
use serde::{Deserialize, Serialize};

/// Pearson's correlation in a population, with the weights, strata and clusters of a
/// design.
///
/// # Question
/// How closely do two values go together in the population?
///
/// # Formula
/// r from the weighted sums of squares and products. Its standard error is that of
/// the weighted total of `zx·zy − r·(zx² + zy²)/2` over the sum of the weights
/// (linearisation), z the values less their weighted mean over their weighted
/// standard deviation. `t = r/se` with as many degrees of freedom as the design has,
/// less one. The interval is that of Fisher's z, `atanh r ± t·se/(1 − r²)`, turned
/// back.
///
/// # Assumes
/// A linear relation.
///
/// # When not
/// For single answers in order a correlation of ranks says more; it has no
/// design-based form here.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_correlation};
/// let row = |x: f64, y: f64, weight: f64| DesignPattern {
///     values: vec![Some(x), Some(y)],
///     weight: Some(weight),
///     count: 1,
///     ..DesignPattern::default()
/// };
/// let rows = vec![row(1.0, 1.0, 1.0), row(2.0, 3.0, 1.0), row(3.0, 2.0, 2.0), row(4.0, 4.0, 1.0)];
/// let design = Design::new(rows, DesignOptions::default()).unwrap();
/// let found = design_correlation(&design, 0, 1, 0.95).unwrap();
/// // Weighted sums of products 3.8, 5.2 and 5.2.
/// assert!((found.r - 3.8 / 5.2).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `svy_cor` of the reference cases (R `survey::svymean` of the products with
/// `svycontrast`).
///
/// # References
/// Binder (1983) International Statistical Review 51; Lumley (2010), *Complex
/// Surveys*.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::NoSpread`] for equal values or a
/// perfect relation; [`NotComputable::OutOfRange`] without degrees of freedom; those
/// of the design.
pub fn design_correlation(
    design: &Design,
    first: usize,
    second: usize,
    confidence: f64,
) -> Outcome<DesignCorrelation> {
    let both = |row: &Row| Some((row.value(first)?, row.value(second)?));
    let size = design.total(|row| both(row).map(|_| row.weight));
    if size <= 0.0 {
        return Err(NotComputable::NoAnswers);
    }
    let mean = |of: &dyn Fn(&Row) -> Option<f64>| {
        design.total(|row| of(row).map(|value| value * row.weight)) / size
    };
    let x = mean(&|row| both(row).map(|(x, _)| x));
    let y = mean(&|row| both(row).map(|(_, y)| y));
    let apart = |row: &Row| both(row).map(|(a, b)| (a - x, b - y));
    let xx = mean(&|row| apart(row).map(|(a, _)| a * a));
    let yy = mean(&|row| apart(row).map(|(_, b)| b * b));
    let xy = mean(&|row| apart(row).map(|(a, b)| a * b));
    let spread = (xx * yy).sqrt();
    if !(spread > 0.0 && spread.is_finite()) {
        return Err(NotComputable::NoSpread);
    }
    let r = (xy / spread).clamp(-1.0, 1.0);
    let score = |row: &Row| match apart(row) {
        Some((a, b)) => (a * b / spread - r * (a * a / xx + b * b / yy) / 2.0) * row.weight / size,
        None => 0.0,
    };
    let present: Vec<bool> = design.rows.iter().map(|row| both(row).is_some()).collect();
    let variance = design.variance(design.rows.iter().map(score).collect(), &present)?;
    let units = design.degrees_of_rows(&present).checked_sub(1);
    let df = units.filter(|df| *df > 0);
    let df = df.ok_or_else(|| NotComputable::out_of_range("degrees_of_freedom"))?;
    let used = design
        .rows
        .iter()
        .zip(&present)
        .filter(|(_, there)| **there);
    let n: u64 = used.map(|(row, _)| row.count).sum();
    let sizes = Sizes {
        n,
        groups: Vec::new(),
        missing: design.n().saturating_sub(n),
    };
    described((r, variance.sqrt()), (size, sizes), df, confidence)
}

fn described(
    (r, se): (f64, f64),
    (sum_weights, sizes): (f64, Sizes),
    df: u64,
    confidence: f64,
) -> Outcome<DesignCorrelation> {
    // Rounding leaves a trace of a standard error where all points lie on a line.
    if !(se > 1e-12 && r.abs() < 1.0) {
        return Err(NotComputable::NoSpread);
    }
    let t = r / se;
    let half = student_quantile((1.0 - confidence) / 2.0, df as f64);
    let half = half.ok_or_else(|| NotComputable::out_of_range("confidence"))? * se / (1.0 - r * r);
    let around = |z: f64| libm::tanh(libm::atanh(r) + z);
    Ok(DesignCorrelation {
        r,
        se,
        interval: Interval {
            low: Some(around(-half)),
            high: Some(around(half)),
            confidence,
        },
        t,
        degrees_of_freedom: df,
        p: student_two_sided(t, df as f64).ok_or_else(|| NotComputable::out_of_range("t"))?,
        sum_weights,
        sizes,
    })
}

/// A weighted correlation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignCorrelation {
    pub r: f64,
    pub se: f64,
    pub interval: Interval,
    pub t: f64,
    pub degrees_of_freedom: u64,
    /// Two-sided.
    pub p: f64,
    /// Of the respondents used.
    pub sum_weights: f64,
    pub sizes: Sizes,
}
