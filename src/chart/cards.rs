//! The two cards on top of the poster: the value, and who answered.

use super::Frame;
use super::axis::Axis;
use super::bands;
use super::measure::wrap_evenly;
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, FINE, MUTED, NAVY, ON_DARK, RULE, TRACK, Type, WHITE};
use crate::document::{IndexChart, PosterChart};
use crate::language::Language;

const TITLE: Type = Type::strong(12.0).coloured(MUTED);
const WORD: Type = Type::strong(16.0).coloured(NAVY);
const NAME: Type = Type::plain(10.0);
const TEXT: Type = Type::strong(10.0);
/// Side of the square with the grade, in mm.
const BADGE: f64 = 12.0;

/// Paints the cards side by side, equally high, or the value alone; answers the
/// y below.
pub fn paint(p: &mut Painter, chart: &PosterChart, frame: Frame, language: Language) -> f64 {
    let alone = chart.respondents.is_empty();
    let width = if alone {
        frame.width
    } else {
        (frame.width - 7.0) / 2.0
    };
    let left = Frame { width, ..frame };
    let right = Frame {
        x: frame.x + frame.width - width,
        ..left
    };
    let value = ValueCard::fit(chart, width, language);
    let respondents = RespondentsCard::fit(chart, width);
    let mut height = value.height();
    if !alone {
        height = height.max(respondents.height());
        ground(p, right, height);
        respondents.paint(p, right, height);
    }
    ground(p, left, height);
    value.paint(p, left, height);
    frame.y + height
}

fn ground(p: &mut Painter, card: Frame, height: f64) {
    p.rectangle(card.x, card.y, card.width, height, TRACK);
    p.rectangle(card.x, card.y, card.width, 1.0, NAVY);
}

/// The number, its grade, and where it stands among the grades.
struct ValueCard<'a> {
    title: Vec<String>,
    number: String,
    big: Type,
    grade: &'a str,
    words: Vec<String>,
    value: f64,
    items: &'a IndexChart,
}

impl<'a> ValueCard<'a> {
    fn fit(chart: &'a PosterChart, width: f64, language: Language) -> Self {
        let room = width - 10.0;
        let number = chart.value.text(language);
        let words = match chart.word.trim() {
            "" => Vec::new(),
            text => WORD.wrap(text, room - BADGE - 6.0),
        };
        ValueCard {
            title: wrap_evenly(&chart.value_title, TITLE.size, TITLE.bold, room),
            big: fitted(&number, 78.0, room),
            number,
            grade: &chart.grade,
            words,
            value: chart.value.value(),
            items: &chart.items,
        }
    }

    /// Height of grade and word; 0 without both.
    fn badge_height(&self) -> f64 {
        let words = WORD.line() * self.words.len() as f64;
        match (self.grade.is_empty(), self.words.is_empty()) {
            (true, true) => 0.0,
            (true, false) => words + 3.0,
            _ => words.max(BADGE) + 3.0,
        }
    }

    fn height(&self) -> f64 {
        let title = TITLE.line() * self.title.len() as f64;
        let scale = if self.items.bands.is_empty() {
            0.0
        } else {
            9.5
        };
        6.0 + title + 4.0 + self.big.capital() + 8.0 + self.badge_height() + scale + 4.0
    }

    fn paint(&self, p: &mut Painter, card: Frame, height: f64) {
        let middle = card.x + card.width / 2.0;
        let y = card.y + 6.0 + (height - self.height()) / 2.0;
        let y = p.lines(middle, y, Anchor::Middle, &self.title, TITLE) + 4.0;
        let baseline = y + self.big.capital();
        p.text(middle, baseline, Anchor::Middle, &self.number, self.big);
        // A decimal comma goes far below the line.
        let y = baseline + 8.0;
        self.paint_badge(p, middle, y + (self.badge_height() - 3.0) / 2.0);
        self.paint_scale(p, card, y + self.badge_height() + 2.5);
    }

    fn paint_badge(&self, p: &mut Painter, middle: f64, y: f64) {
        let letter = fitted(self.grade, 24.0, 24.0).coloured(ON_DARK);
        let side = match self.grade {
            "" => 0.0,
            grade => (letter.width(grade) + 5.0).max(BADGE),
        };
        let gap = if side > 0.0 && !self.words.is_empty() {
            4.0
        } else {
            0.0
        };
        let text = self.words.iter().map(|w| WORD.width(w)).fold(0.0, f64::max);
        let left = middle - (side + gap + text) / 2.0;
        if side > 0.0 {
            p.rectangle(left, y - BADGE / 2.0, side, BADGE, NAVY);
            p.text_at(left + side / 2.0, y, Anchor::Middle, self.grade, letter);
        }
        p.lines_at(left + side + gap, y, Anchor::Start, &self.words, WORD);
    }

    fn paint_scale(&self, p: &mut Painter, card: Frame, y: f64) {
        let inset = (card.width - 75.0) / 2.0;
        let (start, end) = (card.x + inset, card.x + card.width - inset);
        let axis = Axis::new(self.items.axis, start, end);
        let stripes = bands::stripes(&self.items.bands, &axis);
        let letter = Type::strong(8.0);
        for stripe in &stripes {
            let (from, to) = stripe.span;
            p.rectangle(from, y, to - from, 4.6, stripe.colour);
            p.line((to, y), (to, y + 4.6), 0.3, WHITE);
            if letter.width(&stripe.band.grade) + 0.6 <= to - from {
                let middle = f64::midpoint(from, to);
                p.text_at(middle, y + 2.3, Anchor::Middle, &stripe.band.grade, letter);
            }
        }
        if !stripes.is_empty() {
            let x = axis.at(self.value);
            let corners = vec![(x, y + 4.9), (x - 1.7, y + 7.6), (x + 1.7, y + 7.6)];
            p.polygon(corners, ACCENT);
        }
    }
}

/// Lines of a name and a text, a fine rule over each.
struct RespondentsCard {
    title: Vec<String>,
    rows: Vec<(Vec<String>, Vec<String>)>,
    room: f64,
}

impl RespondentsCard {
    fn fit(chart: &PosterChart, width: f64) -> Self {
        let room = width - 12.0;
        let rows = chart.respondents.iter().map(|(name, text)| {
            let text = TEXT.wrap(text, room * 0.55);
            let taken = text.iter().map(|l| TEXT.width(l)).fold(0.0, f64::max);
            (NAME.wrap(name, room - taken - 3.0), text)
        });
        RespondentsCard {
            title: TITLE.wrap(&chart.respondents_title, room),
            rows: rows.collect(),
            room,
        }
    }

    fn row_height((name, text): &(Vec<String>, Vec<String>)) -> f64 {
        NAME.line() * name.len().max(text.len()) as f64 + 2.4
    }

    fn head(&self) -> f64 {
        6.0 + TITLE.line() * self.title.len() as f64 + 2.5
    }

    fn height(&self) -> f64 {
        self.head() + self.rows.iter().map(Self::row_height).sum::<f64>() + 4.0
    }

    fn paint(&self, p: &mut Painter, card: Frame, height: f64) {
        let (left, right) = (card.x + 6.0, card.x + 6.0 + self.room);
        p.lines(left, card.y + 6.0, Anchor::Start, &self.title, TITLE);
        let spare = (height - self.height()) / self.rows.len().max(1) as f64;
        let mut y = card.y + self.head();
        for row in &self.rows {
            let step = Self::row_height(row) + spare.clamp(0.0, 3.0);
            p.line((left, y), (right, y), FINE, RULE);
            p.lines_at(left, y + step / 2.0, Anchor::Start, &row.0, NAME);
            p.lines_at(right, y + step / 2.0, Anchor::End, &row.1, TEXT);
            y += step;
        }
    }
}

/// Heavy type of `size` points, or as much less as lets a text fit the room.
fn fitted(text: &str, size: f64, room: f64) -> Type {
    let width = Type::strong(size).width(text);
    let size = if width > room {
        size * room / width
    } else {
        size
    };
    Type::strong(size.max(6.0)).coloured(NAVY)
}
