//! Small multiples: charts of one kind side by side under their names.

use super::graded::{MANY, paint_note, paint_notes, paint_remarks};
use super::names::paint_names;
use super::painter::{Anchor, Painter};
use super::theme::{FINE, HAIRLINE, Type};
use super::together::{Together, together};
use super::{Frame, trend_row};
use crate::document::{Chart, PanelsChart};
use crate::language::Language;
use std::borrow::Cow;

const GUTTER: f64 = 7.0;

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
    let names = shared_names(chart);
    let panels = chart.panels.iter().map(|(_, panel)| panel);
    let panels: Vec<Cow<Chart>> = match names.is_empty() {
        true => panels.map(Cow::Borrowed).collect(),
        false => panels.map(|panel| Cow::Owned(unnamed(panel))).collect(),
    };
    let all: Vec<&Chart> = panels.iter().map(|panel| &**panel).collect();
    let Together { paint, marks } = together(&all, width, language);
    let mut y = frame.y;
    for (row, drawn) in chart.panels.chunks(across).zip(all.chunks(across)) {
        let heads: Vec<Vec<String>> = row
            .iter()
            .map(|(name, _)| title.wrap(name, width))
            .collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let top = y + title.line() * most + 0.8;
        let mut bottom = top;
        for (i, (panel, lines)) in drawn.iter().zip(&heads).enumerate() {
            let x = frame.x + (width + GUTTER) * i as f64;
            p.lines(x, y, Anchor::Start, lines, title);
            p.line((x, top - 0.5), (x + width, top - 0.5), FINE, HAIRLINE);
            let inner = Frame {
                x,
                y: top + 0.6,
                width,
            };
            bottom = bottom.max(paint(p, panel, inner));
        }
        y = bottom + 4.0;
    }
    y -= if chart.panels.is_empty() { 0.0 } else { 4.0 };
    y = paint_names(p, names.iter().copied(), frame, y);
    let marks = marks.iter();
    y = marks.fold(y, |y, note| paint_note(p, note, frame, y + 0.8, 6.5));
    y = paint_remarks(p, frame, y);
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

/// What the codes of all panels stand for; empty where they differ.
fn shared_names(chart: &PanelsChart) -> Vec<(&str, &str)> {
    let mut each = chart.panels.iter().map(|(_, panel)| names(panel));
    let first = each.next().unwrap_or_default();
    let same = each.all(|other| other == first);
    if same { first } else { Vec::new() }
}

/// A panel whose names stand below all panels.
fn unnamed(chart: &Chart) -> Chart {
    let mut chart = chart.clone();
    match &mut chart {
        Chart::Plane(plane) => plane.points.iter_mut().for_each(|q| q.label.clear()),
        Chart::Radar(radar) => radar.spokes.iter_mut().for_each(|s| s.1.clear()),
        Chart::Heat(heat) => heat.columns.iter_mut().for_each(|c| c.1.clear()),
        _ => {}
    }
    chart
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
        // Labels of many points need a plane as wide as a page.
        Some((_, Chart::Plane(plane))) if plane.points.len() > MANY => 120.0,
        _ => 78.0,
    }
}
