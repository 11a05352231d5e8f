use super::coefficient::ModelTest;
use super::design_matrix::inner;
use super::least_squares::{Fit, LinearModel};
use super::{
    Caution, DesignMatrix, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes,
    Statistic,
};
use serde::{Deserialize, Serialize};

/// Ramsey's RESET: does a linear regression miss a curve?
///
/// # Question
/// Do powers of the fitted values explain what the predictors left?
///
/// # Formula
/// `F` of the powers `ŷ², …, ŷ^m` added to the predictors, `m` = `highest`
/// (customarily 3), with the powers that are no linear combination of the others
/// and `n − k −` as many degrees of freedom.
///
/// # Assumes
/// As linear regression.
///
/// # When not
/// Predictors of two values only: there is no curve to miss.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, reset_test};
/// let x: Vec<Option<f64>> = (1..=20).map(|i| Some(f64::from(i))).collect();
/// let y: Vec<Option<f64>> = (1..=20).map(|i| Some(f64::from(i * i + i % 3))).collect();
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// assert!(reset_test(&both, 0, &[1], 3).unwrap().test.p < 1e-6);
/// ```
///
/// # Checked against
/// `reset_test` of the reference cases (statsmodels `linear_reset`).
///
/// # References
/// Ramsey, *Journal of the Royal Statistical Society B* 31 (1969) 350.
///
/// # Errors
/// As `linear_regression`; [`NotComputable::OutOfRange`] unless `highest` is 2 to
/// 6; [`NotComputable::Collinear`] where no power is new.
pub fn reset_test(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
    highest: u32,
) -> Outcome<ResetTest> {
    if !(2..=6).contains(&highest) {
        return Err(NotComputable::out_of_range("highest"));
    }
    let model = LinearModel::of(observations, outcome, predictors)?.with_residuals()?;
    let size = model.fitted.iter().fold(0.0_f64, |m, f| m.max(f.abs()));
    if size <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let power = |m: u32| {
        model
            .fitted
            .iter()
            .map(move |f| libm::pow(f / size, f64::from(m)))
    };
    let mut columns: Vec<Vec<f64>> = model.design.centred.clone();
    columns.extend((2..=highest).map(|m| power(m).collect()));
    let wider = DesignMatrix::of_columns(model.design.weights.clone(), columns);
    let added = wider.rank().saturating_sub(model.design.rank()) as u64;
    let df = model.equations.n.saturating_sub(wider.rank() as u64);
    if added == 0 {
        return Err(NotComputable::Collinear {
            variable: predictors.len(),
        });
    }
    if df == 0 {
        return Err(NotComputable::TooFew {
            n: model.equations.n,
            needed: wider.rank() as u64 + 1,
        });
    }
    // The residuals are orthogonal to the predictors, so what the wider design
    // explains of them is due to the powers.
    let fit = Fit::of(&wider, &model.residuals);
    let left = inner(&wider.weights, &fit.residuals, &fit.residuals);
    if left <= 1e-26 * model.equations.ss_total {
        return Err(NotComputable::NoSpread);
    }
    let f = fit.ss_regression / added as f64 / (left / df as f64);
    Ok(ResetTest {
        test: ModelTest::of(f, added, df)?,
        highest,
        n: model.equations.n,
        missing: model.missing,
        cautions: Vec::new(),
    })
}

/// The test of the powers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResetTest {
    pub test: ModelTest,
    /// Highest power tried.
    pub highest: u32,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for ResetTest {
    fn method(&self) -> &'static str {
        "reset_test"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.test.f,
            df: vec![self.test.df1 as f64, self.test.df2 as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.test.p)
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
