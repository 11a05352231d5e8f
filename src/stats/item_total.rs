use super::comoments::{Comoments, correlation, ratio};
use super::{Caution, NotComputable, Observations, Outcome, student_quantile, student_two_sided};
use num_bigint::{BigInt, Sign};
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// Every variable against the sum of all: the item validity of theses.
///
/// # Question
/// Does an item measure what the questionnaire as a whole measures?
///
/// # Formula
/// Pearson's r of the item with the sum; `t = r·√((n − 2)/(1 − r²))` with
/// `n − 2` degrees of freedom, two-sided p. Corrected: with the sum of the
/// other items. The table of r is [`critical_correlation`].
///
/// # Assumes
/// Items in the same direction. Respondents with a blank are left out.
///
/// # When not
/// With few items the plain r is high by itself, as the item is part of the
/// sum: √(1/k) with items that have nothing in common. The corrected one has
/// not this fault.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, item_total};
/// let a = [3.0, 4.0, 4.0, 2.0, 3.0].map(Some);
/// let b = [3.0, 4.0, 3.0, 2.0, 4.0].map(Some);
/// let found = item_total(&Observations::of_columns(&[&a, &b]).unwrap()).unwrap();
/// assert_eq!((found.n, found.df, found.items.len()), (5, 3, 2));
/// let first = &found.items[0];
/// assert!(first.r.clone().unwrap() > first.corrected.clone().unwrap());
/// ```
///
/// # Checked against
/// `item_total_validity` of the reference cases (R `cor`, `pt`).
///
/// # References
/// Pearson (1896); Guilford (1953) Educational and Psychological Measurement 13.
///
/// # Errors
/// Fewer than two variables, fewer than three respondents.
pub fn item_total(items: &Observations) -> Outcome<ItemTotal> {
    let moments = Comoments::enough(items, 2)?;
    let df = moments.n.saturating_sub(2);
    if df == 0 {
        return Err(NotComputable::TooFew {
            n: moments.n,
            needed: 3,
        });
    }
    let all: Vec<usize> = (0..moments.variables()).collect();
    let of_all = moments.about_sums(&all, &all);
    let item = |&j: &usize| {
        let rest: Vec<usize> = all.iter().copied().filter(|&other| other != j).collect();
        let of_rest = moments.about_sums(&rest, &rest);
        let own = moments.about(j, j);
        let (with_all, with_rest) = (
            moments.about_sums(&[j], &all),
            moments.about_sums(&[j], &rest),
        );
        let t = t_of(&with_all, &own, &of_all, df);
        let p = t
            .clone()
            .and_then(|t| student_two_sided(t, df as f64).ok_or(NotComputable::out_of_range("df")));
        ItemCorrelation {
            r: correlation(&with_all, &own, &of_all).ok_or(NotComputable::NoSpread),
            t,
            p,
            corrected: correlation(&with_rest, &own, &of_rest).ok_or(NotComputable::NoSpread),
        }
    };
    let variables = moments.constant();
    Ok(ItemTotal {
        n: moments.n,
        missing: moments.missing,
        df,
        items: all.iter().map(item).collect(),
        cautions: match variables.is_empty() {
            true => Vec::new(),
            false => vec![Caution::ConstantVariables { variables }],
        },
    })
}

/// `r·√(df/(1 − r²))` with `1 − r²` exact, which near 1 keeps all digits.
fn t_of(xy: &BigInt, xx: &BigInt, yy: &BigInt, df: u64) -> Outcome<f64> {
    let left = xx * yy - xy * xy;
    if xx.is_zero() || yy.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    if left.is_zero() {
        return Err(NotComputable::Unbounded);
    }
    let size = libm::sqrt(ratio(xy * xy * df, left));
    Ok(if xy.sign() == Sign::Minus {
        -size
    } else {
        size
    })
}

/// The correlation that a test on n pairs with level α just reaches: the
/// "r table" of the books.
///
/// # Question
/// From which r on is a correlation of so many respondents significant?
///
/// # Formula
/// `r = t/√(df + t²)`, `df = n − 2`, t the quantile of Student's t at α/2
/// (two-sided) or α (one-sided).
///
/// # Assumes
/// As the t test of a correlation.
///
/// # When not
/// Printed tables come by df and by N, and circulating copies hold errors;
/// this one is computed.
///
/// # Example
/// ```
/// use tridharma::stats::critical_correlation;
/// let table = critical_correlation(30, 0.05).unwrap();
/// assert_eq!(format!("{:.3}", table.two_sided), "0.361");
/// assert_eq!(format!("{:.3}", table.one_sided), "0.306");
/// ```
///
/// # Checked against
/// `item_total_validity` of the reference cases; the printed table of df 1–97.
///
/// # References
/// Fisher & Yates (1938) Statistical Tables, table VI.
///
/// # Errors
/// Fewer than three pairs; an α outside 0 to 1.
pub fn critical_correlation(n: u64, alpha: f64) -> Outcome<CriticalCorrelation> {
    if n < 3 {
        return Err(NotComputable::TooFew { n, needed: 3 });
    }
    let df = n as f64 - 2.0;
    let critical = |upper: f64| {
        let t = student_quantile(upper, df).filter(|t| t.is_finite());
        let t = t.filter(|_| alpha > 0.0 && alpha < 1.0);
        let t = t.ok_or(NotComputable::out_of_range("alpha"))?;
        Ok(t / libm::sqrt(df + t * t))
    };
    Ok(CriticalCorrelation {
        df: n - 2,
        two_sided: critical(alpha / 2.0)?,
        one_sided: critical(alpha)?,
    })
}

/// Items against their sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemTotal {
    pub n: u64,
    pub missing: u64,
    /// n − 2.
    pub df: u64,
    pub items: Vec<ItemCorrelation>,
    pub cautions: Vec<Caution>,
}

/// An item against the sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemCorrelation {
    /// With the sum of all items.
    pub r: Outcome<f64>,
    pub t: Outcome<f64>,
    /// Two-sided.
    pub p: Outcome<f64>,
    /// With the sum of the others.
    pub corrected: Outcome<f64>,
}

/// Critical correlations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriticalCorrelation {
    pub df: u64,
    pub two_sided: f64,
    pub one_sided: f64,
}
