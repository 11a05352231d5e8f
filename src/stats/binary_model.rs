use super::design_matrix::inner;
use super::newton::{Derivatives, Likelihood, Maximum, maximise};
use super::{DesignMatrix, NotComputable, Observations, Outcome};
use nalgebra::{DMatrix, DVector};

/// Respondents by pattern of predictors, with how many of each had the event.
#[derive(Debug, Clone)]
pub(super) struct BinaryModel {
    pub design: DesignMatrix,
    /// One per pattern.
    pub events: Vec<f64>,
    /// Columns of the design scaled to a mean square of 1, so that coordinates
    /// are in log-odds; the constant first.
    pub columns: Vec<Vec<f64>>,
    /// Rows that turn coordinates into coefficients, the intercept's first.
    pub back: Vec<DVector<f64>>,
    pub n: u64,
    pub missing: u64,
}

impl BinaryModel {
    /// Those with a value of every variable; the event is one value of the
    /// outcome, every other value is none.
    pub fn of(
        observations: &Observations,
        outcome: usize,
        event: f64,
        predictors: &[usize],
    ) -> Outcome<BinaryModel> {
        let mut variables = predictors.to_vec();
        variables.push(outcome);
        let complete = observations.complete(&variables);
        let n = complete.n();
        match n {
            _ if predictors.is_empty() => {
                return Err(NotComputable::not_given("predictors"));
            }
            0 => return Err(NotComputable::NoAnswers),
            _ => {}
        }
        let (rows, events) = by_pattern(&complete, event);
        let happened: f64 = events.iter().sum();
        if happened <= 0.0 || happened >= n as f64 {
            return Err(NotComputable::NoSpread);
        }
        let places: Vec<usize> = (0..predictors.len()).collect();
        let design = DesignMatrix::of(&rows, &places);
        if design.kept.is_empty() {
            return Err(NotComputable::NoSpread);
        }
        let (columns, back) = scaled(&design);
        Ok(BinaryModel {
            design,
            events,
            columns,
            back,
            n,
            missing: observations.n().saturating_sub(n),
        })
    }

    /// The maximum of the likelihood.
    pub fn fit(&self) -> Outcome<Maximum> {
        let start = DVector::zeros(self.columns.len());
        maximise(self, start, None).ok_or(NotComputable::Singular)
    }

    /// Log-odds of every pattern.
    pub fn log_odds(&self, parameters: &DVector<f64>) -> Vec<f64> {
        let mut log_odds = vec![0.0; self.events.len()];
        for (parameter, column) in parameters.iter().zip(&self.columns) {
            let rows = log_odds.iter_mut().zip(column);
            rows.for_each(|(sum, x)| *sum += parameter * x);
        }
        log_odds
    }
}

/// Columns scaled to a mean square of 1 and the rows that undo it.
pub(super) fn scaled(design: &DesignMatrix) -> (Vec<Vec<f64>>, Vec<DVector<f64>>) {
    let root = design.n.sqrt();
    let scale = |column: &Vec<f64>| column.iter().map(|q| q * root).collect();
    let columns = design.orthonormal.iter().map(scale).collect();
    let back = design.back().into_iter();
    (
        columns,
        back.map(|row| DVector::from_vec(row) * root).collect(),
    )
}

/// Patterns of the predictors alone with the events of each: the outcome is the
/// last variable, so patterns that differ in it only are neighbours.
fn by_pattern(complete: &Observations, event: f64) -> (Observations, Vec<f64>) {
    let outcome = complete.variables().saturating_sub(1);
    let happened = complete
        .values()
        .map(|(row, _)| row.last().copied().flatten() == Some(event));
    let rows: Vec<(&[Option<i128>], u64, bool)> = complete
        .patterns()
        .iter()
        .zip(happened)
        .map(|((row, count), happened)| (row.get(..outcome).unwrap_or_default(), *count, happened))
        .collect();
    let (mut patterns, mut events) = (Vec::new(), Vec::new());
    for alike in rows.chunk_by(|a, b| a.0 == b.0) {
        let row = alike.first().map_or(&[][..], |(row, _, _)| row);
        patterns.push((row.into(), alike.iter().map(|(_, count, _)| count).sum()));
        let happened = alike.iter().filter(|(_, _, happened)| *happened);
        events.push(happened.map(|(_, count, _)| *count as f64).sum());
    }
    let places = complete.places().get(..outcome).unwrap_or_default();
    (Observations::of_patterns(places.to_vec(), patterns), events)
}

/// `1/(1 + e^−x)`, with relative precision at both ends.
pub(super) fn logistic(x: f64) -> f64 {
    match x < 0.0 {
        true => {
            let e = libm::exp(x);
            e / (1.0 + e)
        }
        false => 1.0 / (1.0 + libm::exp(-x)),
    }
}

/// `ln(1 + e^x)`.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + libm::log1p(libm::exp(-x.abs()))
}

impl Likelihood for BinaryModel {
    fn at(&self, parameters: &DVector<f64>) -> Option<Derivatives> {
        let size = self.columns.len();
        let log_odds = self.log_odds(parameters);
        let mut value = 0.0;
        let (mut rises, mut weights) = (Vec::new(), Vec::new());
        for ((x, n), events) in log_odds.iter().zip(&self.design.weights).zip(&self.events) {
            let none = n - events;
            value -= events * softplus(-x) + none * softplus(*x);
            let (p, q) = (logistic(*x), logistic(-x));
            rises.push(events * q - none * p);
            weights.push(n * p * q);
        }
        let gradient = self.columns.iter().map(|column| {
            let terms = column.iter().zip(&rises);
            terms.map(|(x, rise)| x * rise).sum::<f64>()
        });
        let gradient = DVector::from_iterator(size, gradient);
        let cell = |i: usize, j: usize| match (self.columns.get(i), self.columns.get(j)) {
            (Some(first), Some(second)) if j <= i => inner(&weights, first, second),
            _ => 0.0,
        };
        let mut information = DMatrix::from_fn(size, size, cell);
        information.fill_upper_triangle_with_lower_triangle();
        value.is_finite().then_some(Derivatives {
            value,
            gradient,
            information,
        })
    }
}
