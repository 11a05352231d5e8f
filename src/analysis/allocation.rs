use crate::stats::Exact;
use serde::{Deserialize, Serialize};

/// Splits a sample over strata: proportional to size, or to size × standard
/// deviation (Neyman) where `deviations` are given.
///
/// # Question
/// How many respondents from each service or unit?
///
/// # Formula
/// `raw_h = n·N_h/ΣN`, or `n·N_h·S_h/Σ N_h·S_h`; whole numbers by largest
/// remainder: all rounded down, the rest one by one to the largest fractions,
/// the earlier stratum first where they tie. In fractions, so ties are ties.
///
/// # Assumes
/// Sizes and deviations are known; a deviation that is missing, negative or not
/// finite counts as 0.
///
/// # When not
/// A stratum may be given more than it has (Neyman), or nobody: look at the
/// table before using it. Without any size nothing is allocated.
///
/// # Example
/// ```
/// let shares = tridharma::analysis::stratified_allocation(&[50, 50, 50], None, 20);
/// let allocated: Vec<u64> = shares.iter().map(|share| share.allocated).collect();
/// assert_eq!(allocated, [7, 7, 6]);
/// ```
///
/// # Checked against
/// `stratified_allocation` of the reference cases (R).
///
/// # References
/// J. Neyman, Journal of the Royal Statistical Society 97 (1934) 558–625;
/// W. G. Cochran, Sampling Techniques, 3rd ed. (1977), ch. 5.
pub fn stratified_allocation(
    sizes: &[u64],
    deviations: Option<&[f64]>,
    n: u64,
) -> Vec<StratumShare> {
    let weight = |(stratum, &size): (usize, &u64)| {
        let deviation = match deviations {
            None => Exact::whole(1),
            Some(given) => positive(given.get(stratum)),
        };
        Exact::whole(size.into()) * deviation
    };
    let weights: Vec<Exact> = sizes.iter().enumerate().map(weight).collect();
    let total: Exact = weights.iter().sum();
    let raw: Vec<Exact> = weights
        .into_iter()
        .map(|weight| Exact::whole(n.into()) * weight / total.clone())
        .collect();
    let mut allocated: Vec<u64> = raw.iter().map(whole).collect();
    if !total.is_zero() {
        distribute(&raw, &mut allocated, n);
    }
    let shares = sizes.iter().zip(&raw).zip(allocated);
    shares
        .map(|((&size, raw), allocated)| StratumShare {
            size,
            raw: raw.value(),
            allocated,
        })
        .collect()
}

/// Gives what rounding down left over to the largest fractions.
fn distribute(raw: &[Exact], allocated: &mut [u64], n: u64) {
    let given: u64 = allocated.iter().sum();
    let left = usize::try_from(n.saturating_sub(given)).unwrap_or(usize::MAX);
    let fraction = |exact: &Exact| exact.clone() - Exact::whole(exact.floor().into());
    let mut order: Vec<(Exact, &mut u64)> =
        raw.iter().map(fraction).zip(allocated.iter_mut()).collect();
    // A stable sort: where fractions tie, the earlier stratum comes first.
    order.sort_by(|a, b| b.0.cmp(&a.0));
    for (_, slot) in order.into_iter().take(left) {
        *slot += 1;
    }
}

fn whole(exact: &Exact) -> u64 {
    u64::try_from(exact.floor()).unwrap_or(0)
}

fn positive(deviation: Option<&f64>) -> Exact {
    let given = deviation.copied().filter(|d| *d > 0.0);
    given.and_then(Exact::written).unwrap_or(Exact::whole(0))
}

/// One stratum of an allocation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StratumShare {
    pub size: u64,
    pub raw: f64,
    /// By largest remainder: sums to the sample.
    pub allocated: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_to_the_sample_and_stays_within_one(
            sizes in proptest::collection::vec(0_u64..5_000, 1..8), n in 0_u64..2_000) {
            let shares = stratified_allocation(&sizes, None, n);
            let sum: u64 = shares.iter().map(|s| s.allocated).sum();
            prop_assert_eq!(sum, if sizes.iter().sum::<u64>() == 0 { 0 } else { n });
            for share in shares {
                prop_assert!((share.raw - share.allocated as f64).abs() < 1.0);
            }
        }
    }

    #[test]
    fn odd_deviations_count_as_none() {
        let deviations = [1.0, f64::NAN, -3.0];
        let shares = stratified_allocation(&[10, 10, 10, 10], Some(&deviations), 8);
        let allocated: Vec<u64> = shares.iter().map(|s| s.allocated).collect();
        assert_eq!(allocated, [8, 0, 0, 0]);
        assert!(stratified_allocation(&[], None, 5).is_empty());
    }
}
