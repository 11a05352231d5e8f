use super::counted::{Counted, Sample};
use super::item_index::item_indexes;
use super::{GradeMass, IndexOptions, ItemIndex, grade_masses, index_from_means};
use crate::decimal::Decimal;
use crate::stats::{Exact, Outcome};
use crate::survey::{Band, Responses};
use serde::{Deserialize, Serialize};

/// The satisfaction index of a set of respondents (SKM, IKM).
///
/// # Question
/// How satisfied are the users of a service, as one number from 25 to 100 with a
/// grade, and how precisely is it known?
///
/// # Formula
/// `NRR_u = Σ codes of item u / n_u` over the answers given to that item;
/// `index = Σ_u NRR_u · w_u × 100 / max` (× 25 on a 1–4 scale). The grade is
/// that of the highest band whose lower bound the index, rounded half up to two
/// decimals, reaches ([`super::grade_of`]).
///
/// Standard error by linearisation of the sum of ratio means:
/// `z_i = Σ_u (w_u n/n_u) r_iu (y_iu − NRR_u)`, `se = √(n/(n−1) Σ z²)/n`, with
/// finite population correction `√(1 − n/N)`; interval by Student's t with
/// n − 1 degrees of freedom, clipped to the scale. Grade probabilities are the
/// mass of normal(index, se) in each band (approximate).
///
/// Everything up to the square root is exact: no order of rows and no number of
/// threads can show.
///
/// # Assumes
/// Respondents are a simple random sample of the users; all items share a scale;
/// a blank answer is missing at random within its item.
///
/// # When not
/// Under a stratified or clustered sample the standard error is too small or too
/// large (see the survey design methods). With few respondents read the interval,
/// not the grade. A pooled index is not the mean of the indexes of its groups.
///
/// # Example
/// ```
/// use tridharma::analysis::{IndexOptions, satisfaction_index};
/// use tridharma::survey::{Item, Response, Responses, Words};
/// let item = |id: &str, weight| Item {
///     id: id.into(), code: id.into(), column: 0, header: id.into(),
///     name: Words::default(), min: 1, max: 4, labels: vec![], weight,
/// };
/// let answers = |a, b, count| Response { codes: [a, b].into(), groups: [].into(), count };
/// let responses = Responses {
///     items: vec![item("U1", (1, 2)), item("U2", (1, 2))],
///     groups: vec![],
///     patterns: vec![answers(Some(3), Some(4), 2), answers(Some(2), None, 1)],
/// };
/// let index = satisfaction_index(&responses, &[], &IndexOptions::default()).unwrap();
/// // NRR 8/3 and 4: (8/3 + 4)/2 × 25
/// assert_eq!(index.printed.text(tridharma::Language::Id), "83,33");
/// assert_eq!((index.n, index.items[1].missing), (3, 1));
/// ```
///
/// # Checked against
/// `skm_index` of the reference cases (R: hand formula, standard error by
/// `survey::svyratio` and `svycontrast`); published reports in
/// `tests/reference/published.md`.
///
/// # References
/// PermenPANRB 14/2017; W. G. Cochran, Sampling Techniques, 3rd ed. (1977), ch. 6;
/// R. S. Woodruff, A simple method for approximating the variance of a complicated
/// estimate, JASA 66 (1971) 411–414.
///
/// # Errors
/// [`crate::stats::NotComputable`] when there is no respondent, an item has no answer (named by
/// its code), or the items have different scales.
pub fn satisfaction_index(
    responses: &Responses,
    bands: &[Band],
    options: &IndexOptions,
) -> Outcome<SatisfactionIndex> {
    let counted = Counted::of(responses)?;
    let weights: Vec<Exact> = responses
        .items
        .iter()
        .map(|item| Exact::ratio(item.weight.0.into(), item.weight.1.into()))
        .collect();
    let (means, max) = (&counted.means, counted.max);
    let value = index_from_means(means, &weights, max, bands, options);
    let plain = (!options.is_plain()).then(|| {
        let plain = IndexOptions::default();
        index_from_means(means, &weights, max, bands, &plain)
    });
    let sample = Sample {
        n: counted.n,
        population: options.population,
    };
    let variance = counted.moments.variance_of_means(&value.weights);
    let standard_error = sample.standard_error(&variance, max);
    let centre = value.index.value();
    let total_weight: Exact = value.weights.iter().sum();
    let interval = sample
        .interval(centre, &standard_error)
        .map(|interval| counted.clip(interval, &total_weight));
    Ok(SatisfactionIndex {
        n: counted.n,
        n_complete: counted.n_complete,
        items: item_indexes(responses, &counted, &value, bands, options.population),
        weighted_sum: value.weighted_sum.value(),
        weighted_sum_printed: value.weighted_sum.round(3),
        exact: centre,
        printed: value.printed,
        plain: plain.map(|plain| (plain.index.value(), plain.printed, plain.grade)),
        grade: value.grade,
        grades: grade_masses(centre, &standard_error, bands),
        standard_error,
        df: sample.df(),
        interval,
        population: options.population,
    })
}

/// The index of a set of respondents with what it was computed from.
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
    /// Grade letter by [`super::grade_of`]; none without bands.
    pub grade: Option<String>,
    /// Standard error of the index (0–100 scale), finite population included.
    pub standard_error: Outcome<f64>,
    pub df: u64,
    /// 95 % interval about [`SatisfactionIndex::exact`].
    pub interval: Outcome<(f64, f64)>,
    /// Approximate probability of each grade, lowest band first.
    pub grades: Outcome<Vec<GradeMass>>,
    /// The population the interval was corrected for.
    pub population: Option<u64>,
}
