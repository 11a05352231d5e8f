use super::design_groups::group_means;
use super::{
    Caution, Design, Effect, HypothesisTest, Interval, NotComputable, Outcome, Sizes, Statistic,
    student_quantile, student_two_sided,
};
use serde::{Deserialize, Serialize};

/// Whether two parts of the population differ in a mean, given the design.
///
/// # Question
/// Is the mean of the one group in the population above that of the other?
///
/// # Formula
/// `t = (ȳ₁ − ȳ₂)/se` with weighted means and the linearised standard error of
/// their difference in the whole design (both groups may come from the same
/// clusters), by Student's t with units minus strata, minus 1, degrees of freedom.
///
/// # Assumes
/// As [`super::design_means`]; enough units for the mean to be near normal.
///
/// # When not
/// For ordinal answers with few levels prefer [`super::design_rank_test`].
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_t_test};
/// let pattern = |y: f64, group: f64, count: u64| DesignPattern {
///     values: vec![Some(y), Some(group)],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![
///     pattern(2.0, 1.0, 4), pattern(3.0, 1.0, 6), pattern(3.0, 2.0, 5), pattern(4.0, 2.0, 5),
/// ];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let test = design_t_test(&design, 0, 1, &[1.0, 2.0], 0.95).unwrap();
/// assert!((test.difference + 0.9).abs() < 1e-12);
/// assert_eq!(test.degrees_of_freedom, 18);
/// assert!(test.p < 0.001);
/// ```
///
/// # Checked against
/// `svy_ttest` of the reference cases (R `survey::svyttest`, which takes the second minus the
/// first).
///
/// # References
/// Lumley, Complex Surveys (Wiley 2010) section 2.4.
///
/// # Errors
/// [`NotComputable::NoSpread`] with one group or equal values;
/// [`NotComputable::OutOfRange`] for other than two groups, or no degrees of
/// freedom.
pub fn design_t_test(
    design: &Design,
    variable: usize,
    group: usize,
    levels: &[f64],
    confidence: f64,
) -> Outcome<DesignTTest> {
    let score: Vec<Option<f64>> = design.rows.iter().map(|row| row.value(variable)).collect();
    let groups = group_means(design, &score, group, levels)?;
    let df = groups.degrees_of_freedom.checked_sub(1);
    let df = df
        .filter(|df| *df > 0)
        .ok_or_else(|| NotComputable::out_of_range("degrees_of_freedom"))?;
    let sizes = groups.counted();
    let (Ok([first, second]), Some(&difference), Some(&variance)) = (
        <[f64; 2]>::try_from(groups.means),
        groups.differences.first(),
        groups.covariance.first().and_then(|row| row.first()),
    ) else {
        return Err(NotComputable::out_of_range("groups"));
    };
    let se = variance.sqrt();
    if se <= 0.0 {
        return Err(NotComputable::NoSpread);
    }
    let t = difference / se;
    let upper = (1.0 - confidence) / 2.0;
    let half = student_quantile(upper, df as f64)
        .ok_or_else(|| NotComputable::out_of_range("confidence"))?
        * se;
    let p = student_two_sided(t, df as f64).ok_or_else(|| NotComputable::out_of_range("t"))?;
    Ok(DesignTTest {
        means: [first, second],
        difference,
        se,
        interval: Interval {
            low: Some(difference - half),
            high: Some(difference + half),
            confidence,
        },
        t,
        degrees_of_freedom: df,
        p,
        sizes,
        cautions: Vec::new(),
    })
}

/// Two weighted means compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignTTest {
    pub means: [f64; 2],
    /// First minus second.
    pub difference: f64,
    pub se: f64,
    /// Of the difference.
    pub interval: Interval,
    pub t: f64,
    pub degrees_of_freedom: u64,
    /// Two-sided.
    pub p: f64,
    pub sizes: Sizes,
    pub cautions: Vec<Caution>,
}

impl HypothesisTest for DesignTTest {
    fn method(&self) -> &'static str {
        "design_t_test"
    }

    fn statistic(&self) -> Statistic {
        Statistic {
            symbol: "t".to_owned(),
            value: self.t,
            df: vec![self.degrees_of_freedom as f64],
        }
    }

    fn p_value(&self) -> Outcome<f64> {
        Ok(self.p)
    }

    fn effect(&self) -> Option<Effect> {
        Some(Effect {
            name: "mean_difference".to_owned(),
            value: self.difference,
            interval: Some(self.interval),
        })
    }

    fn sizes(&self) -> Sizes {
        self.sizes.clone()
    }

    fn cautions(&self) -> &[Caution] {
        &self.cautions
    }
}
