use super::ranking::Ranking;
use super::{
    Caution, Effect, HypothesisTest, NormalTest, NotComputable, Outcome, Sample, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The Mann–Whitney U test (Wilcoxon rank sum test) of two independent groups.
///
/// # Question
/// Does one group tend to higher values than the other?
///
/// # Formula
/// Ranks over both groups, ties get their mean rank;
/// `U₁ = R₁ − n₁(n₁+1)/2`, `U₂ = n₁n₂ − U₁`, `E = n₁n₂/2`,
/// `σ² = n₁n₂/12 · (N + 1 − Σ(t³−t)/(N(N−1)))`, `z = (U₁ − E)/σ`;
/// with continuity correction the deviation is ½ smaller.
/// Rank-biserial correlation `2U₁/(n₁n₂) − 1`, `r = |z|/√N`.
///
/// Both forms of p are given: `plain`, without continuity correction (SPSS; the
/// default here, because with the many ties of a rating scale U does not move in
/// steps of 1, and because it equals Kruskal–Wallis of two groups), and
/// `continuity` (default of R and scipy). `u[0]` is R's W and scipy's U1;
/// `u_min` and `z_min` are what SPSS prints.
///
/// # Assumes
/// Independent respondents, at least ordinal answers. A difference of medians
/// is meant only where both distributions have the same shape.
///
/// # When not
/// Pairs (before/after): [`super::wilcoxon_signed_rank`]. Fewer than about 10 in
/// a group: [`super::mann_whitney_exact`].
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, mann_whitney};
/// let first = Sample::of_codes(1, &[1, 4, 10, 5], 0);
/// let second = Sample::of_codes(1, &[2, 8, 9, 1], 0);
/// let test = mann_whitney(&first, &second).unwrap();
/// assert_eq!(test.u, [267.5, 132.5]);
/// assert!((test.plain.unwrap().p - 0.0493).abs() < 1e-4);
/// ```
///
/// # Checked against
/// `rank_tests` of the reference cases (R `wilcox.test`).
///
/// # References
/// Mann & Whitney (1947), Annals of Mathematical Statistics 18: 50–60. Lehmann
/// (1975), Nonparametrics, ch. 1.
///
/// # Errors
/// [`NotComputable::TooFew`] with an empty group.
pub fn mann_whitney(first: &Sample, second: &Sample) -> Outcome<MannWhitney> {
    let ranking = Ranking::of(&[first, second])?;
    let (Some(&n1), Some(&n2)) = (ranking.n.first(), ranking.n.get(1)) else {
        return Err(NotComputable::NoAnswers);
    };
    if n1 == 0 || n2 == 0 {
        return Err(NotComputable::TooFew { n: 0, needed: 1 });
    }
    let sums = [0, 1].map(|group| ranking.twice_rank_sum.get(group).copied().unwrap_or(0));
    let sizes = [n1, n2].map(i128::from);
    let pairs = sizes[0] * sizes[1];
    let twice_u = sums[0] - sizes[0] * (sizes[0] + 1);
    let deviation = (twice_u - pairs) as f64 / 2.0;
    let sd = deviation_of_u(&ranking, pairs);
    let of = |correction| NormalTest::of(deviation, sd, correction).ok_or(NotComputable::NoSpread);
    let (plain, continuity) = (of(0.0), of(0.5));
    let u = [twice_u, 2 * pairs - twice_u].map(|twice| twice as f64 / 2.0);
    let z = plain.as_ref().map(|test| test.z);
    Ok(MannWhitney {
        n: [n1, n2],
        missing: first.missing.saturating_add(second.missing),
        rank_sum: sums.map(|sum| sum as f64 / 2.0),
        mean_rank: [
            sums[0] as f64 / (2.0 * n1 as f64),
            sums[1] as f64 / (2.0 * n2 as f64),
        ],
        u,
        u_expected: pairs as f64 / 2.0,
        tie_correction: ranking.tie_correction(),
        sd,
        u_min: u[0].min(u[1]),
        z_min: z.map(|z| -z.abs()).map_err(Clone::clone),
        rank_biserial: 2.0 * deviation / pairs as f64,
        r: z.map(|z| z.abs() / (ranking.total as f64).sqrt())
            .map_err(Clone::clone),
        cautions: cautions(&ranking, n1.min(n2)),
        plain,
        continuity,
    })
}

fn deviation_of_u(ranking: &Ranking, pairs: i128) -> f64 {
    let n = i128::from(ranking.total);
    let variance = pairs as f64 * ranking.spread() as f64 / (12 * n * (n - 1)) as f64;
    variance.sqrt()
}

fn cautions(ranking: &Ranking, smaller: u64) -> Vec<Caution> {
    let ties = (ranking.tied > 0).then_some(Caution::Ties { tied: ranking.tied });
    // Below ten in a group the normal tail may be off by a tenth of p.
    let few = (smaller < 10).then_some(Caution::Approximate { n: smaller });
    ties.into_iter().chain(few).collect()
}

/// Result of [`mann_whitney`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MannWhitney {
    /// First and second group.
    pub n: [u64; 2],
    /// Without a value.
    pub missing: u64,
    pub rank_sum: [f64; 2],
    pub mean_rank: [f64; 2],
    /// U of the first group (R's W) and of the second.
    pub u: [f64; 2],
    /// `n₁n₂/2`.
    pub u_expected: f64,
    /// `1 − Σ(t³−t)/(N³−N)`.
    pub tie_correction: f64,
    /// Standard deviation of U, corrected for ties.
    pub sd: f64,
    /// Without continuity correction, signed for the first group; the default.
    pub plain: Outcome<NormalTest>,
    /// With continuity correction.
    pub continuity: Outcome<NormalTest>,
    /// The smaller U, as SPSS prints it.
    pub u_min: f64,
    /// The z of the smaller U, as SPSS prints it: never positive.
    pub z_min: Outcome<f64>,
    /// −1 to 1; positive where the first group is higher.
    pub rank_biserial: f64,
    /// `|z|/√N`.
    pub r: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for MannWhitney {
    fn method(&self) -> &'static str {
        "mann_whitney"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "U".to_owned(),
            value: self.u_min,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.plain.clone().map(|test| test.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "rank_biserial".to_owned(),
            value: self.rank_biserial,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n.iter().sum(),
            groups: self.n.to_vec(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
