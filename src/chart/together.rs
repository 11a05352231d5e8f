//! Charts of one kind side by side, on one scale that the eye may compare.

use super::painter::Painter;
use super::{
    Frame, bars, boxes, forest, gap, heat, histogram, importance, index, likert, paint_in, panels,
    profile, pyramid, quantiles, radar, scree, trend,
};
use crate::document::Chart;
use crate::language::Language;

/// How charts stand beside each other.
pub struct Together {
    /// Paints one of them into a frame and answers the y below.
    pub paint: Painting,
    /// What their marks mean, to stand once below them.
    pub marks: Vec<String>,
}

type Painting = Box<dyn Fn(&mut Painter, &Chart, Frame) -> f64>;

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
pub fn together(all: &[&Chart], width: f64, language: Language) -> Together {
    macro_rules! sharing {
        ($kind:ident, $paint:path, $shared:path $([$($with:expr),*])? $(, $by:tt)?) => {
            sharing!($kind, $paint, $shared $([$($with),*])? $(, $by)?; |_, _| Vec::new())
        };
        ($kind:ident, $paint:path, $shared:path $([$($with:expr),*])? $(, $by:tt)?; $marks:expr) => {{
            let charts = alike!(all, $kind);
            let shared = $shared(charts $(, $($with),*)?);
            // A chart that stands alone says them itself.
            let marks = match charts.len() {
                0 | 1 => Vec::new(),
                _ => $marks(charts, &shared),
            };
            let paint: Painting = Box::new(move |p, chart, frame| match chart {
                Chart::$kind(chart) => $paint(p, chart, frame, $($by)? shared, language),
                other => paint_in(p, other, frame, language),
            });
            Together { paint, marks }
        }};
    }
    match all.first() {
        Some(Chart::Index(_)) => {
            sharing!(Index, index::paint, index::shared[language]; |charts: &[&_], shared: &_| {
                index::marks(charts, *shared, width, language)
            })
        }
        Some(Chart::Dots(_)) => {
            sharing!(Dots, index::paint_dots, index::shared[language]; |charts: &[&_], shared: &_| {
                index::dot_marks(charts, *shared, width, language)
            })
        }
        Some(Chart::Likert(_)) => sharing!(Likert, likert::paint, likert::shared, &),
        Some(Chart::Trend(_)) => {
            sharing!(Trend, trend::paint, trend::shared[width, language]; |charts: &[&_], _| {
                trend::marks(charts, true, language)
            })
        }
        Some(Chart::Bars(_)) => sharing!(Bars, bars::paint, bars::shared, &),
        Some(Chart::Box(_)) => {
            sharing!(Box, boxes::paint, boxes::shared; |charts: &[&_], _| {
                boxes::marks(charts, language)
            })
        }
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
        _ => without_scale(language),
    }
}

/// Kinds that share no scale with those beside them.
fn without_scale(language: Language) -> Together {
    Together {
        paint: Box::new(move |p, chart, frame| match chart {
            Chart::Profile(chart) => profile::paint(p, chart, frame, language),
            Chart::Radar(chart) => radar::paint(p, chart, frame, language),
            Chart::Panels(chart) => panels::paint(p, chart, frame, language),
            Chart::Poster(_) => frame.y,
            other => paint_in(p, other, frame, language),
        }),
        marks: Vec::new(),
    }
}
