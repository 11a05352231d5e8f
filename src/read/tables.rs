use super::body::find_body;
use super::columns::headers;
use super::grid::Grid;
use super::header::{find_header, told_header};
use super::{Area, Header, LeftOut, RowRuns, Rows, Sheet, Table, Where, WhyLeftOut};
use std::collections::BTreeSet;
use std::ops::Range;

/// The tables of a sheet, the most likely one of respondents first; empty for
/// a sheet without a header.
///
/// Only how cells are laid out decides, nothing about surveys: a header is a
/// row of different texts above rows that look unlike it. Respondents are
/// rather kept than lost: a row is left out only for what it says or holds. A
/// header without any row below is a table with an empty body, given only when
/// the sheet has no other.
pub fn find_tables(sheet: &Sheet, place: &Where) -> Vec<Table> {
    found_tables(sheet, place).0
}

/// The tables of a sheet, and whether the rows it does not keep could change
/// nothing about them.
pub(super) fn found_tables(sheet: &Sheet, place: &Where) -> (Vec<Table>, bool) {
    let Some(grid) = Grid::new(sheet, place.range) else {
        return (Vec::new(), true);
    };
    let told = sheet.header.filter(|_| place.range.is_none());
    if let Some(header) = place.header.or(told) {
        let header = told_header(&grid, header.saturating_sub(1));
        let found = table(&grid, header);
        let certain = found.as_ref().is_none_or(|(found, _)| found.certain);
        let tables = found.map(|(found, _)| found.table);
        return (tables.into_iter().collect(), certain);
    }
    let mut found: Vec<Found> = Vec::new();
    let strips = grid.strips();
    let skips = sheet.rows.gaps().next().is_some();
    let mut certain = !skips || strips.len() == 1;
    for strip in strips {
        for block in stacked(&strip) {
            match found.iter_mut().find(|left| left.goes_on_in(&block)) {
                Some(left) => left.join(block),
                None => found.push(block),
            }
        }
    }
    certain &= found.iter().all(|found| found.certain);
    let bare = found.iter().all(|found| found.table.body.is_empty());
    if let (Some(range), true) = (place.range, bare)
        && let Some(headed) = headed_above(sheet, range)
    {
        found = vec![headed];
    }
    let mut tables = ranked(&sheet.rows, found);
    // Rows that are not kept count as one cell each: the best table may hold
    // more, another one may not.
    let first = tables.first().map(|found| &found.table.body);
    certain &= !skips || first.is_some_and(|body| sheet.rows.gaps().all(|gap| holds(body, &gap)));
    let others: Vec<LeftOut> = tables
        .iter()
        .skip(1)
        .map(|found| LeftOut {
            area: found.area,
            why: WhyLeftOut::OtherTable,
        })
        .collect();
    if let Some(best) = tables.first_mut() {
        best.table.left_out.extend(others);
    }
    let tables = tables.into_iter().map(|found| found.table);
    (tables.collect(), certain)
}

/// The table of a range without a header of its own: the header may stand right
/// above it.
fn headed_above(sheet: &Sheet, range: Area) -> Option<Found> {
    const REACH: u32 = 3;
    let above = |rows: u32| {
        let area = Area {
            first_row: range.first_row.checked_sub(rows)?,
            ..range
        };
        Grid::new(sheet, Some(area))
    };
    let reaches = (1..=REACH).filter_map(above);
    let mut headers = reaches.filter_map(|grid| find_header(&grid, grid.area.first_row));
    let header = headers.find(|header| header.1.checked_add(1) == Some(range.first_row))?;
    let grid = (1..=REACH).rev().find_map(above)?;
    let (found, _) = table(&grid, told_header(&grid, header.1))?;
    (!found.table.body.is_empty()).then_some(found)
}

impl Table {
    /// The rectangle from its header to its last respondent.
    pub fn area(&self) -> Area {
        let columns = || self.columns.iter().map(|header| header.column);
        Area {
            first_row: self.header.0,
            last_row: self.body.last().unwrap_or(self.header.1),
            first_column: columns().min().unwrap_or(0),
            last_column: columns().max().unwrap_or(0),
        }
    }
}

/// Whether a run lies within rows.
fn holds(rows: &RowRuns, run: &Range<u32>) -> bool {
    let mut runs = rows.runs().iter();
    runs.any(|held| held.start <= run.start && run.end <= held.end)
}

/// A table and the rectangle it takes.
struct Found {
    table: Table,
    area: Area,
    certain: bool,
}

/// The tables one below the other in a strip of columns.
fn stacked(grid: &Grid) -> Vec<Found> {
    let mut tables = Vec::new();
    let mut from = grid.area.first_row;
    while let Some(header) = find_header(grid, from) {
        let above = grid.rows_from(from).take_while(|row| *row < header.0);
        let titles: Vec<u32> = above.filter(|&row| grid.fill(row) > 0).collect();
        from = header.1.saturating_add(1);
        if let Some((mut found, end)) = table(grid, header) {
            from = end;
            if let (Some(&first), Some(&last)) = (titles.first(), titles.last()) {
                let area = rows_area(grid, first, last);
                let why = WhyLeftOut::Title;
                found.table.left_out.insert(0, LeftOut { area, why });
            }
            tables.push(found);
        }
    }
    let rest: Vec<u32> = grid
        .rows_from(from)
        .filter(|&row| grid.fill(row) > 0)
        .collect();
    if let (Some(found), Some(&first), Some(&last)) = (tables.last_mut(), rest.first(), rest.last())
    {
        let area = rows_area(grid, first, last);
        let why = WhyLeftOut::OtherTable;
        found.table.left_out.push(LeftOut { area, why });
    }
    tables
}

fn rows_area(grid: &Grid, first_row: u32, last_row: u32) -> Area {
    Area {
        first_row,
        last_row,
        ..grid.area
    }
}

/// The table of a header and the row behind it.
fn table(grid: &Grid, header: (u32, u32)) -> Option<(Found, u32)> {
    let mut columns = headers(grid, header);
    if columns.is_empty() {
        return None;
    }
    let body = find_body(grid, &columns, header);
    let mut left_out = body.left_out;
    let kept = grid.rows.kept_of(&body.rows).flatten();
    let filled = filled_columns(grid, kept);
    let is_filled = |column: u32| filled.get(column as usize) == Some(&true);
    let is_note = |last: &mut Header| last.text.starts_with('*') && !is_filled(last.column);
    while let Some(note) = columns.pop_if(is_note) {
        let area = column_area(header, note.column);
        let why = WhyLeftOut::Title;
        left_out.push(LeftOut { area, why });
    }
    let named: BTreeSet<u32> = columns.iter().map(|header| header.column).collect();
    if let (Some(first), Some(last)) = (body.rows.first(), body.rows.last()) {
        let nameless = |column: &u32| is_filled(*column) && !named.contains(column);
        for column in (0..grid.rows.width()).filter(nameless) {
            let area = column_area((first, last), column);
            let why = WhyLeftOut::NoHeader;
            left_out.push(LeftOut { area, why });
        }
    }
    let table = Table {
        header,
        body: body.rows,
        columns,
        left_out,
    };
    let found = Found {
        table,
        area: rows_area(grid, header.0, body.end.saturating_sub(1)),
        certain: body.certain,
    };
    Some((found, body.end))
}

/// For each column of a sheet whether any of these rows fills it.
fn filled_columns(grid: &Grid, rows: impl Iterator<Item = u32>) -> Vec<bool> {
    let mut filled = vec![false; grid.rows.width() as usize];
    for row in rows {
        for (column, text) in grid.numbers(row) {
            if let Some(filled) = filled.get_mut(*column as usize) {
                *filled |= *text != 0;
            }
        }
    }
    filled
}

fn column_area((first_row, last_row): (u32, u32), column: u32) -> Area {
    Area {
        first_row,
        last_row,
        first_column: column,
        last_column: column,
    }
}

impl Found {
    /// Whether a block to the right is more columns of this table, parted from
    /// it by a blank column: the same header row, and rows as far as this one's.
    fn goes_on_in(&self, right: &Found) -> bool {
        let (mine, other) = (&self.table, &right.table);
        let span = |table: &Table| Some((table.body.first()?, table.body.last()?));
        if mine.header.1 != other.header.1 {
            return false;
        }
        let (Some(mine_span), Some(other_span)) = (span(mine), span(other)) else {
            return other.body.is_empty();
        };
        let inside = mine_span.0 <= other_span.0 && other_span.1 <= mine_span.1;
        let same = |left: &Header| other.columns.iter().any(|right| right.text == left.text);
        let starts_anew = mine.columns.first().is_some_and(same);
        let sparse = other.columns.len() == 1;
        let tall = other.body.len() * 2 >= mine.body.len();
        let reversed = other_span.0 <= mine_span.0 && mine_span.1 <= other_span.1 && tall;
        (inside && (sparse || tall) || reversed) && !starts_anew
    }

    fn join(&mut self, right: Found) {
        let (mine, other) = (&mut self.table, right.table);
        mine.header.0 = mine.header.0.min(other.header.0);
        mine.columns.extend(other.columns);
        mine.body = mine.body.union(&other.body);
        let body = &mine.body;
        mine.left_out.extend(other.left_out);
        // A row that is blank or odd in one block may be filled in the other.
        mine.left_out.retain(|left| {
            let rows = (left.area.first_row, left.area.last_row);
            left.why == WhyLeftOut::NoHeader || !body.touches(rows.0, rows.1)
        });
        self.area.first_row = self.area.first_row.min(right.area.first_row);
        self.area.last_row = self.area.last_row.max(right.area.last_row);
        self.area.last_column = right.area.last_column;
    }
}

/// The tables by the number of cells that stand under a header, most first; of
/// those without any only the widest, and only when there is no other.
fn ranked(rows: &Rows, mut tables: Vec<Found>) -> Vec<Found> {
    tables.sort_by_cached_key(|found| std::cmp::Reverse(cells(rows, &found.table)));
    let answered = tables.iter().filter(|found| !found.table.body.is_empty());
    tables.truncate(answered.count().max(1));
    tables
}

/// Cells that stand under a header of a table.
pub(super) fn cells(rows: &Rows, table: &Table) -> (u64, usize) {
    let named = |row: u32| {
        let mut columns = table.columns.iter().map(|header| header.column).peekable();
        let cells = rows.numbers(row).iter().filter(|(column, _)| {
            while columns.next_if(|named| named < column).is_some() {}
            columns.peek() == Some(column)
        });
        cells.count() as u64
    };
    let kept = rows.kept_of(&table.body).flatten().map(named).sum::<u64>();
    let skipped = rows.gaps().filter(|gap| holds(&table.body, gap));
    let skipped: usize = skipped.map(|gap| gap.len()).sum();
    (kept + skipped as u64, table.columns.len())
}
