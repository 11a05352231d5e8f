//! Columns of numbers at the right end of rows.

use super::measure::widest_word;
use super::painter::{Anchor, Painter};
use super::theme::Type;

/// A column: its title and a cell a row.
#[derive(Debug)]
pub struct Column {
    pub title: String,
    pub cells: Vec<String>,
    pub style: Type,
    pub anchor: Anchor,
    /// Free space before it, in mm.
    pub gap: f64,
}

/// Columns with their places.
#[derive(Debug)]
pub struct Columns {
    placed: Vec<(Column, Vec<String>, f64, f64)>,
    title: Type,
    /// The left edge of the first.
    pub left: f64,
    /// Height of the titles.
    pub head: f64,
}

impl Columns {
    /// Places columns so that the last ends at `right`; titles are wrapped to
    /// what the cells need, or to their widest word.
    pub fn fit(columns: Vec<Column>, right: f64, size: f64) -> Self {
        let title = Type::muted(size);
        let mut placed = Vec::new();
        let (mut edge, mut left) = (right, right);
        let mut head: f64 = 0.0;
        for column in columns.into_iter().rev() {
            let cells = column.cells.iter().map(|c| column.style.width(c));
            let cells = cells.fold(0.0, f64::max);
            let word = widest_word(&column.title, size, false).min(16.0);
            let width = cells.max(word);
            let lines = match column.title.as_str() {
                "" => Vec::new(),
                text => title.wrap(text, width + 0.01),
            };
            head = head.max(title.line() * lines.len() as f64);
            edge -= width;
            left = edge;
            let gap = column.gap;
            placed.push((column, lines, left, width));
            edge -= gap;
        }
        Columns {
            placed,
            title,
            left,
            head,
        }
    }

    /// Paints the titles so that they end at `bottom`.
    pub fn paint_titles(&self, p: &mut Painter, bottom: f64) {
        for (column, lines, left, width) in &self.placed {
            let x = anchored(column.anchor, *left, *width);
            let top = bottom - self.title.line() * lines.len() as f64;
            p.lines(x, top, column.anchor, lines, self.title);
        }
    }

    /// Paints the cells of row `i` centred on `middle`.
    pub fn paint_row(&self, p: &mut Painter, i: usize, middle: f64) {
        for (column, _, left, width) in &self.placed {
            if let Some(cell) = column.cells.get(i) {
                let x = anchored(column.anchor, *left, *width);
                p.text_at(x, middle, column.anchor, cell, column.style);
            }
        }
    }
}

fn anchored(anchor: Anchor, left: f64, width: f64) -> f64 {
    match anchor {
        Anchor::Start => left,
        Anchor::Middle => left + width / 2.0,
        Anchor::End => left + width,
    }
}
