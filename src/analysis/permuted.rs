use super::respondent::Target;
use super::steps::Steps;
use super::{Resampling, ResamplingOptions};
use crate::stats::{
    HypothesisTest, NotComputable, Outcome, Permutation, PermutationGroups, PermutationLimit,
    PermutationOptions, PermutationScore, Sample, permutation_groups, permutation_limit,
    permutation_test,
};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// The permutation test of a comparison: means of the index or the sum, mean ranks
/// of an item.
///
/// # Question
/// Do the groups differ, without assuming any distribution?
///
/// # Formula
/// Two groups: [`permutation_limit`] (all deals, no random error) or, where replicates
/// are drawn or there is no limit, [`permutation_test`]. More groups:
/// [`permutation_groups`], always drawn. Values are whole steps of one unit, so that
/// deals as far apart as the observed ones are found by exact comparison.
///
/// # Assumes
/// Under the hypothesis all groups have the same distribution.
///
/// # When not
/// With unequal spreads and unequal sizes, where a difference of means calls for
/// Welch's test.
///
/// # Example
/// ```
/// use tridharma::analysis::{Resampling, ResamplingOptions, Target, permuted};
/// # use tridharma::survey::Responses;
/// # let responses = Responses { items: vec![], groups: vec![], patterns: vec![] };
/// let options = ResamplingOptions { resampling: Resampling::Limit, replicates: 10_000, seed: 1 };
/// assert!(permuted(&responses, 0, &Target::Index, options).is_err());
/// ```
///
/// # Checked against
/// Those of the tests: enumeration of all deals, dynamic programming.
///
/// # References
/// Those of the tests.
pub fn permuted(
    responses: &Responses,
    group: usize,
    of: &Target,
    options: ResamplingOptions,
) -> Outcome<PermutedTest> {
    let steps = Steps::of(responses, Some(group), of);
    let used: Vec<Sample> = steps.groups.into_iter().filter(|g| g.n() > 0).collect();
    let score = match of.is_ordinal() {
        true => PermutationScore::Rank,
        false => PermutationScore::Mean,
    };
    let draws = PermutationOptions {
        score,
        replicates: options.replicates,
        seed: options.seed,
    };
    // Ranks have no unit.
    let unit = match score {
        PermutationScore::Mean => steps.unit,
        PermutationScore::Rank => 1.0,
    };
    let [first, second] = &used[..] else {
        let found = permutation_groups(&used, draws)?;
        return Ok(PermutedTest::Groups(Box::new(found)));
    };
    if options.resampling == Resampling::Limit {
        match permutation_limit(first, second, score) {
            Ok(mut found) => {
                found.difference *= unit;
                return Ok(PermutedTest::Limit(Box::new(found)));
            }
            Err(NotComputable::TooFew { .. } | NotComputable::OutOfRange { .. }) => {}
            Err(why) => return Err(why),
        }
    }
    let mut found = permutation_test(first, second, draws)?;
    found.difference *= unit;
    Ok(PermutedTest::Draws(Box::new(found)))
}

/// A permutation test with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "deals", rename_all = "snake_case")]
pub enum PermutedTest {
    /// All deals of two groups.
    Limit(Box<PermutationLimit>),
    /// Drawn deals of two groups.
    Draws(Box<Permutation>),
    /// Drawn deals of more.
    Groups(Box<PermutationGroups>),
}

impl PermutedTest {
    /// What every test can tell.
    pub fn as_test(&self) -> &dyn HypothesisTest {
        match self {
            PermutedTest::Limit(test) => &**test,
            PermutedTest::Draws(test) => &**test,
            PermutedTest::Groups(test) => &**test,
        }
    }

    /// Whether means or mean ranks were compared.
    pub fn score(&self) -> PermutationScore {
        match self {
            PermutedTest::Limit(test) => test.score,
            PermutedTest::Draws(test) => test.score,
            PermutedTest::Groups(test) => test.score,
        }
    }

    /// How many deals were drawn from which seed, and the random error of p.
    pub fn draws(&self) -> Option<(u64, u64, f64)> {
        match self {
            PermutedTest::Limit(_) => None,
            PermutedTest::Draws(test) => Some((test.replicates, test.seed, test.p_error)),
            PermutedTest::Groups(test) => Some((test.replicates, test.seed, test.p_error)),
        }
    }
}
