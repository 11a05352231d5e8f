use super::{Exact, NotComputable, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// What is compared between two groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermutationScore {
    /// The values: a difference of means.
    #[default]
    Mean,
    /// Their mid-ranks: a difference of mean ranks, as Mann–Whitney.
    Rank,
}

/// Two groups thrown together: every value with how many have it, and how far the
/// sum of the first group lies from what chance lets expect, in integers.
#[derive(Debug, Clone)]
pub(super) struct Pooled {
    pub first: u64,
    pub second: u64,
    pub missing: u64,
    /// Respondents of each value, of both groups.
    pub counts: Vec<u64>,
    /// Scores less the smallest, over their greatest common divisor.
    pub steps: Vec<i128>,
    /// `n·step − Σ count·step`: what a respondent adds to [`Pooled::observed`].
    pub distances: Vec<i128>,
    /// `n·(sum of the first − its expectation)`, in steps.
    pub observed: i128,
    /// Of the means (or mean ranks), first minus second.
    pub difference: f64,
}

impl Pooled {
    pub fn of(first: &Sample, second: &Sample, score: PermutationScore) -> Outcome<Pooled> {
        let (n1, n2) = (first.n(), second.n());
        if n1 == 0 || n2 == 0 {
            return Err(NotComputable::NoAnswers);
        }
        let all = first.merge(second).ok_or_else(too_wide)?;
        let places = all.places();
        let in_first = aligned(first, places)?;
        let counts: Vec<u64> = all.units().iter().map(|(_, count)| *count).collect();
        let units: Vec<i128> = all.units().iter().map(|(units, _)| *units).collect();
        let (scores, unit) = match score {
            PermutationScore::Mean => (
                units.clone(),
                Exact::ratio(1, 10_i128.checked_pow(places).unwrap_or(1)),
            ),
            PermutationScore::Rank => (double_ranks(&counts), Exact::ratio(1, 2)),
        };
        let lowest = scores.iter().copied().min().unwrap_or(0);
        let raised: Option<Vec<i128>> = scores.iter().map(|s| s.checked_sub(lowest)).collect();
        let raised = raised.ok_or_else(too_wide)?;
        let divisor = raised.iter().fold(0, |a, b| common_divisor(a, *b));
        if divisor == 0 {
            return Err(NotComputable::NoSpread);
        }
        let steps: Vec<i128> = raised.iter().map(|step| step / divisor).collect();
        let n = i128::from(n1) + i128::from(n2);
        let distances = distances(&steps, &counts, n).ok_or_else(too_wide)?;
        let mut observed = 0_i128;
        for (value, count) in &in_first {
            let place = units.binary_search(value).ok();
            let distance = place.and_then(|place| distances.get(place)).copied();
            // Bounded by n·max|distance|, which was found to fit.
            observed += distance.unwrap_or(0) * i128::from(*count);
        }
        let both = Exact::whole(n1.into()) * Exact::whole(n2.into());
        Ok(Pooled {
            first: n1,
            second: n2,
            missing: first.missing.saturating_add(second.missing),
            counts,
            steps,
            distances,
            observed,
            difference: (Exact::whole(observed) * Exact::whole(divisor) / both * unit).value(),
        })
    }

    /// Respondents.
    pub fn n(&self) -> u64 {
        self.first.saturating_add(self.second)
    }
}

fn too_wide() -> NotComputable {
    NotComputable::out_of_range("values")
}

fn aligned(sample: &Sample, places: u32) -> Outcome<Vec<(i128, u64)>> {
    let factor = 10_i128.checked_pow(places.saturating_sub(sample.places()));
    let scaled = |&(units, count): &(i128, u64)| Some((units.checked_mul(factor?)?, count));
    let values: Option<Vec<_>> = sample.units().iter().map(scaled).collect();
    values.ok_or_else(too_wide)
}

/// Twice the mid-ranks, which are whole.
fn double_ranks(counts: &[u64]) -> Vec<i128> {
    let mut below = 0_i128;
    let rank = |count: &u64| {
        let rank = 2 * below + i128::from(*count) + 1;
        below += i128::from(*count);
        rank
    };
    counts.iter().map(rank).collect()
}

/// `None` where a sum over the respondents might not fit.
fn distances(steps: &[i128], counts: &[u64], n: i128) -> Option<Vec<i128>> {
    let products = steps.iter().zip(counts);
    let mut sum = products.map(|(step, count)| step.checked_mul(i128::from(*count)));
    let sum = sum.try_fold(0_i128, |sum, product| sum.checked_add(product?))?;
    let distances: Option<Vec<i128>> = steps
        .iter()
        .map(|step| step.checked_mul(n)?.checked_sub(sum))
        .collect();
    let distances = distances?;
    let widest = distances.iter().map(|d| d.unsigned_abs()).max()?;
    let fits = widest.checked_mul(n.unsigned_abs())? < 1 << 120;
    fits.then_some(distances)
}

pub(super) fn common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
