use super::comparison::ComparedGroup;
use super::respondent::{Target, values_by};
use crate::stats::{
    CochranArmitage, InterruptedTimeSeries, JonckheereTerpstra, MannKendall, NotComputable,
    Outcome, Sample, ScoredGroup, SenSlope, SeriesOptions, cochran_armitage,
    interrupted_time_series, jonckheere_terpstra, mann_kendall, sen_slope,
};
use crate::survey::{Responses, Words};
use serde::{Deserialize, Serialize};

/// Whether answers rise or fall over periods.
///
/// # Question
/// Is there a trend over the periods of the data, and did something change at an
/// event?
///
/// # Formula
/// Jonckheere and Terpstra over the respondents of the periods in their order; for
/// one item also Cochran and Armitage on the share of answers in the upper half of
/// its scale. Of the means per period: Mann and Kendall, Sen's slope, and with an
/// event a segmented regression with Newey–West errors.
///
/// # Assumes
/// Different respondents in each period; periods at equal distances for the slope
/// and the share.
///
/// # When not
/// The same respondents each time; fewer than three periods (then compare them).
///
/// # Example
/// ```
/// use tridharma::analysis::{Target, trend};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// assert!(trend(&responses, 0, &Target::Index, None, 0.95).is_err());
/// ```
///
/// # Checked against
/// `jonckheere`, `cochran_armitage`, `mann_kendall`, `interrupted_time_series` of
/// the reference cases.
///
/// # References
/// Those on the cards of the tests. Wagner et al. (2002), *Journal of Clinical
/// Pharmacy and Therapeutics* 27, 299 (interrupted series).
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below three periods with answers.
pub fn trend(
    responses: &Responses,
    group: usize,
    of: &Target,
    event: Option<&str>,
    confidence: f64,
) -> Outcome<Trend> {
    let spec = responses
        .groups
        .get(group)
        .ok_or(NotComputable::not_given("period"))?;
    let (samples, blank) = values_by(responses, group, of);
    let (names, used): (Vec<(u64, Words)>, Vec<Sample>) = (1..)
        .zip(spec.values.iter().cloned())
        .zip(samples)
        .filter(|(_, sample)| sample.n() > 0)
        .unzip();
    let groups = used.len() as u64;
    if groups < 3 {
        return Err(NotComputable::TooFewGroups { groups, needed: 3 });
    }
    let means: Vec<f64> = used
        .iter()
        .filter_map(|sample| sample.mean().ok().map(|mean| mean.value()))
        .collect();
    let at = event.and_then(|event| {
        let same = |(_, name): &(u64, Words)| {
            [&name.id, &name.en]
                .iter()
                .any(|n| n.trim() == event.trim())
        };
        names.iter().position(same)
    });
    Ok(Trend {
        of: of.clone(),
        by: spec.header.clone(),
        blank: blank.n().saturating_add(blank.missing),
        jonckheere_terpstra: jonckheere_terpstra(&used),
        upper_half: upper_half(responses, of, &used),
        mann_kendall: mann_kendall(&means),
        sen_slope: sen_slope(&means, confidence),
        interrupted: event.map(|name| Interrupted {
            event: name.to_owned(),
            found: segmented(&means, at, confidence),
        }),
        periods: names
            .into_iter()
            .zip(&used)
            .map(|(name, sample)| ComparedGroup::of(name, sample, confidence))
            .collect(),
    })
}

/// The means per period with a change at a period.
fn segmented(means: &[f64], at: Option<usize>, confidence: f64) -> Outcome<InterruptedTimeSeries> {
    let at = at.ok_or(NotComputable::not_given("event"))?;
    let series: Vec<Option<f64>> = means.iter().copied().map(Some).collect();
    let options = SeriesOptions {
        confidence,
        ..SeriesOptions::default()
    };
    interrupted_time_series(&series, &[at], options)
}

/// The trend of the share of answers above the middle of an item's scale.
fn upper_half(
    responses: &Responses,
    of: &Target,
    periods: &[Sample],
) -> Option<Outcome<CochranArmitage>> {
    let Target::Item(id) = of else {
        return None;
    };
    let item = responses.items.iter().find(|item| item.id == *id)?;
    let twice_middle = i128::from(item.min) + i128::from(item.max);
    let groups: Vec<ScoredGroup> = (1_u32..)
        .zip(periods)
        .map(|(score, sample)| ScoredGroup {
            score: score.into(),
            successes: sample
                .units()
                .iter()
                .filter(|(code, _)| 2 * code > twice_middle)
                .map(|(_, count)| count)
                .sum(),
            n: sample.n(),
        })
        .collect();
    Some(cochran_armitage(&groups))
}

/// Result of [`trend`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    pub of: Target,
    /// Header of the column of periods.
    pub by: String,
    /// Periods with answers, in time order.
    pub periods: Vec<ComparedGroup>,
    /// Respondents without a period.
    pub blank: u64,
    /// Of the respondents: the test of the trend.
    pub jonckheere_terpstra: Outcome<JonckheereTerpstra>,
    /// Of the share of answers above the middle of the scale, for one item.
    pub upper_half: Option<Outcome<CochranArmitage>>,
    /// Of the means per period.
    pub mann_kendall: Outcome<MannKendall>,
    pub sen_slope: Outcome<SenSlope>,
    pub interrupted: Option<Interrupted>,
}

/// A change of level and slope at an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interrupted {
    /// The first period after it.
    pub event: String,
    pub found: Outcome<InterruptedTimeSeries>,
}
