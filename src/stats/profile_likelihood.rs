use super::binary_model::BinaryModel;
use super::newton::{Maximum, maximise, solvable};
use super::spline::Spline;
use super::{Interval, NotComputable, Observations, Outcome, chi_square_quantile};
use nalgebra::DVector;
use serde::{Deserialize, Serialize};

/// Profile-likelihood intervals of the coefficients of a binary logistic
/// regression.
///
/// # Question
/// Between which values of a coefficient is the likelihood, with the others best
/// for it, not significantly lower?
///
/// # Formula
/// Both solutions of `2(ℓ(b̂) − max ℓ(b)) = χ²(1)`, found by Newton's steps on the
/// plane of that coefficient. An end is `None` where the likelihood never falls so
/// far. `ProfileLimits::Interpolated` reads them off a curve through a grid of such
/// maxima, as R's `confint` of a `glm` does, which is right to about 1e-3; an end
/// is `None` too where the grid does not reach it.
///
/// # Assumes
/// As `logistic_regression`; better than Wald's interval in small samples.
///
/// # When not
/// Under separation there is no estimate to profile.
///
/// # Example
/// ```
/// use tridharma::stats::{Observations, profile_intervals};
/// let hours = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(Some);
/// let passed = [0.0, 0.0, 1.0, 0.0, 1.0, 1.0].map(Some);
/// let both = Observations::of_columns(&[&passed, &hours]).unwrap();
/// let slope = profile_intervals(&both, 0, 1.0, &[1], 0.95, Default::default())
///     .unwrap()[1].unwrap();
/// assert!(slope.low.unwrap() < 0.0 && slope.high.unwrap() > 2.0);
/// ```
///
/// # Checked against
/// `logistic_regression` of the reference cases (R `MASS` profile).
///
/// # References
/// Venzon & Moolgavkar, *Applied Statistics* 37 (1988) 87.
///
/// # Errors
/// As `logistic_regression`; [`NotComputable::Separated`].
pub fn profile_intervals(
    observations: &Observations,
    outcome: usize,
    event: f64,
    predictors: &[usize],
    confidence: f64,
    limits: ProfileLimits,
) -> Outcome<Vec<Option<Interval>>> {
    let quantile = match confidence > 0.0 && confidence < 1.0 {
        true => chi_square_quantile(1.0 - confidence, 1.0),
        false => None,
    };
    let quantile = quantile.ok_or(NotComputable::out_of_range("confidence"))?;
    let model = BinaryModel::of(observations, outcome, event, predictors)?;
    let maximum = model.fit()?;
    if !maximum.converged {
        return Err(NotComputable::Separated);
    }
    let factor = solvable(&maximum.information).ok_or(NotComputable::Singular)?;
    let mut found = vec![None; predictors.len() + 1];
    let places = std::iter::once(0).chain(model.design.kept.iter().map(|place| place + 1));
    for (row, place) in model.back.iter().zip(places) {
        let error = row.dot(&factor.solve(row)).sqrt();
        let side = |sign: f64| Side {
            model: &model,
            maximum: &maximum,
            row,
            reach: sign * error * quantile.sqrt(),
            goal: quantile.sqrt(),
        };
        let (low, high) = match limits {
            ProfileLimits::Solved => (side(-1.0).limit(), side(1.0).limit()),
            ProfileLimits::Interpolated => interpolated(&side(-1.0), &side(1.0), confidence),
        };
        if let Some(slot) = found.get_mut(place) {
            *slot = Some(Interval {
                low,
                high,
                confidence,
            });
        }
    }
    Ok(found)
}

/// How the ends are found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileLimits {
    /// Solved to the last digits; the default.
    #[default]
    Solved,
    /// Read off an interpolated curve, as R does.
    Interpolated,
}

/// Both ends off the curve of signed roots over the coefficient: a spline through
/// up to nine steps to each side, read at three times as many points, between
/// which the line is straight.
fn interpolated(low: &Side, high: &Side, confidence: f64) -> (Option<f64>, Option<f64>) {
    let widest = chi_square_quantile((1.0 - confidence) / 4.0, 1.0).map(f64::sqrt);
    let Some(widest) = widest else {
        return (None, None);
    };
    let estimate = high.row.dot(&high.maximum.parameters);
    let mut points = vec![(estimate, 0.0)];
    points.extend(low.grid(widest).iter().map(|(x, root)| (*x, -root)));
    points.extend(high.grid(widest));
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let read = || -> Option<Vec<(f64, f64)>> {
        let spline = Spline::through(&points)?;
        let (from, to) = (points.first()?.0, points.last()?.0);
        let last = 3 * points.len() - 1;
        let place = |i: usize| from + (to - from) * i as f64 / last as f64;
        let curve = (0..=last).map(|i| Some((place(i), spline.at(place(i))?)));
        curve.collect()
    };
    let curve = read().unwrap_or_default();
    (crossing(&curve, -high.goal), crossing(&curve, high.goal))
}

/// Where a rising curve of straight pieces has the value.
fn crossing(curve: &[(f64, f64)], goal: f64) -> Option<f64> {
    let pair = curve.windows(2).find_map(|pair| match pair {
        [a, b] if a.1 <= goal && goal <= b.1 => Some((*a, *b)),
        _ => None,
    });
    let (a, b) = pair?;
    Some(a.0 + (b.0 - a.0) * (goal - a.1) / (b.1 - a.1))
}

/// One end of one interval.
struct Side<'a> {
    model: &'a BinaryModel,
    maximum: &'a Maximum,
    row: &'a DVector<f64>,
    /// Wald's reach, with the side's sign.
    reach: f64,
    /// The signed root of the likelihood ratio that is sought.
    goal: f64,
}

impl Side<'_> {
    fn limit(&self) -> Option<f64> {
        let estimate = self.row.dot(&self.maximum.parameters);
        let mut start = self.maximum.parameters.clone();
        // In units of Wald's reach the signed root is nearly `goal·x`.
        let (mut low, mut high) = ((0.0, -self.goal), (1.0, f64::NAN));
        for _ in 0..60 {
            high.1 = self.root_at(estimate, high.0, &mut start)? - self.goal;
            if high.1 >= 0.0 {
                break;
            }
            low = high;
            high.0 *= 2.0;
        }
        if high.1.is_nan() || high.1 < 0.0 {
            return None;
        }
        for _ in 0..60 {
            // The secant, kept inside the bracket.
            let share = (-low.1 / (high.1 - low.1)).clamp(0.01, 0.99);
            let x = low.0 + share * (high.0 - low.0);
            let miss = self.root_at(estimate, x, &mut start)? - self.goal;
            match miss < 0.0 {
                true => low = (x, miss),
                false => high = (x, miss),
            }
            if miss.abs() < 1e-10 || high.0 - low.0 < 1e-12 * high.0 {
                return Some(estimate + x * self.reach);
            }
        }
        Some(estimate + 0.5 * (low.0 + high.0) * self.reach)
    }

    /// Coefficient and root at steps of a fifth of the widest, until it is reached.
    fn grid(&self, widest: f64) -> Vec<(f64, f64)> {
        let estimate = self.row.dot(&self.maximum.parameters);
        let mut start = self.maximum.parameters.clone();
        let mut points = Vec::new();
        for step in 1..10 {
            let x = f64::from(step) * widest / 5.0 / self.goal;
            let Some(root) = self.root_at(estimate, x, &mut start) else {
                break;
            };
            points.push((estimate + x * self.reach, root));
            if root >= widest {
                break;
            }
        }
        points
    }

    /// `√(2(ℓ̂ − ℓ))` at a distance in units of Wald's reach.
    fn root_at(&self, estimate: f64, x: f64, start: &mut DVector<f64>) -> Option<f64> {
        let target = estimate + x * self.reach;
        let there = maximise(self.model, start.clone(), Some((self.row, target)))?;
        *start = there.parameters;
        Some((2.0 * (self.maximum.value - there.value)).max(0.0).sqrt())
    }
}
