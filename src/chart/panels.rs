//! Small multiples: charts of one kind side by side under their names.

use super::graded::paint_note;
use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, Type};
use super::{Frame, paint_in, trend, words};
use crate::document::{Chart, PanelsChart};
use crate::language::Language;

const GUTTER: f64 = 6.0;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &PanelsChart, frame: Frame, language: Language) -> f64 {
    let across = (frame.width / least_width(chart)).floor().max(1.0) as usize;
    let across = across.min(chart.panels.len().max(1));
    let width = (frame.width - GUTTER * (across as f64 - 1.0)) / across as f64;
    let title = Type::strong(8.5);
    // Trends side by side share their scale.
    let trends = chart.panels.iter().filter_map(|(_, panel)| match panel {
        Chart::Trend(trend) => Some(trend),
        _ => None,
    });
    let part = trend::shared_part(trends);
    let mut y = frame.y;
    for row in chart.panels.chunks(across) {
        let heads: Vec<Vec<String>> = row
            .iter()
            .map(|(name, _)| title.wrap(name, width))
            .collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let top = y + title.line() * most + 0.8;
        let mut bottom = top;
        for (i, ((_, panel), lines)) in row.iter().zip(&heads).enumerate() {
            let x = frame.x + (width + GUTTER) * i as f64;
            p.lines(x, y, Anchor::Start, lines, title);
            p.line((x, top - 0.5), (x + width, top - 0.5), FINE, HAIRLINE);
            let inner = Frame {
                x,
                y: top + 0.6,
                width,
            };
            let end = match panel {
                Chart::Trend(trend) => trend::paint_part(p, trend, inner, part, language),
                _ => paint_in(p, panel, inner, language),
            };
            bottom = bottom.max(end);
        }
        y = bottom + 4.0;
    }
    y -= if chart.panels.is_empty() { 0.0 } else { 4.0 };
    let empty = chart.panels.is_empty().then(|| words::no_data(language));
    let notes = [Some(chart.note.as_str()), empty].into_iter().flatten();
    notes
        .filter(|n| !n.trim().is_empty())
        .fold(y, |y, note| paint_note(p, note, frame, y + 1.0, 6.5))
}

/// With less, a chart of this kind sets its labels above its bars.
fn least_width(chart: &PanelsChart) -> f64 {
    match chart.panels.first() {
        Some((_, Chart::Histogram(_) | Chart::Quantiles(_))) => 52.0,
        Some((_, Chart::Trend(_))) => 72.0,
        _ => 78.0,
    }
}
