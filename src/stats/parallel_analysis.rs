use super::eigen::{eigen, entry};
use super::{CorrelationMatrix, NotComputable, Outcome};
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use serde::{Deserialize, Serialize};

/// Horn's parallel analysis: how many components stand out from chance.
///
/// # Question
/// How many components or factors are more than noise?
///
/// # Formula
/// Eigenvalues of the correlations against those of as many uncorrelated
/// normal variables with as many respondents; keep the first ones that are
/// above the mean, or above the 95th percentile (type 7), of theirs.
///
/// Random correlations are drawn by Bartlett's decomposition of the Wishart
/// matrix, one draw of `k(k + 1)/2` numbers whatever n is. Seeded PCG-64: the
/// same seed gives the same numbers everywhere. Their Monte Carlo error is
/// `random_sd/√replicates`: two runs agree within some of these.
///
/// # Assumes
/// Pearson correlations of n respondents.
///
/// # When not
/// Few respondents, or items answered nearly alike by all: the comparison is
/// with normal variables.
///
/// # Example
/// ```
/// use tridharma::stats::{CorrelationMatrix, parallel_analysis};
/// let rows = [[1.0, 0.6, 0.5], [0.6, 1.0, 0.5], [0.5, 0.5, 1.0]].map(Vec::from);
/// let found = parallel_analysis(&CorrelationMatrix::of_rows(&rows).unwrap(), 200, 200, 1).unwrap();
/// assert_eq!((found.by_mean, found.by_p95), (1, 1));
/// ```
///
/// # Checked against
/// `parallel_analysis` of the reference cases (1,000 samples in R) within
/// `5·random_sd·(1/√replicates + 1/√1000)`.
///
/// # References
/// Horn (1965) Psychometrika 30; Glorfeld (1995) Educational and Psychological
/// Measurement 55 for the percentile; Bartlett (1933) Proceedings of the Royal
/// Society of Edinburgh 53 for the draws.
///
/// # Errors
/// [`NotComputable::TooFew`] below three respondents;
/// [`NotComputable::OutOfRange`] for fewer than 2 or more than 100,000
/// replicates.
pub fn parallel_analysis(
    correlations: &CorrelationMatrix,
    n: u64,
    replicates: usize,
    seed: u64,
) -> Outcome<ParallelAnalysis> {
    if n < 3 {
        return Err(NotComputable::TooFew { n, needed: 3 });
    }
    if !(2..=100_000).contains(&replicates) {
        let what = "replicates".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let observed = eigen(&correlations.matrix())?.values;
    let mut draws = Draws(Pcg64::seed_from_u64(seed));
    let mut random: Vec<Vec<f64>> = vec![Vec::with_capacity(replicates); observed.len()];
    for _ in 0..replicates {
        let values = eigen(&draws.correlations(observed.len(), n))?.values;
        random
            .iter_mut()
            .zip(values)
            .for_each(|(all, value)| all.push(value));
    }
    random
        .iter_mut()
        .for_each(|all| all.sort_by(f64::total_cmp));
    let each = |of: fn(&[f64]) -> f64| -> Vec<f64> { random.iter().map(|all| of(all)).collect() };
    let (random_mean, random_p95) = (each(mean), each(p95));
    let stands_out = |bounds: &[f64]| {
        let pairs = observed.iter().zip(bounds);
        pairs.take_while(|(own, bound)| own > bound).count() as u64
    };
    Ok(ParallelAnalysis {
        n,
        replicates: replicates as u64,
        seed,
        by_mean: stands_out(&random_mean),
        by_p95: stands_out(&random_p95),
        random_sd: each(sd),
        observed,
        random_mean,
        random_p95,
    })
}

fn mean(sorted: &[f64]) -> f64 {
    sorted.iter().sum::<f64>() / sorted.len() as f64
}

fn sd(sorted: &[f64]) -> f64 {
    let mean = mean(sorted);
    let squares: f64 = sorted.iter().map(|x| (x - mean) * (x - mean)).sum();
    libm::sqrt(squares / (sorted.len() as f64 - 1.0))
}

/// The 95th percentile, type 7.
fn p95(sorted: &[f64]) -> f64 {
    let place = 0.95 * (sorted.len() as f64 - 1.0);
    let below = libm::floor(place);
    let at = |place: f64| sorted.get(place as usize).copied();
    let low = at(below).unwrap_or(0.0);
    let high = at(below + 1.0).unwrap_or(low);
    low + (place - below) * (high - low)
}

struct Draws(Pcg64);

impl Draws {
    /// Uniform on the open interval from 0 to 1.
    fn uniform(&mut self) -> f64 {
        let bits: u64 = self.0.random();
        ((bits >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    /// Standard normal, by Box and Muller: two uniforms, no rejection.
    fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.uniform()));
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// χ with so many degrees of freedom (Marsaglia & Tsang 2000).
    fn chi(&mut self, df: f64) -> f64 {
        if df <= 2.0 {
            let squares = (0..df as u64).map(|_| self.normal()).map(|z| z * z);
            return libm::sqrt(squares.sum());
        }
        let d = df / 2.0 - 1.0 / 3.0;
        let c = 1.0 / (3.0 * libm::sqrt(d));
        // Each try succeeds with more than 95 %: the bound is never met.
        for _ in 0..1_000 {
            let z = self.normal();
            let root = 1.0 + c * z;
            let v = root * root * root;
            let u = self.uniform();
            if root > 0.0 && libm::log(u) < 0.5 * z * z + d - d * v + d * libm::log(v) {
                return libm::sqrt(2.0 * d * v);
            }
        }
        libm::sqrt(df)
    }

    /// Correlations of `variables` uncorrelated normal ones with n respondents.
    fn correlations(&mut self, variables: usize, n: u64) -> DMatrix<f64> {
        let df = n - 1;
        let mut root = DMatrix::zeros(variables, variables);
        for (i, mut row) in root.row_iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate().take(i + 1) {
                let left = df.saturating_sub(j as u64);
                *cell = match (left, i == j) {
                    (0, _) => 0.0,
                    (_, true) => self.chi(left as f64),
                    _ => self.normal(),
                };
            }
        }
        let squares = root
            .row_iter()
            .map(|row| row.iter().map(|t| t * t).sum::<f64>());
        let lengths: Vec<f64> = squares.map(libm::sqrt).collect();
        let scale = |i: usize| lengths.get(i).copied().unwrap_or(1.0);
        DMatrix::from_fn(variables, variables, |i, j| {
            let terms = (0..variables).map(|t| entry(&root, i, t) * entry(&root, j, t));
            terms.sum::<f64>() / (scale(i) * scale(j))
        })
    }
}

/// Observed and random eigenvalues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParallelAnalysis {
    pub n: u64,
    pub replicates: u64,
    pub seed: u64,
    /// Falling.
    pub observed: Vec<f64>,
    /// Of the first, second, … eigenvalue of random correlations.
    pub random_mean: Vec<f64>,
    pub random_sd: Vec<f64>,
    pub random_p95: Vec<f64>,
    /// Components to keep: the first ones above the random mean, and above the
    /// 95th percentile.
    pub by_mean: u64,
    pub by_p95: u64,
}
