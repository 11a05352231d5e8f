use super::design::{CalibratedMargin, Calibration};
use super::raking::Fit;
use super::{Design, Outcome, PopulationMargin, Raked};

/// Weights that meet the known population total of every category of one
/// characteristic: post-stratification.
///
/// # Question
/// As [`super::rake`], with one characteristic (or several crossed into one).
///
/// # Formula
/// Every weight is multiplied by `population/Σ w` of its category; scores are
/// replaced by their residuals from the weighted mean of the category.
///
/// # Assumes
/// As [`super::rake`].
///
/// # When not
/// With categories of few respondents.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, PopulationMargin, design_means, post_stratify};
/// let pattern = |y: f64, sex: f64, count: u64| DesignPattern {
///     values: vec![Some(y), Some(sex)],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![pattern(3.0, 1.0, 6), pattern(4.0, 1.0, 2), pattern(2.0, 2.0, 1), pattern(4.0, 2.0, 1)];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let margin = PopulationMargin { variable: 1, totals: vec![(1.0, 50.0), (2.0, 50.0)] };
/// let fitted = post_stratify(&design, &margin).unwrap();
/// // Half of 3.25 and half of 3.
/// assert!((design_means(&fitted.design, &[0], 0.95).unwrap().estimates[0].estimate - 3.125).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `poststratified_first_margin` of the reference cases (R
/// `survey::postStratify`).
///
/// # References
/// Holt and Smith, Post stratification, JRSS A 142 (1979) 33–46.
///
/// # Errors
/// As [`super::rake`].
pub fn post_stratify(design: &Design, margin: &PopulationMargin) -> Outcome<Raked> {
    let margins = std::slice::from_ref(margin);
    let mut fit = Fit::of(design, margins)?;
    let before = fit.factors.clone();
    fit.meet(0, margin)?;
    let calibration = Calibration::PostStratified(CalibratedMargin {
        category: fit.categories(0),
        categories: margin.totals.len(),
        before: fit.weights_by(design, &before),
        after: fit.weights_by(design, &fit.factors),
    });
    Ok(fit.finished(design, margins, calibration, 1, true))
}
