use super::{
    Change, Comparison, Constructs, CorrelationValue, Correlations, Crosstab, Description,
    Dimension, Earlier, Factors, FrequencyTable, Gap, Importance, IndexOptions, KanoPairs,
    MultipleAnswers, Multiplicity, Normality, Paired, Quality, Recommendation, Regression,
    Resampled, SampleSize, SatisfactionIndex, Scale, Screening, Target, Trend, Validity, Variable,
    Weighted,
};
use crate::stats::{CronbachAlpha, HypothesisTest, Outcome, SuccessiveIntervals};
use crate::survey::{Band, GroupRole, Issue, Item, ItemOrder, Personal, WhyUnused, Words};
use serde::{Deserialize, Serialize};

/// Version of the form of `study.json`; raised when a field changes meaning.
pub const SCHEMA: u32 = 1;

/// The program's one result: facts about the survey, oddities of its data, and
/// findings. Plain data without words, formats, paths, clock times or persons;
/// `study.json` is this and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// [`SCHEMA`] of the program that wrote it.
    pub schema: u32,
    pub made_by: MadeBy,
    pub survey: SurveyFacts,
    /// Ordered by the number of answers they touch.
    pub issues: Vec<Issue>,
    pub entries: Vec<Entry>,
    /// How the p values of several questions were adjusted, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multiplicity: Option<Multiplicity>,
}

/// The program that made a study.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    pub name: String,
    pub version: String,
}

/// What is known about the survey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyFacts {
    /// Instrument id, title, regulation, sources.
    pub instrument: String,
    pub instrument_title: Words,
    pub regulation: Words,
    pub instrument_sources: Vec<String>,
    /// Those served by a public office answered (SKM, IKM).
    #[serde(default)]
    pub public_service: bool,
    pub index_name: Words,
    pub index_short: Words,
    pub item_word: Words,
    pub bands: Vec<Band>,
    /// Items in file order with their question and labels.
    pub items: Vec<Item>,
    /// Ids of items that are worded the other way round; their codes were turned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reversed: Vec<String>,
    /// For each item how many of its missing answers say that the question did not
    /// apply; empty where none does, or where that is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_applicable: Vec<u64>,
    /// The questions of the instrument in the order of the items.
    pub questions: Vec<Words>,
    pub groups: Vec<GroupFact>,
    /// Columns left aside, by name only.
    pub left_out: Vec<LeftOutFact>,
    pub sources: Vec<SourceFact>,
    /// Period shown (and selected, where the data has periods).
    pub period: Option<String>,
    pub population: Option<u64>,
    pub office: Office,
    pub options: Options,
    /// Items that belong together, as the user named them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Dimension>,
}

/// A characteristic of respondents that was mapped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupFact {
    pub role: GroupRole,
    pub header: String,
    pub column: u32,
}

/// A column left aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutFact {
    pub column: u32,
    pub header: String,
    pub why: WhyUnused,
    pub personal: Option<Personal>,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFact {
    /// Base name.
    pub file: String,
    pub sha256: String,
    pub sheet: Option<String>,
    /// Header rows and the first and last row of answers, as a spreadsheet
    /// numbers them (from 1).
    pub header_rows: (u32, u32),
    pub body_rows: Option<(u32, u32)>,
    pub respondents: u64,
}

/// Who makes the survey: only what the office gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Office {
    /// Service unit.
    pub unit: Option<String>,
    /// Ministry or government above it.
    pub parent: Option<String>,
    pub address: Option<String>,
    pub place: Option<String>,
    /// Head of the unit and their number, as they sign.
    pub head: Option<String>,
    pub head_number: Option<String>,
    /// Date of the report (ISO).
    pub date: Option<String>,
    /// First and last day of collection (ISO).
    pub survey_from: Option<String>,
    pub survey_to: Option<String>,
    /// How and where the answers were collected.
    pub method: Option<String>,
    pub locations: Vec<String>,
    /// Who carried the survey out.
    pub team: Vec<String>,
    /// Legal basis beyond the regulation of the instrument.
    pub legal_basis: Vec<String>,
    /// Activities with their dates and working days.
    pub schedule: Vec<(String, String, String)>,
    /// Media the result is published in.
    pub published_in: Vec<String>,
    /// Whether the data are simulated: said on every page that shows numbers.
    pub simulated: bool,
}

/// What the user asked for; the same options give the same bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    pub index: IndexOptions,
    pub order: ItemOrder,
    /// Group columns asked for by the user (headers).
    pub by: Vec<String>,
    /// Groups below this are suppressed in public outputs.
    pub small_group: u64,
}

/// One finding and what it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub about: About,
    pub outcome: Outcome<Finding>,
    /// p value of the question adjusted for the number of questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<f64>,
}

impl Entry {
    /// Whether it answers a question somebody asked.
    pub fn is_question(&self) -> bool {
        matches!(
            self.about,
            About::Question { .. } | About::Together { .. } | About::Model { .. }
        )
    }

    /// The p value of the one question it answers, not adjusted.
    pub fn p(&self) -> Option<f64> {
        match self.outcome.as_ref().ok()? {
            Finding::Comparison(found) => found.test.as_ref().ok()?.as_test().p_value().ok(),
            Finding::Crosstab(found) => found.test.as_ref().ok()?.as_test().p_value().ok(),
            Finding::Regression(found) => found.model.p().ok(),
            Finding::Trend(found) => found.jonckheere_terpstra.as_ref().ok()?.p_value().ok(),
            Finding::Paired(found) => found.p().ok(),
            // A matrix of correlations answers no single question.
            Finding::Correlations(found) => match found.pairs.as_slice() {
                [only] => only.found.as_ref().ok().and_then(CorrelationValue::p),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// All respondents of the study.
    Total,
    /// One value of a group column (`None`: blank).
    Group {
        role: GroupRole,
        by: String,
        value: Option<Words>,
    },
    /// A period of the data other than the one studied.
    Period(String),
    /// An item by its id.
    Item(String),
    /// Two periods.
    Change { from: String, to: String },
    /// A question with several answers.
    Several(String),
    /// What is compared, and the group column.
    Question { of: Target, by: String },
    /// Two things seen together: a cross table, a correlation, a pair.
    Together { of: Vec<Variable> },
    /// An outcome and what it may depend on.
    Model {
        outcome: Variable,
        predictors: Vec<Variable>,
    },
}

/// A result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    Index(Box<SatisfactionIndex>),
    Frequencies(FrequencyTable),
    SampleSize {
        required: SampleSize,
        /// Margin of error reached with the respondents at hand (0–1).
        reached: Option<f64>,
        n: u64,
    },
    Quality(Quality),
    Screening(Box<Screening>),
    /// An earlier index shown beside this one, oldest first.
    Earlier(Earlier),
    Change(Change),
    Description(Box<Description>),
    Reliability(Box<CronbachAlpha>),
    Validity(Box<Validity>),
    Comparison(Box<Comparison>),
    Correlations(Box<Correlations>),
    Crosstab(Box<Crosstab>),
    Regression(Box<Regression>),
    Trend(Box<Trend>),
    Paired(Box<Paired>),
    Scale(Box<Scale>),
    Normality(Box<Normality>),
    /// Codes of each item as interval values.
    SuccessiveIntervals {
        items: Vec<(String, Outcome<SuccessiveIntervals>)>,
    },
    Importance(Box<Importance>),
    Gap(Box<Gap>),
    Factors(Box<Factors>),
    Constructs(Box<Constructs>),
    Kano(Box<KanoPairs>),
    Recommendation(Box<Recommendation>),
    Weighted(Box<Weighted>),
    Bootstrap(Box<Resampled>),
    /// What was ticked of a question with several answers.
    Multiple(MultipleAnswers),
}

impl Finding {
    /// The sort of a finding, as it is named in `study.json`.
    pub fn name(&self) -> &'static str {
        match self {
            Finding::Index(_) => "index",
            Finding::Frequencies(_) => "frequencies",
            Finding::SampleSize { .. } => "sample_size",
            Finding::Quality(_) => "quality",
            Finding::Screening(_) => "screening",
            Finding::Earlier(_) => "earlier",
            Finding::Change(_) => "change",
            Finding::Description(_) => "description",
            Finding::Reliability(_) => "reliability",
            Finding::Validity(_) => "validity",
            Finding::Comparison(_) => "comparison",
            Finding::Correlations(_) => "correlations",
            Finding::Crosstab(_) => "crosstab",
            Finding::Regression(_) => "regression",
            Finding::Trend(_) => "trend",
            Finding::Paired(_) => "paired",
            Finding::Scale(_) => "scale",
            Finding::Normality(_) => "normality",
            Finding::SuccessiveIntervals { .. } => "successive_intervals",
            Finding::Importance(_) => "importance",
            Finding::Gap(_) => "gap",
            Finding::Factors(_) => "factors",
            Finding::Constructs(_) => "constructs",
            Finding::Kano(_) => "kano",
            Finding::Recommendation(_) => "recommendation",
            Finding::Weighted(_) => "weighted",
            Finding::Bootstrap(_) => "bootstrap",
            Finding::Multiple(_) => "multiple",
        }
    }
}
