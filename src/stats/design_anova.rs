use super::design_groups::group_means;
use super::{Caution, Design, Effect, HypothesisTest, NotComputable, Outcome, Sizes, Statistic};
use serde::{Deserialize, Serialize};

/// Whether the means of several parts of the population are alike, given the design:
/// the analysis of variance for weighted samples.
///
/// # Question
/// Do the means of several groups differ in the population?
///
/// # Formula
/// `F = dᵀV⁻¹d/(k − 1)` (Wald), d the differences of the other weighted means from the
/// first, V their covariances by linearisation in the whole design, with k − 1 and
/// units minus strata minus (k − 1) degrees of freedom.
///
/// # Assumes
/// As [`super::design_means`]; enough units that means are nearly normal. Variances
/// may differ.
///
/// # When not
/// Two groups: [`super::design_t_test`] says the same with an interval. Answers in
/// order with few levels: [`super::design_rank_test`].
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_anova};
/// let pattern = |y: f64, group: f64, count: u64| DesignPattern {
///     values: vec![Some(y), Some(group)],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![
///     pattern(2.0, 1.0, 4), pattern(3.0, 1.0, 6), pattern(3.0, 2.0, 5), pattern(4.0, 2.0, 5),
///     pattern(2.0, 3.0, 5), pattern(3.0, 3.0, 5),
/// ];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let test = design_anova(&design, 0, 1, &[1.0, 2.0, 3.0]).unwrap();
/// assert_eq!((test.df_between, test.df_within), (2, 27));
/// assert!(test.p < 0.001);
/// ```
///
/// # Checked against
/// `svy_anova` of the reference cases (R `survey::svyglm` and `regTermTest` of a
/// factor).
///
/// # References
/// Lumley, Complex Surveys (Wiley 2010) chapter 5.
///
/// # Errors
/// [`NotComputable::NoAnswers`]; [`NotComputable::NoSpread`] with one group or equal
/// values; [`NotComputable::OutOfRange`] where units are too few for the groups.
pub fn design_anova(
    design: &Design,
    variable: usize,
    group: usize,
    levels: &[f64],
) -> Outcome<DesignAnova> {
    let values = design.rows.iter().map(|row| row.value(variable));
    let values: Vec<Option<f64>> = values.collect();
    let groups = group_means(design, &values, group, levels)?;
    let wald = groups.wald()?;
    let sizes = groups.counted();
    Ok(DesignAnova {
        f: wald.f,
        df_between: wald.between,
        df_within: wald.within,
        p: wald.p.ok_or_else(|| NotComputable::out_of_range("f"))?,
        levels: groups.levels,
        means: groups.means,
        sizes,
        cautions: Vec::new(),
    })
}

/// Weighted means compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignAnova {
    /// Groups that occur.
    pub levels: Vec<f64>,
    /// Weighted mean of each group.
    pub means: Vec<f64>,
    pub f: f64,
    pub df_between: u64,
    pub df_within: u64,
    pub p: f64,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for DesignAnova {
    fn method(&self) -> &'static str {
        "design_anova"
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
        None
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
