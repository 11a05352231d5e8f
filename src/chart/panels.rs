//! Small multiples: charts of one kind side by side under their names.

use super::graded::paint_notes;
use super::importance::{self, Reach};
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, Type};
use super::{Frame, bars, forest, gap, histogram, index, likert, paint_in, quantiles, trend};
use crate::document::{Chart, LikertChart, PanelsChart};
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
    y = paint_names(p, scales.names.iter().copied(), frame, y);
    paint_notes(
        p,
        (&chart.note, chart.panels.is_empty()),
        frame,
        y,
        language,
    )
}

/// What charts side by side have in common, so that the eye may compare them:
/// the part of the axis they use, the end of their scale, both axes of a plane,
/// the colours of a heat map.
struct Scales<'a> {
    part: (f64, f64),
    most: f64,
    reach: Reach,
    heat: [f64; 3],
    likert: Vec<&'a LikertChart>,
    /// Codes and names that every panel has: listed once, below all.
    names: Vec<(&'a str, &'a str)>,
}

/// The charts of one kind among the panels.
macro_rules! all {
    ($chart:expr, $kind:ident) => {
        $chart.panels.iter().filter_map(|(_, panel)| match panel {
            Chart::$kind(found) => Some(found),
            _ => None,
        })
    };
}

impl<'a> Scales<'a> {
    fn of(chart: &'a PanelsChart) -> Self {
        let ends = all!(chart, Heat).map(|heat| (heat.scale[0], heat.scale[2]));
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (low, high)| {
            (a.min(low), b.max(high))
        });
        let kind = chart.panels.first().map(|(_, panel)| panel);
        Scales {
            part: match kind {
                Some(Chart::Dots(_)) => index::shared_part(all!(chart, Dots)),
                Some(Chart::Gap(_)) => gap::shared_part(all!(chart, Gap)),
                Some(Chart::Forest(_)) => forest::shared_part(all!(chart, Forest)),
                _ => trend::shared_part(all!(chart, Trend)),
            },
            most: match kind {
                Some(Chart::Bars(_)) => bars::shared_most(all!(chart, Bars)),
                _ => histogram::shared_most(all!(chart, Histogram)),
            },
            reach: match kind {
                Some(Chart::Quantiles(_)) => quantiles::shared_reach(all!(chart, Quantiles)),
                _ => importance::shared_reach(all!(chart, Plane)),
            },
            heat: [low, f64::midpoint(low, high), high],
            likert: all!(chart, Likert).collect(),
            names: shared_names(chart),
        }
    }

    fn paint(&self, p: &mut Painter, chart: &Chart, frame: Frame, language: Language) -> f64 {
        match chart {
            Chart::Trend(trend) => trend::paint_part(p, trend, frame, self.part, language),
            Chart::Dots(dots) => index::paint_dots(p, dots, frame, self.part, language),
            Chart::Gap(gaps) => gap::paint(p, gaps, frame, self.part, language),
            Chart::Forest(effects) => forest::paint(p, effects, frame, self.part, language),
            Chart::Bars(shares) => bars::paint(p, shares, frame, self.most, language),
            Chart::Histogram(counts) => histogram::paint(p, counts, frame, self.most, language),
            Chart::Quantiles(points) => quantiles::paint(p, points, frame, self.reach, language),
            Chart::Likert(rows) => likert::paint(p, rows, frame, &self.likert, language),
            Chart::Plane(plane) => {
                let mut plane = plane.clone();
                plane
                    .points
                    .iter_mut()
                    .for_each(|q| self.unname(&mut q.label));
                importance::paint(p, &plane, frame, self.reach, language)
            }
            Chart::Radar(radar) => {
                let mut radar = radar.clone();
                radar.spokes.iter_mut().for_each(|s| self.unname(&mut s.1));
                paint_in(p, &Chart::Radar(radar), frame, language)
            }
            Chart::Heat(heat) => {
                let mut heat = heat.clone();
                heat.scale = self.heat;
                heat.columns.iter_mut().for_each(|c| self.unname(&mut c.1));
                paint_in(p, &Chart::Heat(heat), frame, language)
            }
            _ => paint_in(p, chart, frame, language),
        }
    }

    /// Takes a name away that stands below all panels.
    fn unname(&self, name: &mut String) {
        if !self.names.is_empty() {
            name.clear();
        }
    }
}

/// What the codes of all panels stand for; empty where they differ.
fn shared_names(chart: &PanelsChart) -> Vec<(&str, &str)> {
    let mut each = chart.panels.iter().map(|(_, panel)| names(panel));
    let first = each.next().unwrap_or_default();
    let same = each.all(|other| other == first);
    if same { first } else { Vec::new() }
}

fn names(chart: &Chart) -> Vec<(&str, &str)> {
    match chart {
        Chart::Plane(plane) => plane.points.iter().map(|q| (&*q.code, &*q.label)).collect(),
        Chart::Radar(radar) => radar.spokes.iter().map(|s| (&*s.0, &*s.1)).collect(),
        Chart::Heat(heat) => heat.columns.iter().map(|c| (&*c.0, &*c.1)).collect(),
        _ => Vec::new(),
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
