use super::comoments::Comoments;
use super::{Exact, NotComputable, Outcome, chi_square_upper};
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// Whether all differences between items have one variance, as the F of repeated
/// measures assumes, and by how much its degrees of freedom shrink where not.
///
/// With V, the covariances with row and column means taken off:
/// Greenhouse–Geisser `ε = (tr V)²/((k−1)·ΣV²)`, Huynh–Feldt
/// `(n(k−1)ε − 2)/((k−1)(n − 1 − (k−1)ε))`, not cut at 1 here; least `1/(k−1)`.
/// Mauchly's W is the product of the k − 1 roots of V over their mean to the power
/// k − 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sphericity {
    pub greenhouse_geisser: f64,
    /// May exceed 1; not computable where its formula leaves the positive numbers.
    pub huynh_feldt: Outcome<f64>,
    /// The least that ε can be.
    pub lower_bound: f64,
    /// 1 where sphericity holds, 0 with fewer respondents than items.
    pub mauchly_w: f64,
    /// From three items on.
    pub mauchly: Outcome<Mauchly>,
}

/// Mauchly's test of sphericity.
///
/// `χ² = −(n − 1 − (2p² + p + 2)/(6p))·ln W`, p = k − 1, with p(p+1)/2 − 1 degrees
/// of freedom. T. W. Anderson, An Introduction to Multivariate Statistical
/// Analysis (1958), 10.7.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mauchly {
    pub chi_square: f64,
    pub df: f64,
    /// The χ² tail alone.
    pub p_chi_square: f64,
    /// With the second term of the expansion (Anderson), better with few
    /// respondents; the default.
    pub p: f64,
    /// As R's `mauchly.test` and pingouin print it: one p of the second term is the
    /// number of items there, which changes the fourth decimal.
    pub p_r: f64,
}

/// From the sums of squares and products of the items.
pub(super) fn sphericity(moments: &Comoments) -> Outcome<Sphericity> {
    let (n, k) = (moments.n as f64, moments.variables());
    let centred = Centred::of(moments);
    let p = k as f64 - 1.0;
    let squares: BigInt = centred.cells.iter().map(|cell| cell * cell).sum();
    if centred.trace.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let epsilon = Exact::of_integers(&centred.trace * &centred.trace, squares * (k - 1)).value();
    let below = p * (n - 1.0 - p * epsilon);
    let huynh_feldt = (n * p * epsilon - 2.0) / below;
    let w = match moments.n as usize > k - 1 {
        true => centred.mauchly_w(),
        // Fewer differences than contrasts: some root is 0.
        false => 0.0,
    };
    Ok(Sphericity {
        greenhouse_geisser: epsilon,
        huynh_feldt: match huynh_feldt > 0.0 && huynh_feldt.is_finite() {
            true => Ok(huynh_feldt),
            false => Err(NotComputable::TooFew {
                n: moments.n,
                needed: k as u64 + 1,
            }),
        },
        lower_bound: 1.0 / p,
        mauchly_w: w,
        mauchly: mauchly(w, n, p),
    })
}

/// `k²·n` times the covariances without row and column means, in whole units.
struct Centred {
    k: usize,
    /// Row by row.
    cells: Vec<BigInt>,
    trace: BigInt,
}

impl Centred {
    fn of(moments: &Comoments) -> Centred {
        let k = moments.variables();
        let row = |i| (0..k).map(|j| moments.about(i, j)).sum::<BigInt>();
        let rows: Vec<BigInt> = (0..k).map(row).collect();
        let all: BigInt = rows.iter().sum();
        let mut cells = Vec::with_capacity(k * k);
        let mut trace = BigInt::zero();
        for (i, first) in rows.iter().enumerate() {
            for (j, second) in rows.iter().enumerate() {
                let cell = moments.about(i, j) * (k * k) - (first + second) * k + &all;
                if i == j {
                    trace += &cell;
                }
                cells.push(cell);
            }
        }
        Centred { k, cells, trace }
    }

    fn mauchly_w(&self) -> f64 {
        // Divided by the mean root, and with the root 1 put in along the ones,
        // where it is 0, the determinant is W.
        let ones = 1.0 / self.k as f64;
        let cell = |cell: &BigInt| {
            Exact::of_integers(cell * (self.k - 1), self.trace.clone()).value() + ones
        };
        let cells = self.cells.iter().map(cell);
        let matrix = DMatrix::from_row_iterator(self.k, self.k, cells);
        matrix.determinant().clamp(0.0, 1.0)
    }
}

fn mauchly(w: f64, n: f64, p: f64) -> Outcome<Mauchly> {
    if p < 2.0 {
        return Err(NotComputable::TooFewVariables {
            variables: 2,
            needed: 3,
        });
    }
    let rho = 1.0 - (2.0 * p * p + p + 2.0) / (6.0 * p * (n - 1.0));
    if w <= 0.0 || rho <= 0.0 {
        return Err(NotComputable::TooFew {
            n: n as u64,
            needed: p as u64 + 2,
        });
    }
    let df = p * (p + 1.0) / 2.0 - 1.0;
    // Not −0 where sphericity is perfect.
    let chi_square = (-(n - 1.0) * rho * libm::log(w)).max(0.0);
    let tail =
        |df| chi_square_upper(chi_square, df).ok_or_else(|| NotComputable::out_of_range("items"));
    let (first, second) = (tail(df)?, tail(df + 4.0)?);
    // The published polynomial has p throughout.
    let with_second = |p_or_items: f64| {
        let polynomial = 2.0 * p.powi(3) + 6.0 * p * p + 3.0 * p_or_items + 2.0;
        let above = (p + 2.0) * (p - 1.0) * (p - 2.0) * polynomial;
        let weight = above / (288.0 * ((n - 1.0) * p * rho).powi(2));
        (first + weight * (second - first)).clamp(0.0, 1.0)
    };
    Ok(Mauchly {
        chi_square,
        df,
        p_chi_square: first,
        p: with_second(p),
        p_r: with_second(p + 1.0),
    })
}
