use super::eigen::{Eigen, eigen, entry};
use super::factor_analysis::Extracted;
use super::{NotComputable, Outcome};
use nalgebra::{DMatrix, DVector};

/// Rounds of the principal axis. What has not settled by then, helped by
/// Newton's method, has no least: a communality grows without end.
const ROUNDS: u64 = 10_000;

/// Rounds after which Newton's method is tried: a Heywood case creeps for
/// thousands of rounds towards the point Newton reaches in ten steps.
const CREEPING: u64 = 250;

/// Principal axis factors: communalities from squared multiple correlations,
/// the eigen-decomposition of the correlations with them on the diagonal
/// repeated until none moves by 1e-13.
///
/// `unique` are `1 − smc` of the variables.
///
/// # Errors
/// [`NotComputable::NotConverged`] where the communalities do not settle.
pub(super) fn principal_axis(
    matrix: &DMatrix<f64>,
    unique: &[f64],
    factors: usize,
) -> Outcome<Extracted> {
    let mut communalities = DVector::from_iterator(unique.len(), unique.iter().map(|u| 1.0 - u));
    let mut round = Round::of(matrix, &communalities, factors)?;
    let (mut rounds, mut moved) = (1, f64::INFINITY);
    while rounds < ROUNDS && moved >= 1e-13 {
        let squares = round.communalities();
        moved = (&squares - &communalities).amax();
        communalities = squares;
        if rounds % CREEPING == 0
            && let Some(found) = newton(matrix, &communalities, factors)?
        {
            communalities = found;
        }
        round = Round::of(matrix, &communalities, factors)?;
        rounds += 1;
    }
    if moved >= 1e-13 {
        return Err(NotComputable::NotConverged { iterations: rounds });
    }
    Ok(Extracted {
        uniquenesses: communalities.iter().map(|h| 1.0 - h).collect(),
        // Half the squares that the factors leave: what minres minimises.
        objective: round.left(factors),
        loadings: round.loadings,
        iterations: rounds,
        converged: true,
        bound: 0.0,
    })
}

struct Round {
    eigen: Eigen,
    loadings: DMatrix<f64>,
}

impl Round {
    fn of(matrix: &DMatrix<f64>, communalities: &DVector<f64>, factors: usize) -> Outcome<Round> {
        let mut reduced = matrix.clone();
        reduced.set_diagonal(communalities);
        let eigen = eigen(&reduced)?;
        let loadings = DMatrix::from_fn(matrix.nrows(), factors, |i, j| {
            let value = eigen.values.get(j).copied().unwrap_or(0.0);
            entry(&eigen.vectors, i, j) * libm::sqrt(value.max(0.0))
        });
        Ok(Round { eigen, loadings })
    }

    fn communalities(&self) -> DVector<f64> {
        let squares = |i: usize| self.loadings.row(i).iter().map(|l| l * l).sum();
        DVector::from_fn(self.loadings.nrows(), |i, _| squares(i))
    }

    fn left(&self, factors: usize) -> f64 {
        let tail = self.eigen.values.iter().skip(factors);
        tail.map(|v| v * v).sum::<f64>() / 2.0
    }

    /// How the squares left change with each communality: `Σ θ_m·ω_im²`.
    fn slope(&self, factors: usize) -> DVector<f64> {
        let tail = || self.eigen.values.iter().enumerate().skip(factors);
        let weight = |i: usize, m: usize| {
            entry(&self.eigen.vectors, i, m) * entry(&self.eigen.vectors, i, m)
        };
        DVector::from_fn(self.loadings.nrows(), |i, _| {
            tail().map(|(m, value)| value * weight(i, m)).sum()
        })
    }

    /// Second derivatives by the communalities.
    fn second(&self, i: usize, j: usize, factors: usize) -> f64 {
        let value = |m: usize| self.eigen.values.get(m).copied().unwrap_or(0.0);
        let weight = |m: usize| entry(&self.eigen.vectors, i, m) * entry(&self.eigen.vectors, j, m);
        let (head, tail) = (0..factors, factors..self.eigen.values.len());
        let own: f64 = tail.clone().map(weight).sum();
        let across = |m: usize| {
            let turn = |n: usize| match value(m) - value(n) {
                0.0 => 0.0,
                gap => value(m) * weight(m) * weight(n) / gap,
            };
            2.0 * head.clone().map(turn).sum::<f64>()
        };
        own * own + tail.map(across).sum::<f64>()
    }
}

/// The stationary point by Newton's method; `None` where it does not go down
/// to one.
fn newton(
    matrix: &DMatrix<f64>,
    start: &DVector<f64>,
    factors: usize,
) -> Outcome<Option<DVector<f64>>> {
    let mut at = start.clone();
    for _ in 0..30 {
        let round = Round::of(matrix, &at, factors)?;
        let slope = round.slope(factors);
        let steepest = slope.amax();
        if steepest < 1e-14 {
            return Ok(Some(at));
        }
        let size = at.len();
        let second = DMatrix::from_fn(size, size, |i, j| round.second(i, j, factors));
        let Some(root) = second.cholesky() else {
            return Ok(None);
        };
        let next = &at - root.solve(&slope);
        let after = Round::of(matrix, &next, factors)?;
        if after.slope(factors).amax() >= steepest {
            // Rounding is reached, or it leads away.
            return Ok((steepest < 1e-12).then_some(at));
        }
        at = next;
    }
    Ok(None)
}
