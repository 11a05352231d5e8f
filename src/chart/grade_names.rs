//! Names of grade bands beside a chart whose index goes upwards.

use super::bands::Stripe;
use super::painter::{Anchor, Painter};
use super::theme::{SMALL, Type};

const LETTER: Type = Type::strong(8.0);

/// What stands of the grades at the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    Words,
    Letters,
    Nothing,
}

impl Names {
    /// With their words, or letters alone.
    pub fn of(words: bool) -> Names {
        match words {
            true => Names::Words,
            false => Names::Letters,
        }
    }
}

/// Whether a stripe has room for its name.
pub fn has_room(stripe: &Stripe) -> bool {
    thickness(stripe) >= SMALL.line()
}

fn thickness(stripe: &Stripe) -> f64 {
    (stripe.span.0 - stripe.span.1).abs()
}

/// How tall a name is: the word stands under the letter where the stripe is thick
/// enough for both, else behind it.
fn height(stripe: &Stripe, names: Names) -> f64 {
    let both = names == Names::Words && thickness(stripe) >= 2.0 * LETTER.line();
    LETTER.line() * if both { 2.0 } else { 1.0 }
}

/// Room a stripe's name takes at the right.
pub fn name_width(stripe: &Stripe, names: Names) -> f64 {
    let letter = LETTER.width(&stripe.band.grade);
    let word = SMALL.width(&stripe.band.word);
    match (names, thickness(stripe)) {
        (Names::Words, t) if t >= 2.0 * LETTER.line() => letter.max(word),
        (Names::Words, t) if t >= SMALL.line() => letter + 1.0 + word,
        _ => letter,
    }
}

/// Paints the names beside their stripes; that of a stripe thinner than a line is its
/// letter, where it stands clear of the others.
pub fn paint_names(p: &mut Painter, stripes: &[Stripe], x: f64, names: Names) {
    if names == Names::Nothing {
        return;
    }
    let span = |stripe: &Stripe| {
        let half = height(stripe, names) / 2.0;
        let middle = middle(stripe);
        (middle - half, middle + half)
    };
    for (at, stripe) in stripes.iter().enumerate() {
        let (top, bottom) = span(stripe);
        let mut others = stripes.iter().enumerate().filter(|(other, _)| *other != at);
        let clear = others.all(|(_, other)| {
            let (from, to) = span(other);
            to <= top || bottom <= from
        });
        if has_room(stripe) || clear {
            paint_name(p, stripe, x, names);
        }
    }
}

fn middle(stripe: &Stripe) -> f64 {
    f64::midpoint(stripe.span.0, stripe.span.1)
}

fn paint_name(p: &mut Painter, stripe: &Stripe, x: f64, names: Names) {
    let middle = middle(stripe);
    let (grade, word) = (&stripe.band.grade, &stripe.band.word);
    let half = LETTER.line() / 2.0;
    match thickness(stripe) {
        t if names == Names::Words && t >= 2.0 * LETTER.line() => {
            p.text_at(x, middle - half, Anchor::Start, grade, LETTER);
            p.text_at(x, middle + half, Anchor::Start, word, SMALL);
        }
        t if names == Names::Words && t >= SMALL.line() => {
            p.text_at(x, middle, Anchor::Start, grade, LETTER);
            let behind = x + LETTER.width(grade) + 1.0;
            p.text_at(behind, middle, Anchor::Start, word, SMALL);
        }
        _ => p.text_at(x, middle, Anchor::Start, grade, LETTER),
    }
}
