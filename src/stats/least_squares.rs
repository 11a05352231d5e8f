use super::DesignMatrix;
use super::design_matrix::{centred_column, inner};
use super::normal_equations::{ExactSlope, NormalEquations};
use super::{NotComputable, Observations, Outcome};

/// A least-squares fit of floats (residuals, fitted values) on a design.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub intercept: f64,
    /// Variance by the residual variance.
    pub intercept_factor: f64,
    /// Estimate and variance by the residual variance; `None` for a dropped
    /// predictor.
    pub slopes: Vec<Option<(f64, f64)>>,
    pub ss_total: f64,
    pub ss_regression: f64,
    pub ss_residual: f64,
    /// One per pattern.
    pub residuals: Vec<f64>,
}

impl Fit {
    /// `y` holds one value per pattern of the design.
    pub fn of(design: &DesignMatrix, y: &[f64]) -> Fit {
        let ones = vec![1.0; y.len()];
        let mean = inner(&design.weights, y, &ones) / design.n.max(1.0);
        let centred: Vec<f64> = y.iter().map(|y| y - mean).collect();
        let mut residuals = centred.clone();
        let mut coordinates = vec![0.0; design.rank()];
        // Twice, as the columns were made: the second pass takes what the first left.
        for _ in 0..2 {
            for (coordinate, q) in coordinates.iter_mut().zip(&design.orthonormal) {
                let share = inner(&design.weights, q, &residuals);
                *coordinate += share;
                residuals
                    .iter_mut()
                    .zip(q)
                    .for_each(|(e, q)| *e -= share * q);
            }
        }
        let along = |row: &[f64]| -> f64 { row.iter().zip(&coordinates).map(|(r, c)| r * c).sum() };
        let factor = |row: &[f64]| -> f64 { row.iter().map(|r| r * r).sum() };
        let back = design.back();
        let mut rows = back.iter();
        let intercept = rows.next();
        let mut slopes = vec![None; design.centred.len()];
        for (row, &place) in rows.zip(&design.kept) {
            if let Some(slope) = slopes.get_mut(place) {
                *slope = Some((along(row), factor(row)));
            }
        }
        Fit {
            intercept: mean + intercept.map_or(0.0, |row| along(row)),
            intercept_factor: intercept.map_or(0.0, |row| factor(row)),
            slopes,
            ss_total: inner(&design.weights, &centred, &centred),
            ss_regression: coordinates.iter().skip(1).map(|c| c * c).sum(),
            ss_residual: inner(&design.weights, &residuals, &residuals),
            residuals,
        }
    }

    /// Share of the spread that the design explains; 0 without spread.
    pub fn r_squared(&self) -> f64 {
        match self.ss_total > 0.0 {
            true => (self.ss_regression / self.ss_total).min(1.0),
            false => 0.0,
        }
    }
}

/// A linear model with its rows: what residual tests and influence need.
#[derive(Debug, Clone)]
pub(super) struct LinearModel {
    pub equations: NormalEquations,
    pub design: DesignMatrix,
    /// One per pattern: `ŷ − ȳ` and `y − ŷ`.
    pub fitted: Vec<f64>,
    pub residuals: Vec<f64>,
    /// Respondents left out because a value is missing.
    pub missing: u64,
}

/// Predictors beyond which the exact elimination, whose integers grow with each,
/// takes longer than a reader waits.
const EXACT: usize = 40;

impl LinearModel {
    /// Of those who have a value of every variable.
    pub fn of(
        observations: &Observations,
        outcome: usize,
        predictors: &[usize],
    ) -> Outcome<LinearModel> {
        let (complete, missing) = complete(observations, outcome, predictors)?;
        let places: Vec<usize> = (1..=predictors.len()).collect();
        let design = DesignMatrix::of(&complete, &places);
        let equations = solve(&complete)?;
        let (_, mut residuals) = centred_column(&complete, 0);
        let mut fitted = vec![0.0; residuals.len()];
        for (slope, column) in equations.slopes.iter().zip(&design.centred) {
            let estimate = slope.as_ref().map_or(0.0, |slope| slope.estimate);
            let rows = fitted.iter_mut().zip(column);
            rows.for_each(|(fitted, x)| *fitted += estimate * x);
        }
        let rows = residuals.iter_mut().zip(&fitted);
        rows.for_each(|(residual, fitted)| *residual -= fitted);
        if equations.perfect {
            residuals.fill(0.0);
        }
        Ok(LinearModel {
            equations,
            design,
            fitted,
            residuals,
            missing,
        })
    }

    /// Respondents beyond the coefficients.
    pub fn df_residual(&self) -> f64 {
        self.design.n - self.design.rank() as f64
    }

    /// Refuses what residual tests cannot use.
    ///
    /// # Errors
    /// [`NotComputable::NoSpread`] for a perfect fit, [`NotComputable::TooFew`]
    /// without degrees of freedom.
    pub fn with_residuals(self) -> Outcome<LinearModel> {
        match self.df_residual() > 0.0 {
            _ if self.equations.perfect => Err(NotComputable::NoSpread),
            true => Ok(self),
            false => Err(NotComputable::TooFew {
                n: self.equations.n,
                needed: self.design.rank() as u64 + 1,
            }),
        }
    }
}

/// Those with a value of every variable, outcome first, and how many have not.
pub(super) fn complete(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
) -> Outcome<(Observations, u64)> {
    if predictors.is_empty() {
        return Err(NotComputable::not_given("predictors"));
    }
    let mut variables = vec![outcome];
    variables.extend(predictors);
    let complete = observations.complete(&variables);
    let n = complete.n();
    let missing = observations.n().saturating_sub(n);
    match n {
        0 => Err(NotComputable::NoAnswers),
        1 => Err(NotComputable::TooFew { n, needed: 2 }),
        _ => Ok((complete, missing)),
    }
}

/// The equations of variable 0 on all others, exact up to [`EXACT`] predictors.
///
/// # Errors
/// [`NotComputable::NoSpread`] for a constant outcome.
pub(super) fn solve(complete: &Observations) -> Outcome<NormalEquations> {
    let variables: Vec<usize> = (0..complete.variables()).collect();
    let equations = match variables.len() <= EXACT + 1 {
        true => NormalEquations::of(complete, &variables),
        false => by_floats(complete),
    };
    match equations.ss_total > 0.0 {
        true => Ok(equations),
        false => Err(NotComputable::NoSpread),
    }
}

fn by_floats(complete: &Observations) -> NormalEquations {
    let predictors: Vec<usize> = (1..complete.variables()).collect();
    let design = DesignMatrix::of(complete, &predictors);
    let (mean, y) = centred_column(complete, 0);
    let fit = Fit::of(&design, &y);
    let slopes = fit.slopes.iter().zip(&design.centred);
    let slopes = slopes.map(|(slope, column)| {
        let (estimate, factor) = (*slope)?;
        let ss = inner(&design.weights, column, column);
        let together = inner(&design.weights, column, &y);
        Some(ExactSlope {
            estimate,
            factor,
            ss,
            correlation: together / (ss.sqrt() * fit.ss_total.sqrt()),
            inflation: factor * ss,
        })
    });
    NormalEquations {
        n: complete.n(),
        intercept: mean + fit.intercept,
        intercept_factor: fit.intercept_factor,
        slopes: slopes.collect(),
        ss_total: fit.ss_total,
        ss_residual: fit.ss_residual,
        ss_regression: fit.ss_regression,
        // Floats cannot tell 0 from what rounding leaves.
        perfect: fit.ss_residual <= 1e-26 * fit.ss_total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_and_fractions_agree() {
        let y = [3.1, 4.0, 8.2, 9.9, 12.5, 11.0].map(Some);
        let a = [1.0, 2.0, 3.0, 4.0, 5.0, 5.5].map(Some);
        let b = [2.0, 1.5, 9.0, 7.0, 3.25, 4.0].map(Some);
        let rows = Observations::of_columns(&[&y, &a, &b]).unwrap();
        let exact = solve(&rows).unwrap();
        let floats = by_floats(&rows);
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-13 * b.abs().max(1.0), "{a} {b}");
        near(exact.intercept, floats.intercept);
        near(exact.intercept_factor, floats.intercept_factor);
        near(exact.ss_residual, floats.ss_residual);
        near(exact.ss_regression, floats.ss_regression);
        for (exact, float) in exact.slopes.iter().zip(&floats.slopes) {
            let (exact, float) = (exact.as_ref().unwrap(), float.as_ref().unwrap());
            near(exact.estimate, float.estimate);
            near(exact.factor, float.factor);
            near(exact.correlation, float.correlation);
            near(exact.inflation, float.inflation);
        }
    }
}
