use super::characteristic_waves::Waves;
use super::{NotComputable, Outcome};
use std::f64::consts::PI;

/// The distribution function of a sum of n independent draws from a histogram,
/// by its characteristic function: the n-th power of that of one draw, summed as a
/// Fourier series over a window of 28 standard deviations (or the whole range).
///
/// Where the values lie on a lattice of a manageable step the series is a finite
/// one and the distribution comes out exactly, jumps and all; elsewhere it is
/// smooth, jumps filled in half-way. Arguments are distances from the mean of
/// the sum.
#[derive(Debug, Clone)]
pub(super) struct SumOfDraws {
    /// 1 for a lattice; else 0.
    lattice: bool,
    /// Start and length of the window.
    low: f64,
    window: f64,
    /// Per frequency: the coefficient of the distribution function.
    terms: Vec<(f64, f64)>,
    /// The constant that makes the function 0 at the start.
    start: f64,
}

/// A histogram about its mean.
#[derive(Debug, Clone)]
pub(super) struct CentredHistogram {
    /// Distances from the mean; rising on a lattice.
    pub distances: Vec<f64>,
    pub counts: Vec<u64>,
    pub n: u64,
    /// Where the distances differ by whole numbers: the sum of all values in them
    /// above the least one.
    pub lattice: Option<LatticeRange>,
}

/// Where sums of n draws lie, in lattice steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct LatticeRange {
    /// Of the n respondents themselves.
    pub sum: f64,
    /// The greatest there can be; the least is 0.
    pub greatest: f64,
}

/// Standard deviations in the window: beyond 14 on either side nothing is left.
const WINDOW: f64 = 28.0;
/// Exponent below which a term is rounding error.
const NOTHING: f64 = -42.0;
/// Sines, and terms, of the largest series on a lattice: some milliseconds.
const MOST_SINES: f64 = 2e6;
const MOST_TERMS: f64 = 2e5;
/// Respondents from which a smooth form is near enough.
pub(super) const SMOOTH_FROM: u64 = 50;

impl SumOfDraws {
    /// # Errors
    /// [`NotComputable::NoSpread`] for a single value;
    /// [`NotComputable::TooFew`] below 50 respondents off a lattice.
    pub fn of(histogram: &CentredHistogram) -> Outcome<SumOfDraws> {
        let spread = histogram.spread();
        if !spread.is_finite() || spread <= 0.0 {
            return Err(NotComputable::NoSpread);
        }
        if let Some(found) = histogram
            .lattice
            .and_then(|range| SumOfDraws::exact(histogram, range, spread))
        {
            return Ok(found);
        }
        if histogram.n < SMOOTH_FROM {
            let (n, needed) = (histogram.n, SMOOTH_FROM);
            return Err(NotComputable::TooFew { n, needed });
        }
        let window = WINDOW * spread;
        let step = 2.0 * PI / window;
        let (mut quiet, mut heard) = (0, 0);
        let mut waves = Waves::of(histogram, step);
        let mut terms = Vec::new();
        // A gap in the values may bring a late echo; 40 silent terms rule it out
        // as far as it matters.
        while quiet < 40 && terms.len() < 4_000 {
            let (modulus, angle) = waves.next_power();
            quiet = if modulus < NOTHING { quiet + 1 } else { 0 };
            let size = libm::exp(modulus) / (step * (terms.len() + 1) as f64);
            // Over i·ω.
            terms.push((size * libm::sin(angle), -size * libm::cos(angle)));
            heard = if quiet == 0 { terms.len() } else { heard };
        }
        terms.truncate(heard);
        Ok(SumOfDraws::started(false, -window / 2.0, window, terms))
    }

    fn exact(histogram: &CentredHistogram, range: LatticeRange, spread: f64) -> Option<SumOfDraws> {
        let whole = range.greatest + 1.0;
        let wide = (WINDOW * spread).ceil() + 1.0;
        let (low, window) = match whole <= wide {
            true => (-range.sum, whole),
            false => (-(wide / 2.0).floor(), wide),
        };
        let most = (window / 2.0).floor();
        let step = 2.0 * PI / window;
        let frequencies = histogram.last_frequency(step, most);
        let sines = frequencies * histogram.counts.len() as f64;
        if sines > MOST_SINES || frequencies > MOST_TERMS {
            return None;
        }
        let mut waves = Waves::of(histogram, step);
        let mut terms = Vec::with_capacity(frequencies as usize);
        for k in 1..=frequencies as u64 {
            let (modulus, angle) = waves.next_power();
            // Over 1 − exp(−iθ) = 2i·sin(θ/2)·exp(−iθ/2).
            let half = step * k as f64 / 2.0;
            let alone = 2.0 * k as f64 == window;
            let size = libm::exp(modulus) / (2.0 * libm::sin(half)) * if alone { 0.5 } else { 1.0 };
            let angle = angle + half;
            terms.push((size * libm::sin(angle), -size * libm::cos(angle)));
        }
        Some(SumOfDraws::started(true, low, window, terms))
    }

    fn started(lattice: bool, low: f64, window: f64, terms: Vec<(f64, f64)>) -> SumOfDraws {
        let mut found = SumOfDraws {
            lattice,
            low,
            window,
            terms,
            start: 0.0,
        };
        found.start = found.waves(low);
        found
    }

    pub fn is_lattice(&self) -> bool {
        self.lattice
    }

    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// The probability of a sum of at most `x` above the mean; on a lattice x has
    /// to be a point of it.
    pub fn up_to(&self, x: f64) -> f64 {
        let x = if self.lattice { x + 1.0 } else { x };
        let linear = (x - self.low) / self.window;
        (linear + self.start - self.waves(x)).clamp(0.0, 1.0)
    }

    /// Half of the jump at 0 counted.
    pub fn share_below_mean(&self) -> f64 {
        match self.lattice {
            true => self.up_to(-1.0).midpoint(self.up_to(0.0)),
            false => self.up_to(0.0),
        }
    }

    /// The least x with a probability of at least `share` up to it.
    pub fn quantile(&self, share: f64) -> f64 {
        let (mut low, mut high) = (self.low, self.low + self.window);
        // The sums are accurate to about 1e-13.
        let share = share - 1e-12;
        // A step of Newton's from the last place, from the middle at first.
        let mut x = self.settled(self.low + self.window / 2.0);
        for _ in 0..80 {
            if x <= low || x >= high {
                x = self.settled(low.midpoint(high));
            }
            if x <= low || x >= high || high - low < 1e-13 * self.window {
                break;
            }
            let (reached, density) = self.at(x);
            let miss = share - reached;
            match miss <= 0.0 {
                true => high = x,
                false => low = x,
            }
            let mut step = miss / density.max(f64::MIN_POSITIVE);
            // Onto the other side of the root, so that both ends come near.
            step += step.signum() * self.least_step(step);
            x = self.settled(x + step);
        }
        if self.lattice && self.up_to(low) >= share {
            low
        } else {
            high
        }
    }

    /// The nearest place there is.
    fn settled(&self, x: f64) -> f64 {
        match self.lattice {
            true => self.low + (x - self.low).floor(),
            false => x,
        }
    }

    /// By how much a step is lengthened.
    fn least_step(&self, step: f64) -> f64 {
        match self.lattice {
            true => 1.0,
            false => (1e-3 * step.abs()).max(4e-14 * self.window),
        }
    }

    /// [`SumOfDraws::up_to`], and how fast it rises there.
    fn at(&self, x: f64) -> (f64, f64) {
        let x = if self.lattice { x + 1.0 } else { x };
        let step = 2.0 * PI / self.window;
        let (sin, cos) = (libm::sin(step * x), libm::cos(step * x));
        let (mut s, mut c) = (sin, cos);
        let (mut sum, mut slope, mut frequency) = (0.0, 0.0, 0.0);
        for (re, im) in &self.terms {
            frequency += step;
            sum += re * c + im * s;
            slope += frequency * (im * c - re * s);
            (s, c) = (s * cos + c * sin, c * cos - s * sin);
        }
        let (linear, part) = ((x - self.low) / self.window, 2.0 / self.window);
        let reached = (linear + self.start - part * sum).clamp(0.0, 1.0);
        (reached, 1.0 / self.window - part * slope)
    }

    /// `(2/window)·Σ Re(term·exp(−iωx))`.
    fn waves(&self, x: f64) -> f64 {
        let step = 2.0 * PI / self.window * x;
        let (sin, cos) = (libm::sin(step), libm::cos(step));
        let (mut s, mut c) = (sin, cos);
        let mut sum = 0.0;
        for (re, im) in &self.terms {
            sum += re * c + im * s;
            (s, c) = (s * cos + c * sin, c * cos - s * sin);
        }
        2.0 / self.window * sum
    }
}

impl CentredHistogram {
    /// The standard deviation of the sum of n draws.
    pub fn spread(&self) -> f64 {
        let cells = self.distances.iter().zip(&self.counts);
        cells
            .map(|(d, count)| d * d * *count as f64)
            .sum::<f64>()
            .sqrt()
    }

    /// The histogram as layers of equal height over neighbouring lattice points:
    /// share of a point and number of points.
    fn layers(&self) -> Vec<(f64, f64)> {
        let n = self.n as f64;
        let mut layers = Vec::new();
        // Starts and heights of the layers still open, rising.
        let mut open: Vec<(f64, f64)> = Vec::new();
        let mut close = |open: &mut Vec<(f64, f64)>, end: f64, height: f64| {
            let mut start = end;
            while let Some((from, top)) = open.pop_if(|(_, top)| *top > height) {
                let below = open.last().map_or(0.0, |(_, below)| *below).max(height);
                layers.push((top - below, end - from));
                start = from;
            }
            start
        };
        let mut end = f64::NEG_INFINITY;
        for (distance, count) in self.distances.iter().zip(&self.counts) {
            // Distances are whole up to the rounding of the mean.
            if (distance - end).abs() > 1e-3 {
                close(&mut open, end, 0.0);
                end = *distance;
            }
            let height = *count as f64 / n;
            let start = close(&mut open, end, height);
            if open.last().is_none_or(|(_, top)| *top < height) {
                open.push((start, height));
            }
            end += 1.0;
        }
        close(&mut open, end, 0.0);
        layers
    }

    /// A frequency (at most `most`) from which no term is left. A layer of r points
    /// is a Dirichlet kernel, at most `sin(rθ/2)/sin(θ/2)` in its main lobe and
    /// `min(r/3, 1/sin(θ/2))` after it; their sum falls up to θ = π and bounds φ.
    fn last_frequency(&self, step: f64, most: f64) -> f64 {
        let layers = self.layers();
        let left = |k: f64| {
            let half = (step * k / 2.0).min(PI / 2.0);
            let sine = libm::sin(half);
            let bound = |(height, points): &(f64, f64)| {
                let lobe = match points * half < PI {
                    true => libm::sin(points * half) / sine,
                    false => 0.0,
                };
                height * lobe.max((points / 3.0).min(1.0 / sine)).min(*points)
            };
            self.n as f64 * libm::log(layers.iter().map(bound).sum::<f64>().min(1.0))
        };
        // A normal sum has nothing left beyond this.
        let mut k = (9.5 / (step * self.spread())).ceil();
        while k < most && left(k) > NOTHING {
            k = (k * 1.3).ceil();
        }
        k.min(most)
    }
}
