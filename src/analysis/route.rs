use super::respondent::Target;
use crate::stats::{LeveneCentre, Outcome, Sample, ShapiroWilk, levene, shapiro_wilk};
use serde::{Deserialize, Serialize};

/// A test of whether groups differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupTest {
    WelchTTest,
    StudentTTest,
    MannWhitney,
    MannWhitneyExact,
    WelchAnova,
    AnovaOneway,
    KruskalWallis,
}

/// Why a test was chosen: what was looked at, what was found, what was taken,
/// and the road not taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// Name of the rule; its words and its source are in `reports/words`.
    pub rule: RouteRule,
    pub looked_at: Vec<Looked>,
    pub chosen: GroupTest,
    /// What the other usual test is, shown beside it.
    pub beside: Option<GroupTest>,
}

/// The rules that choose a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteRule {
    /// The user fixed the test.
    Fixed,
    /// Single answers are categories in order: ranks.
    OrdinalRanks,
    /// Groups large enough for means whatever the shape of the values.
    LargeGroups,
    /// Small groups, and the values of one do not look normal: ranks.
    NotNormal,
    /// Small groups whose values look normal.
    LooksNormal,
    /// Groups too small to look at a shape: ranks, exact where possible.
    TooSmallToTell,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "looked", rename_all = "snake_case")]
pub enum Looked {
    /// Whether the values are categories in order.
    Level { ordinal: bool },
    /// Groups with somebody, the smallest and the largest.
    Groups { groups: u64, least: u64, most: u64 },
    /// Share of respondents whose value another one has too.
    Ties { share: f64 },
    /// Shapiro–Wilk in one group, by its place among the groups.
    Normality {
        group: usize,
        test: Outcome<ShapiroWilk>,
    },
    /// Levene's test, centred at the median.
    Variances {
        f: f64,
        /// Degrees of freedom, where they were kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        df: Option<(u64, u64)>,
        p: f64,
    },
}

/// Cut-offs of the rules; `reports/rules` holds them with their sources.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RoutePolicy {
    /// Level of the preliminary tests.
    pub alpha: f64,
    /// Respondents per group from which means need no normal values.
    pub large: u64,
    /// Respondents per group below which a shape cannot be judged.
    pub small: u64,
}

/// Chooses a test for groups that hold somebody each. Welch's tests are the
/// default among those of means: equal variances are never assumed, so no test
/// of variances decides anything.
pub fn route(groups: &[Sample], target: &Target, policy: RoutePolicy) -> Route {
    let sizes: Vec<u64> = groups.iter().map(Sample::n).collect();
    let least = sizes.iter().copied().min().unwrap_or(0);
    let mut looked_at = vec![
        Looked::Level {
            ordinal: target.is_ordinal(),
        },
        Looked::Groups {
            groups: groups.len() as u64,
            least,
            most: sizes.iter().copied().max().unwrap_or(0),
        },
        Looked::Ties {
            share: tied_share(groups),
        },
    ];
    let rule = match () {
        () if target.is_ordinal() => RouteRule::OrdinalRanks,
        () if least >= policy.large => RouteRule::LargeGroups,
        () if least < policy.small => RouteRule::TooSmallToTell,
        () => by_shape(groups, policy, &mut looked_at),
    };
    if let (false, Ok(found)) = (target.is_ordinal(), levene(groups, LeveneCentre::Median)) {
        looked_at.push(Looked::Variances {
            f: found.f,
            df: Some((found.df1, found.df2)),
            p: found.p,
        });
    }
    let (chosen, beside) = tests(rule, groups.len(), least);
    Route {
        rule,
        looked_at,
        chosen,
        beside: Some(beside),
    }
}

/// Looks at the shape of each group.
fn by_shape(groups: &[Sample], policy: RoutePolicy, looked_at: &mut Vec<Looked>) -> RouteRule {
    let mut normal = true;
    for (group, sample) in groups.iter().enumerate() {
        let test = shapiro_wilk(sample);
        normal &= test.as_ref().is_ok_and(|test| test.p >= policy.alpha);
        looked_at.push(Looked::Normality { group, test });
    }
    match normal {
        true => RouteRule::LooksNormal,
        false => RouteRule::NotNormal,
    }
}

/// The test of a rule and the one beside it.
fn tests(rule: RouteRule, groups: usize, least: u64) -> (GroupTest, GroupTest) {
    let means = matches!(rule, RouteRule::LargeGroups | RouteRule::LooksNormal);
    let exact = rule == RouteRule::TooSmallToTell || least < 10;
    let ranks = match (groups, exact) {
        (2, true) => GroupTest::MannWhitneyExact,
        (2, false) => GroupTest::MannWhitney,
        _ => GroupTest::KruskalWallis,
    };
    let welch = match groups {
        2 => GroupTest::WelchTTest,
        _ => GroupTest::WelchAnova,
    };
    match means {
        true => (welch, ranks),
        false => (ranks, welch),
    }
}

/// Share of the respondents whose value is not theirs alone.
fn tied_share(groups: &[Sample]) -> f64 {
    let mut counts: std::collections::BTreeMap<i128, u64> = std::collections::BTreeMap::new();
    for (units, count) in groups.iter().flat_map(Sample::units) {
        let slot = counts.entry(*units).or_default();
        *slot = slot.saturating_add(*count);
    }
    let all: u64 = counts.values().sum();
    let tied: u64 = counts.values().filter(|count| **count > 1).sum();
    match all {
        0 => 0.0,
        _ => tied as f64 / all as f64,
    }
}
