use super::hedges_correction::hedges_correction;
use super::interval::{coverage, finite, possible};
use super::noncentral_interval::noncentral_t_interval;
use super::student_t_test::pooled_variance;
use super::{Exact, Interval, NotComputable, Outcome, Sample, normal_quantile, normal_upper};
use serde::{Deserialize, Serialize};

/// How far two groups are apart, in standard deviations and related measures of
/// their means; [`cliffs_delta`](super::cliffs_delta) is the counterpart by order.
///
/// # Question
/// Two groups differ: is it much?
///
/// # Formula
/// `d = (x̄₁ − x̄₂)/s` with the pooled `s`; Hedges' `g = J·d` with
/// `J = Γ(m/2)/(√(m/2)Γ((m−1)/2))`, `m = n₁ + n₂ − 2`, or about
/// `1 − 3/(4m − 1)`; `d_av` with the mean of both variances; Glass' Δ with one
/// group's. The interval of d is exact for normal data: the two noncentralities
/// between which the observed t is not extreme, times `√(1/n₁ + 1/n₂)`; the
/// normal one uses `se = √((n₁+n₂)/(n₁n₂) + d²/(2(n₁+n₂)))`. Common language
/// (the chance that one of the first exceeds one of the second, were both
/// normal): `Φ((x̄₁ − x̄₂)/√(s₁² + s₂²))`, or `Φ(d/√2)` with one variance.
///
/// # Assumes
/// As the t test. First minus second throughout.
///
/// # When not
/// Answers of few steps or unequal shape: compare by order
/// ([`cliffs_delta`](super::cliffs_delta)).
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, effect_two_groups};
/// let women = Sample::of_codes(1, &[0, 1, 4, 5], 0);
/// let men = Sample::of_codes(1, &[1, 3, 5, 1], 0);
/// let found = effect_two_groups(&women, &men, 0.95).unwrap();
/// assert!((found.cohens_d - 1.0328).abs() < 1e-4);
/// assert!(found.hedges_g < found.cohens_d);
/// let interval = found.cohens_d_interval.unwrap();
/// assert!(interval.low.unwrap() > 0.0);
/// ```
///
/// # Checked against
/// `effect_two_groups` of the reference cases (R formulas; `effectsize`).
///
/// # References
/// Hedges, Journal of Educational Statistics 6 (1981) 107–128; Steiger &
/// Fouladi, in What If There Were No Significance Tests (1997) 221–257; McGraw &
/// Wong, Psychological Bulletin 111 (1992) 361–365.
///
/// # Errors
/// [`NotComputable::TooFew`] for an empty group or fewer than three respondents,
/// [`NotComputable::NoSpread`] where nobody differs from the own group,
/// [`NotComputable::OutOfRange`] for an impossible confidence.
pub fn effect_two_groups(
    first: &Sample,
    second: &Sample,
    confidence: f64,
) -> Outcome<EffectTwoGroups> {
    let confidence = coverage(confidence)?;
    let (n1, n2) = (first.n(), second.n());
    let n = n1.saturating_add(n2);
    if n1 == 0 || n2 == 0 || n < 3 {
        return Err(NotComputable::TooFew { n, needed: 3 });
    }
    let difference = first.mean()? - second.mean()?;
    let pooled = pooled_variance(first, second);
    let d = over(&difference, &pooled)?;
    let (df, all) = (n as f64 - 2.0, n as f64);
    let (a, b) = (n1 as f64, n2 as f64);
    let size = libm::sqrt(1.0 / a + 1.0 / b);
    let exact = noncentral_t_interval(d / size, df, confidence);
    let exact = exact.map(|interval| scaled(interval, size));
    let j = hedges_correction(df);
    let approximate = 1.0 - 3.0 / (4.0 * df - 1.0);
    let se = libm::sqrt(all / a / b + d * d / (2.0 * all));
    let z = possible(normal_quantile((1.0 - confidence) / 2.0), "confidence")?;
    let (v1, v2) = (first.variance(), second.variance());
    let both = v1.clone().and_then(|v1| Ok(v1 + v2.clone()?));
    let own = |variance: Outcome<Exact>| over(&difference, &variance?);
    let average = both.clone().map(|both| both * Exact::ratio(1, 2));
    Ok(EffectTwoGroups {
        n: [n1, n2],
        cohens_d: d,
        cohens_d_interval: exact.clone(),
        cohens_d_se: se,
        cohens_d_normal_interval: Interval {
            low: Some(d - z * se),
            high: Some(d + z * se),
            confidence,
        },
        hedges_correction: j,
        hedges_g: d * j,
        hedges_g_interval: exact.map(|interval| scaled(interval, j)),
        hedges_correction_approximate: approximate,
        hedges_g_approximate: d * approximate,
        d_average: own(average),
        glass_delta_first: own(v1),
        glass_delta_second: own(v2),
        common_language: own(both).and_then(|z| possible(normal_upper(-z), "z")),
        common_language_pooled: possible(normal_upper(-d * std::f64::consts::FRAC_1_SQRT_2), "z")?,
        point_biserial: point_biserial(first, second, &difference, &pooled),
    })
}

/// Result of [`effect_two_groups`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectTwoGroups {
    /// First and second group.
    pub n: [u64; 2],
    pub cohens_d: f64,
    /// By the noncentral t.
    pub cohens_d_interval: Outcome<Interval>,
    /// By the normal approximation.
    pub cohens_d_se: f64,
    pub cohens_d_normal_interval: Interval,
    /// J, by the gamma function.
    pub hedges_correction: f64,
    pub hedges_g: f64,
    /// J times the interval of d.
    pub hedges_g_interval: Outcome<Interval>,
    /// `1 − 3/(4m − 1)` (pingouin).
    pub hedges_correction_approximate: f64,
    pub hedges_g_approximate: f64,
    /// By the mean of both variances.
    pub d_average: Outcome<f64>,
    /// By the standard deviation of the first group.
    pub glass_delta_first: Outcome<f64>,
    /// By that of the second.
    pub glass_delta_second: Outcome<f64>,
    /// With each group's own variance.
    pub common_language: Outcome<f64>,
    /// From d.
    pub common_language_pooled: f64,
    /// Pearson's r with 1 for the first group and 0 for the second.
    pub point_biserial: f64,
}

/// A difference in units of the root of a variance.
fn over(difference: &Exact, variance: &Exact) -> Outcome<f64> {
    if variance.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let square = difference.clone() * difference.clone() / variance.clone();
    finite(square.signed_root(difference.is_negative()), "d")
}

fn scaled(interval: Interval, factor: f64) -> Interval {
    Interval {
        low: interval.low.map(|low| low * factor),
        high: interval.high.map(|high| high * factor),
        ..interval
    }
}

/// `r² = SS_between/SS_total`, exact before the root.
fn point_biserial(first: &Sample, second: &Sample, difference: &Exact, pooled: &Exact) -> f64 {
    let (n1, n2) = (i128::from(first.n()), i128::from(second.n()));
    let within = pooled.clone() * Exact::whole(n1 + n2 - 2);
    let sizes = Exact::whole(n1) * Exact::ratio(n2, n1 + n2);
    let between = difference.clone() * difference.clone() * sizes;
    let square = between.clone() / (between + within);
    square.signed_root(difference.is_negative())
}
