use super::one_way_sums::{GroupSums, OneWaySums};
use super::{Exact, NotComputable, Outcome, Sample};

/// A sum of squares with its degrees of freedom.
#[derive(Clone)]
pub(super) struct Term {
    pub ss: Exact,
    pub df: u64,
}

/// All sums of squares of two crossed factors, exact.
pub(super) struct TwoWaySums {
    pub n: u64,
    pub missing: u64,
    pub empty_cells: u64,
    pub total: Exact,
    /// Within the cells.
    pub residual: Exact,
    pub a_alone: Term,
    pub a_after_b: Term,
    pub b_after_a: Term,
    /// Between the cells.
    cells: Term,
    /// Cells without empty rows and columns: size and sum.
    table: Vec<Vec<(u64, Exact)>>,
}

impl TwoWaySums {
    /// # Errors
    /// [`NotComputable::TooFewGroups`] unless both factors have two levels with
    /// anybody, [`NotComputable::TooLarge`] above [`MOST_LEVELS`] or
    /// [`MOST_CELLS`].
    pub(super) fn of(cells: &[Vec<Sample>]) -> Outcome<TwoWaySums> {
        let rows = used(cells)?;
        let samples = || rows.iter().flatten().copied().filter(|cell| cell.n() > 0);
        let inside = OneWaySums::of(samples().map(GroupSums::of));
        let size = |cell: &&Sample| (cell.n(), cell.sum());
        let table: Vec<Vec<(u64, Exact)>> = rows
            .iter()
            .map(|row| row.iter().map(size).collect())
            .collect();
        let turned = transposed(&table);
        let correction = {
            let sum: Exact = table.iter().flatten().map(|(_, sum)| sum).sum();
            sum.clone() * sum / Exact::whole(inside.n.into())
        };
        let a_alone = alone(&table, &correction);
        let b_alone = alone(&turned, &correction);
        let (a_after_b, b_after_a) = adjusted(&table, &turned, &a_alone, &b_alone);
        let places = rows.iter().map(Vec::len).sum::<usize>() as u64;
        let missing = cells.iter().flatten().map(|cell| cell.missing);
        Ok(TwoWaySums {
            n: inside.n,
            missing: missing.fold(0, u64::saturating_add),
            empty_cells: places.saturating_sub(inside.groups),
            total: inside.between.clone() + inside.within.clone(),
            cells: Term {
                df: inside.df_between(),
                ss: inside.between,
            },
            residual: inside.within,
            a_alone,
            a_after_b,
            b_after_a,
            table,
        })
    }

    pub(super) fn residual_df(&self) -> u64 {
        self.n.saturating_sub(self.cells.df).saturating_sub(1)
    }

    /// Respondents of the cells as they were given.
    pub(super) fn cell_sizes(&self, cells: &[Vec<Sample>]) -> Vec<Vec<u64>> {
        let sizes = |row: &Vec<Sample>| row.iter().map(Sample::n).collect();
        cells.iter().map(sizes).collect()
    }

    /// What the cells explain beyond both factors; `None` without degrees of
    /// freedom for it.
    pub(super) fn interaction(&self) -> Option<Term> {
        let main = self.a_alone.df + self.b_after_a.df;
        let df = self.cells.df.checked_sub(main).filter(|df| *df > 0)?;
        let main = self.a_alone.ss.clone() + self.b_after_a.ss.clone();
        Some(Term {
            ss: self.cells.ss.clone() - main,
            df,
        })
    }

    /// The factors by unweighted means.
    ///
    /// # Errors
    /// [`NotComputable::EmptyCell`] where a cell is empty.
    pub(super) fn unweighted(&self) -> Outcome<(Term, Term)> {
        if self.empty_cells > 0 {
            return Err(NotComputable::EmptyCell);
        }
        Ok((
            unweighted(&self.table),
            unweighted(&transposed(&self.table)),
        ))
    }
}

/// The factor with fewer levels may have so many, and both together so many
/// cells: what exact elimination does at once.
const MOST_LEVELS: usize = 40;
const MOST_CELLS: usize = 100_000;

/// The cells without the rows and columns that hold nobody.
fn used(cells: &[Vec<Sample>]) -> Outcome<Vec<Vec<&Sample>>> {
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let held = |column: usize| {
        let mut column = cells.iter().filter_map(|row| row.get(column));
        column.any(|cell| cell.n() > 0)
    };
    let columns: Vec<usize> = (0..columns).filter(|column| held(*column)).collect();
    let rows: Vec<&Vec<Sample>> = cells
        .iter()
        .filter(|row| row.iter().any(|cell| cell.n() > 0))
        .collect();
    let least = rows.len().min(columns.len());
    if least < 2 {
        return Err(NotComputable::TooFewGroups {
            groups: least as u64,
            needed: 2,
        });
    }
    if least > MOST_LEVELS || rows.len().saturating_mul(columns.len()) > MOST_CELLS {
        return Err(NotComputable::TooLarge);
    }
    let cells = rows.into_iter().map(|row| {
        let cells = columns.iter().map(|column| row.get(*column));
        cells.map(|cell| cell.unwrap_or(&NOBODY)).collect()
    });
    Ok(cells.collect())
}

/// A row shorter than others ends in cells without anybody.
static NOBODY: Sample = Sample::EMPTY;

fn transposed(table: &[Vec<(u64, Exact)>]) -> Vec<Vec<(u64, Exact)>> {
    let columns = table.first().map_or(0, Vec::len);
    let column = |place: usize| {
        let cells = table.iter().filter_map(|row| row.get(place));
        cells.cloned().collect()
    };
    (0..columns).map(column).collect()
}

/// Respondents and sum of every row.
fn margins(table: &[Vec<(u64, Exact)>]) -> Vec<(Exact, Exact)> {
    let row = |row: &Vec<(u64, Exact)>| {
        let n: u64 = row.iter().map(|(n, _)| n).sum();
        let sum: Exact = row.iter().map(|(_, sum)| sum).sum();
        (Exact::whole(n.into()), sum)
    };
    table.iter().map(row).collect()
}

/// The rows without regard to the columns: `Σ T²/n − T²/N`.
fn alone(table: &[Vec<(u64, Exact)>], correction: &Exact) -> Term {
    let part = |(n, sum): (Exact, Exact)| sum.clone() * sum / n;
    let squares: Exact = margins(table).into_iter().map(part).sum();
    Term {
        ss: squares - correction.clone(),
        df: (table.len() as u64).saturating_sub(1),
    }
}

/// Rows after columns, and columns after rows. One comes from elimination (the
/// factor with fewer levels), the other from `A + B|A = B + A|B`.
fn adjusted(
    table: &[Vec<(u64, Exact)>],
    turned: &[Vec<(u64, Exact)>],
    a: &Term,
    b: &Term,
) -> (Term, Term) {
    let other = |own: &Term, solved: &Term, alone: &Term| Term {
        ss: own.ss.clone() + solved.ss.clone() - alone.ss.clone(),
        df: (own.df + solved.df).saturating_sub(alone.df),
    };
    if table.len() <= turned.len() {
        let a_after_b = after(turned);
        let b_after_a = other(b, &a_after_b, a);
        (a_after_b, b_after_a)
    } else {
        let b_after_a = after(table);
        (other(a, &b_after_a, b), b_after_a)
    }
}

/// What the columns explain after the rows: with `cⱼₖ = δⱼₖnⱼ − Σᵢ nᵢⱼnᵢₖ/nᵢ` and
/// `qⱼ = Tⱼ − Σᵢ nᵢⱼTᵢ/nᵢ` it is `q'C⁻q`, and its degrees of freedom the rank of C.
fn after(rows: &[Vec<(u64, Exact)>]) -> Term {
    let columns = transposed(rows);
    let row_margins = margins(rows);
    let reduced = |own: &Vec<(u64, Exact)>, of: &dyn Fn(usize) -> Exact| -> Exact {
        let terms = own.iter().enumerate();
        terms
            .map(|(i, (n, _))| Exact::whole((*n).into()) * of(i))
            .sum()
    };
    let share = |i: usize, of: Exact| {
        row_margins
            .get(i)
            .map_or(Exact::whole(0), |(n, _)| of / n.clone())
    };
    let totals = margins(&columns);
    let line = |j: usize, own: &Vec<(u64, Exact)>, (n, sum): &(Exact, Exact)| {
        let mut line: Vec<Exact> = columns
            .iter()
            .enumerate()
            .map(|(k, other)| {
                let held = |i: usize| other.get(i).map_or(0, |(n, _)| *n);
                let both = reduced(own, &|i| share(i, Exact::whole(held(i).into())));
                if j == k {
                    n.clone() - both
                } else {
                    Exact::whole(0) - both
                }
            })
            .collect();
        let held = |i: usize| {
            row_margins
                .get(i)
                .map_or(Exact::whole(0), |(_, sum)| sum.clone())
        };
        line.push(sum.clone() - reduced(own, &|i| share(i, held(i))));
        line
    };
    let lines = columns.iter().zip(&totals).enumerate();
    quadratic(lines.map(|(j, (own, total))| line(j, own, total)).collect())
}

/// `q'C⁻q` and the rank of C, from the lines of `[C | q]`: C is symmetric and not
/// negative, so its pivots stand on the diagonal, and each eliminated line adds
/// `q²/pivot`.
fn quadratic(lines: Vec<Vec<Exact>>) -> Term {
    let (mut ss, mut df) = (Exact::whole(0), 0);
    let mut rest = lines;
    let mut place = 0;
    while !rest.is_empty() {
        let line = rest.remove(0);
        let pivot = line.get(place).cloned().unwrap_or(Exact::whole(0));
        place += 1;
        if pivot.is_zero() {
            // A diagonal of 0 here means a line of 0: nothing left to explain.
            continue;
        }
        let q = line.last().cloned().unwrap_or(Exact::whole(0));
        ss = ss + q.clone() * q / pivot.clone();
        df += 1;
        for other in &mut rest {
            let factor = other.get(place - 1).cloned().unwrap_or(Exact::whole(0)) / pivot.clone();
            for (cell, own) in other.iter_mut().zip(&line) {
                *cell = cell.clone() - factor.clone() * own.clone();
            }
        }
    }
    Term { ss, df }
}

/// Yates' weighted squares of means of the rows: with `mᵢ` the plain mean of the
/// cell means and `1/wᵢ` the mean of `1/nᵢⱼ` over the columns, divided by their
/// number: `Σ wᵢ(mᵢ − Σwm/Σw)²`.
fn unweighted(table: &[Vec<(u64, Exact)>]) -> Term {
    let row = |cells: &Vec<(u64, Exact)>| {
        let count = Exact::whole(cells.len() as i128);
        let means = cells
            .iter()
            .map(|(n, sum)| sum.clone() / Exact::whole((*n).into()));
        let inverse: Exact = cells
            .iter()
            .map(|(n, _)| Exact::ratio(1, (*n).into()))
            .sum();
        let mean = means.sum::<Exact>() / count.clone();
        (count.clone() * count / inverse, mean)
    };
    let rows: Vec<(Exact, Exact)> = table.iter().map(row).collect();
    let weight: Exact = rows.iter().map(|(w, _)| w).sum();
    let sum: Exact = rows.iter().map(|(w, m)| w.clone() * m.clone()).sum();
    let square = |(w, m): &(Exact, Exact)| w.clone() * m.clone() * m.clone();
    let squares: Exact = rows.iter().map(square).sum();
    Term {
        ss: squares - sum.clone() * sum / weight,
        df: (table.len() as u64).saturating_sub(1),
    }
}
