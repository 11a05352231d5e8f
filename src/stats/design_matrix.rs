use super::Observations;
use super::sample::as_float;

/// A design with a constant and some predictors, orthogonalised: what every
/// least-squares fit and every Newton step on these predictors shares.
///
/// Columns are centred with exact means first, so that a year such as 2019 costs
/// no digits, and then made orthonormal by Gram and Schmidt's method, each twice,
/// which is as good as Householder's reflections and keeps one row per pattern:
/// the inner product counts a pattern as often as respondents have it.
#[derive(Debug, Clone)]
pub(super) struct DesignMatrix {
    /// Respondents of each pattern, and of all.
    pub weights: Vec<f64>,
    pub n: f64,
    /// Mean of each predictor, dropped ones too.
    pub means: Vec<f64>,
    /// Centred predictors, one column each, dropped ones too.
    pub centred: Vec<Vec<f64>>,
    /// The constant's column (1/√n) and those of the kept predictors.
    pub orthonormal: Vec<Vec<f64>>,
    /// `centred[kept[k]] = Σ_j triangle[k][j]·orthonormal[j]`, `j ≤ k + 1`.
    pub triangle: Vec<Vec<f64>>,
    /// Predictors that are no linear combination of the ones before them.
    pub kept: Vec<usize>,
}

/// What remains of a column beyond those before it, relative to it, below which
/// it counts as their linear combination (as R's `glm` has it).
const COLLINEAR: f64 = 1e-11;

impl DesignMatrix {
    /// The predictors of observations without missing values.
    pub fn of(observations: &Observations, predictors: &[usize]) -> DesignMatrix {
        let weights = counts(observations);
        let columns = predictors.iter().map(|&p| centred_column(observations, p));
        let (means, centred) = columns.unzip();
        DesignMatrix::of_centred(weights, means, centred)
    }

    /// Columns of floats, which are centred here.
    pub fn of_columns(weights: Vec<f64>, columns: Vec<Vec<f64>>) -> DesignMatrix {
        let n: f64 = weights.iter().sum();
        let centre = |column: Vec<f64>| {
            let mean = inner(&weights, &column, &vec![1.0; column.len()]) / n.max(1.0);
            let rest: Vec<f64> = column.iter().map(|x| x - mean).collect();
            // What rounding left of the mean.
            let left = inner(&weights, &rest, &vec![1.0; rest.len()]) / n.max(1.0);
            (mean + left, rest.iter().map(|x| x - left).collect())
        };
        let (means, centred) = columns.into_iter().map(centre).unzip();
        DesignMatrix::of_centred(weights, means, centred)
    }

    fn of_centred(weights: Vec<f64>, means: Vec<f64>, centred: Vec<Vec<f64>>) -> DesignMatrix {
        let n: f64 = weights.iter().sum();
        let constant = vec![1.0 / n.max(1.0).sqrt(); weights.len()];
        let mut design = DesignMatrix {
            weights,
            n,
            means,
            centred: Vec::new(),
            orthonormal: vec![constant],
            triangle: Vec::new(),
            kept: Vec::new(),
        };
        for (place, column) in centred.iter().enumerate() {
            design.append(place, column);
        }
        design.centred = centred;
        design
    }

    fn append(&mut self, place: usize, column: &[f64]) {
        let mut rest = column.to_vec();
        let mut entries = vec![0.0; self.orthonormal.len()];
        for _ in 0..2 {
            for (entry, q) in entries.iter_mut().zip(&self.orthonormal) {
                let share = inner(&self.weights, q, &rest);
                *entry += share;
                rest.iter_mut().zip(q).for_each(|(x, q)| *x -= share * q);
            }
        }
        let whole = inner(&self.weights, column, column).sqrt();
        let norm = inner(&self.weights, &rest, &rest).sqrt();
        if norm > COLLINEAR * whole && norm.is_normal() {
            rest.iter_mut().for_each(|x| *x /= norm);
            entries.push(norm);
            self.orthonormal.push(rest);
            self.triangle.push(entries);
            self.kept.push(place);
        }
    }

    /// Columns that count, the constant too.
    pub fn rank(&self) -> usize {
        self.orthonormal.len()
    }

    /// `h`: how much a pattern's own answer weighs in its fitted value, for one
    /// respondent of each pattern.
    pub fn leverages(&self) -> Vec<f64> {
        let mut leverages = vec![0.0; self.weights.len()];
        for q in &self.orthonormal {
            leverages.iter_mut().zip(q).for_each(|(h, q)| *h += q * q);
        }
        leverages
    }

    /// Rows of the matrix that turns coordinates on the orthonormal columns into
    /// coefficients: the intercept of the uncentred predictors first, then the
    /// kept predictors.
    pub fn back(&self) -> Vec<Vec<f64>> {
        let rank = self.rank();
        let mut slopes: Vec<Vec<f64>> = Vec::new();
        // Upper triangle inverted row by row from below.
        for k in (0..self.kept.len()).rev() {
            let mut row = vec![0.0; rank];
            let own = self.entry(k, k + 1);
            if let Some(cell) = row.get_mut(k + 1) {
                *cell = 1.0 / own;
            }
            for (later, other) in (k + 1..self.kept.len()).zip(slopes.iter().rev()) {
                let factor = self.entry(later, k + 1) / own;
                row.iter_mut()
                    .zip(other)
                    .for_each(|(c, o)| *c -= factor * o);
            }
            slopes.push(row);
        }
        slopes.reverse();
        let mut intercept = vec![0.0; rank];
        if let Some(cell) = intercept.first_mut() {
            *cell = 1.0 / self.n.max(1.0).sqrt();
        }
        for (row, &place) in slopes.iter().zip(&self.kept) {
            let mean = self.means.get(place).copied().unwrap_or(0.0);
            intercept
                .iter_mut()
                .zip(row)
                .for_each(|(c, r)| *c -= mean * r);
        }
        slopes.insert(0, intercept);
        slopes
    }

    fn entry(&self, column: usize, row: usize) -> f64 {
        let entries = self.triangle.get(column);
        entries.and_then(|e| e.get(row)).copied().unwrap_or(0.0)
    }
}

/// `Σ w·a·b` over patterns.
pub(super) fn inner(weights: &[f64], a: &[f64], b: &[f64]) -> f64 {
    let terms = weights.iter().zip(a).zip(b);
    terms.map(|((w, a), b)| w * a * b).sum()
}

/// Respondents of each pattern.
pub(super) fn counts(observations: &Observations) -> Vec<f64> {
    let patterns = observations.patterns().iter();
    patterns.map(|(_, count)| *count as f64).collect()
}

/// A variable of observations without missing values: its mean and `x − x̄`,
/// each the nearest float of an exact fraction where integers hold it.
pub(super) fn centred_column(observations: &Observations, variable: usize) -> (f64, Vec<f64>) {
    let sample = observations.sample(variable);
    let mean = sample.mean().map_or(0.0, |mean| mean.value());
    let places = sample.places();
    let sum = || -> Option<i128> {
        let mut units = sample.units().iter();
        units.try_fold(0_i128, |sum, &(u, c)| {
            sum.checked_add(u.checked_mul(c.into())?)
        })
    };
    let (n, sum) = (sample.n(), sum());
    let column = observations.patterns().iter().map(|(row, _)| {
        let units = row.get(variable).copied().flatten().unwrap_or(0);
        let exact = |sum: i128| units.checked_mul(n.into())?.checked_sub(sum);
        match sum.and_then(exact) {
            Some(above) => as_float(above, places) / n as f64,
            None => as_float(units, places) - mean,
        }
    });
    (mean, column.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coefficients_come_back_from_coordinates() {
        // y = 2 + 3a − b exactly; a third column repeats the first.
        let a = [1.0, 2.0, 4.0, 7.0];
        let b = [2.0, 1.0, 5.0, 3.0];
        let weights = vec![1.0, 3.0, 2.0, 1.0];
        let design =
            DesignMatrix::of_columns(weights.clone(), vec![a.to_vec(), a.to_vec(), b.to_vec()]);
        assert_eq!(design.kept, [0, 2]);
        let y: Vec<f64> = a.iter().zip(b).map(|(a, b)| 2.0 + 3.0 * a - b).collect();
        let coordinates: Vec<f64> = design
            .orthonormal
            .iter()
            .map(|q| inner(&weights, q, &y))
            .collect();
        let found: Vec<f64> = design
            .back()
            .iter()
            .map(|row| row.iter().zip(&coordinates).map(|(r, c)| r * c).sum())
            .collect();
        for (found, wanted) in found.iter().zip([2.0, 3.0, -1.0]) {
            assert!((found - wanted).abs() < 1e-13, "{found} {wanted}");
        }
        let total: f64 = inner(&weights, &design.leverages(), &[1.0; 4]);
        assert!((total - 3.0).abs() < 1e-14);
    }
}
