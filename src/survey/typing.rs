//! Typing errors in answers, and which texts may be shown in a message.

use super::MappedItem;
use super::fold::fold;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The single words of all answers that an instrument knows.
pub(super) struct Vocabulary<'a> {
    items: &'a [MappedItem],
    /// Made when the first odd answer is met.
    words: OnceCell<BTreeSet<String>>,
}

/// Words people answer with though no scale has them.
const EVERYDAY: [&str; 30] = [
    "ada",
    "agak",
    "average",
    "bad",
    "bagus",
    "baik",
    "biasa",
    "buruk",
    "cukup",
    "excellent",
    "fair",
    "good",
    "jarang",
    "jelek",
    "kadang",
    "lumayan",
    "mantap",
    "netral",
    "oke",
    "poor",
    "puas",
    "ragu",
    "saja",
    "sama",
    "sedang",
    "selalu",
    "sering",
    "standar",
    "tidak",
    "yes",
];

/// A text shorter than this is no typing error of anything: `tepat` is a word
/// of its own, not `cepat`.
const SHORTEST: usize = 6;

/// Texts from this length on may have two wrong letters.
const LONG: usize = 12;

impl<'a> Vocabulary<'a> {
    /// The words of all sets of all items.
    pub fn of(items: &'a [MappedItem]) -> Vocabulary<'a> {
        Vocabulary {
            items,
            words: OnceCell::new(),
        }
    }

    fn words(&self) -> &BTreeSet<String> {
        self.words.get_or_init(|| {
            let items = self.items.iter();
            let sets = items.flat_map(|item| item.word_sets.iter().flatten());
            let distinct: BTreeSet<&String> = sets.collect();
            let words = distinct.into_iter().flat_map(|label| {
                let folded = fold(label);
                folded.split(' ').map(str::to_owned).collect::<Vec<_>>()
            });
            words.collect()
        })
    }

    /// Whether a text consists of words that answers are made of, so that it
    /// names nobody.
    pub fn holds(&self, folded: &str) -> bool {
        let names_nobody = |word: &str| {
            self.words().contains(word) || EVERYDAY.contains(&word) || word.chars().count() < 3
        };
        folded
            .split(' ')
            .all(|word| names_nobody(word) || is_number(word))
    }

    /// The only word among `candidates` that a folded text is a typing error
    /// of. A text with a wrong word that is right elsewhere (`murah` for
    /// `mudah`) is none.
    pub fn mistyped<'w>(
        &self,
        folded: &str,
        candidates: impl Iterator<Item = (&'w str, i16)>,
    ) -> Option<(&'w str, i16)> {
        let length = folded.chars().count();
        let letters = folded.chars().all(|c| c.is_alphabetic() || c == ' ');
        if length < SHORTEST || !letters || self.holds(folded) {
            return None;
        }
        let limit = if length < LONG { 1 } else { 2 };
        let mut near: Vec<(usize, &str, i16)> = candidates
            .filter(|(word, _)| word.chars().count().abs_diff(length) <= limit)
            .map(|(word, code)| (typing_distance(folded, word), word, code))
            .filter(|(distance, _, _)| *distance <= limit)
            .collect();
        near.sort_unstable();
        let &(distance, word, code) = near.first()?;
        let rival = near
            .iter()
            .any(|near| near.2 != code && near.0 <= distance + 1);
        (!rival && self.differs_by_no_word(folded, word)).then_some((word, code))
    }

    /// Whether every word of the text that the candidate lacks is no word.
    fn differs_by_no_word(&self, folded: &str, candidate: &str) -> bool {
        let right: BTreeSet<&str> = candidate.split(' ').collect();
        let mut wrong = folded.split(' ').filter(|word| !right.contains(word));
        // Fingers slip within a word: `tepat` is not `cepat` mistyped.
        let begins = |word: &str| {
            right
                .iter()
                .any(|other| other.chars().next() == word.chars().next())
        };
        wrong.all(|word| !self.words().contains(word) && begins(word))
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters to insert, delete, replace, or exchange with the next one. Only the
/// first hundred letters count: headers can be as long as a page.
pub(super) fn typing_distance(a: &str, b: &str) -> usize {
    let letters = |text: &str| -> Vec<char> { text.chars().take(100).collect() };
    let (a, b) = (letters(a), letters(b));
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
    for (i, letter) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let change = at(&row, j) + usize::from(letter != other);
            let mut best = change.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let exchanged =
                i > 0 && j > 0 && a.get(i - 1) == Some(other) && b.get(j - 1) == Some(letter);
            if exchanged {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    at(&row, b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary<'static> {
        let words = ["tidak", "kurang", "mudah", "sangat", "murah", "sesuai"];
        Vocabulary {
            items: &[],
            words: BTreeSet::from(words.map(str::to_owned)).into(),
        }
    }

    #[test]
    fn a_wrong_letter_is_a_typing_error_and_another_word_is_not() {
        let own = [
            ("tidak mudah", 1),
            ("kurang mudah", 2),
            ("mudah", 3),
            ("sangat mudah", 4),
        ];
        let read = |text| vocabulary().mistyped(text, own.into_iter());
        assert_eq!(read("sangat mduah"), Some(("sangat mudah", 4)));
        assert_eq!(read("kurng mudah"), Some(("kurang mudah", 2)));
        // Right somewhere else, too short, or nothing near.
        for text in [
            "sangat murah",
            "muda",
            "sangat sesuai",
            "biasa saja",
            "budi santoso",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        // As near to two answers: nobody can tell.
        let twins = [("setuju a", 1), ("setuju b", 2)];
        assert_eq!(vocabulary().mistyped("setuju c", twins.into_iter()), None);
    }

    #[test]
    fn distances_count_an_exchange_once() {
        assert_eq!(typing_distance("sesuai", "sesaui"), 1);
        assert_eq!(typing_distance("baik", "baik"), 0);
        assert_eq!(typing_distance("", "baik"), 4);
    }
}
