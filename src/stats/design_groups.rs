use super::design::Row;
use super::{Design, NotComputable, Outcome, Sizes, f_upper};
use nalgebra::{DMatrix, DVector};

/// Weighted means of a score in groups, and the covariances of their
/// differences from the first, by linearisation. Shared by the tests of
/// groups in a design.
pub(super) struct GroupMeans {
    /// Levels that occur, in the order given.
    pub levels: Vec<f64>,
    /// Respondents used per group.
    pub sizes: Vec<u64>,
    /// Left out.
    pub missing: u64,
    pub means: Vec<f64>,
    /// First minus second, first minus third, …
    pub differences: Vec<f64>,
    pub covariance: Vec<Vec<f64>>,
    /// Units minus strata among the respondents used.
    pub degrees_of_freedom: u64,
}

/// Wald's test of all differences together.
pub(super) struct WaldOfGroups {
    pub chi_square: f64,
    /// Over its degrees of freedom.
    pub f: f64,
    pub between: u64,
    pub within: u64,
    /// Of F; none where it is beyond what can be computed.
    pub p: Option<f64>,
}

impl GroupMeans {
    /// Respondents used and left out.
    pub fn counted(&self) -> Sizes {
        Sizes {
            n: self.sizes.iter().sum(),
            groups: self.sizes.clone(),
            missing: self.missing,
        }
    }

    /// # Errors
    /// [`NotComputable::OutOfRange`] where units are too few for the groups;
    /// [`NotComputable::NoSpread`] where the covariances have no inverse.
    pub fn wald(&self) -> Outcome<WaldOfGroups> {
        let between = self.differences.len() as u64;
        let within = self.degrees_of_freedom.checked_sub(between);
        let within = within
            .filter(|df| *df > 0)
            .ok_or_else(|| NotComputable::out_of_range("degrees_of_freedom"))?;
        let chi_square = wald(&self.differences, &self.covariance)?;
        let f = chi_square / between as f64;
        Ok(WaldOfGroups {
            chi_square,
            f,
            between,
            within,
            p: f_upper(f, between as f64, within as f64),
        })
    }
}

/// `score` has a value per row; the respondents used have one and a level that
/// is listed.
pub(super) fn group_means(
    design: &Design,
    score: &[Option<f64>],
    group: usize,
    levels: &[f64],
) -> Outcome<GroupMeans> {
    let (levels, sizes) = used_levels(design, score, group, levels);
    let used: u64 = sizes.iter().sum();
    if levels.len() < 2 {
        return Err(match used {
            0 => NotComputable::NoAnswers,
            _ => NotComputable::NoSpread,
        });
    }
    let place = |row: &Row| {
        let level = row.value(group)?;
        levels.iter().position(|&known| known == level)
    };
    let cells = score.iter().zip(&design.rows);
    let cells: Vec<Option<(usize, f64)>> = cells
        .map(|(score, row)| Some((place(row)?, (*score)?)))
        .collect();
    let mut sums = vec![(0.0, 0.0); levels.len()];
    for (cell, row) in cells.iter().zip(&design.rows) {
        let Some((place, score)) = cell else { continue };
        if let Some((weight, sum)) = sums.get_mut(*place) {
            *weight += row.weight * row.count as f64;
            *sum += row.weight * row.count as f64 * score;
        }
    }
    if sums.iter().any(|(weight, _)| *weight <= 0.0) {
        return Err(NotComputable::out_of_range("weight"));
    }
    let means: Vec<f64> = sums.iter().map(|(weight, sum)| sum / weight).collect();
    let first = means.first().copied().unwrap_or(0.0);
    let present: Vec<bool> = cells.iter().map(Option::is_some).collect();
    Ok(GroupMeans {
        degrees_of_freedom: design.degrees_of_rows(&present),
        covariance: design.covariance(influence(design, &cells, &sums), &present)?,
        differences: means.iter().skip(1).map(|mean| first - mean).collect(),
        missing: design.n().saturating_sub(used),
        levels,
        sizes,
        means,
    })
}

/// The levels somebody with a score has, and how many have them.
fn used_levels(
    design: &Design,
    score: &[Option<f64>],
    group: usize,
    levels: &[f64],
) -> (Vec<f64>, Vec<u64>) {
    let size = |level: f64| -> u64 {
        let rows = score.iter().zip(&design.rows);
        let inside = rows.filter(|(s, row)| s.is_some() && row.value(group) == Some(level));
        inside.map(|(_, row)| row.count).sum()
    };
    let sized = levels.iter().map(|&level| (level, size(level)));
    sized.filter(|(_, size)| *size > 0).unzip()
}

/// Of every row on every difference from the first mean.
fn influence(
    design: &Design,
    cells: &[Option<(usize, f64)>],
    sums: &[(f64, f64)],
) -> Vec<Vec<f64>> {
    let rows = cells.iter().zip(&design.rows).map(|(cell, row)| {
        let mut scores = vec![0.0; sums.len().saturating_sub(1)];
        let found = cell.and_then(|(place, score)| Some((place, score, sums.get(place)?)));
        if let Some((place, score, (weight, sum))) = found {
            let away = (score - sum / weight) * row.weight / weight;
            match place.checked_sub(1) {
                None => scores.iter_mut().for_each(|cell| *cell = away),
                Some(place) => {
                    if let Some(cell) = scores.get_mut(place) {
                        *cell = -away;
                    }
                }
            }
        }
        scores
    });
    rows.collect()
}

/// `dᵀ V⁻¹ d`, the Wald statistic.
///
/// # Errors
/// [`NotComputable::NoSpread`] where V has no inverse.
pub(super) fn wald(differences: &[f64], covariance: &[Vec<f64>]) -> Outcome<f64> {
    let size = differences.len();
    let cells: Vec<f64> = covariance.iter().flatten().copied().collect();
    if cells.len() != size * size || size == 0 {
        return Err(NotComputable::NoSpread);
    }
    let matrix = DMatrix::from_vec(size, size, cells);
    let scale = DVector::from_iterator(size, matrix.diagonal().iter().map(|v| v.sqrt()));
    if !scale.iter().all(|s| *s > 0.0 && s.is_finite()) {
        return Err(NotComputable::NoSpread);
    }
    // As correlations, so that large and small differences lose no digits.
    let matrix = matrix.component_div(&(&scale * scale.transpose()));
    let vector = DVector::from_column_slice(differences).component_div(&scale);
    let least = matrix.clone().symmetric_eigenvalues();
    let invertible = least.iter().all(|value| *value > 1e-12);
    let solved = invertible.then(|| matrix.lu().solve(&vector)).flatten();
    let value = solved.map(|solved| solved.dot(&vector));
    value
        .filter(|value| value.is_finite() && *value >= 0.0)
        .ok_or(NotComputable::NoSpread)
}
