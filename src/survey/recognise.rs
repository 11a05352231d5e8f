use super::fold::fold;
use super::personal::{SHORT, personal};
use super::{ColumnSample, WhyUnused};
use std::collections::{BTreeMap, BTreeSet};

/// Why a column that is neither item nor group is left aside.
///
/// ```
/// use tridharma::survey::{ColumnSample, Personal, WhyUnused, why_unused};
///
/// let column = ColumnSample {
///     column: 0,
///     header: "No HP".into(),
///     group: None,
///     values: vec![],
///     rows: 0,
///     distinct: 0,
/// };
/// assert_eq!(why_unused(&column), WhyUnused::Personal(Personal::Phone));
/// ```
pub fn why_unused(column: &ColumnSample) -> WhyUnused {
    if let Some(personal) = personal(column) {
        return WhyUnused::Personal(personal);
    }
    if column.values.is_empty() {
        return WhyUnused::Blank;
    }
    if let Some(why) = by_header(column) {
        return why;
    }
    if share(column, is_time) > 0.8 {
        return WhyUnused::Time;
    }
    if is_running(column) {
        return WhyUnused::Number;
    }
    if is_free_text(column) {
        return WhyUnused::Comment;
    }
    WhyUnused::Other
}

/// Whether a column is that by which people agree to take part, which tells nothing
/// about them.
pub(crate) fn asks_consent(header: &str) -> bool {
    const WORDS: [&str; 4] = ["setuju", "bersedia", "consent", "agree"];
    let header = header.to_lowercase();
    WORDS.iter().any(|word| header.contains(word))
}

/// The questions with several answers that survey programs write as a column for each
/// option beside the question: `Services/pharmacy` beside `Services`, 1 where it was
/// ticked.
pub(super) struct Ticks {
    /// Columns of an option.
    pub boxes: BTreeSet<u32>,
    /// Columns before them with all answers together.
    pub joined: BTreeSet<u32>,
}

impl Ticks {
    /// Columns in the order of the file.
    pub fn of(columns: &[ColumnSample]) -> Ticks {
        let headers: BTreeSet<&str> = columns.iter().map(|c| c.header.trim()).collect();
        let mut ticks = Ticks {
            boxes: BTreeSet::new(),
            joined: BTreeSet::new(),
        };
        // The nearest question before a box is its own.
        let mut before: BTreeMap<&str, u32> = BTreeMap::new();
        for column in columns {
            let header = column.header.trim();
            let parts = question_and_option(header, |text| headers.contains(text));
            if let Some((question, _)) = parts.filter(|_| is_yes_or_no(column)) {
                ticks.boxes.insert(column.column);
                ticks.joined.extend(before.get(question));
            }
            before.insert(header, column.column);
        }
        ticks
    }
}

/// `Services/pharmacy` beside a column `Services` as the question and its option,
/// either of which may hold strokes of its own.
pub(crate) fn question_and_option(
    header: &str,
    is_header: impl Fn(&str) -> bool,
) -> Option<(&str, &str)> {
    const STROKES: usize = 8;
    let cuts = header.rmatch_indices('/').take(STROKES);
    let mut parts = cuts.filter_map(|(at, stroke)| {
        let option = header.get(at + stroke.len()..)?;
        Some((header.get(..at)?.trim(), option.trim()))
    });
    parts.find(|(question, option)| !option.is_empty() && is_header(question))
}

fn is_yes_or_no(column: &ColumnSample) -> bool {
    let yes_or_no = |text: &str| {
        let text = text.trim().trim_end_matches(".0");
        ["0", "1"].contains(&text)
            || ["true", "false"]
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word))
    };
    column.values.iter().all(|(text, _)| yes_or_no(text))
}

/// Whether a column is named as several others without their number, `USO` beside
/// `USO1` and `USO2`: a sum, a mean or a maximum of them.
pub(super) fn is_summed(columns: &[ColumnSample], column: &ColumnSample) -> bool {
    let stem = column.header.trim();
    let numbered = |other: &&ColumnSample| {
        let rest = other.header.trim().strip_prefix(stem);
        rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|sign| sign.is_ascii_digit()))
    };
    let letters = |sign: char| sign.is_alphabetic();
    !stem.is_empty() && stem.chars().all(letters) && columns.iter().filter(numbered).count() >= 2
}

/// The part of the answers seen for which something holds.
pub(super) fn share(column: &ColumnSample, holds: impl Fn(&str) -> bool) -> f64 {
    let all: u64 = column.values.iter().map(|(_, count)| count).sum();
    let such: u64 = column
        .values
        .iter()
        .filter(|(text, _)| holds(text))
        .map(|(_, count)| count)
        .sum();
    match all {
        0 => 0.0,
        all => such as f64 / all as f64,
    }
}

/// What a header alone says of a column that is no item, group or person's.
pub(super) fn by_header(column: &ColumnSample) -> Option<WhyUnused> {
    let header = fold(&column.header);
    let words: Vec<&str> = header.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let times = ["timestamp", "tanggal", "tgl", "date", "jam", "pukul"];
    let dated = column.values.is_empty() || share(column, is_time) > 0.5;
    if has(&times) && words.len() <= SHORT && dated {
        return Some(WhyUnused::Time);
    }
    let own = [
        "saran", "kritik", "masukan", "komentar", "keluhan", "pesan", "comment", "comments",
        "feedback", "alasan", "harapan",
    ];
    let box_for_words = words.len() <= 3 && mean_length(column) > 15;
    if has(&own) && (is_mostly_own_words(column) || box_for_words) {
        return Some(WhyUnused::Comment);
    }
    // `Jumlah nilai`, but not `Jumlah petugas memadai`.
    let sums = [
        "total", "jumlah", "jml", "rata", "mean", "average", "sum", "skor", "score", "nilai",
        "nrr", "ikm", "indeks", "index", "konversi", "akhir", "unsur", "hasil",
    ];
    let numeric = share(column, |text| text.replace(',', ".").parse::<f64>().is_ok()) > 0.8;
    let counted = words == ["index"] && is_running(column);
    if words.iter().all(|word| sums.contains(word)) && numeric && !counted {
        return Some(WhyUnused::Computed);
    }
    let first = words.first().copied().unwrap_or("");
    let numbers = [
        "no", "nomor", "nomer", "id", "kode", "number", "index", "urut",
    ];
    let counts_rows = numbers.contains(&first) || header == "responden" || header == "respondent";
    (counts_rows && words.len() <= 3).then_some(WhyUnused::Number)
}

/// A complaint item has few answers, a complaint box many.
fn is_mostly_own_words(column: &ColumnSample) -> bool {
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    column.distinct > 8 || column.distinct * 2 > answered
}

/// A date or a time of day: numbers parted by their signs, few letters.
pub(super) fn is_time(text: &str) -> bool {
    let numbers: Vec<&str> = text
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let letters = text.chars().filter(|sign| sign.is_alphabetic()).count();
    let year = |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let clock = text.contains(':') && numbers.len() >= 2;
    let date =
        text.contains(['-', '/', ' ', '.']) && numbers.len() >= 2 && numbers.iter().any(year);
    letters <= 14
        && text.len() <= 40
        && (clock || date)
        && numbers.iter().all(|part| part.len() <= 9)
}

/// Numbers that never repeat, or a letter with a running number (`R17`).
fn is_running(column: &ColumnSample) -> bool {
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    let numbered = |text: &str| {
        let digits = text.trim_start_matches(|sign: char| sign.is_alphabetic());
        text.len() - digits.len() <= 3
            && !digits.is_empty()
            && digits.bytes().all(|sign| sign.is_ascii_digit())
    };
    answered > 5 && column.distinct * 20 >= answered * 19 && share(column, numbered) > 0.95
}

fn is_free_text(column: &ColumnSample) -> bool {
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    column.distinct * 2 > answered && mean_length(column) > 20
}

/// Letters of an answer in the mean, rounded down.
fn mean_length(column: &ColumnSample) -> u64 {
    let lengths = column
        .values
        .iter()
        .map(|(text, count)| text.chars().count() as u64 * count);
    let answered: u64 = column.values.iter().map(|(_, count)| count).sum();
    lengths.sum::<u64>() / answered.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_may_hold_a_stroke_and_the_question_is_no_comment() {
        let column = |at: u32, header: &str, values: &[&str]| ColumnSample {
            column: at,
            header: header.into(),
            group: None,
            values: values.iter().map(|v| ((*v).into(), 1)).collect(),
            rows: 40,
            distinct: values.len() as u64,
        };
        let joined = ["a", "b c", "a b", "c", "d", "e", "f", "g", "h i"];
        let columns = [
            column(0, "Feedback channels?", &joined),
            column(1, "Feedback channels?/Box", &["0", "1"]),
            column(2, "Feedback channels?/Staff/volunteers", &["0", "1"]),
            column(3, "Yes/no question", &["0", "1"]),
            column(4, "Feedback channels?/Other words", &["often", "seldom"]),
            column(5, "Feedback channels?", &joined),
        ];
        let ticks = Ticks::of(&columns);
        assert_eq!(ticks.boxes.into_iter().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(ticks.joined.into_iter().collect::<Vec<_>>(), [0]);
        let is_header = |text: &str| columns.iter().any(|c| c.header == text);
        assert_eq!(
            question_and_option("Feedback channels?/Staff/volunteers", is_header),
            Some(("Feedback channels?", "Staff/volunteers"))
        );
    }
}
