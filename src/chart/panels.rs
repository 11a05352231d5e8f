//! Small multiples: charts of one kind side by side under their names.

use super::graded::paint_notes;
use super::importance::{self, Reach};
use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, Type};
use super::{Frame, forest, gap, index, paint_in, trend};
use crate::document::{Chart, HeatChart, PanelsChart};
use crate::language::Language;

const GUTTER: f64 = 6.0;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &PanelsChart, frame: Frame, language: Language) -> f64 {
    let across = (frame.width / least_width(chart)).floor().max(1.0) as usize;
    let across = across.min(chart.panels.len().max(1));
    let width = (frame.width - GUTTER * (across as f64 - 1.0)) / across as f64;
    let title = Type::strong(8.5);
    let scales = Scales::of(chart);
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
            bottom = bottom.max(scales.paint(p, panel, inner, language));
        }
        y = bottom + 4.0;
    }
    y -= if chart.panels.is_empty() { 0.0 } else { 4.0 };
    paint_notes(
        p,
        (&chart.note, chart.panels.is_empty()),
        frame,
        y,
        language,
    )
}

/// What charts side by side have in common, so that the eye may compare them:
/// the part of the axis they use, both axes of a plane, the colours of a heat
/// map.
struct Scales {
    part: (f64, f64),
    reach: Reach,
    heat: [f64; 3],
}

impl Scales {
    fn of(chart: &PanelsChart) -> Self {
        let charts = || chart.panels.iter().map(|(_, panel)| panel);
        let trends = charts().filter_map(|c| match c {
            Chart::Trend(trend) => Some(trend),
            _ => None,
        });
        let dots = charts().filter_map(|c| match c {
            Chart::Dots(dots) => Some(dots),
            _ => None,
        });
        let gaps = charts().filter_map(|c| match c {
            Chart::Gap(gaps) => Some(gaps),
            _ => None,
        });
        let effects = charts().filter_map(|c| match c {
            Chart::Forest(effects) => Some(effects),
            _ => None,
        });
        let planes = charts().filter_map(|c| match c {
            Chart::Plane(plane) => Some(plane),
            _ => None,
        });
        let heats = charts().filter_map(|c| match c {
            Chart::Heat(heat) => Some(heat.scale),
            _ => None,
        });
        let ends = heats.map(|scale| (scale[0], scale[2]));
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (low, high)| {
            (a.min(low), b.max(high))
        });
        Scales {
            part: match charts().next() {
                Some(Chart::Dots(_)) => index::shared_part(dots),
                Some(Chart::Gap(_)) => gap::shared_part(gaps),
                Some(Chart::Forest(_)) => forest::shared_part(effects),
                _ => trend::shared_part(trends),
            },
            reach: importance::shared_reach(planes),
            heat: [low, f64::midpoint(low, high), high],
        }
    }

    fn paint(&self, p: &mut Painter, chart: &Chart, frame: Frame, language: Language) -> f64 {
        match chart {
            Chart::Trend(trend) => trend::paint_part(p, trend, frame, self.part, language),
            Chart::Dots(dots) => index::paint_dots(p, dots, frame, self.part, language),
            Chart::Gap(gaps) => gap::paint(p, gaps, frame, self.part, language),
            Chart::Forest(effects) => forest::paint(p, effects, frame, self.part, language),
            Chart::Plane(plane) => importance::paint(p, plane, frame, self.reach, language),
            Chart::Heat(heat) => {
                let heat = HeatChart {
                    scale: self.heat,
                    ..heat.clone()
                };
                paint_in(p, &Chart::Heat(heat), frame, language)
            }
            _ => paint_in(p, chart, frame, language),
        }
    }
}

/// With less, a chart of this kind sets its labels above its bars.
fn least_width(chart: &PanelsChart) -> f64 {
    match chart.panels.first() {
        Some((_, Chart::Histogram(_) | Chart::Quantiles(_))) => 52.0,
        Some((_, Chart::Trend(_))) => 72.0,
        _ => 78.0,
    }
}
