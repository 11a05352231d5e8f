use super::design_stages::Stages;
use super::{NotComputable, Outcome};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Respondents of a sample survey with how they were drawn: strata, clusters,
/// population sizes and weights, as patterns with counts.
///
/// Two orders of the same patterns give the same design, bit for bit, and
/// patterns that occur twice are added up.
///
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_means};
/// // Two services of 260 and 90 users; 3 and 2 answered.
/// let answer = |value: f64, stratum: u32, size: f64, count: u64| DesignPattern {
///     values: vec![Some(value)],
///     strata: vec![stratum],
///     population: vec![size],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![answer(3.0, 1, 260.0, 2), answer(4.0, 1, 260.0, 1), answer(2.0, 2, 90.0, 2)];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// assert_eq!((design.n(), design.degrees_of_freedom()), (5, 3));
/// let mean = &design_means(&design, &[0], 0.95).unwrap().estimates[0];
/// assert!((mean.estimate - (260.0 * 10.0 / 3.0 + 90.0 * 2.0) / 350.0).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Design {
    pub(super) rows: Vec<Row>,
    pub(super) stages: Stages,
    pub(super) lonely: LonelyUnit,
    pub(super) calibrations: Vec<Calibration>,
    variables: usize,
}

/// Respondents alike in everything, and how they were drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DesignPattern {
    /// One per variable; categories by their codes.
    pub values: Vec<Option<f64>>,
    /// How many members of the population a respondent stands for; `None` in
    /// every pattern takes it from the population sizes, or 1 without those.
    pub weight: Option<f64>,
    /// One per stage of drawing, or none.
    pub strata: Vec<u32>,
    /// One per stage of drawing; none where respondents were drawn themselves.
    pub clusters: Vec<u32>,
    /// Units in the population of the stratum (of the cluster, from the second
    /// stage on), one per stage, or the fractions drawn where none is above 1;
    /// none for drawing with replacement.
    pub population: Vec<f64>,
    /// Respondents.
    pub count: u64,
}

/// How a design is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignOptions {
    /// Whether cluster codes start again in each stratum.
    pub nest: bool,
    /// What a stratum with a single unit does to variances.
    pub lonely: LonelyUnit,
}

/// What a stratum adds to a variance when only one unit of it was drawn, and not
/// because it has no other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LonelyUnit {
    /// No variance at all: [`NotComputable::TooFew`].
    #[default]
    Fail,
    /// Nothing, as a unit that was drawn with certainty.
    Certainty,
    /// Its distance from the mean of all instead of the mean of its stratum.
    Adjust,
    /// The average of the other strata.
    Average,
}

/// Values, weight and number of respondents alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Row {
    pub values: Vec<Option<f64>>,
    pub weight: f64,
    pub count: u64,
}

/// Known population totals the weights were made to meet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Calibration {
    PostStratified(CalibratedMargin),
    Raked(Vec<CalibratedMargin>),
}

/// The category of every row, and its weight before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct CalibratedMargin {
    pub category: Vec<usize>,
    pub categories: usize,
    pub before: Vec<f64>,
    pub after: Vec<f64>,
}

impl Design {
    /// From patterns in any order.
    ///
    /// # Errors
    /// [`NotComputable::NoAnswers`] without respondents;
    /// [`NotComputable::OutOfRange`] for patterns of different form, values that
    /// are not finite, negative weights, clusters in two strata (without
    /// `nest`), more units drawn than there are; [`NotComputable::NotGiven`]
    /// where only some have a weight.
    pub fn new(mut patterns: Vec<DesignPattern>, options: DesignOptions) -> Outcome<Design> {
        patterns.sort_by(compare);
        patterns.dedup_by(|next, kept| {
            let same = compare(next, kept) == Ordering::Equal;
            if same {
                kept.count = kept.count.saturating_add(next.count);
            }
            same
        });
        Design::in_order(patterns, options)
    }

    /// From patterns in the order given, repeats kept apart: for methods of
    /// other programs that depend on the order of the rows.
    ///
    /// # Errors
    /// As [`Design::new`].
    pub fn in_order(patterns: Vec<DesignPattern>, options: DesignOptions) -> Outcome<Design> {
        let patterns: Vec<DesignPattern> = patterns.into_iter().filter(|p| p.count > 0).collect();
        let first = patterns.first().ok_or(NotComputable::NoAnswers)?;
        let variables = first.values.len();
        if !patterns.iter().all(|p| same_form(p, first)) {
            return Err(NotComputable::out_of_range("patterns"));
        }
        let values = patterns.iter().flat_map(|p| p.values.iter().flatten());
        if !values.into_iter().all(|value| value.is_finite()) {
            return Err(NotComputable::out_of_range("values"));
        }
        let stages = Stages::of(&patterns, options.nest)?;
        let weights = weights(&patterns, &stages)?;
        let rows = patterns.into_iter().zip(weights).map(|(p, weight)| Row {
            values: p.values,
            weight,
            count: p.count,
        });
        Ok(Design {
            rows: rows.collect(),
            stages,
            lonely: options.lonely,
            calibrations: Vec::new(),
            variables,
        })
    }

    /// Number of variables.
    pub fn variables(&self) -> usize {
        self.variables
    }

    /// Respondents.
    pub fn n(&self) -> u64 {
        self.rows.iter().map(|row| row.count).sum()
    }

    /// Weights with the number of respondents who have them, in the order of the
    /// patterns.
    pub fn weights(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        self.rows.iter().map(|row| (row.weight, row.count))
    }

    /// Estimated size of the population: the sum of the weights.
    pub fn sum_weights(&self) -> f64 {
        self.total(|row| Some(row.weight))
    }

    /// First-stage units minus first-stage strata, of respondents with a weight.
    pub fn degrees_of_freedom(&self) -> u64 {
        self.degrees_of_rows(&vec![true; self.rows.len()])
    }

    /// The same of some rows.
    pub(super) fn degrees_of_rows(&self, present: &[bool]) -> u64 {
        let rows = self.rows.iter().zip(present);
        let kept: Vec<bool> = rows
            .map(|(row, present)| *present && row.weight != 0.0)
            .collect();
        let counts: Vec<u64> = self.rows.iter().map(|row| row.count).collect();
        let (units, strata) = self.stages.units_and_strata(&kept, &counts);
        units.saturating_sub(strata)
    }

    /// `Σ count·f(row)`, compensated so that a million terms lose no digit; a
    /// row without a value adds nothing.
    pub(super) fn total(&self, f: impl Fn(&Row) -> Option<f64>) -> f64 {
        let (mut sum, mut lost) = (0.0_f64, 0.0);
        for row in &self.rows {
            let term = f(row).unwrap_or(0.0) * row.count as f64;
            let next = sum + term;
            lost += match sum.abs() >= term.abs() {
                true => (sum - next) + term,
                false => (term - next) + sum,
            };
            sum = next;
        }
        sum + lost
    }

    /// Codes of a variable that occur, rising.
    pub fn levels(&self, variable: usize) -> Vec<f64> {
        let values = self.rows.iter().filter_map(|row| row.value(variable));
        let mut levels: Vec<f64> = values.collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels
    }
}

impl Row {
    /// The value of a variable; missing for one that does not exist.
    pub fn value(&self, variable: usize) -> Option<f64> {
        self.values.get(variable).copied().flatten()
    }
}

fn same_form(pattern: &DesignPattern, first: &DesignPattern) -> bool {
    pattern.values.len() == first.values.len()
        && pattern.strata.len() == first.strata.len()
        && pattern.clusters.len() == first.clusters.len()
        && pattern.population.len() == first.population.len()
}

/// The order in which sums are taken: by stratum, cluster, values, weight. −0
/// and 0 are the same value.
fn compare(a: &DesignPattern, b: &DesignPattern) -> Ordering {
    let number = |x: &f64, y: &f64| (x + 0.0).total_cmp(&(y + 0.0));
    let numbers = |x: &[Option<f64>], y: &[Option<f64>]| {
        let mut pairs = x.iter().zip(y).map(|pair| match pair {
            (Some(x), Some(y)) => number(x, y),
            (x, y) => x.is_some().cmp(&y.is_some()),
        });
        let differs = pairs.find(|order| order.is_ne());
        differs.unwrap_or(x.len().cmp(&y.len()))
    };
    let options = |x: &[f64]| x.iter().copied().map(Some).collect::<Vec<_>>();
    a.strata
        .cmp(&b.strata)
        .then_with(|| a.clusters.cmp(&b.clusters))
        .then_with(|| numbers(&a.values, &b.values))
        .then_with(|| numbers(&[a.weight], &[b.weight]))
        .then_with(|| numbers(&options(&a.population), &options(&b.population)))
}

fn weights(patterns: &[DesignPattern], stages: &Stages) -> Outcome<Vec<f64>> {
    let given: Vec<f64> = patterns.iter().filter_map(|p| p.weight).collect();
    if given.len() == patterns.len() {
        // Beyond these squares leave the doubles, and nobody stands for so many.
        let possible = |w: &f64| *w == 0.0 || (1e-15..=1e15).contains(w);
        let some = given.iter().any(|w| *w > 0.0);
        return match some && given.iter().all(possible) {
            true => Ok(given),
            false => Err(NotComputable::out_of_range("weight")),
        };
    }
    let computed = stages.inverse_probabilities(patterns.len());
    match given.is_empty() && computed.iter().all(|w| w.is_finite()) {
        true => Ok(computed),
        false => Err(NotComputable::not_given("weight")),
    }
}
