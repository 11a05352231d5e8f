//! The two languages of the project, and a text said in both.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The language of what a person reads. Indonesian is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Indonesian: decimal comma, thousands with a point.
    #[default]
    Id,
    /// English: decimal point, thousands with a comma.
    En,
}

impl Language {
    /// The BCP 47 tag, as HTML, PDF and Word want it.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Id => "id",
            Language::En => "en",
        }
    }

    /// The sign between the whole and the decimals.
    pub fn decimal_sign(self) -> char {
        match self {
            Language::Id => ',',
            Language::En => '.',
        }
    }

    /// The sign between thousands.
    pub fn thousands_sign(self) -> char {
        match self {
            Language::Id => '.',
            Language::En => ',',
        }
    }
}

/// A short text in both languages; made with [`crate::said!`].
///
/// Only errors and the command line use it. What a report says lives as data in
/// `reports/words`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    id: String,
    en: String,
}

impl Said {
    /// A text from its two versions.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Said {
            id: id.into(),
            en: en.into(),
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

/// Indonesian, the first language of the project.
impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// `said!("berkas {name} kosong", "file {name} is empty")`: both versions with
/// the same captured arguments.
#[macro_export]
macro_rules! said {
    ($id:literal, $en:literal $(,)?) => {
        $crate::Said::new(format!($id), format!($en))
    };
}
