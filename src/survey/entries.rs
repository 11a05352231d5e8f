use super::Words;
use super::fold::near;
use crate::decimal::Decimal;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::language::Said;
use crate::said;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The bytes of the file a value stands on.
pub(super) type Span = Range<usize>;

/// A TOML text with its name, so that every error can name file and line.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// One table of the file. Keys are taken by name; one that nobody took is
/// refused by [`Entries::finish`], with the nearest of those that are known.
pub(super) struct Entries<'a> {
    source: Source<'a>,
    table: &'a DeTable<'a>,
    pub span: Span,
    known: Vec<&'static str>,
}

impl Source<'_> {
    /// An error on the line where a span begins.
    pub fn error(&self, span: &Span, message: Said) -> Error {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.bytes().filter(|&byte| byte == b'\n').count();
        Error::new(ErrorKind::Invalid, message).at(Place {
            row: u32::try_from(line).ok(),
            ..Place::file(self.file)
        })
    }
}

impl<'a> Entries<'a> {
    pub fn new(source: Source<'a>, table: &'a DeTable<'a>, span: Span) -> Self {
        Entries {
            source,
            table,
            span,
            known: Vec::new(),
        }
    }

    /// Another table of the same file.
    pub fn below(&self, table: &'a DeTable<'a>, span: Span) -> Entries<'a> {
        Entries::new(self.source, table, span)
    }

    /// The value of a key.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.push(key);
        self.table.get(key)
    }

    /// Where a key stands, or the table when it is absent.
    pub fn at(&self, key: &str) -> Span {
        let found = self.table.get_key_value(key);
        found.map_or(self.span.clone(), |(key, _)| key.span())
    }

    pub fn error(&self, span: &Span, message: Said) -> Error {
        self.source.error(span, message)
    }

    /// Refuses keys that mean nothing.
    pub fn finish(self) -> Result<()> {
        let unknown = self.table.iter().find(|(key, _)| {
            let key: &str = key.get_ref();
            !self.known.contains(&key)
        });
        let Some((key, _)) = unknown else {
            return Ok(());
        };
        let name: &str = key.get_ref();
        let error = self.error(
            &key.span(),
            said!("kunci `{name}` tidak dikenal", "unknown key `{name}`"),
        );
        Err(match near(name, self.known.iter().copied()).first() {
            Some(meant) => error.hint(said!("maksudnya `{meant}`?", "did you mean `{meant}`?")),
            None => {
                let known = self.known.join(", ");
                error.hint(said!("yang dikenal: {known}", "known are: {known}"))
            }
        })
    }

    fn wrong<T>(&self, span: &Span, key: &str, id: &str, en: &str) -> Result<T> {
        Err(self.error(
            span,
            said!("`{key}` harus berupa {id}", "`{key}` must be {en}"),
        ))
    }

    fn missing<T>(&self, key: &str) -> Result<T> {
        Err(self.error(
            &self.span,
            said!(
                "kunci `{key}` tidak ada di bagian ini",
                "the key `{key}` is missing in this section"
            ),
        ))
    }

    /// A text that must be there and must not be blank.
    pub fn need_text(&mut self, key: &'static str) -> Result<String> {
        match self.text(key)? {
            Some(text) => Ok(text),
            None => self.missing(key),
        }
    }

    /// A text, not blank.
    pub fn text(&mut self, key: &'static str) -> Result<Option<String>> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        match value.get_ref().as_str().map(str::trim) {
            Some(text) if !text.is_empty() => Ok(Some(text.to_owned())),
            _ => self.wrong(
                &value.span(),
                key,
                "teks yang tidak kosong",
                "a text that is not blank",
            ),
        }
    }

    /// A text in both languages that must be there.
    pub fn need_words(&mut self, key: &'static str) -> Result<Words> {
        match self.words(key)? {
            Some(words) => Ok(words),
            None => self.missing(key),
        }
    }

    /// A text in both languages: one string for both, or a table `id`, `en`.
    pub fn words(&mut self, key: &'static str) -> Result<Option<Words>> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        if let DeValue::Table(table) = value.get_ref() {
            let mut entries = Entries::new(self.source, table, value.span());
            let words = entries.both()?;
            entries.finish()?;
            return Ok(Some(words));
        }
        let text = self.text(key)?;
        Ok(text.map(|text| Words {
            id: text.clone(),
            en: text,
        }))
    }

    /// The keys `id` and `en` of this table; without `en` Indonesian serves both.
    pub fn both(&mut self) -> Result<Words> {
        let id = self.need_text("id")?;
        let en = self.text("en")?.unwrap_or_else(|| id.clone());
        Ok(Words { id, en })
    }

    /// A list of texts with their places; a single text is a list of one.
    pub fn list(&mut self, key: &'static str) -> Result<Vec<(String, Span)>> {
        match self.get(key) {
            Some(value) => self.texts(key, value),
            None => Ok(Vec::new()),
        }
    }

    /// The texts of an array, or of one string.
    pub fn texts(&self, key: &str, value: &Spanned<DeValue>) -> Result<Vec<(String, Span)>> {
        let one = std::slice::from_ref(value);
        let list = match value.get_ref() {
            DeValue::Array(list) => list.get(..).unwrap_or_default(),
            _ => one,
        };
        list.iter()
            .map(|text| match text.get_ref().as_str().map(str::trim) {
                Some(words) if !words.is_empty() => Ok((words.to_owned(), text.span())),
                _ => self.wrong(&text.span(), key, "daftar teks", "a list of texts"),
            })
            .collect()
    }

    /// Yes or no; no where it is not said.
    pub fn flag(&mut self, key: &'static str) -> Result<bool> {
        let Some(value) = self.get(key) else {
            return Ok(false);
        };
        match value.get_ref() {
            DeValue::Boolean(flag) => Ok(*flag),
            _ => self.wrong(&value.span(), key, "true atau false", "true or false"),
        }
    }

    /// A whole number.
    pub fn whole(&mut self, key: &'static str) -> Result<Option<i64>> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => Ok(Some(number)),
            None => self.wrong(&value.span(), key, "bilangan bulat", "a whole number"),
        }
    }

    /// The digits of a number as they are written, so that 0.111 stays 111/1000;
    /// a text is taken as it is.
    pub fn digits(&mut self, key: &'static str) -> Result<Option<(String, Span)>> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        let digits = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::String(text) => text.trim().to_owned(),
            _ => return self.wrong(&value.span(), key, "bilangan", "a number"),
        };
        Ok(Some((digits, value.span())))
    }

    /// A number with two decimals at most, in hundredths.
    pub fn need_hundredths(&mut self, key: &'static str) -> Result<Decimal> {
        let Some((digits, span)) = self.digits(key)? else {
            return self.missing(key);
        };
        match hundredths(&digits) {
            Some(units) => Ok(Decimal { units, places: 2 }),
            None => self.wrong(
                &span,
                key,
                "bilangan dengan paling banyak dua desimal",
                "a number with at most two decimals",
            ),
        }
    }

    /// A table below this one.
    pub fn table(&mut self, key: &'static str) -> Result<Option<Entries<'a>>> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        match value.get_ref() {
            DeValue::Table(table) => Ok(Some(Entries::new(self.source, table, value.span()))),
            _ => self.wrong(&value.span(), key, "bagian `[…]`", "a section `[…]`"),
        }
    }

    /// The tables of an array, in order.
    pub fn tables(&mut self, key: &'static str) -> Result<Vec<Entries<'a>>> {
        let Some(value) = self.get(key) else {
            return Ok(Vec::new());
        };
        let DeValue::Array(list) = value.get_ref() else {
            return self.wrong(&value.span(), key, "bagian `[[…]]`", "sections `[[…]]`");
        };
        list.iter()
            .map(|value| match value.get_ref() {
                DeValue::Table(table) => Ok(Entries::new(self.source, table, value.span())),
                _ => self.wrong(&value.span(), key, "bagian `[[…]]`", "sections `[[…]]`"),
            })
            .collect()
    }
}

fn hundredths(digits: &str) -> Option<i64> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 2 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole: i64 = whole.parse::<u32>().ok()?.into();
    let fraction: i64 = format!("{fraction:0<2}").parse().ok()?;
    Some(whole * 100 + fraction)
}
