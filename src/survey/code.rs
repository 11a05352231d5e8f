use super::answer::{Answer, Reader, Remark};
use super::code_issues::{column_issues, gather_lent, letter_issue, row_issues};
use super::coded_rows::CodedRows;
use super::group_values::GroupReader;
use super::typing::Vocabulary;
use super::words::Folded;
use super::{Issue, Item, MappedItem, Mapping, Responses, Words};
use crate::count::{Dictionary, Pattern, Tally};
use std::collections::BTreeMap;

/// A tally in codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Coded {
    pub responses: Responses,
    /// Ordered by the number of answers they touch, then by column.
    pub issues: Vec<Issue>,
    /// For each tally pattern the response pattern it became; none for a row
    /// without any answer.
    pub response_of: Vec<Option<u32>>,
}

/// Codes a tally whose columns are the mapping's items followed by its groups,
/// in their order. Never fails on data: what is no answer is missing, and an
/// issue says so.
///
/// An answer is a digit of the scale (`3`, `3.0`), a letter from `a` for the
/// lowest code where the whole column is letters, a word of one of the item's
/// sets in any case and spacing, or both together (`3 - Sesuai`, `Sesuai (3)`)
/// when they agree. A number outside the scale is missing, never clamped.
pub fn code(tally: &Tally, mapping: &Mapping) -> Coded {
    let mut issues = Vec::new();
    let known = Vocabulary::of(&mapping.items);
    let read = read_items(tally, mapping, &known);
    let first_group = mapping.items.len();
    let groups: Vec<GroupReader> = mapping
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| GroupReader::new(group, tally, first_group + at))
        .collect();
    let codes: Vec<Vec<Option<i16>>> = read.iter().map(ReadColumn::codes).collect();
    let values: Vec<&[Option<u32>]> = groups.iter().map(GroupReader::values).collect();
    let coded = CodedRows::of(tally.patterns(), &codes, &values);
    for (at, (item, column)) in mapping.items.iter().zip(&read).enumerate() {
        column_issues(tally, at, item, column, &known, &coded, &mut issues);
    }
    gather_lent(&mut issues);
    letter_issue(&read, mapping, tally, &mut issues);
    for (at, group) in groups.iter().enumerate() {
        group.issues(tally, first_group + at, &mut issues);
    }
    row_issues(tally, &coded, mapping, &mut issues);
    let (patterns, response_of) = coded.gathered();
    let items = mapping.items.iter().zip(&read);
    let items = items.map(|(item, column)| item_of(item, column));
    let responses = Responses {
        items: items.collect(),
        groups: groups.into_iter().map(|reader| reader.group).collect(),
        patterns,
    };
    // Stable, so that issues of the same weight stay in column order.
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.answers));
    Coded {
        responses,
        issues,
        response_of,
    }
}

fn item_of(item: &MappedItem, column: &ReadColumn) -> Item {
    let levels = column.levels.as_ref().filter(|_| !item.has_own_words());
    let levels = levels.map(|words| words.iter().map(Words::same).collect());
    Item {
        id: item.id.clone(),
        code: item.code.clone(),
        column: item.column,
        header: item.header.clone(),
        name: item.name.clone(),
        min: item.scale.min,
        max: item.scale.max,
        // What the respondents were shown, not what the scale calls it.
        labels: levels.unwrap_or_else(|| item.labels.clone()),
        weight: item.weight,
    }
}

/// What the distinct texts of a column say.
pub(super) struct ReadColumn {
    /// By their position in the dictionary.
    pub answers: Vec<Answer>,
    /// What a typing error was taken for, by the same position.
    pub corrected: BTreeMap<usize, String>,
    /// All answers are letters.
    pub letters: bool,
    /// The words of the levels, where the column has words beside those of the
    /// scale.
    pub levels: Option<Vec<String>>,
}

impl ReadColumn {
    fn codes(&self) -> Vec<Option<i16>> {
        let code = |answer: &Answer| match answer {
            Answer::Code(code, _) => Some(*code),
            _ => None,
        };
        self.answers.iter().map(code).collect()
    }
}

/// The columns of all items; what one column leaves open the others may tell.
pub(super) fn read_items(tally: &Tally, mapping: &Mapping, known: &Vocabulary) -> Vec<ReadColumn> {
    let items = tally.columns.iter().take(mapping.items.len());
    let mut beside: Vec<&str> = items
        .flat_map(|column| column.values.iter().map(String::as_str))
        .collect();
    beside.sort_unstable();
    beside.dedup();
    let items = mapping.items.iter().enumerate();
    items
        .map(|(at, item)| read_column(tally.columns.get(at), item, &beside, known))
        .collect()
}

fn read_column(
    dictionary: Option<&Dictionary>,
    item: &MappedItem,
    beside: &[&str],
    known: &Vocabulary,
) -> ReadColumn {
    let texts: &[String] = dictionary.map_or(&[], |dictionary| &dictionary.values);
    let own = item.has_own_words();
    let reader = Reader::new(
        &item.scale,
        &Folded::of(item.scale.min, &item.word_sets),
        own,
        texts.iter().map(String::as_str),
        beside,
        &item.reading,
    );
    let mut answers: Vec<Answer> = texts.iter().map(|text| reader.read(text)).collect();
    let mut corrected = BTreeMap::new();
    for (at, (answer, text)) in answers.iter_mut().zip(texts).enumerate() {
        if *answer == Answer::Unknown
            && let Some((word, code)) = reader.mistyped(text, known)
        {
            *answer = Answer::Code(code, Remark::Typo);
            corrected.insert(at, word);
        }
    }
    ReadColumn {
        answers,
        corrected,
        letters: reader.letters,
        levels: reader.levels(),
    }
}

/// The text of a pattern in a column, as a position in its dictionary.
pub(super) fn id_at(pattern: Pattern, column: usize) -> Option<usize> {
    pattern.ids.get(column).map(|&id| id as usize)
}
