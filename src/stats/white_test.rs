use super::breusch_pagan::{AuxiliaryTest, squared};
use super::least_squares::{Fit, LinearModel};
use super::{
    Caution, DesignMatrix, Effect, HypothesisTest, Observations, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// White's test for a residual variance that changes in any smooth way.
///
/// # Question
/// Is the spread of the residuals of a linear regression the same whatever the
/// predictors are, curves and combinations included?
///
/// # Formula
/// `n·R²` of squared residuals on the predictors, their squares and their
/// products (columns that repeat others left out), χ² with as many degrees of
/// freedom as such columns. `on_fitted`: on the fitted values and their square
/// only, 2 degrees of freedom (Wooldridge), which suits many predictors.
///
/// # Assumes
/// Independent residuals; enough respondents for an asymptotic χ².
///
/// # When not
/// Few respondents and many predictors: the full form has `p(p + 3)/2` columns,
/// so it is not computable unless there are more respondents than that.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, white_test};
/// let x: Vec<Option<f64>> = (1..=30).map(|i| Some(f64::from(i))).collect();
/// let y: Vec<Option<f64>> = (1..=30)
///     .map(|i| Some(f64::from(2 * i + if i % 2 == 0 { i } else { -i })))
///     .collect();
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// let found = white_test(&both, 0, &[1]).unwrap();
/// assert!(found.on_fitted.p < 0.01 && found.full.unwrap().df == 2.0);
/// ```
///
/// # Checked against
/// `linear_regression` (on fitted values, R) and `white_test` of the reference
/// cases (statsmodels `het_white`).
///
/// # References
/// White, *Econometrica* 48 (1980) 817. Wooldridge, *Introductory Econometrics*
/// (2013), section 8.3.
///
/// # Errors
/// As `breusch_pagan`.
pub fn white_test(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
) -> Outcome<WhiteTest> {
    let model = LinearModel::of(observations, outcome, predictors)?.with_residuals()?;
    let curve = model.fitted.iter().map(|f| f * f).collect();
    Ok(WhiteTest {
        full: full(&model),
        on_fitted: test(&model, vec![model.fitted.clone(), curve])?,
        n: model.equations.n,
        missing: model.missing,
        cautions: Vec::new(),
    })
}

/// Predictors beyond which their products are too many columns.
const MOST: usize = 30;

fn full(model: &LinearModel) -> Outcome<AuxiliaryTest> {
    let kept: Vec<&Vec<f64>> = model
        .design
        .kept
        .iter()
        .filter_map(|&place| model.design.centred.get(place))
        .collect();
    let needed = (kept.len() * (kept.len() + 3) / 2 + 1) as u64;
    if kept.len() > MOST || model.equations.n <= needed {
        return Err(super::NotComputable::TooFew {
            n: model.equations.n,
            needed: needed + 1,
        });
    }
    let mut columns: Vec<Vec<f64>> = kept.iter().map(|column| column.to_vec()).collect();
    for (place, first) in kept.iter().enumerate() {
        for second in kept.iter().skip(place) {
            let product = first.iter().zip(second.iter()).map(|(a, b)| a * b);
            columns.push(product.collect());
        }
    }
    test(model, columns)
}

fn test(model: &LinearModel, columns: Vec<Vec<f64>>) -> Outcome<AuxiliaryTest> {
    let design = DesignMatrix::of_columns(model.design.weights.clone(), columns);
    let fit = Fit::of(&design, &squared(model));
    AuxiliaryTest::of_share(&fit, model, design.rank() as f64 - 1.0)
}

/// Both forms of the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhiteTest {
    /// On predictors, squares and products.
    pub full: Outcome<AuxiliaryTest>,
    /// On the fitted values and their square.
    pub on_fitted: AuxiliaryTest,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl WhiteTest {
    /// The full form where there are respondents enough, else the other.
    pub fn best(&self) -> &AuxiliaryTest {
        self.full.as_ref().unwrap_or(&self.on_fitted)
    }
}

impl HypothesisTest for WhiteTest {
    fn method(&self) -> &'static str {
        "white_test"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.best().chi_square,
            df: vec![self.best().df],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.best().p)
    }

    fn effect(&self) -> Option<Effect> {
        None
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: Vec::new(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
