use super::{NotComputable, Outcome, student_quantile};

/// The two-sided interval `centre ± t·se` by Student's t.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for degrees of freedom or a confidence that
/// have no quantile.
pub fn t_interval(centre: f64, se: f64, df: f64, confidence: f64) -> Outcome<(f64, f64)> {
    let t = student_quantile((1.0 - confidence) / 2.0, df)
        .ok_or(NotComputable::out_of_range("confidence"))?;
    Ok((centre - t * se, centre + t * se))
}

/// A probability or quantile that the distribution functions have, or which
/// number of it is impossible.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for `None`.
pub(super) fn possible(value: Option<f64>, what: &str) -> Outcome<f64> {
    let finite = value.filter(|v| v.is_finite());
    finite.ok_or_else(|| NotComputable::out_of_range(what))
}

/// A result that is a number: what left the range of floats is no answer.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for NaN and the infinities.
pub(super) fn finite(value: f64, what: &str) -> Outcome<f64> {
    possible(Some(value), what)
}

/// Whether a coverage is one: between 0 and 1.
///
/// # Errors
/// [`NotComputable::OutOfRange`] otherwise.
pub(super) fn coverage(confidence: f64) -> Outcome<f64> {
    let inside = confidence > 0.0 && confidence < 1.0;
    possible(inside.then_some(confidence), "confidence")
}
