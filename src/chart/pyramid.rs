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

/// The greatest count of charts side by side.
pub fn shared_most<'a>(charts: impl Iterator<Item = &'a PyramidChart>) -> u64 {
    let rows = charts.flat_map(|chart| &chart.rows);
    rows.flat_map(|r| [r.1, r.2]).max().unwrap_or(0)
}

/// Paints the chart with bars up to a count into the frame and answers the y below.
/// The youngest stand at the foot.
pub fn paint(
    p: &mut Painter,
    chart: &PyramidChart,
    frame: Frame,
    most: u64,
    language: Language,
) -> f64 {
    let longest = chart
        .rows
        .iter()
        .map(|r| LABEL.width(&r.0))
        .fold(0.0, f64::max);
    let middle = longest.min(frame.width * 0.34) + 3.0;
    let centre = frame.x + frame.width / 2.0;
    let inner = [centre - middle / 2.0, centre + middle / 2.0];
    let counts = chart.rows.iter().flat_map(|r| [r.1, r.2]);
    let most = most.max(1) as f64;
    let total = |side: usize| -> u64 {
        let of = chart.rows.iter().map(|r| if side == 0 { r.1 } else { r.2 });
        of.fold(0, u64::saturating_add)
    };
    let all = total(0).saturating_add(total(1));
    let text = |count: u64| {
        let percent = super::diverging::percent(u128::from(count), u128::from(all));
        format!("{} ({percent}%)", words::count(count, language))
    };
    let widest = counts.map(|c| NUMBER.width(&text(c))).fold(0.0, f64::max);
    let scale = (frame.width / 2.0 - middle / 2.0 - widest - 1.6).max(4.0) / most;
    let mut y = frame.y;
    let mut below = y;
    for (side, name) in chart.sides.iter().enumerate() {
        let n = words::count(total(side), language);
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
