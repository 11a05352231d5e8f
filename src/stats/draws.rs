use rand::Rng;
use rand_pcg::Pcg64Mcg;

/// Random numbers that are the same on every platform: PCG XSL-RR 128/64 (MCG) of
/// O'Neill (2014), its state two SplitMix64 numbers from the seed; all else is
/// integers, IEEE arithmetic and `libm`.
///
/// Binomial draws: transformed rejection with squeeze, BTRS of W. Hörmann, Journal
/// of Statistical Computation and Simulation 46 (1993) 101–110, from n·p = 10 on, and
/// inversion below.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    generator: Pcg64Mcg,
    factorials: LnFactorials,
}

/// A probability with what draws need of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance {
    /// At most ½.
    p: f64,
    /// Whether it is that of the failures.
    flipped: bool,
    /// `p·(1 − p)`.
    product: f64,
    ln_odds: f64,
}

impl Chance {
    /// `part` of `whole`, which is not 0.
    pub fn of(part: u64, whole: u64) -> Chance {
        let flipped = part > whole / 2;
        let small = if flipped {
            whole.saturating_sub(part)
        } else {
            part
        };
        let p = small as f64 / whole as f64;
        Chance {
            p,
            flipped,
            product: p * (1.0 - p),
            ln_odds: libm::log(p / (1.0 - p)),
        }
    }
}

/// `2^-32`: both coordinates of a rejection come from one word.
const PER_HALF: f64 = 1.0 / 4_294_967_296.0;

impl Draws {
    /// For draws among up to `most` respondents; more only cost more time.
    pub fn seeded(seed: u64, most: u64) -> Draws {
        let mut state = seed;
        let high = u128::from(split_mix(&mut state));
        let state = (high << 64) | u128::from(split_mix(&mut state));
        Draws {
            generator: Pcg64Mcg::new(state),
            factorials: LnFactorials::up_to(most),
        }
    }

    #[inline]
    pub fn word(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// In (0, 1), two at a time.
    #[inline]
    fn pair(&mut self) -> (f64, f64) {
        let word = self.word();
        let half = |half: u32| (f64::from(half) + 0.5) * PER_HALF;
        (half((word >> 32) as u32), half(word as u32))
    }

    /// In (0, 1), with 53 digits.
    #[inline]
    fn unit(&mut self) -> f64 {
        ((self.word() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Below `end`, by the high half of a product; its bias is `end/2^64`.
    #[inline]
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.word()) * u128::from(end)) >> 64) as u64
    }

    /// Successes among `n`.
    #[inline]
    pub fn binomial(&mut self, n: u64, chance: &Chance) -> u64 {
        let size = n as f64;
        let found = match size * chance.p < 10.0 {
            true => self.binomial_by_inversion(n, chance.p),
            false => self.binomial_by_rejection(size, chance).min(n),
        };
        if chance.flipped { n - found } else { found }
    }

    #[inline]
    fn binomial_by_rejection(&mut self, n: f64, chance: &Chance) -> u64 {
        let spread = (n * chance.product).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * chance.p;
        let centre = n * chance.p + 0.5;
        loop {
            let (u, v) = self.pair();
            let u = u - 0.5;
            let edge = 0.5 - u.abs();
            let k = (2.0 * a / edge + b) * u + centre;
            // `v ≤ 0.92 − 4.2/b`, without the division.
            if edge >= 0.07 && (0.92 - v) * b >= 4.2 {
                return k as u64;
            }
            if (0.0..n + 1.0).contains(&k) {
                let k = k as u64;
                let v = v * (2.83 + 5.1 / b) * spread / (a / (edge * edge) + b);
                if self.factorials.binomial_accepts(n, chance, k as f64, v) {
                    return k;
                }
            }
        }
    }

    fn binomial_by_inversion(&mut self, n: u64, p: f64) -> u64 {
        if p <= 0.0 {
            return 0;
        }
        let odds = p / (1.0 - p);
        let mut mass = libm::exp(n as f64 * libm::log1p(-p));
        let mut left = self.unit();
        let mut k = 0;
        // The mass of what remains after n is rounding error.
        while left > mass && k < n {
            left -= mass;
            k += 1;
            mass *= odds * (n - k + 1) as f64 / k as f64;
        }
        k
    }
}

/// Logarithms of factorials, the first ones from a table.
#[derive(Debug, Clone)]
struct LnFactorials(Vec<f64>);

/// Entries of the largest table: a megabyte.
const LONGEST_TABLE: u64 = 1 << 17;

impl LnFactorials {
    fn up_to(most: u64) -> LnFactorials {
        let length = most.min(LONGEST_TABLE);
        LnFactorials((0..=length).map(|k| ln_factorial(k as f64)).collect())
    }

    #[inline]
    fn of(&self, k: f64) -> f64 {
        let known = self.0.get(k as usize).copied();
        known.unwrap_or_else(|| ln_factorial(k))
    }

    /// Whether `v` lies under the density of the binomial at `k`, over that at
    /// its mode.
    fn binomial_accepts(&self, n: f64, chance: &Chance, k: f64, v: f64) -> bool {
        let mode = ((n + 1.0) * chance.p) as u64 as f64;
        let density = |k: f64| self.of(k) + self.of(n - k);
        libm::log(v) <= density(mode) - density(k) + (k - mode) * chance.ln_odds
    }
}

/// `ln k!` of a whole k; Stirling's series from 16 on, to 1e-13.
pub(super) fn ln_factorial(k: f64) -> f64 {
    if let Some(known) = SMALL_FACTORIALS.get(k as usize) {
        return *known;
    }
    let x = k + 1.0;
    let square = x * x;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * square)) / square) / x;
    (x - 0.5) * libm::log(x) - x + 0.918_938_533_204_672_7 + series
}

/// `ln 0!` to `ln 15!`.
const SMALL_FACTORIALS: [f64; 16] = [
    0.0,
    0.0,
    std::f64::consts::LN_2,
    1.791_759_469_228_055,
    3.178_053_830_347_945_8,
    4.787_491_742_782_046,
    6.579_251_212_010_101,
    8.525_161_361_065_415,
    10.604_602_902_745_25,
    12.801_827_480_081_469,
    15.104_412_573_075_516,
    17.502_307_845_873_887,
    19.987_214_495_661_885,
    22.552_163_853_123_42,
    25.191_221_182_738_68,
    27.899_271_383_840_894,
];

/// The next SplitMix64 number (Steele, Lea and Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
