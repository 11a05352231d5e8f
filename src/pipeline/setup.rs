use super::{Duplicates, MultipleWish, PeriodBy, Reshape};
use crate::analysis::{DesignColumns, Earlier, IndexOptions, Office, Screen};
use crate::error::{Error, ErrorKind, Place, Result};
use crate::nesting;
use crate::read::{TextEncoding, Where};
use crate::said;
use crate::survey::{ItemOrder, LabelWish, LetterOrder, MappingWish};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything a user can fix about a survey before it is computed: what the
/// options of the command line say, and what a `survey.toml` holds.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// Instrument by name, or a path to a TOML file; none: `skm-2017`.
    pub instrument: Option<String>,
    /// TOML of an instrument already read (base name, text); wins over the name.
    pub instrument_text: Option<(String, String)>,
    pub place: Where,
    /// The form (XLSForm) with which the data were collected.
    pub xlsform: Option<PathBuf>,
    /// The encoding of text files, where the guess is wrong.
    pub encoding: Option<TextEncoding>,
    /// The column that says how many respondents each row stands for, by header or
    /// letters; none: each row is one.
    pub counts: Option<String>,
    /// How a table without a respondent in each row is turned.
    pub reshape: Reshape,
    pub wish: MappingWish,
    /// Questions with several answers, by name.
    pub multiple: BTreeMap<String, MultipleWish>,
    pub index: IndexOptions,
    pub period: Option<String>,
    /// The column of dates that periods are made of, by header or letters, and how
    /// long they are; none: as long as the period asked for, else half a year.
    pub period_from: Option<String>,
    pub period_by: Option<PeriodBy>,
    /// Choose the latest period when the data hold several and none was asked for.
    pub latest_period: bool,
    /// Compute the index per group only for columns named in `wish.by`, not for
    /// units and services as well.
    pub asked_groups_only: bool,
    /// Leave out what only a report and its `study.json` hold: the respondents in
    /// file order, the fingerprints of the files, groups nobody asked for.
    pub lean: bool,
    /// Bytes up to which a file is held in memory; none: 4 MiB. The result is the
    /// same.
    pub held: Option<u64>,
    /// The files are those of a folder: what is no survey is skipped and told.
    pub folder: bool,
    /// The files are put into an order of their own, by their fingerprints: the
    /// order they are given in changes nothing.
    pub any_order: bool,
    pub population: Option<u64>,
    pub office: Office,
    /// Earlier indexes to show beside this one.
    pub earlier: Vec<Earlier>,
    /// Groups below this many respondents are left out of public outputs; none: see
    /// [`Setup::small`].
    pub small_group: Option<u64>,
    /// Questions as a person writes them.
    pub questions: Vec<String>,
    /// Items of performance and of importance: `B1:B5=B6:B10`.
    pub importance: Option<String>,
    /// Items of perception and of expectation.
    pub servqual: Option<String>,
    /// Items of a quality that is there and of one that is not.
    pub kano: Option<String>,
    /// Questions on 0 to 10 about recommending, by items or columns.
    pub nps: Vec<String>,
    /// Items or dimensions to factor; an empty text: all items.
    pub factor: Option<String>,
    /// Convergent and discriminant validity of the dimensions.
    pub convergent: bool,
    /// Short names to print for items: id, code or header, and the name.
    pub names: Vec<(String, String)>,
    /// How respondents were drawn.
    pub design: DesignColumns,
    /// Put small groups together and leave rows of respondents out.
    pub public: bool,
    /// Respondents to leave out, by what is flagged, with its name.
    pub drop: Vec<(Screen, String)>,
    pub duplicates: Duplicates,
    /// Look how carefully the answers were given ([`super::screen`]).
    pub screening: bool,
    /// Names of dimensions and what their items are called.
    pub dimensions: Vec<(String, Vec<String>)>,
}

impl Setup {
    /// Groups of fewer respondents than this are small.
    pub fn small(&self) -> u64 {
        self.small_group.unwrap_or(5)
    }

    /// Whether single rows decide who is counted.
    pub fn looks_at_rows(&self) -> bool {
        !self.drop.is_empty() || self.duplicates != Duplicates::Keep
    }
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
    /// The form (XLSForm) with which the data were collected, relative to the folder
    /// of this file.
    pub xlsform: Option<String>,
    /// The encoding of text files, where it is guessed wrong: `cp850`.
    pub encoding: Option<String>,
    /// Column with the number of respondents each row stands for.
    pub counts: Option<String>,
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
    /// The scale of all items where it is not the instrument's: `1:6`.
    pub scale: Option<String>,
    /// Scale, words and codes for no answer of some items, or of all.
    pub labels: Vec<LabelWish>,
    #[serde(deserialize_with = "number_or_text")]
    pub weight: Option<String>,
    pub round: Option<String>,
    pub period: Option<String>,
    /// The column of dates that periods are made of, and how long they are
    /// (`semester`, `quarter`, `month`, `year`).
    pub period_from: Option<String>,
    pub period_by: Option<PeriodBy>,
    pub population: Option<u64>,
    pub small_group: Option<u64>,
    /// Respondents to leave out (`straightline`, `longstring`, `distance`, `fast`,
    /// `repeated`), what of those who came twice (`keep`, `first`, `last`), and
    /// whether the results are for the public.
    pub drop: Vec<String>,
    pub duplicates: Duplicates,
    pub public: bool,
    /// Earlier results: `study.json` files or CSV files of published totals.
    pub previous: Vec<String>,
    /// Follow-up plan (TOML) of this period and of the last one.
    pub plan: Option<String>,
    pub previous_plan: Option<String>,
    /// Schools of cut-offs: `alpha=nunnally`.
    pub rule: Vec<String>,
    /// Logo (PNG or JPEG).
    pub logo: Option<String>,
    /// Figures beside those of the report, each as for the `chart` command:
    /// `likert --by "Jenis layanan" --sorted`.
    pub figures: Vec<String>,
    /// Questions of an analysis: `"Y ~ X1 + X2"`, `"Y menurut G"`.
    pub questions: Vec<String>,
    /// Items of performance and of importance: `B1:B5=B6:B10`.
    pub importance: Option<String>,
    /// Items of perception and of expectation: `B1:B5=B6:B10`.
    pub servqual: Option<String>,
    /// Items of a quality that is there and of one that is not: `B1:B5=B6:B10`.
    pub kano: Option<String>,
    /// Questions on 0 to 10 about recommending, by items or columns.
    pub nps: Vec<String>,
    /// Items or dimensions to factor; an empty text: all items.
    pub factor: Option<String>,
    /// Convergent and discriminant validity of the dimensions.
    pub convergent: bool,
    /// How respondents were drawn: headers of columns, and margins to rake to.
    pub design: DesignFile,
    /// Items that belong together: `X1 = ["B1:B5"]`.
    pub dimensions: BTreeMap<String, Vec<String>>,
    /// Short names to print for items: `B1 = "Kecepatan"`.
    pub names: BTreeMap<String, String>,
    /// Questions with several answers:
    /// `media = { columns = "D", separator = ";" }`.
    pub multiple: BTreeMap<String, MultipleWish>,
    pub reshape: Reshape,
    pub office: Office,
}

/// `[design]` of a survey file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DesignFile {
    pub weight: Option<String>,
    pub strata: Option<String>,
    pub cluster: Option<String>,
    pub population: Option<String>,
    /// CSV of known totals: column, value, total.
    pub margins: Option<String>,
}

impl SurveyFile {
    /// Reads a `survey.toml`; `file` is named in errors.
    ///
    /// # Errors
    /// TOML that does not parse, or a key that does not exist, with its line.
    pub fn parse(file: &str, text: &str) -> Result<SurveyFile> {
        nesting::check_toml(file, text)?;
        let parsed: std::result::Result<SurveyFile, _> = toml::from_str(text);
        let survey = parsed.map_err(|error| {
            let what = said!(
                "berkas pengaturan survei tidak dapat dibaca",
                "the survey file cannot be read"
            );
            Error::toml(file, text, &error, what).hint(said!(
                "perbaiki baris itu; contoh lengkap ada di surveys/contoh/survey.toml",
                "mend that line; a complete example is surveys/contoh/survey.toml"
            ))
        })?;
        check_office(file, text, &survey.office)?;
        Ok(survey)
    }
}

/// Keys of `[office]` that do not exist, and days in the wrong order. The office
/// is read leniently elsewhere, since an older `study.json` may hold other keys.
fn check_office(file: &str, text: &str, office: &Office) -> Result<()> {
    let at = |key: &str| {
        let line = text
            .lines()
            .position(|line| line.trim_start().starts_with(key));
        Place {
            row: line.and_then(|line| u32::try_from(line).ok()),
            ..Place::file(file)
        }
    };
    let known = serde_json::to_value(Office::default()).unwrap_or_default();
    let written: Option<toml::Table> = toml::from_str(text).ok();
    let section = written
        .as_ref()
        .and_then(|table| table.get("office")?.as_table());
    let stranger = section.and_then(|keys| keys.keys().find(|key| known.get(key).is_none()));
    if let Some(key) = stranger {
        let keys = known.as_object().into_iter().flat_map(|keys| keys.keys());
        let keys = keys.map(String::as_str).collect::<Vec<_>>().join(", ");
        let what = said!(
            "bagian [office] tidak mengenal kunci `{key}`",
            "the section [office] has no key `{key}`"
        );
        let hint = said!("kuncinya: {keys}", "its keys are: {keys}");
        return Err(Error::new(ErrorKind::Invalid, what).at(at(key)).hint(hint));
    }
    let (Some(from), Some(to)) = (&office.survey_from, &office.survey_to) else {
        return Ok(());
    };
    match is_day(from) && is_day(to) && from > to {
        true => Err(Error::new(
            ErrorKind::Invalid,
            said!(
                "survei selesai ({to}) sebelum dimulai ({from})",
                "the survey ends ({to}) before it begins ({from})"
            ),
        )
        .at(at("survey_from"))
        .hint(said!(
            "tukar kedua tanggal itu (tahun-bulan-tanggal)",
            "exchange the two dates (year-month-day)"
        ))),
        false => Ok(()),
    }
}

/// `2026-03-01`
fn is_day(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    text.len() == 10 && parts.len() == 3 && parts.iter().all(|part| digits(part))
}

/// A number a person writes with or without quotes: `weight = 0.11`.
fn number_or_text<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(f64),
    }
    Ok(match Option::<Written>::deserialize(from)? {
        Some(Written::Text(text)) => Some(text),
        Some(Written::Number(number)) => Some(number.to_string()),
        None => None,
    })
}
