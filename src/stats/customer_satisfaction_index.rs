use super::{Exact, NotComputable, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// Customer satisfaction index (CSI): satisfaction weighted by importance, in
/// percent of the greatest possible.
///
/// # Question
/// How satisfied are the respondents, what matters more to them counting more?
///
/// # Formula
/// `MIS` and `MSS` the mean importance and satisfaction of an item,
/// `WF = MIS/ΣMIS`, `WS = WF·MSS`, `CSI = 100·ΣWS/max`, max the greatest answer
/// of the scale.
///
/// # Assumes
/// Importance and satisfaction of the same items on the same scale. Means over
/// those who answered; sums are exact.
///
/// # When not
/// Where everything is important: the weights are then nearly equal and the
/// index is the mean.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, customer_satisfaction_index};
/// let satisfied = [Sample::of_codes(3, &[2, 2], 0), Sample::of_codes(3, &[4, 0], 0)];
/// let important = [Sample::of_codes(1, &[0, 0, 0, 4], 0), Sample::of_codes(1, &[4], 0)];
/// let found = customer_satisfaction_index(&satisfied, &important, 4.0).unwrap();
/// assert_eq!(found.items[0].weight, 0.8);
/// assert_eq!(found.percent, 85.0); // 0.8 · 3.5 + 0.2 · 3 = 3.4 of 4
/// ```
///
/// # Checked against
/// `csi_ipa_servqual` of the reference cases; `published_csi`, a thesis.
///
/// # References
/// Aritonang (2005) Kepuasan Pelanggan; Bhave (2002) Customer Satisfaction
/// Measurement.
///
/// # Errors
/// [`NotComputable::NotGiven`] without an importance for each item;
/// [`NotComputable::NoAnswers`] for an item nobody answered;
/// [`NotComputable::OutOfRange`] where the importances do not sum above 0 or the
/// greatest answer is not above 0.
pub fn customer_satisfaction_index(
    satisfaction: &[Sample],
    importance: &[Sample],
    greatest: f64,
) -> Outcome<CustomerSatisfactionIndex> {
    let (satisfaction, importance) = means_of_both(satisfaction, importance)?;
    let wrong = |what: &str| NotComputable::out_of_range(what);
    let zero = Exact::whole(0);
    let greatest = Exact::written(greatest).filter(|max| *max > zero);
    let greatest = greatest.ok_or(wrong("greatest"))?;
    let total: Exact = importance.iter().sum();
    if total <= zero {
        return Err(wrong("importance"));
    }
    let scores: Vec<(Exact, Exact)> = importance
        .iter()
        .zip(&satisfaction)
        .map(|(own, mean)| {
            let weight = own.clone() / total.clone();
            (weight.clone(), weight * mean.clone())
        })
        .collect();
    let sum: Exact = scores.iter().map(|(_, score)| score).sum();
    let items = satisfaction.iter().zip(&importance).zip(&scores);
    Ok(CustomerSatisfactionIndex {
        items: items
            .map(
                |((satisfaction, importance), (weight, score))| WeightedItem {
                    satisfaction: satisfaction.value(),
                    importance: importance.value(),
                    weight: weight.value(),
                    score: score.value(),
                },
            )
            .collect(),
        total_importance: total.value(),
        weighted_total: sum.value(),
        percent: (Exact::whole(100) * sum / greatest).value(),
    })
}

/// The exact means of two batteries of the same items.
pub(super) fn means_of_both(
    first: &[Sample],
    second: &[Sample],
) -> Outcome<(Vec<Exact>, Vec<Exact>)> {
    if first.len() != second.len() {
        let what = "importance".to_owned();
        return Err(NotComputable::NotGiven { what });
    }
    if first.is_empty() {
        return Err(NotComputable::NoAnswers);
    }
    let means = |of: &[Sample]| of.iter().map(Sample::mean).collect::<Outcome<Vec<Exact>>>();
    Ok((means(first)?, means(second)?))
}

/// Customer satisfaction index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerSatisfactionIndex {
    pub items: Vec<WeightedItem>,
    /// Sum of the mean importances.
    pub total_importance: f64,
    /// On the scale of the answers.
    pub weighted_total: f64,
    /// Of the greatest answer.
    pub percent: f64,
}

/// An item of the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedItem {
    /// MSS, the mean satisfaction.
    pub satisfaction: f64,
    /// MIS, the mean importance.
    pub importance: f64,
    /// WF, the share of the importance.
    pub weight: f64,
    /// WS, weight times satisfaction.
    pub score: f64,
}
