use super::normal::ln_normal_upper;
use super::standardized::standardized;
use super::{Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Anderson and Darling's test of normality, mean and deviation estimated.
///
/// # Question
/// Could these values be a sample of some normal distribution? More sensitive
/// in the tails than Lilliefors' test.
///
/// # Formula
/// `A² = −n − (1/n) Σ (2i − 1)(ln Φ(zᵢ) + ln(1 − Φ(z₍ₙ₊₁₋ᵢ₎)))` of the ordered
/// standardised values; p by Stephens' formula for `A²(1 + 0.75/n + 2.25/n²)`,
/// which ends at 3.7e-24 for values above 10.
///
/// # Assumes
/// Independent values, 8 or more.
///
/// # When not
/// Answers on a scale of few levels: their steps alone make A large.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, anderson_darling};
/// let weights = [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236];
/// let weights: Vec<_> = weights.iter().map(|&w| Some(f64::from(w))).collect();
/// let test = anderson_darling(&Sample::of_numbers(&weights).unwrap()).unwrap();
/// assert!((test.a - 0.9467719).abs() < 1e-6);
/// ```
///
/// # Checked against
/// `normality` of the reference cases (R `nortest::ad.test`).
///
/// # References
/// M. Stephens, in R. D'Agostino, M. Stephens (eds.), Goodness-of-Fit Techniques
/// (1986), table 4.9.
///
/// # Errors
/// [`NotComputable::TooFew`] below 8, [`NotComputable::NoSpread`] where all are
/// alike.
pub fn anderson_darling(sample: &Sample) -> Outcome<AndersonDarling> {
    let n = sample.n();
    if (1..8).contains(&n) {
        return Err(NotComputable::TooFew { n, needed: 8 });
    }
    let values = standardized(sample)?;
    let size = n as f64;
    let (mut sum, mut before, mut tied) = (0.0, 0.0, 0_u64);
    for &(z, count) in &values.z {
        let after = before + count as f64;
        // Σ (2i − 1) over the ranks of these values, from below and from above.
        let low = (after - before) * (after + before);
        let high = (after - before) * (2.0 * size - after - before);
        sum += low * ln_normal_upper(-z) + high * ln_normal_upper(z);
        tied = tied.saturating_add(if count > 1 { count } else { 0 });
        before = after;
    }
    let a = -size - sum / size;
    let adjusted = a * (1.0 + 0.75 / size + 2.25 / (size * size));
    let mut cautions = Vec::from_iter((tied > 0).then_some(Caution::Ties { tied }));
    if adjusted >= 10.0 {
        cautions.push(Caution::Rough {
            what: "p".to_owned(),
        });
    }
    Ok(AndersonDarling {
        a,
        adjusted,
        p: p_value(adjusted),
        n,
        missing: sample.missing,
        cautions,
    })
}

fn p_value(a: f64) -> f64 {
    let p = match a {
        _ if a < 0.2 => -libm::expm1(-13.436 + 101.14 * a - 223.73 * a * a),
        _ if a < 0.34 => -libm::expm1(-8.318 + 42.796 * a - 59.938 * a * a),
        _ if a < 0.6 => libm::exp(0.9177 - 4.279 * a - 1.38 * a * a),
        _ if a < 10.0 => libm::exp(1.2937 - 5.709 * a + 0.0186 * a * a),
        _ => 3.7e-24,
    };
    p.clamp(0.0, 1.0)
}

/// What [`anderson_darling`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AndersonDarling {
    /// A².
    pub a: f64,
    /// A² with Stephens' correction for n.
    pub adjusted: f64,
    pub p: f64,
    pub n: u64,
    pub missing: u64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for AndersonDarling {
    fn method(&self) -> &'static str {
        "anderson_darling"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "A²".to_owned(),
            value: self.a,
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
