use super::chi_square_independence::two_ways;
use super::hypergeometric::Hypergeometric;
use super::table_network::share_not_above;
use super::{
    Caution, CrossTable, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    nominal_association,
};
use serde::{Deserialize, Serialize};

/// The exact test of a cross table of any size (Fisher, Freeman and Halton).
///
/// # Question
/// Do the answers depend on the group, however few the respondents are?
///
/// # Formula
/// Among all tables with the same margins, the share of those not likelier than
/// the one seen, each weighed by its probability
/// `Π row! · Π column! / (n! · Π cell!)`. Tables within 1e-7 of the one seen count
/// as equally likely, as in R.
///
/// # Assumes
/// Every respondent in one cell. Exact for fixed margins; otherwise cautious.
///
/// # When not
/// Large tables: the work grows with their number, and beyond a bound (a second
/// or two) there is no result; the chi-square test then has counts enough.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, fisher_freeman_halton};
/// let table = CrossTable::new(3, 3, vec![1, 8, 2, 2, 4, 1, 12, 0, 2]).unwrap();
/// let found = fisher_freeman_halton(&table).unwrap();
/// assert!((found.p / 8.259715684619106e-5 - 1.0).abs() < 1e-7);
/// ```
///
/// # Checked against
/// R `fisher.test` (14 reference cases up to 4 × 4 with 395 respondents), and
/// enumeration of all tables.
///
/// # References
/// Freeman, G. H., Halton, J. H. (1951). Note on an exact treatment of
/// contingency. Biometrika 38, 141–149. Mehta, C. R., Patel, N. R. (1983). A
/// network algorithm for performing Fisher's exact test in r × c contingency
/// tables. JASA 78, 427–434.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for an empty table, [`NotComputable::NoSpread`]
/// where all are in one row or column, [`NotComputable::TooLarge`] beyond the
/// bound. Empty rows and columns are left out.
pub fn fisher_freeman_halton(table: &CrossTable) -> Outcome<FisherFreemanHalton> {
    let used = two_ways(table)?;
    let p = match *used.counts() {
        [a, b, c, d] => {
            let cell = Hypergeometric::new(a + b, c + d, a + c);
            cell.ok_or(NotComputable::TooLarge)?.two_sided(a)
        }
        _ => share_not_above(&used)?,
    };
    let left_out = table.rows() + table.columns() - used.rows() - used.columns();
    Ok(FisherFreemanHalton {
        n: used.n(),
        row_sums: used.row_sums(),
        p,
        cramer_v: nominal_association(&used).ok().map(|found| found.cramer_v),
        cautions: match left_out as u64 {
            0 => Vec::new(),
            levels => vec![Caution::EmptyLevels { levels }],
        },
    })
}

/// What [`fisher_freeman_halton`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FisherFreemanHalton {
    pub n: u64,
    pub row_sums: Vec<u64>,
    pub p: f64,
    pub cramer_v: Option<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for FisherFreemanHalton {
    fn method(&self) -> &'static str {
        "fisher_freeman_halton"
    }

    /// The test has no statistic but the table; its p stands for it.
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "p".to_owned(),
            value: self.p,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        self.cramer_v.map(|value| Effect {
            name: "cramer_v".to_owned(),
            value,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n,
            groups: self.row_sums.clone(),
            missing: 0,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All tables with the margins, by brute force.
    fn enumerated(table: &CrossTable) -> f64 {
        let log = |n: u64| libm::lgamma(n as f64 + 1.0);
        let weight = |cells: &[u64]| -> f64 { -cells.iter().map(|&c| log(c)).sum::<f64>() };
        let (rows, columns) = (table.row_sums(), table.column_sums());
        let mut tables: Vec<(Vec<u64>, Vec<u64>)> = vec![(Vec::new(), columns.clone())];
        for row in rows {
            for j in 0..columns.len() {
                let last = j + 1 == columns.len();
                let grown = tables.into_iter().flat_map(|(cells, left)| {
                    let used: u64 = cells.iter().rev().take(j).sum();
                    let most = (row - used).min(left[j]);
                    let least = if last { row - used } else { 0 };
                    (least..=most).map(move |x| {
                        let (mut cells, mut left) = (cells.clone(), left.clone());
                        cells.push(x);
                        left[j] -= x;
                        (cells, left)
                    })
                });
                tables = grown.collect();
            }
        }
        let seen = weight(table.counts());
        let all: Vec<f64> = tables
            .iter()
            .filter(|(_, left)| left.iter().all(|l| *l == 0))
            .map(|(cells, _)| weight(cells))
            .collect();
        let top = all.iter().copied().fold(f64::MIN, f64::max);
        let sum = |limit: f64| -> f64 {
            all.iter()
                .filter(|w| **w <= limit)
                .map(|w| (w - top).exp())
                .sum()
        };
        sum(seen + 1e-7) / sum(f64::MAX)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]
        #[test]
        fn equals_enumeration(counts in proptest::collection::vec(0_u64..5, 9), rows in 2_usize..5) {
            let columns = 9 / rows;
            let counts: Vec<u64> = counts.into_iter().take(rows * columns).collect();
            let table = CrossTable::new(rows, columns, counts).unwrap().without_empty();
            let Ok(found) = fisher_freeman_halton(&table) else { return Ok(()) };
            let slow = enumerated(&table);
            prop_assert!((found.p / slow - 1.0).abs() < 1e-9, "{} {} {table:?}", found.p, slow);
            let turned = fisher_freeman_halton(&table.transposed()).unwrap();
            prop_assert!((found.p / turned.p - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn what_is_too_large_says_so_soon() {
        let table = CrossTable::new(8, 8, (0..64).map(|i| 1000 + i * 37 % 91).collect()).unwrap();
        assert_eq!(fisher_freeman_halton(&table), Err(NotComputable::TooLarge));
        let wide = CrossTable::new(2, 500, (0..1000).map(|i| 1 + i % 7).collect()).unwrap();
        assert_eq!(fisher_freeman_halton(&wide), Err(NotComputable::TooLarge));
        let many = CrossTable::new(2, 3, vec![1 << 40; 6]).unwrap();
        assert_eq!(fisher_freeman_halton(&many), Err(NotComputable::TooLarge));
    }
}
