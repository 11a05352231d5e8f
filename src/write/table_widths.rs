use super::printed::{Reasons, content_text};
use crate::document::{Align, Content, Table};
use crate::language::Language;

/// What a table is set with, in one unit of length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Between the margins of the page.
    pub room: u32,
    /// An average character.
    pub character: u32,
    /// Left and right margins of a cell together.
    pub margins: u32,
}

impl Measure {
    /// Whether the longest words of the columns do not stand side by side, or what the
    /// columns ask for is far more than there is.
    pub fn is_crowded(self, table: &Table, words: &[u32]) -> bool {
        let needs: u32 = self.needs(words).sum();
        let wishes: u32 = self.wishes(table).sum();
        needs > self.room || wishes > self.room / 4 * 5
    }

    /// Widths that fill the room: first what the longest word of each column needs,
    /// then in proportion to the room each column asks for.
    pub fn widths(self, table: &Table, words: &[u32]) -> Vec<u32> {
        let needs = fitted(self.needs(words).collect(), table, self.room);
        let wishes = self.wishes(table).zip(&needs);
        let wishes: Vec<u32> = wishes.map(|(wish, need)| wish.max(*need)).collect();
        share_out(self.room, &needs, &wishes)
    }

    /// What all columns together ask for, at least what their longest words need.
    pub fn wished(self, table: &Table, words: &[u32]) -> u32 {
        let both = self.wishes(table).zip(self.needs(words));
        both.map(|(wish, need)| wish.max(need)).sum()
    }

    fn needs(self, words: &[u32]) -> impl Iterator<Item = u32> {
        words
            .iter()
            .map(move |word| word * self.character + self.margins)
    }

    fn wishes(self, table: &Table) -> impl Iterator<Item = u32> {
        let columns = table.columns.iter().map(|c| u32::from(c.width));
        columns.map(move |c| c * self.character + self.margins)
    }
}

/// A word longer than this may be broken inside a cell.
const LONGEST_WORD: usize = 20;

/// The longest word of each column, in characters; what hard spaces join is one.
pub(super) fn longest_words(table: &Table, reasons: &Reasons, language: Language) -> Vec<u32> {
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
