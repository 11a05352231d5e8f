//! What colours stand for, type sizes and strokes of every chart. A drawing
//! speaks in roles; the [`Theme`](super::Theme) decides what they look like.

use super::measure::POINT;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// The ground of the page.
    Page,
    /// Text, whiskers, points.
    Ink,
    /// Text that stands back: titles of axes and columns, notes.
    Muted,
    /// Thin lines that only guide the eye.
    Hairline,
    /// A fine line on a track.
    Rule,
    /// The empty part of a bar that stands for a whole.
    Track,
    /// Bars of values.
    Bar,
    /// Head of the poster, the big number.
    Navy,
    /// Text on the head that stands back a little.
    Pale,
    /// The one thing set against all others: the unit's own index.
    Accent,
    /// Text on the head and the accent.
    OnDark,
    /// An answer level: its place from the lowest, and how many there are.
    Level(u8, u8),
    /// Text on that level.
    OnLevel(u8, u8),
    /// A grade band: its place from the lowest, and how many there are.
    Band(u8, u8),
    /// One of several things of equal rank.
    Series(u8),
    /// The pale surface of that series: an interval, a box.
    Shade(u8),
    /// A value from −100 to 100 of a heat map.
    Heat(i8),
    /// Text on that value.
    OnHeat(i8),
}

/// White that parts shapes is the page seen between them.
pub const WHITE: Colour = Colour::Page;
pub const INK: Colour = Colour::Ink;
pub const MUTED: Colour = Colour::Muted;
pub const HAIRLINE: Colour = Colour::Hairline;
pub const RULE: Colour = Colour::Rule;
pub const TRACK: Colour = Colour::Track;
pub const BAR: Colour = Colour::Bar;
pub const NAVY: Colour = Colour::Navy;
pub const PALE: Colour = Colour::Pale;
pub const ACCENT: Colour = Colour::Accent;
pub const ON_DARK: Colour = Colour::OnDark;

/// Width of thin guiding lines, in mm.
pub const FINE: f64 = 0.15;
/// Width of whiskers and of lines that carry meaning, in mm.
pub const STRONG: f64 = 0.35;
/// Type of what stands back: numbers of an axis, n, titles of axes.
pub const SMALL: Type = Type::muted(7.0);

/// Size, weight and colour of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// In points.
    pub size: f64,
    pub bold: bool,
    pub colour: Colour,
}

impl Type {
    pub const fn plain(size: f64) -> Self {
        Type {
            size,
            bold: false,
            colour: INK,
        }
    }

    pub const fn strong(size: f64) -> Self {
        Type {
            bold: true,
            ..Type::plain(size)
        }
    }

    pub const fn muted(size: f64) -> Self {
        Type::plain(size).coloured(MUTED)
    }

    pub const fn coloured(self, colour: Colour) -> Self {
        Type { colour, ..self }
    }

    /// From one baseline to the next, in mm.
    pub fn line(self) -> f64 {
        self.size * POINT * 1.26
    }

    /// From the top of a line to its baseline, in mm.
    pub fn ascent(self) -> f64 {
        self.size * POINT * 0.98
    }

    /// Height of a capital letter, in mm.
    pub fn capital(self) -> f64 {
        self.size * POINT * 0.714
    }

    /// Width of a line of this type, in mm.
    pub fn width(self, text: &str) -> f64 {
        super::measure::width(text, self.size, self.bold)
    }

    /// A text in lines of this type no wider than `room` mm.
    pub fn wrap(self, text: &str, room: f64) -> Vec<String> {
        super::measure::wrap(text, self.size, self.bold, room)
    }
}

/// Colours of answer levels from the lowest to the highest.
pub fn levels(count: usize) -> Vec<Colour> {
    let of = small(count);
    (0..of).map(|at| Colour::Level(at, of)).collect()
}

/// Colours of grade bands from the lowest to the highest.
pub fn bands(count: usize) -> Vec<Colour> {
    let of = small(count);
    (0..of).map(|at| Colour::Band(at, of)).collect()
}

/// The text colour that reads best on a fill.
pub fn on(fill: Colour) -> Colour {
    match fill {
        Colour::Level(at, of) => Colour::OnLevel(at, of),
        Colour::Heat(value) => Colour::OnHeat(value),
        Colour::Navy | Colour::Accent => Colour::OnDark,
        _ => Colour::Ink,
    }
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
