//! The one-page publication of a result: A4 portrait, made to be hung up.

use super::axis::Axis;
use super::measure::wrap_evenly;
use super::painter::{Anchor, Painter};
use super::theme::{self, ACCENT, FINE, HAIRLINE, INK, MUTED, NAVY, PALE, Type, WHITE};
use super::{Frame, bands, graded, index, profile};
use crate::document::PosterChart;
use crate::language::Language;

/// A4 in mm.
const PAGE: (f64, f64) = (210.0, 297.0);
const MARGIN: f64 = 14.0;
/// More text than this many times a page is not set smaller any more: the page
/// grows instead.
const MOST: f64 = 4.0;

/// Paints the page; what is too much for it is set on a larger page and
/// printed smaller. Answers the size of that page and the scale of the print.
pub fn paint(chart: &PosterChart, language: Language) -> (Painter, [f64; 3]) {
    let mut scale = 1.0;
    loop {
        let (width, height) = (PAGE.0 * scale, PAGE.1 * scale);
        let tight = Page::set(chart, width, language, 0.0);
        if tight.height <= height || scale > MOST {
            let page = airy(chart, width, height, language).unwrap_or(tight);
            return page.close(height, 1.0 / scale);
        }
        scale *= 1.06;
    }
}

/// The page with as much air between its parts as it has room for.
fn airy(chart: &PosterChart, width: f64, height: f64, language: Language) -> Option<Page> {
    let (mut low, mut high) = (0.0, 1.0);
    let mut best = None;
    for _ in 0..7 {
        let air = f64::midpoint(low, high);
        let page = Page::set(chart, width, language, air);
        if page.height <= height {
            low = air;
            best = Some(page);
        } else {
            high = air;
        }
    }
    best
}

/// A page being set from the top down.
struct Page<'a> {
    chart: &'a PosterChart,
    language: Language,
    p: Painter,
    width: f64,
    /// 0 for the tightest setting, 1 for the widest.
    air: f64,
    y: f64,
    /// Height of everything, the foot too.
    height: f64,
}

impl<'a> Page<'a> {
    fn set(chart: &'a PosterChart, width: f64, language: Language, air: f64) -> Self {
        let mut page = Page {
            chart,
            language,
            p: Painter::default(),
            width,
            air,
            y: 0.0,
            height: 0.0,
        };
        page.head();
        page.cards();
        page.profile();
        page.items();
        page.height = page.y + page.foot_height();
        page
    }

    /// Pins the foot to the bottom.
    fn close(mut self, height: f64, scale: f64) -> (Painter, [f64; 3]) {
        let height = height.max(self.height);
        self.foot(height);
        let size = [self.width, height, scale];
        (self.p, size)
    }

    fn inner(&self) -> f64 {
        self.width - 2.0 * MARGIN
    }

    fn gap(&self) -> f64 {
        5.0 + 6.0 * self.air
    }

    /// Title, unit and period on a dark ground.
    fn head(&mut self) {
        let styles = [
            Type::strong(21.0).coloured(WHITE),
            Type::strong(14.0).coloured(PALE),
            Type::plain(11.5).coloured(WHITE),
        ];
        let texts = [
            std::slice::from_ref(&self.chart.title),
            self.chart.unit.as_slice(),
            std::slice::from_ref(&self.chart.period),
        ];
        let mut set = Vec::new();
        let mut y = 9.0 + 4.0 * self.air;
        for (texts, style) in texts.into_iter().zip(styles) {
            let filled = texts.iter().filter(|t| !t.trim().is_empty());
            for text in filled {
                let lines = wrap_evenly(text, style.size, style.bold, self.inner());
                let height = style.line() * lines.len() as f64;
                set.push((y, lines, style));
                y += height + 0.6;
            }
            y += 1.2;
        }
        let bottom = y + 5.0 + 4.0 * self.air;
        self.p.rectangle(0.0, 0.0, self.width, bottom, NAVY);
        self.p.rectangle(0.0, bottom, self.width, 1.4, ACCENT);
        for (y, lines, style) in set {
            self.p
                .lines(self.width / 2.0, y, Anchor::Middle, &lines, style);
        }
        self.y = bottom + 1.4 + self.gap();
    }

    /// The value at the left, the respondents at the right, equally high.
    fn cards(&mut self) {
        let gutter = 7.0;
        let width = (self.inner() - gutter) / 2.0;
        let left = Frame {
            x: MARGIN,
            y: self.y,
            width,
        };
        let right = Frame {
            x: MARGIN + width + gutter,
            ..left
        };
        let value = self.value_card(left, None);
        let respondents = self.respondents_card(right, None);
        let height = value.max(respondents);
        for frame in [left, right] {
            self.p
                .rectangle(frame.x, frame.y, width, height, theme::TRACK);
            self.p.rectangle(frame.x, frame.y, width, 1.0, NAVY);
        }
        self.value_card(left, Some(height));
        self.respondents_card(right, Some(height));
        self.y += height + self.gap();
    }

    /// Paints the card with the number when its height is known; answers the
    /// height it needs.
    fn value_card(&mut self, card: Frame, height: Option<f64>) -> f64 {
        let (middle, room) = (card.x + card.width / 2.0, card.width - 10.0);
        let title = Type::strong(12.0).coloured(MUTED);
        let lines = wrap_evenly(&self.chart.value_title, title.size, title.bold, room);
        let number = self.chart.value.text(self.language);
        let big = fitted(&number, 78.0, room);
        let word = Type::strong(16.0).coloured(NAVY);
        let words = word.wrap(&self.chart.word, room - 18.0);
        let named = !self.chart.grade.is_empty() || !self.chart.word.is_empty();
        let badge = if named {
            (word.line() * words.len() as f64).max(12.0) + 3.0
        } else {
            0.0
        };
        let scale = if self.chart.items.bands.is_empty() {
            0.0
        } else {
            9.5
        };
        let texts = title.line() * lines.len() as f64 + big.capital() + 9.0;
        let needed = 6.0 + texts + badge + scale + 4.0;
        let Some(height) = height else {
            return needed;
        };
        let y = card.y + 6.0 + (height - needed) / 2.0;
        let y = self.p.lines(middle, y, Anchor::Middle, &lines, title) + 4.0;
        self.p
            .text(middle, y + big.capital(), Anchor::Middle, &number, big);
        let y = y + big.capital() + 5.0;
        if named {
            self.badge(middle, y + (badge - 3.0) / 2.0, &words, word);
        }
        if scale > 0.0 {
            self.scale(card, y + badge + 2.5);
        }
        needed
    }

    /// The grade letter on a square and its word beside it.
    fn badge(&mut self, middle: f64, y: f64, words: &[String], word: Type) {
        let letter = fitted(&self.chart.grade, 24.0, 24.0).coloured(WHITE);
        let side = (letter.width(&self.chart.grade) + 5.0).max(12.0);
        let text = words.iter().map(|w| word.width(w)).fold(0.0, f64::max);
        let left = middle - (side + 4.0 + text) / 2.0;
        if !self.chart.grade.is_empty() {
            self.p.rectangle(left, y - 6.0, side, 12.0, NAVY);
            self.p.text_at(
                left + side / 2.0,
                y,
                Anchor::Middle,
                &self.chart.grade,
                letter,
            );
        }
        self.p
            .lines_at(left + side + 4.0, y, Anchor::Start, words, word);
    }

    /// All grades on a bar, and where the value stands among them.
    fn scale(&mut self, card: Frame, y: f64) {
        let items = &self.chart.items;
        let axis = Axis::new(items.axis, card.x + 8.0, card.x + card.width - 8.0);
        let stripes = bands::stripes(&items.bands, &axis);
        let letter = Type::strong(8.0);
        for stripe in &stripes {
            let (from, to) = stripe.span;
            self.p.rectangle(from, y, to - from, 4.6, stripe.colour);
            self.p.line((to, y), (to, y + 4.6), 0.3, WHITE);
            let middle = f64::midpoint(from, to);
            if letter.width(&stripe.band.grade) + 0.6 <= to - from {
                self.p
                    .text_at(middle, y + 2.3, Anchor::Middle, &stripe.band.grade, letter);
            }
        }
        let x = axis.at(self.chart.value.value());
        let corners = vec![(x, y + 4.9), (x - 1.7, y + 7.6), (x + 1.7, y + 7.6)];
        self.p.polygon(corners, ACCENT);
    }

    /// Paints the respondents when the card's height is known; answers the
    /// height it needs.
    fn respondents_card(&mut self, card: Frame, height: Option<f64>) -> f64 {
        let room = card.width - 12.0;
        let title = Type::strong(12.0).coloured(MUTED);
        let (label, value) = (Type::plain(10.0), Type::strong(10.0));
        let head = title.wrap(&self.chart.respondents_title, room);
        let rows: Vec<(Vec<String>, Vec<String>)> = self
            .chart
            .respondents
            .iter()
            .map(|(name, text)| {
                let text = value.wrap(text, room * 0.55);
                let taken = text.iter().map(|l| value.width(l)).fold(0.0, f64::max);
                (label.wrap(name, room - taken - 3.0), text)
            })
            .collect();
        let lines = |row: &(Vec<String>, Vec<String>)| row.0.len().max(row.1.len()) as f64;
        let natural: f64 = rows.iter().map(|r| lines(r) * label.line() + 2.4).sum();
        let top = 6.0 + title.line() * head.len() as f64 + 2.5;
        let needed = top + natural + 4.0;
        let Some(height) = height else {
            return needed;
        };
        self.p
            .lines(card.x + 6.0, card.y + 6.0, Anchor::Start, &head, title);
        let spare = ((height - needed) / rows.len().max(1) as f64).clamp(0.0, 3.0);
        let mut y = card.y + top;
        for row in &rows {
            let step = lines(row) * label.line() + 2.4 + spare;
            self.p
                .line((card.x + 6.0, y), (card.x + 6.0 + room, y), FINE, HAIRLINE);
            self.p
                .lines_at(card.x + 6.0, y + step / 2.0, Anchor::Start, &row.0, label);
            self.p.lines_at(
                card.x + 6.0 + room,
                y + step / 2.0,
                Anchor::End,
                &row.1,
                value,
            );
            y += step;
        }
        needed
    }

    fn profile(&mut self) {
        let panels = &self.chart.profile;
        if panels.is_empty() {
            return;
        }
        let frame = Frame {
            x: MARGIN,
            y: self.y,
            width: self.inner(),
        };
        let bottom = profile::paint_panels(&mut self.p, panels, frame, 3, 8.5, self.language);
        self.y = bottom + self.gap();
    }

    fn items(&mut self) {
        let items = &self.chart.items;
        if items.bars.is_empty() {
            return;
        }
        let title = Type::strong(12.0).coloured(NAVY);
        let lines = title.wrap(&self.chart.items_title, self.inner());
        let y = self.p.lines(MARGIN, self.y, Anchor::Start, &lines, title);
        let frame = Frame {
            x: MARGIN,
            y: y + 1.2,
            width: self.inner(),
        };
        let rows = index::graded(items, 9.0, 1.3 + 3.2 * self.air, self.language);
        self.y = graded::paint(&mut self.p, &rows, frame) + self.gap();
    }

    fn foot_lines(&self) -> [(Vec<String>, Type); 2] {
        let thanks = Type::strong(12.0).coloured(WHITE);
        let small = Type::plain(7.5).coloured(INK);
        let print = self
            .chart
            .small_print
            .iter()
            .filter(|t| !t.trim().is_empty());
        let lines = match self.chart.thanks.trim() {
            "" => Vec::new(),
            text => wrap_evenly(text, thanks.size, thanks.bold, self.inner()),
        };
        let print = print.flat_map(|t| wrap_evenly(t, small.size, small.bold, self.inner()));
        [(lines, thanks), (print.collect(), small)]
    }

    fn foot_height(&self) -> f64 {
        let [(thanks, style), (print, small)] = self.foot_lines();
        let band = if thanks.is_empty() {
            3.0
        } else {
            style.line() * thanks.len() as f64 + 7.0
        };
        let print = if print.is_empty() {
            0.0
        } else {
            small.line() * print.len() as f64 + 3.0
        };
        band + print
    }

    /// Small print, and the thanks on a dark ground at the very bottom.
    fn foot(&mut self, bottom: f64) {
        let [(thanks, style), (print, small)] = self.foot_lines();
        let middle = self.width / 2.0;
        let y = bottom - self.foot_height();
        let y = self.p.lines(middle, y, Anchor::Middle, &print, small);
        let y = if print.is_empty() { y } else { y + 3.0 };
        self.p.rectangle(0.0, y, self.width, bottom - y, NAVY);
        let centre = f64::midpoint(y, bottom);
        self.p
            .lines_at(middle, centre, Anchor::Middle, &thanks, style);
    }
}

/// The heaviest type at most `size` points in which a text fits the room.
fn fitted(text: &str, size: f64, room: f64) -> Type {
    let width = Type::strong(size).width(text);
    let size = if width > room {
        size * room / width
    } else {
        size
    };
    Type::strong(size.max(6.0)).coloured(NAVY)
}
