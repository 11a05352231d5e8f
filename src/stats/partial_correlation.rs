use super::pearson::{fisher_interval, p_of_t};
use super::products::{Products, centred_ranks, products};
use super::{
    Caution, Effect, HypothesisTest, Interval, NotComputable, Observations, Outcome, Sizes,
    Statistic,
};
use num_bigint::BigInt;
use num_traits::{One, Zero};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The correlation of two variables with others held constant.
///
/// # Question
/// Do two variables still go together among respondents who are alike in some
/// others?
///
/// # Formula
/// The correlation of what is left of x and y after regressing both on the
/// controls: with `S` the matrix of squares and products,
/// `S_ab·c = S_ab − S_ac·S_cc⁻¹·S_cb` and `r = S_xy·c/√(S_xx·c·S_yy·c)`;
/// `t = r√(df/(1 − r²))`, df = n − 2 − k, interval by Fisher's z with
/// `1/√(n − k − 3)`. Elimination runs in whole numbers, so nothing is lost where
/// controls are nearly the same.
///
/// # Assumes
/// As [`super::pearson`], and relations to the controls that are straight lines.
/// Respondents who miss any of the variables are left out (listwise).
///
/// # When not
/// A control that is itself caused by x or y takes away what one looks for.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, partial_correlation};
/// let x = [1.0, 2.0, 3.0, 4.0, 5.0].map(Some);
/// let y = [2.0, 1.0, 4.0, 3.0, 5.0].map(Some);
/// let z = [1.0, 1.0, 2.0, 2.0, 3.0].map(Some);
/// let all = Observations::of_columns(&[&x, &y, &z]).unwrap();
/// let found = partial_correlation(&all, 0, 1, &[2], 0.95).unwrap();
/// assert!((found.r + 1.0 / 1.5).abs() < 1e-15);
/// assert_eq!((found.n, found.df), (5, 2));
/// ```
///
/// # Checked against
/// R: inverse of `cor`, residuals of `lm` (4 reference cases).
///
/// # References
/// Anderson, T. W. (2003). An introduction to multivariate statistical analysis,
/// 3rd ed., ch. 4. Wiley. Bareiss, E. H. (1968). Sylvester's identity and
/// multistep integer-preserving Gaussian elimination. Mathematics of
/// Computation 22, 565–578.
///
/// # Errors
/// [`NotComputable::TooFew`] below k + 3 respondents; [`NotComputable::NoSpread`]
/// where the controls leave nothing of a variable;
/// [`NotComputable::Singular`] where controls follow from one another.
pub fn partial_correlation(
    observations: &Observations,
    x: usize,
    y: usize,
    controls: &[usize],
    confidence: f64,
) -> Outcome<PartialCorrelation> {
    let variables: Vec<usize> = controls.iter().copied().chain([x, y]).collect();
    let complete = observations.complete(&variables);
    let (n, k) = (complete.n(), controls.len() as u64);
    let needed = k.saturating_add(3);
    if n < needed {
        return Err(NotComputable::TooFew { n, needed });
    }
    let df = n - 2 - k;
    let values = eliminated(&complete, false)?;
    let r = values.left.correlation()?;
    let t = values.left.t(df);
    let ranks = eliminated(&complete, true);
    let spearman = ranks.map(|ranks| ranks.left);
    let rho_t = spearman.as_ref().map_err(Clone::clone);
    let rho_t = rho_t.and_then(|left| left.t(df));
    Ok(PartialCorrelation {
        n,
        missing: observations.n().saturating_sub(n),
        controls: k,
        r,
        p: p_of_t(&t, df),
        t,
        df,
        interval: fisher_interval(r, 1.0, k as f64 + 3.0, n, confidence),
        semipartial: values.semipartial(),
        spearman: spearman.and_then(|left| left.correlation()),
        spearman_p: p_of_t(&rho_t, df),
        cautions: match df {
            0..10 => vec![Caution::Approximate { n }],
            _ => Vec::new(),
        },
    })
}

/// What [`partial_correlation`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartialCorrelation {
    pub n: u64,
    /// Left out because a value is missing.
    pub missing: u64,
    /// How many variables are held constant.
    pub controls: u64,
    pub r: f64,
    /// Unbounded where what is left of x and y lies on a line.
    pub t: Outcome<f64>,
    pub df: u64,
    /// Two-sided.
    pub p: Outcome<f64>,
    pub interval: Outcome<Interval>,
    /// The correlation of x as it is with what the controls leave of y.
    pub semipartial: Outcome<f64>,
    /// The partial correlation of the mid-ranks.
    pub spearman: Outcome<f64>,
    pub spearman_p: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for PartialCorrelation {
    fn method(&self) -> &'static str {
        "partial_correlation"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "r".to_owned(),
            value: self.r,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.p.clone()
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "partial_r".to_owned(),
            value: self.r,
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

/// What elimination of the controls leaves, times `pivot`.
struct Eliminated {
    left: Products,
    /// The determinant of the controls' own squares and products.
    pivot: BigInt,
    /// Of x before elimination.
    xx: BigInt,
}

impl Eliminated {
    fn semipartial(&self) -> Outcome<f64> {
        let products = Products {
            xx: &self.xx * &self.pivot,
            xy: self.left.xy.clone(),
            yy: self.left.yy.clone(),
        };
        products.correlation()
    }
}

/// Bareiss' elimination of all variables but the last two.
fn eliminated(complete: &Observations, of_ranks: bool) -> Outcome<Eliminated> {
    let mut matrix = squares_and_products(complete, of_ranks);
    let size = matrix.len();
    let cell = |matrix: &[Vec<BigInt>], i: usize, j: usize| -> BigInt {
        let found = matrix.get(i).and_then(|row| row.get(j));
        found.cloned().unwrap_or_default()
    };
    let (x, y) = (size.saturating_sub(2), size.saturating_sub(1));
    let xx = cell(&matrix, x, x);
    let mut pivot = BigInt::one();
    for k in 0..x {
        let next = cell(&matrix, k, k);
        // A diagonal cell of a positive semidefinite matrix that is 0 has a row
        // of zeros: nothing is left of this control.
        if next.is_zero() {
            return Err(NotComputable::Singular);
        }
        for i in k + 1..size {
            for j in k + 1..size {
                let cross = cell(&matrix, i, k) * cell(&matrix, k, j);
                let value = (cell(&matrix, i, j) * &next - cross) / &pivot;
                if let Some(slot) = matrix.get_mut(i).and_then(|row| row.get_mut(j)) {
                    *slot = value;
                }
            }
        }
        pivot = next;
    }
    Ok(Eliminated {
        left: Products {
            xx: cell(&matrix, x, x),
            xy: cell(&matrix, x, y),
            yy: cell(&matrix, y, y),
        },
        pivot,
        xx,
    })
}

/// `n·Σ(a − ā)(b − b̄)` of every two variables, of values or of mid-ranks.
fn squares_and_products(complete: &Observations, of_ranks: bool) -> Vec<Vec<BigInt>> {
    let columns: Vec<Vec<i128>> = (0..complete.variables())
        .map(|v| column(complete, v, of_ranks))
        .collect();
    let counts: Vec<u64> = complete.patterns().iter().map(|row| row.1).collect();
    let cell = |a: &Vec<i128>, b: &Vec<i128>| {
        let rows = a.iter().zip(b).zip(&counts);
        products(rows.map(|((&x, &y), &count)| (x, y, count))).xy
    };
    let row = |a: &Vec<i128>| columns.iter().map(|b| cell(a, b)).collect();
    columns.iter().map(row).collect()
}

/// A variable's value, or its centred mid-rank, pattern by pattern.
fn column(complete: &Observations, variable: usize, of_ranks: bool) -> Vec<i128> {
    let rows = complete.patterns().iter();
    let values = rows.map(|(row, _)| row.get(variable).copied().flatten().unwrap_or(0));
    if !of_ranks {
        return values.collect();
    }
    let sample = complete.sample(variable);
    let counts: Vec<u64> = sample.units().iter().map(|level| level.1).collect();
    let levels = sample.units().iter().map(|level| level.0);
    let ranks: BTreeMap<i128, i128> = levels.zip(centred_ranks(&counts)).collect();
    values
        .map(|value| ranks.get(&value).copied().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Pairs, pearson};
    use proptest::prelude::*;

    fn seen(rows: &[(i8, i8, i8, u8)]) -> Observations {
        let row = |r: &(i8, i8, i8, u8)| {
            let cells = [r.0, r.1, r.2].map(|v| Some(i128::from(v)).filter(|v| *v != 3));
            (Box::from(cells), u64::from(r.3))
        };
        Observations::of_patterns(vec![0; 3], rows.iter().map(row).collect())
    }

    proptest! {
        #[test]
        fn one_control_is_the_textbook_formula(rows in proptest::collection::vec(
            (-3_i8..4, -3_i8..4, -3_i8..4, 0_u8..3), 0..14)) {
            let all = seen(&rows);
            let Ok(found) = partial_correlation(&all, 0, 1, &[2], 0.95) else { return Ok(()) };
            let complete = all.complete(&[0, 1, 2]);
            let r = |a, b| pearson(&Pairs::of(&complete, a, b), 0.95).map_or(0.0, |p| p.r);
            let (xy, xz, yz) = (r(0, 1), r(0, 2), r(1, 2));
            let textbook = (xy - xz * yz) / ((1.0 - xz * xz) * (1.0 - yz * yz)).sqrt();
            prop_assert!((found.r - textbook).abs() < 1e-9, "{} {}", found.r, textbook);
            let semi = (xy - xz * yz) / (1.0 - yz * yz).sqrt();
            prop_assert!((found.semipartial.unwrap() - semi).abs() < 1e-9);
            prop_assert!(found.spearman.is_err() || found.spearman.unwrap().abs() <= 1.0);
        }
    }

    #[test]
    fn controls_that_follow_from_one_another_are_refused() {
        let all = seen(&[(1, 2, 1, 1), (2, 1, 2, 1), (0, 1, 1, 1), (1, 0, 2, 3)]);
        let twice = partial_correlation(&all, 0, 1, &[2, 2], 0.95);
        assert_eq!(twice, Err(NotComputable::Singular));
        let own = partial_correlation(&all, 0, 2, &[2], 0.95);
        assert_eq!(own, Err(NotComputable::NoSpread));
        let none = partial_correlation(&all, 0, 1, &[9], 0.95);
        assert_eq!(none, Err(NotComputable::TooFew { n: 0, needed: 4 }));
    }
}
