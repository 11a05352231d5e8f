use super::signed_ranks::SignedRanks;
use super::{
    Caution, Effect, HypothesisTest, NormalTest, NotComputable, Outcome, Sample, Sizes, Statistic,
};
use serde::{Deserialize, Serialize};

/// The Wilcoxon signed rank test of differences within pairs, or of one sample
/// against a value that was subtracted.
///
/// # Question
/// Are answers higher or lower after than before, for the same respondents?
///
/// # Formula
/// The differences are ranked by size, ties get their mean rank. V is the rank
/// sum of the positive ones, `E = n(n+1)/4`, `σ² = ¼ Σ rank²`
/// (`= n(n+1)(2n+1)/24 − Σ(t³−t)/48`), `z = (V − E)/σ`.
/// Matched rank-biserial correlation `(V₊ − V₋)/(V₊ + V₋)`, `r = |z|/√n`.
///
/// Differences of 0 say nothing about the direction. Three answers are given:
/// `plain`, zeros dropped before ranking, no continuity correction (SPSS, scipy;
/// the default here, for the same reason as in [`super::mann_whitney`]),
/// `continuity` (R's default) and `pratt` (zeros keep the lowest ranks, then
/// leave; better where there are many of them, as on a rating scale).
///
/// # Assumes
/// Pairs independent of one another; differences symmetric about their middle;
/// sizes of differences can be ordered.
///
/// # When not
/// Two different sets of respondents: [`super::mann_whitney`]. Only the direction
/// of a change is known: [`super::sign_test`].
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, wilcoxon_signed_rank};
/// // after minus before: 2 fell by one, 5 stayed, 6 rose by one, 3 by two
/// let changes = Sample::of_codes(-1, &[2, 5, 6, 3], 0);
/// let test = wilcoxon_signed_rank(&changes).unwrap();
/// assert_eq!((test.zeros, test.n_used), (5, 11));
/// assert_eq!(test.rank_sum_positive, 57.0);
/// ```
///
/// # Checked against
/// `rank_tests` of the reference cases (R `wilcox.test`,
/// `coin::wilcoxsign_test(zero.method = "Pratt")`).
///
/// # References
/// Wilcoxon (1945), Biometrics Bulletin 1: 80–83. Pratt (1959), JASA 54:
/// 655–667. Kerby (2014), Comprehensive Psychology 3: 1 (rank-biserial).
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a difference. Where every difference is
/// 0 the sums are there and what needs a rank says why it is not.
pub fn wilcoxon_signed_rank(differences: &Sample) -> Outcome<WilcoxonSignedRank> {
    let ranks = SignedRanks::of(differences, false)?;
    let pratt = SignedRanks::of(differences, true)?;
    let used = ranks.used();
    let pairs = used + ranks.zeros;
    if pairs == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let of = |ranks: &SignedRanks, correction| {
        let test = NormalTest::of(ranks.deviation(), ranks.sd(), correction);
        test.ok_or(NotComputable::NoSpread)
    };
    let plain = of(&ranks, 0.0);
    let z = plain.as_ref().map(|test| test.z).map_err(Clone::clone);
    let r = |n: u64| z.clone().map(|z| z.abs() / (n as f64).sqrt());
    let both = ranks.twice_positive + ranks.twice_negative;
    let biserial = (ranks.twice_positive - ranks.twice_negative) as f64 / both as f64;
    let mean_rank = |twice: i128, n: u64| (n > 0).then(|| twice as f64 / (2.0 * n as f64));
    Ok(WilcoxonSignedRank {
        n_pairs: pairs,
        missing: differences.missing,
        zeros: ranks.zeros,
        n_used: used,
        n_positive: ranks.positive,
        n_negative: ranks.negative,
        rank_sum_positive: ranks.twice_positive as f64 / 2.0,
        rank_sum_negative: ranks.twice_negative as f64 / 2.0,
        mean_rank_positive: mean_rank(ranks.twice_positive, ranks.positive),
        mean_rank_negative: mean_rank(ranks.twice_negative, ranks.negative),
        expected: both as f64 / 4.0,
        sd: ranks.sd(),
        z_min: z.clone().map(|z| -z.abs()),
        continuity: of(&ranks, 0.5),
        pratt: of(&pratt, 0.0),
        rank_biserial: match used {
            0 => Err(NotComputable::NoSpread),
            _ => Ok(biserial),
        },
        r_pairs: r(pairs),
        r_used: r(used),
        cautions: cautions(&ranks),
        plain,
    })
}

fn cautions(ranks: &SignedRanks) -> Vec<Caution> {
    let (tied, n) = (ranks.tied, ranks.used());
    let zeros = Caution::ZeroDifferences { pairs: ranks.zeros };
    [
        (ranks.zeros > 0).then_some(zeros),
        (tied > 0).then_some(Caution::Ties { tied }),
        // From ten on the normal p is right to a few hundredths of itself.
        (n < 10).then_some(Caution::Approximate { n }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Result of [`wilcoxon_signed_rank`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WilcoxonSignedRank {
    /// Pairs with both values.
    pub n_pairs: u64,
    pub missing: u64,
    /// Pairs without a difference.
    pub zeros: u64,
    pub n_used: u64,
    pub n_positive: u64,
    pub n_negative: u64,
    /// V, zeros dropped.
    pub rank_sum_positive: f64,
    pub rank_sum_negative: f64,
    /// `None` where no difference is positive.
    pub mean_rank_positive: Option<f64>,
    /// `None` where no difference is negative.
    pub mean_rank_negative: Option<f64>,
    /// Of V.
    pub expected: f64,
    /// Of V, corrected for ties.
    pub sd: f64,
    /// Zeros dropped, no continuity correction; the default.
    pub plain: Outcome<NormalTest>,
    /// Zeros dropped, with continuity correction.
    pub continuity: Outcome<NormalTest>,
    /// Zeros ranked and then left out, no continuity correction.
    pub pratt: Outcome<NormalTest>,
    /// The z of the smaller rank sum, as SPSS prints it: never positive.
    pub z_min: Outcome<f64>,
    /// −1 to 1; positive where positive differences prevail.
    pub rank_biserial: Outcome<f64>,
    /// `|z|/√n` over all pairs.
    pub r_pairs: Outcome<f64>,
    /// `|z|/√n` over the pairs that differ.
    pub r_used: Outcome<f64>,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for WilcoxonSignedRank {
    fn method(&self) -> &'static str {
        "wilcoxon_signed_rank"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "V".to_owned(),
            value: self.rank_sum_positive,
            df: Vec::new(),
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        self.plain.clone().map(|test| test.p)
    }

    fn effect(&self) -> Option<Effect> {
        let value = self.rank_biserial.clone().ok()?;
        Some(Effect {
            name: "rank_biserial".to_owned(),
            value,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        Sizes {
            n: self.n_pairs,
            groups: Vec::new(),
            missing: self.missing,
        }
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
