use super::beta::{beta_lower, beta_step};
use super::interval::possible;
use super::root::root;
use super::{Interval, Outcome};

/// The interval of the squared multiple correlation in the population, where outcome
/// and predictors are normal and all of them were found, not set: the ρ² at which R²
/// leaves half of the rest on either side; 0 where even ρ² = 0 leaves less.
///
/// Fisher's distribution of R²: a mixture of beta functions with negative binomial
/// weights,
/// `P(R² ≤ x) = Σ NB(k; (n − 1)/2, 1 − ρ²) · I_x(p/2 + k, (n − p − 1)/2)`.
/// Checked against mpmath and, by `dnbinom` and `pbeta`, against R.
///
/// # Errors
/// [`NotComputable::OutOfRange`](super::NotComputable) for an R² so near 1 that the
/// sum has millions of terms.
pub(super) fn r_squared_interval(
    r_squared: f64,
    df: (f64, f64),
    confidence: f64,
) -> Outcome<Interval> {
    let (a, b) = (0.5 * df.0, 0.5 * df.1);
    let tail = (1.0 - confidence) / 2.0;
    let limit = |wanted: f64| {
        let miss = |rho| Some(below(r_squared, a, b, rho)? - wanted);
        match miss(0.0)? > 0.0 {
            true => root(0.0, 1.0, miss),
            false => Some(0.0),
        }
    };
    Ok(Interval {
        low: Some(possible(limit(1.0 - tail), "r_squared")?),
        high: Some(possible(limit(tail), "r_squared")?),
        confidence,
    })
}

/// Terms at most.
const TERMS: usize = 2_000_000;

/// The chance of an R² of at most `x` where it is `rho` in the population.
fn below(x: f64, a: f64, b: f64, rho: f64) -> Option<f64> {
    if rho >= 1.0 {
        return Some(0.0);
    }
    if rho <= 0.0 {
        return beta_lower(x, a, b);
    }
    let size = a + b;
    let mode = ((size - 1.0) * rho / (1.0 - rho)).floor().max(0.0);
    let weights = rising(mode, size, rho)?;
    let last = mode + (weights.len() - 1) as f64;
    let mut walk = Walk {
        part: beta_lower(x, a + last, b)?,
        step: 0.0,
        sum: 0.0,
        total: 0.0,
    };
    for (back, weight) in weights.iter().rev().enumerate() {
        walk.take(*weight, (x, a + last - back as f64, b));
    }
    let mut weight = 1.0;
    let mut k = mode;
    while k > 0.0 && weight > 1e-18 * walk.total {
        weight *= k / ((k - 1.0 + size) * rho);
        k -= 1.0;
        walk.take(weight, (x, a + k, b));
    }
    Some((walk.sum / walk.total).min(1.0))
}

/// Weights from the mode on, where it is 1, as far as they are of any weight.
fn rising(mode: f64, size: f64, rho: f64) -> Option<Vec<f64>> {
    let mut weights = vec![1.0];
    let (mut k, mut weight, mut total) = (mode, 1.0, 1.0);
    while weight > 1e-18 * total {
        weight *= (k + size) / (k + 1.0) * rho;
        k += 1.0;
        total += weight;
        weights.push(weight);
        if weights.len() > TERMS {
            return None;
        }
    }
    Some(weights)
}

/// A sum from the last term down, in which the beta function only grows.
struct Walk {
    part: f64,
    step: f64,
    sum: f64,
    total: f64,
}

impl Walk {
    /// Takes the term at `a`, then goes on to that before it.
    fn take(&mut self, weight: f64, (x, a, b): (f64, f64, f64)) {
        self.sum += weight * self.part;
        self.total += weight;
        let before = a - 1.0;
        if before <= 0.0 {
            return;
        }
        self.step = match self.step > 1e-250 {
            true => self.step * a / (x * (before + b)),
            false => beta_step(x, 1.0 - x, before, b),
        };
        self.part += self.step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPECTED: [(f64, (f64, f64), f64, f64); 3] = [
        (
            0.823_690_153_076_022,
            (2.0, 5.0),
            0.102_811_338_472_0,
            0.949_909_032_023_9,
        ),
        (0.683, (1.0, 60.0), 0.524_022_248_327_1, 0.792_804_956_207_7),
        (0.2, (3.0, 46.0), 0.007_768_395_312_6, 0.381_900_439_548_9),
    ];

    /// mpmath, 30 digits, and R (`dnbinom`, `pbeta`, `uniroot`).
    #[test]
    fn limits_are_those_of_a_longer_arithmetic() {
        for (r_squared, df, low, high) in EXPECTED {
            let found = r_squared_interval(r_squared, df, 0.95).unwrap();
            let (found_low, found_high) = (found.low.unwrap(), found.high.unwrap());
            assert!((found_low - low).abs() < 1e-10, "{r_squared} {found_low}");
            assert!(
                (found_high - high).abs() < 1e-10,
                "{r_squared} {found_high}"
            );
        }
    }

    #[test]
    fn an_r_squared_of_chance_begins_at_nothing() {
        let found = r_squared_interval(0.01, (2.0, 50.0), 0.95).unwrap();
        assert_eq!(found.low, Some(0.0));
        assert!(found.high.unwrap() > 0.05);
    }

    #[test]
    fn many_respondents_narrow_it() {
        let found = r_squared_interval(0.8, (3.0, 100_000.0), 0.95).unwrap();
        let (low, high) = (found.low.unwrap(), found.high.unwrap());
        assert!(low > 0.797 && low < 0.8 && high > 0.8 && high < 0.803);
    }
}
