//! Every kind of chart over ordinary, crowded, nearly empty and odd data: no two
//! texts touch, nothing leaves the page, and other readers of SVG understand it.

use super::theme::Type;
use super::*;
use crate::decimal::Decimal;
use crate::document::*;

pub fn bands() -> Vec<ChartBand> {
    let band = |from: f64, to: f64, grade: &str, word: &str| ChartBand {
        from,
        to,
        grade: grade.into(),
        word: word.into(),
    };
    vec![
        band(25.0, 65.0, "D", "Tidak baik"),
        band(65.0, 76.61, "C", "Kurang baik"),
        band(76.61, 88.31, "B", "Baik"),
        band(88.31, 100.0, "A", "Sangat baik"),
    ]
}

pub const NAMES: [&str; 9] = [
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Waktu penyelesaian",
    "Biaya/tarif",
    "Produk spesifikasi jenis pelayanan",
    "Kompetensi pelaksana",
    "Perilaku pelaksana",
    "Penanganan pengaduan, saran, dan masukan",
    "Sarana dan prasarana",
];

pub const LONG: &str = "Bagaimana pendapat Saudara tentang kesesuaian antara produk pelayanan yang tercantum dalam standar pelayanan dengan hasil yang diberikan oleh petugas kepada masyarakat pengguna layanan di unit ini?";

pub fn shown(value: f64) -> Decimal {
    Decimal::round(value, 2).unwrap_or(Decimal {
        units: 0,
        places: 2,
    })
}

pub fn at(value: f64) -> Shown {
    Shown {
        value,
        shown: shown(value),
    }
}

fn grade_of(value: f64) -> String {
    super::bands::grade(&bands(), value)
        .unwrap_or("")
        .to_owned()
}

fn bar(i: usize, label: &str, value: f64) -> IndexBar {
    let half = 1.5 + (i * 7 % 5) as f64 * 0.6;
    IndexBar {
        code: format!("U{}", i + 1),
        label: label.to_owned(),
        value: Some(at(value)),
        interval: Some((value - half, (value + half).min(100.0))),
        grade: grade_of(value),
        n: 398 - i as u64,
    }
}

fn value(i: usize) -> f64 {
    75.5 + ((i * 37 + 11) % 23) as f64 * 0.83
}

fn index_of(bars: Vec<IndexBar>) -> IndexChart {
    IndexChart {
        bars,
        bands: bands(),
        line: Some(("IKM".into(), 83.72, shown(83.72))),
        axis: (25.0, 100.0),
        axis_title: "Indeks (25–100)".into(),
        note: "n = 398 responden. Garis: selang kepercayaan 95 %.".into(),
        others: Vec::new(),
    }
}

pub fn index(rows: usize, long: bool) -> IndexChart {
    let name = |i: usize| if long { LONG } else { NAMES[i % 9] };
    index_of((0..rows).map(|i| bar(i, name(i), value(i))).collect())
}

pub fn likert(rows: usize, long: bool, levels: &[&str]) -> LikertChart {
    let row = |i: usize| LikertRow {
        code: format!("U{}", i + 1),
        label: if long { LONG } else { NAMES[i % 9] }.to_owned(),
        counts: (0..levels.len())
            .map(|l| match (i + l) % 5 {
                0 if l == 0 => 3,
                0 => 0,
                1 => 40 + 10 * i as u64 % 90,
                2 => 9,
                3 => 120 + i as u64 * 3,
                _ => 180 - (i as u64 * 11 % 90),
            })
            .collect(),
        missing: (i * i % 7) as u64,
    };
    LikertChart {
        rows: (0..rows).map(row).collect(),
        levels: levels.iter().map(|l| (*l).to_owned()).collect(),
        axis_title: "Persen jawaban".into(),
        n_title: "n".into(),
        missing_title: "Kosong".into(),
        note: "Persen dibulatkan; jumlahnya dapat berbeda sedikit dari 100.".into(),
        neutral: Neutral::Split,
        others: Vec::new(),
    }
}

pub const FOUR: [&str; 4] = ["Tidak baik", "Kurang baik", "Baik", "Sangat baik"];
pub const FIVE: [&str; 5] = [
    "Sangat tidak setuju",
    "Tidak setuju",
    "Netral",
    "Setuju",
    "Sangat setuju",
];

pub fn trend(points: usize) -> TrendChart {
    let point = |i: usize| {
        let value = value(i * 3) - 1.0;
        let published = i == 0 && points > 2;
        TrendPoint {
            label: format!("Semester {} 20{}", i % 2 + 1, 22 + i / 2),
            value: Some(at(value)),
            grade: grade_of(value),
            interval: (!published).then_some((value - 2.2, value + 2.2)),
            n: (!published).then_some(152 + i as u64),
        }
    };
    TrendChart {
        points: (0..points).map(point).collect(),
        bands: bands(),
        axis: (25.0, 100.0),
        axis_title: "IKM".into(),
        note: "Garis tegak: selang kepercayaan 95 %.".into(),
        target: None,
        events: Vec::new(),
    }
}

fn panel(title: &str, parts: &[(&str, u64)]) -> ProfilePanel {
    let n: u64 = parts.iter().map(|p| p.1).sum();
    let bar = |(label, count): &(&str, u64)| {
        let share = *count as f64 / n.max(1) as f64;
        ProfileBar {
            label: (*label).to_owned(),
            count: (*count > 2).then_some(*count),
            share,
            shown: Decimal::round(share * 100.0, 1).unwrap(),
        }
    };
    ProfilePanel {
        title: title.into(),
        bars: parts.iter().map(bar).collect(),
    }
}

pub fn panels() -> Vec<ProfilePanel> {
    vec![
        panel("Jenis kelamin", &[("Laki-laki", 190), ("Perempuan", 208)]),
        panel(
            "Usia",
            &[
                ("< 20 tahun", 2),
                ("20–29 tahun", 130),
                ("30–39 tahun", 140),
                ("40–49 tahun", 80),
                ("≥ 50 tahun", 46),
            ],
        ),
        panel(
            "Pendidikan",
            &[
                ("SD", 12),
                ("SMP", 40),
                ("SMA", 190),
                ("D-III", 50),
                ("S1", 100),
                ("S2", 6),
            ],
        ),
        panel(
            "Pekerjaan",
            &[
                ("PNS", 60),
                ("TNI/POLRI", 10),
                ("Karyawan swasta", 150),
                ("Wirausaha", 110),
                ("Lainnya", 68),
            ],
        ),
        panel(
            "Jenis layanan",
            &[
                ("Penerbitan kartu tanda penduduk elektronik", 250),
                ("Akta kelahiran", 148),
            ],
        ),
    ]
}

pub fn profile() -> ProfileChart {
    ProfileChart {
        panels: panels(),
        note: "Kelompok dengan kurang dari tiga responden tidak ditampilkan.".into(),
    }
}

pub fn poster(items: usize) -> PosterChart {
    let mut chart = index(items, false);
    chart.line = None;
    chart.note = String::new();
    PosterChart {
        title: "INDEKS KEPUASAN MASYARAKAT (IKM)".into(),
        unit: vec![
            "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL".into(),
            "KABUPATEN CONTOH".into(),
        ],
        period: "PERIODE SEMESTER I TAHUN 2026".into(),
        value_title: "NILAI IKM".into(),
        value: shown(83.72),
        grade: "B".into(),
        word: "Baik".into(),
        respondents_title: "RESPONDEN".into(),
        respondents: vec![
            ("Jumlah".into(), "398 orang".into()),
            ("Laki-laki".into(), "190 orang".into()),
            ("Perempuan".into(), "208 orang".into()),
            ("Periode survei".into(), "2 Januari–30 Juni 2026".into()),
            ("Selang kepercayaan 95 %".into(), "82,51–84,93".into()),
        ],
        profile: panels(),
        items_title: "Nilai per unsur pelayanan".into(),
        items: chart,
        thanks: "Terima kasih atas penilaian Anda. Masukan Anda sangat bermanfaat untuk kemajuan unit kami.".into(),
        small_print: vec![
            "Data simulasi untuk contoh; bukan hasil survei yang sebenarnya.".into(),
            "Dihitung menurut Peraturan Menteri PANRB Nomor 14 Tahun 2017.".into(),
        ],
    }
}

/// Charts of every kind in every state, with names for messages.
fn charts() -> Vec<(String, Chart)> {
    let mut charts = Vec::new();
    for (name, rows, long) in [
        ("ordinary", 9, false),
        ("crowded", 40, true),
        ("one", 1, false),
        ("none", 0, false),
        ("sixty", 60, true),
    ] {
        charts.push((format!("index {name}"), Chart::Index(index(rows, long))));
        charts.push((
            format!("likert {name}"),
            Chart::Likert(likert(rows, long, &FOUR)),
        ));
    }
    charts.push(("likert five".into(), Chart::Likert(likert(9, false, &FIVE))));
    charts.push((
        "likert two".into(),
        Chart::Likert(likert(3, false, &FOUR[..2])),
    ));
    charts.push((
        "likert long levels".into(),
        Chart::Likert(likert(3, false, &[LONG, LONG, "c"])),
    ));
    for points in [0, 1, 2, 5, 7, 30] {
        charts.push((format!("trend {points}"), Chart::Trend(trend(points))));
    }
    charts.push(("profile".into(), Chart::Profile(profile())));
    let long = vec![panel(LONG, &[(LONG, 5), ("", 1), ("a", u64::MAX / 4)])];
    charts.push((
        "profile long".into(),
        Chart::Profile(ProfileChart {
            panels: long,
            note: LONG.into(),
        }),
    ));
    charts.push((
        "profile none".into(),
        Chart::Profile(ProfileChart {
            panels: Vec::new(),
            note: String::new(),
        }),
    ));
    charts.push(("poster".into(), Chart::Poster(Box::new(poster(9)))));
    charts.push((
        "poster crowded".into(),
        Chart::Poster(Box::new(crowded_poster())),
    ));
    charts.push(("poster bare".into(), Chart::Poster(Box::new(bare_poster()))));
    charts.push(("odd index".into(), Chart::Index(odd_index())));
    charts.push(("odd likert".into(), Chart::Likert(odd_likert())));
    charts.push(("odd trend".into(), Chart::Trend(odd_trend())));
    charts.extend(super::kinds_tests::kinds());
    charts
}

fn crowded_poster() -> PosterChart {
    let mut chart = poster(30);
    chart.unit = vec![LONG.to_uppercase()];
    chart.respondents.push((LONG.into(), LONG.into()));
    chart.profile.extend(panels());
    chart
}

fn bare_poster() -> PosterChart {
    PosterChart {
        title: String::new(),
        unit: Vec::new(),
        period: String::new(),
        value_title: String::new(),
        value: shown(100.0),
        grade: String::new(),
        word: String::new(),
        respondents_title: String::new(),
        respondents: Vec::new(),
        profile: Vec::new(),
        items_title: String::new(),
        items: index_of(Vec::new()),
        thanks: String::new(),
        small_print: Vec::new(),
    }
}

fn odd_index() -> IndexChart {
    let mut chart = index(5, false);
    chart.bars[0].value = Some(at(f64::NAN));
    chart.bars[1].interval = Some((f64::NAN, f64::INFINITY));
    chart.bars[2].interval = Some((120.0, -7.0));
    chart.bars[3].n = u64::MAX;
    chart.bars[3].label = "<script>&\"'\u{0}\u{7}".into();
    chart.bars[4].label = "x".repeat(200);
    chart.bars[4].code = String::new();
    chart.line = Some((LONG.into(), f64::NAN, shown(0.0)));
    chart.axis = (f64::NAN, f64::NEG_INFINITY);
    chart.bands[1].from = f64::NAN;
    chart
}

fn odd_likert() -> LikertChart {
    let mut chart = likert(5, false, &FOUR);
    chart.rows[0].counts = vec![0, 0, 0, 0];
    chart.rows[1].counts = vec![u64::MAX; 4];
    chart.rows[2].counts = Vec::new();
    chart.rows[3].counts = vec![1, 2, 3, 4, 5, 6, 7];
    chart.rows[4].counts = vec![1, 2000, 3, 1];
    chart.rows[4].missing = u64::MAX;
    chart
}

fn odd_trend() -> TrendChart {
    let mut chart = trend(5);
    chart.points[0].value = None;
    chart.points[1].value = Some(at(f64::NAN));
    chart.points[2].interval = Some((f64::NAN, 3.0));
    chart.points[3].interval = Some((-50.0, 300.0));
    chart.points[4].label = String::new();
    chart.points[4].n = Some(u64::MAX);
    chart.bands.clear();
    chart
}

fn canvas(width_mm: f64) -> Canvas {
    Canvas::new(width_mm, Language::Id)
}

/// By how much two boxes lie in each other, in mm; 0 when apart.
fn overlap(a: [f64; 4], b: [f64; 4]) -> f64 {
    let across = a[2].min(b[2]) - a[0].max(b[0]);
    let down = a[3].min(b[3]) - a[1].max(b[1]);
    across.min(down).max(0.0)
}

/// What is wrong with a layout, in words.
fn faults(painter: &Painter, [width, height, scale]: [f64; 3]) -> Vec<String> {
    let boxes = painter.text_boxes();
    let mut faults = Vec::new();
    for (i, (edges, text, style)) in boxes.iter().enumerate() {
        let [left, top, right, bottom] = *edges;
        if left < 0.0 || top < 0.0 || right > width || bottom > height {
            faults.push(format!(
                "leaves the page: {text:?} {edges:?} of {width} × {height}"
            ));
        }
        if style.size * scale < 6.0 - 1e-9 && scale >= 0.8 {
            faults.push(format!("{} points: {text:?}", style.size * scale));
        }
        for (other, other_text, _) in &boxes[i + 1..] {
            if overlap(*edges, *other) > 0.05 {
                faults.push(format!("{text:?} touches {other_text:?}"));
            }
        }
    }
    faults
}

#[test]
fn no_two_texts_touch_and_none_leaves_the_page() {
    let mut wrong = Vec::new();
    for (name, chart) in charts() {
        let widths = [160.0, 60.0, 80.0, 110.0, 250.0];
        // A poster has one size.
        let poster = matches!(chart, Chart::Poster(_));
        for width in widths.into_iter().take(if poster { 1 } else { 5 }) {
            let (painter, size) = paint(&chart, &canvas(width));
            let found = faults(&painter, size);
            wrong.extend(
                found
                    .into_iter()
                    .map(|f| format!("{name} at {width} mm: {f}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{} faults: {wrong:#?}", wrong.len());
}

#[test]
fn a_drawing_tells_where_its_texts_stand() {
    for size in [1.0, 1.7] {
        let mut canvas = canvas(170.0);
        canvas.theme.size = size;
        let drawing = draw(&Chart::Index(index(9, false)), &canvas);
        assert_eq!(drawing.width_mm, 170.0);
        for text in &drawing.texts {
            let [left, top, right, bottom] = text.edges_mm;
            assert!(text.size >= 6.0 * size - 1e-9, "{text:?}");
            assert!(left >= 0.0 && top >= 0.0, "{text:?}");
            assert!(
                right <= drawing.width_mm && bottom <= drawing.height_mm,
                "{text:?}"
            );
        }
    }
}

#[test]
fn the_layout_test_sees_a_collision() {
    let mut painter = Painter::default();
    painter.text(
        5.0,
        5.0,
        super::painter::Anchor::Start,
        "abc",
        Type::plain(8.0),
    );
    painter.text(
        7.0,
        6.0,
        super::painter::Anchor::Start,
        "def",
        Type::plain(5.0),
    );
    painter.text(
        95.0,
        5.0,
        super::painter::Anchor::Start,
        "too far",
        Type::plain(8.0),
    );
    assert_eq!(faults(&painter, [100.0, 20.0, 1.0]).len(), 3);
}

#[test]
fn other_readers_parse_every_svg_and_find_its_size() {
    for (name, chart) in charts() {
        let drawing = draw(&chart, &canvas(160.0));
        let tree = super::raster::parse(&drawing).unwrap();
        // usvg answers in CSS pixels of 1/96 inch.
        let width = f64::from(tree.size().width()) / 96.0 * 25.4;
        let height = f64::from(tree.size().height()) / 96.0 * 25.4;
        assert!((width - drawing.width_mm).abs() < 0.01, "{name}: {width}");
        assert!(
            (height - drawing.height_mm).abs() < 0.01,
            "{name}: {height}"
        );
        assert!(
            drawing.width_mm == 160.0 || drawing.width_mm == 210.0,
            "{name}"
        );
    }
}

/// The boxes usvg gives to text it has set itself with our fonts.
fn set_boxes(group: &resvg::usvg::Group, boxes: &mut Vec<[f64; 4]>) {
    for node in group.children() {
        match node {
            resvg::usvg::Node::Group(inner) => set_boxes(inner, boxes),
            resvg::usvg::Node::Text(text) => {
                let b = text.abs_bounding_box();
                boxes.push([b.left(), b.top(), b.right(), b.bottom()].map(f64::from));
            }
            _ => {}
        }
    }
}

#[test]
fn text_set_by_another_program_is_as_wide_as_measured() {
    let chart = Chart::Index(index(9, false));
    let (painter, size) = paint(&chart, &canvas(160.0));
    let measured = painter.text_boxes();
    let drawing = painter.finish(&Theme::default(), size[0], size[1], size[2]);
    let tree = super::raster::parse(&drawing).unwrap();
    let mut set = Vec::new();
    set_boxes(tree.root(), &mut set);
    assert_eq!(set.len(), measured.len());
    for (theirs, (ours, text, style)) in set.iter().zip(&measured) {
        let theirs = theirs.map(|px| px / 96.0 * 25.4);
        // Their box has ascent and descent of the font: wider upwards only.
        let em = style.size * 0.3528;
        assert!(
            theirs[0] > ours[0] - 0.15 && theirs[2] < ours[2] + 0.15,
            "{text}: {theirs:?} {ours:?}"
        );
        assert!(
            (theirs[2] - theirs[0]) > (ours[2] - ours[0]) - 0.35 * em - 0.2,
            "{text}"
        );
        assert!(
            (f64::midpoint(theirs[1], theirs[3]) - f64::midpoint(ours[1], ours[3])).abs()
                < 0.3 * em,
            "{text}: {theirs:?} {ours:?}"
        );
    }
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    for (name, chart) in charts() {
        let once = draw(&chart, &canvas(160.0));
        assert_eq!(once, draw(&chart, &canvas(160.0)), "{name}");
    }
}

#[test]
fn numbers_follow_the_language() {
    let chart = Chart::Index(index(9, false));
    let english = Canvas {
        language: Language::En,
        ..canvas(160.0)
    };
    let (id, en) = (draw(&chart, &canvas(160.0)), draw(&chart, &english));
    assert!(id.svg.contains(">IKM 83,72<") && id.svg.contains(">Mutu<"));
    assert!(en.svg.contains(">IKM 83.72<") && en.svg.contains(">Grade<"));
    assert!(!en.svg.contains("83,72"));
}

#[test]
fn bars_begin_at_the_least_index_and_end_at_their_value() {
    let mut chart = index(1, false);
    chart.bars[0].value = Some(at(62.5));
    let (painter, _) = paint(&Chart::Index(chart), &canvas(160.0));
    let rectangles = painter.rectangles();
    let bar = rectangles.iter().find(|r| r.1 == theme::BAR).unwrap().0;
    let stripes = theme::bands(4);
    let low = rectangles.iter().find(|r| r.1 == stripes[0]).unwrap().0;
    let high = rectangles.iter().find(|r| r.1 == stripes[3]).unwrap().0;
    assert_eq!(bar[0], low[0]);
    // 62.5 is half way from 25 to 100.
    let end = high[0] + high[2];
    assert!((bar[0] + bar[2] - f64::midpoint(low[0], end)).abs() < 1e-9);
}

#[test]
fn every_share_of_a_likert_row_is_printed() {
    for width in [60.0, 80.0, 160.0] {
        let mut chart = likert(1, false, &FOUR);
        chart.rows[0].counts = vec![1, 40, 3, 956];
        let (painter, _) = paint(&Chart::Likert(chart), &canvas(width));
        let texts: Vec<String> = painter.text_boxes().into_iter().map(|b| b.1).collect();
        for share in ["<1", "4", "96", "96%"] {
            assert!(
                texts.iter().any(|t| t == share),
                "{share} at {width}: {texts:?}"
            );
        }
        // 1 and 3 of 1000 both round to nothing and both are there.
        assert_eq!(texts.iter().filter(|t| *t == "<1").count(), 2, "{texts:?}");
    }
}

#[test]
fn segments_of_a_row_are_as_long_as_their_shares() {
    let mut chart = likert(1, false, &FIVE);
    chart.rows[0].counts = vec![10, 20, 30, 40, 100];
    let (painter, _) = paint(&Chart::Likert(chart), &canvas(160.0));
    let colours = theme::levels(5);
    let rectangles = painter.rectangles();
    let width = |i: usize| {
        let of_level = rectangles.iter().filter(|r| r.1 == colours[i]);
        of_level.map(|r| r.0[2]).fold(0.0, f64::max)
    };
    for (i, share) in [10.0, 20.0, 30.0, 40.0].into_iter().enumerate() {
        assert!((width(i) / width(4) - share / 100.0).abs() < 0.05, "{i}");
    }
}

#[test]
fn a_trend_says_that_its_axis_is_cut() {
    let drawing = draw(&Chart::Trend(trend(5)), &canvas(160.0));
    assert!(
        drawing.svg.contains("sumbu diperbesar: "),
        "{}",
        drawing.svg
    );
    assert!(drawing.svg.contains("dari 25–100"));
    let mut whole = trend(2);
    whole.points[0].value = Some(at(27.0));
    whole.points[1].value = Some(at(99.0));
    let drawing = draw(&Chart::Trend(whole), &canvas(160.0));
    assert!(!drawing.svg.contains("sumbu diperbesar"));
}

#[test]
fn user_text_cannot_leave_its_element() {
    let drawing = draw(&Chart::Index(odd_index()), &canvas(160.0));
    assert!(drawing.svg.contains("&lt;script&gt;&amp;&quot;&apos;"));
    assert!(!drawing.svg.contains('\u{0}'));
}

#[test]
fn a_width_that_is_no_width_becomes_one() {
    for width in [0.0, -5.0, f64::NAN, f64::INFINITY, 1e300] {
        let drawing = draw(&Chart::Trend(trend(3)), &canvas(width));
        assert!((60.0..=1000.0).contains(&drawing.width_mm), "{width}");
    }
}

#[test]
fn pictures_are_made_in_print_resolution() {
    let drawing = draw(&Chart::Poster(Box::new(poster(9))), &canvas(160.0));
    let bytes = png(&drawing, 50.0).unwrap();
    let size = imagesize::blob_size(&bytes).unwrap();
    assert_eq!((size.width, size.height), (413, 585));
}
