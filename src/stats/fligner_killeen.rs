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
/// `variance_homogeneity` of the reference cases (R `fligner.test`). Distances
/// here are exact; R ranks floats, in which equal distances can differ in their
/// last bit.
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
    let distances = distances(&used.groups)?;
    let n: f64 = used.groups.iter().map(|group| group.n() as f64).sum();
    let (scores, tied) = scores(&distances, n)?;
    let mean = scores
        .iter()
        .map(|(score, count)| score * count)
        .sum::<f64>()
        / n;
    let away = |(score, count): &(f64, f64)| (score - mean) * (score - mean) * count;
    let variance = scores.iter().map(away).sum::<f64>() / (n - 1.0);
    if scores.len() < 2 {
        return Err(NotComputable::NoSpread);
    }
    let mut sums = vec![0.0; used.groups.len()];
    let mut level = distances.iter().peekable();
    for (score, _) in &scores {
        let Some(distance) = level.peek().map(|(distance, ..)| *distance) else {
            break;
        };
        while let Some((_, group, count)) = level.next_if(|(next, ..)| *next == distance) {
            if let Some(sum) = sums.get_mut(*group) {
                *sum += (score - mean) * *count as f64;
            }
        }
    }
    let parts = used.groups.iter().zip(&sums);
    let parts = parts.map(|(group, sum)| sum * sum / group.n() as f64);
    let chi_square = finite(ordered_sum(parts.collect()) / variance, "χ²")?;
    let df = used.groups.len() as u64 - 1;
    let mut cautions = used.cautions.clone();
    cautions.extend((tied > 0).then_some(Caution::Ties { tied }));
    Ok(FlignerKilleen {
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        chi_square,
        df,
        p: possible(chi_square_upper(chi_square, df as f64), "χ²")?,
        cautions,
    })
}

/// Result of [`fligner_killeen`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlignerKilleen {
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub chi_square: f64,
    pub df: u64,
    pub p: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for FlignerKilleen {
    fn method(&self) -> &'static str {
        "fligner_killeen"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "χ²".to_owned(),
            value: self.chi_square,
            df: vec![self.df as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
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

/// Distance from the median of the own group, in halves of the finest unit; the
/// group; how many. Rising.
fn distances(groups: &[&Sample]) -> Outcome<Vec<(u128, usize, u64)>> {
    let places = groups.iter().map(|group| group.places()).max().unwrap_or(0);
    let mut all = Vec::new();
    for (place, group) in groups.iter().enumerate() {
        let units = group.at(places);
        let fine = units.map(|units| Sample::of_units(0, units, 0));
        let too_long = || NotComputable::OutOfRange {
            what: "values".to_owned(),
        };
        let fine = fine.ok_or_else(too_long)?;
        let doubled = median(&fine)? * Exact::whole(2);
        let doubled = i128::try_from(doubled.parts().0).map_err(|_| too_long())?;
        for &(units, count) in fine.units() {
            let twice = units.checked_mul(2).ok_or_else(too_long)?;
            all.push((twice.abs_diff(doubled), place, count));
        }
    }
    all.sort_unstable();
    Ok(all)
}

/// Normal score and number of every distinct distance, rising; and how many
/// respondents share theirs with another.
fn scores(distances: &[(u128, usize, u64)], n: f64) -> Outcome<(Vec<(f64, f64)>, u64)> {
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
