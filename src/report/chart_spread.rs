use super::chart_index::name;
use super::chart_intervals::{interval_note, without_intervals};
use super::composer::because;
use super::rules::{FigureRule, RouteRule};
use super::voice::Voice;
use crate::analysis::{AskedTwice, Distribution};
use crate::decimal::Decimal;
use crate::document::{
    BoxChart, BoxRow, GapChart, GapRow, HistogramChart, PlaneChart, PlanePoint, QuantileChart,
    Shown,
};
use crate::stats::{ImportancePerformance, Outcome, Quadrant, Sample};
use crate::survey::Item;

/// A number rounded for print.
pub fn shown(value: f64, places: u8) -> Shown {
    Shown {
        value,
        shown: Decimal::round(value, places).unwrap_or(Decimal { units: 0, places }),
    }
}

/// A group of respondents with the values they have.
pub type Valued<'a> = (String, &'a Sample, &'a Outcome<Distribution>);

/// A row of a box chart.
fn box_row(rule: &FigureRule, (label, sample, found): &Valued) -> BoxRow {
    let of = found.as_ref().ok();
    let n = sample.n();
    let [low, .., high] = of.map_or([0.0; 5], |d| d.five);
    let every = n <= rule.points;
    let values = sample.values();
    BoxRow {
        label: label.clone(),
        n,
        missing: sample.missing,
        points: values
            .filter(|(v, _)| every || *v < low || *v > high)
            .collect(),
        five: of.filter(|_| n >= rule.boxes).map(|d| d.five),
        median: of.map(|d| shown(d.descriptives.median, 2)),
        mean: of.map(|d| shown(d.descriptives.mean, 2)),
        interval: of.and_then(|d| d.descriptives.drawn_interval().ok()),
        density: of
            .filter(|_| n >= rule.curve)
            .map(|d| outline(&d.density, (d.descriptives.min, d.descriptives.max)))
            .unwrap_or_default(),
    }
}

/// The density over the values there are, its greatest as 1.
fn outline(density: &[(f64, f64)], (least, greatest): (f64, f64)) -> Vec<(f64, f64)> {
    let most = density.iter().map(|d| d.1).fold(0.0, f64::max);
    let inside = density
        .iter()
        .filter(|(v, _)| *v >= least && *v <= greatest);
    inside.map(|(v, d)| (*v, d / most)).collect()
}

/// Boxes of groups on the scale of what they show.
pub fn boxes(
    voice: &Voice,
    rule: &FigureRule,
    groups: &[Valued],
    axis: (f64, f64),
    title: String,
) -> BoxChart {
    let rows: Vec<BoxRow> = groups.iter().map(|group| box_row(rule, group)).collect();
    let intervals = groups.iter().filter_map(|(label, _, found)| {
        let of = found.as_ref().ok()?;
        Some((label.as_str(), of.descriptives.drawn_interval()))
    });
    let intervals: Vec<(&str, Outcome<(f64, f64)>)> = intervals.collect();
    let intervals = intervals.iter().map(|(label, interval)| (*label, interval));
    let has = |drawn: &dyn Fn(&BoxRow) -> bool| rows.iter().any(drawn);
    let wide = has(&|row| row.five.is_some_and(|five| five[0] < five[4]));
    let note = sentences([
        shown_if(has(&|row| row.five.is_some()), || {
            voice.word(match wide {
                true => "figure.box_note",
                false => "figure.box_line_note",
            })
        }),
        shown_if(has(&|row| row.five.is_none() && row.n > 0), || {
            voice.say("figure.box_few_note", &[("n", voice.count(rule.boxes))])
        }),
        shown_if(has(&|row| !row.density.is_empty()), || {
            voice.word("figure.density_note")
        }),
        shown_if(has(&|row| row.mean.is_some()), || {
            voice.word("figure.box_mean_note")
        }),
        interval_note(voice, "figure.box_interval_note", intervals),
        points_note(voice, &rows),
    ]);
    BoxChart {
        axis,
        axis_title: title,
        n_title: voice.word("column.n"),
        missing_title: voice.word("column.missing"),
        note,
        rows,
    }
}

/// Which respondents are points.
fn points_note(voice: &Voice, rows: &[BoxRow]) -> String {
    let drawn = |row: &BoxRow| row.points.iter().map(|point| point.1).sum::<u64>();
    let rows = || rows.iter().filter(|row| row.n > 0);
    let most = rows().filter(|row| drawn(row) == row.n).map(|row| row.n);
    let far = rows().any(|row| drawn(row) < row.n);
    match most.max() {
        // The rows differ, which would read as if some had no values.
        Some(n) if far => voice.say("figure.box_some_note", &[("n", voice.count(n))]),
        Some(_) => voice.word("figure.box_points_note"),
        None if rows().any(|row| drawn(row) > 0) => voice.word("figure.box_far_note"),
        None => String::new(),
    }
}

/// The histogram of a distribution.
pub fn histogram(
    voice: &Voice,
    rule: &FigureRule,
    found: &Distribution,
    title: String,
) -> HistogramChart {
    let of = &found.descriptives;
    let mean = voice.number(of.mean, 2);
    let sd = match &of.sd {
        Ok(sd) => voice.say("figure.sd", &[("sd", voice.number(*sd, 2))]),
        Err(why) => voice.say("figure.no_sd", &[("why", because(voice, why))]),
    };
    let given = [
        ("n", voice.count(of.n)),
        ("missing", voice.count(of.missing)),
        ("mean", mean.clone()),
        ("sd", sd),
    ];
    // A normal curve over a handful of answers would show what is not there.
    let curve = match of.n >= rule.curve {
        true => found.curve.clone(),
        false => Vec::new(),
    };
    let drawn = !curve.is_empty();
    let mut chart = HistogramChart {
        bins: found.bins.clone(),
        curve,
        line: Some((voice.say("figure.mean_line", &[("mean", mean)]), of.mean)),
        axis_title: title,
        count_title: voice.word("figure.respondents"),
        note: String::new(),
    };
    chart.note = sentences([
        voice.say("figure.histogram_note", &given),
        shown_if(drawn, || voice.word("figure.histogram_curve")),
        bins_note(voice, &chart),
    ]);
    chart
}

/// How wide the bars are, where they hold more than one whole number, and that their
/// bounds lie between possible values, where those are no round numbers.
fn bins_note(voice: &Voice, chart: &HistogramChart) -> String {
    let width = chart.width();
    let given = [("width", voice.number(width, 2))];
    match chart.has_round_bounds() {
        _ if (width - 1.0).abs() < 1e-9 => String::new(),
        // One value has no neighbours.
        _ if chart.bins.len() < 2 => voice.say("figure.bins", &given),
        true => voice.say("figure.bins", &given),
        false => voice.say("figure.bins_between", &given),
    }
}

pub(super) fn shown_if(is: bool, text: impl Fn() -> String) -> String {
    if is { text() } else { String::new() }
}

/// What a figure says of itself, in one paragraph.
pub(super) fn sentences<const N: usize>(parts: [String; N]) -> String {
    let filled: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    filled.join(" ")
}

/// The normal quantiles of a distribution; of fewer values than the rule of the route
/// asks for they tell nothing about normality.
pub fn quantiles(
    voice: &Voice,
    rule: &RouteRule,
    found: &Distribution,
    title: String,
) -> QuantileChart {
    let of = &found.descriptives;
    let sd = of.sd.as_ref().ok().copied().filter(|s| *s > 0.0);
    let given = [
        ("n", voice.count(of.n)),
        ("missing", voice.count(of.missing)),
    ];
    // A line fits any two points, and its band any three.
    let few = of.n < rule.small;
    let band = if few { Vec::new() } else { found.band.clone() };
    QuantileChart {
        points: found.quantiles.clone(),
        line: sd.filter(|_| !few).map(|s| (of.mean, s)),
        outside: found.outside.filter(|_| !few),
        x_title: voice.word("figure.expected"),
        y_title: title,
        note: sentences([
            voice.say("figure.qq_note", &given),
            shown_if(sd.is_some() && !few, || voice.word("figure.qq_line")),
            shown_if(!band.is_empty(), || voice.word("figure.qq_band")),
            shown_if(of.n > 1 && sd.is_none(), || voice.word("figure.qq_alike")),
            shown_if(few, || {
                voice.say("figure.qq_few", &[("n", voice.count(rule.small))])
            }),
        ]),
        band,
    }
}

/// Importance and performance of items under the names of the second questions and
/// the first.
pub fn plane(
    voice: &Voice,
    items: &[Item],
    asked: &[AskedTwice],
    found: &ImportancePerformance,
    titles: [String; 2],
) -> PlaneChart {
    let names = items
        .iter()
        .map(|item| (item.code.clone(), name(voice, &item.name)));
    let mut chart = bare_plane(voice, names, found);
    let least = items.iter().map(|item| item.min).min();
    let most = items.iter().map(|item| item.max).max();
    chart.scale = least
        .zip(most)
        .map(|(least, most)| (f64::from(least), f64::from(most)));
    let axes = titles.clone();
    [chart.y_title, chart.x_title] =
        titles.map(|title| voice.say("figure.mean_of", &[("title", title)]));
    // No mean can lie outside the scale.
    let within = |interval: Option<(f64, f64)>| match (interval, chart.scale) {
        (Some((low, high)), Some((least, most))) => Some((low.max(least), high.min(most))),
        (interval, _) => interval,
    };
    for (point, asked) in chart.points.iter_mut().zip(asked) {
        point.x_interval = within(asked.first.interval.as_ref().ok().copied());
        point.y_interval = within(asked.second.interval.as_ref().ok().copied());
        point.n = (asked.first.n, asked.second.n);
    }
    let counts = chart.points.iter().flat_map(|p| [p.n.0, p.n.1]);
    let given = [
        ("n", voice.counts(counts).unwrap_or_else(|| voice.count(0))),
        ("x", voice.number(found.centre_performance, 2)),
        ("y", voice.number(found.centre_importance, 2)),
    ];
    let rows: Vec<(String, &Outcome<(f64, f64)>)> = items
        .iter()
        .zip(asked)
        .flat_map(|(item, asked)| both_ways(&item.code, asked, &axes))
        .collect();
    let rows = rows.iter().map(|(name, found)| (name.as_str(), *found));
    chart.note = sentences([
        voice.say("figure.ipa_note", &given),
        interval_note(voice, "figure.ipa_intervals", rows),
        shown_if(chart.has_point_on_line(), || {
            voice.word("figure.ipa_on_line")
        }),
    ]);
    chart
}

/// The intervals of a point, named after the axis where only one of the two is missing.
fn both_ways<'a>(
    code: &str,
    asked: &'a AskedTwice,
    [second, first]: &[String; 2],
) -> Vec<(String, &'a Outcome<(f64, f64)>)> {
    let (across, upright) = (&asked.first.interval, &asked.second.interval);
    match across.is_ok() == upright.is_ok() {
        true => vec![(code.to_owned(), across)],
        false => vec![
            (format!("{code} ({})", first.to_lowercase()), across),
            (format!("{code} ({})", second.to_lowercase()), upright),
        ],
    }
}

/// The plane of codes and names without intervals.
pub fn bare_plane(
    voice: &Voice,
    names: impl Iterator<Item = (String, String)>,
    found: &ImportancePerformance,
) -> PlaneChart {
    let points = names.zip(&found.items);
    let points = points.map(|((code, label), point)| PlanePoint {
        code,
        label,
        x: shown(point.performance, 2),
        y: shown(point.importance, 2),
        x_interval: None,
        y_interval: None,
        n: (0, 0),
        field: match point.quadrant {
            Quadrant::ConcentrateHere => 0,
            Quadrant::KeepUp => 1,
            Quadrant::LowPriority => 2,
            Quadrant::PossibleOverkill => 3,
        },
    });
    let given = [
        ("x", voice.number(found.centre_performance, 2)),
        ("y", voice.number(found.centre_importance, 2)),
    ];
    PlaneChart {
        scale: None,
        points: points.collect(),
        centre: (found.centre_performance, found.centre_importance),
        fields: Box::new(
            [
                "figure.field_1",
                "figure.field_2",
                "figure.field_3",
                "figure.field_4",
            ]
            .map(|key| voice.word(key)),
        ),
        x_title: voice.word("figure.performance"),
        y_title: voice.word("figure.importance"),
        note: voice.say("figure.ipa_centre", &given),
    }
}

/// From the second answer to the first.
pub fn gaps(voice: &Voice, items: &[Item], asked: &[AskedTwice], names: [String; 2]) -> GapChart {
    let rows = items.iter().zip(asked).map(|(item, asked)| GapRow {
        code: item.code.clone(),
        label: name(voice, &item.name),
        from: shown(asked.both[1], 2),
        to: shown(asked.both[0], 2),
        gap: shown(asked.gap, 2),
        interval: asked.interval.as_ref().ok().copied(),
        n: asked.n,
    });
    let codes = items.iter().map(|item| item.code.as_str());
    let intervals = codes.zip(asked.iter().map(|asked| &asked.interval));
    let scale = items
        .first()
        .map_or((0.0, 1.0), |i| (f64::from(i.min), f64::from(i.max)));
    let given = [
        ("first", names[1].to_lowercase()),
        ("second", names[0].to_lowercase()),
    ];
    GapChart {
        axis: scale,
        axis_title: voice.word("figure.mean_answer"),
        gap_title: voice.word("figure.gap_column"),
        note: sentences([
            voice.say("figure.gap_note", &given),
            without_intervals(voice, intervals, asked.len()),
        ]),
        rows: rows.collect(),
        names,
    }
}
