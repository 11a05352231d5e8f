use crate::analysis::{Entry, Finding, Request, SatisfactionIndex};
use crate::stats::NotComputable;

/// The index where only the counts of each item are known: how many people
/// answered is at least the most answers to one item, and how their answers go
/// together is not known.
pub(super) fn only_counts(mut index: SatisfactionIndex, most: u64) -> SatisfactionIndex {
    index.n = most;
    index.n_complete = 0;
    for item in &mut index.items {
        item.missing = most.saturating_sub(item.n);
    }
    index.standard_error = Err(NotComputable::OnlyCounts);
    index.interval = Err(NotComputable::OnlyCounts);
    index.grades = Err(NotComputable::OnlyCounts);
    index
}

/// Of further questions only the description of single items has an answer.
pub(super) fn answered(request: &Request, mut entry: Entry, most: u64) -> Entry {
    match (request, &mut entry.outcome) {
        (Request::Describe(_), Ok(Finding::Description(description))) => {
            for item in &mut description.items {
                item.missing = most.saturating_sub(item.n);
            }
            for dimension in &mut description.dimensions {
                dimension.descriptives = Err(NotComputable::OnlyCounts);
                dimension.tcr = None;
            }
            description.index = Err(NotComputable::OnlyCounts);
        }
        (_, outcome) => *outcome = Err(NotComputable::OnlyCounts),
    }
    entry
}
