use super::regression::{Model, Regression, linear_design};
use crate::stats::{NotComputable, Outcome, Sample, residuals};
use crate::survey::Responses;

/// The residuals of a linear model of a study and where they lie, for its figures.
///
/// # Errors
/// [`NotComputable::NotGiven`] for a model that is not linear; those of the model.
pub fn residual_plot(responses: &Responses, found: &Regression) -> Outcome<ResidualPlot> {
    let Model::LinearRegression { model, .. } = &found.model else {
        return Err(NotComputable::NotGiven {
            what: "design_form".to_owned(),
        });
    };
    let design = linear_design(responses, &found.outcome, &found.predictors)?;
    let slopes: Vec<usize> = (1..=found.terms.len()).collect();
    let estimate = |at: usize| {
        let slope = model.slopes.get(at)?.as_ref().ok()?;
        Some(slope.estimate)
    };
    let points = design.values().filter_map(|(row, count)| {
        let mut fitted = model.intercept.estimate;
        for (at, value) in row.iter().skip(1).enumerate() {
            // A column that follows from the others has no slope of its own.
            fitted += estimate(at).unwrap_or(0.0) * (*value)?;
        }
        Some((fitted, row.first().copied().flatten()? - fitted, count))
    });
    Ok(ResidualPlot {
        points: points.collect(),
        residuals: residuals(&design, 0, &slopes)?,
    })
}

/// Result of [`residual_plot`].
#[derive(Debug, Clone, PartialEq)]
pub struct ResidualPlot {
    /// Fitted value, residual, respondents.
    pub points: Vec<(f64, f64, u64)>,
    pub residuals: Sample,
}
