use super::respondent::answers;
use crate::stats::{
    CriticalCorrelation, CronbachAlpha, ItemTotal, Outcome, critical_correlation, cronbach_alpha,
    item_total,
};
use crate::survey::Responses;
use serde::{Deserialize, Serialize};

/// Cronbach's α of all items, on respondents who answered every item; the
/// method is on the card of [`cronbach_alpha`].
pub fn reliability(responses: &Responses, confidence: f64) -> Outcome<CronbachAlpha> {
    cronbach_alpha(&answers(responses, &all(responses)), confidence)
}

/// Item–total correlations, plain and corrected, beside the critical value for
/// this n; the method is on the card of [`item_total`].
pub fn validity(responses: &Responses, alpha: f64) -> Outcome<Validity> {
    validity_of(responses, &all(responses), alpha)
}

/// The same for some items by their positions.
pub(super) fn validity_of(responses: &Responses, items: &[usize], alpha: f64) -> Outcome<Validity> {
    let total = item_total(&answers(responses, items))?;
    let ids = items.iter().filter_map(|&item| responses.items.get(item));
    Ok(Validity {
        alpha,
        critical: critical_correlation(total.n, alpha),
        items: ids.map(|item| item.id.clone()).collect(),
        total,
    })
}

/// Result of [`validity`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Validity {
    /// Ids of the items, in the order of the correlations.
    pub items: Vec<String>,
    pub total: ItemTotal,
    /// Significance level of the critical value, two-sided.
    pub alpha: f64,
    /// r tabel.
    pub critical: Outcome<CriticalCorrelation>,
}

fn all(responses: &Responses) -> Vec<usize> {
    (0..responses.items.len()).collect()
}
