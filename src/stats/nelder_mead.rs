/// The least value Nelder and Mead's polytope finds within a number of
/// evaluations, as R's `optim` searches by default: reflection 1, contraction ½,
/// expansion 2, first steps of a tenth of the greatest coordinate, an end where
/// the polytope's values differ by less than 1.5e-8 of the first, or after
/// 500 evaluations.
///
/// Only for showing what R prints: with ten parameters and more 500 evaluations
/// do not reach the least value. `None` without parameters. Nash, J. C. (1990).
/// Compact numerical methods for computers, 2nd ed., algorithm 19.
pub(super) fn nelder_mead(start: &[f64], f: impl Fn(&[f64]) -> f64) -> Option<Vec<f64>> {
    let value = |point: &[f64]| Some(f(point)).filter(|v| v.is_finite()).unwrap_or(HUGE);
    let first = value(start);
    let mut polytope = Polytope::around(start, first, &value);
    let tolerance = RELATIVE * (first.abs() + RELATIVE);
    while polytope.evaluations <= EVALUATIONS {
        let (low, high) = polytope.ends()?;
        let (best, worst) = (polytope.values.get(low)?, polytope.values.get(high)?);
        if *worst <= best + tolerance || !polytope.step(low, high, &value)? {
            break;
        }
    }
    let (low, _) = polytope.ends()?;
    polytope.points.get(low).cloned()
}

const RELATIVE: f64 = 1.490_116_119_384_765_6e-8;
const EVALUATIONS: usize = 500;
/// R's stand-in for a value that is not finite.
const HUGE: f64 = 1e35;

struct Polytope {
    points: Vec<Vec<f64>>,
    values: Vec<f64>,
    /// Sum of the distances from the best corner, which a shrink must lessen.
    size: f64,
    /// Where the last search for the best corner ended.
    low: usize,
    evaluations: usize,
}

impl Polytope {
    fn around(start: &[f64], first: f64, f: &impl Fn(&[f64]) -> f64) -> Polytope {
        let greatest = start.iter().map(|x| 0.1 * x.abs()).fold(0.0, f64::max);
        let step = if greatest == 0.0 { 0.1 } else { greatest };
        let mut points = vec![start.to_vec()];
        for place in 0..start.len() {
            let mut point = start.to_vec();
            if let Some(x) = point.get_mut(place) {
                *x += step;
            }
            points.push(point);
        }
        let mut values = vec![first];
        values.extend(points.iter().skip(1).map(|point| f(point)));
        Polytope {
            // R's sum holds the step times ten, which the first shrink forgives.
            size: 10.0 * step * start.len() as f64,
            low: 0,
            evaluations: points.len(),
            points,
            values,
        }
    }

    /// The best and the worst corner; of equal ones the best stays where it was.
    fn ends(&mut self) -> Option<(usize, usize)> {
        let first = *self.values.get(self.low)?;
        let (mut low, mut high) = ((self.low, first), (self.low, first));
        for (at, &value) in self.values.iter().enumerate() {
            if value < low.1 {
                low = (at, value);
            }
            if value > high.1 {
                high = (at, value);
            }
        }
        self.low = low.0;
        Some((low.0, high.0))
    }

    /// Replaces the worst corner or shrinks; false where a shrink did not lessen
    /// the polytope.
    fn step(&mut self, low: usize, high: usize, f: &impl Fn(&[f64]) -> f64) -> Option<bool> {
        let (best, worst) = (*self.values.get(low)?, *self.values.get(high)?);
        let centre = self.centre_without(high)?;
        let reflected = combined(&centre, 2.0, self.points.get(high)?, -1.0);
        let value = f(&reflected);
        self.evaluations += 1;
        if value < best {
            let far = combined(&reflected, 2.0, &centre, -1.0);
            let beyond = f(&far);
            self.evaluations += 1;
            match beyond < value {
                true => self.replace(high, far, beyond)?,
                false => self.replace(high, reflected, value)?,
            }
            return Some(true);
        }
        if value < worst {
            self.replace(high, reflected, value)?;
        }
        let near = combined(self.points.get(high)?, 0.5, &centre, 0.5);
        let inside = f(&near);
        self.evaluations += 1;
        if inside < *self.values.get(high)? {
            self.replace(high, near, inside)?;
        } else if value >= worst {
            return self.shrink(low, f);
        }
        Some(true)
    }

    fn centre_without(&self, high: usize) -> Option<Vec<f64>> {
        let left_out = self.points.get(high)?;
        let n = left_out.len() as f64;
        let coordinate = |(place, out): (usize, &f64)| {
            let corners = self.points.iter().filter_map(|point| point.get(place));
            corners.fold(-out, |sum, x| sum + x) / n
        };
        Some(left_out.iter().enumerate().map(coordinate).collect())
    }

    fn replace(&mut self, at: usize, point: Vec<f64>, value: f64) -> Option<()> {
        *self.points.get_mut(at)? = point;
        *self.values.get_mut(at)? = value;
        Some(())
    }

    fn shrink(&mut self, low: usize, f: &impl Fn(&[f64]) -> f64) -> Option<bool> {
        let best = self.points.get(low)?.clone();
        let mut size = 0.0;
        for (at, point) in self.points.iter_mut().enumerate() {
            if at == low {
                continue;
            }
            for (x, b) in point.iter_mut().zip(&best) {
                *x = 0.5 * (*x - b) + b;
                size += (*x - b).abs();
            }
        }
        if size >= self.size {
            return Some(false);
        }
        self.size = size;
        for (at, (point, value)) in self.points.iter().zip(&mut self.values).enumerate() {
            if at != low {
                *value = f(point);
                self.evaluations += 1;
            }
        }
        Some(true)
    }
}

fn combined(a: &[f64], by_a: f64, b: &[f64], by_b: f64) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| by_a * x + by_b * y).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_down_the_valley_as_r_does() {
        // R: optim(c(-1.2, 1), function(x) 100*(x[2]-x[1]^2)^2 + (1-x[1])^2)$par
        let valley = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
        let found = nelder_mead(&[-1.2, 1.0], valley).unwrap();
        assert!((found[0] - 1.000260).abs() < 1e-6, "{found:?}");
        assert!((found[1] - 1.000506).abs() < 1e-6, "{found:?}");
        assert_eq!(nelder_mead(&[], |_| 0.0), Some(Vec::new()));
    }
}
