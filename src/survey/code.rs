use super::answer::{Answer, Reader, Remark};
use super::group_values::GroupReader;
use super::{Issue, IssueKind, Item, MappedItem, Mapping, Response, Responses};
use crate::count::{Dictionary, Pattern, Tally};
use crate::error::Place;
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
    let answers: Vec<Vec<Answer>> = mapping
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| read_column(tally.columns.get(at), item))
        .collect();
    let first_group = mapping.items.len();
    let groups: Vec<GroupReader> = mapping
        .groups
        .iter()
        .enumerate()
        .map(|(at, group)| GroupReader::new(group, tally, first_group + at))
        .collect();
    let coded: Vec<Option<Response>> = tally
        .patterns
        .iter()
        .map(|pattern| code_pattern(pattern, &answers, &groups, first_group))
        .collect();
    for (at, (item, answers)) in mapping.items.iter().zip(&answers).enumerate() {
        column_issues(tally, at, item, answers, &coded, &mut issues);
    }
    for (at, group) in groups.iter().enumerate() {
        group.issues(tally, first_group + at, &mut issues);
    }
    row_issues(tally, &coded, mapping, &mut issues);
    let (patterns, response_of) = gather(coded);
    let responses = Responses {
        items: mapping.items.iter().map(item_of).collect(),
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

fn item_of(item: &MappedItem) -> Item {
    Item {
        id: item.id.clone(),
        code: item.code.clone(),
        column: item.column,
        header: item.header.clone(),
        name: item.name.clone(),
        min: item.scale.min,
        max: item.scale.max,
        labels: item.labels.clone(),
        weight: item.weight,
    }
}

fn read_column(dictionary: Option<&Dictionary>, item: &MappedItem) -> Vec<Answer> {
    let texts: &[String] = dictionary.map_or(&[], |dictionary| &dictionary.values);
    let own = item.labels != item.scale.labels;
    let reader = Reader::new(
        &item.scale,
        &item.word_sets,
        own,
        texts.iter().map(String::as_str),
    );
    texts.iter().map(|text| reader.read(text)).collect()
}

/// The text of a pattern in a column, as a position in its dictionary.
pub(super) fn id_at(pattern: &Pattern, column: usize) -> Option<usize> {
    pattern.ids.get(column).map(|&id| id as usize)
}

fn code_pattern(
    pattern: &Pattern,
    answers: &[Vec<Answer>],
    groups: &[GroupReader],
    first_group: usize,
) -> Option<Response> {
    let codes: Box<[Option<i16>]> = answers
        .iter()
        .enumerate()
        .map(|(at, answers)| match answers.get(id_at(pattern, at)?)? {
            Answer::Code(code, _) => Some(*code),
            _ => None,
        })
        .collect();
    codes.iter().any(Option::is_some).then(|| Response {
        codes,
        groups: groups
            .iter()
            .enumerate()
            .map(|(at, group)| group.value(id_at(pattern, first_group + at)?))
            .collect(),
        count: pattern.count,
    })
}

/// Equal responses as one, in a fixed order, and where each row went.
fn gather(coded: Vec<Option<Response>>) -> (Vec<Response>, Vec<Option<u32>>) {
    type Key = (Box<[Option<i16>]>, Box<[Option<u32>]>);
    let mut counts: BTreeMap<Key, u64> = BTreeMap::new();
    let keys: Vec<Option<Key>> = coded
        .into_iter()
        .map(|response| {
            let response = response?;
            let key = (response.codes, response.groups);
            *counts.entry(key.clone()).or_default() += response.count;
            Some(key)
        })
        .collect();
    let positions: BTreeMap<&Key, u32> = counts.keys().zip(0..).collect();
    let response_of = keys
        .iter()
        .map(|key| positions.get(key.as_ref()?).copied())
        .collect();
    let patterns = counts
        .iter()
        .map(|((codes, groups), &count)| Response {
            codes: codes.clone(),
            groups: groups.clone(),
            count,
        })
        .collect();
    (patterns, response_of)
}

/// How many rows something touches and where the first stands.
#[derive(Default)]
pub(super) struct Touched {
    answers: u64,
    first: Option<Place>,
}

impl Touched {
    pub fn add(&mut self, pattern: &Pattern, column: Option<u32>) {
        self.answers += pattern.count;
        let place = Place {
            column,
            ..pattern.first.clone()
        };
        if self.first.as_ref().is_none_or(|first| place < *first) {
            self.first = Some(place);
        }
    }

    pub fn issue(self, kind: IssueKind, column: Option<&str>) -> Issue {
        Issue {
            kind,
            column: column.map(str::to_owned),
            answers: self.answers,
            first: self.first,
        }
    }
}

/// Values shown one by one for a column; the rest together.
const SHOWN: usize = 20;

fn column_issues(
    tally: &Tally,
    at: usize,
    item: &MappedItem,
    answers: &[Answer],
    coded: &[Option<Response>],
    issues: &mut Vec<Issue>,
) {
    let mut by_text: BTreeMap<usize, Touched> = BTreeMap::new();
    let mut blank = Touched::default();
    for (pattern, response) in tally.patterns.iter().zip(coded) {
        let Some(id) = id_at(pattern, at) else {
            continue;
        };
        match answers.get(id) {
            // Rows without any answer are left out and counted as such.
            Some(Answer::Blank) if response.is_some() => blank.add(pattern, Some(item.column)),
            Some(Answer::Blank | Answer::Code(_, Remark::None)) | None => {}
            Some(_) => by_text
                .entry(id)
                .or_default()
                .add(pattern, Some(item.column)),
        }
    }
    let header = Some(item.header.as_str());
    if blank.answers > 0 {
        issues.push(blank.issue(IssueKind::Blank, header));
    }
    let texts: &[String] = tally.columns.get(at).map_or(&[], |column| &column.values);
    let mut other = (Touched::default(), Vec::new());
    let mut odd = Vec::new();
    for (id, touched) in by_text {
        let (Some(text), Some(answer)) = (texts.get(id), answers.get(id)) else {
            continue;
        };
        if let Answer::Code(_, Remark::OtherSet) = answer {
            other.0 = together(other.0, touched);
            other.1.push(shown(text));
        } else {
            odd.extend(odd_kind(text, answer, item).map(|kind| (kind, touched)));
        }
    }
    if !other.1.is_empty() {
        other.1.truncate(SHOWN);
        issues.push(
            other
                .0
                .issue(IssueKind::OtherWords { words: other.1 }, header),
        );
    }
    push_shown(odd, header, issues);
}

/// The most frequent odd values one by one, the others of a sort together.
fn push_shown(mut odd: Vec<(IssueKind, Touched)>, header: Option<&str>, issues: &mut Vec<Issue>) {
    odd.sort_by_key(|(_, touched)| std::cmp::Reverse(touched.answers));
    let rest = odd.split_off(odd.len().min(SHOWN));
    issues.extend(
        odd.into_iter()
            .map(|(kind, touched)| touched.issue(kind, header)),
    );
    let all = rest
        .into_iter()
        .map(|(_, touched)| touched)
        .reduce(together);
    if let Some(all) = all {
        issues.push(all.issue(
            IssueKind::UnknownAnswer {
                value: "…".into()
            },
            header,
        ));
    }
}

fn together(a: Touched, b: Touched) -> Touched {
    Touched {
        answers: a.answers + b.answers,
        first: match (a.first, b.first) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        },
    }
}

/// A text short enough for a message.
pub(super) fn shown(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn odd_kind(text: &str, answer: &Answer, item: &MappedItem) -> Option<IssueKind> {
    let value = shown(text);
    Some(match answer {
        Answer::Outside => IssueKind::OutsideScale {
            value,
            min: item.scale.min,
            max: item.scale.max,
        },
        Answer::Several => IssueKind::SeveralAnswers { value },
        Answer::Missing => IssueKind::MissingWord { value },
        Answer::Error => IssueKind::ErrorCell { value },
        Answer::Unknown => IssueKind::UnknownAnswer { value },
        Answer::Code(code, Remark::Ambiguous) => IssueKind::AmbiguousWord { value, code: *code },
        Answer::Blank | Answer::Code(..) => return None,
    })
}

fn row_issues(
    tally: &Tally,
    coded: &[Option<Response>],
    mapping: &Mapping,
    issues: &mut Vec<Issue>,
) {
    let mut empty = Touched::default();
    let mut straight = Touched::default();
    for (pattern, response) in tally.patterns.iter().zip(coded) {
        match response {
            None => empty.add(pattern, None),
            Some(response) if is_straight(&response.codes) => straight.add(pattern, None),
            Some(_) => {}
        }
    }
    let kept = tally.total() - empty.answers;
    for (touched, kind) in [
        (empty, IssueKind::EmptyRows),
        (straight, IssueKind::StraightLine),
    ] {
        if touched.answers > 0 {
            issues.push(touched.issue(kind, None));
        }
    }
    if let Some(form) = mapping.form_order {
        let all = Touched {
            answers: kept,
            first: None,
        };
        issues.push(all.issue(IssueKind::UnsurOrder { form }, None));
    }
    for item in &mapping.missing_items {
        let item = item.clone();
        issues.push(Touched::default().issue(IssueKind::ItemNotFound { item }, None));
    }
}

/// Every item answered, all with the same code.
fn is_straight(codes: &[Option<i16>]) -> bool {
    match codes.split_first() {
        Some((Some(first), rest)) if !rest.is_empty() => {
            rest.iter().all(|code| code == &Some(*first))
        }
        _ => false,
    }
}
