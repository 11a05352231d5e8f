use super::concordance::concordance;
use super::kendall::two_sided;
use super::{Exact, NotComputable, Outcome, Pairs};
use num_bigint::BigInt;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// How strongly two ordered characteristics rise together: γ, τ-b, τ-c and
/// Somers' d with standard errors.
///
/// # Question
/// Of two respondents who differ, how much likelier are they in the same order
/// on both characteristics than in opposite order?
///
/// # Formula
/// With C concordant and D discordant pairs of respondents, P = 2C and Q = 2D,
/// `D_r = n² − Σ row²`, `D_c = n² − Σ column²`, q the lesser number of levels:
/// `γ = (P − Q)/(P + Q)`, `τ_b = (P − Q)/√(D_r·D_c)`,
/// `τ_c = q(P − Q)/(n²(q − 1))`, `d = (P − Q)/D_r` with the columns dependent,
/// `(P − Q)/D_c` with the rows, `2(P − Q)/(D_r + D_c)` symmetric. `ase1` is the
/// asymptotic standard error, `ase0` that without association; the test is
/// `value/ase0`, normal.
///
/// # Assumes
/// Ordered levels, independent respondents, n not small.
///
/// # When not
/// Without order: [`super::nominal_association`]. γ leaves out all ties and is
/// large where most pairs are tied.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, Pairs, ordinal_association};
/// let table = CrossTable::new(3, 3, vec![1, 8, 2, 2, 4, 1, 12, 0, 2]).unwrap();
/// let found = ordinal_association(&Pairs::of_table(&table, 0)).unwrap();
/// assert_eq!((found.concordant, found.discordant), (43, 208));
/// assert!((found.gamma.value + 0.6573705179282868).abs() < 1e-15);
/// assert!((found.gamma.ase1.unwrap() - 0.17278471108868898).abs() < 1e-14);
/// ```
///
/// # Checked against
/// Formulas in R (6 reference cases), which are those of SPSS CROSSTABS.
///
/// # References
/// Brown, M. B., Benedetti, J. K. (1977). Sampling behavior of tests for
/// correlation in two-way contingency tables. JASA 72, 309–315. Goodman, L. A.,
/// Kruskal, W. H. (1972). Measures of association IV. JASA 67, 415–421.
///
/// # Errors
/// [`NotComputable::TooFew`] below two respondents; [`NotComputable::NoSpread`]
/// where a variable is constant or all pairs are tied.
pub fn ordinal_association(pairs: &Pairs) -> Outcome<OrdinalAssociation> {
    let sums = Sums::of(pairs)?;
    let difference = sums.p - sums.q;
    if sums.p + sums.q == 0 {
        return Err(NotComputable::NoSpread);
    }
    let ratio = |part: i128, whole: i128| Exact::ratio(part, whole).value();
    let test = sums.test();
    let p = test.clone().and_then(two_sided);
    let (rows, columns) = (sums.rows, sums.columns);
    let levels = pairs.x_counts().len().min(pairs.y_counts().len()) as i128;
    let n_squared = sums.n * sums.n;
    let root = (rows as f64).sqrt() * (columns as f64).sqrt();
    let measure = |value: f64, ase1: Option<f64>, scale: f64| Association {
        value,
        ase1,
        ase0: sums.w().sqrt() * 2.0 / scale,
    };
    let tau_c = ratio(levels * difference, n_squared * (levels - 1));
    let c_scale = ratio(n_squared * (levels - 1), levels);
    let mut tau_c = measure(tau_c, None, c_scale);
    tau_c.ase1 = Some(tau_c.ase0);
    Ok(OrdinalAssociation {
        n: pairs.n(),
        missing: pairs.missing(),
        concordant: (sums.p / 2).unsigned_abs() as u64,
        discordant: (sums.q / 2).unsigned_abs() as u64,
        gamma: measure(
            ratio(difference, sums.p + sums.q),
            Some(sums.gamma_error()),
            (sums.p + sums.q) as f64,
        ),
        tau_b: measure(difference as f64 / root, Some(sums.tau_b_error()), root),
        tau_c,
        somers_columns: measure(
            ratio(difference, rows),
            Some(sums.somers_error(rows, |found| found.row)),
            rows as f64,
        ),
        somers_rows: measure(
            ratio(difference, columns),
            Some(sums.somers_error(columns, |found| found.column)),
            columns as f64,
        ),
        somers_symmetric: ratio(2 * difference, rows + columns),
        z: test,
        p,
    })
}

/// What [`ordinal_association`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrdinalAssociation {
    pub n: u64,
    pub missing: u64,
    pub concordant: u64,
    pub discordant: u64,
    pub gamma: Association,
    pub tau_b: Association,
    /// Its two errors are one.
    pub tau_c: Association,
    /// The columns dependent.
    pub somers_columns: Association,
    /// The rows dependent.
    pub somers_rows: Association,
    pub somers_symmetric: f64,
    /// `value/ase0`, the same for all of them.
    pub z: Outcome<f64>,
    /// Two-sided.
    pub p: Outcome<f64>,
}

/// A measure with its asymptotic standard errors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Association {
    pub value: f64,
    pub ase1: Option<f64>,
    /// Without association.
    pub ase0: f64,
}

/// A cell with those concordant and discordant to it and its margins.
struct Found {
    count: i128,
    concordant: i128,
    discordant: i128,
    row: i128,
    column: i128,
}

/// The whole numbers all measures are made of.
struct Sums {
    cells: Vec<Found>,
    n: i128,
    p: i128,
    q: i128,
    /// `n² − Σ row²` and `n² − Σ column²`.
    rows: i128,
    columns: i128,
    row_cubes: i128,
    column_cubes: i128,
}

impl Sums {
    fn of(pairs: &Pairs) -> Outcome<Sums> {
        let n = i128::from(pairs.enough(2)?);
        let sum = |counts: &[u64], power: u32| -> i128 {
            counts
                .iter()
                .map(|&count| i128::from(count).pow(power))
                .sum()
        };
        let margin = |counts: &[u64], at: u32| {
            let count = counts.get(at as usize).copied().unwrap_or(0);
            i128::from(count)
        };
        let (x, y) = (pairs.x_counts(), pairs.y_counts());
        let against = concordance(pairs);
        let cells = pairs.cells().iter().zip(against);
        let cells: Vec<Found> = cells
            .map(|(&(i, j, count), (concordant, discordant))| Found {
                count: i128::from(count),
                concordant: i128::from(concordant),
                discordant: i128::from(discordant),
                row: margin(x, i),
                column: margin(y, j),
            })
            .collect();
        let sums = Sums {
            p: cells.iter().map(|c| c.count * c.concordant).sum(),
            q: cells.iter().map(|c| c.count * c.discordant).sum(),
            cells,
            n,
            rows: n * n - sum(x, 2),
            columns: n * n - sum(y, 2),
            row_cubes: sum(x, 3),
            column_cubes: sum(y, 3),
        };
        match sums.rows > 0 && sums.columns > 0 {
            true => Ok(sums),
            false => Err(NotComputable::NoSpread),
        }
    }

    /// `Σ count·f·g` over the cells, at most n³.
    fn total(&self, f: impl Fn(&Found) -> i128) -> BigInt {
        self.cells
            .iter()
            .map(|cell| cell.count * f(cell))
            .sum::<i128>()
            .into()
    }

    /// `n·(Σ count·(A − D)² − (P − Q)²/n)`.
    fn n_w(&self) -> BigInt {
        let squares = self.total(|c| (c.concordant - c.discordant).pow(2));
        squares * self.n - BigInt::from(self.p - self.q).pow(2)
    }

    fn w(&self) -> f64 {
        Exact::of_integers(self.n_w(), self.n.into())
            .value()
            .max(0.0)
    }

    fn test(&self) -> Outcome<f64> {
        match self.n_w().is_zero() {
            true => Err(NotComputable::NoSpread),
            false => Ok((self.p - self.q) as f64 / (2.0 * self.w().sqrt())),
        }
    }

    fn gamma_error(&self) -> f64 {
        let (p, q) = (BigInt::from(self.p), BigInt::from(self.q));
        let aa = self.total(|c| c.concordant * c.concordant);
        let ad = self.total(|c| c.concordant * c.discordant);
        let dd = self.total(|c| c.discordant * c.discordant);
        // Σ count·(Q·A − P·D)²
        let sum = &q * &q * aa - BigInt::from(2) * &p * &q * ad + &p * &p * dd;
        let whole = p + q;
        4.0 * Exact::of_integers(sum, whole.pow(4))
            .value()
            .max(0.0)
            .sqrt()
    }

    /// `ase1² = (Σ count·(2√(D_r·D_c)·e + τ_b·v)² − n³·τ_b²(D_r + D_c)²)/(D_r·D_c)²`
    /// with `e = A − D` and `v = row·D_c + column·D_r`, multiplied out so that
    /// the root falls away and all is whole.
    fn tau_b_error(&self) -> f64 {
        let (dr, dc) = (BigInt::from(self.rows), BigInt::from(self.columns));
        let s = BigInt::from(self.p - self.q);
        let e = |c: &Found| c.concordant - c.discordant;
        let ee = self.total(|c| e(c).pow(2));
        let ev = &dc * self.total(|c| e(c) * c.row) + &dr * self.total(|c| e(c) * c.column);
        let vv = &dc * &dc * self.row_cubes
            + BigInt::from(2) * &dc * &dr * self.total(|c| c.row * c.column)
            + &dr * &dr * self.column_cubes;
        let product = &dr * &dc;
        let away = vv - BigInt::from(self.n).pow(3) * (&dr + &dc).pow(2);
        let four = BigInt::from(4);
        let sum = (&four * &product * ee + &four * &s * ev) * &product + &s * &s * away;
        Exact::of_integers(sum, product.pow(3))
            .value()
            .max(0.0)
            .sqrt()
    }

    /// With `D` the spread of the independent variable and its margin.
    fn somers_error(&self, spread: i128, margin: fn(&Found) -> i128) -> f64 {
        let (d, s) = (BigInt::from(spread), BigInt::from(self.p - self.q));
        let e = |c: &Found| c.concordant - c.discordant;
        let rest = |c: &Found| self.n - margin(c);
        let ee = self.total(|c| e(c).pow(2));
        let er = self.total(|c| e(c) * rest(c));
        let rr = self.total(|c| rest(c).pow(2));
        // Σ count·(D·e − (P − Q)(n − margin))²
        let sum = &d * &d * ee - BigInt::from(2) * &d * &s * er + &s * &s * rr;
        2.0 * Exact::of_integers(sum, d.pow(4)).value().max(0.0).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::kendall;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bounds_and_signs(rows in proptest::collection::vec((0_i128..4, 0_i128..4, 1_u64..5), 0..10)) {
            let turned = rows.iter().map(|&(x, y, c)| (x, -y, c)).collect();
            let pairs = Pairs::of_units((0, 0), rows, 0);
            let Ok(found) = ordinal_association(&pairs) else { return Ok(()) };
            let turned = ordinal_association(&Pairs::of_units((0, 0), turned, 0)).unwrap();
            prop_assert_eq!(found.gamma.value, -turned.gamma.value);
            prop_assert_eq!(found.tau_b.ase1, turned.tau_b.ase1);
            prop_assert_eq!(found.somers_rows.ase1, turned.somers_rows.ase1);
            let tau_b = kendall(&pairs, 0.95).unwrap().tau_b;
            prop_assert!((found.tau_b.value - tau_b).abs() < 1e-14);
            for measure in [found.gamma, found.tau_b, found.tau_c, found.somers_rows] {
                prop_assert!(measure.value.abs() <= 1.0 + 1e-15);
                prop_assert!(measure.ase0.is_finite() && measure.ase1.unwrap().is_finite());
            }
            prop_assert!(found.p.is_err() || (0.0..=1.0).contains(&found.p.unwrap()));
        }
    }
}
