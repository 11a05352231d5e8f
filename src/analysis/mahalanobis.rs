use crate::stats::{NotComputable, Outcome};

/// Squared Mahalanobis distances of respondents from the centre of all.
///
/// # Question
/// Whose combination of answers is unlike those of the others, though each answer
/// alone may be common?
///
/// # Formula
/// `D² = (x − x̄)ᵀ S⁻¹ (x − x̄)`, S the covariances with `n − 1`. Sums are integers;
/// S is scaled to correlations and resolved by Cholesky's method. Under normal
/// answers D² is about χ² with as many degrees of freedom as variables.
///
/// # Assumes
/// Answers on a scale where distances mean something; no answer missing.
///
/// # When not
/// With few levels the χ² is a rough guide: rare but honest answers are far from
/// the centre too. Nobody is careless for a distance alone.
///
/// # Example
/// ```
/// use tridharma::analysis::mahalanobis;
/// let rows = [(vec![1, 2], 1), (vec![2, 1], 1), (vec![3, 4], 1), (vec![4, 3], 1)];
/// let found = mahalanobis(&rows).unwrap();
/// assert!((found[0] - 1.5).abs() < 1e-12);
/// ```
///
/// # Checked against
/// numpy (`tests/reference/make/careless.py`, `tests/careless.rs`).
///
/// # References
/// P. C. Mahalanobis, Proceedings of the National Institute of Sciences of India 2
/// (1936) 49–55; A. W. Meade & S. B. Craig, Psychological Methods 17 (2012) 437–455.
///
/// # Errors
/// [`NotComputable::TooFewVariables`] for fewer than two variables,
/// [`NotComputable::TooFew`] for no more respondents than variables,
/// [`NotComputable::Singular`] where a variable is constant or follows from others.
pub fn mahalanobis(rows: &[(Vec<i64>, u64)]) -> Outcome<Vec<f64>> {
    let variables = rows.first().map_or(0, |(values, _)| values.len());
    if variables < 2 || rows.iter().any(|(values, _)| values.len() != variables) {
        let variables = variables as u64;
        return Err(NotComputable::TooFewVariables {
            variables,
            needed: 2,
        });
    }
    let n: u64 = rows.iter().map(|(_, count)| count).sum();
    let needed = variables as u64 + 1;
    if n < needed {
        return Err(NotComputable::TooFew { n, needed });
    }
    let sum = |of: &dyn Fn(&[i64]) -> i128| -> i128 {
        rows.iter()
            .map(|(values, count)| of(values) * i128::from(*count))
            .sum()
    };
    let at = |values: &[i64], v: usize| i128::from(values.get(v).copied().unwrap_or(0));
    let sums: Vec<i128> = (0..variables)
        .map(|v| sum(&|values| at(values, v)))
        .collect();
    let whole = i128::from(n);
    // n·Σxy − Σx·Σy, so that covariances divide once.
    let about: Vec<Vec<i128>> = (0..variables)
        .map(|i| {
            let own = sums.get(i).copied().unwrap_or(0);
            let others = (0..=i).zip(&sums);
            others
                .map(|(j, other)| {
                    whole * sum(&|values| at(values, i) * at(values, j)) - own * other
                })
                .collect()
        })
        .collect();
    let spread: Vec<f64> = about
        .iter()
        .map(|row| row.last().copied().unwrap_or(0) as f64)
        .map(f64::sqrt)
        .collect();
    let lower = cholesky(&about, &spread).ok_or(NotComputable::Singular)?;
    let factor = (n - 1) as f64 / n as f64;
    let distance = |(values, _): &(Vec<i64>, u64)| {
        let centred = (0..variables).zip(&sums).zip(&spread);
        let centred =
            centred.map(|((v, sum), spread)| (whole * at(values, v) - sum) as f64 / spread);
        // (n·x − Σx)/√(n·Σx² − (Σx)²) is the standard value times √((n−1)/n)·…
        squares(&lower, centred) * factor
    };
    Ok(rows.iter().map(distance).collect())
}

/// The lower triangle L of `R = LLᵀ`, R the correlations; none where R is singular.
fn cholesky(about: &[Vec<i128>], spread: &[f64]) -> Option<Vec<Vec<f64>>> {
    const LEAST: f64 = 1e-10;
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(about.len());
    for (i, row) in about.iter().enumerate() {
        let mut made: Vec<f64> = Vec::with_capacity(i + 1);
        for (j, product) in row.iter().enumerate() {
            let scale = spread.get(i)? * spread.get(j)?;
            if scale <= 0.0 {
                return None;
            }
            let other = if i == j { &made } else { lower.get(j)? };
            let dot: f64 = made.iter().zip(other).take(j).map(|(a, b)| a * b).sum();
            let rest = *product as f64 / scale - dot;
            made.push(match i == j {
                true if rest < LEAST => return None,
                true => rest.sqrt(),
                false => rest / lower.get(j)?.get(j)?,
            });
        }
        lower.push(made);
    }
    Some(lower)
}

/// The sum of squares of y in `Ly = z`.
fn squares(lower: &[Vec<f64>], z: impl Iterator<Item = f64>) -> f64 {
    let mut solved: Vec<f64> = Vec::with_capacity(lower.len());
    for (row, z) in lower.iter().zip(z) {
        let dot: f64 = row.iter().zip(&solved).map(|(l, y)| l * y).sum();
        let own = row.last().copied().unwrap_or(1.0);
        solved.push((z - dot) / own);
    }
    solved.iter().map(|y| y * y).sum()
}
