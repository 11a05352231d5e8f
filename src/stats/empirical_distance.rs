use super::normal::normal_upper;

/// The greatest distance between the steps of `n` standardised values and the
/// normal distribution, and how many values are tied.
pub(super) fn empirical_distance(z: &[(f64, u64)], n: u64) -> (f64, u64) {
    let size = n as f64;
    let (mut greatest, mut tied, mut before) = (0.0_f64, 0_u64, 0_u64);
    for &(z, count) in z {
        let below = normal_upper(-z).unwrap_or(0.0);
        let after = before.saturating_add(count);
        let lower = below - before as f64 / size;
        let upper = after as f64 / size - below;
        greatest = greatest.max(lower).max(upper);
        tied = tied.saturating_add(if count > 1 { count } else { 0 });
        before = after;
    }
    (greatest, tied)
}
