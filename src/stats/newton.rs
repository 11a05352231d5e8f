use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// A log-likelihood with its first derivatives and the negative of its second.
#[derive(Debug, Clone)]
pub(super) struct Derivatives {
    pub value: f64,
    pub gradient: DVector<f64>,
    pub information: DMatrix<f64>,
}

/// What is maximised. Parameters are scaled so that a step of 1 is large.
pub(super) trait Likelihood {
    /// `None` where the parameters are impossible.
    fn at(&self, parameters: &DVector<f64>) -> Option<Derivatives>;
}

/// Where Newton's steps ended.
#[derive(Debug, Clone)]
pub(super) struct Maximum {
    pub parameters: DVector<f64>,
    pub value: f64,
    pub information: DMatrix<f64>,
    /// False where the likelihood rises for ever along a direction.
    pub converged: bool,
    pub iterations: u32,
    /// The last step: the direction in which it still rises.
    pub step: DVector<f64>,
}

/// A step below which the next, which would be about its square, is nothing.
const SMALL: f64 = 1e-9;
/// Steps that no longer change the value before it counts as diverging, and
/// steps at all.
const STALLED: u32 = 12;
const STEPS: u32 = 200;

/// Newton's method with halved steps; with `fixed`, on the plane where the
/// product of the parameters with the vector is the number. `None` where the
/// start is impossible.
pub(super) fn maximise(
    likelihood: &impl Likelihood,
    start: DVector<f64>,
    fixed: Option<(&DVector<f64>, f64)>,
) -> Option<Maximum> {
    let mut parameters = start;
    let mut here = likelihood.at(&parameters)?;
    if let Some((along, target)) = fixed {
        let direction = solvable(&here.information)?.solve(along);
        let gap = target - along.dot(&parameters);
        parameters += &direction * (gap / along.dot(&direction));
        here = likelihood.at(&parameters)?;
    }
    let mut stalled = 0;
    let mut step = DVector::zeros(parameters.len());
    for iteration in 1..=STEPS {
        step = newton_step(&here, fixed.map(|(along, _)| along))?;
        let size = step.amax() / (1.0 + parameters.amax());
        let Some((next, there)) = improved(likelihood, &parameters, &step, here.value) else {
            // Rounding hides what is left to gain.
            return Some(found(parameters, here, size < 1e-4, iteration, step));
        };
        let gain = there.value - here.value;
        stalled = match gain <= 1e-13 * (1.0 + here.value.abs()) {
            true => stalled + 1,
            false => 0,
        };
        (parameters, here) = (next, there);
        if size < SMALL || stalled >= STALLED {
            let near = size < if stalled >= STALLED { 1e-4 } else { SMALL };
            return Some(found(parameters, here, near, iteration, step));
        }
    }
    Some(found(parameters, here, false, STEPS, step))
}

fn found(
    parameters: DVector<f64>,
    here: Derivatives,
    converged: bool,
    iterations: u32,
    step: DVector<f64>,
) -> Maximum {
    Maximum {
        parameters,
        value: here.value,
        information: here.information,
        converged,
        iterations,
        step,
    }
}

fn newton_step(here: &Derivatives, along: Option<&DVector<f64>>) -> Option<DVector<f64>> {
    let factor = solvable(&here.information)?;
    let step = factor.solve(&here.gradient);
    let Some(along) = along else {
        return Some(step);
    };
    // Lagrange: what leaves the plane is taken back.
    let direction = factor.solve(along);
    let back = along.dot(&step) / along.dot(&direction);
    Some(step - direction * back)
}

/// The Cholesky factor; a ridge where the matrix is not positive definite.
pub(super) fn solvable(information: &DMatrix<f64>) -> Option<Cholesky<f64, Dyn>> {
    let size = information.diagonal().amax();
    let size = Some(size).filter(|s| s.is_finite() && *s > 0.0)?;
    let mut ridge = 0.0;
    for _ in 0..20 {
        let rows = information.nrows();
        let ridged = DMatrix::from_diagonal_element(rows, rows, ridge * size) + information;
        if let Some(factor) = ridged.cholesky() {
            return Some(factor);
        }
        ridge = if ridge == 0.0 { 1e-14 } else { ridge * 10.0 };
    }
    None
}

fn improved(
    likelihood: &impl Likelihood,
    parameters: &DVector<f64>,
    step: &DVector<f64>,
    value: f64,
) -> Option<(DVector<f64>, Derivatives)> {
    let floor = value - 1e-13 * (1.0 + value.abs());
    let mut length = 1.0;
    for _ in 0..40 {
        let next = parameters + step * length;
        let there = likelihood.at(&next);
        if let Some(there) = there.filter(|there| there.value >= floor) {
            return Some((next, there));
        }
        length *= 0.5;
    }
    None
}
