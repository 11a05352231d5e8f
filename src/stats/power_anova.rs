use super::f_distribution::f_quantile;
use super::noncentral::noncentral_f_upper;
use super::power_search::{between, reaches, whole};
use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// The power of one-way analysis of variance.
///
/// # Question
/// How probable is it that the test finds differences of this size between the
/// groups with n respondents each?
///
/// # Formula
/// The noncentral F distribution with `λ = groups·n·f²` beyond the critical F of
/// α, `df = groups − 1, groups·(n − 1)`. Cohen's `f² = Σ(μᵢ − μ)²/(groups·σ²)`,
/// which is `(groups − 1)/groups` times the variance between over that within.
/// [`power_anova_sample_size`] and [`power_anova_effect`] solve for n and f.
///
/// # Assumes
/// Normal values of equal variance, groups of equal size.
///
/// # When not
/// Groups of very different size or spread.
///
/// # Example
/// ```
/// use tridharma::stats::{power_anova, power_anova_sample_size};
/// assert!((power_anova(4.0, 5.0, 0.5, 0.05).unwrap().power - 0.3535594).abs() < 1e-7);
/// assert_eq!(power_anova_sample_size(4.0, 0.5, 0.05, 0.8).unwrap().n_whole, 12);
/// ```
///
/// # Checked against
/// `power` of the reference cases (R `power.anova.test`).
///
/// # References
/// J. Cohen, Statistical Power Analysis, 2nd ed. (1988), 8.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless `groups` ≥ 2, n > 1, f ≥ 0, 0 < α < 1.
pub fn power_anova(groups: f64, n: f64, cohen_f: f64, alpha: f64) -> Outcome<PowerAnova> {
    between(alpha, 0.0, 1.0, "alpha")?;
    between(groups, 1.99, 1e6, "groups")?;
    between(n, 1.0, 1e9, "n")?;
    between(cohen_f, -f64::MIN_POSITIVE, 1e6, "effect")?;
    let out_of_range = || NotComputable::out_of_range("n");
    let (df1, df2) = (groups - 1.0, groups * (n - 1.0));
    let noncentrality = groups * n * cohen_f * cohen_f;
    let critical = f_quantile(alpha, df1, df2).ok_or_else(out_of_range)?;
    let power = noncentral_f_upper(critical, df1, df2, noncentrality);
    Ok(PowerAnova {
        groups,
        n_per_group: n,
        n_whole: whole(n),
        cohen_f,
        alpha,
        df1,
        df2,
        noncentrality,
        critical_f: critical,
        power: power.ok_or_else(out_of_range)?,
    })
}

/// How many respondents per group a power needs: see [`power_anova`].
///
/// # Errors
/// As [`power_anova`]; [`NotComputable::OutOfRange`] also where 1.01 respondents
/// are enough and where 1e6 are not.
pub fn power_anova_sample_size(
    groups: f64,
    cohen_f: f64,
    alpha: f64,
    power: f64,
) -> Outcome<PowerAnova> {
    let of = |n: f64| Ok(power_anova(groups, n, cohen_f, alpha)?.power);
    let n = reaches(power, (1.01, 1e6), "effect", of)?;
    power_anova(groups, n, cohen_f, alpha)
}

/// The least f that n respondents per group find with a power: see
/// [`power_anova`].
///
/// # Errors
/// As [`power_anova`]; [`NotComputable::OutOfRange`] also for a power not above
/// α.
pub fn power_anova_effect(groups: f64, n: f64, alpha: f64, power: f64) -> Outcome<PowerAnova> {
    let of = |cohen_f: f64| Ok(power_anova(groups, n, cohen_f, alpha)?.power);
    let cohen_f = reaches(power, (0.0, 1e3), "n", of)?;
    power_anova(groups, n, cohen_f, alpha)
}

/// What [`power_anova`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PowerAnova {
    pub groups: f64,
    /// A solution is not whole.
    pub n_per_group: f64,
    /// The next whole number.
    pub n_whole: u64,
    pub cohen_f: f64,
    pub alpha: f64,
    pub df1: f64,
    pub df2: f64,
    pub noncentrality: f64,
    pub critical_f: f64,
    pub power: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Sides, TDesign, TPlan, power_t};

    /// Of two groups the F test is the two-sided t test, f half of d.
    #[test]
    fn two_groups_are_a_t_test() {
        let plan = TPlan {
            design: TDesign::TwoSample,
            alpha: 0.01,
            sides: Sides::TwoStrict,
        };
        for (n, d) in [(3.0, 0.2), (12.5, 1.0), (400.0, 0.3)] {
            let anova = power_anova(2.0, n, 0.5 * d, 0.01).unwrap().power;
            let t = power_t(&plan, n, d).unwrap().power;
            assert!((anova - t).abs() < 1e-12, "{anova} {t}");
        }
    }

    #[test]
    fn solutions_have_their_power_and_the_rest_says_why() {
        for power in [0.06, 0.5, 0.99] {
            let n = power_anova_sample_size(5.0, 0.2, 0.05, power).unwrap();
            let f = power_anova_effect(5.0, 9.0, 0.05, power).unwrap();
            assert!((n.power - power).abs() < 1e-10 && (f.power - power).abs() < 1e-10);
        }
        assert!(power_anova_sample_size(5.0, 0.0, 0.05, 0.8).is_err());
        assert!(power_anova_sample_size(5.0, 0.2, 0.05, 0.01).is_err());
        for odd in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1.0] {
            assert!(power_anova(odd, 5.0, 0.2, 0.05).is_err());
            assert!(power_anova(3.0, odd, 0.2, 0.05).is_err());
            assert!(power_anova(3.0, 5.0, 0.2, odd).is_err());
        }
    }
}
