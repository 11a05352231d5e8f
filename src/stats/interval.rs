use super::{NotComputable, Outcome, student_quantile};

/// The two-sided interval `centre ± t·se` by Student's t.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for degrees of freedom or a confidence that
/// have no quantile.
pub fn t_interval(centre: f64, se: f64, df: f64, confidence: f64) -> Outcome<(f64, f64)> {
    let t = student_quantile((1.0 - confidence) / 2.0, df).ok_or(NotComputable::OutOfRange {
        what: "confidence".to_owned(),
    })?;
    Ok((centre - t * se, centre + t * se))
}
