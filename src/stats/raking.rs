use super::design::{CalibratedMargin, Calibration, Row};
use super::{Caution, Design, NotComputable, Outcome};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Weights that meet known population totals of several characteristics, each
/// by itself: raking (iterative proportional fitting).
///
/// # Question
/// How would the sample have answered if its sexes and levels of education were
/// those of all users?
///
/// # Formula
/// For each margin in turn every weight is multiplied by
/// `population/Σ w` of its category, until no cell of the joint table changes by
/// more than `tolerance·Σw`. Standard errors treat it as post-stratification
/// iterated: the scores are replaced by their residuals from the margins.
///
/// # Assumes
/// The totals are right and of one population; nobody lacks a characteristic; every
/// category of the population is in the sample.
///
/// # When not
/// With categories of a handful of respondents: weights explode. See
/// `least_weight` and `greatest_weight`.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, PopulationMargin, RakingOptions, rake};
/// let pattern = |a: f64, b: f64, count: u64| DesignPattern {
///     values: vec![Some(a), Some(b)],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![pattern(1.0, 1.0, 8), pattern(1.0, 2.0, 2), pattern(2.0, 1.0, 3), pattern(2.0, 2.0, 7)];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let margin = |variable, first, second| PopulationMargin {
///     variable,
///     totals: vec![(1.0, first), (2.0, second)],
/// };
/// let margins = [margin(0, 60.0, 40.0), margin(1, 50.0, 50.0)];
/// let raked = rake(&design, &margins, RakingOptions::default()).unwrap();
/// assert!((raked.design.sum_weights() - 100.0).abs() < 1e-9);
/// assert!(raked.cautions.is_empty());
/// ```
///
/// # Checked against
/// `rake_poststratify` of the reference cases (R `survey::rake`, `maxit = 500`,
/// `epsilon = 1e-12`).
///
/// # References
/// Deming and Stephan, Annals of Mathematical Statistics 11 (1940) 427–444;
/// Deville, Särndal and Sautory, JASA 88 (1993) 1013–1020.
///
/// # Errors
/// [`NotComputable::NotGiven`] where a respondent lacks a characteristic;
/// [`NotComputable::OutOfRange`] where categories of sample and population differ
/// or a total is not positive.
pub fn rake(
    design: &Design,
    margins: &[PopulationMargin],
    options: RakingOptions,
) -> Outcome<Raked> {
    let mut fit = Fit::of(design, margins)?;
    let limit = options.tolerance * design.sum_weights();
    let (mut rounds, mut converged) = (0, margins.is_empty());
    let mut steps = Vec::new();
    while !converged && rounds < options.most_rounds {
        let before = fit.table();
        steps.clear();
        for (place, margin) in margins.iter().enumerate() {
            let started = fit.factors.clone();
            fit.meet(place, margin)?;
            steps.push((started, fit.factors.clone()));
        }
        let changes = fit.table().into_iter().zip(before);
        let most = changes.fold(0.0, |most: f64, (now, then)| most.max((now - then).abs()));
        converged = most < limit;
        rounds += 1;
    }
    // Empty cells can make the margins impossible together; then the rounds end
    // in a circle.
    converged &= (0..)
        .zip(margins)
        .all(|(place, margin)| fit.meets(place, margin));
    let calibrated = steps.iter().zip(margins).enumerate();
    let calibrated = calibrated.map(|(place, ((before, after), margin))| CalibratedMargin {
        category: fit.categories(place),
        categories: margin.totals.len(),
        before: fit.weights_by(design, before),
        after: fit.weights_by(design, after),
    });
    let calibration = Calibration::Raked(calibrated.collect());
    Ok(fit.finished(design, margins, calibration, rounds, converged))
}

/// Known totals of the categories of a variable in the population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PopulationMargin {
    pub variable: usize,
    /// Code and total.
    pub totals: Vec<(f64, f64)>,
}

/// When raking stops.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RakingOptions {
    /// The greatest change of a cell in the last round, over the sum of the
    /// weights.
    pub tolerance: f64,
    pub most_rounds: u64,
}

impl Default for RakingOptions {
    fn default() -> Self {
        RakingOptions {
            tolerance: 1e-12,
            most_rounds: 500,
        }
    }
}

/// A design with weights that meet population totals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Raked {
    pub design: Design,
    /// Cells of the joint table in the order of the margins' totals.
    pub cells: Vec<AdjustedCell>,
    pub sum_weights: f64,
    pub least_weight: f64,
    pub greatest_weight: f64,
    pub rounds: u64,
    pub cautions: Vec<Caution>,
}

/// What raking did to the respondents of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdjustedCell {
    /// The codes, in the order of the margins.
    pub levels: Vec<f64>,
    /// New weight over old.
    pub adjustment: f64,
}

/// The joint table of the margins while it is fitted.
pub(super) struct Fit {
    /// Categories of every cell that occurs, one per margin.
    cells: Vec<Vec<usize>>,
    /// Sums of the weights at the start.
    weights: Vec<f64>,
    pub factors: Vec<f64>,
    /// The cell of every row of the design.
    cell_of_row: Vec<usize>,
}

impl Fit {
    pub fn of(design: &Design, margins: &[PopulationMargin]) -> Outcome<Fit> {
        let mut sums: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
        let mut keys = Vec::new();
        for row in &design.rows {
            let key = margins.iter().map(|margin| margin.place(row));
            let key: Vec<usize> = key.collect::<Outcome<_>>()?;
            *sums.entry(key.clone()).or_default() += row.weight * row.count as f64;
            keys.push(key);
        }
        let number: BTreeMap<&Vec<usize>, usize> = sums.keys().zip(0..).collect();
        let cell_of_row = keys.iter().map(|key| number.get(key).copied().unwrap_or(0));
        Ok(Fit {
            cell_of_row: cell_of_row.collect(),
            factors: vec![1.0; sums.len()],
            weights: sums.values().copied().collect(),
            cells: sums.keys().cloned().collect(),
        })
    }

    fn table(&self) -> Vec<f64> {
        let cells = self.weights.iter().zip(&self.factors);
        cells.map(|(weight, factor)| weight * factor).collect()
    }

    /// What the totals of a margin are over the sums of the weights.
    fn ratios(&self, place: usize, margin: &PopulationMargin) -> Vec<f64> {
        let mut sums = vec![0.0; margin.totals.len()];
        for (cell, weight) in self.cells.iter().zip(self.table()) {
            if let Some(sum) = cell.get(place).and_then(|&category| sums.get_mut(category)) {
                *sum += weight;
            }
        }
        let wanted = margin.totals.iter().zip(&sums);
        wanted.map(|((_, total), sum)| total / sum).collect()
    }

    fn meets(&self, place: usize, margin: &PopulationMargin) -> bool {
        let ratios = self.ratios(place, margin);
        ratios.iter().all(|ratio| (ratio - 1.0).abs() < 1e-6)
    }

    /// Multiplies the factors so that one margin is met.
    pub fn meet(&mut self, place: usize, margin: &PopulationMargin) -> Outcome<()> {
        let ratios = self.ratios(place, margin);
        if !ratios.iter().all(|ratio| ratio.is_finite() && *ratio > 0.0) {
            return Err(NotComputable::out_of_range("population_margins"));
        }
        for (cell, factor) in self.cells.iter().zip(&mut self.factors) {
            let ratio = cell.get(place).and_then(|&category| ratios.get(category));
            *factor *= ratio.copied().unwrap_or(1.0);
        }
        Ok(())
    }

    /// The category of every row on one margin.
    pub fn categories(&self, place: usize) -> Vec<usize> {
        let category = |cell: &usize| self.cells.get(*cell)?.get(place).copied();
        let rows = self.cell_of_row.iter();
        rows.map(|cell| category(cell).unwrap_or(0)).collect()
    }

    /// The weights of the rows with these factors of their cells.
    pub fn weights_by(&self, design: &Design, factors: &[f64]) -> Vec<f64> {
        let rows = design.rows.iter().zip(&self.cell_of_row);
        rows.map(|(row, cell)| row.weight * factors.get(*cell).copied().unwrap_or(1.0))
            .collect()
    }

    pub fn finished(
        self,
        design: &Design,
        margins: &[PopulationMargin],
        calibration: Calibration,
        rounds: u64,
        converged: bool,
    ) -> Raked {
        let weights = self.weights_by(design, &self.factors);
        let mut fitted = design.clone();
        for (row, weight) in fitted.rows.iter_mut().zip(&weights) {
            row.weight = *weight;
        }
        fitted.calibrations.push(calibration);
        let level = |(place, margin): (&usize, &PopulationMargin)| {
            margin.totals.get(*place).map_or(0.0, |(code, _)| *code)
        };
        let cells = self.cells.iter().zip(&self.factors);
        let cells = cells.map(|(cell, factor)| AdjustedCell {
            levels: cell.iter().zip(margins).map(level).collect(),
            adjustment: *factor,
        });
        let caution = (!converged).then_some(Caution::NotConverged { iterations: rounds });
        Raked {
            sum_weights: fitted.sum_weights(),
            least_weight: weights.iter().copied().fold(f64::MAX, f64::min),
            greatest_weight: weights.iter().copied().fold(0.0, f64::max),
            cells: cells.collect(),
            design: fitted,
            rounds,
            cautions: caution.into_iter().collect(),
        }
    }
}

impl PopulationMargin {
    /// Which of the totals a respondent belongs to.
    fn place(&self, row: &Row) -> Outcome<usize> {
        let value = row.value(self.variable);
        let value = value.ok_or_else(|| NotComputable::not_given("margin"))?;
        let place = self.totals.iter().position(|(code, _)| *code == value);
        place.ok_or_else(|| NotComputable::out_of_range("population_margins"))
    }
}
