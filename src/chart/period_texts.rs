//! What is written at each period of a trend, alone or in a row of trends.

use super::measure::widest_word;
use super::periods::PERIOD;
use super::theme::{SMALL, Type};
use super::words;
use crate::document::TrendPoint;
use crate::language::Language;

/// A chart in a row: the first has the numbers of the axis at its left, the last
/// the letters of the grades at its right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub first: bool,
    pub last: bool,
}

/// Room a period needs for its texts on one line each.
pub fn slot_width(point: &TrendPoint, row: Option<Place>, language: Language) -> f64 {
    let label = widest_word(&point.label, PERIOD.size, false);
    let count = SMALL.width(&count_text(point, row, language));
    let value = value_type(row).width(&value_text(point, row, language));
    label.max(count).max(value)
}

/// In a row `n` stands once, at the left.
pub fn count_text(point: &TrendPoint, row: Option<Place>, language: Language) -> String {
    match (point.n, row) {
        (Some(n), None) => format!("n = {}", words::count(n, language)),
        (Some(n), Some(_)) => words::count(n, language),
        (None, _) => words::NOTHING.to_owned(),
    }
}

/// In a row the stripes alone tell the grade.
pub fn value_text(point: &TrendPoint, row: Option<Place>, language: Language) -> String {
    let Some(value) = point.value.map(|value| value.shown.text(language)) else {
        return words::NOTHING.to_owned();
    };
    match row {
        None => format!("{value} {}", point.grade),
        Some(_) => value,
    }
}

pub fn value_type(row: Option<Place>) -> Type {
    match row {
        None => Type::strong(8.0),
        Some(_) => Type::strong(7.0),
    }
}
