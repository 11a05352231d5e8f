use crate::survey::{Frequencies, Responses, Words};
use serde::{Deserialize, Serialize};

/// Frequencies of an item with shares.
///
/// # Question
/// How many gave which answer?
///
/// # Formula
/// `share = count / n_total`, `valid_share = count / n_valid`,
/// `cumulative_share = Σ counts up to here / n_valid`.
///
/// # Assumes
/// Levels in order; a level beyond the labels is named by its code.
///
/// # When not
/// Cumulated shares of a characteristic without order (sex, job) mean nothing.
///
/// # Example
/// ```
/// use tridharma::analysis::frequency_table;
/// use tridharma::survey::Frequencies;
/// let frequencies = Frequencies { min: 1, counts: vec![1, 0, 17, 12], missing: 10 };
/// let table = frequency_table("persyaratan", &frequencies, &[]);
/// assert_eq!((table.n_total, table.n_valid), (40, 30));
/// assert_eq!(table.levels[3].valid_share, 0.4);
/// assert_eq!(table.levels[3].share, 0.3);
/// ```
///
/// # Checked against
/// `frequencies` of the reference cases (R `table`).
///
/// # References
/// None needed: it is counting.
pub fn frequency_table(of: &str, frequencies: &Frequencies, labels: &[Words]) -> FrequencyTable {
    let levels = frequencies
        .counts
        .iter()
        .zip(frequencies.min..)
        .enumerate()
        .map(|(level, (&count, code))| {
            let label = labels.get(level).cloned().unwrap_or_else(|| Words {
                id: code.to_string(),
                en: code.to_string(),
            });
            (label, Some(code), count)
        });
    table(of, levels.collect(), frequencies.missing)
}

/// Frequencies of the values of a group by its position; blanks are missing.
/// `None` for a position that does not exist.
pub fn group_table(responses: &Responses, group: usize) -> Option<FrequencyTable> {
    let spec = responses.groups.get(group)?;
    let mut counts = vec![0_u64; spec.values.len()];
    let mut missing = 0_u64;
    for pattern in &responses.patterns {
        let value = pattern.groups.get(group).copied().flatten();
        let slot = value
            .and_then(|value| usize::try_from(value).ok())
            .and_then(|value| counts.get_mut(value));
        let slot = slot.unwrap_or(&mut missing);
        *slot = slot.saturating_add(pattern.count);
    }
    let values = spec.values.iter().zip(counts);
    let levels = values.map(|(label, count)| (label.clone(), None, count));
    Some(table(&spec.header, levels.collect(), missing))
}

fn table(of: &str, levels: Vec<(Words, Option<i16>, u64)>, missing: u64) -> FrequencyTable {
    let valid = levels
        .iter()
        .fold(0_u64, |sum, (_, _, count)| sum.saturating_add(*count));
    let total = valid.saturating_add(missing);
    let mut so_far = 0_u64;
    let levels = levels.into_iter().map(|(label, code, count)| {
        so_far = so_far.saturating_add(count);
        LevelShare {
            label,
            code,
            count,
            share: share(count, total),
            valid_share: share(count, valid),
            cumulative_share: share(so_far, valid),
        }
    });
    FrequencyTable {
        of: of.to_owned(),
        n_total: total,
        n_valid: valid,
        n_missing: missing,
        missing_share: share(missing, total),
        levels: levels.collect(),
    }
}

fn share(part: u64, whole: u64) -> f64 {
    match whole {
        0 => 0.0,
        _ => part as f64 / whole as f64,
    }
}

/// Counts and shares of the levels of an item or the values of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrequencyTable {
    /// Item id, or the group's header.
    pub of: String,
    pub n_total: u64,
    pub n_valid: u64,
    pub n_missing: u64,
    /// Share of all without an answer.
    pub missing_share: f64,
    /// All declared levels in order, unused ones too.
    pub levels: Vec<LevelShare>,
}

/// One level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelShare {
    pub label: Words,
    pub code: Option<i16>,
    pub count: u64,
    /// Shares from 0 to 1: of all, of the valid, cumulated over the valid;
    /// 0 where the denominator is 0.
    pub share: f64,
    pub valid_share: f64,
    pub cumulative_share: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{Group, GroupRole, Response};

    #[test]
    fn blanks_and_unused_boxes_stay_in_the_table_of_a_group() {
        let words = |text: &str| Words {
            id: text.to_owned(),
            en: text.to_owned(),
        };
        let answer = |value, count| Response {
            codes: [].into(),
            groups: [value].into(),
            count,
        };
        let responses = Responses {
            items: vec![],
            groups: vec![Group {
                role: GroupRole::Sex,
                header: "Jenis Kelamin".to_owned(),
                column: 2,
                values: vec![words("L"), words("P"), words("Lain")],
            }],
            patterns: vec![answer(None, 2), answer(Some(0), 5), answer(Some(1), 3)],
        };
        let table = group_table(&responses, 0).expect("a group");
        assert_eq!((table.n_total, table.n_valid, table.n_missing), (10, 8, 2));
        let counts: Vec<u64> = table.levels.iter().map(|l| l.count).collect();
        assert_eq!(counts, [5, 3, 0]);
        assert_eq!(table.missing_share, 0.2);
        assert_eq!(table.levels[1].cumulative_share, 1.0);
        assert!(group_table(&responses, 1).is_none());
    }

    #[test]
    fn no_answers_give_no_shares() {
        let frequencies = Frequencies {
            min: 1,
            counts: vec![0, 0],
            missing: 0,
        };
        let table = frequency_table("u", &frequencies, &[]);
        assert!(
            table
                .levels
                .iter()
                .all(|l| l.share == 0.0 && l.valid_share == 0.0)
        );
        assert_eq!(table.levels[1].label.id, "2");
    }
}
