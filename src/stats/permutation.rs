use super::draws::Draws;
use super::pooled::Pooled;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Outcome, PermutationScore, Sample, Sizes,
    Statistic,
};
use serde::{Deserialize, Serialize};

/// The permutation test of two groups by random draws: how often chance alone
/// puts their means (or mean ranks) as far apart.
///
/// # Question
/// Do the two groups differ, without assuming any distribution?
///
/// # Formula
/// The respondents are dealt out anew `replicates` times into groups of the same
/// sizes; of every value the number in the first group is a hypergeometric draw.
/// `p = (hits + 1)/(replicates + 1)`, hits being the deals at least as far apart as
/// the observed one (two-sided: in either direction; compared in integers, so equal
/// ones are never lost to rounding). Draws: see the source of `draws.rs`.
///
/// # Assumes
/// Under the hypothesis the groups have the same distribution, not only the same
/// mean.
///
/// # When not
/// For the same p without random error take [`super::permutation_limit`]. With
/// unequal spreads and unequal sizes a difference of means calls for Welch's test.
///
/// # Example
/// ```
/// use tridharma::stats::{PermutationOptions, Sample, permutation_test};
/// let first = Sample::of_codes(1, &[1, 2, 3, 4], 0);
/// let second = Sample::of_codes(1, &[4, 3, 2, 1], 0);
/// let test = permutation_test(&first, &second, PermutationOptions::default()).unwrap();
/// assert_eq!(test.difference, 1.0);
/// assert!((test.p_two_sided - 0.0698).abs() < 5.0 * test.p_error);
/// ```
///
/// # Checked against
/// Enumeration of all deals of small groups, and [`super::permutation_limit`].
///
/// # References
/// Good, Permutation Tests (2nd ed. 2000); Phipson and Smyth, Permutation P-values
/// should never be zero, Statistical Applications in Genetics 9 (2010) 39; Davison
/// and Hinkley, Bootstrap Methods (1997) section 4.3.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for an empty group, [`NotComputable::NoSpread`]
/// where all values are equal, [`NotComputable::OutOfRange`] for no replicates, or
/// so many of so many values that it would take minutes.
pub fn permutation_test(
    first: &Sample,
    second: &Sample,
    options: PermutationOptions,
) -> Outcome<Permutation> {
    let pooled = Pooled::of(first, second, options.score)?;
    let work = options.replicates.checked_mul(pooled.counts.len() as u64);
    if options.replicates == 0 || work.is_none_or(|work| work > MOST_WORK) {
        return Err(NotComputable::OutOfRange {
            what: "replicates".to_owned(),
        });
    }
    let hits = Hits::of(&pooled, options);
    let share = |hits: u64| (hits + 1) as f64 / (options.replicates + 1) as f64;
    let p = share(hits.two_sided);
    Ok(Permutation {
        score: options.score,
        difference: pooled.observed as f64 * pooled.per_unit,
        seed: options.seed,
        replicates: options.replicates,
        hits: hits.two_sided,
        p_two_sided: p,
        p_greater: share(hits.greater),
        p_less: share(hits.less),
        p_error: (p * (1.0 - p) / options.replicates as f64).sqrt(),
        sizes: Sizes {
            n: pooled.n(),
            groups: vec![pooled.first, pooled.second],
            missing: pooled.missing,
        },
        cautions: Vec::new(),
    })
}

/// Options of [`permutation_test`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermutationOptions {
    pub score: PermutationScore,
    pub replicates: u64,
    pub seed: u64,
}

impl Default for PermutationOptions {
    fn default() -> Self {
        PermutationOptions {
            score: PermutationScore::Mean,
            replicates: 100_000,
            seed: 1,
        }
    }
}

/// A permutation test by random draws.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Permutation {
    pub score: PermutationScore,
    /// Of the means (or mean ranks), first minus second.
    pub difference: f64,
    pub seed: u64,
    pub replicates: u64,
    /// Deals at least as far apart, in either direction.
    pub hits: u64,
    pub p_two_sided: f64,
    /// The first group tends to be above, below.
    pub p_greater: f64,
    pub p_less: f64,
    /// Standard error of the two-sided p by the draws.
    pub p_error: f64,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Permutation {
    fn method(&self) -> &'static str {
        "permutation"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "d".to_owned(),
            value: self.difference,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p_two_sided)
    }

    fn effect(&self) -> Option<Effect> {
        let name = match self.score {
            PermutationScore::Mean => "mean_difference",
            PermutationScore::Rank => "mean_rank_difference",
        };
        Some(Effect {
            name: name.to_owned(),
            value: self.difference,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// Draws of all replicates together: about a minute.
const MOST_WORK: u64 = 5_000_000_000;

/// Deals at least as far off as the observed one.
#[derive(Default)]
struct Hits {
    two_sided: u64,
    greater: u64,
    less: u64,
}

impl Hits {
    fn of(pooled: &Pooled, options: PermutationOptions) -> Hits {
        let mut draws = Draws::seeded(options.seed, pooled.n());
        let classes = largest_first(pooled);
        let mut hits = Hits::default();
        let far = pooled.observed.unsigned_abs();
        for _ in 0..options.replicates {
            let dealt = deal(&classes, pooled.first, pooled.n(), &mut draws);
            hits.two_sided += u64::from(dealt.unsigned_abs() >= far);
            hits.greater += u64::from(dealt >= pooled.observed);
            hits.less += u64::from(dealt <= pooled.observed);
        }
        hits
    }
}

/// Counts with distances: large classes first, so that few places are left early.
fn largest_first(pooled: &Pooled) -> Vec<(u64, i128)> {
    let classes = pooled
        .counts
        .iter()
        .copied()
        .zip(pooled.distances.iter().copied());
    let mut classes: Vec<(u64, i128)> = classes.collect();
    classes.sort_by_key(|(count, distance)| (std::cmp::Reverse(*count), *distance));
    classes
}

/// The distance of one random deal: every class sends a hypergeometric number of
/// its members into the first group.
fn deal(classes: &[(u64, i128)], places: u64, n: u64, draws: &mut Draws) -> i128 {
    let (mut left, mut rest, mut sum) = (places, n, 0_i128);
    for &(count, distance) in classes {
        if left == 0 {
            break;
        }
        let taken = match count == rest {
            true => left,
            false => draws.hypergeometric(count, rest, left),
        };
        sum += distance * i128::from(taken);
        left = left.saturating_sub(taken);
        rest = rest.saturating_sub(count);
    }
    sum
}
