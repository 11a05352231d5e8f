use super::{AdjustedP, NormalTest, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// Comparisons of all pairs of items after [`super::friedman`]:
/// `z = (R̄_i − R̄_j)/√(k(k+1)/(6n))`, not corrected for ties (SPSS).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FriedmanPairs {
    pub pairs: Vec<FriedmanPair>,
    /// In the order of the pairs.
    pub adjusted: AdjustedP,
}

/// Two items, by their place among those given, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FriedmanPair {
    pub first: usize,
    pub second: usize,
    /// First minus second.
    pub mean_rank_difference: f64,
    pub z: f64,
    /// Two-sided, not adjusted.
    pub p: f64,
}

/// From twice the rank sums of the items over n respondents.
pub(super) fn friedman_pairs(n: u64, twice_sums: &[i128]) -> Outcome<FriedmanPairs> {
    let (n, k) = (n as f64, twice_sums.len() as f64);
    let sd = (k * (k + 1.0) / (6.0 * n)).sqrt();
    let mut pairs = Vec::new();
    for (first, a) in twice_sums.iter().enumerate() {
        for (second, b) in twice_sums.iter().enumerate().skip(first + 1) {
            let difference = (a - b) as f64 / (2.0 * n);
            let test = NormalTest::of(difference, sd, 0.0).ok_or(NotComputable::NoSpread)?;
            pairs.push(FriedmanPair {
                first,
                second,
                mean_rank_difference: difference,
                z: test.z,
                p: test.p,
            });
        }
    }
    let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
    Ok(FriedmanPairs {
        adjusted: AdjustedP::of(&p)?,
        pairs,
    })
}
