use super::Setup;
use crate::analysis::Dimension;
use crate::error::{Error, ErrorKind, Result};
use crate::said;
use crate::survey::{Item, Responses, Words};

/// The dimensions a user named, with the ids of their items: each is given by ids,
/// codes or headers, or by a range of codes (`B1:B5`).
///
/// # Errors
/// A dimension without items, or with one that is not in the data.
pub fn dimensions(responses: &Responses, setup: &Setup) -> Result<Vec<Dimension>> {
    let one = |(name, texts): &(String, Vec<String>)| {
        let mut items = Vec::new();
        for text in texts {
            let found = items_of(responses, text).ok_or_else(|| no_item(name, text, responses))?;
            items.extend(found.iter().map(|item| item.id.clone()));
        }
        match items.is_empty() {
            true => Err(Error::new(
                ErrorKind::Invalid,
                said!(
                    "dimensi «{name}» tidak memuat butir",
                    "the dimension \"{name}\" has no items"
                ),
            )
            .hint(said!("tulis {name}=B1:B5", "write {name}=B1:B5"))),
            false => Ok(Dimension {
                name: name.trim().to_owned(),
                items,
            }),
        }
    };
    setup.dimensions.iter().map(one).collect()
}

/// Ids of items by a list of names or ranges (`B1:B5,B7`).
///
/// # Errors
/// A name that is no item.
pub fn items_named(responses: &Responses, text: &str) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    for name in text.split(',') {
        let found = items_of(responses, name).ok_or_else(|| no_item(text, name, responses))?;
        ids.extend(found.iter().map(|item| item.id.clone()));
    }
    Ok(ids)
}

/// The item of a name, or those from one to another in the order of the file.
fn items_of<'a>(responses: &'a Responses, text: &str) -> Option<&'a [Item]> {
    let at = |name: &str| {
        let name = name.trim();
        responses.items.iter().position(|item| {
            let names = [&item.code, &item.id, &item.header];
            // A variable of SPSS or a question of a form: `X1.1. Saya puas`.
            let coded = item.header.split_once(". ").map(|(code, _)| code);
            names.iter().any(|n| n.trim().eq_ignore_ascii_case(name))
                || coded.is_some_and(|code| code.trim().eq_ignore_ascii_case(name))
        })
    };
    let (first, last) = match (at(text), text.split_once(':')) {
        (Some(only), _) => (only, only),
        (None, Some((first, last))) => (at(first)?, at(last)?),
        (None, None) => return None,
    };
    responses.items.get(first..=last)
}

/// Puts the names a user gave in place of the printed ones.
///
/// # Errors
/// A name for something that is no item.
pub(super) fn name_items(responses: &mut Responses, names: &[(String, String)]) -> Result<()> {
    for (text, name) in names {
        let found = items_of(responses, text).and_then(|items| items.first());
        let id = found.map(|item| item.id.clone());
        let id = id.ok_or_else(|| unnamed(text, responses))?;
        let mut items = responses.items.iter_mut();
        if let Some(item) = items.find(|item| item.id == id) {
            item.name = Words::same(name.trim());
        }
    }
    Ok(())
}

fn unnamed(text: &str, responses: &Responses) -> Error {
    let codes: Vec<&str> = responses.items.iter().map(|i| i.code.as_str()).collect();
    let codes = codes.join(", ");
    Error::new(
        ErrorKind::NotFound,
        said!(
            "nama untuk «{text}»: tidak ada butir itu",
            "a name for \"{text}\": there is no such item"
        ),
    )
    .hint(said!("butirnya: {codes}", "the items are: {codes}"))
}

fn no_item(name: &str, text: &str, responses: &Responses) -> Error {
    let codes: Vec<&str> = responses.items.iter().map(|i| i.code.as_str()).collect();
    let codes = codes.join(", ");
    Error::new(
        ErrorKind::NotFound,
        said!(
            "dimensi «{name}»: tidak ada butir «{text}»",
            "dimension \"{name}\": there is no item \"{text}\""
        ),
    )
    .hint(said!("butirnya: {codes}", "the items are: {codes}"))
}
