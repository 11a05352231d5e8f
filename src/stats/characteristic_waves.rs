use super::characteristic::CentredHistogram;

/// The characteristic function of the sum at the multiples of a frequency, one
/// after the other.
///
/// As long as every value turns by little more than an angle of 1, φ comes from the
/// moments of the histogram, whatever the number of values; then value by value.
pub(super) enum Waves<'a> {
    Moments(Box<Moments<'a>>),
    Values(Values),
}

impl<'a> Waves<'a> {
    pub fn of(histogram: &'a CentredHistogram, step: f64) -> Waves<'a> {
        match Moments::of(histogram, step) {
            Some(moments) => Waves::Moments(Box::new(moments)),
            None => Waves::Values(Values::of(histogram, step, 0)),
        }
    }

    /// Logarithm of the modulus, and the angle.
    pub fn next_power(&mut self) -> (f64, f64) {
        if let Waves::Moments(moments) = self {
            if let Some(found) = moments.next_power() {
                return found;
            }
            *self = Waves::Values(Values::of(moments.histogram, moments.step, moments.k));
        }
        match self {
            Waves::Values(values) => values.next_power(),
            Waves::Moments(_) => (f64::NEG_INFINITY, 0.0),
        }
    }
}

/// `φ(t) − 1 = Σ (it)^m·μ_m/m!`.
pub(super) struct Moments<'a> {
    histogram: &'a CentredHistogram,
    /// `μ_m/(m!·reach^m)`, from the first moment on.
    terms: [f64; TERMS],
    /// The greatest distance.
    reach: f64,
    step: f64,
    k: u32,
}

/// Moments used: `TURN^28/28!` is 1e-21.
const TERMS: usize = 28;
/// The greatest angle of a value.
const TURN: f64 = 2.0;
/// Frequencies that have to lie within it, so that summing the moments pays.
const FREQUENCIES: f64 = 60.0;
/// Values below which it does not pay.
const FEW: usize = 40;

impl<'a> Moments<'a> {
    fn of(histogram: &'a CentredHistogram, step: f64) -> Option<Moments<'a>> {
        let sizes = histogram.distances.iter().map(|distance| distance.abs());
        let reach = sizes.fold(0.0, f64::max);
        let few = histogram.distances.len() < FEW;
        if few || reach <= 0.0 || step * reach * FREQUENCIES > TURN {
            return None;
        }
        let mut terms = [0.0; TERMS];
        let n = histogram.n as f64;
        for (distance, count) in histogram.distances.iter().zip(&histogram.counts) {
            let part = distance / reach;
            let mut power = *count as f64 / n;
            for term in &mut terms {
                power *= part;
                *term += power;
            }
        }
        let mut factorial = 1.0;
        for (term, m) in terms.iter_mut().zip(1_u8..) {
            factorial *= f64::from(m);
            *term /= factorial;
        }
        Some(Moments {
            histogram,
            terms,
            reach,
            step,
            k: 0,
        })
    }

    fn next_power(&mut self) -> Option<(f64, f64)> {
        let turn = self.step * f64::from(self.k + 1) * self.reach;
        if turn > TURN {
            return None;
        }
        self.k += 1;
        let (mut re, mut im) = (0.0, 0.0);
        let square = turn * turn;
        // From the smallest terms on.
        let (pairs, _) = self.terms.as_chunks::<2>();
        for [odd, even] in pairs.iter().rev() {
            re = even - square * re;
            im = odd - square * im;
        }
        Some(power(-square * re, turn * im, self.histogram.n as f64))
    }
}

/// Value by value.
pub(super) struct Values {
    /// Per value: its share, its distance, sine and cosine of the half angle of
    /// one step, and of the present one.
    values: Vec<(f64, f64, [f64; 2], [f64; 2])>,
    half_step: f64,
    n: f64,
    k: u32,
}

impl Values {
    /// Behind the first `k` frequencies.
    fn of(histogram: &CentredHistogram, step: f64, k: u32) -> Values {
        let n = histogram.n as f64;
        let half_step = step / 2.0;
        let turned = |angle: f64| [libm::sin(angle), libm::cos(angle)];
        let cells = histogram.distances.iter().zip(&histogram.counts);
        let cells = cells.map(|(&distance, &count)| {
            let now = turned(half_step * f64::from(k) * distance);
            (
                count as f64 / n,
                distance,
                turned(half_step * distance),
                now,
            )
        });
        Values {
            values: cells.collect(),
            half_step,
            n,
            k,
        }
    }

    /// From sines of half angles, so that `φ − 1` keeps its digits, which the
    /// power n needs.
    fn next_power(&mut self) -> (f64, f64) {
        self.k += 1;
        // Turning on by multiplication loses a little; now and then afresh.
        let afresh = self.k.is_multiple_of(16);
        let half = self.half_step * f64::from(self.k);
        let (mut re, mut im) = (0.0, 0.0);
        for (share, distance, [step_sin, step_cos], now) in &mut self.values {
            let [sin, cos] = *now;
            *now = match afresh {
                true => [libm::sin(half * *distance), libm::cos(half * *distance)],
                false => [
                    sin * *step_cos + cos * *step_sin,
                    cos * *step_cos - sin * *step_sin,
                ],
            };
            let [sin, cos] = *now;
            re -= 2.0 * *share * sin * sin;
            im += 2.0 * *share * sin * cos;
        }
        power(re, im, self.n)
    }
}

/// Logarithm of the modulus and the angle of `(1 + re + i·im)^n`.
fn power(re: f64, im: f64, n: f64) -> (f64, f64) {
    let modulus = 0.5 * libm::log1p((2.0 * re + re * re + im * im).max(-1.0));
    ((n * modulus).max(-1e4), n * libm::atan2(im, 1.0 + re))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moments_give_what_the_values_give(
            cells in prop::collection::vec((-1.0_f64..1.0, 1_u64..50), 50..200), step in 0.001_f64..0.03,
        ) {
            let n: u64 = cells.iter().map(|(_, count)| count).sum();
            let mean = cells.iter().map(|(x, count)| x * *count as f64).sum::<f64>() / n as f64;
            let histogram = CentredHistogram {
                distances: cells.iter().map(|(x, _)| x - mean).collect(),
                counts: cells.iter().map(|(_, count)| *count).collect(),
                n,
                lattice: None,
            };
            let mut moments = Waves::of(&histogram, step);
            prop_assume!(matches!(moments, Waves::Moments(_)));
            let mut values = Values::of(&histogram, step, 0);
            for _ in 0..120 {
                let (found, wanted) = (moments.next_power(), values.next_power());
                if wanted.0 < -42.0 {
                    // Rounding error, whatever it is.
                    prop_assert!(found.0 < -41.9, "{found:?} {wanted:?}");
                    continue;
                }
                let scale = 1e-13 * (1.0 + wanted.0.abs() + wanted.1.abs());
                prop_assert!((found.0 - wanted.0).abs() <= scale, "{found:?} {wanted:?}");
                prop_assert!((found.1 - wanted.1).abs() <= scale.max(1e-15 * n as f64), "{found:?} {wanted:?}");
            }
        }
    }
}
