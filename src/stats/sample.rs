use super::{Exact, NotComputable, Outcome};
use num_bigint::BigInt;
use num_traits::Pow;
use serde::{Deserialize, Serialize};

/// The values of one variable, counted: every distinct value in rising order
/// with how many have it, and how many have none.
///
/// Values are integers of one decimal place (`units / 10^places`), so that sums
/// are exact, do not depend on the order of the respondents, and merge to the
/// same bits.
///
/// ```
/// use tridharma::stats::Sample;
/// // answers 1 to 4: nobody 1, three 2, five 3, two 4; one blank
/// let answers = Sample::of_codes(1, &[0, 3, 5, 2], 1);
/// assert_eq!((answers.n(), answers.missing), (10, 1));
/// assert_eq!(answers.mean().unwrap().value(), 2.9);
/// let minutes = Sample::of_numbers(&[Some(0.1), Some(0.2), None]).unwrap();
/// assert_eq!(minutes.mean().unwrap().value(), 0.15);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sample {
    places: u32,
    /// Units and count, rising, no count 0.
    values: Vec<(i128, u64)>,
    /// Respondents without a value.
    pub missing: u64,
}

/// The longest decimal number kept: `10^37` fits an `i128`.
const DIGITS: usize = 37;

impl Sample {
    /// Nobody.
    pub(super) const EMPTY: Sample = Sample {
        places: 0,
        values: Vec::new(),
        missing: 0,
    };

    /// From counts of the codes `min`, `min + 1`, …; levels without answers are
    /// no values.
    pub fn of_codes(min: i16, counts: &[u64], missing: u64) -> Sample {
        let values = (i128::from(min)..).zip(counts.iter().copied());
        Sample {
            places: 0,
            values: values.filter(|(_, count)| *count > 0).collect(),
            missing,
        }
    }

    /// From numbers in any order, each taken as its shortest decimal form, as
    /// the person who wrote it meant. `None` where a number is not finite or
    /// all together need more than 37 digits.
    pub fn of_numbers(numbers: &[Option<f64>]) -> Option<Sample> {
        let texts = numbers.iter().flatten().map(|number| decimal_text(*number));
        let texts: Vec<String> = texts.collect::<Option<_>>()?;
        let places = texts.iter().map(|text| places_of(text)).max().unwrap_or(0);
        let mut units: Vec<i128> = texts
            .iter()
            .map(|text| units_of(text, places))
            .collect::<Option<_>>()?;
        units.sort_unstable();
        let missing = numbers.len().saturating_sub(units.len());
        let counted = units.into_iter().map(|unit| (unit, 1)).collect();
        Some(Sample::of_units(places, counted, missing as u64))
    }

    /// From computed numbers, such as residuals, each rounded to about the
    /// sixteenth digit of the largest of them, so that all fit. `None` where one
    /// is not finite or all are below 1e-200.
    ///
    /// ```
    /// use tridharma::stats::Sample;
    /// let residuals = Sample::of_computed(&[1.0 / 3.0, 1e-30, -1.0 / 3.0]).unwrap();
    /// assert_eq!(residuals.mean().unwrap().value(), 0.0);
    /// ```
    pub fn of_computed(numbers: &[f64]) -> Option<Sample> {
        let largest = numbers.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if numbers.iter().any(|x| !x.is_finite()) || (largest > 0.0 && largest < 1e-200) {
            return None;
        }
        let digits = match largest {
            0.0 => 0.0,
            _ => libm::floor(libm::log10(largest)),
        };
        // Whole units of 10^-places; beyond 16 digits before the point they are
        // whole anyway, and an `i128` holds 38.
        let places = (15.0 - digits).max(0.0);
        if digits > 36.0 {
            return None;
        }
        let scale = libm::pow(10.0, places);
        let unit = |x: &f64| (libm::round(x * scale) as i128, 1);
        let units = numbers.iter().map(unit).collect();
        Some(Sample::of_units(places as u32, units, 0))
    }

    /// From units of `10^-places` with their counts, in any order, repeats
    /// added up.
    pub fn of_units(places: u32, mut values: Vec<(i128, u64)>, missing: u64) -> Sample {
        values.retain(|(_, count)| *count > 0);
        values.sort_unstable();
        values.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = kept.1.saturating_add(next.1);
            }
            same
        });
        Sample {
            places,
            values,
            missing,
        }
    }

    /// How many have a value.
    pub fn n(&self) -> u64 {
        self.values.iter().map(|(_, count)| count).sum()
    }

    /// Distinct values, rising, as the nearest floats, with their counts.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = (f64, u64)> + '_ {
        let places = self.places;
        self.values
            .iter()
            .map(move |&(units, count)| (as_float(units, places), count))
    }

    /// Distinct values as integers of `10^-places`, rising, with their counts.
    pub fn units(&self) -> &[(i128, u64)] {
        &self.values
    }

    /// Decimal places of [`Sample::units`].
    pub fn places(&self) -> u32 {
        self.places
    }

    /// Both together. Exact, associative and commutative.
    pub fn merge(&self, other: &Sample) -> Option<Sample> {
        let places = self.places.max(other.places);
        let mut values = self.at(places)?;
        values.extend(other.at(places)?);
        let missing = self.missing.saturating_add(other.missing);
        Some(Sample::of_units(places, values, missing))
    }

    /// The sum of all values.
    pub fn sum(&self) -> Exact {
        Exact::of_integers(self.power_sum(1), BigInt::from(10).pow(self.places))
    }

    /// The arithmetic mean.
    ///
    /// # Errors
    /// [`NotComputable::NoAnswers`] without a value.
    pub fn mean(&self) -> Outcome<Exact> {
        match self.n() {
            0 => Err(NotComputable::NoAnswers),
            n => Ok(self.sum() / Exact::whole(n.into())),
        }
    }

    /// `Σ (x − x̄)^power`, exact; 0 without a value.
    pub fn about_mean(&self, power: u32) -> Exact {
        let n = self.n();
        let below = -self.power_sum(1);
        // n·x − Σx is whole, so by the binomial theorem everything stays whole
        // and the only division comes at the end.
        let mut total = BigInt::ZERO;
        let mut ways = BigInt::from(1);
        for taken in 0..=power {
            let rest = Pow::pow(&below, power - taken);
            total += &ways * Pow::pow(BigInt::from(n), taken) * self.power_sum(taken) * rest;
            ways = ways * (power - taken) / (taken + 1);
        }
        let scale =
            Pow::pow(BigInt::from(n), power) * Pow::pow(BigInt::from(10), self.places * power);
        Exact::of_integers(total, scale)
    }

    /// `Σ units^power`, in `i128` where that holds it.
    pub(super) fn power_sum(&self, power: u32) -> BigInt {
        let fast = self.values.iter().try_fold(0_i128, |sum, &(units, count)| {
            sum.checked_add(units.checked_pow(power)?.checked_mul(count.into())?)
        });
        let slow = || {
            let terms = self.values.iter();
            terms
                .map(|&(units, count)| Pow::pow(BigInt::from(units), power) * count)
                .sum()
        };
        fast.map_or_else(slow, BigInt::from)
    }

    /// The value in units of the given place in rising order, from 1; `None`
    /// for 0 and beyond n.
    pub(super) fn nth(&self, rank: u64) -> Option<i128> {
        let mut so_far = 0_u64;
        let mut found = self.values.iter().filter(|_| rank > 0);
        found
            .find(|(_, count)| {
                so_far = so_far.saturating_add(*count);
                so_far >= rank
            })
            .map(|(units, _)| *units)
    }

    /// The variance with the divisor n − 1.
    ///
    /// # Errors
    /// [`NotComputable::TooFew`] below two values.
    pub fn variance(&self) -> Outcome<Exact> {
        match self.n() {
            n @ 0..=1 => Err(NotComputable::TooFew { n, needed: 2 }),
            n => Ok(self.about_mean(2) / Exact::whole(i128::from(n) - 1)),
        }
    }

    /// The units at more decimal places; `None` where they do not fit.
    pub(super) fn at(&self, places: u32) -> Option<Vec<(i128, u64)>> {
        let factor = 10_i128.checked_pow(places.checked_sub(self.places)?)?;
        let scaled = |&(units, count): &(i128, u64)| Some((units.checked_mul(factor)?, count));
        self.values.iter().map(scaled).collect()
    }
}

/// The nearest float of `units / 10^places`.
pub(super) fn as_float(units: i128, places: u32) -> f64 {
    if units.unsigned_abs() < 1 << 53 && places <= 22 {
        // Both are exact floats, so the division rounds once.
        return units as f64 / 10_f64.powi(places.cast_signed());
    }
    format!("{units}e-{places}").parse().unwrap_or(f64::NAN)
}

/// Plain digits; `None` where the number is not finite.
pub(super) fn decimal_text(number: f64) -> Option<String> {
    number.is_finite().then(|| format!("{number}"))
}

pub(super) fn places_of(text: &str) -> u32 {
    let fraction = text
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    u32::try_from(fraction).unwrap_or(u32::MAX)
}

/// The number in units of `10^-places`; `None` beyond [`DIGITS`].
pub(super) fn units_of(text: &str, places: u32) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let zeros = usize::try_from(places).ok()?.checked_sub(fraction.len())?;
    if whole.len() + fraction.len() + zeros > DIGITS {
        return None;
    }
    format!("{whole}{fraction}{}", "0".repeat(zeros))
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimals_are_exact() {
        let sample = Sample::of_numbers(&[Some(-0.1), Some(0.3), Some(1e-20), None]).unwrap();
        assert_eq!(sample.places(), 20);
        assert_eq!(sample.values().next(), Some((-0.1, 1)));
        assert!(Sample::of_numbers(&[Some(1e30), Some(1e-20)]).is_none());
        assert!(Sample::of_numbers(&[Some(f64::NAN)]).is_none());
        assert_eq!(Sample::of_computed(&[0.0, f64::NAN]), None);
        assert_eq!(Sample::of_computed(&[0.0; 3]).unwrap().n(), 3);
        for factor in [1e-190, 1e-9, 1.0, 1e9, 1e30] {
            let computed = Sample::of_computed(&[factor, 2.0 * factor, 1e-7 * factor]).unwrap();
            let mean = computed.mean().unwrap().value() / (factor * 1.000_000_033_333_333_3);
            assert!((mean - 1.0).abs() < 1e-15, "{factor} {mean}");
        }
        let far = Sample::of_numbers(&[Some(1e15 + 1.0), Some(1e15 + 2.0), Some(1e15 + 3.0)]);
        assert_eq!(far.unwrap().variance().unwrap(), Exact::whole(1));
        assert_eq!(Sample::default().about_mean(2), Exact::whole(0));
    }

    proptest! {
        #[test]
        fn halves_merge_to_the_whole(values in proptest::collection::vec(
            proptest::option::of(-1000_i32..1000), 0..40), cut in 0_usize..40) {
            let numbers: Vec<Option<f64>> =
                values.iter().map(|v| v.map(|v| f64::from(v) / 8.0)).collect();
            let (front, back) = numbers.split_at(cut.min(numbers.len()));
            let whole = Sample::of_numbers(&numbers).unwrap();
            let merged = Sample::of_numbers(front).unwrap().merge(&Sample::of_numbers(back).unwrap());
            let merged = merged.unwrap();
            prop_assert_eq!(merged.sum(), whole.sum());
            prop_assert_eq!(merged.about_mean(4), whole.about_mean(4));
            prop_assert_eq!(merged.missing, whole.missing);
        }
    }
}
