use super::interval::coverage;
use super::mann_whitney_exact::RankSums;
use super::ranking::Ranking;
use super::{Exact, Interval, NotComputable, Outcome, Sample, normal_quantile};
use num_bigint::BigInt;
use num_traits::Pow;
use serde::{Deserialize, Serialize};

/// The Hodges–Lehmann estimate of the shift between two groups.
///
/// # Question
/// By how much is one group higher, in the unit of the answers?
///
/// # Formula
/// The median of all `n₁n₂` differences first − second. The interval goes from
/// the `q`-th smallest to the `q`-th largest difference, `q` the least with
/// `P(U ≤ q) ≥ (1 − confidence)/2`, at least 1 (R); where there are ties or too
/// many respondents for the exact distribution of U,
/// `q = ⌊n₁n₂/2 − z·√(n₁n₂(N+1)/12)⌋` at least 1 (Moses; SAS).
///
/// # Assumes
/// Both groups have the same distribution but for a shift.
///
/// # When not
/// Few distinct answers: the estimate is then one of a few whole numbers, mostly
/// 0. Compare the rank-biserial correlation instead.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, hodges_lehmann};
/// let first = Sample::of_numbers(&[Some(2.5), Some(4.0), Some(7.5)]).unwrap();
/// let second = Sample::of_numbers(&[Some(1.0), Some(3.5)]).unwrap();
/// // differences −1, 0.5, 1.5, 3, 4, 6.5
/// assert_eq!(hodges_lehmann(&first, &second, 0.95).unwrap().estimate, 2.25);
/// ```
///
/// # Checked against
/// `rank_tests` of the reference cases (R `wilcox.test(conf.int = TRUE)`).
///
/// # References
/// Hodges & Lehmann (1963), Annals of Mathematical Statistics 34: 598–611.
/// Hollander, Wolfe & Chicken (2014), Nonparametric Statistical Methods, 4.2–4.3.
///
/// # Errors
/// [`NotComputable::TooFew`] with an empty group, [`NotComputable::OutOfRange`]
/// for a confidence that is none or values too far apart.
pub fn hodges_lehmann(first: &Sample, second: &Sample, confidence: f64) -> Outcome<HodgesLehmann> {
    let confidence = coverage(confidence)?;
    let ranking = Ranking::of(&[first, second])?;
    let differences = Differences::of(first, second)?;
    let pairs = differences.pairs;
    if pairs == 0 {
        return Err(NotComputable::TooFew { n: 0, needed: 1 });
    }
    let upper = (1.0 - confidence) / 2.0;
    let exact = (ranking.tied == 0).then(|| RankSums::of(&ranking).ok());
    let exact = exact.flatten();
    let place = match &exact {
        Some(sums) => exact_place(sums, &ranking, upper),
        None => normal_place(&ranking, upper),
    };
    let place = place.ok_or_else(|| NotComputable::out_of_range("confidence"))?;
    let place = place.clamp(1, (pairs + 1) / 2);
    Ok(HodgesLehmann {
        estimate: differences.middle()?,
        interval: Interval {
            low: Some(differences.value(differences.nth(place)?)?),
            high: Some(differences.value(differences.nth(pairs + 1 - place)?)?),
            confidence,
        },
        place: u64::try_from(place).map_err(|_| NotComputable::out_of_range("respondents"))?,
        exact: exact.is_some(),
    })
}

/// Result of [`hodges_lehmann`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HodgesLehmann {
    /// First minus second.
    pub estimate: f64,
    pub interval: Interval,
    /// The interval's ends are the differences of this rank from below and
    /// from above.
    pub place: u64,
    /// Whether the rank comes from the exact distribution of U.
    pub exact: bool,
}

/// R's `qwilcox(upper, n1, n2)`, at least 1.
fn exact_place(sums: &RankSums, ranking: &Ranking, upper: f64) -> Option<i128> {
    let sizes: Vec<i128> = ranking.n.iter().map(|&n| i128::from(n)).collect();
    let (n1, n2) = (*sizes.first()?, *sizes.get(1)?);
    // R's guard against a share that rounding lifts above its step.
    let enough = upper - 10.0 * f64::EPSILON;
    let (mut low, mut high) = (-1, n1 * n2);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match sums.at_most(n1 * (n1 + 1) + 2 * middle) >= enough {
            true => high = middle,
            false => low = middle,
        }
    }
    Some(high)
}

fn normal_place(ranking: &Ranking, upper: f64) -> Option<i128> {
    let pairs = ranking.n.iter().map(|&n| n as f64).product::<f64>();
    let sd = (pairs * (ranking.total as f64 + 1.0) / 12.0).sqrt();
    let place = pairs / 2.0 - normal_quantile(upper)? * sd;
    Some(place.floor().max(0.0) as i128)
}

/// All differences of two samples, never listed.
struct Differences {
    first: Vec<(i128, u64)>,
    second: Vec<(i128, u64)>,
    places: u32,
    pairs: i128,
    /// The least and the greatest.
    ends: (i128, i128),
}

impl Differences {
    fn of(first: &Sample, second: &Sample) -> Outcome<Differences> {
        let far = || NotComputable::out_of_range("values");
        let places = first.places().max(second.places());
        let at = |sample: &Sample| sample.at(places).ok_or_else(far);
        let (pairs, (first, second)) = (
            i128::from(first.n()) * i128::from(second.n()),
            (at(first)?, at(second)?),
        );
        let end = |a: Option<&(i128, u64)>, b: Option<&(i128, u64)>| match (a, b) {
            (Some((a, _)), Some((b, _))) => a.checked_sub(*b),
            _ => Some(0),
        };
        let low = end(first.first(), second.last()).ok_or_else(far)?;
        let high = end(first.last(), second.first()).ok_or_else(far)?;
        Ok(Differences {
            first,
            second,
            places,
            pairs,
            ends: (low, high),
        })
    }

    /// How many are not above `bound`.
    fn up_to(&self, bound: i128) -> i128 {
        let mut next = self.second.iter().rev().peekable();
        let (mut above, mut count) = (0_i128, 0_i128);
        // a − b ≤ bound where b ≥ a − bound: as a falls, more of b fits.
        for &(a, n) in self.first.iter().rev() {
            while let Some((_, m)) = next.next_if(|(b, _)| a.saturating_sub(bound) <= *b) {
                above += i128::from(*m);
            }
            count += i128::from(n) * above;
        }
        count
    }

    /// The difference of a rank from below, from 1, by halving its range: the
    /// counting costs only the levels.
    fn nth(&self, rank: i128) -> Outcome<i128> {
        let (mut low, mut high) = self.ends;
        while low < high {
            let gap = high
                .checked_sub(low)
                .ok_or_else(|| NotComputable::out_of_range("values"))?;
            let middle = low + gap / 2;
            match self.up_to(middle) >= rank {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Ok(low)
    }

    fn middle(&self) -> Outcome<f64> {
        let low = self.nth((self.pairs + 1) / 2)?;
        let high = self.nth(self.pairs / 2 + 1)?;
        let scale = BigInt::from(10).pow(self.places) * 2;
        Ok(Exact::of_integers(BigInt::from(low) + high, scale).value())
    }

    fn value(&self, units: i128) -> Outcome<f64> {
        let scale = BigInt::from(10).pow(self.places);
        Ok(Exact::of_integers(BigInt::from(units), scale).value())
    }
}
