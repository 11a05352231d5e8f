use super::{NotComputable, Outcome, normal_quantile, normal_upper};
use serde::{Deserialize, Serialize};

/// An estimate of a likelihood model and Wald's test against 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaldTest {
    pub estimate: f64,
    pub standard_error: f64,
    pub z: f64,
    /// `z²`, as SPSS prints it, with one degree of freedom.
    pub chi_square: f64,
    /// Two-sided.
    pub p: f64,
    /// `estimate ± z·SE`.
    pub low: f64,
    pub high: f64,
}

impl WaldTest {
    pub(super) fn of(estimate: f64, se: f64, confidence: f64) -> Outcome<WaldTest> {
        let out = |what: &str| NotComputable::out_of_range(what);
        if !(se.is_normal() && se > 0.0 && estimate.is_finite()) {
            return Err(NotComputable::NoSpread);
        }
        let z = estimate / se;
        let quantile = normal_quantile((1.0 - confidence) / 2.0).ok_or(out("confidence"))?;
        Ok(WaldTest {
            estimate,
            standard_error: se,
            z,
            chi_square: z * z,
            p: (2.0 * normal_upper(z.abs()).ok_or(out("z"))?).min(1.0),
            low: estimate - quantile * se,
            high: estimate + quantile * se,
        })
    }
}

/// A coefficient in log-odds and as an odds ratio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OddsCoefficient {
    pub wald: WaldTest,
    pub odds_ratio: f64,
    pub odds_ratio_low: f64,
    pub odds_ratio_high: f64,
}

impl OddsCoefficient {
    pub(super) fn of(estimate: f64, se: f64, confidence: f64) -> Outcome<Self> {
        let wald = WaldTest::of(estimate, se, confidence)?;
        let [odds_ratio, odds_ratio_low, odds_ratio_high] =
            [wald.estimate, wald.low, wald.high].map(libm::exp);
        match odds_ratio_high.is_finite() {
            true => Ok(OddsCoefficient {
                wald,
                odds_ratio,
                odds_ratio_low,
                odds_ratio_high,
            }),
            false => Err(NotComputable::out_of_range("odds_ratio")),
        }
    }
}
