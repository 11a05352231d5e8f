use super::{
    Caution, Effect, HypothesisTest, NormalTest, NotComputable, Outcome, Sample, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The sign test of differences within pairs.
///
/// # Question
/// Do more respondents go up than down?
///
/// # Formula
/// Differences of 0 are left out. Of the other n, the positive ones are binomial
/// with probability ½: `p_exact = min(1, 2·P(X ≤ min(n₊, n₋)))`. Asymptotic
/// (SPSS above 25 pairs): `z = −(max(n₊, n₋) − n/2 − ½)/(√n/2)`.
///
/// Exact is the default here (R, PSPP always; SPSS up to 25 pairs).
///
/// # Assumes
/// Pairs independent of one another; nothing about the sizes of differences.
///
/// # When not
/// Sizes of differences can be ordered: [`super::wilcoxon_signed_rank`] sees more.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, sign_test};
/// let changes = Sample::of_codes(-1, &[2, 5, 9], 0);
/// let test = sign_test(&changes).unwrap();
/// // R: binom.test(9, 11)$p.value
/// assert!((test.p_exact - 0.0654296875).abs() < 1e-15);
/// ```
///
/// # Checked against
/// `rank_tests` of the reference cases (R `binom.test`).
///
/// # References
/// Dixon & Mood (1946), JASA 41: 557–566. IBM SPSS Statistics Algorithms, NPAR
/// TESTS (sign).
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a difference, [`NotComputable::NoSpread`]
/// where all are 0.
pub fn sign_test(differences: &Sample) -> Outcome<SignTest> {
    let count = |keep: fn(i128) -> bool| {
        let counts = differences.units().iter().filter(|(value, _)| keep(*value));
        let sum = counts.map(|(_, n)| *n).try_fold(0_u64, u64::checked_add);
        sum.ok_or_else(|| NotComputable::out_of_range("respondents"))
    };
    let (positive, negative) = (count(|v| v > 0)?, count(|v| v < 0)?);
    let zeros = count(|v| v == 0)?;
    let n = positive.checked_add(negative);
    let n = n.ok_or_else(|| NotComputable::out_of_range("respondents"))?;
    match (n, zeros) {
        (0, 0) => return Err(NotComputable::NoAnswers),
        (0, _) => return Err(NotComputable::NoSpread),
        _ => {}
    }
    let above = positive.max(negative) as f64 - n as f64 / 2.0 - 0.5;
    let z = -above.abs() / ((n as f64).sqrt() / 2.0);
    let asymptotic = NormalTest::of(z, 1.0, 0.0).ok_or(NotComputable::NoSpread)?;
    Ok(SignTest {
        n_positive: positive,
        n_negative: negative,
        zeros,
        missing: differences.missing,
        n_used: n,
        p_exact: fair_two_sided(positive.min(negative), n)?,
        z,
        p_asymptotic: asymptotic.p,
        cautions: (zeros > 0)
            .then_some(Caution::ZeroDifferences { pairs: zeros })
            .into_iter()
            .collect(),
    })
}

/// Twice `P(X ≤ least)` of n throws of a fair coin, at most 1.
pub(super) fn fair_two_sided(least: u64, n: u64) -> Outcome<f64> {
    if least.saturating_mul(2) >= n {
        return Ok(1.0);
    }
    // P(X ≤ k) of a binomial is the lower tail of a beta distribution.
    let tail = super::beta_upper(0.5, least as f64 + 1.0, (n - least) as f64);
    let tail = tail.ok_or_else(|| NotComputable::out_of_range("respondents"))?;
    Ok((2.0 * tail).min(1.0))
}

/// Result of [`sign_test`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignTest {
    pub n_positive: u64,
    pub n_negative: u64,
    pub zeros: u64,
    pub missing: u64,
    /// Not 0.
    pub n_used: u64,
    /// Two-sided; the default.
    pub p_exact: f64,
    /// With continuity correction, never positive (SPSS).
    pub z: f64,
    /// Two-sided.
    pub p_asymptotic: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for SignTest {
    fn method(&self) -> &'static str {
        "sign_test"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "n₊".to_owned(),
            value: self.n_positive as f64,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p_exact)
    }

    fn effect(&self) -> Option<Effect> {
        None
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n_used.saturating_add(self.zeros),
            groups: Vec::new(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
