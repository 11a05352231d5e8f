use super::answer::{Answer, Remark};
use super::code::{ReadColumn, id_at};
use super::coded_rows::CodedRows;
use super::fold::fold;
use super::personal::HIDDEN;
use super::typing::Vocabulary;
use super::withheld::WITHHELD;
use super::{Doubt, Issue, IssueKind, MappedItem, Mapping};
use crate::count::{Pattern, Tally};
use crate::error::{Place, column_letters};
use std::collections::BTreeMap;

/// How many rows something touches and where the first stands.
#[derive(Default)]
pub(super) struct Touched {
    answers: u64,
    /// Where it stands in the tally, and its place.
    first: Option<((u32, u32), Place)>,
}

impl Touched {
    pub fn add(&mut self, pattern: Pattern, column: Option<u32>) {
        self.answers += pattern.count;
        let stand = pattern.stand();
        if self.first.as_ref().is_none_or(|first| stand < first.0) {
            let place = Place {
                column,
                ..pattern.first()
            };
            self.first = Some((stand, place));
        }
    }

    pub fn issue(self, kind: IssueKind, column: Option<&str>) -> Issue {
        Issue {
            kind,
            column: column.map(str::to_owned),
            answers: self.answers,
            first: self.first.map(|(_, place)| place),
        }
    }
}

/// Values shown one by one for a column; the rest together.
const SHOWN: usize = 20;

pub(super) fn column_issues(
    tally: &Tally,
    at: usize,
    item: &MappedItem,
    column: &ReadColumn,
    known: &Vocabulary,
    coded: &CodedRows,
    issues: &mut Vec<Issue>,
) {
    let (by_text, blank) = looked_at(tally, at, item, column, coded);
    let header = Some(item.header.as_str());
    if blank.answers > 0 {
        issues.push(blank.issue(IssueKind::Blank, header));
    }
    let texts: &[String] = tally.columns.get(at).map_or(&[], |column| &column.values);
    let mut words = Vec::new();
    let mut in_words = Touched::default();
    let mut odd = Vec::new();
    for (id, touched) in by_text {
        match (texts.get(id), column.answers.get(id)) {
            (Some(text), Some(Answer::Code(code, Remark::OtherSet))) => {
                in_words = together(in_words, touched);
                words.push((*code, shown(text)));
            }
            (Some(text), Some(answer)) => {
                let taken = column.corrected.get(&id);
                let kind = odd_kind(text, answer, item, taken, known, touched.answers);
                odd.extend(kind.map(|kind| (kind, touched)));
            }
            _ => {}
        }
    }
    if !words.is_empty() {
        let kind = other_words(item, column, words);
        issues.push(in_words.issue(kind, header));
    }
    push_shown(odd, header, issues);
}

/// Words of a column that are not those of its item, with the codes they were given.
fn other_words(item: &MappedItem, column: &ReadColumn, mut words: Vec<(i16, String)>) -> IssueKind {
    if let Some(levels) = column.levels.as_ref().filter(|_| !item.has_own_words()) {
        return lent(item, levels);
    }
    words.sort();
    words.truncate(SHOWN);
    let words = words.into_iter();
    IssueKind::OtherWords {
        words: words
            .map(|(code, text)| format!("{code} = {text}"))
            .collect(),
    }
}

/// The rows of each text of a column that is not plainly a code, and those of the
/// blank ones.
fn looked_at(
    tally: &Tally,
    at: usize,
    item: &MappedItem,
    column: &ReadColumn,
    coded: &CodedRows,
) -> (BTreeMap<usize, Touched>, Touched) {
    let mut by_text: BTreeMap<usize, Touched> = BTreeMap::new();
    let mut blank = Touched::default();
    let plain = |answer: &Answer| matches!(answer, Answer::Code(_, Remark::None));
    let plain: Vec<bool> = column.answers.iter().map(plain).collect();
    let looked_at = tally.patterns().enumerate();
    // Nearly all of them are plain.
    let looked_at = looked_at.filter(|(_, pattern)| {
        let id = id_at(*pattern, at).and_then(|id| plain.get(id));
        id.is_some_and(|plain| !plain)
    });
    for (row, pattern) in looked_at {
        let Some(id) = id_at(pattern, at) else {
            continue;
        };
        match column.answers.get(id) {
            // Rows without any answer are left out and counted as such.
            Some(Answer::Blank) if coded.is_answered(row) => blank.add(pattern, Some(item.column)),
            Some(Answer::Blank) | None => {}
            // Nor do they count as respondents to whom a question did not apply.
            Some(Answer::NotApplicable) if !coded.is_answered(row) => {}
            Some(_) => by_text
                .entry(id)
                .or_default()
                .add(pattern, Some(item.column)),
        }
    }
    (by_text, blank)
}

/// How the words of a battery's column were coded.
fn lent(item: &MappedItem, levels: &[String]) -> IssueKind {
    let coded = (item.scale.min..).zip(levels);
    IssueKind::LentWords {
        words: coded
            .map(|(code, word)| format!("{code} = {word}"))
            .collect(),
        columns: 1,
    }
}

/// Columns that lend the same words are one issue.
pub(super) fn gather_lent(issues: &mut Vec<Issue>) {
    let mut gathered: Vec<Issue> = Vec::new();
    issues.retain(|issue| {
        let IssueKind::LentWords { words, .. } = &issue.kind else {
            return true;
        };
        let same = gathered.iter_mut().find(|known| {
            matches!(&known.kind, IssueKind::LentWords { words: known, .. } if known == words)
        });
        match same {
            Some(known) => {
                known.answers += issue.answers;
                known.column = None;
                if let IssueKind::LentWords { columns, .. } = &mut known.kind {
                    *columns += 1;
                }
            }
            None => gathered.push(issue.clone()),
        }
        false
    });
    issues.append(&mut gathered);
}

/// The most frequent odd values one by one, the others of a sort together.
fn push_shown(mut odd: Vec<(IssueKind, Touched)>, header: Option<&str>, issues: &mut Vec<Issue>) {
    // What did not apply is counted apart from what is missing: all of it is told.
    let apart = |kind: &IssueKind| matches!(kind, IssueKind::NotApplicable { .. });
    odd.sort_by_key(|(kind, touched)| (!apart(kind), std::cmp::Reverse(touched.answers)));
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

/// A text short enough for a message; one that is somebody's is not said.
pub fn shown(text: &str) -> String {
    // A telephone number, an identity number or an address typed into the wrong
    // cell is somebody's: the place says where it stands.
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= PERSONAL_DIGITS || text.contains('@') {
        return HIDDEN.to_owned();
    }
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// A text that so many respondents wrote is nobody's name.
const COMMON: u64 = 3;

/// A text that is no answer, if it may be shown: a name typed into the wrong
/// column stays out of every message.
pub(super) fn unknown(text: &str, known: &Vocabulary, answers: u64) -> String {
    if text == WITHHELD {
        return HIDDEN.to_owned();
    }
    let folded = fold(text);
    let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    match letters < 3 || answers >= COMMON || known.holds(&folded) {
        true => shown(text),
        false => HIDDEN.to_owned(),
    }
}

fn odd_kind(
    text: &str,
    answer: &Answer,
    item: &MappedItem,
    taken: Option<&String>,
    known: &Vocabulary,
    answers: u64,
) -> Option<IssueKind> {
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
        Answer::Unknown => IssueKind::UnknownAnswer {
            value: unknown(text, known, answers),
        },
        Answer::NotApplicable => IssueKind::NotApplicable { value },
        Answer::MissingCode => IssueKind::MissingCode {
            value,
            min: item.scale.min,
            max: item.scale.max,
        },
        Answer::Code(code, Remark::Typo) => IssueKind::Typo {
            value,
            label: taken.cloned().unwrap_or_default(),
            code: *code,
        },
        Answer::Code(code, Remark::Ambiguous) => IssueKind::AmbiguousWord { value, code: *code },
        Answer::Code(code, Remark::OwnNumber) => IssueKind::OwnNumber { value, code: *code },
        Answer::Fraction => IssueKind::Fraction { value },
        Answer::Blank | Answer::Code(..) => return None,
    })
}

pub(super) fn row_issues(
    tally: &Tally,
    coded: &CodedRows,
    mapping: &Mapping,
    issues: &mut Vec<Issue>,
) {
    let mut empty = Touched::default();
    let mut straight = Touched::default();
    for (pattern, codes) in tally.patterns().zip(coded.answered()) {
        match codes {
            None => empty.add(pattern, None),
            Some(codes) if is_straight(codes) => straight.add(pattern, None),
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
    for doubt in &mapping.doubts {
        let (kind, column) = doubtful(doubt);
        issues.push(Touched::default().issue(kind, Some(column)));
    }
    for item in &mapping.missing_items {
        let item = item.clone();
        issues.push(Touched::default().issue(IssueKind::ItemNotFound { item }, None));
    }
}

fn doubtful(doubt: &Doubt) -> (IssueKind, &str) {
    match doubt {
        Doubt::SameHeader {
            header,
            taken,
            other,
        } => {
            let (taken, other) = (column_letters(*taken), column_letters(*other));
            (IssueKind::SameHeader { taken, other }, header)
        }
        Doubt::PoorFit {
            item,
            column,
            header,
            percent,
        } => {
            let kind = IssueKind::PoorFit {
                item: item.clone(),
                column: column_letters(*column),
                percent: *percent,
            };
            (kind, header)
        }
    }
}

/// Says how letters were read, where there are any: forms differ in it.
pub(super) fn letter_issue(
    read: &[ReadColumn],
    mapping: &Mapping,
    tally: &Tally,
    issues: &mut Vec<Issue>,
) {
    let lettered = |item: usize| read.get(item).is_some_and(|column| column.letters);
    let Some(first) = (0..mapping.items.len()).find(|item| lettered(*item)) else {
        return;
    };
    let item = mapping.items.get(first);
    let mut touched = Touched::default();
    for pattern in tally.patterns() {
        touched.add(pattern, item.map(|item| item.column));
    }
    let fall = item.is_some_and(|item| item.reading.letters_fall);
    issues.push(touched.issue(IssueKind::Letters { fall }, None));
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
