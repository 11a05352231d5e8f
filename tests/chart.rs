//! The `chart` command as a user runs it: every kind in every form, the same
//! bytes each time, and errors that say what to do.

use std::path::Path;
use std::process::{Command, Output};
use tridharma::report::ChartKind;

/// A figure of the bundled example.
fn chart(folder: &Path, arguments: &[&str]) -> Output {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx");
    let example = example.to_str().expect("a path of text");
    chart_of(folder, &[&[example], arguments].concat())
}

/// A figure of a file in the folder.
fn chart_of(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tridharma"))
        .arg("chart")
        .args(arguments)
        .current_dir(folder)
        .env_remove("TRIDHARMA_LANG")
        .output()
        .expect("the program runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_kind_without_second_questions_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, word, alias) in ChartKind::ALL {
        if matches!(kind, ChartKind::Importance | ChartKind::Gap) {
            continue;
        }
        for word in [word, alias] {
            let output = chart(folder.path(), &[word, "--by", "Jenis layanan", "--force"]);
            assert!(output.status.success(), "{word}: {}", said(&output));
            let told = said(&output);
            assert!(!told.contains("{{") && !told.contains("[figure."), "{told}");
        }
        let file = folder.path().join(format!("{}.svg", kind.word()));
        let text = std::fs::read_to_string(file).expect("a figure");
        assert!(
            text.contains("<title>") && text.contains("@font-face"),
            "{word}"
        );
    }
}

#[test]
fn every_form_is_what_its_name_says_and_the_same_each_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let starts: [(&str, &[u8]); 5] = [
        ("a.svg", b"<svg "),
        ("a.png", b"\x89PNG"),
        ("a.pdf", b"%PDF"),
        ("a.html", b"<!"),
        ("a.csv", b"Kode,"),
    ];
    for (name, start) in starts {
        let read = || {
            let output = chart(
                folder.path(),
                &["dots", "--out", name, "--force", "--dpi", "96"],
            );
            assert!(output.status.success(), "{name}: {}", said(&output));
            std::fs::read(folder.path().join(name)).expect("a figure")
        };
        let bytes = read();
        assert!(bytes.starts_with(start), "{name}");
        assert!(bytes == read(), "{name} differs from run to run");
    }
    let page = std::fs::read_to_string(folder.path().join("a.html")).expect("a page");
    assert!(page.contains("<table") && page.contains("<svg"));
    let refused = chart(folder.path(), &["dots", "--out", "a.svg"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
}

#[test]
fn what_cannot_be_drawn_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&[&str], i32, &str); 10] = [
        (&["forest"], 2, "--by KOLOM"),
        (&["ipa"], 2, "--importance"),
        (&["dots", "--by", "Bukan kolom"], 1, "Bukan kolom"),
        (&["dots", "--out", "a.jpg"], 2, ".svg"),
        (&["dots", "--width", "3 m"], 2, "60mm"),
        (&["pie"], 2, "pie"),
        (&["box", "--target", "80"], 2, "--target"),
        (&["ipa", "--sorted"], 2, "--sorted"),
        (&["index", "--neutral", "aside"], 2, "--neutral"),
        (
            &["gap", "--importance", "A", "--before", "B"],
            2,
            "--before",
        ),
    ];
    for (arguments, code, part) in cases {
        let output = chart(folder.path(), arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            said(&output)
        );
        assert!(
            said(&output).contains(part),
            "{arguments:?}: {}",
            said(&output)
        );
    }
}

/// A survey of two services that find other things important.
const TWO: &str = "\
Layanan,U1,U2,K1,K2
A,4,2,4,3
A,3,2,4,2
A,4,1,3,3
B,1,3,2,4
B,2,4,1,4
B,1,4,2,3
";

/// The data of a figure of that survey.
fn data_of(folder: &Path, arguments: &[&str]) -> String {
    std::fs::write(folder.join("dua.csv"), TWO).expect("written");
    let how = ["--instrument", "likert-4", "--items", "U1:U2"];
    let out = ["--force", "--out", "a.csv"];
    let output = chart_of(folder, &[&["dua.csv"], arguments, &how, &out].concat());
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    std::fs::read_to_string(folder.join("a.csv")).expect("data")
}

#[test]
fn pairs_of_questions_are_those_of_each_group() {
    let folder = tempfile::tempdir().expect("a folder");
    for option in ["--by", "--panels"] {
        let gaps = data_of(
            folder.path(),
            &["gap", "--importance", "K1,K2", option, "Layanan"],
        );
        let of = |group: &str| -> Vec<f64> {
            let lines = gaps.lines().filter(|line| line.starts_with(group));
            let third = |line: &str| line.split(',').nth(3).and_then(|c| c.parse().ok());
            lines.map(|line| third(line).expect(line)).collect()
        };
        // Importance of the first item: (4 + 4 + 3)/3 and (2 + 1 + 2)/3.
        let (a, b) = (of("A,"), of("B,"));
        assert!((a[0] - 11.0 / 3.0).abs() < 0.01, "{gaps}");
        assert!((b[0] - 5.0 / 3.0).abs() < 0.01, "{gaps}");
        assert_eq!((a.len(), b.len()), (2, 2), "{gaps}");
    }
}

#[test]
fn a_theme_may_bring_its_font_and_hatching() {
    let folder = tempfile::tempdir().expect("a folder");
    // The bold font of the program under another name of the same length.
    let [_, bold, ..] = tridharma::chart::fonts();
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let (was, is) = (wide("Noto Sans"), wide("Nota Saya"));
    let mut font = bold.to_vec();
    let places: Vec<usize> = font
        .windows(was.len())
        .enumerate()
        .filter(|(_, w)| *w == was)
        .map(|(i, _)| i)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        font[at..at + is.len()].copy_from_slice(&is);
    }
    std::fs::write(folder.path().join("saya.ttf"), &font).expect("written");
    let theme = "font = \"saya.ttf\"\npatterns = true\nsize = 1.1\n";
    std::fs::write(folder.path().join("tema.toml"), theme).expect("written");
    for name in ["a.svg", "a.png", "a.pdf", "a.html"] {
        let output = chart(
            folder.path(),
            &["bars", "--theme", "tema.toml", "--out", name, "--dpi", "60"],
        );
        assert!(output.status.success(), "{name}: {}", said(&output));
    }
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect(name);
    let text = String::from_utf8(read("a.svg")).expect("text");
    assert!(
        text.contains("font-family=\"&apos;Nota Saya&apos;, Noto Sans"),
        "{}",
        &text[..300]
    );
    assert!(text.contains("@font-face{font-family:'Nota Saya'"));
    // The lines over the levels.
    assert!(text.contains("<path stroke=\"#"));
    assert!(read("a.pdf").starts_with(b"%PDF") && read("a.png").starts_with(b"\x89PNG"));
    let wrong = folder.path().join("bukan.toml");
    std::fs::write(&wrong, "font = \"tema.toml\"").expect("written");
    let output = chart(
        folder.path(),
        &["bars", "--theme", "bukan.toml", "--out", "b.svg"],
    );
    assert!(
        !output.status.success() && said(&output).contains("tema.toml"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_survey_file_lists_further_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys/contoh/jawaban.xlsx");
    std::fs::copy(data, folder.path().join("jawaban.xlsx")).expect("copied");
    let report = |figures: &str| {
        let text = format!("files = [\"jawaban.xlsx\"]\nfigures = [{figures}]\n");
        std::fs::write(folder.path().join("survey.toml"), text).expect("written");
        Command::new(env!("CARGO_BIN_EXE_tridharma"))
            .args(["report", "survey.toml", "--formats", "figures", "--force"])
            .current_dir(folder.path())
            .env_remove("TRIDHARMA_LANG")
            .output()
            .expect("the program runs")
    };
    let output = report("'likert --sorted --out urut.svg', 'dots --by \"Jenis layanan\"'");
    assert!(output.status.success(), "{}", said(&output));
    for name in ["urut.svg", "urut.png", "urut.csv", "gambar-2-dots.svg"] {
        assert!(
            folder.path().join("laporan/figures").join(name).exists(),
            "{name}"
        );
    }
    for (wrong, told) in [("'pie'", "pie"), ("'dots --bye X'", "--bye")] {
        let output = report(wrong);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(said(&output).contains(told), "{}", said(&output));
    }
}

#[test]
fn a_trend_in_panels_has_every_period_and_a_caption_names_its_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let drawn = |kind: &str, option: &str| {
        let how = [kind, option, "Jenis layanan", "--force", "--out", "a.csv"];
        let output = chart(folder.path(), &how);
        assert!(
            output.status.success(),
            "{kind} {option}: {}",
            said(&output)
        );
        let data = std::fs::read_to_string(folder.path().join("a.csv")).expect("data");
        (data, said(&output))
    };
    let (panels, told) = drawn("trend", "--panels");
    assert_eq!(panels, drawn("trend", "--by").0);
    assert_eq!(panels.matches("Paspor baru").count(), 2, "{panels}");
    assert!(!told.contains("beberapa periode"), "{told}");
    let (_, told) = drawn("index", "--by");
    assert!(told.contains("IKM per Jenis layanan"), "{told}");
}

#[test]
fn a_unit_closed_since_keeps_its_panel_and_no_value_sorts_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("Unit,Periode,U1,U2,U3,U4,U5,U6,U7,U8,U9\n");
    let mut rows = |unit: &str, period: &str, answers: &str| {
        for _ in 0..6 {
            text.push_str(&format!("{unit},{period},{answers}\n"));
        }
    };
    rows("Loket lama", "2025-S1", "3,3,3,3,3,3,3,3,3");
    rows("Mal", "2025-S1", "3,3,3,3,3,3,3,3,4");
    rows("Mal", "2025-S2", "4,4,3,3,3,3,3,3,4");
    rows("Keliling", "2025-S2", "4,4,,,,,,,");
    std::fs::write(folder.path().join("a.csv"), text).expect("a file");
    let drawn = |options: &[&str]| {
        let how = ["--by", "Unit", "--force", "--out", "b.csv"];
        let output = chart_of(folder.path(), &[&["a.csv"], options, &how].concat());
        assert!(output.status.success(), "{options:?}: {}", said(&output));
        std::fs::read_to_string(folder.path().join("b.csv")).expect("data")
    };
    let trend = drawn(&["trend"]);
    let of = |unit: &str| -> Vec<&str> {
        let rows = trend.lines().filter(|line| line.starts_with(unit));
        rows.collect()
    };
    assert_eq!(of("Loket lama").len(), 2, "{trend}");
    assert!(of("Loket lama")[0].contains(",75,"), "{trend}");
    assert!(of("Loket lama")[1].ends_with(",,,,,"), "{trend}");
    let dots = drawn(&["dots", "--sorted"]);
    let units: Vec<&str> = dots.lines().skip(1).collect();
    assert!(units[0].contains("Mal,"), "{dots}");
    assert!(units[units.len() - 1].contains("Keliling,,"), "{dots}");
}

/// A figure by group of a small survey over periods, as a table.
fn over_periods(rows: &[(&str, &str, usize)], options: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("Unit,Periode,U1,U2,U3,U4,U5,U6,U7,U8,U9\n");
    for (unit, period, many) in rows {
        for _ in 0..*many {
            text.push_str(&format!("{unit},{period},3,3,3,3,3,3,3,3,4\n"));
        }
    }
    std::fs::write(folder.path().join("a.csv"), text).expect("a file");
    let how = ["a.csv", "trend", "--by", "Unit", "--out", "b.csv"];
    let output = chart_of(folder.path(), &[&how, options].concat());
    assert!(output.status.success(), "{}", said(&output));
    std::fs::read_to_string(folder.path().join("b.csv")).expect("data")
}

#[test]
fn a_group_that_was_small_in_an_earlier_period_is_not_public() {
    let rows = [
        ("Loket", "2025-S1", 9),
        ("Mal", "2025-S1", 2),
        ("Keliling", "2025-S1", 3),
        ("Loket", "2025-S2", 9),
        ("Mal", "2025-S2", 8),
        ("Keliling", "2025-S2", 7),
    ];
    let all = over_periods(&rows, &[]);
    assert!(all.contains("Mal,Semester I 2025,77.7"), "{all}");
    let public = over_periods(&rows, &["--public"]);
    assert!(public.contains("Mal,Semester II 2025,"), "{public}");
    for line in public
        .lines()
        .filter(|line| line.contains("Semester I 2025"))
    {
        let is_small = line.ends_with(",2") || line.ends_with(",3");
        assert!(!is_small, "{public}");
    }
}

#[test]
fn periods_without_a_year_are_drawn_in_their_order() {
    let rows = [("Loket", "Tahap 1", 6), ("Loket", "Tahap 2", 7)];
    let trend = over_periods(&rows, &["--period", "Tahap 2"]);
    let at = |name: &str| {
        trend
            .find(name)
            .unwrap_or_else(|| panic!("{name}: {trend}"))
    };
    assert!(at("Tahap 1") < at("Tahap 2"), "{trend}");
}

const NINE: &str = "U1,U2,U3,U4,U5,U6,U7,U8,U9";

/// What a figure of nine items says below itself.
fn note_of(kind: &str, rows: &[&str], options: &[&str]) -> String {
    page_of(kind, &[&[NINE], rows].concat().join("\n"), options)
}

fn page_of(kind: &str, text: &str, options: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.csv"), text).expect("a file");
    let how = ["a.csv", kind, "--out", "b.html"];
    let output = chart_of(folder.path(), &[&how, options].concat());
    assert!(output.status.success(), "{}", said(&output));
    std::fs::read_to_string(folder.path().join("b.html")).expect("a page")
}

#[test]
fn intervals_that_are_not_there_have_their_own_reason() {
    let mixed = [
        "3,3,3,3,3,3,3,3,3",
        "3,4,4,4,4,4,4,4,4",
        "3,2,4,4,3,4,2,4,4",
    ];
    let alike = ["3,3,3,3,3,3,3,3,3"; 3];
    for kind in ["index", "dots"] {
        let one = note_of(kind, &alike[..1], &[]);
        assert!(
            one.contains("Tanpa selang karena hanya ada 1 responden"),
            "{one}"
        );
        let same = note_of(kind, &alike, &[]);
        assert!(
            same.contains("Tanpa selang karena nilai semua responden sama"),
            "{same}"
        );
        let some = note_of(kind, &mixed, &[]);
        let wanted = "Tanpa selang pada U1 karena nilai semua responden sama";
        assert!(some.contains(wanted), "{some}");
        assert!(
            some.contains("Garis mendatar: selang kepercayaan 95%."),
            "{some}"
        );
        let whole = note_of(kind, &mixed, &["--population", "3"]);
        assert!(whole.contains("sudah mencakup seluruh populasi"), "{whole}");
        assert!(!whole.contains("Garis mendatar"), "{whole}");
    }
    let heat = note_of("heatmap", &alike, &[]);
    let wanted = "Korelasi tanpa angka tidak dapat dihitung karena nilai semua responden sama";
    assert!(heat.contains(wanted), "{heat}");
    let histogram = note_of("histogram", &alike[..1], &[]);
    let wanted = "simpangan baku tidak dapat dihitung karena hanya ada 1 responden";
    assert!(histogram.contains(wanted), "{histogram}");
}

#[test]
fn one_axis_without_intervals_does_not_deny_those_of_the_other() {
    let mut text = format!("{NINE},{}\n", NINE.replace('U', "K"));
    for row in [
        "3,3,3,3,3,3,3,3,3",
        "4,4,4,4,4,4,4,4,4",
        "2,3,3,3,3,3,3,3,3",
    ] {
        text.push_str(&format!("{row},4,4,4,4,4,4,4,4,4\n"));
    }
    let page = page_of("ipa", &text, &["--importance", "K1:K9"]);
    assert!(
        page.contains("Garis tipis: selang kepercayaan 95%"),
        "{page}"
    );
    let wanted = "Tanpa selang pada 9 nilai karena nilai semua responden sama";
    assert!(page.contains(wanted), "{page}");
}

#[test]
fn a_mean_without_an_interval_is_still_drawn_and_explained() {
    let page = note_of("box", &["3,3,3,3,3,3,3,3,3"; 6], &[]);
    assert!(page.contains("Titik besar di bawah: rerata."), "{page}");
    assert!(!page.contains("Garis melalui titik itu"), "{page}");
    let wanted = "Tanpa selang karena nilai semua responden sama";
    assert!(page.contains(wanted), "{page}");
}

#[test]
fn names_with_points_are_not_torn_apart_below_charts_side_by_side() {
    let mut text = format!("Kecamatan,Loket,{NINE}\n");
    for (place, desk) in [("Kec. A", "1"), ("Kec. B", "2")] {
        text.push_str(&format!("{place},{desk},3,3,3,3,3,3,3,3,3\n"));
        for row in [
            "3,4,4,3,4,3,2,4,4",
            "4,4,3,3,3,3,2,4,4",
            "3,4,4,2,4,3,2,4,4",
        ] {
            text.push_str(&format!("Kota,{desk},{row}\n"));
        }
    }
    let options = ["--by", "Kecamatan", "--panels", "Loket"];
    let page = page_of("dots", &text, &options);
    for name in ["Kec.\u{a0}A", "Kec.\u{a0}B"] {
        let wanted = format!("Tanpa selang pada {name} karena hanya ada 1 responden");
        assert!(page.contains(&wanted), "{wanted}: {page}");
    }
}

#[test]
fn a_trend_says_which_of_its_values_lack_an_interval_and_why() {
    let mut text = format!("Unit,Periode,{NINE}\n");
    for row in [
        "3,4,4,3,4,3,2,4,4",
        "4,4,3,3,3,3,2,4,4",
        "3,4,4,2,4,3,2,4,4",
    ] {
        for unit in ["Loket", "Mal"] {
            text.push_str(&format!("{unit},2025-S1,{row}\n"));
        }
        text.push_str(&format!("Mal,2025-S2,{row}\n"));
    }
    text.push_str("Loket,2025-S2,3,3,3,3,3,3,3,3,3\n");
    let page = page_of("trend", &text, &["--by", "Unit"]);
    assert!(
        page.contains("bidang pucat: selang kepercayaan 95%."),
        "{page}"
    );
    let wanted = "Tanpa selang pada Loket (Semester II 2025) karena hanya ada 1 responden";
    assert!(page.contains(wanted), "{page}");
    let heat = page_of(
        "heatmap",
        &text.replace("Loket,2025-S2,3", "Loket,2025-S2,"),
        &["--by", "Unit"],
    );
    assert!(
        heat.contains("Sel bergaris miring: tidak ada jawaban."),
        "{heat}"
    );
}
