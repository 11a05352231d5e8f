//! The one-page publication of a result: A4 portrait, made to be hung up.

use super::measure::wrap_evenly;
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, INK, NAVY, ON_DARK, PALE, Type};
use super::{Frame, cards, graded, index, profile};
use crate::document::PosterChart;
use crate::language::Language;

/// A4 in mm.
const PAGE: (f64, f64) = (210.0, 297.0);
const MARGIN: f64 = 14.0;
/// The smallest text has 7.5 points and none is printed below 6. What is too much
/// for the page then makes it longer.
const MOST: f64 = 7.5 / 6.0;

/// How much larger the next page tried is.
const STEP: f64 = 1.06;

/// Paints the page; what is too much for it is set on a larger page and
/// printed smaller. Answers the size of that page and the scale of the print.
pub fn paint(chart: &PosterChart, language: Language) -> (Painter, [f64; 3]) {
    let mut scale = 1.0;
    loop {
        let (width, height) = (PAGE.0 * scale, PAGE.1 * scale);
        let tight = Page::set(chart, width, language, 0.0);
        if tight.height <= height || scale * STEP > MOST {
            let page = airy(chart, width, height, language).unwrap_or(tight);
            return page.close(height, 1.0 / scale);
        }
        scale *= STEP;
    }
}

/// The page with as much air between its parts as it has room for.
fn airy(chart: &PosterChart, width: f64, height: f64, language: Language) -> Option<Page<'_>> {
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
        let frame = page.frame();
        page.y = cards::paint(&mut page.p, chart, frame, language) + page.gap();
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

    /// What is left of the page.
    fn frame(&self) -> Frame {
        Frame {
            x: MARGIN,
            y: self.y,
            width: self.inner(),
        }
    }

    fn gap(&self) -> f64 {
        5.0 + 6.0 * self.air
    }

    /// Title, unit and period on a dark ground.
    fn head(&mut self) {
        let styles = [
            Type::strong(21.0).coloured(ON_DARK),
            Type::strong(14.0).coloured(PALE),
            Type::plain(11.5).coloured(ON_DARK),
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

    fn profile(&mut self) {
        let panels = &self.chart.profile;
        if panels.is_empty() {
            return;
        }
        let frame = self.frame();
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
            y: y + 1.2,
            ..self.frame()
        };
        let rows = index::graded(items, 9.0, 1.2 + 3.2 * self.air, self.language);
        self.y = graded::paint(&mut self.p, &rows, frame) + self.gap();
    }

    fn foot_lines(&self) -> [(Vec<String>, Type); 2] {
        let thanks = Type::strong(12.0).coloured(ON_DARK);
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
