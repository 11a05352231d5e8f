use super::comoments::{Comoments, correlation};
use super::{NotComputable, Observations, Outcome};
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// A correlation matrix: symmetric, ones on the diagonal, the rest between −1
/// and 1; of Pearson, polychoric or any other correlations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Vec<f64>>", into = "Vec<Vec<f64>>")]
pub struct CorrelationMatrix {
    rows: Vec<Vec<f64>>,
}

/// How far a given matrix may be from symmetric and from a unit diagonal: what
/// printing with few decimals leaves does not count.
const ROUNDING: f64 = 1e-8;

impl CorrelationMatrix {
    /// Pearson's correlations of all variables over the respondents who have
    /// all of them.
    ///
    /// # Errors
    /// [`NotComputable::Constant`] names variables without spread;
    /// [`NotComputable::TooFew`] below two respondents;
    /// [`NotComputable::TooFewVariables`] below two variables.
    ///
    /// ```
    /// use tridharma::stats::{CorrelationMatrix, Observations};
    /// let x = [Some(1.0), Some(2.0), Some(3.0)];
    /// let y = [Some(2.0), Some(4.0), Some(6.0)];
    /// let both = Observations::of_columns(&[&x, &y]).unwrap();
    /// assert_eq!(CorrelationMatrix::of(&both).unwrap().rows(), [[1.0, 1.0], [1.0, 1.0]]);
    /// ```
    pub fn of(observations: &Observations) -> Outcome<CorrelationMatrix> {
        CorrelationMatrix::of_moments(&Comoments::enough(observations, 2)?)
    }

    pub(super) fn of_moments(moments: &Comoments) -> Outcome<CorrelationMatrix> {
        let variables = moments.constant();
        if !variables.is_empty() {
            return Err(NotComputable::Constant { variables });
        }
        let all = 0..moments.variables();
        let cell = |i: usize, j: usize| {
            let spread = (moments.about(i, i), moments.about(j, j));
            correlation(&moments.about(i, j), &spread.0, &spread.1)
        };
        let row = |i: usize| {
            all.clone()
                .map(|j| cell(i, j))
                .collect::<Option<Vec<f64>>>()
        };
        let rows = all.clone().map(row).collect::<Option<_>>();
        rows.map(|rows| CorrelationMatrix { rows })
            .ok_or(NotComputable::NoSpread)
    }

    /// From its rows.
    ///
    /// # Errors
    /// [`NotComputable::OutOfRange`] where they are no correlation matrix;
    /// [`NotComputable::TooFewVariables`] below two.
    pub fn of_rows(rows: &[Vec<f64>]) -> Outcome<CorrelationMatrix> {
        let size = rows.len();
        if size < 2 {
            return Err(NotComputable::TooFewVariables {
                variables: size as u64,
                needed: 2,
            });
        }
        let cell = |i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied();
        let fits = |i: usize, j: usize| match (cell(i, j), cell(j, i)) {
            (Some(a), Some(b)) if i == j => (a - 1.0).abs() <= ROUNDING && a == b,
            (Some(a), Some(b)) => a.abs() <= 1.0 && (a - b).abs() <= ROUNDING,
            _ => false,
        };
        let square = rows.iter().all(|row| row.len() == size);
        let pairs = (0..size).flat_map(|i| (0..size).map(move |j| (i, j)));
        if !square || !pairs.into_iter().all(|(i, j)| fits(i, j)) {
            return Err(NotComputable::out_of_range("correlations"));
        }
        // One half stands for both, so that the result is symmetric to the bit.
        let exact = |i: usize, j: usize| match i == j {
            true => 1.0,
            false => cell(i.min(j), i.max(j)).unwrap_or(0.0),
        };
        let row = |i: usize| (0..size).map(|j| exact(i, j)).collect();
        Ok(CorrelationMatrix {
            rows: (0..size).map(row).collect(),
        })
    }

    /// Row by row.
    pub fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    /// Number of variables.
    pub fn variables(&self) -> usize {
        self.rows.len()
    }

    /// The mean of the correlations of different variables.
    pub fn mean(&self) -> f64 {
        let rows = self.rows.iter().enumerate();
        let below: f64 = rows.map(|(i, row)| row.iter().take(i).sum::<f64>()).sum();
        let size = self.variables() as f64;
        below / (size * (size - 1.0) / 2.0)
    }

    pub(super) fn matrix(&self) -> DMatrix<f64> {
        let size = self.variables();
        DMatrix::from_row_iterator(size, size, self.rows.iter().flatten().copied())
    }
}

impl TryFrom<Vec<Vec<f64>>> for CorrelationMatrix {
    type Error = String;
    fn try_from(rows: Vec<Vec<f64>>) -> Result<Self, String> {
        CorrelationMatrix::of_rows(&rows).map_err(|reason| format!("{reason:?}"))
    }
}

impl From<CorrelationMatrix> for Vec<Vec<f64>> {
    fn from(matrix: CorrelationMatrix) -> Self {
        matrix.rows
    }
}
