use super::design::Row;
use super::design_groups::wald;
use super::eigen::{entry, inverse};
use super::{
    Design, DesignStatistic, Interval, NotComputable, Outcome, Sizes, f_upper, student_quantile,
    student_two_sided,
};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Linear regression of a population, with the weights, strata and clusters of a
/// design.
///
/// # Question
/// How does an outcome change in the population with several predictors, each at
/// fixed values of the others?
///
/// # Formula
/// `b = (X'WX)⁻¹X'Wy`. The covariances of b are those of the weighted totals of
/// `(X'WX)⁻¹·x·e` by linearisation, e the residuals. `t = b/se` with as many degrees
/// of freedom as the design has, less one for each predictor; together
/// `F = b'V⁻¹b/k`. R² is that of the weighted sums of squares.
///
/// # Assumes
/// A linear relation in the population. Neither normal residuals nor equal
/// variances are needed.
///
/// # When not
/// Fewer units of the first stage than predictors; outcomes of two values or of
/// single answers in order.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_regression};
/// let row = |y: f64, x: f64, weight: f64| DesignPattern {
///     values: vec![Some(y), Some(x)],
///     weight: Some(weight),
///     count: 1,
///     ..DesignPattern::default()
/// };
/// let rows = vec![row(1.0, 0.0, 2.0), row(3.0, 0.0, 2.0), row(4.0, 1.0, 1.0), row(6.0, 1.0, 1.0)];
/// let design = Design::new(rows, DesignOptions::default()).unwrap();
/// let found = design_regression(&design, 0, &[1], 0.95).unwrap();
/// assert!((found.slopes[0].estimate - 3.0).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `svy_glm` of the reference cases (R `survey::svyglm`, `regTermTest`).
///
/// # References
/// Binder (1983) International Statistical Review 51; Lumley (2010), *Complex
/// Surveys*.
///
/// # Errors
/// [`NotComputable::NotGiven`] without predictors; [`NotComputable::NoAnswers`];
/// [`NotComputable::NoSpread`] for equal values; [`NotComputable::Singular`] where
/// predictors depend on each other; [`NotComputable::OutOfRange`] without degrees of
/// freedom; those of the design.
pub fn design_regression(
    design: &Design,
    outcome: usize,
    predictors: &[usize],
    confidence: f64,
) -> Outcome<DesignRegression> {
    if predictors.is_empty() {
        return Err(NotComputable::not_given("predictors"));
    }
    let centred = Centred::of(design, outcome, predictors)?;
    let (inverse, slopes) = centred.solve()?;
    let covariance =
        design.covariance(centred.scores(design, &inverse, &slopes), &centred.present)?;
    let parameters = predictors.len() as u64;
    let units = design.degrees_of_rows(&centred.present);
    let df = units.checked_sub(parameters).filter(|df| *df > 0);
    let df = df.ok_or_else(|| NotComputable::out_of_range("degrees_of_freedom"))?;
    let variance = |at: usize| covariance.get(at).and_then(|row| row.get(at)).copied();
    let coefficient = |at: usize, estimate: f64| {
        let variance = variance(at).unwrap_or(0.0);
        DesignCoefficient::of(estimate, variance, df, confidence)
    };
    let constant = centred.mean(&slopes);
    let found = DesignRegression {
        intercept: coefficient(0, constant)?,
        slopes: (1..)
            .zip(&slopes)
            .map(|(at, b)| coefficient(at, *b))
            .collect::<Outcome<_>>()?,
        r_squared: centred.r_squared(&slopes)?,
        f: together(&slopes, &covariance, df),
        degrees_of_freedom: df,
        sum_weights: centred.size,
        sizes: Sizes {
            n: centred.n,
            groups: Vec::new(),
            missing: design.n().saturating_sub(centred.n),
        },
    };
    Ok(found)
}

/// Outcome and predictors about their weighted means.
struct Centred {
    present: Vec<bool>,
    /// Per row of the design: the outcome, then the predictors; empty where absent.
    rows: Vec<Vec<f64>>,
    /// Weight times count of each row.
    weights: Vec<f64>,
    means: Vec<f64>,
    size: f64,
    n: u64,
}

impl Centred {
    fn of(design: &Design, outcome: usize, predictors: &[usize]) -> Outcome<Centred> {
        let values = |row: &Row| -> Option<Vec<f64>> {
            let all = std::iter::once(&outcome).chain(predictors);
            all.map(|&variable| row.value(variable)).collect()
        };
        let rows: Vec<Option<Vec<f64>>> = design.rows.iter().map(values).collect();
        let present: Vec<bool> = rows.iter().map(Option::is_some).collect();
        let used = design
            .rows
            .iter()
            .zip(&present)
            .filter(|(_, there)| **there);
        let n = used.map(|(row, _)| row.count).sum();
        let weights: Vec<f64> = design
            .rows
            .iter()
            .zip(&present)
            .map(|(row, there)| {
                if *there {
                    row.weight * row.count as f64
                } else {
                    0.0
                }
            })
            .collect();
        let size: f64 = weights.iter().sum();
        if size <= 0.0 {
            return Err(NotComputable::NoAnswers);
        }
        let mut rows: Vec<Vec<f64>> = rows.into_iter().map(Option::unwrap_or_default).collect();
        let means: Vec<f64> = (0..=predictors.len())
            .map(|column| centre(&mut rows, &weights, column, size))
            .collect();
        Ok(Centred {
            present,
            rows,
            weights,
            means,
            size,
            n,
        })
    }

    fn column(&self, row: &[f64], at: usize) -> f64 {
        row.get(at).copied().unwrap_or(0.0)
    }

    /// `Σ w·a·b` of two columns.
    fn product(&self, a: usize, b: usize) -> f64 {
        let both = self.rows.iter().zip(&self.weights);
        both.map(|(row, w)| w * self.column(row, a) * self.column(row, b))
            .sum()
    }

    /// `(X'WX)⁻¹` and the slopes. The columns are brought to length 1 first, so that
    /// dependence is judged whatever their units.
    fn solve(&self) -> Outcome<(DMatrix<f64>, Vec<f64>)> {
        let k = self.means.len() - 1;
        let lengths: Vec<f64> = (1..=k).map(|j| self.product(j, j).sqrt()).collect();
        if lengths.iter().any(|length| *length <= 0.0) {
            return Err(NotComputable::NoSpread);
        }
        let length = |j: usize| lengths.get(j).copied().unwrap_or(1.0);
        let gram = DMatrix::from_fn(k, k, |i, j| {
            self.product(i + 1, j + 1) / (length(i) * length(j))
        });
        let (scaled, _) = inverse(&gram)?;
        let back = DMatrix::from_fn(k, k, |i, j| entry(&scaled, i, j) / (length(i) * length(j)));
        let slope = |i: usize| {
            (0..k)
                .map(|j| entry(&back, i, j) * self.product(j + 1, 0))
                .sum()
        };
        let slopes = (0..k).map(slope).collect();
        Ok((back, slopes))
    }

    /// The value of the outcome where every predictor is 0.
    fn mean(&self, slopes: &[f64]) -> f64 {
        let mut means = self.means.iter();
        let outcome = means.next().copied().unwrap_or(0.0);
        let parts = means.zip(slopes).map(|(mean, slope)| mean * slope);
        outcome - parts.sum::<f64>()
    }

    fn residual(&self, row: &[f64], slopes: &[f64]) -> f64 {
        let fitted = (1..).zip(slopes).map(|(at, b)| b * self.column(row, at));
        self.column(row, 0) - fitted.sum::<f64>()
    }

    fn r_squared(&self, slopes: &[f64]) -> Outcome<f64> {
        let total = self.product(0, 0);
        let rows = self.rows.iter().zip(&self.weights);
        let left = rows.map(|(row, w)| {
            let e = self.residual(row, slopes);
            w * e * e
        });
        match total > 0.0 {
            true => Ok(1.0 - left.sum::<f64>() / total),
            false => Err(NotComputable::NoSpread),
        }
    }

    /// What each respondent adds to the intercept and to each slope.
    fn scores(&self, design: &Design, inverse: &DMatrix<f64>, slopes: &[f64]) -> Vec<Vec<f64>> {
        let k = slopes.len();
        let rows = self.rows.iter().zip(&design.rows).zip(&self.present);
        rows.map(|((row, of), there)| {
            if !there {
                return vec![0.0; k + 1];
            }
            let e = of.weight * self.residual(row, slopes);
            let own: Vec<f64> = (0..k)
                .map(|i| {
                    let terms = (0..k).map(|j| entry(inverse, i, j) * self.column(row, j + 1));
                    e * terms.sum::<f64>()
                })
                .collect();
            let means = self.means.iter().skip(1).zip(&own);
            let shift: f64 = means.map(|(mean, score)| mean * score).sum();
            let mut scores = vec![e / self.size - shift];
            scores.extend(own);
            scores
        })
        .collect()
    }
}

/// Takes the weighted mean out of a column; twice, for what rounding left.
fn centre(rows: &mut [Vec<f64>], weights: &[f64], column: usize, size: f64) -> f64 {
    let mut taken = 0.0;
    for _ in 0..2 {
        let cells = rows.iter().zip(weights);
        let sum: f64 = cells
            .filter_map(|(row, w)| Some(w * row.get(column)?))
            .sum();
        let mean = sum / size;
        taken += mean;
        for row in rows.iter_mut() {
            if let Some(cell) = row.get_mut(column) {
                *cell -= mean;
            }
        }
    }
    taken
}

/// All slopes against 0; the covariance has the constant first.
fn together(slopes: &[f64], covariance: &[Vec<f64>], df: u64) -> Outcome<DesignStatistic> {
    let rows = covariance.iter().skip(1);
    let own: Vec<Vec<f64>> = rows
        .map(|row| row.iter().skip(1).copied().collect())
        .collect();
    let first = slopes.len() as f64;
    let value = wald(slopes, &own)? / first;
    let p = f_upper(value, first, df as f64);
    Ok(DesignStatistic {
        value,
        df: vec![first, df as f64],
        p: p.ok_or_else(|| NotComputable::out_of_range("f"))?,
    })
}

impl DesignCoefficient {
    fn of(estimate: f64, variance: f64, df: u64, confidence: f64) -> Outcome<DesignCoefficient> {
        let se = variance.sqrt();
        if !(se > 0.0 && se.is_finite() && estimate.is_finite()) {
            return Err(NotComputable::NoSpread);
        }
        let (t, df) = (estimate / se, df as f64);
        let half = student_quantile((1.0 - confidence) / 2.0, df);
        let half = half.ok_or_else(|| NotComputable::out_of_range("confidence"))? * se;
        Ok(DesignCoefficient {
            estimate,
            se,
            t,
            p: student_two_sided(t, df).ok_or_else(|| NotComputable::out_of_range("t"))?,
            interval: Interval {
                low: Some(estimate - half),
                high: Some(estimate + half),
                confidence,
            },
        })
    }
}

/// A weighted regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignRegression {
    pub intercept: DesignCoefficient,
    /// In the order of the predictors.
    pub slopes: Vec<DesignCoefficient>,
    pub r_squared: f64,
    /// All slopes together.
    pub f: Outcome<DesignStatistic>,
    /// Those of the design less one for each predictor.
    pub degrees_of_freedom: u64,
    /// Of the respondents used.
    pub sum_weights: f64,
    pub sizes: Sizes,
}

/// A coefficient with its test against 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignCoefficient {
    pub estimate: f64,
    pub se: f64,
    pub t: f64,
    /// Two-sided.
    pub p: f64,
    pub interval: Interval,
}
