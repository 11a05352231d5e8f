use super::noncentral_t::{noncentral_t_lower, noncentral_t_upper};
use super::power_search::{Sides, between, reaches, whole};
use super::student::student_quantile;
use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// The t test whose power is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TPlan {
    pub design: TDesign,
    pub alpha: f64,
    pub sides: Sides,
}

/// Whose means are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TDesign {
    /// One group with a number; the effect is in standard deviations.
    OneSample,
    /// One group twice; the effect is in standard deviations of the differences.
    Paired,
    /// Two groups of n each; the effect is Cohen's d.
    TwoSample,
}

/// The power of a t test.
///
/// # Question
/// How probable is it that the test finds an effect of this size with n
/// respondents (per group)?
///
/// # Formula
/// The noncentral t distribution with `ncp = d·√(n/k)` and `df = k(n − 1)`, k the
/// number of groups, beyond the critical t of α. [`power_t_sample_size`] and
/// [`power_t_effect`] solve the same for n and d.
///
/// # Assumes
/// Normal values of equal variance, groups of equal size.
///
/// # When not
/// After the study, for the effect that was found: that power says no more than
/// the p value does.
///
/// # Example
/// ```
/// use tridharma::stats::{Sides, TDesign, TPlan, power_t, power_t_sample_size};
/// let plan = TPlan { design: TDesign::TwoSample, alpha: 0.05, sides: Sides::Two };
/// assert!((power_t(&plan, 20.0, 1.0).unwrap().power - 0.8689528).abs() < 1e-7);
/// let needed = power_t_sample_size(&plan, 0.5, 0.9).unwrap();
/// assert_eq!(needed.n_whole, 86);
/// ```
///
/// # Checked against
/// `power` of the reference cases (R `power.t.test`, strict and not). The
/// difference between [`Sides::Two`] and [`Sides::TwoStrict`] only shows where
/// the power is hardly above α.
///
/// # References
/// J. Cohen, Statistical Power Analysis, 2nd ed. (1988), 2.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless `n > 1`, 0 < α < 1 and the effect is a
/// number.
pub fn power_t(plan: &TPlan, n: f64, effect: f64) -> Outcome<PowerT> {
    let alpha = between(plan.alpha, 0.0, 1.0, "alpha")?;
    between(n, 1.0, 1e9, "n")?;
    between(effect, -1e6, 1e6, "effect")?;
    let groups = match plan.design {
        TDesign::OneSample | TDesign::Paired => 1.0,
        TDesign::TwoSample => 2.0,
    };
    let out_of_range = || NotComputable::out_of_range("n");
    let df = groups * (n - 1.0);
    let effect = match plan.sides {
        Sides::One => effect,
        Sides::Two | Sides::TwoStrict => effect.abs(),
    };
    let noncentrality = effect * (n / groups).sqrt();
    let critical = student_quantile(plan.sides.tail(alpha), df).ok_or_else(out_of_range)?;
    let near = noncentral_t_upper(critical, df, noncentrality).ok_or_else(out_of_range)?;
    let far = match plan.sides {
        Sides::One => Some(0.0),
        Sides::Two | Sides::TwoStrict => noncentral_t_lower(-critical, df, noncentrality),
    };
    let both = (near + far.ok_or_else(out_of_range)?).min(1.0);
    Ok(PowerT {
        plan: *plan,
        n,
        n_whole: whole(n),
        effect,
        df,
        noncentrality,
        critical_t: critical,
        power: if plan.sides == Sides::TwoStrict {
            both
        } else {
            near
        },
        power_both_tails: both,
    })
}

/// How many respondents (per group) a power needs: see [`power_t`].
///
/// # Errors
/// As [`power_t`]; [`NotComputable::OutOfRange`] also where 1.01 respondents are
/// enough and where 1e9 are not.
pub fn power_t_sample_size(plan: &TPlan, effect: f64, power: f64) -> Outcome<PowerT> {
    let of = |n: f64| Ok(power_t(plan, n, effect)?.power);
    power_t(plan, reaches(power, (1.01, 1e9), "effect", of)?, effect)
}

/// The least effect that n respondents (per group) find with a power: see
/// [`power_t`].
///
/// # Errors
/// As [`power_t`]; [`NotComputable::OutOfRange`] also for a power not above that
/// of no effect.
pub fn power_t_effect(plan: &TPlan, n: f64, power: f64) -> Outcome<PowerT> {
    let of = |effect: f64| Ok(power_t(plan, n, effect)?.power);
    power_t(plan, n, reaches(power, (0.0, 1e6), "n", of)?)
}

/// What [`power_t`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PowerT {
    pub plan: TPlan,
    /// Per group; a solution is not whole.
    pub n: f64,
    /// The next whole number.
    pub n_whole: u64,
    /// In standard deviations; without sign for a two-sided test.
    pub effect: f64,
    pub df: f64,
    pub noncentrality: f64,
    pub critical_t: f64,
    pub power: f64,
    /// With findings of the wrong sign.
    pub power_both_tails: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// statsmodels `TTestIndPower().power(0.3, 40, 0.05)` and
    /// `.solve_power(0.4, None, 0.05, 0.8)`, which count both tails.
    #[test]
    fn both_tails_are_those_of_statsmodels() {
        let plan = TPlan {
            design: TDesign::TwoSample,
            alpha: 0.05,
            sides: Sides::TwoStrict,
        };
        let power = power_t(&plan, 40.0, -0.3).unwrap().power;
        assert!((power - 0.26328355587401364).abs() < 1e-9, "{power}");
        let n = power_t_sample_size(&plan, 0.4, 0.8).unwrap().n;
        assert!((n - 99.08032514676718).abs() < 1e-6, "{n}");
    }

    #[test]
    fn solutions_have_their_power_and_the_rest_says_why() {
        for sides in [Sides::One, Sides::Two, Sides::TwoStrict] {
            for design in [TDesign::OneSample, TDesign::Paired, TDesign::TwoSample] {
                let alpha = 0.05;
                let plan = TPlan {
                    design,
                    alpha,
                    sides,
                };
                for power in [0.1, 0.5, 0.8, 0.999] {
                    for effect in [0.01, 0.5, 4.0] {
                        if let Ok(found) = power_t_sample_size(&plan, effect, power) {
                            assert!((found.power - power).abs() < 1e-9);
                            assert!(found.n_whole as f64 > found.n - 1e-6);
                        }
                    }
                    let found = power_t_effect(&plan, 12.5, power).unwrap();
                    assert!((found.power - power).abs() < 1e-9);
                }
                assert!(power_t_sample_size(&plan, 0.0, 0.8).is_err());
                for odd in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1.0] {
                    assert!(power_t(&plan, odd, 0.5).is_err());
                    assert!(power_t_sample_size(&plan, 0.5, odd).is_err());
                }
                assert!(power_t(&plan, 5.0, f64::NAN).is_err());
            }
        }
    }
}
