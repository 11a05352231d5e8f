use crate::decimal::Decimal;
use crate::stats::{Exact, NotComputable, Outcome, student_two_sided, t_interval};
use serde::{Deserialize, Serialize};

/// The change from one period to the next.
///
/// # Question
/// Did the index rise or fall by more than chance would move it?
///
/// # Formula
/// `t = (index₂ − index₁)/√(se₁² + se₂²)`; degrees of freedom by
/// Welch–Satterthwaite, `(se₁² + se₂²)²/(se₁⁴/df₁ + se₂⁴/df₂)`; two-sided p from
/// the upper tail of Student's t.
///
/// # Assumes
/// Two independent samples, each index with its own standard error.
///
/// # When not
/// The same persons asked twice (a paired comparison is sharper). Published
/// totals without standard errors: the difference is shown, untested.
///
/// # Example
/// ```
/// use tridharma::Decimal;
/// use tridharma::analysis::{ChangeOptions, Earlier, change};
/// let period = |period: &str, index: f64, se: f64, n: u64| Earlier {
///     period: period.into(), index, printed: Decimal::round(index, 2).unwrap(),
///     grade: None, n: Some(n), standard_error: Some(se), df: Some(n - 1), interval: None,
/// };
/// let options = ChangeOptions { confidence: 0.95 };
/// let found = change(&period("2025", 84.96, 0.8, 200), &period("2026", 85.76, 0.7, 250), options);
/// assert!(found.difference > 0.79 && found.p.unwrap() > 0.4);
/// ```
///
/// # Checked against
/// Welch's t test of R (`t_two_sample` of the reference cases): with one item an
/// index is a mean.
///
/// # References
/// B. L. Welch, Biometrika 34 (1947) 28–35; F. E. Satterthwaite, Biometrics
/// Bulletin 2 (1946) 110–114.
pub fn change(from: &Earlier, to: &Earlier, options: ChangeOptions) -> Change {
    let difference = to.index - from.index;
    let places = from.printed.places.max(to.printed.places);
    let printed = Exact::from(to.printed) - Exact::from(from.printed);
    let standard_error = standard_error(from, to);
    let df = standard_error.clone().and_then(|_| welch_df(from, to));
    let t = standard_error.clone().map(|se| difference / se);
    let p = both(&t, &df)
        .and_then(|(t, df)| student_two_sided(t, df).ok_or(NotComputable::out_of_range("t")));
    let interval = both(&standard_error, &df)
        .and_then(|(se, df)| t_interval(difference, se, df, options.confidence));
    Change {
        from: from.period.clone(),
        to: to.period.clone(),
        difference,
        difference_printed: printed.round(places),
        standard_error,
        t,
        df,
        p,
        interval,
    }
}

fn both(first: &Outcome<f64>, second: &Outcome<f64>) -> Outcome<(f64, f64)> {
    first.clone().and_then(|a| second.clone().map(|b| (a, b)))
}

fn standard_error(from: &Earlier, to: &Earlier) -> Outcome<f64> {
    let of = |period: &Earlier| {
        period
            .standard_error
            .ok_or_else(|| NotComputable::not_given("standard_error"))
    };
    let (first, second) = (of(from)?, of(to)?);
    let se = (first * first + second * second).sqrt();
    match se > 0.0 && se.is_finite() {
        true => Ok(se),
        false => Err(NotComputable::NoSpread),
    }
}

fn welch_df(from: &Earlier, to: &Earlier) -> Outcome<f64> {
    let part = |period: &Earlier| -> Outcome<(f64, f64)> {
        let se = period
            .standard_error
            .ok_or_else(|| NotComputable::not_given("standard_error"))?;
        match period.df {
            None => Err(NotComputable::not_given("df")),
            Some(0) => Err(NotComputable::TooFew { n: 1, needed: 2 }),
            Some(df) => Ok((se * se, se.powi(4) / df as f64)),
        }
    };
    let ((a, a_df), (b, b_df)) = (part(from)?, part(to)?);
    Ok((a + b) * (a + b) / (a_df + b_df))
}

/// An index of an earlier period, from a `study.json` or a published total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    pub period: String,
    pub index: f64,
    pub printed: Decimal,
    pub grade: Option<String>,
    pub n: Option<u64>,
    /// Only a `study.json` has these; without them a change is shown untested.
    pub standard_error: Option<f64>,
    pub df: Option<u64>,
    pub interval: Option<(f64, f64)>,
}

/// The difference of two indexes of independent samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub from: String,
    pub to: String,
    /// Later minus earlier, of the unrounded indexes; and of the printed ones
    /// (what a reader subtracts).
    pub difference: f64,
    pub difference_printed: Decimal,
    pub standard_error: Outcome<f64>,
    pub t: Outcome<f64>,
    pub df: Outcome<f64>,
    pub p: Outcome<f64>,
    /// Interval of the difference at the confidence asked for.
    pub interval: Outcome<(f64, f64)>,
}

/// Options of [`change`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChangeOptions {
    pub confidence: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(index: f64, standard_error: Option<f64>, df: Option<u64>) -> Earlier {
        Earlier {
            period: "p".to_owned(),
            index,
            printed: Decimal::round(index, 2).expect("a number"),
            grade: None,
            n: None,
            standard_error,
            df,
            interval: None,
        }
    }

    #[test]
    fn published_totals_are_compared_and_not_tested() {
        let options = ChangeOptions { confidence: 0.95 };
        let found = change(
            &period(84.96, None, None),
            &period(85.76, None, None),
            options,
        );
        assert_eq!(found.difference_printed.units, 80);
        assert_eq!(found.p, Err(NotComputable::not_given("standard_error")));
        assert_eq!(
            found.interval,
            Err(NotComputable::not_given("standard_error"))
        );
        let later = period(85.76, Some(0.5), None);
        let found = change(&period(84.96, Some(0.5), Some(9)), &later, options);
        assert_eq!(found.p, Err(NotComputable::not_given("df")));
        assert!(found.t.is_ok());
    }

    #[test]
    fn a_reader_can_subtract_what_is_printed() {
        // 84.955 and 85.764 print as 84.96 and 85.76: the difference is 0.80.
        let options = ChangeOptions { confidence: 0.95 };
        let found = change(
            &period(84.955, None, None),
            &period(85.764, None, None),
            options,
        );
        assert_eq!(found.difference_printed.units, 80);
        assert!((found.difference - 0.809).abs() < 1e-9);
    }
}
