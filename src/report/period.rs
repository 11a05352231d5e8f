use super::voice::Voice;
use crate::language::Language;

/// A period as a person says it: `2026-S1` is «Semester I 2026», `2026-Q3`
/// «Triwulan III 2026», `2026-03` «Maret 2026». Any other text stays as it is.
pub fn period_name(voice: &Voice, text: &str) -> String {
    let Some((year, part)) = text.trim().split_once('-') else {
        return text.to_owned();
    };
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let part = part.to_uppercase();
    let number = |prefix: &str, most: usize| -> Option<usize> {
        let number: usize = part.strip_prefix(prefix)?.parse().ok()?;
        (1..=most).contains(&number).then_some(number)
    };
    let year = ("year", year.to_owned());
    if let Some(half) = number("S", 2) {
        return voice.say("period.half", &[("part", roman(half)), year]);
    }
    if let Some(quarter) = number("Q", 4).or_else(|| number("TW", 4)) {
        return voice.say("period.quarter", &[("part", roman(quarter)), year]);
    }
    match part
        .parse::<usize>()
        .ok()
        .and_then(|m| month(voice.language, m))
    {
        Some(name) if part.len() == 2 => format!("{name} {}", year.1),
        _ => text.to_owned(),
    }
}

/// The name of the period of a survey; `periode ini` where it has none.
pub fn this_period(voice: &Voice, period: Option<&str>) -> String {
    match period {
        None | Some("") => voice.word("discuss.this_period"),
        Some(period) => period_name(voice, period),
    }
}

/// The name of a month from 1.
pub fn month(language: Language, month: usize) -> Option<&'static str> {
    const ID: [&str; 12] = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let names = match language {
        Language::Id => ID,
        Language::En => EN,
    };
    names.get(month.checked_sub(1)?).copied()
}

fn roman(number: usize) -> String {
    ["I", "II", "III", "IV"]
        .get(number.wrapping_sub(1))
        .map_or_else(|| number.to_string(), |r| (*r).to_owned())
}
