use super::fold::fold;
use super::signs::{is_fraction, stars};
use super::typing::Vocabulary;
use super::words::{Folded, Found, WordSets, capital};
use super::{Reading, Scale};
use std::collections::BTreeMap;

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
    /// A word that says the question did not apply.
    NotApplicable,
    /// A number far outside the scale that forms use for no answer (`9`, `99`).
    MissingCode,
    /// An error of the spreadsheet (`#REF!`).
    Error,
    /// A number with decimals (`3,5`), or one that may be such (`1.234`).
    Fraction,
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
    /// It is a letter or two away from the word taken.
    Typo,
    /// The number beside it was taken, though the word usually has another code.
    OwnNumber,
}

/// Reads the cells of one column: digits, letters, and the words that the
/// column as a whole uses.
pub(super) struct Reader {
    scale: (i16, i16),
    /// How much the number printed on the form is above the code.
    shift: i64,
    words: WordSets,
    /// Every answer of the column is a letter.
    pub letters: bool,
    reading: Reading,
    /// The words of each digit, where every answer is a digit with words, one
    /// word for each digit, or a digit alone.
    numbered: BTreeMap<i64, String>,
    /// The words are the item's own.
    certain: bool,
}

impl Reader {
    /// `texts` are the distinct texts of the column. With `certain` the first set
    /// is the item's own and wins without a remark; `beside` are the texts of all
    /// items, which decide between sets that fit this column equally well.
    pub fn new<'a>(
        scale: &Scale,
        words: &Folded,
        certain: bool,
        texts: impl Iterator<Item = &'a str>,
        beside: &[&str],
        reading: &Reading,
    ) -> Reader {
        let beside = beside.iter();
        let beside: Vec<Parts> = beside.map(|text| Parts::of(text, scale.min)).collect();
        let answers: Vec<Parts> = texts
            .map(|text| Parts::of(text, scale.min))
            .filter(|parts| !stands_for_nothing(&parts.folded))
            .collect();
        let letters =
            !answers.is_empty() && answers.iter().all(|parts| letter(&parts.folded).is_some());
        Reader {
            scale: (scale.min, scale.max),
            shift: scale
                .first
                .map_or(0, |first| i64::from(first) - i64::from(scale.min)),
            words: WordSets::choose(words, certain, &answers, &beside),
            letters,
            reading: reading.clone(),
            numbered: one_word_per_digit(&answers),
            certain,
        }
    }

    /// The words of the levels as the column uses them; none where it has numbers
    /// alone or the words of the scale itself.
    pub fn levels(&self) -> Option<Vec<String>> {
        let (min, max) = (self.scale.0, self.scale.1);
        let mut levels: Vec<String> = match self.numbered.is_empty() {
            true => self.words.used()?,
            false => {
                let word = |code: i16| self.numbered.get(&i64::from(code)).cloned();
                let words = (min..=max).map(|code| word(code).unwrap_or_else(|| code.to_string()));
                words.collect()
            }
        };
        if self.reading.reversed {
            levels.reverse();
        }
        Some(levels.into_iter().map(|word| capital(&word)).collect())
    }

    /// What a cell says; of an item worded the other way round the code turned.
    pub fn read(&self, text: &str) -> Answer {
        match self.as_ticked(text) {
            Answer::Code(code, remark) if self.reading.reversed => {
                Answer::Code(self.scale.0 + self.scale.1 - code, remark)
            }
            answer => answer,
        }
    }

    /// The words of the column's own sets a text is a typing error of, with the
    /// code; `known` are the words that are right somewhere.
    pub fn mistyped(&self, text: &str, known: &Vocabulary) -> Option<(String, i16)> {
        let (word, code) = self.words.nearest(&fold(text), known)?;
        Some(match self.reading.reversed {
            true => (word, self.scale.0 + self.scale.1 - code),
            false => (word, code),
        })
    }

    fn as_ticked(&self, text: &str) -> Answer {
        let parts = Parts::of(text, self.scale.0);
        if text.trim().is_empty() {
            return Answer::Blank;
        }
        if is_error(text) {
            return Answer::Error;
        }
        if self.reading.missing.contains(&parts.folded) {
            return Answer::Missing;
        }
        self.one(&parts).unwrap_or_else(|| match () {
            () if NOT_APPLICABLE.contains(&parts.folded.as_str()) => Answer::NotApplicable,
            () if stands_for_nothing(&parts.folded) => Answer::Missing,
            () if self.several(text) => Answer::Several,
            () if is_fraction(text) => Answer::Fraction,
            () => Answer::Unknown,
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
            return Some(self.printed(number));
        }
        let letter = letter(&parts.folded).filter(|_| self.letters);
        if let Some(place) = letter {
            return Some(self.scaled(match self.reading.letters_fall {
                true => i64::from(self.scale.1) - place,
                false => i64::from(self.scale.0) + place,
            }));
        }
        self.with_digit(parts)
    }

    /// `3 - Sesuai`, `Sesuai (3)`, `c. Sesuai`: both must say the same.
    fn with_digit(&self, parts: &Parts) -> Option<Answer> {
        let numbered = parts.numbered.as_ref()?;
        let printed = if numbered.letter { 0 } else { self.shift };
        let code = i16::try_from(numbered.digit.saturating_sub(printed)).ok();
        if let Some(code) = code
            && let Some(remark) = self.words.confirm(&numbered.words, code)
        {
            return Some(Answer::Code(code, remark));
        }
        // `Not applicable (8)`: the number is one of the form, not of the scale.
        if NOT_APPLICABLE.contains(&numbered.words.as_str()) {
            return Some(Answer::NotApplicable);
        }
        if MISSING.contains(&numbered.words.as_str()) {
            return Some(Answer::Missing);
        }
        let known = self.words.knows(&numbered.words);
        let own_number = !self.numbered.is_empty() && !numbered.letter;
        if known && (self.certain || !own_number) {
            return Some(Answer::Unknown);
        }
        let counted = UNITS.contains(&numbered.words.as_str()) && !numbered.letter;
        (own_number || counted).then(|| match self.printed(numbered.digit) {
            Answer::Code(code, _) if known => Answer::Code(code, Remark::OwnNumber),
            answer => answer,
        })
    }

    /// A number as the form prints it.
    fn printed(&self, number: i64) -> Answer {
        match self.scaled(number.saturating_sub(self.shift)) {
            Answer::MissingCode if !MISSING_CODES.contains(&number) => Answer::Outside,
            Answer::Outside if MISSING_CODES.contains(&number) => Answer::MissingCode,
            answer => answer,
        }
    }

    fn scaled(&self, number: i64) -> Answer {
        match i16::try_from(number) {
            Ok(code) if code >= self.scale.0 && code <= self.scale.1 => {
                Answer::Code(code, Remark::None)
            }
            _ if MISSING_CODES.contains(&number) => Answer::MissingCode,
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
        let number = whole_number(text).or_else(|| stars(text));
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

/// Numbers that forms and statistics programs use for no answer.
const MISSING_CODES: [i64; 9] = [9, 99, 999, 9999, 98, 998, -1, -9, -99];

/// What a digit counts in an answer: `4 bintang`.
const UNITS: [&str; 7] = [
    "bintang", "star", "stars", "poin", "point", "points", "skor",
];

/// Folded words that say the question did not apply.
const NOT_APPLICABLE: [&str; 6] = [
    "tidak berlaku",
    "tidak relevan",
    "tidak pernah menggunakan",
    "belum pernah menggunakan",
    "not applicable",
    "tidak memerlukan",
];

/// Folded words that stand for no answer.
const MISSING: [&str; 19] = [
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
    "abstain",
    "no answer",
    "dont know",
];

/// Whether a folded text stands for no answer.
pub(super) fn stands_for_nothing(folded: &str) -> bool {
    folded.is_empty() || MISSING.contains(&folded) || NOT_APPLICABLE.contains(&folded)
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

/// The words of each digit, where a column numbers its own words: `1 - Lambat
/// sekali`, `2 - …`; some of its answers may be the digit alone (`(4)`).
fn one_word_per_digit(answers: &[Parts]) -> BTreeMap<i64, String> {
    let mut words: BTreeMap<i64, String> = BTreeMap::new();
    let one = answers.iter().all(|parts| match &parts.numbered {
        Some(numbered) if parts.marked && !numbered.letter => {
            let known = words.entry(numbered.digit);
            *known.or_insert_with(|| numbered.words.clone()) == numbered.words
        }
        _ => parts.number.is_some(),
    });
    let mut distinct: Vec<&String> = words.values().collect();
    distinct.sort_unstable();
    distinct.dedup();
    match one && answers.len() > 1 && distinct.len() == words.len() {
        true => words,
        false => BTreeMap::new(),
    }
}
