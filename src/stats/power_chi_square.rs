use super::chi_square::chi_square_quantile;
use super::noncentral::noncentral_chi_square_upper;
use super::power_search::{between, reaches, whole};
use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// The power of a chi-square test.
///
/// # Question
/// How probable is it that the test finds a deviation or an association of size
/// w with n respondents?
///
/// # Formula
/// The noncentral chi-square with `λ = n·w²` beyond the critical value of α.
/// [`power_chi_square_sample_size`] and [`power_chi_square_effect`] solve for n
/// and w. For a table, `w = V·√(min(rows, columns) − 1)`.
///
/// # Assumes
/// Expected counts of 5 or more.
///
/// # When not
/// Small expected counts: the true power is another.
///
/// # Example
/// ```
/// use tridharma::stats::{power_chi_square, power_chi_square_sample_size};
/// assert!((power_chi_square(0.3, 100.0, 3.0, 0.05).unwrap().power - 0.7112536).abs() < 1e-7);
/// assert_eq!(power_chi_square_sample_size(0.3, 1.0, 0.05, 0.8).unwrap().n_whole, 88);
/// ```
///
/// # Checked against
/// `power` of the reference cases (R `pchisq` with `ncp`; `pwr.chisq.test`).
///
/// # References
/// J. Cohen, Statistical Power Analysis, 2nd ed. (1988), 7.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless w ≥ 0, n > 0, df > 0, 0 < α < 1.
pub fn power_chi_square(w: f64, n: f64, df: f64, alpha: f64) -> Outcome<PowerChiSquare> {
    between(alpha, 0.0, 1.0, "alpha")?;
    between(w, -f64::MIN_POSITIVE, 1e4, "effect")?;
    between(n, 0.0, 1e15, "n")?;
    between(df, 0.0, 1e9, "df")?;
    let critical =
        chi_square_quantile(alpha, df).ok_or_else(|| NotComputable::out_of_range("df"))?;
    let noncentrality = n * w * w;
    let power = noncentral_chi_square_upper(critical, df, noncentrality);
    Ok(PowerChiSquare {
        w,
        n,
        n_whole: whole(n),
        df,
        alpha,
        noncentrality,
        critical,
        power: power.ok_or_else(|| NotComputable::out_of_range("n"))?,
    })
}

/// How many respondents a power needs: see [`power_chi_square`].
///
/// # Errors
/// As [`power_chi_square`]; [`NotComputable::OutOfRange`] also for w = 0 and for
/// a power not above α.
pub fn power_chi_square_sample_size(
    w: f64,
    df: f64,
    alpha: f64,
    power: f64,
) -> Outcome<PowerChiSquare> {
    let of = |n: f64| Ok(power_chi_square(w, n, df, alpha)?.power);
    let n = reaches(power, (1e-9, 1e12), "effect", of)?;
    power_chi_square(w, n, df, alpha)
}

/// The least w that n respondents find with a power: see [`power_chi_square`].
///
/// # Errors
/// As [`power_chi_square`]; [`NotComputable::OutOfRange`] also for a power not
/// above α.
pub fn power_chi_square_effect(n: f64, df: f64, alpha: f64, power: f64) -> Outcome<PowerChiSquare> {
    let of = |w: f64| Ok(power_chi_square(w, n, df, alpha)?.power);
    let w = reaches(power, (0.0, 1e4), "n", of)?;
    power_chi_square(w, n, df, alpha)
}

/// What [`power_chi_square`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PowerChiSquare {
    pub w: f64,
    /// A solution is not whole.
    pub n: f64,
    /// The next whole number.
    pub n_whole: u64,
    pub df: f64,
    pub alpha: f64,
    pub noncentrality: f64,
    /// The critical chi-square.
    pub critical: f64,
    pub power: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_have_their_power_and_the_rest_says_why() {
        for power in [0.06, 0.5, 0.99] {
            let n = power_chi_square_sample_size(0.2, 4.0, 0.05, power).unwrap();
            let w = power_chi_square_effect(250.0, 4.0, 0.05, power).unwrap();
            assert!((n.power - power).abs() < 1e-10 && (w.power - power).abs() < 1e-10);
        }
        assert!(power_chi_square_sample_size(0.0, 4.0, 0.05, 0.8).is_err());
        for odd in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
            assert!(power_chi_square(0.3, odd, 4.0, 0.05).is_err());
            assert!(power_chi_square(0.3, 9.0, odd, 0.05).is_err());
            assert!(power_chi_square(0.3, 9.0, 4.0, odd).is_err());
        }
    }
}
