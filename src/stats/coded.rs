use super::{Observations, Pairs};
use std::collections::BTreeSet;

/// Observations with every value as the position of its level, variable by
/// variable: what counting many pairs of variables starts from, so that each
/// value is looked up once and not once per pair.
pub(super) struct Coded {
    variables: Vec<CodedVariable>,
    counts: Vec<u64>,
}

struct CodedVariable {
    places: u32,
    levels: Vec<i128>,
    /// One per pattern; [`MISSING`] without a value.
    codes: Vec<u32>,
}

const MISSING: u32 = u32::MAX;

/// Up to so many cells a cross table is filled in place, beyond it by sorting.
const DENSE: usize = 1 << 16;

impl Coded {
    /// These variables; one that does not exist has no values.
    pub fn of(observations: &Observations, variables: &[usize]) -> Coded {
        let rows = observations.patterns();
        let coded = |&variable: &usize| {
            let cells = || {
                rows.iter()
                    .map(|row| row.0.get(variable).copied().flatten())
            };
            let levels: BTreeSet<i128> = cells().flatten().collect();
            let levels: Vec<i128> = levels.into_iter().collect();
            let code = |cell: Option<i128>| {
                let place = cell.map(|value| levels.partition_point(|level| *level < value));
                place.map_or(MISSING, |place| u32::try_from(place).unwrap_or(MISSING))
            };
            CodedVariable {
                places: observations.places().get(variable).copied().unwrap_or(0),
                codes: cells().map(code).collect(),
                levels,
            }
        };
        Coded {
            variables: variables.iter().map(coded).collect(),
            counts: rows.iter().map(|row| row.1).collect(),
        }
    }

    /// Two of the variables, by their place among those coded.
    pub fn pairs(&self, first: usize, second: usize) -> Pairs {
        let (x, y) = (self.variables.get(first), self.variables.get(second));
        let (Some(x), Some(y)) = (x, y) else {
            return Pairs::of_units((0, 0), Vec::new(), 0);
        };
        let size = x.levels.len().checked_mul(y.levels.len());
        let (cells, missing) = match size.filter(|size| *size <= DENSE) {
            Some(size) => self.in_a_table(x, y, size),
            None => self.by_sorting(x, y),
        };
        let level = |v: &CodedVariable, code: u32| v.levels.get(code as usize).copied();
        let triples = cells.into_iter().filter_map(|(i, j, count)| {
            let (x, y) = (level(x, i)?, level(y, j)?);
            Some((x, y, count))
        });
        Pairs::of_units((x.places, y.places), triples.collect(), missing)
    }

    fn in_a_table(
        &self,
        x: &CodedVariable,
        y: &CodedVariable,
        size: usize,
    ) -> (Vec<(u32, u32, u64)>, u64) {
        let columns = y.levels.len();
        let mut table = vec![0_u64; size];
        let mut missing = 0_u64;
        for ((&i, &j), count) in x.codes.iter().zip(&y.codes).zip(&self.counts) {
            let slot = match i == MISSING || j == MISSING {
                true => &mut missing,
                false => match table.get_mut(i as usize * columns + j as usize) {
                    Some(slot) => slot,
                    None => &mut missing,
                },
            };
            *slot = slot.saturating_add(*count);
        }
        let cell = |(at, &count): (usize, &u64)| {
            let row = u32::try_from(at / columns).unwrap_or(MISSING);
            let column = u32::try_from(at % columns).unwrap_or(MISSING);
            (row, column, count)
        };
        let filled = table.iter().enumerate().filter(|(_, count)| **count > 0);
        (filled.map(cell).collect(), missing)
    }

    fn by_sorting(&self, x: &CodedVariable, y: &CodedVariable) -> (Vec<(u32, u32, u64)>, u64) {
        let mut missing = 0_u64;
        let mut cells = Vec::new();
        for ((&i, &j), &count) in x.codes.iter().zip(&y.codes).zip(&self.counts) {
            match i == MISSING || j == MISSING {
                true => missing = missing.saturating_add(count),
                false => cells.push((i, j, count)),
            }
        }
        (cells, missing)
    }
}
