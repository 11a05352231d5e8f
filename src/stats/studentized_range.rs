use super::chi_mean::{Course, chi_mean};
use super::root::positive_quantile;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The studentized range of `groups` means above `q`; `None` unless
/// 2 ≤ `groups` ≤ 1e5 and 0.5 ≤ `df` ≤ 1e12 or infinite.
///
/// Tukey's tests are of this. Keeps its relative precision down to 1e-290.
/// Checked against `distributions` of the reference cases (mpmath) and R `ptukey`
/// in those of the post-hoc tests.
///
/// ```
/// // 5 % point of 3 means with 10 degrees of freedom
/// let p = tridharma::stats::studentized_range_upper(3.8767767, 3.0, 10.0).unwrap();
/// assert!((p - 0.05).abs() < 1e-8);
/// ```
pub fn studentized_range_upper(q: f64, groups: f64, df: f64) -> Option<f64> {
    if q.is_nan() || !(2.0..=1e5).contains(&groups) || df.is_nan() || df < 0.5 {
        return None;
    }
    if q <= 0.0 {
        return Some(1.0);
    }
    if q == f64::INFINITY {
        return Some(0.0);
    }
    let range = Range::new(groups);
    chi_mean(df, 8.0, Course::Falls, |s| Some(range.above(q * s)))
}

/// The q with probability `upper` above it; `None` as in
/// [`studentized_range_upper`] and unless 1e-290 ≤ `upper` ≤ 1.
///
/// ```
/// let q = tridharma::stats::studentized_range_quantile(0.05, 3.0, 10.0).unwrap();
/// assert!((q - 3.8767767).abs() < 1e-7);
/// ```
pub fn studentized_range_quantile(upper: f64, groups: f64, df: f64) -> Option<f64> {
    if upper < 1e-290 {
        return None;
    }
    let above = |q| studentized_range_upper(q, groups, df);
    positive_quantile(upper, above, |q| Some(1.0 - above(q)?))
}

/// The range of `k` standard normal deviates above `w`, all terms positive:
/// `k ∫ φ(z) Φ(z)ᵏ⁻¹ (1 − (1 − Φ(z − w)/Φ(z))ᵏ⁻¹) dz`, z the largest of them, by
/// the trapezoidal rule, exact here to the last bits.
pub(super) struct Range {
    k: f64,
    /// `Φ(z)` and `φ(z) Φ(z)ᵏ⁻¹` for z from [`FIRST`] on.
    table: Vec<(f64, f64)>,
}

impl Range {
    pub fn new(k: f64) -> Range {
        let part = |place: u32| {
            let z = FIRST + STEP * f64::from(place);
            let below = 0.5 * libm::erfc(-z * FRAC_1_SQRT_2);
            let density = libm::exp(-0.5 * z * z + (k - 1.0) * libm::log(below));
            (below, density)
        };
        Range {
            k,
            table: (0..75).map(part).collect(),
        }
    }

    pub fn above(&self, w: f64) -> f64 {
        if w > 80.0 {
            // Below exp(−1600).
            return 0.0;
        }
        let (mut sum, mut z) = (0.0, FIRST);
        // Above the table Φ is 1.
        let beyond = |z: f64| (1.0, libm::exp(-0.5 * z * z));
        let mut table = self.table.iter();
        while z < 0.5 * w + 60.0 {
            let (below, density) = table.next().copied().unwrap_or_else(|| beyond(z));
            let far_below = 0.5 * libm::erfc((w - z) * FRAC_1_SQRT_2);
            let inside = libm::log1p(-(far_below / below).min(1.0));
            let term = density * -libm::expm1((self.k - 1.0) * inside);
            sum += term;
            if z > 0.5 * w && term <= 1e-18 * sum {
                break;
            }
            z += STEP;
        }
        (sum * self.k * STEP / (2.0 * PI).sqrt()).min(1.0)
    }
}

const STEP: f64 = 0.2;

/// Below this even the larger of two deviates never is, to 1e-20.
const FIRST: f64 = -6.4;
