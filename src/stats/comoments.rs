use super::{Exact, NotComputable, Observations, Outcome};
use num_bigint::{BigInt, Sign};
use num_traits::{CheckedAdd, CheckedMul, Pow, Zero};

/// Sums, squares and products of several variables over the respondents who
/// have all of them, in integers.
///
/// `about(i, j)` is `n·Σxy − Σx·Σy`, so that variances, covariances,
/// correlations and whatever is a ratio of them divide once.
pub(super) struct Comoments {
    /// Respondents with all variables, and those left out.
    pub(super) n: u64,
    pub(super) missing: u64,
    places: u32,
    sums: Vec<BigInt>,
    about: Vec<Vec<BigInt>>,
}

impl Comoments {
    /// From all variables.
    pub(super) fn of(observations: &Observations) -> Comoments {
        let all: Vec<usize> = (0..observations.variables()).collect();
        Comoments::of_variables(observations, &all)
    }

    /// From some variables, over the respondents who have these.
    pub(super) fn of_variables(observations: &Observations, variables: &[usize]) -> Comoments {
        let own = |v: &usize| observations.places().get(*v).copied();
        let places = variables.iter().filter_map(own).max().unwrap_or(0);
        let scaled = Scaled::of(observations, variables, places);
        let (n, sums, products) = scaled.sums();
        let whole = BigInt::from(n);
        let row = |(row, x): (&Vec<BigInt>, &BigInt)| -> Vec<BigInt> {
            let cells = row.iter().zip(&sums);
            cells.map(|(xy, y)| xy * &whole - x * y).collect()
        };
        Comoments {
            n,
            missing: observations.n().saturating_sub(n),
            places,
            about: products.iter().zip(&sums).map(row).collect(),
            sums,
        }
    }

    /// As [`Comoments::of`], refusing fewer than `needed` variables, fewer than
    /// two respondents and nobody.
    pub(super) fn enough(observations: &Observations, needed: u64) -> Outcome<Comoments> {
        let variables = observations.variables() as u64;
        if variables < needed {
            return Err(NotComputable::TooFewVariables { variables, needed });
        }
        let moments = Comoments::of(observations);
        match moments.n {
            0 => Err(NotComputable::NoAnswers),
            n @ 1 => Err(NotComputable::TooFew { n, needed: 2 }),
            _ => Ok(moments),
        }
    }

    /// Number of variables.
    pub(super) fn variables(&self) -> usize {
        self.sums.len()
    }

    /// `n·Σxy − Σx·Σy` in units of all variables' common decimal place.
    pub(super) fn about(&self, i: usize, j: usize) -> BigInt {
        let cell = self.about.get(i).and_then(|row| row.get(j));
        cell.cloned().unwrap_or_default()
    }

    /// `Σx` in units of all variables' common decimal place.
    pub(super) fn sum(&self, i: usize) -> BigInt {
        self.sums.get(i).cloned().unwrap_or_default()
    }

    /// The common decimal place of the units.
    pub(super) fn places(&self) -> u32 {
        self.places
    }

    /// [`Comoments::about`] of the sums of two sets of variables.
    pub(super) fn about_sums(&self, first: &[usize], second: &[usize]) -> BigInt {
        let rows = first.iter().filter_map(|&i| self.about.get(i));
        let cells = rows.flat_map(|row| second.iter().filter_map(|&j| row.get(j)));
        cells.sum()
    }

    /// A number from [`Comoments::about`] as a covariance (divisor n − 1).
    pub(super) fn covariance(&self, about: &BigInt) -> f64 {
        let n = BigInt::from(self.n);
        let scale = BigInt::from(10).pow(2 * self.places);
        Exact::of_integers(about.clone(), scale * &n * (n - 1)).value()
    }

    /// The mean of the sum of a set of variables.
    pub(super) fn mean_of_sum(&self, variables: &[usize]) -> f64 {
        let sum: BigInt = variables.iter().filter_map(|&v| self.sums.get(v)).sum();
        let scale = BigInt::from(10).pow(self.places);
        Exact::of_integers(sum, scale * self.n).value()
    }

    /// The covariances (divisor n − 1).
    pub(super) fn covariances(&self) -> Vec<Vec<f64>> {
        let row = |row: &Vec<BigInt>| row.iter().map(|cell| self.covariance(cell)).collect();
        self.about.iter().map(row).collect()
    }

    /// The variables without spread.
    pub(super) fn constant(&self) -> Vec<u64> {
        let all = 0..self.variables();
        let constant = all.filter(|&v| self.about(v, v).is_zero());
        constant.map(|v| v as u64).collect()
    }
}

/// Pearson's correlation from `Sxy`, `Sxx` and `Syy` in any common unit; `None`
/// without spread. A perfect one is exactly ±1.
pub(super) fn correlation(xy: &BigInt, xx: &BigInt, yy: &BigInt) -> Option<f64> {
    if xx.sign() != Sign::Plus || yy.sign() != Sign::Plus {
        return None;
    }
    let size = libm::sqrt(Exact::of_integers(xy * xy, xx * yy).value());
    Some(if xy.sign() == Sign::Minus {
        -size
    } else {
        size
    })
}

/// `numerator / denominator` as the nearest float.
pub(super) fn ratio(numerator: BigInt, denominator: BigInt) -> f64 {
    Exact::of_integers(numerator, denominator).value()
}

/// Patterns brought to one decimal place.
struct Scaled<'a> {
    observations: &'a Observations,
    variables: &'a [usize],
    factors: Vec<BigInt>,
}

type Sums<T> = (u64, Vec<T>, Vec<Vec<T>>);

impl<'a> Scaled<'a> {
    fn of(observations: &'a Observations, variables: &'a [usize], places: u32) -> Scaled<'a> {
        let ten = BigInt::from(10);
        let own = |v: &usize| observations.places().get(*v).copied().unwrap_or(places);
        let factor = |v: &usize| Pow::pow(&ten, places.saturating_sub(own(v)));
        Scaled {
            observations,
            variables,
            factors: variables.iter().map(factor).collect(),
        }
    }

    /// n, sums and sums of products, in machine integers where they fit.
    fn sums(&self) -> Sums<BigInt> {
        let big = |(n, sums, products): Sums<i128>| {
            let whole =
                |row: Vec<i128>| -> Vec<BigInt> { row.into_iter().map(Into::into).collect() };
            (n, whole(sums), products.into_iter().map(whole).collect())
        };
        let wide = |(n, sums, products): Sums<i64>| {
            let whole = |row: Vec<i64>| -> Vec<i128> { row.into_iter().map(Into::into).collect() };
            (n, whole(sums), products.into_iter().map(whole).collect())
        };
        let machine = self.sums_in::<i64>().map(wide);
        let machine = machine.or_else(|| self.sums_in::<i128>());
        let exact = machine.map(big).or_else(|| self.sums_in::<BigInt>());
        let (n, sums, mut products) = exact.unwrap_or_default();
        // Only one half is summed.
        for i in 0..products.len() {
            for j in 0..i {
                let above = products.get(j).and_then(|row| row.get(i)).cloned();
                let below = products.get_mut(i).and_then(|row| row.get_mut(j));
                if let (Some(above), Some(below)) = (above, below) {
                    *below = above;
                }
            }
        }
        (n, sums, products)
    }

    /// `None` where a sum leaves the type.
    fn sums_in<T>(&self) -> Option<Sums<T>>
    where
        T: Clone + Zero + CheckedAdd + CheckedMul + TryFrom<i128> + TryFrom<BigInt>,
    {
        let k = self.factors.len();
        let factors = self.factors.iter().cloned().map(|f| T::try_from(f).ok());
        let factors: Vec<T> = factors.collect::<Option<_>>()?;
        let (mut n, mut sums) = (0_u64, vec![T::zero(); k]);
        let mut products = vec![vec![T::zero(); k]; k];
        let mut row: Vec<T> = Vec::with_capacity(k);
        for (pattern, count) in self.observations.patterns() {
            row.clear();
            for (variable, factor) in self.variables.iter().zip(&factors) {
                let Some(Some(cell)) = pattern.get(*variable) else {
                    break;
                };
                row.push(T::try_from(*cell).ok()?.checked_mul(factor)?);
            }
            if row.len() < k || k == 0 {
                continue;
            }
            n = n.saturating_add(*count);
            let count = T::try_from(i128::from(*count)).ok()?;
            for (i, ((x, sum), products)) in
                row.iter().zip(&mut sums).zip(&mut products).enumerate()
            {
                let x = x.checked_mul(&count)?;
                *sum = sum.checked_add(&x)?;
                for (y, product) in row.iter().zip(products).skip(i) {
                    *product = product.checked_add(&x.checked_mul(y)?)?;
                }
            }
        }
        Some((n, sums, products))
    }
}
