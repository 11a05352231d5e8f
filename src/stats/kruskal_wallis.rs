use super::quantile::median;
use super::ranking::Ranking;
use super::{
    Caution, Effect, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic,
    chi_square_upper,
};
use serde::{Deserialize, Serialize};

/// The Kruskal–Wallis H test of several independent groups.
///
/// # Question
/// Do the groups tend to different answers?
///
/// # Formula
/// Ranks over all groups, ties get their mean rank;
/// `H₀ = 12/(N(N+1)) · Σ n_g (R̄_g − (N+1)/2)²`, divided by
/// `1 − Σ(t³−t)/(N³−N)`; χ² with (groups − 1) degrees of freedom.
/// Effect sizes `ε² = H/(N−1)`, `η²_H = (H − k + 1)/(N − k)`.
///
/// The statistic corrected for ties is the default (all programs); the
/// uncorrected one, which some textbooks compute by hand, is there too.
///
/// # Assumes
/// Independent respondents, at least ordinal answers. Groups without anybody are
/// left out.
///
/// # When not
/// The same respondents several times: [`super::friedman`]. Groups in an order
/// that the answers should follow: [`super::jonckheere_terpstra`] sees more.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, kruskal_wallis};
/// let groups = [[1, 4, 10, 5], [2, 8, 9, 1], [0, 2, 6, 8]]
///     .map(|counts| Sample::of_codes(1, &counts, 0));
/// let test = kruskal_wallis(&groups).unwrap();
/// assert_eq!(test.df, 2);
/// assert!((test.h - 11.04865).abs() < 1e-5);
/// ```
///
/// # Checked against
/// `kruskal_dunn` of the reference cases (R `kruskal.test`).
///
/// # References
/// Kruskal & Wallis (1952), JASA 47: 583–621. Tomczak & Tomczak (2014), Trends
/// in Sport Sciences 21: 19–25 (effect sizes).
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::TooFewGroups`] unless two groups
/// have somebody; [`NotComputable::NoSpread`] where all answers are equal.
pub fn kruskal_wallis(groups: &[Sample]) -> Outcome<KruskalWallis> {
    let ranking = Ranking::of(&groups.iter().collect::<Vec<_>>())?;
    let used = used_groups(&ranking)?;
    let df = used - 1;
    let h = h_statistic(&ranking);
    let correction = ranking.tie_correction();
    let tail = |h: f64| {
        let p = chi_square_upper(h, df as f64);
        p.ok_or_else(|| NotComputable::out_of_range("groups"))
    };
    let (n, k) = (ranking.total as f64, used as f64);
    Ok(KruskalWallis {
        missing: groups
            .iter()
            .fold(0_u64, |sum, g| sum.saturating_add(g.missing)),
        rank_sum: ranking.rank_sums(),
        mean_rank: ranking.mean_ranks(),
        median: groups.iter().map(middle).collect(),
        tie_correction: correction,
        h,
        df,
        p: tail(h)?,
        h_uncorrected: h * correction,
        p_uncorrected: tail(h * correction)?,
        epsilon_squared: h / (n - 1.0),
        eta_squared: match ranking.total > used {
            true => Ok((h - k + 1.0) / (n - k)),
            false => Err(NotComputable::TooFew {
                n: ranking.total,
                needed: used.saturating_add(1),
            }),
        },
        cautions: cautions(&ranking, used),
        n: ranking.n,
    })
}

/// Groups with somebody: at least two, and not all values equal.
pub(super) fn used_groups(ranking: &Ranking) -> Outcome<u64> {
    let groups = ranking.n.iter().filter(|n| **n > 0).count() as u64;
    match groups {
        0 => Err(NotComputable::NoAnswers),
        1 => Err(NotComputable::TooFewGroups { groups, needed: 2 }),
        _ if ranking.spread() == 0 => Err(NotComputable::NoSpread),
        _ => Ok(groups),
    }
}

/// H with the correction for ties, from whole deviations
/// `2R_g − n_g(N+1)`, so that nothing cancels.
fn h_statistic(ranking: &Ranking) -> f64 {
    let n = i128::from(ranking.total);
    let groups = ranking.twice_rank_sum.iter().zip(&ranking.n);
    let mut terms: Vec<f64> = groups
        .filter(|(_, size)| **size > 0)
        .map(|(&sum, &size)| {
            let away = (sum - i128::from(size) * (n + 1)) as f64;
            away * away / size as f64
        })
        .collect();
    // In one order whatever the order of the groups.
    terms.sort_by(f64::total_cmp);
    3.0 * (n - 1) as f64 * terms.iter().sum::<f64>() / ranking.spread() as f64
}

fn middle(group: &Sample) -> Option<f64> {
    median(group).ok().map(|middle| middle.value())
}

fn cautions(ranking: &Ranking, used: u64) -> Vec<Caution> {
    let empty = (ranking.n.len() as u64).saturating_sub(used);
    let filled = ranking.n.iter().filter(|n| **n > 0);
    let least = filled.min().copied().unwrap_or(0);
    let tied = ranking.tied;
    [
        (empty > 0).then_some(Caution::EmptyLevels { levels: empty }),
        (tied > 0).then_some(Caution::Ties { tied }),
        // The usual rule for χ²: five in each group.
        (least < 5).then_some(Caution::Approximate { n: least }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Result of [`kruskal_wallis`]; per group in the order given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KruskalWallis {
    pub n: Vec<u64>,
    /// Without a value.
    pub missing: u64,
    pub rank_sum: Vec<f64>,
    /// `None` for a group without anybody.
    pub mean_rank: Vec<Option<f64>>,
    /// `None` for a group without anybody.
    pub median: Vec<Option<f64>>,
    /// `1 − Σ(t³−t)/(N³−N)`.
    pub tie_correction: f64,
    /// Corrected for ties.
    pub h: f64,
    /// Groups with somebody, less one.
    pub df: u64,
    pub p: f64,
    /// Without the correction for ties.
    pub h_uncorrected: f64,
    pub p_uncorrected: f64,
    /// `H/(N−1)`, 0 to 1.
    pub epsilon_squared: f64,
    /// `(H − k + 1)/(N − k)`; may be below 0.
    pub eta_squared: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for KruskalWallis {
    fn method(&self) -> &'static str {
        "kruskal_wallis"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "H".to_owned(),
            value: self.h,
            df: vec![self.df as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "epsilon_squared".to_owned(),
            value: self.epsilon_squared,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n.iter().sum(),
            groups: self.n.clone(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
