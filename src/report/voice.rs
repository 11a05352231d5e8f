use super::profile::share_to;
use crate::decimal::Decimal;
use crate::document::{Block, Document};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::language::{Language, Said};
use crate::nesting;
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
        engine.add_filter("capital", |text: String| capital(&text));
        engine.add_filter("title", |text: String| title(&text));
        engine.add_filter("s", |count: String| if count == "1" { "" } else { "s" });
        let mut words = BTreeMap::new();
        for (key, text) in flatten(&text.parse().unwrap_or_default()) {
            words.extend(text.map(|text| (key, text)));
        }
        Voice {
            language,
            words,
            engine,
        }
    }

    /// The same with some words replaced from a file of the same form.
    ///
    /// # Errors
    /// TOML that does not parse; a key that does not exist; a sentence that
    /// asks for something the original does not give, or cannot be filled.
    pub fn with(mut self, file: &str, toml: &str) -> Result<Voice> {
        let refused = |said: Said| Error::new(ErrorKind::Invalid, said).at(Place::file(file));
        nesting::check_toml(file, toml)?;
        let table: toml::Table = toml.parse().map_err(|e: toml::de::Error| {
            let what = e.message().to_owned();
            refused(said!(
                "kata laporan tidak dapat dibaca: {what}",
                "the words cannot be read: {what}"
            ))
        })?;
        for (key, text) in flatten(&table) {
            let error = match (self.words.get(&key), text) {
                (Some(original), Some(text)) => match self.misfit(original, &text) {
                    None => {
                        self.words.insert(key, text);
                        continue;
                    }
                    Some(why) => why,
                },
                (Some(_), None) => said!(
                    "kunci {key} harus berisi teks di antara tanda kutip",
                    "key {key} must hold a text between quotes"
                ),
                (None, _) => said!("kunci {key} tidak dikenal", "there is no key {key}"),
            };
            return Err(refused(error).hint(said!(
                "salin kalimat aslinya dari reports/words dan ubah katanya saja",
                "copy the original sentence from reports/words and change its words only"
            )));
        }
        Ok(self)
    }

    /// Why a sentence cannot take the place of an original.
    fn misfit(&self, original: &str, text: &str) -> Option<Said> {
        let known = self.places(original);
        if let Some(name) = self.places(text).iter().find(|name| !known.contains(name)) {
            return Some(said!(
                "isian {name} tidak ada pada kalimat \"{original}\"",
                "the sentence \"{original}\" has no place {name}"
            ));
        }
        let given: Vec<(&str, String)> = known.iter().map(|n| (n.as_str(), "1".into())).collect();
        let error = self.fill(text, &given).err()?;
        Some(said!(
            "kalimat \"{text}\" tidak dapat diisi: {error}",
            "the sentence \"{text}\" cannot be filled: {error}"
        ))
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
        self.fill(template, given)
            .unwrap_or_else(|error| format!("[{key}: {error}]"))
    }

    fn fill(&self, template: &str, given: Given) -> std::result::Result<String, minijinja::Error> {
        if !template.contains('{') {
            return Ok(template.to_owned());
        }
        let context: BTreeMap<&str, Value> = given
            .iter()
            .map(|(name, value)| (*name, Value::from(value.as_str())))
            .collect();
        self.engine.render_str(template, context)
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
        minus(value.text(self.language))
    }

    /// A count with its thousands grouped.
    pub fn count(&self, value: u64) -> String {
        Decimal::whole(value).grouped(self.language)
    }

    /// `120 (30,0%)`: a count and its share of so many in percent, rounded in integers
    /// and kept on one line; the count alone where there is nobody.
    pub fn count_of(&self, count: u64, of: u64) -> String {
        let n = self.count(count);
        match of {
            0 => n,
            _ => format!("{n}\u{a0}({})", self.percent_of(count, of, 1)),
        }
    }

    /// How many lack an answer and are not counted; that nobody does, for 0.
    pub fn incomplete(&self, n: u64) -> String {
        match n {
            0 => self.word("document.none_incomplete"),
            _ => self.say("document.incomplete", &[("n", self.count(n))]),
        }
    }

    /// A float rounded once to so many places.
    pub fn number(&self, value: f64, places: u8) -> String {
        Decimal::round(value, places).map_or_else(|| "–".to_owned(), |d| self.decimal(d))
    }

    /// The same with its thousands grouped.
    pub fn grouped(&self, value: f64, places: u8) -> String {
        let rounded = Decimal::round(value, places);
        rounded.map_or_else(|| "–".to_owned(), |d| d.grouped(self.language))
    }

    /// Counts from the least to the most: `98–120`, or one; none without any.
    pub fn counts(&self, counts: impl Iterator<Item = u64>) -> Option<String> {
        let ends = counts.fold(None, |ends: Option<(u64, u64)>, n| {
            Some(ends.map_or((n, n), |(least, most)| (least.min(n), most.max(n))))
        });
        ends.map(|(least, most)| match least < most {
            true => format!("{}–{}", self.count(least), self.count(most)),
            false => self.count(least),
        })
    }

    /// A share from 0 to 1 in percent; `–` for what is no number.
    pub fn percent(&self, share: f64, places: u8) -> String {
        match Decimal::round(share * 100.0, places) {
            Some(percent) => self.short_of_all(percent, share < 1.0),
            None => "–".to_owned(),
        }
    }

    /// [`Voice::percent`] of counts, rounded once.
    pub fn percent_of(&self, part: u64, of: u64, places: u8) -> String {
        self.short_of_all(share_to(part, of, places), part < of)
    }

    /// Nearly all is not all: a part that would be rounded to it exceeds what comes
    /// before.
    fn short_of_all(&self, percent: Decimal, is_part: bool) -> String {
        let before = Decimal {
            units: percent.units - 1,
            ..percent
        };
        match is_part && Decimal::round(100.0, percent.places) == Some(percent) {
            true => format!("> {}%", before.text(self.language)),
            false => format!("{}%", percent.text(self.language)),
        }
    }

    /// Degrees of freedom: whole ones without decimals, Welch's with one.
    pub fn degrees(&self, df: f64) -> String {
        self.number(df, u8::from(df.fract().abs() > 1e-9))
    }

    /// A p value: `p = 0,012` or `p < 0,001`.
    pub fn p(&self, p: f64) -> String {
        match p < 0.001 {
            true => format!("p < {}", self.number(0.001, 3)),
            false => format!("p = {}", self.number(p, distinct_from_alpha(p))),
        }
    }

    /// A list in a sentence: `a, b, dan c`; with semicolons where an entry has a
    /// comma of its own.
    pub fn list(&self, items: &[String]) -> String {
        let and = match self.language {
            Language::Id => "dan",
            Language::En => "and",
        };
        let mark = match items.iter().any(|item| item.contains(',')) {
            true => ";",
            false => ",",
        };
        match items {
            [] => String::new(),
            [one] => one.clone(),
            // A decimal comma does not part.
            [first, second] if !items.iter().any(|item| item.contains(", ")) => {
                format!("{first} {and} {second}")
            }
            [most @ .., last] => {
                let most = most.join(&format!("{mark} "));
                format!("{most}{mark} {and} {last}")
            }
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

/// The first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Every word with a capital, but for those of up to three letters (`dan`,
/// `of`) behind the first.
fn title(text: &str) -> String {
    let words = text.split(' ').enumerate();
    let words = words.map(|(at, word)| match at > 0 && word.chars().count() <= 3 {
        true => word.to_owned(),
        false => capital(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `[a] b = "…"` as `a.b`, in the order of the file's keys; none for what is no
/// text.
fn flatten(table: &toml::Table) -> BTreeMap<String, Option<String>> {
    let mut words = BTreeMap::new();
    for (section, value) in table {
        let toml::Value::Table(entries) = value else {
            words.insert(section.clone(), None);
            continue;
        };
        for (key, text) in entries {
            words.insert(format!("{section}.{key}"), text.as_str().map(str::to_owned));
        }
    }
    words
}

/// Three places, or as many as it takes that a p of 0.0496 does not read as the
/// level it is compared with.
fn distinct_from_alpha(p: f64) -> u8 {
    const ALPHA: f64 = 0.05;
    (3..8)
        .find(|&places| p == ALPHA || Decimal::round(p, places) != Decimal::round(ALPHA, places))
        .unwrap_or(8)
}

/// A hyphen before a number is a minus sign in print.
fn minus(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}
