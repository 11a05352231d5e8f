use super::binary_model::scaled;
use super::newton::{Derivatives, Likelihood};
use super::{DesignMatrix, Link, NotComputable, Observations, Outcome};
use nalgebra::{DMatrix, DVector};

/// Respondents by pattern of predictors and answer.
#[derive(Debug, Clone)]
pub(super) struct OrdinalModel {
    pub design: DesignMatrix,
    link: Link,
    /// Place of each pattern's answer among the levels.
    answers: Vec<usize>,
    /// Predictors' columns scaled to a mean square of 1.
    columns: Vec<Vec<f64>>,
    back: Vec<DVector<f64>>,
    /// Answers that occur, rising, and respondents who gave each.
    pub levels: Vec<f64>,
    pub counts: Vec<f64>,
    pub n: u64,
    pub missing: u64,
}

/// Levels beyond which an answer is a number rather than one of ordered words.
const MOST: usize = 100;

impl OrdinalModel {
    /// Those with a value of every variable.
    pub fn of(
        observations: &Observations,
        outcome: usize,
        predictors: &[usize],
        link: Link,
    ) -> Outcome<OrdinalModel> {
        if predictors.is_empty() {
            return Err(NotComputable::not_given("predictors"));
        }
        let mut variables = predictors.to_vec();
        variables.push(outcome);
        let complete = observations.complete(&variables);
        let n = complete.n();
        if n == 0 {
            return Err(NotComputable::NoAnswers);
        }
        let sample = complete.sample(predictors.len());
        let levels: Vec<f64> = sample.values().map(|(level, _)| level).collect();
        match levels.len() {
            0..=1 => return Err(NotComputable::NoSpread),
            many if many > MOST => {
                return Err(NotComputable::out_of_range("levels"));
            }
            _ => {}
        }
        let units = sample.units();
        let answer = |row: &[Option<i128>]| {
            let unit = row.last().copied().flatten().unwrap_or_default();
            units.partition_point(|(level, _)| *level < unit)
        };
        let places: Vec<usize> = (0..predictors.len()).collect();
        let design = DesignMatrix::of(&complete, &places);
        if design.kept.is_empty() {
            return Err(NotComputable::NoSpread);
        }
        let (mut columns, back) = scaled(&design);
        columns.remove(0);
        Ok(OrdinalModel {
            answers: complete
                .patterns()
                .iter()
                .map(|(row, _)| answer(row))
                .collect(),
            design,
            link,
            columns,
            back,
            levels,
            counts: sample.values().map(|(_, count)| count as f64).collect(),
            n,
            missing: observations.n().saturating_sub(n),
        })
    }

    /// Thresholds of the answers as a whole, no slopes.
    pub fn start(&self) -> DVector<f64> {
        let mut below = 0.0;
        let cumulated = self.counts.iter().take(self.thresholds()).map(|count| {
            below += count;
            self.link.quantile(below / self.n as f64)
        });
        let slopes = std::iter::repeat_n(0.0, self.columns.len());
        DVector::from_vec(cumulated.chain(slopes).collect())
    }

    fn thresholds(&self) -> usize {
        self.levels.len() - 1
    }

    /// Rows that turn parameters into thresholds of the uncentred predictors.
    pub fn threshold_rows(&self) -> Vec<DVector<f64>> {
        let size = self.thresholds() + self.columns.len();
        let means = self.back.first();
        let row = |place: usize| {
            DVector::from_fn(size, |i, _| match i.checked_sub(self.thresholds()) {
                None => f64::from(u8::from(i == place)),
                // The intercept's row holds −x̄'b; a threshold gains x̄'b.
                Some(k) => -means.and_then(|m| m.get(k + 1)).copied().unwrap_or(0.0),
            })
        };
        (0..self.thresholds()).map(row).collect()
    }

    /// Rows that turn parameters into slopes of the kept predictors.
    pub fn slope_rows(&self) -> Vec<DVector<f64>> {
        let before = self.thresholds();
        let size = before + self.columns.len();
        let row = |back: &DVector<f64>| {
            DVector::from_fn(size, |i, _| match i.checked_sub(before) {
                None => 0.0,
                Some(k) => back.get(k + 1).copied().unwrap_or(0.0),
            })
        };
        self.back.iter().skip(1).map(row).collect()
    }

    /// Adds one pattern: `ln(F(a) − F(b))` with `a` the threshold above the
    /// answer and `b` the one below.
    fn add(&self, place: usize, parameters: &DVector<f64>, sum: &mut Derivatives) -> Option<()> {
        let weight = *self.design.weights.get(place)?;
        let answer = *self.answers.get(place)?;
        let before = self.thresholds();
        let x: Option<Vec<f64>> = self.columns.iter().map(|c| c.get(place).copied()).collect();
        let x = x?;
        let slopes = parameters.iter().skip(before).zip(&x);
        let shift: f64 = slopes.map(|(slope, x)| slope * x).sum();
        let threshold = |j: usize| Some(*parameters.get(j)? - shift);
        let (low, high) = (answer.checked_sub(1), Some(answer).filter(|j| *j < before));
        let (a, b) = (high.and_then(threshold), low.and_then(threshold));
        let probability = match (b, a) {
            (Some(b), Some(a)) => self.link.between(b, a),
            (Some(b), None) => self.link.upper(b),
            (None, Some(a)) => self.link.lower(a),
            (None, None) => 1.0,
        };
        if !(probability > 0.0 && probability.is_finite()) {
            return None;
        }
        sum.value += weight * libm::log(probability);
        // Gradient of the probability by both thresholds and by the shift.
        let (fa, ca) = a.map_or((0.0, 0.0), |a| self.link.density(a));
        let (fb, cb) = b.map_or((0.0, 0.0), |b| self.link.density(b));
        let mut rise = vec![(before, fb - fa)];
        let mut curve = vec![(before, before, ca - cb)];
        if let Some(high) = high {
            rise.push((high, fa));
            curve.extend([(high, high, ca), (high, before, -ca)]);
        }
        if let Some(low) = low {
            rise.push((low, -fb));
            curve.extend([(low, low, -cb), (low, before, cb)]);
        }
        let row = Row {
            x: &x,
            before,
            scale: weight / probability,
        };
        row.spread(&rise, &curve, probability, sum);
        Some(())
    }
}

/// Spreads derivatives by thresholds and shift over the parameters; position
/// `before` stands for the shift `b'x`.
struct Row<'a> {
    x: &'a [f64],
    before: usize,
    scale: f64,
}

impl Row<'_> {
    fn spread(
        &self,
        rise: &[(usize, f64)],
        curve: &[(usize, usize, f64)],
        probability: f64,
        sum: &mut Derivatives,
    ) {
        for &(i, first) in rise {
            self.each(i, |place, x| {
                if let Some(cell) = sum.gradient.get_mut(place) {
                    *cell += self.scale * first * x;
                }
            });
            for &(j, second) in rise {
                self.pair(i, j, self.scale * first * second / probability, sum);
            }
        }
        for &(i, j, bend) in curve {
            self.pair(i, j, -self.scale * bend, sum);
            if i != j {
                self.pair(j, i, -self.scale * bend, sum);
            }
        }
    }

    fn pair(&self, i: usize, j: usize, value: f64, sum: &mut Derivatives) {
        self.each(i, |row, x| {
            self.each(j, |column, y| {
                if let Some(cell) = sum.information.get_mut((row, column)) {
                    *cell += value * x * y;
                }
            });
        });
    }

    fn each(&self, position: usize, mut with: impl FnMut(usize, f64)) {
        match position == self.before {
            true => (self.before..)
                .zip(self.x)
                .for_each(|(place, x)| with(place, *x)),
            false => with(position, 1.0),
        }
    }
}

impl Likelihood for OrdinalModel {
    fn at(&self, parameters: &DVector<f64>) -> Option<Derivatives> {
        let size = parameters.len();
        let mut sum = Derivatives {
            value: 0.0,
            gradient: DVector::zeros(size),
            information: DMatrix::zeros(size, size),
        };
        for place in 0..self.answers.len() {
            self.add(place, parameters, &mut sum)?;
        }
        sum.value.is_finite().then_some(sum)
    }
}
