//! Charts of one kind side by side, on one scale that the eye may compare.

use super::painter::Painter;
use super::{
    Frame, bars, boxes, forest, gap, heat, histogram, importance, index, likert, paint_in, panels,
    profile, pyramid, quantiles, radar, scree, trend,
};
use crate::document::Chart;
use crate::language::Language;

/// Paints one of the charts into a frame and answers the y below.
pub type Painting = Box<dyn Fn(&mut Painter, &Chart, Frame) -> f64>;

/// The charts of one kind among others.
macro_rules! alike {
    ($all:expr, $kind:ident) => {
        &$all
            .iter()
            .filter_map(|chart| match chart {
                Chart::$kind(found) => Some(found),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
}

/// How charts of the kind of the first are painted side by side, each `width` mm wide.
/// What they share is computed here, once.
pub fn painting(all: &[&Chart], width: f64, language: Language) -> Painting {
    macro_rules! sharing {
        ($kind:ident, $paint:path, $shared:path $([$($with:expr),*])? $(, $by:tt)?) => {{
            let shared = $shared(alike!(all, $kind) $(, $($with),*)?);
            Box::new(move |p, chart, frame| match chart {
                Chart::$kind(chart) => $paint(p, chart, frame, $($by)? shared, language),
                other => paint_in(p, other, frame, language),
            })
        }};
    }
    match all.first() {
        Some(Chart::Index(_)) => sharing!(Index, index::paint, index::shared[language]),
        Some(Chart::Dots(_)) => sharing!(Dots, index::paint_dots, index::shared[language]),
        Some(Chart::Likert(_)) => sharing!(Likert, likert::paint, likert::shared, &),
        Some(Chart::Trend(_)) => sharing!(Trend, trend::paint, trend::shared[width, language]),
        Some(Chart::Bars(_)) => sharing!(Bars, bars::paint, bars::shared, &),
        Some(Chart::Box(_)) => sharing!(Box, boxes::paint, boxes::shared),
        Some(Chart::Histogram(_)) => {
            sharing!(Histogram, histogram::paint, histogram::shared_most)
        }
        Some(Chart::Quantiles(_)) => {
            sharing!(Quantiles, quantiles::paint, quantiles::shared_reach)
        }
        Some(Chart::Plane(_)) => sharing!(Plane, importance::paint, importance::shared_reach),
        Some(Chart::Gap(_)) => sharing!(Gap, gap::paint, gap::shared_part),
        Some(Chart::Heat(_)) => sharing!(Heat, heat::paint, heat::shared_ends),
        Some(Chart::Scree(_)) => sharing!(Scree, scree::paint, scree::shared_most),
        Some(Chart::Forest(_)) => sharing!(Forest, forest::paint, forest::shared_part),
        Some(Chart::Pyramid(_)) => {
            sharing!(Pyramid, pyramid::paint, pyramid::shared_scale[width, language])
        }
        _ => Box::new(move |p, chart, frame| match chart {
            Chart::Profile(chart) => profile::paint(p, chart, frame, language),
            Chart::Radar(chart) => radar::paint(p, chart, frame, language),
            Chart::Panels(chart) => panels::paint(p, chart, frame, language),
            Chart::Poster(_) => frame.y,
            other => paint_in(p, other, frame, language),
        }),
    }
}

/// What the marks of charts side by side mean, to stand once below them, each
/// `width` mm wide.
pub fn marks(all: &[&Chart], width: f64, language: Language) -> Vec<String> {
    match all.first() {
        Some(Chart::Index(_)) => index::marks(alike!(all, Index), width, language),
        Some(Chart::Dots(_)) => index::dot_marks(alike!(all, Dots), width, language),
        Some(Chart::Trend(_)) => trend::marks(alike!(all, Trend), true, language),
        Some(Chart::Box(_)) => boxes::marks(alike!(all, Box), language),
        _ => Vec::new(),
    }
}
