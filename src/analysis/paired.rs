use super::respondent::Target;
use super::route::RoutePolicy;
use crate::stats::{
    Interval, NotComputable, Observations, Outcome, PairedTTest, Sample, ShapiroWilk,
    WilcoxonExact, WilcoxonSignedRank, ZeroDifferences, paired_t_test, shapiro_wilk,
    wilcoxon_signed_rank, wilcoxon_signed_rank_exact,
};
use crate::survey::{Responses, Words};
use serde::{Deserialize, Serialize};

/// The same respondents twice: before and after, or two answers of each.
///
/// # Question
/// Did answers change between two measurements of the same respondents?
///
/// # Formula
/// Wilcoxon's signed ranks for single answers and for few differences that do not
/// look normal; else the paired t test. The other one is shown beside it.
///
/// # Assumes
/// Pairs are independent of each other; for Wilcoxon's test, differences
/// distributed about their middle alike on both sides.
///
/// # When not
/// Different respondents: those are groups ([`super::compare`]).
///
/// # Example
/// ```
/// use tridharma::analysis::{RoutePolicy, Target, paired};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let policy = RoutePolicy { alpha: 0.05, large: 30, small: 5 };
/// assert!(paired(&responses, &Target::Index, &Target::Sum, policy, 0.95).is_err());
/// ```
///
/// # Checked against
/// `t_paired` and `wilcoxon` of the reference cases (R).
///
/// # References
/// Those on the cards of the tests.
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has both,
/// [`NotComputable::MixedScales`] for values of different decimals.
pub fn paired(
    responses: &Responses,
    before: &Target,
    after: &Target,
    policy: RoutePolicy,
    confidence: f64,
) -> Outcome<Paired> {
    if before.places() != after.places() {
        return Err(NotComputable::MixedScales);
    }
    let both = observations(responses, before, after);
    tested((before, after), &both, policy, confidence)
}

/// Two waves of a survey, whose respondents were paired by their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Waves {
    /// Header of the column of waves, and its two values.
    pub by: String,
    pub before: Words,
    pub after: Words,
    /// Positions of the patterns of both answers of a respondent, and how many
    /// respondents answered so.
    pub pairs: Vec<(u32, u32, u64)>,
    /// Rows without a partner, and rows of ids that stand twice in a wave.
    pub unmatched: u64,
    pub repeated: u64,
}

impl Waves {
    /// The same value of the same respondents in both waves, as [`paired`] compares.
    pub(super) fn compared(
        &self,
        responses: &Responses,
        of: &Target,
        policy: RoutePolicy,
        confidence: f64,
    ) -> Outcome<Paired> {
        let measure = of.measure(responses);
        let value = |at: u32| {
            let pattern = responses.patterns.get(at as usize)?;
            measure.units(&pattern.codes)
        };
        let pairs = self.pairs.iter();
        let pairs = pairs.map(|(one, other, n)| ([value(*one), value(*other)].into(), *n));
        let both = Observations::of_patterns(vec![of.places(); 2], pairs.collect());
        let found = tested((of, of), &both, policy, confidence)?;
        Ok(Paired {
            waves: Some(WaveNames {
                by: self.by.clone(),
                before: self.before.clone(),
                after: self.after.clone(),
                unmatched: self.unmatched,
                repeated: self.repeated,
            }),
            ..found
        })
    }
}

/// The waves that a comparison of pairs is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaveNames {
    pub by: String,
    pub before: Words,
    pub after: Words,
    /// Rows that are in no pair: without a partner, or of an id that stands twice in
    /// a wave.
    pub unmatched: u64,
    pub repeated: u64,
}

fn tested(
    (before, after): (&Target, &Target),
    both: &Observations,
    policy: RoutePolicy,
    confidence: f64,
) -> Outcome<Paired> {
    let complete = both.complete(&[0, 1]);
    let n = complete.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let differences = differences(&complete, before.places(), both.n() - n);
    let shape = shapiro_wilk(&differences);
    let rule = match () {
        () if before.is_ordinal() => PairedRule::OrdinalRanks,
        () if n >= policy.large => PairedRule::ManyPairs,
        () if shape.as_ref().is_ok_and(|test| test.p >= policy.alpha) => PairedRule::LooksNormal,
        () => PairedRule::NotNormal,
    };
    Ok(Paired {
        before: before.clone(),
        after: after.clone(),
        n,
        missing: both.n() - n,
        means: [0, 1].map(|at| complete.sample(at).mean().map(|mean| mean.value())),
        rule,
        shape,
        t_test: paired_t_test(&complete, 1, 0, confidence),
        wilcoxon: wilcoxon_signed_rank(&differences),
        wilcoxon_exact: wilcoxon_signed_rank_exact(&differences, ZeroDifferences::Dropped),
        waves: None,
    })
}

fn observations(responses: &Responses, before: &Target, after: &Target) -> Observations {
    let measures = [before, after].map(|target| target.measure(responses));
    let patterns = responses.patterns.iter().map(|pattern| {
        let cells = measures
            .each_ref()
            .map(|measure| measure.units(&pattern.codes));
        (cells.into(), pattern.count)
    });
    Observations::of_patterns(vec![before.places(), after.places()], patterns.collect())
}

/// After minus before.
fn differences(both: &Observations, places: u32, missing: u64) -> Sample {
    let values = both.patterns().iter().filter_map(|(row, count)| {
        let (before, after) = (row.first().copied()??, row.get(1).copied()??);
        Some((after - before, *count))
    });
    Sample::of_units(places, values.collect(), missing)
}

/// Why a test of pairs was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairedRule {
    /// Single answers are categories in order: ranks.
    OrdinalRanks,
    /// So many pairs that the mean needs no normal values.
    ManyPairs,
    /// Few pairs whose differences look normal.
    LooksNormal,
    /// Few pairs whose differences do not, or too few to tell: ranks.
    NotNormal,
}

impl PairedRule {
    /// Whether ranks are compared rather than means.
    pub fn is_by_ranks(self) -> bool {
        matches!(self, PairedRule::OrdinalRanks | PairedRule::NotNormal)
    }
}

/// Result of [`paired`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    pub before: Target,
    pub after: Target,
    /// Pairs, and respondents who lack one of the two.
    pub n: u64,
    pub missing: u64,
    pub means: [Outcome<f64>; 2],
    pub rule: PairedRule,
    /// Of the differences.
    pub shape: Outcome<ShapiroWilk>,
    /// After minus before.
    pub t_test: Outcome<PairedTTest>,
    pub wilcoxon: Outcome<WilcoxonSignedRank>,
    /// Where the exact distribution is at hand.
    pub wilcoxon_exact: Outcome<WilcoxonExact>,
    /// Where both are one value in two waves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waves: Option<WaveNames>,
}

/// Pairs up to which the exact p of the signed ranks is the one printed.
const EXACT: u64 = 50;

impl Paired {
    /// p of the chosen test.
    pub fn p(&self) -> Outcome<f64> {
        match self.rule.is_by_ranks() {
            true => self.p_of_ranks(),
            false => self.p_of_means(),
        }
    }

    /// p of the signed ranks: exact for few pairs.
    pub fn p_of_ranks(&self) -> Outcome<f64> {
        match &self.wilcoxon_exact {
            Ok(exact) if exact.n_used <= EXACT => Ok(exact.p),
            _ => {
                let ranks = self.wilcoxon.as_ref().map_err(Clone::clone)?;
                crate::stats::HypothesisTest::p_value(ranks)
            }
        }
    }

    /// p of the paired t test.
    pub fn p_of_means(&self) -> Outcome<f64> {
        let test = self.t_test.as_ref().map_err(Clone::clone)?;
        crate::stats::HypothesisTest::p_value(test)
    }

    /// Interval of the mean difference, after minus before.
    pub fn interval(&self) -> Option<Interval> {
        let test = self.t_test.as_ref().ok()?;
        Some(test.test.two_sided.interval)
    }
}
