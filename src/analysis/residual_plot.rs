use super::distribution::{Bin, Distribution, distribution};
use super::regression::{Model, Regression, linear_design};
use crate::stats::{NotComputable, Outcome, residuals};
use crate::survey::Responses;

/// The residuals of a linear model of a study and where they lie.
///
/// # Errors
/// [`NotComputable::NotGiven`] for a model that is not linear; those of the model.
pub(super) fn residual_plot(responses: &Responses, found: &Regression) -> Outcome<ResidualPlot> {
    let Model::LinearRegression { model, .. } = &found.model else {
        return Err(NotComputable::not_given("design_form"));
    };
    let design = linear_design(responses, &found.outcome, &found.predictors)?;
    let slopes: Vec<usize> = (1..=found.terms.len()).collect();
    // A column that follows from the others has no slope and adds nothing.
    let with_slope = model.slopes.iter().enumerate();
    let with_slope =
        with_slope.filter_map(|(at, slope)| Some((at + 1, slope.as_ref().ok()?.estimate)));
    let with_slope: Vec<(usize, f64)> = with_slope.collect();
    let points = design.values().filter_map(|(row, count)| {
        let value = |at: usize| row.get(at).copied().flatten();
        let mut fitted = model.intercept.estimate;
        for (at, slope) in &with_slope {
            fitted += slope * value(*at)?;
        }
        Some((fitted, value(0)? - fitted, count))
    });
    let residuals = residuals(&design, 0, &slopes)?;
    Ok(ResidualPlot {
        points: points.collect(),
        shape: distribution(&residuals, Bin::AtLeast(0.0)),
    })
}

/// Result of [`residual_plot`].
#[derive(Debug, Clone, PartialEq)]
pub struct ResidualPlot {
    /// Fitted value, residual, respondents.
    pub points: Vec<(f64, f64, u64)>,
    /// Of the residuals.
    pub shape: Outcome<Distribution>,
}
