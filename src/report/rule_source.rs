use crate::language::Language;
use crate::survey::Words;
use serde::Deserialize;

/// Where a rule comes from: one text for both languages, or one for each where it
/// says more than the work; with the keys of the works it rests on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum RuleSource {
    One(String),
    Same {
        text: String,
        #[serde(default)]
        works: Vec<String>,
    },
    Each {
        #[serde(flatten)]
        words: Words,
        #[serde(default)]
        works: Vec<String>,
    },
}

impl RuleSource {
    /// As it is printed in a language.
    pub fn text(&self, language: Language) -> &str {
        match self {
            RuleSource::One(text) | RuleSource::Same { text, .. } => text,
            RuleSource::Each { words, .. } => words.text(language),
        }
    }

    /// Keys of `reports/references.toml`.
    pub fn works(&self) -> &[String] {
        match self {
            RuleSource::One(_) => &[],
            RuleSource::Same { works, .. } | RuleSource::Each { works, .. } => works,
        }
    }
}
