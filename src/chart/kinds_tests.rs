//! Made-up data of every further kind, ordinary, crowded and nearly empty.

use super::tests::{FIVE, FOUR, LONG, NAMES, at, index, likert, trend};
use crate::document::*;

/// The situations: how many rows, and whether their texts are long.
const SITUATIONS: [(&str, usize, bool); 4] = [
    ("ordinary", 9, false),
    ("crowded", 40, true),
    ("one", 1, false),
    ("none", 0, false),
];

fn name(i: usize, long: bool) -> String {
    if long { LONG } else { NAMES[i % 9] }.to_owned()
}

fn code(i: usize) -> String {
    format!("U{}", i + 1)
}

fn wave(i: usize, step: usize, of: usize) -> f64 {
    ((i * step + 7) % of) as f64 / of as f64
}

pub fn kinds() -> Vec<(String, Chart)> {
    let mut all = Vec::new();
    for (situation, rows, long) in SITUATIONS {
        let mut add = |kind: &str, chart: Chart| all.push((format!("{kind} {situation}"), chart));
        add("dots", Chart::Dots(index(rows, long)));
        add("bars", Chart::Bars(bars(rows, long, false)));
        add("grouped", Chart::Bars(bars(rows, long, true)));
        add("box", Chart::Box(boxes(rows, long)));
        add("histogram", Chart::Histogram(histogram(rows)));
        add("qq", Chart::Quantiles(quantiles(rows)));
        add("ipa", Chart::Plane(plane(rows, long)));
        add("gap", Chart::Gap(gap(rows, long)));
        add("radar", Chart::Radar(radar(rows, long, 3)));
        add("heat", Chart::Heat(heat(rows, long, true)));
        add("units", Chart::Heat(heat(rows, long, false)));
        add("scree", Chart::Scree(scree(rows)));
        add("forest", Chart::Forest(forest(rows, long)));
        add("pyramid", Chart::Pyramid(pyramid(rows, long)));
        add("panels", Chart::Panels(panels(rows.min(12), long)));
    }
    for (many, points, long) in [(2, 3, false), (4, 4, false), (6, 2, true), (9, 5, true)] {
        let name = format!("trends {many} of {points}");
        all.push((name, Chart::Panels(trends(many, points, long))));
    }
    for neutral in [Neutral::Aside, Neutral::LeftOut] {
        let chart = LikertChart {
            neutral,
            ..likert(9, false, &FIVE)
        };
        all.push((format!("likert {neutral:?}"), Chart::Likert(chart)));
    }
    let marked = TrendChart {
        target: Some(("sasaran 90".into(), 90.0)),
        events: vec![
            (1, "Maklumat pelayanan ditandatangani".into()),
            (3, LONG.into()),
        ],
        ..trend(5)
    };
    all.push(("trend marked".into(), Chart::Trend(marked)));
    all.push(("ipa same place".into(), Chart::Plane(crowd())));
    all
}

fn bars(rows: usize, long: bool, grouped: bool) -> BarsChart {
    let chart = likert(rows, long, &FOUR);
    BarsChart {
        rows: chart.rows,
        levels: chart.levels,
        grouped,
        axis_title: chart.axis_title,
        n_title: chart.n_title,
        missing_title: chart.missing_title,
        note: chart.note,
    }
}

fn boxes(rows: usize, long: bool) -> BoxChart {
    let row = |i: usize| {
        let middle = 60.0 + 30.0 * wave(i, 11, 23);
        let few = i % 4 == 3;
        BoxRow {
            label: name(i, long),
            n: if few { 3 } else { 40 + i as u64 },
            missing: i as u64 % 3,
            points: (0..6)
                .map(|k| (middle - 12.0 + 4.0 * f64::from(k), 1 + k as u64 * 4))
                .collect(),
            five: (!few).then_some([
                middle - 20.0,
                middle - 6.0,
                middle,
                middle + 5.0,
                middle + 9.0,
            ]),
            median: Some(at(middle)),
            mean: Some(at(middle - 1.0)),
            interval: Some((middle - 3.0, middle + 1.0)),
            density: (0..=20)
                .map(|k| f64::from(k) - 10.0)
                .map(|d| (middle + d * 2.0, (-d * d / 20.0).exp()))
                .collect(),
        }
    };
    BoxChart {
        rows: (0..rows).map(row).collect(),
        axis: (25.0, 100.0),
        axis_title: "Indeks responden".into(),
        n_title: "n".into(),
        missing_title: "Kosong".into(),
        note: LONG.into(),
    }
}

fn histogram(bins: usize) -> HistogramChart {
    let bin = |i: usize| {
        let from = 25.0 + 2.5 * i as f64;
        (from, from + 2.5, (40.0 * wave(i, 5, 17)) as u64 * 30)
    };
    HistogramChart {
        bins: (0..bins).map(bin).collect(),
        curve: (0..=30)
            .map(|k| (25.0 + 3.0 * f64::from(k), 600.0))
            .collect(),
        line: (bins > 0).then(|| ("rerata 26,12".into(), 26.12)),
        axis_title: "Indeks responden".into(),
        count_title: "Responden".into(),
        note: "n = 398, kosong 2.".into(),
    }
}

fn quantiles(many: usize) -> QuantileChart {
    let z = |i: usize| -2.5 + 5.0 * i as f64 / many.max(2) as f64;
    QuantileChart {
        points: (0..many).map(|i| (z(i), 70.0 + 9.0 * z(i), 4)).collect(),
        line: (many > 1).then_some((70.0, 9.0)),
        band: (0..many)
            .map(|i| (z(i), 66.0 + 9.0 * z(i), 74.0 + 9.0 * z(i)))
            .collect(),
        outside: Some(0),
        x_title: "Simpangan normal yang diharapkan".into(),
        y_title: "Indeks responden".into(),
        note: LONG.into(),
    }
}

fn plane(points: usize, long: bool) -> PlaneChart {
    let point = |i: usize| {
        let (x, y) = (3.0 + 0.4 * wave(i, 13, 31), 3.1 + 0.4 * wave(i, 17, 37));
        PlanePoint {
            code: code(i),
            label: name(i, long),
            x: at(x),
            y: at(y),
            x_interval: Some((x - 0.1, x + 0.1)),
            y_interval: Some((y - 0.1, y + 0.1)),
            n: (398, 390),
            field: i % 4,
        }
    };
    PlaneChart {
        scale: Some((1.0, 4.0)),
        points: (0..points).map(point).collect(),
        centre: (3.2, 3.3),
        fields: Box::new(
            [
                "I Prioritas utama",
                "II Pertahankan prestasi",
                "III Prioritas rendah",
                "IV Berlebihan",
            ]
            .map(String::from),
        ),
        x_title: "Kinerja".into(),
        y_title: "Kepentingan".into(),
        note: LONG.into(),
    }
}

/// Everybody answered the same.
fn crowd() -> PlaneChart {
    let mut chart = plane(12, false);
    for point in &mut chart.points {
        (point.x, point.y) = (at(3.2), at(3.3));
        (point.x_interval, point.y_interval) = (None, None);
    }
    chart
}

fn gap(rows: usize, long: bool) -> GapChart {
    let row = |i: usize| {
        let (from, to) = (3.4 + 0.4 * wave(i, 3, 11), 3.0 + 0.9 * wave(i, 5, 13));
        GapRow {
            code: code(i),
            label: name(i, long),
            from: at(from),
            to: at(to),
            gap: at(to - from),
            interval: (i % 5 != 4).then_some((to - from - 0.2, to - from + 0.2)),
            n: 150,
        }
    };
    GapChart {
        rows: (0..rows).map(row).collect(),
        names: ["Harapan".into(), "Persepsi".into()],
        axis: (1.0, 4.0),
        axis_title: "Rerata jawaban".into(),
        gap_title: "Selisih".into(),
        note: LONG.into(),
    }
}

fn radar(spokes: usize, long: bool, lines: usize) -> RadarChart {
    let line = |l: usize| RadarLine {
        name: if long {
            LONG.into()
        } else {
            format!("Layanan {l}")
        },
        n: 120,
        values: (0..spokes)
            .map(|i| (i % 7 != 6).then(|| at(55.0 + 40.0 * wave(i + l, 7, 19))))
            .collect(),
    };
    RadarChart {
        spokes: (0..spokes).map(|i| (code(i), name(i, long))).collect(),
        lines: (0..lines).map(line).collect(),
        axis: (25.0, 100.0),
        note: LONG.into(),
    }
}

fn heat(rows: usize, long: bool, half: bool) -> HeatChart {
    let columns = if half { rows } else { rows.min(9) };
    let cell =
        |i: usize, j: usize| ((i + j) % 11 != 10).then(|| at(2.0 * wave(i * 9 + j, 29, 97) - 1.0));
    HeatChart {
        rows: (0..rows).map(|i| (code(i), name(i, long))).collect(),
        columns: (0..columns).map(|i| (code(i), name(i, long))).collect(),
        cells: (0..rows)
            .map(|i| (0..columns).map(|j| cell(i, j)).collect())
            .collect(),
        n: if half { Vec::new() } else { vec![1234; rows] },
        scale: HeatScale::Parting(-1.0, 0.0, 1.0),
        half,
        note: LONG.into(),
    }
}

fn scree(many: usize) -> ScreeChart {
    ScreeChart {
        observed: (0..many).map(|i| 4.2 / (i as f64 + 1.0)).collect(),
        random: (0..many)
            .map(|i| 1.3 - 0.6 * i as f64 / many as f64)
            .collect(),
        kept: 3.min(many as u64),
        names: [
            "Nilai eigen teramati".into(),
            "Persentil ke-95 data acak".into(),
        ],
        x_title: "Komponen".into(),
        y_title: "Nilai eigen".into(),
        note: LONG.into(),
    }
}

fn forest(rows: usize, long: bool) -> ForestChart {
    let row = |i: usize| {
        let effect = 1.2 * wave(i, 9, 29) - 0.5;
        let known = i % 6 != 5;
        ForestRow {
            code: code(i),
            label: name(i, long),
            n: (210, 188),
            effect: known.then(|| at(effect)),
            interval: known.then_some((effect - 0.2, effect + 0.2)),
            interval_shown: if known {
                "−0,31 … +0,12".into()
            } else {
                "–".into()
            },
        }
    };
    ForestChart {
        rows: (0..rows).map(row).collect(),
        effect_title: "Hedges g".into(),
        sides: [
            "Perempuan lebih tinggi".into(),
            "Laki-laki lebih tinggi".into(),
        ],
        note: LONG.into(),
    }
}

fn pyramid(rows: usize, long: bool) -> PyramidChart {
    let row = |i: usize| {
        let label = if long {
            name(i, true)
        } else {
            format!("{}–{} tahun", 10 * i, 10 * i + 9)
        };
        (
            label,
            (200.0 * wave(i, 3, 7)) as u64,
            (180.0 * wave(i, 5, 7)) as u64,
        )
    };
    PyramidChart {
        rows: (0..rows).map(row).collect(),
        sides: ["Laki-laki".into(), "Perempuan".into()],
        note: LONG.into(),
    }
}

/// The same short periods of several units, some with wide intervals.
pub fn trends(many: usize, points: usize, long: bool) -> PanelsChart {
    let panel = |i: usize| {
        let mut chart = trend(points);
        for (at, point) in chart.points.iter_mut().enumerate() {
            point.label = (at + 1).to_string();
            let wide = 3.0 + 4.0 * i as f64;
            let value = point.value.map_or(0.0, |shown| shown.value);
            point.interval = Some((value - wide, (value + wide).min(100.0)));
            point.n = Some(28 + 900 * i as u64);
        }
        (name(i, long), Chart::Trend(chart))
    };
    PanelsChart {
        panels: (0..many).map(panel).collect(),
        note: LONG.into(),
    }
}

fn panels(many: usize, long: bool) -> PanelsChart {
    let panel = |i: usize| {
        let chart = match many {
            9 => Chart::Trend(trend(3)),
            _ => Chart::Index(index(9, long)),
        };
        (name(i, long), chart)
    };
    PanelsChart {
        panels: (0..many).map(panel).collect(),
        note: LONG.into(),
    }
}
