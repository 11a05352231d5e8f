use super::sample::{decimal_text, places_of, units_of};
use super::{Exact, NotComputable, Outcome};
use num_bigint::BigInt;

/// How alike values are to those so many places before them in a series.
///
/// # Question
/// Does a month resemble the month before it?
///
/// # Formula
/// `r_k = Σ(xᵢ − x̄)(xᵢ₊ₖ − x̄)/Σ(xᵢ − x̄)²`, the sums exact over decimals.
///
/// # Assumes
/// Values at equal distances in time, none missing, no trend.
///
/// # When not
/// Below about 20 values it says little.
///
/// # Example
/// ```
/// use tridharma::stats::autocorrelation;
/// assert_eq!(autocorrelation(&[1.0, 3.0, 1.0, 3.0], 1), Ok(-0.75));
/// ```
///
/// # Checked against
/// The nine univariate sets of NIST StRD.
///
/// # References
/// Box & Jenkins, Time Series Analysis (1976), 32.
///
/// # Errors
/// [`NotComputable::TooFew`] unless more values than the lag,
/// [`NotComputable::NoSpread`] where all are alike, [`NotComputable::OutOfRange`]
/// for numbers that are not finite or of too many digits.
pub fn autocorrelation(series: &[f64], lag: usize) -> Outcome<f64> {
    let (n, needed) = (series.len() as u64, (lag as u64).saturating_add(1).max(2));
    if n < needed {
        return Err(NotComputable::TooFew { n, needed });
    }
    let units = units(series).ok_or_else(|| NotComputable::out_of_range("values"))?;
    let sum: BigInt = units.iter().map(|unit| BigInt::from(*unit)).sum();
    // n·x − Σx is whole.
    let away: Vec<BigInt> = units
        .iter()
        .map(|unit| BigInt::from(*unit) * n - &sum)
        .collect();
    let below: BigInt = away.iter().map(|x| x * x).sum();
    let later = away.iter().skip(lag);
    let above: BigInt = away.iter().zip(later).map(|(x, y)| x * y).sum();
    match below == BigInt::ZERO {
        true => Err(NotComputable::NoSpread),
        false => Ok(Exact::of_integers(above, below).value()),
    }
}

/// All numbers as integers of one decimal place.
fn units(series: &[f64]) -> Option<Vec<i128>> {
    let texts = series.iter().map(|number| decimal_text(*number));
    let texts: Vec<String> = texts.collect::<Option<_>>()?;
    let places = texts.iter().map(|text| places_of(text)).max()?;
    texts.iter().map(|text| units_of(text, places)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_lag_it_is_one() {
        assert_eq!(autocorrelation(&[1.0, 2.5, 4.0], 0), Ok(1.0));
        assert_eq!(
            autocorrelation(&[2.0, 2.0], 1),
            Err(NotComputable::NoSpread)
        );
        let few = NotComputable::TooFew { n: 2, needed: 4 };
        assert_eq!(autocorrelation(&[1.0, 2.0], 3), Err(few));
        assert!(autocorrelation(&[1.0, f64::INFINITY], 1).is_err());
        assert!(autocorrelation(&[1e30, 1e-30], 1).is_err());
    }
}
