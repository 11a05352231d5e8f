use super::body::{first_profile, has_cells, repeats_header};
use super::grid::Grid;
use super::profile::Profile;
use super::total::{MayBe, may_be_total};
use super::{Rows, Sheet, Table};
use std::collections::HashMap;

/// Tells, row by row behind the first ones of a table, whether a row is a plain
/// respondent or has to be kept for a closer look with the whole table.
pub(super) struct Watch<'a> {
    table: &'a Table,
    profile: Profile,
    /// Texts that name a total unless they are said again, by their column, and
    /// how many rows are kept for them.
    named: HashMap<(u32, String), u32>,
    /// Columns that hold nothing in any row kept so far, and how many columns
    /// these rows have.
    pub dead: Vec<u32>,
    pub width: u32,
    /// Whether a total stood above: what follows may belong to it.
    pub after_total: bool,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Respondent,
    Keep,
    /// A blank row ends what can be told row by row.
    Blank,
}

impl<'a> Watch<'a> {
    /// A watch behind the rows of a sheet that are kept; none where they do not
    /// tell enough: the table has to go on to the last row, without a blank one.
    pub fn behind(sheet: &Sheet, table: &'a Table, looked_at: usize) -> Option<Watch<'a>> {
        let grid = Grid::new(sheet, None)?;
        let headers = &table.columns;
        let first = table.header.1.saturating_add(1);
        let filled = |row: &u32| has_cells(&grid, headers, *row);
        let segment: Vec<u32> = grid
            .rows_from(first)
            .skip_while(|row| !filled(row))
            .collect();
        let whole = segment.len() > looked_at && segment.iter().all(filled);
        let goes_on = table.body.last() == segment.last().copied();
        if !whole || !goes_on || grid.strips().len() != 1 {
            return None;
        }
        let alive = grid.alive();
        let dead = (0..sheet.rows.width()).filter(|column| !alive.contains(column));
        Some(Watch {
            table,
            profile: first_profile(&grid, headers, &segment),
            named: HashMap::new(),
            dead: dead.collect(),
            width: sheet.rows.width(),
            after_total: false,
        })
    }

    /// Looks at one row, alone in its chunk.
    pub fn look(&mut self, rows: &Rows) -> Verdict {
        let row = rows.span().start;
        let sheet = Sheet::of(rows.clone());
        let Some(grid) = Grid::new(&sheet, None) else {
            return Verdict::Blank;
        };
        let headers = &self.table.columns;
        if !has_cells(&grid, headers, row) {
            return Verdict::Blank;
        }
        let total = match may_be_total(&grid, &self.profile, row) {
            MayBe::Not => false,
            MayBe::Total => true,
            MayBe::Unless(column, text) => {
                let kept = self.named.entry((column, text)).or_insert(0);
                *kept += 1;
                *kept <= 2
            }
        };
        let still = self.after_total && !self.profile.is_like(&grid, row);
        self.after_total = total || still;
        let mut wakes = false;
        for (column, _) in grid.filled(row) {
            self.dead.extend(self.width..=column);
            self.width = self.width.max(column.saturating_add(1));
            let dead = self.dead.iter().position(|dead| *dead == column);
            wakes |= dead.map(|at| self.dead.swap_remove(at)).is_some();
        }
        match total || still || wakes || repeats_header(&grid, headers, row) {
            true => Verdict::Keep,
            false => Verdict::Respondent,
        }
    }
}
