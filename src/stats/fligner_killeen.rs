use super::anova_oneway::sizes;
use super::interval::{finite, possible};
use super::one_way_sums::{UsedGroups, ordered_sum};
use super::quantile::median;
use super::t_test::GroupMoments;
use super::{
    Caution, Effect, Exact, HypothesisTest, NotComputable, Outcome, Sample, Sizes, Statistic,
    chi_square_upper, normal_quantile,
};
use serde::{Deserialize, Serialize};

/// Whether several groups differ in their spread, by ranks.
///
/// # Question
/// Are the answers of some groups further apart than those of others?
///
/// # Formula
/// The distances `|x − median of the own group|` of all respondents are ranked
/// together, ties at their mean rank `r`, and scored
/// `a = Φ⁻¹(½ + r/(2(N + 1)))`. Then `χ² = Σnᵢ(āᵢ − ā)²/s_a²` with `k − 1`
/// degrees of freedom.
///
/// # Assumes
/// Independent respondents; no normal answers.
///
/// # When not
/// Scales of few steps: nearly all distances tie.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, fligner_killeen};
/// let groups = [Sample::of_codes(1, &[1, 4, 4, 1], 0), Sample::of_codes(1, &[4, 1, 1, 4], 0)];
/// let found = fligner_killeen(&groups).unwrap();
/// assert_eq!(found.df, 1);
/// ```
///
/// # Checked against
/// `variance_homogeneity` of the reference cases (R `fligner.test`, scipy). Both
/// rank distances that are floats, in which equal distances (5.2 from 5.0, 4.8
/// from 5.0) can differ in their last bit and no longer tie: `floats` is that
/// answer, to compare with their printouts. The default `exact` is what the
/// definition says.
///
/// # References
/// Fligner & Killeen, JASA 71 (1976) 210–213; Conover, Johnson & Johnson,
/// Technometrics 23 (1981) 351–361.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two groups with anybody,
/// [`NotComputable::NoSpread`] where all distances are alike,
/// [`NotComputable::OutOfRange`] for numbers of too many digits.
pub fn fligner_killeen(groups: &[Sample]) -> Outcome<FlignerKilleen> {
    let used = UsedGroups::of(groups)?;
    let exact = RankedDistances::of(&used.groups, distances(&used.groups)?)?;
    let mut cautions = used.cautions.clone();
    let tied = exact.tied;
    cautions.extend((tied > 0).then_some(Caution::Ties { tied }));
    Ok(FlignerKilleen {
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        df: used.groups.len() as u64 - 1,
        exact,
        floats: RankedDistances::of(&used.groups, float_distances(&used.groups)?)?,
        cautions,
    })
}

/// Result of [`fligner_killeen`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlignerKilleen {
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub df: u64,
    /// From exact distances.
    pub exact: RankedDistances,
    /// From distances as floats (R, scipy).
    pub floats: RankedDistances,
    pub cautions: Vec<Caution>,
}

/// The statistic of one way to take the distances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedDistances {
    pub chi_square: f64,
    pub p: f64,
    /// Respondents who share their distance with another.
    pub tied: u64,
}

impl RankedDistances {
    fn of(groups: &[&Sample], mut distances: Vec<Distance>) -> Outcome<RankedDistances> {
        distances.sort_unstable();
        let n: f64 = groups.iter().map(|group| group.n() as f64).sum();
        let (scores, tied) = scores(&distances, n)?;
        if scores.len() < 2 {
            return Err(NotComputable::NoSpread);
        }
        let mean = scores
            .iter()
            .map(|(score, count)| score * count)
            .sum::<f64>()
            / n;
        let away = |(score, count): &(f64, f64)| (score - mean) * (score - mean) * count;
        let variance = scores.iter().map(away).sum::<f64>() / (n - 1.0);
        let mut sums = vec![0.0; groups.len()];
        let levels = distances.chunk_by(|a, b| a.0 == b.0);
        for (level, (score, _)) in levels.zip(&scores) {
            for (_, group, count) in level {
                if let Some(sum) = sums.get_mut(*group) {
                    *sum += (score - mean) * *count as f64;
                }
            }
        }
        let parts = groups.iter().zip(&sums);
        let parts = parts.map(|(group, sum)| sum * sum / group.n() as f64);
        let chi_square = finite(ordered_sum(parts.collect()) / variance, "χ²")?;
        let df = groups.len() as f64 - 1.0;
        Ok(RankedDistances {
            chi_square,
            p: possible(chi_square_upper(chi_square, df), "χ²")?,
            tied,
        })
    }
}

impl HypothesisTest for FlignerKilleen {
    fn method(&self) -> &'static str {
        "fligner_killeen"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.exact.chi_square,
            df: vec![self.df as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.exact.p)
    }
    fn effect(&self) -> Option<Effect> {
        None
    }
    fn sizes(&self) -> Sizes {
        sizes(&self.groups, self.missing)
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

/// Distance from the median of the own group, in any unit that orders them; the
/// group; how many.
type Distance = (u128, usize, u64);

/// In halves of the finest unit.
fn distances(groups: &[&Sample]) -> Outcome<Vec<Distance>> {
    let places = groups.iter().map(|group| group.places()).max().unwrap_or(0);
    let mut all = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let units = group.at(places);
        let fine = units.map(|units| Sample::of_units(0, units, 0));
        let too_long = || NotComputable::out_of_range("values");
        let fine = fine.ok_or_else(too_long)?;
        let doubled = median(&fine)? * Exact::whole(2);
        let doubled = i128::try_from(doubled.parts().0).map_err(|_| too_long())?;
        for &(units, count) in fine.units() {
            let twice = units.checked_mul(2).ok_or_else(too_long)?;
            all.push((twice.abs_diff(doubled), place, count));
        }
    }
    Ok(all)
}

/// As the bits of the floats, which order what is not negative.
fn float_distances(groups: &[&Sample]) -> Outcome<Vec<Distance>> {
    let mut all = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let middle = float_median(group)?;
        for (value, count) in group.values() {
            all.push(((value - middle).abs().to_bits().into(), place, count));
        }
    }
    Ok(all)
}

/// Half the sum of the middle floats: where these end in different digits it is
/// not always the float nearest to the median.
fn float_median(group: &Sample) -> Outcome<f64> {
    let at = |rank: u64| {
        let mut below = 0_u64;
        let mut values = group.values();
        let found = values.find(|(_, count)| {
            below = below.saturating_add(*count);
            below >= rank
        });
        found.map(|(value, _)| value)
    };
    let n = group.n();
    match (at(n.div_ceil(2)), at(n / 2 + 1)) {
        (Some(low), Some(high)) => Ok((low + high) / 2.0),
        _ => Err(NotComputable::NoAnswers),
    }
}

/// Normal score and number of every distinct distance, rising; and how many
/// respondents share theirs with another.
fn scores(distances: &[Distance], n: f64) -> Outcome<(Vec<(f64, f64)>, u64)> {
    let (mut below, mut tied) = (0.0, 0_u64);
    let mut scores = Vec::new();
    for level in distances.chunk_by(|a, b| a.0 == b.0) {
        let here: u64 = level.iter().map(|(_, _, count)| count).sum();
        let count = here as f64;
        let rank = below + (count + 1.0) / 2.0;
        let score = normal_quantile((1.0 - rank / (n + 1.0)) / 2.0);
        scores.push((possible(score, "rank")?, count));
        below += count;
        if here > 1 {
            tied = tied.saturating_add(here);
        }
    }
    Ok((scores, tied))
}
