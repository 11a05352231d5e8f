use serde::Deserialize;
use std::sync::OnceLock;

/// The sets of words in common use for a scale with so many levels, in order of
/// preference (`surveys/scales.toml`).
pub(super) fn sets_of(levels: usize) -> Vec<Vec<String>> {
    let all = lists().iter().flat_map(|list| &list.sets);
    all.filter(|set| set.len() == levels).cloned().collect()
}

/// The numbers of levels there are words for.
pub(super) fn sizes() -> Vec<usize> {
    let sets = lists().iter().flat_map(|list| &list.sets);
    let mut sizes: Vec<usize> = sets.map(Vec::len).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dictionary {
    #[serde(rename = "source")]
    _source: String,
    lists: Vec<List>,
}

/// Sets of words with where they were seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by people and by the test")
    )]
    source: String,
    sets: Vec<Vec<String>>,
}

/// The file is a part of the program; the test below reads it.
fn lists() -> &'static [List] {
    static LISTS: OnceLock<Vec<List>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let parsed = toml::from_str::<Dictionary>(include_str!("../../surveys/scales.toml"));
        parsed.unwrap_or_default().lists
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::fold::fold;
    use std::collections::BTreeSet;

    #[test]
    fn every_set_names_each_level_once_and_has_a_source() {
        let text = include_str!("../../surveys/scales.toml");
        let dictionary: Dictionary = toml::from_str(text).expect("scales.toml");
        let mut seen = BTreeSet::new();
        for list in &dictionary.lists {
            assert!(!list.source.trim().is_empty());
            for set in &list.sets {
                let words = set.iter().map(|word| fold(&word.replacen('*', " xxx ", 1)));
                let distinct: BTreeSet<String> = words.collect();
                assert_eq!(distinct.len(), set.len(), "{set:?}");
                assert!(!distinct.contains(""), "{set:?}");
                assert!(seen.insert(set.clone()), "twice: {set:?}");
            }
        }
        assert_eq!(sizes(), [3, 4, 5, 6, 7]);
        assert!(sets_of(2).is_empty() && sets_of(11).is_empty());
    }
}
