use super::chi_square_independence::{Cell, sorted_sum, two_ways};
use super::{CrossTable, Exact, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// How strongly two characteristics without order go together.
///
/// # Question
/// Is the association of two characteristics strong enough to matter?
///
/// # Formula
/// From χ²: `φ = √(χ²/n)`, `C = √(χ²/(n + χ²))`, Cramér's
/// `V = √(χ²/(n·(min(r, c) − 1)))`, Tschuprow's `T = √(φ²/√((r − 1)(c − 1)))`, and V
/// with Bergsma's correction of its upward bias. From guessing: λ (fewer wrong
/// guesses of the likeliest level), Goodman and Kruskal's τ (of random guesses),
/// the uncertainty coefficient (of entropy), each saying how much better one
/// variable is known when the other is.
///
/// # Assumes
/// Every respondent in one cell.
///
/// # When not
/// Ordered levels: [`super::ordinal_association`]. λ is 0 where every row has the
/// same commonest column, whatever the rest does.
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, nominal_association};
/// let table = CrossTable::new(2, 2, vec![12, 7, 6, 7]).unwrap();
/// let found = nominal_association(&table).unwrap();
/// assert!((found.cramer_v - 0.16834512458535864).abs() < 1e-15);
/// assert_eq!(found.phi_signed, Some(found.phi));
/// assert_eq!(found.lambda_columns, 1.0 / 14.0);
/// ```
///
/// # Checked against
/// Formulas in R on `chisq.test` (17 reference cases); V, φ and λ as SPSS
/// CROSSTABS.
///
/// # References
/// Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T.
/// Journal of the Korean Statistical Society 42, 323–328. Goodman, L. A.,
/// Kruskal, W. H. (1954). Measures of association for cross classifications.
/// JASA 49, 732–764.
///
/// # Errors
/// [`NotComputable::NoAnswers`] for an empty table, [`NotComputable::NoSpread`]
/// where all are in one row or column.
pub fn nominal_association(table: &CrossTable) -> Outcome<NominalAssociation> {
    let used = two_ways(table)?;
    let cells = Cell::all(&used);
    let n = used.n() as f64;
    let phi_squared = sorted_sum(cells.iter().map(|cell| {
        let excess = cell.excess() / n;
        excess / cell.row as f64 * (excess / cell.column as f64)
    }));
    let (r, c) = (used.rows() as f64 - 1.0, used.columns() as f64 - 1.0);
    let information = sorted_sum(cells.iter().map(Cell::information)) / n;
    let (rows, columns) = (entropy(&used.row_sums()), entropy(&used.column_sums()));
    let turned = used.transposed();
    Ok(NominalAssociation {
        n: used.n(),
        phi: phi_squared.sqrt(),
        phi_signed: signed(&used),
        contingency: (phi_squared / (1.0 + phi_squared)).sqrt(),
        cramer_v: (phi_squared / r.min(c)).sqrt().min(1.0),
        cramer_v_corrected: corrected(phi_squared, r, c, n),
        tschuprow_t: (phi_squared / (r * c).sqrt()).sqrt(),
        lambda_columns: lambda(&used),
        lambda_rows: lambda(&turned),
        tau_columns: tau(&cells, &used.column_sums(), |cell| cell.row),
        tau_rows: tau(&cells, &used.row_sums(), |cell| cell.column),
        uncertainty: share(2.0 * information, rows + columns),
        uncertainty_columns: share(information, columns),
        uncertainty_rows: share(information, rows),
    })
}

/// What [`nominal_association`] finds; `columns` means that the column variable
/// is the one to be known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NominalAssociation {
    pub n: u64,
    pub phi: f64,
    /// For 2 × 2 only: negative where the other diagonal is the fuller one.
    pub phi_signed: Option<f64>,
    /// Pearson's contingency coefficient C.
    pub contingency: f64,
    pub cramer_v: f64,
    /// Bergsma's; 0 where chance alone would give more.
    pub cramer_v_corrected: Outcome<f64>,
    pub tschuprow_t: f64,
    pub lambda_columns: f64,
    pub lambda_rows: f64,
    /// Goodman and Kruskal's τ.
    pub tau_columns: f64,
    pub tau_rows: f64,
    /// Uncertainty coefficient, both ways.
    pub uncertainty: f64,
    pub uncertainty_columns: f64,
    pub uncertainty_rows: f64,
}

fn signed(table: &CrossTable) -> Option<f64> {
    let [a, b, c, d] = table.counts() else {
        return None;
    };
    if table.rows() != 2 {
        return None;
    }
    let product = |x: &u64, y: &u64| i128::from(*x) * i128::from(*y);
    let margin = |x: &u64, y: &u64| (*x + *y) as f64;
    let spread = (margin(a, b) * margin(c, d)).sqrt() * (margin(a, c) * margin(b, d)).sqrt();
    Some((product(a, d) - product(b, c)) as f64 / spread)
}

/// With `r` and `c` one less than rows and columns.
fn corrected(phi_squared: f64, r: f64, c: f64, n: f64) -> Outcome<f64> {
    if n < 2.0 {
        return Err(NotComputable::TooFew {
            n: n as u64,
            needed: 2,
        });
    }
    let above = (phi_squared - r * c / (n - 1.0)).max(0.0);
    let levels = (r - r * r / (n - 1.0)).min(c - c * c / (n - 1.0));
    match levels > 0.0 {
        true => Ok((above / levels).sqrt().min(1.0)),
        false => Err(NotComputable::NoSpread),
    }
}

/// How many fewer wrong guesses of the column when the row is known.
fn lambda(table: &CrossTable) -> f64 {
    let rows = table.counts().chunks(table.columns().max(1));
    let known: u64 = rows.filter_map(|row| row.iter().max()).sum();
    let unknown = table.column_sums().into_iter().max().unwrap_or(0);
    let wrong = i128::from(table.n()) - i128::from(unknown);
    Exact::ratio(i128::from(known) - i128::from(unknown), wrong).value()
}

/// `Σ (p_ij − p_i·p_j)²/p_i` over `1 − Σ p_j²`, j being what is guessed.
fn tau(cells: &[Cell], guessed: &[u64], given: fn(&Cell) -> u64) -> f64 {
    let n = cells.first().map_or(1.0, |cell| cell.n as f64);
    let terms = cells.iter().map(|cell| {
        let excess = cell.excess() / n;
        excess * (excess / given(cell) as f64)
    });
    let wrong = guessed
        .iter()
        .map(|&count| count as f64 * (1.0 - count as f64 / n));
    share(sorted_sum(terms), sorted_sum(wrong))
}

fn entropy(counts: &[u64]) -> f64 {
    let n: u64 = counts.iter().sum();
    let shares = counts.iter().map(|&count| count as f64 / n as f64);
    sorted_sum(shares.map(|share| -share * libm::log(share)))
}

fn share(part: f64, whole: f64) -> f64 {
    (part / whole).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_association_is_1_and_none_0() {
        let full = CrossTable::new(3, 3, vec![4, 0, 0, 0, 0, 5, 0, 6, 0]).unwrap();
        let found = nominal_association(&full).unwrap();
        assert!((found.cramer_v - 1.0).abs() < 1e-15);
        assert_eq!((found.lambda_rows, found.uncertainty), (1.0, 1.0));
        let none = CrossTable::new(2, 3, vec![1, 2, 3, 2, 4, 6]).unwrap();
        let found = nominal_association(&none).unwrap();
        assert_eq!(
            (found.phi, found.tau_rows, found.uncertainty),
            (0.0, 0.0, 0.0)
        );
        assert_eq!(found.cramer_v_corrected, Ok(0.0));
    }

    proptest! {
        #[test]
        fn all_lie_between_0_and_1(counts in proptest::collection::vec(0_u64..5, 12), rows in 1_usize..7) {
            let columns = 12 / rows;
            let counts = counts.into_iter().take(rows * columns).collect();
            let table = CrossTable::new(rows, columns, counts).unwrap();
            if let Ok(f) = nominal_association(&table) {
                let corrected = f.cramer_v_corrected.clone().unwrap_or(0.0);
                for value in [f.contingency, f.cramer_v, corrected, f.tschuprow_t, f.lambda_columns,
                    f.lambda_rows, f.tau_columns, f.tau_rows, f.uncertainty] {
                    prop_assert!((0.0..=1.0 + 1e-15).contains(&value), "{f:?}");
                }
                prop_assert!(f.phi_signed.is_none_or(|phi| (phi.abs() - f.phi).abs() < 1e-14));
            }
        }
    }
}
