//! A scale of values laid along a stretch of the page.

use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, INK, Type};
use super::words;
use crate::language::Language;

/// Values `from`–`to` on the stretch `start`–`end` mm, which may run either way.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    pub from: f64,
    pub to: f64,
    pub start: f64,
    pub end: f64,
}

impl Axis {
    /// An axis; ends that are no numbers or not in order become 0–100.
    pub fn new((from, to): (f64, f64), start: f64, end: f64) -> Self {
        let sound = from.is_finite() && to.is_finite() && to > from;
        let (from, to) = if sound { (from, to) } else { (0.0, 100.0) };
        Axis {
            from,
            to,
            start,
            end,
        }
    }

    /// Where a value stands, in mm; values outside stand at the nearer end.
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.start + (self.end - self.start) * if share.is_finite() { share } else { 0.0 }
    }

    /// Whether a value lies on it.
    pub fn holds(&self, value: f64) -> bool {
        value >= self.from && value <= self.to
    }

    /// Round values on it, about `count` of them.
    pub fn steps(&self, count: f64) -> Vec<f64> {
        let step = self.step(count);
        // An end is a product that may be a breath beyond its own step.
        let first = (self.from / step - 1e-9).ceil();
        let steps = (0..100).map(|i| (first + f64::from(i)) * step);
        steps.take_while(|v| *v <= self.to + step * 1e-9).collect()
    }

    /// The round number of which about `count` fill it.
    fn step(&self, count: f64) -> f64 {
        let rough = (self.to - self.from) / count;
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let away = |step: f64| (step / rough).max(rough / step);
        let steps = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter();
        let nearest = steps.min_by(|a, b| away(*a).total_cmp(&away(*b)));
        nearest.unwrap_or(rough)
    }

    /// Round values as far apart as both ends from their neighbours, about
    /// `count` of them; [`Axis::steps`] where there are none such.
    pub fn even_steps(&self, count: f64) -> Vec<f64> {
        let width = self.to - self.from;
        let parts = (2..=8).map(f64::from);
        let round = |part: &f64| {
            let step = width / part;
            let power = libm::pow(10.0, libm::floor(libm::log10(step) + 1e-9));
            let lead = step / power;
            // Numbers print two decimals.
            let hundredths = step * 100.0;
            let printed = (hundredths - hundredths.round()).abs() < 1e-6;
            printed
                && [1.0, 2.0, 2.5, 5.0]
                    .into_iter()
                    .any(|m| (lead - m).abs() < 1e-6)
        };
        let away = |part: &f64| (part / count).max(count / part);
        match parts
            .filter(round)
            .min_by(|a, b| away(a).total_cmp(&away(b)))
        {
            Some(parts) => (0..=parts as u32)
                .map(|i| self.from + width * f64::from(i) / parts)
                .collect(),
            None => self.steps(count),
        }
    }

    /// Paints fine lines at values, from a top to a bottom.
    pub fn paint_grid(&self, p: &mut Painter, values: &[f64], (top, bottom): (f64, f64)) {
        for value in values {
            let x = self.at(*value);
            p.line((x, top), (x, bottom), FINE, HAIRLINE);
        }
    }

    /// Paints marks and numbers under a horizontal axis at `y`: the ends first,
    /// then those of `values` that find room. Answers the y below.
    pub fn paint(
        &self,
        p: &mut Painter,
        y: f64,
        values: &[f64],
        style: Type,
        language: Language,
    ) -> f64 {
        for (value, x) in self.numbers(values, style, language) {
            let (text, mark) = (words::number(value, language), self.at(value));
            p.line((mark, y), (mark, y + 0.9), FINE, INK);
            p.text(x, y + 1.2 + style.ascent(), Anchor::Middle, &text, style);
        }
        y + 1.2 + style.line()
    }

    /// Whether all values on it find room for their numbers.
    pub fn has_room(&self, values: &[f64], style: Type, language: Language) -> bool {
        let placed = self.numbers(values, style, language);
        let stands = |value: f64| placed.iter().any(|(other, _)| *other == value);
        values.iter().all(|v| !self.holds(*v) || stands(*v))
    }

    /// The ends and then the values that find room, each with the middle of its number.
    fn numbers(&self, values: &[f64], style: Type, language: Language) -> Vec<(f64, f64)> {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let mut placed = Vec::new();
        let inner = values.iter().copied().filter(|v| self.holds(*v));
        for value in [self.from, self.to].into_iter().chain(inner) {
            let half = style.width(&words::number(value, language)) / 2.0;
            let x = self.at(value).max(half + 0.2);
            let free = |(a, b): &(f64, f64)| x + half + 0.8 < *a || x - half - 0.8 > *b;
            if taken.iter().all(free) {
                taken.push((x - half, x + half));
                placed.push((value, x));
            }
        }
        placed
    }
}

/// The part of an axis worth showing: the values with some room, at least a
/// fifth of it, to whole steps of its marks; the whole where that is most of it.
pub fn zoom(values: impl Iterator<Item = f64>, whole: &Axis) -> (f64, f64) {
    let finite: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = whole.to - whole.from;
    let step = round_below(width / 15.0);
    let slack = ((width / 5.0 - (high - low)) / 2.0).max(step * 0.4);
    let down = |v: f64| (v / step + 1e-9).floor() * step;
    let part = Axis::new((down(low - slack), down(high + slack) + step), 0.0, 1.0);
    let marks = part.step(5.0);
    let from = (part.from / marks + 1e-9).floor() * marks;
    let to = (part.to / marks - 1e-9).ceil() * marks;
    let (from, to) = (from.max(whole.from), to.min(whole.to));
    if finite.is_empty() || to - from > 0.8 * width || to <= from {
        (whole.from, whole.to)
    } else {
        (from, to)
    }
}

/// The greatest of 1, 2, 5 times a power of ten that is no greater.
fn round_below(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value) + 1e-9));
    let steps = [5.0, 2.0, 1.0].map(|m| m * power);
    let found = steps.into_iter().find(|s| *s <= value * (1.0 + 1e-9));
    found.unwrap_or(value)
}

/// Round ends around values, a little apart from them; at least `least` apart
/// from each other.
pub fn round_range(values: impl Iterator<Item = f64>, least: f64) -> (f64, f64) {
    let (low, high) = values
        .filter(|v| v.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
            (a.min(v), b.max(v))
        });
    if low > high {
        return (0.0, least.max(1.0));
    }
    let spare = ((least - (high - low)) / 2.0).max(0.0) + 0.04 * (high - low).max(least);
    let (low, high) = (if low == 0.0 { 0.0 } else { low - spare }, high + spare);
    let rough = (high - low) / 8.0;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|m| m * power);
    let step = steps
        .into_iter()
        .find(|s| *s >= rough * 0.999)
        .unwrap_or(rough);
    ((low / step).floor() * step, (high / step).ceil() * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_proportion_and_never_outside() {
        let axis = Axis::new((25.0, 100.0), 10.0, 85.0);
        assert_eq!(axis.at(25.0), 10.0);
        assert_eq!(axis.at(62.5), 47.5);
        assert_eq!(axis.at(1e9), 85.0);
        assert_eq!(axis.at(f64::NAN), 10.0);
        let odd = Axis::new((f64::NAN, 3.0), 0.0, 10.0);
        assert_eq!((odd.from, odd.to), (0.0, 100.0));
    }

    #[test]
    fn both_ends_of_whole_steps_are_marks() {
        for first in [2.9, 2.9000000000000004, 0.1 * 29.0] {
            let marks = Axis::new((first, 3.6), 0.0, 1.0).steps(5.0);
            assert_eq!(marks.len(), 8, "{marks:?}");
            assert!((marks[0] - 2.9).abs() < 1e-12 && (marks[7] - 3.6).abs() < 1e-12);
        }
    }

    #[test]
    fn marks_as_far_apart_as_they_read() {
        let marks = Axis::new((3.85, 4.0), 0.0, 1.0).even_steps(5.0);
        let told: Vec<String> = marks
            .iter()
            .map(|v| words::number(*v, Language::En))
            .collect();
        assert_eq!(told, ["3.85", "3.9", "3.95", "4"]);
    }

    #[test]
    fn a_part_has_round_ends() {
        let part = |values: [f64; 2], ends| zoom(values.into_iter(), &Axis::new(ends, 0.0, 1.0));
        assert_eq!(part([67.0, 84.0], (0.0, 100.0)), (65.0, 90.0));
        assert_eq!(part([67.0, 84.0], (25.0, 100.0)), (65.0, 90.0));
        assert_eq!(part([30.0, 99.0], (25.0, 100.0)), (25.0, 100.0));
    }

    #[test]
    fn steps_are_round_and_inside() {
        assert_eq!(
            Axis::new((66.0, 91.0), 0.0, 1.0).steps(5.0),
            [70.0, 75.0, 80.0, 85.0, 90.0]
        );
        assert_eq!(
            Axis::new((0.0, 2.0), 0.0, 1.0).steps(4.0),
            [0.0, 0.5, 1.0, 1.5, 2.0]
        );
    }

    #[test]
    fn even_steps_reach_both_ends() {
        let even = |ends, count| Axis::new(ends, 0.0, 1.0).even_steps(count);
        assert_eq!(even((25.0, 100.0), 5.0), [25.0, 50.0, 75.0, 100.0]);
        assert_eq!(even((2.0, 4.0), 5.0), [2.0, 2.5, 3.0, 3.5, 4.0]);
        // Nothing round divides 17 into a few parts.
        assert_eq!(even((3.0, 20.0), 5.0), [5.0, 10.0, 15.0, 20.0]);
    }
}
