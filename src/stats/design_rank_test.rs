use super::design::Row;
use super::design_groups::{GroupMeans, group_means};
use super::{
    Caution, Design, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic,
    normal_quantile, student_two_sided,
};
use serde::{Deserialize, Serialize};

/// Whether parts of the population differ in rank, given the design: the
/// Mann–Whitney and Kruskal–Wallis tests for weighted samples.
///
/// # Question
/// Do those of one group tend to answer higher than those of another?
///
/// # Formula
/// The rank of a respondent estimates the rank in the population:
/// `r = Σ_{y' < y} w' + ½·Σ_{y' = y} w'`, its score `r/Σw` (Wilcoxon, Kruskal),
/// the normal deviate of that (van der Waerden) or whether it is above ½ (median).
/// Two groups: `t` of the difference of mean scores, linearised, with units minus
/// strata, minus 1, degrees of freedom. More: `F = dᵀV⁻¹d/(k − 1)` with k − 1 and
/// units minus strata minus (k − 1).
///
/// # Assumes
/// As [`super::design_means`]. R survey gives tied respondents with unequal
/// weights ranks that depend on the order of the rows; the default here takes the
/// middle of their weights, whatever the order, and [`TiedRanks::RowOrder`] is
/// R's.
///
/// # When not
/// Without weights and clusters the ordinary rank tests have exact versions.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, DesignRankOptions, design_rank_test};
/// let pattern = |y: f64, group: f64, count: u64| DesignPattern {
///     values: vec![Some(y), Some(group)],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![
///     pattern(2.0, 1.0, 4), pattern(3.0, 1.0, 6), pattern(3.0, 2.0, 5), pattern(4.0, 2.0, 5),
/// ];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let test = design_rank_test(&design, 0, 1, &[1.0, 2.0], DesignRankOptions::default()).unwrap();
/// // The first group answers lower.
/// assert!(test.t.unwrap() < -3.0 && test.p < 0.01);
/// ```
///
/// # Checked against
/// `svy_ranktest` of the reference cases (R `survey::svyranktest`, which takes the
/// second minus the first).
///
/// # References
/// Lumley and Scott, Two-sample rank tests under complex sampling, Biometrika 100
/// (2013) 831–842.
///
/// # Errors
/// [`NotComputable::NoSpread`] with one group or equal ranks;
/// [`NotComputable::OutOfRange`] where units are too few for the groups.
pub fn design_rank_test(
    design: &Design,
    variable: usize,
    group: usize,
    levels: &[f64],
    options: DesignRankOptions,
) -> Outcome<DesignRankTest> {
    let used = |row: &Row| {
        let level = row.value(group)?;
        row.value(variable).filter(|_| levels.contains(&level))
    };
    let values: Vec<Option<f64>> = design.rows.iter().map(used).collect();
    let whole = design.total(|row| used(row).map(|_| row.weight));
    if whole <= 0.0 {
        return Err(NotComputable::NoAnswers);
    }
    let score_of = |rank: Option<f64>| rank.map(|rank| score(rank / whole, options.score));
    let ranks = ranks(design, &values, options.ties);
    let scores: Vec<Option<f64>> = ranks.into_iter().map(score_of).collect();
    if !scores.iter().flatten().all(|score| score.is_finite()) {
        return Err(NotComputable::out_of_range("score"));
    }
    tested(group_means(design, &scores, group, levels)?)
}

/// Options of [`design_rank_test`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignRankOptions {
    pub score: RankScore,
    pub ties: TiedRanks,
}

/// What is made of a rank between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankScore {
    /// Itself: Wilcoxon, Mann–Whitney, Kruskal–Wallis.
    #[default]
    Rank,
    /// The normal deviate below which that share lies.
    VanDerWaerden,
    /// 1 above the middle, else 0.
    Median,
}

/// The rank of respondents with equal values and unequal weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TiedRanks {
    /// The middle of the weights they share.
    #[default]
    Middle,
    /// The mean of the middles of their own weights laid end to end in the order
    /// of the rows, as R survey does; needs [`Design::in_order`] to mean anything.
    RowOrder,
}

/// Weighted ranks of the rows that have a value.
fn ranks(design: &Design, values: &[Option<f64>], ties: TiedRanks) -> Vec<Option<f64>> {
    let rows = values.iter().zip(&design.rows).enumerate();
    let mut sorted: Vec<(f64, usize, f64, f64)> = rows
        .filter_map(|(place, (value, row))| Some(((*value)?, place, row.weight, row.count as f64)))
        .collect();
    // Stable, so that equal values stay in the order of the rows.
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![None; values.len()];
    let mut below = 0.0;
    for tied in sorted.chunk_by(|a, b| a.0 == b.0) {
        let (mut end, mut respondents, mut middles) = (below, 0.0, 0.0);
        for (_, _, weight, count) in tied {
            // The middle of all of a row is the mean of the middles of each.
            middles += count * (end + count * weight / 2.0);
            end += count * weight;
            respondents += count;
        }
        let rank = match ties {
            TiedRanks::Middle => (below + end) / 2.0,
            TiedRanks::RowOrder => middles / respondents,
        };
        for (_, place, _, _) in tied {
            if let Some(slot) = ranks.get_mut(*place) {
                *slot = Some(rank);
            }
        }
        below = end;
    }
    ranks
}

fn score(rank: f64, kind: RankScore) -> f64 {
    match kind {
        RankScore::Rank => rank,
        RankScore::VanDerWaerden => normal_quantile(1.0 - rank).unwrap_or(f64::INFINITY),
        RankScore::Median => f64::from(u8::from(rank > 0.5)),
    }
}

fn tested(groups: GroupMeans) -> Outcome<DesignRankTest> {
    let wald = groups.wald()?;
    let sizes = groups.counted();
    let first = groups.differences.first().copied().unwrap_or(0.0);
    let two = wald.between == 1;
    let t = two.then(|| wald.chi_square.sqrt().copysign(first));
    let p = match t {
        Some(t) => student_two_sided(t, wald.within as f64),
        None => wald.p,
    };
    Ok(DesignRankTest {
        levels: groups.levels,
        mean_scores: groups.means,
        difference: two.then_some(first),
        t,
        chi_square: wald.chi_square,
        f: wald.f,
        df_between: wald.between,
        df_within: wald.within,
        p: p.ok_or_else(|| NotComputable::out_of_range("f"))?,
        sizes,
        cautions: Vec::new(),
    })
}

/// Mean rank scores compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignRankTest {
    /// Groups that occur.
    pub levels: Vec<f64>,
    /// Weighted mean score of each group.
    pub mean_scores: Vec<f64>,
    /// First minus second, with two groups.
    pub difference: Option<f64>,
    /// With two groups.
    pub t: Option<f64>,
    /// Wald's statistic of all differences, and over its degrees of freedom.
    pub chi_square: f64,
    pub f: f64,
    pub df_between: u64,
    pub df_within: u64,
    /// Two-sided.
    pub p: f64,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for DesignRankTest {
    fn method(&self) -> &'static str {
        "design_rank_test"
    }

    fn statistic(&self) -> Statistic {
        let (symbol, value, df) = match self.t {
            Some(t) => ("t", t, vec![self.df_within as f64]),
            None => (
                "F",
                self.f,
                vec![self.df_between as f64, self.df_within as f64],
            ),
        };
        Statistic {
            symbol: symbol.to_owned(),
            value,
            df,
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "mean_rank_difference".to_owned(),
            value: self.difference?,
            interval: None,
        })
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
