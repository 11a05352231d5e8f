use super::characteristic::SMOOTH_FROM;
use super::counted_deals::CountedDeals;
use super::dealt_sums::DealtSums;
use super::pooled::Pooled;
use super::tilted_tail::TiltedTail;
use super::{
    Caution, Effect, HypothesisTest, LimitForm, NotComputable, Outcome, PermutationScore, Sample,
    Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The permutation test of two groups with all deals, computed instead of drawn:
/// its p value without random error, relative precision in the tails included.
///
/// # Question
/// What would [`super::permutation_test`] tell if one could wait for ever?
///
/// # Formula
/// Of all ways to deal the respondents into groups of these sizes, the share that
/// puts the means (or mean ranks) at least as far apart as they are; two-sided: in
/// either direction, `P(|d| ≥ |d observed|)`. Few combinations of counts are
/// counted one by one; sums of up to 1,000 respondents on a lattice are listed by
/// adding respondent after respondent. Else the sum of the smaller group has the
/// conditional characteristic function of independent picks, given their number;
/// it is inverted in two dimensions along a contour through the saddle point (see
/// the source of `tilted_tail.rs`), to about 1e-10 relative ([`LimitForm::Smooth`]
/// where only its hill is summed).
///
/// # Assumes
/// As [`super::permutation_test`].
///
/// # When not
/// For values without a common step in groups below 50, where jumps matter and the
/// steps are too many ([`NotComputable::TooFew`]; take the draws); nor as an exact
/// test of ranks of a handful, which enumeration gives as well.
///
/// # Example
/// ```
/// use tridharma::stats::{PermutationScore, Sample, permutation_limit};
/// // 1 2 3 against 4 5 6: 2 of the 20 deals are as far apart.
/// let first = Sample::of_codes(1, &[1, 1, 1], 0);
/// let second = Sample::of_codes(4, &[1, 1, 1], 0);
/// let test = permutation_limit(&first, &second, PermutationScore::Mean).unwrap();
/// assert!((test.p_two_sided - 0.1).abs() < 1e-12);
/// assert!((test.p_less - 0.05).abs() < 1e-12);
/// ```
///
/// # Checked against
/// Enumeration of all deals of small groups, exact counting of deals by dynamic
/// programming, seeded draws.
///
/// # References
/// Robinson, Saddlepoint approximations for permutation tests, JRSS B 44 (1982)
/// 91–101; Daniels, Annals of Mathematical Statistics 25 (1954) 631–650; Pagano and
/// Tritchler, JASA 78 (1983) 435–440 (Fourier inversion of permutation
/// distributions).
///
/// # Errors
/// [`NotComputable::NoAnswers`] for an empty group, [`NotComputable::NoSpread`]
/// where all values are equal, [`NotComputable::OutOfRange`] for more than 20,000
/// distinct values, [`NotComputable::TooFew`] for groups below 50 with so many
/// values that jumps cannot be told.
pub fn permutation_limit(
    first: &Sample,
    second: &Sample,
    score: PermutationScore,
) -> Outcome<PermutationLimit> {
    let pooled = Pooled::of(first, second, score)?;
    let exact = Tails::of(&pooled)?;
    let far = i128::try_from(pooled.observed.unsigned_abs())
        .map_err(|_| NotComputable::out_of_range("values"))?;
    let (p_greater, p_less) = (
        exact.at_least(pooled.observed)?,
        exact.at_most(pooled.observed)?,
    );
    let p_two_sided = match far {
        0 => 1.0,
        _ if pooled.observed > 0 => p_greater + exact.at_most(-far)?,
        _ => p_less + exact.at_least(far)?,
    };
    Ok(PermutationLimit {
        score,
        difference: pooled.difference,
        p_two_sided: p_two_sided.min(1.0),
        p_greater,
        p_less,
        form: exact.form,
        sizes: Sizes {
            n: pooled.n(),
            groups: vec![pooled.first, pooled.second],
            missing: pooled.missing,
        },
        cautions: Vec::new(),
    })
}

/// A permutation test over all deals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermutationLimit {
    pub score: PermutationScore,
    /// Of the means (or mean ranks), first minus second.
    pub difference: f64,
    pub p_two_sided: f64,
    /// The first group tends to be above, below.
    pub p_greater: f64,
    pub p_less: f64,
    pub form: LimitForm,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for PermutationLimit {
    fn method(&self) -> &'static str {
        "permutation_limit"
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

/// Distinct values beyond which a p value would take seconds.
const MOST_VALUES: usize = 20_000;

/// Both tails of the sum of the smaller group.
struct Tails {
    /// All deals, where they can be listed.
    dealt: Option<DealtSums>,
    upper: Tail,
    lower: Tail,
    /// Whether the smaller group is the second.
    turned: bool,
    form: LimitForm,
}

/// The upper tail of the values, or of their negatives.
struct Tail {
    counted: Option<CountedDeals>,
    distances: Vec<f64>,
    counts: Vec<u64>,
    /// The sum of the picked is this over n, less a whole number.
    mean: i128,
    /// The greatest sum of those picked.
    greatest: i128,
    picked: u64,
    /// Whether the inversion scans the whole period.
    whole: bool,
    n: i128,
}

impl Tails {
    fn of(pooled: &Pooled) -> Outcome<Tails> {
        if pooled.counts.len() > MOST_VALUES {
            return Err(NotComputable::out_of_range("values"));
        }
        let upper = Tail::of(pooled, 1);
        let smaller = pooled.first.min(pooled.second);
        let dealt = match upper.counted {
            Some(_) => None,
            None => DealtSums::of(pooled),
        };
        let form = match upper.counted.is_some() || dealt.is_some() || upper.whole {
            true => LimitForm::Lattice,
            false if smaller >= SMOOTH_FROM => LimitForm::Smooth,
            false => {
                let (n, needed) = (smaller, SMOOTH_FROM);
                return Err(NotComputable::TooFew { n, needed });
            }
        };
        Ok(Tails {
            lower: Tail::of(pooled, -1),
            turned: pooled.first > pooled.second,
            dealt,
            upper,
            form,
        })
    }

    /// `P(n·(sum of the first − mean) ≥ at)`.
    fn at_least(&self, at: i128) -> Outcome<f64> {
        match (&self.dealt, self.turned) {
            (Some(dealt), true) => Ok(dealt.at_most(-at)),
            (Some(dealt), false) => Ok(dealt.at_least(at)),
            (None, true) => self.lower.at_least(at),
            (None, false) => self.upper.at_least(at),
        }
    }

    fn at_most(&self, at: i128) -> Outcome<f64> {
        match (&self.dealt, self.turned) {
            (Some(dealt), true) => Ok(dealt.at_least(-at)),
            (Some(dealt), false) => Ok(dealt.at_most(at)),
            (None, true) => self.upper.at_least(-at),
            (None, false) => self.lower.at_least(-at),
        }
    }
}

impl Tail {
    fn of(pooled: &Pooled, sign: i128) -> Tail {
        let cells = pooled.distances.iter().zip(&pooled.counts);
        let mut cells: Vec<(i128, u64)> = cells.map(|(d, count)| (sign * d, *count)).collect();
        cells.sort_unstable();
        let distances: Vec<i128> = cells.iter().map(|(distance, _)| *distance).collect();
        let counts: Vec<u64> = cells.iter().map(|(_, count)| *count).collect();
        let steps = pooled.steps.iter().zip(&pooled.counts);
        let all: i128 = steps.map(|(step, count)| step * i128::from(*count)).sum();
        let (picked, n) = (pooled.first.min(pooled.second), i128::from(pooled.n()));
        let (mut left, mut greatest) = (picked, 0);
        for (distance, count) in cells.iter().rev() {
            let taken = left.min(*count);
            greatest += distance * i128::from(taken);
            left -= taken;
        }
        let mut tail = Tail {
            counted: CountedDeals::of(&counts, &distances, picked),
            distances: distances.iter().map(|d| *d as f64 / n as f64).collect(),
            counts,
            mean: sign * all * i128::from(picked),
            greatest,
            picked,
            whole: false,
            n,
        };
        tail.whole = tail.counted.is_none() && tail.inversion().scannable();
        tail
    }

    fn at_least(&self, at: i128) -> Outcome<f64> {
        if at > self.greatest {
            return Ok(0.0);
        }
        if let Some(counted) = &self.counted {
            return Ok(counted.at_least(at));
        }
        // Sums are whole and their mean is not: up to the next one there is.
        let next = at + (-(at + self.mean)).rem_euclid(self.n);
        let x = next as f64 / self.n as f64;
        let found = self.inversion().at_least(x, self.whole);
        found.ok_or_else(|| NotComputable::out_of_range("values"))
    }

    fn inversion(&self) -> TiltedTail<'_> {
        TiltedTail {
            distances: &self.distances,
            counts: &self.counts,
            picked: self.picked as f64,
            n: self.n as f64,
        }
    }
}
