use super::{
    Adjustment, Design, DesignRankOptions, NotComputable, Outcome, design_rank_test, design_t_test,
    p_adjust,
};
use serde::{Deserialize, Serialize};

/// Every two of several groups compared with the design, Holm's adjustment.
///
/// # Question
/// Where a design-based comparison of several groups says that they are not alike:
/// which of them differ?
///
/// # Formula
/// For every two groups the test of [`design_t_test`] (of means) or
/// [`design_rank_test`] (of ranks among the two) in the whole design; p values
/// adjusted by Holm over all pairs that have one.
///
/// # Assumes
/// As the test of two groups.
///
/// # When not
/// Before the groups were compared together: many pairs of a null result.
///
/// # Example
/// ```
/// use tridharma::stats::{Design, DesignOptions, DesignPattern, design_pairs};
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
/// let found = design_pairs(&design, 0, 1, &[1.0, 2.0, 3.0], false).unwrap();
/// assert_eq!(found.len(), 3);
/// assert!((found[0].test.as_ref().unwrap().difference + 0.9).abs() < 1e-12);
/// ```
///
/// # Checked against
/// `svy_pairs` of the reference cases (R `survey::svyttest` of every two groups).
///
/// # References
/// Lumley, Complex Surveys (Wiley 2010) section 2.4; Holm (1979) Scandinavian
/// Journal of Statistics 6, 65.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below three groups; [`NotComputable::TooLarge`]
/// above thirty. A pair that has no test says why.
pub fn design_pairs(
    design: &Design,
    variable: usize,
    group: usize,
    levels: &[f64],
    ranks: bool,
) -> Outcome<Vec<DesignPair>> {
    match levels.len() {
        0..=2 => {
            let (groups, needed) = (levels.len() as u64, 3);
            return Err(NotComputable::TooFewGroups { groups, needed });
        }
        3..=30 => {}
        _ => return Err(NotComputable::TooLarge),
    }
    let two = (0..levels.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    let mut two: Vec<(usize, usize)> = two.collect();
    two.sort_unstable();
    let mut pairs: Vec<DesignPair> = two
        .into_iter()
        .filter_map(|(first, second)| {
            let both = [*levels.get(first)?, *levels.get(second)?];
            Some(DesignPair {
                first: both[0],
                second: both[1],
                test: tested(design, (variable, group), &both, ranks),
                adjusted: None,
            })
        })
        .collect();
    let p: Vec<Option<f64>> = pairs
        .iter()
        .map(|pair| pair.test.as_ref().ok().map(|test| test.p))
        .collect();
    for (pair, adjusted) in pairs.iter_mut().zip(p_adjust(&p, Adjustment::Holm)?) {
        pair.adjusted = adjusted;
    }
    Ok(pairs)
}

fn tested(
    design: &Design,
    (variable, group): (usize, usize),
    both: &[f64; 2],
    ranks: bool,
) -> Outcome<DesignPairTest> {
    if ranks {
        let options = DesignRankOptions::default();
        let found = design_rank_test(design, variable, group, both, options)?;
        let (Some(difference), Some(t)) = (found.difference, found.t) else {
            return Err(NotComputable::NoSpread);
        };
        return Ok(DesignPairTest {
            difference,
            t,
            degrees_of_freedom: found.df_within,
            p: found.p,
        });
    }
    let found = design_t_test(design, variable, group, both, 0.95)?;
    Ok(DesignPairTest {
        difference: found.difference,
        t: found.t,
        degrees_of_freedom: found.degrees_of_freedom,
        p: found.p,
    })
}

/// Two groups by their levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignPair {
    pub first: f64,
    pub second: f64,
    pub test: Outcome<DesignPairTest>,
    /// p after Holm over all pairs.
    pub adjusted: Option<f64>,
}

/// Whether two groups differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DesignPairTest {
    /// First minus second: of means, or of mean scores of ranks.
    pub difference: f64,
    pub t: f64,
    pub degrees_of_freedom: u64,
    /// Two-sided, of this pair alone.
    pub p: f64,
}
