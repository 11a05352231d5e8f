//! Respondents of two halves by a characteristic, back to back.

use super::graded::paint_notes;
use super::painter::{Anchor, Painter};
use super::theme::{Colour, FINE, INK, Type};
use super::{Frame, words};
use crate::document::PyramidChart;
use crate::language::Language;

const LABEL: Type = Type::plain(8.0);
const NUMBER: Type = Type::plain(7.5);
const HEAD: Type = Type::strong(8.0);

/// Paints the chart with `scale` mm for a respondent and answers the y below. The
/// youngest stand at the foot.
pub fn paint(
    p: &mut Painter,
    chart: &PyramidChart,
    frame: Frame,
    scale: f64,
    language: Language,
) -> f64 {
    let middle = middle(chart, frame.width);
    let centre = frame.x + frame.width / 2.0;
    let inner = [centre - middle / 2.0, centre + middle / 2.0];
    let text = |count: u64| text(chart, count, language);
    let mut y = frame.y;
    let mut below = y;
    for (side, name) in chart.sides.iter().enumerate() {
        let n = words::count(total(chart, side), language);
        let (anchor, x) = if side == 0 {
            (Anchor::End, inner[0])
        } else {
            (Anchor::Start, inner[1])
        };
        let lines = HEAD.wrap(
            &format!("{name} (n = {n})"),
            frame.width / 2.0 - middle / 2.0,
        );
        below = p.lines(x, y, anchor, &lines, HEAD).max(below);
    }
    y = below + 0.6;
    let top = y;
    for (label, left, right) in chart.rows.iter().rev() {
        let lines = LABEL.wrap(label, middle - 2.0);
        let height = (LABEL.line() * lines.len() as f64 + 0.6).max(5.4);
        let at = y + height / 2.0;
        p.lines_at(centre, at, Anchor::Middle, &lines, LABEL);
        let (a, b) = (*left as f64 * scale, *right as f64 * scale);
        p.rectangle(inner[0] - a, at - 2.1, a, 4.2, Colour::Series(0));
        p.rectangle(inner[1], at - 2.1, b, 4.2, Colour::Series(1));
        p.text_at(inner[0] - a - 0.9, at, Anchor::End, &text(*left), NUMBER);
        p.text_at(inner[1] + b + 0.9, at, Anchor::Start, &text(*right), NUMBER);
        y += height;
    }
    for x in inner {
        p.line((x, top), (x, y), FINE, INK);
    }
    paint_notes(p, (&chart.note, chart.rows.is_empty()), frame, y, language)
}

/// Width in mm of the bar of one respondent in charts side by side, each `width` mm
/// wide.
pub fn shared_scale(charts: &[&PyramidChart], width: f64, language: Language) -> f64 {
    let counts = charts.iter().flat_map(|chart| &chart.rows);
    let most = counts.flat_map(|r| [r.1, r.2]).max().unwrap_or(0).max(1);
    let rooms = charts.iter().map(|chart| room(chart, width, language));
    rooms.fold(width, f64::min).max(4.0) / most as f64
}

/// Width of the labels between the sides, in mm.
fn middle(chart: &PyramidChart, width: f64) -> f64 {
    let labels = chart.rows.iter().map(|r| LABEL.width(&r.0));
    labels.fold(0.0, f64::max).min(width * 0.34) + 3.0
}

/// What is left for the bars of one side, in mm.
fn room(chart: &PyramidChart, width: f64, language: Language) -> f64 {
    let counts = chart.rows.iter().flat_map(|r| [r.1, r.2]);
    let texts = counts.map(|count| NUMBER.width(&text(chart, count, language)));
    (width - middle(chart, width)) / 2.0 - texts.fold(0.0, f64::max) - 1.6
}

/// Respondents of one side.
fn total(chart: &PyramidChart, side: usize) -> u64 {
    let of = chart.rows.iter().map(|r| if side == 0 { r.1 } else { r.2 });
    of.fold(0, u64::saturating_add)
}

/// A count with its share of all.
fn text(chart: &PyramidChart, count: u64, language: Language) -> String {
    let all = total(chart, 0).saturating_add(total(chart, 1));
    let percent = super::diverging::percent(u128::from(count), u128::from(all));
    format!("{} ({percent}%)", words::count(count, language))
}
