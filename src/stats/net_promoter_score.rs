use super::{Exact, Interval, NotComputable, Outcome, Sample, normal_quantile, student_quantile};
use num_traits::Pow;
use serde::{Deserialize, Serialize};

/// Net promoter score: the share of those at the top of a scale less the share
/// of those at its bottom, in percent points.
///
/// # Question
/// Do more people recommend it than warn of it?
///
/// # Formula
/// `100·(P − D)`. Standard error `100·√((P + D − (P − D)²)/n)`, or with n − 1
/// (that of the mean of +1, 0, −1, the interval then by Student's t). Adjusted
/// Wald: ¾ a promoter, ¾ a detractor and 1½ a passive are added before.
///
/// # Assumes
/// A simple random sample. On 0 to 10 promoters are 9 and 10, detractors 0 to 6.
///
/// # When not
/// It forgets how far from the bounds the answers are; for change over time
/// the mean needs fewer respondents. With few respondents, or nobody on one
/// side, use the adjusted interval.
///
/// # Example
/// ```
/// use tridharma::stats::net_promoter_score;
/// let found = net_promoter_score(50, 30, 20, 0.95).unwrap();
/// assert_eq!(found.score, 30.0);
/// assert!((found.standard_error - 100.0 * (0.61_f64 / 100.0).sqrt()).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `nps` of the reference cases.
///
/// # References
/// Reichheld (2003) Harvard Business Review 81; Rocks (2016) The American
/// Statistician 70 for the adjusted interval.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::OutOfRange`] for a confidence
/// outside 0 to 1.
pub fn net_promoter_score(
    promoters: u64,
    passives: u64,
    detractors: u64,
    confidence: f64,
) -> Outcome<NetPromoterScore> {
    let n = promoters
        .saturating_add(passives)
        .saturating_add(detractors);
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let wrong = NotComputable::out_of_range("confidence");
    let tail = (1.0 - confidence) / 2.0;
    let z = normal_quantile(tail).filter(|_| confidence > 0.0 && confidence < 1.0);
    let z = z.ok_or(wrong.clone())?;
    let (p, d, all) = (whole(promoters), whole(detractors), whole(n));
    let score = Exact::whole(100) * (p.clone() - d.clone()) / all.clone();
    // n² times the variance of +1, 0 and −1.
    let difference = p.clone() - d.clone();
    let spread = (p + d) * all.clone() - difference.clone() * difference;
    let error = |divisor: Exact| {
        let square = spread.clone() / (all.clone() * all.clone() * divisor);
        100.0 * libm::sqrt(square.value())
    };
    let centre = score.value();
    let within = |half: f64| Interval {
        low: Some(centre - half),
        high: Some(centre + half),
        confidence,
    };
    let sample_error = match n {
        1 => Err(NotComputable::TooFew { n, needed: 2 }),
        _ => Ok(error(whole(n - 1))),
    };
    let t = student_quantile(tail, n as f64 - 1.0).ok_or(wrong);
    Ok(NetPromoterScore {
        n,
        promoters,
        passives,
        detractors,
        score: centre,
        standard_error: error(all.clone()),
        interval: within(z * error(all.clone())),
        interval_t: sample_error.clone().and_then(|se| Ok(within(t? * se))),
        interval_sample: sample_error.clone().map(|se| within(z * se)),
        sample_error,
        adjusted: adjusted(promoters, detractors, n, z, confidence),
    })
}

/// Net promoter score of answers: detractors at most `detractors_to`, promoters
/// at least `promoters_from`, the rest passive. On 0 to 10: 6 and 9. The card is
/// that of [`net_promoter_score`].
///
/// # Errors
/// As [`net_promoter_score`]; [`NotComputable::OutOfRange`] where the bounds
/// overlap.
pub fn net_promoter_score_of(
    answers: &Sample,
    detractors_to: i32,
    promoters_from: i32,
    confidence: f64,
) -> Outcome<NetPromoterScore> {
    let scale = Pow::pow(10_i128, answers.places().min(36));
    let (low, high) = (i128::from(detractors_to), i128::from(promoters_from));
    if low >= high {
        let what = "promoters_from".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let counted = |keep: &dyn Fn(i128) -> bool| -> u64 {
        let kept = answers.units().iter().filter(|(units, _)| keep(*units));
        kept.map(|(_, count)| count).sum()
    };
    // Floors and remainders instead of products, which might leave the type.
    let at_most = |units: i128| {
        units.div_euclid(scale) < low
            || (units.div_euclid(scale) == low && units.rem_euclid(scale) == 0)
    };
    let detractors = counted(&at_most);
    let promoters = counted(&|units| units.div_euclid(scale) >= high);
    let passives = answers
        .n()
        .saturating_sub(promoters)
        .saturating_sub(detractors);
    net_promoter_score(promoters, passives, detractors, confidence)
}

fn whole(count: u64) -> Exact {
    Exact::whole(count.into())
}

fn adjusted(promoters: u64, detractors: u64, n: u64, z: f64, confidence: f64) -> AdjustedScore {
    let size = n as f64 + 3.0;
    let share = |count: u64| (count as f64 + 0.75) / size;
    let (p, q) = (share(promoters), share(detractors));
    let half = z * libm::sqrt((p + q - (p - q) * (p - q)) / size);
    AdjustedScore {
        score: 100.0 * (p - q),
        interval: Interval {
            low: Some(100.0 * (p - q - half)),
            high: Some(100.0 * (p - q + half)),
            confidence,
        },
    }
}

/// Net promoter score, −100 to 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetPromoterScore {
    pub n: u64,
    pub promoters: u64,
    pub passives: u64,
    pub detractors: u64,
    pub score: f64,
    /// With the divisor n, and the normal interval by it.
    pub standard_error: f64,
    pub interval: Interval,
    /// With the divisor n − 1, and the intervals by Student's t (the default of
    /// a t test of +1, 0 and −1) and by the normal distribution.
    pub sample_error: Outcome<f64>,
    pub interval_t: Outcome<Interval>,
    pub interval_sample: Outcome<Interval>,
    pub adjusted: AdjustedScore,
}

/// The adjusted Wald interval and its centre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjustedScore {
    pub score: f64,
    pub interval: Interval,
}
