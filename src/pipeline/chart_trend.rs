use super::chart_groups::Drawing;
use super::period_key;
use crate::analysis::Finding;
use crate::document::{Chart, PanelsChart, TrendChart, TrendPoint};
use crate::error::{Error, ErrorKind, Result};
use crate::report::chart_index::{self, GroupIndex};
use crate::report::chart_intervals::interval_note;
use crate::report::period_name;
use crate::said;
use crate::stats::Outcome;
use crate::survey::Responses;

/// The index over periods; with a group, a panel for each of its values.
pub fn trend(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    if drawing.wish.by.is_some() {
        return panels(drawing, part);
    }
    let voice = drawing.voice;
    // The study has earlier results beside those of the data.
    let whole = std::ptr::eq(part, &drawing.surveyed.responses);
    let entries = drawing.study.entries.iter();
    let earlier = entries.filter_map(|entry| match &entry.outcome {
        Ok(Finding::Earlier(earlier)) if whole => {
            let point = chart_index::period_point(voice, earlier);
            Some((earlier.period.as_str(), point))
        }
        _ => None,
    });
    let mut points: Vec<(&str, TrendPoint)> = earlier.collect();
    let period = drawing.surveyed.period.as_deref();
    let now = drawing.index(part).ok();
    points.extend(now.as_ref().map(|index| {
        let point = chart_index::index_point(voice, period, index);
        (period.unwrap_or_default(), point)
    }));
    let (periods, points): (Vec<&str>, Vec<TrendPoint>) = points.into_iter().unzip();
    let interval = now.as_ref().map(|index| &index.interval);
    let chart = chart_index::trend(drawing.study, voice, points, interval);
    marked(drawing, &periods, chart).map(Chart::Trend)
}

/// Every value of the group over every period of the data: one it has no value of
/// stays free, so that charts side by side have the same axis and no line joins what
/// lies apart.
fn panels(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    let mut periods: Vec<(&str, Vec<(String, Responses)>)> = Vec::new();
    for (period, responses) in &drawing.surveyed.others {
        periods.push((period, drawing.groups(responses)?));
    }
    let present = drawing.surveyed.period.as_deref().unwrap_or_default();
    periods.insert(0, (present, drawing.groups(part)?));
    let mut names: Vec<String> = Vec::new();
    for (name, _) in periods.iter().flat_map(|(_, groups)| groups) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    periods.sort_by_key(|(period, _)| (period_key(period), *period));
    let times: Vec<&str> = periods.iter().map(|(period, _)| *period).collect();
    let voice = drawing.voice;
    let mut without: Vec<GroupIndex> = Vec::new();
    let mut intervals: Vec<(String, Outcome<(f64, f64)>)> = Vec::new();
    let charts = names.into_iter().map(|name| {
        let named = |period: &str| format!("{name} ({})", period_name(voice, period));
        let points = periods.iter().map(|(period, groups)| {
            let own = groups.iter().find(|(group, _)| *group == name);
            match own.map(|(_, of)| (of.n(), drawing.index(of))) {
                Some((_, Ok(index))) => {
                    intervals.push((named(period), index.interval.clone()));
                    chart_index::index_point(voice, Some(period), &index)
                }
                failed => {
                    let n = failed.as_ref().map(|(n, _)| *n);
                    without.extend(failed.map(|(n, found)| GroupIndex {
                        name: named(period),
                        n,
                        found,
                    }));
                    chart_index::blank_point(voice, Some(period), n)
                }
            }
        });
        let mut chart = chart_index::trend(drawing.study, voice, points.collect(), None);
        chart.note = String::new();
        Ok((name, Chart::Trend(marked(drawing, &times, chart)?)))
    });
    let charts: Result<Vec<(String, Chart)>> = charts.collect();
    let panels = PanelsChart::of(charts?);
    let rows = intervals.iter().map(|(name, found)| (name.as_str(), found));
    let panels = panels.with_note(&interval_note(voice, "chart.trend_note", rows));
    let note = chart_index::without_index(voice, &without).unwrap_or_default();
    Ok(Chart::Panels(panels.with_note(&note)))
}

/// With the value to reach and what happened in which of its periods.
fn marked(drawing: &Drawing, periods: &[&str], mut chart: TrendChart) -> Result<TrendChart> {
    let voice = drawing.voice;
    chart.target = drawing.wish.target.map(|value| {
        let given = [("value", voice.number(value, 2))];
        (voice.say("figure.target", &given), value)
    });
    for (period, name) in &drawing.wish.events {
        let label = period_name(voice, period);
        let same = |own: &&str| *own == period || period_name(voice, own) == label;
        let at = periods.iter().position(same);
        let at = at.ok_or_else(|| no_period(period))?;
        chart.events.push((at, name.clone()));
    }
    Ok(chart)
}

fn no_period(period: &str) -> Error {
    Error::new(
        ErrorKind::Usage,
        said!(
            "tidak ada periode «{period}» pada tren ini",
            "there is no period \"{period}\" on this trend"
        ),
    )
    .hint(said!(
        "tulis peristiwa sebagai PERIODE=nama, misalnya 2026-S1=Loket baru",
        "write an event as PERIOD=name, for instance 2026-S1=New counter"
    ))
}
