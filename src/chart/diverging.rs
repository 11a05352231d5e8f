//! Bars of answers that part at the middle of the scale.

use super::labels::RowPlace;
use super::painter::{Anchor, Painter};
use super::theme::{self, Colour, FINE, HAIRLINE, INK, SMALL, Type, WHITE};
use super::words;
use crate::document::{LikertRow, Neutral};
use crate::language::Language;

/// Before a number that stands beside its bar, in mm.
const GAP: f64 = 0.9;
/// Side of the square that names its level, in mm.
const SWATCH: f64 = 1.7;
/// Before the column of a middle level set aside, in mm.
const ASIDE: f64 = 3.0;

/// A row's answers, parted at the middle of the scale.
#[derive(Debug)]
pub struct Split {
    pub counts: Vec<u64>,
    pub n: u128,
    spread: Spread,
}

/// Where the bars of a row begin, and where a middle level stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Parted at the middle of the scale; a middle level as said.
    Parted(Neutral),
    /// All from the left.
    Whole,
}

impl Split {
    pub fn of(row: &LikertRow, levels: usize, spread: Spread) -> Self {
        let mut counts = row.counts.clone();
        counts.resize(levels, 0);
        Split {
            n: counts.iter().map(|c| u128::from(*c)).sum(),
            counts,
            spread,
        }
    }

    /// The middle level where it does not stand in the bar.
    fn apart(&self) -> Option<usize> {
        let odd = self.counts.len() % 2 == 1 && self.counts.len() > 1;
        let split = matches!(self.spread, Spread::Whole | Spread::Parted(Neutral::Split));
        (odd && !split).then_some(self.counts.len() / 2)
    }

    /// Share of the middle level that stands in a column of its own.
    fn aside(&self) -> Option<f64> {
        let aside = self.spread == Spread::Parted(Neutral::Aside);
        self.apart()
            .filter(|_| aside)
            .map(|level| self.share(level))
    }

    /// Share of a level from 0 to 1; 0 without answers.
    pub fn share(&self, level: usize) -> f64 {
        let count = self.counts.get(level).copied().unwrap_or(0);
        count as f64 / (self.n.max(1)) as f64
    }

    /// Shares left and right of the middle; a middle level counts half on
    /// each side.
    fn sides(&self) -> (f64, f64) {
        if self.spread == Spread::Whole {
            return (0.0, if self.n > 0 { 1.0 } else { 0.0 });
        }
        let half = self.counts.len() / 2;
        let middle = match (self.counts.len() % 2, self.apart()) {
            (1, None) => self.share(half) / 2.0,
            _ => 0.0,
        };
        let sum = |levels: std::ops::Range<usize>| levels.map(|i| self.share(i)).sum::<f64>();
        let upper = sum(self.counts.len() - half..self.counts.len());
        (sum(0..half) + middle, upper + middle)
    }

    /// The upper half's answers.
    pub fn favourable(&self) -> u128 {
        let half = self.counts.len() / 2;
        self.counts
            .iter()
            .rev()
            .take(half)
            .map(|c| u128::from(*c))
            .sum()
    }

    /// [`percent`] of a level.
    fn percent(&self, level: usize) -> String {
        percent(self.counts.get(level).map_or(0, |c| u128::from(*c)), self.n)
    }
    /// Whether a level's number fits into its segment.
    fn is_inside(&self, level: usize, scale: f64, size: f64) -> bool {
        let count = self.counts.get(level).copied().unwrap_or(0);
        count > 0
            && Type::plain(size).width(&self.percent(level)) + 0.8 <= self.share(level) * scale
    }

    /// Levels whose numbers do not fit, below and above the middle.
    fn outside(&self, scale: f64, size: f64) -> (Vec<Beside>, Vec<Beside>) {
        let small = |i: &usize| {
            self.counts.get(*i).is_some_and(|c| *c > 0) && !self.is_inside(*i, scale, size)
        };
        let upper = match self.spread {
            Spread::Whole => 0,
            Spread::Parted(_) => self.counts.len().div_ceil(2),
        };
        let apart = self.apart();
        let listed = (0..self.counts.len())
            .filter(|i| Some(*i) != apart)
            .filter(small);
        listed
            .map(|i| (i, self.percent(i)))
            .partition(|(i, _)| *i < upper)
    }
}

/// Levels of the scale, or as many as some row has.
pub fn levels(names: &[String], rows: &[LikertRow]) -> usize {
    let longest = rows.iter().map(|row| row.counts.len()).max();
    names.len().max(longest.unwrap_or(0))
}

/// Whole percent of a count, rounded half up; `<1` for what is there and rounds
/// to nothing.
pub fn percent(count: u128, n: u128) -> String {
    let rounded = (200 * count + n).checked_div(2 * n);
    match rounded {
        None => words::NOTHING.to_owned(),
        Some(0) if count > 0 => "<1".to_owned(),
        Some(percent) => percent.to_string(),
    }
}

/// The scale all rows share.
#[derive(Debug)]
pub struct Plot {
    /// Where the two halves meet.
    pub centre: f64,
    /// Millimetres of a share of 1.
    scale: f64,
    edges: (f64, f64),
    /// Size of the numbers, in points.
    size: f64,
    /// Where a middle level set aside begins.
    aside: Option<f64>,
    /// Whether every share has found room for its number.
    labelled: bool,
}

impl Plot {
    /// The largest scale at which every bar and the numbers beside it find
    /// room between the edges; without those numbers where none does.
    pub fn fit(rows: &[Split], edges: (f64, f64), size: f64) -> Self {
        let room = (edges.1 - edges.0).max(1.0);
        let most = |side: &dyn Fn(&Split) -> f64| rows.iter().map(side).fold(0.0, f64::max);
        let number = GAP + Type::plain(size).width("100");
        let reach = |scale: f64| {
            let left =
                most(&|r| r.sides().0 * scale + beside_width(&r.outside(scale, size).0, size));
            let right =
                most(&|r| r.sides().1 * scale + beside_width(&r.outside(scale, size).1, size));
            let aside = most(&|r| {
                r.aside()
                    .map_or(0.0, |share| share * scale + ASIDE + number)
            });
            (left, right + aside)
        };
        let scales = (0..60).map(|i| room * (1.0 - f64::from(i) / 60.0));
        let fitting = scales.map(|scale| (scale, reach(scale)));
        let found = fitting.into_iter().find(|(_, (l, r))| l + r <= room);
        let (left, right) = (most(&|r| r.sides().0), most(&|r| r.sides().1));
        let bare = room / (left + right).max(1.0);
        let (scale, reach) = found.unwrap_or((bare, (left * bare, right * bare)));
        let spare = (room - reach.0 - reach.1).max(0.0) / 2.0;
        let whole = rows.first().is_some_and(|r| r.spread == Spread::Whole);
        let widest = most(&|r| r.aside().map_or(0.0, |share| share * scale));
        Plot {
            centre: edges.0 + reach.0 + if whole { 0.0 } else { spare },
            aside: rows
                .iter()
                .any(|r| r.aside().is_some())
                .then_some(edges.1 - spare - widest - number),
            scale,
            edges,
            size,
            labelled: found.is_some(),
        }
    }

    /// What the numbers beside the bars of some rows are, or that parts have none.
    pub fn note(&self, rows: &[Split], language: Language) -> Option<&'static str> {
        let beside = |row: &Split| {
            let (lower, upper) = row.outside(self.scale, self.size);
            !lower.is_empty() || !upper.is_empty()
        };
        match self.labelled {
            false => Some(words::unlabelled(language)),
            true => rows.iter().any(beside).then(|| words::beside(language)),
        }
    }

    /// Every quarter on both sides that the edges hold; a level set aside has an axis
    /// of its own.
    fn ticks(&self) -> Vec<(f64, String)> {
        let quarters = |from: f64, first: i32| {
            (first..=4).map(move |i| (from + f64::from(i) * 0.25 * self.scale, i * 25))
        };
        // The number at the start of the other axis keeps its room.
        let room = ASIDE + SMALL.width("75%");
        let last = self.aside.map_or(self.edges.1 + 0.1, |aside| aside - room);
        let halves = quarters(self.centre, -4).filter(|(x, _)| *x <= last);
        let aside = self.aside.into_iter().flat_map(|from| quarters(from, 0));
        let inside = halves
            .chain(aside)
            .filter(|(x, _)| *x >= self.edges.0 - 0.1 && *x <= self.edges.1 + 0.1);
        inside
            .map(|(x, percent)| (x, format!("{}%", i32::abs(percent))))
            .collect()
    }

    /// Fine lines at the ticks.
    pub fn paint_grid(&self, p: &mut Painter, (top, bottom): (f64, f64)) {
        for (x, _) in self.ticks() {
            p.line((x, top), (x, bottom), FINE, HAIRLINE);
        }
    }

    /// Percent under the ticks; answers the y below.
    pub fn paint_axis(&self, p: &mut Painter, y: f64) -> f64 {
        let ends = (self.edges.0 - 1.2, self.edges.1 + 1.2);
        let mut free = ends.0;
        for (tick, text) in self.ticks() {
            let half = SMALL.width(&text) / 2.0;
            // A number at an edge moves inwards, if still over its mark.
            let x = tick.min(ends.1 - half).max(ends.0 + half);
            // Half a thousandth of a millimetre is rounding.
            if x - half >= free - 5e-4 && (x - tick).abs() <= half {
                p.text(x, y + 0.6 + SMALL.ascent(), Anchor::Middle, &text, SMALL);
                free = x + half + 1.0;
            }
        }
        y + 0.6 + SMALL.line()
    }

    /// The line where the halves meet: along the whole row where it parts two
    /// segments, only between the bars where it would cross a middle level.
    pub fn paint_centre(&self, p: &mut Painter, edges: (f64, f64), place: RowPlace, levels: usize) {
        let x = self.centre;
        let (top, bottom) = place.plot;
        if levels.is_multiple_of(2) {
            p.line((x, edges.0), (x, edges.1), 0.25, INK);
        } else {
            p.line((x, edges.0.min(top - 0.6)), (x, top), 0.25, INK);
            p.line((x, bottom), (x, edges.1.max(bottom + 0.6)), 0.25, INK);
        }
    }

    /// The segments of a row with their numbers.
    pub fn paint_row(
        &self,
        p: &mut Painter,
        row: &Split,
        place: RowPlace,
        colours: &[Colour],
        language: Language,
    ) {
        let (top, bottom) = place.plot;
        if row.n == 0 {
            let text = words::no_answers(language);
            let last = (self.edges.1 - SMALL.width(text)).max(self.edges.0);
            let x = (self.centre + 1.5).min(last);
            p.text_at(x, place.middle(), Anchor::Start, text, SMALL);
            return;
        }
        let start = self.centre - row.sides().0 * self.scale;
        let mut x = start;
        self.paint_aside(p, row, place, colours);
        for (i, colour) in colours.iter().enumerate() {
            if Some(i) == row.apart() {
                continue;
            }
            let width = row.share(i) * self.scale;
            p.rectangle(x, top, width, bottom - top, *colour);
            if width > 0.0 && x > start {
                p.line((x, top), (x, bottom), 0.2, WHITE);
            }
            if row.is_inside(i, self.scale, self.size) {
                let style = Type::plain(self.size).coloured(theme::on(*colour));
                let middle = (x + width / 2.0, place.middle());
                p.text_at(middle.0, middle.1, Anchor::Middle, &row.percent(i), style);
            }
            x += width;
        }
        if self.labelled {
            self.paint_outside(p, row, (start, x), place.middle(), colours);
        }
    }

    /// The middle level in its own column, its number behind it.
    fn paint_aside(&self, p: &mut Painter, row: &Split, place: RowPlace, colours: &[Colour]) {
        let (Some(left), Some(share), Some(level)) = (self.aside, row.aside(), row.apart()) else {
            return;
        };
        let (top, bottom) = place.plot;
        let width = share * self.scale;
        if let Some(colour) = colours.get(level) {
            p.rectangle(left, top, width, bottom - top, *colour);
        }
        let style = Type::plain(self.size);
        let x = left + width + GAP;
        p.text_at(x, place.middle(), Anchor::Start, &row.percent(level), style);
    }

    /// Numbers that found no room in their segments, at the ends of the bar.
    fn paint_outside(
        &self,
        p: &mut Painter,
        row: &Split,
        ends: (f64, f64),
        y: f64,
        colours: &[Colour],
    ) {
        let (left, right) = row.outside(self.scale, self.size);
        let start = ends.0 - beside_width(&left, self.size);
        for (shares, x) in [(left, start), (right, ends.1 + GAP)] {
            paint_beside(p, &shares, (x, y), Type::plain(self.size), colours);
        }
    }
}

/// A level and its percent, to stand beside the bar.
type Beside = (usize, String);

fn beside_width(shares: &[Beside], size: f64) -> f64 {
    let one = |(_, text): &Beside| GAP + SWATCH + 0.5 + Type::plain(size).width(text);
    let width: f64 = shares.iter().map(one).sum();
    if shares.is_empty() { 0.0 } else { width + GAP }
}

/// Numbers side by side, each behind a square of its level's colour.
fn paint_beside(
    p: &mut Painter,
    shares: &[Beside],
    (left, middle): (f64, f64),
    style: Type,
    colours: &[Colour],
) {
    let mut x = left;
    for (level, text) in shares {
        if let Some(colour) = colours.get(*level) {
            p.rectangle(x, middle - SWATCH / 2.0, SWATCH, SWATCH, *colour);
        }
        x += SWATCH + 0.5;
        p.text_at(x, middle, Anchor::Start, text, style);
        x += style.width(text) + GAP;
    }
}
