use super::kruskal_wallis::used_groups;
use super::ranking::Ranking;
use super::{AdjustedP, NormalTest, NotComputable, Outcome, Sample};
use serde::{Deserialize, Serialize};

/// Dunn's comparisons of all pairs of groups after Kruskal–Wallis.
///
/// # Question
/// Which groups differ from which?
///
/// # Formula
/// With the ranks over all groups,
/// `z = (R̄_i − R̄_j)/√(σ²(1/n_i + 1/n_j))`,
/// `σ² = N(N+1)/12 − Σ(t³−t)/(12(N−1))`; two-sided p (rstatix; the package
/// `dunn.test` prints one-sided, half of it), and adjusted for the number of
/// pairs by Bonferroni (SPSS), Holm (the default here: as safe, never weaker),
/// Benjamini–Hochberg and Šidák.
///
/// # Assumes
/// As [`super::kruskal_wallis`].
///
/// # When not
/// Pairs named before the data were seen: adjust for those only.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, dunn};
/// let groups = [[1, 4, 10, 5], [2, 8, 9, 1], [0, 2, 6, 8]]
///     .map(|counts| Sample::of_codes(1, &counts, 0));
/// let found = dunn(&groups).unwrap();
/// assert_eq!((found.pairs[2].first, found.pairs[2].second), (1, 2));
/// assert!((found.adjusted.holm[2] - 0.002893).abs() < 1e-6);
/// ```
///
/// # Checked against
/// `kruskal_dunn` of the reference cases (formula in R; rstatix).
///
/// # References
/// Dunn (1964), Technometrics 6: 241–252. Holm (1979), Scandinavian Journal of
/// Statistics 6: 65–70. Benjamini & Hochberg (1995), JRSS B 57: 289–300.
///
/// # Errors
/// As [`super::kruskal_wallis`]; [`NotComputable::OutOfRange`] above 100 groups.
pub fn dunn(groups: &[Sample]) -> Outcome<Dunn> {
    let ranking = Ranking::of(&groups.iter().collect::<Vec<_>>())?;
    used_groups(&ranking)?;
    let variance = ranking.spread() as f64 / (12 * (i128::from(ranking.total) - 1)) as f64;
    let group = |place: usize| {
        let n = i128::from(ranking.n.get(place).copied().unwrap_or(0));
        let sum = ranking.twice_rank_sum.get(place).copied().unwrap_or(0);
        (n, sum)
    };
    let compare = |(first, second): (usize, usize)| {
        let ((n1, sum1), (n2, sum2)) = (group(first), group(second));
        // One division, so that equal mean ranks differ by exactly 0.
        let difference = (sum1 * n2 - sum2 * n1) as f64 / (2 * n1 * n2) as f64;
        let se = (variance * ((n1 + n2) as f64 / (n1 * n2) as f64)).sqrt();
        let test = NormalTest::of(difference, se, 0.0).ok_or(NotComputable::NoSpread)?;
        Ok(DunnPair {
            first,
            second,
            mean_rank_difference: difference,
            se,
            z: test.z,
            p: test.p,
        })
    };
    let pairs: Vec<DunnPair> = pairs_of_groups(&ranking.n)?
        .into_iter()
        .map(compare)
        .collect::<Outcome<_>>()?;
    let p: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
    Ok(Dunn {
        adjusted: AdjustedP::of(&p)?,
        pairs,
    })
}

/// More groups than this make more pairs than anybody reads.
const MOST_GROUPS: usize = 100;

/// All pairs of groups with somebody, in order.
pub(super) fn pairs_of_groups(sizes: &[u64]) -> Outcome<Vec<(usize, usize)>> {
    let filled = sizes.iter().enumerate().filter(|(_, n)| **n > 0);
    let filled: Vec<usize> = filled.map(|(place, _)| place).collect();
    if filled.len() > MOST_GROUPS {
        return Err(NotComputable::out_of_range("groups"));
    }
    let after = |(place, &first): (usize, &usize)| {
        let rest: Vec<usize> = filled.iter().skip(place + 1).copied().collect();
        rest.into_iter().map(move |second| (first, second))
    };
    Ok(filled.iter().enumerate().flat_map(after).collect())
}

/// Result of [`dunn`]: the pairs (1, 2), (1, 3), …, (2, 3), … of the groups with
/// somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dunn {
    pub pairs: Vec<DunnPair>,
    /// In the order of the pairs; Holm is the default.
    pub adjusted: AdjustedP,
}

/// Two groups, by their place among those given, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DunnPair {
    pub first: usize,
    pub second: usize,
    /// First minus second.
    pub mean_rank_difference: f64,
    pub se: f64,
    pub z: f64,
    /// Two-sided, not adjusted.
    pub p: f64,
}
