use crate::decimal::Decimal;
use num_rational::BigRational;
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

impl Exact {
    /// A whole number.
    pub fn whole(value: i128) -> Self {
        Exact(BigRational::from_integer(value.into()))
    }

    /// `numerator / denominator`; a zero denominator gives zero, so callers
    /// check n first.
    pub fn ratio(numerator: i128, denominator: i128) -> Self {
        match denominator {
            0 => Exact::whole(0),
            _ => Exact(BigRational::new(numerator.into(), denominator.into())),
        }
    }

    /// The fraction a decimal text stands for: `0.111` is 111/1000.
    pub fn parse(text: &str) -> Option<Self> {
        let _ = text;
        todo!()
    }

    /// Rounded half up (ties away from zero) to decimal places.
    pub fn round(&self, places: u8) -> Decimal {
        let _ = places;
        todo!()
    }

    /// The nearest float.
    pub fn value(&self) -> f64 {
        todo!()
    }
}

impl From<Decimal> for Exact {
    fn from(decimal: Decimal) -> Self {
        let _ = decimal;
        todo!()
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        Exact(self.0 + other.0)
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        Exact(self.0 - other.0)
    }
}

impl Mul for Exact {
    type Output = Exact;
    fn mul(self, other: Exact) -> Exact {
        Exact(self.0 * other.0)
    }
}

/// Division by zero gives zero, as [`Exact::ratio`] does.
impl Div for Exact {
    type Output = Exact;
    fn div(self, other: Exact) -> Exact {
        match other.0.numer() == &Default::default() {
            true => Exact::whole(0),
            false => Exact(self.0 / other.0),
        }
    }
}
