use super::{NotComputable, Outcome, Sample};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The distinct values of a sample less its mean, by its standard deviation
/// (divisor n − 1), rising, with their counts.
pub(super) struct Standardized {
    pub n: u64,
    pub z: Vec<(f64, u64)>,
}

/// Standardises; the differences from the mean are exact before they are
/// rounded once, so that a large offset costs no digits.
///
/// # Errors
/// [`NotComputable::NoAnswers`], [`NotComputable::TooFew`] below two,
/// [`NotComputable::NoSpread`] where all are alike.
pub(super) fn standardized(sample: &Sample) -> Outcome<Standardized> {
    let n = sample.n();
    if n == 0 {
        return Err(NotComputable::NoAnswers);
    }
    let variance = sample.variance()?;
    if variance.is_zero() {
        return Err(NotComputable::NoSpread);
    }
    let deviation = variance.value().sqrt();
    // n·x − Σx in units of 10^-places.
    let scale = n as f64 * libm::pow(10.0, f64::from(sample.places())) * deviation;
    let z: Vec<(f64, u64)> = match small_differences(sample) {
        Some(differences) => differences
            .into_iter()
            .map(|(difference, count)| (difference as f64 / scale, count))
            .collect(),
        None => large_differences(sample)
            .map(|(difference, count)| (difference / scale, count))
            .collect(),
    };
    match z.iter().all(|(z, _)| z.is_finite()) {
        true => Ok(Standardized { n, z }),
        false => Err(NotComputable::out_of_range("values")),
    }
}

/// `n·x − Σx` where it fits an `i128`.
fn small_differences(sample: &Sample) -> Option<Vec<(i128, u64)>> {
    let n = i128::from(sample.n());
    let mut sum = 0_i128;
    for &(units, count) in sample.units() {
        sum = sum.checked_add(units.checked_mul(count.into())?)?;
    }
    let difference =
        |&(units, count): &(i128, u64)| Some((units.checked_mul(n)?.checked_sub(sum)?, count));
    sample.units().iter().map(difference).collect()
}

fn large_differences(sample: &Sample) -> impl Iterator<Item = (f64, u64)> + '_ {
    let n = sample.n();
    let values = sample.units().iter();
    let sum: BigInt = values.map(|&(u, count)| BigInt::from(u) * count).sum();
    sample.units().iter().map(move |&(units, count)| {
        let difference = BigInt::from(units) * n - &sum;
        (difference.to_f64().unwrap_or(f64::NAN), count)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_offset_costs_no_digits() {
        let near = Sample::of_numbers(&[1.0, 2.0, 4.0].map(Some)).unwrap();
        let far = Sample::of_numbers(&[1e12 + 1.0, 1e12 + 2.0, 1e12 + 4.0].map(Some)).unwrap();
        assert_eq!(
            standardized(&near).unwrap().z,
            standardized(&far).unwrap().z
        );
        let vast = Sample::of_units(0, vec![(i128::MAX / 4, 1), (0, 3)], 0);
        let z = standardized(&vast).unwrap().z;
        assert!((z[1].0 - 1.5).abs() < 1e-15, "{z:?}");
    }
}
