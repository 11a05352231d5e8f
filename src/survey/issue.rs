use super::Item;
use crate::error::Place;
use serde::{Deserialize, Serialize};

/// Something odd in the data: what, in which column, how many answers it
/// touches and where the first stands. The run goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub kind: IssueKind,
    /// Header of the column, for what concerns one column.
    pub column: Option<String>,
    /// Answers (or rows) it touches.
    pub answers: u64,
    /// The first of them.
    pub first: Option<Place>,
}

/// What is odd. The words are in `reports/words`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum IssueKind {
    /// A number outside the scale (left out as missing, never clamped).
    OutsideScale { value: String, min: i16, max: i16 },
    /// A text that is no answer of the item (left out as missing).
    UnknownAnswer { value: String },
    /// Several answers in one cell (left out as missing).
    SeveralAnswers { value: String },
    /// A typing error, read as a word of the scale.
    Typo {
        value: String,
        label: String,
        code: i16,
    },
    /// The question did not apply to the respondent.
    NotApplicable { value: String },
    /// A number outside the scale that forms use for no answer (`9`, `99`).
    MissingCode { value: String, min: i16, max: i16 },
    /// Answers are letters: whether `a` was read as the highest code.
    Letters { fall: bool },
    /// Two columns have the same header: which was taken, and which not.
    SameHeader { taken: String, other: String },
    /// A header names an item, but of its answers only this part (per cent) is
    /// known.
    PoorFit {
        item: String,
        column: String,
        percent: u8,
    },
    /// A word or sign that stands for no answer (`-`, `tidak menjawab`).
    MissingWord { value: String },
    /// Blank cells of an item.
    Blank,
    /// Words of the item's scale in a set that is not the official one.
    OtherWords { words: Vec<String> },
    /// Columns of a battery answered in words: how the words were coded
    /// (`1 = Poor`), and how many columns have them.
    LentWords { words: Vec<String>, columns: u32 },
    /// A word that another set of the same item uses with another code; the
    /// code taken is given.
    AmbiguousWord { value: String, code: i16 },
    /// A word whose number in the cell differs from the code it usually has; the
    /// number was taken.
    OwnNumber { value: String, code: i16 },
    /// A number with decimals where whole codes are asked for (left out as missing).
    Fraction { value: String },
    /// Columns `U8`/`U9` without words: which order was taken.
    UnsurOrder { form: bool },
    /// The file lacks an item of the instrument.
    ItemNotFound { item: String },
    /// Rows where every item has the same answer.
    StraightLine,
    /// Rows without any answer (left out).
    EmptyRows,
    /// A total, mean or recap row below the data (left out).
    TotalRow,
    /// Rows without a period, where the period decides who is counted (left out).
    WithoutPeriod,
    /// Periods were made of a column of dates: the first and the last of both, and
    /// what settled whether the day or the month comes first (`told`, `day_first`,
    /// `month_first`, `assumed`).
    PeriodFromDates {
        periods: String,
        from: String,
        to: String,
        order: String,
    },
    /// Cells of that column that name no day (left out where a period is chosen).
    DateUnreadable,
    /// No date lies in the period asked for: it is a name only.
    PeriodNotDated { period: String },
    /// Other sheets with the same column titles (not read).
    OtherSheets { sheets: Vec<String> },
    /// Rows that repeat another row to the letter, time stamp included.
    RepeatedRows,
    /// Ids of a long table that answer an item more than once.
    RepeatedIds { ids: u64 },
    /// Rows of a long table without id or item (left out).
    WithoutId,
    /// Only the counts of so many items are known; the answers are the most that
    /// one of them has.
    OnlyCounts { items: u64 },
    /// Rows of shares in a table of frequencies (left out).
    ShareRows,
    /// Rows of a table of frequencies where a count is blank or no whole number
    /// (left out).
    CountUnreadable,
    /// Rows of an item that stood above already (left out).
    ItemAgain,
    /// Groups with few respondents, put together for the public.
    SmallGroups { groups: u64, small: u64 },
    /// Respondents left out because the user asked for it; the name of the flag.
    Dropped { flag: String },
    /// Cells of a text file that open with a quote and never close: the quote is
    /// part of the text.
    LoneQuote,
    /// Rows of respondents that are hidden, by hand or by a filter (counted).
    HiddenRows,
    /// Columns that are hidden, and how many of them are items or groups.
    HiddenColumns { columns: u64, taken: u64 },
    /// Values that an SPSS file declares to be no answer (left out as missing).
    DeclaredMissing,
    /// An SPSS file weights its cases by a column, which is not applied by itself.
    CaseWeights,
    /// A file lacks a column that another one has; the file is its place.
    NotInFile,
    /// Columns of a file whose headers say nothing stand for those of the first
    /// file in their order.
    JoinedByOrder,
    /// A file with the same bytes as another one.
    SameFile { other: String },
    /// A workbook holds programs, which were not run.
    MacrosNotRun,
    /// A workbook refers to other files, which were not opened.
    LinksNotFollowed,
    /// A file of a folder that was not used, and why.
    FileSkipped { why: String },
    /// A formula cell without a usable value, or an error cell.
    ErrorCell { value: String },
}

/// For each item how many respondents said that it did not apply to them, as the
/// issues tell it; they are among its missing answers.
///
/// An issue names its column by the header; of items with the same header the
/// first place decides.
pub fn not_applicable(items: &[Item], issues: &[Issue]) -> Vec<u64> {
    let of = |item: &Item| {
        let alone = items
            .iter()
            .filter(|other| other.header == item.header)
            .count()
            == 1;
        let here = |issue: &&Issue| {
            let said = matches!(issue.kind, IssueKind::NotApplicable { .. });
            let column = issue.first.as_ref().and_then(|place| place.column);
            let same = issue.column.as_ref() == Some(&item.header);
            said && same && (alone || column == Some(item.column))
        };
        issues.iter().filter(here).map(|issue| issue.answers).sum()
    };
    items.iter().map(of).collect()
}
