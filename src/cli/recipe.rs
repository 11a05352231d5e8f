use super::ask::{Ask, base_name, read_text};
use std::path::Path;
use tridharma::analysis::{Dimension, Request, Target};
use tridharma::pipeline::{Setup, items_named};
use tridharma::report::{Part, Recipe};
use tridharma::survey::Responses;
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
pub fn of_recipe(recipe: Option<&Recipe>, dimensions: &[Dimension]) -> Vec<Request> {
    let mut requests = Vec::new();
    let Some(recipe) = recipe else {
        return requests;
    };
    if recipe.has(Part::Describe) {
        requests.push(Request::Describe);
    }
    if recipe.has(Part::Validity) || recipe.has(Part::Reliability) {
        match dimensions {
            [] => requests.push(Request::Scale(None)),
            some => requests.extend(some.iter().cloned().map(|d| Request::Scale(Some(d)))),
        }
    }
    if recipe.has(Part::Normality) {
        match dimensions {
            [] => requests.push(Request::Normality(Target::Sum)),
            some => requests.extend(some.iter().cloned().map(|d| {
                Request::Normality(Target::Dimension {
                    name: d.name,
                    items: d.items,
                })
            })),
        }
    }
    requests
}

/// Performance with importance, perception with expectation, where given.
pub fn pairs_of_items(
    responses: &Responses,
    setup: &Setup,
    dimensions: &[Dimension],
) -> Result<Vec<Request>> {
    let both = |text: &str| -> Result<(Vec<String>, Vec<String>)> {
        let (first, second) = text.split_once('=').unwrap_or((text, ""));
        let both = (
            items_named(responses, first)?,
            items_named(responses, second)?,
        );
        match both.0.len() == both.1.len() {
            true => Ok(both),
            false => Err(Error::new(
                ErrorKind::Usage,
                said!(
                    "«{text}»: jumlah butir di kedua sisi berbeda",
                    "\"{text}\": the two sides have different numbers of items"
                ),
            )
            .hint(said!(
                "pasangkan setiap butir: B1:B5=B6:B10",
                "pair every item: B1:B5=B6:B10"
            ))),
        }
    };
    let mut requests = Vec::new();
    if let Some(text) = &setup.importance {
        let (performance, importance) = both(text)?;
        requests.push(Request::Importance {
            performance,
            importance,
        });
    }
    if let Some(text) = &setup.servqual {
        let (perception, expectation) = both(text)?;
        requests.push(Request::Gap {
            perception,
            expectation,
            dimensions: dimensions.to_vec(),
        });
    }
    Ok(requests)
}
