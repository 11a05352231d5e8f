use super::interval::possible;
use super::root::root;
use super::{
    Interval, Outcome, noncentral_chi_square_lower, noncentral_chi_square_upper,
    noncentral_f_lower, noncentral_f_upper, noncentral_t_lower, noncentral_t_upper,
};

/// The noncentralities of t between which the observed value leaves at least
/// `(1 − confidence)/2` in either tail.
///
/// # Errors
/// [`NotComputable::OutOfRange`](super::NotComputable) beyond what the noncentral
/// t is computed for (noncentralities of 10,000).
pub(super) fn noncentral_t_interval(t: f64, df: f64, confidence: f64) -> Outcome<Interval> {
    let tail = (1.0 - confidence) / 2.0;
    let low = t_limit(tail, |ncp| noncentral_t_upper(t, df, ncp));
    // The lower tail of t is the upper of −t with the noncentrality turned.
    let high = t_limit(tail, |ncp| noncentral_t_lower(t, df, -ncp)).map(|ncp| -ncp);
    Ok(Interval {
        low: Some(possible(low, "noncentrality")?),
        high: Some(possible(high, "noncentrality")?),
        confidence,
    })
}

/// Where a tail that rises with the noncentrality reaches its value, on either
/// side of 0.
fn t_limit(tail: f64, of: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    match of(0.0)? < tail {
        true => first_root(|x| Some(tail - of(x)?)),
        false => first_root(|x| Some(of(-x)? - tail)).map(|x| -x),
    }
}

/// The noncentralities of chi-square between which the observed value leaves at
/// least `(1 − confidence)/2` in either tail; 0 where even none leaves less.
///
/// # Errors
/// [`NotComputable::OutOfRange`](super::NotComputable) beyond what the noncentral
/// chi-square is computed for.
pub(super) fn noncentral_chi_square_interval(
    chi_square: f64,
    df: f64,
    confidence: f64,
) -> Outcome<Interval> {
    let tail = (1.0 - confidence) / 2.0;
    let above = |ncp: f64| Some(tail - noncentral_chi_square_upper(chi_square, df, ncp)?);
    let below = |ncp: f64| Some(noncentral_chi_square_lower(chi_square, df, ncp)? - tail);
    Ok(Interval {
        low: Some(possible(limit(&above), "noncentrality")?),
        high: Some(possible(limit(&below), "noncentrality")?),
        confidence,
    })
}

/// The root above 0; 0 where there is none.
fn limit(miss: &dyn Fn(f64) -> Option<f64>) -> Option<f64> {
    match miss(0.0)? > 0.0 {
        true => first_root(miss),
        false => Some(0.0),
    }
}

/// The noncentralities of F between which the observed value leaves at least
/// `(1 − confidence)/2` in either tail; 0 where even none leaves less.
///
/// # Errors
/// [`NotComputable::OutOfRange`](super::NotComputable) beyond what the noncentral
/// F is computed for.
pub(super) fn noncentral_f_interval(
    f: f64,
    (df1, df2): (f64, f64),
    confidence: f64,
) -> Outcome<Interval> {
    let tail = (1.0 - confidence) / 2.0;
    let above = |ncp: f64| Some(tail - noncentral_f_upper(f, df1, df2, ncp)?);
    let below = |ncp: f64| Some(noncentral_f_lower(f, df1, df2, ncp)? - tail);
    Ok(Interval {
        low: Some(possible(limit(&above), "noncentrality")?),
        high: Some(possible(limit(&below), "noncentrality")?),
        confidence,
    })
}

/// The shares of the spread that noncentralities stand for, `λ/(λ + of)`.
pub(super) fn explained(ncp: Interval, of: f64) -> Interval {
    let share = |ncp: f64| ncp / (ncp + of);
    Interval {
        low: ncp.low.map(share),
        high: ncp.high.map(share),
        ..ncp
    }
}

/// The root above 0 of what is positive there and falls.
fn first_root(miss: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let mut high = 1.0;
    while miss(high)? > 0.0 {
        high *= 2.0;
    }
    root(0.0, high, miss)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_of_nothing_lies_in_the_middle() {
        let interval = noncentral_t_interval(0.0, 10.0, 0.95).unwrap();
        let (low, high) = (interval.low.unwrap(), interval.high.unwrap());
        // At t = 0 the tail is Φ(ncp) whatever the degrees of freedom.
        assert!((high - 1.959963984540054).abs() < 1e-12, "{high}");
        assert!((low + high).abs() < 1e-12);
    }

    #[test]
    fn a_small_f_has_no_noncentrality() {
        let interval = noncentral_f_interval(0.01, (3.0, 20.0), 0.95).unwrap();
        assert_eq!((interval.low, interval.high), (Some(0.0), Some(0.0)));
        assert!(noncentral_t_interval(1e6, 1e6, 0.95).is_err());
    }
}
