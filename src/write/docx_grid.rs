use super::docx_arial;
use super::printed::{Reasons, content_text};
use crate::document::{Align, Cell, Content, RowKind, Table, TableKind};
use crate::language::Language;

/// A word longer than this may be broken inside a cell.
const LONGEST_WORD: usize = 20;
/// Left and right cell margins together, in twips.
const CELL_MARGINS: u32 = 140;

/// How one grid is set: the width of its columns and the size of its letters.
pub(super) struct Grid {
    pub widths: Vec<u32>,
    /// In front of the names of its paragraph styles: `Table` or `Small`.
    pub size: &'static str,
    /// In the layout of APA: rules instead of shades.
    pub apa: bool,
}

/// Heights of a table, in points.
pub(super) struct Heights {
    pub head: f64,
    pub rows: Vec<f64>,
}

/// The heights of the header and of each row of a table `room` twips wide.
pub(super) fn heights(table: &Table, room: u32, language: Language) -> Heights {
    let reasons = Reasons::of(table);
    let grid = grid(table, &reasons, room, language);
    let (size, spacing) = match grid.size {
        "Small" => (7.0, 2.0),
        _ => (9.0, 3.5),
    };
    let lines = |text: &str, width: u32, bold: bool| {
        let room = f64::from(width.saturating_sub(CELL_MARGINS)) / 20.0;
        docx_arial::lines(text, size, bold, room)
    };
    let height = |lines: u32| f64::from(lines) * size * 1.15 + spacing;
    let titles = table.columns.iter().zip(&grid.widths);
    let head = titles.map(|(c, w)| lines(&c.title, *w, !grid.apa)).max();
    let groups = match table.groups.is_empty() {
        true => 0.0,
        false => height(1),
    };
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&grid.widths);
        let text = |c: &Cell| content_text(&c.content, &reasons, language);
        let bold = row.kind == RowKind::Total && !grid.apa;
        height(
            cells
                .map(|(c, w)| lines(&text(c), *w, bold))
                .max()
                .unwrap_or(1),
        )
    });
    Heights {
        head: groups + height(head.unwrap_or(0)),
        rows: rows.collect(),
    }
}

/// Widths in twips that fill `room`: first what the longest word of each column
/// needs, then in proportion to the room each column asks for.
pub(super) fn grid(table: &Table, reasons: &Reasons, room: u32, language: Language) -> Grid {
    // An average character of Arial at 9 and at 7 points.
    let (normal, small) = (100, 78);
    let words = longest_words(table, reasons, language);
    let needs = |character: u32| words.iter().map(move |w| w * character + CELL_MARGINS);
    let wishes = |character: u32| {
        let columns = table.columns.iter().map(|c| u32::from(c.width));
        columns.map(move |c| c * character + CELL_MARGINS)
    };
    let crowded = needs(normal).sum::<u32>() > room || wishes(normal).sum::<u32>() > room / 4 * 5;
    let (size, character) = if crowded {
        ("Small", small)
    } else {
        ("Table", normal)
    };
    let needs: Vec<u32> = needs(character).collect();
    let needs = fitted(needs, table, room);
    let wishes: Vec<u32> = wishes(character)
        .zip(&needs)
        .map(|(wish, need)| wish.max(*need))
        .collect();
    Grid {
        widths: share_out(room, &needs, &wishes),
        size,
        apa: table.kind == TableKind::Apa,
    }
}

/// Needs that fit the room where columns of words can give way, at most half of
/// theirs: a word may be broken, a number may not.
fn fitted(mut needs: Vec<u32>, table: &Table, room: u32) -> Vec<u32> {
    let short = needs.iter().sum::<u32>().saturating_sub(room);
    let is_words = |at: usize| {
        table
            .columns
            .get(at)
            .is_some_and(|c| c.align == Align::Left)
    };
    let soft: u32 = (0..needs.len())
        .filter(|at| is_words(*at))
        .filter_map(|at| needs.get(at))
        .sum();
    if short == 0 || short > soft / 2 {
        return needs;
    }
    for (at, need) in needs.iter_mut().enumerate() {
        if is_words(at) {
            let part = u64::from(*need) * u64::from(short) / u64::from(soft.max(1));
            *need = need.saturating_sub(u32::try_from(part).unwrap_or(0) + 1);
        }
    }
    needs
}

/// Shares `room` out: everybody's need where it suffices, the rest in proportion
/// to what was wished beyond it. The sum is `room`, whatever the roundings.
fn share_out(room: u32, needs: &[u32], wishes: &[u32]) -> Vec<u32> {
    let need: u32 = needs.iter().sum();
    let wish: u32 = wishes.iter().sum();
    let part = |of: u32, share: u32, all: u32| {
        u32::try_from(u64::from(of) * u64::from(share) / u64::from(all.max(1))).unwrap_or(0)
    };
    let mut widths: Vec<u32> = if wish <= room {
        wishes.iter().map(|w| part(room, *w, wish)).collect()
    } else if need >= room {
        needs.iter().map(|n| part(room, *n, need)).collect()
    } else {
        let beyond = needs.iter().zip(wishes).map(|(n, w)| (n, w - n));
        beyond
            .map(|(n, more)| n + part(room - need, more, wish - need))
            .collect()
    };
    let used: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += room.saturating_sub(used);
    }
    widths
}

/// The longest word of each column, in characters; what hard spaces join is one.
fn longest_words(table: &Table, reasons: &Reasons, language: Language) -> Vec<u32> {
    let longest = |text: &str| {
        let breaks = |c: char| c.is_whitespace() && c != '\u{a0}';
        let lengths = text.split(breaks).map(|w| w.chars().count());
        lengths.max().unwrap_or(0).min(LONGEST_WORD)
    };
    let mut words: Vec<usize> = table
        .columns
        .iter()
        // Bold titles are a little wider.
        .map(|c| longest(&c.title) + 1)
        .collect();
    for row in &table.rows {
        for (word, cell) in words.iter_mut().zip(&row.cells) {
            // A number is never broken, nor its sign set apart.
            let text = content_text(&cell.content, reasons, language);
            let needed = match &cell.content {
                Content::Number(_) => text.chars().count().min(LONGEST_WORD),
                _ => longest(&text),
            };
            *word = (*word).max(needed);
        }
    }
    words
        .iter()
        .map(|w| u32::try_from(*w).unwrap_or(0).max(2))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_always_fill_the_room() {
        assert_eq!(share_out(1000, &[10, 20], &[100, 300]), [250, 750]);
        assert_eq!(share_out(1000, &[400, 100], &[400, 1100]), [400, 600]);
        let widths = share_out(1000, &[900, 900, 900], &[900, 900, 900]);
        assert_eq!(widths, [333, 333, 334]);
        assert_eq!(share_out(1000, &[], &[]), Vec::<u32>::new());
    }
}
