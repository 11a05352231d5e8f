use super::cronbach_alpha::standardized;
use super::eigen::inverse;
use super::{CorrelationMatrix, Exact, NotComputable, Observations, Outcome};
use num_bigint::BigInt;
use num_traits::{CheckedAdd, CheckedMul, Pow, Zero};
use serde::{Deserialize, Serialize};

/// α from the covariances of all pairs, each over those who have both.
///
/// # Question
/// As [`super::cronbach_alpha`], keeping respondents who left something blank.
///
/// # Formula
/// The covariance of two items over those who answered both, the variance of
/// an item over those who answered it; then as [`super::cronbach_alpha`].
/// `λ6 = 1 − Σ(1 − smc) / Σr` on the correlations `s_ij / √(s_ii·s_jj)`.
///
/// # Assumes
/// Blanks that have nothing to do with the answers.
///
/// # When not
/// Where many are blank: the covariances then belong to different people, and
/// together may be those of nobody. No interval is given, as there is no one n.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, cronbach_alpha_pairwise};
/// let a = [Some(3.0), Some(4.0), Some(4.0), Some(2.0), None];
/// let b = [Some(3.0), Some(4.0), Some(3.0), Some(2.0), Some(4.0)];
/// let items = Observations::of_columns(&[&a, &b]).unwrap();
/// let alpha = cronbach_alpha_pairwise(&items).unwrap();
/// assert_eq!((alpha.least_n, alpha.most_n), (4, 5));
/// ```
///
/// # Checked against
/// `alpha_pairwise` of the reference cases (psych::alpha on data with blanks).
///
/// # References
/// Revelle (2022) psych, R package.
///
/// # Errors
/// As [`super::cronbach_alpha`]; [`NotComputable::TooFew`] where a pair has fewer than
/// two respondents.
pub fn cronbach_alpha_pairwise(items: &Observations) -> Outcome<PairwiseAlpha> {
    let size = items.variables();
    if size < 2 {
        let variables = size as u64;
        return Err(NotComputable::TooFewVariables {
            variables,
            needed: 2,
        });
    }
    let pairs = Pairs::of(items);
    let of_pair = |i: usize, j: usize| pairs.covariance(i, j);
    let row = |i: usize| {
        (0..size)
            .map(|j| of_pair(i, j))
            .collect::<Outcome<Vec<f64>>>()
    };
    let covariances: Vec<Vec<f64>> = (0..size).map(row).collect::<Outcome<_>>()?;
    let k = size as f64;
    let total: f64 = covariances.iter().flatten().sum();
    let variances: Vec<f64> = covariances
        .iter()
        .zip(0..)
        .filter_map(|(row, i): (_, usize)| row.get(i).copied())
        .collect();
    if total <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let correlations = scaled_to_one(&covariances, &variances);
    Ok(PairwiseAlpha {
        least_n: pairs.n.iter().flatten().copied().min().unwrap_or(0),
        most_n: pairs.n.iter().flatten().copied().max().unwrap_or(0),
        alpha: k / (k - 1.0) * (1.0 - variances.iter().sum::<f64>() / total),
        standardized: correlations
            .clone()
            .and_then(|r| standardized(r.mean(), size)),
        lambda6: correlations.and_then(|r| lambda6(&r)),
    })
}

/// n, sums and products of all pairs of variables, each over the respondents
/// who have both; row i, column j of `sums` is the sum of i.
struct Pairs {
    places: Vec<u32>,
    n: Vec<Vec<u64>>,
    sums: Vec<Vec<BigInt>>,
    products: Vec<Vec<BigInt>>,
}

type Sums<T> = (Vec<Vec<u64>>, Vec<Vec<T>>, Vec<Vec<T>>);

impl Pairs {
    fn of(observations: &Observations) -> Pairs {
        let machine = pair_sums::<i64>(observations).map(whole);
        let wider = machine.or_else(|| pair_sums::<i128>(observations).map(whole));
        let exact = wider.or_else(|| pair_sums::<BigInt>(observations));
        let (n, sums, products) = exact.unwrap_or_default();
        Pairs {
            places: observations.places().to_vec(),
            n,
            sums,
            products,
        }
    }

    fn covariance(&self, i: usize, j: usize) -> Outcome<f64> {
        let cell = |table: &[Vec<BigInt>], i: usize, j: usize| {
            table
                .get(i)
                .and_then(|row| row.get(j))
                .cloned()
                .unwrap_or_default()
        };
        let n = self
            .n
            .get(i)
            .and_then(|row| row.get(j))
            .copied()
            .unwrap_or(0);
        if n < 2 {
            return Err(NotComputable::TooFew { n, needed: 2 });
        }
        let places = |v: usize| self.places.get(v).copied().unwrap_or(0);
        let scale = BigInt::from(10).pow(places(i) + places(j));
        let product = cell(&self.products, i.min(j), i.max(j));
        let about = product * n - cell(&self.sums, i, j) * cell(&self.sums, j, i);
        Ok(Exact::of_integers(about, scale * n * (n - 1)).value())
    }
}

fn whole<T: Into<BigInt>>((n, sums, products): Sums<T>) -> Sums<BigInt> {
    let row = |row: Vec<T>| -> Vec<BigInt> { row.into_iter().map(Into::into).collect() };
    let table = |table: Vec<Vec<T>>| table.into_iter().map(row).collect();
    (n, table(sums), table(products))
}

/// One pass over the patterns; `None` where a sum leaves the type. Products
/// fill only the half above the diagonal.
fn pair_sums<T>(observations: &Observations) -> Option<Sums<T>>
where
    T: Clone + Zero + CheckedAdd + CheckedMul + TryFrom<i128>,
{
    let k = observations.variables();
    let mut n = vec![vec![0_u64; k]; k];
    let (mut sums, mut products) = (vec![vec![T::zero(); k]; k], vec![vec![T::zero(); k]; k]);
    let mut present: Vec<(usize, T)> = Vec::with_capacity(k);
    for (pattern, count) in observations.patterns() {
        present.clear();
        for (variable, cell) in pattern.iter().enumerate() {
            if let Some(units) = cell {
                present.push((variable, T::try_from(*units).ok()?));
            }
        }
        let times = T::try_from(i128::from(*count)).ok()?;
        for (i, x) in &present {
            let x = x.checked_mul(&times)?;
            let rows = n
                .get_mut(*i)
                .zip(sums.get_mut(*i))
                .zip(products.get_mut(*i));
            let ((n, sums), products) = rows?;
            for (j, y) in &present {
                let cells = n
                    .get_mut(*j)
                    .zip(sums.get_mut(*j))
                    .zip(products.get_mut(*j));
                let ((n, sum), product) = cells?;
                *n = n.saturating_add(*count);
                *sum = sum.checked_add(&x)?;
                if j >= i {
                    *product = product.checked_add(&x.checked_mul(y)?)?;
                }
            }
        }
    }
    Some((n, sums, products))
}

fn scaled_to_one(covariances: &[Vec<f64>], variances: &[f64]) -> Outcome<CorrelationMatrix> {
    let constant = variances.iter().zip(0..).filter(|(v, _)| **v <= 0.0);
    let variables: Vec<u64> = constant.map(|(_, i)| i).collect();
    if !variables.is_empty() {
        return Err(NotComputable::Constant { variables });
    }
    let row = |(row, own): (&Vec<f64>, &f64)| -> Vec<f64> {
        let cells = row.iter().zip(variables_sd(variances));
        cells
            .map(|(cell, sd)| cell / (libm::sqrt(*own) * sd))
            .collect()
    };
    CorrelationMatrix::of_rows(
        &covariances
            .iter()
            .zip(variances)
            .map(row)
            .collect::<Vec<_>>(),
    )
}

fn variables_sd(variances: &[f64]) -> impl Iterator<Item = f64> + '_ {
    variances.iter().map(|v| libm::sqrt(*v))
}

fn lambda6(correlations: &CorrelationMatrix) -> Outcome<f64> {
    let (inverse, _) = inverse(&correlations.matrix())?;
    let unique: f64 = inverse.diagonal().iter().map(|d| 1.0 / d).sum();
    let total: f64 = correlations.rows().iter().flatten().sum();
    match total > 0.0 {
        true => Ok(1.0 - unique / total),
        false => Err(NotComputable::NoSpread),
    }
}

/// α from pairwise covariances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairwiseAlpha {
    /// Respondents of the smallest and of the largest pair.
    pub least_n: u64,
    pub most_n: u64,
    pub alpha: f64,
    pub standardized: Outcome<f64>,
    /// Guttman's λ6 on the correlations.
    pub lambda6: Outcome<f64>,
}
