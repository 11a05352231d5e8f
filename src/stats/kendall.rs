use super::concordance::concordance;
use super::pearson::fisher_interval;
use super::products::Products;
use super::spearman::tied;
use super::{
    Caution, Effect, Exact, HypothesisTest, Interval, NotComputable, Outcome, Pairs, Sizes,
    Statistic, normal_upper,
};
use num_bigint::BigInt;
use serde::{Deserialize, Serialize};

/// Kendall's rank correlation τ-b.
///
/// # Question
/// Of two respondents, how much likelier are they in the same order on both
/// variables than in opposite order?
///
/// # Formula
/// `τ_b = (C − D)/√((n₀ − n₁)(n₀ − n₂))` with the concordant and discordant pairs
/// of respondents, n₀ = n(n − 1)/2 and the pairs tied on either variable;
/// `z = (C − D)/√v` with the full variance under ties, without continuity
/// correction. Without ties and up to 200 pairs also the exact p. Interval
/// `tanh(artanh τ ± z·√(0.437/(n − 4)))`.
///
/// # Assumes
/// Pairs drawn independently, at least ordered values. The interval assumes
/// |τ| < 0.8 and few ties; [`super::ordinal_association`] gives the standard
/// error that holds for cross tables.
///
/// # When not
/// Relations that rise and fall.
///
/// # Example
/// ```
/// use tridharma::stats::{Pairs, kendall};
/// let ranks = vec![(1, 2, 1), (2, 1, 1), (3, 4, 1), (4, 3, 1), (5, 5, 1)];
/// let found = kendall(&Pairs::of_units((0, 0), ranks, 0), 0.95).unwrap();
/// assert_eq!((found.concordant, found.discordant), (8, 2));
/// assert!((found.tau_b - 0.6).abs() < 1e-15);
/// // 14 of the 120 orders have at most two discordant pairs
/// assert!((found.p_exact.unwrap() - 2.0 * 14.0 / 120.0).abs() < 1e-15);
/// ```
///
/// # Checked against
/// R `cor.test(method = "kendall")` with `exact = FALSE` (as SPSS and scipy's
/// `asymptotic`) and, without ties, `exact = TRUE`.
///
/// # References
/// Kendall, M. G. (1970). Rank correlation methods, 4th ed. Griffin. Fieller,
/// E. C., Hartley, H. O., Pearson, E. S. (1957). Tests for rank correlation
/// coefficients I. Biometrika 44, 470–481.
///
/// # Errors
/// [`NotComputable::TooFew`] below two pairs; [`NotComputable::NoSpread`] where a
/// variable is constant.
pub fn kendall(pairs: &Pairs, confidence: f64) -> Outcome<Kendall> {
    let n = pairs.enough(2)?;
    let (concordant, discordant) = counts(pairs);
    let s = BigInt::from(concordant) - BigInt::from(discordant);
    let tau_b = tau(pairs, n, s.clone()).correlation()?;
    let variance = variance(pairs, n);
    let z = match &variance {
        Ok(v) if *v > 0.0 => Ok(Exact::of_integers(s, 1.into()).value() / v.sqrt()),
        Ok(_) => Err(NotComputable::NoSpread),
        Err(reason) => Err(reason.clone()),
    };
    let p = z.clone().and_then(two_sided);
    let tied = tied(pairs);
    let mut cautions = Vec::new();
    if tied > 0 {
        cautions.push(Caution::Ties { tied });
    }
    if n < 10 {
        cautions.push(Caution::Approximate { n });
    }
    Ok(Kendall {
        n,
        missing: pairs.missing(),
        concordant,
        discordant,
        tau_b,
        variance,
        z,
        p,
        p_exact: exact(pairs, n, concordant.min(discordant)),
        interval: fisher_interval(tau_b, 0.437, 4.0, n, confidence),
        cautions,
    })
}

/// What [`kendall`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kendall {
    pub n: u64,
    /// Left out because a value is missing.
    pub missing: u64,
    /// Pairs of respondents in the same order on both variables.
    pub concordant: u64,
    /// Pairs of respondents in opposite order.
    pub discordant: u64,
    pub tau_b: f64,
    /// Of `concordant − discordant` without association, corrected for ties;
    /// needs three respondents.
    pub variance: Outcome<f64>,
    pub z: Outcome<f64>,
    /// Two-sided, by the normal distribution.
    pub p: Outcome<f64>,
    /// Two-sided, over all orders; only without ties and up to 200 respondents.
    pub p_exact: Outcome<f64>,
    /// Fieller, Hartley and Pearson's; needs five respondents.
    pub interval: Outcome<Interval>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Kendall {
    fn method(&self) -> &'static str {
        "kendall"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "τ_b".to_owned(),
            value: self.tau_b,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.p.clone()
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "kendall_tau_b".to_owned(),
            value: self.tau_b,
            interval: self.interval.clone().ok(),
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// τ-b alone, for matrices.
pub(super) fn tau_b(pairs: &Pairs) -> Outcome<f64> {
    let n = pairs.enough(2)?;
    let (concordant, discordant) = counts(pairs);
    let s = BigInt::from(concordant) - BigInt::from(discordant);
    tau(pairs, n, s).correlation()
}

/// Twice the numbers τ-b is the ratio of; it is a correlation of signs.
fn tau(pairs: &Pairs, n: u64, s: BigInt) -> Products {
    let all = BigInt::from(n) * (n - 1);
    let untied = |counts: &[u64]| {
        let tied: BigInt = counts.iter().map(|&t| BigInt::from(t) * (t - 1)).sum();
        &all - tied
    };
    Products {
        xx: untied(pairs.x_counts()),
        xy: s * 2,
        yy: untied(pairs.y_counts()),
    }
}

/// Concordant and discordant pairs of respondents.
fn counts(pairs: &Pairs) -> (u64, u64) {
    let against = concordance(pairs);
    let twice = |pick: fn(&(u64, u64)) -> u64| -> u64 {
        // Not above n², and n not above 2^32, so that nothing saturates.
        let cells = pairs.cells().iter().zip(&against);
        let terms = cells.map(|(cell, found)| cell.2.saturating_mul(pick(found)));
        terms.fold(0, u64::saturating_add)
    };
    (twice(|found| found.0) / 2, twice(|found| found.1) / 2)
}

/// The variance of C − D under independence given the ties of both variables.
fn variance(pairs: &Pairs, n: u64) -> Outcome<f64> {
    if n < 3 {
        return Err(NotComputable::TooFew { n, needed: 3 });
    }
    let (t, u) = (falling(pairs.x_counts()), falling(pairs.y_counts()));
    let whole = falling(&[n]);
    let first = Exact::of_integers(&whole[0] - &t[0] - &u[0], 18.into());
    let second = Exact::of_integers(&t[1] * &u[1], &whole[1] * 2);
    let third = Exact::of_integers(&t[2] * &u[2], &whole[2] * 9);
    Ok((first + second + third).value())
}

/// Sums over the counts of `t(t − 1)(2t + 5)`, `t(t − 1)` and
/// `t(t − 1)(t − 2)`.
fn falling(counts: &[u64]) -> [BigInt; 3] {
    let mut sums = [BigInt::ZERO, BigInt::ZERO, BigInt::ZERO];
    for &count in counts.iter().filter(|count| **count > 1) {
        let pairs = BigInt::from(count) * (count - 1);
        let [first, second, third] = &mut sums;
        *first += &pairs * (BigInt::from(count) * 2 + 5);
        *third += &pairs * (count - 2);
        *second += pairs;
    }
    sums
}

pub(super) fn two_sided(z: f64) -> Outcome<f64> {
    let upper = normal_upper(z.abs()).map(|upper| (2.0 * upper).min(1.0));
    upper.ok_or(NotComputable::out_of_range("z"))
}

/// Most respondents of which the exact distribution is made.
const MOST: u64 = 200;

/// Twice the share of orders with at most so many pairs out of order.
fn exact(pairs: &Pairs, n: u64, fewer: u64) -> Outcome<f64> {
    if pairs.tied() {
        return Err(NotComputable::Ties);
    }
    if n > MOST {
        return Err(NotComputable::TooLarge);
    }
    let width = usize::try_from(fewer).map_or(0, |fewer| fewer + 1);
    // A respondent inserted into an order of m others adds 0 to m inversions,
    // each as often.
    let mut shares = vec![0.0; width];
    if let Some(none) = shares.first_mut() {
        *none = 1.0;
    }
    for size in 2..=n as usize {
        let before = shares.clone();
        let mut window = 0.0;
        for (k, slot) in shares.iter_mut().enumerate() {
            window += before.get(k).copied().unwrap_or(0.0);
            let gone = k.checked_sub(size).and_then(|gone| before.get(gone));
            window -= gone.copied().unwrap_or(0.0);
            *slot = window / size as f64;
        }
    }
    Ok((2.0 * shares.iter().sum::<f64>()).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Observations;
    use proptest::prelude::*;

    #[test]
    fn a_hundred_thousand_different_values_are_quick() {
        let x: Vec<_> = (0..100_000).map(|i| Some(f64::from(i))).collect();
        let y: Vec<_> = (0..100_000_i64)
            .map(|i| Some((i * 37 % 100_003) as f64))
            .collect();
        let seen = Observations::of_columns(&[&x, &y]).unwrap();
        let found = kendall(&Pairs::of(&seen, 0, 1), 0.95).unwrap();
        assert_eq!(found.concordant + found.discordant, 100_000 * 99_999 / 2);
        assert!(found.tau_b.abs() < 0.05);
    }

    proptest! {
        #[test]
        fn turning_one_variable_round_turns_the_sign(
            rows in proptest::collection::vec((0_i128..5, 0_i128..5, 1_u64..3), 0..12)) {
            let turned = rows.iter().map(|&(x, y, c)| (x, -y, c)).collect();
            let found = kendall(&Pairs::of_units((0, 0), rows, 0), 0.9);
            let turned = kendall(&Pairs::of_units((0, 0), turned, 0), 0.9);
            match (found, turned) {
                (Ok(a), Ok(b)) => {
                    prop_assert_eq!(a.tau_b, -b.tau_b);
                    prop_assert_eq!(&a.p, &b.p);
                    prop_assert_eq!(&a.p_exact, &b.p_exact);
                    prop_assert!(a.p.is_err() || (0.0..=1.0).contains(&a.p.unwrap()));
                }
                (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
            }
        }
    }
}
