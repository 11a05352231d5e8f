use super::{NotComputable, Outcome, ProportionInterval, Sample, proportion_interval};
use serde::{Deserialize, Serialize};

/// The share of answers that are one of some values, such as the two best of a
/// scale (top box), with its intervals.
///
/// # Question
/// How many chose one of the best answers?
///
/// # Formula
/// `x/n`, n without the blanks. Intervals: [`proportion_interval`]; Wilson's is
/// the one to report.
///
/// # Assumes
/// A simple random sample.
///
/// # When not
/// For comparing groups with few respondents: it forgets how the other answers
/// are spread, which the mean does not.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, top_box};
/// let answers = Sample::of_codes(1, &[1, 3, 10, 6], 2);
/// let found = top_box(&answers, &[3.0, 4.0], 0.95).unwrap();
/// assert_eq!((found.x, found.n, found.share), (16, 20, 0.8));
/// ```
///
/// # Checked against
/// `top_box` of the reference cases.
///
/// # References
/// None needed: it is counting. For the intervals see [`proportion_interval`].
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::OutOfRange`] for a confidence
/// outside 0 to 1.
pub fn top_box(answers: &Sample, top: &[f64], confidence: f64) -> Outcome<TopBox> {
    let n = answers.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let chosen = answers.values().filter(|(value, _)| top.contains(value));
    let x = chosen.map(|(_, count)| count).sum();
    let interval = proportion_interval(x, n, confidence)?;
    Ok(TopBox {
        x,
        n,
        missing: answers.missing,
        share: interval.proportion,
        interval,
    })
}

/// Answers among some values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopBox {
    pub x: u64,
    /// With an answer, and without.
    pub n: u64,
    pub missing: u64,
    pub share: f64,
    pub interval: ProportionInterval,
}
