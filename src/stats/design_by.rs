use super::design::Row;
use super::design_mean::{Target, estimate};
use super::{Design, Outcome};
use serde::{Deserialize, Serialize};

/// Means and totals of a variable in each part of the population.
///
/// # Question
/// How do the services, the sexes, the levels of education compare, with honest
/// standard errors?
///
/// # Formula
/// As [`super::design_means`] with the respondents of the part, every other
/// respondent counted as 0 (a domain): the whole design is kept, because how many
/// of a part came into the sample is a matter of chance, too.
///
/// # Assumes
/// As [`super::design_means`].
///
/// # When not
/// For parts with a handful of respondents the linearisation is rough.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_means_by};
/// let pattern = |value: f64, sex: f64, count: u64| DesignPattern {
///     values: vec![Some(value), Some(sex)],
///     count,
///     ..DesignPattern::default()
/// };
/// let patterns = vec![pattern(3.0, 1.0, 5), pattern(4.0, 1.0, 5), pattern(2.0, 2.0, 4)];
/// let design = Design::new(patterns, DesignOptions::default()).unwrap();
/// let parts = design_means_by(&design, 0, 1, &[1.0, 2.0]);
/// assert_eq!(parts[0].mean.clone().unwrap().estimate, 3.5);
/// assert_eq!(parts[1].total.clone().unwrap().estimate, 8.0);
/// ```
///
/// # Checked against
/// `svy_by` of the reference cases (R `survey::svyby`).
///
/// # References
/// Lumley, Complex Surveys (Wiley 2010) section 2.4.
pub fn design_means_by(
    design: &Design,
    variable: usize,
    by: usize,
    levels: &[f64],
) -> Vec<DesignDomain> {
    let part = |&level: &f64| {
        let inside = |row: &Row| row.value(by) == Some(level);
        let used = |row: &&Row| inside(row) && row.value(variable).is_some();
        let with_se = |target| {
            let found = estimate(design, variable, inside, target)?;
            Ok(DomainEstimate {
                estimate: found.estimate,
                se: found.variance.sqrt(),
            })
        };
        DesignDomain {
            level,
            used: design.rows.iter().filter(used).map(|row| row.count).sum(),
            mean: with_se(Target::Mean),
            total: with_se(Target::Total),
        }
    };
    levels.iter().map(part).collect()
}

/// One part of the population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignDomain {
    /// The code of the part.
    pub level: f64,
    /// Respondents of the part with a value.
    pub used: u64,
    pub mean: Outcome<DomainEstimate>,
    pub total: Outcome<DomainEstimate>,
}

/// An estimate with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DomainEstimate {
    pub estimate: f64,
    pub se: f64,
}
