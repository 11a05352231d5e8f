use super::grid::Grid;
use super::kind::{Kind, kind};
use super::{Area, trimmed};
use std::collections::HashSet;

/// Filled rows below a place among which a header has to come.
const REACH: usize = 60;

/// Rows above the main header row, and below it, that may belong to it.
const LEVELS: u32 = 2;

/// The header rows of the first table at or below a row.
///
/// The header is the first row that is mostly filled, mostly text and does not
/// say what the rows around it say; rows of group titles join it.
pub(super) fn find_header(grid: &Grid, from: u32) -> Option<(u32, u32)> {
    let rows: Vec<(u32, usize)> = grid
        .rows_from(from)
        .map(|row| (row, grid.fill(row)))
        .filter(|(_, fill)| *fill > 0)
        .take(2 * REACH)
        .collect();
    let index = (0..rows.len().min(REACH)).find(|&index| is_header(grid, &rows, index))?;
    let (row, _) = rows.get(index)?;
    let lowest = grow_down(grid, *row);
    Some((grow_up(grid, *row, from), lowest))
}

/// The rows that belong to a header whose last row the user named.
pub(super) fn told_header(grid: &Grid, last: u32) -> (u32, u32) {
    (grow_up(grid, last, grid.area.first_row), last)
}

fn is_header(grid: &Grid, rows: &[(u32, usize)], index: usize) -> bool {
    let Some(&(row, fill)) = rows.get(index) else {
        return false;
    };
    let near = rows.get(index..).unwrap_or_default().iter().take(REACH / 2);
    let widest = near.map(|(_, fill)| *fill).max().unwrap_or(0);
    fill * 2 >= widest
        && reads_as_header(grid, row)
        && !repeats_around(grid, row)
        && !wider_header_follows(grid, rows, index)
}

/// Whether a row is mostly text (or a running number), with different cells.
pub(super) fn reads_as_header(grid: &Grid, row: u32) -> bool {
    let cells: Vec<(u32, &str)> = grid.filled(row).collect();
    if cells.len() < 2 && grid.area.first_column < grid.area.last_column {
        return false;
    }
    let under_merge = |column: u32| {
        row.checked_sub(1).is_some_and(|above| {
            let mut merges = grid.merges_at(above);
            merges.any(|m| m.first_column < m.last_column && covers(m, column))
        })
    };
    let running = longest_run(cells.iter().map(|(_, text)| kind(text)));
    let texts = cells.iter().filter(|(column, text)| match kind(text) {
        Kind::Text => true,
        Kind::Number(_) => running >= 5 || under_merge(*column),
        Kind::Value | Kind::Nothing => false,
    });
    let texts = texts.count();
    let distinct: HashSet<&str> = cells.iter().map(|(_, text)| trimmed(text)).collect();
    texts * 10 >= cells.len() * 6 && distinct.len() * 10 >= cells.len()
}

/// The longest run of whole numbers that go up by one from cell to cell.
fn longest_run(kinds: impl Iterator<Item = Kind>) -> usize {
    let (mut longest, mut run, mut last) = (0, 0, f64::NAN);
    for kind in kinds {
        match kind {
            Kind::Number(number) if number == last + 1.0 => run += 1,
            Kind::Number(_) => run = 1,
            _ => run = 0,
        }
        last = match kind {
            Kind::Number(number) => number,
            _ => f64::NAN,
        };
        longest = longest.max(run);
    }
    longest
}

/// Whether most texts of a row stand again in their column, in the rows joined
/// to it without a blank row: then it is an answer among answers.
fn repeats_around(grid: &Grid, row: u32) -> bool {
    repeated_share(grid, row) > 0.5
}

/// The share of a row's texts that stand again in their column, in the rows
/// joined to it; 0 where too few rows tell.
pub(super) fn repeated_share(grid: &Grid, row: u32) -> f64 {
    let cells: Vec<(u32, &str)> = grid
        .filled(row)
        .map(|(column, text)| (column, trimmed(text)))
        .filter(|(_, text)| kind(text) == Kind::Text)
        .collect();
    let filled = |row: &u32| grid.fill(*row) > 0;
    let above = (grid.area.first_row..row).rev().take_while(filled);
    let below = grid.rows_from(row + 1);
    let below = below.take_while(filled).take(500);
    let others: Vec<u32> = above
        .take(50)
        .chain(below)
        .filter(|&other| !grid.same_rows(row, other))
        .collect();
    if others.len() < 3 || cells.is_empty() {
        return 0.0;
    }
    let again = cells.iter().filter(|(column, text)| {
        let mut others = others.iter();
        others.any(|&other| grid.cell(other, *column) == *text)
    });
    again.count() as f64 / cells.len() as f64
}

/// Whether the row is a note and the header proper comes after it: a clearly
/// wider header row with nothing that looks like data between.
fn wider_header_follows(grid: &Grid, rows: &[(u32, usize)], index: usize) -> bool {
    let Some(&(_, fill)) = rows.get(index) else {
        return false;
    };
    for &(row, wider) in rows.iter().skip(index + 1).take(15) {
        let mut kinds = grid.filled(row).map(|(_, text)| kind(text));
        let reads = kinds.all(|kind| kind == Kind::Text) && reads_as_header(grid, row);
        if fill * 10 <= wider * 7 && reads && !repeats_around(grid, row) {
            return true;
        }
        if wider >= fill && !reads {
            return false;
        }
    }
    false
}

pub(super) fn covers(merge: &Area, column: u32) -> bool {
    (merge.first_column..=merge.last_column).contains(&column)
}

/// The first header row: rows of group titles right above join.
fn grow_up(grid: &Grid, row: u32, from: u32) -> u32 {
    let mut first = row;
    for _ in 0..LEVELS {
        let above = first.checked_sub(1);
        let Some(above) = above.filter(|&above| above >= from.max(grid.area.first_row)) else {
            break;
        };
        if !is_group_row(grid, above, row) {
            break;
        }
        first = above;
    }
    first
}

/// Whether a row holds titles of groups of the header row below it.
fn is_group_row(grid: &Grid, row: u32, header: u32) -> bool {
    let cells: Vec<(u32, &str)> = grid.filled(row).collect();
    let columns = || grid.filled(header).map(|(column, _)| column);
    let (Some(first), Some(last)) = (columns().next(), columns().next_back()) else {
        return false;
    };
    if cells.is_empty() || !cells.iter().all(|(_, text)| kind(text) == Kind::Text) {
        return false;
    }
    let mut merged = false;
    for merge in grid.merges_at(row) {
        let whole = merge.first_column <= first && last <= merge.last_column;
        let wide = merge.first_column < merge.last_column && !whole;
        let tall = merge.first_row < merge.last_row && merge.last_row <= header;
        if (wide && merge.first_row == merge.last_row) || (tall && !whole) {
            return true;
        }
        merged = true;
    }
    !merged && is_unmerged_group_row(grid, &cells, header, last)
}

/// Without merges a group title stands above the first of its columns.
fn is_unmerged_group_row(grid: &Grid, cells: &[(u32, &str)], header: u32, last: u32) -> bool {
    let first = grid.filled(header).next().map(|(column, _)| column);
    if cells.len() == 1 && cells.first().map(|(column, _)| *column) <= first {
        return false;
    }
    let (mut leaves, mut single, mut wide) = (0, 0, 0);
    for (index, (column, _)) in cells.iter().enumerate() {
        let next = cells.get(index + 1).map_or(last + 1, |next| next.0);
        if grid.cell(header, *column).is_empty() {
            leaves += 1;
        } else if next > *column + 1 {
            wide += 1;
        } else {
            single += 1;
        }
    }
    wide > single || (leaves > 0 && wide > 0)
}

/// The last header row: rows of headers right below a row of group titles join.
fn grow_down(grid: &Grid, row: u32) -> u32 {
    let mut last = row;
    for _ in 0..LEVELS {
        let tall = grid
            .merges_at(last)
            .filter(|merge| merge.first_row >= row.saturating_sub(LEVELS))
            .filter(|merge| merge.last_row <= row + LEVELS)
            .map(|merge| merge.last_row)
            .max();
        match tall {
            Some(end) if end > last => last = end.min(grid.area.last_row),
            _ if is_sub_header(grid, last) => last += 1,
            _ => break,
        }
    }
    last
}

/// Whether the row below a header row holds headers too: it fills what the
/// header left blank (or merged) and leaves blank what the header named.
fn is_sub_header(grid: &Grid, header: u32) -> bool {
    let row = header + 1;
    if row > grid.area.last_row || !reads_as_header(grid, row) || repeats_around(grid, row) {
        return false;
    }
    if is_second_name(grid, row) {
        return true;
    }
    let merged = |column: u32| {
        let mut merges = grid.merges_at(header);
        merges.any(|m| m.first_column < m.last_column && covers(m, column))
    };
    let blank = |row: u32, column: u32| grid.cell(row, column).is_empty();
    let (mut filling, mut leaves) = (0, 0);
    for (column, _) in grid.filled(row) {
        let next_is_new = blank(header, column + 1) && !blank(row, column + 1);
        if blank(header, column) {
            filling += 1;
        } else if !merged(column) && !next_is_new {
            return false;
        }
    }
    for (column, _) in grid.filled(header) {
        leaves += usize::from(blank(row, column));
    }
    filling > 0 && (leaves > 0 || stands_above_numbers(grid, row))
}

/// Whether a row names again what stands above numbers: codes below names, or
/// names below codes.
fn is_second_name(grid: &Grid, row: u32) -> bool {
    let mut cells = grid.filled(row);
    let text = |(_, text): (u32, &str)| kind(text) == Kind::Text;
    let number = |column| matches!(grid.kind(row + 1, column), Kind::Number(_));
    let fill = grid.fill(row);
    fill > 1
        && !numbers_columns(grid, row, fill)
        && cells.clone().all(text)
        && cells.all(|(column, _)| number(column))
}

/// Whether a row numbers the columns: 1, 2, 3 … or (1), (2), (3) … in each.
pub(super) fn numbers_columns(grid: &Grid, row: u32, columns: usize) -> bool {
    let plain = |text: &str| {
        let inner = trimmed(text).trim_start_matches('(').trim_end_matches(')');
        inner.parse::<usize>().ok()
    };
    let numbers: Vec<Option<usize>> = grid.filled(row).map(|(_, text)| plain(text)).collect();
    // Fewer could be the answers of respondent 1.
    let enough = numbers.len() >= 6 && numbers.len() * 5 >= columns * 4;
    enough
        && (1..)
            .zip(&numbers)
            .all(|(number, cell)| *cell == Some(number))
}

/// Whether most columns of a row hold numbers right below it.
fn stands_above_numbers(grid: &Grid, row: u32) -> bool {
    let below = grid
        .filled(row)
        .map(|(column, _)| grid.kind(row + 1, column));
    let numbers = below.filter(|kind| matches!(kind, Kind::Number(_))).count();
    numbers * 2 > grid.fill(row)
}
