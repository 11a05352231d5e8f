use super::{Expression, Text, plain};
use crate::decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A table: columns, an optional line of group titles above them, rows, notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Short stable name other blocks refer to, also the sheet's name in a
    /// workbook (letters, digits, spaces; at most 31 characters).
    pub id: String,
    /// Printed label (`Tabel 3.1`); empty for a table without one.
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// For people to read, or rows of data to compute with.
    pub kind: TableKind,
    /// Titles over several columns: text and how many columns it covers, in
    /// order and covering all columns; empty for none.
    pub groups: Vec<(String, usize)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Row>,
    /// Lines under the table (legend, source).
    pub notes: Vec<Text>,
}

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// A table in a text.
    Reading,
    /// The same in the layout of APA 7: rules above and below the head and below
    /// the body, no vertical ones, label and title in two lines.
    Apa,
    /// Rows of data: one line a respondent.
    Data,
    /// Rows to be filled in by hand; `Column::choices` says with what.
    Entry,
}

/// A column's title, alignment and room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The title.
    pub title: String,
    /// How its cells stand.
    pub align: Align,
    /// About how many characters a cell needs.
    pub width: u16,
    /// The values a cell may take, where they are a closed list.
    pub choices: Vec<String>,
    /// Whether the title is a sign for a statistic, which is set in italics.
    #[serde(default)]
    pub symbol: bool,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub kind: RowKind,
    pub cells: Vec<Cell>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    Body,
    /// Sums, means, the index: set off from the body.
    Total,
}

/// What stands in a cell and, where it was computed from other cells of the
/// same document, how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub content: Content,
    pub derived: Option<Expression>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    Empty,
    Text(Text),
    Number(Number),
    /// Not computable: the reason, in the document's language.
    None(String),
}

/// A number: its full value for those who compute, its printed form for those
/// who read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    pub value: f64,
    pub shown: Decimal,
    pub sign: Sign,
}

/// What is printed around a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Nothing.
    Plain,
    /// `%` behind it: `value` is a share from 0 to 1, `shown` is in percent.
    Percent,
    /// `<` before it: `shown` is an upper bound (`< 0,001`).
    Below,
    /// No zero before the decimal sign (`,012`): what cannot exceed 1, by APA.
    NoZero,
    /// [`Sign::Below`] without the zero (`< ,001`).
    BelowNoZero,
}

impl Table {
    /// A table to read, without a printed label, group titles or notes.
    pub fn reading(
        id: impl Into<String>,
        caption: impl Into<String>,
        columns: Vec<Column>,
        rows: Vec<Row>,
    ) -> Self {
        Table {
            id: id.into(),
            label: String::new(),
            caption: caption.into(),
            kind: TableKind::Reading,
            groups: Vec::new(),
            columns,
            rows,
            notes: Vec::new(),
        }
    }

    /// Whether it needs a page turned on its side: more characters side by
    /// side than a portrait line holds.
    pub fn is_wide(&self) -> bool {
        self.columns.iter().map(|c| u32::from(c.width)).sum::<u32>() > 100
    }
}

impl Column {
    /// A left-aligned column of words.
    pub fn words(title: impl Into<String>, width: u16) -> Self {
        Column {
            title: title.into(),
            align: Align::Left,
            width,
            choices: Vec::new(),
            symbol: false,
        }
    }

    /// A right-aligned column of numbers.
    pub fn numbers(title: impl Into<String>, width: u16) -> Self {
        Column {
            align: Align::Right,
            ..Column::words(title, width)
        }
    }

    /// A centred column (running number, grade).
    pub fn marks(title: impl Into<String>, width: u16) -> Self {
        Column {
            align: Align::Centre,
            ..Column::words(title, width)
        }
    }

    /// Widths of the name of a row and of each of so many columns of counts with shares
    /// beside `fixed` characters: they give way so far that the page can stay upright.
    pub fn side_by_side(columns: usize, fixed: u16, wished: u16) -> (u16, u16) {
        const LINE: u16 = 100;
        const NAME: (u16, u16) = (16, 26);
        const LEAST: u16 = 10;
        let room = LINE - NAME.0 - fixed;
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).max(1);
        let each = match room / columns {
            fair if fair >= LEAST => fair.min(wished),
            _ => wished,
        };
        let name = (LINE - fixed).saturating_sub(each.saturating_mul(columns));
        (name.clamp(NAME.0, NAME.1), each)
    }
}

impl Row {
    /// An ordinary row.
    pub fn body(cells: Vec<Cell>) -> Self {
        Row {
            kind: RowKind::Body,
            cells,
        }
    }

    /// A row of totals.
    pub fn total(cells: Vec<Cell>) -> Self {
        Row {
            kind: RowKind::Total,
            cells,
        }
    }
}

#[cfg(test)]
impl Cell {
    /// The words of a cell, for tests that read a table.
    pub fn said(&self) -> String {
        match &self.content {
            Content::Text(text) => super::plain_text(text),
            other => format!("{other:?}"),
        }
    }
}

impl Cell {
    /// Nothing.
    pub fn empty() -> Self {
        Content::Empty.into()
    }

    /// Plain words.
    pub fn words(text: impl Into<String>) -> Self {
        Content::Text(plain(text)).into()
    }

    /// A whole number.
    pub fn count(value: u64) -> Self {
        Cell::decimal(value as f64, Decimal::whole(value))
    }

    /// A number with its printed form, rounded where its exact value was known.
    pub fn decimal(value: f64, shown: Decimal) -> Self {
        Content::Number(Number {
            value,
            shown,
            sign: Sign::Plain,
        })
        .into()
    }

    /// A share from 0 to 1, printed in percent.
    pub fn percent(share: f64, shown: Decimal) -> Self {
        Content::Number(Number {
            value: share,
            shown,
            sign: Sign::Percent,
        })
        .into()
    }

    /// The same cell, computed by an expression over other cells.
    pub fn derived(mut self, expression: Expression) -> Self {
        self.derived = Some(expression);
        self
    }
}

impl From<Content> for Cell {
    fn from(content: Content) -> Self {
        Cell {
            content,
            derived: None,
        }
    }
}

impl From<Text> for Cell {
    fn from(text: Text) -> Self {
        Content::Text(text).into()
    }
}
