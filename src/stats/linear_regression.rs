use super::coefficient::{Coefficient, CoefficientTest, Information, ModelTest};
use super::least_squares::{complete, solve};
use super::normal_equations::{ExactSlope, NormalEquations};
use super::r_squared::r_squared_interval;
use super::{
    Caution, Effect, HypothesisTest, Interval, NotComputable, Observations, Outcome, Sizes,
    Statistic,
};
use serde::{Deserialize, Serialize};

/// Linear regression by least squares, with a constant.
///
/// # Question
/// How much does the outcome change with each predictor while the others stay,
/// and how much of its spread do they explain together?
///
/// # Formula
/// `b = S⁻¹s` with `S = Σ(x − x̄)(x − x̄)'`, `s = Σ(x − x̄)(y − ȳ)`;
/// `a = ȳ − Σ b·x̄`; `SE(bⱼ) = √(S⁻¹ⱼⱼ·RSS/(n − p − 1))`; `t = b/SE`;
/// `R² = 1 − RSS/TSS`; `F = (ESS/p)/(RSS/(n − p − 1))`; standardised
/// `β = b·s_x/s_y`; the interval of R² holds the ρ² at which R² leaves half of the
/// rest on either side, by Fisher's distribution of R² for predictors that were
/// found, not set: `P(R² ≤ x) = Σ NB(k; (n − 1)/2, 1 − ρ²) · I_x(p/2 + k, (n − p − 1)/2)`;
/// `VIFⱼ = Sⱼⱼ·S⁻¹ⱼⱼ`, tolerance `1/VIF`. Solved in fractions,
/// each result rounded once (to 40 predictors; beyond, by orthogonal columns). A
/// predictor that depends on those before it is left out, as R and SPSS do.
///
/// AIC and BIC from the full likelihood with the residual variance counted as a
/// parameter (R) and without constants and without it (SPSS).
///
/// # Assumes
/// Linear in the predictors; residuals independent, of one variance, normal (for
/// the p values in small samples).
///
/// # When not
/// An outcome of few ordered answers (`ordinal_regression`) or of two
/// (`logistic_regression`); rows in time (`interrupted_time_series`).
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, linear_regression};
/// let service = [2.0, 3.0, 4.0, 5.0, 5.0].map(Some);
/// let outcome = [50.0, 61.0, 70.0, 79.0, 82.0].map(Some);
/// let both = Observations::of_columns(&[&outcome, &service]).unwrap();
/// let found = linear_regression(&both, 0, &[1], 0.95).unwrap();
/// let slope = found.slopes[0].as_ref().unwrap();
/// assert!((slope.estimate - 171.0 / 17.0).abs() < 1e-14);
/// assert!(found.r_squared > 0.99);
/// ```
///
/// # Checked against
/// `linear_regression` of the reference cases (R `lm`, `summary`, `confint`); the
/// certified values of NIST Norris and Longley; the interval of R² against mpmath and
/// `dnbinom` with `pbeta` of R.
///
/// # References
/// Draper & Smith, *Applied Regression Analysis* (1998). Bareiss, *Mathematics of
/// Computation* 22 (1968) 565 (elimination without fractions).
/// Fisher, *Proceedings of the Royal Society of London* A 121 (1928) 654; Steiger &
/// Fouladi, *Behavior Research Methods* 24 (1992) 581 (interval of R²).
///
/// # Errors
/// [`NotComputable::NoAnswers`] or [`NotComputable::TooFew`] below two complete
/// respondents, [`NotComputable::NoSpread`] for a constant outcome or only
/// constant predictors, [`NotComputable::OutOfRange`] for an impossible confidence.
pub fn linear_regression(
    observations: &Observations,
    outcome: usize,
    predictors: &[usize],
    confidence: f64,
) -> Outcome<LinearRegression> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(NotComputable::out_of_range("confidence"));
    }
    let (complete, missing) = complete(observations, outcome, predictors)?;
    let equations = solve(&complete)?;
    let kept = equations.slopes.iter().flatten().count();
    if kept == 0 {
        return Err(NotComputable::NoSpread);
    }
    Ok(result(&equations, missing, confidence))
}

fn result(equations: &NormalEquations, missing: u64, confidence: f64) -> LinearRegression {
    let kept = equations.slopes.iter().flatten().count() as u64;
    let scale = Scale::of(equations, kept, confidence);
    let dropped = equations.slopes.len() as u64 - kept;
    let ss_residual = match equations.perfect {
        true => 0.0,
        false => equations.ss_residual,
    };
    let r_squared = (equations.ss_regression / equations.ss_total).min(1.0);
    let n = equations.n as f64;
    let unexplained = ss_residual / equations.ss_total;
    let f = scale.f(equations, kept);
    LinearRegression {
        n: equations.n,
        missing,
        intercept: Coefficient {
            estimate: equations.intercept,
            test: scale.test(equations.intercept, equations.intercept_factor),
        },
        slopes: equations
            .slopes
            .iter()
            .enumerate()
            .map(|(place, slope)| match slope {
                Some(slope) => Ok(scale.slope(slope)),
                None => Err(NotComputable::Collinear { variable: place }),
            })
            .collect(),
        confidence,
        ss_regression: equations.ss_regression,
        ss_residual,
        ss_total: equations.ss_total,
        df_regression: kept,
        df_residual: scale.df,
        r_squared,
        r_squared_interval: f
            .clone()
            .and_then(|f| r_squared_interval(r_squared, (f.df1 as f64, f.df2 as f64), confidence)),
        r_squared_adjusted: scale
            .variance
            .clone()
            .map(|_| 1.0 - unexplained * (n - 1.0) / scale.df as f64),
        residual_standard_error: scale.variance.clone().map(f64::sqrt),
        f,
        information: Information::of(n, ss_residual, kept),
        cautions: match dropped {
            0 => Vec::new(),
            _ => vec![Caution::Collinear { variables: dropped }],
        },
    }
}

/// What turns estimates into tests.
struct Scale<'a> {
    equations: &'a NormalEquations,
    df: u64,
    /// Residual variance; may be 0.
    variance: Outcome<f64>,
    /// Standardised by it.
    confidence: f64,
}

impl<'a> Scale<'a> {
    fn of(equations: &'a NormalEquations, kept: u64, confidence: f64) -> Scale<'a> {
        let df = equations.n.saturating_sub(kept + 1);
        let variance = match df {
            0 => Err(NotComputable::TooFew {
                n: equations.n,
                needed: kept + 2,
            }),
            _ if equations.perfect => Ok(0.0),
            _ => Ok(equations.ss_residual / df as f64),
        };
        Scale {
            equations,
            df,
            variance,
            confidence,
        }
    }

    fn test(&self, estimate: f64, factor: f64) -> Outcome<CoefficientTest> {
        let variance = self.variance.clone()?;
        if variance <= 0.0 {
            return Err(NotComputable::NoSpread);
        }
        CoefficientTest::of(
            estimate,
            (variance * factor).sqrt(),
            self.df as f64,
            self.confidence,
        )
    }

    fn slope(&self, slope: &ExactSlope) -> Slope {
        let total = self.equations.ss_total;
        let beta = slope.estimate * (slope.ss / total).sqrt();
        // The sum of squares that only this predictor explains.
        let own = slope.estimate * (slope.estimate / slope.factor);
        let residual = match self.equations.perfect {
            true => 0.0,
            false => self.equations.ss_residual,
        };
        let share = |of: f64| match of > 0.0 {
            true => (own / of).min(1.0).sqrt().copysign(slope.estimate),
            false => 0.0,
        };
        Slope {
            estimate: slope.estimate,
            test: self.test(slope.estimate, slope.factor),
            beta,
            correlation: slope.correlation,
            partial: share(own + residual),
            part: share(total),
            contribution: beta * slope.correlation,
            vif: slope.inflation,
            tolerance: 1.0 / slope.inflation,
        }
    }

    fn f(&self, equations: &NormalEquations, kept: u64) -> Outcome<ModelTest> {
        let variance = self.variance.clone()?;
        if variance <= 0.0 {
            return Err(NotComputable::NoSpread);
        }
        let f = equations.ss_regression / kept as f64 / variance;
        ModelTest::of(f, kept, self.df)
    }
}

/// A linear model with its tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinearRegression {
    /// Complete respondents, and those left out.
    pub n: u64,
    pub missing: u64,
    pub intercept: Coefficient,
    /// One per predictor in their order.
    pub slopes: Vec<Outcome<Slope>>,
    /// Coverage of the intervals.
    pub confidence: f64,
    pub ss_regression: f64,
    pub ss_residual: f64,
    pub ss_total: f64,
    pub df_regression: u64,
    pub df_residual: u64,
    pub r_squared: f64,
    /// By Fisher's distribution of R², for predictors that were found, not set.
    #[serde(default = "not_given")]
    pub r_squared_interval: Outcome<Interval>,
    pub r_squared_adjusted: Outcome<f64>,
    /// `√(RSS/df)`, also called the standard error of the estimate.
    pub residual_standard_error: Outcome<f64>,
    /// All predictors together.
    pub f: Outcome<ModelTest>,
    pub information: Outcome<Information>,
    pub cautions: Vec<Caution>,
}

/// What a stored model of an earlier version lacks.
fn not_given() -> Outcome<Interval> {
    Err(NotComputable::NotGiven {
        what: "r_squared_interval".into(),
    })
}

impl LinearRegression {
    /// Sum of squares of the model over its degrees of freedom.
    pub fn mean_square_regression(&self) -> Option<f64> {
        (self.df_regression > 0).then(|| self.ss_regression / self.df_regression as f64)
    }

    /// Residual sum of squares over its degrees of freedom: the variance about the
    /// line, 0 for a perfect fit.
    pub fn mean_square_residual(&self) -> Option<f64> {
        (self.df_residual > 0).then(|| self.ss_residual / self.df_residual as f64)
    }
}

/// One predictor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    pub estimate: f64,
    pub test: Outcome<CoefficientTest>,
    /// Standardised: in standard deviations of outcome and predictor.
    pub beta: f64,
    /// With the outcome, without regard to the others.
    pub correlation: f64,
    /// With the outcome, the others held in both.
    pub partial: f64,
    /// With the outcome, the others held in the predictor only (semipartial).
    pub part: f64,
    /// `β·r`: its share of `R²`; the shares add up to `R²`.
    pub contribution: f64,
    /// Variance inflation factor, and 1/VIF.
    pub vif: f64,
    pub tolerance: f64,
}

impl HypothesisTest for LinearRegression {
    fn method(&self) -> &'static str {
        "linear_regression"
    }

    fn statistic(&self) -> Statistic {
        // A perfect fit has no F.
        match &self.f {
            Ok(test) => Statistic {
                symbol: "F".to_owned(),
                value: test.f,
                df: vec![test.df1 as f64, test.df2 as f64],
            },
            Err(_) => Statistic {
                symbol: "R²".to_owned(),
                value: self.r_squared,
                df: Vec::new(),
            },
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.f.clone().map(|test| test.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "r_squared".to_owned(),
            value: self.r_squared,
            interval: self.r_squared_interval.as_ref().ok().copied(),
        })
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
