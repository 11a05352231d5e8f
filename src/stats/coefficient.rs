use super::{NotComputable, Outcome, f_upper, student_quantile, student_two_sided};
use serde::{Deserialize, Serialize};

/// An estimate and its test against 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    pub estimate: f64,
    pub test: Outcome<CoefficientTest>,
}

/// `t` of a coefficient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoefficientTest {
    pub standard_error: f64,
    pub t: f64,
    /// Two-sided.
    pub p: f64,
    pub low: f64,
    pub high: f64,
}

impl CoefficientTest {
    /// By Student's t; not computable without a standard error.
    pub(super) fn of(estimate: f64, se: f64, df: f64, confidence: f64) -> Outcome<Self> {
        let out = |what: &str| NotComputable::out_of_range(what);
        if !(se.is_normal() && se > 0.0) {
            return Err(NotComputable::NoSpread);
        }
        let t = estimate / se;
        let quantile = student_quantile((1.0 - confidence) / 2.0, df);
        let reach = quantile.ok_or(out("confidence"))? * se;
        Ok(CoefficientTest {
            standard_error: se,
            t,
            p: student_two_sided(t, df).ok_or(out("t"))?,
            low: estimate - reach,
            high: estimate + reach,
        })
    }
}

/// `F` of several coefficients together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelTest {
    pub f: f64,
    pub df1: u64,
    pub df2: u64,
    pub p: f64,
}

impl ModelTest {
    pub(super) fn of(f: f64, df1: u64, df2: u64) -> Outcome<Self> {
        let p = f_upper(f, df1 as f64, df2 as f64);
        match p.filter(|_| f.is_finite()) {
            Some(p) => Ok(ModelTest { f, df1, df2, p }),
            None => Err(NotComputable::NoSpread),
        }
    }
}

/// Likelihood and what compares models by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Information {
    pub log_likelihood: f64,
    /// As R: full likelihood, the residual variance counted.
    pub aic: f64,
    pub bic: f64,
    /// As SPSS: `n·ln(RSS/n)` and the coefficients only.
    pub aic_spss: f64,
    pub bic_spss: f64,
}

impl Information {
    /// Not computable for a perfect fit.
    pub(super) fn of(n: f64, ss_residual: f64, kept: u64) -> Outcome<Self> {
        if ss_residual <= 0.0 {
            return Err(NotComputable::NoSpread);
        }
        let ln_n = libm::log(n);
        let ln_variance = libm::log(ss_residual / n);
        let log_likelihood = -0.5 * n * (libm::log(2.0 * std::f64::consts::PI) + ln_variance + 1.0);
        let coefficients = kept as f64 + 1.0;
        Ok(Information {
            log_likelihood,
            aic: -2.0 * log_likelihood + 2.0 * (coefficients + 1.0),
            bic: -2.0 * log_likelihood + ln_n * (coefficients + 1.0),
            aic_spss: n * ln_variance + 2.0 * coefficients,
            bic_spss: n * ln_variance + ln_n * coefficients,
        })
    }
}
