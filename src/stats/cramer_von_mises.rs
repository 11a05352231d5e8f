use super::normal::normal_upper;
use super::standardized::standardized;
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Cramér and von Mises' test of normality, mean and deviation estimated.
///
/// # Question
/// Could these values be a sample of some normal distribution?
///
/// # Formula
/// `W² = 1/(12n) + Σ (Φ(zᵢ) − (2i − 1)/(2n))²` of the ordered standardised
/// values; p by Stephens' formula for `W²(1 + 0.5/n)`, which ends at 7.37e-10
/// for values above 1.1.
///
/// # Assumes
/// Independent values, 8 or more.
///
/// # When not
/// Answers on a scale of few levels: their steps alone make W large.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, cramer_von_mises};
/// let weights = [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236];
/// let weights: Vec<_> = weights.iter().map(|&w| Some(f64::from(w))).collect();
/// let test = cramer_von_mises(&Sample::of_numbers(&weights).unwrap()).unwrap();
/// assert!((test.w - 0.1639171).abs() < 1e-6);
/// ```
///
/// # Checked against
/// `normality` of the reference cases (R `nortest::cvm.test`).
///
/// # References
/// M. Stephens, in R. D'Agostino, M. Stephens (eds.), Goodness-of-Fit Techniques
/// (1986), table 4.9.
///
/// # Errors
/// [`NotComputable::TooFew`] below 8, [`NotComputable::NoSpread`] where all are
/// alike.
pub fn cramer_von_mises(sample: &Sample) -> Outcome<CramerVonMises> {
    let n = sample.n();
    if (1..8).contains(&n) {
        return Err(NotComputable::TooFew { n, needed: 8 });
    }
    let values = standardized(sample)?;
    let size = n as f64;
    let (mut sum, mut before, mut tied) = (0.0, 0.0, 0_u64);
    for &(z, count) in &values.z {
        let many = count as f64;
        let below = normal_upper(-z).unwrap_or(0.0);
        // Their steps (2i − 1)/(2n) lie about their middle.
        let middle = (2.0 * before + many) / (2.0 * size);
        let about = many * (many * many - 1.0) / (12.0 * size * size);
        sum += many * (below - middle) * (below - middle) + about;
        tied = tied.saturating_add(if count > 1 { count } else { 0 });
        before += many;
    }
    let w = sum + 1.0 / (12.0 * size);
    let adjusted = w * (1.0 + 0.5 / size);
    let mut cautions = Vec::from_iter((tied > 0).then_some(Caution::Ties { tied }));
    if adjusted >= 1.1 {
        cautions.push(Caution::Rough {
            what: "p".to_owned(),
        });
    }
    Ok(CramerVonMises {
        w,
        adjusted,
        p: p_value(adjusted),
        n,
        missing: sample.missing,
        cautions,
    })
}

fn p_value(w: f64) -> f64 {
    let p = match w {
        _ if w < 0.0275 => -libm::expm1(-13.953 + 775.5 * w - 12542.61 * w * w),
        _ if w < 0.051 => -libm::expm1(-5.903 + 179.546 * w - 1515.29 * w * w),
        _ if w < 0.092 => libm::exp(0.886 - 31.62 * w + 10.897 * w * w),
        _ if w < 1.1 => libm::exp(1.111 - 34.242 * w + 12.832 * w * w),
        _ => 7.37e-10,
    };
    p.clamp(0.0, 1.0)
}

/// What [`cramer_von_mises`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CramerVonMises {
    /// W².
    pub w: f64,
    /// W² with Stephens' correction for n.
    pub adjusted: f64,
    pub p: f64,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for CramerVonMises {
    fn method(&self) -> &'static str {
        "cramer_von_mises"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "W²".to_owned(),
            value: self.w,
            df: vec![],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        None
    }
    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: vec![],
            missing: self.missing,
        }
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
