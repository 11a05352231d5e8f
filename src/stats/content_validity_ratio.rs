use super::{NotComputable, Outcome, beta_lower};
use serde::{Deserialize, Serialize};

/// Lawshe's content validity ratio (CVR) of an item, with the least number of
/// experts that more than chance needs.
///
/// # Question
/// Do more experts than by chance call the item essential?
///
/// # Formula
/// `CVR = (e − N/2)/(N/2)`, e of N experts. Right-tail p: `P(X ≥ e)` of N
/// tosses of a coin, exact. Critical: the least e with that chance at most α,
/// and its CVR. The content validity index (CVI) of a questionnaire is
/// [`content_validity_index`].
///
/// # Assumes
/// Experts who judge without each other.
///
/// # When not
/// The table printed with Lawshe's paper is lower than the exact values from ten
/// experts on (0.62 of 10, where 8 of 10 for it have a chance of 0.055); these
/// are computed, as Ayre & Scally did. Fewer than five experts cannot reach
/// α = 0.05.
///
/// # Example
/// ```
/// use tridharma::stats::content_validity_ratio;
/// let found = content_validity_ratio(9, 10, 0.05).unwrap();
/// assert_eq!(found.ratio, 0.8);
/// let critical = found.critical.unwrap();
/// assert_eq!((critical.essential, critical.ratio), (9, 0.8));
/// ```
///
/// # Checked against
/// `content_validity` of the reference cases (scipy's binomial; the table of
/// Ayre & Scally).
///
/// # References
/// Lawshe (1975) Personnel Psychology 28; Ayre & Scally (2014) Measurement and
/// Evaluation in Counseling and Development 47.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without experts; [`NotComputable::OutOfRange`]
/// where more are for it than there are, or for an α outside 0 to 1.
pub fn content_validity_ratio(
    essential: u64,
    experts: u64,
    alpha: f64,
) -> Outcome<ContentValidityRatio> {
    let wrong = |what: &str| NotComputable::out_of_range(what);
    if experts == 0 {
        return Err(NotComputable::NoAnswers);
    }
    if essential > experts {
        return Err(wrong("essential"));
    }
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(wrong("alpha"));
    }
    Ok(ContentValidityRatio {
        experts,
        essential,
        ratio: ratio(essential, experts),
        p: at_least(essential, experts).ok_or(wrong("experts"))?,
        critical: critical(experts, alpha),
    })
}

fn ratio(essential: u64, experts: u64) -> f64 {
    (2.0 * essential as f64 - experts as f64) / experts as f64
}

/// `P(X ≥ e)` of N fair tosses.
fn at_least(essential: u64, experts: u64) -> Option<f64> {
    match essential {
        0 => Some(1.0),
        _ => beta_lower(0.5, essential as f64, (experts - essential) as f64 + 1.0),
    }
}

/// The least number whose tail is at most α, by halving.
fn critical(experts: u64, alpha: f64) -> Outcome<CriticalRatio> {
    let reaches = |essential: u64| at_least(essential, experts).is_some_and(|p| p <= alpha);
    if !reaches(experts) {
        let needed = libm::ceil(-libm::log2(alpha)) as u64;
        return Err(NotComputable::TooFew { n: experts, needed });
    }
    let (mut below, mut reached) = (0, experts);
    while reached - below > 1 {
        let middle = below + (reached - below) / 2;
        match reaches(middle) {
            true => reached = middle,
            false => below = middle,
        }
    }
    Ok(CriticalRatio {
        essential: reached,
        ratio: ratio(reached, experts),
    })
}

/// Content validity index (CVI) of a questionnaire: the mean CVR of its items,
/// and of those items that reach the critical number.
///
/// # Question
/// Does the questionnaire as a whole hold what it should?
///
/// # Formula
/// Mean of the CVR of the items that are kept (Lawshe); also of all.
///
/// # Assumes
/// As [`content_validity_ratio`].
///
/// # When not
/// It is not the CVI of Polit & Beck, the share of experts that rate 3 or 4.
///
/// # Example
/// ```
/// use tridharma::stats::content_validity_index;
/// let found = content_validity_index(&[(10, 10), (9, 10), (6, 10)], 0.05).unwrap();
/// assert_eq!((found.kept, found.index), (2, Ok(0.9)));
/// ```
///
/// # Checked against
/// `content_validity` of the reference cases.
///
/// # References
/// Lawshe (1975) Personnel Psychology 28.
///
/// # Errors
/// As [`content_validity_ratio`] of any item; [`NotComputable::NoAnswers`]
/// without items.
pub fn content_validity_index(items: &[(u64, u64)], alpha: f64) -> Outcome<ContentValidityIndex> {
    let each = items
        .iter()
        .map(|&(essential, experts)| content_validity_ratio(essential, experts, alpha));
    let items: Vec<ContentValidityRatio> = each.collect::<Outcome<_>>()?;
    let mean = |ratios: &[f64]| match ratios.len() {
        0 => Err(NotComputable::NoAnswers),
        k => Ok(ratios.iter().sum::<f64>() / k as f64),
    };
    let keeps = |item: &&ContentValidityRatio| {
        let critical = item.critical.as_ref();
        critical.is_ok_and(|critical| item.essential >= critical.essential)
    };
    let kept: Vec<f64> = items.iter().filter(keeps).map(|item| item.ratio).collect();
    let all: Vec<f64> = items.iter().map(|item| item.ratio).collect();
    Ok(ContentValidityIndex {
        mean_of_all: mean(&all)?,
        kept: kept.len() as u64,
        index: mean(&kept),
        items,
    })
}

/// Content validity ratio of an item, −1 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContentValidityRatio {
    pub experts: u64,
    pub essential: u64,
    pub ratio: f64,
    /// Right tail of a fair coin.
    pub p: f64,
    /// Not computable where even all experts do not reach α.
    pub critical: Outcome<CriticalRatio>,
}

/// The least number of experts that reaches α, and its ratio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CriticalRatio {
    pub essential: u64,
    pub ratio: f64,
}

/// Content validity index of several items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContentValidityIndex {
    pub items: Vec<ContentValidityRatio>,
    pub mean_of_all: f64,
    /// Items that reach the critical number, and the mean of their ratios.
    pub kept: u64,
    pub index: Outcome<f64>,
}
