use super::dictionary;
use super::entries::Entries;
use super::instrument_file::cite;
use super::instrument_rules::check_set;
use super::{Scale, Words};
use crate::error::Result;
use crate::said;
use toml::de::DeValue;

/// The scale of the answers: codes, their names and other words for them; and
/// whether it is open.
pub(super) fn read_scale(top: &mut Entries, sources: &mut Vec<String>) -> Result<(Scale, bool)> {
    let Some(mut section) = top.table("scale")? else {
        let error = top.error(
            &top.span,
            said!("bagian [scale] tidak ada", "there is no section [scale]"),
        );
        return Err(error.hint(said!(
            "tulis `[scale]` dengan min, max dan labels",
            "write `[scale]` with min, max and labels"
        )));
    };
    if section.flag("open")? {
        cite(&mut section, sources)?;
        section.finish()?;
        return Ok((stand_in(), true));
    }
    let min = section.whole("min")?.unwrap_or(1);
    let max = section.whole("max")?.unwrap_or(0);
    // Letters a–z and printed forms end long before; 0–100 points are no levels.
    let (min, max) = match (i16::try_from(min), i16::try_from(max)) {
        (Ok(min), Ok(max)) if min >= 0 && max > min && max <= 100 => (min, max),
        _ => {
            return Err(section.error(
                &section.at("max"),
                said!(
                    "skala {min}–{max} tidak dapat dipakai: perlu 0 ≤ min < max ≤ 100",
                    "a scale {min}–{max} cannot be used: it takes 0 ≤ min < max ≤ 100"
                ),
            ));
        }
    };
    let mut scale = Scale {
        min,
        max,
        first: read_first(&mut section)?,
        labels: Vec::new(),
        variants: Vec::new(),
    };
    scale.labels = read_labels(&mut section, &scale)?;
    if scale.labels.is_empty() {
        let levels = levels(&scale);
        return Err(section.error(
            &section.span,
            said!(
                "[scale] perlu `labels` dengan {levels} nama",
                "[scale] needs `labels` with {levels} names"
            ),
        ));
    }
    scale.variants = read_variants(&mut section, &scale)?;
    if section.flag("dictionary")? {
        scale.variants.extend(dictionary::sets_of(levels(&scale)));
    }
    cite(&mut section, sources)?;
    section.finish()?;
    Ok((scale, false))
}

/// Stands in for an open scale until it is known.
fn stand_in() -> Scale {
    Scale::plain(1, 5).unwrap_or_else(|| Scale {
        min: 1,
        max: 5,
        first: None,
        labels: Vec::new(),
        variants: Vec::new(),
    })
}

/// The number that the form prints for the lowest level.
fn read_first(section: &mut Entries) -> Result<Option<i16>> {
    let Some(first) = section.whole("first")? else {
        return Ok(None);
    };
    match i16::try_from(first) {
        Ok(first) if (0..=100).contains(&first) => Ok(Some(first)),
        _ => Err(section.error(
            &section.at("first"),
            said!(
                "angka tingkat terendah {first} tidak dapat dipakai",
                "the number {first} of the lowest level cannot be used"
            ),
        )),
    }
}

/// How many codes a scale has.
pub(super) fn levels(scale: &Scale) -> usize {
    usize::try_from(i32::from(scale.max) - i32::from(scale.min) + 1).unwrap_or(0)
}

/// `labels.id` and `labels.en`, or `labels` for both languages; empty when absent.
pub(super) fn read_labels(section: &mut Entries, scale: &Scale) -> Result<Vec<Words>> {
    let Some(value) = section.get("labels") else {
        return Ok(Vec::new());
    };
    let (id, en) = match value.get_ref() {
        DeValue::Table(_) => {
            let Some(mut both) = section.table("labels")? else {
                return Ok(Vec::new());
            };
            let (id, en) = (both.list("id")?, both.list("en")?);
            both.finish()?;
            (id, en)
        }
        _ => (section.texts("labels", value)?, Vec::new()),
    };
    check_set(section, &value.span(), &id, scale)?;
    if !en.is_empty() {
        check_set(section, &value.span(), &en, scale)?;
    }
    let mut english = en.into_iter();
    Ok(id
        .into_iter()
        .map(|(id, _)| Words {
            en: english.next().map_or_else(|| id.clone(), |(en, _)| en),
            id,
        })
        .collect())
}

/// Further sets of words: lists, or tables `words`, `source`.
pub(super) fn read_variants(section: &mut Entries, scale: &Scale) -> Result<Vec<Vec<String>>> {
    let Some(value) = section.get("variants") else {
        return Ok(Vec::new());
    };
    let DeValue::Array(list) = value.get_ref() else {
        return Err(section.error(
            &value.span(),
            said!(
                "`variants` harus berupa daftar berisi daftar",
                "`variants` must be a list of lists"
            ),
        ));
    };
    let mut variants = Vec::new();
    for set in list.iter() {
        let texts = match set.get_ref() {
            DeValue::Table(table) => {
                let mut entries = section.below(table, set.span());
                let texts = entries.list("words")?;
                entries.list("source")?;
                entries.finish()?;
                texts
            }
            _ => section.texts("variants", set)?,
        };
        check_set(section, &set.span(), &texts, scale)?;
        variants.push(texts.into_iter().map(|(text, _)| text).collect());
    }
    Ok(variants)
}
