use super::{CorrelationMatrix, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// Heterotrait–monotrait ratio (HTMT) of the items of two dimensions.
///
/// # Question
/// Do two dimensions measure two things, or the same one under two names?
///
/// # Formula
/// The mean correlation of the items of one dimension with those of the other, over
/// the geometric mean of the mean correlations within each:
/// `HTMT = r̄₁₂ / √(r̄₁₁·r̄₂₂)`, an estimate of the correlation of what stands behind
/// the items. Signs are kept, as in the definition; its size is what is judged.
///
/// # Assumes
/// Items of a dimension load about alike and are worded the same way, or reversed
/// before.
///
/// # When not
/// A dimension of one item: it has no correlations within. Items that do not
/// correlate on average within their dimension.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, heterotrait_monotrait};
/// let rows = [
///     [1.0, 0.6, 0.3, 0.3],
///     [0.6, 1.0, 0.3, 0.3],
///     [0.3, 0.3, 1.0, 0.6],
///     [0.3, 0.3, 0.6, 1.0],
/// ].map(Vec::from);
/// let all = CorrelationMatrix::of_rows(&rows).unwrap();
/// let found = heterotrait_monotrait(&all, &[0, 1], &[2, 3]).unwrap();
/// assert!((found.ratio - 0.5).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `convergent_validity` of the reference cases (R semTools).
///
/// # References
/// Henseler, Ringle & Sarstedt (2015) Journal of the Academy of Marketing Science
/// 43, 115.
///
/// # Errors
/// [`NotComputable::TooFewVariables`] for a dimension of fewer than two items;
/// [`NotComputable::Singular`] for an item in both; [`NotComputable::OutOfRange`] for
/// places that are not in the matrix, or where the mean correlation within a dimension
/// is not above 0.
pub fn heterotrait_monotrait(
    correlations: &CorrelationMatrix,
    first: &[usize],
    second: &[usize],
) -> Outcome<HeterotraitMonotrait> {
    if first.iter().any(|item| second.contains(item)) {
        return Err(NotComputable::Singular);
    }
    let within = |items: &[usize]| {
        if items.len() < 2 {
            return Err(NotComputable::TooFewVariables {
                variables: items.len() as u64,
                needed: 2,
            });
        }
        let pairs = items.iter().enumerate();
        let below = pairs.flat_map(|(at, i)| items.iter().take(at).map(move |j| (*i, *j)));
        mean(correlations, below)
    };
    let (within_first, within_second) = (within(first)?, within(second)?);
    let between = first
        .iter()
        .flat_map(|i| second.iter().map(move |j| (*i, *j)));
    let between = mean(correlations, between)?;
    // Correlations that cancel leave rounding behind.
    if within_first < ROUNDING || within_second < ROUNDING {
        return Err(NotComputable::OutOfRange {
            what: "within".to_owned(),
        });
    }
    Ok(HeterotraitMonotrait {
        between,
        within_first,
        within_second,
        ratio: between / libm::sqrt(within_first * within_second),
    })
}

/// Below this a mean correlation is 0.
const ROUNDING: f64 = 1e-12;

fn mean(
    correlations: &CorrelationMatrix,
    pairs: impl Iterator<Item = (usize, usize)>,
) -> Outcome<f64> {
    let rows = correlations.rows();
    let (mut sum, mut count) = (0.0, 0_u32);
    for (i, j) in pairs {
        let cell = rows.get(i).and_then(|row| row.get(j));
        sum += cell.ok_or_else(|| NotComputable::OutOfRange {
            what: "items".to_owned(),
        })?;
        count += 1;
    }
    Ok(sum / f64::from(count))
}

/// Result of [`heterotrait_monotrait`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeterotraitMonotrait {
    /// Mean correlations of items: of the one dimension with the other, and within.
    pub between: f64,
    pub within_first: f64,
    pub within_second: f64,
    /// Above 1 in size where the dimensions are not two.
    pub ratio: f64,
}
