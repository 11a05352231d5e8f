/// A key that orders periods in time: year and the months it ends with, from
/// the usual spellings (`2026`, `2026-S1`, `Semester I 2026`, `TW II 2025`,
/// `2025 Q2`, `2026-03`). None for a text without a year.
///
/// ```
/// use tridharma::pipeline::period_key;
/// assert!(period_key("Semester II 2025") < period_key("2026-S1"));
/// assert!(period_key("TW I 2026") < period_key("TW II 2026"));
/// assert_eq!(period_key("musim hujan"), None);
/// ```
pub fn period_key(text: &str) -> Option<(u16, u8)> {
    period_span(text).map(|(year, month, _)| (year, month))
}

/// Year, last month and length in months: a year, its second half and its last
/// quarter end together and are not the same.
pub(super) fn period_span(text: &str) -> Option<(u16, u8, u8)> {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let year = words.iter().find_map(|word| {
        let year: u16 = word.parse().ok()?;
        (1990..=2100).contains(&year).then_some(year)
    })?;
    let part = words
        .iter()
        .enumerate()
        .find_map(|(i, word)| part_of_year(word, words.get(i + 1).map(String::as_str)));
    Some(match (part, words.iter().find_map(|w| month_of(w))) {
        (Some((month, months)), _) => (year, month, months),
        (None, Some(month)) => (year, month, 1),
        (None, None) => (year, 12, 12),
    })
}

/// The last month and the length of a half or quarter named by one word (`s1`, `tw2`) or by a
/// word and its number (`semester ii`).
fn part_of_year(word: &str, next: Option<&str>) -> Option<(u8, u8)> {
    const HALVES: [&str; 4] = ["semester", "smt", "sem", "s"];
    const QUARTERS: [&str; 6] = ["triwulan", "kuartal", "quarter", "tw", "q", "tri"];
    for (names, months) in [(&HALVES[..], 6), (&QUARTERS[..], 3)] {
        for name in names {
            let Some(rest) = word.strip_prefix(name) else {
                continue;
            };
            let number = if rest.is_empty() { next? } else { rest };
            if let Some(n) = small_number(number)
                && n * months <= 12
            {
                return Some((n * months, months));
            }
        }
    }
    None
}

fn small_number(text: &str) -> Option<u8> {
    match text {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        _ => text.parse().ok().filter(|n| (1..=4).contains(n)),
    }
}

fn month_of(word: &str) -> Option<u8> {
    const MONTHS: [(&str, u8); 16] = [
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("mei", 5),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("agu", 8),
        ("aug", 8),
        ("sep", 9),
        ("okt", 10),
        ("oct", 10),
        ("nov", 11),
        ("des", 12),
        ("dec", 12),
    ];
    if let Some((_, month)) = MONTHS.iter().find(|(name, _)| word.starts_with(name)) {
        return Some(*month);
    }
    (word.len() == 2)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|month| (1..=12).contains(month))
}
