use super::binary_model::BinaryModel;
use super::newton::{Derivatives, Likelihood, solvable};
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

/// Where the information behind the standard errors is taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandardErrors {
    /// At the maximum; the default, because it is the definition.
    #[default]
    AtMaximum,
    /// As R's `summary.glm`: at the weights of the last least-squares step, which
    /// are those of the coefficients one step before the end. `epsilon` ends the
    /// steps when the deviance changes relatively less (R's default: 1e-8).
    LastWeights { epsilon: f64 },
}

/// Steps at most.
const STEPS: u32 = 100;

/// The information at the last weights of iteratively reweighted least squares
/// begun where R's `glm` begins, at probabilities of 3/4 for events and 1/4 for
/// others. `None` where a step fails.
pub(super) fn last_information(model: &BinaryModel, epsilon: f64) -> Option<DMatrix<f64>> {
    // The working answers there are ±(ln 3 + 4/3), all of one weight.
    let first = libm::log(3.0) + 4.0 / 3.0;
    let coordinates = model.columns.iter().map(|column| {
        let rows = column.iter().zip(&model.events).zip(&model.design.weights);
        let sum: f64 = rows.map(|((x, e), n)| x * (2.0 * e - n)).sum();
        first * sum / model.design.n
    });
    let mut parameters = DVector::from_vec(coordinates.collect());
    // Deviance where the probabilities are 3/4 and 1/4.
    let mut before = -2.0 * model.design.n * libm::log(0.75);
    let mut used: Option<DMatrix<f64>> = None;
    for _ in 0..STEPS {
        let Derivatives {
            value,
            gradient,
            information,
        } = model.at(&parameters)?;
        let deviance = -2.0 * value;
        if (deviance - before).abs() / (deviance.abs() + 0.1) < epsilon {
            break;
        }
        before = deviance;
        parameters += solvable(&information)?.solve(&gradient);
        used = Some(information);
    }
    used
}
