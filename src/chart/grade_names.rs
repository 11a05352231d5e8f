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

/// Room a stripe's name takes at the right: the word under the letter where
/// the stripe is thick enough for both, else behind it.
pub fn name_width(stripe: &Stripe, names: Names) -> f64 {
    let letter = LETTER.width(&stripe.band.grade);
    if names != Names::Words {
        return letter;
    }
    let word = SMALL.width(&stripe.band.word);
    match thickness(stripe) {
        t if t >= 2.0 * LETTER.line() => letter.max(word),
        t if t >= SMALL.line() => letter + 1.0 + word,
        _ => 0.0,
    }
}

pub fn paint_name(p: &mut Painter, stripe: &Stripe, x: f64, names: Names) {
    if names == Names::Nothing {
        return;
    }
    let middle = f64::midpoint(stripe.span.0, stripe.span.1);
    let (grade, word) = (&stripe.band.grade, &stripe.band.word);
    match thickness(stripe) {
        t if t >= SMALL.line() && names == Names::Letters => {
            p.text_at(x, middle, Anchor::Start, grade, LETTER);
        }
        t if t >= 2.0 * LETTER.line() => {
            p.text_at(
                x,
                middle - LETTER.line() / 2.0,
                Anchor::Start,
                grade,
                LETTER,
            );
            p.text_at(x, middle + LETTER.line() / 2.0, Anchor::Start, word, SMALL);
        }
        t if t >= SMALL.line() => {
            p.text_at(x, middle, Anchor::Start, grade, LETTER);
            p.text_at(
                x + LETTER.width(grade) + 1.0,
                middle,
                Anchor::Start,
                word,
                SMALL,
            );
        }
        _ => {}
    }
}
