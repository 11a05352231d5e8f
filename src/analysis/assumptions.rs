use super::variable::{Reader, Variable};
use crate::stats::{
    BreuschPagan, DurbinWatson, Glejser, Lilliefors, LinearRegression, LinearityTest,
    NotComputable, Observations, Outcome, Robust, ShapiroWilk, breusch_pagan, durbin_watson,
    durbin_watson_bounds, glejser, influence, lilliefors, linearity_test, residuals, shapiro_wilk,
    student_two_sided, t_interval,
};
use crate::survey::{Listing, Responses};
use serde::{Deserialize, Serialize};

/// What a thesis calls the classical assumptions of a linear model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// Of the residuals.
    pub shapiro_wilk: Outcome<ShapiroWilk>,
    pub lilliefors: Outcome<Lilliefors>,
    pub glejser: Outcome<Glejser>,
    pub breusch_pagan: Outcome<BreuschPagan>,
    /// In the order of the file.
    pub durbin_watson: Outcome<DurbinWatson>,
    /// dL and dU at 5 %.
    pub durbin_watson_bounds: Outcome<(f64, f64)>,
    /// Of each predictor that is a value, by its position.
    pub linearity: Vec<(usize, Outcome<LinearityTest>)>,
    /// The coefficients under any residual variance: the constant, then the slopes
    /// that have an estimate.
    pub robust: Outcome<Vec<RobustCoefficient>>,
}

/// A coefficient with its HC3 standard error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RobustCoefficient {
    pub estimate: f64,
    pub standard_error: f64,
    pub t: f64,
    /// Two-sided, of t with the residual degrees of freedom.
    pub p: f64,
    /// Of that t too, at the coverage of the model.
    #[serde(default)]
    pub interval: Option<(f64, f64)>,
}

impl Assumptions {
    /// The coefficient of a predictor of the model, by its position, under any
    /// residual variance.
    pub fn robust_slope(&self, model: &LinearRegression, at: usize) -> Option<&RobustCoefficient> {
        model.slopes.get(at)?.as_ref().ok()?;
        // The constant stands before the slopes there are.
        let before = model.slopes.iter().take(at);
        let place = 1 + before.filter(|slope| slope.is_ok()).count();
        self.robust.as_ref().ok()?.get(place)
    }

    /// Whether Glejser's or Breusch and Pagan's test finds unequal variances of the
    /// residuals at a level.
    pub fn is_uneven(&self, alpha: f64) -> bool {
        let slopes = self.glejser.iter().flat_map(|test| &test.slopes);
        let tests = slopes.filter_map(|slope| slope.as_ref().ok()?.test.as_ref().ok());
        let mut ps = tests.map(|test| test.p);
        ps.any(|p| p < alpha)
            || self
                .breusch_pagan
                .as_ref()
                .is_ok_and(|test| test.koenker.p < alpha)
    }
}

/// Looks at a linear model: `design` holds the outcome, then its columns;
/// `variables` are the outcome and the predictors as they were asked for.
pub(super) fn assumptions(
    responses: &Responses,
    listing: Option<&Listing>,
    variables: &[Variable],
    design: &Observations,
    model: &LinearRegression,
) -> Assumptions {
    let columns = model.slopes.len();
    let slopes: Vec<usize> = (1..=columns).collect();
    let residuals = residuals(design, 0, &slopes);
    let of_residuals = residuals.as_ref().map_err(Clone::clone);
    Assumptions {
        shapiro_wilk: of_residuals.clone().and_then(shapiro_wilk),
        lilliefors: of_residuals.and_then(lilliefors),
        glejser: glejser(design, 0, &slopes),
        breusch_pagan: breusch_pagan(design, 0, &slopes),
        durbin_watson: in_file_order(responses, listing, variables),
        durbin_watson_bounds: durbin_watson_bounds(design.n(), columns as u64, 0.05),
        linearity: linearity(responses, variables),
        robust: robust(design, &slopes, model),
    }
}

fn robust(
    design: &Observations,
    slopes: &[usize],
    model: &LinearRegression,
) -> Outcome<Vec<RobustCoefficient>> {
    let errors = influence(design, 0, slopes)?.robust_errors(Robust::Hc3)?;
    let estimates = model.slopes.iter().flatten().map(|slope| slope.estimate);
    let estimates = std::iter::once(model.intercept.estimate).chain(estimates);
    let df = model.df_residual as f64;
    let coefficients = estimates.zip(errors).map(|(estimate, standard_error)| {
        let t = estimate / standard_error;
        let p = student_two_sided(t, df).filter(|_| t.is_finite());
        Ok(RobustCoefficient {
            estimate,
            standard_error,
            t,
            p: p.ok_or(NotComputable::NoSpread)?,
            interval: t_interval(estimate, standard_error, df, model.confidence).ok(),
        })
    });
    coefficients.collect()
}

fn linearity(
    responses: &Responses,
    variables: &[Variable],
) -> Vec<(usize, Outcome<LinearityTest>)> {
    let all: Vec<usize> = (0..variables.len()).collect();
    let values = super::variable::observations(responses, variables).complete(&all);
    let predictors = variables.iter().enumerate().skip(1);
    predictors
        .filter(|(_, variable)| matches!(variable, Variable::Value(_)))
        .map(|(at, _)| (at - 1, linearity_test(&values, 0, at)))
        .collect()
}

/// Rows beyond which the p value of Durbin and Watson takes too long.
const MOST_ROWS: usize = 2000;

fn in_file_order(
    responses: &Responses,
    listing: Option<&Listing>,
    variables: &[Variable],
) -> Outcome<DurbinWatson> {
    let listing = listing.ok_or(NotComputable::NoRows)?;
    let readers: Vec<Reader> = variables.iter().map(|v| v.reader(responses)).collect();
    let rows: Vec<Vec<f64>> = listing
        .rows
        .iter()
        .filter_map(|(_, at)| {
            let pattern = responses.patterns.get(usize::try_from(*at).ok()?)?;
            let values = readers.iter().map(|r| r.number(responses, pattern));
            values.collect()
        })
        .collect();
    if rows.len() > MOST_ROWS {
        return Err(NotComputable::TooMany {
            n: rows.len() as u64,
            most: MOST_ROWS as u64,
        });
    }
    let column = |at: usize| -> Vec<f64> {
        let cells = rows.iter().map(|row| row.get(at).copied());
        cells.map(|cell| cell.unwrap_or(f64::NAN)).collect()
    };
    let outcome = column(0);
    let mut predictors: Vec<Vec<f64>> = Vec::new();
    for (at, variable) in variables.iter().enumerate().skip(1) {
        let values = column(at);
        match variable {
            Variable::Value(_) => predictors.push(values),
            Variable::Group(_) => predictors.extend(indicators(&values)),
        }
    }
    let predictors: Vec<&[f64]> = predictors.iter().map(Vec::as_slice).collect();
    durbin_watson(&outcome, &predictors)
}

/// 1 at each value but the first, as the model's own columns.
fn indicators(values: &[f64]) -> Vec<Vec<f64>> {
    let mut levels = values.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    let column = |level: &f64| -> Vec<f64> {
        let same = values.iter().map(|v| f64::from(u8::from(v == level)));
        same.collect()
    };
    levels.iter().skip(1).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::linear_regression;

    /// R: `A <- solve(crossprod(X)); e <- resid(f)/(1 - hatvalues(f));
    /// s <- sqrt(diag(A %*% crossprod(X*e) %*% A)); 2*pt(-abs(coef(f)/s), 6)` of
    /// `f <- lm(c(1, 3, 2, 5, 4, 9, 2, 12) ~ 1:8)`.
    #[test]
    fn coefficients_under_any_variance_are_those_of_r() {
        let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0].map(Some);
        let y = [1.0, 3.0, 2.0, 5.0, 4.0, 9.0, 2.0, 12.0].map(Some);
        let design = Observations::of_columns(&[&y, &x]).unwrap();
        let model = linear_regression(&design, 0, &[1], 0.95).unwrap();
        let found = robust(&design, &[1], &model).unwrap();
        let expected = [
            (1.949_344_572_797_664, 0.929_993_055_327_156),
            (0.680_367_131_213_389, 0.158_572_420_889_102),
        ];
        assert_eq!(found.len(), 2);
        for (found, (error, p)) in found.iter().zip(expected) {
            assert!((found.standard_error - error).abs() < 1e-12 * error);
            assert!((found.p - p).abs() < 1e-12, "{}", found.p);
        }
        // A line without residuals has none.
        let design = Observations::of_columns(&[&x, &x]).unwrap();
        let model = linear_regression(&design, 0, &[1], 0.95).unwrap();
        assert!(robust(&design, &[1], &model).is_err());
    }
}
