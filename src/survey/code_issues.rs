use super::answer::{Answer, Remark};
use super::code::id_at;
use super::{Issue, IssueKind, MappedItem, Mapping, Response};
use crate::count::{Pattern, Tally};
use crate::error::Place;
use std::collections::BTreeMap;

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

pub(super) fn column_issues(
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
    let mut words = Vec::new();
    let mut in_words = Touched::default();
    let mut odd = Vec::new();
    for (id, touched) in by_text {
        match (texts.get(id), answers.get(id)) {
            (Some(text), Some(Answer::Code(_, Remark::OtherSet))) => {
                in_words = together(in_words, touched);
                words.push(shown(text));
            }
            (Some(text), Some(answer)) => {
                odd.extend(odd_kind(text, answer, item).map(|kind| (kind, touched)));
            }
            _ => {}
        }
    }
    if !words.is_empty() {
        words.truncate(SHOWN);
        issues.push(in_words.issue(IssueKind::OtherWords { words }, header));
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

/// As many digits as a telephone number has at least.
const PERSONAL_DIGITS: usize = 7;

/// A text short enough for a message.
pub(super) fn shown(text: &str) -> String {
    // A telephone number, an identity number or an address typed into the wrong
    // cell is somebody's: the place says where it stands.
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= PERSONAL_DIGITS || text.contains('@') {
        return "•••".to_owned();
    }
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

pub(super) fn row_issues(
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
