use super::pearson::{fisher_interval, p_of_t};
use super::{
    Caution, Effect, HypothesisTest, Interval, NotComputable, Outcome, Pairs, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Spearman's rank correlation.
///
/// # Question
/// Do the respondents who stand higher on one variable stand higher on another?
///
/// # Formula
/// Pearson's r of the mid-ranks, so that ties need no further correction;
/// `t = ρ·√((n − 2)/(1 − ρ²))` with n − 2 degrees of freedom. Intervals
/// `tanh(artanh ρ ± z·√(v/(n − 3)))` with v = 1 (Fisher) or 1 + ρ²/2 (Bonett and
/// Wright, nearer to its coverage where ρ is large). Without ties and up to 12
/// pairs also the exact p of all orders.
///
/// # Assumes
/// Pairs drawn independently, at least ordered values.
///
/// # When not
/// Relations that rise and fall. With few levels and many ties
/// [`super::kendall`] has the better known error.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, Pairs, spearman};
/// let table = CrossTable::new(3, 3, vec![4, 1, 0, 2, 5, 1, 0, 1, 6]).unwrap();
/// let found = spearman(&Pairs::of_table(&table, 0), 0.95).unwrap();
/// assert_eq!(found.n, 20);
/// assert!((found.rho - 0.793_372_985_5).abs() < 1e-9);
/// ```
///
/// # Checked against
/// R `cor(method = "spearman")`; `p` is that of SPSS and scipy, `p_exact` that of
/// R up to 9 pairs (R's default for more is an Edgeworth series).
///
/// # References
/// Bonett, D. G., Wright, T. A. (2000). Sample size requirements for estimating
/// Pearson, Kendall and Spearman correlations. Psychometrika 65, 23–28.
///
/// # Errors
/// [`NotComputable::TooFew`] below two pairs; [`NotComputable::NoSpread`] where a
/// variable is constant.
pub fn spearman(pairs: &Pairs, confidence: f64) -> Outcome<Spearman> {
    let n = pairs.enough(2)?;
    let products = pairs.rank_products();
    let rho = products.correlation()?;
    let df = n - 2;
    let few = NotComputable::TooFew { n, needed: 3 };
    let t = if df == 0 { Err(few) } else { products.t(df) };
    let tied = tied(pairs);
    let mut cautions = Vec::new();
    if tied > 0 {
        cautions.push(Caution::Ties { tied });
    }
    if n < 10 {
        cautions.push(Caution::Approximate { n });
    }
    let bonett_wright = 1.0 + rho * rho / 2.0;
    Ok(Spearman {
        n,
        missing: pairs.missing(),
        rho,
        p: p_of_t(&t, df),
        t,
        df,
        p_exact: exact(pairs),
        interval: fisher_interval(rho, bonett_wright, 3.0, n, confidence),
        interval_fisher: fisher_interval(rho, 1.0, 3.0, n, confidence),
        cautions,
    })
}

/// What [`spearman`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spearman {
    pub n: u64,
    /// Left out because a value is missing.
    pub missing: u64,
    pub rho: f64,
    /// Unbounded where both orders are the same or opposite.
    pub t: Outcome<f64>,
    pub df: u64,
    /// Two-sided, by Student's t.
    pub p: Outcome<f64>,
    /// Two-sided, over all orders; only without ties and up to 12 pairs.
    pub p_exact: Outcome<f64>,
    /// Bonett and Wright's; needs four pairs.
    pub interval: Outcome<Interval>,
    /// Fisher's, for comparison with programs that take ρ for an r.
    pub interval_fisher: Outcome<Interval>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Spearman {
    fn method(&self) -> &'static str {
        "spearman"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "ρ".to_owned(),
            value: self.rho,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.p.clone()
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "spearman_rho".to_owned(),
            value: self.rho,
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

/// Respondents who share their value of either variable, the greater number.
pub(super) fn tied(pairs: &Pairs) -> u64 {
    let shared = |counts: &[u64]| counts.iter().filter(|count| **count > 1).sum::<u64>();
    shared(pairs.x_counts()).max(shared(pairs.y_counts()))
}

/// Most pairs of which all orders are gone through: 2^12 sets of ranks.
const MOST: usize = 12;

/// Both tails of `Σd²` over all orders, doubled.
fn exact(pairs: &Pairs) -> Outcome<f64> {
    let n = pairs.cells().len();
    if pairs.tied() {
        return Err(NotComputable::Ties);
    }
    if n > MOST {
        return Err(NotComputable::TooLarge);
    }
    let cells = pairs.cells().iter();
    let distance = |&(i, j, _): &(u32, u32, u64)| usize::try_from(i.abs_diff(j).pow(2));
    let seen: usize = cells.filter_map(|cell| distance(cell).ok()).sum();
    let greatest = (n * n * n - n) / 3;
    // The distribution is symmetric, so that the smaller tail is always below.
    let below = shares_of_orders(n);
    let tail: f64 = below.iter().take(seen.min(greatest - seen) + 1).sum();
    Ok((2.0 * tail).min(1.0))
}

/// The share of all n! orders with `Σd²` = 0, 1, 2, …: ranks are dealt one by
/// one, and what matters of those dealt is their set and the sum so far.
fn shares_of_orders(n: usize) -> Vec<f64> {
    let width = (n * n * n).saturating_sub(n) / 3 + 1;
    let mut sets: Vec<Vec<f64>> = vec![Vec::new(); 1 << n];
    if let Some(none) = sets.first_mut() {
        *none = vec![1.0];
    }
    for set in 0..sets.len() {
        let shares = sets.get_mut(set).map(std::mem::take).unwrap_or_default();
        let dealt = set.count_ones() as usize;
        if dealt == n {
            return shares;
        }
        for rank in (0..n).filter(|rank| set >> rank & 1 == 0) {
            let step = rank.abs_diff(dealt).pow(2);
            let Some(next) = sets.get_mut(set | 1 << rank) else {
                continue;
            };
            next.resize(next.len().max(shares.len() + step).min(width), 0.0);
            for (slot, share) in next.iter_mut().skip(step).zip(&shares) {
                *slot += share / (n - dealt) as f64;
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(y: &[i128]) -> Spearman {
        let rows = (0..).zip(y).map(|(x, &y)| (x, y, 1)).collect();
        spearman(&Pairs::of_units((0, 0), rows, 0), 0.95).unwrap()
    }

    #[test]
    fn exact_p_of_small_orders() {
        // Of the 24 orders of four, Σd² is 0 once and 2 three times.
        assert_eq!(of(&[1, 2, 3, 4]).p_exact, Ok(2.0 / 24.0));
        let p = of(&[2, 1, 3, 4]).p_exact.unwrap();
        assert!((p - 8.0 / 24.0).abs() < 1e-15);
        // The opposite order is as rare.
        assert_eq!(of(&[4, 3, 2, 1]).p_exact, Ok(2.0 / 24.0));
        let all: f64 = shares_of_orders(9).iter().sum();
        assert!((all - 1.0).abs() < 1e-14);
        assert!(of(&(0..13).collect::<Vec<_>>()).p_exact.is_err());
    }

    proptest! {
        #[test]
        fn ranks_alone_matter(y in proptest::collection::vec(-4_i128..4, 2..12)) {
            let rows = |f: fn(i128) -> i128| (0..).zip(&y).map(|(x, &y)| (x, f(y), 1)).collect();
            let plain = spearman(&Pairs::of_units((0, 0), rows(|y| y), 0), 0.95);
            let cubed = spearman(&Pairs::of_units((0, 3), rows(|y| y * y * y), 0), 0.95);
            prop_assert_eq!(&plain, &cubed);
            if let Ok(found) = plain {
                let p = found.p;
                prop_assert!(p.is_err() || (0.0..=1.0).contains(&p.unwrap()));
                let p = found.p_exact;
                prop_assert!(p.is_err() || (0.0..=1.0).contains(&p.unwrap()));
            }
        }
    }
}
