//! Trends in one row: the same periods of several units over one axis, so that the
//! eye compares their heights.

use super::axis::Axis;
use super::graded::paint_note;
use super::painter::{Anchor, Painter};
use super::period_texts::Place;
use super::periods::Periods;
use super::theme::{FINE, HAIRLINE, SMALL, Type};
use super::{Frame, trend, words};
use crate::document::TrendChart;
use crate::language::Language;

const GUTTER: f64 = 3.0;
const HEAD: Type = Type::strong(8.5);

/// Paints the charts side by side and answers the y below; none, with nothing
/// painted, where they do not fit or differ in what is marked.
pub fn paint(
    p: &mut Painter,
    charts: &[(&str, &TrendChart)],
    frame: Frame,
    language: Language,
) -> Option<f64> {
    let (_, model) = charts.first()?;
    let alike = |chart: &TrendChart| {
        let unmarked = chart.target.is_none() && chart.events.is_empty();
        unmarked && chart.bands == model.bands && chart.axis == model.axis
    };
    if !charts.iter().all(|(_, chart)| alike(chart)) {
        return None;
    }
    let all: Vec<&TrendChart> = charts.iter().map(|(_, chart)| *chart).collect();
    let part = trend::shared_part(&all);
    let title = SMALL.wrap(&trend::axis_title(model, part, language), frame.width);
    let places = places(charts.len(), model, part, frame, language);
    let width = places.first().map_or(0.0, |(left, right)| right - left);
    let heads: Vec<Vec<String>> = charts
        .iter()
        .map(|(name, _)| HEAD.wrap(name, width))
        .collect();
    let most = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let rule = frame.y + SMALL.line() * title.len() as f64 + 0.8 + HEAD.line() * most + 0.3;
    // Room for a value over the highest interval.
    let top = rule + 3.4;
    let height = (frame.width * 0.3).clamp(36.0, 55.0);
    let last = charts.len() - 1;
    let parts: Option<Vec<Periods>> = charts
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(at, ((_, chart), across))| {
            let place = Place {
                first: at == 0,
                last: at == last,
            };
            Periods::in_row(chart, place, *across, (top, top + height), part, language)
        })
        .collect();
    let parts = parts?;
    p.lines(frame.x, frame.y, Anchor::Start, &title, SMALL);
    let below = parts.iter().any(Periods::values_are_far);
    let mut bottom = top;
    for ((part, lines), (left, right)) in parts.iter().zip(&heads).zip(&places) {
        let y = rule - 0.3 - HEAD.line() * most;
        p.lines(*left, y, Anchor::Start, lines, HEAD);
        p.line((*left, rule), (*right, rule), FINE, HAIRLINE);
        bottom = bottom.max(part.paint(p, below));
    }
    let notes = trend::marks(&all, true, language);
    let notes = notes.iter();
    Some(notes.fold(bottom, |y, note| paint_note(p, note, frame, y + 0.8, 6.5)))
}

/// From and to of each plot, all of one width.
fn places(
    many: usize,
    chart: &TrendChart,
    part: (f64, f64),
    frame: Frame,
    language: Language,
) -> Vec<(f64, f64)> {
    let steps = Axis::new(part, 0.0, 40.0).steps(5.0);
    let steps = steps
        .into_iter()
        .map(|v| SMALL.width(&words::number(v, language)));
    let left = frame.x + steps.fold(0.0, f64::max) + 1.6;
    let letters = chart.bands.iter().map(|band| HEAD.width(&band.grade));
    let right = frame.x + frame.width - letters.fold(0.0, f64::max) - 1.4;
    let width = (right - left + GUTTER) / many.max(1) as f64;
    (0..many)
        .map(|at| left + width * at as f64)
        .map(|left| (left, left + width - GUTTER))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::kinds_tests::trends;
    use super::super::{Canvas, draw};
    use crate::document::{Chart, PanelsChart};
    use crate::language::Language;

    /// The tops of the names of the panels, and how often the axis is titled.
    fn heads(chart: PanelsChart, width: f64) -> (Vec<f64>, usize) {
        let names: Vec<String> = chart.panels.iter().map(|(name, _)| name.clone()).collect();
        let drawing = draw(&Chart::Panels(chart), &Canvas::new(width, Language::Id));
        let of = |name: &String| drawing.texts.iter().find(|text| text.text == *name);
        let tops = names.iter().filter_map(|name| Some(of(name)?.edges_mm[1]));
        let titles = drawing.texts.iter().filter(|t| t.text.starts_with("IKM"));
        (tops.collect(), titles.count())
    }

    #[test]
    fn four_trends_stand_in_one_row_over_one_axis() {
        let named = || {
            let mut chart = trends(4, 4, false);
            for ((name, _), own) in chart.panels.iter_mut().zip(["A", "B", "C", "D"]) {
                *name = own.to_owned();
            }
            chart
        };
        let (tops, titles) = heads(named(), 160.0);
        assert_eq!((tops.len(), titles), (4, 1), "{tops:?}");
        assert!(tops.iter().all(|top| *top == tops[0]), "{tops:?}");
        // Too narrow for values of four periods side by side four times.
        let (tops, titles) = heads(named(), 80.0);
        assert_eq!(titles, 4);
        assert!(tops[3] > tops[0], "{tops:?}");
        // A target of one unit is no common ground.
        let mut chart = named();
        if let Chart::Trend(first) = &mut chart.panels[0].1 {
            first.target = Some(("Target".into(), 85.0));
        }
        let (tops, _) = heads(chart, 160.0);
        assert!(tops[3] > tops[0], "{tops:?}");
    }
}
