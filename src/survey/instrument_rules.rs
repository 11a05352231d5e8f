use super::entries::{Entries, Span};
use super::fold::fold;
use super::instrument_scale::levels;
use super::{Band, Scale, Words};
use crate::error::Result;
use crate::language::Language;
use crate::said;
use num_rational::Ratio;
use num_traits::CheckedAdd;
use std::collections::BTreeMap;

/// A set of words names each level once.
pub(super) fn check_set(
    section: &Entries,
    span: &Span,
    words: &[(String, Span)],
    scale: &Scale,
) -> Result<()> {
    let (found, wanted, min, max) = (words.len(), levels(scale), scale.min, scale.max);
    if found != wanted {
        return Err(section.error(
            span,
            said!(
                "ada {found} kata untuk skala {min}–{max}, seharusnya {wanted}",
                "{found} words for a scale {min}–{max}, it takes {wanted}"
            ),
        ));
    }
    let mut seen: BTreeMap<String, i16> = BTreeMap::new();
    for ((word, at), code) in words.iter().zip(scale.min..) {
        // `*` stands for a word, so that `*` and `Sangat *` differ.
        let folded = fold(&word.replacen('*', " xxx ", 1));
        if folded.is_empty() {
            return Err(section.error(
                at,
                said!("`{word}` tidak berisi kata", "`{word}` holds no word"),
            ));
        }
        if let Some(other) = seen.insert(folded, code) {
            return Err(section
                .error(
                    at,
                    said!(
                        "`{word}` berarti {other} sekaligus {code}",
                        "`{word}` means both {other} and {code}"
                    ),
                )
                .hint(said!(
                    "setiap kata dalam satu daftar harus menunjuk satu nilai (huruf besar dan spasi tidak dibedakan)",
                    "each word of a list must stand for one value (case and blanks do not count)"
                )));
        }
    }
    Ok(())
}

/// Bands run from `min × 100/max` to 100 in steps of 0.01.
pub(super) fn check_bands(section: &Entries, bands: &[(Band, Span)], scale: &Scale) -> Result<()> {
    let (min, max) = (i64::from(scale.min), i64::from(scale.max));
    let mut next = (min * 20_000 + max) / (2 * max);
    let mut grades = BTreeMap::new();
    for (band, span) in bands {
        let (from, to) = (band.from.text(Language::En), band.to.text(Language::En));
        let grade = &band.grade;
        let wanted = hundredths(next);
        if band.from.units != next {
            return Err(section
                .error(
                    span,
                    said!(
                        "nilai {grade} mulai dari {from}, seharusnya dari {wanted}",
                        "grade {grade} starts at {from}, it should start at {wanted}"
                    ),
                )
                .hint(said!(
                    "rentang nilai harus bersambung dari min × 100/max sampai 100.00 dengan langkah 0.01, tanpa celah atau tumpang tindih",
                    "bands must run from min × 100/max to 100.00 in steps of 0.01, without a hole or an overlap"
                )));
        }
        if band.to.units < band.from.units {
            return Err(section.error(
                span,
                said!(
                    "nilai {grade} berakhir ({to}) sebelum mulai ({from})",
                    "grade {grade} ends ({to}) before it starts ({from})"
                ),
            ));
        }
        if grades.insert(grade.as_str(), ()).is_some() {
            return Err(section.error(
                span,
                said!("nilai {grade} ada dua kali", "grade {grade} is there twice"),
            ));
        }
        next = band.to.units + 1;
    }
    let end = hundredths(next - 1);
    match bands.last() {
        Some((_, span)) if next != 10_001 => Err(section.error(
            span,
            said!(
                "rentang nilai berakhir di {end}, seharusnya 100.00",
                "the bands end at {end}, they should end at 100.00"
            ),
        )),
        _ => Ok(()),
    }
}

fn hundredths(units: i64) -> String {
    crate::Decimal { units, places: 2 }.text(Language::En)
}

/// No name twice.
pub(super) fn check_unique<'a>(
    top: &Entries,
    key: &str,
    names: impl Iterator<Item = (&'a str, &'a Span)>,
) -> Result<()> {
    let mut seen = BTreeMap::new();
    for (name, span) in names {
        if seen.insert(name.to_lowercase(), ()).is_some() {
            return Err(top.error(
                span,
                said!(
                    "`{key} = \"{name}\"` ada dua kali",
                    "`{key} = \"{name}\"` is there twice"
                ),
            ));
        }
    }
    Ok(())
}

/// The weights as fractions: all given and summing to 1, or none and equal.
pub(super) fn weights(
    top: &Entries,
    section: &Span,
    given: &[Option<(String, Span)>],
    count: usize,
) -> Result<Vec<(i64, i64)>> {
    let Some(first) = given.iter().flatten().next() else {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        return Ok(given.iter().map(|_| (1, count)).collect());
    };
    let mut weights = Vec::new();
    let mut sum = Some(Ratio::from_integer(0i128));
    for weight in given {
        let Some((text, span)) = weight else {
            return Err(top
                .error(
                    section,
                    said!(
                        "bobot hanya ditulis untuk sebagian butir",
                        "only some items have a weight"
                    ),
                )
                .hint(said!(
                    "tulis `weight` di semua butir atau tidak sama sekali",
                    "write `weight` for all items or for none"
                )));
        };
        let Some((numerator, denominator)) = fraction(text) else {
            return Err(top
                .error(
                    span,
                    said!(
                        "bobot `{text}` bukan pecahan positif",
                        "weight `{text}` is no positive fraction"
                    ),
                )
                .hint(said!(
                    "tulis misalnya \"1/9\" atau 0.25",
                    "write for instance \"1/9\" or 0.25"
                )));
        };
        let ratio = Ratio::new(i128::from(numerator), i128::from(denominator));
        sum = sum.and_then(|sum| sum.checked_add(&ratio));
        weights.push((numerator, denominator));
    }
    match sum {
        Some(sum) if sum == Ratio::from_integer(1) => Ok(weights),
        sum => {
            let sum = sum.map_or("?".to_owned(), |sum| sum.to_string());
            Err(top
                .error(&first.1, said!("jumlah bobot semua butir {sum}, seharusnya 1", "the weights of all items sum to {sum}, it must be 1"))
                .hint(said!(
                    "tulis pecahan (\"1/9\", bukan 0.111), atau hapus semua `weight` bila bobotnya sama",
                    "write fractions (\"1/9\", not 0.111), or leave every `weight` out when they are equal"
                )))
        }
    }
}

/// `1/9` or `0.25` as a fraction in lowest terms, positive, of moderate size.
fn fraction(text: &str) -> Option<(i64, i64)> {
    let (numerator, denominator) = match text.split_once('/') {
        Some((top, bottom)) => (top.trim().parse().ok()?, bottom.trim().parse().ok()?),
        None => {
            let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
            let places = u32::try_from(decimals.len()).ok()?;
            let digits: u32 = format!("{whole}{decimals}").parse().ok()?;
            (digits, 10u32.checked_pow(places)?)
        }
    };
    if numerator == 0 || denominator == 0 {
        return None;
    }
    let ratio = Ratio::new(i64::from(numerator), i64::from(denominator));
    Some((*ratio.numer(), *ratio.denom()))
}

/// Each spelling stands for one box, and ranges are given for all boxes or none.
pub(super) fn check_values(
    group: &Entries,
    values: &[((Words, Vec<String>), Span)],
    ranges: &[((u32, u32), Span)],
) -> Result<()> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, ((name, also), span)) in values.iter().enumerate() {
        for spelling in also.iter().chain([&name.id, &name.en]) {
            let other = *seen.entry(fold(spelling).replace(' ', "")).or_insert(index);
            if other != index {
                return Err(group.error(
                    span,
                    said!(
                        "`{spelling}` menunjuk dua isian",
                        "`{spelling}` stands for two boxes"
                    ),
                ));
            }
        }
    }
    if !ranges.is_empty() && ranges.len() != values.len() {
        return Err(group.error(
            &group.span,
            said!(
                "rentang hanya ditulis untuk sebagian isian",
                "only some boxes have a range"
            ),
        ));
    }
    let mut sorted: Vec<_> = ranges.iter().collect();
    sorted.sort_by_key(|(range, _)| *range);
    for pair in sorted.windows(2) {
        if let [((_, end), _), ((start, _), span)] = pair
            && start <= end
        {
            return Err(group.error(
                span,
                said!(
                    "rentang ini menindih rentang lain (mulai {start}, yang lain sampai {end})",
                    "this range overlaps another (starts at {start}, the other runs to {end})"
                ),
            ));
        }
    }
    Ok(())
}
