use super::{NotComputable, Observations, Outcome};
use num_traits::{One, Zero};
use serde::{Deserialize, Serialize};

/// A predictor made of variables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Predictor {
    /// A variable as it is.
    Numeric { variable: usize },
    /// A characteristic: one column per level.
    Factor { variable: usize, coding: Coding },
    /// Products of the columns of predictors: an interaction.
    Product { of: Vec<Predictor> },
}

/// How the levels of a characteristic become columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coding {
    /// 1 at its level, else 0; none for the first level (R's default).
    TreatmentFirst,
    /// The same, none for the last level (SPSS GLM, PLUM).
    TreatmentLast,
    /// As the former, −1 at the last level: coefficients are deviations from the
    /// mean of the levels (Type III sums of squares).
    Sum,
}

/// A column of a design: which levels of which variables it stands for, in units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignColumn {
    /// Variable, and the level in its units for a column of a characteristic.
    pub parts: Vec<(usize, Option<i128>)>,
}

/// Levels beyond which a characteristic makes too many columns.
const MOST: usize = 200;

/// Outcome and predictors as decimal columns, for the regressions.
///
/// # Question
/// Which columns stand for characteristics and for interactions?
///
/// # Formula
/// [`Coding`] for a characteristic, products of columns for an interaction.
/// Variable 0 of the result is the outcome, then the columns in the order of the
/// predictors; a respondent with a missing value of one of them has no value of its
/// columns. Levels are those that occur, rising.
///
/// # Assumes
/// Nothing.
///
/// # When not
/// Ordered levels at equal distances may stay a number.
///
/// # Example
/// ```
/// use tridharma::stats::{Coding, Observations, Predictor, design_columns, linear_regression};
/// let outcome = [3.0, 4.0, 6.0, 7.0, 9.0, 11.0].map(Some);
/// let service = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0].map(Some);
/// let all = Observations::of_columns(&[&outcome, &service]).unwrap();
/// let factor = Predictor::Factor { variable: 1, coding: Coding::TreatmentFirst };
/// let (design, columns) = design_columns(&all, 0, &[factor]).unwrap();
/// assert_eq!(columns[1].parts, [(1, Some(3))]);
/// let found = linear_regression(&design, 0, &[1, 2], 0.95).unwrap();
/// assert_eq!(found.slopes[1].as_ref().unwrap().estimate, 6.5);
/// ```
///
/// # Checked against
/// Means of groups by hand (the example).
///
/// # References
/// R `contr.treatment`, `contr.sum`.
///
/// # Errors
/// [`NotComputable::OutOfRange`] for more than 200 columns of a predictor or
/// products that need more than 37 digits, [`NotComputable::NoSpread`] for a
/// characteristic of one level.
pub fn design_columns(
    observations: &Observations,
    outcome: usize,
    predictors: &[Predictor],
) -> Outcome<(Observations, Vec<DesignColumn>)> {
    let mut columns = Vec::new();
    for predictor in predictors {
        columns.extend(expanded(observations, predictor)?);
    }
    let place = |v: usize| observations.places().get(v).copied().unwrap_or(0);
    let places = std::iter::once(place(outcome))
        .chain(columns.iter().map(|column| column.places(observations)))
        .collect();
    let mut patterns = Vec::new();
    for (row, count) in observations.patterns() {
        let mut cells = vec![row.get(outcome).copied().flatten()];
        for column in &columns {
            cells.push(column.value(row)?);
        }
        patterns.push((cells.into_boxed_slice(), *count));
    }
    let names = columns.into_iter().map(|column| DesignColumn {
        parts: column
            .factors
            .iter()
            .map(|f| (f.variable, f.level()))
            .collect(),
    });
    Ok((Observations::of_patterns(places, patterns), names.collect()))
}

/// One column as a product of factors.
#[derive(Debug, Clone, Default)]
struct Column {
    factors: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    variable: usize,
    /// Level that counts 1, and the level that counts −1.
    levels: Option<(i128, Option<i128>)>,
}

impl Part {
    fn level(&self) -> Option<i128> {
        self.levels.map(|(level, _)| level)
    }

    fn value(&self, row: &[Option<i128>]) -> Option<i128> {
        let cell = row.get(self.variable).copied().flatten()?;
        Some(match self.levels {
            None => cell,
            Some((level, _)) if cell == level => i128::one(),
            Some((_, Some(last))) if cell == last => -i128::one(),
            Some(_) => i128::zero(),
        })
    }
}

impl Column {
    /// `Ok(None)` where a value is missing.
    fn value(&self, row: &[Option<i128>]) -> Outcome<Option<i128>> {
        let mut product = i128::one();
        for part in &self.factors {
            let Some(value) = part.value(row) else {
                return Ok(None);
            };
            let next = product.checked_mul(value);
            let next = next.filter(|p| p.unsigned_abs() < LARGEST);
            product = next.ok_or(NotComputable::out_of_range("product"))?;
        }
        Ok(Some(product))
    }

    fn places(&self, observations: &Observations) -> u32 {
        let numeric = self.factors.iter().filter(|part| part.levels.is_none());
        let places = numeric.map(|part| observations.places().get(part.variable));
        places
            .flatten()
            .fold(0_u32, |sum, p| sum.saturating_add(*p))
    }
}

/// As many digits as a decimal column has.
const LARGEST: u128 = 10_u128.pow(37);

fn expanded(observations: &Observations, predictor: &Predictor) -> Outcome<Vec<Column>> {
    match predictor {
        Predictor::Numeric { variable } => Ok(vec![Column {
            factors: vec![Part {
                variable: *variable,
                levels: None,
            }],
        }]),
        Predictor::Factor { variable, coding } => levels(observations, *variable, *coding),
        Predictor::Product { of } => {
            let mut columns = vec![Column::default()];
            for one in of {
                let others = expanded(observations, one)?;
                if columns.len().saturating_mul(others.len()) > MOST {
                    return Err(too_many());
                }
                let product = |a: &Column, b: &Column| Column {
                    factors: a.factors.iter().chain(&b.factors).cloned().collect(),
                };
                // The first predictor's levels run fastest, as in R.
                columns = others
                    .iter()
                    .flat_map(|other| columns.iter().map(move |column| product(column, other)))
                    .collect();
            }
            Ok(columns)
        }
    }
}

fn levels(observations: &Observations, variable: usize, coding: Coding) -> Outcome<Vec<Column>> {
    let sample = observations.sample(variable);
    let mut levels: Vec<i128> = sample.units().iter().map(|(level, _)| *level).collect();
    if levels.len() > MOST {
        return Err(too_many());
    }
    if levels.len() < 2 {
        return Err(NotComputable::NoSpread);
    }
    let against = match coding {
        Coding::TreatmentFirst => {
            levels.remove(0);
            None
        }
        Coding::TreatmentLast => {
            levels.pop();
            None
        }
        Coding::Sum => levels.pop(),
    };
    let column = |level: i128| Column {
        factors: vec![Part {
            variable,
            levels: Some((level, against)),
        }],
    };
    Ok(levels.into_iter().map(column).collect())
}

fn too_many() -> NotComputable {
    NotComputable::out_of_range("columns")
}
