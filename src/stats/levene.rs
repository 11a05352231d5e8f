use super::anova_oneway::sizes;
use super::interval::{finite, possible};
use super::one_way_sums::{GroupSums, OneWaySums, UsedGroups};
use super::quantile::{median, trimmed_mean};
use super::t_test::GroupMoments;
use super::{Caution, Effect, Exact, HypothesisTest, Outcome, Sample, Sizes, Statistic, f_upper};
use num_bigint::BigInt;
use num_traits::{Pow, Signed};
use serde::{Deserialize, Serialize};

/// Whether several groups differ in their spread.
///
/// # Question
/// Are the answers of some groups further apart than those of others?
///
/// # Formula
/// The F of a one-way analysis of variance of `|x − cᵢ|`, the distances from the
/// centre of the own group: its mean (Levene, SPSS), its median (Brown and
/// Forsythe; R, scipy) or its mean without a tenth at each end. Degrees of
/// freedom `k − 1` and `N − k`. All sums are exact.
///
/// # Assumes
/// Independent respondents. About the median (the default) it needs no normal
/// answers; about the mean it finds too many differences in lopsided ones.
///
/// # When not
/// As a gate before choosing a test of means: use Welch's test from the start.
///
/// # Example
/// ```
/// use tridharma::stats::{LeveneCentre, Sample, levene};
/// let narrow = Sample::of_codes(1, &[0, 5, 5, 0], 0);
/// let wide = Sample::of_codes(1, &[5, 0, 0, 5], 0);
/// let found = levene(&[narrow, wide], LeveneCentre::Mean);
/// // every distance is the same within a group: no spread to compare with
/// assert!(found.is_err());
/// let found = levene(
///     &[Sample::of_codes(1, &[1, 4, 4, 1], 0), Sample::of_codes(1, &[4, 1, 1, 4], 0)],
///     LeveneCentre::Median,
/// );
/// assert_eq!(found.unwrap().df2, 18);
/// ```
///
/// # Checked against
/// `variance_homogeneity` of the reference cases (R `car::leveneTest`).
///
/// # References
/// Levene, in Contributions to Probability and Statistics (1960) 278–292; Brown
/// & Forsythe, JASA 69 (1974) 364–367.
///
/// # Errors
/// `NotComputable::TooFewGroups` below two groups with anybody,
/// `NotComputable::TooFew` where every group is one person,
/// `NotComputable::NoSpread` where the distances are alike within each group.
pub fn levene(groups: &[Sample], centre: LeveneCentre) -> Outcome<Levene> {
    let used = UsedGroups::of(groups)?;
    let distances = used.groups.iter().map(|group| distances(group, centre));
    let distances: Vec<GroupSums> = distances.collect::<Outcome<_>>()?;
    let sums = OneWaySums::of(distances.into_iter());
    let f = finite(sums.f()?, "F")?;
    let (df1, df2) = (sums.df_between(), sums.df_within());
    let mut cautions = used.cautions.clone();
    let least = used.sizes().into_iter().min();
    // The lone respondent of a group is never far from the own centre.
    cautions.extend(
        least
            .filter(|n| *n < 10)
            .map(|n| Caution::Approximate { n }),
    );
    Ok(Levene {
        centre,
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        f,
        df1,
        df2,
        p: possible(f_upper(f, df1 as f64, df2 as f64), "F")?,
        cautions,
    })
}

/// From where the distances are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeveneCentre {
    /// Levene 1960; SPSS.
    Mean,
    /// Brown and Forsythe 1974; R `car`, scipy. The default: it holds its error
    /// rate whatever the shape of the answers.
    #[default]
    Median,
    /// The mean without a tenth of the group at each end.
    TrimmedMean,
}

/// Result of [`levene`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Levene {
    pub centre: LeveneCentre,
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub f: f64,
    pub df1: u64,
    pub df2: u64,
    pub p: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for Levene {
    fn method(&self) -> &'static str {
        "levene"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.f,
            df: vec![self.df1 as f64, self.df2 as f64],
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

/// Sums of the distances from the centre, as integers of one denominator.
fn distances(group: &Sample, centre: LeveneCentre) -> Outcome<GroupSums> {
    let middle = match centre {
        LeveneCentre::Mean => group.mean()?,
        LeveneCentre::Median => median(group)?,
        LeveneCentre::TrimmedMean => trimmed_mean(group, &Exact::ratio(1, 10))?,
    };
    let (centre, divisor) = middle.parts();
    let scale: BigInt = Pow::pow(BigInt::from(10), group.places());
    let centre = centre * &scale;
    let (mut sum, mut squares) = (BigInt::ZERO, BigInt::ZERO);
    for &(units, count) in group.units() {
        let away = (divisor * units - &centre).abs();
        squares += &away * &away * count;
        sum += away * count;
    }
    Ok(GroupSums {
        n: group.n(),
        divisor: divisor * scale,
        sum,
        squares,
    })
}
