use super::{Exact, NotComputable, Outcome};
use num_bigint::{BigInt, Sign};
use num_traits::Zero;

/// `n·Σ(x − x̄)²`, `n·Σ(x − x̄)(y − ȳ)` and `n·Σ(y − ȳ)²` in whole units, or any
/// common multiple of the three: what a correlation is made of.
///
/// Kept whole so that a perfect correlation is exactly 1, a constant variable
/// exactly without spread, and `1 − r²` does not cancel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Products {
    pub xx: BigInt,
    pub xy: BigInt,
    pub yy: BigInt,
}

impl Products {
    /// The correlation.
    ///
    /// # Errors
    /// [`NotComputable::NoSpread`] where a variable is constant.
    pub fn correlation(&self) -> Outcome<f64> {
        if self.xx.sign() != Sign::Plus || self.yy.sign() != Sign::Plus {
            return Err(NotComputable::NoSpread);
        }
        let square = Exact::of_integers(&self.xy * &self.xy, &self.xx * &self.yy).value();
        // A square may round above 1 only where the integers say more than 1,
        // which the inequality of Cauchy and Schwarz excludes.
        let size = square.min(1.0).sqrt();
        Ok(match self.xy.sign() {
            Sign::Minus => -size,
            _ => size,
        })
    }

    /// `r·√(df/(1 − r²))`.
    ///
    /// # Errors
    /// [`NotComputable::NoSpread`] where a variable is constant,
    /// [`NotComputable::Unbounded`] where the correlation is perfect.
    pub fn t(&self, df: u64) -> Outcome<f64> {
        let r = self.correlation()?;
        let square = &self.xy * &self.xy;
        let rest = &self.xx * &self.yy - &square;
        if rest.is_zero() {
            return Err(NotComputable::Unbounded);
        }
        let t = Exact::of_integers(square * df, rest).value().sqrt();
        Ok(t.copysign(r))
    }
}

/// From weighted pairs of integers: in `i128` where that fits, which it does
/// for every survey, else in integers of any size.
pub(super) fn products(cells: impl Iterator<Item = (i128, i128, u64)> + Clone) -> Products {
    // Centred products do not change with the origin, and small numbers fit.
    let (x0, y0) = cells.clone().next().map_or((0, 0), |(x, y, _)| (x, y));
    in_machine_integers(cells.clone(), x0, y0).unwrap_or_else(|| in_any_integers(cells))
}

fn in_machine_integers(
    cells: impl Iterator<Item = (i128, i128, u64)>,
    x0: i128,
    y0: i128,
) -> Option<Products> {
    let (mut n, mut x_sum, mut y_sum) = (0_i128, 0_i128, 0_i128);
    let (mut xx, mut xy, mut yy) = (0_i128, 0_i128, 0_i128);
    for (x, y, count) in cells {
        let (x, y, count) = (x.checked_sub(x0)?, y.checked_sub(y0)?, i128::from(count));
        let (cx, cy) = (x.checked_mul(count)?, y.checked_mul(count)?);
        n = n.checked_add(count)?;
        x_sum = x_sum.checked_add(cx)?;
        y_sum = y_sum.checked_add(cy)?;
        xx = xx.checked_add(cx.checked_mul(x)?)?;
        xy = xy.checked_add(cx.checked_mul(y)?)?;
        yy = yy.checked_add(cy.checked_mul(y)?)?;
    }
    let centred = |sum: i128, a: i128, b: i128| {
        sum.checked_mul(n)?
            .checked_sub(a.checked_mul(b)?)
            .map(BigInt::from)
    };
    Some(Products {
        xx: centred(xx, x_sum, x_sum)?,
        xy: centred(xy, x_sum, y_sum)?,
        yy: centred(yy, y_sum, y_sum)?,
    })
}

fn in_any_integers(cells: impl Iterator<Item = (i128, i128, u64)>) -> Products {
    let mut n = BigInt::ZERO;
    let (mut x_sum, mut y_sum) = (BigInt::ZERO, BigInt::ZERO);
    let (mut xx, mut xy, mut yy) = (BigInt::ZERO, BigInt::ZERO, BigInt::ZERO);
    for (x, y, count) in cells {
        let (x, y) = (BigInt::from(x), BigInt::from(y));
        n += count;
        x_sum += &x * count;
        y_sum += &y * count;
        xx += &x * &x * count;
        xy += &x * &y * count;
        yy += &y * &y * count;
    }
    Products {
        xx: xx * &n - &x_sum * &x_sum,
        xy: xy * &n - &x_sum * &y_sum,
        yy: yy * &n - &y_sum * &y_sum,
    }
}

/// Twice the distance of every level's mid-rank from the mean rank, whole:
/// `2·below + count − n`.
pub(super) fn centred_ranks(counts: &[u64]) -> Vec<i128> {
    let n: i128 = counts.iter().copied().map(i128::from).sum();
    let mut below = 0_i128;
    let rank = |&count: &u64| {
        let count = i128::from(count);
        let rank = 2 * below + count - n;
        below += count;
        rank
    };
    counts.iter().map(rank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn perfect_and_constant_are_exact() {
        let line = |factor: i128| products((1..6).map(move |x| (x, factor * x, 1)));
        assert_eq!(line(3).correlation(), Ok(1.0));
        assert_eq!(line(-7).correlation(), Ok(-1.0));
        assert_eq!(line(-7).t(3), Err(NotComputable::Unbounded));
        assert_eq!(line(0).correlation(), Err(NotComputable::NoSpread));
    }

    #[test]
    fn ranks_are_those_of_a_hand_calculation() {
        // 3 at rank 2, 2 at rank 4.5, 1 at rank 6, mean 3.5
        assert_eq!(centred_ranks(&[3, 2, 1]), [-3, 2, 5]);
    }

    proptest! {
        #[test]
        fn both_ways_agree(cells in proptest::collection::vec(
            (-1000_i128..1000, -1000_i128..1000, 1_u64..50), 0..20)) {
            prop_assert_eq!(
                in_machine_integers(cells.iter().copied(), 7, -3),
                Some(in_any_integers(cells.iter().copied()))
            );
        }
    }
}
