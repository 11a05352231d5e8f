use super::Drawn;
use super::docx::Page;
use super::docx_grid::row_lines;
use super::printed::heading_text;
use crate::document::{Block, Document, Table, plain_text};
use crate::error::Result;

/// Points a millimetre.
const POINTS: f64 = 72.0 / 25.4;
/// A caption with its spacing, in points.
const CAPTION: f64 = 21.5;

/// The estimated page of every heading, for the contents list. A word processor
/// finds the true pages only when it lays the text out; this counts lines of
/// average characters and is seldom more than a page off.
pub(super) fn heading_pages(
    document: &Document,
    figures: &Drawn,
    turned: &[bool],
    listed: usize,
) -> Result<Vec<u32>> {
    let mut flow = Flow {
        page: 1 + u32::from(document.cover.is_some()),
        sort: Page::Portrait,
        used: 0.0,
    };
    flow.take(31.0);
    for _ in 0..listed {
        flow.take(17.0);
    }
    flow.new_page();
    let mut pages = Vec::new();
    for (block, turned) in document.blocks.iter().zip(turned) {
        flow.turn(Page::of(*turned));
        flow.take_block(block, document, figures)?;
        if matches!(block, Block::Heading { .. }) {
            pages.push(flow.page);
        }
    }
    Ok(pages)
}

/// Where the text has come to.
struct Flow {
    page: u32,
    sort: Page,
    /// Points used on the page.
    used: f64,
}

impl Flow {
    fn height(&self) -> f64 {
        f64::from(self.sort.room().1) / 20.0
    }

    fn new_page(&mut self) {
        if self.used > 0.0 {
            self.page += 1;
            self.used = 0.0;
        }
    }

    fn turn(&mut self, sort: Page) {
        if sort != self.sort {
            self.new_page();
            self.sort = sort;
        }
    }

    fn take_block(&mut self, block: &Block, document: &Document, figures: &Drawn) -> Result<()> {
        match block {
            Block::Heading {
                level,
                number,
                text,
            } => self.take_heading(*level, &heading_text(number, text)),
            Block::Paragraph { text, .. } => self.take_lines(&plain_text(text), 5.5, 15.2, 6.0),
            Block::List { items, .. } => {
                for item in items {
                    self.take_lines(&plain_text(item), 5.9, 15.2, 3.0);
                }
            }
            Block::Note { text, .. } => {
                let lines = self.lines(&plain_text(text), 5.2);
                self.take(lines * 12.7 + 29.0);
            }
            Block::Figure(figure) => {
                let height = figures.get(&figure.id)?.height_mm * POINTS;
                self.take(height + 6.0 + CAPTION);
            }
            Block::Table(table) => self.take_table(table, document),
        }
        Ok(())
    }

    /// Something that stays together.
    fn take(&mut self, height: f64) {
        if self.used + height > self.height() {
            self.new_page();
        }
        self.used += height;
    }

    fn lines(&self, text: &str, character: f64) -> f64 {
        let per_line = (f64::from(self.sort.room().0) / 20.0 / character).max(1.0);
        let lines = |line: &str| (line.chars().count() as f64 / per_line).ceil().max(1.0);
        text.split('\n').map(lines).sum()
    }

    fn take_lines(&mut self, text: &str, character: f64, line: f64, after: f64) {
        let mut left = self.lines(text, character);
        while left > 0.0 {
            self.take(line);
            left -= 1.0;
        }
        self.used += after;
    }

    fn take_heading(&mut self, level: u8, text: &str) {
        let (size, spacing) = match level {
            0 | 1 => (16.0, 12.0),
            2 => (13.0, 18.0),
            _ => (11.0, 15.0),
        };
        if level <= 1 {
            self.new_page();
        }
        let height = self.lines(text, size * 0.54) * size * 1.15 + spacing;
        // A heading takes two lines of what follows along.
        if self.used + height + 30.0 > self.height() {
            self.new_page();
        }
        self.used += height;
    }

    fn take_table(&mut self, table: &Table, document: &Document) {
        let (head, rows, line) = row_lines(table, self.sort.room().0, document.language);
        let height = |lines: u32| f64::from(lines) * line + 3.5;
        let head = height(head);
        let first = rows.first().map_or(0.0, |lines| height(*lines));
        if self.used + CAPTION + head + first > self.height() {
            self.new_page();
        }
        self.used += CAPTION + head;
        for lines in rows {
            if self.used + height(lines) > self.height() {
                self.new_page();
                self.used += head;
            }
            self.used += height(lines);
        }
        for note in &table.notes {
            self.take_lines(&plain_text(note), 4.5, 9.8, 2.0);
        }
        self.used += 10.0;
    }
}
