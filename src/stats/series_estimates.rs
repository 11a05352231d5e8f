use super::coefficient::{CoefficientTest, ModelTest};
use super::interrupted_time_series::SeriesOptions;
use super::least_squares::Fit;
use super::newey_west::{newey_west, wald};
use super::{DesignMatrix, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// What changed at one point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// First period after it, from 0.
    pub first: u64,
    pub level: Outcome<SeriesCoefficient>,
    /// Added to the slope before.
    pub slope: Outcome<SeriesCoefficient>,
    /// What the change makes at the last period.
    pub effect_at_end: Outcome<SeriesCoefficient>,
}

/// An estimate with both kinds of errors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesCoefficient {
    pub estimate: f64,
    /// With errors of Newey and West; the default.
    pub robust: Outcome<CoefficientTest>,
    /// As if periods were independent.
    pub ordinary: Outcome<CoefficientTest>,
}

/// Coefficients with what every period adds to each: the constant, time, then
/// level and slope of each change.
pub(super) struct Estimates {
    values: Vec<Option<f64>>,
    /// `c·e` by period for robust errors, and `c` for ordinary ones.
    parts: Vec<Vec<f64>>,
    factors: Vec<Vec<f64>>,
    variance: f64,
    /// Of robust variances.
    correction: f64,
    pub df: f64,
    lags: usize,
    confidence: f64,
}

impl Estimates {
    pub fn of(
        design: &DesignMatrix,
        fit: &Fit,
        observed: &[usize],
        periods: usize,
        lags: usize,
        options: SeriesOptions,
    ) -> Estimates {
        let df = design.n - design.rank() as f64;
        let count = design.centred.len() + 1;
        let mut values = vec![None; count];
        let (mut parts, mut factors) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let places = std::iter::once(0).chain(design.kept.iter().map(|k| k + 1));
        let slopes = fit
            .slopes
            .iter()
            .map(|slope| slope.map(|(estimate, _)| estimate));
        values.splice(.., std::iter::once(Some(fit.intercept)).chain(slopes));
        for (row, place) in design.back().iter().zip(places) {
            let mut part = vec![0.0; periods];
            let mut factor = vec![0.0; periods];
            for (r, &t) in observed.iter().enumerate() {
                let cells = row.iter().zip(&design.orthonormal);
                let c: f64 = cells
                    .map(|(b, q)| b * q.get(r).copied().unwrap_or(0.0))
                    .sum();
                let e = fit.residuals.get(r).copied().unwrap_or(0.0);
                if let (Some(part), Some(factor)) = (part.get_mut(t), factor.get_mut(t)) {
                    (*part, *factor) = (c * e, c);
                }
            }
            if let (Some(p), Some(f)) = (parts.get_mut(place), factors.get_mut(place)) {
                (*p, *f) = (part, factor);
            }
        }
        Estimates {
            values,
            parts,
            factors,
            variance: fit.ss_residual / df,
            correction: if options.small_sample {
                design.n / df
            } else {
                1.0
            },
            df,
            lags,
            confidence: options.confidence,
        }
    }

    /// A weighted sum of coefficients with both tests.
    pub fn coefficient(&self, terms: &[(usize, f64)]) -> Outcome<SeriesCoefficient> {
        let mut estimate = 0.0;
        for (place, weight) in terms {
            let value = self.values.get(*place).copied().flatten();
            estimate += weight * value.ok_or(NotComputable::Collinear { variable: *place })?;
        }
        let ordinary = self.summed(&self.factors, terms);
        let ordinary = self.variance * ordinary.iter().map(|c| c * c).sum::<f64>();
        let robust = newey_west(&[self.summed(&self.parts, terms)], self.lags);
        let robust = self.correction * robust.iter().sum::<f64>();
        let test = |variance: f64| {
            CoefficientTest::of(estimate, variance.sqrt(), self.df, self.confidence)
        };
        Ok(SeriesCoefficient {
            estimate,
            robust: test(robust),
            ordinary: test(ordinary),
        })
    }

    fn summed(&self, rows: &[Vec<f64>], terms: &[(usize, f64)]) -> Vec<f64> {
        let mut sum = Vec::new();
        for (place, weight) in terms {
            let row = rows.get(*place).map(Vec::as_slice).unwrap_or_default();
            sum.resize(sum.len().max(row.len()), 0.0);
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += weight * x);
        }
        sum
    }

    pub fn change(&self, k: usize, first: usize, periods: usize, from_one: bool) -> Change {
        let (level, slope) = (2 + 2 * k, 3 + 2 * k);
        let since = periods.saturating_sub(1 + first) + usize::from(from_one);
        Change {
            first: first as u64,
            level: self.coefficient(&[(level, 1.0)]),
            slope: self.coefficient(&[(slope, 1.0)]),
            effect_at_end: self.coefficient(&[(level, 1.0), (slope, since as f64)]),
        }
    }

    /// All changes of level and slope against none.
    pub fn together(&self, changes: usize) -> Outcome<ModelTest> {
        let places = 2..2 + 2 * changes;
        let values: Option<Vec<f64>> = places
            .clone()
            .map(|place| self.values.get(place).copied().flatten())
            .collect();
        let values = values.ok_or(NotComputable::NoSpread)?;
        let parts: Vec<Vec<f64>> = places
            .map(|p| self.summed(&self.parts, &[(p, 1.0)]))
            .collect();
        let covariance = newey_west(&parts, self.lags) * self.correction;
        let statistic = wald(&values, &covariance).ok_or(NotComputable::NoSpread)?;
        ModelTest::of(
            statistic / values.len() as f64,
            values.len() as u64,
            self.df as u64,
        )
    }

    /// The fitted values of all periods with the first so many columns.
    pub fn course(&self, columns: &[Vec<f64>], used: usize) -> Vec<f64> {
        let periods = columns.first().map_or(0, Vec::len);
        let constant = self.values.first().copied().flatten().unwrap_or(0.0);
        let mut course = vec![constant; periods];
        for (column, value) in columns.iter().take(used).zip(self.values.iter().skip(1)) {
            let value = value.unwrap_or(0.0);
            course
                .iter_mut()
                .zip(column)
                .for_each(|(y, x)| *y += value * x);
        }
        course
    }
}
