use super::escape::one_line;
use super::printed::{Reasons, column_groups, content_text, label_and_caption};
use super::terminal::push_wrapped;
use super::width::{width, wrap};
use crate::document::{Align, Row, RowKind, Table, plain_text};
use crate::language::Language;

/// Spaces between columns, the longest part of a word that is not broken, and what a
/// column that wants more keeps at least: the first that fits is taken.
const TRIES: [(usize, usize, usize); 4] = [(2, 20, 14), (2, 20, 0), (1, 20, 0), (1, 8, 0)];

/// A table with aligned columns and thin rules; one that does not fit the width
/// even with its cells wrapped is written row by row, a line a cell.
pub(super) fn push_table(out: &mut String, table: &Table, room: usize, language: Language) {
    let caption = label_and_caption(&table.label, &table.caption);
    if !caption.is_empty() {
        push_wrapped(out, &caption, "", "", room);
    }
    let reasons = Reasons::of(table);
    let text = |row: &Row, i: usize| {
        let content = row.cells.get(i).map(|c| &c.content);
        one_line(&content.map_or(String::new(), |c| content_text(c, &reasons, language)))
    };
    let columns = 0..table.columns.len();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| columns.clone().map(|i| text(row, i)).collect())
        .collect();
    match layout(table, &rows, room) {
        Some(layout) => push_grid(out, table, &rows, &layout),
        None => push_records(out, table, &rows, room),
    }
    for note in &table.notes {
        push_wrapped(out, &plain_text(note), "", "", room);
    }
    for (mark, reason) in reasons.notes() {
        push_wrapped(out, reason, &format!("({mark}) "), "    ", room);
    }
}

/// The widths of the columns and the spaces between them.
struct Layout {
    widths: Vec<usize>,
    gap: usize,
}

impl Layout {
    fn total(&self) -> usize {
        self.widths.iter().sum::<usize>() + self.gap * self.widths.len().saturating_sub(1)
    }
}

fn layout(table: &Table, rows: &[Vec<String>], room: usize) -> Option<Layout> {
    let mut wishes = Vec::new();
    let mut words = Vec::new();
    let lengths: Vec<Vec<usize>> = rows
        .iter()
        .map(|row| row.iter().map(|text| width(text)).collect())
        .collect();
    for (i, column) in table.columns.iter().enumerate() {
        let title = one_line(&column.title);
        let cells = rows.iter().filter_map(|row| row.get(i));
        let texts = || std::iter::once(&title).chain(cells.clone());
        wishes.push(texts().map(|t| width(t)).max().unwrap_or(0).max(1));
        let all_words = texts().flat_map(|t| t.split_whitespace());
        words.push(all_words.map(width).max().unwrap_or(0).max(1));
    }
    TRIES.iter().find_map(|(gap, longest, kept)| {
        let room = room.checked_sub(gap * wishes.len().saturating_sub(1))?;
        let least = words.iter().zip(&wishes);
        let least = least.map(|(word, wish)| *word.min(longest).max(wish.min(kept)));
        let least: Vec<usize> = least.collect();
        let widths = shrink(wishes.clone(), &least, room, &lengths)?;
        Some(Layout { widths, gap: *gap })
    })
}

/// What each column gets: all it wants where there is room; else those give way, a
/// cell at a time, down to their least, whose narrowing costs the fewest lines; the
/// widest of them first.
fn shrink(
    mut widths: Vec<usize>,
    least: &[usize],
    room: usize,
    lengths: &[Vec<usize>],
) -> Option<Vec<usize>> {
    if least.iter().sum::<usize>() > room {
        return None;
    }
    while widths.iter().sum::<usize>() > room {
        let columns = widths.iter().zip(least).enumerate();
        let candidates = columns.filter(|(_, (width, least))| width > least);
        let costs = candidates.map(|(at, (width, _))| {
            let cost = height(&widths, at, lengths);
            (cost, std::cmp::Reverse(*width), at)
        });
        let (.., at) = costs.min()?;
        *widths.get_mut(at)? -= 1;
    }
    Some(widths)
}

/// About how many lines all rows take with one column narrower by a cell.
fn height(widths: &[usize], narrower: usize, lengths: &[Vec<usize>]) -> usize {
    let lines = |(at, (length, width)): (usize, (&usize, &usize))| {
        let width = if at == narrower { width - 1 } else { *width };
        length.div_ceil(width.max(1))
    };
    let rows = lengths.iter().map(|row| {
        let cells = row.iter().zip(widths).enumerate();
        cells.map(lines).max().unwrap_or(0)
    });
    rows.sum()
}

fn push_grid(out: &mut String, table: &Table, rows: &[Vec<String>], layout: &Layout) {
    let aligns: Vec<Align> = table.columns.iter().map(|c| c.align).collect();
    let rule = "─".repeat(layout.total());
    if table.columns.is_empty() {
        return;
    }
    out.push_str(&format!("{rule}\n"));
    push_groups(out, table, layout);
    let titles: Vec<String> = table.columns.iter().map(|c| one_line(&c.title)).collect();
    push_cells(out, &titles, layout, &aligns);
    out.push_str(&format!("{rule}\n"));
    let mut before = RowKind::Total;
    for (row, cells) in table.rows.iter().zip(rows) {
        if row.kind == RowKind::Total && before == RowKind::Body {
            out.push_str(&format!("{rule}\n"));
        }
        before = row.kind;
        push_cells(out, cells, layout, &aligns);
    }
    out.push_str(&format!("{rule}\n"));
}

/// Group titles over a rule as wide as their columns.
fn push_groups(out: &mut String, table: &Table, layout: &Layout) {
    if table.groups.is_empty() {
        return;
    }
    let mut spans = Vec::new();
    let mut texts = Vec::new();
    let mut rules = Vec::new();
    let mut column = 0;
    for (text, span) in column_groups(table) {
        let inner: usize = layout.widths.iter().skip(column).take(span).sum();
        let cells = inner + layout.gap * (span - 1);
        spans.push(cells);
        texts.push(one_line(text));
        rules.push(if text.is_empty() {
            String::new()
        } else {
            "─".repeat(cells)
        });
        column += span;
    }
    let aligns = vec![Align::Centre; spans.len()];
    let spans = Layout {
        widths: spans,
        gap: layout.gap,
    };
    push_cells(out, &texts, &spans, &aligns);
    push_cells(out, &rules, &spans, &aligns);
}

fn push_cells(out: &mut String, cells: &[String], layout: &Layout, aligns: &[Align]) {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(&layout.widths)
        .map(|(cell, width)| wrap(cell, *width))
        .collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for i in 0..height {
        let mut line = String::new();
        for ((lines, room), align) in wrapped.iter().zip(&layout.widths).zip(aligns) {
            let text = lines.get(i).map_or("", String::as_str);
            let free = room.saturating_sub(width(text));
            let before = match align {
                Align::Left => 0,
                Align::Centre => free / 2,
                Align::Right => free,
            };
            line.extend(std::iter::repeat_n(' ', before));
            line.push_str(text);
            line.extend(std::iter::repeat_n(' ', free - before + layout.gap));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn push_records(out: &mut String, table: &Table, rows: &[Vec<String>], room: usize) {
    for row in rows {
        out.push_str(&"─".repeat(room));
        out.push('\n');
        for (column, cell) in table.columns.iter().zip(row) {
            if !cell.is_empty() {
                let title = one_line(&column.title);
                push_wrapped(out, &format!("{title}: {cell}"), "", "    ", room - 4);
            }
        }
    }
}
