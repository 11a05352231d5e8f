use super::interval::finite;
use super::one_way_sums::{GroupSums, OneWaySums, UsedGroups};
use super::welch_t_test::welch_error;
use super::{Exact, NotComputable, Outcome, Sample};

/// Two groups, the difference of their means, and its error: what every
/// comparison of pairs starts from.
pub(super) struct MeanPair {
    /// Positions among the groups given.
    pub first: usize,
    pub second: usize,
    pub difference: f64,
    pub se: f64,
    pub t: f64,
    pub df: f64,
}

/// How the error of a difference is estimated.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum PairError {
    /// The mean square within all groups.
    Pooled,
    /// Each group's own variance.
    Own,
}

/// More groups than this make more pairs than anybody reads.
const MOST_GROUPS: usize = 100;

/// Pairs of all groups with anybody, in the order given; and how many groups. A
/// pair whose error has no estimate is left out.
///
/// # Errors
/// [`NotComputable::TooFewGroups`] below two, [`NotComputable::TooLarge`] above
/// [`MOST_GROUPS`], [`NotComputable::NoSpread`] and [`NotComputable::TooFew`]
/// where the error of no pair has an estimate.
pub(super) fn mean_pairs(groups: &[Sample], error: PairError) -> Outcome<(u64, Vec<MeanPair>)> {
    let used = UsedGroups::of(groups)?.groups.len();
    if used > MOST_GROUPS {
        return Err(NotComputable::TooLarge);
    }
    let held: Vec<(usize, &Sample)> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.n() > 0)
        .collect();
    let within = match error {
        PairError::Pooled => Some(within(&held)?),
        PairError::Own => None,
    };
    let (mut pairs, mut reason) = (Vec::new(), None);
    for (place, first) in held.iter().enumerate() {
        for second in held.iter().skip(place + 1) {
            match MeanPair::of(*first, *second, within.as_ref()) {
                Ok(pair) => pairs.push(pair),
                Err(because) => reason = reason.or(Some(because)),
            }
        }
    }
    match reason.filter(|_| pairs.is_empty()) {
        Some(reason) => Err(reason),
        None => Ok((used as u64, pairs)),
    }
}

/// The mean square within the groups and its degrees of freedom.
fn within(held: &[(usize, &Sample)]) -> Outcome<(Exact, u64)> {
    let sums = OneWaySums::of(held.iter().map(|(_, group)| GroupSums::of(group)));
    sums.f()?;
    let df = sums.df_within();
    Ok((sums.within / Exact::whole(df.into()), df))
}

impl MeanPair {
    fn of(
        (first, a): (usize, &Sample),
        (second, b): (usize, &Sample),
        within: Option<&(Exact, u64)>,
    ) -> Outcome<MeanPair> {
        let difference = a.mean()? - b.mean()?;
        let (square, df) = match within {
            Some((mean_square, df)) => {
                let sizes = Exact::ratio(1, a.n().into()) + Exact::ratio(1, b.n().into());
                (mean_square.clone() * sizes, *df as f64)
            }
            None => welch_error(a, b)?,
        };
        let t_square = difference.clone() * difference.clone() / square.clone();
        Ok(MeanPair {
            first,
            second,
            difference: finite(difference.value(), "values")?,
            se: square.signed_root(false),
            t: finite(t_square.signed_root(difference.is_negative()), "t")?,
            df,
        })
    }
}
