use super::ask::{Ask, base_name, read_text};
use std::path::Path;
use tridharma::analysis::{Dimension, Request, Target};
use tridharma::report::{Part, Recipe};
use tridharma::{Error, ErrorKind, Result, said};

/// The recipe asked for: by name, or a file of one's own.
pub fn recipe(ask: &Ask) -> Result<Option<Recipe>> {
    let Some(name) = ask.text("recipe") else {
        return Ok(None);
    };
    if let Some(recipe) = Recipe::named(&name) {
        return recipe.map(Some);
    }
    let file = Path::new(&name);
    if file.extension().is_some_and(|e| e == "toml") {
        return Recipe::parse(&base_name(file), &read_text(file)?).map(Some);
    }
    let known = Recipe::NAMES.join(", ");
    Err(Error::new(
        ErrorKind::NotFound,
        said!(
            "resep «{name}» tidak dikenal",
            "the recipe \"{name}\" is unknown"
        ),
    )
    .hint(said!(
        "pilih {known}, atau berkas .toml",
        "choose {known}, or a .toml file"
    )))
}

/// What a chapter of a thesis asks beside the user's questions.
pub fn of_recipe(recipe: Option<&Recipe>, dimensions: &[Dimension], scored: bool) -> Vec<Request> {
    let value = |of: Target| match scored {
        true => of.in_intervals(),
        false => of,
    };
    let mut requests = Vec::new();
    let Some(recipe) = recipe else {
        return requests;
    };
    if recipe.has(Part::Describe) {
        requests.push(Request::Describe(dimensions.to_vec()));
    }
    if recipe.has(Part::Validity) || recipe.has(Part::Reliability) {
        match dimensions {
            [] => requests.push(Request::Scale(None)),
            some => requests.extend(some.iter().cloned().map(|d| Request::Scale(Some(d)))),
        }
    }
    if recipe.has(Part::Normality) {
        match dimensions {
            [] => requests.push(Request::Normality(value(Target::Sum))),
            some => requests.extend(some.iter().cloned().map(|d| {
                let (name, items) = (d.name, d.items);
                Request::Normality(value(Target::Dimension { name, items }))
            })),
        }
    }
    requests
}
