use super::chi_square::chi_square_upper;
use super::normal::normal_quantile;
use super::{Caution, Effect, HypothesisTest, Interval, NotComputable, Outcome, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// The chi-square test of equal proportions in several groups.
///
/// # Question
/// Is the share of those who said yes the same in all groups?
///
/// # Formula
/// `χ² = Σ (|O − E|  − c)²/E` over the yes and no of every group, `E` from the
/// share of all together, df = groups − 1. Without correction c = 0. With it, and
/// for two groups only, c = ½ but at most `|p₁ − p₂|/(1/n₁ + 1/n₂)`. The interval
/// of `p₁ − p₂` is `± z√(Σ pᵢ(1−pᵢ)/nᵢ) ± c(1/n₁ + 1/n₂)`, cut off at −1 and 1.
///
/// # Assumes
/// Independent groups and respondents; expected counts of 5 or more.
///
/// # When not
/// The same respondents twice (McNemar), small expected counts (Fisher).
///
/// # Example
/// ```
/// use tridharma::stats::proportion_test;
/// let test = proportion_test(&[(15, 50), (25, 50)], 0.95).unwrap();
/// assert!((test.plain.as_ref().unwrap().chi_square - 4.1666667).abs() < 1e-7);
/// assert!((test.corrected.as_ref().unwrap().chi_square - 3.375).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `prop_test` of the reference cases (R `prop.test`, with and without
/// correction). SPSS and this library's default print the plain one: the
/// corrected test rejects far less often than α says.
///
/// # References
/// R. Newcombe, Statistics in Medicine 17 (1998) 873–890; F. Yates, JRSS
/// Supplement 1 (1934) 217–235.
///
/// # Errors
/// [`NotComputable::TooFew`] below two groups, [`NotComputable::NoAnswers`] for
/// an empty group, [`NotComputable::OutOfRange`] for x > n and unless
/// 0 < `confidence` < 1.
pub fn proportion_test(groups: &[(u64, u64)], confidence: f64) -> Outcome<ProportionTest> {
    checked(groups)?;
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let z = normal_quantile(0.5 * (1.0 - confidence))
        .ok_or_else(|| NotComputable::out_of_range("confidence"))?;
    let estimates: Vec<f64> = groups.iter().map(|&(x, n)| x as f64 / n as f64).collect();
    let hits: u128 = groups.iter().map(|&(x, _)| u128::from(x)).sum();
    let all: u128 = groups.iter().map(|&(_, n)| u128::from(n)).sum();
    let pooled = hits as f64 / all as f64;
    let correction = continuity(groups, &estimates);
    let test = |correction: f64| match hits == 0 || hits == all {
        true => Err(NotComputable::NoSpread),
        false => chi_square(groups, pooled, correction),
    };
    Ok(ProportionTest {
        plain: test(0.0),
        corrected: test(correction),
        difference: difference(groups, &estimates, z, 0.0, confidence),
        difference_corrected: difference(groups, &estimates, z, correction, confidence),
        correction,
        cautions: cautions(groups, pooled),
        groups: groups.to_vec(),
        estimates,
        pooled,
    })
}

fn checked(groups: &[(u64, u64)]) -> Outcome<()> {
    let n = groups.len() as u64;
    if n < 2 {
        return Err(NotComputable::TooFew { n, needed: 2 });
    }
    if groups.iter().any(|&(_, n)| n == 0) {
        return Err(NotComputable::NoAnswers);
    }
    match groups.iter().any(|&(x, n)| x > n) {
        true => Err(NotComputable::out_of_range("x")),
        false => Ok(()),
    }
}

/// At most ½, and not beyond the difference itself; 0 unless two groups.
fn continuity(groups: &[(u64, u64)], estimates: &[f64]) -> f64 {
    match (groups, estimates) {
        ([(_, n1), (_, n2)], [p1, p2]) => {
            let inverse = 1.0 / *n1 as f64 + 1.0 / *n2 as f64;
            ((p1 - p2).abs() / inverse).min(0.5)
        }
        _ => 0.0,
    }
}

fn chi_square(groups: &[(u64, u64)], pooled: f64, correction: f64) -> Outcome<ChiSquareOfShares> {
    let term = |observed: f64, expected: f64| {
        let away = (observed - expected).abs() - correction;
        away * away / expected
    };
    // All yes before all no, as the columns of the table.
    let yes = groups.iter().map(|&(x, n)| (x as f64, n as f64 * pooled));
    let no = groups.iter();
    let no = no.map(|&(x, n)| ((n - x) as f64, n as f64 * (1.0 - pooled)));
    let chi_square: f64 = yes.chain(no).map(|(o, e)| term(o, e)).sum();
    let df = groups.len() as u64 - 1;
    let p = chi_square_upper(chi_square, df as f64).ok_or(NotComputable::NoSpread)?;
    Ok(ChiSquareOfShares { chi_square, df, p })
}

fn difference(
    groups: &[(u64, u64)],
    estimates: &[f64],
    z: f64,
    correction: f64,
    confidence: f64,
) -> Option<DifferenceOfShares> {
    let ([(_, n1), (_, n2)], [p1, p2]) = (groups, estimates) else {
        return None;
    };
    let (n1, n2) = (*n1 as f64, *n2 as f64);
    let se = (p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2).sqrt();
    let width = z * se + correction * (1.0 / n1 + 1.0 / n2);
    let value = p1 - p2;
    Some(DifferenceOfShares {
        value,
        low: (value - width).max(-1.0),
        high: (value + width).min(1.0),
        confidence,
    })
}

fn cautions(groups: &[(u64, u64)], pooled: f64) -> Vec<Caution> {
    let expected = groups
        .iter()
        .flat_map(|&(_, n)| [n as f64 * pooled, n as f64 * (1.0 - pooled)]);
    let (mut cells, mut of, mut least) = (0, 0, f64::INFINITY);
    for e in expected {
        of += 1;
        cells += u64::from(e < 5.0);
        least = least.min(e);
    }
    Vec::from_iter((cells > 0).then_some(Caution::SmallExpected { cells, of, least }))
}

/// What [`proportion_test`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProportionTest {
    /// Yes and all, per group.
    pub groups: Vec<(u64, u64)>,
    pub estimates: Vec<f64>,
    /// The share of all together.
    pub pooled: f64,
    /// Without correction. Not computable where all or none said yes.
    pub plain: Outcome<ChiSquareOfShares>,
    /// With Yates' correction, which only acts for two groups.
    pub corrected: Outcome<ChiSquareOfShares>,
    /// What Yates' correction takes off.
    pub correction: f64,
    /// Of two groups, first less second.
    pub difference: Option<DifferenceOfShares>,
    pub difference_corrected: Option<DifferenceOfShares>,
    pub cautions: Vec<Caution>,
}

/// A chi-square statistic with its p value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChiSquareOfShares {
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
}

/// A difference of two shares with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DifferenceOfShares {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub confidence: f64,
}

impl HypothesisTest for ProportionTest {
    fn method(&self) -> &'static str {
        "proportion_test"
    }
    fn statistic(&self) -> Statistic {
        let found = self.plain.as_ref();
        Statistic {
            symbol: "χ²".to_owned(),
            value: found.map_or(0.0, |test| test.chi_square),
            df: vec![self.groups.len().saturating_sub(1) as f64],
        }
    }
    /// Without correction.
    fn p_value(&self) -> Outcome<f64> {
        self.plain.as_ref().map(|test| test.p).map_err(Clone::clone)
    }
    fn effect(&self) -> Option<Effect> {
        self.difference.as_ref().map(|difference| Effect {
            name: "difference_of_proportions".to_owned(),
            value: difference.value,
            interval: Some(Interval {
                low: Some(difference.low),
                high: Some(difference.high),
                confidence: difference.confidence,
            }),
        })
    }
    fn sizes(&self) -> Sizes {
        let groups: Vec<u64> = self.groups.iter().map(|&(_, n)| n).collect();
        Sizes {
            n: groups.iter().fold(0, |sum, n| sum.saturating_add(*n)),
            groups,
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

    #[test]
    fn nobody_or_everybody_says_yes() {
        let none = proportion_test(&[(0, 10), (0, 20)], 0.95).unwrap();
        assert_eq!(none.plain, Err(NotComputable::NoSpread));
        assert_eq!(none.p_value(), Err(NotComputable::NoSpread));
        assert!(proportion_test(&[(1, 10)], 0.95).is_err());
        assert!(proportion_test(&[(1, 10), (0, 0)], 0.95).is_err());
        assert!(proportion_test(&[(1, 10), (3, 2)], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn the_order_of_groups_does_not_matter(
            groups in proptest::collection::vec((0_u64..50, 0_u64..50), 2..6)) {
            let groups: Vec<_> = groups.iter().map(|&(yes, no)| (yes, yes + no)).collect();
            let turned: Vec<_> = groups.iter().rev().copied().collect();
            match (proportion_test(&groups, 0.9), proportion_test(&turned, 0.9)) {
                (Ok(a), Ok(b)) => match (&a.plain, &b.plain, &a.corrected) {
                    (Ok(x), Ok(y), Ok(c)) => {
                        prop_assert!((x.chi_square - y.chi_square).abs() < 1e-9);
                        prop_assert!((0.0..=1.0).contains(&x.p));
                        prop_assert!(c.p >= x.p - 1e-12);
                    }
                    _ => prop_assert!(a.plain.is_err() && b.plain.is_err()),
                },
                (a, b) => prop_assert!(a.is_err() && b.is_err()),
            }
        }
    }
}
