use super::chart_intervals::{few_or_many, whole_note, without_intervals};
use super::chart_spread::{sentences, shown_if};
use super::composer::because;
use super::figures::{bands, index_chart, least_index};
use super::period::{period_name, this_period};
use super::voice::Voice;
use crate::analysis::{Earlier, ItemIndex, SatisfactionIndex, Study};
use crate::decimal::Decimal;
use crate::document::{
    HeatChart, HeatScale, IndexBar, IndexChart, PyramidChart, RadarChart, RadarLine, Shown,
    TrendChart, TrendPoint,
};
use crate::stats::Outcome;
use crate::survey::{Item, Words};

/// A group with its respondents and its index.
pub struct GroupIndex {
    pub name: String,
    pub n: u64,
    pub found: Outcome<SatisfactionIndex>,
}

/// The index of groups as rows, over the unit's own.
pub fn group_chart(
    study: &Study,
    voice: &Voice,
    total: &SatisfactionIndex,
    groups: &[GroupIndex],
) -> IndexChart {
    let bar = |group: &GroupIndex| match &group.found {
        Ok(index) => IndexBar {
            code: String::new(),
            label: group.name.clone(),
            value: Some(Shown {
                value: index.exact,
                shown: index.printed,
            }),
            interval: index.interval.as_ref().ok().copied(),
            grade: index.grade.clone().unwrap_or_default(),
            n: index.n,
        },
        Err(_) => IndexBar {
            code: String::new(),
            label: group.name.clone(),
            value: None,
            interval: None,
            grade: String::new(),
            n: group.n,
        },
    };
    let rows = groups.iter().filter_map(|group| {
        let index = group.found.as_ref().ok()?;
        Some((group.name.as_str(), &index.interval))
    });
    IndexChart {
        bars: groups.iter().map(bar).collect(),
        note: whole_note((study, voice), total, rows),
        ..index_chart(study, voice, total)
    }
}

/// Which groups have no index, and why; of many only how many.
pub fn without_index(voice: &Voice, groups: &[GroupIndex]) -> Option<String> {
    let without = groups.iter().filter_map(|group| {
        let why = group.found.as_ref().err()?;
        Some(format!("{} ({})", group.name, because(voice, why)))
    });
    let without: Vec<String> = without.collect();
    if without.is_empty() {
        return None;
    }
    let list = few_or_many(voice, without, "figure.groups");
    Some(voice.say("figure.no_index", &[("list", list)]))
}

/// Highest first, what has no value last; equal values keep their order.
pub fn sorted(mut chart: IndexChart) -> IndexChart {
    chart.bars.sort_by(highest_first);
    chart
}

/// The order of bars from the highest value; what has none comes last.
pub fn highest_first(a: &IndexBar, b: &IndexBar) -> std::cmp::Ordering {
    let value = |bar: &IndexBar| Shown::place(bar.value).unwrap_or(f64::NEG_INFINITY);
    value(b).total_cmp(&value(a))
}

/// Items around a circle, a line a group.
pub fn radar(
    study: &Study,
    voice: &Voice,
    items: &[(&Item, &ItemIndex)],
    lines: &[(String, &SatisfactionIndex)],
) -> RadarChart {
    let value = |index: &SatisfactionIndex, item: &Item| {
        let found = index.items.iter().find(|i| i.id == item.id)?;
        (found.n > 0).then_some(Shown {
            value: found.index,
            shown: found.index_printed,
        })
    };
    let least = least_index(&study.survey.items);
    RadarChart {
        spokes: items
            .iter()
            .map(|(item, _)| (item.code.clone(), name(voice, &item.name)))
            .collect(),
        lines: lines
            .iter()
            .map(|(name, index)| RadarLine {
                name: name.clone(),
                n: index.n,
                values: items.iter().map(|(item, _)| value(index, item)).collect(),
            })
            .collect(),
        axis: (least, 100.0),
        note: voice.say("figure.radar_note", &[("least", voice.number(least, 0))]),
    }
}

/// The index of every group and item.
pub fn group_heat(
    voice: &Voice,
    items: &[(&Item, &ItemIndex)],
    groups: &[GroupIndex],
) -> HeatChart {
    let cell = |found: &Outcome<SatisfactionIndex>, item: &Item| {
        let index = found.as_ref().ok()?;
        let own = index.items.iter().find(|i| i.id == item.id)?;
        (own.n > 0).then_some(Shown {
            value: own.index,
            shown: Decimal::round(own.index, 1)?,
        })
    };
    let cells: Vec<Vec<Option<Shown>>> = groups
        .iter()
        .map(|group| {
            let cells = items.iter().map(|(item, _)| cell(&group.found, item));
            cells.collect()
        })
        .collect();
    let blank = cells.iter().flatten().any(Option::is_none);
    let values = cells.iter().flatten().flatten().map(|s| s.value);
    let (low, high) = values.fold((100.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
    let (low, high) = if low < high {
        (low.floor(), high.ceil())
    } else {
        (least_index(items.iter().map(|(item, _)| *item)), 100.0)
    };
    HeatChart {
        rows: groups
            .iter()
            .map(|group| (String::new(), group.name.clone()))
            .collect(),
        columns: items
            .iter()
            .map(|(item, _)| (item.code.clone(), name(voice, &item.name)))
            .collect(),
        cells,
        n: groups.iter().map(|group| group.n).collect(),
        // From pale to dark, which print in grey keeps apart.
        scale: HeatScale::Deepening(low, high),
        half: false,
        note: sentences([
            voice.word("figure.group_heat_note"),
            shown_if(blank, || voice.word("figure.group_heat_blank")),
            shown_if(groups.len() > 1, || voice.word("figure.group_heat_chance")),
        ]),
    }
}

/// A point of an earlier result.
pub fn period_point(voice: &Voice, earlier: &Earlier) -> TrendPoint {
    TrendPoint {
        label: period_name(voice, &earlier.period),
        value: Some(Shown {
            value: earlier.index,
            shown: earlier.printed,
        }),
        grade: earlier.grade.clone().unwrap_or_default(),
        interval: earlier.interval,
        n: earlier.n,
    }
}

/// A point of an index of this survey.
pub fn index_point(voice: &Voice, period: Option<&str>, index: &SatisfactionIndex) -> TrendPoint {
    TrendPoint {
        label: this_period(voice, period),
        value: Some(Shown {
            value: index.exact,
            shown: index.printed,
        }),
        grade: index.grade.clone().unwrap_or_default(),
        interval: index.interval.as_ref().ok().copied(),
        n: Some(index.n),
    }
}

/// A period without an index, and how many respondents it has, if any.
pub fn blank_point(voice: &Voice, period: Option<&str>, n: Option<u64>) -> TrendPoint {
    TrendPoint {
        label: this_period(voice, period),
        value: None,
        grade: String::new(),
        interval: None,
        n,
    }
}

/// An index over periods, in the order of time; of the last, where the data hold it, the
/// interval or why there is none.
pub fn trend(
    study: &Study,
    voice: &Voice,
    points: Vec<TrendPoint>,
    last: Option<&Outcome<(f64, f64)>>,
) -> TrendChart {
    let short = study.survey.index_short.text(voice.language).to_owned();
    let bands = bands(study, voice);
    let axis = least_index(&study.survey.items);
    // Why an earlier result has no interval is not known.
    let known = points.iter().map(|point| point.interval.map(Ok));
    let mut known: Vec<Option<Outcome<(f64, f64)>>> = known.collect();
    if let (Some(of_last), Some(last)) = (known.last_mut(), last) {
        *of_last = Some(last.clone());
    }
    let rows = points.iter().zip(&known);
    let rows = rows.filter_map(|(point, known)| Some((point.label.as_str(), known.as_ref()?)));
    let has = known.iter().flatten().any(Result::is_ok);
    let note = sentences([
        shown_if(has, || voice.word("chart.trend_note")),
        without_intervals(voice, rows, points.len()),
    ]);
    TrendChart {
        points,
        bands,
        axis: (axis, 100.0),
        axis_title: voice.say("chart.trend_axis", &[("short", short)]),
        note,
        target: None,
        events: Vec::new(),
    }
}

/// A text of the study.
pub fn name(voice: &Voice, words: &Words) -> String {
    words.text(voice.language).to_owned()
}

/// Two halves of the respondents by a characteristic.
pub fn pyramid(
    voice: &Voice,
    rows: Vec<(String, u64, u64)>,
    sides: [String; 2],
    blank: u64,
) -> PyramidChart {
    let n = rows
        .iter()
        .map(|r| r.1.saturating_add(r.2))
        .fold(0, u64::saturating_add);
    let given = [("n", voice.count(n))];
    PyramidChart {
        rows,
        sides,
        note: sentences([
            voice.say("figure.pyramid_note", &given),
            shown_if(blank > 0, || {
                voice.say("figure.pyramid_blank", &[("blank", voice.count(blank))])
            }),
        ]),
    }
}
