use super::lowest::lowest;
use crate::decimal::Decimal;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive, Zero};
use std::iter::Sum;
use std::ops::{Add, Div, Mul, Sub};

/// An exact fraction: what a mean of integer codes is before it is rounded.
///
/// Rounding decides ties in integers, half up, so 86.625 is 86,63 on every
/// machine whatever its floats do.
///
/// ```
/// use tridharma::stats::Exact;
/// use tridharma::Language;
/// // 31.50 × 0.11 × 25, the index of a published report
/// let index = Exact::ratio(3150, 100) * Exact::ratio(11, 100) * Exact::whole(25);
/// assert_eq!(index.round(2).text(Language::Id), "86,63");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(BigRational);

/// The longest text [`Exact::parse`] takes; longer ones are no numbers that a
/// person wrote.
const LONGEST: usize = 64;

impl Exact {
    /// A whole number.
    pub fn whole(value: i128) -> Self {
        Exact(BigRational::from_integer(value.into()))
    }

    /// `numerator / denominator`; a zero denominator gives zero, so callers
    /// check n first.
    pub fn ratio(numerator: i128, denominator: i128) -> Self {
        Exact(lowest(numerator.into(), denominator.into()))
    }

    /// A quotient of integers of any size; the denominator is not zero.
    pub(super) fn of_integers(numerator: BigInt, denominator: BigInt) -> Self {
        Exact(lowest(numerator, denominator))
    }

    /// The fraction a decimal text stands for: `0.111` is 111/1000. The decimal
    /// sign is a point or a comma; `None` for anything but a sign, digits and
    /// one decimal sign, and for more than 64 characters.
    ///
    /// ```
    /// use tridharma::stats::Exact;
    /// assert_eq!(Exact::parse("0,111"), Some(Exact::ratio(111, 1000)));
    /// assert_eq!(Exact::parse("1e3"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let units: BigInt = all.parse().ok()?;
        let units = if negative { -units } else { units };
        Some(Exact(BigRational::new(units, ten_to(fraction.len()))))
    }

    /// The fraction that the shortest decimal form of a float stands for: 0.05
    /// is 1/20, as the person who wrote it meant. `None` for NaN, the
    /// infinities and beyond 1e18 or below 1e-18.
    ///
    /// ```
    /// use tridharma::stats::Exact;
    /// assert_eq!(Exact::written(0.05), Some(Exact::ratio(1, 20)));
    /// assert_eq!(Exact::written(f64::NAN), None);
    /// ```
    pub fn written(value: f64) -> Option<Self> {
        let size = value.abs();
        let fits = size == 0.0 || (1e-18..=1e18).contains(&size);
        fits.then(|| Exact::parse(&format!("{value}"))).flatten()
    }

    /// The fraction a float is, to its last bit; `None` for NaN and the
    /// infinities.
    pub(super) fn binary(value: f64) -> Option<Self> {
        BigRational::from_float(value).map(Exact)
    }

    /// Rounded half up (ties away from zero) to decimal places; the ends of
    /// `i64` where the units do not fit.
    pub fn round(&self, places: u8) -> Decimal {
        let (above, below) = self.parts();
        let doubled = above.abs() * ten_to(places.into()) * 2_u32 + below;
        let units: BigInt = doubled / (below * 2_u32);
        let units = units.to_i64().unwrap_or(i64::MAX);
        Decimal {
            units: if self.0.is_negative() { -units } else { units },
            places,
        }
    }

    /// The least whole number not below it; the ends of `i64` where it does not
    /// fit.
    pub fn ceiling(&self) -> i64 {
        let end = if self.0.is_negative() {
            i64::MIN
        } else {
            i64::MAX
        };
        self.0.ceil().to_integer().to_i64().unwrap_or(end)
    }

    /// The greatest whole number not above it; the ends of `i64` where it does
    /// not fit.
    pub fn floor(&self) -> i64 {
        let end = if self.0.is_negative() {
            i64::MIN
        } else {
            i64::MAX
        };
        self.0.floor().to_integer().to_i64().unwrap_or(end)
    }

    /// The nearest float (correctly rounded once).
    pub fn value(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// The square root of the nearest float, negative where `negative` says so:
    /// a statistic whose square is exact. 0 for what is below zero.
    pub(super) fn signed_root(&self, negative: bool) -> f64 {
        let root = libm::sqrt(self.value().max(0.0));
        if negative { -root } else { root }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Numerator and denominator, in lowest terms, the denominator positive.
    pub(super) fn parts(&self) -> (&BigInt, &BigInt) {
        (self.0.numer(), self.0.denom())
    }
}

/// The nearest float of a quotient of integers, correctly rounded, without the
/// reduction to lowest terms that [`Exact`] pays for; 0 where the denominator is.
pub(super) fn quotient(numerator: &BigInt, denominator: &BigInt) -> f64 {
    const EXACT: i64 = 1 << 53;
    let small = |number: &BigInt| number.to_i64().filter(|n| n.abs() <= EXACT);
    match (small(numerator), small(denominator)) {
        (_, Some(0)) => 0.0,
        // Both are exact floats, so the division rounds once.
        (Some(above), Some(below)) => above as f64 / below as f64,
        _ => {
            let raw = BigRational::new_raw(numerator.clone(), denominator.clone());
            raw.to_f64().unwrap_or(f64::NAN)
        }
    }
}

fn ten_to(places: usize) -> BigInt {
    Pow::pow(BigInt::from(10), places)
}

impl From<Decimal> for Exact {
    fn from(decimal: Decimal) -> Self {
        let units = BigInt::from(decimal.units);
        Exact(lowest(units, ten_to(decimal.places.into())))
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        let ((above, below), (other, under)) = (self.0.into_raw(), other.0.into_raw());
        Exact(match below == under {
            true => lowest(above + other, below),
            false => lowest(above * &under + other * &below, below * under),
        })
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        self + Exact(-other.0)
    }
}

impl Mul for Exact {
    type Output = Exact;
    fn mul(self, other: Exact) -> Exact {
        let ((above, below), (other, under)) = (self.0.into_raw(), other.0.into_raw());
        Exact(lowest(above * other, below * under))
    }
}

/// Division by zero gives zero, as [`Exact::ratio`] does.
impl Div for Exact {
    type Output = Exact;
    fn div(self, other: Exact) -> Exact {
        let ((above, below), (other, under)) = (self.0.into_raw(), other.0.into_raw());
        Exact(lowest(above * under, below * other))
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(terms: I) -> Exact {
        terms.fold(Exact::whole(0), Add::add)
    }
}

impl<'a> Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(terms: I) -> Exact {
        terms.fold(Exact::whole(0), |sum, term| sum + term.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use proptest::prelude::*;

    fn shown(text: &str, places: u8) -> Option<String> {
        Exact::parse(text).map(|e| e.round(places).text(Language::En))
    }

    #[test]
    fn ties_go_away_from_zero() {
        assert_eq!(shown("86.625", 2).as_deref(), Some("86.63"));
        assert_eq!(shown("-86.625", 2).as_deref(), Some("-86.63"));
        assert_eq!(shown("86.62499999999999999", 2).as_deref(), Some("86.62"));
        assert_eq!(shown("0.5", 0).as_deref(), Some("1"));
        assert_eq!(shown("-0.004", 2).as_deref(), Some("0.00"));
        assert_eq!(shown("99999999999999999999", 2).map(|s| s.len()), Some(20));
    }

    #[test]
    fn parses_what_a_person_writes_and_nothing_else() {
        assert_eq!(Exact::parse(" 1/9 "), None);
        for no in [
            "",
            ".",
            ",",
            "-",
            "1.2.3",
            "1e5",
            "٣",
            "0x1",
            "1 000",
            &"1".repeat(65),
        ] {
            assert_eq!(Exact::parse(no), None, "{no}");
        }
        assert_eq!(Exact::parse("+.5"), Some(Exact::ratio(1, 2)));
        assert_eq!(Exact::parse("5."), Some(Exact::whole(5)));
        assert_eq!(Exact::parse("-0,11"), Some(Exact::ratio(-11, 100)));
    }

    #[test]
    fn nothing_divides_by_zero() {
        assert!(Exact::ratio(1, 0).is_zero());
        assert!((Exact::whole(1) / Exact::whole(0)).is_zero());
    }

    #[test]
    fn the_value_is_the_nearest_float() {
        // Both terms beyond 2^53: dividing their floats would round three times.
        let exact = Exact::ratio(10_i128.pow(30) + 1, 3 * 10_i128.pow(30));
        assert_eq!(exact.value(), 1.0 / 3.0);
        let text = "0.1000000000000000055511151231257827021181583404541015625";
        assert_eq!(Exact::parse(text).map(|e| e.value()), Some(0.1));
    }

    proptest! {
        #[test]
        fn agrees_with_integers(n in -1_000_000_i64..1_000_000, d in 1_i64..10_000, places in 0_u8..6) {
            let scale = 10_i128.pow(places.into());
            let (n, d) = (i128::from(n), i128::from(d));
            // |n/d|·scale + 1/2, floored, in integers alone.
            let units = (2 * n.abs() * scale + d) / (2 * d);
            let rounded = Exact::ratio(n, d).round(places);
            prop_assert_eq!(i128::from(rounded.units), units * n.signum());
            let far = (BigInt::from(n) << 70, BigInt::from(d) << 70);
            prop_assert_eq!(quotient(&far.0, &far.1), Exact::ratio(n, d).value());
            prop_assert_eq!(quotient(&n.into(), &d.into()), Exact::ratio(n, d).value());
        }

        #[test]
        fn a_written_float_reads_back(value in -1e6_f64..1e6) {
            prop_assert_eq!(Exact::written(value).map(|e| e.value()), Some(value));
        }

        #[test]
        fn a_decimal_is_its_text(units: i64, places in 0_u8..12) {
            let decimal = Decimal { units, places };
            let exact = Exact::from(decimal);
            prop_assert_eq!(Exact::parse(&decimal.text(Language::Id)), Some(exact.clone()));
            prop_assert_eq!(exact.value(), decimal.value());
        }
    }
}
