use super::printed::{Reasons, content_text};
use crate::document::{Cell, Content, Table, TableKind};
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

/// Lines of the header and of each row as far as averages tell, and the height
/// of a line in points.
pub(super) fn row_lines(table: &Table, room: u32, language: Language) -> (u32, Vec<u32>, f64) {
    let reasons = Reasons::of(table);
    let grid = grid(table, &reasons, room, language);
    let (character, line) = match grid.size {
        "Small" => (76, 8.1),
        _ => (96, 10.4),
    };
    let lines = |text: &str, width: u32| {
        let per_line = (width.saturating_sub(CELL_MARGINS) / character).max(1);
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        characters.div_ceil(per_line).max(1)
    };
    let titles = table.columns.iter().zip(&grid.widths);
    let head = titles.map(|(c, w)| lines(&c.title, *w)).max().unwrap_or(0);
    let head = head + u32::from(!table.groups.is_empty());
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&grid.widths);
        let text = |c: &Cell| content_text(&c.content, &reasons, language);
        cells.map(|(c, w)| lines(&text(c), *w)).max().unwrap_or(1)
    });
    (head, rows.collect(), line)
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

/// The longest word of each column, in characters.
fn longest_words(table: &Table, reasons: &Reasons, language: Language) -> Vec<u32> {
    let longest = |text: &str| {
        let lengths = text.split_whitespace().map(|w| w.chars().count());
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
