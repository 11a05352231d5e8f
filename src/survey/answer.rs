use super::Scale;
use super::fold::fold;
use super::words::{Found, WordSets};

/// What a cell of an item says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Blank,
    /// A code of the scale, and what is to be said about the word it came from.
    Code(i16, Remark),
    /// A number outside the scale.
    Outside,
    /// Two answers in one cell.
    Several,
    /// A word or sign that stands for no answer.
    Missing,
    /// An error of the spreadsheet (`#REF!`).
    Error,
    Unknown,
}

/// What a reader of the result should know about a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remark {
    None,
    /// It belongs to a set that is not the official one.
    OtherSet,
    /// Another set that fits the column as well gives it another code.
    Ambiguous,
}

/// Reads the cells of one column: digits, letters, and the words that the
/// column as a whole uses.
pub(super) struct Reader {
    scale: (i16, i16),
    words: WordSets,
    /// Every answer of the column is a letter: a is the lowest code.
    letters: bool,
    /// Every answer is a digit with words, one word for each digit.
    numbered: bool,
}

impl Reader {
    /// `texts` are the distinct texts of the column. With `certain` the first set
    /// is the item's own and wins without a remark; `beside` are the texts of all
    /// items, which decide between sets that fit this column equally well.
    pub fn new<'a>(
        scale: &Scale,
        word_sets: &[Vec<String>],
        certain: bool,
        texts: impl Iterator<Item = &'a str>,
        beside: &[&str],
    ) -> Reader {
        let beside: Vec<Parts> = beside
            .iter()
            .map(|text| Parts::of(text, scale.min))
            .collect();
        let answers: Vec<Parts> = texts
            .map(|text| Parts::of(text, scale.min))
            .filter(|parts| !stands_for_nothing(&parts.folded))
            .collect();
        let letters =
            !answers.is_empty() && answers.iter().all(|parts| letter(&parts.folded).is_some());
        Reader {
            scale: (scale.min, scale.max),
            words: WordSets::choose(scale.min, word_sets, certain, &answers, &beside),
            letters,
            numbered: one_word_per_digit(&answers),
        }
    }

    pub fn read(&self, text: &str) -> Answer {
        let parts = Parts::of(text, self.scale.0);
        if text.trim().is_empty() {
            return Answer::Blank;
        }
        if is_error(text) {
            return Answer::Error;
        }
        self.one(&parts)
            .unwrap_or_else(|| match stands_for_nothing(&parts.folded) {
                true => Answer::Missing,
                false if self.several(text) => Answer::Several,
                false => Answer::Unknown,
            })
    }

    /// A cell that holds one answer; none for what is no answer at all.
    fn one(&self, parts: &Parts) -> Option<Answer> {
        match self.words.find(&parts.folded) {
            Found::Code(code, remark) => return Some(Answer::Code(code, remark)),
            Found::Contradiction => return Some(Answer::Unknown),
            Found::Nothing => {}
        }
        if let Some(number) = parts.number {
            return Some(self.scaled(number));
        }
        let letter = letter(&parts.folded).filter(|_| self.letters);
        if let Some(place) = letter {
            return Some(self.scaled(i64::from(self.scale.0) + place));
        }
        self.with_digit(parts)
    }

    /// `3 - Sesuai`, `Sesuai (3)`, `c. Sesuai`: both must say the same.
    fn with_digit(&self, parts: &Parts) -> Option<Answer> {
        let numbered = parts.numbered.as_ref()?;
        let code = i16::try_from(numbered.digit).ok();
        if let Some(code) = code
            && let Some(remark) = self.words.confirm(&numbered.words, code)
        {
            return Some(Answer::Code(code, remark));
        }
        if self.words.knows(&numbered.words) {
            return Some(Answer::Unknown);
        }
        let alone = self.numbered && !numbered.letter;
        alone.then(|| self.scaled(numbered.digit))
    }

    fn scaled(&self, number: i64) -> Answer {
        match i16::try_from(number) {
            Ok(code) if code >= self.scale.0 && code <= self.scale.1 => {
                Answer::Code(code, Remark::None)
            }
            _ => Answer::Outside,
        }
    }

    /// Two or more answers, whatever stands between them.
    fn several(&self, text: &str) -> bool {
        let parts: Vec<&str> = text
            .split([';', ',', '/', '|', '&', '+', '\n', '-', '–'])
            .map(str::trim)
            .collect();
        parts.len() > 1
            && parts.iter().filter(|part| !part.is_empty()).count() > 1
            && parts.iter().filter(|part| !part.is_empty()).all(|part| {
                let part = Parts::of(part, self.scale.0);
                let letter = letter(&part.folded)
                    .is_some_and(|at| at <= i64::from(self.scale.1 - self.scale.0));
                letter || matches!(self.one(&part), Some(Answer::Code(..)))
            })
    }
}

/// A text taken apart once.
pub(super) struct Parts {
    pub folded: String,
    /// The whole text is this whole number.
    pub number: Option<i64>,
    pub numbered: Option<Numbered>,
    /// A sign stands between digit and words.
    marked: bool,
}

/// Words with a digit before or behind them, or a letter before them, which
/// counts as the code of its place.
pub(super) struct Numbered {
    pub digit: i64,
    pub words: String,
    letter: bool,
}

impl Parts {
    pub fn of(text: &str, min: i16) -> Parts {
        let folded = fold(text);
        let number = whole_number(text);
        Parts {
            numbered: match number {
                Some(_) => None,
                None => Numbered::of(&folded, min),
            },
            number,
            marked: text.contains(['-', '.', '=', ':', ')', '–', ']']),
            folded,
        }
    }
}

impl Numbered {
    fn of(folded: &str, min: i16) -> Option<Numbered> {
        let digit =
            |word: &str| match word.len() <= 3 && word.bytes().all(|sign| sign.is_ascii_digit()) {
                true => word.parse::<i64>().ok(),
                false => None,
            };
        let (first, rest) = folded.split_once(' ')?;
        let (front, last) = folded.rsplit_once(' ')?;
        let (digit, words, letter) = match (digit(first), digit(last), letter(first)) {
            (Some(digit), _, _) => (digit, rest, false),
            (_, Some(digit), _) => (digit, front, false),
            (_, _, Some(place)) => (i64::from(min) + place, rest, true),
            _ => return None,
        };
        // `3.5` is no digit with words.
        words.contains(char::is_alphabetic).then(|| Numbered {
            digit,
            words: words.to_owned(),
            letter,
        })
    }
}

/// Folded words that stand for no answer.
const MISSING: [&str; 24] = [
    "na",
    "n a",
    "nan",
    "null",
    "none",
    "nihil",
    "kosong",
    "blank",
    "missing",
    "tidak menjawab",
    "tidak dijawab",
    "tidak diisi",
    "tidak mengisi",
    "tidak tahu",
    "tidak ada jawaban",
    "tidak jawab",
    "tidak berlaku",
    "tidak relevan",
    "tidak pernah menggunakan",
    "belum pernah menggunakan",
    "abstain",
    "no answer",
    "dont know",
    "not applicable",
];

/// Whether a folded text stands for no answer.
pub(super) fn stands_for_nothing(folded: &str) -> bool {
    folded.is_empty() || MISSING.contains(&folded)
}

/// A cell that a spreadsheet could not compute.
fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 9] = [
        "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    ];
    let text = text.trim();
    ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
}

/// `3`, `3.0`, `3,00`, `(3)`, `3.`: a whole number. A number too long for one is
/// the largest, so that it stays a number outside every scale.
pub(super) fn whole_number(text: &str) -> Option<i64> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let only_digits = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    // `1.000` is a thousand.
    if !only_digits || fraction.len() > 2 || !fraction.bytes().all(|digit| digit == b'0') {
        return None;
    }
    Some(sign * whole.parse::<i64>().unwrap_or(i64::MAX))
}

/// The place of a single letter in the alphabet, from 0.
fn letter(folded: &str) -> Option<i64> {
    match folded.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(i64::from(letter - b'a')),
        _ => None,
    }
}

/// Whether a column numbers its own words: `1 - Lambat sekali`, `2 - …`.
fn one_word_per_digit(answers: &[Parts]) -> bool {
    let mut words: std::collections::BTreeMap<i64, &str> = std::collections::BTreeMap::new();
    answers.len() > 1
        && answers.iter().all(|parts| match &parts.numbered {
            Some(numbered) if parts.marked && !numbered.letter => {
                let known = words.entry(numbered.digit).or_insert(&numbered.words);
                *known == numbered.words.as_str()
            }
            _ => false,
        })
}
