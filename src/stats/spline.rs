use nalgebra::{DMatrix, DVector};

/// A cubic spline through points of rising x whose third derivative in the first
/// and last interval is that of the cubic through the four points there (Forsythe,
/// Malcolm & Moler, *Computer Methods for Mathematical Computations*, 1977).
pub(super) struct Spline<'a> {
    points: &'a [(f64, f64)],
    /// Second derivatives at the points.
    bends: Vec<f64>,
}

impl<'a> Spline<'a> {
    /// `None` below three points or where two share an x.
    pub fn through(points: &'a [(f64, f64)]) -> Option<Spline<'a>> {
        let n = points.len();
        let steps: Vec<(f64, f64)> = points
            .iter()
            .zip(points.iter().skip(1))
            .map(|(a, b)| (b.0 - a.0, (b.1 - a.1) / (b.0 - a.0)))
            .collect();
        if n < 3 || steps.iter().any(|(h, _)| !(h.is_finite() && *h > 0.0)) {
            return None;
        }
        let step = |i: usize| steps.get(i).copied().unwrap_or_default();
        // Row i: the slopes to both sides meet at point i; at the ends the third
        // derivative is given.
        let cell = |i: usize, j: usize| match (i, j) {
            (0, 0) => -1.0,
            (0, 1) => 1.0,
            (i, j) if i + 1 == n && i > 0 => match (j + 2 == n, j + 1 == n) {
                (true, _) => -1.0,
                (_, true) => 1.0,
                _ => 0.0,
            },
            (0, _) => 0.0,
            (i, j) if j + 1 == i => step(j).0,
            (i, j) if j == i => 2.0 * (step(i - 1).0 + step(i).0),
            (i, j) if j == i + 1 => step(i).0,
            _ => 0.0,
        };
        let right = |i: usize| match i {
            0 => 6.0 * step(0).0 * third(points.get(..4)),
            i if i + 1 == n => {
                let four = n.checked_sub(4).and_then(|from| points.get(from..));
                6.0 * step(i - 1).0 * third(four)
            }
            i => 6.0 * (step(i).1 - step(i - 1).1),
        };
        let matrix = DMatrix::from_fn(n, n, cell);
        let right = DVector::from_fn(n, |i, _| right(i));
        let bends = matrix.lu().solve(&right)?.iter().copied().collect();
        Some(Spline { points, bends })
    }

    /// The value at `x` between the first and the last point.
    pub fn at(&self, x: f64) -> Option<f64> {
        let after = self.points.partition_point(|(at, _)| *at < x);
        let after = after.clamp(1, self.points.len() - 1);
        let (a, b) = (self.points.get(after - 1)?, self.points.get(after)?);
        let (bend, next) = (self.bends.get(after - 1)?, self.bends.get(after)?);
        let h = b.0 - a.0;
        let (left, right) = ((b.0 - x) / h, (x - a.0) / h);
        let cubic = |t: f64| t * t * t - t;
        let curve = h * h / 6.0 * (cubic(left) * bend + cubic(right) * next);
        Some(left * a.1 + right * b.1 + curve)
    }
}

/// The third divided difference of four points; 0 where there are fewer.
fn third(points: Option<&[(f64, f64)]>) -> f64 {
    let Some([a, b, c, d]) = points else {
        return 0.0;
    };
    let slope = |a: &(f64, f64), b: &(f64, f64)| (b.1 - a.1) / (b.0 - a.0);
    let first = (slope(b, c) - slope(a, b)) / (c.0 - a.0);
    let second = (slope(c, d) - slope(b, c)) / (d.0 - b.0);
    (second - first) / (d.0 - a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cubic_is_its_own_spline() {
        let cubic = |x: f64| 2.0 * x * x * x - x * x + 3.0 * x - 1.0;
        let points: Vec<(f64, f64)> = [-1.0, 0.0, 0.5, 2.0, 3.5].map(|x| (x, cubic(x))).to_vec();
        let spline = Spline::through(&points).unwrap();
        for x in [-1.0, -0.3, 0.2, 1.7, 3.0, 3.5] {
            assert!((spline.at(x).unwrap() - cubic(x)).abs() < 1e-12, "{x}");
        }
        assert!(Spline::through(&points[..2]).is_none());
        let parabola = [(0.0, 0.0), (1.0, 1.0), (2.0, 4.0)];
        let at = Spline::through(&parabola).unwrap().at(1.5).unwrap();
        assert!((at - 2.25).abs() < 1e-14);
    }
}
