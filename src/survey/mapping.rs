use super::{GroupRole, GroupSpec, Scale, Words};
use serde::{Deserialize, Serialize};

/// Which column is which item or group, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mapping {
    /// In file order.
    pub items: Vec<MappedItem>,
    /// In file order.
    pub groups: Vec<MappedGroup>,
    /// Every other column with a header.
    pub unused: Vec<Unused>,
    /// For `U8`/`U9` without words: whether the order of the form was taken
    /// (none: words decided).
    pub form_order: Option<bool>,
    /// Ids of the instrument's items that no column was found for.
    pub missing_items: Vec<String>,
    /// What a reader should look at before trusting the mapping.
    pub doubts: Vec<Doubt>,
}

impl Mapping {
    /// Whether columns are boxes of a question with several answers.
    pub fn has_boxes(&self) -> bool {
        let mut unused = self.unused.iter();
        unused.any(|unused| unused.why == WhyUnused::Tick)
    }
}

/// A column that may have been meant otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Another column has the same header as the item's.
    SameHeader {
        header: String,
        taken: u32,
        other: u32,
    },
    /// The header names an item that was not found, but of its answers only
    /// this part (per cent) can be read.
    PoorFit {
        item: String,
        column: u32,
        header: String,
        percent: u8,
    },
}

/// A column taken as an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappedItem {
    /// Position among the columns given to [`map`].
    pub position: usize,
    /// Column of the sheet, from 0.
    pub column: u32,
    pub header: String,
    /// [`super::ItemSpec::id`], or `butir-1` … of a battery.
    pub id: String,
    /// `U3`, or `B3` of a battery.
    pub code: String,
    /// Short name for tables and charts, in both languages (of a battery: the
    /// header).
    pub name: Words,
    /// Names of the levels from min to max.
    pub labels: Vec<Words>,
    /// Weight as an exact fraction; all mapped items sum to 1.
    pub weight: (i64, i64),
    pub scale: Scale,
    /// All sets of words for its levels, the official one first.
    pub word_sets: Vec<Vec<String>>,
    pub reading: Reading,
    pub why: WhyMapped,
}

impl MappedItem {
    /// The number that stands on the form, and in the file, for a code: codes of some
    /// scales begin elsewhere, and those of items worded the other way round are turned.
    pub fn on_form(&self, code: i16) -> i16 {
        let Scale { min, max, .. } = self.scale;
        let ticked = match self.reading.reversed {
            true => min + max - code,
            false => code,
        };
        ticked + self.scale.first.map_or(0, |first| first - min)
    }

    /// Whether its words are its own, declared or of the instrument, and not those
    /// that a scale lends to any item.
    pub(super) fn has_own_words(&self) -> bool {
        let lent = &self.scale.labels;
        let same = match self.reading.reversed {
            true => self.labels.iter().rev().eq(lent),
            false => self.labels == *lent,
        };
        self.reading.declared || !same
    }
}

/// How the answers of an item are read, beyond its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Letters fall: `a` is the highest code.
    pub letters_fall: bool,
    /// The question is worded the other way round: each code is turned.
    pub reversed: bool,
    /// Folded texts declared to be no answer (`9`, `99`).
    pub missing: Vec<String>,
    /// The words are the item's own, declared by the user.
    pub declared: bool,
}

/// A column taken as a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappedGroup {
    pub position: usize,
    pub column: u32,
    pub header: String,
    pub role: GroupRole,
    /// The instrument's boxes for it, if it knows the characteristic.
    pub spec: Option<GroupSpec>,
    pub why: WhyMapped,
}

/// Why a column was taken as what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyMapped {
    /// The user said so.
    Asked,
    /// Words of its header.
    Header,
    /// Its code (`U3`).
    Code,
    /// The words of its answers.
    Answers,
    /// Its answers fit the scale and it stands in the block of items.
    Block,
}

/// A column that is neither item nor group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    pub column: u32,
    pub header: String,
    pub why: WhyUnused,
}

/// Why a column is left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyUnused {
    /// It holds persons' data: never counted, never written.
    Personal(Personal),
    /// Free text.
    Comment,
    /// A date or time.
    Time,
    /// A running number or identifier.
    Number,
    /// A sum or mean of other columns.
    Computed,
    /// One box of a question with several answers.
    Tick,
    /// All answers of such a question in one cell, beside its boxes.
    Joined,
    /// No value at all.
    Blank,
    /// Nothing that the instrument asks for.
    Other,
}

/// The sort of personal data a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Personal {
    Name,
    /// NIK, NIP, student, passport number.
    Identity,
    Phone,
    Email,
    Address,
    /// IP address, device id.
    Device,
    /// Date of birth.
    Birth,
    /// A code that respondents made of their own data, a token of an invitation.
    Code,
    /// The address of an uploaded file or a profile.
    Link,
}

/// A column as the mapping sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSample {
    /// Column of the sheet, from 0.
    pub column: u32,
    pub header: String,
    pub group: Option<String>,
    /// Distinct trimmed texts with how often each occurs, most frequent first,
    /// up to a limit; blank excluded. Seen here and kept nowhere.
    pub values: Vec<(String, u64)>,
    /// Rows, blank ones included, and distinct values (also beyond the limit).
    pub rows: u64,
    pub distinct: u64,
}

/// What the user fixed about the mapping.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MappingWish {
    /// Item columns: letters (`D`, `D:P`) or headers (`KP1:KP10`, exact text),
    /// each optionally `item-id = column`.
    pub items: Vec<String>,
    /// Group columns by letter or header.
    pub by: Vec<String>,
    /// Columns to leave aside.
    pub without: Vec<String>,
    pub order: ItemOrder,
    /// What letters stand for where answers are letters.
    pub letters: LetterOrder,
    /// Items worded the other way round, by id, code, header or letter.
    pub reverse: Vec<String>,
    /// Texts or codes declared to be no answer (`9`, `99`).
    pub missing: Vec<String>,
    /// Scales and words of answers declared, of all items or of some.
    pub labels: Vec<LabelWish>,
}

/// What the user declared about the answers of some items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelWish {
    /// Their columns, as in [`MappingWish::items`]; empty: all items.
    pub items: Vec<String>,
    /// The words of the levels from the lowest up, or each with its code
    /// (`Satisfied=3`); empty: only the scale is declared.
    pub words: Vec<String>,
    /// `1:7`; none: from 1 to the number of words.
    pub scale: Option<String>,
    /// Texts or codes of these items that are no answer.
    pub missing: Vec<String>,
}

/// What the letters of answers stand for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterOrder {
    /// As on the official form: a is the lowest code.
    #[default]
    Rising,
    /// a is the highest code.
    Falling,
}

/// Which order numbered columns follow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemOrder {
    /// The regulation's list: U8 pengaduan, U9 sarana.
    #[default]
    Regulation,
    /// The official form: question 8 sarana, 9 pengaduan.
    Form,
}
