//! Small multiples: charts of one kind side by side under their names.

use super::graded::paint_notes;
use super::importance::{self, Reach};
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, Type};
use super::{
    Frame, bars, forest, gap, histogram, index, likert, paint_in, pyramid, quantiles, scree, trend,
    trend_row,
};
use crate::document::{BarsChart, Chart, HeatChart, LikertChart, PanelsChart, PyramidChart};
use crate::language::Language;

const GUTTER: f64 = 6.0;

/// Paints the chart into the frame and answers the y below.
pub fn paint(p: &mut Painter, chart: &PanelsChart, frame: Frame, language: Language) -> f64 {
    let across = (frame.width / least_width(chart)).floor().max(1.0) as usize;
    if chart.panels.len() > across
        && let Some(y) = in_one_row(p, chart, frame, language)
    {
        let notes = (&*chart.note, false);
        return paint_notes(p, notes, frame, y, language);
    }
    let across = across.min(chart.panels.len().max(1));
    let width = (frame.width - GUTTER * (across as f64 - 1.0)) / across as f64;
    let title = Type::strong(8.5);
    let scales = Scales::of(chart, language);
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

/// Trends that would stand over each other, in one row where they fit.
fn in_one_row(
    p: &mut Painter,
    chart: &PanelsChart,
    frame: Frame,
    language: Language,
) -> Option<f64> {
    const MOST: usize = 8;
    let trends = chart.panels.iter().map(|(name, panel)| match panel {
        Chart::Trend(trend) => Some((name.as_str(), trend)),
        _ => None,
    });
    let trends: Option<Vec<_>> = trends.collect();
    let trends = trends.filter(|trends| trends.len() <= MOST)?;
    trend_row::paint(p, &trends, frame, language)
}

/// What charts side by side have in common, so that the eye may compare them.
struct Scales<'a> {
    shared: Shared<'a>,
    /// Codes and names that every panel has: listed once, below all.
    names: Vec<(&'a str, &'a str)>,
}

enum Shared<'a> {
    /// The part of the axis that is used.
    Part((f64, f64)),
    /// Room for the numbers beside the rows.
    Tail(f64),
    /// Both.
    Dots((f64, f64), f64),
    /// The end of the scale.
    Most(f64),
    /// Both axes of a plane.
    Reach(Reach),
    /// Least, middle and greatest value of the colours.
    Colours([f64; 3]),
    /// The rows of all panels.
    Rows(Vec<&'a LikertChart>),
    Bars(Vec<&'a BarsChart>),
    Pyramids(Vec<&'a PyramidChart>),
    Nothing,
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
    fn of(chart: &'a PanelsChart, language: Language) -> Self {
        let shared = match chart.panels.first().map(|(_, panel)| panel) {
            Some(Chart::Index(_)) => Shared::Tail(index::shared_tail(all!(chart, Index), language)),
            Some(Chart::Dots(_)) => Shared::Dots(
                index::shared_part(all!(chart, Dots)),
                index::shared_tail(all!(chart, Dots), language),
            ),
            Some(Chart::Gap(_)) => Shared::Part(gap::shared_part(all!(chart, Gap))),
            Some(Chart::Forest(_)) => Shared::Part(forest::shared_part(all!(chart, Forest))),
            Some(Chart::Trend(_)) => Shared::Part(trend::shared_part(all!(chart, Trend))),
            Some(Chart::Bars(_)) => Shared::Bars(all!(chart, Bars).collect()),
            Some(Chart::Pyramid(_)) => Shared::Pyramids(all!(chart, Pyramid).collect()),
            Some(Chart::Histogram(_)) => {
                Shared::Most(histogram::shared_most(all!(chart, Histogram)))
            }
            Some(Chart::Scree(_)) => Shared::Most(scree::shared_most(all!(chart, Scree))),
            Some(Chart::Quantiles(_)) => {
                Shared::Reach(quantiles::shared_reach(all!(chart, Quantiles)))
            }
            Some(Chart::Plane(_)) => Shared::Reach(importance::shared_reach(all!(chart, Plane))),
            Some(Chart::Heat(_)) => {
                let ends = all!(chart, Heat).map(|heat| (heat.scale[0], heat.scale[2]));
                let none = (f64::INFINITY, f64::NEG_INFINITY);
                let (low, high) = ends.fold(none, |a, b| (a.0.min(b.0), a.1.max(b.1)));
                let one_way = all!(chart, Heat).all(HeatChart::is_one_way);
                let middle = if one_way {
                    low
                } else {
                    f64::midpoint(low, high)
                };
                Shared::Colours([low, middle, high])
            }
            Some(Chart::Likert(_)) => Shared::Rows(all!(chart, Likert).collect()),
            _ => Shared::Nothing,
        };
        Scales {
            shared,
            names: shared_names(chart),
        }
    }

    /// A panel of another kind than the first is painted by itself.
    fn paint(&self, p: &mut Painter, chart: &Chart, frame: Frame, language: Language) -> f64 {
        match (chart, &self.shared) {
            (Chart::Trend(c), Shared::Part(part)) => {
                trend::paint_part(p, c, frame, *part, language)
            }
            (Chart::Index(c), Shared::Tail(tail)) => index::paint(p, c, frame, *tail, language),
            (Chart::Dots(c), Shared::Dots(part, tail)) => {
                index::paint_dots(p, c, frame, (*part, *tail), language)
            }
            (Chart::Gap(c), Shared::Part(part)) => gap::paint(p, c, frame, *part, language),
            (Chart::Forest(c), Shared::Part(part)) => forest::paint(p, c, frame, *part, language),
            (Chart::Bars(c), Shared::Bars(all)) => bars::paint(p, c, frame, all, language),
            (Chart::Pyramid(c), Shared::Pyramids(all)) => {
                pyramid::paint(p, c, frame, all, language)
            }
            (Chart::Histogram(c), Shared::Most(most)) => {
                histogram::paint(p, c, frame, *most, language)
            }
            (Chart::Scree(c), Shared::Most(most)) => scree::paint(p, c, frame, *most, language),
            (Chart::Quantiles(c), Shared::Reach(reach)) => {
                quantiles::paint(p, c, frame, *reach, language)
            }
            (Chart::Likert(c), Shared::Rows(rows)) => likert::paint(p, c, frame, rows, language),
            (Chart::Plane(plane), Shared::Reach(reach)) => {
                let mut plane = plane.clone();
                plane
                    .points
                    .iter_mut()
                    .for_each(|q| self.unname(&mut q.label));
                importance::paint(p, &plane, frame, *reach, language)
            }
            (Chart::Heat(heat), Shared::Colours(scale)) => {
                let mut heat = heat.clone();
                heat.scale = *scale;
                heat.columns.iter_mut().for_each(|c| self.unname(&mut c.1));
                paint_in(p, &Chart::Heat(heat), frame, language)
            }
            (Chart::Radar(radar), _) => {
                let mut radar = radar.clone();
                radar.spokes.iter_mut().for_each(|s| self.unname(&mut s.1));
                paint_in(p, &Chart::Radar(radar), frame, language)
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
