//! Files to rows of text cells with their place. Knows no question, no scale.
//!
//! The only room that imports `calamine`.

mod added;
mod archive;
mod body;
mod book;
mod calendar;
mod carried;
mod cell_text;
mod coder;
mod columns;
mod compound;
mod counted;
mod delimited;
mod digest;
mod encoding;
mod extent;
mod frequencies;
mod grid;
mod header;
mod hidden;
mod hidden_binary;
mod hidden_ods;
mod kind;
mod limits;
mod long;
mod marks;
mod markup;
mod moments;
mod open;
mod package;
mod pass;
mod profile;
mod recognise;
mod records;
mod rest;
mod rows;
mod runs;
mod sample;
mod sav;
mod sav_bytes;
mod sav_cases;
mod sav_dictionary;
mod sav_sets;
mod sav_value;
mod sheet_rest;
mod sheet_rows;
#[cfg(test)]
mod sheet_tests;
mod source;
mod tables;
mod tag_depth;
#[cfg(test)]
mod tests;
mod text;
mod text_rest;
mod texts;
mod total;
mod watch;
mod workbook;
mod xlsform;

pub use added::with_column;
pub use carried::Carried;
pub use coder::Coder;
pub use counted::{CountText, count_text};
pub use digest::Digest;
pub use encoding::TextEncoding;
pub use frequencies::{Frequencies, MeltFacts, Melted, looks_counted, melt};
pub use hidden::Hidden;
pub use long::{Long, LongFacts, Widened, looks_long, widen};
pub use moments::{Day, DayOrder, Days, days};
pub use open::{open, open_first};
pub use pass::{Asked, Passed, Visitor, pass};
pub use rest::Rest;
pub use rows::{Rows, trimmed};
pub use runs::RowRuns;
pub use sample::column_values;
pub use tables::find_tables;
pub use texts::Texts;
pub(crate) use texts::mixed;
pub use xlsform::{PARTED_BY, SeveralInOne, XlsForm};

use std::sync::Arc;

/// A source file, read whole.
#[derive(Debug, Clone)]
pub struct Book {
    /// Base name; never a path.
    pub file: Arc<str>,
    /// The bytes it was read from.
    pub digest: Digest,
    /// What the bytes turned out to be.
    pub format: Format,
    /// What it carries and nobody runs.
    pub carries: Carried,
    /// The sheets in file order; one without a name for text files.
    pub sheets: Vec<Sheet>,
}

/// What the bytes of a source turned out to be, whatever its name ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Delimited text with its delimiter and encoding (`UTF-8`, `windows-1252`).
    Delimited {
        delimiter: char,
        encoding: String,
    },
    Xlsx,
    Xls,
    Xlsb,
    Ods,
    /// SPSS, packed or not.
    Sav,
    /// Counts that this program kept.
    Counts,
}

/// One sheet: its cells and how they were laid out.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub rows: Rows,
    /// Merged areas of a workbook.
    pub merges: Vec<Area>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Row and column of cells of a text file that open with a quote and never
    /// close: the quote was taken for text.
    pub lone_quotes: Vec<(u32, u32)>,
    /// The last header row as a spreadsheet numbers it, where the format tells.
    pub header: Option<u32>,
    /// Rows and columns that a person does not see; they are read as all others.
    pub concealed: Hidden,
    /// What the file says of its cells that their texts do not.
    pub notices: Vec<Notice>,
    /// Questions with several answers that the file itself declares (SPSS).
    pub sets: Vec<TickSet>,
    /// What is behind these rows and was not read yet ([`pass`]); only where
    /// [`open_first`] met a large file.
    pub rest: Option<Rest>,
}

impl Sheet {
    /// A sheet of nothing but rows.
    pub fn of(rows: Rows) -> Self {
        Sheet {
            rows,
            merges: Vec::new(),
            hidden: false,
            lone_quotes: Vec::new(),
            header: None,
            concealed: Hidden::default(),
            notices: Vec::new(),
            sets: Vec::new(),
            rest: None,
        }
    }
}

/// A question with several answers that stand in several columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickSet {
    pub name: String,
    pub boxes: Vec<TickBox>,
}

/// A column of a [`TickSet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickBox {
    pub column: u32,
    /// Texts of cells and the option that each stands for.
    pub answers: Vec<(String, String)>,
    /// Whether any other text is an option of its own; else it says that nothing was
    /// ticked.
    pub other: bool,
}

/// What a file says of its cells beside their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    /// Cells, rows or columns it concerns.
    pub times: u64,
    /// Row and column of the first.
    pub first: (u32, u32),
}

/// The sort of a [`Notice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Values of a column that the file declares to be no answer; they read as blank.
    DeclaredMissing { column: u32 },
    /// The file weights its cases by a column; every row counts once all the same.
    CaseWeights { column: u32 },
}

/// A rectangle of cells, all four ends inclusive, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub first_row: u32,
    pub last_row: u32,
    pub first_column: u32,
    pub last_column: u32,
}

/// A table found on a sheet.
#[derive(Debug, Clone)]
pub struct Table {
    /// Header rows from, and up to and including (from 0).
    pub header: (u32, u32),
    /// Rows that hold respondents, in order; blank, total and recap rows are
    /// not among them.
    pub body: RowRuns,
    /// Columns that have a header, in sheet order.
    pub columns: Vec<Header>,
    /// What was left out and why.
    pub left_out: Vec<LeftOut>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Column of the sheet, from 0.
    pub column: u32,
    /// The header as read, line breaks and runs of blanks folded to one blank.
    pub text: String,
    /// Title of the merged group above it, if any.
    pub group: Option<String>,
}

/// Rows or columns a [`Table`] leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub area: Area,
    pub why: WhyLeftOut,
}

/// Why rows or columns are not part of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// Title or note rows above the header.
    Title,
    /// A total, mean or count row.
    Total,
    /// A blank row or column.
    Blank,
    /// Another block of cells below or beside.
    OtherTable,
    /// A column without a header.
    NoHeader,
}

/// What the user fixed about where the table stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Where {
    /// Sheet by name.
    pub sheet: Option<String>,
    /// Last header row as a spreadsheet numbers it (from 1).
    pub header: Option<u32>,
    /// The only cells to look at.
    pub range: Option<Area>,
}
