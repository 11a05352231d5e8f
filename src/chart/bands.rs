//! Grade bands: their stretches of an axis, their colours, their names.

use super::axis::Axis;
use super::measure::{NO_BREAK, widest_word};
use super::painter::{Anchor, Painter};
use super::theme::{self, Colour, Type, WHITE};
use super::words;
use crate::decimal::Decimal;
use crate::document::ChartBand;
use crate::language::Language;

/// The part of a band that an axis shows.
#[derive(Debug)]
pub struct Stripe<'a> {
    pub band: &'a ChartBand,
    pub colour: Colour,
    /// From and to on the page, in the direction of the axis.
    pub span: (f64, f64),
}

/// The stripes of bands on an axis, from the lowest up. A band ends where the
/// next begins.
pub fn stripes<'a>(bands: &'a [ChartBand], axis: &Axis) -> Vec<Stripe<'a>> {
    let colours = theme::bands(bands.len());
    let mut stripes = Vec::new();
    for (i, (band, colour)) in bands.iter().zip(colours).enumerate() {
        let to = bands.get(i + 1).map_or(band.to, |next| next.from);
        let shown =
            band.from.is_finite() && to.is_finite() && to > axis.from && band.from < axis.to;
        if shown && to > band.from {
            stripes.push(Stripe {
                band,
                colour,
                span: (axis.at(band.from), axis.at(to)),
            });
        }
    }
    stripes
}

/// Where bands begin, as marks for an axis.
pub fn bounds(bands: &[ChartBand]) -> Vec<f64> {
    bands.iter().map(|band| band.from).collect()
}

/// The grade of a value: of the highest band whose bound the value, rounded to
/// two decimals, reaches.
pub fn grade(bands: &[ChartBand], value: f64) -> Option<&str> {
    let value = Decimal::round(value, 2)?.value();
    let band = bands.iter().rev().find(|band| value >= band.from);
    band.or(bands.first()).map(|band| band.grade.as_str())
}

/// The grades an interval holds when they are several: `C–B`.
pub fn reach(bands: &[ChartBand], interval: Option<(f64, f64)>) -> Option<String> {
    let (low, high) = interval?;
    let (low, high) = (grade(bands, low.min(high))?, grade(bands, low.max(high))?);
    (low != high).then(|| format!("{low}–{high}"))
}

/// The heading over vertical stripes: letters, and words where all find room.
#[derive(Debug)]
pub struct Heading {
    words: Option<Vec<Vec<String>>>,
    letters: bool,
    letter: Type,
    word: Type,
    /// Where grades meet, in mm, with the bound; empty where the axis is to say it.
    pub bounds: Vec<(f64, String)>,
    /// Its height in mm; 0 without bands.
    pub height: f64,
}

impl Heading {
    /// Finds what fits over the stripes.
    pub fn fit(stripes: &[Stripe], size: f64) -> Self {
        let letter = Type::strong(size);
        let word = Type::muted((size - 1.5).max(6.0));
        let room = |s: &Stripe| (s.span.1 - s.span.0).abs() - 0.8;
        let letters = stripes
            .iter()
            .all(|s| letter.width(&s.band.grade) <= room(s));
        let fits = |s: &Stripe| {
            widest_word(&s.band.word, word.size, false) <= room(s)
                && word.wrap(&s.band.word, room(s)).len() <= 2
        };
        let words = (letters && stripes.iter().all(fits)).then(|| {
            let lines = |s: &Stripe| word.wrap(&s.band.word, room(s));
            stripes.iter().map(lines).collect::<Vec<_>>()
        });
        let most = words.iter().flatten().map(Vec::len).max().unwrap_or(0);
        let height = match (stripes.is_empty(), letters) {
            (true, _) | (_, false) => 0.0,
            _ => 0.6 + letter.line() + word.line() * most as f64 + 0.6,
        };
        Heading {
            words,
            letters,
            letter,
            word,
            bounds: Vec::new(),
            height,
        }
    }

    /// With the bounds between the letters, where all find room.
    pub fn with_bounds(mut self, stripes: &[Stripe], language: Language) -> Self {
        let number = |s: &Stripe| words::number(s.band.from, language);
        let meeting = stripes.iter().skip(1);
        let bounds: Vec<(f64, String)> = meeting.map(|s| (s.span.0, number(s))).collect();
        let widest = bounds.iter().map(|(_, text)| self.word.width(text));
        let widest = widest.fold(0.0, f64::max);
        let fits = |s: &Stripe| {
            let taken = widest + self.letter.width(&s.band.grade) + 1.6;
            taken <= (s.span.1 - s.span.0).abs()
        };
        if self.letters && stripes.iter().all(fits) {
            self.bounds = bounds;
        }
        self
    }

    /// Paints letters and words from `top` down.
    pub fn paint(&self, p: &mut Painter, stripes: &[Stripe], top: f64) {
        if !self.letters {
            return;
        }
        let y = top + 0.6;
        let middle = y + self.letter.line() / 2.0;
        for (x, bound) in &self.bounds {
            p.text_at(*x, middle, Anchor::Middle, bound, self.word);
        }
        for (i, stripe) in stripes.iter().enumerate() {
            let x = f64::midpoint(stripe.span.0, stripe.span.1);
            p.text(
                x,
                y + self.letter.ascent(),
                Anchor::Middle,
                &stripe.band.grade,
                self.letter,
            );
            if let Some(lines) = self.words.as_ref().and_then(|words| words.get(i)) {
                p.lines(x, y + self.letter.line(), Anchor::Middle, lines, self.word);
            }
        }
    }

    /// What did not fit, as a line of its own: `D = Tidak baik · …`.
    pub fn legend(&self, bands: &[ChartBand], language: Language) -> Option<String> {
        (self.words.is_none() && !bands.is_empty()).then(|| legend(bands.iter(), language))
    }
}

/// Letters and words of all bands in one line, with where all but the lowest begin.
pub fn legend<'a>(bands: impl Iterator<Item = &'a ChartBand>, language: Language) -> String {
    let parts = bands.enumerate().map(|(at, band)| {
        let named = format!("{} = {}", band.grade, band.word);
        let from = words::number(band.from, language);
        match at {
            0 => named,
            _ => format!("{named} (≥{NO_BREAK}{from})"),
        }
    });
    parts.collect::<Vec<String>>().join(" · ")
}

/// [`legend`] of the bands of the first of charts side by side that has some, as far
/// as they lie on a part of the axis.
pub fn legend_on<'a>(
    mut charts: impl Iterator<Item = &'a [ChartBand]>,
    (from, to): (f64, f64),
    language: Language,
) -> Option<String> {
    let bands = charts.find(|bands| !bands.is_empty())?;
    let on = |band: &&ChartBand| band.from < to && band.to > from;
    Some(legend(bands.iter().filter(on), language))
}

/// Paints vertical stripes between two heights, a white line between two.
pub fn paint_upright(p: &mut Painter, stripes: &[Stripe], top: f64, bottom: f64) {
    for (i, stripe) in stripes.iter().enumerate() {
        let (from, to) = stripe.span;
        p.rectangle(from, top, to - from, bottom - top, stripe.colour);
        if i > 0 {
            p.line((from, top), (from, bottom), 0.25, WHITE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bands;
    use super::*;

    #[test]
    fn grades_go_by_lower_bounds_on_two_decimals() {
        let bands = bands();
        let graded = [64.994, 64.995, 76.604, 76.605, 88.31, 100.0, 3.0];
        let grades = graded.map(|v| grade(&bands, v).unwrap_or("-"));
        assert_eq!(grades, ["D", "C", "C", "B", "A", "A", "D"]);
        assert_eq!(grade(&bands, f64::NAN), None);
        assert_eq!(reach(&bands, Some((75.0, 80.0))).as_deref(), Some("C–B"));
        assert_eq!(reach(&bands, Some((77.0, 80.0))), None);
        let told = legend_on([&*bands].into_iter(), (70.0, 80.0), Language::En);
        let told = told.map(|told| told.replace(NO_BREAK, " "));
        let [c, b] = [&bands[1], &bands[2]];
        let wanted = format!("C = {} · B = {} (≥ 76.61)", c.word, b.word);
        assert_eq!(told, Some(wanted));
    }
}
