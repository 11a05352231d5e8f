use super::beta::beta_tails;
use super::chi_square::chi_square_upper;
use super::gamma::binomial_term;
use super::normal::normal_upper;
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// The binomial test: is a proportion what it is said to be?
///
/// # Question
/// Could x of n be chance if the share in the population is `p0`?
///
/// # Formula
/// Exact tails of the binomial distribution. Two-sided: the sum over all counts
/// that are no more likely than x (R, scipy), or twice the smaller tail (SPSS).
/// `z = (x/n − p0)/√(p0(1−p0)/n)`; with continuity
/// `χ² = Σ (|O − E| − c)²/E`, c = ½ but at most `|x − n·p0|`.
///
/// # Assumes
/// Independent respondents.
///
/// # When not
/// Samples that are a large part of the population; several answers per person.
///
/// # Example
/// ```
/// let test = tridharma::stats::binomial_test(60, 100, 0.5).unwrap();
/// assert!((test.p_two_sided - 0.0568879336).abs() < 1e-10);
/// ```
///
/// # Checked against
/// `binomial_test` of the reference cases (R `binom.test`, `prop.test`). The
/// default two-sided p is R's, because it never rejects for a count more likely
/// than the one observed.
///
/// # References
/// W. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), 3.1.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for n = 0; [`NotComputable::OutOfRange`] for
/// x > n, n above 1e9 and unless 0 ≤ `p0` ≤ 1.
pub fn binomial_test(x: u64, n: u64, p0: f64) -> Outcome<BinomialTest> {
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let what = match () {
        () if x > n => Some("x"),
        () if n > 1_000_000_000 => Some("n"),
        () if !(0.0..=1.0).contains(&p0) => Some("p0"),
        () => None,
    };
    if let Some(what) = what {
        return Err(NotComputable::out_of_range(what));
    }
    let binomial = Binomial { n, p: p0 };
    let exact = (
        binomial.up_to(x),
        binomial.from(x),
        binomial.no_more_likely(x),
    );
    let (Some(less), Some(greater), Some(two_sided)) = exact else {
        return Err(NotComputable::out_of_range("n"));
    };
    let (z, chi_square) = approximations(x as f64, n as f64, p0);
    let tail = |z: &f64| normal_upper(z.abs()).map(|p| 2.0 * p);
    Ok(BinomialTest {
        x,
        n,
        p0,
        proportion: x as f64 / n as f64,
        p_less: less,
        p_greater: greater,
        p_two_sided: two_sided,
        p_two_sided_doubled: (2.0 * less.min(greater)).min(1.0),
        p_z_two_sided: p_of(&z, tail),
        z,
        p_continuity: p_of(&chi_square, |x| chi_square_upper(*x, 1.0)),
        chi_square_continuity: chi_square,
        cautions: vec![],
    })
}

/// z, and chi-square with continuity; neither where `p0` is 0 or 1.
fn approximations(hits: f64, size: f64, p0: f64) -> (Outcome<f64>, Outcome<f64>) {
    let expected = size * p0;
    let variance = expected * (1.0 - p0);
    if variance <= 0.0 {
        return (
            Err(NotComputable::out_of_range("p0")),
            Err(NotComputable::out_of_range("p0")),
        );
    }
    let away = hits - expected;
    let corrected = away.abs() - away.abs().min(0.5);
    (
        Ok(away / variance.sqrt()),
        Ok(corrected * corrected / variance),
    )
}

fn p_of(statistic: &Outcome<f64>, p: impl Fn(&f64) -> Option<f64>) -> Outcome<f64> {
    let statistic = statistic.as_ref().map_err(Clone::clone)?;
    p(statistic).ok_or_else(|| NotComputable::out_of_range("p0"))
}

/// n trials with chance p each.
struct Binomial {
    n: u64,
    p: f64,
}

impl Binomial {
    /// The chance of exactly k.
    fn at(&self, k: u64) -> f64 {
        let (n, p) = (self.n as f64, self.p);
        let (hits, misses) = (k as f64, self.n.saturating_sub(k) as f64);
        match (k, p) {
            (0, 0.0) => 1.0,
            (_, 0.0) => 0.0,
            (_, 1.0) => f64::from(k == self.n),
            (0, _) => libm::exp(n * libm::log1p(-p)),
            (_, _) if k == self.n => libm::exp(n * libm::log(p)),
            _ => binomial_term(p, 1.0 - p, hits, misses),
        }
    }

    /// The chance of k or fewer.
    fn up_to(&self, k: u64) -> Option<f64> {
        if k >= self.n {
            return Some(1.0);
        }
        let (hits, misses) = (k as f64, (self.n - k) as f64);
        beta_tails(1.0 - self.p, self.p, misses, hits + 1.0).map(|(lower, _)| lower)
    }

    /// The chance of k or more.
    fn from(&self, k: u64) -> Option<f64> {
        if k == 0 || k > self.n {
            return Some(f64::from(k == 0));
        }
        let (hits, misses) = (k as f64, (self.n - k) as f64);
        beta_tails(self.p, 1.0 - self.p, hits, misses + 1.0).map(|(lower, _)| lower)
    }

    /// The chance of all counts no more likely than x; a likelihood within 1e-7
    /// counts as equal, as in R.
    fn no_more_likely(&self, x: u64) -> Option<f64> {
        if self.p == 0.0 || self.p == 1.0 {
            return Some(self.at(x));
        }
        let mean = self.n as f64 * self.p;
        let likely = self.at(x) * (1.0 + 1e-7);
        let hits = x as f64;
        if hits == mean {
            return Some(1.0);
        }
        let p = if hits < mean {
            // Beyond the mean the chances fall: the first of the far tail.
            let start = mean.ceil() as u64;
            let far = first(start, self.n.saturating_add(1), |k| self.at(k) <= likely);
            self.up_to(x)? + self.from(far)?
        } else {
            let end = (mean.floor() as u64).saturating_add(1);
            let above = first(0, end, |k| self.at(k) > likely);
            let near = match above {
                0 => 0.0,
                _ => self.up_to(above - 1)?,
            };
            near + self.from(x)?
        };
        Some(p.min(1.0))
    }
}

/// The first of `low..high` for which `is` holds, from where it holds for all;
/// `high` if for none.
fn first(low: u64, high: u64, is: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if is(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// What [`binomial_test`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BinomialTest {
    pub x: u64,
    pub n: u64,
    /// The share under the hypothesis.
    pub p0: f64,
    pub proportion: f64,
    /// x or fewer.
    pub p_less: f64,
    /// x or more.
    pub p_greater: f64,
    /// Counts no more likely than x (R).
    pub p_two_sided: f64,
    /// Twice the smaller tail (SPSS).
    pub p_two_sided_doubled: f64,
    /// Not computable, like all after it, for a `p0` of 0 or 1.
    pub z: Outcome<f64>,
    pub p_z_two_sided: Outcome<f64>,
    pub chi_square_continuity: Outcome<f64>,
    pub p_continuity: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for BinomialTest {
    fn method(&self) -> &'static str {
        "binomial_test"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "x".to_owned(),
            value: self.x as f64,
            df: vec![],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p_two_sided)
    }
    /// The difference from the share under the hypothesis.
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "difference_of_proportions".to_owned(),
            value: self.proportion - self.p0,
            interval: None,
        })
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![],
            missing: 0,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// All chances added one by one.
        #[test]
        fn equals_the_sum_over_all_counts(n in 1_u64..60, at in 0.0_f64..=1.0, p0 in 0.01_f64..0.99) {
            let x = (at * n as f64).round() as u64;
            let test = binomial_test(x, n, p0).unwrap();
            let mut chance = (1.0 - p0).powi(n as i32);
            let mut chances = vec![chance];
            for k in 1..=n {
                chance *= (n - k + 1) as f64 / k as f64 * p0 / (1.0 - p0);
                chances.push(chance);
            }
            let at = |k: u64| chances[k as usize];
            let less: f64 = (0..=x).map(at).sum();
            let greater: f64 = (x..=n).map(at).sum();
            let likely = at(x) * (1.0 + 1e-7);
            let two: f64 = (0..=n).map(at).filter(|c| *c <= likely).sum();
            prop_assert!((test.p_less - less).abs() < 1e-12);
            prop_assert!((test.p_greater - greater).abs() < 1e-12);
            prop_assert!((test.p_two_sided - two.min(1.0)).abs() < 1e-10);
            prop_assert!(test.p_two_sided_doubled <= 1.0);
        }

        #[test]
        fn nothing_panics(x: u64, n: u64, p0: f64) {
            let _ = binomial_test(x, n, p0);
            if let Ok(test) = binomial_test(x % 7, n % 7, p0.abs().fract()) {
                for p in [test.p_less, test.p_greater, test.p_two_sided] {
                    prop_assert!((0.0..=1.0).contains(&p));
                }
            }
        }
    }

    #[test]
    fn certain_shares_and_large_samples() {
        let never = binomial_test(0, 10, 0.0).unwrap();
        assert_eq!(
            (never.p_two_sided, never.p_less, never.p_greater),
            (1.0, 1.0, 1.0)
        );
        assert!(never.z.is_err() && never.p_continuity.is_err());
        let impossible = binomial_test(3, 10, 1.0).unwrap();
        assert_eq!((impossible.p_two_sided, impossible.p_greater), (0.0, 1.0));
        // 2·P(X ≥ 10⁹/2 + 10⁵) is about that of z = 6.3246.
        let far = binomial_test(500_100_000, 1_000_000_000, 0.5).unwrap();
        assert!(
            (far.p_two_sided / 2.5396e-10 - 1.0).abs() < 1e-3,
            "{}",
            far.p_two_sided
        );
        assert!(binomial_test(0, 0, 0.5).is_err());
    }
}
