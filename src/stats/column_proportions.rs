use super::kendall::two_sided;
use super::{Adjustment, CrossTable, NotComputable, Outcome, p_adjust};
use serde::{Deserialize, Serialize};

/// Which columns of a cross table have the greater share in a row: the letters
/// of SPSS custom tables.
///
/// # Question
/// In which groups is this answer commoner than in which others?
///
/// # Formula
/// In every row, for every two columns with shares `p₁ = x₁/n₁` and `p₂`:
/// `z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂))` with the pooled `p` of the two columns,
/// two-sided normal p, adjusted for the pairs compared in that row (SPSS:
/// Bonferroni, also by Benjamini and Hochberg). A column whose share is 0 or 1 in
/// that row takes no part in it, as in SPSS, and neither does an empty one.
///
/// # Assumes
/// Columns are different respondents; several answers in each cell.
///
/// # When not
/// Small counts: [`super::fisher_exact`] on the two columns. First look at the
/// whole table with [`super::chi_square_independence`].
///
/// # Example
/// ```
/// use tridharma::stats::{Adjustment, CrossTable, column_proportions};
/// // satisfied or not (rows) in three services (columns)
/// let table = CrossTable::new(2, 3, vec![80, 55, 50, 20, 45, 50]).unwrap();
/// let found = column_proportions(&table, Adjustment::Bonferroni).unwrap();
/// // The first service has more satisfied than the second and third.
/// assert_eq!(found.above(0, 0.05)[0], [1, 2]);
/// assert_eq!(found.letters(0, 0.05), ["B C", "", ""]);
/// assert_eq!(found.letters(1, 0.05), ["", "A", "A"]);
/// ```
///
/// # Checked against
/// statsmodels `proportions_ztest` with `multipletests`, by hand.
///
/// # References
/// IBM SPSS Statistics Algorithms, CTABLES, column proportions test. Agresti, A.
/// (2013). Categorical data analysis, 3rd ed., ch. 3. Wiley.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for an empty table,
/// [`NotComputable::TooFewGroups`] for fewer than two columns with respondents,
/// [`NotComputable::TooLarge`] beyond 200 columns or a million pairs.
pub fn column_proportions(
    table: &CrossTable,
    adjustment: Adjustment,
) -> Outcome<ColumnProportions> {
    let bases = table.column_sums();
    let filled = bases.iter().filter(|base| **base > 0).count() as u64;
    if table.n() == 0 {
        return Err(NotComputable::NoAnswers);
    }
    if filled < 2 {
        return Err(NotComputable::TooFewGroups {
            groups: filled,
            needed: 2,
        });
    }
    let pairs = bases
        .len()
        .saturating_mul(bases.len())
        .saturating_mul(table.rows());
    if bases.len() > MOST_COLUMNS || pairs > MOST_PAIRS {
        return Err(NotComputable::TooLarge);
    }
    let rows = (0..table.rows()).map(|row| {
        let counts: Vec<u64> = (0..bases.len())
            .map(|column| table.at(row, column))
            .collect();
        ProportionRow::of(&counts, &bases, adjustment)
    });
    Ok(ColumnProportions {
        adjustment,
        rows: rows.collect::<Outcome<_>>()?,
        bases,
    })
}

/// What [`column_proportions`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnProportions {
    pub adjustment: Adjustment,
    /// Respondents of every column.
    pub bases: Vec<u64>,
    pub rows: Vec<ProportionRow>,
}

/// One row: its share in every column, and every two columns compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProportionRow {
    /// `None` for a column without respondents.
    pub shares: Vec<Option<f64>>,
    pub pairs: Vec<ProportionPair>,
}

/// Two columns by their places, the first one before the second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ProportionPair {
    pub first: usize,
    pub second: usize,
    /// Above 0 where the first has the greater share.
    pub z: f64,
    pub p: f64,
    pub p_adjusted: f64,
}

const MOST_COLUMNS: usize = 200;
const MOST_PAIRS: usize = 2_000_000;

impl ColumnProportions {
    /// For every column, the columns whose share in this row is less, with an
    /// adjusted p below `level`.
    pub fn above(&self, row: usize, level: f64) -> Vec<Vec<usize>> {
        let mut above = vec![Vec::new(); self.bases.len()];
        let pairs = self.rows.get(row).map(|row| row.pairs.as_slice());
        let small = pairs
            .unwrap_or_default()
            .iter()
            .filter(|pair| pair.p_adjusted < level);
        for pair in small {
            let (more, less) = match pair.z > 0.0 {
                true => (pair.first, pair.second),
                false => (pair.second, pair.first),
            };
            if let Some(slot) = above.get_mut(more) {
                slot.push(less);
            }
        }
        above.iter_mut().for_each(|columns| columns.sort_unstable());
        above
    }

    /// [`ColumnProportions::above`] with the columns named A, B, …, Z, AA, AB, …
    /// and a space between.
    pub fn letters(&self, row: usize, level: f64) -> Vec<String> {
        let named = |columns: &Vec<usize>| {
            let letters: Vec<String> = columns.iter().map(|column| letter(*column)).collect();
            letters.join(" ")
        };
        self.above(row, level).iter().map(named).collect()
    }
}

/// A for 0, Z for 25, AA for 26.
fn letter(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

impl ProportionRow {
    fn of(counts: &[u64], bases: &[u64], adjustment: Adjustment) -> Outcome<ProportionRow> {
        let columns: Vec<(usize, u64, u64)> = counts
            .iter()
            .zip(bases)
            .enumerate()
            .map(|(at, (&count, &base))| (at, count, base))
            .collect();
        let partial = columns
            .iter()
            .filter(|(_, count, base)| 0 < *count && count < base);
        let partial: Vec<_> = partial.collect();
        let mut pairs = Vec::new();
        for (place, &&(first, x1, n1)) in partial.iter().enumerate() {
            for &&(second, x2, n2) in partial.iter().skip(place + 1) {
                let z = z((x1, n1), (x2, n2));
                let p = two_sided(z)?;
                pairs.push(ProportionPair {
                    first,
                    second,
                    z,
                    p,
                    p_adjusted: p,
                });
            }
        }
        let p: Vec<Option<f64>> = pairs.iter().map(|pair| Some(pair.p)).collect();
        for (pair, adjusted) in pairs.iter_mut().zip(p_adjust(&p, adjustment)?) {
            pair.p_adjusted = adjusted.unwrap_or(pair.p);
        }
        let share = |(_, count, base): &(usize, u64, u64)| match base {
            0 => None,
            base => Some(*count as f64 / *base as f64),
        };
        Ok(ProportionRow {
            shares: columns.iter().map(share).collect(),
            pairs,
        })
    }
}

/// Of two shares with the pooled variance; none of them is 0 or 1.
fn z((x1, n1): (u64, u64), (x2, n2): (u64, u64)) -> f64 {
    let product = |a: u64, b: u64| i128::from(a) * i128::from(b);
    // Whole, so that equal shares differ by nothing.
    let difference = (product(x1, n2) - product(x2, n1)) as f64;
    let (n, x) = (n1 as f64 + n2 as f64, x1 as f64 + x2 as f64);
    difference / (x * (n - x) / n * product(n1, n2) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letter),
            ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
        );
    }

    #[test]
    fn shares_of_0_and_1_take_no_part() {
        let table = CrossTable::new(2, 4, vec![5, 0, 7, 0, 5, 9, 3, 0]).unwrap();
        let found = column_proportions(&table, Adjustment::Bonferroni).unwrap();
        assert_eq!(found.rows[0].pairs.len(), 1);
        assert_eq!(
            found.rows[0].shares,
            [Some(0.5), Some(0.0), Some(0.7), None]
        );
        let one = CrossTable::new(2, 1, vec![5, 3]).unwrap();
        assert!(column_proportions(&one, Adjustment::Holm).is_err());
    }

    proptest! {
        #[test]
        fn z_squared_is_the_chi_square_of_two_columns(a in 1_u64..20, b in 1_u64..20, c in 1_u64..20, d in 1_u64..20) {
            let table = CrossTable::new(2, 2, vec![a, b, c, d]).unwrap();
            let found = column_proportions(&table, Adjustment::Holm).unwrap();
            let whole = crate::stats::chi_square_independence(&table).unwrap();
            let pair = found.rows[0].pairs[0];
            prop_assert!((pair.z * pair.z - whole.chi_square).abs() < 1e-9);
            prop_assert!((pair.p - whole.p).abs() < 1e-9);
            prop_assert!((found.rows[1].pairs[0].z + pair.z).abs() < 1e-12);
        }

        #[test]
        fn garbage(counts in proptest::collection::vec(0_u64..4, 12), rows in 1_usize..7, level in 0.0_f64..1.0) {
            let columns = 12 / rows;
            let counts = counts.into_iter().take(rows * columns).collect();
            let table = CrossTable::new(rows, columns, counts).unwrap();
            if let Ok(found) = column_proportions(&table, Adjustment::BenjaminiHochberg) {
                prop_assert!(found.rows.iter().flat_map(|r| &r.pairs)
                    .all(|pair| pair.z.is_finite() && pair.p <= pair.p_adjusted && pair.p_adjusted <= 1.0));
                prop_assert_eq!(found.letters(rows + 3, level), vec![String::new(); columns]);
            }
        }
    }
}
