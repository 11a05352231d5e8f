//! Periods of a trend side by side: the index goes up, time goes right.

use super::axis::Axis;
use super::bands::{self, Stripe};
use super::grade_names::{Names, has_room, name_width, paint_names};
use super::painter::{Anchor, Painter};
use super::period_texts::{Place, count_text, slot_width, value_text, value_type};
use super::placing::crosses;
use super::theme::{ACCENT, Colour, FINE, HAIRLINE, INK, MUTED, SMALL, STRONG, Type, WHITE};
use super::{Frame, words};
use crate::document::{Shown, TrendChart, TrendPoint};
use crate::language::Language;

pub const PERIOD: Type = Type::plain(8.0);
const NAMED: Type = Type::plain(7.0);

/// Where everything of a chart with periods side by side stands.
pub struct Periods<'a> {
    chart: &'a TrendChart,
    language: Language,
    stripes: Vec<Stripe<'a>>,
    /// The index, upwards.
    axis: Axis,
    title: Vec<String>,
    /// Names of the target and the events.
    marks: Vec<(Type, Vec<String>)>,
    frame: Frame,
    left: f64,
    right: f64,
    /// Width for a period.
    slot: f64,
    names: Names,
    /// Where it stands in a row of charts with one axis; none by itself.
    row: Option<Place>,
    /// Whether some stripe has no room for its name.
    pub unnamed: bool,
}

impl<'a> Periods<'a> {
    /// With so many mm free over the plot; none when periods do not fit side by side.
    pub fn fit(
        chart: &'a TrendChart,
        title: &str,
        frame: Frame,
        part: (f64, f64),
        above: f64,
        language: Language,
    ) -> Option<Self> {
        let title = SMALL.wrap(title, frame.width);
        let marks = marks(chart, frame, language);
        let named: usize = marks.iter().map(|m| m.1.len()).sum();
        let height = height(frame.width);
        let top = frame.y + SMALL.line() * title.len() as f64 + NAMED.line() * named as f64 + above;
        let axis = Axis::new(part, top + height, top);
        let stripes = bands::stripes(&chart.bands, &axis);
        let steps = axis
            .steps(5.0)
            .into_iter()
            .map(|v| SMALL.width(&words::number(v, language)));
        let left = frame.x + steps.fold(0.0, f64::max) + 1.6;
        let needed = chart.points.iter();
        let needed = needed.map(|point| slot_width(point, None, language));
        let needed = needed.fold(0.0, f64::max) + 1.6;
        // Where grades with their words leave too little, letters do.
        let room = |words: bool| {
            let names = stripes.iter().map(|s| name_width(s, Names::of(words)));
            let right = frame.x + frame.width - names.fold(0.0, f64::max) - 1.4;
            let slot = (right - left) / chart.points.len().max(1) as f64;
            (needed <= slot && slot > 0.0).then_some((right, slot, words))
        };
        let (right, slot, words) = room(true).or_else(|| room(false))?;
        Some(Periods {
            chart,
            language,
            names: Names::of(words),
            row: None,
            unnamed: !words || stripes.iter().any(|s| !has_room(s)),
            stripes,
            axis,
            title,
            marks,
            frame,
            left,
            right,
            slot,
        })
    }

    /// The chart in a row of charts, its plot between two x and two y; none when
    /// its periods do not fit.
    pub fn in_row(
        chart: &'a TrendChart,
        place: Place,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
        part: (f64, f64),
        language: Language,
    ) -> Option<Self> {
        let axis = Axis::new(part, bottom, top);
        let slot = (right - left) / chart.points.len().max(1) as f64;
        let needed = chart.points.iter();
        let needed = needed.map(|point| slot_width(point, Some(place), language));
        let fits = needed.fold(0.0, f64::max) + 1.0 <= slot;
        fits.then(|| Periods {
            chart,
            language,
            names: match place.last {
                true => Names::Letters,
                false => Names::Nothing,
            },
            row: Some(place),
            unnamed: true,
            stripes: bands::stripes(&chart.bands, &axis),
            axis,
            title: Vec::new(),
            marks: Vec::new(),
            frame: Frame {
                x: left,
                y: top,
                width: right - left,
            },
            left,
            right,
            slot,
        })
    }

    /// Paints everything, the values at their intervals or all below the periods;
    /// answers the y below.
    pub fn paint(&self, p: &mut Painter, values_below: bool) -> f64 {
        self.paint_ground(p);
        self.paint_ribbon(p);
        self.paint_marks(p);
        for [from, to] in self.segments() {
            p.line(from, to, STRONG, MUTED);
        }
        for i in 0..self.chart.points.len() {
            self.paint_point(p, i);
        }
        if !values_below {
            self.paint_values(p);
        }
        self.paint_labels(p, values_below)
    }

    /// The intervals of neighbours as one pale band.
    fn paint_ribbon(&self, p: &mut Painter) {
        for (i, pair) in self.chart.points.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            if let (Some((a1, a2)), Some((b1, b2))) = (self.whisker(a), self.whisker(b)) {
                let (left, right) = (self.x(i), self.x(i + 1));
                let corners = vec![(left, a1), (right, b1), (right, b2), (left, a2)];
                p.polygon(corners, Colour::Shade(0));
            }
        }
    }

    /// The value to reach, and upright lines where something happened; their
    /// names are on the lines above the plot.
    fn paint_marks(&self, p: &mut Painter) {
        if let Some((_, value)) = self.chart.target.as_ref().filter(|t| self.axis.holds(t.1)) {
            let y = self.axis.at(*value);
            p.dashes((self.left, y), (self.right, y), STRONG, ACCENT);
        }
        for (before, _) in &self.chart.events {
            let x = self.left + self.slot * *before as f64;
            if *before <= self.chart.points.len() {
                p.dashes((x, self.axis.end), (x, self.axis.start), 0.25, MUTED);
            }
        }
        let mut y = self.frame.y + SMALL.line() * self.title.len() as f64;
        for (style, lines) in &self.marks {
            y = p.lines(self.frame.x, y, Anchor::Start, lines, *style);
        }
    }

    fn x(&self, i: usize) -> f64 {
        self.left + self.slot * (i as f64 + 0.5)
    }

    fn y(&self, point: &TrendPoint) -> Option<f64> {
        Some(self.axis.at(Shown::place(point.value)?))
    }

    /// Title, stripes with their names at the right, numbers at the left.
    fn paint_ground(&self, p: &mut Painter) {
        p.lines(
            self.frame.x,
            self.frame.y,
            Anchor::Start,
            &self.title,
            SMALL,
        );
        for (i, stripe) in self.stripes.iter().enumerate() {
            let (low, high) = stripe.span;
            p.rectangle(
                self.left,
                high,
                self.right - self.left,
                low - high,
                stripe.colour,
            );
            if i > 0 {
                p.line((self.left, low), (self.right, low), 0.25, WHITE);
            }
        }
        paint_names(p, &self.stripes, self.right + 1.4, self.names);
        for value in self.axis.steps(5.0) {
            let y = self.axis.at(value);
            p.line((self.left, y), (self.right, y), FINE, HAIRLINE);
            if self.row.is_some_and(|place| !place.first) {
                continue;
            }
            let text = words::number(value, self.language);
            p.text_at(self.left - 1.2, y, Anchor::End, &text, SMALL);
        }
        p.line(
            (self.left, self.axis.start),
            (self.right, self.axis.start),
            FINE,
            INK,
        );
    }

    /// The line through neighbouring points; a gap where a value is missing.
    fn segments(&self) -> Vec<[(f64, f64); 2]> {
        let pairs = self.chart.points.windows(2).enumerate();
        pairs
            .filter_map(|(i, pair)| match pair {
                [a, b] => Some([(self.x(i), self.y(a)?), (self.x(i + 1), self.y(b)?)]),
                _ => None,
            })
            .collect()
    }

    /// The interval on the page, upper end first.
    fn whisker(&self, point: &TrendPoint) -> Option<(f64, f64)> {
        let (a, b) = point
            .interval
            .filter(|(a, b)| a.is_finite() && b.is_finite())?;
        Some((self.axis.at(a.max(b)), self.axis.at(a.min(b))))
    }

    fn paint_point(&self, p: &mut Painter, i: usize) {
        let point = self.chart.points.get(i);
        let Some((point, y)) = point.and_then(|point| Some((point, self.y(point)?))) else {
            return;
        };
        let x = self.x(i);
        let whisker = self.whisker(point);
        if let Some((upper, lower)) = whisker {
            p.line((x, upper), (x, lower), STRONG, INK);
            for end in [upper, lower] {
                p.line((x - 1.1, end), (x + 1.1, end), STRONG, INK);
            }
        }
        p.disc((x, y), 1.2, INK);
        if whisker.is_none() {
            p.disc((x, y), 0.8, WHITE);
        }
    }

    /// Where the values with their grades stand: over the interval, or under it where
    /// over it they would lie on the line or leave the plot.
    fn value_heights(&self) -> Vec<Option<f64>> {
        let segments = self.segments();
        let value = value_type(self.row);
        let each = self.chart.points.iter().enumerate();
        each.map(|(i, point)| {
            let (x, y) = (self.x(i), self.y(point)?);
            let (upper, lower) = self.whisker(point).unwrap_or((y - 1.2, y + 1.2));
            let text = value_text(point, self.row, self.language);
            let (half, height) = (value.width(&text) / 2.0 + 0.4, value.capital() / 2.0 + 0.5);
            let free = |y: f64| {
                let corners = [x - half, y - height, x + half, y + height];
                let inside = corners[1] >= self.axis.end - 3.0 && corners[3] <= self.axis.start;
                inside && !segments.iter().any(|s| crosses(*s, corners))
            };
            let (over, under) = (upper - 1.0 - height, lower + 1.0 + height);
            match !free(over) && free(under) {
                true => Some(under),
                false => Some(over),
            }
        })
        .collect()
    }

    /// Whether some value would stand so far from its point, over or under a wide
    /// interval, that it seemed to belong to another height: all are to stand below the
    /// periods then.
    pub fn values_are_far(&self) -> bool {
        const FAR: f64 = 12.0;
        let heights = self.value_heights();
        let pairs = self.chart.points.iter().zip(&heights);
        let mut apart = pairs.filter_map(|(point, y)| Some((self.y(point)? - (*y)?).abs()));
        apart.any(|apart| apart > FAR)
    }

    fn paint_values(&self, p: &mut Painter) {
        let heights = self.value_heights();
        let value = value_type(self.row);
        for (i, (point, y)) in self.chart.points.iter().zip(&heights).enumerate() {
            if let Some(y) = y {
                let text = value_text(point, self.row, self.language);
                p.text_at(self.x(i), *y, Anchor::Middle, &text, value);
            }
        }
    }

    /// Periods, their values where they stand here, and their n; answers the y below.
    fn paint_labels(&self, p: &mut Painter, with_values: bool) -> f64 {
        let labels: Vec<Vec<String>> = self
            .chart
            .points
            .iter()
            .map(|point| PERIOD.wrap(&point.label, self.slot - 1.0))
            .collect();
        let most = labels.iter().map(Vec::len).max().unwrap_or(0);
        let top = self.axis.start + 0.8;
        let mut counts = top + PERIOD.line() * most as f64;
        if with_values {
            let value = value_type(self.row);
            for (i, point) in self.chart.points.iter().enumerate() {
                let text = value_text(point, self.row, self.language);
                let y = counts + value.ascent();
                p.text(self.x(i), y, Anchor::Middle, &text, value);
            }
            counts += value.line();
        }
        for (i, (point, lines)) in self.chart.points.iter().zip(&labels).enumerate() {
            p.lines(self.x(i), top, Anchor::Middle, lines, PERIOD);
            let text = count_text(point, self.row, self.language);
            let y = counts + SMALL.ascent();
            p.text(self.x(i), y, Anchor::Middle, &text, SMALL);
        }
        if self.row.is_some_and(|place| place.first) {
            let y = counts + SMALL.ascent();
            p.text(self.left - 1.2, y, Anchor::End, "n", SMALL);
        }
        counts + SMALL.line()
    }
}

/// Of the plot of a chart so wide, in mm.
fn height(width: f64) -> f64 {
    (width * 0.38).clamp(36.0, 75.0)
}

/// Free space over the plot of a chart so wide, in mm: more where a value stands over
/// an interval that reaches the top.
pub fn room_above(chart: &TrendChart, part: (f64, f64), width: f64) -> f64 {
    let height = height(width);
    let upper = |point: &TrendPoint| match point.interval {
        Some((a, b)) => Some(a.max(b)),
        None => Shown::place(point.value),
    };
    let highest = chart.points.iter().filter_map(upper);
    let highest = highest.filter(|v| v.is_finite());
    let highest = highest.fold(part.0, f64::max).min(part.1);
    let free = (part.1 - highest) / (part.1 - part.0) * height;
    (3.8 - free).max(2.4)
}

/// The target and the events in words, one under the other; an event names the
/// period before which its line stands.
fn marks(chart: &TrendChart, frame: Frame, language: Language) -> Vec<(Type, Vec<String>)> {
    let target = chart.target.iter();
    let target = target.map(|(label, _)| (format!("– – {label}"), NAMED.coloured(ACCENT)));
    let events = chart.events.iter().map(|(before, name)| {
        let period = chart.points.get(*before).map_or("", |p| p.label.as_str());
        let from = words::from_period(period, language);
        (format!("¦ {from}: {name}"), NAMED)
    });
    let all = target.chain(events);
    all.map(|(text, style)| (style, style.wrap(&text, frame.width)))
        .collect()
}
