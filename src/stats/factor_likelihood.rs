use super::eigen::{Eigen, eigen, entry};
use super::factor_analysis::Extracted;
use super::{NotComputable, Outcome};
use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// The least uniqueness, as in R's factanal.
const LEAST: f64 = 0.005;

/// Scattered starts with two factors or more.
const SCATTERED: usize = 8;

/// Variables that are tried as a factor of their own.
const MOST_SETTLED: usize = 40;

/// Newton steps; five to ten are usual.
const STEPS: u64 = 200;

/// Maximum likelihood factors: the uniquenesses that minimise
/// `Σ (λ − 1 − ln λ)` over the smallest `k − m` eigenvalues λ of
/// `Ψ^−½·R·Ψ^−½`, by Newton's method on `ln ψ` with the exact second
/// derivatives (Jöreskog 1967) inside the bounds, from several fixed starts.
///
/// `unique` are `1 − smc` of the variables.
pub(super) fn maximum_likelihood(
    matrix: &DMatrix<f64>,
    unique: &[f64],
    factors: usize,
) -> Outcome<Extracted> {
    let share = 1.0 - 0.5 * factors as f64 / unique.len() as f64;
    // factanal's start first: another one has to be clearly better.
    let mut starts = vec![
        unique.iter().map(|u| share * u).collect::<Vec<f64>>(),
        unique.to_vec(),
        vec![0.5; unique.len()],
    ];
    // Scattered ones, the same always, as several factors may have several
    // least places.
    let mut random = Pcg64::seed_from_u64(1);
    let scattered = if factors > 1 { SCATTERED } else { 0 };
    starts.extend((0..scattered).map(|_| {
        let one = || 0.05 + 0.9 * f64::from(random.random::<u32>()) / f64::from(u32::MAX);
        std::iter::repeat_with(one).take(unique.len()).collect()
    }));
    // With several factors one may settle on one variable (Heywood), on each a
    // least place of its own.
    let settled = if factors > 1 {
        unique.len().min(MOST_SETTLED)
    } else {
        0
    };
    starts.extend((0..settled).map(|on| {
        let own = |(at, u): (usize, &f64)| if at == on { LEAST } else { share * u };
        unique.iter().enumerate().map(own).collect()
    }));
    let mut best: Option<Search> = None;
    let mut failure = NotComputable::Singular;
    for start in starts {
        match search(matrix, &start, factors) {
            Ok(found) => {
                let better = best
                    .as_ref()
                    .is_none_or(|b| found.at.value < b.at.value - 1e-9);
                best = if better { Some(found) } else { best };
            }
            Err(reason) => failure = reason,
        }
    }
    best.map(|found| extracted(found, factors)).ok_or(failure)
}

fn extracted(found: Search, factors: usize) -> Extracted {
    let Point { logs, value, eigen } = found.at;
    let uniquenesses: Vec<f64> = logs.iter().map(|x| libm::exp(*x)).collect();
    let loadings = DMatrix::from_fn(logs.len(), factors, |i, j| {
        let above = eigen.values.get(j).map_or(0.0, |v| (v - 1.0).max(0.0));
        let own = uniquenesses.get(i).copied().unwrap_or(0.0);
        libm::sqrt(own * above) * entry(&eigen.vectors, i, j)
    });
    Extracted {
        uniquenesses,
        loadings,
        objective: value,
        iterations: found.steps,
        converged: found.converged,
        bound: LEAST * (1.0 + 1e-9),
    }
}

struct Search {
    at: Point,
    steps: u64,
    converged: bool,
}

/// Where the search stands: `ln ψ`, the objective, the decomposition there.
struct Point {
    logs: DVector<f64>,
    value: f64,
    eigen: Eigen,
}

fn bounded(log: f64) -> f64 {
    log.clamp(libm::log(LEAST), 0.0)
}

fn point(matrix: &DMatrix<f64>, logs: DVector<f64>, factors: usize) -> Outcome<Point> {
    let scale = logs.map(|x| libm::exp(-0.5 * x));
    let scaled = DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| {
        entry(matrix, i, j) * entry(&scale, i, 0) * entry(&scale, j, 0)
    });
    let eigen = eigen(&scaled)?;
    let tail = eigen.values.iter().skip(factors);
    if tail.clone().any(|v| *v <= 0.0) {
        return Err(NotComputable::Singular);
    }
    let value = tail.map(|v| v - 1.0 - libm::log(*v)).sum();
    Ok(Point { logs, value, eigen })
}

fn search(matrix: &DMatrix<f64>, start: &[f64], factors: usize) -> Outcome<Search> {
    let logs = start
        .iter()
        .map(|u| bounded(libm::log(u.max(f64::MIN_POSITIVE))));
    let logs = DVector::from_iterator(start.len(), logs);
    let mut at = point(matrix, logs, factors)?;
    for steps in 0..STEPS {
        let slope = slope(&at.eigen, factors);
        let free = free(&at.logs, &slope);
        let left = free.iter().map(|&i| entry(&slope, i, 0).abs());
        let left = left.fold(0.0, f64::max);
        let step = match left < 1e-13 {
            true => None,
            false => {
                let newton = direction(&at.eigen, &slope, &free, factors);
                match line(matrix, &at, &slope, &newton, factors)? {
                    // A bound may be in its way, which stops it but not this.
                    None => line(matrix, &at, &slope, &steepest(&slope, &free), factors)?,
                    found => found,
                }
            }
        };
        match step {
            Some(next) => at = next,
            // No step is better: the slope is rounding, or the search is stuck.
            None => {
                return Ok(Search {
                    at,
                    steps,
                    converged: left < 1e-7,
                });
            }
        }
    }
    Ok(Search {
        at,
        steps: STEPS,
        converged: false,
    })
}

/// `∂f/∂x_i = Σ_m (1 − λ_m)·ω_im²` over the tail.
fn slope(eigen: &Eigen, factors: usize) -> DVector<f64> {
    let tail = eigen.values.iter().enumerate().skip(factors);
    let tail: Vec<(usize, f64)> = tail.map(|(m, v)| (m, 1.0 - v)).collect();
    DVector::from_fn(eigen.values.len(), |i, _| {
        let weight = |m: usize| entry(&eigen.vectors, i, m) * entry(&eigen.vectors, i, m);
        tail.iter().map(|&(m, left)| left * weight(m)).sum()
    })
}

/// Variables not held at a bound by the slope.
fn free(logs: &DVector<f64>, slope: &DVector<f64>) -> Vec<usize> {
    let low = libm::log(LEAST);
    let is_free = |&i: &usize| {
        let (log, slope) = (entry(logs, i, 0), entry(slope, i, 0));
        let held_low = log <= low && slope > 0.0;
        let held_high = log >= 0.0 && slope < 0.0;
        !held_low && !held_high
    };
    (0..logs.len()).filter(is_free).collect()
}

/// Newton's direction in the free variables. Where the second derivatives are
/// not positive definite, the least of some ridges is added that makes them so
/// (Levenberg); their terms are of the size of 1.
fn direction(eigen: &Eigen, slope: &DVector<f64>, free: &[usize], factors: usize) -> DVector<f64> {
    let place = |i: usize| free.get(i).copied().unwrap_or(0);
    let part = DVector::from_fn(free.len(), |i, _| -entry(slope, place(i), 0));
    let exact = DMatrix::from_fn(free.len(), free.len(), |i, j| {
        second(eigen, place(i), place(j), factors)
    });
    let solved = |ridge: &f64| {
        let size = free.len();
        let matrix = &exact + DMatrix::identity(size, size) * *ridge;
        matrix.cholesky().map(|root| root.solve(&part))
    };
    let step = RIDGES.iter().find_map(solved).unwrap_or(part.clone());
    // A factor e per step at most: beyond it the parabola is no guide.
    let length = 1.0 / step.amax().max(1.0);
    let of_variable = |variable: usize| match free.iter().position(|&own| own == variable) {
        Some(i) => entry(&step, i, 0) * length,
        None => 0.0,
    };
    DVector::from_fn(slope.len(), |variable, _| of_variable(variable))
}

const RIDGES: [f64; 7] = [0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0];

/// Straight down in the free variables.
fn steepest(slope: &DVector<f64>, free: &[usize]) -> DVector<f64> {
    DVector::from_fn(slope.len(), |variable, _| match free.contains(&variable) {
        true => -entry(slope, variable, 0),
        false => 0.0,
    })
}

/// `∂²f/∂x_i∂x_j`, the exact one.
fn second(eigen: &Eigen, i: usize, j: usize, factors: usize) -> f64 {
    let weight = |m: usize| entry(&eigen.vectors, i, m) * entry(&eigen.vectors, j, m);
    let (head, tail) = (0..factors, factors..eigen.values.len());
    let value = |m: usize| eigen.values.get(m).copied().unwrap_or(0.0);
    let sum: f64 = tail.clone().map(weight).sum();
    let scaled: f64 = tail.clone().map(|m| value(m) * weight(m)).sum();
    let across = |m: usize| {
        let one = |n: usize| {
            let gap = value(n) - value(m);
            let turn = if gap > 0.0 {
                (value(n) + value(m)) / gap
            } else {
                0.0
            };
            (1.0 - value(m)) * turn * weight(n) * weight(m)
        };
        head.clone().map(one).sum::<f64>()
    };
    sum * scaled + tail.map(across).sum::<f64>()
}

/// The first of the halved steps that goes down enough; `None` where none does.
fn line(
    matrix: &DMatrix<f64>,
    at: &Point,
    slope: &DVector<f64>,
    direction: &DVector<f64>,
    factors: usize,
) -> Outcome<Option<Point>> {
    let mut length = 1.0;
    for _ in 0..40 {
        let logs = (&at.logs + direction * length).map(bounded);
        let expected = slope.dot(&(&logs - &at.logs));
        let next = point(matrix, logs, factors)?;
        if expected < 0.0 && next.value <= at.value + 1e-4 * expected {
            return Ok(Some(next));
        }
        length /= 2.0;
    }
    Ok(None)
}
