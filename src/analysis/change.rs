use crate::decimal::Decimal;
use crate::stats::Outcome;
use serde::{Deserialize, Serialize};

/// An index of an earlier period, from a `study.json` or a published total.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    pub period: String,
    pub index: f64,
    pub printed: Decimal,
    pub grade: Option<String>,
    pub n: Option<u64>,
    /// Only a `study.json` has these; without them a change is shown untested.
    pub standard_error: Option<f64>,
    pub df: Option<u64>,
    pub interval: Option<(f64, f64)>,
}

/// The difference of two indexes of independent samples.
///
/// `t = (index₂ − index₁)/√(se₁² + se₂²)`, degrees of freedom by
/// Welch–Satterthwaite, two-sided p from the upper tail of Student's t.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub from: String,
    pub to: String,
    /// Later minus earlier, of the unrounded indexes; and of the printed ones
    /// (what a reader subtracts).
    pub difference: f64,
    pub difference_printed: Decimal,
    pub standard_error: Outcome<f64>,
    pub t: Outcome<f64>,
    pub df: Outcome<f64>,
    pub p: Outcome<f64>,
    /// 95 % interval of the difference.
    pub interval: Outcome<(f64, f64)>,
}

/// Options of [`change`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChangeOptions {
    pub confidence: f64,
}

/// The change from one period to the next.
pub fn change(from: &Earlier, to: &Earlier, options: ChangeOptions) -> Change {
    let _ = (from, to, options);
    todo!()
}
