use super::bivariate_normal::bivariate_normal_density;
use super::pearson::critical;
use super::polychoric_likelihood::{as_polycor, maximum_likelihood, standard_error};
use super::{
    Caution, CrossTable, Interval, NotComputable, Outcome, bivariate_normal_lower, normal_quantile,
};
use serde::{Deserialize, Serialize};

/// The polychoric correlation of two ordered variables (tetrachoric for two
/// levels each).
///
/// # Question
/// If both answers are coarse readings of normal variables, how closely are
/// those correlated?
///
/// # Formula
/// Thresholds cut two standard normal variables with correlation ρ so that the
/// cells have probabilities `p_ij(ρ)`; ρ maximises `Σ n_ij·ln p_ij`. Two-step:
/// thresholds are the normal quantiles of the cumulated margins, and only ρ is
/// sought; this is the default, as in psych, lavaan and polycor, since thresholds
/// then do not change from pair to pair. Maximum likelihood: ρ and thresholds
/// together, with the standard error from the observed information.
///
/// # Assumes
/// Two normal variables behind the answers (`chi_square` tests it), independent
/// respondents, few empty cells.
///
/// # When not
/// Answers that are counts or categories; tables with a level hardly anybody
/// chose; more than 20 levels (take [`super::pearson`]).
///
/// # Example
/// ```
/// use tridharma::stats::{CrossTable, polychoric};
/// // equal margins: ρ = sin(2π(0.4 − 1/4))
/// let table = CrossTable::new(2, 2, vec![40, 10, 10, 40]).unwrap();
/// let found = polychoric(&table, 0.0, 0.95).unwrap();
/// assert!((found.rho - (0.3 * std::f64::consts::PI).sin()).abs() < 1e-10);
/// ```
///
/// # Checked against
/// R `polycor::polychor` (both ways) and `psych::polychoric(correct = 0)`.
///
/// # References
/// Olsson, U. (1979). Maximum likelihood estimation of the polychoric
/// correlation coefficient. Psychometrika 44, 443–460.
///
/// # Errors
/// [`NotComputable::NoSpread`] where a variable has one level,
/// [`NotComputable::TooLarge`] beyond 20 levels, [`NotComputable::OutOfRange`] for
/// an `empty_cells` or a confidence that cannot be.
pub fn polychoric(table: &CrossTable, empty_cells: f64, confidence: f64) -> Outcome<Polychoric> {
    let used = table.without_empty();
    let model = Cells::of(&used, 0.0)?;
    let rho = model.best_rho();
    let corrected = Cells::of(&used, empty_cells)?;
    let z = critical(confidence)?;
    let empty = used.counts().iter().filter(|count| **count == 0).count() as u64;
    let mut cautions = Vec::new();
    if empty > 0 {
        cautions.push(Caution::EmptyCells { cells: empty });
    }
    if rho.abs() >= LARGEST {
        cautions.push(Caution::Rough {
            what: "rho".to_owned(),
        });
    }
    let likely = match rho.abs() < LARGEST {
        true => maximum_likelihood(&model, rho),
        false => Err(NotComputable::Unbounded),
    };
    let se = likely.as_ref().map_err(Clone::clone);
    let se = se.and_then(|best| standard_error(&model, best));
    let interval = match (&likely, &se) {
        (Ok(best), Ok(se)) => Ok(interval(best.rho, *se, z, confidence)),
        (Err(reason), _) | (_, Err(reason)) => Err(reason.clone()),
    };
    let expected = model.probabilities(rho).into_iter();
    let expected = expected.map(|p| p.max(f64::MIN_POSITIVE));
    Ok(Polychoric {
        n: used.n(),
        rho,
        rho_corrected: corrected.best_rho(),
        x_thresholds: inner(&model.rows),
        y_thresholds: inner(&model.columns),
        rho_ml: likely.map(|best| best.rho),
        se_ml: se,
        interval,
        chi_square: model.likelihood_ratio(expected),
        df: (used.rows() * used.columns()) as u64 - (used.rows() + used.columns()) as u64,
        cautions,
    })
}

/// What [`polychoric`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Polychoric {
    pub n: u64,
    /// Two-step.
    pub rho: f64,
    /// Two-step with `empty_cells` added to empty cells, as psych does with 0.5.
    pub rho_corrected: f64,
    /// Where the variables are cut, between the levels that occur.
    pub x_thresholds: Vec<f64>,
    pub y_thresholds: Vec<f64>,
    /// With the thresholds estimated together with it.
    pub rho_ml: Outcome<f64>,
    pub se_ml: Outcome<f64>,
    /// Of `rho_ml`, on the scale of artanh.
    pub interval: Outcome<Interval>,
    /// Likelihood ratio of the table against the two-step model; large where the
    /// variables behind are not normal.
    pub chi_square: f64,
    pub df: u64,
    pub cautions: Vec<Caution>,
}

/// What R's `polycor::polychor(ML = TRUE)` prints for ρ, for holding a report
/// against another.
///
/// Its search (Nelder and Mead's) is given up after 500 evaluations, R's default,
/// which is too early from about eight thresholds on: for the neuroticism items
/// N1 and N2 of psych's `bfi` (every ninth row) it prints 0.7922 with a
/// log-likelihood of −919.97, and the greatest, [`Polychoric::rho_ml`], is −919.95
/// at 0.7941. Thresholds in that region matter little, so the two differ by less
/// than a tenth of the standard error.
///
/// # Errors
/// As [`polychoric`].
///
/// ```
/// use tridharma::stats::{CrossTable, polychoric_as_polycor};
/// let table = CrossTable::new(2, 2, vec![40, 10, 10, 40]).unwrap();
/// let found = polychoric_as_polycor(&table).unwrap();
/// assert!((found - 0.809).abs() < 1e-3);
/// ```
pub fn polychoric_as_polycor(table: &CrossTable) -> Outcome<f64> {
    let model = Cells::of(&table.without_empty(), 0.0)?;
    let found = as_polycor(&model, model.best_rho());
    found.map(|best| best.rho).ok_or(NotComputable::NoSpread)
}

/// The two-step correlation alone, for matrices.
pub(super) fn two_step(table: &CrossTable) -> Outcome<f64> {
    Ok(Cells::of(&table.without_empty(), 0.0)?.best_rho())
}

fn interval(rho: f64, se: f64, z: f64, confidence: f64) -> Interval {
    let half = z * se / ((1.0 - rho) * (1.0 + rho));
    let end = |shift: f64| Some(libm::tanh(libm::atanh(rho) + shift));
    Interval {
        low: end(-half),
        high: end(half),
        confidence,
    }
}

fn inner(limits: &[f64]) -> Vec<f64> {
    let finite = limits.iter().copied().filter(|limit| limit.is_finite());
    finite.collect()
}

/// The correlation is sought up to here, as polycor does: beyond it the cells
/// off the diagonal hold nobody.
pub(super) const LARGEST: f64 = 0.9999;

const MOST_LEVELS: usize = 20;

/// A table with the limits of its cells on the two normal scales.
pub(super) struct Cells {
    /// Counts, row by row; with what was added to the empty ones.
    pub counts: Vec<f64>,
    /// From −∞ to ∞, one more than levels.
    pub rows: Vec<f64>,
    pub columns: Vec<f64>,
}

impl Cells {
    fn of(table: &CrossTable, empty_cells: f64) -> Outcome<Cells> {
        if table.n() == 0 {
            return Err(NotComputable::NoAnswers);
        }
        if table.rows() < 2 || table.columns() < 2 {
            return Err(NotComputable::NoSpread);
        }
        if table.rows().max(table.columns()) > MOST_LEVELS {
            return Err(NotComputable::TooLarge);
        }
        if !(0.0..=1.0).contains(&empty_cells) {
            return Err(NotComputable::out_of_range("empty_cells"));
        }
        let count = |&count: &u64| {
            if count == 0 {
                empty_cells
            } else {
                count as f64
            }
        };
        Ok(Cells {
            counts: table.counts().iter().map(count).collect(),
            rows: limits(&table.row_sums()),
            columns: limits(&table.column_sums()),
        })
    }

    /// Probabilities of the cells, row by row.
    pub fn probabilities(&self, rho: f64) -> Vec<f64> {
        self.differences(|a, b| bivariate_normal_lower(a, b, rho).unwrap_or(0.0))
    }

    /// `f(a₁, b₁) − f(a₀, b₁) − f(a₁, b₀) + f(a₀, b₀)` of every cell.
    fn differences(&self, f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let at = |a: &f64| -> Vec<f64> { self.columns.iter().map(|b| f(*a, *b)).collect() };
        let corners: Vec<Vec<f64>> = self.rows.iter().map(at).collect();
        let mut found = Vec::with_capacity(self.counts.len());
        for (low, high) in corners.iter().zip(corners.iter().skip(1)) {
            let left = low.iter().zip(high);
            let right = left.clone().skip(1);
            found.extend(
                left.zip(right)
                    .map(|((ll, hl), (lh, hh))| (hh - lh) - (hl - ll)),
            );
        }
        found
    }

    /// `d/dρ Σ n·ln p`. Where a filled cell has no probability left, the
    /// likelihood falls away from 0.
    fn slope(&self, rho: f64) -> f64 {
        let by_rho = self.differences(|a, b| bivariate_normal_density(a, b, rho));
        let mut sum = 0.0;
        for ((count, p), change) in self.counts.iter().zip(self.probabilities(rho)).zip(by_rho) {
            if *count > 0.0 && p < 1e-13 {
                return -rho * 1e13;
            }
            if *count > 0.0 {
                sum += count / p * change;
            }
        }
        sum
    }

    /// Halves the interval in which the slope turns from up to down; the ends
    /// are ±[`LARGEST`].
    fn best_rho(&self) -> f64 {
        let (mut low, mut high) = (-LARGEST, LARGEST);
        if self.slope(high) > 0.0 {
            return high;
        }
        if self.slope(low) < 0.0 {
            return low;
        }
        let mut rho = 0.0;
        for _ in 0..STEPS {
            let slope = self.slope(rho);
            match slope > 0.0 {
                true => low = rho,
                false => high = rho,
            }
            // Expected information makes a step that is mostly right at once.
            let stepped = rho + slope / self.information(rho);
            let inside = stepped > low && stepped < high;
            let next = if inside { stepped } else { (low + high) / 2.0 };
            if (next - rho).abs() < 1e-13 {
                return next;
            }
            rho = next;
        }
        rho
    }

    fn information(&self, rho: f64) -> f64 {
        let n: f64 = self.counts.iter().sum();
        let by_rho = self.differences(|a, b| bivariate_normal_density(a, b, rho));
        let cells = self.probabilities(rho).into_iter().zip(by_rho);
        let terms = cells.filter(|(p, _)| *p > 1e-13).map(|(p, d)| d * d / p);
        n * terms.sum::<f64>()
    }

    /// `2·Σ n·ln(n/(N·p))`.
    fn likelihood_ratio(&self, probabilities: impl Iterator<Item = f64>) -> f64 {
        let n: f64 = self.counts.iter().sum();
        let cells = self.counts.iter().zip(probabilities);
        let filled = cells.filter(|(count, _)| **count > 0.0);
        let terms = filled.map(|(count, p)| count * libm::log(count / (n * p)));
        (2.0 * terms.sum::<f64>()).max(0.0)
    }
}

const STEPS: usize = 200;

/// The normal quantiles of the cumulated shares, with both infinities.
fn limits(counts: &[u64]) -> Vec<f64> {
    let n: u64 = counts.iter().sum();
    let mut above = n;
    let mut found = vec![f64::NEG_INFINITY];
    for count in counts.iter().take(counts.len().saturating_sub(1)) {
        above -= (*count).min(above);
        let limit = normal_quantile(above as f64 / n as f64);
        found.push(limit.unwrap_or(f64::INFINITY));
    }
    found.push(f64::INFINITY);
    found
}
