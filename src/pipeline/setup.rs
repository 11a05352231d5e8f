use crate::analysis::{Earlier, IndexOptions, Office};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::read::Where;
use crate::said;
use crate::survey::{ItemOrder, LetterOrder, MappingWish};
use serde::{Deserialize, Serialize};

/// Everything a user can fix about a survey before it is computed: what the
/// options of the command line say, and what a `survey.toml` holds.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Instrument by name, or a path to a TOML file; none: `skm-2017`.
    pub instrument: Option<String>,
    /// TOML of an instrument already read (base name, text); wins over the name.
    pub instrument_text: Option<(String, String)>,
    pub place: Where,
    pub wish: MappingWish,
    pub index: IndexOptions,
    pub period: Option<String>,
    /// Choose the latest period when the data hold several and none was asked for.
    pub latest_period: bool,
    /// Compute the index per group only for columns named in `wish.by`, not for
    /// units and services as well.
    pub asked_groups_only: bool,
    pub population: Option<u64>,
    pub office: Office,
    /// Earlier indexes to show beside this one.
    pub earlier: Vec<Earlier>,
    /// Groups below this many respondents are left out of public outputs.
    pub small_group: Option<u64>,
}

/// The recipe of one survey, as a person writes it (`survey.toml`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SurveyFile {
    /// Data files, relative to the folder of this file.
    pub files: Vec<String>,
    pub instrument: Option<String>,
    pub sheet: Option<String>,
    /// Last header row, as the spreadsheet numbers it.
    pub header: Option<u32>,
    pub range: Option<String>,
    /// Item columns: letters (`D:P`), headers, or `id = column`.
    pub items: Vec<String>,
    /// Group columns.
    pub by: Vec<String>,
    /// Columns to leave aside.
    pub without: Vec<String>,
    pub order: ItemOrder,
    /// What letters stand for: `rising` (a is lowest) or `falling`.
    pub letters: LetterOrder,
    /// Items worded the other way round.
    pub reverse: Vec<String>,
    /// Texts or codes that are no answer (`9`, `99`).
    pub missing: Vec<String>,
    pub weight: Option<String>,
    pub round: Option<String>,
    pub period: Option<String>,
    pub population: Option<u64>,
    pub small_group: Option<u64>,
    /// Earlier results: `study.json` files or CSV files of published totals.
    pub previous: Vec<String>,
    /// Follow-up plan (TOML) of this period and of the last one.
    pub plan: Option<String>,
    pub previous_plan: Option<String>,
    /// Logo (PNG or JPEG).
    pub logo: Option<String>,
    pub office: Office,
}

impl SurveyFile {
    /// Reads a `survey.toml`; `file` is named in errors.
    ///
    /// # Errors
    /// TOML that does not parse, or a key that does not exist, with its line.
    pub fn parse(file: &str, text: &str) -> Result<SurveyFile> {
        toml::from_str(text).map_err(|error| {
            let row = error
                .span()
                .and_then(|span| text.get(..span.start))
                .map(|before| before.matches('\n').count() as u32);
            let place = Place {
                row,
                ..Place::file(file)
            };
            let what = error.message().to_owned();
            Error::new(
                ErrorKind::Invalid,
                said!(
                    "berkas pengaturan survei tidak dapat dibaca: {what}",
                    "the survey file cannot be read: {what}"
                ),
            )
            .at(place)
            .hint(said!(
                "perbaiki baris itu; contoh lengkap ada di surveys/contoh/survey.toml",
                "mend that line; a complete example is surveys/contoh/survey.toml"
            ))
        })
    }
}
