use super::dunn::pairs_of_groups;
use super::ranking::Ranking;
use super::{NotComputable, Outcome, Sample, mann_whitney, studentized_range_upper};
use serde::{Deserialize, Serialize};

/// The comparisons of all pairs of groups of Dwass, Steel, Critchlow and Fligner.
///
/// # Question
/// Which groups differ from which?
///
/// # Formula
/// For each pair the two groups alone are ranked, `W = √2·z` with the z of
/// Mann–Whitney (corrected for ties, no continuity correction); p is the upper
/// tail of the studentized range of k groups and infinitely many degrees of
/// freedom at |W|. It is adjusted for the number of pairs already. SAS
/// (`NPAR1WAY DSCF`), jamovi.
///
/// # Assumes
/// As [`super::kruskal_wallis`].
///
/// # When not
/// Fewer than about 5 in a group. Unlike [`super::dunn`] a third group does not
/// change the comparison of two, which is why it can disagree with
/// Kruskal–Wallis over all.
///
/// # Example
/// ```
/// use tridharma::stats::{Sample, dscf};
/// let groups = [[1, 4, 10, 5], [2, 8, 9, 1], [0, 2, 6, 8]]
///     .map(|counts| Sample::of_codes(1, &counts, 0));
/// let found = dscf(&groups).unwrap();
/// let p = found.pairs[2].p.clone().unwrap();
/// assert!((p - 0.003877).abs() < 1e-6);
/// ```
///
/// # Checked against
/// `rank_more` of the reference cases (scipy `mannwhitneyu`,
/// `studentized_range`).
///
/// # References
/// Critchlow & Fligner (1991), Communications in Statistics – Theory and Methods
/// 20: 127–139. Hollander, Wolfe & Chicken (2014), Nonparametric Statistical
/// Methods, 6.5.
///
/// # Errors
/// [`NotComputable::NoAnswers`], [`NotComputable::TooFewGroups`],
/// [`NotComputable::OutOfRange`] above 100 groups. A pair whose answers are all
/// equal has no W and p.
pub fn dscf(groups: &[Sample]) -> Outcome<Dscf> {
    let sizes = Ranking::of(&groups.iter().collect::<Vec<_>>())?.n;
    let used = sizes.iter().filter(|n| **n > 0).count() as u64;
    match used {
        0 => return Err(NotComputable::NoAnswers),
        1 => {
            return Err(NotComputable::TooFewGroups {
                groups: used,
                needed: 2,
            });
        }
        _ => {}
    }
    let compare = |(first, second): (usize, usize)| {
        let (Some(a), Some(b)) = (groups.get(first), groups.get(second)) else {
            return Err(NotComputable::NoAnswers);
        };
        let w = mann_whitney(a, b)?
            .plain
            .map(|test| test.z * std::f64::consts::SQRT_2);
        let tail = |w: f64| {
            let p = studentized_range_upper(w.abs(), used as f64, f64::INFINITY);
            p.ok_or_else(|| NotComputable::out_of_range("groups"))
        };
        Ok(DscfPair {
            first,
            second,
            p: w.clone().and_then(tail),
            w,
        })
    };
    let pairs = pairs_of_groups(&sizes)?.into_iter().map(compare);
    Ok(Dscf {
        groups: used,
        pairs: pairs.collect::<Outcome<_>>()?,
    })
}

/// Result of [`dscf`]: the pairs (1, 2), (1, 3), …, (2, 3), … of the groups with
/// somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dscf {
    /// Groups with somebody.
    pub groups: u64,
    pub pairs: Vec<DscfPair>,
}

/// Two groups, by their place among those given, from 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DscfPair {
    pub first: usize,
    pub second: usize,
    /// Positive where the first group is higher.
    pub w: Outcome<f64>,
    /// Two-sided, adjusted for all pairs.
    pub p: Outcome<f64>,
}
