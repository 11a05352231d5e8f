use std::f64::consts::PI;

/// The tail of the sum of k respondents picked without putting back, by
/// inversion along a shifted contour.
///
/// Picking k of n is picking each with probability `q = k/n`, given that k were
/// picked. With `K(s, t) = Σ count·ln(1 − q + q·exp(s + t·d))`, d the distance of a
/// value from the mean in lattice steps, N the number picked and S their sum,
///
/// `P(N = k, S ≥ x) = (2π)⁻² ∬ exp(K(s+iα, t+iβ) − (s+iα)k − (t+iβ)x) / (1 − exp(−t−iβ)) dα dβ`
///
/// for every s and t > 0; both integrals are over a period, where the trapezoidal
/// rule is exact but for terms that are counted below. At the saddle point (s, t) the
/// integrand is a hill, so the tail keeps its relative precision however small it
/// is.
#[derive(Debug, Clone)]
pub(super) struct TiltedTail<'a> {
    /// Distances from the mean, in steps, and respondents of each.
    pub distances: &'a [f64],
    pub counts: &'a [u64],
    pub picked: f64,
    pub n: f64,
}

/// Exponent below which a term is rounding error, and the same of the terms that
/// the windows fold in.
const NOTHING: f64 = -34.0;
/// Standard deviations from the top at which silence means the end of the hill.
const FAR: f64 = 8.5;
/// Evaluations of a value in a scan of the whole period: some 20 milliseconds.
const MOST_EVALUATIONS: f64 = 1e6;

/// The hill at the saddle point.
struct Hill {
    t: f64,
    /// Probability of being picked, per value.
    chances: Vec<f64>,
    /// `K(s, t) − s·k − t·x`.
    height: f64,
    /// Variance of N, slope of S on N, and variance of S given N.
    of_number: f64,
    slope: f64,
    of_sum: f64,
}

impl TiltedTail<'_> {
    /// Whether the whole period can be scanned in a few milliseconds. Where it is
    /// not, late echoes of few coarse values may be missed, which fills jumps in
    /// half-way.
    pub fn scannable(&self) -> bool {
        self.saddle(0.0).is_some_and(|hill| {
            let (numbers, sums) = hill.windows();
            self.counts.len() as f64 * numbers * sums / 2.0 <= MOST_EVALUATIONS
        })
    }

    /// `P(S − E S ≥ x)`, x being a point of the lattice less the mean; by a scan of
    /// the `whole` period, or of the hill alone. `None` where the saddle point is
    /// not found.
    pub fn at_least(&self, x: f64, whole: bool) -> Option<f64> {
        let hill = self.saddle(x)?;
        let (numbers, sums) = hill.windows();
        let step = 2.0 * PI / sums;
        let last = ((sums - 1.0) / 2.0).floor();
        let (mut total, mut k) = (0.0, 0.0);
        while k <= last {
            let line = self.line(&hill, x, step * k, numbers, whole);
            // The other half of the period is the conjugate.
            total += if k > 0.0 { 2.0 * line.0 } else { line.0 };
            let gone = hill.of_sum.sqrt() * step * k > FAR && line.1 < NOTHING;
            if gone && !whole {
                break;
            }
            k += 1.0;
        }
        let mass = total / (numbers * sums);
        let p = libm::exp(hill.height - self.ln_chance_of_number()) * mass;
        p.is_finite().then_some(p.clamp(0.0, 1.0))
    }

    /// `ln P(N = k)`, by Stirling's errors, because k is the mean of N.
    fn ln_chance_of_number(&self) -> f64 {
        let (n, k) = (self.n, self.picked);
        let left = n - k;
        let errors = stirling_error(n) - stirling_error(k) - stirling_error(left);
        errors - 0.5 * libm::log(2.0 * PI * k * (left / n))
    }

    /// Where `K − s·k − t·(x − ½)` is least, but t not so near 0 that the pole
    /// there is felt.
    fn saddle(&self, x: f64) -> Option<Hill> {
        let q = self.picked / self.n;
        let spread = self.cells().map(|(d, c)| c * d * d).sum::<f64>() * q * (1.0 - q);
        let least = 2.5 / spread.sqrt();
        let (mut s, mut t) = (0.0, 0.0);
        for _ in 0..200 {
            let [number, sum, nn, ns, ss] = self.moments(s, t);
            let (to_number, to_sum) = (self.picked - number, x - 0.5 - sum);
            let determinant = nn * ss - ns * ns;
            if determinant <= 0.0 || !determinant.is_finite() {
                return None;
            }
            let by_s = (ss * to_number - ns * to_sum) / determinant;
            let by_t = (nn * to_sum - ns * to_number) / determinant;
            let rise = by_s * to_number + by_t * to_sum;
            if rise < 1e-14 {
                break;
            }
            let stride = self.stride(x, (s, t), (by_s, by_t), rise);
            (s, t) = (s + stride * by_s, t + stride * by_t);
            // Lower tilts end at the least one.
            if t < least && to_sum < 0.0 {
                break;
            }
        }
        if t < least {
            t = least;
            s = self.balanced(t)?;
        }
        self.hill(s, t, x)
    }

    /// How much of Newton's stride lowers the convex function enough.
    fn stride(&self, x: f64, at: (f64, f64), by: (f64, f64), rise: f64) -> f64 {
        let value = |s: f64, t: f64| self.cumulant(s, t) - s * self.picked - t * (x - 0.5);
        let here = value(at.0, at.1);
        let mut stride = 1.0;
        for _ in 0..60 {
            let there = value(at.0 + stride * by.0, at.1 + stride * by.1);
            if there <= here - 0.1 * stride * rise + 1e-9 * here.abs().max(1.0) {
                break;
            }
            stride *= 0.5;
        }
        stride
    }

    /// The s at which k are expected, by halving: the number rises with s.
    fn balanced(&self, t: f64) -> Option<f64> {
        let widest = self.distances.iter().fold(1.0, |w: f64, d| w.max(d.abs()));
        let (mut low, mut high) = (-t * widest - 1.0, t * widest + 1.0);
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            let [number, ..] = self.moments(middle, t);
            if number < self.picked {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(f64::midpoint(low, high)).filter(|s| s.is_finite())
    }

    fn hill(&self, s: f64, t: f64, x: f64) -> Option<Hill> {
        let [_, _, of_number, both, of_sum] = self.moments(s, t);
        let odds = libm::log(self.picked / (self.n - self.picked));
        let slope = both / of_number;
        let hill = Hill {
            t,
            chances: self
                .distances
                .iter()
                .map(|d| logistic(odds + s + t * d))
                .collect(),
            height: self.cumulant(s, t) - s * self.picked - t * x,
            of_number,
            slope,
            of_sum: of_sum - both * slope,
        };
        let fine = hill.height.is_finite() && hill.of_number > 0.0 && hill.of_sum > 0.0;
        fine.then_some(hill)
    }

    fn cells(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let counts = self.counts.iter().map(|count| *count as f64);
        self.distances.iter().copied().zip(counts)
    }

    fn cumulant(&self, s: f64, t: f64) -> f64 {
        let q = self.picked / self.n;
        let term = |(d, count): (f64, f64)| {
            let power = s + t * d;
            // ln(1 − q + q·eᵖ), from the larger side.
            count
                * match power > 0.0 {
                    true => power + libm::log1p((1.0 - q) * libm::expm1(-power)),
                    false => libm::log1p(q * libm::expm1(power)),
                }
        };
        self.cells().map(term).sum()
    }

    /// Mean of N and S, variance of N, covariance, variance of S.
    fn moments(&self, s: f64, t: f64) -> [f64; 5] {
        let odds = libm::log(self.picked / (self.n - self.picked));
        let mut sums = [0.0; 5];
        for (d, count) in self.cells() {
            let chance = logistic(odds + s + t * d);
            let spread = chance * logistic(-(odds + s + t * d));
            let parts = [chance, chance * d, spread, spread * d, spread * d * d];
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum += count * part;
            }
        }
        sums
    }

    /// The sum over α at one β, real part, and the greatest exponent met.
    fn line(&self, hill: &Hill, x: f64, beta: f64, numbers: f64, whole: bool) -> (f64, f64) {
        let last = ((numbers - 1.0) / 2.0).floor();
        let step = 2.0 * PI / numbers;
        let mut best = f64::NEG_INFINITY;
        let mut sum = 0.0;
        for side in [1.0, -1.0] {
            let mut l = if side > 0.0 { 0.0 } else { 1.0 };
            while l <= last {
                let alpha = side * step * l;
                let (value, exponent) = self.value(hill, x, alpha, beta);
                best = best.max(exponent);
                sum += value;
                if exponent < NOTHING && l * step * hill.of_number.sqrt() > FAR && !whole {
                    break;
                }
                l += 1.0;
            }
        }
        (sum, best)
    }

    /// The integrand over its height at the saddle point: real part, and a bound of
    /// the exponent.
    fn value(&self, hill: &Hill, x: f64, alpha: f64, beta: f64) -> (f64, f64) {
        // Turned so that N and S do not pull together.
        let angle = |d: f64| alpha + beta * (d - hill.slope);
        let cells = || self.cells().zip(&hill.chances);
        let bound = |((d, count), chance): ((f64, f64), &f64)| {
            let sine = libm::sin(0.5 * angle(d));
            -2.0 * count * chance * (1.0 - chance) * sine * sine
        };
        // Near the top it is not worth a look.
        let near = alpha * alpha * hill.of_number + beta * beta * hill.of_sum < 30.0;
        let exponent: f64 = if near { 0.0 } else { cells().map(bound).sum() };
        if exponent < NOTHING {
            return (0.0, exponent);
        }
        let (mut modulus, mut turn) = (
            0.0,
            -alpha * self.picked - beta * (x - hill.slope * self.picked),
        );
        for ((d, count), chance) in cells() {
            let half = 0.5 * angle(d);
            let (sine, cosine) = (libm::sin(half), libm::cos(half));
            let square = sine * sine;
            modulus += 0.5 * count * libm::log1p(-4.0 * chance * (1.0 - chance) * square);
            turn += count * libm::atan2(2.0 * chance * sine * cosine, 1.0 - 2.0 * chance * square);
        }
        // Over 1 − exp(−t − iβ).
        let shrink = libm::exp(-hill.t);
        let (re, im) = (1.0 - shrink * libm::cos(beta), shrink * libm::sin(beta));
        let size = libm::exp(modulus) / (re * re + im * im);
        (
            size * (libm::cos(turn) * re + libm::sin(turn) * im),
            exponent,
        )
    }
}

impl Hill {
    /// Odd numbers of points over the period of α and of β: what they fold in from
    /// beyond is nothing.
    fn windows(&self) -> (f64, f64) {
        let odd = |points: f64| 2.0 * (points / 2.0).ceil() + 1.0;
        let beside = 17.0 * (self.of_sum + self.slope * self.slope * self.of_number).sqrt();
        let below = (-self.height - NOTHING) / self.t;
        (
            odd(17.0 * self.of_number.sqrt() + 2.0),
            odd(beside.max(below) + 2.0),
        )
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `ln n! − (n + ½)·ln n + n − ½·ln 2π`, for n ≥ 1.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        let factorial: f64 = (1..=n as u32).map(f64::from).product();
        return libm::log(factorial) - (n + 0.5) * libm::log(n) + n - 0.918_938_533_204_672_7;
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / n
}
