//! A table of values as colours, with the values where they find room.

use super::graded::paint_note;
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::theme::{self, Colour, HAIRLINE, Type};
use super::{Frame, words};
use crate::decimal::Decimal;
use crate::document::{HeatChart, HeatScale, Shown};
use crate::language::Language;

const CODE: Type = Type::strong(7.0);
const SMALL: Type = Type::muted(6.5);

/// Paints the chart in the colours of the charts beside it, whose values have these
/// `ends`, and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &HeatChart,
    frame: Frame,
    ends: (f64, f64),
    language: Language,
) -> f64 {
    let scale = match chart.scale {
        HeatScale::Deepening(..) => HeatScale::Deepening(ends.0, ends.1),
        HeatScale::Parting(_, middle, _) => HeatScale::Parting(ends.0, middle, ends.1),
    };
    let table = Sheet::fit(chart, scale, frame, language);
    let top = table.paint_heads(p, chart);
    for (i, row) in chart.cells.iter().enumerate() {
        let y = top + table.height * i as f64;
        table.paint_name(p, chart, i, y, frame);
        for (j, cell) in row.iter().enumerate() {
            if !(chart.half && j > i) {
                table.paint_cell(p, *cell, (table.left + table.width * j as f64, y));
            }
        }
    }
    let mut y = top + table.height * chart.cells.len() as f64;
    if !chart.rows.is_empty() {
        y = paint_scale(p, scale, frame, y + 2.0, language);
    }
    let names = chart.columns.iter().map(|c| (&*c.0, &*c.1));
    y = paint_names(p, names, frame, y);
    if !table.numbered {
        p.remark(words::small_cells(language));
    }
    let empty = chart.rows.is_empty().then(|| words::no_data(language));
    let blank = chart.cells.iter().enumerate().any(|(i, row)| {
        let shown = row.iter().take(if chart.half { i + 1 } else { row.len() });
        shown.into_iter().any(Option::is_none)
    });
    // Of groups the note tells why.
    if blank && chart.half {
        p.remark(words::blank_cells(language));
    }
    let notes = [Some(chart.note.as_str()), empty];
    notes
        .into_iter()
        .flatten()
        .filter(|n| !n.trim().is_empty())
        .fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5))
}

/// Where the cells stand.
struct Sheet {
    frame: Frame,
    scale: HeatScale,
    left: f64,
    width: f64,
    height: f64,
    /// Type of the numbers, and whether they find room.
    number: Type,
    numbered: bool,
    /// Room for the 0 before the decimal sign.
    whole: bool,
    /// Lines the heads need so that neighbours do not touch.
    heads: usize,
    language: Language,
}

impl Sheet {
    fn fit(chart: &HeatChart, scale: HeatScale, frame: Frame, language: Language) -> Self {
        // A name that the list below holds needs no room in front.
        let listed = chart.half;
        let name = |row: &(String, String)| {
            let text = if listed || row.1.is_empty() {
                &row.0
            } else {
                &row.1
            };
            CODE.width(text)
        };
        let most = frame.width * 0.34;
        let names = chart.rows.iter().map(name).fold(0.0, f64::max).min(most);
        let counts = chart
            .n
            .iter()
            .map(|n| SMALL.width(&words::count(*n, language)));
        let counts = counts.fold(0.0, f64::max);
        let left = frame.x + names + counts + if counts > 0.0 { 4.2 } else { 2.0 };
        let many = chart.columns.len().max(1) as f64;
        let head = chart.columns.iter().map(|c| CODE.width(&c.0));
        let head = head.fold(0.0, f64::max) + 0.7;
        // The last code may be wider than its column.
        let right = frame.x + frame.width - head / 2.0;
        let width = ((right - left) / many).min(14.0);
        let number = Type::plain(6.5);
        let fits = |text: &dyn Fn(Decimal) -> String| {
            let shown = chart.cells.iter().flatten().flatten();
            let widest = shown.map(|s| number.width(&text(s.shown)));
            widest.fold(0.0, f64::max) + 0.6 <= width
        };
        let numbered = fits(&|shown| words::short(shown, language));
        let whole = fits(&|shown| words::decimal(shown, language));
        // Every unit keeps its name; only codes of a table of items take turns.
        let least = if chart.half { 2.6 } else { CODE.line() * 0.92 };
        Sheet {
            frame,
            scale,
            left,
            width,
            height: if numbered {
                5.2
            } else {
                width.clamp(least, 5.2)
            },
            number,
            numbered,
            whole,
            heads: (head / width).ceil().clamp(1.0, 12.0) as usize,
            language,
        }
    }

    /// Codes over the columns, in turns on several lines; answers the y below.
    fn paint_heads(&self, p: &mut Painter, chart: &HeatChart) -> f64 {
        let top = self.frame.y;
        let bottom = top + CODE.line() * self.heads as f64 + 0.6;
        for (j, (code, _)) in chart.columns.iter().enumerate() {
            let x = self.left + self.width * (j as f64 + 0.5);
            let line = self.heads - 1 - j % self.heads;
            let y = top + CODE.line() * line as f64;
            let half = CODE.width(code) / 2.0;
            let x = x.min(self.frame.x + self.frame.width - half);
            p.text(x, y + CODE.ascent(), Anchor::Middle, code, CODE);
            if line + 1 < self.heads {
                p.line((x, y + CODE.line()), (x, bottom - 0.4), 0.1, HAIRLINE);
            }
        }
        bottom
    }

    fn paint_name(&self, p: &mut Painter, chart: &HeatChart, i: usize, y: f64, frame: Frame) {
        let Some((code, name)) = chart.rows.get(i) else {
            return;
        };
        let middle = y + self.height / 2.0;
        let count = chart.n.get(i).map(|n| words::count(*n, self.language));
        let taken = count.as_ref().map_or(0.0, |c| SMALL.width(c) + 2.2);
        let text = if chart.half || name.is_empty() {
            code
        } else {
            name
        };
        // Rows lower than a line show every other name.
        let every = (CODE.line() * 0.92 / self.height).ceil().max(1.0) as usize;
        if i.is_multiple_of(every) {
            let room = self.left - 1.8 - taken - frame.x;
            p.cut((frame.x, middle), Anchor::Start, text, CODE, room);
            if let Some(count) = count {
                p.text_at(self.left - 1.6, middle, Anchor::End, &count, SMALL);
            }
        }
    }

    fn paint_cell(&self, p: &mut Painter, cell: Option<Shown>, at: (f64, f64)) {
        let fill = match cell {
            Some(shown) => colour(self.scale, shown.value),
            None => theme::TRACK,
        };
        let gap = if self.width > 4.0 { 0.2 } else { 0.05 };
        p.rectangle(at.0, at.1, self.width - gap, self.height - gap, fill);
        if cell.is_none() {
            let (right, bottom) = (at.0 + self.width - gap, at.1 + self.height - gap);
            p.line((at.0, bottom), (right, at.1), 0.15, theme::MUTED);
        }
        if let (Some(shown), true) = (cell, self.numbered) {
            let text = match self.whole {
                true => words::decimal(shown.shown, self.language),
                false => words::short(shown.shown, self.language),
            };
            let style = self.number.coloured(theme::on(fill));
            let middle = (at.0 + self.width / 2.0, at.1 + self.height / 2.0);
            p.text_at(middle.0, middle.1, Anchor::Middle, &text, style);
        }
    }
}

/// The values at the ends of the colours of charts side by side.
pub fn shared_ends(charts: &[&HeatChart]) -> (f64, f64) {
    let ends = charts.iter().map(|heat| heat.scale.ends());
    let widest = |a: (f64, f64), b: (f64, f64)| (a.0.min(b.0), a.1.max(b.1));
    ends.reduce(widest).unwrap_or((0.0, 1.0))
}

/// The colour of a value: −100 to 100 of the way to the strongest.
fn colour(scale: HeatScale, value: f64) -> Colour {
    let share = match scale {
        HeatScale::Deepening(low, high) => (value - low) / (high - low),
        HeatScale::Parting(low, middle, _) if value < middle => -(middle - value) / (middle - low),
        HeatScale::Parting(_, middle, high) => (value - middle) / (high - middle),
    };
    if share.is_finite() {
        Colour::Heat((share * 100.0).round().clamp(-100.0, 100.0) as i8)
    } else {
        Colour::Heat(0)
    }
}

/// What the colours mean; answers the y below.
fn paint_scale(p: &mut Painter, scale: HeatScale, frame: Frame, y: f64, language: Language) -> f64 {
    const STEPS: usize = 21;
    let (low, high) = scale.ends();
    let middle = match scale {
        HeatScale::Deepening(..) => f64::midpoint(low, high),
        HeatScale::Parting(_, middle, _) => middle,
    };
    let width = frame.width.min(70.0) / STEPS as f64;
    for i in 0..STEPS {
        let way = i as f64 / (STEPS as f64 - 1.0);
        let share = match scale {
            HeatScale::Deepening(..) => way,
            HeatScale::Parting(..) => way * 2.0 - 1.0,
        };
        let fill = Colour::Heat((share * 100.0).round() as i8);
        p.rectangle(frame.x + width * i as f64, y, width + 0.02, 2.6, fill);
    }
    let reach = width * STEPS as f64;
    for (value, x, anchor) in [
        (low, frame.x, Anchor::Start),
        (middle, frame.x + reach / 2.0, Anchor::Middle),
        (high, frame.x + reach, Anchor::End),
    ] {
        let text = words::number(value, language);
        p.text(x, y + 2.9 + SMALL.ascent(), anchor, &text, SMALL);
    }
    y + 2.9 + SMALL.line()
}
