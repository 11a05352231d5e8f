use super::brent::brent;
use super::hypergeometric::Hypergeometric;
use super::odds_ratio::four;
use super::root::root;
use super::{
    Caution, CrossTable, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Fisher's exact test of a 2 × 2 table, with the conditional odds ratio.
///
/// # Question
/// Does the first answer depend on the group, however few the respondents are?
///
/// # Formula
/// Given the margins the first cell is hypergeometric. Two-sided: the sum of all
/// probabilities not above that of the table (as R and SPSS; tables within 1e-7
/// of it count as equal). The odds ratio is the one under which the conditional
/// mean of the first cell is what was seen (R; not ad/bc), its interval holds the
/// odds ratios that neither tail of (1 − confidence)/2 rejects.
///
/// # Assumes
/// Every respondent in one cell. Exact for fixed margins; otherwise cautious.
///
/// # When not
/// More rows or columns: [`super::fisher_freeman_halton`].
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, fisher_exact};
/// // Fisher's tea taster
/// let table = CrossTable::new(2, 2, vec![3, 1, 1, 3]).unwrap();
/// let found = fisher_exact(&table, 0.95).unwrap();
/// assert!((found.p - 34.0 / 70.0).abs() < 1e-14);
/// assert!((found.p_greater - 17.0 / 70.0).abs() < 1e-14);
/// assert!((found.odds_ratio.unwrap() - 6.408319658).abs() < 1e-8);
/// ```
///
/// # Checked against
/// R `fisher.test` (5 reference cases, p down to 1e-111).
///
/// # References
/// Agresti, A. (1992). A survey of exact inference for contingency tables.
/// Statistical Science 7, 131–153.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for a table that is not 2 × 2 or a confidence
/// that cannot be, [`NotComputable::NoSpread`] where a row or column is empty.
pub fn fisher_exact(table: &CrossTable, confidence: f64) -> Outcome<FisherExact> {
    let [a, b, c, d] = four(table)?;
    if (a + b).min(c + d).min(a + c).min(b + d) == 0 {
        return Err(NotComputable::NoSpread);
    }
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let cell = Hypergeometric::new(a + b, c + d, a + c).ok_or(NotComputable::TooLarge)?;
    let (low, high) = cell.support();
    let tail = (1.0 - confidence) / 2.0;
    let odds = |miss: &dyn Fn(f64, f64, f64) -> f64| {
        let found = turning(|odds| {
            let (mean, below, above) = cell.under_odds(odds, a);
            miss(mean, below, above)
        });
        found.ok_or(NotComputable::NotConverged { iterations: STEPS })
    };
    let seen = a as f64;
    Ok(FisherExact {
        n: table.n(),
        row_sums: table.row_sums(),
        p: cell.two_sided(a),
        p_less: cell.lower(a),
        p_greater: cell.upper(a),
        odds_ratio: match a {
            a if a == low => Ok(0.0),
            a if a == high => Err(NotComputable::Unbounded),
            _ => odds(&|mean, _, _| seen - mean),
        },
        low: match a {
            a if a == low => Ok(0.0),
            _ => odds(&|_, _, above| tail - above),
        },
        high: match a {
            a if a == high => Err(NotComputable::Unbounded),
            _ => odds(&|_, below, _| below - tail),
        },
        confidence,
        r: as_r(&cell, a, tail),
        cautions: Vec::new(),
    })
}

/// What [`fisher_exact`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FisherExact {
    pub n: u64,
    pub row_sums: Vec<u64>,
    /// Two-sided.
    pub p: f64,
    /// That the odds ratio is below 1.
    pub p_less: f64,
    /// That the odds ratio is above 1.
    pub p_greater: f64,
    /// Conditional maximum likelihood; unbounded where no other table has a
    /// greater first cell.
    pub odds_ratio: Outcome<f64>,
    pub low: Outcome<f64>,
    pub high: Outcome<f64>,
    pub confidence: f64,
    /// The odds ratio and its interval as R's `fisher.test` prints them.
    pub r: OddsOfR,
    pub cautions: Vec<Caution>,
}

/// Odds ratio and interval with the error of R's search, which stops at 1.22e-4
/// of 1 (of the inverse above 1): of an odds ratio of 0.0987 it prints 0.09870
/// for 0.09869. For holding a report against another; the values beside it are
/// right to the last digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OddsOfR {
    pub odds_ratio: Outcome<f64>,
    pub low: Outcome<f64>,
    pub high: Outcome<f64>,
}

impl HypothesisTest for FisherExact {
    fn method(&self) -> &'static str {
        "fisher_exact"
    }

    /// The test has no statistic but the table; its p stands for it.
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "p".to_owned(),
            value: self.p,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        let value = self.odds_ratio.clone().ok()?;
        let end = |end: &Outcome<f64>| end.clone().ok();
        Some(Effect {
            name: "odds_ratio".to_owned(),
            value,
            interval: Some(super::Interval {
                low: end(&self.low),
                high: end(&self.high),
                confidence: self.confidence,
            }),
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: self.row_sums.clone(),
            missing: 0,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// The quarter power of the precision of a double.
const R_TOLERANCE: f64 = 1.220_703_125e-4;

fn as_r(cell: &Hypergeometric, a: u64, tail: f64) -> OddsOfR {
    let (low, high) = cell.support();
    // At odds of 0 all is at the low end.
    let at = |odds: f64| match odds > 0.0 {
        true => cell.under_odds(odds, a),
        false => (low as f64, 1.0, f64::from(u8::from(a <= low))),
    };
    let search = |miss: &dyn Fn((f64, f64, f64)) -> f64| {
        let here = miss(at(1.0));
        let found = match here > 0.0 {
            true => brent(0.0, 1.0, R_TOLERANCE, |odds| miss(at(odds))),
            false if here == 0.0 => Some(1.0),
            false => brent(f64::EPSILON, 1.0, R_TOLERANCE, |inverse| {
                miss(at(1.0 / inverse))
            })
            .map(|inverse| 1.0 / inverse),
        };
        found.ok_or(NotComputable::NotConverged { iterations: 1000 })
    };
    let seen = a as f64;
    OddsOfR {
        odds_ratio: match a {
            a if a == low => Ok(0.0),
            a if a == high => Err(NotComputable::Unbounded),
            _ => search(&|(mean, _, _)| mean - seen),
        },
        low: match a {
            a if a == low => Ok(0.0),
            _ => search(&|(_, _, above)| above - tail),
        },
        high: match a {
            a if a == high => Err(NotComputable::Unbounded),
            _ => search(&|(_, below, _)| tail - below),
        },
    }
}

/// Doublings of the exponent that reach every odds ratio of a double.
const STEPS: u64 = 10;

/// Where a function that falls with the odds passes 0.
fn turning(miss: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (1.0, 1.0);
    let mut factor = 2.0;
    for _ in 0..STEPS {
        if miss(low) > 0.0 {
            break;
        }
        high = low;
        low /= factor;
        factor *= factor;
    }
    factor = 2.0;
    for _ in 0..STEPS {
        if miss(high) <= 0.0 {
            break;
        }
        low = low.max(high);
        high *= factor;
        factor *= factor;
    }
    let inside = low > 0.0 && high.is_finite() && miss(low) > 0.0 && miss(high) <= 0.0;
    inside.then(|| root(low, high, |odds| Some(miss(odds))))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(counts: [u64; 4]) -> FisherExact {
        fisher_exact(&CrossTable::new(2, 2, counts.to_vec()).unwrap(), 0.95).unwrap()
    }

    #[test]
    fn the_edges_of_the_odds_ratio() {
        let none = of([0, 10, 10, 0]);
        assert_eq!((none.odds_ratio, none.low), (Ok(0.0), Ok(0.0)));
        // R stops its search at 1e-4.
        let high = none.high.unwrap();
        assert!((high / 0.0897995510045625 - 1.0).abs() < 1e-4);
        // P(0) = 1/Σ C(10, x)²·oddsˣ is the tail.
        let squares = [1.0, 100.0, 2025.0, 14_400.0, 44_100.0, 63_504.0];
        let all: f64 = (0..11)
            .map(|x: i32| squares[x.min(10 - x) as usize] * high.powi(x))
            .sum();
        assert!((1.0 / all - 0.025).abs() < 1e-12);
        let all = of([10, 0, 0, 10]);
        assert_eq!(all.odds_ratio, Err(NotComputable::Unbounded));
        assert_eq!(all.high, Err(NotComputable::Unbounded));
        assert!((all.low.unwrap() * high - 1.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn exchanging_rows_inverts(a in 0_u64..12, b in 0_u64..12, c in 0_u64..12, d in 0_u64..12) {
            let table = |counts: Vec<u64>| fisher_exact(&CrossTable::new(2, 2, counts).unwrap(), 0.9);
            let (found, turned) = (table(vec![a, b, c, d]), table(vec![c, d, a, b]));
            let (Ok(found), Ok(turned)) = (found, turned) else { return Ok(()) };
            prop_assert!((found.p - turned.p).abs() < 1e-12);
            prop_assert!((found.p_less - turned.p_greater).abs() < 1e-12);
            prop_assert!((0.0..=1.0).contains(&found.p));
            if let (Ok(low), Ok(high), Ok(ratio)) = (&found.low, &found.high, &found.odds_ratio) {
                prop_assert!(low <= ratio && ratio <= high);
                let inverse = turned.odds_ratio.map_or(0.0, |odds| 1.0 / odds);
                prop_assert!(*ratio == 0.0 || (ratio / inverse - 1.0).abs() < 1e-9);
            }
        }
    }
}
