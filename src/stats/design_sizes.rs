use super::design::{Row, out_of_range};
use super::{Design, NotComputable, Outcome};
use serde::{Deserialize, Serialize};

/// What unequal weights cost an analysis: the respondents it uses, and as how many
/// they count.
///
/// # Question
/// As how many respondents with equal weights do those of this analysis tell?
///
/// # Formula
/// Over the respondents who have every variable: Kish's effective n `(Σw)²/Σw²` and
/// his design effect `n·Σw²/(Σw)²`.
///
/// # Assumes
/// Weights that have little to do with the values.
///
/// # When not
/// As the design effect of one estimate, which strata and clusters change, too: that
/// is `deff` of [`super::design_means`], and of tables the mean effect of
/// [`super::design_chi_square`].
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_sizes};
/// let pattern = |weight: f64| DesignPattern {
///     values: vec![Some(1.0)],
///     weight: Some(weight),
///     count: 1,
///     ..DesignPattern::default()
/// };
/// let design = Design::new(vec![pattern(1.0), pattern(3.0)], DesignOptions::default()).unwrap();
/// assert_eq!(design_sizes(&design, &[0]).unwrap().effective_n, 1.6);
/// ```
///
/// # Checked against
/// `svy_spread` of the reference cases (R, from `survey::weights`).
///
/// # References
/// Kish (1965) Survey Sampling, section 11.7.
///
/// # Errors
/// [`NotComputable::NoAnswers`] where nobody has every variable;
/// [`NotComputable::OutOfRange`] where the weights of those are all 0.
pub fn design_sizes(design: &Design, variables: &[usize]) -> Outcome<DesignSizes> {
    let complete = |row: &Row| variables.iter().all(|&v| row.value(v).is_some());
    let used = design.rows.iter().filter(|row| complete(row));
    let n: u64 = used.map(|row| row.count).sum();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let sum_weights = design.total(|row| complete(row).then_some(row.weight));
    let squares = design.total(|row| complete(row).then_some(row.weight * row.weight));
    let effective_n = sum_weights * sum_weights / squares;
    match effective_n.is_finite() {
        true => Ok(DesignSizes {
            n,
            sum_weights,
            effective_n,
            design_effect: n as f64 / effective_n,
        }),
        false => Err(out_of_range("weight")),
    }
}

/// Sizes of an analysis with weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignSizes {
    /// Respondents used.
    pub n: u64,
    /// Of those.
    pub sum_weights: f64,
    pub effective_n: f64,
    /// Of unequal weights alone.
    pub design_effect: f64,
}
