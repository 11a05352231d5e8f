use super::interval::{finite, possible};
use super::one_sample_t_test::few;
use super::one_way_sums::{GroupSums, OneWaySums, UsedGroups};
use super::t_test::GroupMoments;
use super::{Caution, Effect, Exact, HypothesisTest, Outcome, Sample, Sizes, Statistic, f_upper};
use serde::{Deserialize, Serialize};

/// Whether several groups differ in their means, with one variance for all.
///
/// # Question
/// Do the services, schools or quarters differ on average?
///
/// # Formula
/// `SS_between = Σ nᵢ(x̄ᵢ − x̄)²`, `SS_within = Σ Σ (x − x̄ᵢ)²`,
/// `F = (SS_between/(k − 1))/(SS_within/(N − k))`. Effect sizes:
/// `η² = SS_b/SS_t`, `ω² = (SS_b − (k−1)MS_w)/(SS_t + MS_w)`,
/// `ε² = (SS_b − (k−1)MS_w)/SS_t`, Cohen's `f = √(SS_b/SS_w)`.
///
/// # Assumes
/// Independent respondents; groups about normal, or large; equal variances.
///
/// # When not
/// Unequal variances with unequal sizes: [`welch_anova`](super::welch_anova).
/// Ranks rather than means: Kruskal and Wallis.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, anova_oneway};
/// let groups = [
///     Sample::of_codes(1, &[0, 2, 3, 1], 0),
///     Sample::of_codes(1, &[1, 3, 2, 0], 0),
///     Sample::of_codes(1, &[0, 0, 3, 3], 0),
/// ];
/// let found = anova_oneway(&groups).unwrap();
/// assert_eq!((found.df_between, found.df_within), (2, 15));
/// assert!((found.f - 240.0 / 43.0).abs() < 1e-14);
/// ```
///
/// # Checked against
/// `anova_oneway` of the reference cases (R `anova(lm())`), the eleven sets of
/// NIST StRD to 13 digits (all sums are exact).
///
/// # References
/// Fisher, Statistical Methods for Research Workers (1925); Okada,
/// Behaviormetrika 40 (2013) 129–147 (ω² and ε²).
///
/// # Errors
/// `NotComputable::TooFewGroups` below two groups with anybody,
/// `NotComputable::TooFew` where every group is one person,
/// `NotComputable::NoSpread` where nobody differs from the own group.
pub fn anova_oneway(groups: &[Sample]) -> Outcome<AnovaOneway> {
    let used = UsedGroups::of(groups)?;
    let sums = OneWaySums::of(used.groups.iter().map(|group| GroupSums::of(group)));
    let f = finite(sums.f()?, "F")?;
    let (df1, df2) = (sums.df_between(), sums.df_within());
    let total = sums.between.clone() + sums.within.clone();
    let ms_between = sums.between.clone() / Exact::whole(df1.into());
    let ms_within = sums.within.clone() / Exact::whole(df2.into());
    let unbiased = sums.between.clone() - ms_within.clone() * Exact::whole(df1.into());
    let mut cautions = used.cautions.clone();
    cautions.extend(few(&used.sizes()));
    Ok(AnovaOneway {
        groups: groups.iter().map(GroupMoments::of).collect(),
        missing: used.missing,
        ss_between: finite(sums.between.value(), "values")?,
        ss_within: finite(sums.within.value(), "values")?,
        df_between: df1,
        df_within: df2,
        ms_between: ms_between.value(),
        ms_within: ms_within.value(),
        residual_sd: ms_within.signed_root(false),
        f,
        p: possible(f_upper(f, df1 as f64, df2 as f64), "F")?,
        eta2: sums.eta2()?,
        omega2: (unbiased.clone() / (total.clone() + ms_within)).value(),
        epsilon2: (unbiased / total).value(),
        cohens_f: (sums.between / sums.within).signed_root(false),
        cautions,
    })
}

/// `Σ nᵢ(x̄ᵢ − x̄)²` and `Σ Σ (x − x̄ᵢ)²`, which exist where F does not.
///
/// # Errors
/// `NotComputable::TooFewGroups` below two groups with anybody.
pub fn sums_of_squares(groups: &[Sample]) -> Outcome<(f64, f64)> {
    let used = UsedGroups::of(groups)?;
    let sums = OneWaySums::of(used.groups.into_iter().map(GroupSums::of));
    let value = |sum: Exact| finite(sum.value(), "values");
    Ok((value(sums.between)?, value(sums.within)?))
}

/// Result of [`anova_oneway`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnovaOneway {
    /// All groups given, empty ones included.
    pub groups: Vec<GroupMoments>,
    pub missing: u64,
    pub ss_between: f64,
    pub ss_within: f64,
    /// `k − 1`.
    pub df_between: u64,
    /// `N − k`.
    pub df_within: u64,
    pub ms_between: f64,
    pub ms_within: f64,
    /// `√ms_within`.
    pub residual_sd: f64,
    pub f: f64,
    pub p: f64,
    /// Share of the variance between groups (R²).
    pub eta2: f64,
    /// Its estimate in the population; may fall below 0.
    pub omega2: f64,
    /// The adjusted R²; may fall below 0.
    pub epsilon2: f64,
    pub cohens_f: f64,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for AnovaOneway {
    fn method(&self) -> &'static str {
        "anova_oneway"
    }
    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "F".to_owned(),
            value: self.f,
            df: vec![self.df_between as f64, self.df_within as f64],
        }
    }
    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }
    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "eta_squared".to_owned(),
            value: self.eta2,
            interval: None,
        })
    }
    fn sizes(&self) -> Sizes {
        sizes(&self.groups, self.missing)
    }
    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}

pub(super) fn sizes(groups: &[GroupMoments], missing: u64) -> Sizes {
    let groups: Vec<u64> = groups.iter().map(|group| group.n).collect();
    Sizes {
        n: groups.iter().copied().fold(0, u64::saturating_add),
        groups,
        missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::NotComputable;
    use crate::stats::student_t_test;
    use proptest::prelude::*;

    fn samples(groups: &[Vec<u64>]) -> Vec<Sample> {
        groups
            .iter()
            .map(|counts| Sample::of_codes(1, counts, 0))
            .collect()
    }

    #[test]
    fn what_has_no_f_says_why() {
        let reason = |groups: &[Vec<u64>]| anova_oneway(&samples(groups)).unwrap_err();
        let alone = NotComputable::TooFewGroups {
            groups: 1,
            needed: 2,
        };
        assert_eq!(reason(&[vec![2, 3], vec![0, 0]]), alone);
        assert_eq!(reason(&[vec![2], vec![0, 3]]), NotComputable::NoSpread);
        let ones = NotComputable::TooFew { n: 2, needed: 3 };
        assert_eq!(reason(&[vec![1], vec![0, 1]]), ones);
    }

    proptest! {
        #[test]
        fn of_two_groups_is_students_t_squared(
            a in proptest::collection::vec(0_u64..5, 1..5),
            b in proptest::collection::vec(0_u64..5, 1..5),
        ) {
            let groups = samples(&[a, b]);
            if let (Ok(f), Ok(t)) = (anova_oneway(&groups), student_t_test(&groups[0], &groups[1], 0.95)) {
                prop_assert!((f.f - t.test.t * t.test.t).abs() <= 1e-14 * f.f);
                prop_assert!((f.p - t.test.two_sided.p).abs() <= 1e-10 * f.p);
            }
        }

        #[test]
        fn the_order_of_the_groups_changes_nothing(
            groups in proptest::collection::vec(proptest::collection::vec(0_u64..4, 4), 2..6),
        ) {
            let forward = samples(&groups);
            let backward: Vec<Sample> = forward.iter().rev().cloned().collect();
            match (anova_oneway(&forward), anova_oneway(&backward)) {
                (Ok(a), Ok(b)) => {
                    prop_assert_eq!((a.f, a.p, a.omega2), (b.f, b.p, b.omega2));
                    prop_assert!((0.0..=1.0).contains(&a.p) && (0.0..=1.0).contains(&a.eta2));
                }
                (a, b) => prop_assert_eq!(a.err(), b.err()),
            }
        }
    }
}
