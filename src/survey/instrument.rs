use super::fold::near;
use super::instrument_file;
use crate::decimal::Decimal;
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::said;
use serde::{Deserialize, Serialize};

/// A questionnaire as data: items, scale, weights, grade bands, each with its
/// source. Built-in ones are `surveys/*.toml`; a user's own file has the same
/// form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instrument {
    /// `skm-2017`
    pub id: String,
    pub title: Words,
    /// What it rests on (`PermenPANRB 14/2017`).
    pub regulation: Words,
    /// Those served by a public office answer it, as the regulations on SKM and IKM
    /// know such surveys.
    #[serde(default)]
    pub public_service: bool,
    /// Where its facts were taken from; at least one.
    pub sources: Vec<String>,
    /// Name of its index (`Indeks Kepuasan Masyarakat`) and the short form (`IKM`).
    pub index_name: Words,
    pub index_short: Words,
    /// What one item is called (`unsur`, `butir`).
    pub item_word: Words,
    /// The scale of every item.
    pub scale: Scale,
    /// The scale is none of the instrument's own: the user gives it, or the words
    /// of the answers do.
    #[serde(default)]
    pub scale_open: bool,
    /// Grade bands of the index from the lowest up; empty for an instrument
    /// without grades.
    pub bands: Vec<Band>,
    pub items: Items,
    /// Characteristics of respondents the form asks for.
    pub groups: Vec<GroupSpec>,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    pub id: String,
    pub en: String,
}

/// The codes of an answer: whole numbers from `min` to `max`, all levels
/// declared whether used or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    pub min: i16,
    pub max: i16,
    /// The number that the form prints for the lowest level, where it is not its
    /// code: an answer of 1 that scores 0.
    #[serde(default)]
    pub first: Option<i16>,
    /// Names of the levels from `min` to `max`, for items that have no words of
    /// their own.
    pub labels: Vec<Words>,
    /// Further sets of words for the same levels, in order of preference.
    pub variants: Vec<Vec<String>>,
}

/// A grade of the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Printed bounds on the 0–100 scale; the lower one decides.
    pub from: Decimal,
    pub to: Decimal,
    /// `B`
    pub grade: String,
    /// `Baik`
    pub word: Words,
}

/// The items of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Items {
    /// These items.
    Fixed(Vec<ItemSpec>),
    /// Any k ≥ 1 columns that fit the scale (a battery).
    Any,
}

/// One item of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemSpec {
    /// Semantic and stable: `pengaduan`, `sarana`.
    pub id: String,
    /// For display, in the regulation's order: `U8`.
    pub code: String,
    /// Number of the question on the official form, where it differs from the
    /// order of the list.
    pub form: u16,
    /// Short name.
    pub name: Words,
    /// The question as asked.
    pub question: Words,
    /// Its own words for the levels, from the scale's `min` up; empty: those of
    /// the scale.
    pub labels: Vec<Words>,
    /// Further sets of words seen in use, each for all levels.
    pub variants: Vec<Vec<String>>,
    /// Worded the other way round: each code is turned.
    #[serde(default)]
    pub reversed: bool,
    /// Words that recognise a header: all words of one entry must occur.
    pub headers: Vec<String>,
    /// Weight as an exact fraction (numerator, denominator); all sum to 1.
    pub weight: (i64, i64),
}

/// A characteristic of respondents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupSpec {
    pub role: GroupRole,
    pub name: Words,
    /// Words that recognise a header.
    pub headers: Vec<String>,
    /// The boxes of the form in order: name and other spellings.
    pub values: Vec<(Words, Vec<String>)>,
    /// For a characteristic given as a number (age in years): what each box
    /// covers, both ends included, in the order of `values`; else empty.
    pub ranges: Vec<(u32, u32)>,
}

/// What a group column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRole {
    Sex,
    Age,
    Education,
    Job,
    Service,
    Unit,
    Period,
    /// Any other column the user names.
    Other,
}

impl Words {
    /// The same text in both languages.
    pub fn same(text: impl Into<String>) -> Words {
        let text = text.into();
        Words {
            id: text.clone(),
            en: text,
        }
    }

    /// The text in one language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        }
    }
}

impl Instrument {
    /// Reads and validates an instrument; `file` is named in the errors, which
    /// point to the line.
    ///
    /// # Errors
    /// TOML that does not parse or that contradicts itself (weights that do not
    /// sum to 1, bands with holes or overlaps, a label with two codes, no source).
    pub fn parse(file: &str, toml: &str) -> Result<Instrument> {
        instrument_file::read(file, toml)
    }

    /// Names of the built-in instruments, the default one first.
    pub fn built_in() -> &'static [&'static str] {
        &[
            "skm-2017", "skm-2014", "ikm-2004", "likert-4", "likert-5", "likert", "sus",
        ]
    }

    /// A built-in instrument by its name; `likert-6` is `likert` on a scale 1–6.
    ///
    /// # Errors
    /// No such instrument; the message lists those there are.
    ///
    /// ```
    /// # use tridharma::survey::Instrument;
    /// let skm = Instrument::named("skm-2017")?;
    /// assert_eq!(skm.scale.max, 4);
    /// # Ok::<(), tridharma::Error>(())
    /// ```
    pub fn named(name: &str) -> Result<Instrument> {
        match Instrument::text(name) {
            Some(text) => Instrument::parse(&format!("surveys/{name}.toml"), text),
            None => Instrument::likert(name)?.ok_or_else(|| not_found(name)),
        }
    }

    /// `likert-7`: the battery without a scale of its own, on a scale 1–7.
    fn likert(name: &str) -> Result<Option<Instrument>> {
        let levels = name.strip_prefix("likert-").and_then(|n| n.parse().ok());
        let Some(scale) = levels.and_then(|levels| Scale::plain(1, levels)) else {
            return Ok(None);
        };
        let open = Instrument::named("likert")?;
        let max = scale.max;
        Ok(Some(Instrument {
            id: format!("likert-{max}"),
            title: Words {
                id: format!("{} 1–{max}", open.title.id),
                en: format!("{} 1–{max}", open.title.en),
            },
            scale,
            scale_open: false,
            ..open
        }))
    }

    /// The file of a built-in instrument, comments included.
    pub fn text(name: &str) -> Option<&'static str> {
        Some(match name {
            "skm-2017" => include_str!("../../surveys/skm-2017.toml"),
            "skm-2014" => include_str!("../../surveys/skm-2014.toml"),
            "ikm-2004" => include_str!("../../surveys/ikm-2004.toml"),
            "likert-4" => include_str!("../../surveys/likert-4.toml"),
            "likert-5" => include_str!("../../surveys/likert-5.toml"),
            "sus" => include_str!("../../surveys/sus.toml"),
            "likert" => include_str!("../../surveys/likert.toml"),
            _ => return None,
        })
    }
}

fn not_found(name: &str) -> Error {
    let known = Instrument::built_in().join(", ");
    let error = Error::new(
        ErrorKind::NotFound,
        said!(
            "tidak ada instrumen bernama `{name}`",
            "there is no instrument called `{name}`"
        ),
    );
    match near(name, Instrument::built_in().iter().copied()).first() {
        Some(meant) => error.hint(said!(
            "maksudnya `{meant}`? Yang tersedia: {known}; atau nama berkas .toml",
            "did you mean `{meant}`? There are: {known}; or the name of a .toml file"
        )),
        None => error.hint(said!(
            "yang tersedia: {known}; atau nama berkas .toml",
            "there are: {known}; or the name of a .toml file"
        )),
    }
}
