//! Eigenvalues of the items against those of chance.

use super::axis::round_range;
use super::graded::paint_notes;
use super::grid::Grid;
use super::painter::{Anchor, Painter};
use super::theme::{ACCENT, Colour, MUTED, STRONG, Type, WHITE};
use super::{Frame, words};
use crate::document::ScreeChart;
use crate::language::Language;

/// Paints the chart with eigenvalues up to `most` and answers the y below.
pub fn paint(
    p: &mut Painter,
    chart: &ScreeChart,
    frame: Frame,
    most: f64,
    language: Language,
) -> f64 {
    let inner = Frame {
        y: paint_legend(p, chart, frame),
        width: frame.width.min(140.0),
        ..frame
    };
    let many = chart.observed.len();
    let x = (0.5, many.max(1) as f64 + 0.5);
    let height = (inner.width * 0.45).clamp(34.0, 70.0);
    let grid = Grid::fit(inner, (x, (0.0, most)), height, &chart.y_title, language);
    grid.paint(p);
    let place = |values: &[f64]| -> Vec<(f64, f64)> {
        let numbered = values.iter().enumerate();
        numbered.map(|(i, v)| grid.at(i as f64 + 1.0, *v)).collect()
    };
    let (observed, random) = (place(&chart.observed), place(&chart.random));
    for pair in random.windows(2) {
        if let [a, b] = pair {
            p.dashes(*a, *b, STRONG, ACCENT);
        }
    }
    if observed.len() > 1 {
        p.path(observed.clone(), STRONG, MUTED);
    }
    let value = Type::strong(7.0);
    for (i, at) in observed.iter().enumerate() {
        let kept = (i as u64) < chart.kept;
        p.disc(*at, 1.1, Colour::Series(0));
        if !kept {
            p.disc(*at, 0.75, WHITE);
        }
        if let (true, Some(v)) = (kept, chart.observed.get(i)) {
            let text = words::number(*v, language);
            let room = grid.edges()[2] - at.0;
            let (x, anchor) = if value.width(&text) + 2.0 < room {
                (at.0 + 1.8, Anchor::Start)
            } else {
                (at.0 - 1.8, Anchor::End)
            };
            p.text_at(x, at.1 - 1.3, anchor, &text, value);
        }
    }
    let steps: Vec<f64> = (1..=many).map(|i| i as f64).collect();
    let y = grid.paint_below(p, &steps, &chart.x_title);
    paint_notes(
        p,
        (&chart.note, chart.observed.is_empty()),
        frame,
        y,
        language,
    )
}

/// The end of the upright axis of charts side by side.
pub fn shared_most(charts: &[&ScreeChart]) -> f64 {
    let values = charts
        .iter()
        .flat_map(|chart| chart.observed.iter().chain(&chart.random));
    round_range(values.copied().chain([0.0]), 1.0).1
}

fn paint_legend(p: &mut Painter, chart: &ScreeChart, frame: Frame) -> f64 {
    let style = Type::plain(7.5);
    let mut y = frame.y;
    for (i, name) in chart.names.iter().enumerate() {
        let middle = y + style.line() / 2.0;
        let ends = ((frame.x, middle), (frame.x + 5.0, middle));
        if i == 0 {
            p.line(ends.0, ends.1, STRONG, MUTED);
            p.disc((frame.x + 2.5, middle), 1.1, Colour::Series(0));
        } else {
            p.dashes(ends.0, ends.1, STRONG, ACCENT);
        }
        let lines = style.wrap(name, frame.width - 6.5);
        y = p.lines(frame.x + 6.5, y, Anchor::Start, &lines, style);
    }
    y + 0.8
}
