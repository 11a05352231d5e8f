use super::counted::{Counted, Sample};
use super::{IndexValue, grade_of};
use crate::decimal::Decimal;
use crate::stats::{Exact, Outcome};
use crate::survey::{Band, Responses};
use serde::{Deserialize, Serialize};

/// One item of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemIndex {
    pub id: String,
    pub code: String,
    /// Column of the sheet from 0, and its header.
    pub column: u32,
    pub header: String,
    pub n: u64,
    pub missing: u64,
    /// Sum of the codes.
    pub sum: i64,
    /// Mean of the answers given, never rounded; printed with 3 places.
    pub nrr: f64,
    pub nrr_printed: Decimal,
    /// Standard error of the mean on the 0–100 scale, finite population included,
    /// and its 95 % t interval on the same scale.
    pub standard_error: Outcome<f64>,
    pub interval: Outcome<(f64, f64)>,
    /// The weight used (1/9, or the printed decimal asked for).
    pub weight: f64,
    /// NRR × weight; printed with 3 places.
    pub weighted: f64,
    pub weighted_printed: Decimal,
    /// NRR × 100 / max, printed with 2 places, and its grade.
    pub index: f64,
    pub index_printed: Decimal,
    pub grade: Option<String>,
    /// Rank by NRR from the highest (1); ties share the least rank.
    pub rank: u32,
    /// Answers per level from min to max, unused levels too.
    pub counts: Vec<u64>,
}

/// The items of an index; see [`super::satisfaction_index`].
pub(super) fn item_indexes(
    responses: &Responses,
    counted: &Counted,
    value: &IndexValue,
    bands: &[Band],
    population: Option<u64>,
) -> Vec<ItemIndex> {
    let weights = value.weights.iter().zip(&value.weighted);
    let means = counted.means.iter().zip(weights);
    let items = responses.items.iter().zip(means).enumerate();
    let mut frequencies = responses.all_frequencies();
    let mut found = Vec::new();
    for (u, (item, (nrr, (weight, weighted)))) in items {
        let index = nrr.clone() * Exact::ratio(100, counted.max.into());
        let index_printed = index.round(2);
        let (standard_error, interval) = precision(counted, u, index.value(), population);
        let n = counted.answers(u);
        found.push(ItemIndex {
            id: item.id.clone(),
            code: item.code.clone(),
            column: item.column,
            header: item.header.clone(),
            n,
            missing: counted.n.saturating_sub(n),
            sum: i64::try_from(counted.moments.sum(u)).unwrap_or(i64::MAX),
            nrr: nrr.value(),
            nrr_printed: nrr.round(3),
            standard_error,
            interval,
            weight: weight.value(),
            weighted: weighted.value(),
            weighted_printed: weighted.round(3),
            index: index.value(),
            index_printed,
            grade: grade_of(index_printed, bands).map(|band| band.grade.clone()),
            rank: rank(counted, u),
            counts: frequencies
                .get_mut(u)
                .and_then(Option::take)
                .map_or_else(Vec::new, |f| f.counts),
        });
    }
    found
}

/// Standard error and interval of one item on the 0–100 scale.
fn precision(
    counted: &Counted,
    item: usize,
    index: f64,
    population: Option<u64>,
) -> (Outcome<f64>, Outcome<(f64, f64)>) {
    let sample = Sample {
        n: counted.answers(item),
        population,
    };
    let variance = counted.moments.variance_of_mean(item);
    let standard_error = sample.standard_error(&variance, counted.max);
    let interval = sample.interval(index, &standard_error);
    let interval = interval.map(|interval| counted.clip(interval, &Exact::whole(1)));
    (standard_error, interval)
}

fn rank(counted: &Counted, item: usize) -> u32 {
    let (moments, means) = (&counted.moments, &counted.means);
    let is_higher = |other: &usize| {
        // Of means over different numbers of answers the products tell which is
        // higher.
        let one = moments.sum(*other).checked_mul(moments.n(item));
        let own = moments.sum(item).checked_mul(moments.n(*other));
        match one.zip(own) {
            Some((one, own)) => one > own,
            None => means.get(*other) > means.get(item),
        }
    };
    let higher = (0..means.len()).filter(is_higher).count();
    u32::try_from(higher + 1).unwrap_or(u32::MAX)
}
