use crate::error::{Error, Result};
use crate::said;
use crate::survey::Words;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a method is for, how it computes, and when not to use it (`reports/cards`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub name: Words,
    pub question: Words,
    pub formula: String,
    pub assumes: Words,
    pub when_not: Words,
    pub source: String,
    /// Family of reference cases, and the program they come from.
    pub checked: String,
}

/// Every card, by the name of its method.
#[derive(Debug, Clone, PartialEq)]
pub struct Cards(pub BTreeMap<String, Card>);

const FILES: [(&str, &str); 6] = [
    ("survey", include_str!("../../reports/cards/survey.toml")),
    ("scales", include_str!("../../reports/cards/scales.toml")),
    ("groups", include_str!("../../reports/cards/groups.toml")),
    ("tables", include_str!("../../reports/cards/tables.toml")),
    ("models", include_str!("../../reports/cards/models.toml")),
    (
        "satisfaction",
        include_str!("../../reports/cards/satisfaction.toml"),
    ),
];

impl Cards {
    /// The cards that ship with the program.
    ///
    /// # Errors
    /// Never with an unchanged program; a test reads them.
    pub fn built_in() -> Result<Cards> {
        let mut all = BTreeMap::new();
        for (name, text) in FILES {
            let cards: BTreeMap<String, Card> = toml::from_str(text).map_err(|error| {
                let file = format!("reports/cards/{name}.toml");
                let what = said!(
                    "kartu metode tidak dapat dibaca",
                    "the method cards cannot be read"
                );
                Error::toml(&file, text, &error, what)
            })?;
            all.extend(cards);
        }
        Ok(Cards(all))
    }

    /// The method a reader means: its name here, its printed name in either
    /// language, or part of one where only one has it.
    pub fn find(&self, topic: &str) -> Option<(&str, &Card)> {
        let wanted = plain(topic);
        let exact = self.0.iter().find(|(key, card)| {
            let names = [key.as_str(), &card.name.id, &card.name.en];
            names.iter().any(|name| plain(name) == wanted)
        });
        if let Some((key, card)) = exact {
            return Some((key, card));
        }
        let part = |(key, card): &(&String, &Card)| {
            let names = [key.as_str(), &card.name.id, &card.name.en];
            names.iter().any(|name| plain(name).contains(&wanted))
        };
        let mut found = self.0.iter().filter(part);
        match (found.next(), found.next()) {
            (Some((key, card)), None) if !wanted.is_empty() => Some((key, card)),
            _ => None,
        }
    }
}

/// Letters and digits alone, small.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
