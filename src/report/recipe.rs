use crate::error::{Error, Result};
use crate::nesting;
use crate::said;
use crate::survey::Words;
use serde::Deserialize;

/// What a report holds, and in which order (`reports/recipes`); a user's own file
/// of the same form may take its place.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Title of the document; none: that of the index.
    pub title: Option<Words>,
    /// The chapter a draft is: its number and its name.
    pub chapter: Option<RecipeChapter>,
    pub parts: Vec<Part>,
    /// Further figures, each as for the `chart` command.
    #[serde(default)]
    pub figures: Vec<String>,
    pub source: String,
}

/// A chapter of a thesis.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipeChapter {
    /// In Roman figures, as it is printed.
    pub number: String,
    pub name: Words,
}

/// A part of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    // The report of an office.
    Introduction,
    Collection,
    Results,
    Discussion,
    Closing,
    Annexes,
    // A chapter of a thesis.
    Respondents,
    Index,
    Describe,
    Validity,
    Reliability,
    SuccessiveIntervals,
    Normality,
    Factors,
    Constructs,
    Importance,
    Gap,
    Kano,
    Recommendation,
    Questions,
    Hypotheses,
    Quality,
    Examiner,
    References,
}

impl Recipe {
    /// A recipe that ships with the program, by its name.
    pub fn named(name: &str) -> Option<Result<Recipe>> {
        let (file, text) = match name {
            "skm" => (
                "reports/recipes/skm.toml",
                include_str!("../../reports/recipes/skm.toml"),
            ),
            "skripsi" => (
                "reports/recipes/skripsi.toml",
                include_str!("../../reports/recipes/skripsi.toml"),
            ),
            _ => return None,
        };
        Some(Recipe::parse(file, text))
    }

    /// Names of the recipes that ship with the program.
    pub const NAMES: [&'static str; 2] = ["skm", "skripsi"];

    /// A recipe from a user's file.
    ///
    /// # Errors
    /// TOML that does not parse, a part that does not exist, with its line.
    pub fn parse(file: &str, text: &str) -> Result<Recipe> {
        nesting::check_toml(file, text)?;
        toml::from_str(text).map_err(|error| {
            let what = said!("resep tidak dapat dibaca", "the recipe cannot be read");
            Error::toml(file, text, &error, what)
        })
    }

    /// Whether it has a part.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}
