use crate::language::Language;
use crate::survey::Words;
use serde::Deserialize;

/// Where a rule comes from: one text for both languages, or one for each where it
/// says more than the work.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum RuleSource {
    One(String),
    Each(Words),
}

impl RuleSource {
    /// As it is printed in a language.
    pub fn text(&self, language: Language) -> &str {
        match self {
            RuleSource::One(text) => text,
            RuleSource::Each(words) => words.text(language),
        }
    }
}
