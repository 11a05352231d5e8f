use super::interval::finite;
use super::{Exact, NotComputable, Outcome, Sample};
use num_bigint::BigInt;
use num_traits::Pow;
use serde::{Deserialize, Serialize};

/// The value below which a share of the respondents lies.
///
/// # Question
/// Where do the lowest quarter, the middle, the highest tenth begin?
///
/// # Formula
/// With the values in rising order `x₁ … xₙ` and a place `h`:
/// `x_⌊h⌋ + (h − ⌊h⌋)(x_⌊h⌋₊₁ − x_⌊h⌋)`, where `h = p(n + 1)` (type 6) or
/// `h = 1 + p(n − 1)` (type 7), held between 1 and n. Type 2 is `x_⌈pn⌉`, or
/// the middle of `x_pn` and its neighbour where `pn` is whole.
///
/// # Assumes
/// Values in order; type 6 and 7 also that distances mean something.
///
/// # When not
/// Programs differ: SPSS prints type 6, R and numpy type 7. With many equal
/// answers they agree mostly. Neither is wrong; the report names the one used.
///
/// # Example
/// ```
/// use tridharma::stats::{Exact, QuantileType, Sample, quantile};
/// let four = Sample::of_codes(1, &[1, 1, 1, 1], 0);
/// let quarter = Exact::ratio(1, 4);
/// assert_eq!(quantile(&four, &quarter, QuantileType::Type6), Ok(1.25));
/// assert_eq!(quantile(&four, &quarter, QuantileType::Type7), Ok(1.75));
/// ```
///
/// # Checked against
/// `descriptives` of the reference cases (R `quantile`, `type = 2, 6, 7`).
///
/// # References
/// Hyndman & Fan, American Statistician 50 (1996) 361–365.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a value,
/// [`NotComputable::OutOfRange`] for a share outside 0 to 1.
pub fn quantile(sample: &Sample, share: &Exact, kind: QuantileType) -> Outcome<f64> {
    let n = sample.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    if share.is_negative() || *share > Exact::whole(1) {
        let what = "share".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let whole = |number: i128| Exact::whole(number);
    let place = match kind {
        QuantileType::Type2 => share.clone() * whole(n.into()),
        QuantileType::Type6 => share.clone() * whole(i128::from(n) + 1),
        QuantileType::Type7 => whole(1) + share.clone() * whole(i128::from(n) - 1),
    };
    let below = place.floor();
    let rest = place - whole(below.into());
    let part = match kind {
        QuantileType::Type2 if rest.is_zero() => Exact::ratio(1, 2),
        QuantileType::Type2 => whole(1),
        _ => rest,
    };
    let held = |rank: i64| u64::try_from(rank).unwrap_or(0).clamp(1, n);
    let low = value_at(sample, held(below))?;
    let high = value_at(sample, held(below.saturating_add(1)))?;
    finite((low.clone() + part * (high - low)).value(), "values")
}

/// How the place between two respondents is filled; the numbers are those of
/// Hyndman and Fan, which R uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantileType {
    /// A respondent's own value, the middle of two at a step.
    Type2,
    /// SPSS (`HAVERAGE`), Minitab.
    Type6,
    /// R, numpy, Excel (`QUARTILE.INC`).
    Type7,
}

/// The middle value.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a value.
pub(super) fn median(sample: &Sample) -> Outcome<Exact> {
    let n = sample.n();
    let low = value_at(sample, n.div_ceil(2))?;
    let high = value_at(sample, n / 2 + 1)?;
    Ok((low + high) * Exact::ratio(1, 2))
}

/// Tukey's five numbers: least, lower hinge, median, upper hinge, greatest. A
/// hinge is the median of a half, the middle respondent counting in both.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a value.
pub(super) fn five_numbers(sample: &Sample) -> Outcome<[f64; 5]> {
    let n = sample.n();
    // Twice the depth of a hinge, so that it stays whole.
    let depth = u64::midpoint(n, 3);
    let half = |doubled: u64| -> Outcome<f64> {
        let low = value_at(sample, doubled / 2)?;
        let high = value_at(sample, doubled.div_ceil(2))?;
        finite(((low + high) * Exact::ratio(1, 2)).value(), "values")
    };
    let end = n.saturating_add(1).saturating_mul(2);
    let upper = end.saturating_sub(depth);
    let middle = n.saturating_add(1);
    Ok([
        half(2)?,
        half(depth)?,
        half(middle)?,
        half(upper)?,
        half(n.saturating_mul(2))?,
    ])
}

/// The median of the distances from the median, without the factor 1.4826.
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a value.
pub(super) fn median_distance(sample: &Sample) -> Outcome<Exact> {
    let middle = median(sample)? * Exact::of_integers(scale(sample), 1.into());
    let doubled = (middle * Exact::whole(2)).parts().0.clone();
    let doubled = i128::try_from(doubled).unwrap_or(i128::MAX);
    let away = |&(units, count): &(i128, u64)| {
        let distance = units.saturating_mul(2).saturating_sub(doubled);
        (distance.saturating_abs(), count)
    };
    let distances = sample.units().iter().map(away).collect();
    let distances = Sample::of_units(sample.places(), distances, 0);
    Ok(median(&distances)? * Exact::ratio(1, 2))
}

/// The mean without a share of the respondents at each end (rounded down).
///
/// # Errors
/// [`NotComputable::NoAnswers`] without a value, [`NotComputable::OutOfRange`]
/// unless the share is at least 0 and below one half.
pub(super) fn trimmed_mean(sample: &Sample, share: &Exact) -> Outcome<Exact> {
    let n = sample.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    if share.is_negative() || *share >= Exact::ratio(1, 2) {
        let what = "trimmed share".to_owned();
        return Err(NotComputable::OutOfRange { what });
    }
    let cut = (share.clone() * Exact::whole(n.into())).floor();
    let cut = u64::try_from(cut).unwrap_or(0);
    let (mut so_far, mut sum) = (0_u64, BigInt::ZERO);
    for &(units, count) in sample.units() {
        let from = so_far.max(cut);
        so_far = so_far.saturating_add(count);
        let kept = so_far.min(n - cut).saturating_sub(from);
        sum += BigInt::from(units) * kept;
    }
    Ok(Exact::of_integers(sum, scale(sample) * (n - 2 * cut)))
}

fn value_at(sample: &Sample, rank: u64) -> Outcome<Exact> {
    let units = sample.nth(rank).ok_or(NotComputable::NoAnswers)?;
    Ok(Exact::of_integers(units.into(), scale(sample)))
}

fn scale(sample: &Sample) -> BigInt {
    Pow::pow(BigInt::from(10), sample.places())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hinges_of_small_samples() {
        // R: fivenum(1:4), fivenum(1:5), fivenum(7)
        let first = |n: usize| five_numbers(&Sample::of_codes(1, &vec![1; n], 0));
        assert_eq!(first(4), Ok([1.0, 1.5, 2.5, 3.5, 4.0]));
        assert_eq!(first(5), Ok([1.0, 2.0, 3.0, 4.0, 5.0]));
        assert_eq!(five_numbers(&Sample::of_codes(7, &[1], 0)), Ok([7.0; 5]));
        assert_eq!(first(0), Err(NotComputable::NoAnswers));
    }

    #[test]
    fn impossible_shares_have_no_quantile() {
        let two = Sample::of_codes(1, &[1, 1], 0);
        for share in [Exact::ratio(-1, 2), Exact::ratio(3, 2)] {
            assert!(quantile(&two, &share, QuantileType::Type7).is_err());
            assert!(trimmed_mean(&two, &share).is_err());
        }
    }

    proptest! {
        #[test]
        fn quantiles_rise_and_stay_inside(
            counts in proptest::collection::vec(0_u64..5, 1..7),
            low in 0_i128..=20,
            more in 0_i128..=20,
        ) {
            let sample = Sample::of_codes(1, &counts, 0);
            let high = (low + more).min(20);
            for kind in [QuantileType::Type2, QuantileType::Type6, QuantileType::Type7] {
                let at = |share| quantile(&sample, &Exact::ratio(share, 20), kind);
                if let (Ok(a), Ok(b)) = (at(low), at(high)) {
                    prop_assert!(a <= b && a >= 1.0 && b <= counts.len() as f64);
                } else {
                    prop_assert_eq!(sample.n(), 0);
                }
            }
        }

        #[test]
        fn the_median_is_the_half_of_every_type(counts in proptest::collection::vec(0_u64..5, 1..7)) {
            let sample = Sample::of_codes(1, &counts, 0);
            let half = Exact::ratio(1, 2);
            let middle = median(&sample).map(|m| m.value());
            for kind in [QuantileType::Type2, QuantileType::Type6, QuantileType::Type7] {
                prop_assert_eq!(quantile(&sample, &half, kind), middle.clone());
            }
        }
    }
}
