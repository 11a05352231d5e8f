use crate::stats::CrossTable;
use crate::survey::Words;
use serde::{Deserialize, Serialize};

/// How a cross table was made coarser for the public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coarsened {
    /// No cell stands for fewer respondents than this, but for none.
    pub small: u64,
    /// Rows and columns as they were counted.
    pub rows: u64,
    pub columns: u64,
}

/// The categories along one side of a table.
pub(super) struct Side {
    pub names: Vec<Words>,
    /// Only neighbours may be put together.
    pub ordered: bool,
}

/// Puts categories together until no cell holds from 1 to `small − 1`
/// respondents; none where the table had no such cell.
///
/// A cell that is merely hidden can be worked out from the margins, and where
/// several are hidden still from a statistic of the table. Of categories put
/// together nothing finer is known, and every number is that of the table shown.
/// The smallest cell goes first; of all ways to enlarge it the one that leaves the
/// fewest small cells, then that which joins the fewest respondents.
pub(super) fn coarsened(
    table: &CrossTable,
    rows: &mut Side,
    columns: &mut Side,
    small: u64,
) -> Option<CrossTable> {
    let row = |r| (0..table.columns()).map(move |c| table.at(r, c)).collect();
    let mut grid = Grid((0..table.rows()).map(row).collect());
    grid.smallest(small)?;
    while let Some((row, column)) = grid.smallest(small) {
        let rows_of = partners(row, grid.0.len(), rows.ordered);
        let columns_of = partners(column, grid.width(), columns.ordered);
        let along_rows = rows_of.map(|other| (true, row.min(other), row.max(other)));
        let along_columns = columns_of.map(|other| (false, column.min(other), column.max(other)));
        let joins = along_rows.chain(along_columns);
        let best = joins.min_by_key(|&join| grid.cost(join, small));
        let Some(join) = best else {
            break;
        };
        grid.join(join);
        let side = if join.0 { &mut *rows } else { &mut *columns };
        side.join(join.1, join.2);
    }
    let width = grid.width();
    let counts = grid.0.iter().flatten().copied().collect();
    CrossTable::new(grid.0.len(), width, counts)
}

impl Side {
    fn join(&mut self, first: usize, second: usize) {
        if second >= self.names.len() {
            return;
        }
        let other = self.names.remove(second);
        if let Some(name) = self.names.get_mut(first) {
            name.id = format!("{} + {}", name.id, other.id);
            name.en = format!("{} + {}", name.en, other.en);
        }
    }
}

/// Along the rows or not, and the places of the two to be put together.
type Join = (bool, usize, usize);

/// The categories a category may join.
fn partners(at: usize, len: usize, ordered: bool) -> impl Iterator<Item = usize> {
    (0..len).filter(move |&other| other != at && (!ordered || other.abs_diff(at) == 1))
}

struct Grid(Vec<Vec<u64>>);

impl Grid {
    fn width(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// The smallest cell that somebody is in, if it is too small.
    fn smallest(&self, small: u64) -> Option<(usize, usize)> {
        let cells = self.0.iter().enumerate().flat_map(|(row, cells)| {
            let places = cells.iter().enumerate();
            places.map(move |(column, count)| (*count, row, column))
        });
        let least = cells
            .filter(|(count, ..)| (1..small).contains(count))
            .min()?;
        Some((least.1, least.2))
    }

    /// The cells of a category.
    fn line(&self, along_rows: bool, at: usize) -> Vec<u64> {
        match along_rows {
            true => self.0.get(at).cloned().unwrap_or_default(),
            false => self
                .0
                .iter()
                .filter_map(|row| row.get(at))
                .copied()
                .collect(),
        }
    }

    /// How many more small cells a join leaves than another one would, and the
    /// respondents that lose their own category.
    fn cost(&self, (along_rows, first, second): Join, small: u64) -> (i64, u64) {
        let (one, other) = (self.line(along_rows, first), self.line(along_rows, second));
        let is_small = |count: u64| i64::from((1..small).contains(&count));
        let pairs = one.iter().zip(&other);
        let left = pairs
            .clone()
            .map(|(a, b)| is_small(a.saturating_add(*b)) - is_small(*a) - is_small(*b));
        (left.sum(), pairs.map(|(a, b)| a.saturating_add(*b)).sum())
    }

    fn join(&mut self, (along_rows, first, second): Join) {
        if along_rows {
            if second < self.0.len() {
                let other = self.0.remove(second);
                for (cell, more) in self.0.get_mut(first).into_iter().flatten().zip(other) {
                    *cell = cell.saturating_add(more);
                }
            }
            return;
        }
        for row in self.0.iter_mut().filter(|row| second < row.len()) {
            let more = row.remove(second);
            if let Some(cell) = row.get_mut(first) {
                *cell = cell.saturating_add(more);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(names: &[&str], ordered: bool) -> Side {
        let names = names.iter().map(|name| Words::same((*name).to_owned()));
        Side {
            names: names.collect(),
            ordered,
        }
    }

    fn names(side: &Side) -> Vec<&str> {
        side.names.iter().map(|name| name.id.as_str()).collect()
    }

    #[test]
    fn a_hidden_cell_is_not_left_to_be_subtracted() {
        // Two men with a diploma: the margins 20 and 12 would give them away.
        let table = CrossTable::new(2, 3, vec![18, 20, 2, 15, 25, 10]).unwrap();
        let mut rows = side(&["L", "P"], false);
        let mut columns = side(&["SMA", "S1", "D3"], false);
        let coarse = coarsened(&table, &mut rows, &mut columns, 5).unwrap();
        assert_eq!(names(&columns), ["SMA + D3", "S1"]);
        assert_eq!(coarse.counts(), [20, 20, 25, 25]);
        assert_eq!(names(&rows), ["L", "P"]);
    }

    #[test]
    fn levels_in_order_join_their_neighbours() {
        let table = CrossTable::new(2, 4, vec![1, 6, 0, 9, 6, 7, 30, 9]).unwrap();
        let mut rows = side(&["A", "B"], false);
        let mut columns = side(&["1", "2", "3", "4"], true);
        let coarse = coarsened(&table, &mut rows, &mut columns, 5).unwrap();
        assert_eq!(names(&columns), ["1 + 2", "3", "4"]);
        assert_eq!(coarse.counts(), [7, 0, 9, 13, 30, 9]);
    }

    #[test]
    fn a_table_of_large_cells_stays_as_it_is() {
        let table = CrossTable::new(2, 2, vec![5, 0, 9, 7]).unwrap();
        let (mut rows, mut columns) = (side(&["A", "B"], false), side(&["x", "y"], false));
        assert!(coarsened(&table, &mut rows, &mut columns, 5).is_none());
    }

    proptest! {
        #[test]
        fn no_cell_is_small_and_nobody_is_lost(
            (width, counts) in (1_usize..6).prop_flat_map(|width| {
                let rows = 1_usize..6;
                (Just(width), rows.prop_flat_map(move |rows| {
                    prop::collection::vec(0_u64..12, rows * width)
                }))
            }),
            small in 1_u64..8,
            ordered in any::<(bool, bool)>(),
        ) {
            let height = counts.len() / width;
            let table = CrossTable::new(height, width, counts).unwrap();
            let all = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
            let of = |n: usize, ordered| Side {
                names: all(n).into_iter().map(Words::same).collect(),
                ordered,
            };
            let (mut rows, mut columns) = (of(height, ordered.0), of(width, ordered.1));
            let coarse = coarsened(&table, &mut rows, &mut columns, small);
            let coarse = coarse.unwrap_or(table.clone());
            prop_assert_eq!(coarse.n(), table.n());
            prop_assert_eq!((coarse.rows(), coarse.columns()), (rows.names.len(), columns.names.len()));
            let single = coarse.rows() == 1 && coarse.columns() == 1;
            prop_assert!(single || coarse.counts().iter().all(|n| *n == 0 || *n >= small));
            // Each cell is the sum of the cells of the categories it names.
            for (r, row) in rows.names.iter().enumerate() {
                for (c, column) in columns.names.iter().enumerate() {
                    let parts = |name: &Words| -> Vec<usize> {
                        name.id.split(" + ").map(|part| part.parse().unwrap()).collect()
                    };
                    let sum: u64 = parts(row).iter()
                        .flat_map(|r| parts(column).into_iter().map(|c| (*r, c)))
                        .map(|(r, c)| table.at(r, c))
                        .sum();
                    prop_assert_eq!(coarse.at(r, c), sum);
                }
            }
        }
    }
}
