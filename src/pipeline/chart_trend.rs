use super::chart_groups::Drawing;
use super::period_key;
use super::study::as_earlier;
use crate::analysis::{Earlier, Finding, SatisfactionIndex};
use crate::decimal::Decimal;
use crate::document::{Chart, PanelsChart, TrendChart, TrendPoint};
use crate::error::{Error, ErrorKind, Result};
use crate::report::{chart_index, period_name};
use crate::said;
use crate::stats::Outcome;
use crate::survey::Responses;

/// The index over periods; with a group, a panel for each of its values.
pub fn trend(drawing: &Drawing, part: &Responses) -> Result<Chart> {
    if drawing.wish.by.is_none() {
        // The study has earlier results beside those of the data.
        let whole = std::ptr::eq(part, &drawing.surveyed.responses);
        let entries = drawing.study.entries.iter();
        let earlier = entries.filter_map(|entry| match &entry.outcome {
            Ok(Finding::Earlier(earlier)) if whole => Some(earlier.clone()),
            _ => None,
        });
        let earlier: Vec<Earlier> = earlier.collect();
        return line(drawing, &earlier, &drawing.index(part), &[]).map(Chart::Trend);
    }
    let mut panels = Vec::new();
    let others = &drawing.surveyed.others;
    let mut before: Vec<(&str, Vec<(String, Responses)>)> = Vec::new();
    for (period, responses) in others {
        before.push((period, drawing.groups(responses)?));
    }
    let periods = labels(drawing);
    for (name, now) in drawing.groups(part)? {
        let earlier = before.iter().filter_map(|(period, groups)| {
            let (_, of) = groups.iter().find(|(group, _)| *group == name)?;
            let index = drawing.index(of).ok()?;
            Some(as_earlier(period, &index))
        });
        let mut earlier: Vec<Earlier> = earlier.collect();
        earlier.sort_by_key(|e| period_key(&e.period));
        let chart = line(drawing, &earlier, &drawing.index(&now), &periods)?;
        panels.push((name, Chart::Trend(chart)));
    }
    Ok(Chart::Panels(PanelsChart::of(panels)))
}

/// Every period of the data as it is printed, in time order.
fn labels(drawing: &Drawing) -> Vec<String> {
    let others = drawing.surveyed.others.iter().map(|(period, _)| period);
    let mut periods: Vec<&String> = others.chain(&drawing.surveyed.period).collect();
    periods.sort_by_key(|period| period_key(period));
    let labels = periods.into_iter();
    labels
        .map(|period| period_name(drawing.voice, period))
        .collect()
}

/// Puts a trend over these periods: those it has no value of stay free, so that
/// charts side by side have the same axis and no line joins what lies apart.
fn over(chart: &mut TrendChart, periods: &[String]) {
    if !chart
        .points
        .iter()
        .all(|point| periods.contains(&point.label))
    {
        return;
    }
    let points = periods.iter().map(|label| {
        let own = chart.points.iter().find(|point| point.label == *label);
        own.cloned().unwrap_or_else(|| TrendPoint {
            label: label.clone(),
            value: f64::NAN,
            shown: Decimal::whole(0),
            grade: String::new(),
            interval: None,
            n: None,
        })
    });
    chart.points = points.collect();
}

fn line(
    drawing: &Drawing,
    earlier: &[Earlier],
    now: &Outcome<SatisfactionIndex>,
    periods: &[String],
) -> Result<TrendChart> {
    let voice = drawing.voice;
    let period = drawing.surveyed.period.as_deref();
    let earlier: Vec<&Earlier> = earlier.iter().collect();
    let now = (period, now.as_ref().ok());
    let mut chart = chart_index::trend(drawing.study, voice, &earlier, now);
    if !periods.is_empty() {
        over(&mut chart, periods);
    }
    chart.target = drawing.wish.target.map(|value| {
        let given = [("value", voice.number(value, 2))];
        (voice.say("figure.target", &given), value)
    });
    for (period, name) in &drawing.wish.events {
        let label = period_name(voice, period);
        let at = chart
            .points
            .iter()
            .position(|p| p.label == label || p.label == *period);
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
