use super::interval::possible;
use super::noncentral_interval::noncentral_chi_square_interval;
use super::{ChiSquareIndependence, Interval, NotComputable, Outcome};

/// Between which values Cramér's V of the population may lie.
///
/// # Question
/// How strong may an association be, given the one in the sample?
///
/// # Formula
/// `V = √(λ/(n·(m − 1)))`, `m` the lesser of rows and columns, at the
/// noncentralities λ between which chi-square leaves `(1 − confidence)/2` in either
/// tail; cut at 1.
///
/// # Assumes
/// As [`super::chi_square_independence`].
///
/// # When not
/// Very small expected counts.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, chi_square_independence, cramer_v_interval};
/// let table = CrossTable::new(2, 2, vec![30, 10, 15, 25]).unwrap();
/// let found = chi_square_independence(&table).unwrap();
/// let interval = cramer_v_interval(&found, 0.95).unwrap();
/// assert!(interval.low.unwrap() < 0.3779 && interval.high.unwrap() > 0.3779);
/// ```
///
/// # Checked against
/// R: `pchisq(11.42857, 1, ncp = n·V²)` at both ends is 0.975 and 0.025.
///
/// # References
/// Steiger (2004), *Psychological Methods* 9, 164.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for an impossible confidence or a noncentrality
/// beyond what is computed.
pub fn cramer_v_interval(found: &ChiSquareIndependence, confidence: f64) -> Outcome<Interval> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let rows = found.expected.len();
    let columns = found.expected.first().map_or(0, Vec::len);
    let least = rows.min(columns).saturating_sub(1) as f64;
    let whole = found.n as f64 * least;
    if whole <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let noncentrality =
        noncentral_chi_square_interval(found.chi_square, found.df as f64, confidence)?;
    let v = |ncp: Option<f64>| {
        let v = ncp.map(|ncp| (ncp / whole).sqrt().min(1.0));
        possible(v, "noncentrality").map(Some)
    };
    Ok(Interval {
        low: v(noncentrality.low)?,
        high: v(noncentrality.high)?,
        confidence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{CrossTable, chi_square_independence};

    #[test]
    fn ends_leave_the_tails_of_r() {
        // R: f <- function(l) pchisq(80/7, 1, ncp = l) - p; uniroot for p = 0.975 and 0.025
        let table = CrossTable::new(2, 2, vec![30, 10, 15, 25]).unwrap();
        let found = chi_square_independence(&table).unwrap();
        let interval = cramer_v_interval(&found, 0.95).unwrap();
        let (low, high) = (interval.low.unwrap(), interval.high.unwrap());
        assert!((low - LOW).abs() < 1e-9, "{low}");
        assert!((high - HIGH).abs() < 1e-9, "{high}");
        assert!(cramer_v_interval(&found, 1.0).is_err());
    }

    const LOW: f64 = 0.158832329729;
    const HIGH: f64 = 0.597095108153;
}
