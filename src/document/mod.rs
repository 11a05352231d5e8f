//! The Document: a closed tree of plain data between what was found and every
//! format it is written in. It knows no format and no statistics.
//!
//! A level-1 heading starts a chapter (paged formats start a new page); a table
//! that is too wide for a portrait page is turned by the writer
//! ([`Table::is_wide`]). There are no fields for one format only.

mod chart;
mod expression;
mod plots;
mod table;

pub use chart::*;
pub use expression::{Case, Expression, Range};
pub use plots::*;
pub use table::{Align, Cell, Column, Content, Number, Row, RowKind, Sign, Table, TableKind};

use crate::language::Language;
use serde::{Deserialize, Serialize};

/// A whole document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The language of its words; decides the decimal sign.
    pub language: Language,
    /// Title, for the cover-less formats and the file's properties.
    pub title: String,
    /// Who answers for it (the office); file property, header.
    pub author: Option<String>,
    /// ISO date of the document, if the user gave one. Never the clock.
    pub date: Option<String>,
    /// The cover page.
    pub cover: Option<Cover>,
    /// Title of the list of contents (`Daftar Isi`); none: no list.
    pub contents: Option<String>,
    /// Running head of paged formats.
    pub header: String,
    /// Word before the page number in the running foot (`Halaman`).
    pub page_word: String,
    /// The text.
    pub blocks: Vec<Block>,
}

impl Document {
    /// A document of blocks alone: no cover, no contents.
    pub fn short(language: Language, title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Document {
            language,
            title: title.into(),
            author: None,
            date: None,
            cover: None,
            contents: None,
            header: String::new(),
            page_word: String::new(),
            blocks,
        }
    }

    /// Its figures in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }

    /// Its tables in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// The first page: lines centred from top to bottom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    /// Small lines above the title (ministry, unit).
    pub above: Vec<Text>,
    /// The title, one entry a line.
    pub title: Vec<Text>,
    /// Lines below the title (period, year).
    pub below: Vec<Text>,
    /// The office's logo.
    pub logo: Option<Image>,
    /// Lines at the foot of the page (place, year; "simulated data").
    pub foot: Vec<Text>,
}

/// A picture given by the user (logo).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// PNG or JPEG bytes, already checked to be one of the two.
    pub bytes: Vec<u8>,
    /// Width and height in pixels.
    pub pixels: (u32, u32),
    /// What it shows, for a reader who cannot see it.
    pub alt: String,
}

impl Document {
    /// Whether a block is a paragraph that opens a list, which stays with it.
    pub fn opens_list(&self, at: usize) -> bool {
        let next = self.blocks.get(at + 1);
        matches!(self.blocks.get(at), Some(Block::Paragraph { .. }))
            && matches!(next, Some(Block::List { .. }))
    }
}

/// One block of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading; `number` is its printed number (`BAB I`, `1.1`, or empty).
    Heading {
        level: u8,
        number: String,
        text: String,
    },
    /// A paragraph; `rule` names the rule that composed it.
    Paragraph { text: Text, rule: Option<String> },
    /// A list.
    List { ordered: bool, items: Vec<Text> },
    /// A table.
    Table(Table),
    /// A picture drawn from data.
    Figure(Figure),
    /// A remark set apart: what the reader must know about the numbers.
    Note { kind: NoteKind, text: Text },
}

/// How urgent a [`Block::Note`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// For information.
    Info,
    /// Something that changes how numbers may be used.
    Caution,
}

/// Running text.
pub type Text = Vec<Span>;

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// As it is. Always escaped by the writers: it may hold a user's text.
    Plain(String),
    /// Bold.
    Strong(String),
    /// Italic.
    Emphasis(String),
    /// A place the office has to fill in; holds what belongs there
    /// (`nama penanggung jawab`). Shown as a visible blank.
    Blank(String),
}

/// A chart in the text with its caption and its description.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Short stable name, also the file name: `indeks-per-unsur`.
    pub id: String,
    /// Printed label (`Gambar 3.1`).
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// What a reader sees in it, from the numbers.
    pub alt: String,
    /// The data to draw.
    pub chart: Chart,
    /// The table whose columns the chart draws, where one in the same document
    /// holds them (spreadsheets make a native chart of it).
    pub drawn_from: Option<DrawnFrom>,
}

/// The columns of a table that a figure draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnFrom {
    /// [`Table::id`].
    pub table: String,
    /// Column of the category labels.
    pub labels: usize,
    /// Columns of the values, a series each.
    pub values: Vec<usize>,
    /// Rows from, and up to but not including.
    pub rows: (usize, usize),
}

/// A text of one plain span.
pub fn plain(text: impl Into<String>) -> Text {
    vec![Span::Plain(text.into())]
}

/// The characters of a text without its marks; a blank reads as its label in
/// brackets.
pub fn plain_text(text: &[Span]) -> String {
    let mut out = String::new();
    for span in text {
        match span {
            Span::Plain(s) | Span::Strong(s) | Span::Emphasis(s) => out.push_str(s),
            Span::Blank(label) => {
                out.push_str("[…… ");
                out.push_str(label);
                out.push(']');
            }
        }
    }
    out
}

impl Image {
    /// A picture from PNG or JPEG bytes; none for anything else.
    pub fn new(bytes: Vec<u8>, alt: String) -> Option<Image> {
        let kind = imagesize::image_type(&bytes).ok()?;
        if !matches!(kind, imagesize::ImageType::Png | imagesize::ImageType::Jpeg) {
            return None;
        }
        let size = imagesize::blob_size(&bytes).ok()?;
        let pixels = (
            u32::try_from(size.width).ok()?,
            u32::try_from(size.height).ok()?,
        );
        (pixels.0 > 0 && pixels.1 > 0).then_some(Image { bytes, pixels, alt })
    }
}
