use super::design_matrix::{DesignMatrix, inner};
use super::least_squares::Fit;
use super::quadratic_form::quadratic_form_upper;
use super::root::root;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic, normal_upper,
};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// Durbin and Watson's test for residuals that follow their neighbours.
///
/// # Question
/// Do the residuals of a linear regression, in the order of the rows, depend on
/// the one before?
///
/// # Formula
/// `d = Σ(e_t − e_{t−1})²/Σe²`: about 2 without dependence, less with positive.
/// The p values are exact (to 200 rows): `P(Σ(λᵢ − d)ξᵢ² < 0)` with the
/// eigenvalues λ of `MAM`, so that no table with an undecided zone is needed;
/// beyond, d is taken as normal with its exact mean and variance.
///
/// # Assumes
/// Rows in their order, normal residuals, a constant, no lagged outcome.
///
/// # When not
/// Respondents of a survey in the order of a file: without time or place the order
/// says nothing.
///
/// # Example
/// ```
/// use tridharma::stats::durbin_watson;
/// let time: Vec<f64> = (0..12).map(f64::from).collect();
/// let y = [2.0, 3.1, 4.4, 5.2, 5.9, 6.1, 6.6, 7.5, 8.8, 10.2, 11.5, 12.4];
/// let found = durbin_watson(&y, &[&time]).unwrap();
/// assert!(found.d < 1.0 && found.p_positive < 0.01);
/// ```
///
/// # Checked against
/// `linear_regression` (d) and `durbin_watson` of the reference cases (p by
/// numerical inversion with mpmath); the tables of Savin and White (bounds).
///
/// # References
/// Durbin & Watson, *Biometrika* 37 (1950) 409, 38 (1951) 159, 58 (1971) 1.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for rows of unequal number or not finite,
/// [`NotComputable::TooFew`] without degrees of freedom,
/// [`NotComputable::NoSpread`] for a perfect fit.
pub fn durbin_watson(outcome: &[f64], predictors: &[&[f64]]) -> Outcome<DurbinWatson> {
    let (design, fit) = ordered_fit(outcome, predictors)?;
    let e = &fit.residuals;
    let steps: f64 = e
        .iter()
        .zip(e.iter().skip(1))
        .map(|(a, b)| (b - a) * (b - a))
        .sum();
    let lagged: f64 = e.iter().zip(e.iter().skip(1)).map(|(a, b)| a * b).sum();
    let d = steps / fit.ss_residual;
    let exact = outcome.len() <= EXACT;
    let (p_positive, p_negative) = match exact {
        true => exact_tails(d, &design),
        false => normal_tails(d, &design),
    }
    .ok_or(NotComputable::NoSpread)?;
    Ok(DurbinWatson {
        d,
        autocorrelation: lagged / fit.ss_residual,
        p_positive,
        p_negative,
        p: (2.0 * p_positive.min(p_negative)).min(1.0),
        n: outcome.len() as u64,
        predictors: design.kept.len() as u64,
        cautions: match exact {
            true => Vec::new(),
            false => vec![Caution::Approximate {
                n: outcome.len() as u64,
            }],
        },
    })
}

/// Rows to which the eigenvalues are computed.
const EXACT: usize = 200;

/// The bounds of the tables of Durbin and Watson, computed.
///
/// # Question
/// Below which d is positive dependence shown at `alpha` (one-sided), and above
/// which is it not, whatever the predictors are?
///
/// # Formula
/// The `alpha` quantiles of `Σ λᵢξᵢ²/Σ ξᵢ²` with the `n − k − 1` least and the
/// `n − k − 1` largest of `λ = 4·sin²(πi/2n)`, `i` = 1 … n − 1.
///
/// # Assumes
/// As `durbin_watson`.
///
/// # When not
/// With the rows at hand: `durbin_watson` has the exact p and no undecided zone.
///
/// # Example
/// ```
/// let (low, high) = tridharma::stats::durbin_watson_bounds(30, 3, 0.05).unwrap();
/// assert_eq!((format!("{low:.3}"), format!("{high:.3}")), ("1.214".into(), "1.650".into()));
/// ```
///
/// # Checked against
/// The printed tables of Savin and White at 5 % and 1 %.
///
/// # References
/// Durbin & Watson, *Biometrika* 38 (1951) 159. Savin & White, *Econometrica* 45
/// (1977) 1989.
///
/// # Errors
/// [`NotComputable::OutOfRange`] unless there are two rows more than predictors
/// and a constant, at most 2,000 rows, and 0 < `alpha` < 1.
pub fn durbin_watson_bounds(rows: u64, predictors: u64, alpha: f64) -> Outcome<(f64, f64)> {
    let out = |what: &str| NotComputable::out_of_range(what);
    let free = rows.saturating_sub(predictors.saturating_add(1));
    if !(1..=2000).contains(&rows) || free < 2 {
        return Err(out("rows"));
    }
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(out("alpha"));
    }
    let eigenvalue = |i: u64| {
        let half = libm::sin(std::f64::consts::PI * i as f64 / (2.0 * rows as f64));
        4.0 * half * half
    };
    let bound = |first: u64| {
        let eigenvalues: Vec<f64> = (first..first + free).map(eigenvalue).collect();
        let miss = |d: f64| Some(libm::log(alpha) - libm::log(below(d, &eigenvalues)?));
        let (low, high) = (*eigenvalues.first()?, *eigenvalues.last()?);
        root(low, high, miss)
    };
    let (low, high) = (bound(1), bound(predictors + 1));
    Ok((low.ok_or(out("alpha"))?, high.ok_or(out("alpha"))?))
}

/// A regression of rows in order, with weight 1 each.
pub(super) fn ordered_fit(outcome: &[f64], predictors: &[&[f64]]) -> Outcome<(DesignMatrix, Fit)> {
    let alike = predictors.iter().all(|x| x.len() == outcome.len());
    let finite = |x: &[f64]| x.iter().all(|x| x.is_finite());
    if !alike || !finite(outcome) || !predictors.iter().all(|x| finite(x)) {
        return Err(NotComputable::out_of_range("rows"));
    }
    let columns = predictors.iter().map(|x| x.to_vec()).collect();
    let design = DesignMatrix::of_columns(vec![1.0; outcome.len()], columns);
    if outcome.len() <= design.rank() {
        return Err(NotComputable::TooFew {
            n: outcome.len() as u64,
            needed: design.rank() as u64 + 1,
        });
    }
    let fit = Fit::of(&design, outcome);
    // What rounding leaves of a perfect fit is no residual.
    let size: f64 = outcome.iter().map(|y| y * y).sum();
    match fit.ss_residual > 1e-26 * size && fit.ss_residual.is_normal() {
        true => Ok((design, fit)),
        false => Err(NotComputable::NoSpread),
    }
}

/// `P(D ≤ d)` of a ratio with these eigenvalues.
fn below(d: f64, eigenvalues: &[f64]) -> Option<f64> {
    let lambdas: Vec<f64> = eigenvalues.iter().map(|l| d - l).collect();
    quadratic_form_upper(&lambdas)
}

fn exact_tails(d: f64, design: &DesignMatrix) -> Option<(f64, f64)> {
    let eigenvalues = eigenvalues(design);
    let mirrored: Vec<f64> = eigenvalues.iter().map(|l| l - d).collect();
    Some((below(d, &eigenvalues)?, quadratic_form_upper(&mirrored)?))
}

/// `A·x`: the matrix with `x'Ax = Σ(x_t − x_{t−1})²`.
fn differenced(x: &[f64]) -> Vec<f64> {
    let before = std::iter::once(None).chain(x.iter().map(Some));
    let after = x.iter().skip(1).map(Some).chain(std::iter::once(None));
    let rows = x.iter().zip(before).zip(after);
    let rise = |x: &f64, other: Option<&f64>| other.map_or(0.0, |other| x - other);
    rows.map(|((x, before), after)| rise(x, before) + rise(x, after))
        .collect()
}

/// Eigenvalues of `MAM` on the space of residuals.
fn eigenvalues(design: &DesignMatrix) -> Vec<f64> {
    let n = design.weights.len();
    let q = DMatrix::from_fn(n, design.rank(), |i, j| cell(&design.orthonormal, j, i));
    let a = DMatrix::from_fn(n, n, |i, j| match i.abs_diff(j) {
        0 if i == 0 || i + 1 == n => 1.0,
        0 => 2.0,
        1 => -1.0,
        _ => 0.0,
    });
    let m = DMatrix::identity(n, n) - &q * q.transpose();
    let mut found: Vec<f64> = (&m * a * &m)
        .symmetric_eigenvalues()
        .iter()
        .copied()
        .collect();
    found.sort_by(f64::total_cmp);
    // With a constant among the columns all others are positive: the zeros are
    // the least.
    found.split_off(design.rank().min(n))
}

fn cell(columns: &[Vec<f64>], column: usize, row: usize) -> f64 {
    let found = columns.get(column).and_then(|column| column.get(row));
    found.copied().unwrap_or(0.0)
}

/// By the mean and variance of d (Durbin & Watson 1951).
fn normal_tails(d: f64, design: &DesignMatrix) -> Option<(f64, f64)> {
    let n = design.n;
    let free = n - design.rank() as f64;
    let moved: Vec<Vec<f64>> = design.orthonormal.iter().map(|q| differenced(q)).collect();
    let (mut first, mut second, mut square) = (0.0, 0.0, 0.0);
    for (i, q) in design.orthonormal.iter().enumerate() {
        for (j, moved) in moved.iter().enumerate() {
            let along = inner(&design.weights, q, moved);
            square += along * along;
            if i == j {
                first += along;
                second += inner(&design.weights, moved, moved);
            }
        }
    }
    let trace = 2.0 * (n - 1.0) - first;
    let trace_of_square = 6.0 * n - 8.0 - 2.0 * second + square;
    let mean = trace / free;
    let variance = 2.0 / (free * (free + 2.0)) * (trace_of_square - trace * mean);
    let z = (d - mean) / variance.sqrt();
    Some((normal_upper(-z)?, normal_upper(z)?))
}

/// The statistic and its p values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DurbinWatson {
    pub d: f64,
    /// Of each residual with the one before, `Σe_t·e_{t−1}/Σe²`.
    pub autocorrelation: f64,
    /// One-sided against positive dependence (R `dwtest`'s default), and against
    /// negative.
    pub p_positive: f64,
    pub p_negative: f64,
    /// Two-sided: twice the smaller.
    pub p: f64,
    pub n: u64,
    pub predictors: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for DurbinWatson {
    fn method(&self) -> &'static str {
        "durbin_watson"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "d".to_owned(),
            value: self.d,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "autocorrelation".to_owned(),
            value: self.autocorrelation,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
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

    #[test]
    fn bounds_are_those_of_the_printed_tables() {
        // Savin and White, Econometrica 45 (1977) 1989, 5 % and 1 %.
        for (n, k, alpha, low, high) in [
            (15, 1, 0.05, "1.077", "1.361"),
            (20, 2, 0.05, "1.100", "1.537"),
            (30, 3, 0.05, "1.214", "1.650"),
            (100, 5, 0.05, "1.571", "1.780"),
            (15, 1, 0.01, "0.811", "1.070"),
        ] {
            let found = durbin_watson_bounds(n, k, alpha).unwrap();
            let found = (format!("{:.3}", found.0), format!("{:.3}", found.1));
            assert_eq!(found, (low.to_owned(), high.to_owned()), "{n} {k} {alpha}");
        }
        assert!(durbin_watson_bounds(5, 3, 0.05).is_err());
    }

    #[test]
    fn normal_tails_are_near_the_exact_ones() {
        let time: Vec<f64> = (0..200).map(f64::from).collect();
        let design = DesignMatrix::of_columns(vec![1.0; 200], vec![time]);
        for d in [1.6, 1.8, 2.0, 2.2] {
            let exact = exact_tails(d, &design).unwrap();
            let normal = normal_tails(d, &design).unwrap();
            assert!((exact.0 - normal.0).abs() < 2e-3, "{exact:?} {normal:?}");
            assert!((exact.0 + exact.1 - 1.0).abs() < 1e-11);
        }
    }
}
