use crate::decimal::Decimal;
use crate::document::{Block, Document};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::language::Language;
use crate::said;
use minijinja::{Environment, UndefinedBehavior, Value};
use std::collections::BTreeMap;

/// The words of a report in one language: sentences with places for numbers,
/// as data (`reports/words`), replaceable by the user's own file.
pub struct Voice {
    pub language: Language,
    words: BTreeMap<String, String>,
    engine: Environment<'static>,
}

/// Names and values for the places of a sentence.
pub type Given<'a> = &'a [(&'a str, String)];

impl Voice {
    /// The words that ship with the program.
    pub fn new(language: Language) -> Voice {
        let text = match language {
            Language::Id => include_str!("../../reports/words/id.toml"),
            Language::En => include_str!("../../reports/words/en.toml"),
        };
        let mut engine = Environment::new();
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        Voice {
            language,
            words: flatten(&text.parse().unwrap_or_default()),
            engine,
        }
    }

    /// The same with some words replaced from a file of the same form.
    ///
    /// # Errors
    /// TOML that does not parse; a key that does not exist; a sentence that
    /// asks for something the original does not give.
    pub fn with(mut self, file: &str, toml: &str) -> Result<Voice> {
        let table: toml::Table = toml.parse().map_err(|e: toml::de::Error| {
            let what = e.message().to_owned();
            Error::new(
                ErrorKind::Invalid,
                said!(
                    "kata laporan tidak dapat dibaca: {what}",
                    "the words cannot be read: {what}"
                ),
            )
            .at(Place::file(file))
        })?;
        for (key, text) in flatten(&table) {
            let known = self.words.get(&key).map(|w| self.places(w));
            let asked = self.places(&text);
            match known {
                Some(known) if asked.iter().all(|name| known.contains(name)) => {
                    self.words.insert(key, text);
                }
                _ => {
                    return Err(Error::new(
                        ErrorKind::Invalid,
                        said!(
                            "kunci {key} tidak dikenal atau meminta isian yang tidak ada",
                            "key {key} is unknown or asks for a value that is not given"
                        ),
                    )
                    .at(Place::file(file))
                    .hint(said!(
                        "salin kalimat aslinya dari reports/words dan ubah katanya saja",
                        "copy the original sentence from reports/words and change its words only"
                    )));
                }
            }
        }
        Ok(self)
    }

    /// A text without places.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A sentence with its places filled. A key that does not exist shows as
    /// the key itself in brackets; a test keeps that from happening.
    pub fn say(&self, key: &str, given: Given) -> String {
        let Some(template) = self.words.get(key) else {
            return format!("[{key}]");
        };
        if !template.contains("{{") {
            return template.clone();
        }
        let context: BTreeMap<&str, Value> = given
            .iter()
            .map(|(name, value)| (*name, Value::from(value.as_str())))
            .collect();
        self.engine
            .render_str(template, context)
            .unwrap_or_else(|error| format!("[{key}: {error}]"))
    }

    /// A document of blocks alone, its page numbers in this language.
    pub fn document(&self, title: String, blocks: Vec<Block>) -> Document {
        Document {
            page_word: self.word("document.page"),
            ..Document::short(self.language, title, blocks)
        }
    }

    /// A rounded number in this language.
    pub fn decimal(&self, value: Decimal) -> String {
        value.text(self.language)
    }

    /// A count with its thousands grouped.
    pub fn count(&self, value: u64) -> String {
        Decimal::whole(value).grouped(self.language)
    }

    /// A float rounded once to so many places.
    pub fn number(&self, value: f64, places: u8) -> String {
        Decimal::round(value, places).map_or_else(|| "–".to_owned(), |d| d.text(self.language))
    }

    /// A share from 0 to 1 in percent.
    pub fn percent(&self, share: f64, places: u8) -> String {
        format!("{}%", self.number(share * 100.0, places))
    }

    /// A p value: `p = 0,012` or `p < 0,001`.
    pub fn p(&self, p: f64) -> String {
        match p < 0.001 {
            true => format!("p < {}", self.number(0.001, 3)),
            false => format!("p = {}", self.number(p, 3)),
        }
    }

    /// A list in a sentence: `a, b, dan c`.
    pub fn list(&self, items: &[String]) -> String {
        let and = match self.language {
            Language::Id => "dan",
            Language::En => "and",
        };
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [first, second] => format!("{first} {and} {second}"),
            [most @ .., last] => format!("{}, {and} {last}", most.join(", ")),
        }
    }

    /// Every key with its text, for tests and for `instruments`-like listings.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// The names of the places of a sentence.
    pub fn places(&self, template: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .engine
            .template_from_str(template)
            .map(|t| t.undeclared_variables(false).into_iter().collect())
            .unwrap_or_default();
        names.sort();
        names
    }
}

/// `[a] b = "…"` as `a.b`.
fn flatten(table: &toml::Table) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for (section, value) in table {
        let toml::Value::Table(entries) = value else {
            continue;
        };
        for (key, text) in entries {
            if let toml::Value::String(text) = text {
                words.insert(format!("{section}.{key}"), text.clone());
            }
        }
    }
    words
}
