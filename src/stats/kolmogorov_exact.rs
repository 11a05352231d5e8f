use super::gamma::{binomial_term, poisson_term};
use super::{NotComputable, Outcome};

/// The chance that Kolmogorov's distance of `n` values from their continuous
/// distribution is `d` or more.
///
/// # Errors
/// [`NotComputable::TooMany`] above 10,000 values where `n·d² < 4`, which would
/// take long and differs from its limit by less than 1 %.
pub(super) fn kolmogorov_exact(d: f64, n: u64) -> Outcome<f64> {
    let size = n as f64;
    if n == 0 || size * d <= 0.5 {
        return Ok(1.0);
    }
    if d >= 1.0 {
        return Ok(0.0);
    }
    if d >= 0.5 || (size * d * d >= 4.0 && n <= MOST_ONE_SIDED) {
        // Both sides at once is then impossible or 4e-11 as likely as one.
        return Ok((2.0 * one_sided(d, size)).min(1.0));
    }
    if n > MOST {
        return Err(NotComputable::TooMany { n, most: MOST });
    }
    Ok((1.0 - within(d, n)).clamp(0.0, 1.0))
}

const MOST: u64 = 10_000;
const MOST_ONE_SIDED: u64 = 10_000_000;

/// `d Σ C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j)` over `j ≤ n(1 − d)`
/// (Birnbaum and Tingey), all terms positive.
fn one_sided(d: f64, n: f64) -> f64 {
    let mut sum = libm::exp(n * libm::log1p(-d));
    let last = (n * (1.0 - d)).floor();
    let mut j = 1.0;
    while j <= last {
        let x = d + j / n;
        if x < 1.0 && j < n {
            sum += d / x * binomial_term(x, 1.0 - x, j, n - j);
        }
        j += 1.0;
    }
    sum
}

/// The chance that the steps stay within `d`: a Poisson process with n points
/// on average, walked along the times at which the band opens or closes by one
/// step, given that it has n points in the end (Moscovich and Nadler).
fn within(d: f64, n: u64) -> f64 {
    let size = n as f64;
    let band = size * d;
    // States of the process, numbered from `first`.
    let (mut first, mut chances) = (0_u64, vec![1.0_f64]);
    let (mut now, mut opened, mut closed) = (0.0, 0_u64, 0_u64);
    // Up to time t the process is below `t·n + band`: state k opens after it.
    while opened as f64 - band <= 0.0 {
        opened += 1;
    }
    loop {
        let (opens, closes) = (opened as f64 - band, closed as f64 + band);
        let next = opens.min(closes).min(size);
        chances = spread(&chances, next - now, opened.saturating_sub(first) as usize);
        if chances.is_empty() {
            return 0.0;
        }
        now = next;
        if next >= size {
            break;
        }
        if opens <= closes {
            opened += 1;
        } else {
            // At this time the process must have left state `closed` behind.
            if closed >= first {
                chances.remove(0);
                first += 1;
            }
            closed += 1;
        }
    }
    let last = n.checked_sub(first).and_then(|at| chances.get(at as usize));
    last.copied().unwrap_or(0.0) / poisson_term(size, size)
}

/// The chances after `time` more, for the first `states` of them.
fn spread(chances: &[f64], time: f64, states: usize) -> Vec<f64> {
    let mut steps = vec![libm::exp(-time)];
    let mut term = libm::exp(-time);
    let mut k = 1.0;
    while term > 1e-20 || k <= time {
        term *= time / k;
        steps.push(term);
        k += 1.0;
    }
    let mut after = vec![0.0; states.min(chances.len() + steps.len())];
    for (from, chance) in chances.iter().enumerate() {
        for (to, step) in after.iter_mut().skip(from).zip(&steps) {
            *to += chance * step;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy 1.17 `kstwo.sf(d, n)`; for n = 1,000 and 5,000 near the middle, where
    /// that is an approximation, its Durbin matrix (`_kolmogn_DMTW`).
    #[test]
    fn equals_scipy() {
        let cases = [
            (1, 0.6, 0.8),
            (2, 0.5, 0.5),
            (5, 0.3, 0.664),
            (7, 0.08, 0.9999999978071296),
            (10, 0.2, 0.7487190399999999),
            (10, 0.55, 0.0022805103214843725),
            (50, 0.1, 0.6623112704658186),
            (100, 0.05, 0.9532159710635725),
            (100, 0.19, 0.0012339926382722768),
            (100, 0.21, 0.00023947345214651332),
            (1000, 0.02, 0.8108971310702142),
            (1000, 0.15, 4.16424802243078e-20),
            (5000, 0.0116, 0.507864860102594),
        ];
        for (n, d, p) in cases {
            let found = kolmogorov_exact(d, n).unwrap();
            assert!((found / p - 1.0).abs() < 1e-9, "{n} {d}: {found} {p}");
        }
    }

    #[test]
    fn nothing_is_odd_at_the_ends() {
        assert_eq!(kolmogorov_exact(0.0, 5), Ok(1.0));
        assert_eq!(kolmogorov_exact(1.0, 5), Ok(0.0));
        assert_eq!(kolmogorov_exact(0.3, 0), Ok(1.0));
        assert!(kolmogorov_exact(1e-3, 20_000).is_err());
    }
}
