use super::Drawn;
use super::docx::Page;
use super::docx_arial::lines;
use super::docx_grid::{Heights, heights};
use super::docx_rows::{LAST_ROWS, stays_whole};
use super::printed::{Reasons, heading_text, label_and_caption};
use crate::document::{Block, Document, Table, TableKind, Text, plain_text};
use crate::error::Result;

/// Points a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// The estimated page of every heading, for the contents list. A word processor
/// finds the true pages only when it lays the text out; this measures lines in
/// Arial and is seldom a page off.
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
        below: 0.0,
    };
    flow.take(0.0, 18.4, 12.0);
    for _ in 0..listed {
        flow.take(0.0, 17.0, 0.0);
    }
    flow.new_page();
    let mut pages = Vec::new();
    for (at, (block, turned)) in document.blocks.iter().zip(turned).enumerate() {
        flow.turn(Page::of(*turned));
        match block {
            Block::Paragraph { text, .. } if document.opens_list(at) => flow.take_opening(text),
            _ => flow.take_block(block, document, figures)?,
        }
        if matches!(block, Block::Heading { .. }) {
            pages.push(flow.page);
        }
    }
    Ok(pages)
}

/// Where the text has come to. All heights are in points.
struct Flow {
    page: u32,
    sort: Page,
    /// Height used on the page.
    used: f64,
    /// The space that the last paragraph keeps below it. Between two paragraphs
    /// the larger space counts.
    below: f64,
}

impl Flow {
    fn width(&self) -> f64 {
        f64::from(self.sort.room().0) / 20.0
    }

    fn height(&self) -> f64 {
        f64::from(self.sort.room().1) / 20.0
    }

    fn new_page(&mut self) {
        if self.used > 0.0 {
            self.page += 1;
            self.used = 0.0;
            self.below = 0.0;
        }
    }

    fn turn(&mut self, sort: Page) {
        if sort != self.sort {
            self.new_page();
            self.sort = sort;
        }
    }

    /// Something that stays together, with the space it keeps above and below.
    fn take(&mut self, above: f64, height: f64, below: f64) {
        self.take_with(above, height, below, 0.0);
    }

    /// The same, with the height of what must follow it on its page.
    fn take_with(&mut self, above: f64, height: f64, below: f64, follows: f64) {
        let space = self.below.max(above);
        if self.used + space + height + follows > self.height() {
            self.new_page();
        } else if self.used > 0.0 {
            self.used += space;
        }
        self.used += height;
        self.below = below;
    }

    fn take_lines(&mut self, above: f64, (lines, line): (u32, f64), below: f64) {
        for at in 0..lines {
            self.take(if at == 0 { above } else { 0.0 }, line, 0.0);
        }
        self.below = below;
    }

    fn take_block(&mut self, block: &Block, document: &Document, figures: &Drawn) -> Result<()> {
        match block {
            Block::Heading {
                level,
                number,
                text,
            } => self.take_heading(*level, &heading_text(number, text)),
            Block::Paragraph { text, .. } => self.take_body(text, 0.0, 6.0),
            Block::List { items, .. } => {
                for item in items {
                    self.take_body(item, 28.4, 3.0);
                }
            }
            Block::Note { text, .. } => {
                // Between borders that stand off the text.
                let lines = lines(&plain_text(text), 10.0, false, self.width() - 17.0);
                self.take(9.0, f64::from(lines) * 12.7 + 10.0, 10.0);
            }
            Block::Figure(figure) => {
                let height = figures.get(&figure.id)?.height_mm * POINTS;
                let caption = self.caption(&figure.label, &figure.caption);
                // The picture stands in a line, which reaches a little below it,
                // and keeps six points to its caption.
                self.take(6.0, height + 8.6 + caption, 8.0);
            }
            Block::Table(table) => self.take_table(table, document),
        }
        Ok(())
    }

    /// A paragraph of body text, `indent` points narrower than the page.
    fn take_body(&mut self, text: &Text, indent: f64, below: f64) {
        let lines = lines(&plain_text(text), 11.0, false, self.width() - indent);
        self.take_lines(0.0, (lines, 15.2), below);
    }

    /// A paragraph that stays whole and with the first line of its list.
    fn take_opening(&mut self, text: &Text) {
        let lines = lines(&plain_text(text), 11.0, false, self.width());
        self.take_with(0.0, f64::from(lines) * 15.2, 6.0, 6.0 + 15.2);
    }

    /// Height of the lines of a caption.
    fn caption(&self, label: &str, caption: &str) -> f64 {
        let text = label_and_caption(label, caption);
        11.5 * f64::from(lines(&text, 10.0, true, self.width()))
    }

    /// Height of the caption above a table, with the space below it.
    fn table_caption(&self, table: &Table) -> f64 {
        match table.kind {
            // Label and title stand in lines of their own, three points apart.
            TableKind::Apa => {
                let title = lines(&table.caption, 10.0, false, self.width());
                11.5 * f64::from(1 + title) + 6.0
            }
            _ => self.caption(&table.label, &table.caption) + 4.0,
        }
    }

    fn take_heading(&mut self, level: u8, text: &str) {
        let (size, above, below) = match level {
            0 | 1 => (16.0, 0.0, 12.0),
            2 => (13.0, 12.0, 6.0),
            _ => (11.0, 10.0, 5.0),
        };
        if level <= 1 {
            self.new_page();
        }
        let lines = lines(text, size, true, self.width());
        // A heading takes two lines of what follows along.
        self.take_with(above, f64::from(lines) * size * 1.15, below, 30.0);
    }

    fn take_table(&mut self, table: &Table, document: &Document) {
        let Heights { head, rows } = heights(table, self.sort.room().0, document.language);
        let caption = self.table_caption(table);
        let mut together = kept_together(&rows).into_iter();
        let first = together.next().unwrap_or(0.0);
        self.take(6.0, caption + head + first, 0.0);
        for height in together {
            if self.used + height > self.height() {
                self.new_page();
                self.used += head;
            }
            self.used += height;
        }
        let reasons = Reasons::of(table);
        let told = reasons
            .notes()
            .map(|(mark, reason)| format!("{mark} {reason}"));
        for note in table.notes.iter().map(|note| plain_text(note)).chain(told) {
            let lines = lines(&note, 8.5, false, self.width());
            self.take_lines(2.0, (lines, 9.8), 0.0);
        }
        // The thin paragraph after it.
        self.take(0.0, 4.0, 6.0);
    }
}

/// The heights of what a page break does not part: the whole of a short table;
/// else single rows, and the last ones together.
fn kept_together(rows: &[f64]) -> Vec<f64> {
    if stays_whole(rows) {
        return vec![rows.iter().sum()];
    }
    let (single, last) = rows.split_at(rows.len().saturating_sub(LAST_ROWS));
    let last = last.iter().sum();
    single.iter().copied().chain([last]).collect()
}
