use super::design_matrix::inner;
use super::least_squares::{Fit, LinearModel};
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
    chi_square_upper,
};
use serde::{Deserialize, Serialize};

/// Breusch and Pagan's test for a residual variance that changes with the
/// predictors.
///
/// # Question
/// Is the spread of the residuals of a linear regression the same whatever the
/// predictors are?
///
/// # Formula
/// Squared residuals on the predictors. Koenker's form `n·R²` is the default: it
/// holds without normal residuals (R `bptest`, statsmodels). The original, half
/// the explained sum of squares of `e²/σ̂²` with `σ̂² = RSS/n`, is beside it (SPSS
/// macros). Both χ² with as many degrees of freedom as predictors.
///
/// # Assumes
/// A linear change of the variance; for the original normal residuals.
///
/// # When not
/// Few respondents: the χ² is asymptotic. A variance that changes in a curve:
/// `white_test`.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, breusch_pagan};
/// let x: Vec<Option<f64>> = (1..=20).map(|i| Some(f64::from(i))).collect();
/// let y: Vec<Option<f64>> = (1..=20)
///     .map(|i| Some(f64::from(3 * i + if i % 2 == 0 { i } else { -i })))
///     .collect();
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// assert!(breusch_pagan(&both, 0, &[1]).unwrap().koenker.p < 0.01);
/// ```
///
/// # Checked against
/// `linear_regression` of the reference cases (R `lmtest::bptest`, both forms).
///
/// # References
/// Breusch & Pagan, *Econometrica* 47 (1979) 1287. Koenker, *Journal of
/// Econometrics* 17 (1981) 107.
///
/// # Errors
/// As `linear_regression`; [`NotComputable::NoSpread`] for a perfect fit or
/// squared residuals without spread.
pub fn breusch_pagan(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
) -> Outcome<BreuschPagan> {
    let model = LinearModel::of(observations, outcome, predictors)?.with_residuals()?;
    let squares = squared(&model);
    let fit = Fit::of(&model.design, &squares);
    let variance = model.equations.ss_residual / model.design.n;
    let df = model.design.rank() as f64 - 1.0;
    let original = fit.ss_regression / (2.0 * variance * variance);
    Ok(BreuschPagan {
        koenker: AuxiliaryTest::of_share(&fit, &model, df)?,
        original: AuxiliaryTest::of(original, df)?,
        n: model.equations.n,
        missing: model.missing,
        cautions: Vec::new(),
    })
}

/// Squared residuals.
pub(super) fn squared(model: &LinearModel) -> Vec<f64> {
    model.residuals.iter().map(|e| e * e).collect()
}

/// A χ² of an auxiliary regression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuxiliaryTest {
    pub chi_square: f64,
    pub df: f64,
    pub p: f64,
}

impl AuxiliaryTest {
    pub(super) fn of(chi_square: f64, df: f64) -> Outcome<AuxiliaryTest> {
        let p = chi_square_upper(chi_square, df).filter(|_| chi_square.is_finite());
        let p = p.ok_or(NotComputable::NoSpread)?;
        Ok(AuxiliaryTest { chi_square, df, p })
    }

    /// `n·R²` of a regression of functions of the residuals.
    pub(super) fn of_share(fit: &Fit, model: &LinearModel, df: f64) -> Outcome<AuxiliaryTest> {
        // Squared residuals that differ by rounding only have no spread.
        let size = inner(&model.design.weights, &squared(model), &squared(model));
        match fit.ss_total > 1e-24 * size {
            true => AuxiliaryTest::of(model.design.n * fit.r_squared(), df),
            false => Err(NotComputable::NoSpread),
        }
    }
}

/// Both forms of the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BreuschPagan {
    /// `n·R²`; the default.
    pub koenker: AuxiliaryTest,
    /// Half the explained sum of squares, for normal residuals.
    pub original: AuxiliaryTest,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for BreuschPagan {
    fn method(&self) -> &'static str {
        "breusch_pagan"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.koenker.chi_square,
            df: vec![self.koenker.df],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.koenker.p)
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
