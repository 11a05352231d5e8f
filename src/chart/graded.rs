//! Rows over grade bands: bars of an index per item, or points of a long trend.

use super::axis::Axis;
use super::bands::{self, Heading, Stripe};
use super::columns::{Column, Columns};
use super::labels::{Labels, RowPlace};
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, BAR, FINE, INK, MUTED, ON_DARK, STRONG, Type, WHITE};
use super::{Frame, words};
use crate::document::{ChartBand, Shown};
use crate::language::Language;

/// What is painted.
#[derive(Debug)]
pub struct Graded<'a> {
    pub rows: Vec<GradedRow<'a>>,
    /// Codes and labels of rows drawn elsewhere, which are laid out alike.
    pub others: Vec<(&'a str, &'a str)>,
    pub bands: &'a [ChartBand],
    /// A line over all rows: label and value.
    pub line: Option<(String, f64)>,
    pub axis: (f64, f64),
    pub axis_title: String,
    pub notes: Vec<String>,
    /// Whether letters without their words over the rows are explained below them.
    pub legend: bool,
    pub mark: Mark,
    /// Size of the labels in points; all else goes with it.
    pub size: f64,
    /// Free space between two rows, in mm.
    pub gap: f64,
    /// Room that the numbers at the right have at least, in mm.
    pub tail: f64,
    pub language: Language,
}

/// One row.
#[derive(Debug)]
pub struct GradedRow<'a> {
    pub code: &'a str,
    pub label: &'a str,
    pub value: Option<Shown>,
    pub grade: &'a str,
    pub interval: Option<(f64, f64)>,
    pub n: Option<u64>,
}

/// How a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bar from the least value.
    Bar,
    /// A point, hollow without an interval.
    Point,
}

/// Paints the rows into the frame and answers the y below.
pub fn paint(p: &mut Painter, graded: &Graded, frame: Frame) -> f64 {
    let Layout {
        columns,
        labels,
        axis,
        stripes,
        heading,
    } = Layout::of(graded, frame);
    let tag = Tag::fit(graded, &axis);

    let head = (heading.height + tag.as_ref().map_or(0.0, |t| t.height)).max(columns.head + 0.8);
    let top = frame.y + head;
    let (places, bottom) = labels.places(top, graded.thickness(), graded.gap);
    let spans = spans(&places, labels.beside, (top, bottom));

    bands::paint_upright(p, &stripes, frame.y, top);
    for (from, to) in &spans {
        bands::paint_upright(p, &stripes, *from, *to);
    }
    let steps = axis.steps(5.0);
    let marks = graded.marks(&axis, &heading, &steps);
    if graded.mark == Mark::Point {
        spans
            .iter()
            .for_each(|span| axis.paint_grid(p, &steps, *span));
    }
    heading.paint(p, &stripes, frame.y);
    columns.paint_titles(p, top - 0.4);
    for (i, (row, place)) in graded.rows.iter().zip(&places).enumerate() {
        labels.paint(p, i, frame, *place);
        graded.paint_bar(p, row, *place, &axis);
        columns.paint_row(p, i, place.middle());
    }
    if let Some(tag) = &tag {
        tag.paint(p, top, &spans);
    }
    for (row, place) in graded.rows.iter().zip(&places) {
        graded.paint_whisker(p, row, place.middle(), &axis);
    }
    for (from, to) in &spans {
        p.line((axis.start, *from), (axis.start, *to), FINE, INK);
    }
    let legend = heading
        .legend(graded.bands, graded.language)
        .filter(|_| graded.legend);
    graded.paint_foot(p, (&axis, &marks), frame, bottom, legend)
}

/// Whether the words of the grades stand over the rows in a frame this wide.
pub fn are_named(graded: &Graded, width: f64) -> bool {
    let frame = Frame {
        x: 0.0,
        y: 0.0,
        width,
    };
    let heading = Layout::of(graded, frame).heading;
    heading.legend(graded.bands, graded.language).is_none()
}

/// What stands where from left to right.
struct Layout<'a> {
    columns: Columns,
    labels: Labels,
    axis: Axis,
    stripes: Vec<Stripe<'a>>,
    heading: Heading,
}

impl<'a> Layout<'a> {
    fn of(graded: &Graded<'a>, frame: Frame) -> Self {
        let columns = graded.columns(frame.x + frame.width);
        let mut pairs: Vec<(&str, &str)> = graded.rows.iter().map(|r| (r.code, r.label)).collect();
        pairs.extend(&graded.others);
        let room = columns.left - 3.0 - frame.x;
        let labels = Labels::fit(&pairs, graded.size, room, frame.width);
        let labels = labels.part(0..graded.rows.len());
        let axis = Axis::new(graded.axis, frame.x + labels.width, columns.left - 3.0);
        let stripes = bands::stripes(graded.bands, &axis);
        let heading = Heading::fit(&stripes, graded.size);
        let heading = match graded.mark {
            Mark::Bar => heading,
            // Points are read off round values, for which the axis has room then.
            Mark::Point => heading.with_bounds(&stripes, graded.language),
        };
        Layout {
            heading,
            columns,
            labels,
            axis,
            stripes,
        }
    }
}

/// More rows or points are set smaller.
pub const MANY: usize = 20;

/// Size of labels in points and gap between rows in mm: a page holds forty
/// items of two lines.
pub fn density(rows: usize) -> (f64, f64) {
    if rows <= MANY { (8.0, 2.0) } else { (6.5, 0.6) }
}

impl Graded<'_> {
    /// Height of a bar, in mm.
    fn thickness(&self) -> f64 {
        let line = Type::plain(self.size).line();
        (line * 0.85 + self.gap * 0.45).min(line * 1.4)
    }

    /// Value, grade, the grades of the interval, n.
    fn columns(&self, right: f64) -> Columns {
        let language = self.language;
        let cells = |f: &dyn Fn(&GradedRow) -> String| self.rows.iter().map(f).collect::<Vec<_>>();
        let column = |title: &str, anchor, style, gap, cells: Vec<String>| Column {
            title: title.to_owned(),
            cells,
            style,
            anchor,
            gap,
        };
        let (end, middle, start) = (Anchor::End, Anchor::Middle, Anchor::Start);
        let (strong, small) = (Type::strong(self.size), Type::muted(self.small()));
        let nothing = || words::NOTHING.to_owned();
        let values = cells(&|r| {
            r.value
                .map_or_else(nothing, |value| value.shown.text(language))
        });
        let grades = cells(&|r| r.grade.to_owned());
        let reaches = cells(&|r| bands::reach(self.bands, r.interval).unwrap_or_default());
        let counts = cells(&|r| r.n.map_or_else(nothing, |n| words::count(n, language)));
        let filled = |cells: &[String]| cells.iter().any(|c| !c.is_empty());
        let mut columns = vec![column(words::value(language), end, strong, 0.0, values)];
        if filled(&grades) {
            columns.push(column(words::grade(language), middle, strong, 2.4, grades));
        }
        if filled(&reaches) {
            columns.push(column("", start, small, 0.6, reaches));
        }
        columns.push(column("n", end, small, 3.2, counts));
        let mut columns = Columns::fit(columns, right, self.small());
        columns.left = columns.left.min(right - self.tail);
        columns
    }

    /// Room that the numbers at the right need, in mm.
    pub fn needed_tail(&self) -> f64 {
        -self.columns(0.0).left
    }

    /// Size of what stands back, in points.
    fn small(&self) -> f64 {
        (self.size - 1.0).max(6.0)
    }

    fn paint_bar(&self, p: &mut Painter, row: &GradedRow, place: RowPlace, axis: &Axis) {
        let value = Shown::place(row.value).filter(|_| self.mark == Mark::Bar);
        if let Some(value) = value {
            let (top, bottom) = place.plot;
            let length = axis.at(value) - axis.start;
            p.rectangle(axis.start, top, length, bottom - top, BAR);
        }
    }

    /// The interval with its ends, and the point where the mark is one.
    fn paint_whisker(&self, p: &mut Painter, row: &GradedRow, y: f64, axis: &Axis) {
        let Some(value) = Shown::place(row.value) else {
            return;
        };
        let interval = row.interval.filter(|(a, b)| a.is_finite() && b.is_finite());
        if let Some((low, high)) = interval {
            let (low, high) = (axis.at(low.min(high)), axis.at(low.max(high)));
            p.line((low, y), (high, y), STRONG, INK);
            for x in [low, high] {
                p.line((x, y - 0.75), (x, y + 0.75), STRONG, INK);
            }
        }
        if self.mark == Mark::Point {
            p.disc((axis.at(value), y), 1.1, INK);
            if interval.is_none() {
                p.disc((axis.at(value), y), 0.7, WHITE);
            }
        }
    }

    /// Axis, its title and the notes under the rows.
    fn paint_foot(
        &self,
        p: &mut Painter,
        (axis, marks): (&Axis, &[f64]),
        frame: Frame,
        y: f64,
        legend: Option<String>,
    ) -> f64 {
        let small = Type::muted(self.small());
        let y = axis.paint(p, y, marks, small, self.language);
        let right = frame.x + frame.width;
        let title = small.wrap(&self.axis_title, right - axis.start);
        let mut y = match self.axis_title.is_empty() {
            true => y,
            false => p.lines(axis.start, y + 0.2, Anchor::Start, &title, small),
        };
        let reaching = |r: &&GradedRow| bands::reach(self.bands, r.interval).is_some();
        let count = self.rows.iter().filter(reaching).count();
        let of = self.rows.iter().filter(|r| r.interval.is_some()).count();
        let reach = (count > 0).then(|| words::reach(count, of, self.language));
        let empty = self
            .rows
            .is_empty()
            .then(|| words::no_data(self.language).to_owned());
        let notes = self
            .notes
            .iter()
            .cloned()
            .chain([empty, legend, reach].into_iter().flatten());
        for note in notes.filter(|note| !note.trim().is_empty()) {
            y = paint_note(p, &note, frame, y + 0.8, self.size - 1.2);
        }
        y
    }

    /// Bounds of grades and round values: these where those are few or stand in the
    /// heading, or where points are read off and all find room.
    fn marks(&self, axis: &Axis, heading: &Heading, steps: &[f64]) -> Vec<f64> {
        let bounds = bands::bounds(self.bands);
        let few = bounds.iter().filter(|b| axis.holds(**b)).count() < 2;
        if !heading.bounds.is_empty() {
            return steps.to_vec();
        }
        let small = Type::muted(self.small());
        let all: Vec<f64> = bounds
            .iter()
            .copied()
            .chain(steps.iter().copied())
            .collect();
        let room = self.mark == Mark::Point && axis.has_room(&all, small, self.language);
        if few || room { all } else { bounds }
    }
}

/// A line of small text over the whole frame; answers the y below.
pub fn paint_note(p: &mut Painter, note: &str, frame: Frame, y: f64, size: f64) -> f64 {
    let style = Type::plain(size.max(6.0)).coloured(MUTED);
    p.lines(
        frame.x,
        y,
        Anchor::Start,
        &style.wrap(note, frame.width),
        style,
    )
}

/// What charts have remarked of their marks; answers the y below.
pub fn paint_remarks(p: &mut Painter, frame: Frame, y: f64) -> f64 {
    let remarks = p.take_remarks().into_iter();
    remarks.fold(y, |y, text| paint_note(p, text, frame, y + 0.8, 6.5))
}

/// The note of a chart, and that there is nothing to show; answers the y below.
pub fn paint_notes(
    p: &mut Painter,
    (note, nothing): (&str, bool),
    frame: Frame,
    y: f64,
    language: Language,
) -> f64 {
    let nothing = nothing.then(|| words::no_data(language));
    let notes = [Some(note), nothing].into_iter().flatten();
    notes
        .filter(|n| !n.trim().is_empty())
        .fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5))
}

/// Where stripes and lines go down: all the rows, or, with labels between the
/// bars, along the bars only.
fn spans(places: &[RowPlace], beside: bool, all: (f64, f64)) -> Vec<(f64, f64)> {
    if beside {
        return vec![all];
    }
    places
        .iter()
        .map(|r| (r.plot.0 - 0.3, r.plot.1 + 0.3))
        .collect()
}

/// The label of the line over all rows, on the head of the stripes.
struct Tag {
    x: f64,
    left: f64,
    width: f64,
    height: f64,
    lines: Vec<String>,
    style: Type,
}

impl Tag {
    fn fit(graded: &Graded, axis: &Axis) -> Option<Self> {
        let (label, value) = graded.line.as_ref().filter(|(_, v)| v.is_finite())?;
        let style = Type::strong((graded.size - 0.5).max(6.0)).coloured(ON_DARK);
        let lines = style.wrap(label, axis.end - axis.start - 2.0);
        let text = lines.iter().map(|l| style.width(l)).fold(0.0, f64::max);
        let width = text + 2.0;
        let x = axis.at(*value);
        Some(Tag {
            x,
            left: (x - width / 2.0).min(axis.end - width).max(axis.start),
            width,
            height: style.line() * lines.len() as f64 + 1.6,
            lines,
            style,
        })
    }

    /// Paints label and line; the label ends over `top`.
    fn paint(&self, p: &mut Painter, top: f64, spans: &[(f64, f64)]) {
        let (upper, lower) = (top - self.height + 0.2, top - 0.8);
        p.rectangle(self.left, upper, self.width, lower - upper, ACCENT);
        let middle = f64::midpoint(upper, lower);
        let x = self.left + self.width / 2.0;
        p.lines_at(x, middle, Anchor::Middle, &self.lines, self.style);
        p.line((self.x, lower), (self.x, top), STRONG, ACCENT);
        for (from, to) in spans {
            p.line((self.x, *from), (self.x, *to), STRONG, ACCENT);
        }
    }
}
