use super::coefficient::{Coefficient, CoefficientTest, ModelTest};
use super::least_squares::{Fit, LinearModel};
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Observations, Outcome, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// Glejser's test for a residual variance that changes with the predictors, as
/// taught: a regression of the absolute residuals.
///
/// # Question
/// Which predictor, if any, makes the residuals of a linear regression larger or
/// smaller?
///
/// # Formula
/// `|e|` on the predictors by least squares: `t` and p of each, and `F` of all
/// together.
///
/// # Assumes
/// Residuals symmetric about 0: with skewed ones the test finds too much (Godfrey
/// 1996; Machado and Santos Silva 2000).
///
/// # When not
/// Skewed residuals: `breusch_pagan` in Koenker's form.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, glejser};
/// let x: Vec<Option<f64>> = (1..=20).map(|i| Some(f64::from(i))).collect();
/// let y: Vec<Option<f64>> = (1..=20)
///     .map(|i| Some(f64::from(3 * i + if i % 2 == 0 { i } else { -i })))
///     .collect();
/// let both = Observations::of_columns(&[&y, &x]).unwrap();
/// let found = glejser(&both, 0, &[1]).unwrap();
/// assert!(found.slopes[0].as_ref().unwrap().test.as_ref().unwrap().p < 1e-6);
/// ```
///
/// # Checked against
/// `linear_regression` of the reference cases (R `lm(abs(resid) ~ x)`).
///
/// # References
/// Glejser, *Journal of the American Statistical Association* 64 (1969) 316.
///
/// # Errors
/// As `linear_regression`; [`NotComputable::NoSpread`] for a perfect fit.
pub fn glejser(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
) -> Outcome<Glejser> {
    let model = LinearModel::of(observations, outcome, predictors)?.with_residuals()?;
    let sizes: Vec<f64> = model.residuals.iter().map(|e| e.abs()).collect();
    let fit = Fit::of(&model.design, &sizes);
    let df = model.df_residual();
    // Absolute residuals that the design fits up to rounding have no tests.
    let variance = match fit.ss_residual > 1e-24 * fit.ss_total {
        true => fit.ss_residual / df,
        false => 0.0,
    };
    let coefficient = |estimate: f64, factor: f64| Coefficient {
        estimate,
        test: CoefficientTest::of(estimate, (variance * factor).sqrt(), df, 0.95),
    };
    let slopes = fit.slopes.iter().enumerate().map(|(place, slope)| {
        let dropped = NotComputable::Collinear { variable: place };
        slope.map(|(e, f)| coefficient(e, f)).ok_or(dropped)
    });
    let together = model.design.rank() as u64 - 1;
    let f = match variance > 0.0 {
        true => ModelTest::of(
            fit.ss_regression / together as f64 / variance,
            together,
            df as u64,
        ),
        false => Err(NotComputable::NoSpread),
    };
    Ok(Glejser {
        intercept: coefficient(fit.intercept, fit.intercept_factor),
        slopes: slopes.collect(),
        f: f?,
        n: model.equations.n,
        missing: model.missing,
        cautions: Vec::new(),
    })
}

/// The regression of the absolute residuals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Glejser {
    pub intercept: Coefficient,
    /// One per predictor in their order.
    pub slopes: Vec<Outcome<Coefficient>>,
    /// All predictors together.
    pub f: ModelTest,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Glejser {
    fn method(&self) -> &'static str {
        "glejser"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.f.f,
            df: vec![self.f.df1 as f64, self.f.df2 as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.f.p)
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
