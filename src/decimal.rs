//! A printed number: whole units of a decimal place, so that what is shown was
//! rounded once, half up, and never again.

use crate::language::Language;
use serde::{Deserialize, Serialize};

/// `units / 10^places`: 8663 with two places is 86,63.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    /// The number times 10^places, with its sign.
    pub units: i64,
    /// Digits after the decimal sign.
    pub places: u8,
}

impl Decimal {
    /// A count.
    pub fn whole(value: u64) -> Self {
        Decimal {
            units: i64::try_from(value).unwrap_or(i64::MAX),
            places: 0,
        }
    }

    /// Rounds a float half up (away from zero) **on its shortest decimal form**,
    /// so that a computed 86.625 rounds as a person rounds it. `None` for NaN,
    /// the infinities, and what does not fit.
    ///
    /// A number that comes from integer sums is rounded from those instead, see
    /// [`crate::stats::Exact::round`].
    ///
    /// ```
    /// use tridharma::{Decimal, Language};
    /// let shown = Decimal::round(86.625, 2).unwrap();
    /// assert_eq!(shown.text(Language::Id), "86,63");
    /// assert_eq!(Decimal::round(1.005, 2).unwrap().text(Language::En), "1.01");
    /// assert!(Decimal::round(f64::NAN, 2).is_none());
    /// ```
    pub fn round(value: f64, places: u8) -> Option<Self> {
        if !value.is_finite() || value.abs() >= 1e18 {
            return None;
        }
        let text = format!("{}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut units: i64 = whole.parse().ok()?;
        let mut digits = fraction.bytes();
        for _ in 0..places {
            let digit = digits.next().map_or(0, |d| i64::from(d - b'0'));
            units = units.checked_mul(10)?.checked_add(digit)?;
        }
        if digits.next().is_some_and(|d| d >= b'5') {
            units = units.checked_add(1)?;
        }
        let units = if value < 0.0 { -units } else { units };
        Some(Decimal { units, places })
    }

    /// The nearest float.
    pub fn value(self) -> f64 {
        // One correctly rounded parse; dividing floats would round twice.
        self.text(Language::En).parse().unwrap_or(f64::NAN)
    }

    /// As it is printed, without a thousands sign: `83,72`, `83.72`.
    pub fn text(self, language: Language) -> String {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = self.units.unsigned_abs().to_string();
        let places = usize::from(self.places);
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}{}{fraction}", language.decimal_sign())
        }
    }

    /// As it is printed in running text, thousands grouped from 1.000 on.
    pub fn grouped(self, language: Language) -> String {
        let text = self.text(language);
        let (sign, rest) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.as_str()),
        };
        let end = rest.find(language.decimal_sign()).unwrap_or(rest.len());
        let (whole, fraction) = rest.split_at(end);
        let mut grouped = String::new();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                grouped.push(language.thousands_sign());
            }
            grouped.push(digit);
        }
        format!("{sign}{grouped}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_small_and_negative_numbers() {
        let show = |v, p| Decimal::round(v, p).map(|d| d.text(Language::Id));
        assert_eq!(show(0.004, 2).as_deref(), Some("0,00"));
        assert_eq!(show(0.045, 2).as_deref(), Some("0,05"));
        assert_eq!(show(-1.255, 2).as_deref(), Some("-1,26"));
        assert_eq!(show(1e-9, 2).as_deref(), Some("0,00"));
        assert_eq!(Decimal::whole(1_234_567).grouped(Language::Id), "1.234.567");
    }
}
