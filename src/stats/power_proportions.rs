use super::normal::{normal_quantile, normal_upper};
use super::power_search::{Sides, between, reaches, whole};
use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// The power of the test of two proportions.
///
/// # Question
/// How probable is it that two groups of n differ significantly if the shares
/// are `p1` and `p2`?
///
/// # Formula
/// `Φ((√n·|p₁ − p₂| − z√(2p̄q̄)) / √(p₁q₁ + p₂q₂))`, z the critical value of α and
/// `p̄` the mean of the two, as in R. Cohen's `h = 2 arcsin √p₁ − 2 arcsin √p₂` is
/// given besides. [`power_proportions_sample_size`] solves for n.
///
/// # Assumes
/// Groups of equal size, large enough for the normal approximation.
///
/// # When not
/// Shares within a few respondents of 0 or 1. `pwr::pwr.2p.test` works with h and
/// gives slightly other values.
///
/// # Example
/// ```
/// use tridharma::stats::{Sides, power_proportions, power_proportions_sample_size};
/// let found = power_proportions(0.5, 0.75, 50.0, 0.05, Sides::Two).unwrap();
/// assert!((found.power - 0.7401659).abs() < 1e-7);
/// let needed = power_proportions_sample_size(0.5, 0.75, 0.05, Sides::Two, 0.9);
/// assert_eq!(needed.unwrap().n_whole, 77);
/// ```
///
/// # Checked against
/// `power` of the reference cases (R `power.prop.test`).
///
/// # References
/// J. Fleiss, B. Levin, M. Paik, Statistical Methods for Rates and Proportions,
/// 3rd ed. (2003), 4.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless 0 ≤ p₁, p₂ ≤ 1 (not both 0 or both 1),
/// n > 0, 0 < α < 1.
pub fn power_proportions(
    p1: f64,
    p2: f64,
    n: f64,
    alpha: f64,
    sides: Sides,
) -> Outcome<PowerProportions> {
    between(alpha, 0.0, 1.0, "alpha")?;
    between(n, 0.0, 1e15, "n")?;
    let range = 0.0..=1.0;
    if !range.contains(&p1) || !range.contains(&p2) {
        return Err(NotComputable::out_of_range("p"));
    }
    let critical =
        normal_quantile(sides.tail(alpha)).ok_or_else(|| NotComputable::out_of_range("alpha"))?;
    let (near, far) = tails(p1, p2, n, critical)?;
    let both = match sides {
        Sides::One => near,
        Sides::Two | Sides::TwoStrict => (near + far).min(1.0),
    };
    Ok(PowerProportions {
        p1,
        p2,
        n_per_group: n,
        n_whole: whole(n),
        alpha,
        sides,
        cohen_h: 2.0 * (libm::asin(p1.sqrt()) - libm::asin(p2.sqrt())),
        power: if sides == Sides::TwoStrict {
            both
        } else {
            near
        },
        power_both_tails: both,
    })
}

/// The chances of a finding of the right sign and of the wrong one.
fn tails(p1: f64, p2: f64, n: f64, critical: f64) -> Outcome<(f64, f64)> {
    let sum = p1 + p2;
    let of_null = critical * (sum * (1.0 - 0.5 * sum)).sqrt();
    let spread = (p1 * (1.0 - p1) + p2 * (1.0 - p2)).sqrt();
    if spread == 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let away = n.sqrt() * (p1 - p2).abs();
    let near = normal_upper((of_null - away) / spread);
    let far = normal_upper((of_null + away) / spread);
    near.zip(far)
        .ok_or_else(|| NotComputable::out_of_range("n"))
}

/// How many respondents per group a power needs: see [`power_proportions`].
///
/// # Errors
/// As [`power_proportions`]; [`NotComputable::OutOfRange`] also for equal shares
/// and for a power not above that of no respondents.
pub fn power_proportions_sample_size(
    p1: f64,
    p2: f64,
    alpha: f64,
    sides: Sides,
    power: f64,
) -> Outcome<PowerProportions> {
    let of = |n: f64| Ok(power_proportions(p1, p2, n, alpha, sides)?.power);
    let n = reaches(power, (1e-9, 1e12), "p", of)?;
    power_proportions(p1, p2, n, alpha, sides)
}

/// What [`power_proportions`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PowerProportions {
    pub p1: f64,
    pub p2: f64,
    /// A solution is not whole.
    pub n_per_group: f64,
    /// The next whole number.
    pub n_whole: u64,
    pub alpha: f64,
    pub sides: Sides,
    pub cohen_h: f64,
    pub power: f64,
    /// With findings of the wrong sign.
    pub power_both_tails: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_have_their_power_and_the_rest_says_why() {
        for sides in [Sides::One, Sides::Two, Sides::TwoStrict] {
            for power in [0.1, 0.5, 0.95] {
                let found = power_proportions_sample_size(0.3, 0.41, 0.05, sides, power).unwrap();
                assert!((found.power - power).abs() < 1e-12);
            }
            assert!(power_proportions_sample_size(0.3, 0.3, 0.05, sides, 0.8).is_err());
            assert!(power_proportions(0.0, 0.0, 10.0, 0.05, sides).is_err());
            assert!(power_proportions(0.0, 1.0, 10.0, 0.05, sides).is_err());
            for odd in [f64::NAN, f64::INFINITY, -1.0, 1.5] {
                assert!(power_proportions(odd, 0.5, 10.0, 0.05, sides).is_err());
                assert!(power_proportions(0.2, 0.5, 10.0, odd, sides).is_err());
            }
        }
    }
}
