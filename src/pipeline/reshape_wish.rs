use crate::error::{Error, ErrorKind, Result};
use crate::said;
use serde::{Deserialize, Serialize};

/// How a table that has no respondent in each row is to be turned, as a
/// `survey.toml` says it (`[reshape]`); columns by header or letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reshape {
    /// An answer a row.
    pub long: Option<LongWish>,
    /// A row for each respondent in each of two waves.
    pub pair: Option<PairWish>,
    /// Counts already: an item a row, a level a column.
    pub frequencies: Option<FrequenciesWish>,
}

/// The columns of a long table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongWish {
    /// Whose answer it is.
    pub id: String,
    /// Which question it answers.
    pub item: String,
    pub value: String,
}

/// The columns of a survey of the same respondents in two waves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairWish {
    /// Who answers.
    pub id: String,
    /// In which wave.
    pub wave: String,
}

/// The columns of a table of frequencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrequenciesWish {
    pub item: String,
    /// `E:I`, or headers parted by commas.
    pub levels: String,
}

impl Reshape {
    pub fn is_none(&self) -> bool {
        *self == Reshape::default()
    }
}

impl LongWish {
    /// `id=B,item=C,value=E`
    ///
    /// # Errors
    /// A key is missing.
    pub fn parse(text: &str) -> Result<LongWish> {
        let example = "id=B,item=C,value=E";
        let [id, item, value] = keys(text, ["id", "item", "value"], "--long", example)?;
        Ok(LongWish { id, item, value })
    }
}

impl PairWish {
    /// `id=B,wave=C`
    ///
    /// # Errors
    /// A key is missing.
    pub fn parse(text: &str) -> Result<PairWish> {
        let [id, wave] = keys(text, ["id", "wave"], "--pair", "id=B,wave=C")?;
        Ok(PairWish { id, wave })
    }
}

impl FrequenciesWish {
    /// `item=C,levels=E:I`
    ///
    /// # Errors
    /// A key is missing.
    pub fn parse(text: &str) -> Result<FrequenciesWish> {
        let example = "item=C,levels=E:I";
        let [item, levels] = keys(text, ["item", "levels"], "--frequencies", example)?;
        Ok(FrequenciesWish { item, levels })
    }
}

/// The values of keys in a text such as `id=B,item=C`; values may hold commas.
fn keys<const N: usize>(
    text: &str,
    names: [&str; N],
    option: &str,
    example: &str,
) -> Result<[String; N]> {
    let starts = |name: &str| {
        let key = format!("{name}=");
        let first = text.starts_with(&key).then_some(0);
        let later = text.find(&format!(",{key}")).map(|at| at + 1);
        first.or(later).map(|at| (at, at + key.len()))
    };
    let places = names.map(starts);
    let value = |place: Option<(usize, usize)>| {
        let (_, start) = place?;
        let next = places.iter().flatten().map(|(key, _)| *key);
        let next = next.filter(|key| *key > start).min();
        let end = next.map_or(text.len(), |key| key - 1);
        let value = text.get(start..end)?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let values = places.map(value);
    if values.iter().any(Option::is_none) {
        return Err(Error::new(
            ErrorKind::Usage,
            said!(
                "{option} «{text}» tidak menyebut semua kolomnya",
                "{option} \"{text}\" does not name all its columns"
            ),
        )
        .hint(said!(
            "tulis {option} {example}, dengan huruf atau judul kolom",
            "write {option} {example}, with letters or headers of columns"
        )));
    }
    Ok(values.map(Option::unwrap_or_default))
}
