use super::grid::Grid;
use super::kind::{Kind, folded, kind};
use super::profile::Profile;

/// Words that name a row computed from the rows above, wherever it stands.
const STRONG: [&str; 19] = [
    "total",
    "grand total",
    "sub total",
    "subtotal",
    "jumlah",
    "jml",
    "jmlh",
    "sum",
    "σ",
    "∑",
    "rata-rata",
    "rata rata",
    "rerata",
    "mean",
    "average",
    "count",
    "nrr",
    "standar deviasi",
    "std",
];

/// Words that do so only in a row that is no respondent otherwise.
const WEAK: [&str; 21] = [
    "nilai",
    "ikm",
    "skm",
    "indeks",
    "index",
    "skor",
    "score",
    "mutu",
    "kinerja",
    "bobot",
    "min",
    "max",
    "minimum",
    "maksimum",
    "maximum",
    "median",
    "modus",
    "persen",
    "persentase",
    "percentage",
    "n",
];

/// Whether a row begins with a word for a total, whatever else it holds.
pub(super) fn is_named_total(grid: &Grid, row: u32) -> bool {
    let first = grid.filled(row).next();
    first.is_some_and(|(_, text)| names_total(text).is_some())
}

/// A text folded, if it begins with a word for a total.
pub(super) fn names_total(text: &str) -> Option<String> {
    // Most texts begin like none of the words.
    let first = text.chars().next()?.to_lowercase().next()?;
    let mut words = STRONG.iter().chain(&WEAK);
    if !words.any(|word| word.starts_with(first)) {
        return None;
    }
    let text = folded(text);
    let is_named = named(&text, &STRONG).is_some() || named(&text, &WEAK).is_some();
    is_named.then_some(text)
}

/// Whether a row below the header is a total, mean, count or recap row.
pub(super) fn is_total(grid: &Grid, profile: &Profile, row: u32) -> bool {
    match may_be_total(grid, profile, row) {
        MayBe::Not => false,
        MayBe::Total => true,
        MayBe::Unless(column, text) => !said_again(grid, row, column, &text),
    }
}

/// What a row alone tells about being a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MayBe {
    Not,
    Total,
    /// It is one unless another row has this text in this column: «Nilai Jual
    /// Objek Pajak» in row after row is a service, not a total.
    Unless(u32, String),
}

pub(super) fn may_be_total(grid: &Grid, profile: &Profile, row: u32) -> MayBe {
    let first = grid.filled(row).next();
    let Some((column, text)) = first.and_then(|(at, text)| Some((at, names_total(text)?))) else {
        return MayBe::Not;
    };
    if !looks_computed(grid, profile, row, column, &text) {
        return MayBe::Not;
    }
    let (strong, weak) = (named(&text, &STRONG), named(&text, &WEAK));
    match strong == Some("") || weak == Some("") {
        true => MayBe::Total,
        false => MayBe::Unless(column, text),
    }
}

/// Bytes that a word for a total may begin with, and those of letters beyond
/// ASCII.
pub(super) fn first_bytes() -> [bool; 256] {
    let mut first = [false; 256];
    let words = || STRONG.iter().chain(&WEAK);
    for (byte, may) in (0_u8..=255).zip(&mut first) {
        let lower = byte.to_ascii_lowercase();
        *may = !byte.is_ascii() || words().any(|word| word.as_bytes().first() == Some(&lower));
    }
    first
}

/// Whether a row that is named like a total also looks like one.
fn looks_computed(grid: &Grid, profile: &Profile, row: u32, column: u32, text: &str) -> bool {
    let (strong, weak) = (named(text, &STRONG), named(text, &WEAK));
    if strong.is_none() && weak.is_none() {
        return false;
    }
    let fit = profile.fit(grid, row);
    let odd = fit.alien * 2 > fit.filled
        || profile.is_alien(column, text)
        || has_fraction(grid, profile, row);
    let alone = strong == Some("") && !profile.repeats(column, text);
    match profile.lacks_words(grid, row, Some(column)) {
        Some(true) => strong.is_some() || odd,
        Some(false) => alone && odd,
        None => alone || odd,
    }
}

/// Whether another row has the same text in this column.
fn said_again(grid: &Grid, row: u32, column: u32, text: &str) -> bool {
    grid.rows_from(0)
        .any(|other| other != row && folded(grid.cell(other, column)) == text)
}

/// What follows a word of a list at the start of a text, if it starts so.
fn named<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        let sign = !word.is_ascii();
        let ends = sign || rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let punctuation = [' ', ':', '=', '.', '(', ')'];
        ends.then(|| rest.trim_matches(punctuation))
    })
}

/// Whether a row has a broken number in a column of whole ones.
fn has_fraction(grid: &Grid, profile: &Profile, row: u32) -> bool {
    let mut columns = profile.whole();
    columns.any(|column| match kind(grid.cell(row, column)) {
        Kind::Number(number) => number.fract() != 0.0,
        _ => false,
    })
}

/// Whether a row without a name repeats the sums, means or counts of the rows
/// above it, as a formula row does.
pub(super) fn is_computed(grid: &Grid, profile: &Profile, above: &[u32], row: u32) -> bool {
    let (mut numbers, mut computed) = (0, 0);
    for column in profile.numeric() {
        let Kind::Number(number) = grid.kind(row, column) else {
            continue;
        };
        let values: Vec<f64> = above
            .iter()
            .filter_map(|&row| match grid.kind(row, column) {
                Kind::Number(number) => Some(number),
                _ => None,
            })
            .collect();
        let count = values.len() as f64;
        let sum: f64 = values.iter().sum();
        let near = |value: f64| (number - value).abs() <= 0.006;
        // Where all answers are 4, an answer of 4 is no mean.
        if !values.windows(2).any(|pair| pair.first() != pair.last()) {
            continue;
        }
        numbers += 1;
        computed += usize::from(near(sum) || near(count) || near(sum / count.max(1.0)));
    }
    numbers >= 2 && computed * 5 >= numbers * 4
}
