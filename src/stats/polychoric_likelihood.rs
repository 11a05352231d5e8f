use super::bivariate_normal::bivariate_normal_density;
use super::nelder_mead::nelder_mead;
use super::polychoric::{Cells, LARGEST};
use super::{NotComputable, Outcome, normal_upper};
use nalgebra::{DMatrix, DVector};
use std::f64::consts::PI;

/// Where the likelihood of a table is greatest over the correlation and all
/// thresholds together.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub rho: f64,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

/// Fisher scoring from the two-step solution, with halved steps where a step
/// does not raise the likelihood.
pub(super) fn maximum_likelihood(cells: &Cells, rho: f64) -> Outcome<Best> {
    let mut best = Best {
        rho,
        rows: cells.rows.clone(),
        columns: cells.columns.clone(),
    };
    let not_converged = NotComputable::NotConverged {
        iterations: STEPS as u64,
    };
    let mut value = best.log_likelihood(cells).ok_or(not_converged.clone())?;
    for _ in 0..STEPS {
        let (gradient, information) = best.score(cells).ok_or(not_converged.clone())?;
        let solved = information.lu().solve(&gradient);
        let step = solved.ok_or(NotComputable::Singular)?;
        let mut size = 1.0;
        let next = loop {
            let next = best.moved(&(&step * size));
            let found = next.log_likelihood(cells).map(|found| (next, found));
            match found {
                Some((next, found)) if found >= value - 1e-12 * value.abs() => {
                    value = found;
                    break next;
                }
                _ if size < 1e-6 => return Ok(best),
                _ => size /= 2.0,
            }
        };
        best = next;
        if step.amax() * size < 1e-10 {
            return Ok(best);
        }
    }
    Err(not_converged)
}

/// From the observed information: the change of the gradient, itself exact,
/// over a small step to both sides.
pub(super) fn standard_error(cells: &Cells, best: &Best) -> Outcome<f64> {
    let size = best.rows.len() + best.columns.len() - 3;
    let mut information = DMatrix::zeros(size, size);
    for k in 0..size {
        let mut step = DVector::zeros(size);
        if let Some(slot) = step.get_mut(k) {
            *slot = NEAR;
        }
        let (Some(above), Some(below)) = (
            best.moved(&step).score(cells),
            best.moved(&-step).score(cells),
        ) else {
            return Err(NotComputable::Singular);
        };
        let change = (below.0 - above.0) / (2.0 * NEAR);
        information.set_column(k, &change);
    }
    let symmetric = (&information + information.transpose()) / 2.0;
    let inverse = symmetric.try_inverse().ok_or(NotComputable::Singular)?;
    let variance = inverse.get((0, 0)).copied().unwrap_or(0.0);
    match variance > 0.0 && variance.is_finite() {
        true => Ok(variance.sqrt()),
        false => Err(NotComputable::Singular),
    }
}

/// Where R's `polycor` stops: Nelder and Mead's search from the two-step
/// solution, given up after 500 evaluations.
pub(super) fn as_polycor(cells: &Cells, rho: f64) -> Option<Best> {
    let start = Best {
        rho,
        rows: cells.rows.clone(),
        columns: cells.columns.clone(),
    };
    let of = |point: &[f64]| {
        let change = point.iter().zip(start.parameters()).map(|(x, s)| x - s);
        start.moved(&DVector::from_iterator(point.len(), change))
    };
    let miss = |point: &[f64]| {
        let mut best = of(point);
        best.rho = best.rho.clamp(-LARGEST, LARGEST);
        best.log_likelihood(cells)
            .map_or(f64::INFINITY, |value| -value)
    };
    let found = nelder_mead(&start.parameters().collect::<Vec<f64>>(), miss)?;
    Some(of(&found))
}

const STEPS: usize = 200;
const NEAR: f64 = 1e-5;

impl Best {
    /// ρ, the row thresholds and the column thresholds.
    fn parameters(&self) -> impl Iterator<Item = f64> + '_ {
        let thresholds = self.rows.iter().chain(&self.columns).copied();
        std::iter::once(self.rho).chain(thresholds.filter(|limit| limit.is_finite()))
    }

    /// Moved by changes of ρ, the row thresholds and the column thresholds.
    fn moved(&self, step: &DVector<f64>) -> Best {
        let mut changes = step.iter().copied();
        let rho = self.rho + changes.next().unwrap_or(0.0);
        let mut shift = |limits: &[f64]| -> Vec<f64> {
            let moved = limits.iter().map(|&limit| match limit.is_finite() {
                true => limit + changes.next().unwrap_or(0.0),
                false => limit,
            });
            moved.collect()
        };
        Best {
            rho,
            rows: shift(&self.rows),
            columns: shift(&self.columns),
        }
    }

    fn cells(&self, counts: &[f64]) -> Cells {
        Cells {
            counts: counts.to_vec(),
            rows: self.rows.clone(),
            columns: self.columns.clone(),
        }
    }

    /// `None` where a filled cell has no probability.
    fn log_likelihood(&self, cells: &Cells) -> Option<f64> {
        let rising = |limits: &[f64]| limits.iter().zip(limits.iter().skip(1)).all(|(a, b)| a < b);
        if self.rho.abs() > LARGEST || !rising(&self.rows) || !rising(&self.columns) {
            return None;
        }
        let own = self.cells(&cells.counts);
        let mut sum = 0.0;
        for (count, p) in own.counts.iter().zip(own.probabilities(self.rho)) {
            if *count > 0.0 {
                if p <= 0.0 {
                    return None;
                }
                sum += count * libm::log(p);
            }
        }
        Some(sum)
    }

    /// The gradient of the log-likelihood and its expected information.
    fn score(&self, cells: &Cells) -> Option<(DVector<f64>, DMatrix<f64>)> {
        let own = self.cells(&cells.counts);
        let n: f64 = own.counts.iter().sum();
        let probabilities = own.probabilities(self.rho);
        let changes = self.changes();
        let size = changes.ncols();
        let mut gradient = DVector::zeros(size);
        let mut information = DMatrix::zeros(size, size);
        let rows = changes.row_iter();
        for ((count, &p), change) in own.counts.iter().zip(&probabilities).zip(rows) {
            if p < 1e-14 {
                if *count > 0.0 {
                    return None;
                }
                continue;
            }
            let change = change.transpose();
            information += &change * change.transpose() * (n / p);
            gradient += change * (*count / p);
        }
        Some((gradient, information))
    }

    /// How the probability of every cell (rows) changes with every parameter
    /// (columns): ρ, row thresholds, column thresholds.
    fn changes(&self) -> DMatrix<f64> {
        let (r, c) = (self.rows.len() - 1, self.columns.len() - 1);
        let mut changes = DMatrix::zeros(r * c, r + c - 1);
        let limit = |limits: &[f64], at: usize| limits.get(at).copied().unwrap_or(f64::INFINITY);
        let mut add = |cell: (usize, usize), parameter: usize, change: f64| {
            if cell.0 < r
                && cell.1 < c
                && let Some(slot) = changes.get_mut((cell.0 * c + cell.1, parameter))
            {
                *slot += change;
            }
        };
        for i in 0..=r {
            for j in 0..=c {
                let (a, b) = (limit(&self.rows, i), limit(&self.columns, j));
                let density = bivariate_normal_density(a, b, self.rho);
                let by_row = density_below(a, b, self.rho);
                let by_column = density_below(b, a, self.rho);
                // Each corner belongs to four cells, with alternating sign.
                for (cell, sign) in [
                    ((i.wrapping_sub(1), j.wrapping_sub(1)), 1.0),
                    ((i, j.wrapping_sub(1)), -1.0),
                    ((i.wrapping_sub(1), j), -1.0),
                    ((i, j), 1.0),
                ] {
                    add(cell, 0, sign * density);
                    if 0 < i && i < r {
                        add(cell, i, sign * by_row);
                    }
                    if 0 < j && j < c {
                        add(cell, r - 1 + j, sign * by_column);
                    }
                }
            }
        }
        changes
    }
}

/// `φ(a)·Φ((b − ρa)/√(1 − ρ²))`, the derivative of Φ₂ by `a`.
fn density_below(a: f64, b: f64, rho: f64) -> f64 {
    if a.is_infinite() {
        return 0.0;
    }
    let rest = ((1.0 - rho) * (1.0 + rho)).sqrt();
    let density = libm::exp(-a * a / 2.0) / (2.0 * PI).sqrt();
    density * normal_upper((rho * a - b) / rest).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use crate::stats::{CrossTable, polychoric};
    use proptest::prelude::*;

    #[test]
    fn a_full_two_by_two_table_is_met_exactly() {
        // As many parameters as cells: both ways agree and nothing is left.
        let table = CrossTable::new(2, 2, vec![30, 12, 9, 49]).unwrap();
        let found = polychoric(&table, 0.5, 0.95).unwrap();
        assert!((found.rho - found.rho_ml.clone().unwrap()).abs() < 1e-9);
        assert!(found.chi_square < 1e-9);
        assert_eq!((found.df, found.rho_corrected), (0, found.rho));
        let turned = CrossTable::new(2, 2, vec![12, 30, 49, 9]).unwrap();
        let turned = polychoric(&turned, 0.5, 0.95).unwrap();
        assert!((found.rho + turned.rho).abs() < 1e-12);
    }

    #[test]
    fn a_diagonal_table_stops_at_the_edge() {
        let table = CrossTable::new(3, 3, vec![5, 0, 0, 0, 7, 0, 0, 0, 4]).unwrap();
        let found = polychoric(&table, 0.0, 0.95).unwrap();
        assert_eq!(found.rho, 0.9999);
        assert!(found.rho_ml.is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn garbage_gives_no_numbers_without_meaning(
            counts in proptest::collection::vec(0_u64..6, 9), rows in 1_usize..4) {
            let columns = 9 / rows;
            let counts = counts.into_iter().take(rows * columns).collect();
            let table = CrossTable::new(rows, columns, counts).unwrap();
            if let Ok(found) = polychoric(&table, 0.5, 0.95) {
                prop_assert!(found.rho.abs() <= 0.9999 && found.rho_corrected.abs() <= 0.9999);
                prop_assert!(found.rho_ml.is_err() || found.rho_ml.unwrap().abs() <= 0.9999);
                prop_assert!(found.se_ml.is_err() || found.se_ml.unwrap().is_finite());
                prop_assert!(found.chi_square.is_finite());
            }
        }
    }
}
