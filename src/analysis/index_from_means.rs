use super::grade_of;
use crate::decimal::Decimal;
use crate::stats::Exact;
use crate::survey::Band;
use serde::{Deserialize, Serialize};

/// The index from the means of its items: the arithmetic behind
/// [`super::satisfaction_index`], and the way to recompute a published report
/// that prints NRR but no counts.
///
/// # Question
/// Which index follows from these NRR, under which weight and which rounding?
///
/// # Formula
/// `index = Σ_u NRR_u·w_u × 100/max` (× 25 on a 1–4 scale), in fractions;
/// rounded on the way only where [`Rounding`] says so, and once at the end, half
/// up, to the two decimals that are printed.
///
/// # Assumes
/// All items on one scale; as many weights as means (a mean without a weight
/// counts as 0).
///
/// # When not
/// A printed NRR is rounded already: the index recomputed from it can differ
/// from one computed on the answers by up to 0,125 (two decimals, 1–4 scale).
///
/// # Example
/// ```
/// use tridharma::analysis::{IndexOptions, Rounding, index_from_means};
/// use tridharma::{Language, stats::Exact};
/// // 4925 points of 150 respondents on nine items, printed as 91,25
/// let mean = [Exact::ratio(4925, 150 * 9)];
/// let options = IndexOptions { round: Rounding::Nrr2, ..Default::default() };
/// let index = index_from_means(&mean, &[Exact::whole(1)], 4, &[], &options);
/// assert_eq!(index.printed.text(Language::Id), "91,25");
/// ```
///
/// # Checked against
/// The published reports in `tests/reference/published.md`; `skm_index` of the
/// reference cases (R).
///
/// # References
/// PermenPANRB 14/2017, Lampiran (NRR tertimbang, nilai konversi).
pub fn index_from_means(
    nrr: &[Exact],
    weights: &[Exact],
    max: i16,
    bands: &[Band],
    options: &IndexOptions,
) -> IndexValue {
    let weights: Vec<Exact> = match options.weight {
        Weight::Exact => weights.to_vec(),
        Weight::Printed(decimal) => vec![Exact::from(decimal); nrr.len()],
    };
    let weighted: Vec<Exact> = nrr
        .iter()
        .zip(&weights)
        .map(|(mean, weight)| mean.clone() * weight.clone())
        .collect();
    let sum: Exact = weighted.iter().sum();
    let weighted_sum = match options.round {
        Rounding::None => sum,
        Rounding::Nrr2 => sum.round(2).into(),
        Rounding::Sum3 => sum.round(3).into(),
    };
    let index = weighted_sum.clone() * Exact::ratio(100, max.into());
    let printed = index.round(2);
    IndexValue {
        weights,
        weighted,
        weighted_sum,
        index,
        printed,
        grade: grade_of(printed, bands).map(|band| band.grade.clone()),
    }
}

/// An index and the numbers it comes from, all exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexValue {
    /// The weight each item was given.
    pub weights: Vec<Exact>,
    /// NRR × weight of each item.
    pub weighted: Vec<Exact>,
    /// Their sum on the scale of the items, after the rounding asked for.
    pub weighted_sum: Exact,
    /// The sum × 100/max.
    pub index: Exact,
    /// The index with two decimals, half up.
    pub printed: Decimal,
    /// The grade of the printed index; none without bands.
    pub grade: Option<String>,
}

/// How the index is computed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexOptions {
    pub weight: Weight,
    pub round: Rounding,
    pub population: Option<u64>,
}

impl IndexOptions {
    /// Whether this is the index as defined: exact weights, rounded once.
    pub fn is_plain(&self) -> bool {
        self.weight == Weight::Exact && self.round == Rounding::None
    }
}

/// The weight of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The instrument's fractions (1/9).
    #[default]
    Exact,
    /// The same printed decimal for every item (0.111, 0.11, 0.071).
    Printed(Decimal),
}

/// What is rounded on the way to the index: the habits found in print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Nothing: once, at the end.
    #[default]
    None,
    /// The NRR total (the weighted sum, which with equal weights is the mean of
    /// the NRR) to two decimals before × 25: 3,6481 → 3,65 → 91,25. The NRR of
    /// the single items stay as they are; no published report was found that
    /// needs them rounded first.
    Nrr2,
    /// The same to three decimals: 3,05868 → 3,059 → 76,475.
    Sum3,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn printed(nrr: &[&str], options: IndexOptions) -> String {
        let nrr: Vec<Exact> = nrr.iter().filter_map(|text| Exact::parse(text)).collect();
        let weights = vec![Exact::ratio(1, nrr.len() as i128); nrr.len()];
        let index = index_from_means(&nrr, &weights, 4, &[], &options);
        index.printed.text(Language::En)
    }

    #[test]
    fn each_habit_rounds_at_its_own_place() {
        let round = |round| IndexOptions {
            round,
            ..Default::default()
        };
        // The mean is 3.0146: 75.365 exactly, a tie in the last printed digit.
        let nrr = ["3.0142", "3.015"];
        assert_eq!(printed(&nrr, round(Rounding::None)), "75.37");
        assert_eq!(printed(&nrr, round(Rounding::Sum3)), "75.38");
        assert_eq!(printed(&nrr, round(Rounding::Nrr2)), "75.25");
    }

    #[test]
    fn a_printed_weight_takes_the_place_of_every_fraction() {
        let weight = Weight::Printed(Decimal {
            units: 11,
            places: 2,
        });
        let options = IndexOptions {
            weight,
            ..Default::default()
        };
        assert!(!options.is_plain());
        // Nine times 4: 36 × 0.11 × 25, the most an index can reach with 0.11.
        assert_eq!(printed(&["4"; 9], options), "99.00");
    }
}
