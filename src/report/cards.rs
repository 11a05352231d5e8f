use crate::error::{Error, Result};
use crate::said;
use crate::survey::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a method is for, how it computes, and when not to use it (`reports/cards`).
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its short name in print.
    pub name: Words,
    /// What it is, in a sentence.
    pub title: Words,
    pub question: Words,
    pub formula: Words,
    pub assumes: Words,
    pub when_not: Words,
    pub source: String,
    /// Keys of its works in `reports/references.toml`.
    pub works: Vec<String>,
    /// Family of reference cases, and the program they come from.
    pub checked: String,
    /// Other names it answers to.
    pub also: Vec<String>,
}

/// Every card, by the name of its method.
///
/// ```
/// use tridharma::report::Cards;
///
/// let cards = Cards::built_in()?;
/// let (name, card) = cards.find("r tabel").unwrap();
/// assert_eq!(name, "critical_correlation");
/// assert!(card.formula.id.contains("db = n − 2"));
/// # Ok::<(), tridharma::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Cards(pub BTreeMap<String, Card>);

/// The English of a card: the documentation of its function, which a test keeps
/// equal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Documented {
    title: String,
    question: String,
    formula: String,
    assumes: String,
    when_not: String,
    checked: String,
    references: String,
}

/// The Indonesian of a card, and its other names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Translated {
    name: Option<Words>,
    title: String,
    #[serde(default)]
    also: Vec<String>,
    question: String,
    formula: Option<String>,
    assumes: String,
    when_not: String,
    #[serde(default)]
    works: Vec<String>,
}

impl Cards {
    /// The cards that ship with the program.
    ///
    /// # Errors
    /// Never with an unchanged program; a test reads them.
    pub fn built_in() -> Result<Cards> {
        let documented: BTreeMap<String, Documented> =
            parsed("en", include_str!("../../reports/cards/en.toml"))?;
        let mut translated: BTreeMap<String, Translated> =
            parsed("id", include_str!("../../reports/cards/id.toml"))?;
        let both = |(key, english): (String, Documented)| {
            let own = translated.remove(&key).unwrap_or_default();
            (key, card(english, own))
        };
        Ok(Cards(documented.into_iter().map(both).collect()))
    }

    /// The method a reader means: its name here, its printed or another name, or
    /// part of a name where only one has it.
    pub fn find(&self, topic: &str) -> Option<(&str, &Card)> {
        let wanted = plain(topic);
        let exact = self.0.iter().find(|(key, _)| plain(key) == wanted);
        let named = || {
            let mut all = self.0.iter();
            all.find(|(_, card)| card.names().any(|name| plain(name) == wanted))
        };
        if let Some((key, card)) = exact.or_else(named) {
            return Some((key, card));
        }
        match self.near(topic).as_slice() {
            [only] => self
                .0
                .get_key_value(*only)
                .map(|(key, card)| (key.as_str(), card)),
            _ => None,
        }
    }

    /// Names of the methods that have all words of a topic in one of their names.
    pub fn near(&self, topic: &str) -> Vec<&str> {
        let words: Vec<String> = topic.split(['_', ' ', '-', '–']).map(plain).collect();
        let words: Vec<&String> = words.iter().filter(|word| !word.is_empty()).collect();
        let holds = |name: &str| words.iter().all(|word| plain(name).contains(word.as_str()));
        let near = |(key, card): &(&String, &Card)| {
            !words.is_empty() && (holds(key) || card.names().any(holds))
        };
        let found = self.0.iter().filter(near);
        found.map(|(key, _)| key.as_str()).collect()
    }
}

impl Card {
    fn names(&self) -> impl Iterator<Item = &str> {
        let own = [&self.name.id, &self.name.en].into_iter();
        own.chain(&self.also).map(String::as_str)
    }
}

fn card(english: Documented, own: Translated) -> Card {
    let both = |id: String, en: String| Words { id, en };
    let title = both(own.title, english.title);
    let formula = own.formula.unwrap_or_else(|| english.formula.clone());
    Card {
        name: own.name.unwrap_or_else(|| title.clone()),
        title,
        question: both(own.question, english.question),
        formula: both(formula, english.formula),
        assumes: both(own.assumes, english.assumes),
        when_not: both(own.when_not, english.when_not),
        source: english.references,
        works: own.works,
        checked: english.checked,
        also: own.also,
    }
}

fn parsed<T: for<'a> Deserialize<'a>>(language: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let file = format!("reports/cards/{language}.toml");
        let what = said!(
            "kartu metode tidak dapat dibaca",
            "the method cards cannot be read"
        );
        Error::toml(&file, text, &error, what)
    })
}

/// Letters and digits alone, small.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
