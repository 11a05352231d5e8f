use super::entries::{Entries, Source, Span};
use super::instrument_rules::{check_bands, check_set, check_unique, check_values, weights};
use super::{Band, GroupRole, GroupSpec, Instrument, ItemSpec, Items, Scale, Words};
use crate::error::Result;
use crate::said;
use toml::de::{DeTable, DeValue};

/// Reads an instrument from its file and holds it against itself.
pub(super) fn read(file: &str, text: &str) -> Result<Instrument> {
    let source = Source { file, text };
    let document = DeTable::parse(text).map_err(|cause| {
        let span = cause.span().unwrap_or_default();
        source
            .error(&span, said!("berkas ini bukan TOML yang sah", "this file is not valid TOML"))
            .because(cause.message().to_owned())
            .hint(said!(
                "bandingkan dengan surveys/skm-2017.toml, atau mulai dari `tridharma instruments new`",
                "compare it with surveys/skm-2017.toml, or start from `tridharma instruments new`"
            ))
    })?;
    // Errors about the whole file point to its first line.
    let mut top = Entries::new(source, document.get_ref(), 0..0);
    let instrument = read_top(&mut top)?;
    top.finish()?;
    Ok(instrument)
}

fn read_top(top: &mut Entries) -> Result<Instrument> {
    let mut sources = Vec::new();
    let id = top.need_text("id")?;
    let title = top.need_words("title")?;
    let regulation = top.words("regulation")?.unwrap_or_default();
    let index_name = top.need_words("index_name")?;
    let index_short = top
        .words("index_short")?
        .unwrap_or_else(|| index_name.clone());
    let item_word = top.words("item_word")?.unwrap_or_else(|| Words {
        id: "butir".into(),
        en: "item".into(),
    });
    cite(top, &mut sources)?;
    if sources.is_empty() {
        let error = top.error(
            &top.span,
            said!(
                "instrumen ini tidak menyebut sumbernya",
                "this instrument names no source"
            ),
        );
        return Err(error.hint(said!(
            "tulis `source = \"…\"`: peraturan, buku, artikel, atau siapa yang menyusunnya",
            "write `source = \"…\"`: regulation, book, article, or who made it"
        )));
    }
    let scale = read_scale(top, &mut sources)?;
    let bands = read_bands(top, &scale, &mut sources)?;
    let items = read_items(top, &scale, &mut sources)?;
    let groups = read_groups(top, &mut sources)?;
    Ok(Instrument {
        id,
        title,
        regulation,
        sources,
        index_name,
        index_short,
        item_word,
        scale,
        bands,
        items,
        groups,
    })
}

/// Adds the sources of a section, each once.
fn cite(section: &mut Entries, sources: &mut Vec<String>) -> Result<()> {
    for (source, _) in section.list("source")? {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    Ok(())
}

fn read_scale(top: &mut Entries, sources: &mut Vec<String>) -> Result<Scale> {
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
    cite(&mut section, sources)?;
    section.finish()?;
    Ok(scale)
}

/// How many codes a scale has.
pub(super) fn levels(scale: &Scale) -> usize {
    usize::try_from(i32::from(scale.max) - i32::from(scale.min) + 1).unwrap_or(0)
}

/// `labels.id` and `labels.en`, or `labels` for both languages; empty when absent.
fn read_labels(section: &mut Entries, scale: &Scale) -> Result<Vec<Words>> {
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
fn read_variants(section: &mut Entries, scale: &Scale) -> Result<Vec<Vec<String>>> {
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

fn read_bands(top: &mut Entries, scale: &Scale, sources: &mut Vec<String>) -> Result<Vec<Band>> {
    let Some(mut section) = top.table("grades")? else {
        return Ok(Vec::new());
    };
    let mut bands = Vec::new();
    for mut entry in section.tables("bands")? {
        let grade = entry.need_text("grade")?;
        let band = Band {
            from: entry.need_hundredths("from")?,
            to: entry.need_hundredths("to")?,
            word: entry.words("word")?.unwrap_or_else(|| Words {
                id: grade.clone(),
                en: grade.clone(),
            }),
            grade,
        };
        bands.push((band, entry.span.clone()));
        entry.finish()?;
    }
    cite(&mut section, sources)?;
    bands.sort_by_key(|(band, _)| band.from.units);
    check_bands(&section, &bands, scale)?;
    section.finish()?;
    Ok(bands.into_iter().map(|(band, _)| band).collect())
}

fn read_items(top: &mut Entries, scale: &Scale, sources: &mut Vec<String>) -> Result<Items> {
    let Some(value) = top.get("items") else {
        let error = top.error(
            &top.span,
            said!(
                "instrumen ini tidak punya butir",
                "this instrument has no items"
            ),
        );
        return Err(error.hint(said!(
            "tulis satu `[[items]]` per pertanyaan, atau `items = \"any\"`",
            "write one `[[items]]` per question, or `items = \"any\"`"
        )));
    };
    if value.get_ref().as_str() == Some("any") {
        return Ok(Items::Any);
    }
    let mut items = Vec::new();
    let mut spans = Vec::new();
    let mut given = Vec::new();
    for (index, mut entry) in top.tables("items")?.into_iter().enumerate() {
        let item = read_item(&mut entry, scale, index)?;
        given.push(entry.digits("weight")?);
        cite(&mut entry, sources)?;
        spans.push((entry.at("id"), entry.at("code")));
        items.push(item);
        entry.finish()?;
    }
    check_unique(
        top,
        "id",
        items
            .iter()
            .zip(&spans)
            .map(|(item, at)| (item.id.as_str(), &at.0)),
    )?;
    check_unique(
        top,
        "code",
        items
            .iter()
            .zip(&spans)
            .map(|(item, at)| (item.code.as_str(), &at.1)),
    )?;
    let weights = weights(top, &value.span(), &given, items.len())?;
    for (item, weight) in items.iter_mut().zip(weights) {
        item.weight = weight;
    }
    Ok(Items::Fixed(items))
}

fn read_item(entry: &mut Entries, scale: &Scale, index: usize) -> Result<ItemSpec> {
    let name = entry.need_words("name")?;
    let code = entry.need_text("code")?;
    let form = match entry.whole("form")? {
        Some(form) => u16::try_from(form).ok(),
        None => u16::try_from(index + 1).ok(),
    };
    let Some(form) = form else {
        return Err(entry.error(
            &entry.at("form"),
            said!(
                "nomor pertanyaan tidak dapat dipakai",
                "unusable question number"
            ),
        ));
    };
    Ok(ItemSpec {
        id: entry.need_text("id")?,
        code,
        form,
        question: entry.words("question")?.unwrap_or_else(|| name.clone()),
        name,
        labels: read_labels(entry, scale)?,
        variants: read_variants(entry, scale)?,
        headers: entry
            .list("headers")?
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
        weight: (1, 1),
    })
}

fn read_groups(top: &mut Entries, sources: &mut Vec<String>) -> Result<Vec<GroupSpec>> {
    let mut groups: Vec<GroupSpec> = Vec::new();
    for mut entry in top.tables("groups")? {
        let role = entry.need_text("role")?;
        let Some(role) = role_named(&role) else {
            let error = entry.error(
                &entry.at("role"),
                said!("peran `{role}` tidak dikenal", "unknown role `{role}`"),
            );
            return Err(error.hint(said!(
                "pakai salah satu dari: sex, age, education, job, service, unit, period, other",
                "use one of: sex, age, education, job, service, unit, period, other"
            )));
        };
        let (values, ranges) = read_values(&mut entry)?;
        groups.push(GroupSpec {
            role,
            name: entry.need_words("name")?,
            headers: entry
                .list("headers")?
                .into_iter()
                .map(|(text, _)| text)
                .collect(),
            values,
            ranges,
        });
        cite(&mut entry, sources)?;
        entry.finish()?;
    }
    Ok(groups)
}

fn role_named(name: &str) -> Option<GroupRole> {
    Some(match name {
        "sex" => GroupRole::Sex,
        "age" => GroupRole::Age,
        "education" => GroupRole::Education,
        "job" => GroupRole::Job,
        "service" => GroupRole::Service,
        "unit" => GroupRole::Unit,
        "period" => GroupRole::Period,
        "other" => GroupRole::Other,
        _ => return None,
    })
}

/// The boxes of a form with their spellings, and what numbers each covers.
type Boxes = (Vec<(Words, Vec<String>)>, Vec<(u32, u32)>);

fn read_values(group: &mut Entries) -> Result<Boxes> {
    let mut values = Vec::new();
    let mut ranges: Vec<((u32, u32), Span)> = Vec::new();
    for mut entry in group.tables("values")? {
        let name = entry.both()?;
        let also = entry
            .list("also")?
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        let (from, to) = (entry.whole("from")?, entry.whole("to")?);
        match (from.map(u32::try_from), to.map(u32::try_from)) {
            (None, None) => {}
            (Some(Ok(from)), Some(Ok(to))) if from <= to => {
                ranges.push(((from, to), entry.span.clone()))
            }
            _ => {
                return Err(entry.error(
                    &entry.span,
                    said!(
                        "rentang perlu `from` dan `to` dengan from ≤ to",
                        "a range takes `from` and `to` with from ≤ to"
                    ),
                ));
            }
        }
        values.push(((name, also), entry.span.clone()));
        entry.finish()?;
    }
    check_values(group, &values, &ranges)?;
    Ok((
        values.into_iter().map(|(value, _)| value).collect(),
        ranges.into_iter().map(|(range, _)| range).collect(),
    ))
}
