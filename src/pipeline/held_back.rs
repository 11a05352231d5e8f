use crate::analysis::{Entry, Finding, ItemIndex};
use crate::stats::NotComputable;

/// Takes out of the indexes of groups, all of one characteristic, how the answers to an
/// item are spread, where fewer than `small` respondents of any group gave one of its
/// answers: the spread in one group is what the others leave of the whole, so it is
/// taken out of all. The mean and how many answered stay; what is computed from the
/// spread beside the mean would give it away and goes with it.
pub(super) fn hold_back(groups: &mut [Entry], small: u64) {
    let few = |item: &ItemIndex| item.counts.iter().any(|n| (1..small).contains(n));
    let mut told: Vec<String> = Vec::new();
    for item in groups.iter().filter_map(items).flatten() {
        if few(item) && !told.contains(&item.id) {
            told.push(item.id.clone());
        }
    }
    for entry in groups {
        let Ok(Finding::Index(index)) = &mut entry.outcome else {
            continue;
        };
        for item in &mut index.items {
            if told.contains(&item.id) {
                item.counts = Vec::new();
                item.standard_error = Err(NotComputable::HeldBack { small });
                item.interval = Err(NotComputable::HeldBack { small });
            }
        }
    }
}

fn items(entry: &Entry) -> Option<&Vec<ItemIndex>> {
    match &entry.outcome {
        Ok(Finding::Index(index)) => Some(&index.items),
        _ => None,
    }
}
