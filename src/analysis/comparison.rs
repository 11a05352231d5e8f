use super::pairs::{PairMethod, PairTable, compare_pairs};
use super::permuted::{PermutedTest, permuted};
use super::resampled::ResamplingOptions;
use super::respondent::{Target, values_by};
use super::route::{GroupTest, Route, RoutePolicy, RouteRule, route};
use crate::stats::{
    AnovaOneway, Effect, HypothesisTest, Interval, KruskalWallis, MannWhitney, MannWhitneyExact,
    NotComputable, Outcome, Sample, TwoSampleTTest, WelchAnova, anova_oneway, cliffs_delta,
    descriptives, effect_k_groups, effect_two_groups, kruskal_wallis, mann_whitney,
    mann_whitney_exact, student_t_test, welch_anova, welch_t_test,
};
use crate::survey::{GroupRole, Responses, Words};
use serde::{Deserialize, Serialize};

/// What a comparison of groups was asked with.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonOptions {
    /// A test the user fixed.
    pub test: Option<GroupTest>,
    pub confidence: f64,
    pub policy: RoutePolicy,
    /// Pairs of groups after a test of three or more.
    pub pairs: bool,
    /// How they are compared; else as the test asks.
    pub pair_method: Option<PairMethod>,
    /// A permutation test beside.
    pub permute: Option<ResamplingOptions>,
    /// The groups are waves of one survey whose respondents are not matched.
    pub waves: bool,
}

/// Whether respondents of different groups answer differently.
///
/// # Question
/// Do groups differ in the index, the sum, or one item?
///
/// # Formula
/// That of the test chosen by [`route`]; its numbers are in the result.
///
/// # Assumes
/// Respondents answer independently of each other. What else, the chosen test
/// says on its card.
///
/// # When not
/// The same respondents twice: those are pairs, not groups.
///
/// # Example
/// ```
/// use tridharma::analysis::{ComparisonOptions, RoutePolicy, Target, compare};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let options = ComparisonOptions {
///     test: None, confidence: 0.95, policy: RoutePolicy { alpha: 0.05, large: 30, small: 5 }, pairs: true,
///     pair_method: None, permute: None, waves: false,
/// };
/// assert!(compare(&responses, 0, &Target::Index, &options).is_err());
/// ```
///
/// # Checked against
/// The reference cases of each test.
///
/// # References
/// Rasch, Kubinger and Moder (2011), *Statistical Papers* 52, 219: two-sample
/// tests whose assumptions are tested first keep no level, so Welch's is the
/// default. Lumley, Diehr, Emerson and Chen (2002), *Annual Review of Public
/// Health* 23, 151: means of large groups need no normal values.
pub fn compare(
    responses: &Responses,
    group: usize,
    of: &Target,
    options: &ComparisonOptions,
) -> Outcome<Comparison> {
    let spec = responses
        .groups
        .get(group)
        .ok_or(NotComputable::not_given("group"))?;
    let (samples, blank) = values_by(responses, group, of);
    let (values, used): (Vec<(u64, Words)>, Vec<Sample>) = (1..)
        .zip(spec.values.iter().cloned())
        .zip(samples)
        .filter(|(_, sample)| sample.n() > 0)
        .unzip();
    let groups = used.len() as u64;
    if groups < 2 {
        return Err(NotComputable::TooFewGroups { groups, needed: 2 });
    }
    let mut route = route(&used, of, options.policy);
    if let Some(test) = options.test.and_then(|test| fitting(test, used.len())) {
        route.rule = RouteRule::Fixed;
        route.beside = Some(route.chosen).filter(|usual| *usual != test);
        route.chosen = test;
    }
    let run = |test| {
        let result = run(test, &used, options.confidence)?;
        Ok(SizedTest {
            result,
            effect_interval: effect_interval(test, &used, options.confidence),
        })
    };
    let pairs = options.pairs && used.len() > 2;
    let compared = values.into_iter().zip(&used).map(|(value, sample)| {
        let group = ComparedGroup::of(value, sample, options.confidence);
        let interval = group.interval.map(|own| of.clipped(responses, own));
        ComparedGroup { interval, ..group }
    });
    Ok(Comparison {
        of: of.clone(),
        by: spec.header.clone(),
        role: spec.role,
        waves: options.waves,
        test: run(route.chosen),
        beside: route.beside.map(run),
        permutation: options
            .permute
            .map(|asked| permuted(responses, group, of, asked)),
        pairs: pairs.then(|| {
            let method = options.pair_method.unwrap_or(PairMethod::of(route.chosen));
            compare_pairs(method, &used, options.confidence)
        }),
        groups: compared.collect(),
        blank: blank.n().saturating_add(blank.missing),
        route,
    })
}

/// The test asked for in its form for so many groups.
fn fitting(test: GroupTest, groups: usize) -> Option<GroupTest> {
    use GroupTest::*;
    Some(match (test, groups) {
        (WelchTTest | WelchAnova, 2) => WelchTTest,
        (StudentTTest | AnovaOneway, 2) => StudentTTest,
        (MannWhitney | KruskalWallis, 2) => MannWhitney,
        (MannWhitneyExact, 2) => MannWhitneyExact,
        (WelchTTest | WelchAnova, _) => WelchAnova,
        (StudentTTest | AnovaOneway, _) => AnovaOneway,
        (MannWhitney | KruskalWallis | MannWhitneyExact, _) => KruskalWallis,
    })
}

/// The interval of the size of the effect that a test prints: of d by the noncentral
/// t, of the rank-biserial correlation, which is Cliff's δ, by its own variance (Fisher's
/// z takes no notice of ties), of η² by the noncentral F.
fn effect_interval(test: GroupTest, groups: &[Sample], confidence: f64) -> Option<Interval> {
    match (test, groups) {
        (GroupTest::WelchTTest | GroupTest::StudentTTest, [first, second]) => {
            let found = effect_two_groups(first, second, confidence).ok()?;
            found.cohens_d_interval.ok()
        }
        (GroupTest::MannWhitney | GroupTest::MannWhitneyExact, [first, second]) => {
            let found = cliffs_delta(first, second, confidence).ok()?;
            found.interval.ok()
        }
        (GroupTest::WelchAnova | GroupTest::AnovaOneway, _) => {
            effect_k_groups(groups, confidence).ok()?.eta2_steiger.ok()
        }
        _ => None,
    }
}

fn run(test: GroupTest, groups: &[Sample], confidence: f64) -> Outcome<TestResult> {
    let two = || match groups {
        [first, second] => Ok((first, second)),
        _ => Err(NotComputable::TooFewGroups {
            groups: groups.len() as u64,
            needed: 2,
        }),
    };
    Ok(match test {
        GroupTest::WelchTTest => {
            let (first, second) = two()?;
            TestResult::WelchTTest(Box::new(welch_t_test(first, second, confidence)?))
        }
        GroupTest::StudentTTest => {
            let (first, second) = two()?;
            TestResult::StudentTTest(Box::new(student_t_test(first, second, confidence)?))
        }
        GroupTest::MannWhitney => {
            let (first, second) = two()?;
            TestResult::MannWhitney(Box::new(mann_whitney(first, second)?))
        }
        GroupTest::MannWhitneyExact => {
            let (first, second) = two()?;
            match mann_whitney_exact(first, second) {
                Ok(exact) => TestResult::MannWhitneyExact(Box::new(exact)),
                // Too many arrangements: then the approximation is as good.
                Err(_) => TestResult::MannWhitney(Box::new(mann_whitney(first, second)?)),
            }
        }
        GroupTest::WelchAnova => TestResult::WelchAnova(Box::new(welch_anova(groups)?)),
        GroupTest::AnovaOneway => TestResult::AnovaOneway(Box::new(anova_oneway(groups)?)),
        GroupTest::KruskalWallis => TestResult::KruskalWallis(Box::new(kruskal_wallis(groups)?)),
    })
}

/// Result of [`compare`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub of: Target,
    /// Header of the group column.
    pub by: String,
    pub role: GroupRole,
    /// The groups are waves whose respondents could not be matched: compared as
    /// independent ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waves: bool,
    /// Groups with somebody, in the order of the form.
    pub groups: Vec<ComparedGroup>,
    /// Respondents who left the group blank.
    pub blank: u64,
    pub route: Route,
    pub test: Outcome<SizedTest>,
    /// The other usual test.
    pub beside: Option<Outcome<SizedTest>>,
    /// A permutation test, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permutation: Option<Outcome<PermutedTest>>,
    /// Which groups differ, after three or more.
    pub pairs: Option<Outcome<PairTable>>,
}

impl Comparison {
    /// The groups with the highest and the lowest mean, of equal ones the first.
    pub fn ends(&self) -> Option<(&ComparedGroup, &ComparedGroup)> {
        let by_mean = |a: &&ComparedGroup, b: &&ComparedGroup| a.mean.total_cmp(&b.mean);
        let highest = self.groups.iter().rev().max_by(by_mean)?;
        Some((highest, self.groups.iter().min_by(by_mean)?))
    }

    /// Whether pairs follow a difference of the test, by its p value or the adjusted
    /// one; without p nothing speaks against them.
    pub fn pairs_follow(&self, adjusted: Option<f64>, alpha: f64) -> bool {
        let own = || self.test.as_ref().ok()?.as_test().p_value().ok();
        adjusted.or_else(own).is_none_or(|p| p < alpha)
    }
}

/// A test of groups with the interval of the size of its effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SizedTest {
    #[serde(flatten)]
    pub result: TestResult,
    /// None where no formula is known (ε²).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect_interval: Option<Interval>,
}

impl SizedTest {
    /// What every test can tell.
    pub fn as_test(&self) -> &dyn HypothesisTest {
        self.result.as_test()
    }

    /// The size of the effect, with its interval where one is known.
    pub fn effect(&self) -> Option<Effect> {
        let effect = self.as_test().effect()?;
        let interval = effect.interval.or(self.effect_interval);
        Some(Effect { interval, ..effect })
    }
}

/// One group of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedGroup {
    pub value: Words,
    /// Its number among the values of the column, from 1.
    pub number: u64,
    pub n: u64,
    pub missing: u64,
    pub mean: f64,
    pub sd: Option<f64>,
    pub median: f64,
    pub interval: Option<crate::stats::Interval>,
}

impl ComparedGroup {
    pub(super) fn of(
        (number, value): (u64, Words),
        sample: &Sample,
        confidence: f64,
    ) -> ComparedGroup {
        let found = descriptives(sample, confidence).ok();
        ComparedGroup {
            value,
            number,
            n: sample.n(),
            missing: sample.missing,
            mean: found.as_ref().map_or(0.0, |d| d.mean),
            sd: found.as_ref().and_then(|d| d.sd.clone().ok()),
            median: found.as_ref().map_or(0.0, |d| d.median),
            interval: found.and_then(|d| d.mean_interval.ok()),
        }
    }
}

/// A test with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum TestResult {
    WelchTTest(Box<TwoSampleTTest>),
    StudentTTest(Box<TwoSampleTTest>),
    MannWhitney(Box<MannWhitney>),
    MannWhitneyExact(Box<MannWhitneyExact>),
    WelchAnova(Box<WelchAnova>),
    AnovaOneway(Box<AnovaOneway>),
    KruskalWallis(Box<KruskalWallis>),
}

impl TestResult {
    fn as_test(&self) -> &dyn HypothesisTest {
        match self {
            TestResult::WelchTTest(test) | TestResult::StudentTTest(test) => &**test,
            TestResult::MannWhitney(test) => &**test,
            TestResult::MannWhitneyExact(test) => &**test,
            TestResult::WelchAnova(test) => &**test,
            TestResult::AnovaOneway(test) => &**test,
            TestResult::KruskalWallis(test) => &**test,
        }
    }
}
