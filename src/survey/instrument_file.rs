use super::entries::{Entries, Source};
use super::instrument_groups::read_groups;
use super::instrument_rules::{check_bands, check_unique, weights};
use super::instrument_scale::{read_labels, read_scale, read_variants};
use super::{Band, Instrument, ItemSpec, Items, Scale, Words};
use crate::error::Result;
use crate::nesting;
use crate::said;
use toml::de::DeTable;

/// Reads an instrument from its file and holds it against itself.
pub(super) fn read(file: &str, text: &str) -> Result<Instrument> {
    nesting::check_toml(file, text)?;
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
    let public_service = top.flag("public_service")?;
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
    let (scale, scale_open) = read_scale(top, &mut sources)?;
    let bands = read_bands(top, &scale, &mut sources)?;
    let items = read_items(top, &scale, &mut sources)?;
    let groups = read_groups(top, &mut sources)?;
    Ok(Instrument {
        id,
        title,
        regulation,
        public_service,
        sources,
        index_name,
        index_short,
        item_word,
        scale,
        scale_open,
        bands,
        items,
        groups,
    })
}

/// Adds the sources of a section, each once.
pub(super) fn cite(section: &mut Entries, sources: &mut Vec<String>) -> Result<()> {
    for (source, _) in section.list("source")? {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    Ok(())
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
        reversed: entry.flag("reversed")?,
        headers: entry
            .list("headers")?
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
        weight: (1, 1),
    })
}
