//! Shares of characteristics: a panel each, side by side where the page is wide
//! enough.

use super::columns::{Column, Columns};
use super::graded::paint_note;
use super::labels::Labels;
use super::painter::{Anchor, Painter};
use super::theme::{BAR, MUTED, TRACK, Type};
use super::{Frame, words};
use crate::document::{ProfileBar, ProfileChart, ProfilePanel};
use crate::language::Language;

/// Between panels, in mm.
const GUTTER: f64 = 7.0;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &ProfileChart, frame: Frame, language: Language) -> f64 {
    let across = (frame.width / 75.0).floor().max(1.0) as usize;
    let mut y = paint_panels(p, &chart.panels, frame, across, 8.0, language);
    let empty = if chart.panels.is_empty() {
        words::no_data(language)
    } else {
        ""
    };
    for note in [chart.note.as_str(), empty] {
        if !note.trim().is_empty() {
            y = paint_note(p, note, frame, y + 1.2, 6.5);
        }
    }
    y
}

/// Paints panels in columns, each panel under the shortest column so far, and
/// answers the y below the longest.
pub fn paint_panels(
    p: &mut Painter,
    panels: &[ProfilePanel],
    frame: Frame,
    across: usize,
    size: f64,
    language: Language,
) -> f64 {
    let across = across.min(panels.len()).max(1);
    let width = (frame.width - GUTTER * (across as f64 - 1.0)) / across as f64;
    let mut bottoms = vec![frame.y; across];
    let mut first = 0;
    for panel in panels {
        let shortest = bottoms.iter().copied().fold(f64::INFINITY, f64::min);
        let place = bottoms
            .iter_mut()
            .enumerate()
            .find(|(_, b)| **b <= shortest);
        if let Some((column, bottom)) = place {
            let gap = if *bottom > frame.y { 3.0 } else { 0.0 };
            let at = Frame {
                x: frame.x + (width + GUTTER) * column as f64,
                y: *bottom + gap,
                width,
            };
            let grid = Grid::fit(panels, at, size, language);
            *bottom = grid.paint(p, panel, first, at, language);
        }
        first += panel.bars.len();
    }
    bottoms.into_iter().fold(frame.y, f64::max)
}

/// Labels and numbers of all panels, so that bars begin and end alike in each.
struct Grid {
    labels: Labels,
    columns: Columns,
    size: f64,
}

impl Grid {
    fn fit(panels: &[ProfilePanel], frame: Frame, size: f64, language: Language) -> Self {
        let bars: Vec<&ProfileBar> = panels.iter().flat_map(|panel| &panel.bars).collect();
        let columns = columns(&bars, frame, size, language);
        let pairs: Vec<(&str, &str)> = bars.iter().map(|b| ("", &*b.label)).collect();
        let room = columns.left - 2.0 - frame.x;
        Grid {
            labels: Labels::fit_narrow(&pairs, size, room, frame.width),
            columns,
            size,
        }
    }

    /// Paints a panel whose first bar is number `first` of all; answers the y
    /// below.
    fn paint(
        &self,
        p: &mut Painter,
        panel: &ProfilePanel,
        first: usize,
        frame: Frame,
        language: Language,
    ) -> f64 {
        let title = Type::strong(self.size);
        let lines = title.wrap(&panel.title, frame.width);
        let top = p.lines(frame.x, frame.y, Anchor::Start, &lines, title);
        let labels = self.labels.part(first..first + panel.bars.len());
        let (left, right) = (frame.x + labels.width, self.columns.left - 2.0);
        let (places, bottom) = labels.places(top + 0.3, title.line() * 0.72, 1.5);
        for (i, (bar, place)) in panel.bars.iter().zip(&places).enumerate() {
            let (upper, lower) = place.plot;
            labels.paint(p, i, frame, *place);
            p.rectangle(left, upper, right - left, lower - upper, TRACK);
            if bar.count.is_some() && bar.share.is_finite() {
                let length = (right - left) * bar.share.clamp(0.0, 1.0);
                p.rectangle(left, upper, length, lower - upper, BAR);
            }
            self.columns.paint_row(p, first + i, place.middle());
        }
        if panel.bars.iter().all(|b| b.count.is_some()) {
            return bottom;
        }
        paint_note(p, words::too_few(language), frame, bottom, self.size - 1.0)
    }
}

/// Count and percent; a count too small to be shown has neither.
fn columns(bars: &[&ProfileBar], frame: Frame, size: f64, language: Language) -> Columns {
    let column = |cells, style| Column {
        title: String::new(),
        cells,
        style,
        anchor: Anchor::End,
        gap: 2.2,
    };
    let counts = bars.iter().map(|b| {
        let count = b.count.map(|n| words::count(n, language));
        count.unwrap_or(words::NOTHING.to_owned())
    });
    let shares = bars.iter().map(|b| match b.count {
        Some(_) if b.share.is_finite() => format!("{}%", b.shown.text(language)),
        _ => words::NOTHING.to_owned(),
    });
    let columns = vec![
        column(counts.collect(), Type::plain(size)),
        column(shares.collect(), Type::plain(size).coloured(MUTED)),
    ];
    Columns::fit(columns, frame.x + frame.width, size)
}
