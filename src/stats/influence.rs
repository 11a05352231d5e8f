use super::design_matrix::inner;
use super::least_squares::LinearModel;
use super::{NotComputable, Observations, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// What single respondents do to a linear regression, and standard errors that
/// hold under any residual variance.
///
/// # Question
/// Does one respondent carry the result? What are the standard errors if the
/// residual variance is not the same for all?
///
/// # Formula
/// Leverage `h = x(X'X)⁻¹x'`; `r = e/(s√(1 − h))`;
/// Cook `D = r²·h/((1 − h)·k)` with `k` coefficients; studentised without the
/// respondent `t = r√((n − k − 1)/(n − k − r²))`. Robust covariance
/// `(X'X)⁻¹X'ΩX(X'X)⁻¹` with `Ω` of `e²` (HC0), `e²·n/(n − k)` (HC1),
/// `e²/(1 − h)` (HC2), `e²/(1 − h)²` (HC3, best in small samples).
///
/// # Assumes
/// Independent rows.
///
/// # When not
/// Rows in time: `interrupted_time_series` has errors for these.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, influence};
/// let x = [1.0, 2.0, 3.0, 4.0, 20.0].map(Some);
/// let y = [1.1, 1.9, 3.2, 3.9, 5.0].map(Some);
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// assert!(influence(&both, 0, &[1]).unwrap().largest_leverage > 0.9);
/// ```
///
/// # Checked against
/// `linear_regression` of the reference cases (R `hatvalues`, `cooks.distance`,
/// `rstudent`, `sandwich::vcovHC` HC3).
///
/// # References
/// Cook & Weisberg, *Residuals and Influence in Regression* (1982). MacKinnon &
/// White, *Journal of Econometrics* 29 (1985) 305.
///
/// # Errors
/// As `linear_regression`; [`NotComputable::NoSpread`] for a perfect fit.
pub fn influence(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
) -> Outcome<Influence> {
    let model = LinearModel::of(observations, outcome, predictors)?.with_residuals()?;
    let leverages = model.design.leverages();
    let df = model.df_residual();
    let variance = model.equations.ss_residual / df;
    let rows = model.residuals.iter().zip(&leverages);
    let points: Vec<InfluencePoint> = rows
        .zip(&model.design.weights)
        .map(|((&residual, &leverage), &count)| {
            InfluencePoint::of(residual, leverage, count, variance, df, model.design.rank())
        })
        .collect();
    let largest =
        |of: fn(&InfluencePoint) -> Option<f64>| points.iter().filter_map(of).reduce(f64::max);
    Ok(Influence {
        largest_leverage: largest(|p| Some(p.leverage)).unwrap_or(0.0),
        largest_cook: largest(|p| p.cook),
        largest_studentized: largest(|p| p.studentized.map(f64::abs)),
        robust: [Robust::Hc0, Robust::Hc1, Robust::Hc2, Robust::Hc3]
            .map(|kind| (kind, robust_errors(&model, &leverages, kind)))
            .to_vec(),
        points,
    })
}

/// One pattern of answers (all respondents with it are alike).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InfluencePoint {
    /// Respondents with it.
    pub count: u64,
    pub residual: f64,
    pub leverage: f64,
    /// `None` where the fit goes through the respondent whatever he answers.
    pub standardized: Option<f64>,
    pub studentized: Option<f64>,
    pub cook: Option<f64>,
}

impl InfluencePoint {
    fn of(
        residual: f64,
        leverage: f64,
        count: f64,
        variance: f64,
        df: f64,
        rank: usize,
    ) -> InfluencePoint {
        let free = 1.0 - leverage;
        let standardized = (free > FREE).then(|| residual / (variance.sqrt() * free.sqrt()));
        let others = standardized
            .map(|r| (df - r * r, r))
            .filter(|(left, _)| *left > FREE);
        InfluencePoint {
            count: count as u64,
            residual,
            leverage,
            standardized,
            studentized: others
                .filter(|_| df > 1.0)
                .map(|(left, r)| r * ((df - 1.0) / left).sqrt()),
            cook: standardized.map(|r| r * r * leverage / (free * rank as f64)),
        }
    }
}

/// What a leverage of 1 leaves after rounding.
const FREE: f64 = 1e-12;

/// How the squared residuals enter a robust covariance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Robust {
    Hc0,
    Hc1,
    Hc2,
    /// The default: best in small samples.
    Hc3,
}

/// Standard errors: intercept, then one per predictor that was kept.
fn robust_errors(model: &LinearModel, leverages: &[f64], kind: Robust) -> Outcome<Vec<f64>> {
    let n = model.design.n;
    let rows = model.residuals.iter().zip(leverages);
    let spread: Option<Vec<f64>> = rows
        .map(|(e, h)| {
            let free = 1.0 - h;
            let square = e * e;
            match kind {
                Robust::Hc0 => Some(square),
                Robust::Hc1 => Some(square * n / model.df_residual()),
                _ if free <= FREE => None,
                Robust::Hc2 => Some(square / free),
                Robust::Hc3 => Some(square / (free * free)),
            }
        })
        .collect();
    let spread = spread.ok_or(NotComputable::NoSpread)?;
    let weights = &model.design.weights;
    let errors = model.design.back().into_iter().map(|row| {
        let mut influence = vec![0.0; weights.len()];
        for (coordinate, q) in row.iter().zip(&model.design.orthonormal) {
            let cells = influence.iter_mut().zip(q);
            cells.for_each(|(cell, q)| *cell += coordinate * q);
        }
        let squares: Vec<f64> = influence.iter().map(|i| i * i).collect();
        inner(weights, &squares, &spread).sqrt()
    });
    Ok(errors.collect())
}

/// Influence of every pattern and the largest of each measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// In the order of the patterns of the complete observations (outcome first).
    pub points: Vec<InfluencePoint>,
    pub largest_leverage: f64,
    pub largest_cook: Option<f64>,
    /// Largest `|t|`.
    pub largest_studentized: Option<f64>,
    /// Standard errors by kind: intercept first, then the kept predictors.
    pub robust: Vec<(Robust, Outcome<Vec<f64>>)>,
}

impl Influence {
    /// The standard errors of one kind.
    pub fn robust_errors(&self, kind: Robust) -> Outcome<Vec<f64>> {
        let found = self.robust.iter().find(|(k, _)| *k == kind);
        found.map_or(Err(NotComputable::NoRows), |(_, errors)| errors.clone())
    }
}

/// Residuals of a linear regression as a sample.
///
/// # Question
/// What did the predictors leave? (For tests of normality and charts.)
///
/// # Formula
/// `e = (y − ȳ) − Σ b(x − x̄)`, rounded to 17 digits of the largest, which is what
/// a float knows of it.
///
/// # Assumes
/// As `linear_regression`.
///
/// # When not
/// Residuals of one pattern of answers are alike: many respondents with few
/// patterns are never normal.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, residuals};
/// let x = [1.0, 2.0, 3.0].map(Some);
/// let y = [1.0, 3.0, 2.0].map(Some);
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// let found: Vec<(f64, u64)> = residuals(&both, 0, &[1]).unwrap().values().collect();
/// assert_eq!(found, [(-0.5, 2), (1.0, 1)]);
/// ```
///
/// # Checked against
/// `linear_regression` of the reference cases (R `shapiro.test` of `resid`).
///
/// # References
/// Draper & Smith, *Applied Regression Analysis* (1998).
///
/// # Errors
/// As `linear_regression`.
pub fn residuals(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
) -> Outcome<Sample> {
    let model = LinearModel::of(observations, outcome, predictors)?;
    let largest = model.residuals.iter().fold(0.0_f64, |m, e| m.max(e.abs()));
    // Digits of the largest before the point, so that its units have 17.
    let whole = match largest.is_normal() {
        true => libm::floor(libm::log10(largest)) as i64 + 1,
        false => 0,
    };
    let places = u32::try_from((17 - whole).clamp(0, 300)).unwrap_or(0);
    let scale = libm::pow(10.0, f64::from(places));
    let counts = model.design.weights.iter().map(|w| *w as u64);
    let units = model.residuals.iter().map(|e| (e * scale).round() as i128);
    Ok(Sample::of_units(places, units.zip(counts).collect(), 0))
}
