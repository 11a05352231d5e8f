use super::Exact;
use num_bigint::BigInt;

/// Integer sums over respondents of some variables with missing values, in
/// pairs: everything that means, variances and covariances need.
///
/// Sums of integers do not depend on the order of the respondents, and a
/// division comes once, at the end.
///
/// ```
/// use tridharma::stats::Moments;
/// let mut moments = Moments::new(2);
/// moments.add(&[Some(4), Some(3)], 2);
/// moments.add(&[Some(2), None], 1);
/// assert_eq!((moments.n(0), moments.sum(0)), (3, 10));
/// ```
#[derive(Debug, Clone)]
pub struct Moments {
    variables: usize,
    /// Of those who have every value.
    complete: Complete,
    /// Of the others, and of what would not fit machine words: row by row, one
    /// cell per ordered pair.
    pairs: Vec<Pair>,
}

/// Sums over those who have a value of both variables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Pair {
    n: i128,
    /// Of the first variable.
    sum: i128,
    product: i128,
}

/// Sums over those who have every value, in machine words.
#[derive(Debug, Clone)]
struct Complete {
    n: i64,
    sums: Vec<i64>,
    /// Of each variable with itself and with those behind it, one variable's after
    /// the other's.
    products: Vec<i64>,
    /// The codes being added.
    codes: Vec<i64>,
}

/// Respondents whose products of codes fit a machine word together: a code has 16
/// bits, and so a product at most 2^30.
const FIT: u64 = 1 << 32;

impl Moments {
    /// No respondents yet.
    pub fn new(variables: usize) -> Self {
        Moments {
            variables,
            complete: Complete {
                n: 0,
                sums: vec![0; variables],
                products: vec![0; variables * (variables + 1) / 2],
                codes: vec![0; variables],
            },
            pairs: vec![Pair::default(); variables * variables],
        }
    }

    /// Adds `count` respondents with the same values; values beyond the number
    /// of variables are ignored, and missing ones are `None`.
    pub fn add(&mut self, values: &[Option<i16>], count: u64) {
        let values = values.get(..self.variables).unwrap_or(values);
        let known = self.complete.n.unsigned_abs();
        let whole = values.len() == self.variables && values.iter().all(Option::is_some);
        match i64::try_from(count) {
            Ok(count) if whole && known.saturating_add(count.unsigned_abs()) <= FIT => {
                self.complete.add(values, count);
            }
            _ => self.add_pairs(values, count),
        }
    }

    fn add_pairs(&mut self, values: &[Option<i16>], count: u64) {
        let count = i128::from(count);
        let rows = self.pairs.chunks_mut(self.variables.max(1));
        for (row, first) in rows.zip(values) {
            let Some(first) = first.map(i128::from) else {
                continue;
            };
            for (pair, second) in row.iter_mut().zip(values) {
                let Some(second) = second.map(i128::from) else {
                    continue;
                };
                pair.n += count;
                pair.sum += count * first;
                pair.product += count * first * second;
            }
        }
    }

    /// Values of a variable.
    pub fn n(&self, variable: usize) -> i128 {
        self.pair(variable, variable).n
    }

    /// Their sum.
    pub fn sum(&self, variable: usize) -> i128 {
        self.pair(variable, variable).sum
    }

    /// The variance of `Σ weight·mean` over all variables by linearisation,
    /// each mean over the respondents who have that value, without the factor
    /// n/(n − 1) and without finite population correction:
    ///
    /// `Σ_u Σ_v (w_u/n_u)(w_v/n_v) Σ_i r_iu r_iv (y_iu − ȳ_u)(y_iv − ȳ_v)`,
    ///
    /// which is `Σ z_i²/n²` with `z_i = Σ_u (w_u n/n_u) r_iu (y_iu − ȳ_u)`.
    /// Exact: 0 only where all respondents contribute alike. A variable without
    /// values contributes nothing.
    pub fn variance_of_means(&self, weights: &[Exact]) -> Exact {
        let (factors, denominator) = self.factors(weights);
        let mut sum = BigInt::from(0);
        for (u, factor) in factors.iter().enumerate() {
            // Every two variables count twice.
            let behind = factors.iter().enumerate().skip(u + 1);
            let behind: BigInt = behind.map(|(v, other)| other * self.centred(u, v)).sum();
            sum += factor * (factor * self.centred(u, u) + behind * 2);
        }
        Exact::of_integers(sum, &denominator * &denominator)
    }

    /// The variance of one mean, `Σ (y − ȳ)²/n²`, with the same factors left
    /// out; 0 for a variable without values.
    pub fn variance_of_mean(&self, variable: usize) -> Exact {
        let n = BigInt::from(self.n(variable));
        Exact::of_integers(self.centred(variable, variable), &n * &n * &n * &n)
    }

    /// `w_u/n_u²` of every variable as integers over one denominator, so that
    /// the double sum needs no fraction.
    fn factors(&self, weights: &[Exact]) -> (Vec<BigInt>, BigInt) {
        let shares: Vec<Exact> = weights
            .iter()
            .take(self.variables)
            .enumerate()
            .map(|(u, weight)| {
                let n = Exact::whole(self.n(u));
                weight.clone() / (n.clone() * n)
            })
            .collect();
        let mut denominator = BigInt::from(1);
        for share in &shares {
            let (_, part) = share.parts();
            denominator = least_common_multiple(&denominator, part);
        }
        let factors = shares
            .iter()
            .map(|share| share.parts().0 * (&denominator / share.parts().1))
            .collect();
        (factors, denominator)
    }

    /// `n_u·n_v·Σ r_u r_v (y_u − ȳ_u)(y_v − ȳ_v)`, an integer.
    fn centred(&self, u: usize, v: usize) -> BigInt {
        let (both, back) = (self.pair(u, v), self.pair(v, u));
        let (own, other) = (self.pair(u, u), self.pair(v, v));
        // Nearly every survey fits two machine words.
        let terms = [
            [own.n, other.n, both.product],
            [-other.sum, own.n, both.sum],
            [-own.sum, other.n, back.sum],
            [own.sum, other.sum, both.n],
        ];
        let sum = terms.iter().try_fold(0_i128, |sum, [a, b, c]| {
            sum.checked_add(a.checked_mul(*b)?.checked_mul(*c)?)
        });
        let any = || {
            let product = |[a, b, c]: &[i128; 3]| BigInt::from(*a) * *b * *c;
            terms.iter().map(product).sum()
        };
        sum.map_or_else(any, BigInt::from)
    }

    fn pair(&self, first: usize, second: usize) -> Pair {
        if first >= self.variables || second >= self.variables {
            return Pair::default();
        }
        let place = |row: usize, column: usize| row * self.variables + column;
        let pair = self.pairs.get(place(first, second)).copied();
        let pair = pair.unwrap_or_default();
        let (low, high) = (first.min(second), first.max(second));
        let sum = self.complete.sums.get(first).copied().unwrap_or(0);
        Pair {
            n: pair.n + i128::from(self.complete.n),
            sum: pair.sum + i128::from(sum),
            product: pair.product + i128::from(self.complete.product(low, high)),
        }
    }
}

impl Complete {
    fn add(&mut self, values: &[Option<i16>], count: i64) {
        self.n += count;
        for (code, value) in self.codes.iter_mut().zip(values) {
            *code = i64::from(value.unwrap_or(0));
        }
        let mut codes = self.codes.as_slice();
        let mut products = self.products.as_mut_slice();
        for sum in &mut self.sums {
            let Some((first, behind)) = codes.split_first() else {
                break;
            };
            let Some((row, rest)) = products.split_at_mut_checked(codes.len()) else {
                break;
            };
            let first = count * first;
            *sum += first;
            for (product, second) in row.iter_mut().zip(codes) {
                *product += first * second;
            }
            (codes, products) = (behind, rest);
        }
    }

    /// Of two variables, the first one not behind the second.
    fn product(&self, first: usize, second: usize) -> i64 {
        let before = (0..first).map(|row| self.sums.len() - row).sum::<usize>();
        let place = before + second - first;
        self.products.get(place).copied().unwrap_or(0)
    }
}

impl PartialEq for Moments {
    fn eq(&self, other: &Moments) -> bool {
        let all = (0..self.variables).flat_map(|u| (0..self.variables).map(move |v| (u, v)));
        self.variables == other.variables
            && all
                .into_iter()
                .all(|(u, v)| self.pair(u, v) == other.pair(u, v))
    }
}

impl Eq for Moments {}

fn least_common_multiple(a: &BigInt, b: &BigInt) -> BigInt {
    let reduced = Exact::of_integers(a.clone(), b.clone());
    reduced.parts().0 * b
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, respondent by respondent, in fractions.
    fn by_respondent(rows: &[Vec<Option<i16>>], weights: &[Exact]) -> Exact {
        let n = |u: usize| rows.iter().filter(|r| r[u].is_some()).count() as i128;
        let sum = |u: usize| {
            rows.iter()
                .filter_map(|r| r[u])
                .map(i128::from)
                .sum::<i128>()
        };
        let z = |row: &Vec<Option<i16>>| -> Exact {
            row.iter()
                .enumerate()
                .filter_map(|(u, y)| {
                    let mean = Exact::ratio(sum(u), n(u));
                    let away = Exact::whole((*y)?.into()) - mean;
                    Some(weights[u].clone() / Exact::whole(n(u)) * away)
                })
                .sum()
        };
        rows.iter().map(|row| z(row) * z(row)).sum()
    }

    proptest! {
        #[test]
        fn equals_the_definition(rows in proptest::collection::vec(
            proptest::collection::vec(proptest::option::weighted(0.8, 1_i16..=5), 3), 1..12)) {
            let weights = [Exact::ratio(1, 2), Exact::ratio(1, 3), Exact::ratio(111, 1000)];
            let mut forward = Moments::new(3);
            let mut backward = Moments::new(3);
            rows.iter().for_each(|row| forward.add(row, 1));
            rows.iter().rev().for_each(|row| backward.add(row, 1));
            prop_assert_eq!(&forward, &backward);
            prop_assert_eq!(forward.variance_of_means(&weights), by_respondent(&rows, &weights));
            let second = [Exact::whole(0), Exact::whole(1), Exact::whole(0)];
            prop_assert_eq!(forward.variance_of_mean(1), by_respondent(&rows, &second));
        }
    }

    #[test]
    fn more_respondents_than_machine_words_hold_are_added_up_too() {
        let mut moments = Moments::new(2);
        for _ in 0..3 {
            moments.add(&[Some(i16::MIN), Some(i16::MAX)], u64::from(u32::MAX));
        }
        let n = 3 * i128::from(u32::MAX);
        assert_eq!((moments.n(1), moments.sum(0)), (n, -32768 * n));
        assert_eq!(moments.pair(0, 1).product, -32768 * 32767 * n);
        assert_eq!(moments.pair(1, 0).product, -32768 * 32767 * n);
        assert!(moments.variance_of_mean(0).is_zero());
    }

    #[test]
    fn respondents_who_cancel_out_leave_exactly_nothing() {
        let mut moments = Moments::new(2);
        moments.add(&[Some(1), Some(4)], 3);
        moments.add(&[Some(4), Some(1)], 7);
        let equal = [Exact::ratio(1, 2), Exact::ratio(1, 2)];
        assert!(moments.variance_of_means(&equal).is_zero());
        let unequal = [Exact::ratio(1, 3), Exact::ratio(2, 3)];
        assert!(!moments.variance_of_means(&unequal).is_zero());
    }
}
