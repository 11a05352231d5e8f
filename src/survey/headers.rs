use super::answer::stands_for_nothing;
use super::fold::fold;
use super::{ColumnSample, ItemSpec};

/// How well a header names an item: more words and words near the beginning
/// count more. None when no entry of the item occurs.
pub(super) fn header_score(item: &ItemSpec, header: &str) -> Option<u32> {
    let header = fold(header);
    let words: Vec<&str> = header
        .split(' ')
        .map(|word| word.strip_suffix("nya").unwrap_or(word))
        .collect();
    let score = |entry: &String| {
        let entry = fold(entry);
        let places: Option<Vec<usize>> = entry
            .split(' ')
            .map(|wanted| {
                let wanted = wanted.strip_suffix("nya").unwrap_or(wanted);
                words.iter().position(|word| *word == wanted)
            })
            .collect();
        let places = places?;
        let early = places.iter().min().is_some_and(|&place| place <= 2);
        Some(places.len() as u32 * 2 + u32::from(early))
    };
    item.headers.iter().filter_map(score).max()
}

/// The number of `U3`, `u.3`, `Unsur 3`, `Q3`, `P3`, `Pertanyaan 3`; with words
/// behind it only for `U3 …` and `Unsur 3 …`.
pub(super) fn code_number(header: &str) -> Option<usize> {
    let folded = fold(header);
    let words: Vec<&str> = folded.split(' ').collect();
    let of_unsur = |word: &str| matches!(word, "u" | "unsur");
    let of_any = |word: &str| {
        of_unsur(word)
            || matches!(
                word,
                "p" | "q" | "pertanyaan" | "pernyataan" | "butir" | "item" | "soal"
            )
    };
    let number = |text: &str| {
        text.parse::<usize>()
            .ok()
            .filter(|number| (1..=99).contains(number))
    };
    let glued = |word: &str| {
        let digits = word.trim_start_matches(|sign: char| sign.is_alphabetic());
        let prefix = word
            .get(..word.len() - digits.len())
            .unwrap_or("")
            .to_owned();
        number(digits).map(|number| (prefix, number))
    };
    match words.as_slice() {
        [one] => glued(one)
            .filter(|(prefix, _)| of_any(prefix))
            .map(|(_, number)| number),
        [prefix, digits] if of_any(prefix) && number(digits).is_some() => number(digits),
        ["unsur", "pelayanan", digits, ..] => number(digits),
        [prefix, digits, ..] if of_unsur(prefix) => number(digits),
        [first, ..] => glued(first)
            .filter(|(prefix, _)| of_unsur(prefix))
            .map(|(_, number)| number),
        [] => None,
    }
}

/// Whether every answer of a column is a word of a set.
pub(super) fn holds(set: &[String], sample: &ColumnSample) -> bool {
    let words: Vec<String> = set.iter().map(|word| fold(word)).collect();
    let mut texts = sample
        .values
        .iter()
        .map(|(text, _)| fold(text))
        .filter(|text| !stands_for_nothing(text) || words.contains(text))
        .peekable();
    texts.peek().is_some() && texts.all(|text| words.contains(&bare_word(&text)))
}

/// `3 sesuai`, `sesuai 3` and `c sesuai` as `sesuai`.
fn bare_word(folded: &str) -> String {
    let is_code =
        |word: &&str| word.len() == 1 && word.bytes().all(|sign| sign.is_ascii_alphanumeric());
    let words: Vec<&str> = folded.split(' ').collect();
    let words = match words.as_slice() {
        [code, rest @ ..] if is_code(code) && !rest.is_empty() => rest,
        [rest @ .., code] if is_code(code) && !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}
