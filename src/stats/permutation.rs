use super::alias::Alias;
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
/// sizes; only the number of members of every value is drawn, not the members.
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
/// assert!((test.p_two_sided - 0.07742).abs() < 5.0 * test.p_error);
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
        return Err(NotComputable::out_of_range("replicates"));
    }
    let hits = Hits::of(&pooled, options);
    let share = |hits: u64| (hits + 1) as f64 / (options.replicates + 1) as f64;
    let p = share(hits.two_sided);
    Ok(Permutation {
        score: options.score,
        difference: pooled.difference,
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
        let mut draws = Draws::seeded(options.seed, 0);
        let mut deal = Deal::of(pooled);
        let mut hits = Hits::default();
        let far = pooled.observed.unsigned_abs();
        // The second group is the mirror image of the first.
        let observed = if deal.turned {
            -pooled.observed
        } else {
            pooled.observed
        };
        for _ in 0..options.replicates {
            let dealt = deal.distance(&mut draws);
            hits.two_sided += u64::from(dealt.unsigned_abs() >= far);
            let (above, below) = (u64::from(dealt >= observed), u64::from(dealt <= observed));
            hits.greater += if deal.turned { below } else { above };
            hits.less += if deal.turned { above } else { below };
        }
        hits
    }
}

/// Deals the smaller group anew. Every member of a class is picked or not by
/// itself, so their number is binomial (from a table); then members picked at
/// random are added or taken away until the group has its size. By symmetry all
/// groups of that size are equally likely, as with hypergeometric draws one class
/// after another, in a fraction of the time.
struct Deal {
    /// Members, distance, and how many of them are picked.
    classes: Vec<Class>,
    members: Alias,
    size: u64,
    turned: bool,
}

struct Class {
    count: u64,
    distance: i128,
    picked: Alias,
    number: u64,
}

impl Deal {
    fn of(pooled: &Pooled) -> Deal {
        let size = pooled.first.min(pooled.second);
        let chance = size as f64 / pooled.n() as f64;
        let classes = pooled.counts.iter().zip(&pooled.distances);
        let classes = classes.map(|(&count, &distance)| Class {
            count,
            distance,
            picked: Alias::binomial(count, chance),
            number: 0,
        });
        Deal {
            classes: classes.collect(),
            members: Alias::of(&pooled.counts),
            size,
            turned: pooled.first > pooled.second,
        }
    }

    fn distance(&mut self, draws: &mut Draws) -> i128 {
        let (mut picked, mut sum) = (0_u64, 0_i128);
        for class in &mut self.classes {
            class.number = class.picked.draw(draws);
            picked += class.number;
            sum += class.distance * i128::from(class.number);
        }
        while picked != self.size {
            let place = self.members.draw(draws) as usize;
            let Some(class) = self.classes.get_mut(place) else {
                continue;
            };
            // A member of the class at random: one of those picked, or not.
            let inside = draws.below(class.count) < class.number;
            if picked < self.size && !inside {
                (picked, class.number) = (picked + 1, class.number + 1);
                sum += class.distance;
            } else if picked > self.size && inside {
                (picked, class.number) = (picked - 1, class.number - 1);
                sum -= class.distance;
            }
        }
        sum
    }
}
