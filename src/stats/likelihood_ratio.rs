use super::{NotComputable, Outcome, chi_square_upper};
use serde::{Deserialize, Serialize};

/// A model against the one without predictors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LikelihoodRatio {
    /// Twice the gain of the log-likelihood.
    pub chi_square: f64,
    pub df: f64,
    pub p: f64,
}

/// Shares of what is there to explain, from likelihoods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PseudoRSquared {
    /// `1 − (L₀/L)^(2/n)`, which cannot reach 1.
    pub cox_snell: f64,
    /// Cox and Snell's over its largest value.
    pub nagelkerke: f64,
    /// `1 − ln L/ln L₀`.
    pub mcfadden: f64,
}

/// Both from the log-likelihoods without and with `df` predictors.
///
/// # Errors
/// [`NotComputable::NoSpread`] where the model without predictors is certain.
pub(super) fn compared(
    null: f64,
    model: f64,
    n: f64,
    df: f64,
) -> Outcome<(LikelihoodRatio, PseudoRSquared)> {
    let chi_square = (2.0 * (model - null)).max(0.0);
    let p = chi_square_upper(chi_square, df).ok_or(NotComputable::NoSpread)?;
    let cox_snell = -libm::expm1(2.0 * (null - model) / n);
    let most = -libm::expm1(2.0 * null / n);
    if !(null < 0.0 && most > 0.0) {
        return Err(NotComputable::NoSpread);
    }
    Ok((
        LikelihoodRatio { chi_square, df, p },
        PseudoRSquared {
            cox_snell,
            nagelkerke: cox_snell / most,
            mcfadden: 1.0 - model / null,
        },
    ))
}
