use super::respondent::{Target, values};
use crate::survey::Responses;

impl Target {
    /// The least and the greatest value a respondent can have; of interval values those
    /// that occur.
    ///
    /// ```
    /// use tridharma::analysis::Target;
    /// use tridharma::survey::{Item, Responses, Words};
    /// let item = |id: &str| Item {
    ///     id: id.into(), code: id.into(), column: 0, header: id.into(),
    ///     name: Words::default(), min: 1, max: 4, labels: vec![], weight: (1, 2),
    /// };
    /// let all = Responses { items: vec![item("U1"), item("U2")], groups: vec![], patterns: vec![] };
    /// assert_eq!(Target::Sum.range(&all), (2.0, 8.0));
    /// assert_eq!(Target::Index.range(&all), (25.0, 100.0));
    /// ```
    pub fn range(&self, responses: &Responses) -> (f64, f64) {
        let part = |ids: &[String]| -> Vec<(f64, f64)> {
            let items = responses.items.iter();
            items
                .filter(|i| ids.is_empty() || ids.contains(&i.id))
                .map(|i| (f64::from(i.min), f64::from(i.max)))
                .collect()
        };
        let widest = |ends: Vec<(f64, f64)>| {
            let ends = ends.into_iter();
            ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
                .unwrap_or((0.0, 1.0))
        };
        let sum = |ends: Vec<(f64, f64)>| {
            let ends = ends.into_iter();
            ends.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1))
        };
        match self {
            Target::Item(id) => widest(part(std::slice::from_ref(id))),
            Target::DimensionMean { items, .. } => widest(part(items)),
            Target::Dimension { items, .. } => sum(part(items)),
            Target::Sum => sum(part(&[])),
            Target::Index => {
                let least = part(&[])
                    .into_iter()
                    .map(|(min, max)| 100.0 * min / max.max(1.0));
                (least.fold(100.0, f64::min).max(0.0), 100.0)
            }
            Target::Intervals(_) => {
                let sample = values(responses, self);
                widest(sample.values().map(|(value, _)| (value, value)).collect())
            }
        }
    }
}
